/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/services.h"

static int start(void **state)
{
    struct fixture *f = NULL;
    int started = fixture_start(state, &service_tvmaze);
    f = *state;
    if (!started) {
        fixture_sign_in(f, &service_tvmaze, "user", STANDIN_TVMAZE_USER, "key", STANDIN_TVMAZE_KEY,
                        NULL);
        fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_KEY, NULL);
        fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
        fixture_trakt(f, f->now + 7 * DAY);
        fixture_sign_in(f, &service_mdblist, "apikey", STANDIN_MDBLIST_KEY, NULL);
        fixture_sign_in(f, &service_trakt1, "apikey", STANDIN_TRAKT1_KEY, "user",
                        STANDIN_TRAKT1_USER, "password", STANDIN_TRAKT1_SHA1, NULL);
    }
    return started;
}

/* One call from outside with a session of its own; the answer has to be freed. */
static bool call(struct fixture *f, const char *api_name, const char *route,
                 const struct route_args *args, const char *body, bool all_pages,
                 struct answer *answer, struct epi_error *err)
{
    const struct api *api = api_find(api_name, err);
    assert_non_null(api);
    struct session *session = session_new(api->service, &f->context);
    bool done = route_call(session, api, route, args, body, all_pages, answer, err);
    session_free(session);
    return done;
}

static void any_row_of_any_api_can_be_called(void **state)
{
    static const struct {
        const char *api, *route, *body;
        struct route_args args;
        const char *member; /* that the answer has, or NULL for a list */
    } cases[] = {
        {"tvmaze", "show", NULL, {.list = {{.name = "id", .value = "180"}}, .count = 1}, "name"},
        {"tvmaze", "search", NULL, {.list = {{.name = "q", .value = "firefly"}}, .count = 1}, NULL},
        {"tvmaze-user", "auth-validate", NULL, {.count = 0}, "premium"},
        {"tvmaze-user",
         "scrobble-episode",
         "{\"type\":1}",
         {.list = {{.name = "episode_id", .value = "12868"}}, .count = 1},
         "episode_id"},
        {"tvmaze-user", "tag-new", "{\"name\":\"later\"}", {.count = 0}, "id"},
        {"tvdb", "series", NULL, {.list = {{.name = "id", .value = "78874"}}, .count = 1}, "data"},
        {"tvdb2",
         "series",
         NULL,
         {.list = {{.name = "id", .value = "78874"}, {.name = "Accept-Language", .value = "de"}},
          .count = 2},
         "data"},
        {"trakt", "settings", NULL, {.count = 0}, "user"},
        {"trakt",
         "search-id",
         NULL,
         {.list = {{.name = "id_type", .value = "tvdb"},
                   {.name = "id", .value = "78874"},
                   {.name = "type", .value = "show"}},
          .count = 3},
         NULL},
        {"trakt",
         "ratings-add",
         "{\"episodes\":[{\"ids\":{\"tvdb\":297990},\"rating\":8}]}",
         {.count = 0},
         "added"},
        {"mdblist", "user", NULL, {.count = 0}, "username"},
        {"trakt1", "account-test", NULL, {.count = 0}, "status"},
        {"trakt1",
         "rate-episodes",
         "{\"episodes\":[{\"tvdb_id\":78874,\"season\":1,\"episode\":2,\"rating\":\"love\"}]}",
         {.count = 0},
         "rated"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct answer answer = {0};
        struct epi_error err = {0};
        assert_ok(call(f, cases[i].api, cases[i].route, &cases[i].args, cases[i].body, false,
                       &answer, &err),
                  err);
        if (cases[i].member ? json_is_null(json_get(answer.json, cases[i].member))
                            : !json_count(answer.json))
            fail_msg("%s %s: not what was asked for", cases[i].api, cases[i].route);
        answer_free(&answer);
    }
    assert_string_equal(fixture_rating(f, "trakt1", "episode", "tvdb", 297990), "love");
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297990), "8");
}

/* How many items a list has, page by page or as one. */
static size_t items(struct fixture *f, const char *api, const char *route,
                    const struct route_args *args, bool all_pages)
{
    struct answer answer = {0};
    struct epi_error err = {0};
    assert_ok(call(f, api, route, args, NULL, all_pages, &answer, &err), err);
    const struct json *data = json_get(answer.json, "data");
    const struct json *list = json_is_array(answer.json) ? answer.json
                              : json_is_array(data)      ? data
                                                         : json_get(data, "episodes");
    size_t count = json_count(list);
    if (all_pages)
        assert_true(json_is_null(json_get(json_get(answer.json, "links"), "next")));
    answer_free(&answer);
    return count;
}

static void pages_by_links_are_joined(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0}, args2 = {0};
    route_text(route_int(&args, "id", 90102), "season-type", "official");
    assert_int_equal(items(f, "tvdb", "series-episodes", &args, false), 500);
    assert_int_equal(items(f, "tvdb", "series-episodes", &args, true), 700);
    route_int(&args, "page", 1); /* from a page on */
    assert_int_equal(items(f, "tvdb", "series-episodes", &args, true), 200);
    route_int(&args2, "id", 90102);
    assert_int_equal(items(f, "tvdb2", "series-episodes", &args2, false), 100);
    assert_int_equal(items(f, "tvdb2", "series-episodes", &args2, true), 700);
    route_int(&args2, "page", 6);
    assert_int_equal(items(f, "tvdb2", "series-episodes", &args2, true), 200);
}

/* Bugs of the service that were seen: its list would have no end. */
static void a_page_that_comes_twice_ends_a_list(void **state)
{
    static const char *const ends[] = {"{\"links_next\":\"empty\"}", "{\"links_next\":\"again\"}"};
    static const size_t v4[] = {700, 500}, v2[] = {700, 100};
    struct fixture *f = *state;
    for (size_t i = 0; i < 2; i++) {
        struct route_args args = {0}, args2 = {0};
        assert_true(standin_control(f->standin, ends[i]));
        route_text(route_int(&args, "id", 90102), "season-type", "official");
        route_int(&args2, "id", 90102);
        int before = fixture_count(f, "GET /tvdb/v4/series/*");
        assert_int_equal(items(f, "tvdb", "series-episodes", &args, true), v4[i]);
        assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/*") - before, 2);
        assert_int_equal(items(f, "tvdb2", "series-episodes", &args2, true), v2[i]);
    }
}

static void pages_by_count_are_joined(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    for (int i = 0; i < 7; i++) {
        assert_ok(call(f, "trakt", "history-add", NULL,
                       "{\"episodes\":[{\"ids\":{\"tvdb\":297990}}]}", false, &answer, &err),
                  err);
        answer_free(&answer);
    }
    route_int(&args, "limit", 3);
    assert_int_equal(items(f, "trakt", "history", &args, false), 3);
    assert_int_equal(items(f, "trakt", "history", &args, true), 7);
    assert_int_equal(fixture_count(f, "GET /trakt/sync/history"), 4);
}

static void pages_until_there_is_none_are_joined(void **state)
{
    struct fixture *f = *state;
    size_t first = items(f, "tvmaze", "shows", NULL, false);
    size_t all = items(f, "tvmaze", "shows", NULL, true);
    assert_true(first >= 1);
    assert_true(all >= first);
    fixture_fault(f, "GET /tvmaze/shows", "\"do\":\"status\",\"status\":200,\"body\":[1,2,3]");
    fixture_fault(f, "GET /tvmaze/shows",
                  "\"nth\":2,\"do\":\"status\",\"status\":200,\"body\":[4,5]");
    fixture_fault(f, "GET /tvmaze/shows",
                  "\"nth\":3,\"do\":\"status\",\"status\":404,\"body\":\"null\"");
    assert_int_equal(items(f, "tvmaze", "shows", NULL, true), 5);
}

static void pages_by_offset_are_joined(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"data\":[1,2,3],\"links\":"
                  "{\"next\":\"http://there/search?offset=3\"}}");
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"nth\":2,\"do\":\"status\",\"status\":200,\"body\":{\"data\":[4],\"links\":"
                  "{\"next\":null}}");
    assert_int_equal(items(f, "tvdb", "search", route_text(&args, "query", "firefly"), true), 4);
    struct json *log = fixture_log(f);
    assert_non_null(
        strstr(json_text(json_get(json_at(log, json_count(log) - 1), "query")), "offset=3"));
    json_free(log);
}

/* A service that names the same page again and again must not keep us for ever. */
static void a_page_that_leads_nowhere_ends_the_list(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    route_int(&args, "id", 90102);
    fixture_fault(f, "GET /tvdb2/series/90102/episodes",
                  "\"nth\":0,\"do\":\"status\",\"status\":200,\"body\":{\"links\":{\"next\":2},"
                  "\"data\":[1]}");
    assert_int_equal(items(f, "tvdb2", "series-episodes", &args, true), 1);
    assert_int_equal(fixture_count(f, "GET /tvdb2/series/90102/episodes"), 2);
}

static void a_page_that_fails_fails_the_list(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    route_int(&args, "id", 90102);
    fixture_fault(f, "GET /tvdb2/series/90102/episodes",
                  "\"nth\":3,\"do\":\"status\",\"status\":503");
    assert_fails(call(f, "tvdb2", "series-episodes", &args, NULL, true, &answer, &err), err,
                 EPI_ERROR_LATER);
    assert_null(answer.json);
}

static void all_pages_of_what_has_none_is_the_one(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    route_text(&args, "q", "firefly");
    assert_int_equal(items(f, "tvmaze", "search", &args, true),
                     items(f, "tvmaze", "search", &args, false));
}

static void a_failure_is_told_with_what_was_answered(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    route_int(&args, "id", 9999999);
    assert_fails(call(f, "tvmaze", "show", &args, NULL, false, &answer, &err), err,
                 EPI_ERROR_NEVER);
    assert_int_equal(err.status, 404);
    assert_int_equal(json_int(json_get(answer.json, "status"), 0), 404);
    answer_free(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(any_row_of_any_api_can_be_called),
        TEST(pages_by_links_are_joined),
        TEST(a_page_that_comes_twice_ends_a_list),
        TEST(pages_by_count_are_joined),
        TEST(pages_until_there_is_none_are_joined),
        TEST(pages_by_offset_are_joined),
        TEST(a_page_that_leads_nowhere_ends_the_list),
        TEST(a_page_that_fails_fails_the_list),
        TEST(all_pages_of_what_has_none_is_the_one),
        TEST(a_failure_is_told_with_what_was_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
