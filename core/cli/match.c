/* SPDX-License-Identifier: MIT
 *
 * epimark match: which episode a file is.
 */
#include "core/cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Matches one name and prints its object; input is what is echoed. */
static bool match_name(struct desk *desk, const char *input, size_t len, const char *path,
                       double duration, const struct error *refused)
{
    static struct desk_match match;
    struct error err = {0};
    bool ok = false;

    if (refused)
        err = *refused;
    else
        ok = desk_match(desk, path, duration, &match, &err);
    cli_json(core_json_match(input, len, &match, ok ? NULL : &err));
    fflush(stdout);
    return ok && match.count > 0;
}

static bool match_line(struct desk *desk, const char *line, size_t len, bool json)
{
    static char path[MATCH_INPUT_MAX + 1];
    struct error err;
    double duration = 0;

    if (json) {
        if (!core_read_request(line, len, path, sizeof(path), &duration, &err))
            return match_name(desk, line, len, NULL, 0, &err);
        return match_name(desk, path, strlen(path), path, duration, NULL);
    }
    if (memchr(line, '\0', len) || len >= sizeof(path)) {
        error_set(&err, ERROR_NEVER, "this name %s",
                  len >= sizeof(path) ? "is longer than 64 KiB" : "holds a NUL byte");
        return match_name(desk, line, len, NULL, 0, &err);
    }
    memcpy(path, line, len);
    path[len] = '\0';
    return match_name(desk, path, len, path, 0, NULL);
}

static bool match_lines(struct desk *desk, bool json)
{
    struct cli_lines lines = {.fd = STDIN_FILENO};
    const char *line;
    size_t len;
    bool all = true;

    while (!cli_interrupted() && cli_line(&lines, &line, &len))
        all &= match_line(desk, line, len, json);
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
    struct desk *desk = cli_desk(call);
    if (!desk)
        return CLI_FAILED;
    for (int i = 0; i < call->arg_count && !cli_interrupted(); i++) {
        const char *path = call->args[i];
        if (!strcmp(path, "-"))
            all &= match_lines(desk, json);
        else
            all &= match_name(desk, path, strlen(path), path, 0, NULL);
    }
    cli_desk_free(desk);
    return all && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}
