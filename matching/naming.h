/* SPDX-License-Identifier: MIT
 *
 * naming: reads one part of a path, a file's or a folder's name: where its title is, what numbers
 * the episode, where the words of the release begin. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NAMING_H
#define EPIMARK_MATCHING_NAMING_H

#include "matching/numbers.h"
#include "matching/words.h"

/* How surely the numbers of a part name an episode. */
enum strength { STRENGTH_NONE, STRENGTH_WEAK, STRENGTH_FAIR, STRENGTH_FULL };

/* Words first .. end-1; empty where end is not behind first. */
struct stretch {
    int first;
    int end;
};

/* Where a name stands, which says what the bare numbers in it are. */
struct place {
    bool in_season; /* of a file: below a season's folder, a series' */
    bool in_series;
    bool above_season; /* of a folder: it has a season's below it, so its numbers are the title's */
};

/* What one part of a path says. */
struct naming {
    struct words words;
    struct fact facts[FACTS_MAX];
    int fact_count;
    int release;                 /* the first word that surely is of the release */
    int year_word;               /* -1: none */
    const struct fact *id;       /* what numbers the episode; NULL: nothing does */
    const struct fact *season;   /* said apart from it */
    const struct fact *date;     /* the same */
    const struct fact *absolute; /* beside season and episode */
    const struct fact *piece;    /* a part's number */
    enum strength strength;
    struct stretch title;
    struct stretch alternative;
    struct stretch episode_title;
    struct stretch group;
    int country; /* its word; -1: none */
    int year;    /* 0: none */
    int version; /* -1: none */
    bool special;
    bool pack;
    bool credits;   /* an opening or ending */
    bool bracketed; /* every word stands in brackets */
    struct place place;
};

/* Cuts the name of a file or folder into its words; it must outlive the part. */
void naming_cut(struct naming *naming, const char *text, size_t len);

/* Reads the words that were cut; again, where more is known of where they stand. */
void naming_read(struct naming *naming, struct place place);

static inline bool stretch_is(struct stretch stretch)
{
    return stretch.end > stretch.first;
}

#endif
