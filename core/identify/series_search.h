/* SPDX-License-Identifier: MIT
 *
 * series_search: a series that the user names, by its ids or its title, as a catalogue has it.
 * Decides nothing. courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_SERIES_SEARCH_H
#define EPIMARK_IDENTIFY_SERIES_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

struct epi_error;
struct resolve;
struct series;
struct series_ids;

/* Searches the catalogues in their order until one has a series with just this title; year: 0 any.
 * Fills up to max of those found, the best of each first. */
bool series_search_title(struct resolve *resolve, const char *title, int year,
                         struct series *series, size_t max, size_t *count, struct epi_error *err);

/* Reads a title, MATCH_TITLE_MAX, and the year behind it, 0 if there is none: "Title (2005)". */
void series_search_read_title(const char *text, char *title, size_t size, int *year);

/* What a user types for a series: an id as values_parse_id reads it, by which there is one or none,
 * or a title, perhaps with its year. */
bool series_search_text(struct resolve *resolve, const char *text, struct series *series,
                        size_t max, size_t *count, struct epi_error *err);

/* Looks up a series by its ids, for a correction; found: whether a catalogue has it. */
bool series_search_ids(struct resolve *resolve, const struct series_ids *ids, struct series *series,
                       bool *found, struct epi_error *err);

#endif
