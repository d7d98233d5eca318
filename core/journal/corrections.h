/* SPDX-License-Identifier: MIT
 *
 * corrections: which series the user says that a title in a folder means: the chosen records that
 * stand. One is added and undone like any record (journal_add).
 */
#ifndef EPIMARK_JOURNAL_CORRECTIONS_H
#define EPIMARK_JOURNAL_CORRECTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct correction;
struct epi_error;
struct journal;
struct record;
struct recorded;
struct series_ids;

/* The correction that holds for a file: of its title in its folder or, if that folder is one
 * season's and no number moves, in one of the series' other seasons beside it. If there is only one
 * that moves the numbers of another season of the folder, it names the series alone. With title_key
 * "" it is the one of the file alone, which is known again by its base name, its title as read, and
 * its duration (seconds, 0 unknown). */
bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      double duration, struct correction *correction, bool *found,
                      struct epi_error *err);

/* The series that the user chose for this title in other folders, where nothing says that it holds
 * for the file: the same one in all of them, and no numbers moved. */
bool corrections_find_elsewhere(struct journal *journal, const char *path, const char *title_key,
                                struct series_ids *series, bool *found, struct epi_error *err);

/* ---- Within this room, in a transaction of the caller ---- */

/* Whether what a chosen record says already holds for its file by a record of its own folder. */
bool corrections_repeated(struct journal *journal, const struct record *record, bool *repeated,
                          struct epi_error *err);

/* A chosen record was added or undone: has every entry for which it holds identified again, except
 * those that are what it says. What was sent for another series is taken back. Counts them in
 * recorded. */
bool corrections_apply(struct journal *journal, const struct record *record, bool undone,
                       struct recorded *recorded, struct epi_error *err);

#endif
