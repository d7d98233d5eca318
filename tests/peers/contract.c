/* SPDX-License-Identifier: MIT
 *
 * contract: calls every row of an API's table at an address, with each of its parameters and
 * values once, and prints one JSON object a request: what was sent and the status that came. Then
 * calls it wrongly in every way there is and prints how many were refused and what was sent.
 * Usage: contract API URL
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/services/request.h"
#include "core/services/route_call.h"
#include "core/services/services.h"
#include "core/services/session.h"

/* Bodies where {} or [] would say nothing. */
static const struct {
    const char *route, *body;
} bodies[] = {
    {"auth-start", "{\"email\":\"viewer@example.org\",\"email_confirmation\":true}"},
    {"auth-poll", "{\"token\":\"0123456789\"}"},
    {"scrobble-episode", "{\"marked_at\":1718000000,\"type\":0}"},
    {"scrobble-episodes", "[{\"episode_id\":1,\"marked_at\":0,\"type\":0}]"},
    {"scrobble-shows", "[{\"season\":1,\"episode\":1,\"marked_at\":1718000000,\"type\":0},"
                       "{\"airdate\":\"2013-06-24\",\"type\":2}]"},
    {"episode", "{\"marked_at\":1718000000,\"type\":1}"},
    {"vote-show", "{\"vote\":8}"},
    {"vote-episode", "{\"vote\":8}"},
    {"tag-new", "{\"name\":\"later\"}"},
    {"tag-rename", "{\"name\":\"now\"}"},
    {"favorite", "{\"series\":78874}"},
};

struct contract {
    struct epi_config config;
    struct session_context context;
    const struct api *api;
    struct session *session;
    int sent; /* requests that asked the pacer */
};

static int64_t now(void *clock)
{
    (void)clock;
    return 1700000000;
}

static bool pace(void *pacer, const struct service *service, bool reads, struct epi_error *err)
{
    (void)service;
    (void)reads;
    (void)err;
    ++*(int *)pacer;
    return true;
}

/* Credentials of every kind, which nobody checks: their place in the request is what counts. */
static bool sign_in(struct session *session)
{
    static const char *const values[][2] = {
        {"user", "viewer"}, {"key", "k"},          {"apikey", "k"},
        {"userkey", "k"},   {"token", "t"},        {"expires_at", "99999999999"},
        {"client_id", "c"}, {"access_token", "t"},
    };
    static struct credentials credentials;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        if (!credentials_set(&credentials, values[i][0], values[i][1]))
            return false;
    }
    session_use(session, &credentials);
    return true;
}

static const char *body_of(const struct route *route)
{
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        if (strcmp(bodies[i].route, route->name) == 0 && route->body != BODY_NONE)
            return bodies[i].body;
    }
    return route->body == BODY_NONE || route->sign == SIGN_BODY ? NULL
           : route->body == BODY_ARRAY                          ? "[]"
                                                                : "{}";
}

/* The nth value that a parameter may have; NULL past the last. */
static const char *value_of(const struct route_param *param, int n, char *value, size_t size)
{
    const char *at = param->values;
    for (int i = 0; at && i < n; i++)
        at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL;
    if (param->values && !at)
        return NULL;
    if (!param->values && n)
        return NULL;
    if (at)
        snprintf(value, size, "%.*s", (int)strcspn(at, "|"), at);
    else {
        snprintf(value, size, "%s",
                 param->type == TYPE_INTEGER   ? "1"
                 : param->type == TYPE_DATE    ? "2013-06-24"
                 : strstr(param->name, "imdb") ? "tt1553656"
                                               : "eng");
    }
    return value;
}

/* Which parameters one request has. */
struct plan {
    const struct route_param *one_of; /* NULL: the row has none */
    const struct route_param *extra;  /* an optional one besides the required, or NULL */
    int value;                        /* which of its values */
    bool all;                         /* all optional ones */
};

static void report(const struct route *route, const struct route_args *args, int status)
{
    struct json *line = json_new_object(), *list = json_new_object();
    for (size_t i = 0; i < args->count; i++)
        json_set_text(list, args->list[i].name, args->list[i].value);
    json_set_text(line, "route", route->name);
    json_set_text(line, "method", route->method);
    json_set_text(line, "path", route->path);
    json_set(line, "params", list);
    json_set_int(line, "status", status);
    char *text = json_write(line, false);
    printf("%s\n", text);
    free(text);
    json_free(line);
}

static bool send_one(struct contract *contract, const struct route *route, const struct plan *plan)
{
    static char values[ROUTE_ARGS_MAX][64];
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    for (const struct route_param *param = route->params; param->name; param++) {
        bool wanted = param->need == REQUIRED || param == plan->one_of || param == plan->extra ||
                      (plan->all && param->need == OPTIONAL);
        size_t at = args.count;
        if (wanted &&
            value_of(param, param == plan->extra ? plan->value : 0, values[at], sizeof(values[at])))
            route_text(&args, param->name, values[at]);
    }
    const char *body = body_of(route);
    struct json *json = body ? json_read(body, strlen(body), NULL) : NULL;
    if (!route_send(contract->session, contract->api, route->name, &args, json, &answer, &err)) {
        /* Prism makes up no body where the description has no schema: the request was taken. */
        bool taken = err.kind == EPI_ERROR_LATER && err.status == 200;
        if (!taken)
            fprintf(stderr, "%s: %s\n", route->name, err.text);
        report(route, &args, taken ? err.status : -1);
        return err.kind != EPI_ERROR_STOPPED;
    }
    report(route, &args, answer.status);
    answer_free(&answer);
    return true;
}

/* A row with the least it needs, with all it takes, and with each value of each parameter. */
static void send_row(struct contract *contract, const struct route *route)
{
    const struct route_param *first = NULL;
    char value[64];
    for (const struct route_param *param = route->params; param->name; param++) {
        if (param->need == ONE_OF && !first)
            first = param;
    }
    send_one(contract, route, &(struct plan){.one_of = first});
    send_one(contract, route, &(struct plan){.one_of = first, .all = true});
    for (const struct route_param *param = route->params; param->name; param++) {
        bool one_of = param->need == ONE_OF;
        for (int n = 0; value_of(param, n, value, sizeof(value)); n++) {
            if (one_of ? param != first : param->need == OPTIONAL || n > 0) {
                send_one(contract, route,
                         &(struct plan){one_of ? param : first, one_of ? NULL : param, n, false});
            }
        }
    }
}

/* A call that has to be refused. Returns whether it was. */
static bool refuse(struct contract *contract, const struct route *route,
                   const struct route_args *args, const char *body)
{
    struct answer answer = {0};
    struct epi_error err = {0};
    bool done =
        route_call(contract->session, contract->api, route->name, args, body, false, &answer, &err);
    answer_free(&answer);
    if (!done && err.kind == EPI_ERROR_NEVER && err.text[0])
        return true;
    fprintf(stderr, "%s: a wrong call was not refused\n", route->name);
    return false;
}

/* The required parameters, but one left out or given a wrong value. */
static void wrong_args(const struct route *route, const struct route_param *wrong,
                       const char *value, struct route_args *args, char values[][64])
{
    bool one_of = false;
    for (const struct route_param *param = route->params; param->name; param++) {
        size_t at = args->count;
        bool wanted = param->need == REQUIRED || (param->need == ONE_OF && !one_of);
        one_of = one_of || param->need == ONE_OF;
        if (param == wrong && value)
            route_text(args, param->name, value);
        else if (param != wrong && wanted && value_of(param, 0, values[at], 64))
            route_text(args, param->name, values[at]);
    }
}

static void refuse_row(struct contract *contract, const struct route *route, int *tried,
                       int *refused)
{
    static char values[ROUTE_ARGS_MAX][64];
    const char *body = body_of(route);
    for (const struct route_param *param = route->params; param->name; param++) {
        struct route_args without = {0}, ill = {0};
        if (param->need == REQUIRED) {
            wrong_args(route, param, NULL, &without, values);
            *refused += refuse(contract, route, &without, body);
            ++*tried;
        }
        wrong_args(route, param, param->type != TYPE_TEXT ? "no such value" : "", &ill, values);
        *refused += refuse(contract, route, &ill, body);
        ++*tried;
    }
    struct route_args unknown = {0}, good = {0};
    wrong_args(route, NULL, NULL, &unknown, values);
    wrong_args(route, NULL, NULL, &good, values);
    route_text(&unknown, "no-such-parameter", "1");
    *refused += refuse(contract, route, &unknown, body);
    *refused += refuse(contract, route, &good,
                       route->body == BODY_ARRAY || route->body == BODY_NONE ? "{}" : "[]");
    *tried += 2;
}

int main(int argc, char **argv)
{
    static struct contract contract;
    struct epi_error err = {0};
    contract.api = argc == 3 ? api_find(argv[1], &err) : NULL;
    if (!contract.api) {
        fprintf(stderr, "usage: contract API URL\n");
        return 2;
    }
    char *url = (char *)&contract.config + contract.api->url;
    snprintf(url, CONFIG_URL_MAX, "%s", argv[2]);
    url = (char *)&contract.config + contract.api->login_url;
    snprintf(url, CONFIG_URL_MAX, "%s", argv[2]);
    contract.context = (struct session_context){
        .config = &contract.config,
        .http = http_new(NULL, 30, &err),
        .now = now,
        .pace = pace,
        .pacer = &contract.sent,
    };
    contract.session = session_new(contract.api->service, &contract.context);
    if (!contract.context.http || !contract.session || !sign_in(contract.session)) {
        fprintf(stderr, "contract: %s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < contract.api->route_count; i++)
        send_row(&contract, &contract.api->routes[i]);
    int sent = contract.sent, tried = 0, refused = 0;
    for (size_t i = 0; i < contract.api->route_count; i++)
        refuse_row(&contract, &contract.api->routes[i], &tried, &refused);
    printf("{\"wrong\":%d,\"refused\":%d,\"sent\":%d}\n", tried, refused, contract.sent - sent);
    session_free(contract.session);
    http_free(contract.context.http);
    return 0;
}
