/* SPDX-License-Identifier: MIT
 *
 * epimark reconcile: what accounts hold against the journal. First it only says what differs.
 */
#include <string.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"
#include <epimark/import.h>
#include <epimark/reconcile.h>

enum { GROUPS_SHOWN = 20 };

/* One service. */
struct job {
    const struct cli_call *call;
    struct epi_client *client;
    struct epi_reconcile *reconcile;
    const struct epi_reconcile_plan *plan;
    unsigned flags;      /* what is asked for: EPI_RECONCILE_* */
    bool *first;         /* of the JSON */
    struct table *table; /* while the groups are shown */
    size_t shown;
    size_t hidden;
};

/* ---- Words ---- */

static void add_counts(struct table *table, const struct epi_reconcile_counts *counts, bool marks)
{
    bool first = true;

    table_count(table, counts->missing_there, "missing there", &first);
    table_count(table, counts->missing_here, "missing here", &first);
    table_count(table, counts->twice, "twice there", &first);
    table_count(table, counts->other, marks ? "marked otherwise" : "at another time", &first);
    table_count(table, counts->ratings_missing_there, "not rated there", &first);
    table_count(table, counts->ratings_missing_here, "not rated here", &first);
    table_count(table, counts->ratings_other, "rated otherwise", &first);
    if (first)
        table_add(table, "no difference");
}

static void say_total(const struct job *job)
{
    static const struct table_column column = {NULL, false, 0};
    const struct epi_reconcile_plan *plan = job->plan;
    struct table *table = table_new(&column, 1);

    table_cell(table, CLI_PLAIN);
    table_add(table, "%s: %zu %s%s and %zu rating%s are the same; ", plan->service,
              plan->counts.same, plan->marks ? "mark" : "play", plan->counts.same == 1 ? "" : "s",
              plan->counts.same_ratings, plan->counts.same_ratings == 1 ? "" : "s");
    add_counts(table, &plan->counts, plan->marks);
    table_end(table);
    if (plan->part) {
        cli_say("Only series that you watched here were compared, and no ratings: %s shows the "
                "rest only to premium members.",
                plan->service);
    }
    if (plan->unidentified > 0) {
        cli_say("%zu of what you watched %s not identified yet, and may be among what is missing "
                "here.",
                plan->unidentified, plan->unidentified == 1 ? "is" : "are");
    }
}

/* "season 1", "1x02", or nothing of a series or film. */
static void add_number(struct table *table, const struct epi_difference *one)
{
    if (one->number >= 0)
        table_add(table, "%dx%02d: ", one->season, one->number);
    else if (one->season >= 0)
        table_add(table, "season %d: ", one->season);
}

/* One side of a difference: "2020-03-01 20:00 here", "8/10 there only, 2020-03-01 20:00" */
static void add_side(struct table *table, const struct epi_difference *one, bool here, bool only)
{
    char time[CLI_TIME_MAX], rating[CLI_RATING_MAX];
    int64_t at = here ? one->here_at : one->there_at;
    const char *as = here ? one->here_as : one->there_as;
    const char *side = here ? "here" : "there";

    if (one->rating) {
        table_add(table, "%s %s%s", cli_rating(here ? one->here_rating : one->there_rating, rating),
                  side, only ? " only" : "");
        if (at)
            table_add(table, ", %s", cli_time(at, time));
        return;
    }
    table_add(table, "%s %s%s", at ? cli_time(at, time) : "at an unknown time", side,
              only ? " only" : "");
    if (strcmp(as, "watched") != 0)
        table_add(table, ", %s", as);
}

static void show_difference(struct job *job, const struct epi_difference *one)
{
    bool both = strcmp(one->kind, "other") == 0;
    bool twice = strcmp(one->kind, "twice") == 0;
    bool here = both || strcmp(one->kind, "missing-there") == 0;

    table_cell(job->table, CLI_PLAIN);
    table_last(job->table, CLI_PLAIN);
    add_number(job->table, one);
    if (here)
        add_side(job->table, one, true, !both);
    table_add(job->table, both ? "; " : "");
    if (both || !here)
        add_side(job->table, one, false, !both && !twice);
    if (twice)
        table_add(job->table, ", the second play");
}

static bool show_group(void *context, const struct epi_reconcile_group *group)
{
    struct job *job = context;
    bool all = cli_value(job->call, "all");

    if (!all && job->shown == GROUPS_SHOWN) {
        job->hidden++;
        return true;
    }
    job->shown++;
    table_title(job->table, group->series->title, group->series->year);
    table_last(job->table, CLI_PLAIN);
    add_counts(job->table, &group->counts, job->plan->marks);
    for (size_t i = 0; all && i < group->difference_count; i++)
        show_difference(job, &group->differences[i]);
    return true;
}

static void say_groups(struct job *job)
{
    static const struct table_column columns[] = {{NULL, false, 0}, {NULL, false, 0}};

    job->shown = job->hidden = 0;
    job->table = table_new(columns, sizeof(columns) / sizeof(*columns));
    epi_reconcile_each(job->reconcile, show_group, job);
    table_end(job->table);
    if (job->hidden > 0)
        cli_say("%zu more series and films; --all lists them.", job->hidden);
}

/* What each repair would do. */
static void say_repairs(const struct job *job)
{
    const struct epi_reconcile_plan *plan = job->plan;

    if (plan->to_service > 0)
        cli_say("--to-service sends %zu to %s.", plan->to_service, plan->service);
    if (plan->to_journal > 0)
        cli_say("--to-journal takes in %zu from %s.", plan->to_journal, plan->service);
    if (plan->doubles > 0) {
        cli_say("--remove-doubles removes %zu play%s at %s.", plan->doubles,
                plan->doubles == 1 ? "" : "s", plan->service);
    }
    if (job->flags)
        cli_say("Nothing was changed: --apply does it.");
}

static void say_done(const struct job *job, const struct epi_reconciled *done)
{
    if (job->flags & EPI_RECONCILE_DOUBLES)
        cli_say("Removed: %zu play%s.", done->removed, done->removed == 1 ? "" : "s");
    if (job->flags & EPI_RECONCILE_TO_JOURNAL)
        cli_say("Taken in: %zu.", done->taken);
    if (done->unsure > 0)
        cli_say("Unsure: %zu; `epimark pending` asks.", done->unsure);
    if (job->flags & EPI_RECONCILE_TO_SERVICE)
        cli_say("To be sent: %zu.", done->due);
}

/* ---- The command ---- */

static enum cli_exit repair(struct job *job)
{
    bool apply = cli_value(job->call, "apply");
    struct epi_reconciled done = {.due = 0};
    struct epi_error err;
    bool ok = !apply || epi_reconcile_apply(job->reconcile, job->flags, &done, &err);

    cli_progress_clear();
    if (job->call->json) {
        cli_json_element(epi_json_reconcile(job->reconcile, apply ? &done : NULL), job->first);
    } else {
        say_total(job);
        say_groups(job);
        if (apply)
            say_done(job, &done);
        else
            say_repairs(job);
    }
    return ok ? CLI_DONE : cli_failed(&err);
}

static enum cli_exit run(struct job *job, const char *service)
{
    struct epi_error err;

    job->reconcile = epi_reconcile_new(job->client, service, &err);
    cli_progress_clear();
    if (!job->reconcile)
        return cli_failed(&err);
    job->plan = epi_reconcile_plan(job->reconcile);
    enum cli_exit result = repair(job);
    epi_reconcile_free(job->reconcile);
    return result;
}

static enum cli_exit unknown_service(const struct cli_call *call)
{
    char names[128] = "";
    const char *name;

    for (size_t i = 0; (name = epi_reconcile_service(i)); i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof(names) - used, "%s%s", used ? ", " : "", name);
    }
    return cli_usage(call, "unknown service '%s'; one of: %s", call->args[0], names);
}

/* All services that can be asked and are signed in. */
static enum cli_exit run_all(struct job *job)
{
    enum cli_exit result = CLI_DONE;
    const char *name;
    size_t count = 0;

    for (size_t i = 0; (name = epi_reconcile_service(i)) && !cli_interrupted(); i++) {
        struct epi_error err;
        const struct epi_account *account = epi_account_status(job->client, name, false, &err);
        if (!account || !account->signed_in)
            continue;
        count++;
        if (run(job, name) != CLI_DONE)
            result = CLI_FAILED;
    }
    if (count > 0)
        return result;
    cli_error("you are signed in to no service that can be asked for what you have there; run "
              "`epimark login trakt`");
    return CLI_FAILED;
}

/* What was made due is sent now. */
static enum cli_exit send_now(const struct job *job, enum cli_exit result)
{
    struct epi_error err;
    const struct epi_sync *sync = epi_client_sync(job->client, false, &err);

    cli_progress_clear();
    if (!sync)
        return cli_failed(&err);
    if (!job->call->json) {
        bool why = sync->waiting && *sync->reason;
        cli_say("%d sent, %d waiting%s%s", sync->sent, sync->waiting, why ? ": " : "",
                why ? sync->reason : "");
    }
    return result;
}

static unsigned read_flags(const struct cli_call *call)
{
    return (cli_value(call, "to-service") ? EPI_RECONCILE_TO_SERVICE : 0) |
           (cli_value(call, "to-journal") ? EPI_RECONCILE_TO_JOURNAL : 0) |
           (cli_value(call, "remove-doubles") ? EPI_RECONCILE_DOUBLES : 0);
}

enum cli_exit cli_reconcile(const struct cli_call *call)
{
    bool first = true, apply = cli_value(call, "apply");
    struct job job = {.call = call, .flags = read_flags(call), .first = &first};

    if (apply && !job.flags)
        return cli_usage(call, "--apply needs --to-service, --to-journal or --remove-doubles");
    if (call->arg_count > 0 && !epi_import_service_is(call->args[0]))
        return unknown_service(call);
    job.client = cli_client(call);
    if (!job.client)
        return CLI_FAILED;
    enum cli_exit result = call->arg_count > 0 ? run(&job, call->args[0]) : run_all(&job);
    if (call->json)
        cli_json_end(first);
    if (apply && (job.flags & EPI_RECONCILE_TO_SERVICE) && result == CLI_DONE)
        result = send_now(&job, result);
    cli_client_free(job.client);
    return result;
}
