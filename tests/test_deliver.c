/* SPDX-License-Identifier: MIT
 *
 * Deliveries to services that say what a test wants: service_find and the session calls that
 * deliver.c makes are defined here, over one fake service for each name.
 */
#include "core/deliver.h"
#include "tests/support/folder.h"
#include "tests/support/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = JOURNAL_NOW, DAY = JOURNAL_DAY };

/* ---- Fake services ---- */

/* What a fake says to its calls, one after the other; then it takes everything. */
struct saying {
    bool whole; /* the call fails; else each item gets this result */
    struct error err;
};

struct session {
    const struct service *service;
    char log[4096]; /* the calls: "mark 1x02 1x03; rate 1x02=8" */
    struct saying sayings[32];
    size_t said, saying_count;
    int bad_number; /* this episode is always answered with bad */
    struct error bad;
    bool history;  /* what played finds */
    bool ignorant; /* played cannot say */
    bool locked;   /* the keyring */
    bool signed_out;
    int resets;
    const char *account;
    void (*meanwhile)(void); /* runs while a call is under way */
};

static struct session tvmaze_session, trakt_session, tvdb_session;

static void note(struct session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void note(struct session *session, const char *format, ...)
{
    size_t used = strlen(session->log);
    va_list args;
    va_start(args, format);
    vsnprintf(session->log + used, sizeof(session->log) - used, format, args);
    va_end(args);
}

static bool answer(struct session *session, const struct subject *subjects, size_t stride,
                   size_t count, struct error *results, struct error *err)
{
    if (session->meanwhile)
        session->meanwhile();
    const struct saying *saying =
        session->said < session->saying_count ? &session->sayings[session->said++] : NULL;
    if (saying && saying->whole) {
        *err = saying->err;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject =
            (const struct subject *)(const void *)((const char *)subjects + i * stride);
        results[i] = saying ? saying->err : (struct error){0};
        if (session->bad_number && subject->number == session->bad_number)
            results[i] = session->bad;
    }
    return true;
}

static void begin_call(struct session *session, const char *name)
{
    note(session, "%s%s", session->log[0] ? "; " : "", name);
}

static bool say_marks(struct session *session, const char *name, const struct mark *marks,
                      size_t count, struct error *results, struct error *err)
{
    begin_call(session, name);
    for (size_t i = 0; i < count; i++)
        note(session, " %dx%02d", marks[i].subject.season, marks[i].subject.number);
    return answer(session, &marks->subject, sizeof(*marks), count, results, err);
}

static bool fake_mark(struct session *session, const struct mark *marks, size_t count,
                      struct error *results, struct error *err)
{
    return say_marks(session, "mark", marks, count, results, err);
}

static bool fake_play(struct session *session, const struct mark *marks, size_t count,
                      struct error *results, struct error *err)
{
    return say_marks(session, "play", marks, count, results, err);
}

static bool fake_unplay(struct session *session, const struct mark *marks, size_t count,
                        struct error *results, struct error *err)
{
    return say_marks(session, "unplay", marks, count, results, err);
}

static bool fake_unmark(struct session *session, const struct subject *subjects, size_t count,
                        struct error *results, struct error *err)
{
    begin_call(session, "unmark");
    for (size_t i = 0; i < count; i++)
        note(session, " %dx%02d", subjects[i].season, subjects[i].number);
    return answer(session, subjects, sizeof(*subjects), count, results, err);
}

static bool fake_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct error *results, struct error *err)
{
    begin_call(session, "rate");
    for (size_t i = 0; i < count; i++)
        note(session, " %dx%02d=%d", ratings[i].subject.season, ratings[i].subject.number,
             ratings[i].value);
    return answer(session, &ratings->subject, sizeof(*ratings), count, results, err);
}

static bool fake_played(struct session *session, const struct mark *play, bool *found,
                        struct error *err)
{
    begin_call(session, "played");
    note(session, " %dx%02d", play->subject.season, play->subject.number);
    *found = session->history;
    return !session->ignorant || error_set(err, ERROR_LATER, "no answer");
}

static const struct service fake_tvmaze = {
    .name = "tvmaze", .title = "TVmaze", .mark = fake_mark, .unmark = fake_unmark};
static const struct service fake_trakt = {.name = "trakt",
                                          .title = "Trakt",
                                          .rate = fake_rate,
                                          .play = fake_play,
                                          .played = fake_played,
                                          .unplay = fake_unplay};
/* It can say a mark, but takes none back. */
static const struct service fake_tvdb2 = {.name = "tvdb2", .title = "TheTVDB", .mark = fake_mark};

const struct service *service_find(const char *name)
{
    const struct service *const all[] = {&fake_tvmaze, &fake_trakt, &fake_tvdb2};
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    }
    return NULL;
}

const struct service *service_chosen(const struct config *config, const char *name)
{
    (void)config;
    return service_find(name);
}

void session_reset(struct session *session)
{
    session->resets++;
}

bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct error *err)
{
    if (session->locked)
        return error_set(err, ERROR_SIGN_IN, "the keyring is locked");
    *signed_in = !session->signed_out;
    snprintf(account, size, "%s", session->account);
    return true;
}

/* ---- A deliver with a clock that stands ---- */

struct scene {
    struct journal *journal;
    struct store *store;
    struct deliver deliver;
    struct config config;
    int64_t now;
    char said[4096];
    void *of_journal;
};

static int64_t read_clock(void *clock)
{
    return *(int64_t *)clock;
}

static struct session *give_session(void *context, const struct service *service, struct error *err)
{
    (void)context;
    (void)err;
    return service == &fake_tvmaze  ? &tvmaze_session
           : service == &fake_trakt ? &trakt_session
                                    : &tvdb_session;
}

static void keep_notice(void *context, enum deliver_notice_kind kind, const char *text)
{
    static const char *const names[] = {"sent", "later", "dead", "held", "sign-in"};
    struct scene *scene = context;
    size_t used = strlen(scene->said);
    snprintf(scene->said + used, sizeof(scene->said) - used, "[%s] %s\n", names[kind], text);
}

static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    journal_begin(&scene->of_journal);
    scene->journal = scene->of_journal;
    scene->store = scene->journal->store;
    scene->now = NOW;
    scene->config.http_timeout = 30;
    scene->config.rewatch_hours = 6;
    snprintf(scene->config.scrobble_on, sizeof(scene->config.scrobble_on), "tvmaze, trakt");
    snprintf(scene->config.rate_on, sizeof(scene->config.rate_on), "trakt");
    scene->deliver = (struct deliver){.store = scene->store,
                                      .config = &scene->config,
                                      .session = give_session,
                                      .notice = keep_notice,
                                      .context = scene,
                                      .now = read_clock,
                                      .clock = &scene->now};
    tvmaze_session = (struct session){.service = &fake_tvmaze, .account = "me"};
    trakt_session = (struct session){.service = &fake_trakt, .account = "me"};
    tvdb_session = (struct session){.service = &fake_tvdb2, .account = "me"};
    *state = scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;
    scene->journal->store = scene->store;
    journal_end(&scene->of_journal);
    free(scene);
    return 0;
}

static struct delivered round_at(struct scene *scene, int64_t now)
{
    struct delivered delivered;
    struct error err = {0};
    scene->now = now;
    if (!deliver_due(&scene->deliver, &delivered, &err))
        fail_msg("the round failed: %s", err.text);
    return delivered;
}

static void say_next(struct session *session, bool whole, enum error_kind kind, int status,
                     int retry_after, const char *text)
{
    struct saying *saying = &session->sayings[session->saying_count++];
    saying->whole = whole;
    error_status(&saying->err, kind, status, retry_after, "%s", text);
}

static void assert_log(struct session *session, const char *wanted)
{
    assert_string_equal(session->log, wanted);
    session->log[0] = '\0';
}

static void assert_said(struct scene *scene, const char *wanted)
{
    assert_string_equal(scene->said, wanted);
    scene->said[0] = '\0';
}

static enum delivery_state state_of(struct scene *scene, int64_t id, int which)
{
    struct entry *entry = journal_entry(scene->store, id);
    assert_true(which < entry->delivery_count);
    enum delivery_state state = entry->deliveries[which].state;
    free(entry);
    return state;
}

static int64_t next_of(struct scene *scene)
{
    int64_t at;
    assert_true(store_next(scene->store, scene->now, &at, NULL));
    return at;
}

/* ---- What is sent ---- */

static void test_the_plan_follows_the_options(void **state)
{
    struct scene *scene = *state;
    struct plan plan;
    deliver_plan(&scene->config, &plan);
    assert_int_equal(plan.count, 3);
    assert_string_equal(plan.targets[0].service, "tvmaze");
    assert_int_equal(plan.targets[0].kind, DUE_MARK);
    assert_string_equal(plan.targets[1].service, "trakt");
    assert_int_equal(plan.targets[1].kind, DUE_PLAY);
    assert_string_equal(plan.targets[2].service, "trakt");
    assert_int_equal(plan.targets[2].kind, DUE_RATE);
    assert_int_equal(plan.rewatch_hours, 6);
    snprintf(scene->config.scrobble_on, sizeof(scene->config.scrobble_on), "%s",
             "nobody,,tvmaze,tvmaze");
    snprintf(scene->config.rate_on, sizeof(scene->config.rate_on), "%s", "");
    deliver_plan(&scene->config, &plan);
    assert_int_equal(plan.count, 1);
}

static void test_seasons_and_series_are_rated_by_calls_of_their_own(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    journal_rate_wide(scene->store, SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    journal_rate_wide(scene->store, SCOPE_SEASON, "/tv/a.mkv", NOW + 2, 7);
    assert_int_equal(round_at(scene, NOW + 2).sent, 3);
    assert_log(&trakt_session, "rate 1x02=8; rate -1x-1=9; rate 1x-1=7");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] Trakt: Breaking Bad rated 9\n"
                       "[sent] Trakt: Breaking Bad, season 1 rated 7\n");
    assert_int_equal(journal_state(scene->store, entry), ENTRY_SENT);
    journal_rate_wide(scene->store, SCOPE_SERIES, "/tv/a.mkv", NOW + 3, 0);
    journal_rate(scene->store, "b.mkv", 2, 3, NOW + 3, 6);
    journal_rate_wide(scene->store, SCOPE_SEASON, "/tv/b.mkv", NOW + 3, 5);
    journal_rate_wide(scene->store, SCOPE_SEASON, "/tv/a.mkv", NOW + 4, 4);
    assert_int_equal(round_at(scene, NOW + 4).sent, 4);
    assert_log(&trakt_session, "rate -1x-1=0; rate 2x03=6; rate 2x-1=5 1x-1=4");
    assert_said(scene, "[sent] Trakt: Breaking Bad rating taken back\n"
                       "[sent] Trakt: Breaking Bad 2x03 rated 6\n"
                       "[sent] Trakt: 2 seasons rated\n");
}

static void test_a_scope_that_a_service_lacks_is_held_by_itself(void **state)
{
    struct scene *scene = *state;
    struct store_account account;
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW + 1, 8);
    journal_rate_wide(scene->store, SCOPE_SEASON, "/tv/a.mkv", NOW, 7);
    journal_rate_wide(scene->store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    say_next(&trakt_session, false, ERROR_SIGN_IN, 403, 0, "no seasons here");
    struct delivered delivered = round_at(scene, NOW + 2);
    assert_int_equal(delivered.sent, 2);
    assert_int_equal(delivered.held, 1);
    assert_log(&trakt_session, "rate 1x-1=7; rate 1x02=8; rate -1x-1=9");
    journal_rate_wide(scene->store, SCOPE_SEASON, "/tv/a.mkv", NOW + 3, 6);
    assert_int_equal(round_at(scene, NOW + 3).held, 0);
    assert_log(&trakt_session, "");
    assert_said(scene, "[held] no seasons here\n" /* once */
                       "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] Trakt: Breaking Bad rated 9\n");
    struct entry *shown = journal_entry(scene->store, entry);
    assert_int_equal(shown->deliveries[1].state, DELIVERY_HELD);
    assert_string_equal(shown->deliveries[1].kind, "rate-season");
    assert_string_equal(shown->deliveries[1].error, "no seasons here");
    free(shown);
    assert_true(store_account(scene->store, "trakt", &account, NULL));
    assert_string_equal(account.held, "no seasons here");
    bool held;
    assert_true(store_is_held(scene->store, "trakt", DUE_RATE_SEASON, &held, NULL));
    assert_true(held);
    assert_true(store_is_held(scene->store, "trakt", DUE_RATE_SERIES, &held, NULL));
    assert_false(held);
}

static void test_everything_goes_out_once(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    journal_rate(scene->store, "a.mkv", 1, 2, NOW + 1, 8);
    struct delivered delivered = round_at(scene, NOW + 2);
    assert_int_equal(delivered.sent, 3);
    assert_log(&tvmaze_session, "mark 1x02");
    assert_log(&trakt_session, "play 1x02; rate 1x02=8");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 added to the history\n"
                       "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] TVmaze: Breaking Bad 1x02 marked\n");
    assert_int_equal(journal_state(scene->store, entry), ENTRY_SENT);
    assert_int_equal(next_of(scene), 0);
    delivered = round_at(scene, NOW + 3600);
    assert_int_equal(delivered.sent, 0);
    assert_log(&tvmaze_session, "");
}

static void test_a_season_of_marks_is_one_call(void **state)
{
    struct scene *scene = *state;
    char name[16];
    for (int i = 1; i <= 60; i++) {
        snprintf(name, sizeof(name), "%d.mkv", i);
        journal_watch(scene->store, name, 2, i, NOW + i);
    }
    assert_int_equal(round_at(scene, NOW + 100).sent, 120);
    int calls = 0;
    for (const char *c = tvmaze_session.log; (c = strstr(c, "mark")); c++)
        calls++;
    assert_int_equal(calls, 2); /* 50 and 10 */
    assert_non_null(strstr(scene->said, "TVmaze: 50 episodes marked"));
    assert_int_equal(next_of(scene), 0);
}

static void test_items_are_answered_one_by_one(void **state)
{
    struct scene *scene = *state;
    int64_t good = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    int64_t bad = journal_watch(scene->store, "b.mkv", 1, 3, NOW);
    tvmaze_session.bad_number = 3;
    error_status(&tvmaze_session.bad, ERROR_NEVER, 404, 0, "TVmaze does not know it");
    round_at(scene, NOW);
    assert_log(&tvmaze_session, "mark 1x02 1x03");
    assert_int_equal(state_of(scene, good, 0), DELIVERY_SENT);
    assert_int_equal(state_of(scene, bad, 0), DELIVERY_DEAD);
    assert_int_equal(journal_state(scene->store, bad), ENTRY_DEAD);
    struct entry *entry = journal_entry(scene->store, bad);
    assert_string_equal(entry->deliveries[0].error, "TVmaze does not know it");
    assert_int_equal(entry->deliveries[0].tries, 1);
    assert_int_equal(entry->deliveries[0].next_at, 0);
    free(entry);
    assert_non_null(strstr(scene->said, "[dead] Breaking Bad 1x03: TVmaze does not know it\n"));
    assert_int_equal(round_at(scene, NOW + 30 * DAY).dead, 0); /* dead letters stay dead */
    assert_log(&tvmaze_session, "");
    assert_true(store_retry(scene->store, true, NOW + 30 * DAY, NULL));
    tvmaze_session.bad_number = 0;
    assert_int_equal(round_at(scene, NOW + 30 * DAY).sent, 1);
}

static void identify_young(struct scene *scene, int64_t entry, const char *airdate)
{
    struct match match = {.series = {.ids = {.tvdb = 5}, .title = "New"},
                          .episode = {.season = 1, .number = 1, .tvdb = 9},
                          .source = "tvdb"};
    snprintf(match.episode.airdate, sizeof(match.episode.airdate), "%s", airdate);
    assert_true(store_identified(scene->store, entry, &match, "new", NOW, NULL));
}

static void test_a_new_episode_is_asked_again_daily(void **state)
{
    struct scene *scene = *state; /* NOW is 2023-11-14 22:13:20 */
    int64_t entry = journal_tell(scene->store, RECORD_WATCHED, "/tv/n.mkv", NOW, 0).entry;
    identify_young(scene, entry, "2023-11-13");
    tvmaze_session.bad_number = 1;
    error_status(&tvmaze_session.bad, ERROR_NEVER, 404, 0, "not found");
    int asked = 0;
    for (int day = 0; day < 20; day++) {
        tvmaze_session.log[0] = '\0';
        round_at(scene, NOW + day * (int64_t)DAY);
        asked += tvmaze_session.log[0] != '\0';
    }
    assert_int_equal(asked, 14); /* until 14 days after it was aired, and then once more */
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DEAD);
    assert_non_null(strstr(scene->said, "[dead] New 1x01: not found"));
}

/* ---- What fails ---- */

static void test_a_dead_service_stops_nobody_and_is_left_alone(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    journal_watch(scene->store, "b.mkv", 1, 3, NOW);
    for (int i = 0; i < 12; i++)
        say_next(&tvmaze_session, true, ERROR_LATER, 0, 0, "tvmaze.example: no connection");
    struct delivered delivered = round_at(scene, NOW);
    assert_int_equal(delivered.later, 2);
    assert_int_equal(delivered.sent, 2);
    assert_log(&tvmaze_session, "mark 1x02 1x03");
    assert_log(&trakt_session, "play 1x02 1x03");
    assert_non_null(strstr(scene->said, "[later] tvmaze.example: no connection; tried again in 1"));
    assert_int_equal(next_of(scene), NOW + 60);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);

    /* One minute, doubling up to one hour, for ever; what is alone goes out in one call each. */
    int64_t at = NOW, waits[9];
    for (int i = 0; i < 9; i++) {
        at = next_of(scene);
        tvmaze_session.log[0] = '\0';
        round_at(scene, at);
        assert_string_equal(tvmaze_session.log, i % 2 ? "mark 1x03" : "mark 1x02");
        waits[i] = next_of(scene) - at;
    }
    assert_int_equal(waits[0], 120);
    assert_true(waits[8] > 60 && waits[8] <= 3600);
    assert_int_equal(journal_state(scene->store, entry), ENTRY_WATCHED);
    tvmaze_session.saying_count = 0;
    assert_true(store_retry(scene->store, false, at, NULL));
    assert_int_equal(round_at(scene, at).sent, 2);
}

static void test_one_row_backs_off_to_an_hour(void **state)
{
    struct scene *scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    int64_t at = NOW;
    const int64_t waits[] = {60, 120, 240, 480, 960, 1920, 3600, 3600, 3600};
    for (int i = 0; i < 9; i++) {
        say_next(&trakt_session, true, ERROR_LATER, 0, 0, "no connection");
        round_at(scene, at);
        assert_int_equal(next_of(scene), at + waits[i]);
        at = next_of(scene);
        assert_int_equal(round_at(scene, at - 1).later, 0);
    }
}

static void test_retry_after_is_obeyed(void **state)
{
    struct scene *scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, ERROR_LATER, 429, 900, "too many calls");
    round_at(scene, NOW);
    assert_int_equal(next_of(scene), NOW + 900);
    assert_true(store_retry(scene->store, false, NOW + 10, NULL)); /* not even for a person */
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 10, 7);
    round_at(scene, NOW + 899);
    assert_log(&trakt_session, "rate 1x02=8");
    round_at(scene, NOW + 900);
    assert_log(&trakt_session, "rate 1x03=7; rate 1x02=8");
}

static void test_a_server_error_may_say_when_too(void **state)
{
    struct scene *scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, ERROR_LATER, 502, 500, "bad gateway");
    round_at(scene, NOW);
    assert_int_equal(next_of(scene), NOW + 500);
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 10, 7); /* it was about that row alone */
    assert_int_equal(round_at(scene, NOW + 10).sent, 1);
}

static void test_a_poisoned_row_stops_nobody(void **state)
{
    struct scene *scene = *state;
    int64_t poison = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, ERROR_LATER, 500, 0, "server error");
    say_next(&trakt_session, true, ERROR_LATER, 500, 0, "server error");
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 1, 7);
    round_at(scene, NOW + 1); /* both in one call: nobody knows which it was */
    assert_log(&trakt_session, "rate 1x02=8 1x03=7");
    journal_rate(scene->store, "c.mkv", 1, 4, NOW + 1, 6);
    round_at(scene, NOW + 61); /* then alone, and what never failed before goes first */
    assert_log(&trakt_session, "rate 1x04=6; rate 1x02=8; rate 1x03=7");
    assert_int_equal(state_of(scene, poison, 0), DELIVERY_SENT);
}

static void test_three_server_errors_are_enough(void **state)
{
    struct scene *scene = *state;
    char name[16];
    for (int i = 1; i <= 6; i++) {
        snprintf(name, sizeof(name), "%d.mkv", i);
        journal_rate(scene->store, name, 1, i, NOW, 8);
        say_next(&trakt_session, true, ERROR_LATER, 500, 0, "server error");
    }
    round_at(scene, NOW);
    trakt_session.log[0] = '\0';
    for (int i = 0; i < 6; i++)
        say_next(&trakt_session, true, ERROR_LATER, 500, 0, "server error");
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "rate 1x01=8; rate 1x02=8; rate 1x03=8");
    assert_int_equal(round_at(scene, NOW + 61).later, 0);
}

static void test_a_refused_call_is_split(void **state)
{
    struct scene *scene = *state;
    int64_t bad = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    int64_t good = journal_rate(scene->store, "b.mkv", 1, 3, NOW, 7);
    say_next(&trakt_session, true, ERROR_NEVER, 422, 0, "unprocessable");
    say_next(&trakt_session, true, ERROR_NEVER, 422, 0, "unprocessable");
    round_at(scene, NOW);
    assert_log(&trakt_session, "rate 1x02=8 1x03=7; rate 1x02=8; rate 1x03=7");
    assert_int_equal(state_of(scene, bad, 0), DELIVERY_DEAD);
    assert_int_equal(state_of(scene, good, 0), DELIVERY_SENT);
}

/* ---- What needs the user ---- */

static void test_a_capability_is_held_and_said_once(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    journal_watch(scene->store, "a.mkv", 1, 2, NOW + 1);
    trakt_session.bad_number = 2;
    say_next(&trakt_session, true, ERROR_SIGN_IN, 420, 0, "Trakt: the account is full");
    say_next(&trakt_session, false, ERROR_NONE, 0, 0, "");
    trakt_session.bad_number = 0;
    struct delivered delivered = round_at(scene, NOW + 1);
    assert_log(&trakt_session, "rate 1x02=8; play 1x02"); /* the rest goes on */
    assert_int_equal(delivered.held, 1);
    assert_int_equal(delivered.sent, 2);
    assert_non_null(strstr(scene->said, "[held] Trakt: the account is full\n"));
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    struct entry *shown = journal_entry(scene->store, entry);
    assert_string_equal(shown->deliveries[0].error, "Trakt: the account is full");
    assert_int_equal(shown->deliveries[0].tries, 0);
    free(shown);
    scene->said[0] = '\0';
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 2, 7);
    assert_int_equal(round_at(scene, NOW + DAY).held, 0);
    assert_log(&trakt_session, "");
    assert_said(scene, "");
    assert_int_equal(next_of(scene), 0);
    /* Signing in anew is worth another try. */
    assert_true(store_signed_in(scene->store, "trakt", "me", true, NOW + DAY, NULL));
    assert_int_equal(round_at(scene, NOW + DAY).sent, 2);
}

static void test_an_account_that_ended_holds_everything(void **state)
{
    struct scene *scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW + 1);
    say_next(&trakt_session, true, ERROR_SIGN_IN, 401, 0, "Trakt: run `epimark login trakt`");
    round_at(scene, NOW + 1);
    assert_log(&trakt_session, "rate 1x02=8");
    assert_log(&tvmaze_session, "mark 1x02");
    assert_non_null(strstr(scene->said, "[sign-in] Trakt: run `epimark login trakt`\n"));
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    assert_int_equal(state_of(scene, entry, 2), DELIVERY_HELD);
    assert_true(trakt_session.resets > 0);
    scene->said[0] = '\0';
    round_at(scene, NOW + DAY);
    assert_log(&trakt_session, "");
    assert_said(scene, "");
    struct store_account account;
    assert_true(store_account(scene->store, "trakt", &account, NULL));
    assert_string_equal(account.held, "Trakt: run `epimark login trakt`");
    assert_int_equal(account.waiting, 2);
    assert_int_equal(account.due, 0);
}

static void test_a_locked_keyring_is_asked_again(void **state)
{
    struct scene *scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, ERROR_SIGN_IN, 0, 0, "the keyring is locked");
    round_at(scene, NOW);
    assert_said(scene, "[sign-in] the keyring is locked\n");
    assert_int_equal(next_of(scene), NOW + 300);
    trakt_session.locked = true;
    scene->now = NOW + 10;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_said(scene, ""); /* once */
    trakt_session.locked = false;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_int_equal(round_at(scene, NOW + 300).sent, 1);
    trakt_session.locked = true;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sign-in] the keyring is locked\n");
}

static void test_accounts_come_and_go(void **state)
{
    struct scene *scene = *state;
    trakt_session.signed_out = true;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    assert_int_equal(round_at(scene, NOW).sent, 0);
    trakt_session.signed_out = false;
    scene->now = NOW + 100;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_int_equal(round_at(scene, NOW + 100).sent, 0); /* older than the sign-in */
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 101, 7);
    assert_int_equal(round_at(scene, NOW + 101).sent, 1);
    int waiting;
    assert_true(store_backlog(scene->store, "trakt", &waiting, NULL));
    assert_int_equal(waiting, 1);
    assert_true(store_release_backlog(scene->store, "trakt", NULL));
    assert_int_equal(round_at(scene, NOW + 102).sent, 1);
    assert_log(&trakt_session, "rate 1x03=7; rate 1x02=8");
    /* Nobody who never signed in hears of keyrings. */
    assert_true(store_signed_out(scene->store, "trakt", NULL));
    trakt_session.locked = true;
    scene->said[0] = '\0';
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_said(scene, "");
}

static void test_another_account_gets_its_own(void **state)
{
    struct scene *scene = *state;
    int64_t mine = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    trakt_session.account = "you";
    scene->now = NOW + 10;
    int resets = trakt_session.resets;
    assert_true(deliver_accounts(&scene->deliver, NULL));
    assert_int_equal(trakt_session.resets, resets + 1); /* another program may have signed in */
    journal_rate(scene->store, "b.mkv", 1, 3, NOW + 20, 7);
    round_at(scene, NOW + 30);
    assert_log(&trakt_session, "rate 1x03=7");
    assert_int_equal(state_of(scene, mine, 0), DELIVERY_HELD);
    trakt_session.account = "me";
    assert_true(deliver_accounts(&scene->deliver, NULL));
    round_at(scene, NOW + 40);
    assert_log(&trakt_session, "rate 1x02=8");
}

/* ---- Plays ---- */

static void test_a_play_without_answer_is_asked_for_first(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, ERROR_LATER, 0, 0, "cut off");
    round_at(scene, NOW);
    assert_log(&trakt_session, "play 1x02");
    trakt_session.ignorant = true;
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "played 1x02"); /* not sent while nobody can say */
    trakt_session.ignorant = false;
    trakt_session.history = true;
    round_at(scene, NOW + 180);
    assert_log(&trakt_session, "played 1x02");
    assert_int_equal(state_of(scene, entry, 1), DELIVERY_SENT);
}

static void test_a_play_that_did_not_arrive_is_sent(void **state)
{
    struct scene *scene = *state;
    journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, ERROR_LATER, 502, 0, "bad gateway");
    round_at(scene, NOW);
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "play 1x02; played 1x02; play 1x02");
    assert_int_equal(next_of(scene), 0);
}

static void test_a_refused_play_needs_no_question(void **state)
{
    struct scene *scene = *state;
    journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, ERROR_LATER, 429, 60, "too many calls");
    round_at(scene, NOW);
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "play 1x02; play 1x02");
}

static void test_a_play_without_sign_in_needs_no_question(void **state)
{
    struct scene *scene = *state;
    journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, ERROR_SIGN_IN, 401, 0, "sign in");
    round_at(scene, NOW);
    assert_true(store_signed_in(scene->store, "trakt", "me", true, NOW, NULL));
    round_at(scene, NOW);
    assert_log(&trakt_session, "play 1x02; play 1x02");
}

static void test_stopped_in_a_play_asks_next_time(void **state)
{
    struct scene *scene = *state;
    struct delivered delivered;
    struct error err;
    journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, ERROR_STOPPED, 0, 0, "stopped");
    scene->now = NOW;
    assert_false(deliver_due(&scene->deliver, &delivered, &err));
    assert_int_equal(err.kind, ERROR_STOPPED);
    /* Another process finds the claim of one that is gone, and does not wait for its end. */
    store_close(scene->store);
    scene->journal->store = NULL;
    journal_reopen(scene->journal);
    scene->store = scene->deliver.store = scene->journal->store;
    trakt_session.history = true;
    round_at(scene, NOW + 1);
    assert_log(&trakt_session, "play 1x02; played 1x02");
}

/* ---- Undo ---- */

static void test_undo_is_said_where_the_service_allows(void **state)
{
    struct scene *scene = *state;
    struct plan plan = journal_plan("tvmaze mark, tvdb2 mark, trakt play, trakt rate");
    store_set_plan(scene->store, &plan);
    assert_true(store_signed_in(scene->store, "tvdb2", "me", true, 1000, NULL));
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    journal_tell(scene->store, RECORD_RATED, "/tv/a.mkv", NOW + 1, 8);
    round_at(scene, NOW + 1);
    journal_tell(scene->store, RECORD_UNDO, NULL, NOW + 2, 0);
    journal_tell(scene->store, RECORD_UNDO, NULL, NOW + 2, 0);
    tvmaze_session.log[0] = trakt_session.log[0] = tvdb_session.log[0] = scene->said[0] = '\0';
    struct delivered delivered = round_at(scene, NOW + 3);
    assert_log(&tvmaze_session, "unmark 1x02");
    assert_log(&trakt_session, "unplay 1x02; rate 1x02=0");
    assert_log(&tvdb_session, "");
    assert_int_equal(delivered.dead, 1);
    assert_non_null(strstr(scene->said, "[dead] Breaking Bad 1x02: TheTVDB cannot take a mark "
                                        "back: do it there by hand\n"));
    assert_non_null(strstr(scene->said, "[sent] TVmaze: Breaking Bad 1x02 mark taken back\n"));
    assert_int_equal(journal_state(scene->store, entry), ENTRY_UNDONE);
    assert_int_equal(next_of(scene), 0);
}

static void test_what_is_not_there_is_taken_back(void **state)
{
    struct scene *scene = *state;
    int64_t entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    round_at(scene, NOW);
    journal_tell(scene->store, RECORD_UNDO, NULL, NOW + 2, 0);
    say_next(&tvmaze_session, false, ERROR_NEVER, 404, 0, "not marked");
    assert_int_equal(round_at(scene, NOW + 3).dead, 0);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

/* ---- Meanwhile ---- */

static struct scene *meanwhile_scene;

static void rate_anew(void)
{
    trakt_session.meanwhile = NULL;
    journal_tell(meanwhile_scene->store, RECORD_RATED, "/tv/a.mkv", NOW + 5, 3);
}

static void test_a_value_that_changes_meanwhile_goes_out_too(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = rate_anew;
    round_at(scene, NOW + 5);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=3");
}

static int64_t meanwhile_entry;

static void mark_anew(void)
{
    struct record record = {.kind = RECORD_MARKED, .at = NOW + 9, .entry = meanwhile_entry};
    struct recorded recorded;
    tvmaze_session.meanwhile = NULL;
    assert_true(store_record(meanwhile_scene->store, &record, &recorded, NULL));
}

static void test_what_is_wanted_again_meanwhile_is_not_taken_back(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    meanwhile_entry = journal_watch(scene->store, "a.mkv", 1, 2, NOW);
    round_at(scene, NOW);
    journal_tell(scene->store, RECORD_UNDO, NULL, NOW + 5, 0);
    journal_watch(scene->store, "b.mkv", 1, 3, NOW + 1);
    tvmaze_session.log[0] = '\0';
    tvmaze_session.meanwhile = mark_anew; /* while it marks 1x03, before it unmarks 1x02 */
    round_at(scene, NOW + 10);
    assert_log(&tvmaze_session, "mark 1x03; mark 1x02");
}

static void rate_anew_and_fail(void)
{
    rate_anew();
    say_next(&trakt_session, true, ERROR_NEVER, 404, 0, "not found");
}

static void test_the_answer_to_an_older_value_does_not_kill_a_newer(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = rate_anew_and_fail;
    round_at(scene, NOW + 5);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);
    round_at(scene, NOW + 6);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=3");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

/* While we were away, another process took the row, since our lease had ended, and sent it. */
static void somebody_else_sends(void)
{
    struct plan plan = journal_plan("trakt rate");
    struct store *other = store_open(meanwhile_scene->journal->folder, &plan, NULL, NULL);
    trakt_session.meanwhile = NULL;
    journal_tell(other, RECORD_RATED, "/tv/a.mkv", NOW + 5, 3);
    struct due row = journal_claim(other, "trakt", NOW + 10000);
    assert_int_equal(row.value, 3);
    assert_true(store_done(other, &row, NOW + 10000, NULL));
    store_close(other);
}

static void test_who_lost_the_lease_has_the_newest_sent_again(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    int64_t entry = journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = somebody_else_sends;
    round_at(scene, NOW);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=3");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

static void test_what_somebody_else_sends_now_is_left_to_him(void **state)
{
    struct scene *scene = *state;
    struct plan plan = journal_plan("trakt rate");
    struct store *other = store_open(scene->journal->folder, &plan, NULL, NULL);
    journal_rate(scene->store, "a.mkv", 1, 2, NOW, 8);
    journal_claim(other, "trakt", NOW); /* for 300 s */
    assert_int_equal(round_at(scene, NOW + 299).sent, 0);
    assert_int_equal(next_of(scene), NOW + 300);
    store_close(other); /* it died: no need to wait for the end of its lease */
    assert_int_equal(round_at(scene, NOW + 299).sent, 1);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        SCENE(test_the_plan_follows_the_options),
        SCENE(test_everything_goes_out_once),
        SCENE(test_seasons_and_series_are_rated_by_calls_of_their_own),
        SCENE(test_a_scope_that_a_service_lacks_is_held_by_itself),
        SCENE(test_a_season_of_marks_is_one_call),
        SCENE(test_items_are_answered_one_by_one),
        SCENE(test_a_new_episode_is_asked_again_daily),
        SCENE(test_a_dead_service_stops_nobody_and_is_left_alone),
        SCENE(test_one_row_backs_off_to_an_hour),
        SCENE(test_retry_after_is_obeyed),
        SCENE(test_a_server_error_may_say_when_too),
        SCENE(test_a_poisoned_row_stops_nobody),
        SCENE(test_three_server_errors_are_enough),
        SCENE(test_a_refused_call_is_split),
        SCENE(test_a_capability_is_held_and_said_once),
        SCENE(test_an_account_that_ended_holds_everything),
        SCENE(test_a_locked_keyring_is_asked_again),
        SCENE(test_accounts_come_and_go),
        SCENE(test_another_account_gets_its_own),
        SCENE(test_a_play_without_answer_is_asked_for_first),
        SCENE(test_a_play_that_did_not_arrive_is_sent),
        SCENE(test_a_refused_play_needs_no_question),
        SCENE(test_a_play_without_sign_in_needs_no_question),
        SCENE(test_stopped_in_a_play_asks_next_time),
        SCENE(test_undo_is_said_where_the_service_allows),
        SCENE(test_what_is_not_there_is_taken_back),
        SCENE(test_a_value_that_changes_meanwhile_goes_out_too),
        SCENE(test_what_is_wanted_again_meanwhile_is_not_taken_back),
        SCENE(test_the_answer_to_an_older_value_does_not_kill_a_newer),
        SCENE(test_who_lost_the_lease_has_the_newest_sent_again),
        SCENE(test_what_somebody_else_sends_now_is_left_to_him),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
