/* SPDX-License-Identifier: MIT
 *
 * The entries of the journal, all of them or what a filter selects, and what is parked.
 */
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/file.h"
#include "core/client/target.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"

struct visit {
    epi_client_visit visit;
    void *context;
    bool ended;
    struct views_entry view;
};

static bool show_entry(void *context, const struct entry *entry)
{
    struct visit *visit = context;

    views_entry(entry, client_clock(), &visit->view);
    return visit->visit(visit->context, &visit->view.entry);
}

/* Shows what a filter selects. */
struct selection {
    struct epi_filter filter;
    struct visit *visit;
    size_t shown;
};

static bool is_rated(const struct entry *entry, int rating)
{
    const int ratings[] = {entry->rating, entry->season_rating, entry->series_rating};

    for (size_t i = 0; i < sizeof(ratings) / sizeof(*ratings); i++) {
        if (rating < 0 ? ratings[i] > 0 : values_rating_number(ratings[i]) == rating)
            return true;
    }
    return false;
}

/* Whether all but its state is as a filter has it. */
static bool is_wanted(void *context, const struct entry *entry)
{
    const struct epi_filter *filter = context;
    int64_t at = entry->watched_at ? entry->watched_at : entry->created_at;

    return at >= filter->since && (!filter->until || at < filter->until) &&
           (!filter->rating || is_rated(entry, filter->rating)) &&
           (!filter->series || target_mentions(filter->series, entry));
}

static bool show_selected(void *context, const struct entry *entry)
{
    struct selection *selection = context;

    const char *state = selection->filter.state;
    if (state && strcmp(state, entries_state_name(entry->state)) != 0)
        return true;
    selection->shown++;
    return show_entry(selection->visit, entry) && selection->shown != selection->filter.limit;
}

/* Whether only what is not done can be in such a state: then no more is read. */
static bool is_open(const char *state)
{
    for (enum entry_state one = ENTRY_RATED; state && one <= ENTRY_DROPPED; one++) {
        if (strcmp(state, entries_state_name(one)) == 0)
            return !entries_is_over(one);
    }
    return false;
}

bool epi_client_list(struct epi_client *client, const struct epi_filter *filter,
                     epi_client_visit visit, void *context, struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    CLEANUP(cleanup_free) struct visit *each = calloc(1, sizeof(*each));
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);
    struct selection selection = {.visit = each};

    if (!each || !path)
        return error_memory(err);
    each->visit = visit;
    each->context = context;
    struct epi_filter *wanted = &selection.filter;
    memcpy(wanted, filter, filter->size < sizeof(*wanted) ? filter->size : sizeof(*wanted));
    struct entries_filter read = {.waiting = is_open(wanted->state),
                                  .since = wanted->since,
                                  .until = wanted->until,
                                  .wanted = is_wanted,
                                  .context = wanted};
    if (wanted->path && journal) {
        media_name_absolute(wanted->path, path, JOURNAL_PATH_MAX);
        bool moved;
        if (!file_find(journal, path, &moved, err))
            return false;
        read.path = path;
    }
    return journal && entries_visit(journal, &read, show_selected, &selection, err);
}

static bool show_entries(struct epi_client *client, const struct entries_filter *filter,
                         epi_client_visit visit, void *context, struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    CLEANUP(cleanup_free) struct visit *each = calloc(1, sizeof(*each));

    if (!each)
        return error_memory(err);
    each->visit = visit;
    each->context = context;
    return journal && entries_visit(journal, filter, show_entry, each, err);
}

bool epi_client_history(struct epi_client *client, size_t limit, bool waiting_only,
                        epi_client_visit visit, void *context, struct epi_error *err)
{
    const struct entries_filter filter = {.waiting = waiting_only, .limit = limit};

    return show_entries(client, &filter, visit, context, err);
}

bool epi_client_unrated(struct epi_client *client, size_t limit, epi_client_visit visit,
                        void *context, struct epi_error *err)
{
    const struct entries_filter filter = {.unrated = true, .limit = limit};

    return show_entries(client, &filter, visit, context, err);
}

static void show_parked(void *context, const struct record *record)
{
    struct visit *visit = context;

    views_parked(record, &visit->view);
    if (!visit->ended)
        visit->ended = !visit->visit(visit->context, &visit->view.entry);
}

bool epi_client_parked(struct epi_client *client, epi_client_visit visit, void *context,
                       struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    CLEANUP(cleanup_free) struct visit *each = calloc(1, sizeof(*each));

    if (!each)
        return error_memory(err);
    each->visit = visit;
    each->context = context;
    if (journal)
        journal_visit_parked(journal, show_parked, each);
    return journal != NULL;
}
