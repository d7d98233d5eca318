/* SPDX-License-Identifier: MIT
 *
 * place: a folder of its own for one test, in which a journal is opened, closed, damaged and
 * locked. Every call asserts that it worked.
 */
#ifndef EPIMARK_TESTS_DOUBLES_PLACE_H
#define EPIMARK_TESTS_DOUBLES_PLACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/journal/plan.h"
#include <epimark/error.h>

struct journal;

struct place {
    char *folder;
    char db[4200];
    atomic_bool hurry; /* of each journal that is opened */
};

/* Nothing is sent anywhere. */
extern const struct plan place_plan;

/* The setup and teardown of a test. */
int place_begin(void **state);
int place_end(void **state);

/* Another folder, with nothing in it. */
void place_empty(struct place *place);

/* Opens the journal; makes one with 200 entries in it and closes it. */
struct journal *place_open(struct place *place);
void place_fill(struct place *place);

/* A file of the folder: whether it is there, and its mode. */
bool place_has(const struct place *place, const char *name);
mode_t place_mode(const struct place *place, const char *name);

/* All bytes of a file; free them. There is room for one more. */
char *place_read(const char *path, size_t *len);

/* Runs statements on journal.db. */
void place_sql(const struct place *place, const char *sql);

/* The journal cannot be used for a reason of this kind that has these words in it, and what is
 * recorded meanwhile is in the spool. */
void place_assert_spools(struct journal *journal, enum epi_error_kind kind, const char *words);

/* Opened again, the journal has so many entries and no spool is left. */
void place_assert_drained(struct place *place, int entries);

#endif
