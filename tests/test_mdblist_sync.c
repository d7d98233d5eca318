/* SPDX-License-Identifier: MIT */
#include "tests/mdblist.h"

enum { AT = 1793563200 }; /* 2026-11-01T20:00:00Z */

#define WATCHED "POST /mdblist/sync/watched"
#define RATINGS "POST /mdblist/sync/ratings"

/* An episode of Firefly with the id that TheTVDB has for it. */
static struct subject episode(int season, int number, int64_t tvdb)
{
    struct subject subject = fixture_firefly(season, number);
    snprintf(subject.series.imdb, sizeof(subject.series.imdb), "tt0303461");
    subject.tvdb = tvdb;
    return subject;
}

static struct mark play_of(struct subject subject, int64_t at)
{
    return (struct mark){.subject = subject, .at = at};
}

static bool play(struct fixture *f, struct mark mark, struct epi_error *result)
{
    struct epi_error err = {0};
    assert_ok(service_mdblist.play(f->session, &mark, 1, result, &err), err);
    return result->kind == EPI_ERROR_NONE;
}

static bool rate(struct fixture *f, struct subject subject, int value, struct epi_error *result)
{
    struct rating rating = {subject, value, AT};
    struct epi_error err = {0};
    assert_ok(service_mdblist.rate(f->session, &rating, 1, result, &err), err);
    return result->kind == EPI_ERROR_NONE;
}

static size_t count_plays(struct fixture *f)
{
    struct json *state = fixture_state(f);
    size_t count = json_count(json_get(state, "plays"));
    json_free(state);
    return count;
}

static void assert_last_body(struct fixture *f, const char *wanted)
{
    char *body = fixture_last_body(f);
    assert_string_equal(body, wanted);
    free(body);
}

/* ---- Plays ---- */

static void a_play_has_season_number_and_all_ids(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT), &result), result);
    assert_last_body(f, "{\"shows\":[{\"ids\":{\"imdb\":\"tt0303461\",\"tvdb\":78874},"
                        "\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":2,\"ids\":{"
                        "\"tvdb\":297990},\"watched_at\":\"2026-11-01T20:00:00Z\"}]}]}]}");
    assert_int_equal(count_plays(f), 1);
}

/* One of a series, and one of a season, stand once. */
static void several_stand_in_one_tree(void **state)
{
    struct fixture *f = *state;
    struct subject lamps = {.series = {.tvdb = 90110}, .season = 1, .number = 1};
    struct mark marks[] = {play_of(fixture_firefly(1, 2), AT), play_of(lamps, AT + 1),
                           play_of(fixture_firefly(0, 1), AT + 2),
                           play_of(fixture_firefly(1, 3), AT + 3)};
    struct epi_error err = {0}, results[4] = {{0}};
    assert_ok(service_mdblist.play(f->session, marks, 4, results, &err), err);
    assert_last_body(
        f, "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"episodes\":["
           "{\"number\":2,\"watched_at\":\"2026-11-01T20:00:00Z\"},"
           "{\"number\":3,\"watched_at\":\"2026-11-01T20:00:03Z\"}]},{\"number\":0,\"episodes\":["
           "{\"number\":1,\"watched_at\":\"2026-11-01T20:00:02Z\"}]}]},{\"ids\":{\"tvdb\":90110},"
           "\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":1,"
           "\"watched_at\":\"2026-11-01T20:00:01Z\"}]}]}]}");
    assert_int_equal(count_plays(f), 4);
    for (size_t i = 0; i < 4; i++)
        assert_ok(results[i].kind == EPI_ERROR_NONE, results[i]);
}

/* It would be all episodes of it. */
static void no_series_and_no_season_is_ever_watched(void **state)
{
    struct subject dated = fixture_firefly(-1, -1), nameless = {.season = 1, .number = 2};
    struct subject subjects[] = {fixture_firefly(-1, -1), fixture_firefly(1, -1), dated, nameless};
    struct fixture *f = *state;
    snprintf(subjects[2].airdate, sizeof(subjects[2].airdate), "2002-09-27");
    for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
        struct epi_error result = {0}, err = {0};
        struct mark mark = play_of(subjects[i], AT);
        assert_false(play(f, mark, &result));
        assert_int_equal(result.kind, EPI_ERROR_NEVER);
        assert_ok(service_mdblist.unplay(f->session, &mark, 1, &result, &err), err);
        mark.at = 0;
        assert_ok(service_mdblist.unplay(f->session, &mark, 1, &result, &err), err);
    }
    assert_int_equal(fixture_count(f, "POST *"), 0);
}

static void a_time_is_always_sent(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(play(f, play_of(fixture_firefly(1, 2), 0), &result), result);
    char *body = fixture_last_body(f);
    assert_non_null(strstr(body, "\"watched_at\":\"20"));
    free(body);
}

static void a_play_is_sent_twice_without_harm(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT), &result), result);
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT), &result), result);
    assert_int_equal(count_plays(f), 1);
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT + DAY), &result), result);
    assert_int_equal(count_plays(f), 2);
}

/* ---- What is not found ---- */

static void what_is_not_found_is_one_of_several(void **state)
{
    static const char *const ways[] = {"nested", "flat", "counts"};
    struct fixture *f = *state;
    struct mark marks[] = {
        play_of(fixture_firefly(1, 2), AT), play_of(fixture_firefly(1, 99), AT),
        play_of(fixture_firefly(7, 1), AT),
        play_of((struct subject){.series = {.tvdb = 5}, .season = 1, .number = 1}, AT)};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct epi_error err = {0}, results[4] = {{0}};
        char knob[64];
        snprintf(knob, sizeof(knob), "{\"mdblist_missing\":\"%s\"}", ways[i]);
        assert_true(standin_control(f->standin, knob));
        bool clear = service_mdblist.play(f->session, marks, 4, results, &err);
        assert_int_equal(clear, i == 0);
        for (size_t k = 0; clear && k < 4; k++)
            assert_int_equal(results[k].kind, k ? EPI_ERROR_NEVER : EPI_ERROR_NONE);
        if (!clear) /* each is then sent by itself */
            assert_fails(clear, err, EPI_ERROR_NEVER);
        struct epi_error alone = {0};
        assert_false(play(f, marks[1], &alone));
        assert_int_equal(alone.kind, EPI_ERROR_NEVER);
        assert_int_equal(alone.status, 404);
        assert_non_null(strstr(alone.text, "Firefly 1x99"));
    }
}

static void not_found_is_read_leniently(void **state)
{
    static const struct {
        const char *body;
        bool second_is_missing, fails;
    } cases[] = {
        {"{\"updated\":{\"episodes\":2},\"not_found\":{}}", false, false},
        {"{\"added\":{\"episodes\":2}}", false, false},
        {"{\"updated\":{\"episodes\":1},\"not_found\":{\"episodes\":[{\"season\":1,\"number\":3,"
         "\"ids\":{\"tvdb\":\"297991\"}}]}}",
         true, false},
        {"{\"updated\":{\"episodes\":1},\"not_found\":{\"episodes\":[{\"season\":1,\"number\":3,"
         "\"show\":{\"ids\":{\"imdbid\":\"tt0303461\"}}}]}}",
         true, false},
        {"{\"updated\":{\"episodes\":1},\"not_found\":{\"episodes\":[{\"season\":1,\"number\":3}]}"
         "}",
         false, true},
        {"{\"updated\":{\"episodes\":1},\"not_found\":{\"episodes\":[{}]}}", false, true},
        {"{\"updated\":{\"episodes\":1},\"errors\":[\"no\"]}", false, true},
        {"{\"updated\":{\"episodes\":1},\"not_found\":{\"seasons\":1}}", false, true},
    };
    struct fixture *f = *state;
    struct mark marks[] = {play_of(episode(1, 2, 297990), AT), play_of(episode(1, 3, 297991), AT)};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct epi_error err = {0}, results[2] = {{0}};
        char members[512];
        snprintf(members, sizeof(members), "\"do\":\"body\",\"body\":%s", cases[i].body);
        fixture_fault(f, WATCHED, members);
        bool sent = service_mdblist.play(f->session, marks, 2, results, &err);
        if (sent == cases[i].fails)
            fail_msg("%s: %s", cases[i].body, err.text);
        if (!sent)
            assert_int_equal(err.kind, EPI_ERROR_NEVER);
        assert_int_equal(sent && results[0].kind != EPI_ERROR_NONE, false);
        assert_int_equal(sent && results[1].kind != EPI_ERROR_NONE, cases[i].second_is_missing);
    }
}

/* Its history is asked; what is not in it either was refused without a word. */
static void an_answer_that_says_nothing_is_looked_into(void **state)
{
    static const char nothing[] = "\"do\":\"status\",\"status\":200,\"body\":"
                                  "{\"updated\":{\"episodes\":0},\"not_found\":{}}";
    static const char no_body[] = "\"do\":\"status\",\"status\":204,\"body\":\"\"";
    struct fixture *f = *state;
    struct epi_error result = {0};
    fixture_fault(f, WATCHED, nothing);
    assert_false(play(f, play_of(episode(1, 2, 297990), AT), &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(result.status, 422);
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT), &result), result);
    fixture_fault(f, WATCHED, no_body);
    assert_ok(play(f, play_of(episode(1, 2, 297990), AT), &result), result);
    fixture_fault(f, RATINGS, nothing);
    assert_false(rate(f, fixture_firefly(-1, -1), 8, &result));
    assert_ok(rate(f, fixture_firefly(-1, -1), 8, &result), result);
    fixture_fault(f, RATINGS, nothing);
    assert_ok(rate(f, fixture_firefly(-1, -1), 8, &result), result);
    fixture_fault(f, RATINGS, nothing);
    assert_false(rate(f, fixture_firefly(-1, -1), 7, &result));
}

/* ---- Ratings ---- */

static void each_kind_is_rated_and_taken_back(void **state)
{
    static const struct {
        int season, number;
        const char *of, *set, *removed;
    } cases[] = {
        {1, 2, "episode",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"episodes\":[{"
         "\"number\":2,\"rating\":7,\"rated_at\":\"2026-11-01T20:00:00Z\"}]}]}]}",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"episodes\":[{"
         "\"number\":2}]}]}]}"},
        {1, -1, "season",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"rating\":7,"
         "\"rated_at\":\"2026-11-01T20:00:00Z\"}]}]}",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1}]}]}"},
        {-1, -1, "show",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"rating\":7,"
         "\"rated_at\":\"2026-11-01T20:00:00Z\"}]}",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874}}]}"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct subject subject = fixture_firefly(cases[i].season, cases[i].number);
        struct epi_error result = {0};
        const char *id = i ? "tvdb_series" : "tvdb";
        assert_ok(rate(f, subject, 7, &result), result);
        assert_last_body(f, cases[i].set);
        assert_string_equal(fixture_rating(f, "mdblist", cases[i].of, id, i ? 78874 : 297990), "7");
        assert_ok(rate(f, subject, 0, &result), result);
        assert_last_body(f, cases[i].removed);
        assert_string_equal(fixture_rating(f, "mdblist", cases[i].of, id, i ? 78874 : 297990), "");
        assert_ok(rate(f, subject, 0, &result), result); /* it is gone already */
    }
}

/* A series in the request of an episode could be read as all of it. */
static void a_series_is_rated_by_itself(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {{fixture_firefly(-1, -1), 9, AT},
                               {fixture_firefly(1, 2), 8, AT},
                               {fixture_firefly(1, -1), 7, AT},
                               {fixture_firefly(1, 3), 0, AT}};
    struct epi_error err = {0}, results[4] = {{0}};
    assert_ok(service_mdblist.rate(f->session, ratings, 4, results, &err), err);
    assert_int_equal(fixture_count(f, RATINGS), 3);
    assert_int_equal(fixture_count(f, RATINGS "/remove"), 1);
    assert_string_equal(fixture_rating(f, "mdblist", "episode", "tvdb", 297990), "8");
    assert_string_equal(fixture_rating(f, "mdblist", "show", "tvdb_series", 78874), "9");
}

static void what_is_unknown_cannot_be_rated(void **state)
{
    struct fixture *f = *state;
    struct subject nameless = {.series_title = "Firefly", .season = 1, .number = 2};
    struct epi_error result = {0};
    assert_false(rate(f, fixture_firefly(9, -1), 8, &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    int before = fixture_count(f, NULL);
    assert_false(rate(f, nameless, 8, &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_ok(rate(f, nameless, 0, &result), result);
    assert_int_equal(fixture_count(f, NULL), before);
}

/* Its id would be taken for that of a series. */
static void no_film_is_sent(void **state)
{
    struct fixture *f = *state;
    struct subject film = {
        .film = true, .series = {.imdb = "tt0379786"}, .season = -1, .number = -1};
    struct subject zeros = {.film = true, .series = {.imdb = "tt0379786"}};
    struct epi_error result = {0};
    assert_false(rate(f, film, 8, &result));
    assert_false(rate(f, zeros, 8, &result));
    assert_false(play(f, play_of(zeros, AT), &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_ok(rate(f, film, 0, &result), result);
    assert_int_equal(fixture_count(f, NULL), 0);
}

/* ---- The history ---- */

static void a_play_is_found_by_its_time(void **state)
{
    struct fixture *f = *state;
    struct mark mine = play_of(episode(1, 2, 297990), AT), other = mine, later = mine;
    struct epi_error err = {0};
    bool found = true;
    other.subject = episode(1, 3, 297991);
    later.at += 60;
    assert_ok(service_mdblist.played(f->session, &mine, &found, &err), err);
    assert_false(found);
    assert_ok(play(f, mine, &err), err);
    assert_ok(service_mdblist.played(f->session, &mine, &found, &err), err);
    assert_true(found);
    assert_ok(service_mdblist.played(f->session, &other, &found, &err), err);
    assert_false(found);
    assert_ok(service_mdblist.played(f->session, &later, &found, &err), err);
    assert_false(found);
    later.at = AT - 60;
    assert_ok(service_mdblist.played(f->session, &later, &found, &err), err);
    assert_false(found);
    later.at = AT + 59; /* it may be kept by the minute */
    assert_ok(service_mdblist.played(f->session, &later, &found, &err), err);
    assert_true(found);
    struct mark by_number = play_of(fixture_firefly(1, 2), AT);
    assert_ok(service_mdblist.played(f->session, &by_number, &found, &err), err);
    assert_true(found);
}

static void only_the_play_itself_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct mark marks[] = {play_of(episode(1, 2, 297990), AT),
                           play_of(episode(1, 2, 297990), AT + DAY)};
    struct epi_error err = {0}, results[2] = {{0}};
    assert_ok(service_mdblist.play(f->session, marks, 2, results, &err), err);
    assert_int_equal(count_plays(f), 2);
    assert_ok(service_mdblist.unplay(f->session, marks, 1, results, &err), err);
    assert_int_equal(count_plays(f), 1);
    assert_int_equal(fixture_count(f, WATCHED "/remove"), 0);
    int before = fixture_count(f, "POST *");
    assert_ok(service_mdblist.unplay(f->session, marks, 1, results, &err), err);
    assert_int_equal(fixture_count(f, "POST *"), before); /* it is gone already */
    assert_ok(service_mdblist.unplay(f->session, marks, 2, results, &err), err);
    assert_int_equal(count_plays(f), 0);
}

/* As one does whose time was unknown. */
static void what_has_no_id_is_made_unwatched(void **state)
{
    struct fixture *f = *state;
    struct mark mark = play_of(episode(1, 2, 297990), AT), timeless = mark;
    struct epi_error err = {0}, result = {0};
    timeless.at = 0;
    assert_ok(play(f, mark, &result), result);
    assert_ok(service_mdblist.unplay(f->session, &timeless, 1, &result, &err), err);
    assert_last_body(f, "{\"shows\":[{\"ids\":{\"imdb\":\"tt0303461\",\"tvdb\":78874},"
                        "\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":2,\"ids\":{"
                        "\"tvdb\":297990}}]}]}]}");
    assert_int_equal(count_plays(f), 0);
    assert_ok(play(f, mark, &result), result);
    fixture_fault(f, "GET /mdblist/sync/watched",
                  "\"do\":\"body\",\"body\":{\"episodes\":[{\"last_watched_at\":"
                  "\"2026-11-01T20:00:00.000Z\",\"show\":{\"ids\":{\"tvdb\":78874}},\"episode\":"
                  "{\"season\":1,\"number\":2}}]}");
    assert_ok(service_mdblist.unplay(f->session, &mark, 1, &result, &err), err);
    assert_int_equal(count_plays(f), 0);
}

static bool ask_played(struct fixture *f, struct epi_error *err)
{
    struct mark mark = play_of(episode(1, 2, 297990), AT);
    bool found;
    return service_mdblist.played(f->session, &mark, &found, err);
}

static bool send_play(struct fixture *f, struct epi_error *err)
{
    struct mark mark = play_of(episode(1, 2, 297990), AT);
    struct epi_error result = {0};
    return service_mdblist.play(f->session, &mark, 1, &result, err);
}

static bool take_back(struct fixture *f, struct epi_error *err)
{
    struct mark mark = play_of(episode(1, 2, 297990), AT);
    struct epi_error result = {0};
    return send_play(f, err) && service_mdblist.unplay(f->session, &mark, 1, &result, err);
}

static void pages_are_walked_to_their_end(void **state)
{
    static const char page[] = "\"do\":\"body\",\"body\":{\"episodes\":[],\"pagination\":"
                               "{\"next_cursor\":\"c0\",\"has_more\":true}}";
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct mark mark = play_of(episode(1, 2, 297990), AT);
    bool found = false;
    assert_ok(send_play(f, &err), err);
    int before = fixture_count(f, "GET *");
    fixture_fault(f, "GET /mdblist/sync/watched", page);
    assert_ok(service_mdblist.played(f->session, &mark, &found, &err), err);
    assert_true(found); /* on the second page */
    assert_int_equal(fixture_count(f, "GET *"), before + 2);
    struct json *log = fixture_log(f);
    const char *query = json_text(json_get(json_at(log, json_count(log) - 1), "query"));
    assert_non_null(strstr(query, "cursor=c0"));
    assert_non_null(strstr(query, "plays=all"));
    assert_null(strstr(query, "since="));
    json_free(log);
    /* A page that comes again is the last. */
    assert_true(standin_control(f->standin, "{\"mdblist_again\":true}"));
    before = fixture_count(f, "GET *");
    assert_ok(service_mdblist.played(f->session, &mark, &found, &err), err);
    assert_int_equal(fixture_count(f, "GET *"), before + 2);
}

/* For calls from outside: each list of each page, and the last page once. */
static void all_pages_of_all_lists_are_joined(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0}, results[3] = {{0}};
    struct mark marks[] = {play_of(episode(1, 1, 297989), AT), play_of(episode(1, 2, 297990), AT),
                           play_of(episode(1, 3, 297991), AT)};
    struct route_args args = {0};
    struct answer answer = {0};
    assert_ok(service_mdblist.play(f->session, marks, 3, results, &err), err);
    route_text(route_int(&args, "limit", 2), "since", "2026-01-01T00:00:00Z");
    assert_ok(route_call(f->session, service_mdblist.apis[0], "watched", &args, NULL, true, &answer,
                         &err),
              err);
    assert_int_equal(json_count(json_get(answer.json, "episodes")), 3);
    assert_int_equal(json_count(json_get(answer.json, "movies")), 0);
    assert_true(json_is_null(json_get(answer.json, "pagination")));
    assert_int_equal(fixture_count(f, "GET *"), 2);
    answer_free(&answer);
    fixture_fault(f, "GET *", "\"nth\":2,\"do\":\"status\",\"status\":500,\"body\":\"\"");
    assert_fails(route_call(f->session, service_mdblist.apis[0], "watched", &args, NULL, true,
                            &answer, &err),
                 err, EPI_ERROR_LATER);
    answer_free(&answer);
}

/* Each row has its place at the stand-in, which knows nothing of the table. */
static void every_row_is_answered(void **state)
{
    static const char episode_now[] =
        "{\"show\":{\"ids\":{\"tvdb\":78874},\"season\":{\"number\":1,"
        "\"episode\":{\"number\":2}}},\"progress\":12.34}";
    static const char *const values[][2] = {
        {"provider", "tvdb"}, {"type", "show"}, {"id", "78874"}, {"query", "firefly"}};
    struct fixture *f = *state;
    const struct api *api = service_mdblist.apis[0];
    for (size_t i = 0; i < api->route_count; i++) {
        const struct route *route = &api->routes[i];
        bool now = strncmp(route->path, "/scrobble", 9) == 0 || strcmp(route->name, "checkin") == 0;
        struct route_args args = {0};
        struct answer answer = {0};
        struct epi_error err = {0};
        for (const struct route_param *param = route->params; param->name; param++) {
            for (size_t k = 0; k < 4 && param->need == REQUIRED; k++) {
                if (strcmp(param->name, values[k][0]) == 0)
                    route_text(&args, param->name, values[k][1]);
            }
        }
        bool sent = route_call(f->session, api, route->name, &args,
                               now                          ? episode_now
                               : route->body == BODY_OBJECT ? "{}"
                                                            : NULL,
                               true, &answer, &err);
        if (!sent && (answer.status < 400 || answer.status == 404 || answer.status == 405))
            fail_msg("%s: %s", route->name, err.text);
        answer_free(&answer);
    }
}

static void no_bad_answer_is_taken_for_a_good_one(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, WATCHED, send_play);
    fixture_bad_answers(f, "GET /mdblist/sync/watched", ask_played);
    fixture_bad_answers(f, WATCHED "/plays/remove", take_back);
    fixture_fail_each(f, take_back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MDBLIST_TEST(a_play_has_season_number_and_all_ids),
        MDBLIST_TEST(several_stand_in_one_tree),
        MDBLIST_TEST(no_series_and_no_season_is_ever_watched),
        MDBLIST_TEST(a_time_is_always_sent),
        MDBLIST_TEST(a_play_is_sent_twice_without_harm),
        MDBLIST_TEST(what_is_not_found_is_one_of_several),
        MDBLIST_TEST(not_found_is_read_leniently),
        MDBLIST_TEST(an_answer_that_says_nothing_is_looked_into),
        MDBLIST_TEST(each_kind_is_rated_and_taken_back),
        MDBLIST_TEST(a_series_is_rated_by_itself),
        MDBLIST_TEST(what_is_unknown_cannot_be_rated),
        MDBLIST_TEST(no_film_is_sent),
        MDBLIST_TEST(a_play_is_found_by_its_time),
        MDBLIST_TEST(only_the_play_itself_is_taken_back),
        MDBLIST_TEST(what_has_no_id_is_made_unwatched),
        MDBLIST_TEST(pages_are_walked_to_their_end),
        MDBLIST_TEST(all_pages_of_all_lists_are_joined),
        MDBLIST_TEST(every_row_is_answered),
        MDBLIST_TEST(no_bad_answer_is_taken_for_a_good_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
