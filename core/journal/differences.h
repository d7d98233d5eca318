/* SPDX-License-Identifier: MIT
 *
 * differences: what an account holds at its service, as far as the journal knows it (holdings.h),
 * against what was watched and rated here. Only reads, as of one point of time. Makes no request.
 */
#ifndef EPIMARK_JOURNAL_DIFFERENCES_H
#define EPIMARK_JOURNAL_DIFFERENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"
#include <epimark/match.h>

struct epi_error;
struct journal;

enum difference_kind {
    DIFFERENCE_MISSING_THERE,
    DIFFERENCE_MISSING_HERE,
    DIFFERENCE_TWICE, /* the service has a play of this viewing already; there is the later one */
    DIFFERENCE_OTHER, /* both have it: at another time, marked as something else, or rated
                       * otherwise */
    DIFFERENCE_KINDS
};

/* What one of the two has. */
struct difference_side {
    int64_t id; /* here an entry, there what the service names it by; 0: nothing */
    int64_t at; /* seconds since 1970; 0: unknown */
    int value;  /* 1 + enum mark_type, or a rating */
};

struct difference {
    enum difference_kind kind;
    bool rating;          /* else a viewing or a mark */
    enum epi_scope scope; /* of what */
    size_t series;        /* of struct differences */
    int season;           /* -1: the series or film */
    int number;           /* -1: the season */
    int64_t tvdb;         /* of the episode */
    int64_t tvmaze;
    int64_t subject; /* 0: the journal does not have it */
    struct difference_side here;
    struct difference_side there;
};

/* The series or film that a difference is about. */
struct difference_series {
    bool film;
    int year;
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
};

struct differences {
    struct difference *rows;
    size_t count;
    size_t room;
    struct difference_series *series;
    size_t series_count;
    size_t series_room;
    size_t same;         /* viewings that both have */
    size_t same_ratings; /* the same */
    size_t unidentified; /* what was watched here, but is not known what it is */
};

struct differences_how {
    const char *service;
    bool marks;   /* it keeps one mark of an episode, not each play */
    bool films;   /* it takes films */
    bool seasons; /* it takes ratings of seasons */
    /* Of an account that may not ask for all, the series that it was asked for: ids at TVmaze in
     * order. Only what was watched of these is compared. NULL: all is, and ratings too. */
    const int64_t *series;
    size_t series_count;
};

/* Compares both, into differences, which is empty. */
bool differences_find(struct journal *journal, const struct differences_how *how,
                      struct differences *differences, struct epi_error *err);
void differences_free(struct differences *differences);

#endif
