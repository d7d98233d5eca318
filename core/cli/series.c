/* SPDX-License-Identifier: MIT
 *
 * epimark progress, next: how far series are watched, and what comes next; search: series of the
 * catalogues.
 */
#include <string.h>

#include "core/cli/cli.h"

enum { YEAR_DAYS = 366 };

struct listing {
    bool json;
    bool first;
    bool next;       /* only what comes next */
    char error[512]; /* the first reason why something is not known */
};

/* "1x02", or with a title behind it. */
static void print_episode(const struct epi_episode *episode, bool title)
{
    printf("%dx%02d", episode->season, episode->number);
    if (title && episode->title[0]) {
        putchar(' ');
        cli_print(stdout, episode->title);
    }
}

static void print_date(const struct epi_progress *progress)
{
    const char *date = progress->next->airdate;

    if (date[0])
        printf(", %s %s", progress->next_aired ? "aired" : "airs", date);
    else if (!progress->next_aired)
        fputs(", no date yet", stdout);
}

static void print_next(const struct epi_progress *progress)
{
    cli_print_series(stdout, progress->series);
    putchar(' ');
    print_episode(progress->next, true);
    print_date(progress);
    putchar('\n');
}

static void print_progress(const struct epi_progress *progress)
{
    cli_print_series(stdout, progress->series);
    if (progress->aired >= 0)
        printf(": %d of %d watched", progress->watched, progress->aired);
    else
        fputs(": its episodes are not known", stdout);
    fputs(", last ", stdout);
    print_episode(progress->last, false);
    char when[CLI_TIME_MAX];
    printf(" on %.10s", cli_time(progress->watched_at, when));
    if (progress->next) {
        fputs(", next ", stdout);
        print_episode(progress->next, true);
        print_date(progress);
    }
    putchar('\n');
}

static bool list(void *context, const struct epi_progress *progress)
{
    struct listing *listing = context;

    if (progress->error[0] && !listing->error[0])
        snprintf(listing->error, sizeof(listing->error), "%s", progress->error);
    if (listing->next && !progress->next)
        return !cli_interrupted();
    if (listing->json) {
        cli_json_element(epi_json_progress(progress), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    if (listing->next)
        print_next(progress);
    else
        print_progress(progress);
    return !cli_interrupted();
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
    struct epi_error err;
    bool ok = epi_progress_each(client, &query, list, &listing, &err);
    if (call->json)
        cli_json_end(listing.first);
    else if (ok && listing.first && !listing.error[0])
        puts(next ? "Nothing comes next." : "No series is in progress.");
    cli_client_free(client);
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

static bool print_found(void *context, const struct epi_candidate *found)
{
    struct listing *listing = context;
    const struct epi_series *series = found->series;

    if (listing->json) {
        cli_json_element(epi_json_found(found), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    cli_print_series(stdout, series);
    if (series->network[0]) {
        fputs("  ", stdout);
        cli_print(stdout, series->network);
    }
    if (series->tvmaze)
        printf("  tvmaze:%lld", (long long)series->tvmaze);
    if (series->tvdb)
        printf("  tvdb:%lld", (long long)series->tvdb);
    if (series->imdb[0]) {
        fputs("  imdb:", stdout);
        cli_print(stdout, series->imdb);
    }
    putchar('\n');
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
    struct epi_error err;
    bool ok = epi_question_search(client, text, print_found, &listing, &err);
    if (call->json)
        cli_json_end(listing.first);
    cli_client_free(client);
    if (ok && listing.first)
        ok = epi_error_set(&err, EPI_ERROR_NEVER, "no catalogue knows \"%.200s\"", text);
    return ok ? CLI_DONE : cli_failed(&err);
}
