/* SPDX-License-Identifier: MIT
 *
 * candidates: the series that came close, kept in the journal with the entry of the file, so that
 * the user can choose one. recorder, courier and worker use it.
 */
#ifndef EPIMARK_IDENTIFY_CANDIDATES_H
#define EPIMARK_IDENTIFY_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct match;

/* Keeps up to JOURNAL_CANDIDATES_MAX of them for a file, instead of those found before; with none,
 * those stay. */
bool candidates_keep(struct journal *journal, const char *path, const char *media_title,
                     const struct match *candidates, size_t count, int64_t now,
                     struct epi_error *err);

/* Up to max of those kept last for a file. Returns how many; 0 too if they cannot be read. */
size_t candidates_load(struct journal *journal, const char *path, const char *media_title,
                       int64_t now, struct match *candidates, size_t max);

/* Whether they are episodes to choose from: a series is there several times. */
bool candidates_are_episodes(const struct match *candidates, size_t count);

#endif
