/* SPDX-License-Identifier: MIT */
#include "core/services/route_check.h"
#include "tests/services.h"

static int start(void **state)
{
    int started = fixture_start(state, &service_tvmaze);
    if (!started) {
        fixture_sign_in(*state, &service_tvmaze, "user", STANDIN_TVMAZE_USER, "key",
                        STANDIN_TVMAZE_KEY, NULL);
    }
    return started;
}

/* ---- What is refused before anything is sent ---- */

static void refused(struct fixture *f, const struct api *api, const char *route,
                    const struct route_args *args, const char *body, const char *word)
{
    struct answer answer = {0};
    struct epi_error err = {0};
    assert_fails(route_call(f->session, api, route, args, body, false, &answer, &err), err,
                 EPI_ERROR_NEVER);
    if (!strstr(err.text, word))
        fail_msg("no \"%s\" in: %s", word, err.text);
    assert_int_equal(fixture_count(f, NULL), 0);
}

static void wrong_parameters_are_refused(void **state)
{
    static const struct {
        const char *route, *name, *value, *word;
    } cases[] = {
        {"show", NULL, NULL, "missing parameter: id (integer)"},
        {"show", "id", "x", "whole number"},
        {"show", "id", "", "whole number"},
        {"show", "id", "-1", "whole number"},
        {"show", "id", "1.5", "whole number"},
        {"show", "id", "99999999999999999999", "whole number"},
        {"show", "name", "x", "unknown parameter \"name\"; one of: id, embed"},
        {"show-date", "date", "yesterday", "YYYY-MM-DD"},
        {"show-date", "date", "2020-13-01", "YYYY-MM-DD"},
        {"show-date", "date", "2020-01-00", "YYYY-MM-DD"},
        {"show-date", "date", "2020-1-1", "YYYY-MM-DD"},
        {"show-episodes", "specials", "", "expected text"},
        {"search", "q", "", "text"},
        {"lookup", NULL, NULL, "expected exactly one of thetvdb, imdb, tvrage"},
        {"shows", "id", "1", "unknown parameter"},
        {"no-such-route", NULL, NULL, "unknown route"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct route_args args = {0};
        if (cases[i].name)
            route_text(&args, cases[i].name, cases[i].value);
        refused(f, api_find("tvmaze", NULL), cases[i].route, &args, NULL, cases[i].word);
    }
    struct route_args two = {0}, twice = {0}, many = {0};
    route_text(route_int(&two, "thetvdb", 1), "imdb", "tt1");
    refused(f, api_find("tvmaze", NULL), "lookup", &two, NULL, "exactly one");
    route_int(route_int(&twice, "id", 1), "id", 2);
    refused(f, api_find("tvmaze", NULL), "show", &twice, NULL,
            "parameter id is given more than once");
    for (int i = 0; i < ROUTE_ARGS_MAX + 5; i++)
        route_text(&many, "embed", "cast");
    refused(f, api_find("tvmaze", NULL), "show", &many, NULL, "more than");
}

static void a_path_stays_a_path(void **state)
{
    struct fixture *f = *state;
    static const char *const values[] = {"", ".", ".."};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct route_args args = {0};
        refused(f, api_find("tvdb", NULL), "series-slug", route_text(&args, "slug", values[i]),
                NULL, "slug");
    }
}

static void a_header_stays_a_line(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    route_text(route_int(&args, "id", 1), "Accept-Language", "de\r\nX-Other: 1");
    refused(f, api_find("tvdb2", NULL), "series", &args, NULL, "Accept-Language");
    args = (struct route_args){0};
    route_text(route_int(&args, "id", 1), "Accept-Language", "de\x7f");
    refused(f, api_find("tvdb2", NULL), "series", &args, NULL, "Accept-Language");
    args = (struct route_args){0};
    route_text(route_int(&args, "id", 1), "Accept-Language", "de, en"); /* a blank may be in it */
    struct answer answer = {0};
    struct epi_error err = {0};
    route_call(f->session, api_find("tvdb2", NULL), "series", &args, NULL, false, &answer, &err);
    assert_null(strstr(err.text, "Accept-Language"));
    answer_free(&answer);
}

static void only_documented_headers_can_be_set(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[][2] = {
        {"Authorization", "Bearer x"}, {"Cookie", "a=b"}, {"Accept", "a\nB: c"}, {"Accept", ""}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct route_args args = {0};
        route_header(route_int(&args, "id", 1), wrong[i][0], wrong[i][1]);
        refused(f, api_find("tvdb2", NULL), "series", &args, NULL, wrong[i][0]);
    }
    struct route_args args = {0};
    route_header(route_int(&args, "id", 1), "Accept", "text/html");
    refused(f, api_find("tvmaze", NULL), "show", &args, NULL,
            "unknown header \"Accept\"; one of: n");
    args = (struct route_args){0};
    route_header(route_header(route_int(&args, "id", 1), "Accept", "a"), "accept", "b");
    refused(f, api_find("tvdb2", NULL), "series", &args, NULL, "is given more than once");
    args = (struct route_args){0}; /* large or small */
    struct answer answer = {0};
    struct epi_error err = {0};
    route_header(route_int(&args, "id", 1), "accept", "text/html");
    route_call(f->session, api_find("tvdb2", NULL), "series", &args, NULL, false, &answer, &err);
    assert_null(strstr(err.text, "unknown header"));
    answer_free(&answer);
}

static void wrong_bodies_are_refused(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0}, none = {0};
    route_int(&args, "episode_id", 1);
    refused(f, api_find("tvmaze-user", NULL), "scrobble-episode", &args, NULL,
            "expected a body: a JSON object");
    refused(f, api_find("tvmaze-user", NULL), "scrobble-episode", &args, "[]", "a JSON object");
    refused(f, api_find("tvmaze-user", NULL), "scrobble-episodes", &none, "{}", "a JSON array");
    refused(f, api_find("tvmaze-user", NULL), "scrobble-episodes", &none, "[1",
            "the body is invalid JSON");
    refused(f, api_find("tvmaze-user", NULL), "auth-validate", &none, "{}", "unexpected body");
}

static void what_is_too_long_is_refused(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    char *title = calloc(1, 6001);
    memset(title, '/', 6000); /* three bytes each in an address */
    refused(f, api_find("tvmaze", NULL), "search", route_text(&args, "q", title), NULL, "too long");
    free(title);
}

/* ---- What is sent ---- */

/* The last request as the stand-in saw it, whose answer is of no interest. */
static struct json *last_request(struct fixture *f, const char *api, const char *route,
                                 const struct route_args *args)
{
    struct answer answer = {0};
    struct epi_error err = {0};
    if (!route_call(f->session, api_find(api, NULL), route, args, NULL, false, &answer, &err) &&
        err.kind == EPI_ERROR_NEVER && !err.status)
        fail_msg("%s", err.text);
    answer_free(&answer);
    struct json *log = fixture_log(f);
    struct json *last = json_share(json_at(log, json_count(log) - 1));
    json_free(log);
    return last;
}

/* A description is narrower than its service. */
static void what_is_not_listed_is_sent_after_a_warning(void **state)
{
    static const struct {
        const char *api, *route, *name, *value, *warning;
    } cases[] = {
        {"tvmaze", "single-search", "embed", "seasons",
         "single-search: the description has no \"seasons\" for embed, but episodes|cast; sent all "
         "the same"},
        {"tvdb", "series-episodes", "season-type", "alttwo",
         "series-episodes: the description has"},
        {"tvmaze-user", "scrobble-show", "type", "0",
         "scrobble-show: the description has no type; sent all the same"},
        {"tvmaze", "show", "embed", "cast", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct api *api = api_find(cases[i].api, NULL);
        struct route_args args = {0};
        struct epi_error err = {0};
        char warning[256];
        route_text(&args, cases[i].name, cases[i].value);
        if (strcmp(cases[i].route, "single-search") == 0)
            route_text(&args, "q", "firefly");
        else
            route_int(&args, strcmp(cases[i].route, "scrobble-show") ? "id" : "show_id", 180);
        assert_ok(route_call_check(api, route_find(api, cases[i].route, NULL), &args, NULL, &err),
                  err);
        bool warned = route_check_unlisted(route_find(api, cases[i].route, NULL), &args, warning,
                                           sizeof(warning));
        assert_int_equal(warned, *cases[i].warning != '\0');
        if (strncmp(warning, cases[i].warning, strlen(cases[i].warning)) != 0)
            fail_msg("%s", warning);
    }
    struct route_args args = {0};
    struct json *sent =
        last_request(f, "tvmaze", "single-search",
                     route_text(route_text(&args, "q", "firefly"), "embed", "seasons"));
    char *text = json_write(sent, false);
    assert_non_null(strstr(text, "seasons"));
    free(text);
    json_free(sent);
}

static void an_id_may_have_64_bits(void **state)
{
    static const char *const ids[] = {"9223372036854775807", "9223372036854775808",
                                      "18446744073709551615", "000000000000000000000000000180"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct route_args args = {0};
        char path[64];
        struct json *sent = last_request(f, "tvmaze", "show", route_text(&args, "id", ids[i]));
        json_free(sent);
        snprintf(path, sizeof(path), "GET /tvmaze/shows/%s", ids[i]);
        assert_int_equal(fixture_count(f, path), 1);
    }
}

static void a_documented_header_is_in_place_of_ours(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
    struct session *session = session_new(&service_tvdb2, &f->context);
    struct answer answer = {0};
    struct epi_error err = {0};
    route_header(route_int(&args, "id", 78874), "Accept", "application/vnd.thetvdb.v2.1.2");
    args.headers_wanted = true;
    assert_ok(route_call(session, api_find("tvdb2", NULL), "series-head", &args, NULL, false,
                         &answer, &err),
              err);
    assert_null(answer.json);
    assert_non_null(strstr(answer.headers, "Content-Type: "));
    assert_null(strstr(answer.headers, "\r"));
    answer_free(&answer);
    struct json *log = fixture_log(f);
    char *text = json_write(json_at(log, json_count(log) - 1), false);
    assert_non_null(strstr(text, "vnd.thetvdb.v2.1.2"));
    assert_null(strstr(text, "application\\/json"));
    free(text);
    json_free(log);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(wrong_parameters_are_refused),
        TEST(a_path_stays_a_path),
        TEST(a_header_stays_a_line),
        TEST(only_documented_headers_can_be_set),
        TEST(wrong_bodies_are_refused),
        TEST(what_is_too_long_is_refused),
        TEST(what_is_not_listed_is_sent_after_a_warning),
        TEST(an_id_may_have_64_bits),
        TEST(a_documented_header_is_in_place_of_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
