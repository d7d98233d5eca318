/* SPDX-License-Identifier: MIT
 *
 * epimark rate, mark, unmark, undo, fix, order: the commands that change the journal.
 */
#include <string.h>

#include "core/cli/cli.h"

enum cli_exit cli_answer(struct epi_client *client, bool ok, const char *done,
                         const struct epi_error *err)
{
    cli_client_free(client);
    if (!ok)
        return cli_failed(err);
    cli_say("%s", done);
    return CLI_DONE;
}

/* What is to be recorded has to exist, and to be known, unless the user says otherwise. */
static void set_checks(const struct cli_call *call, struct epi_target *target)
{
    target->must_exist = !cli_value(call, "missing");
    target->must_be_known = !cli_value(call, "force");
}

enum cli_exit cli_rate(const struct cli_call *call)
{
    bool series = cli_value(call, "series");
    bool inbox = call->arg_count == 0;

    if (inbox && (series || cli_value(call, "season") || cli_value(call, "last")))
        return cli_missing(call);
    if (inbox)
        return cli_inbox(call);
    if (call->json || cli_value(call, "limit"))
        return cli_usage(call, "--%s is for the list only", call->json ? "json" : "limit");
    long long value;
    bool love = strcmp(call->args[0], "love") == 0;
    if (love || strcmp(call->args[0], "hate") == 0) {
        value = love ? EPI_RATING_LOVE : EPI_RATING_HATE;
    } else if (!cli_number(call->args[0], 0, 10, &value)) {
        return cli_usage(call, "invalid rating '%s'; expected 1-10, or 0 to take it back",
                         call->args[0]);
    }
    if (cli_value(call, "season") && series)
        return cli_usage(call, "--season and --series cannot be combined: rate one at a time");
    struct epi_target target;
    if (cli_target(call, 1, series, &target))
        return CLI_USAGE;
    set_checks(call, &target);
    target.scope = series                      ? EPI_SCOPE_SERIES
                   : cli_value(call, "season") ? EPI_SCOPE_SEASON
                                               : EPI_SCOPE_EPISODE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = epi_client_rate(client, &target, (int)value, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}

enum cli_exit cli_mark(const struct cli_call *call)
{
    const char *as = cli_value(call, "as") ? cli_value(call, "as") : "watched";

    if (strcmp(as, "watched") != 0 && strcmp(as, "acquired") != 0 && strcmp(as, "skipped") != 0)
        return cli_usage(call, "unknown mark '%s'; one of: watched, acquired, skipped", as);
    struct epi_target target;
    if (cli_target(call, 0, false, &target))
        return CLI_USAGE;
    set_checks(call, &target);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = epi_client_mark(client, &target, as, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}

/* Does what needs no more than a target. */
static enum cli_exit act_on(const struct cli_call *call,
                            bool (*function)(struct epi_client *, const struct epi_target *, char *,
                                             size_t, struct epi_error *))
{
    struct epi_target target;

    if (cli_target(call, 0, false, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = function(client, &target, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}

enum cli_exit cli_unmark(const struct cli_call *call)
{
    return act_on(call, epi_client_unmark);
}

enum cli_exit cli_undo(const struct cli_call *call)
{
    return act_on(call, epi_client_undo);
}

/* Reads the number of --season or --episode; -1 if it is not given. */
static enum cli_exit read_place(const struct cli_call *call, const char *option, long long *number)
{
    const char *text = cli_value(call, option);

    *number = -1;
    if (!text || cli_number(text, 0, 32767, number))
        return CLI_DONE;
    return cli_usage(call, "invalid value '%s' for --%s; expected 0-32767", text, option);
}

/* Whether a text is a value of the option order; else names the one most like it. */
static enum cli_exit check_order(const struct cli_call *call, const char *text)
{
    size_t index = 0;
    while (strcmp(epi_config_option(index)->name, "order") != 0)
        index++;
    const char *values = epi_config_option(index)->range;
    char near[32] = "";
    double best = 0.5;
    for (const char *at = values; *at; at += *at == '|') {
        char value[32];
        size_t len = strcspn(at, "|");
        snprintf(value, sizeof(value), "%.*s", (int)len, at);
        at += len;
        if (strcmp(value, text) == 0)
            return CLI_DONE;
        double similarity = epi_parser_similarity(value, text);
        if (similarity <= best)
            continue;
        best = similarity;
        snprintf(near, sizeof(near), "%s", value);
    }
    if (*near)
        return cli_usage(call, "unknown order '%s'; did you mean '%s'?", text, near);
    return cli_usage(call, "unknown order '%s'; one of: %s", text, values);
}

enum cli_exit cli_order(const struct cli_call *call)
{
    if (!cli_has_target(call, 0))
        return cli_missing(call);
    struct epi_target target;
    const char *order;
    if (cli_target_alone(call, &order, &target) || (order && check_order(call, order)))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = epi_client_order(client, &target, order, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}

static bool fix_none(struct epi_client *client, const struct epi_target *target, char *done,
                     size_t size, struct epi_error *err)
{
    return epi_client_fix_not(client, target, false, done, size, err);
}

static bool fix_leave(struct epi_client *client, const struct epi_target *target, char *done,
                      size_t size, struct epi_error *err)
{
    return epi_client_fix_not(client, target, true, done, size, err);
}

/* What it is not: --none, --leave. */
static enum cli_exit fix_not(const struct cli_call *call)
{
    static const char *const others[] = {"series", "season", "episode", "folder", "order"};

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        if (cli_value(call, others[i]))
            return cli_usage(call, "--none and --leave go without --%s", others[i]);
    }
    if (cli_value(call, "none") && cli_value(call, "leave"))
        return cli_usage(call, "--none and --leave cannot be combined");
    return act_on(call, cli_value(call, "leave") ? fix_leave : fix_none);
}

enum cli_exit cli_fix(const struct cli_call *call)
{
    const char *series = cli_value(call, "series");

    if (!cli_has_target(call, 0))
        return cli_missing(call);
    if (cli_value(call, "none") || cli_value(call, "leave"))
        return fix_not(call);
    if (!series)
        return cli_usage(call, "missing option: --series tvdb:ID, tvmaze:ID, imdb:ttID or a title");
    if (!epi_list_is_id(series) && !epi_list_is_title(series)) {
        return cli_usage(
            call, "invalid series '%s'; expected tvdb:ID, tvmaze:ID, imdb:ttID or a title", series);
    }
    const char *order = cli_value(call, "order");
    struct epi_target target;
    long long episode;
    long long season;
    if (cli_target(call, 0, false, &target) || read_place(call, "season", &season) ||
        read_place(call, "episode", &episode) || (order && check_order(call, order)))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = epi_client_fix(client, &target, series, (int)season, (int)episode,
                             cli_value(call, "folder"), order, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}
