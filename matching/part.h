/* SPDX-License-Identifier: MIT
 *
 * part: what one component of a path says. A noun only: name_part.h reads it, choice.h decides
 * about its numbers. Private to matching.
 */
#ifndef EPIMARK_MATCHING_PART_H
#define EPIMARK_MATCHING_PART_H

#include "matching/finding.h"
#include "matching/title.h"
#include "matching/words.h"

/* How reliably the numbers of a name identify an episode. */
enum strength { STRENGTH_NONE, STRENGTH_WEAK, STRENGTH_FAIR, STRENGTH_FULL };

/* Where in the path a name stands. This decides what a bare number in it means. */
struct place {
    bool in_season;    /* of a file: a folder above it is a season's */
    bool in_series;    /* of a file: a folder above it has a title */
    bool video;        /* of a file: it has the extension of one */
    bool above_season; /* of a folder: a season's folder is below it, so numbers are the title's */
    int season;        /* if in_season: that season */
    int title_words;   /* of a file: how many words at its front are the title of that folder */
};

/* What one name says. */
struct name_part {
    struct words words;
    struct finding findings[FINDINGS_MAX];
    int finding_count;
    int release;                    /* the first word that is certainly of the release */
    int year_word;                  /* -1: none */
    const struct finding *id;       /* what numbers the episode; NULL: nothing does */
    const struct finding *season;   /* a season that is not part of id */
    const struct finding *date;     /* the same for a date */
    const struct finding *absolute; /* the numbers next to season and episode */
    const struct finding *part;     /* "Part 2" */
    enum strength strength;
    struct title title;
    struct stretch episode_title;
    struct stretch group; /* who released the file */
    int version;          /* -1: none */
    bool special;
    bool pack;      /* a whole season */
    bool credits;   /* an opening or ending */
    bool bracketed; /* every word is in brackets */
    struct place place;
};

#endif
