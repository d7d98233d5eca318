/* SPDX-License-Identifier: MIT
 *
 * epimark rate, mark, undo, fix: what changes the journal.
 */
#include <string.h>

#include "core/cli/cli.h"

void cli_target(const char *text, struct epi_client_target *target)
{
    long long row;

    memset(target, 0, sizeof(*target));
    if (text && cli_number(text, 1, INT64_MAX, &row))
        target->row = row;
    else
        target->path = text;
}

/* Says what was done, or why not. */
static enum cli_exit answer(struct epi_client *client, bool ok, const char *done,
                            const struct epi_error *err)
{
    cli_client_free(client);
    if (!ok)
        return cli_failed(err);
    cli_print(stdout, done);
    putchar('\n');
    return CLI_DONE;
}

enum cli_exit cli_rate(const struct cli_call *call)
{
    struct epi_client_target target;
    struct epi_error err;
    char done[1024];
    long long value;

    if (!cli_number(call->args[0], 0, 10, &value))
        return cli_usage(call, "a rating is a number from 1 to 10, or 0 to take it back, not '%s'",
                         call->args[0]);
    if (cli_value(call, "season") && cli_value(call, "series"))
        return cli_usage(call, "--season or --series: rate one after the other");
    cli_target(call->args[1], &target);
    target.scope = cli_value(call, "series")   ? EPI_SCOPE_SERIES
                   : cli_value(call, "season") ? EPI_SCOPE_SEASON
                                               : EPI_SCOPE_EPISODE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_rate(client, &target, (int)value, done, sizeof(done), &err);
    return answer(client, ok, done, &err);
}

enum cli_exit cli_mark(const struct cli_call *call)
{
    const char *as = cli_value(call, "as");
    struct epi_client_target target;
    struct epi_error err;
    char done[1024];

    if (as && strcmp(as, "watched") != 0 && strcmp(as, "acquired") != 0 &&
        strcmp(as, "skipped") != 0)
        return cli_usage(call, "a mark is watched, acquired or skipped, not '%s'", as);
    cli_target(call->args[0], &target);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_mark(client, &target, as ? as : "watched", done, sizeof(done), &err);
    return answer(client, ok, done, &err);
}

enum cli_exit cli_undo(const struct cli_call *call)
{
    struct epi_client_target target;
    struct epi_error err;
    char done[1024];

    cli_target(call->args[0], &target);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_undo(client, &target, done, sizeof(done), &err);
    return answer(client, ok, done, &err);
}

bool cli_series(const char *text, struct series_ids *ids)
{
    const char *colon = strchr(text, ':');
    long long id;

    memset(ids, 0, sizeof(*ids));
    if (!colon || !cli_number(colon + 1, 1, INT64_MAX, &id))
        return false;
    if (strncmp(text, "tvdb:", 5) == 0)
        ids->tvdb = id;
    else if (strncmp(text, "tvmaze:", 7) == 0)
        ids->tvmaze = id;
    return ids->tvdb || ids->tvmaze;
}

/* A number of --season or --episode; -1 where it is not given. */
static bool read_place(const struct cli_call *call, const char *option, long long *number)
{
    const char *text = cli_value(call, option);

    *number = -1;
    return !text || cli_number(text, 0, 32767, number);
}

enum cli_exit cli_fix(const struct cli_call *call)
{
    const char *wanted = cli_value(call, "series");
    struct epi_client_target target;
    struct series_ids series;
    long long season;
    long long episode;
    struct epi_error err;
    char done[1024];

    if (!wanted)
        return cli_usage(call, "--series is missing: which series is it?");
    if (!cli_series(wanted, &series))
        return cli_usage(call, "--series takes tvdb:ID or tvmaze:ID, not '%s'", wanted);
    if (!read_place(call, "season", &season) || !read_place(call, "episode", &episode))
        return cli_usage(call, "--season and --episode take a number");
    cli_target(call->args[0], &target);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_fix(client, &target, &series, (int)season, (int)episode, done,
                             sizeof(done), &err);
    return answer(client, ok, done, &err);
}
