/* SPDX-License-Identifier: MIT
 *
 * epimark history, queue, sync: lists the journal, and sends what is waiting in it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/cli/cli.h"

enum { SHOWN = 20 };

/* A state as the table shows it. */
static const char *state_name(const char *state)
{
    if (strcmp(state, "watched") == 0 || strcmp(state, "due") == 0)
        return "waits";
    return strcmp(state, "dead") == 0 ? "refused" : state;
}

static void print_why(const char *text)
{
    if (!text[0])
        return;
    fputs(": ", stdout);
    cli_print(stdout, text);
}

static bool is_open(const struct epi_delivery *delivery)
{
    return strcmp(delivery->state, "sent") != 0;
}

/* Says what is in no list, since its folder may say that it is ignored. Returns how many there
 * are. */
static int print_parked(const struct cli_call *call, struct epi_client *client)
{
    struct epi_error err;
    int count = 0;

    if (call->json || !epi_client_parked(client, &count, &err) || count == 0)
        return 0;
    printf("%d more %s kept until the folder of the video answers: `epimark sync` asks it.\n",
           count, count == 1 ? "is" : "are");
    return count;
}

/* ---- History ---- */

struct listing {
    bool json;
    bool first;
    bool unsure;     /* the user must choose the series of an entry */
    long long limit; /* of entries; 0: all */
    long long shown;
    bool more; /* than are shown */
};

/* Reads --limit. True with the exit status if it is wrong. */
static bool read_limit(const struct cli_call *call, struct listing *listing, enum cli_exit *result)
{
    const char *wanted = cli_value(call, "limit");

    listing->limit = call->json ? 0 : SHOWN;
    if (!wanted || cli_number(wanted, 1, 1000000000, &listing->limit))
        return false;
    *result =
        cli_usage(call, "invalid value '%s' for --limit; expected a number of at least 1", wanted);
    return true;
}

static void print_entry(const struct epi_entry *entry)
{
    char when[CLI_TIME_MAX];

    printf("%5lld  %-16s  %-7s  ", (long long)entry->id,
           cli_time(entry->watched_at ? entry->watched_at : entry->created_at, when),
           state_name(entry->state));
    cli_print(stdout, entry->name);
    if (entry->rating > 0)
        printf("  %d/10", entry->rating);
    if (entry->season_rating > 0)
        printf("  season %d/10", entry->season_rating);
    if (entry->series_rating > 0)
        printf("  series %d/10", entry->series_rating);
    if (entry->identify || strcmp(entry->state, "held") == 0)
        print_why(entry->error);
    putchar('\n');
    for (size_t i = 0; i < entry->delivery_count; i++) {
        const struct epi_delivery *delivery = entry->deliveries[i];

        if (!is_open(delivery))
            continue;
        printf("%25s%-7s  %s %s", "", state_name(delivery->state), delivery->service,
               delivery->kind);
        print_why(delivery->error);
        putchar('\n');
    }
}

static bool list_entry(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    if (listing->json) {
        cli_json_element(epi_json_entry(entry), &listing->first);
    } else {
        print_entry(entry);
        listing->first = false;
    }
    return !cli_interrupted();
}

enum cli_exit cli_history(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    enum cli_exit result;

    if (read_limit(call, &listing, &result))
        return result;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    bool ok = epi_client_history(client, (size_t)listing.limit, false, list_entry, &listing, &err);
    if (call->json) {
        cli_json_end(listing.first);
    } else if (ok && print_parked(call, client) == 0 && listing.first) {
        puts("Nothing has been watched yet.");
    }
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* ---- Queue ---- */

static void list_delivery(struct listing *listing, const struct epi_delivery *delivery)
{
    if (listing->json) {
        cli_json_element(epi_json_delivery(delivery), &listing->first);
        return;
    }
    listing->first = false;
    printf("%5lld  %-7s  %-6s  %-11s  ", (long long)delivery->entry, state_name(delivery->state),
           delivery->service[0] ? delivery->service : "-", delivery->kind);
    cli_print(stdout, delivery->name);
    char next[CLI_TIME_MAX];
    if (delivery->next_at && delivery->tries) {
        printf("  (%d tries, next %s)", delivery->tries, cli_time(delivery->next_at, next));
    } else if (delivery->next_at) {
        printf("  (next %s)", cli_time(delivery->next_at, next));
    }
    print_why(delivery->error);
    putchar('\n');
}

static bool list_waiting(void *context, const struct epi_entry *entry)
{
    struct listing *listing = context;

    listing->more = listing->limit && listing->shown == listing->limit;
    if (listing->more)
        return false;
    listing->shown++;
    if (entry->identify) {
        listing->unsure = listing->unsure || strcmp(entry->identify->state, "due") != 0;
        list_delivery(listing, entry->identify);
    }
    for (size_t i = 0; i < entry->delivery_count; i++) {
        if (is_open(entry->deliveries[i]))
            list_delivery(listing, entry->deliveries[i]);
    }
    return !cli_interrupted();
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

enum cli_exit cli_queue(const struct cli_call *call)
{
    if (call->arg_count > 0)
        return change_queue(call);
    if (cli_value(call, "last"))
        return cli_usage(call, "--last is for retry and drop only");
    struct listing listing = {.json = call->json, .first = true};
    enum cli_exit result;

    if (read_limit(call, &listing, &result))
        return result;
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    bool ok = epi_client_history(client, 0, true, list_waiting, &listing, &err);
    if (call->json) {
        cli_json_end(listing.first);
    } else if (ok && print_parked(call, client) == 0 && listing.first) {
        puts("Nothing is waiting.");
    }
    if (ok && !call->json && listing.more) {
        printf("More than %lld entries are waiting: `epimark queue --limit N` shows N of them.\n",
               listing.limit);
    }
    if (ok && !call->json && listing.unsure) {
        puts(
            "`epimark pending` shows the candidates and asks; `epimark fix ROW --series ID` chooses"
            " one.");
    }
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* ---- Sync ---- */

enum cli_exit cli_sync(const struct cli_call *call)
{
    struct epi_client *client = cli_client(call);

    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_sync *sync = epi_client_sync(client, cli_value(call, "backlog") != NULL, &err);
    enum cli_exit result = !sync ? cli_failed(&err) : sync->waiting ? CLI_FAILED : CLI_DONE;
    if (sync && call->json) {
        cli_json(epi_json_sync(sync));
    } else if (sync) {
        printf("%d identified, %d sent, %d waiting", sync->identified, sync->sent, sync->waiting);
        if (sync->dead)
            printf(", %d refused (`epimark queue` shows why)", sync->dead);
        if (sync->waiting)
            print_why(sync->reason);
        putchar('\n');
    }
    cli_client_free(client);
    return result;
}
