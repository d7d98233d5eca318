/* SPDX-License-Identifier: MIT
 *
 * epimark history, queue, sync: what the journal holds, and sending what waits in it.
 */
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

enum { SHOWN = 20, LABEL_MAX = 2 * MATCH_TITLE_MAX + 64 };

static const char *state_name(const struct entry *entry)
{
    switch (entry->state) {
    case ENTRY_RATED:
        return "rated";
    case ENTRY_WATCHED:
        return "waits";
    case ENTRY_HELD:
        return "held";
    case ENTRY_SENT:
        return "sent";
    case ENTRY_DEAD:
        return "refused";
    case ENTRY_UNDONE:
        return "undone";
    }
    return "?";
}

static const char *delivery_name(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_DUE:
        return "waits";
    case DELIVERY_SENT:
        return "sent";
    case DELIVERY_HELD:
        return "held";
    case DELIVERY_DEAD:
        return "refused";
    }
    return "?";
}

/* The episode, season or series, or while it is not identified the file's name. */
static void label(const struct entry *entry, enum epi_scope scope, char *text, size_t size)
{
    const struct match *match = &entry->match;
    const char *name = strrchr(entry->path, '/');

    if (!entry->identified)
        snprintf(text, size, "%.500s", name && name[1] ? name + 1 : entry->path);
    else if (scope == EPI_SCOPE_SERIES)
        snprintf(text, size, "%s", match->series.title);
    else if (scope == EPI_SCOPE_SEASON)
        snprintf(text, size, "%s, season %d", match->series.title, match->episode.season);
    else if (match->episode.season >= 0 && match->episode.number >= 0)
        snprintf(text, size, "%s %dx%02d%s%s", match->series.title, match->episode.season,
                 match->episode.number, match->episode.title[0] ? " " : "", match->episode.title);
    else
        snprintf(text, size, "%s %s", match->series.title, match->episode.title);
}

static void print_why(const char *text)
{
    if (!text[0])
        return;
    fputs(": ", stdout);
    cli_print(stdout, text);
}

static bool is_open(const struct delivery *delivery)
{
    return delivery->state != DELIVERY_SENT;
}

/* ---- History ---- */

struct listing {
    bool json;
    bool first;
    bool unsure; /* of one the series has to be said */
};

static bool list_entry(void *context, const struct entry *entry)
{
    struct listing *listing = context;
    char when[CLI_TIME_MAX];
    char text[LABEL_MAX];

    if (listing->json) {
        cli_json_element(epi_json_entry(entry), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    label(entry, EPI_SCOPE_EPISODE, text, sizeof(text));
    printf("%5lld  %-16s  %-7s  ", (long long)entry->id,
           cli_time(entry->watched_at ? entry->watched_at : entry->created_at, when),
           state_name(entry));
    cli_print(stdout, text);
    if (entry->rating > 0)
        printf("  %d/10", entry->rating);
    if (entry->season_rating > 0)
        printf("  season %d/10", entry->season_rating);
    if (entry->series_rating > 0)
        printf("  series %d/10", entry->series_rating);
    if ((!entry->identified && entry->state != ENTRY_UNDONE) || entry->state == ENTRY_HELD)
        print_why(entry->error);
    putchar('\n');
    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (!is_open(delivery))
            continue;
        printf("%25s%-7s  %s %s", "", delivery_name(delivery->state), delivery->service,
               delivery->kind);
        print_why(delivery->error);
        putchar('\n');
    }
    return !cli_interrupted();
}

enum cli_exit cli_history(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    long long limit = call->json ? 0 : SHOWN;
    const char *wanted = cli_value(call, "limit");
    struct epi_error err;

    if (wanted && !cli_number(wanted, 1, 1000000000, &limit))
        return cli_usage(call, "--limit takes a number from 1 on, not '%s'", wanted);
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_history(client, (size_t)limit, false, list_entry, &listing, &err);
    if (call->json)
        cli_json_end(listing.first);
    else if (ok && listing.first)
        puts("Nothing was watched yet.");
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* ---- Queue ---- */

static void list_delivery(struct listing *listing, const struct entry *entry,
                          const struct delivery *delivery)
{
    char next[CLI_TIME_MAX];
    char text[LABEL_MAX];

    if (listing->json) {
        cli_json_element(epi_json_delivery(delivery), &listing->first);
        return;
    }
    listing->first = false;
    label(entry, delivery->scope, text, sizeof(text));
    printf("%5lld  %-7s  %-6s  %-11s  ", (long long)entry->id, delivery_name(delivery->state),
           delivery->service[0] ? delivery->service : "-", delivery->kind);
    cli_print(stdout, text);
    if (delivery->next_at && delivery->tries)
        printf("  (%d tries, next %s)", delivery->tries, cli_time(delivery->next_at, next));
    else if (delivery->next_at)
        printf("  (next %s)", cli_time(delivery->next_at, next));
    print_why(delivery->error);
    putchar('\n');
}

static bool list_waiting(void *context, const struct entry *entry)
{
    struct listing *listing = context;

    if (!entry->identified && entry->state != ENTRY_UNDONE) {
        struct delivery identify = {.entry = entry->id, .next_at = entry->identify_at};
        identify.state = entry->state == ENTRY_HELD   ? DELIVERY_HELD
                         : entry->state == ENTRY_DEAD ? DELIVERY_DEAD
                                                      : DELIVERY_DUE;
        snprintf(identify.kind, sizeof(identify.kind), "identify");
        snprintf(identify.error, sizeof(identify.error), "%s", entry->error);
        listing->unsure = listing->unsure || identify.state != DELIVERY_DUE;
        list_delivery(listing, entry, &identify);
    }
    for (int i = 0; i < entry->delivery_count; i++) {
        if (is_open(&entry->deliveries[i]))
            list_delivery(listing, entry, &entry->deliveries[i]);
    }
    return !cli_interrupted();
}

enum cli_exit cli_queue(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    struct epi_error err;
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_history(client, 0, true, list_waiting, &listing, &err);
    if (call->json)
        cli_json_end(listing.first);
    else if (ok && listing.first)
        puts("Nothing waits.");
    if (ok && !call->json && listing.unsure)
        puts("`epimark match FILE` shows what comes close; `epimark fix ROW --series tvdb:ID` says"
             " which it is.");
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* ---- Sync ---- */

enum cli_exit cli_sync(const struct cli_call *call)
{
    struct epi_client_sync sync;
    struct epi_error err;
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    bool ok = epi_client_sync(client, cli_value(call, "backlog") != NULL, &sync, &err);
    cli_client_free(client);
    if (!ok)
        return cli_failed(&err);
    if (call->json) {
        cli_json(epi_json_sync(&sync));
        return sync.waiting ? CLI_FAILED : CLI_DONE;
    }
    printf("%d identified, %d sent, %d waiting", sync.identified, sync.sent, sync.waiting);
    if (sync.dead)
        printf(", %d refused (`epimark queue` tells why)", sync.dead);
    if (sync.waiting)
        print_why(sync.reason);
    putchar('\n');
    return sync.waiting ? CLI_FAILED : CLI_DONE;
}
