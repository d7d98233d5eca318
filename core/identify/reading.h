/* SPDX-License-Identifier: MIT
 *
 * reading: what a player says of a file -> a guess, and the short names that a person is shown.
 * Asks the system for the working folder alone. recorder, courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_READING_H
#define EPIMARK_IDENTIFY_READING_H

#include "core/journal/entry.h"
#include "matching/matching.h"

/* Reads a path or an address (decoded, without user, query and fragment); where that is not sure,
 * the media title (NULL or "" for none) may say more. False where neither is read as an episode. */
bool reading_guess(const char *path, const char *media_title, struct guess *guess);

/* The whole path of a file that is named from the working folder, without "." and ".."; an
 * address and "-" as they are. */
void reading_absolute(const char *path, char *absolute, size_t size);

/* How many episodes the file holds, at least 1. */
int reading_parts(const struct guess *guess);

/* "Show 1x02", "Show 2024-05-01", "Show 135", "Show (season 2)" as the name has it, of the part-th
 * episode (from 1; 0: all that the name says). */
void reading_label(const struct guess *guess, int part, char *label, size_t size);

/* "Show 1x02 Episode's title", as the catalogue has it. */
void reading_match_label(const struct match *match, char *label, size_t size);

/* The same of what scope means: "Show 1x02", "Show, season 1", "Show, the series". */
void reading_scope_label(const struct guess *guess, int part, enum epi_scope scope, char *label,
                         size_t size);

/* The label of an entry: of its match or, where it is not identified, of its name. */
void reading_entry_label(const struct entry *entry, enum epi_scope scope, char *label, size_t size);

#endif
