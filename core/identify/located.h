/* SPDX-License-Identifier: MIT
 *
 * located: the episodes of one series that a name means, as a catalogue has them, and how much
 * they speak for that series. locate and its helpers fill it in, evidence weighs it, resolution
 * copies from it.
 */
#ifndef EPIMARK_IDENTIFY_LOCATED_H
#define EPIMARK_IDENTIFY_LOCATED_H

#include <stdbool.h>
#include <stddef.h>

#include "matching/matching.h"

enum { LOCATED_OTHERS_MAX = 6 };

struct located {
    struct episode episodes[MATCH_EPISODES_MAX]; /* season -1: the catalogue does not have it */
    size_t count;                                /* how many the name means */
    size_t found;                                /* of them */
    bool titled;                                 /* the episode's title confirms it */
    bool mistitled; /* the episode has another title; it may be a translation */
    bool beyond;    /* their season has no such number: they were counted over the whole series */
    bool unordered; /* what the user said last, an order, does not make it sure */
    bool decided;   /* of several readings of a number, only this one is an episode */
    /* What a name of one episode may mean instead, the likelier first. */
    struct episode others[LOCATED_OTHERS_MAX];
    size_t other_count;
    double weight;    /* what they add to the weight of the series: see match_rank */
    double certainty; /* 0..1 that these are the ones meant, if the series is */
    struct clues clues;
};

/* This is the i-th episode that the name means. */
void located_take(struct located *located, size_t i, const struct episode *episode);

/* The name may mean this one instead; nothing if that is known. */
void located_add_other(struct located *located, const struct episode *episode);

/* Replaces the only episode by a likelier one. */
void located_prefer(struct located *located, const struct episode *episode);

/* The first that was found, NULL if none was. */
const struct episode *located_first(const struct located *located);

/* The minutes of the first episode, or of a usual one of the series; 0: unknown. */
int located_minutes(const struct located *located, const struct series *series);

/* The only episode is less likely than all that the name may mean instead. */
void located_put_last(struct located *located);

/* How sure (0..1) the episodes are, given how sure the series is. */
double located_confidence(const struct located *located, const struct guess *guess, double series);

/* Adds a clue with the value in its row: a weight is added to the weight, a certainty replaces the
 * one from before. */
void located_add(struct located *located, enum clue_kind kind);
void located_add_number(struct located *located, enum clue_kind kind, long number);
void located_add_text(struct located *located, enum clue_kind kind, const char *text);

/* The same with a value and details (see match_clue_of) of its own. */
void located_weigh(struct located *located, enum clue_kind kind, double value, const char *details,
                   ...) __attribute__((format(printf, 4, 5)));

/* The words of the clues that are said. */
void located_reason(const struct located *located, char *reason, size_t size);

#endif
