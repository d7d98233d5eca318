/* SPDX-License-Identifier: MIT
 *
 * epimark follow, tag, marked: the user's lists at TVmaze.
 */
#include <string.h>

#include "core/cli/cli.h"
#include "core/cli/table.h"

enum { SERIES_MAX = 512 };

/* "Title (2008)" */
static const char *name_of(const struct epi_series *series, char name[SERIES_MAX])
{
    if (cli_year(series->title, series->year))
        snprintf(name, SERIES_MAX, "%s (%d)", series->title, series->year);
    else
        snprintf(name, SERIES_MAX, "%s", series->title);
    return name;
}

/* Follows what --person, --network or --webchannel says: text is its value. */
static enum cli_exit follow_other(const struct cli_call *call, enum epi_follow kind,
                                  const char *text)
{
    bool undo = cli_value(call, "undo") != NULL;

    if (!text[0] && kind == EPI_FOLLOW_PERSON)
        return cli_usage(call, "--person needs a name or an id");
    if (text[0] && cli_has_target(call, 0))
        return cli_usage(call, "a series and an id or a name cannot be combined");
    struct epi_target target;
    if (!text[0] && cli_target(call, 0, true, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_series *series = text[0] ? NULL : epi_list_series(client, &target, &err);
    const struct epi_followed *followed =
        text[0] || series ? epi_list_follow_other(client, kind, text, series, !undo, &err) : NULL;
    if (followed)
        cli_say("%s: %s at TVmaze", followed->name, undo ? "no longer followed" : "followed");
    cli_client_free(client);
    return followed ? CLI_DONE : cli_failed(&err);
}

enum cli_exit cli_follow(const struct cli_call *call)
{
    static const char *const kinds[] = {"person", "network", "webchannel"};
    bool undo = cli_value(call, "undo") != NULL;
    int chosen = -1;

    for (int i = 0; i < 3; i++) {
        if (!cli_value(call, kinds[i]))
            continue;
        if (chosen >= 0)
            return cli_usage(call, "--%s and --%s cannot be combined", kinds[chosen], kinds[i]);
        chosen = i;
    }
    if (chosen >= 0)
        return follow_other(call, (enum epi_follow)chosen, cli_value(call, kinds[chosen]));
    struct epi_target target;
    if (cli_target(call, 0, true, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_series *series = epi_list_series(client, &target, &err);
    bool ok = series && epi_list_follow(client, series, !undo, &err);
    char name[SERIES_MAX];
    if (ok) {
        cli_say("%s: %s at TVmaze", name_of(series, name),
                undo ? "no longer followed" : "followed");
    }
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* Renames or, with a NULL name, deletes a tag. */
static enum cli_exit change_tag(const struct cli_call *call, const char *name)
{
    if (call->arg_count > 1 || cli_value(call, "undo") || cli_value(call, "last"))
        return cli_usage(call, "--rename and --delete are about a tag, and take no series");
    if (cli_value(call, "rename") && cli_value(call, "delete"))
        return cli_usage(call, "--rename and --delete cannot be combined");
    if (name && !name[0])
        return cli_usage(call, "a tag cannot be empty");
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    bool ok = epi_list_rename_tag(client, call->args[0], name, &err);
    if (ok && name)
        cli_say("Tag “%s” is now “%s” at TVmaze", call->args[0], name);
    else if (ok)
        cli_say("Tag “%s” removed at TVmaze", call->args[0]);
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

enum cli_exit cli_tag(const struct cli_call *call)
{
    bool undo = cli_value(call, "undo") != NULL;
    const char *tag = call->args[0];

    if (!tag[0])
        return cli_usage(call, "a tag cannot be empty");
    if (cli_value(call, "rename") || cli_value(call, "delete"))
        return change_tag(call, cli_value(call, "rename"));
    struct epi_target target;
    if (cli_target(call, 1, true, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    struct epi_error err;
    const struct epi_series *series = epi_list_series(client, &target, &err);
    bool ok = series && epi_list_tag(client, series, tag, !undo, &err);
    char name[SERIES_MAX];
    if (ok) {
        cli_say("%s: %s “%s” at TVmaze", name_of(series, name),
                undo ? "no longer tagged" : "tagged", tag);
    }
    cli_client_free(client);
    return ok ? CLI_DONE : cli_failed(&err);
}

/* ---- What is marked ---- */

struct listing {
    bool json;
    bool first;
    struct table *table; /* of episodes; NULL with json */
    char tag[256];       /* the tag whose series are being listed */
};

static const struct table_column marked_columns[] = {
    {"number", true, 0}, {"as", false, 0}, {"time", false, 0}, {"title", false, 0}};

/* Prints an id and, beside it, what it is of. */
static void print_item(const char *kind, int64_t id, const char *name)
{
    struct cli_block block = {.columns = cli_columns(stdout), .indent = 4};

    int column = printf("  %s%-*lld ", kind, (int)(15 - strlen(kind)), (long long)id);
    if (block.columns >= CLI_NARROW)
        block.indent = column + 1;
    cli_wrap(stdout, &block, column, name);
}

static bool list_series(void *context, const struct epi_series *series, const char *tag)
{
    struct listing *listing = context;

    if (listing->json) {
        cli_json_element(epi_json_listed(series, tag), &listing->first);
        return !cli_interrupted();
    }
    if (listing->first && !tag)
        puts("Followed:");
    if (tag && strncmp(tag, listing->tag, sizeof(listing->tag) - 1) != 0) {
        snprintf(listing->tag, sizeof(listing->tag), "%s", tag);
        cli_say("Tagged “%s”:", tag);
    }
    listing->first = false;
    char name[SERIES_MAX];
    print_item("tvmaze:", series->tvmaze, name_of(series, name));
    return !cli_interrupted();
}

static bool list_followed(void *context, const struct epi_followed *followed)
{
    struct listing *listing = context;

    if (listing->json) {
        cli_json_element(epi_json_followed(followed), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    if (strcmp(followed->kind, listing->tag) != 0) {
        snprintf(listing->tag, sizeof(listing->tag), "%s", followed->kind);
        cli_say("Followed, %s:", followed->kind);
    }
    print_item("", followed->id, followed->name);
    return !cli_interrupted();
}

/* The series that are followed or tagged, then what else is followed. */
static bool list_all(struct epi_client *client, struct listing *listing, struct epi_error *err)
{
    if (!epi_list_each(client, list_series, listing, err))
        return false;
    listing->tag[0] = '\0';
    return epi_list_each_other(client, list_followed, listing, err);
}

static bool list_marked(void *context, const struct epi_marked *marked)
{
    struct listing *listing = context;
    const struct epi_episode *episode = marked->episode;

    if (listing->json) {
        cli_json_element(epi_json_marked(marked), &listing->first);
        return !cli_interrupted();
    }
    listing->first = false;
    struct table *table = listing->table;
    char place[32];
    if (episode->season < 0)
        snprintf(place, sizeof(place), "episode %lld", (long long)episode->tvmaze);
    else if (episode->number < 0)
        snprintf(place, sizeof(place), "%dx", episode->season);
    else
        snprintf(place, sizeof(place), "%dx%02d", episode->season, episode->number);
    char when[CLI_TIME_MAX];
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", place);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", marked->as);
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", cli_time(marked->at, when));
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", episode->title);
    return !cli_interrupted();
}

enum cli_exit cli_marked(const struct cli_call *call)
{
    struct listing listing = {.json = call->json, .first = true};
    bool wanted = cli_has_target(call, 0);
    struct epi_target target;

    if (cli_target(call, 0, true, &target))
        return CLI_USAGE;
    struct epi_client *client = cli_client(call);
    if (!client)
        return CLI_FAILED;
    if (wanted && !call->json)
        listing.table = table_new(marked_columns, 4);
    struct epi_error err;
    const struct epi_series *series = wanted ? epi_list_series(client, &target, &err) : NULL;
    bool ok = !wanted ? list_all(client, &listing, &err)
                      : series && epi_list_marked(client, series, list_marked, &listing, &err);
    bool printed = !wanted || call->json || table_end(listing.table);
    char name[SERIES_MAX];
    if (call->json)
        cli_json_end(listing.first);
    else if (ok && listing.first && !wanted)
        cli_say("Nothing is followed or tagged at TVmaze.");
    else if (ok && listing.first)
        cli_say("Nothing is marked at TVmaze of %s", name_of(series, name));
    cli_client_free(client);
    return !ok ? cli_failed(&err) : printed ? CLI_DONE : CLI_FAILED;
}
