/* SPDX-License-Identifier: MIT */
#include "core/client/series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/series_name.h"
#include "core/client/target.h"
#include "core/identify/label.h"
#include "core/identify/resolution.h"
#include "core/identify/series_search.h"

enum { NAMED_MAX = 5 }; /* series that an error lists */

/* Lists what a title may mean, with their ids: "Show (2005, US) tvdb:73244, Show (2001) ...". */
static void list_series(const struct series *series, size_t count, char *text, size_t size)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count && i < NAMED_MAX && len < size; i++) {
        struct match match = {.series = series[i]};
        char label[VIEWS_NAME_MAX];
        label_candidate(&match, false, label, sizeof(label));
        enum id_kind kind = series[i].ids.tvdb ? ID_TVDB : ID_TVMAZE;
        len += (size_t)snprintf(text + len, size - len, "%s%.60s %s:%lld", i ? ", " : "", label,
                                values_id_name(kind),
                                (long long)values_series_id(&series[i].ids, kind));
    }
}

/* Moves the series that have just this title, and the year if it is not 0, to the front. */
static size_t keep_exact(const char *title, int year, struct series *series, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool same = match_similarity(title, series[i].title) >= 1;
        if (same && (!year || series[i].year == year))
            series[kept++] = series[i];
    }
    return kept;
}

/* The only series with a title. */
static bool series_by_title(struct epi_client *client, const char *text, struct series *series,
                            struct epi_error *err)
{
    CLEANUP(cleanup_free) struct series *found = calloc(MATCH_CANDIDATES_MAX, sizeof(*found));
    struct resolve *resolve = worker_resolve(client->worker, err);
    size_t count = 0;

    if (!found)
        return error_memory(err);
    char title[MATCH_TITLE_MAX];
    int year;
    series_search_read_title(text, title, sizeof(title), &year);
    if (!resolve ||
        !series_search_title(resolve, title, year, found, MATCH_CANDIDATES_MAX, &count, err))
        return false;
    size_t exact = keep_exact(title, year, found, count);
    if (exact == 1 || (exact == 0 && count == 1)) {
        *series = found[0];
        return true;
    }
    char list[320];
    list_series(found, exact ? exact : count, list, sizeof(list));
    if (count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "no catalogue knows \"%.80s\"; name the series as tvdb:ID or "
                             "tvmaze:ID",
                             text);
    }
    return epi_error_set(err, EPI_ERROR_NEVER, "%s \"%.80s\": %s; choose one by its id",
                         exact ? "several series have the title" : "no series has just the title",
                         text, list);
}

bool series_of_text(struct epi_client *client, const char *text, struct series *series,
                    struct epi_error *err)
{
    struct series_ids ids;
    size_t count = 0;

    if (!values_parse_id(text, &ids)) {
        if (!values_begins_as_id(text) && *text)
            return series_by_title(client, text, series, err);
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "invalid series \"%.40s\"; expected tvdb:ID, tvmaze:ID, imdb:ttID or "
                             "a title",
                             text);
    }
    struct resolve *resolve = worker_resolve(client->worker, err);
    if (!resolve || !series_search_text(resolve, text, series, 1, &count, err))
        return false;
    return count > 0 || epi_error_set(err, EPI_ERROR_NEVER, "no catalogue knows %.40s", text);
}

/* Asks the catalogues which series a file is of. */
static bool match_series(struct epi_client *client, const struct target *found,
                         struct series *series, struct epi_error *err)
{
    const struct client_file file = {
        .path = found->path, .given = found->given, .duration = found->entry.duration};
    struct guess guess;
    const struct resolution *match = client_resolve(client, &file, &guess, err);

    if (!match)
        return false;
    if (match->outcome != RESOLUTION_SURE || !match->count) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: %s; name the series as tvdb:ID or tvmaze:ID", found->label,
                             match->reason);
    }
    *series = match->matches[0].series;
    return true;
}

bool series_of_target(struct epi_client *client, const struct epi_target *target,
                      struct series *series, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!found)
        return false;
    struct epi_target whole = target_read(target);
    if (target_is_series(&whole))
        return series_of_text(client, whole.series, series, err);
    if (!target_find(client, target, found, err)) {
        if (found->path[0] && found->guess.kind != GUESS_EPISODE && target_is_there(&whole, err)) {
            epi_error_set(err, EPI_ERROR_NEVER,
                          "this name is not read as an episode: name the series as tvdb:ID or "
                          "tvmaze:ID");
        }
        return false;
    }
    if (!found->entry.identified)
        return match_series(client, found, series, err);
    *series = found->entry.match.series;
    return true;
}
