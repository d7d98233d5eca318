/* SPDX-License-Identifier: MIT
 *
 * epimark match: which episode a file is.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* Matches one name and prints its object; input is what is echoed. */
static bool match_name(struct epi_client *client, const char *input, size_t len, const char *path,
                       double duration, const struct epi_error *refused)
{
    static struct epi_client_match match;
    struct epi_error err = {0};
    bool ok = false;

    if (refused)
        err = *refused;
    else
        ok = epi_client_match(client, path, duration, &match, &err);
    cli_json(epi_json_match(input, len, &match, ok ? NULL : &err));
    fflush(stdout);
    return ok && match.count > 0;
}

static bool match_line(struct epi_client *client, const char *line, size_t len, bool json)
{
    static char path[MATCH_INPUT_MAX + 1];
    struct epi_error err;
    double duration = 0;

    if (json) {
        if (!epi_json_read_request(line, len, path, sizeof(path), &duration, &err))
            return match_name(client, line, len, NULL, 0, &err);
        return match_name(client, path, strlen(path), path, duration, NULL);
    }
    if (memchr(line, '\0', len) || len >= sizeof(path)) {
        epi_error_set(&err, EPI_ERROR_NEVER, "this name %s",
                      len >= sizeof(path) ? "is longer than 64 KiB" : "holds a NUL byte");
        return match_name(client, line, len, NULL, 0, &err);
    }
    memcpy(path, line, len);
    path[len] = '\0';
    return match_name(client, path, len, path, 0, NULL);
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
        fputs("epimark: the input cannot be read, or holds a line over 8 MiB\n", stderr);
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
            all &= match_name(client, path, strlen(path), path, 0, NULL);
    }
    cli_client_free(client);
    return all && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}
