/* SPDX-License-Identifier: MIT */
#include "core/identify/series_search.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/catalogue.h"
#include "core/identify/resolve.h"
#include "core/services/service.h"
#include "core/services/values.h"
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

void series_search_read_title(const char *text, char *title, size_t size, int *year)
{
    /* With a number behind it, "The 100" is no episode 100; a slash would begin a folder. */
    char name[MATCH_TITLE_MAX + 8];
    snprintf(name, sizeof(name), "%.*s S01E01", MATCH_TITLE_MAX - 1, text);
    for (char *c = name; *c; c++)
        *c = *c == '/' || *c == '\\' ? ' ' : *c;
    struct guess guess;
    match_parse(name, strlen(name), &guess);
    snprintf(title, size, "%s", *guess.title ? guess.title : text);
    *year = *guess.title ? guess.year : 0;
}

/* What the user named is certain, whatever the answer repeats. */
static void keep_named(const struct series_ids *ids, struct series *series)
{
    for (int kind = 0; kind < ID_KINDS; kind++) {
        int64_t named = values_series_id(ids, (enum id_kind)kind);
        if (named)
            values_set_series_id(&series->ids, (enum id_kind)kind, named);
    }
    if (*ids->imdb)
        snprintf(series->ids.imdb, sizeof(series->ids.imdb), "%s", ids->imdb);
}

bool series_search_text(struct resolve *resolve, const char *text, struct series *series,
                        size_t max, size_t *count, struct epi_error *err)
{
    struct series_ids ids;
    bool found = false;
    if (!values_parse_id(text, &ids)) {
        char title[MATCH_TITLE_MAX];
        int year;
        series_search_read_title(text, title, sizeof(title), &year);
        return series_search_title(resolve, title, year, series, max, count, err);
    }
    if (!series_search_ids(resolve, &ids, series, &found, err))
        return false;
    if (found)
        keep_named(&ids, series);
    *count = found;
    return true;
}
