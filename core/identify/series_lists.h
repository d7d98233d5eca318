/* SPDX-License-Identifier: MIT
 *
 * series_lists: the episodes of one series and the orders that it has, for the user to choose from.
 * Asks the catalogues, as lookup does; decides nothing. offers and choosing use it.
 */
#ifndef EPIMARK_IDENTIFY_SERIES_LISTS_H
#define EPIMARK_IDENTIFY_SERIES_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct epi_config;
struct epi_error;
struct guess;
struct journal;
struct match;
struct resolve;

/* What is asked about: the file read as guess is taken for match, whose series is known. Borrows
 * everything. */
struct series_lists {
    struct resolve *resolve;
    const struct epi_config *config;
    struct journal *journal; /* or NULL */
    int64_t now;
    const enum episode_order *order; /* of all series in the file's folder; NULL: not said */
    const struct guess *guess;
    const struct match *match;
};

/* All episodes of the series, numbered as its names are, in their order and specials last; rows has
 * room for LOOKUP_ROWS_MAX. source: the catalogue that has them, borrowed; "" if none has. */
bool series_lists_episodes(const struct series_lists *lists, struct episode *rows, size_t *count,
                           const char **source, struct epi_error *err);

/* The orders in which a catalogue has the series: bit n is enum episode_order n. Those that every
 * series has are among them, and none if no catalogue knows it. */
bool series_lists_orders(const struct series_lists *lists, unsigned *orders, struct epi_error *err);

/* Moves those episodes to the front that a text means: "1x05", or a title, the best first. Returns
 * how many there are. */
size_t series_lists_search(const struct series_lists *lists, const char *text, struct episode *rows,
                           size_t count);

/* Moves up to max episodes to the front: those around the one that the file is taken for. Returns
 * how many there are. */
size_t series_lists_near(const struct series_lists *lists, struct episode *rows, size_t count,
                         size_t max);

/* Whether two episodes are the same: by their ids or, if one has none, by their numbers. */
bool series_lists_same(const struct episode *a, const struct episode *b);

#endif
