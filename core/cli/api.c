/* SPDX-License-Identifier: MIT
 *
 * epimark api: the web APIs themselves, route by route.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

enum { ARGUMENTS_MAX = 24, BODY_MAX = 16 << 20 };

static void list_apis(void)
{
    const char *api;

    for (size_t i = 0; (api = epi_api_name(i)); i++) {
        struct epi_api_route route;
        size_t count = 0;

        while (epi_api_route(api, count, &route, NULL))
            count++;
        printf("%-12s %zu routes\n", api, count);
    }
    puts("`epimark api SERVICE` lists them.");
}

static enum cli_exit list_routes(const struct cli_call *call, const char *api)
{
    struct epi_api_route route;
    struct epi_error err = {0};
    char *json = epi_api_routes_json(api, &err);

    if (!json)
        return cli_usage(call, "%s", err.text);
    if (call->json) {
        cli_json(json);
        return CLI_DONE;
    }
    free(json);
    for (size_t i = 0; epi_api_route(api, i, &route, &err); i++) {
        printf("%-28s %-6s %s\n", route.name, route.method, route.path);
        printf("    %s\n", route.help);
        if (route.takes[0])
            printf("    takes %s\n", route.takes);
    }
    return CLI_DONE;
}

/* Cuts NAME=VALUE in two, in place. */
static enum cli_exit read_arguments(const struct cli_call *call, struct epi_api_argument *arguments,
                                    size_t *count)
{
    *count = 0;
    for (int i = 2; i < call->arg_count; i++) {
        char *equals = strchr(call->args[i], '=');

        if (!equals || equals == call->args[i])
            return cli_usage(call, "'%s' is not NAME=VALUE", call->args[i]);
        if (*count == ARGUMENTS_MAX)
            return cli_usage(call, "no route takes so many parameters");
        *equals = '\0';
        arguments[(*count)++] = (struct epi_api_argument){call->args[i], equals + 1};
    }
    return CLI_DONE;
}

/* All of standard input; NULL with the reason said. */
static char *read_body(void)
{
    char *body = malloc(BODY_MAX + 1);
    size_t len = body ? fread(body, 1, BODY_MAX + 1, stdin) : 0;

    if (!body || len > BODY_MAX || ferror(stdin)) {
        fputs("epimark: standard input cannot be read, or is over 16 MiB\n", stderr);
        free(body);
        return NULL;
    }
    body[len] = '\0';
    return body;
}

static enum cli_exit make_call(const struct cli_call *call, const char *body)
{
    struct epi_api_argument arguments[ARGUMENTS_MAX];
    size_t count;
    char *json = NULL;
    struct epi_error err;
    enum cli_exit result = read_arguments(call, arguments, &count);
    struct epi_client *client = result == CLI_DONE ? cli_client(call) : NULL;

    if (!client)
        return result == CLI_DONE ? CLI_FAILED : result;
    bool done = epi_api_call(client, call->args[0], call->args[1], arguments, count, body,
                             cli_value(call, "all-pages") != NULL, &json, &err);
    if (json)
        cli_json(json); /* what a service says where it refuses, too */
    if (!done)
        result = err.kind == EPI_ERROR_NEVER && err.status == 0 ? cli_usage(call, "%s", err.text)
                                                                : cli_failed(&err);
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
