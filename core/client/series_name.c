/* SPDX-License-Identifier: MIT */
#include "core/client/series_name.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/series_search.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* ---- Titles ---- */

bool series_name_means(const char *text, const struct series *series)
{
    struct series_ids ids;

    if (values_parse_id(text, &ids))
        return values_same_series(&ids, &series->ids);
    char title[MATCH_TITLE_MAX];
    int year;
    series_search_read_title(text, title, sizeof(title), &year);
    return match_similarity(series->title, title) >= 1 &&
           (!year || !series->year || year == series->year);
}

void series_name_episode(const char *text, int season, int number, char *name, size_t size)
{
    struct series_ids ids;
    char id[64] = "";

    bool named = values_parse_id(text, &ids);
    for (int kind = 0; named && kind < ID_KINDS; kind++) {
        int64_t one = values_series_id(&ids, (enum id_kind)kind);
        if (one) {
            snprintf(id, sizeof(id), "{%s-%lld}", values_id_name((enum id_kind)kind),
                     (long long)one);
        }
    }
    if (*ids.imdb)
        snprintf(id, sizeof(id), "{imdb-%s}", ids.imdb);
    snprintf(name, size, "%.*s S%02dE%02d", MATCH_TITLE_MAX - 1, *id ? id : text, season, number);
    /* A slash would begin a folder. */
    for (char *c = name; *c; c++)
        *c = *c == '/' || *c == '\\' ? ' ' : *c;
}
