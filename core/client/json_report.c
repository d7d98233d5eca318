/* SPDX-License-Identifier: MIT
 *
 * The JSON of epimark/report.h.
 */
#include <stdlib.h>

#include "core/base/json.h"
#include <epimark/report.h>

enum { SHAPE = 1 }; /* of the whole text; grows if a key ever means something else */

static struct json *series_json(const struct epi_series *series)
{
    struct json *object = json_new_object();

    json_set_text(object, "title", series->title);
    if (series->year)
        json_set_int(object, "year", series->year);
    if (series->tvdb)
        json_set_int(object, "tvdb", series->tvdb);
    if (series->tvmaze)
        json_set_int(object, "tvmaze", series->tvmaze);
    if (series->imdb[0])
        json_set_text(object, "imdb", series->imdb);
    if (series->tmdb)
        json_set_int(object, "tmdb", series->tmdb);
    return object;
}

static struct json *known(int64_t value, int64_t unknown)
{
    return value == unknown ? NULL : json_new_int(value);
}

static struct json *stretch_json(const struct epi_report_stretch *stretch)
{
    if (stretch->days == 0)
        return NULL;
    struct json *object = json_new_object();
    json_set_text(object, "first", stretch->first);
    json_set_text(object, "last", stretch->last);
    json_set_int(object, "days", stretch->days);
    return object;
}

static struct json *day_json(const struct epi_report_day *day)
{
    if (!day)
        return NULL;
    struct json *object = json_new_object();
    json_set_text(object, "date", day->date);
    json_set_int(object, "episodes", day->episodes);
    json_set_int(object, "films", day->films);
    json_set_int(object, "seconds", day->seconds);
    return object;
}

/* months: whether it is a month, which has no weeks. */
static struct json *span_json(const struct epi_report_span *span, bool month)
{
    struct json *object = json_new_object();

    json_set_int(object, "episodes", span->episodes);
    json_set_int(object, "films", span->films);
    json_set_int(object, "rewatches", span->again);
    json_set_int(object, "seconds", span->seconds);
    json_set_int(object, "days", span->days);
    json_set(object, "median_per_day", json_new_double(span->median));
    json_set(object, "mean_per_day", json_new_double(span->mean));
    json_set(object, "longest_run", stretch_json(&span->run));
    json_set(object, "longest_gap", stretch_json(&span->gap));
    json_set(object, "most_in_a_day", day_json(span->most));
    if (month)
        return object;
    json_set_int(object, "series", span->series);
    json_set_int(object, "median_seconds_per_week", span->week);
    json_set(object, "favourite", span->favourite ? series_json(span->favourite->series) : NULL);
    return object;
}

static struct json *years_json(const struct epi_report *report)
{
    struct json *years = json_new_array();

    for (size_t i = 0; i < report->year_count; i++) {
        const struct epi_report_year *year = &report->years[i];
        struct json *object = span_json(&year->span, false);
        struct json *months = json_new_array();
        for (size_t month = 0; month < 12; month++)
            json_add(months, span_json(&year->months[month], true));
        json_set_int(object, "year", year->year);
        json_set(object, "months", months);
        json_add(years, object);
    }
    return years;
}

static struct json *ratings_json(const struct epi_report_ratings *ratings)
{
    struct json *object = json_new_object();
    struct json *of = json_new_array();

    for (size_t value = 1; value <= 10; value++)
        json_add(of, json_new_int(ratings->of[value]));
    json_set_int(object, "count", ratings->count);
    json_set(object, "from_1_to_10", of);
    json_set(object, "median", ratings->count ? json_new_double(ratings->median) : NULL);
    json_set(object, "mean", ratings->count ? json_new_double(ratings->mean) : NULL);
    return object;
}

static struct json *next_json(const struct epi_report_series *one)
{
    if (!one->next)
        return NULL;
    struct json *object = json_new_object();
    json_set_int(object, "season", one->next->season);
    json_set_int(object, "number", one->next->number);
    json_set_text(object, "title", one->next->title);
    json_set_text(object, "airdate", one->next->airdate);
    json_set(object, "aired", json_new_bool(one->next_aired));
    return object;
}

static struct json *list_json(const struct epi_report *report)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < report->list_count; i++) {
        const struct epi_report_series *one = &report->list[i];
        struct json *object = json_new_object();
        json_set(object, "series", series_json(one->series));
        json_set_int(object, "episodes", one->episodes);
        json_set_int(object, "rewatches", one->again);
        json_set_int(object, "seconds", one->seconds);
        json_set(object, "last_at", known(one->last_at, 0));
        json_set(object, "rating", known(one->rating, 0));
        json_set(object, "median_rating",
                 one->median_rating > 0 ? json_new_double(one->median_rating) : NULL);
        json_set(object, "watched", known(one->watched, -1));
        json_set(object, "aired", known(one->aired, -1));
        json_set(object, "next", next_json(one));
        json_add(list, object);
    }
    return list;
}

static struct json *films_json(const struct epi_report *report)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < report->film_count; i++) {
        const struct epi_report_film *one = &report->film_list[i];
        struct json *object = json_new_object();
        json_set(object, "film", series_json(one->film));
        json_set_int(object, "times", one->times);
        json_set(object, "last_at", known(one->last_at, 0));
        json_set(object, "rating", known(one->rating, 0));
        json_add(list, object);
    }
    return list;
}

static struct json *days_json(const struct epi_report *report)
{
    struct json *days = json_new_array();

    for (size_t i = 0; i < report->day_count; i++)
        json_add(days, day_json(&report->days[i]));
    return days;
}

/* By weekday, from Monday, and hour. */
static struct json *hours_json(const struct epi_report *report)
{
    struct json *week = json_new_array();

    for (size_t day = 0; day < 7; day++) {
        struct json *hours = json_new_array();
        for (size_t hour = 0; hour < 24; hour++)
            json_add(hours, json_new_int(report->seconds[day][hour]));
        json_add(week, hours);
    }
    return week;
}

char *epi_json_report(const struct epi_report *report)
{
    struct json *object = json_new_object();
    struct json *ratings = json_new_object();

    json_set(ratings, "episodes", ratings_json(&report->episodes));
    json_set(ratings, "seasons", ratings_json(&report->seasons));
    json_set(ratings, "series", ratings_json(&report->shows));
    json_set(ratings, "films", ratings_json(&report->films));
    json_set_int(object, "epimark_report", SHAPE);
    json_set(object, "year", known(report->year, 0));
    json_set(object, "series", report->series ? json_new_text(report->series) : NULL);
    json_set_text(object, "today", report->today);
    json_set(object, "all", span_json(&report->all, false));
    json_set(object, "years", years_json(report));
    json_set(object, "days", days_json(report));
    json_set(object, "current_run", stretch_json(&report->current));
    json_set(object, "seconds_by_weekday_and_hour", hours_json(report));
    json_set(object, "ratings", ratings);
    json_set(object, "list", list_json(report));
    json_set(object, "films", films_json(report));
    json_set_int(object, "without_date", report->undated);
    json_set_int(object, "unidentified", report->unidentified);
    json_set_int(object, "without_length", report->unmeasured);
    char *text = json_write(object, false);
    json_free(object);
    return text;
}
