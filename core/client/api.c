/* SPDX-License-Identifier: MIT
 *
 * The web APIs themselves: their routes as data, and any call of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/client/client.h"
#include "core/services/route_call.h"
#include "core/services/route_check.h"

const char *epi_api_name(size_t index)
{
    const struct api *api = api_at(index);
    return api ? api->name : NULL;
}

enum { TAKES_MAX = 384 };

static const char *kind_of(const struct route_param *param)
{
    if (param->values && strlen(param->values) <= 32)
        return param->values;
    return param->type == TYPE_INTEGER ? "INTEGER" : param->type == TYPE_DATE ? "DATE" : "TEXT";
}

/* What a route takes, as it would be typed. */
static void write_takes(const struct route *route, char *text, size_t size)
{
    bool one_of = false;
    size_t at = 0;

    for (const struct route_param *param = route->params; param->name && at < size; param++) {
        bool optional = param->need == OPTIONAL;
        const char *between = at == 0 ? "" : one_of && param->need == ONE_OF ? " or " : " ";

        at += (size_t)snprintf(text + at, size - at, "%s%s%s=%s%s", between, optional ? "[" : "",
                               param->name, kind_of(param), optional ? "]" : "");
        one_of = param->need == ONE_OF;
    }
    /* What signs in with the body fills one in. */
    bool optional = route->sign == SIGN_BODY;
    if (route->body != BODY_NONE && at < size) {
        snprintf(text + at, size - at, "%s%s--data %s%s", at ? " " : "", optional ? "[" : "",
                 route->body == BODY_ARRAY ? "ARRAY" : "OBJECT", optional ? "]" : "");
    }
}

bool epi_api_routes(const char *name, epi_api_visit visit, void *context, struct epi_error *err)
{
    const struct api *api = api_find(name, err);
    bool more = true;

    for (size_t i = 0; api && more && i < api->route_count; i++) {
        const struct route *route = &api->routes[i];
        char takes[TAKES_MAX] = "";

        write_takes(route, takes, sizeof(takes));
        more = visit(context, &(struct epi_route){.name = route->name,
                                                  .method = route->method,
                                                  .path = route->path,
                                                  .help = route->help,
                                                  .takes = takes});
    }
    return api != NULL;
}

char *epi_api_routes_json(const char *name, struct epi_error *err)
{
    const struct api *api = api_find(name, err);
    struct json *list = api ? route_list(api) : NULL;
    char *text = list ? json_write(list, true) : NULL;

    json_free(list);
    return text;
}

/* ---- A call ---- */

/* A call with its arguments cut in two. */
struct call {
    const struct api *api;
    const struct route *route;
    struct route_args args;
    char *texts[ROUTE_ARGS_MAX]; /* which args borrows */
};

static void cleanup_call(struct call *call)
{
    for (size_t i = 0; i < ROUTE_ARGS_MAX; i++)
        free(call->texts[i]);
}

/* Adds "NAME=VALUE". */
static bool add_argument(struct call *call, const char *text, bool header, struct epi_error *err)
{
    const char *equals = strchr(text, '=');
    size_t at = call->args.count;

    if (!equals || equals == text)
        return epi_error_set(err, EPI_ERROR_NEVER, "'%s' is not NAME=VALUE", text);
    if (at == ROUTE_ARGS_MAX)
        return epi_error_set(err, EPI_ERROR_NEVER, "too many parameters");
    char *copy = call->texts[at] = strdup(text);
    if (!copy)
        return error_memory(err);
    copy[equals - text] = '\0';
    if (header)
        route_header(&call->args, copy, copy + (equals - text) + 1);
    else
        route_text(&call->args, copy, copy + (equals - text) + 1);
    return true;
}

/* A request as an older or a newer program fills it in. */
static struct epi_api_request read_request(const struct epi_api_request *given)
{
    struct epi_api_request request = {0};

    memcpy(&request, given, given->size < sizeof(request) ? given->size : sizeof(request));
    return request;
}

static bool read_call(const struct epi_api_request *request, struct call *call,
                      struct epi_error *err)
{
    call->api = api_find(request->api, err);
    call->route = call->api ? route_find(call->api, request->route, err) : NULL;
    if (!call->route)
        return false;
    for (size_t i = 0; i < request->count; i++) {
        if (!add_argument(call, request->arguments[i], false, err))
            return false;
    }
    for (size_t i = 0; i < request->header_count; i++) {
        if (!add_argument(call, request->headers[i], true, err))
            return false;
    }
    call->args.headers_wanted = request->head;
    return true;
}

bool epi_api_check(const struct epi_api_request *given, char *warning, size_t size,
                   struct epi_error *err)
{
    CLEANUP(cleanup_call) struct call call = {.api = NULL};
    const struct epi_api_request request = read_request(given);

    warning[0] = '\0';
    if (!read_call(&request, &call, err) ||
        !route_call_check(call.api, call.route, &call.args, request.body, err))
        return false;
    route_check_unlisted(call.route, &call.args, warning, size);
    return true;
}

/* Writes "Name: value" lines as an object. */
static struct json *headers_json(const struct answer *answer)
{
    struct json *json = json_new_object();
    struct json *list = json_new_object();

    json_set_int(json, "status", answer->status);
    for (const char *line = answer->headers; *line;) {
        size_t len = strcspn(line, "\n");
        size_t name = strcspn(line, ":");
        char *key = strndup(line, name);

        if (key && name + 2 <= len)
            json_set(list, key, json_new_bytes(line + name + 2, len - name - 2));
        free(key);
        line += len + (line[len] == '\n');
    }
    json_set(json, "headers", list);
    return json;
}

bool epi_api_call(struct epi_client *client, const struct epi_api_request *given, char **json,
                  struct epi_error *err)
{
    CLEANUP(cleanup_call) struct call call = {.api = NULL};
    const struct epi_api_request request = read_request(given);
    struct answer answer = {0};

    *json = NULL;
    if (!read_call(&request, &call, err))
        return false;
    struct session *session = worker_session(client->worker, call.api->service, err);
    if (!session)
        return false;
    bool done = route_call(session, call.api, call.route->name, &call.args, request.body,
                           request.all_pages, &answer, err);
    struct json *headers = answer.headers ? headers_json(&answer) : NULL;
    if (headers || answer.json)
        *json = json_write(headers ? headers : answer.json, true);
    json_free(headers);
    answer_free(&answer);
    return done;
}
