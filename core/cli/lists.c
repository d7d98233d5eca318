/* SPDX-License-Identifier: MIT
 *
 * epimark follow, tag, marked: what a user keeps at TVmaze.
 */
#include "core/cli/cli.h"
#include <string.h>

/* The series of a row, a file, an id, or else of the last entry. */
static bool find_series(struct desk *desk, const char *text, struct series *series,
                        struct error *err)
{
    struct desk_target target = {0};
    struct series_ids ids = {0};

    if (!text || !cli_series(text, &ids))
        cli_target(text, &target);
    return desk_series(desk, &target, &ids, series, err);
}

static void print_series(const struct series *series)
{
    cli_print(stdout, series->title);
    if (series->year)
        printf(" (%d)", series->year);
}

enum cli_exit cli_follow(const struct cli_call *call)
{
    bool undo = cli_value(call, "undo") != NULL;
    struct series series;
    struct error err;
    struct desk *desk = cli_desk(call);

    if (!desk)
        return CLI_FAILED;
    bool ok =
        find_series(desk, call->args[0], &series, &err) && desk_follow(desk, &series, !undo, &err);
    cli_desk_free(desk);
    if (!ok)
        return cli_failed(&err);
    print_series(&series);
    puts(undo ? ": no longer followed at TVmaze" : ": followed at TVmaze");
    return CLI_DONE;
}

enum cli_exit cli_tag(const struct cli_call *call)
{
    bool undo = cli_value(call, "undo") != NULL;
    const char *tag = call->args[0];
    struct series series;
    struct error err;

    if (!tag[0])
        return cli_usage(call, "a tag has a name");
    struct desk *desk = cli_desk(call);
    if (!desk)
        return CLI_FAILED;
    bool ok = find_series(desk, call->args[1], &series, &err) &&
              desk_tag(desk, &series, tag, !undo, &err);
    cli_desk_free(desk);
    if (!ok)
        return cli_failed(&err);
    print_series(&series);
    fputs(undo ? ": no longer tagged “" : ": tagged “", stdout);
    cli_print(stdout, tag);
    puts("” at TVmaze");
    return CLI_DONE;
}

/* ---- What is marked ---- */

struct listing {
    bool json;
    bool first;
    char tag[256]; /* whose series are being listed */
};

static bool list_series(void *context, const struct series *series, const char *tag)
{
    struct listing *listing = context;

    if (listing->json) {
        cli_json_element(core_json_listed(series, tag), &listing->first);
        return !cli_interrupted();
    }
    if (listing->first && !tag)
        puts("Followed:");
    if (tag && strncmp(tag, listing->tag, sizeof(listing->tag) - 1) != 0) {
        snprintf(listing->tag, sizeof(listing->tag), "%s", tag);
        fputs("Tagged “", stdout);
        cli_print(stdout, tag);
        puts("”:");
    }
    listing->first = false;
    printf("  tvmaze:%-8lld  ", (long long)series->ids.tvmaze);
    print_series(series);
    putchar('\n');
    return !cli_interrupted();
}

static bool list_marked(void *context, const struct desk_marked *marked)
{
    struct listing *listing = context;
    const struct episode *episode = &marked->episode;
    char when[CLI_TIME_MAX];
    char place[32];

    if (listing->json) {
        cli_json_element(core_json_marked(marked), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    if (episode->season < 0)
        snprintf(place, sizeof(place), "episode %lld", (long long)episode->tvmaze);
    else if (episode->number < 0)
        snprintf(place, sizeof(place), "%dx", episode->season);
    else
        snprintf(place, sizeof(place), "%dx%02d", episode->season, episode->number);
    printf("%6s  %-8s  %-16s  ", place, marked->as, cli_time(marked->at, when));
    cli_print(stdout, episode->title);
    putchar('\n');
    return !cli_interrupted();
}

enum cli_exit cli_marked(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    const char *wanted = call->args[0];
    struct series series;
    struct error err;
    struct desk *desk = cli_desk(call);

    if (!desk)
        return CLI_FAILED;
    bool ok = wanted ? find_series(desk, wanted, &series, &err) &&
                           desk_marked(desk, &series, list_marked, &listing, &err)
                     : desk_lists(desk, list_series, &listing, &err);
    cli_desk_free(desk);
    if (call->json)
        cli_json_end(listing.first);
    if (!ok)
        return cli_failed(&err);
    if (!call->json && listing.first && !wanted) {
        puts("No series is followed or tagged at TVmaze.");
    } else if (!call->json && listing.first) {
        fputs("Nothing is marked at TVmaze of ", stdout);
        print_series(&series);
        putchar('\n');
    }
    return CLI_DONE;
}
