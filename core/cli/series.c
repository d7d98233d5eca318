/* SPDX-License-Identifier: MIT
 *
 * epimark progress, next: how far series are watched, and what comes next; search: series of the
 * catalogues.
 */
#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { YEAR_DAYS = 366 };

struct listing {
    bool json;
    bool first;
    bool next;           /* only what comes next */
    int unknown;         /* series whose episodes are not known */
    int unidentified;    /* what was watched and is in none of them yet */
    struct table *table; /* unless it is JSON */
    char error[512];     /* the first reason why something is not known */
};

static const struct table_column progress_columns[] = {
    {"series", false, 0}, {"watched", true, 0}, {"last", false, 0}, {"next", false, 0}};

static const struct table_column next_columns[] = {
    {"series", false, 0}, {"date", false, 0}, {"next", false, 0}};

static const struct table_column found_columns[] = {
    {"series", false, 0}, {"network", false, 0}, {"ids", false, 0}};

static void add_number(struct table *table, const struct epi_episode *episode)
{
    table_add(table, "%dx%02d", episode->season, episode->number);
}

/* "1x02 Title" */
static void add_episode(struct table *table, const struct epi_episode *episode)
{
    add_number(table, episode);
    if (episode->title[0])
        table_add(table, " %s", episode->title);
}

/* When it was or will be aired. */
static void add_date(struct table *table, const struct epi_progress *progress)
{
    const char *date = progress->next->airdate;

    if (date[0])
        table_add(table, "%s %s", progress->next_aired ? "aired" : "airs", date);
    else if (!progress->next_aired)
        table_add(table, "no date yet");
}

/* What can be watched now is not dim. */
static enum cli_paint paint_of(const struct epi_progress *progress)
{
    return progress->next_aired ? CLI_PLAIN : CLI_DIM;
}

static void add_next(struct table *table, const struct epi_progress *progress)
{
    table_series(table, progress->series);
    table_cell(table, paint_of(progress));
    add_date(table, progress);
    table_cell(table, paint_of(progress));
    add_episode(table, progress->next);
}

static void add_progress(struct table *table, const struct epi_progress *progress)
{
    table_series(table, progress->series);
    table_cell(table, CLI_PLAIN);
    if (progress->aired >= 0)
        table_add(table, "%d of %d", progress->watched, progress->aired);
    else
        table_add(table, "unknown");
    if (progress->unidentified)
        table_add(table, " +%d", progress->unidentified);
    table_cell(table, CLI_DIM);
    add_number(table, progress->last);
    char when[CLI_TIME_MAX];
    table_add(table, " %.10s", cli_time(progress->watched_at, when));
    table_last(table, progress->next ? paint_of(progress) : CLI_DIM);
    if (!progress->next)
        return;
    add_episode(table, progress->next);
    table_add(table, ", ");
    add_date(table, progress);
}

static bool list(void *context, const struct epi_progress *progress)
{
    struct listing *listing = context;

    if (progress->error[0] && !listing->error[0])
        snprintf(listing->error, sizeof(listing->error), "%s", progress->error);
    listing->unknown += progress->aired < 0;
    listing->unidentified += progress->unidentified;
    if (listing->next && !progress->next)
        return !cli_interrupted();
    if (listing->json) {
        cli_progress_clear();
        cli_json_element(epi_json_progress(progress), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    if (listing->next)
        add_next(listing->table, progress);
    else
        add_progress(listing->table, progress);
    return !cli_interrupted();
}

static bool count_unidentified(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    listing->unidentified += entry->watched_at && entry->identify;
    return true;
}

/* Says what a table does not count, and what is to be done about it. */
static void print_unidentified(const struct listing *listing)
{
    if (listing->unidentified) {
        cli_say("%d more %s watched, but not identified yet: `epimark sync` looks up, `epimark "
                "pending` asks about what is unsure.",
                listing->unidentified, listing->unidentified == 1 ? "was" : "were");
    }
}

static bool find_one(void *context, const struct epi_progress *progress)
{
    (void)progress;
    *(bool *)context = true;
    return false;
}

/* That there is none; whether one was last watched long ago. Asks no service. */
static void print_none(struct epi_client *client, bool next)
{
    struct epi_progress_query query = {.size = sizeof(query), .offline = true};
    struct epi_error ignored;
    bool older = false;

    epi_progress_each(client, &query, find_one, &older, &ignored);
    cli_progress_clear();
    cli_say("%s%s", next ? "Nothing comes next." : "No series is in progress.",
            older ? " --all goes further back than a year." : "");
}

static enum cli_exit run(const struct cli_call *call, bool next)
{
    struct listing listing = {.json = call->json, .first = true, .next = next};
    bool named = cli_has_target(call, 0);
    struct epi_target target;

    if (cli_target(call, 0, true, &target))
        return CLI_USAGE;
    bool all = named || cli_value(call, "all");
    struct epi_progress_query query = {.size = sizeof(query),
                                       .target = named ? &target : NULL,
                                       .days = all ? 0 : YEAR_DAYS,
                                       .offline = cli_value(call, "offline") != NULL};
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    if (!call->json)
        listing.table = next ? table_new(next_columns, 3) : table_new(progress_columns, 4);
    struct epi_error err;
    bool ok = epi_progress_each(client, &query, list, &listing, &err);
    cli_progress_clear();
    if (ok && !named) {
        listing.unidentified = 0;
        ok = epi_client_history(client, 0, true, count_unidentified, &listing, &err);
    }
    bool printed = call->json || table_end(listing.table);
    if (call->json) {
        cli_json_end(listing.first);
    } else if (ok && listing.unknown && query.offline) {
        cli_say("The episodes of %d series are not known here: without --offline they are asked "
                "for.",
                listing.unknown);
    } else if (ok && listing.first && !listing.error[0]) {
        print_none(client, next);
    }
    if (ok && !call->json)
        print_unidentified(&listing);
    cli_client_free(client);
    if (!printed)
        return CLI_FAILED;
    if (ok && listing.error[0]) {
        ok = epi_error_set(&err, EPI_ERROR_NEVER, "not all episodes are known: %.400s",
                           listing.error);
    }
    return ok ? CLI_DONE : cli_failed(&err);
}

enum cli_exit cli_how_far(const struct cli_call *call)
{
    return run(call, false);
}

enum cli_exit cli_next(const struct cli_call *call)
{
    return run(call, true);
}

/* ---- Search ---- */

static bool list_found(void *context, const struct epi_candidate *found)
{
    struct listing *listing = context;
    const struct epi_series *series = found->series;

    if (listing->json) {
        cli_json_element(epi_json_found(found), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    struct table *table = listing->table;
    table_series(table, series);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", series->network);
    table_cell(table, CLI_DIM);
    if (series->tvmaze)
        table_add(table, "tvmaze:%lld ", (long long)series->tvmaze);
    if (series->tvdb)
        table_add(table, "tvdb:%lld ", (long long)series->tvdb);
    if (series->imdb[0])
        table_add(table, "imdb:%s", series->imdb);
    return !cli_interrupted();
}

enum cli_exit cli_search(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    const char *text = call->args[0];

    if (!epi_list_is_id(text) && !epi_list_is_title(text)) {
        return cli_usage(
            call, "invalid series '%s'; expected tvdb:ID, tvmaze:ID, imdb:ttID or a title", text);
    }
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    cli_progress_about(text);
    if (!call->json)
        listing.table = table_new(found_columns, 3);
    struct epi_error err;
    bool ok = epi_question_search(client, text, list_found, &listing, &err);
    bool printed = call->json || table_end(listing.table);
    if (call->json)
        cli_json_end(listing.first);
    cli_client_free(client);
    if (!printed)
        return CLI_FAILED;
    if (ok && listing.first)
        ok = epi_error_set(&err, EPI_ERROR_NEVER, "no catalogue knows \"%.200s\"", text);
    return ok ? CLI_DONE : cli_failed(&err);
}
