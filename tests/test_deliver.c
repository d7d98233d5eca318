/* SPDX-License-Identifier: MIT
 *
 * Deliveries to services that say what a test wants: service_find and the session calls that
 * deliver.c makes are defined here, over one fake service for each name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/deliver/deliver.h"
#include "core/deliver/signed_in.h"
#include "core/journal/entries.h"
#include "core/journal/holds.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"
#include <epimark/sentence.h>

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

/* ---- Fake services ---- */

/* The answers of a fake to its calls, in order; after the last it accepts everything. */
struct saying {
    bool whole; /* the call fails; else each item gets this result */
    struct epi_error err;
};

/* As core/services/session.h declares them, over a session of another make. */
void session_reset(struct session *session);
bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err);

struct session {
    const struct service *service;
    char log[4096]; /* the calls: "mark 1x02 1x03; rate 1x02=8" */
    struct saying sayings[32];
    size_t said;
    size_t saying_count;
    int bad_number; /* this episode is always answered with bad */
    struct epi_error bad;
    bool history;  /* what played finds */
    bool ignorant; /* played cannot say */
    bool locked;   /* the keyring */
    bool signed_out;
    int resets;
    const char *account;
    void (*meanwhile)(void); /* runs while a call is under way */
    int64_t at;              /* of the first mark or play that was sent last */
};

static struct session tvmaze_session;
static struct session trakt_session;
static struct session tvdb_session;

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
                   size_t count, struct epi_error *results, struct epi_error *err)
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
        results[i] = saying ? saying->err : (struct epi_error){0};
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
                      size_t count, struct epi_error *results, struct epi_error *err)
{
    begin_call(session, name);
    session->at = marks[0].at;
    for (size_t i = 0; i < count; i++)
        note(session, " %dx%02d", marks[i].subject.season, marks[i].subject.number);
    return answer(session, &marks->subject, sizeof(*marks), count, results, err);
}

static bool fake_mark(struct session *session, const struct mark *marks, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    return say_marks(session, "mark", marks, count, results, err);
}

static bool fake_play(struct session *session, const struct mark *marks, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    return say_marks(session, "play", marks, count, results, err);
}

static bool fake_unplay(struct session *session, const struct mark *marks, size_t count,
                        struct epi_error *results, struct epi_error *err)
{
    return say_marks(session, "unplay", marks, count, results, err);
}

static bool fake_unmark(struct session *session, const struct subject *subjects, size_t count,
                        struct epi_error *results, struct epi_error *err)
{
    begin_call(session, "unmark");
    for (size_t i = 0; i < count; i++)
        note(session, " %dx%02d", subjects[i].season, subjects[i].number);
    return answer(session, subjects, sizeof(*subjects), count, results, err);
}

static bool fake_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    begin_call(session, "rate");
    for (size_t i = 0; i < count; i++) {
        note(session, " %dx%02d=%d", ratings[i].subject.season, ratings[i].subject.number,
             ratings[i].value);
    }
    return answer(session, &ratings->subject, sizeof(*ratings), count, results, err);
}

static bool fake_played(struct session *session, const struct mark *play, bool *found,
                        struct epi_error *err)
{
    begin_call(session, "played");
    note(session, " %dx%02d", play->subject.season, play->subject.number);
    *found = session->history;
    return !session->ignorant || epi_error_set(err, EPI_ERROR_LATER, "no answer");
}

/* It is there: the service has ids of its own. carry finds them. */
static bool fake_episodes(struct session *session, const struct series *series,
                          const struct episode_query *query, struct episode *episodes, size_t max,
                          size_t *count, struct epi_error *err)
{
    (void)session;
    (void)series;
    (void)query;
    (void)episodes;
    (void)max;
    *count = 0;
    return epi_error_set(err, EPI_ERROR_NEVER, "never asked here");
}

static void fake_page(const struct subject *subject, char *url, size_t size)
{
    snprintf(url, size, "page %lld", (long long)subject->tvmaze);
}

static const struct service fake_tvmaze = {.name = "tvmaze",
                                           .title = "TVmaze",
                                           .ids = ID_TVMAZE,
                                           .episodes = fake_episodes,
                                           .mark = fake_mark,
                                           .unmark = fake_unmark,
                                           .page = fake_page};
static const struct service fake_trakt = {.name = "trakt",
                                          .title = "Trakt",
                                          .asks_each = 3,
                                          .rate = fake_rate,
                                          .loves = true,
                                          .play = fake_play,
                                          .played = fake_played,
                                          .unplay = fake_unplay};
/* It accepts marks, but cannot take one back. */
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

const struct service *service_chosen(const struct epi_config *config, const char *name)
{
    (void)config;
    return service_find(name);
}

void session_reset(struct session *session)
{
    session->resets++;
}

bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err)
{
    if (session->locked)
        return epi_error_set(err, EPI_ERROR_SIGN_IN, "the keyring is locked");
    *signed_in = !session->signed_out;
    snprintf(account, size, "%s", session->account);
    return true;
}

/* ---- A deliver with a clock that stands still ---- */

struct scene {
    struct scratch *scratch;
    struct journal *journal;
    struct deliver deliver;
    struct epi_config config;
    int64_t now;
    int unknown;
    int carried;               /* episodes that were asked for */
    struct epi_error carrying; /* what that fails with; kind NONE: it works */
    char said[4096];
    void *of_scratch;
};

static int64_t read_clock(void *clock)
{
    return *(int64_t *)clock;
}

static struct session *give_session(void *context, const struct service *service,
                                    struct epi_error *err)
{
    (void)context;
    (void)err;
    return service == &fake_tvmaze  ? &tvmaze_session
           : service == &fake_trakt ? &trakt_session
                                    : &tvdb_session;
}

static void keep_notice(void *context, const struct deliver_notice *notice)
{
    static const char *const names[] = {
        [DELIVER_SENT] = "sent", [DELIVER_LATER] = "later",   [DELIVER_DEAD] = "dead",
        [DELIVER_HELD] = "held", [DELIVER_REMARK] = "remark", [DELIVER_SIGN_IN] = "sign-in",
    };
    struct scene *scene = context;
    size_t used = strlen(scene->said);
    char text[512];
    epi_sentence_write(notice->saying, NULL, text, sizeof(text));
    snprintf(scene->said + used, sizeof(scene->said) - used, "[%s] %s\n", names[notice->kind],
             text);
    assert_non_null(notice->service);
    assert_true((notice->row == NULL) == (notice->kind == DELIVER_SIGN_IN));
    assert_true((notice->count > 0) == (notice->kind == DELIVER_SENT));
    assert_true((notice->next_at > scene->now) == (notice->kind == DELIVER_LATER));
}

static void count_unknown(void *context, const struct due *row)
{
    assert_true(row->entry > 0);
    ((struct scene *)context)->unknown++;
}

/* The id at TVmaze of an episode is 500 and its number. */
static bool carry(void *context, const struct service *service, struct due *row,
                  struct epi_error *err)
{
    struct scene *scene = context;
    assert_ptr_equal(service, &fake_tvmaze);
    scene->carried++;
    if (scene->carrying.kind != EPI_ERROR_NONE) {
        *err = scene->carrying;
        return false;
    }
    row->subject.tvmaze = 500 + row->subject.number;
    row->subject.series.tvmaze = 5;
    return outbox_set_ids(scene->journal, row, err);
}

static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    scratch_begin(&scene->of_scratch);
    scene->scratch = scene->of_scratch;
    scene->journal = scene->scratch->journal;
    scene->now = NOW;
    scene->config.http_timeout = 30;
    scene->config.rewatch_hours = 6;
    snprintf(scene->config.scrobble_on, sizeof(scene->config.scrobble_on), "tvmaze, trakt");
    snprintf(scene->config.rate_on, sizeof(scene->config.rate_on), "trakt");
    scene->deliver = (struct deliver){.journal = scene->journal,
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
    scene->scratch->journal = scene->journal;
    scratch_end(&scene->of_scratch);
    free(scene);
    return 0;
}

static struct delivered round_at(struct scene *scene, int64_t now)
{
    struct delivered delivered;
    struct epi_error err = {0};
    scene->now = now;
    if (!deliver_due(&scene->deliver, &delivered, &err))
        fail_msg("the round failed: %s", err.text);
    return delivered;
}

static void say_next(struct session *session, bool whole, enum epi_error_kind kind, int status,
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
    struct entry *entry = scratch_entry(scene->journal, id);
    assert_true(which < entry->delivery_count);
    enum delivery_state state = entry->deliveries[which].state;
    free(entry);
    return state;
}

static int64_t next_of(struct scene *scene)
{
    int64_t at;
    assert_true(outbox_next_at(scene->journal, scene->now, &at, NULL));
    return at;
}

/* ---- What is sent ---- */

static void test_love_is_no_number_where_it_is_known(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, RATING_LOVE);
    assert_int_equal(round_at(scene, NOW).sent, 1);
    assert_log(&trakt_session, "rate 1x02=11");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 rated love\n");
}

static void test_seasons_and_series_are_rated_by_calls_of_their_own(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 2, 7);
    assert_int_equal(round_at(scene, NOW + 2).sent, 3);
    assert_log(&trakt_session, "rate 1x02=8; rate -1x-1=9; rate 1x-1=7");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] Trakt: Breaking Bad rated 9\n"
                       "[sent] Trakt: Breaking Bad, season 1 rated 7\n");
    assert_int_equal(scratch_state(scene->journal, entry), ENTRY_SENT);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 3, 0);
    scratch_rate(scene->journal, "b.mkv", 2, 3, NOW + 3, 6);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SEASON, "/tv/b.mkv", NOW + 3, 5);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 4, 4);
    assert_int_equal(round_at(scene, NOW + 4).sent, 4);
    assert_log(&trakt_session, "rate -1x-1=0; rate 2x03=6; rate 2x-1=5 1x-1=4");
    assert_said(scene, "[sent] Trakt: Breaking Bad rating taken back\n"
                       "[sent] Trakt: Breaking Bad 2x03 rated 6\n"
                       "[sent] Trakt: 2 seasons rated\n");
}

static void test_a_scope_that_a_service_lacks_is_held_by_itself(void **state)
{
    struct scene *scene = *state;
    struct outbox_account account;
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW + 1, 8);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW, 7);
    scratch_rate_wide(scene->journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    say_next(&trakt_session, false, EPI_ERROR_SIGN_IN, 403, 0, "no seasons here");
    struct delivered delivered = round_at(scene, NOW + 2);
    assert_int_equal(delivered.sent, 2);
    assert_int_equal(delivered.held, 1);
    assert_log(&trakt_session, "rate 1x-1=7; rate 1x02=8; rate -1x-1=9");
    scratch_rate_wide(scene->journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 3, 6);
    assert_int_equal(round_at(scene, NOW + 3).held, 0);
    assert_log(&trakt_session, "");
    assert_said(scene, "[held] no seasons here\n" /* once */
                       "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] Trakt: Breaking Bad rated 9\n");
    struct entry *shown = scratch_entry(scene->journal, entry);
    assert_int_equal(shown->deliveries[1].state, DELIVERY_HELD);
    assert_string_equal(shown->deliveries[1].kind, "rate-season");
    assert_string_equal(shown->deliveries[1].error, "no seasons here");
    free(shown);
    assert_true(outbox_find_account(scene->journal, "trakt", &account, NULL));
    assert_string_equal(account.held, "no seasons here");
    bool held;
    assert_true(holds_has(scene->journal, "trakt", DUE_RATE_SEASON, &held, NULL));
    assert_true(held);
    assert_true(holds_has(scene->journal, "trakt", DUE_RATE_SERIES, &held, NULL));
    assert_false(held);
}

static void test_everything_goes_out_once(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW + 1, 8);
    struct delivered delivered = round_at(scene, NOW + 2);
    assert_int_equal(delivered.sent, 3);
    assert_log(&tvmaze_session, "mark 1x02");
    assert_log(&trakt_session, "play 1x02; rate 1x02=8");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 added to the history\n"
                       "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sent] TVmaze: Breaking Bad 1x02 marked\n");
    assert_int_equal(scratch_state(scene->journal, entry), ENTRY_SENT);
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
        scratch_watch(scene->journal, name, 2, i, NOW + i);
    }
    assert_int_equal(round_at(scene, NOW + 100).sent, 120);
    int calls = 0;
    for (const char *c = tvmaze_session.log; (c = strstr(c, "mark")); c++)
        calls++;
    assert_int_equal(calls, 2); /* 50 and 10 */
    assert_non_null(strstr(scene->said, "TVmaze: 50 episodes marked"));
    assert_int_equal(next_of(scene), 0);
}

/* ---- The ids of another catalogue ---- */

static void test_an_episode_is_sent_with_the_id_of_its_service(void **state)
{
    struct scene *scene = *state;
    scene->deliver.carry = carry;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    scratch_watch(scene->journal, "b.mkv", 1, 3, NOW + 1);
    assert_int_equal(round_at(scene, NOW + 2).sent, 4);
    assert_log(&tvmaze_session, "mark 1x02 1x03");
    assert_int_equal(scene->carried, 2); /* and none for Trakt, which has none here */
    struct entry *shown = scratch_entry(scene->journal, entry);
    assert_int_equal(shown->match.episode.tvmaze, 502);
    assert_true(shown->match.episode.tvdb > 0);
    assert_int_equal(shown->match.series.ids.tvmaze, 5);
    free(shown);
    /* Once is enough. */
    scratch_undo(scene->journal, entry, NOW + 3);
    assert_int_equal(round_at(scene, NOW + 3).sent, 2);
    assert_log(&tvmaze_session, "unmark 1x02");
    assert_int_equal(scene->carried, 2);
}

static void test_catalogues_that_disagree_hold_only_that_episode(void **state)
{
    struct scene *scene = *state;
    scene->deliver.carry = carry;
    error_status(&scene->carrying, EPI_ERROR_SIGN_IN, 409, 0, "which one is it?");
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    assert_int_equal(round_at(scene, NOW).held, 1);
    assert_log(&tvmaze_session, "");
    assert_log(&trakt_session, "play 1x02");
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 added to the history\n"
                       "[held] which one is it?\n");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    assert_int_equal(next_of(scene), NOW + 3600);
    assert_int_equal(round_at(scene, NOW + 3599).held, 0);
    /* The others go out, and it is asked for again. */
    scene->carrying.kind = EPI_ERROR_NONE;
    scratch_watch(scene->journal, "b.mkv", 1, 3, NOW + 1);
    round_at(scene, NOW + 2);
    assert_log(&tvmaze_session, "mark 1x03");
    assert_int_equal(round_at(scene, NOW + 3600).sent, 1);
    assert_log(&tvmaze_session, "mark 1x02");
    assert_int_equal(scratch_state(scene->journal, entry), ENTRY_SENT);
    struct outbox_account account;
    round_at(scene, NOW + 3601);
    assert_true(outbox_find_account(scene->journal, "tvmaze", &account, NULL));
    assert_string_equal(account.held, "");
}

static void test_an_episode_that_its_service_lacks_is_asked_for_again(void **state)
{
    struct scene *scene = *state;
    scene->deliver.carry = carry;
    scene->deliver.unknown = count_unknown;
    error_status(&scene->carrying, EPI_ERROR_NEVER, 404, 0, "it does not know this");
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    assert_int_equal(round_at(scene, NOW).later, 1);
    assert_int_equal(scene->unknown, 1);
    assert_int_equal(next_of(scene), NOW + 3600);
    scene->carrying.kind = EPI_ERROR_NONE;
    assert_int_equal(round_at(scene, NOW + 3600).sent, 1);
    assert_log(&tvmaze_session, "mark 1x02");
}

static void test_a_catalogue_that_cannot_be_asked_stops_its_deliveries(void **state)
{
    struct scene *scene = *state;
    scene->deliver.carry = carry;
    error_status(&scene->carrying, EPI_ERROR_LATER, 0, 0, "no connection");
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    scratch_watch(scene->journal, "b.mkv", 1, 3, NOW + 1);
    round_at(scene, NOW + 1);
    assert_int_equal(scene->carried, 1);
    assert_log(&tvmaze_session, "");
    assert_int_equal(next_of(scene), NOW + 61);
    scene->carrying.kind = EPI_ERROR_NONE;
    round_at(scene, NOW + 61);
    assert_int_equal(next_of(scene), 0);
}

static void test_items_are_answered_one_by_one(void **state)
{
    struct scene *scene = *state;
    int64_t good = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    int64_t bad = scratch_watch(scene->journal, "b.mkv", 1, 3, NOW);
    tvmaze_session.bad_number = 3;
    error_status(&tvmaze_session.bad, EPI_ERROR_NEVER, 400, 0, "TVmaze refuses the request");
    round_at(scene, NOW);
    assert_log(&tvmaze_session, "mark 1x02 1x03");
    assert_int_equal(state_of(scene, good, 0), DELIVERY_SENT);
    assert_int_equal(state_of(scene, bad, 0), DELIVERY_DEAD);
    assert_int_equal(scratch_state(scene->journal, bad), ENTRY_DEAD);
    struct entry *entry = scratch_entry(scene->journal, bad);
    assert_string_equal(entry->deliveries[0].error, "TVmaze refuses the request");
    assert_int_equal(entry->deliveries[0].tries, 1);
    assert_int_equal(entry->deliveries[0].next_at, 0);
    free(entry);
    assert_non_null(strstr(scene->said, "[dead] Breaking Bad 1x03: TVmaze refuses the request\n"));
    assert_int_equal(round_at(scene, NOW + 30 * DAY).dead, 0); /* dead letters stay dead */
    assert_log(&tvmaze_session, "");
    assert_true(outbox_retry(scene->journal, true, 0, NOW + 30 * DAY, NULL, NULL));
    tvmaze_session.bad_number = 0;
    assert_int_equal(round_at(scene, NOW + 30 * DAY).sent, 1);
}

static void identify_young(struct scene *scene, int64_t entry, const char *airdate)
{
    struct match match = {.series = {.ids = {.tvdb = 5}, .title = "New"},
                          .episode = {.season = 1, .number = 1, .tvdb = 9},
                          .source = "tvdb"};
    snprintf(match.episode.airdate, sizeof(match.episode.airdate), "%s", airdate);
    assert_true(entries_set_match(scene->journal, entry, &match, "new", NOW, NULL));
}

static void test_a_new_episode_is_asked_again_daily(void **state)
{
    struct scene *scene = *state; /* NOW is 2023-11-14 22:13:20 */
    int64_t entry = scratch_record(scene->journal, RECORD_WATCHED, "/tv/n.mkv", NOW, 0).entry;
    identify_young(scene, entry, "2023-11-13");
    tvmaze_session.bad_number = 1;
    error_status(&tvmaze_session.bad, EPI_ERROR_NEVER, 404, 0, "not found");
    int asked = 0;
    for (int day = 0; day < 20; day++) {
        tvmaze_session.log[0] = '\0';
        round_at(scene, NOW + day * (int64_t)DAY);
        asked += tvmaze_session.log[0] != '\0';
    }
    assert_int_equal(asked,
                     16); /* until 14 days after it was aired, then after an hour and a day */
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);
    round_at(scene, NOW + 23 * (int64_t)DAY);
    round_at(scene, NOW + 40 * (int64_t)DAY);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DEAD);
    assert_non_null(strstr(scene->said, "[dead] New 1x01: not found"));
}

static void test_what_a_service_does_not_know_is_sent_again(void **state)
{
    struct scene *scene = *state;
    static const int64_t waits[] = {3600, DAY, 7 * DAY};
    scene->deliver.unknown = count_unknown;
    int64_t at = NOW, entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    tvmaze_session.bad_number = 2;
    error_status(&tvmaze_session.bad, EPI_ERROR_NEVER, 404, 0, "unknown");
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        round_at(scene, at);
        assert_log(&tvmaze_session, "mark 1x02");
        assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);
        assert_int_equal(scene->unknown, 1); /* looked up anew at once, and once only */
        assert_int_equal(next_of(scene), at + waits[i]);
        round_at(scene, at + waits[i] - 1);
        assert_log(&tvmaze_session, "");
        at += waits[i];
    }
    assert_null(strstr(scene->said, "[dead]"));
    round_at(scene, at);
    assert_log(&tvmaze_session, "mark 1x02");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DEAD);
    assert_non_null(strstr(scene->said, "[dead] Breaking Bad 1x02: unknown\n"));
    round_at(scene, at + 30 * (int64_t)DAY);
    assert_log(&tvmaze_session, "");
    /* A new sign-in is worth another try. */
    tvmaze_session.bad_number = 0;
    assert_true(outbox_sign_in(scene->journal, "tvmaze", "me", true, at, NULL));
    assert_int_equal(round_at(scene, at).sent, 1);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

/* ---- What fails ---- */

static void test_a_dead_service_does_not_stop_the_others(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    scratch_watch(scene->journal, "b.mkv", 1, 3, NOW);
    for (int i = 0; i < 12; i++)
        say_next(&tvmaze_session, true, EPI_ERROR_LATER, 0, 0, "tvmaze.example: no connection");
    struct delivered delivered = round_at(scene, NOW);
    assert_int_equal(delivered.later, 2);
    assert_int_equal(delivered.sent, 2);
    assert_log(&tvmaze_session, "mark 1x02 1x03");
    assert_log(&trakt_session, "play 1x02 1x03");
    assert_non_null(strstr(scene->said, "[later] tvmaze.example: no connection; tried again in 1"));
    assert_int_equal(next_of(scene), NOW + 60);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);

    /* One minute, doubling up to one hour, for ever; a row that failed goes alone. */
    int64_t at = NOW;
    int64_t waits[9];
    for (int i = 0; i < 9; i++) {
        at = next_of(scene);
        tvmaze_session.log[0] = '\0';
        round_at(scene, at);
        assert_string_equal(tvmaze_session.log, i % 2 ? "mark 1x03" : "mark 1x02");
        waits[i] = next_of(scene) - at;
    }
    assert_int_equal(waits[0], 120);
    assert_true(waits[8] > 60 && waits[8] <= 3600);
    assert_int_equal(scratch_state(scene->journal, entry), ENTRY_WATCHED);
    tvmaze_session.saying_count = 0;
    assert_true(outbox_retry(scene->journal, false, 0, at, NULL, NULL));
    assert_int_equal(round_at(scene, at).sent, 2);
}

static void test_one_row_backs_off_to_an_hour(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    int64_t at = NOW;
    const int64_t waits[] = {60, 120, 240, 480, 960, 1920, 3600, 3600, 3600};
    for (int i = 0; i < 9; i++) {
        say_next(&trakt_session, true, EPI_ERROR_LATER, 0, 0, "no connection");
        round_at(scene, at);
        assert_int_equal(next_of(scene), at + waits[i]);
        at = next_of(scene);
        assert_int_equal(round_at(scene, at - 1).later, 0);
    }
}

static void test_retry_after_is_obeyed(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 429, 900, "too many calls");
    round_at(scene, NOW);
    assert_int_equal(next_of(scene), NOW + 900);
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 10, 7);
    round_at(scene, NOW + 899);
    assert_log(&trakt_session, "rate 1x02=8");
    round_at(scene, NOW + 900);
    assert_log(&trakt_session, "rate 1x03=7; rate 1x02=8");
}

static void test_a_person_may_ask_in_a_pause(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 429, 900, "too many calls");
    round_at(scene, NOW);
    assert_true(outbox_retry(scene->journal, false, 0, NOW + 10, NULL, NULL));
    assert_int_equal(round_at(scene, NOW + 10).sent, 1);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=8");
}

static void test_a_server_error_may_say_when_too(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 502, 500, "bad gateway");
    round_at(scene, NOW);
    assert_int_equal(next_of(scene), NOW + 500);
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 10, 7); /* it was only about that row */
    assert_int_equal(round_at(scene, NOW + 10).sent, 1);
}

static void test_a_poisoned_row_does_not_stop_the_others(void **state)
{
    struct scene *scene = *state;
    int64_t poison = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 500, 0, "server error");
    say_next(&trakt_session, true, EPI_ERROR_LATER, 500, 0, "server error");
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 1, 7);
    round_at(scene, NOW + 1); /* both in one call: it is not known which it was */
    assert_log(&trakt_session, "rate 1x02=8 1x03=7");
    scratch_rate(scene->journal, "c.mkv", 1, 4, NOW + 1, 6);
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
        scratch_rate(scene->journal, name, 1, i, NOW, 8);
        say_next(&trakt_session, true, EPI_ERROR_LATER, 500, 0, "server error");
    }
    round_at(scene, NOW);
    trakt_session.log[0] = '\0';
    for (int i = 0; i < 6; i++)
        say_next(&trakt_session, true, EPI_ERROR_LATER, 500, 0, "server error");
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "rate 1x01=8; rate 1x02=8; rate 1x03=8");
    assert_int_equal(round_at(scene, NOW + 61).later, 0);
}

static void test_a_refused_call_is_split(void **state)
{
    struct scene *scene = *state;
    int64_t bad = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    int64_t good = scratch_rate(scene->journal, "b.mkv", 1, 3, NOW, 7);
    say_next(&trakt_session, true, EPI_ERROR_NEVER, 422, 0, "unprocessable");
    say_next(&trakt_session, true, EPI_ERROR_NEVER, 422, 0, "unprocessable");
    round_at(scene, NOW);
    assert_log(&trakt_session, "rate 1x02=8 1x03=7; rate 1x02=8; rate 1x03=7");
    assert_int_equal(state_of(scene, bad, 0), DELIVERY_DUE);
    assert_int_equal(next_of(scene), NOW + 3600);
    assert_int_equal(state_of(scene, good, 0), DELIVERY_SENT);
}

/* ---- What needs the user ---- */

static void test_a_capability_is_held_and_reported_once(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW + 1);
    trakt_session.bad_number = 2;
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 420, 0, "Trakt: the account is full");
    say_next(&trakt_session, false, EPI_ERROR_NONE, 0, 0, "");
    trakt_session.bad_number = 0;
    struct delivered delivered = round_at(scene, NOW + 1);
    assert_log(&trakt_session, "rate 1x02=8; play 1x02"); /* the rest goes on */
    assert_int_equal(delivered.held, 1);
    assert_int_equal(delivered.sent, 2);
    assert_non_null(strstr(scene->said, "[held] Trakt: the account is full\n"));
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    struct entry *shown = scratch_entry(scene->journal, entry);
    assert_string_equal(shown->deliveries[0].error, "Trakt: the account is full");
    assert_int_equal(shown->deliveries[0].tries, 0);
    free(shown);
    scene->said[0] = '\0';
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 2, 7);
    assert_int_equal(round_at(scene, NOW + 3600).held, 0);
    assert_log(&trakt_session, "");
    assert_said(scene, "");
    assert_int_equal(next_of(scene), NOW + 1 + 3600);
    /* Signing in anew is worth another try. */
    assert_true(outbox_sign_in(scene->journal, "trakt", "me", true, NOW + 10, NULL));
    assert_int_equal(round_at(scene, NOW + 10).sent, 2);
}

static void test_what_can_be_taken_back_by_hand_names_its_page(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    round_at(scene, NOW);
    scene->said[0] = '\0';
    scratch_undo(scene->journal, entry, NOW);
    say_next(&tvmaze_session, false, EPI_ERROR_SIGN_IN, 403, 0, "TVmaze: no");
    round_at(scene, NOW);
    struct entry *shown = scratch_entry(scene->journal, entry);
    char wanted[96];
    snprintf(wanted, sizeof(wanted), "[held] TVmaze: no: remove it by hand at page %lld\n",
             (long long)shown->match.episode.tvmaze);
    assert_non_null(strstr(scene->said, wanted));
    free(shown);
    /* Of others it holds, too, so it does not name one of them. */
    struct outbox_account account;
    assert_true(outbox_find_account(scene->journal, "tvmaze", &account, NULL));
    assert_string_equal(account.held, "TVmaze: no");
}

static void test_what_an_account_may_not_do_is_asked_again(void **state)
{
    struct scene *scene = *state;
    int64_t at = NOW;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW, 7);
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 403, 0, "Trakt: not now");
    round_at(scene, at);
    assert_log(&trakt_session, "rate 1x02=8 1x03=7");
    assert_said(scene, "[held] Trakt: not now\n");
    /* Hourly for a day ... */
    for (int hour = 0; hour < 24; hour++) {
        assert_int_equal(next_of(scene), at + 3600);
        round_at(scene, at + 3599);
        assert_log(&trakt_session, "");
        at += 3600;
        say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 403, 0, "Trakt: not now");
        round_at(scene, at);
        assert_log(&trakt_session, "rate 1x02=8 1x03=7");
    }
    /* ... then daily, and the user was told once. */
    assert_int_equal(next_of(scene), at + DAY);
    assert_said(scene, "");
    say_next(&trakt_session, true, EPI_ERROR_LATER, 0, 0, "no connection");
    round_at(scene, at + DAY);
    assert_int_equal(next_of(scene), at + DAY + 60);
    scene->said[0] = '\0';
    assert_int_equal(round_at(scene, at + DAY + 60).sent, 2);
    scratch_rate(scene->journal, "c.mkv", 1, 4, scene->now, 6);
    assert_int_equal(round_at(scene, scene->now).sent, 1);
    struct outbox_account account;
    assert_true(outbox_find_account(scene->journal, "trakt", &account, NULL));
    assert_string_equal(account.held, "");
}

static void test_a_person_may_ask_what_is_held(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 401, 0, "Trakt: sign in");
    round_at(scene, NOW);
    assert_int_equal(next_of(scene), 0); /* not by itself */
    trakt_session.log[0] = '\0';
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 401, 0, "Trakt: sign in");
    assert_true(outbox_retry(scene->journal, false, 0, NOW, NULL, NULL));
    assert_int_equal(round_at(scene, NOW).held, 0); /* that is for what waits for a time */
    assert_log(&trakt_session, "");
    assert_true(outbox_retry(scene->journal, true, 0, NOW, NULL, NULL));
    assert_int_equal(round_at(scene, NOW).held, 1);
    assert_log(&trakt_session, "rate 1x02=8");
    assert_int_equal(next_of(scene), 0);
    assert_true(outbox_retry(scene->journal, true, 0, NOW, NULL, NULL));
    assert_int_equal(round_at(scene, NOW).sent, 1);
}

static void test_an_account_that_ended_holds_everything(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW + 1);
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 401, 0, "Trakt: run `epimark login trakt`");
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
    struct outbox_account account;
    assert_true(outbox_find_account(scene->journal, "trakt", &account, NULL));
    assert_string_equal(account.held, "Trakt: run `epimark login trakt`");
    assert_int_equal(account.waiting, 2);
    assert_int_equal(account.due, 0);
}

static void test_a_locked_keyring_is_asked_again(void **state)
{
    struct scene *scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 0, 0, "the keyring is locked");
    round_at(scene, NOW);
    assert_said(scene, "[sign-in] the keyring is locked\n");
    assert_int_equal(next_of(scene), NOW + 300);
    trakt_session.locked = true;
    scene->now = NOW + 10;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_said(scene, ""); /* once */
    trakt_session.locked = false;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_int_equal(round_at(scene, NOW + 300).sent, 1);
    trakt_session.locked = true;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_said(scene, "[sent] Trakt: Breaking Bad 1x02 rated 8\n"
                       "[sign-in] the keyring is locked\n");
}

static void test_accounts_come_and_go(void **state)
{
    struct scene *scene = *state;
    trakt_session.signed_out = true;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_HELD);
    assert_int_equal(round_at(scene, NOW).sent, 0);
    trakt_session.signed_out = false;
    scene->now = NOW + 100;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_int_equal(round_at(scene, NOW + 100).sent, 0); /* older than the sign-in */
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 101, 7);
    assert_int_equal(round_at(scene, NOW + 101).sent, 1);
    int waiting;
    assert_true(outbox_count_backlog(scene->journal, "trakt", &waiting, NULL));
    assert_int_equal(waiting, 1);
    assert_true(outbox_release_backlog(scene->journal, "trakt", NULL));
    assert_int_equal(round_at(scene, NOW + 102).sent, 1);
    assert_log(&trakt_session, "rate 1x03=7; rate 1x02=8");
    /* Without a sign-in the keyring does not matter. */
    assert_true(outbox_sign_out(scene->journal, "trakt", NULL));
    trakt_session.locked = true;
    scene->said[0] = '\0';
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_said(scene, "");
}

static void test_another_account_gets_its_own(void **state)
{
    struct scene *scene = *state;
    int64_t mine = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    trakt_session.account = "you";
    scene->now = NOW + 10;
    int resets = trakt_session.resets;
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    assert_int_equal(trakt_session.resets, resets + 1); /* another program may have signed in */
    scratch_rate(scene->journal, "b.mkv", 1, 3, NOW + 20, 7);
    round_at(scene, NOW + 30);
    assert_log(&trakt_session, "rate 1x03=7");
    assert_int_equal(state_of(scene, mine, 0), DELIVERY_HELD);
    trakt_session.account = "me";
    assert_true(signed_in_refresh(&scene->deliver, NULL));
    round_at(scene, NOW + 40);
    assert_log(&trakt_session, "rate 1x02=8");
}

/* ---- Plays ---- */

static void test_a_play_without_answer_is_asked_for_first(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 0, 0, "cut off");
    round_at(scene, NOW);
    assert_log(&trakt_session, "play 1x02");
    trakt_session.ignorant = true;
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "played 1x02"); /* not sent while the history is not known */
    trakt_session.ignorant = false;
    trakt_session.history = true;
    round_at(scene, NOW + 180);
    assert_log(&trakt_session, "played 1x02");
    assert_int_equal(state_of(scene, entry, 1), DELIVERY_SENT);
}

static void test_a_play_that_did_not_arrive_is_sent(void **state)
{
    struct scene *scene = *state;
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 502, 0, "bad gateway");
    round_at(scene, NOW);
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "play 1x02; played 1x02; play 1x02");
    assert_int_equal(next_of(scene), 0);
}

/* The clock was two hours ahead, or not set yet, when it was watched. */
static void test_a_time_that_cannot_be_is_not_sent(void **state)
{
    struct scene *scene = *state;
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW + 7200);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 0, 0, "no answer");
    round_at(scene, NOW);
    assert_true(tvmaze_session.at == NOW && trakt_session.at == NOW);
    round_at(scene, NOW + 90); /* that is when it was sent, so it is asked for and sent so again */
    assert_true(trakt_session.at == NOW);
    scratch_watch(scene->journal, "b.mkv", 1, 3, 5000);
    round_at(scene, NOW + 90);
    assert_true(tvmaze_session.at == 0 && trakt_session.at == 0);
    scratch_watch(scene->journal, "c.mkv", 1, 4, NOW - 9000);
    round_at(scene, NOW + 90);
    assert_true(tvmaze_session.at == NOW - 9000 && trakt_session.at == NOW - 9000);
}

static void test_a_refused_play_needs_no_question(void **state)
{
    struct scene *scene = *state;
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, EPI_ERROR_LATER, 429, 60, "too many calls");
    round_at(scene, NOW);
    round_at(scene, NOW + 60);
    assert_log(&trakt_session, "play 1x02; play 1x02");
}

static void test_a_play_without_sign_in_needs_no_question(void **state)
{
    struct scene *scene = *state;
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, EPI_ERROR_SIGN_IN, 401, 0, "sign in");
    round_at(scene, NOW);
    assert_true(outbox_sign_in(scene->journal, "trakt", "me", true, NOW, NULL));
    round_at(scene, NOW);
    assert_log(&trakt_session, "play 1x02; play 1x02");
}

static void test_stopped_in_a_play_asks_next_time(void **state)
{
    struct scene *scene = *state;
    struct delivered delivered;
    struct epi_error err;
    scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    say_next(&trakt_session, true, EPI_ERROR_STOPPED, 0, 0, "stopped");
    scene->now = NOW;
    assert_false(deliver_due(&scene->deliver, &delivered, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    /* The claim ends with the process that holds it: another does not wait for the lease. */
    journal_close(scene->journal);
    scene->scratch->journal = NULL;
    scratch_reopen(scene->scratch);
    scene->journal = scene->deliver.journal = scene->scratch->journal;
    trakt_session.history = true;
    round_at(scene, NOW + 1);
    assert_log(&trakt_session, "play 1x02; played 1x02");
}

/* ---- Undo ---- */

static void test_undo_is_sent_if_the_service_allows_it(void **state)
{
    struct scene *scene = *state;
    scene->journal = scene->deliver.journal =
        scratch_replan(scene->scratch, "tvmaze mark, tvdb2 mark, trakt play, trakt rate");
    assert_true(outbox_sign_in(scene->journal, "tvdb2", "me", true, 1000, NULL));
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    scratch_record(scene->journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 8);
    round_at(scene, NOW + 1);
    scratch_record(scene->journal, RECORD_UNDO, NULL, NOW + 2, 0);
    scratch_record(scene->journal, RECORD_UNDO, NULL, NOW + 2, 0);
    tvmaze_session.log[0] = trakt_session.log[0] = tvdb_session.log[0] = scene->said[0] = '\0';
    struct delivered delivered = round_at(scene, NOW + 3);
    assert_log(&tvmaze_session, "unmark 1x02");
    assert_log(&trakt_session, "unplay 1x02; rate 1x02=0");
    assert_log(&tvdb_session, "");
    assert_int_equal(delivered.dead, 1);
    assert_non_null(strstr(scene->said, "[dead] Breaking Bad 1x02: TheTVDB cannot take back a "
                                        "mark; do it on its web site\n"));
    assert_non_null(strstr(scene->said, "[sent] TVmaze: Breaking Bad 1x02 mark taken back\n"));
    assert_int_equal(scratch_state(scene->journal, entry), ENTRY_UNDONE);
    assert_int_equal(next_of(scene), 0);
}

static void test_what_is_not_there_is_taken_back_later(void **state)
{
    struct scene *scene = *state;
    int64_t entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    round_at(scene, NOW);
    scratch_record(scene->journal, RECORD_UNDO, NULL, NOW + 2, 0);
    scene->deliver.unknown = count_unknown;
    say_next(&tvmaze_session, false, EPI_ERROR_NEVER, 404, 0, "not marked");
    assert_int_equal(round_at(scene, NOW + 3).dead, 0);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);
    assert_int_equal(next_of(scene), NOW + 3 + 3600);
    assert_int_equal(scene->unknown, 0);
    assert_int_equal(round_at(scene, NOW + 3 + 3600).sent, 1);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

/* ---- Meanwhile ---- */

static struct scene *meanwhile_scene;

static void rate_anew(void)
{
    trakt_session.meanwhile = NULL;
    scratch_record(meanwhile_scene->journal, RECORD_RATED, "/tv/a.mkv", NOW + 5, 3);
}

static void test_a_value_that_changes_meanwhile_goes_out_too(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
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
    assert_true(journal_add(meanwhile_scene->journal, &record, &recorded, NULL));
}

static void test_what_is_wanted_again_meanwhile_is_not_taken_back(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    meanwhile_entry = scratch_watch(scene->journal, "a.mkv", 1, 2, NOW);
    round_at(scene, NOW);
    scratch_record(scene->journal, RECORD_UNDO, NULL, NOW + 5, 0);
    scratch_watch(scene->journal, "b.mkv", 1, 3, NOW + 1);
    tvmaze_session.log[0] = '\0';
    tvmaze_session.meanwhile = mark_anew; /* while it marks 1x03, before it unmarks 1x02 */
    round_at(scene, NOW + 10);
    assert_log(&tvmaze_session, "mark 1x03; mark 1x02");
}

static void rate_anew_and_fail(void)
{
    rate_anew();
    say_next(&trakt_session, true, EPI_ERROR_NEVER, 404, 0, "not found");
}

static void test_the_answer_to_an_older_value_does_not_kill_a_newer(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = rate_anew_and_fail;
    round_at(scene, NOW + 5);
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_DUE);
    round_at(scene, NOW + 6);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=3");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

/* While we were away, another process took the row, since our lease had ended, and sent it. */
static void another_process_sends(void)
{
    struct plan plan = scratch_plan("trakt rate");
    struct journal *other = journal_open(meanwhile_scene->scratch->folder, &plan, NULL, NULL);
    trakt_session.meanwhile = NULL;
    scratch_record(other, RECORD_RATED, "/tv/a.mkv", NOW + 5, 3);
    scratch_later(other);
    struct due row = scratch_claim(other, "trakt", NOW + 10000);
    assert_int_equal(row.value, 3);
    assert_true(outbox_complete(other, &row, NOW + 10000, NULL));
    journal_close(other);
}

static void test_a_lost_lease_has_the_newest_sent_again(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    int64_t entry = scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = another_process_sends;
    round_at(scene, NOW);
    assert_log(&trakt_session, "rate 1x02=8; rate 1x02=3");
    assert_int_equal(state_of(scene, entry, 0), DELIVERY_SENT);
}

static void another_process_looks(void)
{
    struct plan plan = scratch_plan("trakt rate");
    struct journal *other = journal_open(meanwhile_scene->scratch->folder, &plan, NULL, NULL);
    scratch_assert_due(other, "trakt", NOW, "");
    /* As long as 4 requests, and 3 for the item, may take. */
    int64_t at = 0;
    assert_true(outbox_next_at(other, NOW, &at, NULL));
    assert_true(at >= NOW + 100 + 7 * 60 - 10);
    journal_close(other);
}

/* The lease outlasts the call, however long that may take. */
static void test_what_is_being_sent_is_left_to_us(void **state)
{
    struct scene *scene = meanwhile_scene = *state;
    scene->config.http_timeout = 60;
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    trakt_session.meanwhile = another_process_looks;
    round_at(scene, NOW);
    assert_log(&trakt_session, "rate 1x02=8");
}

static void test_what_another_process_is_sending_is_left_to_it(void **state)
{
    struct scene *scene = *state;
    struct plan plan = scratch_plan("trakt rate");
    struct journal *other = journal_open(scene->scratch->folder, &plan, NULL, NULL);
    scratch_rate(scene->journal, "a.mkv", 1, 2, NOW, 8);
    scratch_claim(other, "trakt", NOW); /* for 300 s */
    assert_int_equal(round_at(scene, NOW + 299).sent, 0);
    assert_int_equal(round_at(scene, NOW + DAY).sent, 0); /* whatever the clock says */
    scene->now = NOW;
    assert_true(next_of(scene) >= NOW + 290 && next_of(scene) <= NOW + 300);
    journal_close(other); /* it died: no need to wait for the end of its lease */
    assert_int_equal(round_at(scene, NOW + 299).sent, 1);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        SCENE(test_everything_goes_out_once),
        SCENE(test_love_is_no_number_where_it_is_known),
        SCENE(test_seasons_and_series_are_rated_by_calls_of_their_own),
        SCENE(test_a_scope_that_a_service_lacks_is_held_by_itself),
        SCENE(test_a_season_of_marks_is_one_call),
        SCENE(test_an_episode_is_sent_with_the_id_of_its_service),
        SCENE(test_catalogues_that_disagree_hold_only_that_episode),
        SCENE(test_an_episode_that_its_service_lacks_is_asked_for_again),
        SCENE(test_a_catalogue_that_cannot_be_asked_stops_its_deliveries),
        SCENE(test_items_are_answered_one_by_one),
        SCENE(test_a_new_episode_is_asked_again_daily),
        SCENE(test_what_a_service_does_not_know_is_sent_again),
        SCENE(test_a_dead_service_does_not_stop_the_others),
        SCENE(test_one_row_backs_off_to_an_hour),
        SCENE(test_retry_after_is_obeyed),
        SCENE(test_a_person_may_ask_in_a_pause),
        SCENE(test_a_server_error_may_say_when_too),
        SCENE(test_a_poisoned_row_does_not_stop_the_others),
        SCENE(test_three_server_errors_are_enough),
        SCENE(test_a_refused_call_is_split),
        SCENE(test_a_capability_is_held_and_reported_once),
        SCENE(test_what_an_account_may_not_do_is_asked_again),
        SCENE(test_what_can_be_taken_back_by_hand_names_its_page),
        SCENE(test_a_person_may_ask_what_is_held),
        SCENE(test_an_account_that_ended_holds_everything),
        SCENE(test_a_locked_keyring_is_asked_again),
        SCENE(test_accounts_come_and_go),
        SCENE(test_another_account_gets_its_own),
        SCENE(test_a_play_without_answer_is_asked_for_first),
        SCENE(test_a_play_that_did_not_arrive_is_sent),
        SCENE(test_a_refused_play_needs_no_question),
        SCENE(test_a_play_without_sign_in_needs_no_question),
        SCENE(test_a_time_that_cannot_be_is_not_sent),
        SCENE(test_stopped_in_a_play_asks_next_time),
        SCENE(test_undo_is_sent_if_the_service_allows_it),
        SCENE(test_what_is_not_there_is_taken_back_later),
        SCENE(test_a_value_that_changes_meanwhile_goes_out_too),
        SCENE(test_what_is_wanted_again_meanwhile_is_not_taken_back),
        SCENE(test_the_answer_to_an_older_value_does_not_kill_a_newer),
        SCENE(test_a_lost_lease_has_the_newest_sent_again),
        SCENE(test_what_is_being_sent_is_left_to_us),
        SCENE(test_what_another_process_is_sending_is_left_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
