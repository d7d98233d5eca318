/* SPDX-License-Identifier: MIT
 *
 * wanted: which deliveries the entries of a subject (an episode, a season, a series) call for. A
 * state is what the newest entry says; what no entry wants any more is dropped, or taken back if it
 * was sent. All of it within a transaction of the caller. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_WANTED_H
#define EPIMARK_JOURNAL_WANTED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/journal/plan.h"
#include <epimark/match.h>

struct epi_error;
struct journal;
struct match;

/* The subject that a match names, its episode, season or series, found by any of its ids; 0: there
 * is none yet. */
bool wanted_seek_subject(struct journal *journal, const struct match *match, enum epi_scope scope,
                         int64_t *subject, struct epi_error *err);

/* The same, or it is added. */
bool wanted_find_subject(struct journal *journal, const struct match *match, enum epi_scope scope,
                         int64_t *subject, struct epi_error *err);

/* Links each rating of an entry to its episode, season or series if that is known. */
bool wanted_link_ratings(struct journal *journal, int64_t entry, struct epi_error *err);

/* The subjects that a change of an entry concerns. */
struct wanted_subjects {
    int64_t ids[6];
    int count;
};

/* Adds the subjects of an entry and its ratings: call it before the change and after. */
bool wanted_collect(struct journal *journal, int64_t entry, struct wanted_subjects *subjects,
                    struct epi_error *err);

/* What an update did: deliveries dropped before they were sent, and to be taken back. */
struct wanted_changes {
    int dropped;
    int to_take_back;
};

/* Makes the deliveries of these subjects what their entries now want; entry is the one that
 * changed. Adds to changes. */
bool wanted_update(struct journal *journal, const struct wanted_subjects *subjects, int64_t entry,
                   int64_t now, struct wanted_changes *changes, struct epi_error *err);

/* What is wanted of a subject at a service is due there, though it was sent, refused or given up
 * before, and though it is older than the sign-in: the viewing of this entry or (DUE_MARK,
 * DUE_RATE) what its newest entry says. Nothing if nothing is wanted. */
bool wanted_again(struct journal *journal, const char *service, enum due_kind kind, int64_t subject,
                  int64_t entry, int64_t now, struct epi_error *err);

/* Forgets which episode an entry and its ratings are of, and if asked which series. */
bool wanted_forget(struct journal *journal, int64_t entry, bool series, struct epi_error *err);

/* Has an entry identified again. wrong: it is not what it was identified as, so what was sent for
 * that is taken back now. Adds to changes. */
bool wanted_identify_again(struct journal *journal, int64_t entry, bool wrong, int64_t now,
                           struct wanted_changes *changes, struct epi_error *err);

/* An entry is no episode, as the user says: it is left alone, and what was sent for it is taken
 * back now. Adds to changes. */
bool wanted_leave(struct journal *journal, int64_t entry, int64_t now,
                  struct wanted_changes *changes, struct epi_error *err);

#endif
