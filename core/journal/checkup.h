/* SPDX-License-Identifier: MIT
 *
 * checkup: how a journal stands: how much it holds, how much of that waits, and what lies beside
 * its file. Reads only.
 */
#ifndef EPIMARK_JOURNAL_CHECKUP_H
#define EPIMARK_JOURNAL_CHECKUP_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

struct checkup {
    int version;    /* of the tables */
    int64_t bytes;  /* of journal.db */
    int entries;    /* that are shown, also undone ones */
    int records;    /* acts of the user */
    int64_t since;  /* when the oldest was, seconds since 1970; 0: there is none */
    int unlooked;   /* entries that wait to be looked up */
    int unsure;     /* that wait for an answer of the user */
    int unknown;    /* that no catalogue has */
    int due;        /* deliveries that are sent without the user */
    int held;       /* that wait for the user */
    int dead;       /* that were refused */
    int sent;       /* that were accepted */
    int parked;     /* records that wait for the folder of their video */
    bool spooled;   /* journal.spool has lines that could not be taken in */
    bool bad_lines; /* there is journal.spool.bad */
    int damaged;    /* journals that were damaged and moved aside */
    bool copied;    /* there is a copy, made at copied_at, seconds since 1970 */
    int64_t copied_at;
};

/* Fills in all of it. False if the journal cannot be read. */
bool checkup_find(struct journal *journal, struct checkup *checkup, struct epi_error *err);

/* Whether every page of it is sound, which takes some time for a large one. A damaged one is mended
 * when it is opened next. */
bool checkup_pages(struct journal *journal, struct epi_error *err);

/* The version of SQLite. */
const char *checkup_library(void);

#endif
