/* SPDX-License-Identifier: MIT
 *
 * epimark api: calls the routes of the web APIs.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

enum { BODY_MAX = 16 << 20 };

static bool count_route(void *count, const struct epi_route *route)
{
    (void)route;
    ++*(size_t *)count;
    return true;
}

static void list_apis(void)
{
    const char *api;

    for (size_t i = 0; (api = epi_api_name(i)); i++) {
        size_t count = 0;

        epi_api_routes(api, count_route, &count, NULL);
        printf("%-12s %zu routes\n", api, count);
    }
    cli_say("`epimark api SERVICE` lists them.");
}

static bool print_route(void *context, const struct epi_route *route)
{
    (void)context;
    char line[512];

    snprintf(line, sizeof(line), "%-28s %-6s %s", route->name, route->method, route->path);
    cli_say("%s", line);
    cli_paragraph(stdout, 0, 4, route->help);
    if (route->takes[0])
        cli_paragraph(stdout, printf("    takes"), 8, route->takes);
    return true;
}

static enum cli_exit list_routes(const struct cli_call *call, const char *api)
{
    struct epi_error err = {0};

    if (!call->json) {
        return epi_api_routes(api, print_route, NULL, &err) ? CLI_DONE
                                                            : cli_usage(call, "%s", err.text);
    }
    char *json = epi_api_routes_json(api, &err);
    if (!json)
        return cli_usage(call, "%s", err.text);
    cli_json(json);
    return CLI_DONE;
}

/* Reads all of standard input. NULL if that failed; the reason is then printed. */
static char *read_body(void)
{
    char *body = malloc(BODY_MAX + 1);
    size_t len = body ? fread(body, 1, BODY_MAX + 1, stdin) : 0;

    if (!body || len > BODY_MAX || ferror(stdin)) {
        cli_error("cannot read standard input, or it is larger than 16 MiB");
        free(body);
        return NULL;
    }
    body[len] = '\0';
    return body;
}

/* Whether a route's answers have no body. */
struct head_route {
    const char *name;
    bool head;
};

static bool find_head(void *context, const struct epi_route *route)
{
    struct head_route *wanted = context;

    if (strcmp(route->name, wanted->name) != 0)
        return true;
    wanted->head = strcmp(route->method, "HEAD") == 0;
    return false;
}

static enum cli_exit make_call(const struct cli_call *call, const char *body)
{
    struct head_route route = {call->args[1], false};
    epi_api_routes(call->args[0], find_head, &route, NULL);
    const struct epi_api_request request = {
        .size = sizeof(request),
        .api = call->args[0],
        .route = call->args[1],
        .arguments = (const char *const *)(call->args + 2),
        .count = (size_t)call->arg_count - 2,
        .headers = call->repeated,
        .header_count = call->repeated_count,
        .body = body,
        .all_pages = cli_value(call, "all-pages") != NULL,
        .head = route.head || cli_value(call, "head"),
    };
    struct epi_error err;
    char warning[256];
    if (!epi_api_check(&request, warning, sizeof(warning), &err))
        return cli_usage(call, "%s", err.text);
    if (warning[0])
        cli_error("warning: %s", warning);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    char *json = NULL;
    bool done = epi_api_call(client, &request, &json, &err);
    if (json)
        cli_json(json); /* also the answer of a service that refused */
    enum cli_exit result = CLI_DONE;
    if (!done) {
        result = err.kind == EPI_ERROR_NEVER && err.status == 0 ? cli_usage(call, "%s", err.text)
                                                                : cli_failed(&err);
    }
    cli_client_free(client);
    return result;
}

enum cli_exit cli_api(const struct cli_call *call)
{
    const char *data = cli_value(call, "data");
    char *input = NULL;

    if (call->arg_count == 0) {
        list_apis();
        return CLI_DONE;
    }
    if (call->arg_count == 1)
        return list_routes(call, call->args[0]);
    if (data && strcmp(data, "-") == 0) {
        input = read_body();
        if (!input)
            return CLI_FAILED;
    }
    enum cli_exit result = make_call(call, input ? input : data);
    free(input);
    return result;
}
