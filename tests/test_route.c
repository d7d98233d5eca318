/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/doubles/between.h"
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

/* ---- The tables ---- */

static const char name_letters[] = "abcdefghijklmnopqrstuvwxyz-0123456789";

static void check_path(const struct route *route)
{
    char name[64];
    assert_int_equal(route->path[0], '/');
    assert_null(strchr(route->path, '?'));
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{')) {
        size_t len = strcspn(at + 1, "}");
        snprintf(name, sizeof(name), "%.*s", (int)len, at + 1);
        bool known = strcmp(name, "apikey") == 0 && route->sign == SIGN_BODY;
        for (const struct route_param *param = route->params; param->name; param++)
            known = known || (strcmp(param->name, name) == 0 && param->where == IN_PATH);
        if (!known)
            fail_msg("%s: {%s} is no parameter", route->name, name);
    }
}

static void check_params(const struct route *route)
{
    size_t count = 0, one_of = 0;
    for (const struct route_param *param = route->params; param->name; param++, count++) {
        char hole[64];
        snprintf(hole, sizeof(hole), "{%s}", param->name);
        bool in_path = strstr(route->path, hole);
        if (in_path != (param->where == IN_PATH))
            fail_msg("%s: %s is not where it says", route->name, param->name);
        assert_true(param->where != IN_PATH || param->need == REQUIRED);
        assert_true(!param->many || param->where == IN_QUERY);
        one_of += param->need == ONE_OF;
        for (const struct route_param *other = route->params; other != param; other++)
            assert_string_not_equal(other->name, param->name);
    }
    assert_between(count, 0, ROUTE_ARGS_MAX);
    assert_int_not_equal(one_of, 1);
}

static bool has(const struct route *route, const char *param)
{
    for (const struct route_param *at = route->params; at->name; at++) {
        if (strcmp(at->name, param) == 0)
            return true;
    }
    return false;
}

static void every_row_is_whole(void **state)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    (void)state;
    for (size_t i = 0; api_at(i); i++) {
        const struct api *api = api_at(i);
        assert_true(api->route_count > 0);
        for (size_t j = 0; j < api->route_count; j++) {
            const struct route *route = &api->routes[j];
            bool method = false;
            for (size_t k = 0; k < sizeof(methods) / sizeof(methods[0]); k++)
                method = method || strcmp(route->method, methods[k]) == 0;
            assert_true(method);
            assert_int_equal(strspn(route->name, name_letters), strlen(route->name));
            assert_true(route->help[0] && !strpbrk(route->help, "\n\r"));
            assert_true(strlen(route->help) < 160);
            bool reads = strcmp(route->method, "GET") == 0 || strcmp(route->method, "HEAD") == 0;
            assert_true(!reads || route->body == BODY_NONE);
            assert_true(route->pages == PAGES_NONE || reads);
            assert_true(route->pages == PAGES_NONE ||
                        has(route, route->pages == PAGES_OFFSET   ? "offset"
                                   : route->pages == PAGES_CURSOR ? "cursor"
                                                                  : "page"));
            assert_true(route->sign != SIGN_TOKEN || api->renew);
            assert_true(route->sign == SIGN_NONE || api->sign);
            check_path(route);
            check_params(route);
            for (size_t k = 0; k < j; k++) {
                const struct route *other = &api->routes[k];
                assert_string_not_equal(route->name, other->name);
                if (strcmp(route->path, other->path) == 0 &&
                    strcmp(route->method, other->method) == 0)
                    fail_msg("%s: %s and %s are one", api->name, route->name, other->name);
            }
        }
    }
}

static void tables_are_listed(void **state)
{
    static const char *const bodies[] = {[BODY_NONE] = "none",
                                         [BODY_OBJECT] = "object",
                                         [BODY_ARRAY] = "array",
                                         [BODY_FORM] = "form"};
    (void)state;
    for (size_t i = 0; api_at(i); i++) {
        struct json *list = route_list(api_at(i));
        assert_int_equal(json_count(list), api_at(i)->route_count);
        for (size_t j = 0; j < json_count(list); j++) {
            const struct json *row = json_at(list, j);
            assert_string_equal(json_text(json_get(row, "name")), api_at(i)->routes[j].name);
            assert_true(json_is_text(json_get(row, "method")));
            assert_true(json_is_text(json_get(row, "path")));
            assert_true(json_is_array(json_get(row, "params")));
            assert_true(json_is_text(json_get(row, "auth")));
            assert_string_equal(json_text(json_get(row, "body")),
                                bodies[api_at(i)->routes[j].body]);
            assert_true(json_is_text(json_get(row, "help")));
        }
        json_free(list);
    }
    struct json *list = route_list(api_find("tvmaze", NULL));
    const struct json *params = NULL;
    for (size_t j = 0; j < json_count(list); j++) {
        if (strcmp(json_text(json_get(json_at(list, j), "name")), "show-episode") == 0)
            params = json_get(json_at(list, j), "params");
    }
    assert_int_equal(json_count(params), 3);
    char *text = json_write(json_at(params, 1), false);
    assert_string_equal(
        text, "{\"name\":\"season\",\"in\":\"query\",\"type\":\"integer\",\"required\":true}");
    free(text);
    json_free(list);
}

static void apis_and_routes_are_found_by_name(void **state)
{
    (void)state;
    struct epi_error err = {0};
    assert_ptr_equal(api_find("tvmaze-user", &err), api_find("tvmaze-user", NULL));
    assert_null(api_find("imdb", &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "tvmaze-user"));
    assert_non_null(route_find(api_find("tvmaze", NULL), "show-episode", &err));
    assert_null(route_find(api_find("tvmaze", NULL), "show-episod", &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "did you mean \"show-episode\"?"));
}

/* ---- What is sent ---- */

/* The last request's member. */
static void last(struct fixture *f, const char *key, char *text, size_t size)
{
    struct json *log = fixture_log(f);
    json_copy(json_get(json_at(log, json_count(log) - 1), key), text, size);
    json_free(log);
}

static void values_are_escaped(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0}, embeds = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    char query[256];
    route_text(&args, "q", "a&b=c d/\xc3\xa4?#%");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "search", &args, NULL, &answer, &err),
              err);
    answer_free(&answer);
    last(f, "query", query, sizeof(query));
    assert_string_equal(query, "q=a%26b%3Dc%20d%2F%C3%A4%3F%23%25");
    route_text(route_text(route_int(&embeds, "id", 180), "embed", "episodes"), "embed", "cast");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show", &embeds, NULL, &answer, &err),
              err);
    answer_free(&answer);
    last(f, "query", query, sizeof(query));
    assert_string_equal(query, "embed%5B%5D=episodes&embed%5B%5D=cast");
    embeds = (struct route_args){0};
    route_text(route_int(&embeds, "id", 180), "embed", "episodes");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show", &embeds, NULL, &answer, &err),
              err);
    assert_int_equal(json_count(json_get(json_get(answer.json, "_embedded"), "episodes")), 4);
    answer_free(&answer);
    last(f, "query", query, sizeof(query));
    assert_string_equal(query, "embed=episodes");
}

static void a_base_address_may_end_in_a_slash(void **state)
{
    struct fixture *f = *state;
    struct answer answer = {0};
    struct epi_error err = {0};
    struct route_args args = {0};
    snprintf(f->config.tvmaze_url, CONFIG_URL_MAX, "%s%s", standin_url(f->standin), "/tvmaze/");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show", route_int(&args, "id", 180),
                        NULL, &answer, &err),
              err);
    answer_free(&answer);
    assert_int_equal(fixture_count(f, "GET /tvmaze/shows/180"), 1);
}

static void an_open_route_needs_no_credentials(void **state)
{
    struct fixture *f = *state;
    struct answer answer = {0};
    struct epi_error err = {0};
    struct route_args args = {0};
    struct json *log = NULL;
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show", route_int(&args, "id", 180),
                        NULL, &answer, &err),
              err);
    answer_free(&answer);
    log = fixture_log(f);
    const struct json *headers = json_get(json_at(log, 0), "headers");
    assert_true(json_is_null(json_get(headers, "Authorization")));
    assert_int_equal(strncmp(json_text(json_get(headers, "User-Agent")), "epimark/", 8), 0);
    assert_string_equal(json_text(json_get(headers, "Accept")), "application/json");
    json_free(log);
}

static void a_kept_list_is_asked_for_by_its_version(void **state)
{
    struct fixture *f = *state;
    struct list_version version = {.etag = "\"kept\""};
    struct route_args args = {.version = &version};
    struct answer answer = {0};
    struct epi_error err = {0};
    route_int(&args, "id", 180);
    fixture_fault(f, "GET /tvmaze/shows/180/episodes", "\"do\":\"status\",\"status\":304");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show-episodes", &args, NULL, &answer,
                        &err),
              err);
    assert_true(answer.unchanged && version.unchanged);
    assert_null(answer.json);
    assert_string_equal(version.etag, "\"kept\"");
    struct json *log = fixture_log(f);
    const struct json *headers = json_get(json_at(log, json_count(log) - 1), "headers");
    assert_string_equal(json_text(json_get(headers, "If-None-Match")), "\"kept\"");
    assert_true(json_is_null(json_get(headers, "If-Modified-Since")));
    json_free(log);
    answer_free(&answer);
    fixture_fault(f, "GET /tvmaze/shows/180/episodes",
                  "\"do\":\"status\",\"status\":200,\"headers\":{\"ETag\":\"new\"},\"body\":[]");
    assert_ok(route_get(f->session, api_find("tvmaze", NULL), "show-episodes", &args, NULL, &answer,
                        &err),
              err);
    assert_false(answer.unchanged || version.unchanged);
    assert_string_equal(version.etag, "new");
    answer_free(&answer);
    /* That nothing has changed is no answer to a question without a version. */
    version = (struct list_version){0};
    fixture_fault(f, "GET /tvmaze/shows/180/episodes", "\"do\":\"status\",\"status\":304");
    assert_false(route_get(f->session, api_find("tvmaze", NULL), "show-episodes", &args, NULL,
                           &answer, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
}

static void a_head_has_no_body(void **state)
{
    struct fixture *f = *state;
    struct answer answer = {0};
    struct epi_error err = {0};
    struct route_args args = {0};
    struct session *session = session_new(&service_tvdb2, &f->context);
    fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
    assert_ok(route_get(session, api_find("tvdb2", NULL), "series-head",
                        route_int(&args, "id", 78874), NULL, &answer, &err),
              err);
    assert_int_equal(answer.status, 200);
    assert_null(answer.json);
    answer_free(&answer);
    session_free(session);
}

static bool refuse_pace(void *pacer, const struct service *service, bool reads,
                        struct epi_error *err)
{
    snprintf(pacer, 64, "%s %s", service->name, reads ? "reads" : "writes");
    return epi_error_set(err, EPI_ERROR_LATER, "too fast");
}

static void note_rest(void *pacer, const struct service *service, int seconds)
{
    size_t len = strlen(pacer);
    snprintf((char *)pacer + len, 64 - len, "%s %d; ", service->name, seconds);
}

static void a_service_that_asks_for_a_pause_gets_it(void **state)
{
    struct fixture *f = *state;
    static const struct {
        int status;
        const char *headers;
    } cases[] = {
        {429, ",\"headers\":{\"Retry-After\":\"30\"}"},
        {503, ",\"headers\":{\"Retry-After\":\"30\"}"},
        {500, ",\"headers\":{\"Retry-After\":\"30\"}"},
        {429, ""},
        {429, ",\"headers\":{\"Retry-After\":\"999999999\"}"},
        {503, ",\"headers\":{\"Retry-After\":\"Fri, 31 Dec 2060 23:59:59 GMT\"}"},
    };
    struct route_args args = {0};
    char told[64] = "";
    f->context.pace = NULL;
    f->context.rest = note_rest;
    f->context.pacer = told;
    route_int(&args, "id", 180);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct answer answer = {0};
        struct epi_error err = {0};
        char fault[200];
        snprintf(fault, sizeof(fault),
                 "{\"match\":\"GET /tvmaze/shows/180\",\"do\":\"status\",\"status\":%d%s}",
                 cases[i].status, cases[i].headers);
        assert_true(standin_fault(f->standin, fault));
        assert_fails(
            route_get(f->session, api_find("tvmaze", NULL), "show", &args, NULL, &answer, &err),
            err, EPI_ERROR_LATER);
        assert_true(err.retry_after >= 0 && err.retry_after <= 3600);
    }
    assert_string_equal(told, "tvmaze 30; tvmaze 30; tvmaze 3600; tvmaze 3600; ");
}

static void the_pace_is_asked_first(void **state)
{
    struct fixture *f = *state;
    struct answer answer = {0};
    struct epi_error err = {0};
    struct route_args args = {0};
    char asked[64] = "";
    f->context.pace = refuse_pace;
    f->context.pacer = asked;
    assert_fails(route_get(f->session, api_find("tvmaze", NULL), "show",
                           route_int(&args, "id", 180), NULL, &answer, &err),
                 err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "too fast");
    assert_string_equal(asked, "tvmaze reads");
    assert_int_equal(fixture_count(f, NULL), 0);
}

/* ---- What is answered ---- */

static void statuses_become_kinds(void **state)
{
    static const struct {
        int status;
        bool html, unpaid;
        enum epi_error_kind kind;
    } cases[] = {
        {200, false, false, EPI_ERROR_NONE},    {201, false, false, EPI_ERROR_NONE},
        {204, false, false, EPI_ERROR_NONE},    {302, false, false, EPI_ERROR_LATER},
        {400, false, false, EPI_ERROR_NEVER},   {401, false, false, EPI_ERROR_SIGN_IN},
        {402, false, false, EPI_ERROR_SIGN_IN}, {403, false, false, EPI_ERROR_SIGN_IN},
        {403, true, false, EPI_ERROR_LATER},    {403, false, true, EPI_ERROR_SIGN_IN},
        {404, false, false, EPI_ERROR_NEVER},   {405, false, false, EPI_ERROR_NEVER},
        {408, false, false, EPI_ERROR_LATER},   {409, false, false, EPI_ERROR_NEVER},
        {410, false, false, EPI_ERROR_NEVER},   {412, false, false, EPI_ERROR_NEVER},
        {420, false, false, EPI_ERROR_SIGN_IN}, {422, false, false, EPI_ERROR_NEVER},
        {423, false, false, EPI_ERROR_SIGN_IN}, {425, false, false, EPI_ERROR_LATER},
        {426, false, false, EPI_ERROR_SIGN_IN}, {429, false, false, EPI_ERROR_LATER},
        {500, false, false, EPI_ERROR_LATER},   {502, true, false, EPI_ERROR_LATER},
        {520, true, false, EPI_ERROR_LATER},    {0, false, false, EPI_ERROR_LATER},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct answer answer = {.status = cases[i].status,
                                .html = cases[i].html,
                                .unpaid = cases[i].unpaid,
                                .retry_after = 7};
        struct epi_error err = {0};
        bool accepted = answer_accepted(f->session->service, &answer, &err);
        assert_int_equal(accepted, cases[i].kind == EPI_ERROR_NONE);
        if (err.kind != cases[i].kind)
            fail_msg("%d: %s", cases[i].status, kind_text(err.kind));
        if (!accepted) {
            assert_int_equal(err.status, cases[i].status);
            assert_int_equal(err.retry_after, 7);
            assert_non_null(strstr(err.text, "TVmaze"));
        }
    }
}

/* Services declare an empty body as a web page, too: that is no shield's. */
static void an_empty_page_is_the_services_own(void **state)
{
    static const int statuses[] = {403, 410, 418};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        char members[160];
        struct answer answer = {0};
        struct route_args args = {0};
        struct epi_error err = {0};
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":%d,\"body\":\"\",\"headers\":{\"Content-Type\":"
                 "\"text/html\"}",
                 statuses[i]);
        fixture_fault(f, "GET /tvmaze/shows/1", members);
        assert_ok(route_send(f->session, api_find("tvmaze", NULL), "show",
                             route_int(&args, "id", 1), NULL, &answer, &err),
                  err);
        assert_false(answer.html);
        assert_false(answer_accepted(f->session->service, &answer, &err));
        assert_int_equal(err.kind, statuses[i] == 403 ? EPI_ERROR_SIGN_IN : EPI_ERROR_NEVER);
        answer_free(&answer);
    }
}

static void no_error_holds_a_body_or_a_secret(void **state)
{
    struct fixture *f = *state;
    for (int status = 200; status < 600; status += status == 200 ? 200 : 1) {
        struct answer answer = {0};
        struct epi_error err = {0};
        char members[160];
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":%d,\"body\":\"SECRETBODY " STANDIN_TVMAZE_KEY "\"",
                 status);
        fixture_fault(f, "GET /tvmaze/v1/auth/validate", members);
        assert_false(route_get(f->session, api_find("tvmaze-user", NULL), "auth-validate", NULL,
                               NULL, &answer, &err));
        assert_null(strstr(err.text, "SECRETBODY"));
        assert_null(strstr(err.text, STANDIN_TVMAZE_KEY));
    }
}

static void an_answer_may_be_as_long_as_its_route_allows(void **state)
{
    struct fixture *f = *state;
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    char members[96];
    snprintf(members, sizeof(members),
             "\"do\":\"status\",\"status\":200,\"body\":\" \",\"size\":%d", HTTP_BODY_MAX + 1);
    route_int(&args, "id", 180);
    fixture_fault(f, "GET /tvmaze/shows/180", members);
    assert_fails(
        route_get(f->session, api_find("tvmaze", NULL), "show", &args, NULL, &answer, &err), err,
        EPI_ERROR_LATER);
    /* A list may be longer: what is wrong with it is that it is no JSON. */
    fixture_fault(f, "GET /tvmaze/shows/180/episodes", members);
    assert_fails(route_get(f->session, api_find("tvmaze", NULL), "show-episodes", &args, NULL,
                           &answer, &err),
                 err, EPI_ERROR_LATER);
}

static void an_address_answers_whatever_is_there(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    int status = 0;
    int64_t date = -1;
    fixture_sign_in(f, f->session->service, "user", "viewer", "key", STANDIN_TVMAZE_KEY, NULL);
    fixture_fault(f, "* /tvmaze",
                  "\"do\":\"status\",\"status\":418,\"headers\":{\"Date\":"
                  "\"Tue, 14 Nov 2023 22:13:20 GMT\"}");
    assert_ok(route_reach(f->context.http, f->config.tvmaze_url, &status, &date, &err), err);
    assert_int_equal(status, 418);
    assert_int_equal(date, 1700000000);
    struct json *log = fixture_log(f);
    const struct json *request = json_at(log, json_count(log) - 1);
    assert_string_equal(json_text(json_get(request, "method")), "HEAD");
    assert_null(json_get(json_get(request, "headers"), "authorization"));
    json_free(log);
    standin_stop(f->standin);
    f->standin = NULL;
    assert_fails(route_reach(f->context.http, f->config.tvmaze_url, &status, &date, &err), err,
                 EPI_ERROR_LATER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        cmocka_unit_test(every_row_is_whole),
        cmocka_unit_test(tables_are_listed),
        cmocka_unit_test(apis_and_routes_are_found_by_name),
        TEST(values_are_escaped),
        TEST(a_base_address_may_end_in_a_slash),
        TEST(an_open_route_needs_no_credentials),
        TEST(a_kept_list_is_asked_for_by_its_version),
        TEST(a_head_has_no_body),
        TEST(the_pace_is_asked_first),
        TEST(a_service_that_asks_for_a_pause_gets_it),
        TEST(statuses_become_kinds),
        TEST(an_empty_page_is_the_services_own),
        TEST(no_error_holds_a_body_or_a_secret),
        TEST(an_address_answers_whatever_is_there),
        TEST(an_answer_may_be_as_long_as_its_route_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
