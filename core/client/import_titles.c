/* SPDX-License-Identifier: MIT */
#include "core/client/import_titles.h"

#include <stdint.h>
#include <string.h>

#include "core/base/error.h"
#include "core/client/client.h"
#include "core/client/import_search.h"
#include "core/client/series_list.h"
#include "core/client/staged.h"
#include "core/identify/episode_title.h"
#include "core/identify/evidence.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"

enum {
    TITLES_MAX = 64, /* of one series; more add nothing */
    TITLES_MIN = 2,  /* one alone may be a coincidence */
};

/* Different titles, each by the first row that has it, and which of them each series has: a bit for
 * each. */
struct ballot {
    const struct staged_row *rows[TITLES_MAX];
    size_t count;
    uint64_t has[JOURNAL_CANDIDATES_MAX];
};

static void collect(const struct staged *staged, const struct staged_group *group,
                    struct ballot *ballot)
{
    for (size_t i = 0; i < group->count && ballot->count < TITLES_MAX; i++) {
        const struct staged_row *row = &staged->rows[group->first + i];
        const char *title = staged_text(staged, row->title);
        bool fresh = row->fate == STAGED_OPEN && !episode_title_is_plain(title);
        for (size_t k = 0; k < ballot->count && fresh; k++)
            fresh = strcmp(staged_text(staged, ballot->rows[k]->title), title) != 0;
        if (fresh)
            ballot->rows[ballot->count++] = row;
    }
}

/* Which of the titles are in the list, in the season that goes with them. */
static uint64_t count_votes(const struct import_series *series, const struct ballot *ballot)
{
    uint64_t has = 0;
    for (size_t k = 0; k < ballot->count; k++) {
        const struct staged_row *row = ballot->rows[k];
        const char *title = staged_text(series->staged, row->title);
        bool found = false;
        for (size_t i = 0; i < series->row_count && !found; i++) {
            const struct episode *one = &series->rows[i];
            found = (row->season <= 0 || row->season == one->season) &&
                    episode_title_same(title, one->title);
        }
        has |= (uint64_t)found << k;
    }
    return has;
}

/* Reads the list of a candidate. there: its catalogue has one. Fails if it is stopped. */
static bool read_list(struct import_series *series, const struct match *candidate, bool *there,
                      struct epi_error *err)
{
    struct resolve *resolve = worker_resolve(series->client->worker, err);
    struct epi_error why = {0};
    size_t count = 0;
    *there = false;
    series->row_count = 0;
    if (!resolve)
        return false;
    const struct catalogue *all = resolve_catalogues(resolve, &count);
    for (size_t i = 0; i < count && why.kind == EPI_ERROR_NONE; i++) {
        if (strcmp(all[i].service->name, candidate->source) == 0) {
            *there = series_list_of(series->client, &all[i], &candidate->series, true, series->rows,
                                    &series->row_count, &why);
        }
    }
    if (why.kind == EPI_ERROR_STOPPED && err)
        *err = why;
    return why.kind != EPI_ERROR_STOPPED;
}

/* Whether a candidate is a series that may be called so. */
static bool is_called(const struct match *candidate, const char *title)
{
    return !candidate->other && !candidate->film &&
           match_similarity(candidate->series.title, title) >= EVIDENCE_TITLE_NEAR;
}

/* The one that has enough titles that no other has; none if another one has such titles, too. */
static const struct match *decide(const struct ballot *ballot, const struct match *candidates,
                                  size_t count)
{
    const struct match *found = NULL;
    for (size_t i = 0; i < count; i++) {
        uint64_t alone = ballot->has[i];
        for (size_t k = 0; k < count; k++)
            alone &= k == i ? UINT64_MAX : ~ballot->has[k];
        int titles = __builtin_popcountll(alone);
        if (titles > 0 && (found || titles < TITLES_MIN))
            return NULL;
        if (titles > 0)
            found = &candidates[i];
    }
    return found;
}

bool import_titles_decide(struct import_series *series, const struct staged_group *group,
                          const struct resolution *resolution, const struct match **found,
                          struct epi_error *err)
{
    struct ballot ballot = {.count = 0};
    const char *title = staged_text(series->staged, group->title);
    bool there = true;
    *found = NULL;
    collect(series->staged, group, &ballot);
    if (ballot.count < TITLES_MIN)
        return true;
    for (size_t i = 0; i < resolution->candidate_count; i++) {
        if (!is_called(&resolution->candidates[i], title))
            continue;
        if (!read_list(series, &resolution->candidates[i], &there, err))
            return false;
        if (!there) /* it may be that one */
            return true;
        ballot.has[i] = count_votes(series, &ballot);
    }
    *found = decide(&ballot, resolution->candidates, resolution->candidate_count);
    return true;
}

const struct episode *import_titles_find(const struct import_series *series,
                                         const struct staged_row *row)
{
    char title[MATCH_TITLE_MAX];
    const struct episode *found = NULL;
    match_fold(staged_text(series->staged, row->title), title, sizeof(title));
    for (size_t i = 0; i < series->row_count && *title; i++) {
        char other[MATCH_TITLE_MAX];
        match_fold(series->rows[i].title, other, sizeof(other));
        if (row->season <= 0 || series->rows[i].season != row->season || strcmp(title, other) != 0)
            continue;
        if (found)
            return NULL;
        found = &series->rows[i];
    }
    return found;
}
