/* SPDX-License-Identifier: MIT
 *
 * epimark history, queue, sync: lists the journal, and sends what is waiting in it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { SHOWN = 20 };

/* What the lists call a state, and how they show it; the library's names are those of the JSON. */
static const struct state {
    const char *name;
    const char *shown;
    enum cli_paint paint;
} states[] = {
    {"watched", "waits", CLI_WAITS}, {"due", "waits", CLI_WAITS},     {"rated", "rated", CLI_WAITS},
    {"held", "held", CLI_BAD},       {"dead", "refused", CLI_BAD},    {"sent", "sent", CLI_GOOD},
    {"undone", "undone", CLI_DIM},   {"left", "left alone", CLI_DIM}, {"parked", "parked", CLI_DIM},
    {"kept", "kept", CLI_DIM},       {"dropped", "dropped", CLI_DIM},
};

static const struct state *find_state(const char *name)
{
    size_t i = 0;

    while (strcmp(states[i].name, name) != 0)
        i++;
    return &states[i];
}

const char *cli_state(const char *name)
{
    return find_state(name)->shown;
}

static void add_state(struct table *table, const char *name)
{
    const struct state *state = find_state(name);

    table_cell(table, state->paint);
    table_add(table, "%s", state->shown);
}

static void add_row(struct table *table, int64_t row)
{
    table_cell(table, CLI_PLAIN);
    table_add(table, "%lld", (long long)row);
}

static void add_why(struct table *table, const char *text)
{
    if (text[0])
        table_add(table, ": %s", text);
}

static bool is_sent(const struct epi_delivery *delivery)
{
    return strcmp(delivery->state, "sent") == 0;
}

/* A list that is being made: a table, JSON or CSV. */
struct listing {
    bool json;
    bool csv;
    bool first;
    struct table *table; /* NULL with json and csv */
    long long limit;     /* of entries; 0: all */
    long long shown;
    int parked; /* how many records that are in no table */
    bool more;  /* than are shown */
    struct epi_filter filter;
};

/* Reads --limit. */
static enum cli_exit read_limit(const struct cli_call *call, struct listing *listing)
{
    listing->limit = listing->json || listing->csv ? 0 : SHOWN;
    return cli_limit(call, &listing->limit);
}

/* ---- History: its filters ---- */

/* The states that --state takes, as they are shown or as in the JSON. */
static enum cli_exit read_state(const struct cli_call *call, struct listing *listing)
{
    const char *wanted = cli_value(call, "state");

    for (size_t i = 0; wanted && i < sizeof(states) / sizeof(*states); i++) {
        const struct state *state = &states[i];
        if (strcmp(state->name, "due") != 0 &&
            (strcmp(state->name, wanted) == 0 || strcmp(state->shown, wanted) == 0)) {
            listing->filter.state = state->name;
            return CLI_DONE;
        }
    }
    if (!wanted)
        return CLI_DONE;
    return cli_usage(call,
                     "unknown state '%s'; one of: waits, rated, held, sent, kept, refused, "
                     "dropped, undone, left, parked",
                     wanted);
}

static enum cli_exit read_date(const struct cli_call *call, const char *option, int64_t *at)
{
    const char *date = cli_value(call, option);

    if (!date || cli_date(date, at))
        return CLI_DONE;
    return cli_usage(call, "invalid date '%s' for --%s; expected YYYY-MM-DD", date, option);
}

/* The beginning of the day after the one that begins at a time. */
static int64_t next_day(int64_t at)
{
    time_t seconds = (time_t)at;
    struct tm day;

    if (!localtime_r(&seconds, &day))
        return at;
    day.tm_mday++;
    day.tm_isdst = -1;
    return mktime(&day);
}

static enum cli_exit read_filter(const struct cli_call *call, struct listing *listing)
{
    struct epi_filter *filter = &listing->filter;
    const char *rated = cli_value(call, "rated");
    long long rating = -1;

    filter->size = sizeof(*filter);
    filter->series = cli_value(call, "series");
    filter->path = cli_value(call, "file");
    if (filter->series && !filter->series[0])
        return cli_usage(call, "--series takes a part of a title, or an id");
    if (filter->path && !filter->path[0])
        return cli_usage(call, "--file takes a file");
    if (rated && rated[0] && !cli_number(rated, 1, 10, &rating))
        return cli_usage(call, "invalid rating '%s'; expected 1-10", rated);
    filter->rating = rated ? (int)rating : 0;
    enum cli_exit result = read_state(call, listing);
    if (result == CLI_DONE)
        result = read_date(call, "since", &filter->since);
    if (result == CLI_DONE)
        result = read_date(call, "until", &filter->until);
    if (filter->until)
        filter->until = next_day(filter->until);
    return result;
}

static bool is_filtered(const struct epi_filter *filter)
{
    return filter->series || filter->path || filter->state || filter->since || filter->until ||
           filter->rating;
}

/* ---- History ---- */

const char *cli_rating(int rating, char text[CLI_RATING_MAX])
{
    if (rating == EPI_RATING_LOVE || rating == EPI_RATING_HATE)
        snprintf(text, CLI_RATING_MAX, "%s", rating == EPI_RATING_LOVE ? "love" : "hate");
    else
        snprintf(text, CLI_RATING_MAX, "%d/10", rating);
    return text;
}

/* The same as a number. */
int cli_rating_number(int rating)
{
    return rating == EPI_RATING_LOVE ? 10 : rating == EPI_RATING_HATE ? 1 : rating;
}

static void add_entry(struct table *table, const struct epi_entry *entry)
{
    char rating[CLI_RATING_MAX];
    add_row(table, entry->id);
    table_cell(table, CLI_PLAIN);
    char when[CLI_TIME_MAX];
    table_add(table, "%s",
              cli_time(entry->watched_at ? entry->watched_at : entry->created_at, when));
    add_state(table, entry->state);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", entry->name);
    if (entry->viewing > 1)
        table_add(table, "  viewing %d", entry->viewing);
    if (entry->rating > 0)
        table_add(table, "  %s", cli_rating(entry->rating, rating));
    if (entry->season_rating > 0)
        table_add(table, "  season %s", cli_rating(entry->season_rating, rating));
    if (entry->series_rating > 0)
        table_add(table, "  series %s", cli_rating(entry->series_rating, rating));
    bool unsure = entry->identify || strcmp(entry->state, "held") == 0;
    if (unsure && entry->error[0] && cli_terminal()) {
        table_last(table, CLI_DIM);
        table_add(table, "%s", entry->error);
    } else if (unsure) {
        add_why(table, entry->error);
    }
    for (size_t i = 0; i < entry->delivery_count; i++) {
        const struct epi_delivery *delivery = entry->deliveries[i];

        if (is_sent(delivery))
            continue;
        table_cell(table, CLI_PLAIN);
        table_cell(table, CLI_PLAIN);
        add_state(table, delivery->state);
        table_cell(table, CLI_DIM);
        table_add(table, "%s %s", delivery->service, delivery->kind);
        add_why(table, delivery->error);
    }
}

/* What a line of CSV has, in order. */
static const char *const csv_head[] = {
    "row",   "time",   "state",         "series",        "year", "season", "number",
    "title", "rating", "season_rating", "series_rating", "path", "error",
};

enum { CSV_CELLS = sizeof(csv_head) / sizeof(*csv_head) };

static void print_csv(const struct epi_entry *entry)
{
    const struct epi_series *series = entry->match ? entry->match->series : NULL;
    const struct epi_episode *episode = entry->match ? entry->match->episode : NULL;
    char numbers[8][CLI_CELL_MAX];
    const char *cells[CSV_CELLS] = {
        cli_csv_number(entry->id, 1, numbers[0]),
        cli_csv_time(entry->watched_at ? entry->watched_at : entry->created_at, numbers[1]),
        entry->state,
        series ? series->title : "",
        cli_csv_number(series ? series->year : 0, 1, numbers[2]),
        cli_csv_number(episode ? episode->season : -1, 0, numbers[3]),
        cli_csv_number(episode ? episode->number : -1, 0, numbers[4]),
        episode ? episode->title : "",
        cli_csv_number(cli_rating_number(entry->rating), 1, numbers[5]),
        cli_csv_number(cli_rating_number(entry->season_rating), 1, numbers[6]),
        cli_csv_number(cli_rating_number(entry->series_rating), 1, numbers[7]),
        entry->path,
        entry->error,
    };

    cli_csv(cells, CSV_CELLS);
}

static bool list_entry(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    if (listing->json)
        cli_json_element(epi_json_entry(entry), &listing->first);
    else if (listing->csv)
        print_csv(entry);
    else
        add_entry(listing->table, entry);
    listing->shown++;
    return !cli_interrupted() && listing->shown != listing->limit;
}

/* Lists a parked record, or counts it for the line below a table. Its file is not known here: its
 * folder may say that it is ignored. */
static bool list_parked(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;
    const struct epi_filter *filter = &listing->filter;
    int rating = entry->rating > 0          ? entry->rating
                 : entry->season_rating > 0 ? entry->season_rating
                                            : entry->series_rating;

    if (filter->series || filter->path || entry->created_at < filter->since ||
        (filter->until && entry->created_at >= filter->until) ||
        (filter->state && strcmp(filter->state, entry->state) != 0) ||
        (filter->rating && (filter->rating < 0 ? rating <= 0 : rating != filter->rating)))
        return true;
    if (!listing->table)
        return list_entry(listing, entry);
    listing->parked++;
    return true;
}

static void print_parked(const struct listing *listing)
{
    if (listing->parked) {
        cli_say("%d more %s kept until the folder of the video answers: `epimark sync` asks it.",
                listing->parked, listing->parked == 1 ? "is" : "are");
    }
}

/* Lists what is selected, what is parked first: it is newer than all there is. */
static bool list_history(struct epi_client *client, struct listing *listing, struct epi_error *err)
{
    if (!epi_client_parked(client, list_parked, listing, err))
        return false;
    if (listing->limit && listing->shown == listing->limit)
        return true;
    listing->filter.limit = (size_t)(listing->limit - listing->shown);
    return epi_client_list(client, &listing->filter, list_entry, listing, err);
}

/* Prints the end of a list, and the table. Returns whether that could be done. */
static bool end_listing(struct listing *listing, const char *nothing)
{
    if (listing->json) {
        cli_json_end(listing->first);
    } else if (listing->table) {
        bool empty = table_is_empty(listing->table);
        bool printed = table_end(listing->table);
        print_parked(listing);
        if (empty && printed && listing->parked == 0)
            cli_say("%s", nothing);
        return printed;
    }
    return true;
}

static const struct table_column history_columns[] = {
    {"row", true, 0}, {"time", false, 0}, {"state", false, 0}, {"episode", false, 0}};

enum cli_exit cli_history(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .csv = cli_value(call, "csv"), .first = true};

    if (listing.json && listing.csv)
        return cli_usage(call, "--json and --csv cannot be combined");
    if (read_limit(call, &listing) || read_filter(call, &listing))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    if (!listing.json && !listing.csv)
        listing.table = table_new(history_columns, 4);
    if (listing.csv)
        cli_csv(csv_head, CSV_CELLS);
    struct epi_error err;
    bool ok = list_history(client, &listing, &err);
    bool printed =
        end_listing(&listing, is_filtered(&listing.filter) ? "Nothing in the journal is like that."
                                                           : "Nothing has been watched yet.");
    cli_client_free(client);
    return !ok ? cli_failed(&err) : printed && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}

/* ---- Queue ---- */

/* Adds why it waits, until when, and what can be done. */
static void add_reasons(struct table *table, const struct epi_delivery *delivery)
{
    const char *gap = cli_terminal() ? "" : ": ";

    if (cli_terminal() && (delivery->error[0] || delivery->next_at || delivery->advice[0]))
        table_last(table, CLI_DIM);
    if (delivery->error[0]) {
        table_add(table, "%s%s", gap, delivery->error);
        gap = "; ";
    }
    if (delivery->next_at && (delivery->tries || delivery->error[0])) {
        char next[CLI_TIME_MAX];
        table_add(table, "%snext %s", gap, cli_time(delivery->next_at, next));
        if (delivery->tries == 1)
            table_add(table, " after 1 try");
        else if (delivery->tries)
            table_add(table, " after %d tries", delivery->tries);
        gap = "; ";
    }
    if (delivery->advice[0])
        table_add(table, "%s%s", gap, delivery->advice);
}

static void list_delivery(struct listing *listing, const struct epi_delivery *delivery)
{
    struct table *table = listing->table;

    if (listing->json) {
        cli_json_element(epi_json_delivery(delivery), &listing->first);
        return;
    }
    add_row(table, delivery->entry);
    add_state(table, delivery->state);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", delivery->service[0] ? delivery->service : "-");
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", delivery->kind);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", delivery->name);
    add_reasons(table, delivery);
}

static bool list_waiting(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    listing->more = listing->limit && listing->shown == listing->limit;
    if (listing->more)
        return false;
    listing->shown++;
    if (entry->identify)
        list_delivery(listing, entry->identify);
    for (size_t i = 0; i < entry->delivery_count; i++) {
        const struct epi_delivery *delivery = entry->deliveries[i];

        if (!is_sent(delivery) && strcmp(delivery->state, "dropped") != 0)
            list_delivery(listing, delivery);
    }
    return !cli_interrupted();
}

static bool list_waiting_parked(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    if (listing->json)
        return list_waiting(context, entry);
    listing->parked++;
    return true;
}

/* epimark queue retry [TARGET], epimark queue drop TARGET. */
static enum cli_exit change_queue(const struct cli_call *call)
{
    bool drop = strcmp(call->args[0], "drop") == 0;
    bool all = !cli_has_target(call, 1);

    if (!drop && strcmp(call->args[0], "retry") != 0)
        return cli_usage(call, "unknown action '%s'; one of: retry, drop", call->args[0]);
    if (call->json || cli_value(call, "limit"))
        return cli_usage(call, "--%s is for the list only", call->json ? "json" : "limit");
    if (drop && all)
        return cli_usage(call, "missing row; `epimark queue` lists them");
    struct epi_target target;
    if (cli_target(call, 1, true, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    char done[1024];
    bool ok = drop ? epi_client_drop(client, &target, done, sizeof(done), &err)
                   : epi_client_retry(client, all ? NULL : &target, done, sizeof(done), &err);
    return cli_answer(client, ok, done, &err);
}

static const struct table_column queue_columns[] = {{"row", true, 0},
                                                    {"state", false, 0},
                                                    {"service", false, 0},
                                                    {"what", false, 0},
                                                    {"of", false, 0}};

enum cli_exit cli_queue(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};

    if (call->arg_count > 0)
        return change_queue(call);
    if (cli_value(call, "last"))
        return cli_usage(call, "--last is for retry and drop only");
    if (read_limit(call, &listing))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    if (!listing.json)
        listing.table = table_new(queue_columns, 5);
    struct epi_error err;
    bool ok = epi_client_parked(client, list_waiting_parked, &listing, &err) &&
              epi_client_history(client, 0, true, list_waiting, &listing, &err);
    bool printed = end_listing(&listing, "Nothing is waiting.");
    if (ok && listing.more && !listing.json) {
        cli_say("%lld shown, more are waiting: `epimark queue --limit N` shows N of them.",
                listing.limit);
    }
    cli_client_free(client);
    return !ok ? cli_failed(&err) : printed && !cli_interrupted() ? CLI_DONE : CLI_FAILED;
}

/* ---- Sync ---- */

enum cli_exit cli_sync(const struct cli_call *call)
{
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_sync *sync = epi_client_sync(client, cli_value(call, "backlog") != NULL, &err);
    cli_progress_clear();
    enum cli_exit result = !sync ? cli_failed(&err) : sync->waiting ? CLI_FAILED : CLI_DONE;
    if (sync && call->json) {
        cli_json(epi_json_sync(sync));
    } else if (sync) {
        bool why = sync->waiting && sync->reason[0];
        char dead[64] = "";
        if (sync->dead)
            snprintf(dead, sizeof(dead), ", %d refused (`epimark queue` shows why)", sync->dead);
        cli_say("%d identified, %d sent, %d waiting%s%s%s", sync->identified, sync->sent,
                sync->waiting, dead, why ? ": " : "", why ? sync->reason : "");
    }
    cli_client_free(client);
    return result;
}
