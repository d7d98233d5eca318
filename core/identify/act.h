/* SPDX-License-Identifier: MIT
 *
 * act: what a user did, and what taking it back means, in words. Used by player and client.
 */
#ifndef EPIMARK_IDENTIFY_ACT_H
#define EPIMARK_IDENTIFY_ACT_H

#include <stddef.h>

#include "core/identify/label.h"

struct entry;
struct recorded;

/* An act as data. Its saying points into it: it is not to be copied. */
struct act {
    struct epi_saying saying;
    struct label label;
    struct epi_saying rating;
};

/* Both read from recorded what was, or would be, taken back. entry: of it; NULL: there is none. */

/* "Firefly 1x02: rated 8 of 10", "Firefly 1x02: watched", "Firefly: chosen". */
void act_label(const struct recorded *recorded, const struct entry *entry, char *text, size_t size);

/* "Firefly 1x02: rating taken back, 6 of 10 stands again"; entry is as it is by now. */
void act_undone(const struct recorded *recorded, const struct entry *entry, char *text,
                size_t size);

/* The same as data, for notices. */
void act_of(const struct recorded *recorded, const struct entry *entry, struct act *act);
void act_of_undone(const struct recorded *recorded, const struct entry *entry, struct act *act);

#endif
