/* SPDX-License-Identifier: MIT */
#include "core/identify/usual_length.h"

#include <stdbool.h>
#include <stdlib.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/answer_cache.h"
#include "core/identify/media_name.h"
#include "core/identify/title_key.h"
#include "core/journal/episode_lists.h"
#include "core/journal/lengths.h"
#include "core/services/service.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* Catalogues round a run time to minutes, and a file may have more or less around its episode. */
static const double least_share = 0.7;
static const double most_share = 1.4;

/* As long as another file of the folder. */
static const double like_share = 0.25;

enum { CATALOGUES_MAX = 8, ROWS_MAX = 64 };

/* ---- Catalogues ---- */

/* What the run times say that are known. */
struct run_times {
    double seconds; /* of each episode in the file */
    int fitting;
    int others;
};

static void add(struct run_times *times, int minutes)
{
    double share = minutes > 0 ? times->seconds / (minutes * 60.0) : 0;
    bool fits = share >= least_share && share <= most_share;
    times->fitting += minutes > 0 && fits;
    times->others += minutes > 0 && !fits;
}

/* Adds the run time of the episode that a name means, or if the list does not have it, those of
 * the others. */
static void add_list(struct journal *journal, const struct episode_list *list,
                     const struct guess *guess, struct run_times *times)
{
    CLEANUP(cleanup_free) struct episode *rows = calloc(ROWS_MAX, sizeof(*rows));
    struct episode_query one = {.season = guess->season,
                                .number = guess->episode_count > 0 ? guess->episodes[0] : -1};
    struct episode_query all = {.season = -1, .number = -1};
    size_t count = 0;
    if (!rows)
        return;
    bool numbered = one.season >= 0 && one.number >= 0;
    if (numbered && episode_lists_find(journal, list, &one, rows, ROWS_MAX, &count, NULL) &&
        count > 0 && rows[0].runtime > 0) {
        add(times, rows[0].runtime);
        return;
    }
    if (!episode_lists_find(journal, list, &all, rows, ROWS_MAX, &count, NULL))
        return;
    struct run_times of_list = {.seconds = times->seconds};
    for (size_t i = 0; i < count; i++)
        add(&of_list, rows[i].special ? 0 : rows[i].runtime);
    times->fitting += of_list.fitting > of_list.others;
    times->others += of_list.others > of_list.fitting;
}

/* What one catalogue's answers say of a title. known: ids of its series, if the journal has them;
 * becomes true if the answers do. */
static void ask_kept(struct journal *journal, const struct service *catalogue,
                     const struct epi_config *config, const struct guess *guess, int64_t now,
                     const struct series_ids *ids, bool *known, struct run_times *times)
{
    struct answer_cache cache = {
        .journal = journal, .catalogue = catalogue->name, .language = config->language, .now = now};
    CLEANUP(cleanup_free) struct series *series = calloc(1, sizeof(*series));
    double confidence;
    bool kept = series && answer_cache_find_series(&cache, guess, series, &confidence);
    *known = *known || kept;
    int before = times->fitting + times->others;
    struct episode_list list = {.catalogue = catalogue->name,
                                .language = config->language,
                                .series = values_series_id(ids, catalogue->ids)};
    if (list.series == 0 && kept)
        list.series = values_series_id(&series->ids, catalogue->ids);
    if (list.series != 0)
        add_list(journal, &list, guess, times);
    if (kept && times->fitting + times->others == before)
        add(times, series->runtime);
}

enum usual_length usual_length(struct journal *journal, const struct epi_config *config,
                               const char *path, const struct guess *guess, double duration,
                               int64_t now)
{
    char key[MATCH_TITLE_MAX];
    double seconds = duration / media_name_episodes(guess);
    bool found = false;
    title_key_of(guess, key, sizeof(key));
    if (!journal || !(seconds > 0) || !*key)
        return USUAL_LENGTH_OTHER;
    if (lengths_in_folder(journal, path, key, seconds * (1 - like_share),
                          seconds * (1 + like_share), &found, NULL) &&
        found)
        return USUAL_LENGTH_SAME;
    const struct service *catalogues[CATALOGUES_MAX];
    size_t count = service_catalogues(config, catalogues, CATALOGUES_MAX);
    struct run_times times = {.seconds = seconds};
    struct series_ids ids = {0};
    bool known = false;
    if (!lengths_series(journal, key, &ids, &known, NULL))
        known = false;
    for (size_t i = 0; i < count; i++)
        ask_kept(journal, catalogues[i], config, guess, now, &ids, &known, &times);
    if (times.fitting > 0 && times.fitting >= times.others)
        return USUAL_LENGTH_SAME;
    return known && times.others == 0 ? USUAL_LENGTH_UNKNOWN : USUAL_LENGTH_OTHER;
}
