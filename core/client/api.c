/* SPDX-License-Identifier: MIT
 *
 * The web APIs themselves, through core.h's client: their routes as data, and any call of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/client/client.h"
#include "core/services/route.h"

const char *epi_api_name(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (!apis[i])
            return NULL;
    }
    return apis[index] ? apis[index]->name : NULL;
}

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
    if (route->body != BODY_NONE && at < size)
        snprintf(text + at, size - at, "%s%s--data %s%s", at ? " " : "", optional ? "[" : "",
                 route->body == BODY_ARRAY ? "ARRAY" : "OBJECT", optional ? "]" : "");
}

bool epi_api_route(const char *name, size_t index, struct epi_api_route *route,
                   struct epi_error *err)
{
    const struct api *api = api_find(name, err);

    if (!api || index >= api->route_count)
        return false;
    *route = (struct epi_api_route){.name = api->routes[index].name,
                                    .method = api->routes[index].method,
                                    .path = api->routes[index].path,
                                    .help = api->routes[index].help};
    write_takes(&api->routes[index], route->takes, sizeof(route->takes));
    return true;
}

char *epi_api_routes_json(const char *name, struct epi_error *err)
{
    const struct api *api = api_find(name, err);
    struct json *list = api ? route_list(api) : NULL;
    char *text = list ? json_write(list, true) : NULL;

    json_free(list);
    return text;
}

bool epi_api_call(struct epi_client *client, const char *api_name, const char *route_name,
                  const struct epi_api_argument *arguments, size_t count, const char *body,
                  bool all_pages, char **json, struct epi_error *err)
{
    const struct api *api = api_find(api_name, err);
    const struct route *route = api ? route_find(api, route_name, err) : NULL;
    struct session *session;
    struct route_args args = {.count = 0};
    struct answer answer = {0};

    if (!route || !(session = worker_session(client->worker, api->service, err)))
        return false;
    if (count > ROUTE_ARGS_MAX)
        return epi_error_set(err, EPI_ERROR_NEVER, "no route takes so many parameters");
    for (size_t i = 0; i < count; i++)
        route_text(&args, arguments[i].name, arguments[i].value);
    bool done = route_call(session, api, route->name, &args, body, all_pages, &answer, err);
    *json = answer.json ? json_write(answer.json, true) : NULL;
    answer_free(&answer);
    return done;
}
