/* SPDX-License-Identifier: MIT
 *
 * epimark import: what was watched and rated elsewhere. First it only says what it would do.
 */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"
#include "core/import/import_read.h"
#include <epimark/import.h>
#include <epimark/keep.h>

/* The values of --dates. */
static const char DAY_FIRST[] = "day-first", MONTH_FIRST[] = "month-first";

enum { GROUPS_SHOWN = 20, UNREADABLE_SHOWN = 5, PASSWORD_MAX = 1024 };

/* One import. */
struct job {
    const struct cli_call *call;
    struct epi_client *client;
    struct epi_import *import;
    struct epi_error err; /* why something could not be added */
    bool failed;
    size_t read;
    struct table *table; /* while the groups are shown */
    size_t shown;
    size_t hidden;
};

/* ---- Reading ---- */

static bool add(void *context, const struct epi_imported *imported)
{
    struct job *job = context;

    if (++job->read % 1000 == 0)
        cli_progress(job->read, 0, "viewings and ratings read");
    job->failed = job->failed || !epi_import_add(job->import, imported, &job->err);
    return !job->failed && !cli_interrupted();
}

static void add_unreadable(void *context, const char *place, const char *why)
{
    struct job *job = context;

    job->failed = job->failed || !epi_import_add_unreadable(job->import, place, why, &job->err);
}

/* Reads a line of standard input, which a terminal does not echo. NULL if there is none. */
static char *ask_password(void *context, const char *file, bool again)
{
    struct termios before;
    bool hidden = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    struct cli_lines lines = {.fd = STDIN_FILENO};

    (void)context;
    if (again && !hidden)
        return NULL; /* what is piped in is not read twice */
    cli_progress_clear();
    if (hidden) {
        struct termios quiet = before;
        cli_ask(stderr, "%spassword of %s:", again ? "wrong password; " : "", file);
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        hidden = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    char *password = NULL;
    const char *line;
    size_t len;
    if (cli_line(&lines, &line, &len) && len > 0 && len < PASSWORD_MAX)
        password = strndup(line, len);
    if (lines.buffer)
        explicit_bzero(lines.buffer, lines.size);
    cli_lines_free(&lines);
    if (hidden) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    return password;
}

static enum cli_exit failed(const struct epi_error *err)
{
    if (err->kind != EPI_ERROR_STOPPED)
        return cli_failed(err);
    cli_error("%s; the same command goes on", err->text);
    return CLI_FAILED;
}

/* A file that is called as a service is given by a path: ./trakt. */
static bool read_service(struct job *job)
{
    if (epi_import_service_add(job->client, job->call->args[0], job->import, &job->err))
        return true;
    failed(&job->err);
    return false;
}

static bool read_export(struct job *job)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    const char *dates = cli_value(job->call, "dates");
    const struct import_options options = {
        .form = cli_value(job->call, "watched") ? "watched" : NULL,
        .now = now.tv_sec,
        .local = true,
        .day_first = dates && strcmp(dates, DAY_FIRST) == 0,
        .month_first = dates && strcmp(dates, MONTH_FIRST) == 0,
        .profile = cli_value(job->call, "profile"),
        .password = ask_password,
    };
    struct epi_error err = {0};

    if (import_read(job->call->args[0], &options, add, add_unreadable, job, &err) && !job->failed)
        return true;
    failed(job->failed ? &job->err : &err);
    return false;
}

/* ---- Words ---- */

static void add_counts(struct table *table, const struct epi_import_counts *counts)
{
    bool first = true;

    table_count(table, counts->viewings, counts->viewings == 1 ? "viewing" : "viewings", &first);
    table_count(table, counts->ratings, counts->ratings == 1 ? "rating" : "ratings", &first);
    table_count(table, counts->unsure, "unsure", &first);
    table_count(table, counts->later + counts->postponed, "not looked up", &first);
    table_count(table, counts->opened, "only opened", &first);
    table_count(table, counts->unread + counts->films, "left out", &first);
    table_count(table, counts->older, "older than yours", &first);
    table_count(table, counts->known, "known", &first);
}

/* Whether there is more to say of a group than that it is known. */
static bool is_news(const struct epi_import_counts *counts)
{
    return counts->viewings || counts->ratings || counts->unsure || counts->later ||
           counts->postponed || counts->opened || counts->unread || counts->films || counts->older;
}

static bool show_group(void *context, const struct epi_import_group *group)
{
    struct job *job = context;
    bool all = cli_value(job->call, "all");

    if (!all && (!is_news(&group->counts) || job->shown == GROUPS_SHOWN)) {
        job->hidden += is_news(&group->counts);
        return true;
    }
    job->shown++;
    table_title(job->table, group->title, group->year);
    table_last(job->table, *group->reason ? CLI_WAITS : CLI_PLAIN);
    add_counts(job->table, &group->counts);
    if (*group->reason)
        table_add(job->table, ": %s (%s)", group->reason, group->place);
    return true;
}

static bool show_unreadable(void *context, const char *place, const char *why)
{
    struct job *job = context;

    if (job->shown == UNREADABLE_SHOWN && !cli_value(job->call, "all")) {
        job->hidden++;
        return true;
    }
    job->shown++;
    cli_say("%s: %s", place, why);
    return true;
}

static void say_unreadable(struct job *job, const struct epi_import_plan *plan)
{
    job->shown = job->hidden = 0;
    epi_import_each_unreadable(job->import, show_unreadable, job);
    if (plan->unreadable > job->shown)
        cli_say("%zu more cannot be read.", plan->unreadable - job->shown);
}

static void say_groups(struct job *job)
{
    static const struct table_column columns[] = {{NULL, false, 0}, {NULL, false, 0}};

    job->shown = job->hidden = 0;
    job->table = table_new(columns, sizeof(columns) / sizeof(*columns));
    epi_import_each(job->import, show_group, job);
    table_end(job->table);
    if (job->hidden > 0)
        cli_say("%zu more series and films; --all lists them.", job->hidden);
}

/* "To tvmaze: at most 12 marks; what it has already is left out" */
void cli_say_target(const struct epi_import_target *target)
{
    cli_say("To %s: %s%zu %s%s%s", target->service, target->at_most ? "at most " : "",
            target->count, strcmp(target->kind, "rate") == 0 ? "rating" : target->kind,
            target->count == 1 ? "" : "s",
            !target->signed_in ? ", once you are signed in there"
            : target->at_most  ? "; what it has already is left out"
                               : "");
}

static void say_targets(const struct epi_import_plan *plan)
{
    for (size_t i = 0; i < plan->target_count; i++) {
        if (plan->targets[i].count > 0)
            cli_say_target(&plan->targets[i]);
    }
}

static void say_total(const struct epi_import_plan *plan)
{
    static const struct table_column column = {NULL, false, 0};
    const struct epi_import_counts *counts = &plan->counts;
    struct table *table = table_new(&column, 1);

    table_cell(table, CLI_PLAIN);
    table_add(table, "%zu series", plan->series);
    if (plan->films) {
        table_add(table, "%s %zu film%s", plan->files ? "," : " and", plan->films,
                  plan->films == 1 ? "" : "s");
    }
    if (plan->files)
        table_add(table, " and %zu other file%s", plan->files, plan->files == 1 ? "" : "s");
    table_add(table, "%s", plan->series + plan->films + plan->files > 0 ? ": " : "");
    add_counts(table, counts);
    table_end(table);
}

/* What can be done about what is left. */
static void say_what_next(const struct job *job, const struct epi_import_plan *plan)
{
    const struct epi_import_counts *counts = &plan->counts;
    size_t taken = counts->viewings + counts->ratings + counts->unsure + counts->later;

    if (plan->borrowed) {
        cli_say("%zu of them by numbers of TheTVDB, which TVmaze may count otherwise: `epimark "
                "login tvdb` makes sure.",
                plan->borrowed);
    }
    if (counts->postponed) {
        cli_say("Left out: %zu without a number, which a catalogue has to tell; import them again"
                " once it answers.",
                counts->postponed);
    }
    if (cli_value(job->call, "apply")) {
        cli_say("Taken in: %zu viewing%s, %zu rating%s.", counts->viewings,
                counts->viewings == 1 ? "" : "s", counts->ratings, counts->ratings == 1 ? "" : "s");
        if (counts->unsure)
            cli_say("Unsure: %zu; `epimark pending` asks.", counts->unsure);
        if (counts->later)
            cli_say("Kept, but not looked up yet: %zu; `epimark sync` does that.", counts->later);
        if (counts->viewings + counts->ratings > 0)
            cli_say("`epimark sync` sends now what goes to services.");
        return;
    }
    if (counts->opened > 0) {
        cli_say("--opened takes what was only opened for watched; with --series TITLE only what is"
                " of that series.");
    }
    if (taken > 0)
        cli_say("Nothing was changed: --apply takes it in.");
    else if (counts->opened == 0)
        cli_say("There is nothing new.");
}

static void say(struct job *job, const struct epi_import_plan *plan)
{
    cli_progress_clear();
    say_total(plan);
    if (!cli_value(job->call, "apply") || cli_value(job->call, "all"))
        say_groups(job);
    say_unreadable(job, plan);
    if (!cli_value(job->call, "apply"))
        say_targets(plan);
    say_what_next(job, plan);
}

/* ---- The command ---- */

static enum cli_exit run(struct job *job)
{
    bool apply = cli_value(job->call, "apply");

    if (!(epi_import_service_is(job->call->args[0]) ? read_service : read_export)(job))
        return CLI_FAILED;
    cli_progress_clear();
    const char *only = cli_value(job->call, "series");
    const struct epi_import_plan *plan = NULL;
    if (!only || epi_import_only(job->import, only, &job->err))
        plan = epi_import_find(job->import, cli_value(job->call, "opened"), &job->err);
    if (plan && apply)
        plan = epi_import_apply(job->import, &job->err);
    if (!plan)
        return failed(&job->err);
    if (job->call->json)
        cli_json(epi_json_import(job->import, plan, apply));
    else
        say(job, plan);
    return CLI_DONE;
}

enum cli_exit cli_import(const struct cli_call *call)
{
    const char *dates = cli_value(call, "dates");
    if (dates && strcmp(dates, DAY_FIRST) != 0 && strcmp(dates, MONTH_FIRST) != 0) {
        return cli_usage(call, "unknown order '%s'; one of: %s, %s", dates, DAY_FIRST, MONTH_FIRST);
    }
    if (epi_keep_is_journal(call->args[0])) {
        if (cli_value(call, "series"))
            return cli_usage(call, "--series cannot be combined with a journal: it is taken whole");
        return cli_take_journal(call);
    }
    struct job job = {.call = call, .client = cli_client(call)};
    enum cli_exit result = CLI_FAILED;

    if (!job.client)
        return CLI_FAILED;
    job.import = epi_import_new(job.client, &job.err);
    if (!job.import)
        cli_failed(&job.err);
    if (job.import)
        result = run(&job);
    epi_import_free(job.import);
    cli_client_free(job.client);
    return result;
}
