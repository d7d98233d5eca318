/* SPDX-License-Identifier: MIT
 *
 * carry: an episode that was found at one catalogue, as another one knows it. The series is found
 * by its ids. Catalogues number episodes differently, so a number counts only if the title or the
 * air date confirms it; if the numbers disagree, title and date decide. It may be several there, or
 * part of one. Decides nothing else, sends nothing. own_ids uses it, and
 * client for what is imported.
 */
#ifndef EPIMARK_IDENTIFY_CARRY_H
#define EPIMARK_IDENTIFY_CARRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/identify/episode_parts.h"
#include "matching/matching.h"

struct answer_cache;
struct catalogue;
struct epi_error;
struct subject;

enum carry_outcome {
    CARRY_FOUND,
    CARRY_NO_SERIES,  /* the catalogue does not have the series */
    CARRY_NO_EPISODE, /* nor, so far, this episode of it */
    CARRY_DOUBTED,    /* the number is there, but neither its title nor its date is this one's */
};

struct carried {
    enum carry_outcome outcome;
    struct series_ids series; /* its ids at the catalogue, unless CARRY_NO_SERIES */
    struct episode episode;   /* if CARRY_FOUND */
    /* If the catalogue splits it: the ids of all that it is there, with that of episode first. */
    int64_t parts[EPISODE_PARTS_MAX];
    size_t part_count;
    char reason[256]; /* if CARRY_DOUBTED: what the catalogue has there */
};

/* Finds the episode of a subject at a catalogue, and keeps its answers in the cache. Fails as the
 * catalogue does. */
bool carry_episode(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const struct subject *subject, struct carried *carried, struct epi_error *err);

/* The same among rows that are at hand: by title, date and number, as far as they are known; NULL:
 * none surely. translated: titles may be in another language. */
const struct episode *carry_find(const struct subject *subject, const struct episode *rows,
                                 size_t count, bool translated);

#endif
