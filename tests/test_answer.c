/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/services.h"

/* What is read of a response with this status and body. */
static struct answer read_answer(const struct service *service, int status, const char *body)
{
    char text[256];
    struct http_response response = {
        .status = status, .body = text, .body_len = strlen(body), .content_type = "x", .pages = 3};
    struct answer answer;
    struct epi_error err = {0};
    snprintf(text, sizeof(text), "%s", body);
    if (!answer_read(service, &response, false, &answer, &err))
        fail_msg("%d %s: %s", status, body, err.text);
    return answer;
}

struct refusal {
    int status;
    const char *body;
    enum epi_error_kind kind;
    const char *says;
};

static void assert_refused(const struct service *service, const struct refusal *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct answer answer = read_answer(service, all[i].status, all[i].body);
        struct epi_error err = {0};
        assert_false(answer_accepted(service, &answer, &err));
        if (err.kind != all[i].kind || !strstr(err.text, all[i].says))
            fail_msg("%d %s: %d %s", all[i].status, all[i].body, (int)err.kind, err.text);
        assert_non_null(strstr(err.text, service->title));
        answer_free(&answer);
    }
}

static void a_status_says_what_to_do(void **state)
{
    (void)state;
    static const struct refusal all[] = {
        {199, "", EPI_ERROR_LATER, "unexpected status (199)"},
        {300, "", EPI_ERROR_LATER, "unexpected status (300)"},
        {399, "", EPI_ERROR_LATER, "unexpected status (399)"},
        {400, "", EPI_ERROR_NEVER, "refuses the request (400)"},
        {401, "", EPI_ERROR_SIGN_IN, "run `epimark login tvmaze`"},
        {402, "", EPI_ERROR_SIGN_IN, "paying accounts only (402)"},
        {403, "", EPI_ERROR_SIGN_IN, "does not allow this account to do that (403)"},
        {403, "<p>", EPI_ERROR_LATER, ANSWER_SHIELD},
        {404, "", EPI_ERROR_NEVER, "does not know this item (404)"},
        {408, "", EPI_ERROR_LATER, "refuses the request (408)"},
        {409, "", EPI_ERROR_NEVER, "already has this (409)"},
        {410, "", EPI_ERROR_NEVER, "does not know this item (410)"},
        {420, "", EPI_ERROR_SIGN_IN, "reached its limit (420)"},
        {422, "", EPI_ERROR_NEVER, "does not accept the values (422)"},
        {423, "", EPI_ERROR_SIGN_IN, "locked"},
        {425, "", EPI_ERROR_LATER, "refuses the request (425)"},
        {426, "", EPI_ERROR_SIGN_IN, "paying accounts only (426)"},
        {429, "", EPI_ERROR_LATER, "too many requests (429)"},
        {499, "", EPI_ERROR_NEVER, "refuses the request (499)"},
        {500, "", EPI_ERROR_LATER, "server error (500)"},
        {599, "<p>", EPI_ERROR_LATER, "server error (599)"},
    };
    assert_refused(&service_tvmaze, all, sizeof(all) / sizeof(*all));
    static const struct refusal own[] = {{403, "", EPI_ERROR_SIGN_IN, "client ID"}};
    assert_refused(&service_trakt, own, 1);
}

/* An error object of a gateway in between decides nothing about the item. */
static void a_gateway_is_not_the_service(void **state)
{
    (void)state;
    static const struct refusal of_others[] = {
        {404, "{\"Error\":\"no route\"}", EPI_ERROR_LATER, "gateway in between (404)"},
        {403, "{\"Error\":\"no route\"}", EPI_ERROR_LATER, "gateway in between (403)"},
        {429, "{\"Error\":\"slow\"}", EPI_ERROR_LATER, "too many requests (429)"},
        {499, "{\"Error\":\"slow\"}", EPI_ERROR_LATER, "gateway in between (499)"},
        {500, "{\"Error\":\"slow\"}", EPI_ERROR_LATER, "server error (500)"},
        {404, "{\"Error\":\"\"}", EPI_ERROR_NEVER, "does not know this item (404)"},
        {404, "{\"error\":\"none\"}", EPI_ERROR_NEVER, "does not know this item (404)"},
    };
    assert_refused(&service_tvmaze, of_others, sizeof(of_others) / sizeof(*of_others));
    static const struct refusal own[] = {
        {404, "{\"Error\":\"Resource not found\"}", EPI_ERROR_NEVER, "does not know"}};
    assert_refused(&service_tvdb2, own, 1);
}

static void a_body_may_say_more_than_its_status(void **state)
{
    (void)state;
    static const struct refusal all[] = {
        {403, "{\"detail\":\"Supporters only\"}", EPI_ERROR_SIGN_IN, "paying accounts only"},
        {403, "{\"error_description\":\"supporter\"}", EPI_ERROR_SIGN_IN, "paying accounts only"},
        {403, "{\"detail\":\"bad key\"}", EPI_ERROR_SIGN_IN, "epimark login mdblist"},
        {404, "{\"detail\":\"supporter\"}", EPI_ERROR_NEVER, "does not know"},
        {200, "{\"error\":\"API Limit Reached!\"}", EPI_ERROR_LATER, "too many requests (429)"},
        {299, "{\"error\":\"No such list\"}", EPI_ERROR_NEVER, "does not know this item (404)"},
        {300, "{\"error\":\"API Limit Reached!\"}", EPI_ERROR_LATER, "unexpected status (300)"},
    };
    assert_refused(&service_mdblist, all, sizeof(all) / sizeof(*all));
    static const char *const fine[] = {"{\"error\":\"\"}", "{\"detail\":\"limit\"}", "[]", ""};
    for (size_t i = 0; i < sizeof(fine) / sizeof(*fine); i++) {
        struct answer answer = read_answer(&service_mdblist, 200, fine[i]);
        assert_true(answer_accepted(&service_mdblist, &answer, NULL));
        answer_free(&answer);
    }
    struct answer answer = read_answer(&service_tvmaze, 200, "{\"error\":\"limit\"}");
    assert_int_equal(answer.status, 200); /* there it is only a word */
    answer_free(&answer);
}

static void success_is_what_its_status_says(void **state)
{
    (void)state;
    for (int status = 200; status < 300; status += 33) {
        struct answer answer = read_answer(&service_tvmaze, status, "");
        assert_true(answer_accepted(&service_tvmaze, &answer, NULL));
        assert_int_equal(answer.pages, 3);
        assert_null(answer.json);
        assert_false(answer.html);
        answer_free(&answer);
    }
    struct answer unchanged = {.status = 304, .unchanged = true};
    assert_true(answer_accepted(&service_tvmaze, &unchanged, NULL));
}

static void what_is_no_json_is_asked_for_again(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *body;
        bool wanted, reads;
    } cases[] = {
        {200, "", false, true},   {200, "", true, false},    {204, "{", false, false},
        {299, "{", false, false}, {300, "{", false, true},   {199, "{", false, true},
        {404, "", true, true},    {503, "<p>", false, true}, {200, "{}", true, true},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[8];
        snprintf(text, sizeof(text), "%s", cases[i].body);
        struct http_response response = {
            .status = cases[i].status, .body = text, .body_len = strlen(text), .retry_after = 9};
        struct answer answer = {0};
        struct epi_error err = {0};
        if (answer_read(&service_tvmaze, &response, cases[i].wanted, &answer, &err) !=
            cases[i].reads)
            fail_msg("%d %s", cases[i].status, cases[i].body);
        assert_int_equal(err.kind, cases[i].reads ? EPI_ERROR_NONE : EPI_ERROR_LATER);
        assert_int_equal(cases[i].reads ? answer.retry_after : err.retry_after, 9);
        answer_free(&answer);
    }
    struct http_response bare = {.status = 200};
    struct answer answer = {0};
    assert_true(answer_read(&service_tvmaze, &bare, false, &answer, NULL));
    assert_false(answer_read(&service_tvmaze, &bare, true, &answer, NULL));
}

static void a_web_page_is_known_by_its_type_or_its_beginning(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        const char *body;
        bool html;
    } cases[] = {{"text/html", "{}", true},
                 {"text/html", "", false},
                 {"application/json", "<html>", true},
                 {"application/json", "{}", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[8];
        snprintf(text, sizeof(text), "%s", cases[i].body);
        struct http_response response = {.status = 403, .body = text, .body_len = strlen(text)};
        struct answer answer = {0};
        snprintf(response.content_type, sizeof(response.content_type), "%s", cases[i].type);
        assert_true(answer_read(&service_tvmaze, &response, false, &answer, NULL));
        assert_int_equal(answer.html, cases[i].html);
        answer_free(&answer);
    }
}

/* An error there is about the sign-in, never about an item. */
static void tokens_are_refused_or_asked_for_later(void **state)
{
    (void)state;
    static const int later[] = {199, 300, 400, 401, 404, 500};
    struct epi_error err = {0};
    assert_true(answer_token(&service_trakt, &(struct answer){.status = 200}, false, "x", NULL));
    assert_true(answer_token(&service_trakt, &(struct answer){.status = 299}, false, "x", NULL));
    for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++) {
        const struct answer answer = {.status = later[i], .retry_after = 7};
        assert_false(answer_token(&service_trakt, &answer, false, "x", &err));
        assert_int_equal(err.kind, EPI_ERROR_LATER);
        assert_int_equal(err.retry_after, 7);
    }
    assert_false(answer_token(&service_trakt, &(struct answer){.status = 200}, true, "x", &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_string_equal(err.text, "x");
}

static void what_differs_from_the_documents_is_asked_for_again(void **state)
{
    (void)state;
    bool (*const all[])(const struct service *service, struct answer *answer,
                        struct epi_error *err) = {answer_unreadable, answer_endless};
    struct epi_error err = {0};
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        struct answer answer = read_answer(&service_tvmaze, 200, "[]");
        assert_false(all[i](&service_tvmaze, &answer, &err));
        assert_int_equal(err.kind, EPI_ERROR_LATER);
        assert_null(answer.json);
    }
    struct answer answer = read_answer(&service_tvmaze, 200, "[]");
    assert_false(answer_of_other(&service_tvmaze, &answer, "episode", &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TVmaze sent another episode than was asked for");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_says_what_to_do),
        cmocka_unit_test(a_gateway_is_not_the_service),
        cmocka_unit_test(a_body_may_say_more_than_its_status),
        cmocka_unit_test(success_is_what_its_status_says),
        cmocka_unit_test(what_is_no_json_is_asked_for_again),
        cmocka_unit_test(a_web_page_is_known_by_its_type_or_its_beginning),
        cmocka_unit_test(tokens_are_refused_or_asked_for_later),
        cmocka_unit_test(what_differs_from_the_documents_is_asked_for_again),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
