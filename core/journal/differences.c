/* SPDX-License-Identifier: MIT */
#include "core/journal/differences.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/entry.h"
#include "core/journal/holdings.h"
#include "core/journal/pairs.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/wanted.h"
#include "core/services/values.h"

enum { PAGE = 64 }; /* items that are read together */

/* A viewing, mark or rating of one side; what it is about as in struct difference. */
struct item {
    struct difference_side side;
    int64_t subject;
    int64_t tvdb;
    int64_t tvmaze;
    double seconds; /* how long it is; 0: unknown */
    size_t series;
    int season;
    int number;
    enum epi_scope scope;
};

struct items {
    struct item *list;
    size_t count;
    size_t room;
};

/* One comparison. */
struct comparison {
    struct journal *journal;
    const struct differences_how *how;
    struct differences *differences;
    enum held_list list;
    struct items here;
    struct items there;
    struct pair *pairs; /* room for all of both */
};

static void comparison_free(struct comparison *comparison)
{
    free(comparison->here.list);
    free(comparison->there.list);
    free(comparison->pairs);
}

void differences_free(struct differences *differences)
{
    free(differences->rows);
    free(differences->series);
    *differences = (struct differences){.rows = NULL};
}

/* ---- Lists that grow ---- */

/* Makes room for one more of some size; NULL if memory is short. */
static void *grow(void *list, size_t count, size_t *room, size_t size, struct epi_error *err)
{
    if (count < *room)
        return list;
    size_t more = *room ? 2 * *room : 64;
    void *grown = reallocarray(list, more, size);
    if (grown)
        *room = more;
    else
        error_memory(err);
    return grown;
}

static struct item *add_item(struct items *items, struct epi_error *err)
{
    struct item *list = grow(items->list, items->count, &items->room, sizeof(*list), err);
    if (!list)
        return NULL;
    items->list = list;
    list[items->count] = (struct item){.subject = 0};
    return &list[items->count++];
}

/* Whether that is a series or film: by an id, or if one of them has none by its title. */
static bool is_series(const struct difference_series *series, const struct subject *subject)
{
    if (series->film != subject->film)
        return false;
    if (values_same_series(&series->ids, &subject->series))
        return true;
    return (!values_has_id(&series->ids) || !values_has_id(&subject->series)) &&
           series->year == subject->series_year &&
           strcasecmp(series->title, subject->series_title) == 0;
}

/* What is known of a series of one side alone is added. */
static void know_series(struct difference_series *series, const struct subject *subject)
{
    struct series_ids *ids = &series->ids;
    ids->tvdb = ids->tvdb ? ids->tvdb : subject->series.tvdb;
    ids->tvmaze = ids->tvmaze ? ids->tvmaze : subject->series.tvmaze;
    ids->tmdb = ids->tmdb ? ids->tmdb : subject->series.tmdb;
    if (!*ids->imdb)
        memcpy(ids->imdb, subject->series.imdb, sizeof(ids->imdb));
    series->year = series->year ? series->year : subject->series_year;
    if (!*series->title)
        memcpy(series->title, subject->series_title, sizeof(series->title));
}

/* Finds or adds the series of a subject; what comes in a row is mostly of one. */
static bool find_series(struct differences *differences, const struct subject *subject, size_t *at,
                        struct epi_error *err)
{
    for (size_t i = differences->series_count; i > 0; i--) {
        if (is_series(&differences->series[i - 1], subject)) {
            *at = i - 1;
            know_series(&differences->series[*at], subject);
            return true;
        }
    }
    struct difference_series *series = grow(differences->series, differences->series_count,
                                            &differences->series_room, sizeof(*series), err);
    if (!series)
        return false;
    differences->series = series;
    *at = differences->series_count++;
    series[*at] = (struct difference_series){.film = subject->film};
    know_series(&series[*at], subject);
    return true;
}

/* ---- The journal ---- */

#define SUBJECT_COLUMNS                                                                            \
    "s.id, s.film, s.series_title, s.series_year, s.series_tvdb, s.series_tvmaze, s.series_imdb,"  \
    " s.series_tmdb, s.season, s.number, s.tvdb, s.tvmaze"
enum { SUBJECT_COLUMN_COUNT = 12 };

/* All that was watched, and what of it is marked otherwise. */
static const char viewings[] =
    "SELECT " SUBJECT_COLUMNS ", e.id, e.watched_at, e.mark + 1, :EPI_SCOPE_EPISODE,"
    " iif(e.episodes > 1, e.duration / e.episodes, e.duration) FROM entries e"
    " JOIN subjects s ON s.id = e.subject WHERE e.status = :STATUS_IDENTIFIED"
    " AND e.watched_at > 0 AND e.same_as = 0";

/* The rating that stands of each; 0 is none any more. */
static const char ratings[] =
    "SELECT " SUBJECT_COLUMNS ", r.entry, r.at, r.value, r.scope, 0.0 FROM ratings r"
    " JOIN subjects s ON s.id = r.subject WHERE r.value BETWEEN 1 AND 12"
    " AND NOT EXISTS (SELECT 1 FROM ratings n WHERE n.subject = r.subject"
    " AND (n.at > r.at OR (n.at = r.at AND n.entry > r.entry)))";

static void read_subject(struct sqlite3_stmt *rows, struct subject *subject)
{
    *subject = (struct subject){
        .film = sql_int(rows, 1) != 0,
        .series_year = (int)sql_int(rows, 3),
        .series = {.tvdb = sql_int(rows, 4), .tvmaze = sql_int(rows, 5), .tmdb = sql_int(rows, 7)},
        .season = (int)sql_int(rows, 8),
        .number = (int)sql_int(rows, 9),
        .tvdb = sql_int(rows, 10),
        .tvmaze = sql_int(rows, 11)};
    sql_copy(rows, 2, subject->series_title, sizeof(subject->series_title));
    sql_copy(rows, 6, subject->series.imdb, sizeof(subject->series.imdb));
}

static int by_id(const void *a, const void *b)
{
    return values_order(*(const int64_t *)a, *(const int64_t *)b);
}

/* Whether a service was asked for a series. */
static bool is_asked(const struct differences_how *how, int64_t tvmaze)
{
    return !how->series ||
           bsearch(&tvmaze, how->series, how->series_count, sizeof(tvmaze), by_id) != NULL;
}

/* Whether a service could have it: it keeps plays of what was watched, or marks of any kind. */
static bool is_compared(const struct comparison *comparison, const struct subject *subject,
                        enum epi_scope scope, int value)
{
    const struct differences_how *how = comparison->how;
    bool viewing = comparison->list == HELD_HISTORY;
    return is_asked(how, subject->series.tvmaze) && (how->films || !subject->film) &&
           (how->seasons || scope != EPI_SCOPE_SEASON) &&
           (!viewing || how->marks || value == 1 + MARK_WATCHED);
}

static bool add_here(struct comparison *comparison, struct sqlite3_stmt *rows,
                     struct epi_error *err)
{
    struct subject subject;
    const int next = SUBJECT_COLUMN_COUNT;
    int value = (int)sql_int(rows, next + 2);
    read_subject(rows, &subject);
    enum epi_scope scope = (enum epi_scope)sql_int(rows, next + 3);
    if (!is_compared(comparison, &subject, scope, value))
        return true;
    struct item *item = add_item(&comparison->here, err);
    if (!item)
        return false;
    *item = (struct item){
        .side = {sql_int(rows, next), values_known_time(sql_int(rows, next + 1)), value},
        .subject = sql_int(rows, 0),
        .tvdb = subject.tvdb,
        .tvmaze = subject.tvmaze,
        .seconds = sql_double(rows, next + 4),
        .season = subject.film ? -1 : subject.season,
        .number = subject.film ? -1 : subject.number,
        .scope = scope};
    return find_series(comparison->differences, &subject, &item->series, err);
}

static bool read_here(struct comparison *comparison, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        comparison->journal, err, comparison->list == HELD_HISTORY ? viewings : ratings, "");
    for (bool row = rows != NULL; row;) {
        if (!sql_next(comparison->journal, rows, &row, err))
            return false;
        if (row && (!add_here(comparison, rows, err) || !sql_row_ok(comparison->journal, err)))
            return false;
    }
    return rows != NULL;
}

/* ---- The service ---- */

/* Some items that it holds, with room for what they are asked as. */
struct page {
    struct holding items[PAGE];
    struct holdings_at places[PAGE];
    struct match match;
};

/* The subject that an item is; 0: the journal has none. */
static bool seek(struct comparison *comparison, const struct holding *held, enum epi_scope scope,
                 struct match *match, int64_t *subject, struct epi_error *err)
{
    const struct subject *what = &held->subject;
    match->film = what->film;
    match->series.ids = what->series;
    match->series.year = what->series_year;
    memcpy(match->series.title, what->series_title, sizeof(match->series.title));
    match->episode.season = what->season;
    match->episode.number = what->number;
    match->episode.tvdb = what->tvdb;
    match->episode.tvmaze = what->tvmaze;
    return wanted_seek_subject(comparison->journal, match, scope, subject, err);
}

static bool add_there(struct comparison *comparison, const struct holding *held,
                      enum epi_scope scope, struct match *match, struct epi_error *err)
{
    const struct subject *subject = &held->subject;
    int64_t id = 0;
    if (!is_compared(comparison, subject, scope, held->value))
        return true;
    struct item *item = add_item(&comparison->there, err);
    if (!item || !seek(comparison, held, scope, match, &id, err))
        return false;
    *item = (struct item){.side = {held->item, held->at, held->value},
                          .subject = id,
                          .tvdb = subject->tvdb,
                          .tvmaze = subject->tvmaze,
                          .season = subject->film ? -1 : subject->season,
                          .number = subject->film ? -1 : subject->number,
                          .scope = scope};
    return find_series(comparison->differences, subject, &item->series, err);
}

static bool read_there(struct comparison *comparison, struct epi_error *err)
{
    const struct holdings_of of = {comparison->how->service, comparison->list, 0};
    struct holdings_at after = HOLDINGS_FIRST;
    CLEANUP(cleanup_free) struct page *page = calloc(1, sizeof(*page));
    size_t count;
    if (!page)
        return error_memory(err);
    do {
        if (!holdings_list_items(comparison->journal, &of, &after, page->items, page->places, PAGE,
                                 &count, err))
            return false;
        for (size_t i = 0; i < count; i++) {
            after = page->places[i];
            if (!add_there(comparison, &page->items[i], (enum epi_scope)after.scope, &page->match,
                           err))
                return false;
        }
    } while (count == PAGE);
    return true;
}

/* ---- Comparing ---- */

/* What is the same thing comes together. Only what has no subject is told by what it is called. */
static int by_thing(const struct item *a, const struct item *b)
{
    int by = values_order(a->subject, b->subject);
    if (by || a->subject)
        return by;
    by = values_order((int64_t)a->series, (int64_t)b->series);
    by = by ? by : values_order(a->scope, b->scope);
    by = by ? by : values_order(a->season, b->season);
    by = by ? by : values_order(a->number, b->number);
    by = by ? by : values_order(a->tvdb, b->tvdb);
    return by ? by : values_order(a->tvmaze, b->tvmaze);
}

static int by_time(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int by = by_thing(x, y);
    by = by ? by : values_order(x->side.at, y->side.at);
    return by ? by : values_order(x->side.id, y->side.id);
}

static bool add_difference(struct comparison *comparison, enum difference_kind kind,
                           const struct item *here, const struct item *there, struct epi_error *err)
{
    struct differences *differences = comparison->differences;
    struct difference *rows =
        grow(differences->rows, differences->count, &differences->room, sizeof(*rows), err);
    const struct item *item = here ? here : there;
    assert(item);
    if (!rows)
        return false;
    differences->rows = rows;
    rows[differences->count++] =
        (struct difference){.kind = kind,
                            .rating = comparison->list == HELD_RATINGS,
                            .scope = item->scope,
                            .series = item->series,
                            .season = item->season,
                            .number = item->number,
                            .tvdb = item->tvdb,
                            .tvmaze = item->tvmaze,
                            .subject = item->subject,
                            .here = here ? here->side : (struct difference_side){.id = 0},
                            .there = there ? there->side : (struct difference_side){.id = 0}};
    return true;
}

/* All of one thing on both sides. */
struct thing {
    const struct item *here;
    size_t here_count;
    const struct item *there;
    size_t there_count;
};

static void fill_pairs(const struct item *items, size_t count, struct pair *pairs)
{
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct pair){.at = items[i].side.at, .unlisted = items[i].side.id < 0};
}

/* How long it is: as its shortest file. */
static int64_t run_time(const struct thing *thing)
{
    double seconds = 0;
    for (size_t i = 0; i < thing->here_count; i++) {
        double one = thing->here[i].seconds;
        seconds = one > 0 && (seconds <= 0 || one < seconds) ? one : seconds;
    }
    return seconds >= 1 ? (int64_t)seconds : HOLDINGS_RUN_TIME;
}

static bool compare_plays(struct comparison *comparison, const struct thing *thing,
                          struct epi_error *err)
{
    struct pair *here = comparison->pairs, *there = here + thing->here_count;
    bool ok = true;
    fill_pairs(thing->here, thing->here_count, here);
    fill_pairs(thing->there, thing->there_count, there);
    pairs_find(here, thing->here_count, there, thing->there_count, run_time(thing),
               comparison->journal->plan.rewatch_hours * (int64_t)3600);
    for (size_t i = 0; ok && i < thing->here_count; i++) {
        comparison->differences->same += here[i].fate == PAIR_SAME;
        if (here[i].fate == PAIR_ALONE) {
            ok = add_difference(comparison, DIFFERENCE_MISSING_THERE, &thing->here[i], NULL, err);
        } else if (here[i].fate == PAIR_OTHER_TIME) {
            ok = add_difference(comparison, DIFFERENCE_OTHER, &thing->here[i],
                                &thing->there[here[i].with], err);
        }
    }
    for (size_t i = 0; ok && i < thing->there_count; i++) {
        if (there[i].fate == PAIR_ALONE)
            ok = add_difference(comparison, DIFFERENCE_MISSING_HERE, NULL, &thing->there[i], err);
        else if (there[i].fate == PAIR_TWICE)
            ok = add_difference(comparison, DIFFERENCE_TWICE, NULL, &thing->there[i], err);
    }
    return ok;
}

/* Of a rating the same value is enough; of a mark the times have to be near, or one is unknown. */
static bool is_same(const struct comparison *comparison, const struct item *here,
                    const struct item *there)
{
    if (comparison->list == HELD_RATINGS)
        return values_rating_number(here->side.value) == there->side.value;
    struct pair a = {.at = here->side.at}, b = {.at = there->side.at};
    pairs_find(&a, 1, &b, 1, 1, comparison->journal->plan.rewatch_hours * (int64_t)3600);
    return here->side.value == there->side.value && a.fate == PAIR_SAME;
}

/* What there is one of: the newest counts. */
static bool compare_states(struct comparison *comparison, const struct thing *thing,
                           struct epi_error *err)
{
    struct differences *differences = comparison->differences;
    const struct item *here = thing->here_count ? &thing->here[thing->here_count - 1] : NULL;
    const struct item *there = thing->there_count ? &thing->there[thing->there_count - 1] : NULL;
    if (here && there && is_same(comparison, here, there)) {
        *(comparison->list == HELD_RATINGS ? &differences->same_ratings : &differences->same) += 1;
        return true;
    }
    return add_difference(comparison,
                          !there  ? DIFFERENCE_MISSING_THERE
                          : !here ? DIFFERENCE_MISSING_HERE
                                  : DIFFERENCE_OTHER,
                          here, there, err);
}

/* The end of the things from i on that are the same as it. */
static size_t thing_end(const struct items *items, size_t i)
{
    size_t end = i;
    while (end < items->count && by_thing(&items->list[i], &items->list[end]) == 0)
        end++;
    return end;
}

static bool compare(struct comparison *comparison, struct epi_error *err)
{
    const struct items *here = &comparison->here, *there = &comparison->there;
    bool plays = comparison->list == HELD_HISTORY && !comparison->how->marks;
    size_t h = 0, t = 0;
    while (h < here->count || t < there->count) {
        int by = h == here->count    ? 1
                 : t == there->count ? -1
                                     : values_order(here->list[h].subject, there->list[t].subject);
        size_t h_end = by <= 0 ? thing_end(here, h) : h;
        size_t t_end = by >= 0 ? thing_end(there, t) : t;
        const struct thing thing = {here->list + h, h_end - h, there->list + t, t_end - t};
        if (!(plays ? compare_plays : compare_states)(comparison, &thing, err))
            return false;
        h = h_end;
        t = t_end;
    }
    return true;
}

static bool compare_list(struct journal *journal, const struct differences_how *how,
                         enum held_list list, struct differences *differences,
                         struct epi_error *err)
{
    CLEANUP(comparison_free)
    struct comparison comparison = {
        .journal = journal, .how = how, .differences = differences, .list = list};
    struct items *here = &comparison.here, *there = &comparison.there;
    if (!read_here(&comparison, err) || !read_there(&comparison, err))
        return false;
    comparison.pairs = calloc(here->count + there->count + 1, sizeof(*comparison.pairs));
    if (!comparison.pairs)
        return error_memory(err);
    if (here->count > 0)
        qsort(here->list, here->count, sizeof(*here->list), by_time);
    if (there->count > 0)
        qsort(there->list, there->count, sizeof(*there->list), by_time);
    return compare(&comparison, err);
}

static bool count_unidentified(struct journal *journal, size_t *count, struct epi_error *err)
{
    int64_t found;
    /* What is not IDENTIFIED has an index. */
    if (!sql_value(journal, err, &found, 0,
                   "SELECT count(*) FROM entries WHERE status IN (:STATUS_NEW, :STATUS_HELD,"
                   " :STATUS_UNKNOWN) AND status <> :STATUS_IDENTIFIED AND watched_at > 0",
                   ""))
        return false;
    *count = (size_t)found;
    return true;
}

bool differences_find(struct journal *journal, const struct differences_how *how,
                      struct differences *differences, struct epi_error *err)
{
    bool ok = transaction_begin_reading(journal, err) && sql_keep_begin(journal, err) &&
              compare_list(journal, how, HELD_HISTORY, differences, err) &&
              (how->series || compare_list(journal, how, HELD_RATINGS, differences, err)) &&
              count_unidentified(journal, &differences->unidentified, err);
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}
