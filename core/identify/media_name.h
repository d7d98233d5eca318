/* SPDX-License-Identifier: MIT
 *
 * media_name: what a player calls a file (its path or address, and its media title) -> a guess.
 * Asks the system for the working folder and nothing else. recorder, courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_MEDIA_NAME_H
#define EPIMARK_IDENTIFY_MEDIA_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct guess;

/* Reads a path, or an address decoded and without user, query and fragment. If that reading is not
 * sure, the media title (NULL or "" for none) may say more; that of an address names no film. False
 * if neither names an episode or, if films count, a film. */
bool media_name_guess(const char *path, const char *media_title, bool films, struct guess *guess);

/* The absolute path of a file that is named from the working folder, without "." and ".."; an
 * address and "-" stay as they are. */
void media_name_absolute(const char *path, char *absolute, size_t size);

/* The same for a name that is typed or listed: only if it begins with "./" or "../", or if a file
 * here has it. False, with absolute unchanged, for any other, which may be no path at all. */
bool media_name_here(const char *path, char *absolute, size_t size);

/* How many episodes the file holds, at least 1. */
int media_name_episodes(const struct guess *guess);

#endif
