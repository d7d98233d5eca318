/* SPDX-License-Identifier: MIT
 *
 * epimark match: looks up which episode a file is.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* Prints the object of one name; input is repeated in it. */
static bool print_match(const char *input, size_t len, const struct epi_match *match,
                        const struct epi_error *err)
{
    cli_json(epi_json_match(input, len, match, err));
    fflush(stdout);
    return match && match->count > 0;
}

static bool match_name(struct epi_client *client, const char *input, size_t len, const char *path,
                       double duration)
{
    struct epi_error err;

    return print_match(input, len, epi_client_match(client, path, duration, &err), &err);
}

enum { PATH_SIZE = 65536 + 1 }; /* longer names are refused */

static bool match_line(struct epi_client *client, const char *line, size_t len, bool json)
{
    static char path[PATH_SIZE];
    struct epi_error err;
    double duration = 0;

    if (json) {
        if (!epi_json_read_request(line, len, path, sizeof(path), &duration, &err))
            return print_match(line, len, NULL, &err);
        return match_name(client, path, strlen(path), path, duration);
    }
    if (memchr(line, '\0', len) || len >= sizeof(path)) {
        epi_error_set(&err, EPI_ERROR_NEVER, "this name %s",
                      len >= sizeof(path) ? "is longer than 64 KiB" : "contains a NUL byte");
        return print_match(line, len, NULL, &err);
    }
    memcpy(path, line, len);
    path[len] = '\0';
    return match_name(client, path, len, path, 0);
}

static bool match_lines(struct epi_client *client, bool json)
{
    struct cli_lines lines = {.fd = STDIN_FILENO};
    const char *line;
    size_t len;
    bool all = true;

    while (!cli_interrupted() && cli_line(&lines, &line, &len))
        all &= match_line(client, line, len, json);
    if (lines.failed)
        fputs("epimark: cannot read standard input, or a line is longer than 16 MiB\n", stderr);
    all &= !lines.failed && !cli_interrupted();
    cli_lines_free(&lines);
    return all;
}

enum cli_exit cli_match(const struct cli_call *call)
{
    bool json = cli_value(call, "jsonl");
    bool all = true;

    if (json && (call->arg_count != 1 || strcmp(call->args[0], "-") != 0))
        return cli_usage(call, "--jsonl reads standard input: epimark match --jsonl -");
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    for (int i = 0; i < call->arg_count && !cli_interrupted(); i++) {
        const char *path = call->args[i];
        if (strcmp(path, "-") == 0)
            all &= match_lines(client, json);
        else
            all &= match_name(client, path, strlen(path), path, 0);
    }
    cli_client_free(client);
    return all && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}
