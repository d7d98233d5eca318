/* SPDX-License-Identifier: MIT
 *
 * name_front: finds what precedes the title of a name: the group that released it, the host of a
 * site, tags, a year. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NAME_FRONT_H
#define EPIMARK_MATCHING_NAME_FRONT_H

#include <stdbool.h>

#include "matching/words.h"

struct name_front {
    int begin;            /* the first word that may be the title's */
    struct stretch group; /* in brackets; empty: none */
    int year;             /* in brackets; 0: none */
    bool bracketed;       /* every word of the name is in brackets */
};

/* Reads the front of a name. Its words must be marked by release_mark. */
void name_front_read(const struct words *words, struct name_front *front);

#endif
