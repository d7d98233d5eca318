/* SPDX-License-Identifier: MIT */
#include "core/identify/carry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/episode_title.h"
#include "core/identify/label.h"
#include "core/identify/lookup.h"
#include "core/identify/reason.h"
#include "core/journal/episode_lists.h"
#include "core/services/service.h"

/* ---- The series ---- */

/* The ids by which a series is looked up, one at a time: TheTVDB's and IMDb's first. What one
 * catalogue says of the id at another is second-hand. */
static bool find_series(const struct catalogue *catalogue, const struct answer_cache *cache,
                        const struct series_ids *ids, struct series *series, bool *found,
                        struct epi_error *err)
{
    struct series_ids ways[] = {{.tvdb = ids->tvdb}, {.tvdb = 0}, {.tvmaze = ids->tvmaze}};
    memcpy(ways[1].imdb, ids->imdb, sizeof(ways[1].imdb));
    *found = false;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && !*found; i++) {
        if (values_has_id(&ways[i]) &&
            !lookup_series(catalogue, cache, &ways[i], series, found, err))
            return false;
    }
    return true;
}

/* ---- The episode ---- */

/* A subject, and the episodes among which it is looked for. */
struct search {
    const struct subject *subject;
    const struct episode *rows;
    size_t count;
    bool translated; /* titles are asked for in a language that the catalogue does not have */
    struct episode_rows own; /* its season at its own catalogue, as far as that is kept */
};

/* Days between two air dates; -1 if one is unknown. */
static int64_t days_apart(const char *a, const char *b)
{
    int64_t x = clock_days_of(a);
    int64_t y = clock_days_of(b);
    return !x || !y ? -1 : x > y ? x - y : y - x;
}

/* A date may be that of another time zone. */
static bool is_dated(const struct search *search, const struct episode *row)
{
    int64_t days = days_apart(search->subject->airdate, row->airdate);
    return days == 0 || days == 1;
}

static bool has_other_date(const struct search *search, const struct episode *row)
{
    return days_apart(search->subject->airdate, row->airdate) > 1;
}

static bool is_titled(const struct search *search, const struct episode *row)
{
    return episode_title_same(search->subject->title, row->title);
}

/* Whether the title, which differs, says nothing against this episode. */
static bool may_be_titled(const struct search *search, const struct episode *row)
{
    return search->translated || episode_title_may_be(search->subject->title, row->title);
}

static bool is_numbered(const struct search *search, const struct episode *row)
{
    return search->subject->season > 0 && !row->special && row->season == search->subject->season &&
           row->number == search->subject->number;
}

/* The only row that fits; of several the one with the number; NULL if that does not decide. */
typedef bool (*fits)(const struct search *search, const struct episode *row);

static const struct episode *find_only(const struct search *search, fits fit)
{
    const struct episode *only = NULL;
    size_t found = 0;
    for (size_t i = 0; i < search->count; i++) {
        const struct episode *row = &search->rows[i];
        if (!fit(search, row))
            continue;
        if (is_numbered(search, row))
            return row;
        only = row;
        found++;
    }
    return found == 1 ? only : NULL;
}

static bool fits_title_and_date(const struct search *search, const struct episode *row)
{
    return is_dated(search, row) && is_titled(search, row) && !episode_title_is_plain(row->title);
}

static bool fits_title(const struct search *search, const struct episode *row)
{
    return is_titled(search, row) && !episode_title_is_plain(row->title);
}

/* The title, and no date that speaks against it. */
static bool fits_title_only(const struct search *search, const struct episode *row)
{
    return fits_title(search, row) && !has_other_date(search, row);
}

/* The very day, and no title that speaks against it. A special has often the day of a regular
 * episode. */
static bool fits_date_only(const struct search *search, const struct episode *row)
{
    bool special = search->subject->season == 0;
    return days_apart(search->subject->airdate, row->airdate) == 0 && row->special == special &&
           (special || may_be_titled(search, row));
}

/* Whether title or date confirm the number, or there is nothing to compare. */
static bool is_confirmed(const struct search *search, const struct episode *row)
{
    if (is_titled(search, row) &&
        !(episode_title_is_plain(row->title) && has_other_date(search, row)))
        return true;
    const struct episode *other = find_only(search, fits_title);
    if (is_dated(search, row))
        return !other || may_be_titled(search, row);
    return !has_other_date(search, row) && may_be_titled(search, row);
}

static const struct episode *find_number(const struct search *search)
{
    for (size_t i = 0; i < search->count; i++) {
        if (is_numbered(search, &search->rows[i]))
            return &search->rows[i];
    }
    return NULL;
}

static const struct episode *find_episode(const struct search *search,
                                          const struct episode *numbered)
{
    const struct episode *found = find_only(search, fits_title_and_date);
    if (found || (numbered && is_confirmed(search, numbered)))
        return found ? found : numbered;
    found = find_only(search, fits_title_only);
    return found ? found : find_only(search, fits_date_only);
}

const struct episode *carry_find(const struct subject *subject, const struct episode *rows,
                                 size_t count, bool translated)
{
    const struct search search = {
        .subject = subject, .rows = rows, .count = count, .translated = translated};
    return find_episode(&search, find_number(&search));
}

/* ---- The subject's own catalogue ---- */

enum { OWN_ROWS_MAX = 512 }; /* of its season */

static bool has_subject(const struct episode *rows, size_t count, const struct subject *subject)
{
    for (size_t i = 0; i < count; i++) {
        if ((subject->tvdb > 0 && rows[i].tvdb == subject->tvdb) ||
            (subject->tvmaze > 0 && rows[i].tvmaze == subject->tvmaze))
            return true;
    }
    return false;
}

/* The season of the subject in a list that is kept of its own catalogue; asks nobody. Returns how
 * many rows there are, 0 if no list is kept. */
static size_t find_own(const struct catalogue *catalogue, const struct answer_cache *cache,
                       const struct subject *subject, struct episode *rows)
{
    const struct episode_query season = {
        .order = ORDER_AIRED, .season = subject->season, .number = -1};
    for (size_t i = 0; cache->journal && services[i]; i++) {
        const struct service *own = services[i];
        struct episode_list list = {own->name, cache->language,
                                    values_series_id(&subject->series, own->ids), ORDER_AIRED};
        size_t count = 0;
        if (own != catalogue->service && own->whole_lists && list.series > 0 &&
            episode_lists_find(cache->journal, &list, &season, rows, OWN_ROWS_MAX, &count, NULL) &&
            has_subject(rows, count, subject))
            return count;
    }
    return 0;
}

/* ---- Words ---- */

/* "“Title” of 2020-01-02", "“Title”", "of 2020-01-02" or "untitled" */
static void describe(const char *title, const char *airdate, char *text, size_t size)
{
    char dated[32] = "";
    if (*airdate)
        snprintf(dated, sizeof(dated), "%sof %s", *title ? " " : "", airdate);
    text[0] = '\0';
    if (*title)
        reason_add(text, size, "“%s”%s", title, dated);
    else
        reason_add(text, size, "%s", *dated ? dated : "untitled");
}

static void say_doubt(const struct catalogue *catalogue, const struct search *search,
                      const struct episode *other, struct carried *carried)
{
    char theirs[128];
    char ours[128];
    char label[LABEL_EPISODE_MAX];
    describe(other->title, other->airdate, theirs, sizeof(theirs));
    describe(search->subject->title, search->subject->airdate, ours, sizeof(ours));
    carried->outcome = CARRY_DOUBTED;
    reason_add(carried->reason, sizeof(carried->reason), "its %s at %s is %s, not %s",
               label_episode(other->season, other->number, label), catalogue->service->title,
               theirs, ours);
}

/* ---- One episode ---- */

static bool list_whole(const struct catalogue *catalogue, const struct answer_cache *cache,
                       const struct series *series, struct search *search, struct episode *rows,
                       struct epi_error *err)
{
    static const struct episode_query whole = {.order = ORDER_AIRED, .season = -1, .number = -1};
    size_t count = 0;
    if (!lookup_episodes(catalogue, cache, series, &whole, rows, LOOKUP_ROWS_MAX, &count, err))
        return false;
    search->rows = rows;
    search->count = count;
    return true;
}

/* Lists all episodes of the series. A list that lacks the number may be too old for it. */
static bool list_episodes(const struct catalogue *catalogue, const struct answer_cache *cache,
                          const struct series *series, struct search *search, struct episode *rows,
                          struct epi_error *err)
{
    const struct subject *subject = search->subject;
    struct episode_query number = {
        .order = ORDER_AIRED, .season = subject->season, .number = subject->number};
    size_t count;
    if (!list_whole(catalogue, cache, series, search, rows, err))
        return false;
    if (number.season <= 0 || number.number < 0 || find_episode(search, find_number(search)))
        return true;
    return lookup_episodes(catalogue, cache, series, &number, rows, LOOKUP_ROWS_MAX, &count, err) &&
           list_whole(catalogue, cache, series, search, rows, err);
}

/* The rows that the subject is split into. */
static bool find_parts(const struct catalogue *catalogue, const struct search *search,
                       struct carried *carried)
{
    const struct episode_rows rows = {search->rows, search->count};
    const struct episode *parts[EPISODE_PARTS_MAX];
    size_t count = episode_parts(search->subject, &rows, &search->own, parts);
    for (size_t i = 0; i < count; i++)
        carried->parts[i] = values_episode_id(parts[i], catalogue->service->ids);
    carried->part_count = count;
    if (count > 0) {
        carried->outcome = CARRY_FOUND;
        carried->episode = *parts[0];
    }
    return count > 0;
}

static void decide(const struct catalogue *catalogue, const struct search *search,
                   struct carried *carried)
{
    if (find_parts(catalogue, search, carried))
        return;
    const struct episode_rows rows = {search->rows, search->count};
    const struct episode *numbered = find_number(search);
    const struct episode *episode = find_episode(search, numbered);
    if (!episode)
        episode = episode_parts_whole(search->subject, &rows);
    const struct episode *other = numbered ? numbered : find_only(search, fits_title);
    carried->outcome = CARRY_NO_EPISODE;
    if (episode) {
        carried->outcome = CARRY_FOUND;
        carried->episode = *episode;
    } else if (other) {
        say_doubt(catalogue, search, other, carried);
    }
}

bool carry_episode(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const struct subject *subject, struct carried *carried, struct epi_error *err)
{
    CLEANUP(scratch_cleanup) struct episode *rows = scratch_new(LOOKUP_ROWS_MAX * sizeof(*rows));
    CLEANUP(cleanup_free) struct series *series = calloc(1, sizeof(*series));
    CLEANUP(scratch_cleanup) struct episode *own = scratch_new(OWN_ROWS_MAX * sizeof(*own));
    struct search search = {.subject = subject};
    bool found = false;
    memset(carried, 0, sizeof(*carried));
    carried->outcome = CARRY_NO_SERIES;
    if (!rows || !series || !own)
        return error_memory(err);
    if (!find_series(catalogue, cache, &subject->series, series, &found, err))
        return false;
    if (!found)
        return true;
    carried->series = series->ids;
    search.translated = *cache->language && strncmp(cache->language, "en", 2) != 0;
    if (!list_episodes(catalogue, cache, series, &search, rows, err))
        return false;
    search.own = (struct episode_rows){own, find_own(catalogue, cache, subject, own)};
    decide(catalogue, &search, carried);
    return true;
}
