/* SPDX-License-Identifier: MIT
 *
 * The journal in figures. All viewings are read once, a few bytes of each are kept, and what they
 * are of is found among the series; then how far these are watched says how long an episode is of
 * which the journal does not know it, and the figures follow.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/client/client.h"
#include "core/client/figures.h"
#include "core/client/progress.h"
#include "core/client/report_rows.h"
#include "core/client/series_name.h"
#include "core/journal/watched.h"
#include <epimark/report.h>

struct client_report {
    struct epi_report report;
    struct epi_report_query query;
    struct report_rows rows;
    struct figures_day *days;
    size_t day_count, day_room;
    struct epi_report_day *shown_days;
    struct epi_report_year *years;
    struct epi_report_series *list;
    struct epi_report_film *film_list;
    struct epi_series *names;  /* of both lists */
    struct epi_episode *nexts; /* of the series */
    char (*numbered)[32];      /* "Series 12", where there are no names */
    struct epi_error why;      /* what a visitor failed of */
};

void report_free(struct client_report *report)
{
    if (!report)
        return;
    report_rows_free(&report->rows);
    free(report->days);
    free(report->shown_days);
    free(report->years);
    free(report->list);
    free(report->film_list);
    free(report->names);
    free(report->nexts);
    free(report->numbered);
    free(report);
}

static void cleanup_report(struct client_report **report)
{
    report_free(*report);
}

/* ---- Reading ---- */

static bool keep_viewing(void *context, const struct watched_viewing *viewing)
{
    struct client_report *report = context;

    return report_rows_add(&report->rows, viewing, &report->why);
}

/* Whether a series is to be in the report. */
static bool is_series_wanted(const struct client_report *report, const struct report_series *row)
{
    CLEANUP(cleanup_free) struct series *series = calloc(1, sizeof(*series));

    if (!report->query.series || !series)
        return !report->query.series;
    series->ids = row->ids;
    series->year = row->year;
    memcpy(series->title, row->title, sizeof(series->title));
    return series_name_means(report->query.series, series);
}

static bool choose_series(struct client_report *report, struct epi_error *err)
{
    bool any = !report->query.series;

    for (size_t i = 0; i < report->rows.series_count; i++) {
        struct report_series *row = &report->rows.series[i];
        row->wanted = is_series_wanted(report, row);
        any = any || row->wanted;
    }
    return any || epi_error_set(err, EPI_ERROR_NEVER, "nothing of %.200s was watched",
                                report->query.series);
}

static bool keep_rating(void *context, const struct watched_rating *rating)
{
    struct client_report *report = context;
    struct epi_report *shown = &report->report;
    struct report_series *series =
        rating->film ? NULL : report_rows_series(&report->rows, &rating->ids, rating->title);
    struct report_film *film =
        rating->film ? report_rows_film(&report->rows, &rating->ids, rating->title, rating->year)
                     : NULL;
    int value = values_rating_number(rating->value);

    if (report->query.series && !(series && series->wanted))
        return true;
    if (series && rating->scope == EPI_SCOPE_SERIES)
        series->rating = value;
    if (film)
        film->rating = value;
    struct figures_time time;
    if (report->query.year && (!figures_time(rating->at, &time) || time.year != report->query.year))
        return true;
    struct epi_report_ratings *to = rating->film                         ? &shown->films
                                    : rating->scope == EPI_SCOPE_EPISODE ? &shown->episodes
                                    : rating->scope == EPI_SCOPE_SEASON  ? &shown->seasons
                                                                         : &shown->shows;
    to->of[value]++;
    if (series && to == &shown->episodes)
        series->ratings[value]++;
    return true;
}

static bool read_journal(struct epi_client *client, struct client_report *report,
                         struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);

    if (!journal || !watched_visit(journal, keep_viewing, report, err))
        return false;
    if (report->why.kind != EPI_ERROR_NONE) {
        *err = report->why;
        return false;
    }
    return choose_series(report, err) && watched_visit_ratings(journal, keep_rating, report, err);
}

/* ---- How far the series are ---- */

/* How many minutes an episode usually has; 0 unknown. */
static int find_runtime(const struct episode *episodes, size_t count)
{
    CLEANUP(cleanup_free) double *known = calloc(count + 1, sizeof(*known));
    size_t known_count = 0;

    for (size_t i = 0; known && i < count; i++) {
        if (episodes[i].runtime > 0)
            known[known_count++] = episodes[i].runtime;
    }
    return known ? (int)figures_median(known, known_count) : 0;
}

static void find_seen(void *context, const struct series_ids *ids, const struct episode *episodes,
                      size_t count, enum seen_how *how)
{
    struct client_report *report = context;
    struct report_series *row = report_rows_series(&report->rows, ids, "");

    memset(how, 0, count * sizeof(*how));
    if (!row)
        return;
    row->runtime = find_runtime(episodes, count);
    for (size_t i = 0; i < count; i++)
        how[i] = report_rows_how(&report->rows, row, &episodes[i]);
}

static bool keep_progress(void *context, const struct epi_progress *progress)
{
    struct client_report *report = context;
    struct series_ids ids = {.tvdb = progress->series->tvdb, .tvmaze = progress->series->tvmaze};
    struct report_series *row = report_rows_series(&report->rows, &ids, progress->series->title);

    if (!row)
        return true;
    row->watched = progress->watched;
    row->aired = progress->aired;
    row->next_aired = progress->next_aired;
    row->has_next = progress->next != NULL;
    if (row->has_next) {
        const struct epi_episode *next = progress->next;
        row->next = (struct episode){.season = next->season,
                                     .number = next->number,
                                     .absolute = next->absolute,
                                     .tvdb = next->tvdb,
                                     .tvmaze = next->tvmaze};
        snprintf(row->next.title, sizeof(row->next.title), "%s", next->title);
        snprintf(row->next.airdate, sizeof(row->next.airdate), "%s", next->airdate);
    }
    return true;
}

static bool find_progress(struct epi_client *client, struct client_report *report,
                          struct epi_error *err)
{
    const struct epi_progress_query query = {.size = sizeof(query), .offline = true};
    const struct progress_more more = {.finished = true, .seen = find_seen, .context = report};

    return progress_each(client, &query, &more, keep_progress, report, err);
}

/* ---- Counting ---- */

/* The day of a viewing, which is the last one or a new one: they come in their order. But where
 * clocks are set back for the summer, or by a zone, a day may come again. */
static struct figures_day *day_of(struct client_report *report, const struct figures_time *time)
{
    size_t place = report->day_count;

    while (place > 0 && report->days[place - 1].day > time->day)
        place--;
    if (place > 0 && report->days[place - 1].day == time->day)
        return &report->days[place - 1];
    if (report->day_count == report->day_room) {
        size_t room = report->day_room ? 2 * report->day_room : 512;
        struct figures_day *days = reallocarray(report->days, room, sizeof(*days));
        if (!days)
            return NULL;
        report->days = days;
        report->day_room = room;
    }
    struct figures_day *day = &report->days[place];
    memmove(day + 1, day, (report->day_count++ - place) * sizeof(*day));
    *day = (struct figures_day){.day = time->day, .year = time->year, .month = time->month};
    clock_date_of(time->day, day->shown.date);
    return day;
}

/* Counts a viewing on its day. seconds: 0 unknown. */
static bool count_on_day(struct client_report *report, const struct report_viewing *viewing,
                         const struct figures_time *time, int64_t seconds)
{
    struct figures_day *day = day_of(report, time);

    if (!day)
        return false;
    day->shown.episodes += !viewing->film;
    day->shown.films += viewing->film;
    day->shown.seconds += seconds;
    day->again += viewing->again;
    report->report.seconds[time->weekday][time->hour] += seconds;
    report->report.viewings[time->weekday][time->hour]++;
    return true;
}

/* What has no date is counted apart. */
static void count_undated(struct client_report *report, const struct report_viewing *viewing,
                          int64_t seconds)
{
    struct epi_report_span *all = &report->report.all;

    report->report.undated++;
    all->episodes += !viewing->film;
    all->films += viewing->film;
    all->again += viewing->again;
    all->seconds += seconds;
}

static bool is_viewing_wanted(const struct client_report *report,
                              const struct report_viewing *viewing)
{
    const struct report_series *series =
        viewing->series >= 0 ? &report->rows.series[viewing->series] : NULL;

    return viewing->how == SEEN_WATCHED && (!report->query.series || (series && series->wanted));
}

static bool count_viewing(struct client_report *report, const struct report_viewing *viewing)
{
    struct report_series *series =
        viewing->series >= 0 ? &report->rows.series[viewing->series] : NULL;
    struct report_film *film =
        viewing->film_row >= 0 ? &report->rows.films[viewing->film_row] : NULL;
    struct figures_time time = {0};
    bool dated = figures_time(viewing->at, &time);

    if (report->query.year && (!dated || time.year != report->query.year))
        return true;
    int64_t seconds =
        viewing->seconds > 0 ? viewing->seconds : (int64_t)(series ? series->runtime : 0) * 60;
    report->report.unmeasured += seconds == 0;
    report->report.unidentified += !series && !film;
    if (film) {
        film->times++;
        film->last_at = viewing->at > film->last_at ? viewing->at : film->last_at;
    }
    if (series && !report_rows_count(series, dated ? time.year : 0, viewing, seconds))
        return false;
    if (dated)
        return count_on_day(report, viewing, &time, seconds);
    count_undated(report, viewing, seconds);
    return true;
}

static bool count_all(struct client_report *report)
{
    for (size_t i = 0; i < report->rows.viewing_count; i++) {
        const struct report_viewing *viewing = &report->rows.viewings[i];
        if (is_viewing_wanted(report, viewing) && !count_viewing(report, viewing))
            return false;
    }
    return true;
}

/* ---- Spans ---- */

/* How many series were watched in a year (0: in all), and which one longest. */
static void find_favourite(const struct client_report *report, int year,
                           struct epi_report_span *span)
{
    struct report_share best = {0};

    for (size_t i = 0; i < report->report.list_count; i++) {
        struct report_share share = report_rows_share(&report->rows.series[i], year);
        span->series += share.episodes > 0;
        if (share.seconds > best.seconds ||
            (share.seconds == best.seconds && share.episodes > best.episodes)) {
            best = share;
            span->favourite = &report->list[i];
        }
    }
}

static bool find_year(struct client_report *report, size_t first, size_t end,
                      struct epi_report_year *year)
{
    year->year = report->days[first].year;
    if (!figures_span(&report->days[first], end - first, true, &year->span))
        return false;
    find_favourite(report, year->year, &year->span);
    for (size_t i = first; i < end;) {
        size_t begin = i;
        int month = report->days[i].month;
        while (i < end && report->days[i].month == month)
            i++;
        if (!figures_span(&report->days[begin], i - begin, false, &year->months[month - 1]))
            return false;
    }
    return true;
}

static bool find_years(struct client_report *report)
{
    size_t count = 0;

    for (size_t i = 0; i < report->day_count; i++)
        count += i == 0 || report->days[i].year != report->days[i - 1].year;
    report->years = calloc(count + 1, sizeof(*report->years));
    report->report.years = report->years;
    for (size_t i = 0; report->years && i < report->day_count;) {
        size_t first = i;
        while (i < report->day_count && report->days[i].year == report->days[first].year)
            i++;
        if (!find_year(report, first, i, &report->years[report->report.year_count++]))
            return false;
    }
    return report->years != NULL;
}

static bool find_spans(struct client_report *report)
{
    struct epi_report *shown = &report->report;
    struct epi_report_span undated = shown->all;
    int64_t today = clock_days_of(shown->today);

    if (!figures_span(report->days, report->day_count, true, &shown->all))
        return false;
    shown->all.episodes += undated.episodes;
    shown->all.films += undated.films;
    shown->all.again += undated.again;
    shown->all.seconds += undated.seconds;
    find_favourite(report, 0, &shown->all);
    figures_current(report->days, report->day_count, today, &shown->current);
    report->shown_days = calloc(report->day_count + 1, sizeof(*report->shown_days));
    for (size_t i = 0; report->shown_days && i < report->day_count; i++)
        report->shown_days[i] = report->days[i].shown;
    shown->days = report->shown_days;
    shown->day_count = report->day_count;
    return report->shown_days && find_years(report);
}

/* ---- Lists ---- */

static void name_row(struct client_report *report, size_t place, const char *what, size_t number,
                     const struct epi_series *name)
{
    report->names[place] = *name;
    if (!report->query.nameless)
        return;
    snprintf(report->numbered[place], sizeof(report->numbered[place]), "%s %zu", what, number);
    report->names[place] = (struct epi_series){
        .title = report->numbered[place], .country = "", .imdb = "", .network = ""};
}

static void list_series(struct client_report *report)
{
    for (size_t i = 0; i < report->rows.series_count && report->rows.series[i].all.episodes; i++) {
        const struct report_series *row = &report->rows.series[i];
        const struct epi_series name = {.title = row->title,
                                        .year = row->year,
                                        .country = "",
                                        .tvdb = row->ids.tvdb,
                                        .tvmaze = row->ids.tvmaze,
                                        .imdb = row->ids.imdb,
                                        .network = ""};
        struct epi_report_ratings ratings = {0};
        memcpy(ratings.of, row->ratings, sizeof(ratings.of));
        figures_ratings(&ratings);
        name_row(report, i, "Series", i + 1, &name);
        report->list[i] = (struct epi_report_series){.series = &report->names[i],
                                                     .episodes = row->all.episodes,
                                                     .again = row->again,
                                                     .seconds = row->all.seconds,
                                                     .last_at = row->last_at,
                                                     .rating = row->rating,
                                                     .median_rating = ratings.median,
                                                     .watched = row->watched,
                                                     .aired = row->aired};
        if (row->has_next && !report->query.nameless) {
            views_episode(&row->next, &report->nexts[i]);
            report->list[i].next = &report->nexts[i];
            report->list[i].next_aired = row->next_aired;
        }
        report->report.list_count++;
    }
}

static void list_films(struct client_report *report)
{
    size_t place = report->rows.series_count;

    for (size_t i = 0; i < report->rows.film_count && report->rows.films[i].times; i++, place++) {
        const struct report_film *row = &report->rows.films[i];
        const struct epi_series name = {.title = row->title,
                                        .year = row->year,
                                        .country = "",
                                        .imdb = row->ids.imdb,
                                        .network = "",
                                        .tmdb = row->ids.tmdb};
        name_row(report, place, "Film", i + 1, &name);
        report->film_list[i] = (struct epi_report_film){.film = &report->names[place],
                                                        .last_at = row->last_at,
                                                        .times = row->times,
                                                        .rating = row->rating};
        report->report.film_count++;
    }
}

static bool make_lists(struct client_report *report)
{
    size_t series = report->rows.series_count;
    size_t names = series + report->rows.film_count + 1;

    report_rows_sort(&report->rows);
    report->list = calloc(series + 1, sizeof(*report->list));
    report->film_list = calloc(report->rows.film_count + 1, sizeof(*report->film_list));
    report->names = calloc(names, sizeof(*report->names));
    report->nexts = calloc(series + 1, sizeof(*report->nexts));
    report->numbered = calloc(names, sizeof(*report->numbered));
    if (!report->list || !report->film_list || !report->names || !report->nexts ||
        !report->numbered)
        return false;
    list_series(report);
    list_films(report);
    report->report.list = report->list;
    report->report.film_list = report->film_list;
    return true;
}

static void find_title(struct client_report *report)
{
    struct epi_report *shown = &report->report;

    shown->year = report->query.year;
    shown->one = report->query.series != NULL;
    for (size_t i = 0; shown->one && !report->query.nameless && i < report->rows.series_count;
         i++) {
        if (report->rows.series[i].wanted && !shown->series)
            shown->series = report->rows.series[i].title;
    }
}

const struct epi_report *epi_report_make(struct epi_client *client,
                                         const struct epi_report_query *query,
                                         struct epi_error *err)
{
    CLEANUP(cleanup_report) struct client_report *report = calloc(1, sizeof(*report));

    if (!report) {
        error_memory(err);
        return NULL;
    }
    memcpy(&report->query, query,
           query->size < sizeof(report->query) ? query->size : sizeof(report->query));
    struct figures_time now;
    if (figures_time(client_clock(), &now))
        clock_date_of(now.day, report->report.today);
    if (!read_journal(client, report, err) || !find_progress(client, report, err))
        return NULL;
    if (!count_all(report) || !make_lists(report) || !find_spans(report)) {
        error_memory(err);
        return NULL;
    }
    figures_ratings(&report->report.episodes);
    figures_ratings(&report->report.seasons);
    figures_ratings(&report->report.shows);
    figures_ratings(&report->report.films);
    find_title(report);
    report_free(client->report);
    client->report = report;
    report = NULL;
    return &client->report->report;
}
