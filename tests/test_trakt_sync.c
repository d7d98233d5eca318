/* SPDX-License-Identifier: MIT */
#include "tests/doubles/comma.h"
#include "tests/trakt.h"

/* ---- Ratings ---- */

static void a_known_episode_is_rated_by_its_id(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, identified(297990), 8, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297990), "8");
    char *body = fixture_last_body(f);
    assert_string_equal(body, "{\"episodes\":[{\"ids\":{\"tvdb\":297990},\"rating\":8,"
                              "\"rated_at\":\"2024-06-10T06:13:20.000Z\"}],\"shows\":[]}");
    free(body);
    assert_ok(rate(f, identified(297990), 0, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297990), "");
}

static void a_numbered_episode_is_rated_within_its_series(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "7");
    assert_ok(rate(f, fixture_firefly(1, 3), 0, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "");
}

static void what_trakt_lacks_is_asked_for_once(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    struct subject subject = fixture_firefly(1, 2);
    subject.series = (struct series_ids){.tvdb = 99999999};
    rate(f, subject, 8, &result);
    subject.number = 3;
    rate(f, subject, 8, &result);
    assert_int_equal(fixture_count(f, "GET /trakt/search/tvdb/99999999*"), 1);
}

static void seasons_and_series_are_rated(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, fixture_firefly(1, -1), 6, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "season", "tvdb_series", 78874), "6");
    assert_ok(rate(f, fixture_firefly(-1, -1), 9, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "show", "tvdb_series", 78874), "9");
}

static void what_is_not_found_is_a_dead_letter(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    struct subject nobody = fixture_firefly(1, 1), dated = fixture_firefly(-1, -1),
                   nameless = {.season = 1};
    assert_false(rate(f, identified(99999999), 8, &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(result.status, 404);
    assert_false(rate(f, fixture_firefly(1, 99), 8, &result));
    assert_non_null(strstr(result.text, "Firefly 1x99"));
    assert_false(rate(f, fixture_firefly(9, -1), 8, &result));
    nobody.series = (struct series_ids){.tvdb = 123456789};
    snprintf(nobody.series_title, sizeof(nobody.series_title), "Nobody's Show");
    assert_false(rate(f, nobody, 8, &result));
    /* A date alone is no episode at Trakt, and never the whole series. */
    int before = fixture_count(f, NULL);
    snprintf(dated.airdate, sizeof(dated.airdate), "2002-09-20");
    assert_false(rate(f, dated, 8, &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_false(rate(f, nameless, 8, &result));
    assert_int_equal(fixture_count(f, NULL), before);
}

static void what_trakt_lacks_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    struct subject dated = fixture_firefly(-1, -1);
    snprintf(dated.airdate, sizeof(dated.airdate), "2002-09-20");
    assert_ok(rate(f, identified(99999999), 0, &result), result);
    assert_ok(rate(f, fixture_firefly(1, 99), 0, &result), result);
    assert_ok(rate(f, dated, 0, &result), result);
    assert_int_equal(fixture_count(f, "POST /trakt/sync/ratings/remove"), 2);
}

static void several_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {
        {identified(297990), 8, WATCHED_AT},     {identified(99999999), 8, WATCHED_AT},
        {fixture_firefly(1, 99), 8, WATCHED_AT}, {fixture_firefly(1, 3), 5, WATCHED_AT},
        {identified(297989), 0, WATCHED_AT},     {fixture_firefly(-1, -1), 4, WATCHED_AT}};
    static const enum epi_error_kind kinds[] = {EPI_ERROR_NONE, EPI_ERROR_NEVER, EPI_ERROR_NEVER,
                                                EPI_ERROR_NONE, EPI_ERROR_NONE,  EPI_ERROR_NONE};
    struct epi_error err = {0}, results[6] = {{0}};
    assert_ok(service_trakt.rate(f->session, ratings, 6, results, &err), err);
    for (size_t i = 0; i < 6; i++) {
        if (results[i].kind != kinds[i])
            fail_msg("item %zu: %s: %s", i, kind_text(results[i].kind), results[i].text);
    }
    assert_int_equal(fixture_count(f, "POST /trakt/sync/ratings"), 1);
    assert_int_equal(fixture_count(f, "POST /trakt/sync/ratings/remove"), 1);
}

/* From now on Trakt finds no series by its id. */
static void finds_nothing(struct fixture *f)
{
    fixture_fault(f, "GET /trakt/search/*", "\"nth\":0,\"do\":\"body\",\"body\":[]");
}

static void trakts_own_ids_are_sent(void **state)
{
    static const struct {
        int season, number;
        const char *before, *after;
    } subjects[] = {
        {1, 3, "{\"episodes\":[{\"ids\":{\"trakt\":", "},\"rating\":7}],\"shows\":[]}"},
        {1, -1,
         "{\"episodes\":[],\"seasons\":[{\"ids\":{\"trakt\":", "},\"rating\":7}],\"shows\":[]}"},
    };
    struct fixture *f = *state;
    assert_true(standin_control(f->standin, "{\"contract\":true}"));
    for (size_t i = 0; i < 2; i++) {
        struct rating rating = {fixture_firefly(subjects[i].season, subjects[i].number), 7, 0};
        struct epi_error err = {0}, result = {0};
        assert_ok(service_trakt.rate(f->session, &rating, 1, &result, &err), err);
        assert_ok(result.kind == EPI_ERROR_NONE, result);
        char *body = fixture_last_body(f);
        size_t before = strlen(subjects[i].before);
        assert_int_equal(strncmp(body, subjects[i].before, before), 0);
        size_t digits = strspn(body + before, "0123456789");
        assert_true(digits > 0);
        assert_string_equal(body + before + digits, subjects[i].after);
        free(body);
        rating.value = 0;
        assert_ok(service_trakt.rate(f->session, &rating, 1, &result, &err), err);
        assert_ok(result.kind == EPI_ERROR_NONE, result);
    }
    /* The series is looked for once. */
    assert_int_equal(fixture_count(f, "GET /trakt/search/*"), 1);
    struct epi_error result = {0};
    assert_ok(rate(f, fixture_firefly(-1, -1), 9, &result), result);
}

/* What Trakt does not find by its ids is sent as a number within its series. */
static void the_number_is_the_last_resort(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    finds_nothing(f);
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "7");
    char *body = fixture_last_body(f);
    assert_non_null(strstr(body, "\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":3,"));
    free(body);
    assert_ok(rate(f, fixture_firefly(1, -1), 6, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "season", "tvdb_series", 78874), "6");
}

static void a_question_that_is_refused_ends_nothing(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {{fixture_firefly(1, 3), 7, 0}, {identified(297990), 8, 0}};
    struct epi_error err = {0}, results[2] = {{0}};
    fixture_status(f, "GET /trakt/shows/*", 400);
    assert_ok(service_trakt.rate(f->session, ratings, 2, results, &err), err);
    assert_ok(results[0].kind == EPI_ERROR_NONE, results[0]);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "7");
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297990), "8");
    /* What cannot be asked now is asked later. */
    fixture_status(f, "GET /trakt/shows/*", 503);
    assert_fails(service_trakt.rate(f->session, ratings, 1, results, &err), err, EPI_ERROR_LATER);
}

/* An own id of another number is none. */
static void an_id_of_another_number_is_not_sent(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    fixture_fault(f, "GET /trakt/shows/*",
                  "\"nth\":0,\"do\":\"body\",\"body\":{\"season\":1,\"number\":4,"
                  "\"ids\":{\"trakt\":16}}");
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "7");
}

/* Where Trakt lists what it lacks is not certain: nested in shows, or flat. */
static void not_found_is_read_in_each_of_its_shapes(void **state)
{
    static const char *const shapes[] = {
        "{'shows':[{'ids':{'tvdb':78874},'seasons':[{'number':1,'episodes':[{'number':2}]}]}]}",
        "{'shows':[{'ids':{'tvdb':78874}}]}",
        "{'shows':[{'title':'Firefly','seasons':[{'number':1}]}]}",
        "{'seasons':[{'number':1}]}",
        "{'episodes':[{'season':1,'number':2}]}",
        "{'episodes':[{'number':2}]}",
    };
    struct fixture *f = *state;
    finds_nothing(f);
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct rating ratings[] = {{fixture_firefly(1, 2), 8, 0}, {identified(297989), 8, 0}};
        struct epi_error err = {0}, results[2] = {{0}};
        char members[400];
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":201,\"body\":{\"added\":{\"episodes\":1},"
                 "\"not_found\":%s}",
                 shapes[i]);
        for (char *at = members; *at; at++) {
            if (*at == '\'')
                *at = '"';
        }
        fixture_fault(f, "POST /trakt/sync/ratings", members);
        assert_ok(service_trakt.rate(f->session, ratings, 2, results, &err), err);
        if (results[0].kind != EPI_ERROR_NEVER || results[1].kind != EPI_ERROR_NONE) {
            fail_msg("%s: %s, %s", shapes[i], kind_text(results[0].kind),
                     kind_text(results[1].kind));
        }
    }
}

/* ---- Plays ---- */

static void plays_are_added_with_their_time(void **state)
{
    struct fixture *f = *state;
    struct mark plays[] = {
        play_of(identified(297990), WATCHED_AT), play_of(fixture_firefly(1, 3), WATCHED_AT + 5),
        play_of(fixture_firefly(1, 99), WATCHED_AT), play_of(fixture_firefly(1, -1), WATCHED_AT),
        play_of(fixture_firefly(-1, -1), WATCHED_AT)};
    struct epi_error err = {0}, results[5] = {{0}};
    assert_ok(service_trakt.play(f->session, plays, 5, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(results[1].kind, EPI_ERROR_NONE);
    assert_int_equal(results[2].kind, EPI_ERROR_NEVER);
    assert_int_equal(results[3].kind, EPI_ERROR_NEVER); /* a season alone would be all of it */
    assert_int_equal(results[4].kind, EPI_ERROR_NEVER);
    struct json *held = fixture_state(f);
    assert_int_equal(json_count(json_get(held, "plays")), 2);
    for (size_t i = 0; i < 2; i++) {
        const struct json *row = json_at(json_get(held, "plays"), i);
        bool first = json_int(json_get(json_get(row, "ids"), "tvdb"), 0) == 297990;
        assert_string_equal(json_text(json_get(row, "watched_at")),
                            first ? "2024-06-10T06:13:20.000Z" : "2024-06-10T06:13:25.000Z");
    }
    json_free(held);
}

static void a_play_may_have_no_time(void **state)
{
    struct fixture *f = *state;
    struct mark play = play_of(identified(297990), 0);
    struct epi_error err = {0}, result = {0};
    bool found = true;
    assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
    struct json *held = fixture_state(f);
    const struct json *row = json_at(json_get(held, "plays"), 0);
    assert_string_equal(json_text(json_get(row, "watched_at")), "1970-01-01T00:00:00.000Z");
    json_free(held);
    assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
    assert_true(found);
    assert_ok(service_trakt.unplay(f->session, &play, 1, &result, &err), err);
    assert_int_equal(plays_held(f), 0);
}

static void a_play_is_found_by_its_second(void **state)
{
    struct fixture *f = *state;
    struct mark plays[] = {play_of(identified(297990), WATCHED_AT),
                           play_of(fixture_firefly(1, 3), WATCHED_AT)};
    struct mark late = play_of(identified(297990), WATCHED_AT + 1);
    struct mark other = play_of(identified(297989), WATCHED_AT);
    struct epi_error err = {0}, results[2] = {{0}};
    bool found = true;
    assert_ok(service_trakt.played(f->session, &plays[0], &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.play(f->session, plays, 2, results, &err), err);
    for (int i = 0; i < 2; i++) {
        found = false;
        assert_ok(service_trakt.played(f->session, &plays[i], &found, &err), err);
        assert_true(found);
    }
    assert_ok(service_trakt.played(f->session, &late, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.played(f->session, &other, &found, &err), err);
    assert_false(found);
}

/* One play is taken back, not every play of the episode. */
static void one_play_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct mark plays[] = {play_of(identified(297990), WATCHED_AT),
                           play_of(identified(297990), WATCHED_AT + 90000)};
    struct epi_error err = {0}, results[2] = {{0}};
    bool found = true;
    assert_ok(service_trakt.play(f->session, plays, 2, results, &err), err);
    assert_int_equal(plays_held(f), 2);
    assert_ok(service_trakt.unplay(f->session, plays, 1, results, &err), err);
    assert_int_equal(plays_held(f), 1);
    assert_ok(service_trakt.played(f->session, &plays[0], &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.played(f->session, &plays[1], &found, &err), err);
    assert_true(found);
    assert_ok(service_trakt.unplay(f->session, plays, 1, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
}

/* ---- Live ---- */

/* A scrobble stands in the history as of when Trakt heard of it. */
static void a_play_that_was_told_live_is_found_about_its_time(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(297990), next = fixture_firefly(1, 3);
    int64_t now = time(NULL);
    struct mark play = {.subject = subject, .at = now - 500, .until = now + 900};
    struct mark exact = {.subject = subject, .at = now - 500};
    struct mark other = {.subject = next, .at = now - 500, .until = now + 900};
    struct mark before = {.subject = subject, .at = now - 9000, .until = now - 7000};
    struct epi_error err = {0}, result = {0};
    bool found = true, counted = false;
    assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.live(f->session, &subject, LIVE_STOP, 95, &counted, &err), err);
    assert_true(counted);
    assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
    assert_true(found);
    assert_ok(service_trakt.played(f->session, &exact, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.played(f->session, &other, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.played(f->session, &before, &found, &err), err);
    assert_false(found);
    assert_ok(service_trakt.unplay(f->session, &play, 1, &result, &err), err);
    assert_int_equal(plays_held(f), 0);
    /* One that was added, not scrobbled, is known by its second there too. */
    struct mark added = {.subject = subject, .at = now - 300};
    assert_ok(service_trakt.play(f->session, &added, 1, &result, &err), err);
    assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
    assert_false(found);
    added.until = now + 900;
    assert_ok(service_trakt.played(f->session, &added, &found, &err), err);
    assert_true(found);
}

static void watching_ends_in_a_play(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = true;
    assert_ok(live(f, identified(297990), LIVE_START, 0, &counted, &err), err);
    assert_false(counted);
    assert_ok(live(f, identified(297990), LIVE_PAUSE, 42.5, &counted, &err), err);
    assert_false(counted);
    assert_ok(live(f, identified(297990), LIVE_STOP, 50, &counted, &err), err);
    assert_false(counted);
    assert_int_equal(plays_held(f), 0);
    assert_ok(live(f, identified(297990), LIVE_STOP, 91, &counted, &err), err);
    assert_true(counted);
    assert_int_equal(plays_held(f), 1);
    /* A 409 that does not say since when it is there may be anybody's. */
    fixture_fault(f, "POST /trakt/scrobble/stop",
                  "\"do\":\"status\",\"status\":409,\"body\":\"{}\"");
    assert_fails(live(f, identified(297990), LIVE_STOP, 91, &counted, &err), err, EPI_ERROR_LATER);
    assert_int_equal(err.status, 0); /* so it is no refusal: the play may have arrived */
    /* 409: this very play is there already. */
    counted = false;
    assert_ok(live(f, identified(297990), LIVE_STOP, 91, &counted, &err), err);
    assert_true(counted);
    assert_int_equal(plays_held(f), 1);
}

/* Trakt answers for another episode: nothing was reported, and what it counted is removed. */
static void another_episode_is_no_answer(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = true;
    fixture_fault(f, "POST /trakt/scrobble/start",
                  "\"do\":\"body\",\"body\":{\"id\":0,\"action\":\"start\",\"episode\":"
                  "{\"season\":1,\"number\":3,\"ids\":{\"tvdb\":297991}}}");
    assert_fails(live(f, identified(297990), LIVE_START, 0, &counted, &err), err, EPI_ERROR_NEVER);
    assert_string_equal(err.text, "Trakt took another episode, 1x03, for Firefly 1x02");
    fixture_fault(
        f, "POST /trakt/scrobble/stop",
        "\"nth\":0,\"do\":\"body\",\"status\":201,\"body\":{\"id\":77,\"action\":\"scrobble\","
        "\"episode\":{\"season\":1,\"number\":3,\"ids\":{\"tvdb\":null}}}");
    assert_fails(live(f, fixture_firefly(1, 2), LIVE_STOP, 91, &counted, &err), err,
                 EPI_ERROR_NEVER);
    assert_false(counted);
    assert_non_null(strstr(err.text, "1x03, for Firefly 1x02; that play was taken back"));
    assert_int_equal(fixture_count(f, "POST /trakt/sync/history/remove"), 1);
    /* Without an id nothing says that it is another one. */
    assert_ok(live(f, identified(297990), LIVE_STOP, 91, &counted, &err), err);
    assert_true(counted);
}

/* A host that called setlocale(LC_ALL, "") in Germany writes 50,5: no JSON. */
static void progress_has_a_point_in_every_locale(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = true;
    comma_begin();
    bool sent = live(f, identified(297990), LIVE_PAUSE, 50.5, &counted, &err);
    char *body = fixture_last_body(f);
    comma_end();
    assert_ok(sent, err);
    assert_non_null(strstr(body, "\"progress\":50.5"));
    free(body);
}

static void a_numbered_episode_is_watched_too(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = false;
    assert_true(standin_control(f->standin, "{\"contract\":true}"));
    assert_ok(live(f, fixture_firefly(1, 3), LIVE_STOP, 100, &counted, &err), err);
    assert_true(counted);
    assert_int_equal(plays_held(f), 1);
    assert_true(standin_control(f->standin, "{\"contract\":false}"));
    session_reset(f->session);
    f->session->own.id = 0;
    finds_nothing(f);
    assert_ok(live(f, fixture_firefly(1, 2), LIVE_STOP, 100, &counted, &err), err);
    assert_int_equal(plays_held(f), 2);
}

static void what_trakt_would_refuse_is_not_said(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = true;
    assert_ok(live(f, identified(297990), LIVE_STOP, 0.5, &counted, &err), err);
    assert_ok(live(f, identified(297990), LIVE_PAUSE, 0, &counted, &err), err);
    assert_ok(live(f, identified(297990), LIVE_PAUSE, 85, &counted, &err), err);
    assert_false(counted);
    assert_int_equal(fixture_count(f, NULL), 0);
}

static void what_cannot_be_watched_says_so(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool counted = true;
    assert_fails(live(f, identified(99999999), LIVE_START, 0, &counted, &err), err,
                 EPI_ERROR_NEVER);
    assert_int_equal(err.status, 404);
    assert_fails(live(f, fixture_firefly(-1, -1), LIVE_START, 0, &counted, &err), err,
                 EPI_ERROR_NEVER);
    fixture_status(f, "POST /trakt/scrobble/start", 422);
    assert_fails(live(f, identified(297990), LIVE_START, 0, &counted, &err), err, EPI_ERROR_NEVER);
    /* Only a stop may be there already. */
    fixture_status(f, "POST /trakt/scrobble/start", 409);
    assert_fails(live(f, identified(297990), LIVE_START, 0, &counted, &err), err, EPI_ERROR_NEVER);
    assert_false(counted);
}

/* ---- What goes wrong ---- */

static void what_an_account_may_not_do_is_told(void **state)
{
    static const int statuses[] = {403, 420, 423, 426};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        struct rating rating = {identified(297990), 8, 0};
        struct epi_error err = {0}, result = {0};
        fixture_status(f, "POST /trakt/sync/ratings", statuses[i]);
        assert_fails(service_trakt.rate(f->session, &rating, 1, &result, &err), err,
                     EPI_ERROR_SIGN_IN);
        assert_int_equal(err.status, statuses[i]);
    }
    assert_int_equal(fixture_count(f, "POST /trakt-auth/*"), 0);
}

static bool one_rating(struct fixture *f, struct epi_error *err)
{
    struct rating rating = {identified(297990), 8, 0};
    struct epi_error result = {0};
    return service_trakt.rate(f->session, &rating, 1, &result, err);
}

static bool one_play(struct fixture *f, struct epi_error *err)
{
    struct mark play = play_of(identified(297990), WATCHED_AT);
    struct epi_error result = {0};
    return service_trakt.play(f->session, &play, 1, &result, err);
}

static bool one_stop(struct fixture *f, struct epi_error *err)
{
    bool counted = false;
    return live(f, identified(297990), LIVE_STOP, 91, &counted, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "POST /trakt/sync/ratings", one_rating);
    fixture_bad_answers(f, "POST /trakt/sync/history", one_play);
    fixture_bad_answers(f, "POST /trakt/scrobble/stop", one_stop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_known_episode_is_rated_by_its_id),
        TEST(a_numbered_episode_is_rated_within_its_series),
        TEST(what_trakt_lacks_is_asked_for_once),
        TEST(seasons_and_series_are_rated),
        TEST(what_is_not_found_is_a_dead_letter),
        TEST(what_trakt_lacks_is_taken_back),
        TEST(several_are_told_apart),
        TEST(not_found_is_read_in_each_of_its_shapes),
        TEST(trakts_own_ids_are_sent),
        TEST(the_number_is_the_last_resort),
        TEST(a_question_that_is_refused_ends_nothing),
        TEST(an_id_of_another_number_is_not_sent),
        TEST(plays_are_added_with_their_time),
        TEST(a_play_may_have_no_time),
        TEST(a_play_is_found_by_its_second),
        TEST(one_play_is_taken_back),
        TEST(a_play_that_was_told_live_is_found_about_its_time),
        TEST(watching_ends_in_a_play),
        TEST(another_episode_is_no_answer),
        TEST(progress_has_a_point_in_every_locale),
        TEST(a_numbered_episode_is_watched_too),
        TEST(what_trakt_would_refuse_is_not_said),
        TEST(what_cannot_be_watched_says_so),
        TEST(what_an_account_may_not_do_is_told),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
