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

/* Cuts "NAME=VALUE" in two, in place. */
static bool add_argument(struct route_args *args, char *text, struct epi_error *err)
{
    char *equals = strchr(text, '=');

    if (!equals || equals == text)
        return epi_error_set(err, EPI_ERROR_NEVER, "'%s' is not NAME=VALUE", text);
    *equals = '\0';
    route_text(args, text, equals + 1);
    return true;
}

static void free_texts(char ***texts)
{
    for (size_t i = 0; *texts && (*texts)[i]; i++)
        free((*texts)[i]);
    free(*texts);
}

bool epi_api_call(struct epi_client *client, const char *api_name, const char *route_name,
                  const char *const *arguments, size_t count, const char *body, bool all_pages,
                  char **json, struct epi_error *err)
{
    const struct api *api = api_find(api_name, err);
    const struct route *route = api ? route_find(api, route_name, err) : NULL;
    CLEANUP(free_texts) char **texts = calloc(ROUTE_ARGS_MAX + 1, sizeof(*texts));
    struct route_args args = {.count = 0};

    *json = NULL;
    if (!route)
        return false;
    if (count > ROUTE_ARGS_MAX)
        return epi_error_set(err, EPI_ERROR_NEVER, "too many parameters");
    for (size_t i = 0; i < count; i++) {
        if (!texts || !(texts[i] = strdup(arguments[i])))
            return error_memory(err);
        if (!add_argument(&args, texts[i], err))
            return false;
    }
    struct session *session = worker_session(client->worker, api->service, err);
    if (!session)
        return false;
    struct answer answer = {0};
    bool done = route_call(session, api, route->name, &args, body, all_pages, &answer, err);
    *json = answer.json ? json_write(answer.json, true) : NULL;
    answer_free(&answer);
    return done;
}
