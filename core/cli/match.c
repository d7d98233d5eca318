/* SPDX-License-Identifier: MIT
 *
 * epimark match: looks up which episode a file is.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cli/cli.h"

/* ---- What was done so far ---- */

/* Of all names of one command. */
static struct {
    bool words; /* on a terminal, and JSON is not asked for */
    size_t found;
    size_t missing;
    size_t names; /* how many there are; 0 unknown */
} tally;

static void show_summary(void)
{
    cli_progress_clear();
    if (isatty(STDERR_FILENO) && tally.found + tally.missing > 1) {
        cli_remark("%zu names looked up: %zu found, %zu not found", tally.found + tally.missing,
                   tally.found, tally.missing);
    }
}

/* ---- Names ---- */

/* Prints the object of one name, in which input is repeated, or the same in words. */
static bool print_match(const char *input, size_t len, const struct epi_match *match,
                        const struct epi_error *err)
{
    cli_progress_clear();
    if (!tally.words) {
        cli_json(epi_json_match(input, len, match, err));
    } else {
        char *name = strndup(input, len);
        if (tally.found + tally.missing > 0)
            putchar('\n');
        cli_print_match(name ? name : "", match, err);
        free(name);
    }
    fflush(stdout);
    bool found = match && match->count > 0;
    tally.found += found;
    tally.missing += !found;
    if (tally.names != 1)
        cli_progress(tally.found + tally.missing, tally.names, "names");
    return found;
}

static bool match_name(struct epi_client *client, const char *input, size_t len, const char *path,
                       double duration)
{
    cli_progress_about(path);
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
    tally.names = 0;
    struct cli_lines lines = {.fd = STDIN_FILENO};
    const char *line;
    size_t len;
    bool all = true;

    while (!cli_interrupted() && cli_line(&lines, &line, &len))
        all &= match_line(client, line, len, json);
    if (lines.failed)
        cli_error("cannot read standard input, or a line is longer than 16 MiB");
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
    tally.words = !call->json && !json && cli_terminal();
    tally.names = (size_t)call->arg_count;
    for (int i = 0; i < call->arg_count && !cli_interrupted(); i++) {
        const char *path = call->args[i];
        if (strcmp(path, "-") == 0)
            all &= match_lines(client, json);
        else
            all &= match_name(client, path, strlen(path), path, 0);
    }
    cli_client_free(client);
    show_summary();
    return all && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}
