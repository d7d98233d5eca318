/* SPDX-License-Identifier: MIT
 *
 * imports: what was watched or rated elsewhere, taken in as records. The id of such a record is
 * below 0: it is older than all that was recorded here, whenever it is taken in, and comes after it
 * in every list and every outbox. It is never spooled: a journal that cannot be written takes
 * nothing in.
 */
#ifndef EPIMARK_JOURNAL_IMPORTS_H
#define EPIMARK_JOURNAL_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/record.h"

struct epi_error;
struct journal;
struct match;

/* A time that is not known is written as one of 1970, which no service is sent. */
enum { IMPORTS_UNKNOWN_TIME = 1 };

/* One viewing or one rating; pointers are borrowed. */
struct import_act {
    bool rating;          /* else a viewing */
    enum epi_scope scope; /* of a rating */
    int value;            /* of a rating, 1..10 */
    int64_t at;           /* seconds since 1970; 0: unknown */
    bool day;             /* only the day of at is known, whose noon it is */
    int nth;              /* of a viewing at an unknown time: which one of that episode, from 1 */
    bool film;
    const struct match *match; /* what it is, surely; NULL: not known yet */
    const char *path;          /* of its file, or a name that says what it is */
    const char *waits_as;  /* the path that it got if it was taken in before it was known what it
                                * is; NULL: none */
    const char *title_key; /* as of struct record */
    const char *reason;    /* why it is not known: it is held for the user; "": it is to be looked
                                * up */
};

/* How the journal stands to it. */
enum import_standing {
    IMPORT_NEW,
    IMPORT_KNOWN, /* the journal has it, or had it until the user took it back */
    IMPORT_OLDER, /* a rating: the journal has a newer one */
};

/* Compares without writing. */
bool imports_compare(struct journal *journal, const struct import_act *acts, size_t count,
                     enum import_standing *standings, struct epi_error *err);

/* Adds those that are new, all in one transaction, and says what they were before. To be given the
 * newest first. now: seconds since 1970. */
bool imports_add(struct journal *journal, const struct import_act *acts, size_t count, int64_t now,
                 enum import_standing *standings, struct epi_error *err);

#endif
