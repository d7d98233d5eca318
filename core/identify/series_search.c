/* SPDX-License-Identifier: MIT */
#include "core/identify/series_search.h"

#include "core/identify/catalogue.h"
#include "core/identify/resolve.h"
#include "core/services/service.h"
#include "matching/matching.h"
#include <epimark/error.h>

bool series_search_ids(struct resolve *resolve, const struct series_ids *ids, struct series *series,
                       bool *found, struct epi_error *err)
{
    struct epi_error first = {0};
    bool there = false;
    size_t catalogues;
    const struct catalogue *all = resolve_catalogues(resolve, &catalogues);
    for (size_t i = 0; i < catalogues && !there; i++) {
        const struct catalogue *catalogue = &all[i];
        struct epi_error why = {0};
        if (!catalogue->service->lookup(catalogue->session, ids, series, &there, &why) &&
            (first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN))
            first = why;
    }
    if (there || first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN) {
        *found = there;
        return true;
    }
    if (err)
        *err = first;
    return false;
}

static bool is_among(const struct series *one, const struct series *series, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((one->ids.tvdb && one->ids.tvdb == series[i].ids.tvdb) ||
            (one->ids.tvmaze && one->ids.tvmaze == series[i].ids.tvmaze))
            return true;
    }
    return false;
}

/* Adds what one catalogue found, but for what is there already. exact: one has just this title. */
static size_t add_found(const char *title, size_t found, struct series *series, size_t count,
                        bool *exact)
{
    size_t end = count + found;

    for (size_t i = count; i < end; i++) {
        *exact = *exact || match_similarity(title, series[i].title) >= 1;
        if (!is_among(&series[i], series, count)) {
            if (i != count)
                series[count] = series[i];
            count++;
        }
    }
    return count;
}

bool series_search_title(struct resolve *resolve, const char *title, int year,
                         struct series *series, size_t max, size_t *count, struct epi_error *err)
{
    struct epi_error first = {0};
    size_t catalogues;
    const struct catalogue *all = resolve_catalogues(resolve, &catalogues);
    bool exact = false;
    *count = 0;
    for (size_t i = 0; i < catalogues && !exact && *count < max; i++) {
        const struct catalogue *catalogue = &all[i];
        struct epi_error why = {0};
        size_t found = 0;
        if (catalogue->service->search(catalogue->session, title, year, series + *count,
                                       max - *count, &found, &why))
            *count = add_found(title, found, series, *count, &exact);
        else if (first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN)
            first = why;
    }
    if (*count > 0 || first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN)
        return true;
    if (err)
        *err = first;
    return false;
}
