/* SPDX-License-Identifier: MIT
 *
 * report: the journal in figures: what was watched when, and of what. Days, weeks and hours are
 * those of the process's time zone (TZ). Nothing is asked of a service.
 */
#ifndef EPIMARK_REPORT_H
#define EPIMARK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/match.h>

#ifdef __cplusplus
extern "C" {
#endif

struct epi_client;
struct epi_error;

/* What is wanted of epi_report_make. Set size to sizeof(struct epi_report_query): members may be
 * added. */
struct epi_report_query {
    size_t size;
    int year;           /* only what was watched in it; 0: everything */
    const char *series; /* only of this one: "tvdb:81189", "Title", "Title (2005)"; NULL: all */
    bool nameless;      /* titles, ids, and what comes next are left out */
};

/* A day on which something was watched. */
struct epi_report_day {
    char date[11]; /* "YYYY-MM-DD" */
    int episodes;
    int films;
    int64_t seconds; /* how long these are; what has no known length counts nothing */
};

/* Days in a row, from the first to the last. days 0: there are none, and both dates are "". */
struct epi_report_stretch {
    char first[11];
    char last[11];
    int days;
};

/* A series of the report. Seconds are as above. */
struct epi_report_series {
    const struct epi_series *series; /* without names its title is "Series 1" */
    int episodes;                    /* viewings in the time that is reported */
    int again;                       /* how many of them had been watched before */
    int64_t seconds;
    int64_t last_at;      /* the last of them, seconds since 1970; 0 unknown */
    int rating;           /* of the series as such, 1..10; 0: none */
    double median_rating; /* of its episodes; 0: none */
    int watched;          /* of its aired episodes, at any time; -1: its list is unknown */
    int aired;            /* how many have been aired by today; -1: unknown */
    const struct epi_episode *next; /* what comes next; NULL: nothing, or unknown */
    bool next_aired;
};

struct epi_report_film {
    const struct epi_series *film; /* without names its title is "Film 1" */
    int64_t last_at;               /* as above */
    int times;                     /* viewings in the time that is reported */
    int rating;
};

/* The figures of a time: all that is reported, a year or a month. What is known to be watched, but
 * not when, is in the first only. */
struct epi_report_span {
    int episodes; /* viewings */
    int films;
    int again; /* how many of these two had been watched before */
    int64_t seconds;
    int series;    /* how many different ones; of a month 0 */
    int days;      /* on which something was watched */
    double median; /* viewings on such a day */
    double mean;   /* the same */
    int64_t week;  /* the median of seconds a week, of all weeks from the first to the last in
                     * which something was watched; of a month 0 */
    struct epi_report_stretch run;             /* the longest: something was watched each day */
    struct epi_report_stretch gap;             /* the longest: between two such days was nothing */
    const struct epi_report_day *most;         /* with the most viewings; NULL: there are no days */
    const struct epi_report_series *favourite; /* watched longest; NULL: none, or of a month */
};

struct epi_report_year {
    int year;
    struct epi_report_span span;
    struct epi_report_span months[12];
};

/* How often each value was given; of[1] to of[10]. */
struct epi_report_ratings {
    int of[11];
    int count;
    double median; /* 0: there are none */
    double mean;
};

struct epi_report {
    int year;           /* 0: all */
    const char *series; /* its title, if it is about one and has names; else NULL */
    bool one;           /* it is about one series */
    char today[11];
    struct epi_report_span all;
    const struct epi_report_day *days; /* in their order */
    size_t day_count;
    const struct epi_report_year *years; /* those in which something was watched */
    size_t year_count;
    struct epi_report_stretch current; /* the days in a row that end today or yesterday */
    int64_t seconds[7][24];            /* by weekday, from Monday, and hour of its end */
    int viewings[7][24];
    struct epi_report_ratings episodes; /* given in the time that is reported */
    struct epi_report_ratings seasons;
    struct epi_report_ratings shows; /* of whole series */
    struct epi_report_ratings films;
    const struct epi_report_series *list; /* the last watched first */
    size_t list_count;
    const struct epi_report_film *film_list; /* the last watched first */
    size_t film_count;
    int undated;      /* viewings of which it is not known when; they are not in the years */
    int unidentified; /* viewings that are not identified yet */
    int unmeasured;   /* viewings that count no seconds, since their length is not known */
};

/* Makes a report. NULL on failure, also if nothing of the series that is wanted was watched. Valid
 * until the client's next report. */
const struct epi_report *epi_report_make(struct epi_client *client,
                                         const struct epi_report_query *query,
                                         struct epi_error *err);

/* The same as JSON text. Free it; NULL if memory is short. */
char *epi_json_report(const struct epi_report *report);

#ifdef __cplusplus
}
#endif

#endif
