/* SPDX-License-Identifier: MIT
 *
 * record: what happened to a file, as the journal is given it, and what became of that. Values
 * only, no functions. A record is never changed once it is kept; an undo is a record of its own.
 */
#ifndef EPIMARK_JOURNAL_RECORD_H
#define EPIMARK_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <epimark/match.h>

enum { JOURNAL_UID_SIZE = 33 }; /* 32 hexadecimal digits and a terminator */

enum record_kind {
    RECORD_WATCHED, /* the watch rule was met */
    RECORD_MARKED,  /* marked by hand; value: enum mark_type */
    RECORD_RATED,   /* value: 1..10, or 0 takes the rating back */
    RECORD_UNDO,    /* takes back the last record that still holds; only of entry or path if one is
                     * given */
};

/* What happened to a file; pointers are borrowed. */
struct record {
    enum record_kind kind;
    char uid[JOURNAL_UID_SIZE]; /* the same record twice counts once; "": a random one is made */
    int64_t at;                 /* seconds since 1970 */
    int64_t entry;              /* its entry if known, or 0: then path decides */
    const char *path;           /* as the player has it; cleaned by journal_add */
    int64_t size;               /* bytes, -1 unknown */
    double duration;            /* seconds, 0 unknown */
    int nth;                    /* which episode of the file, from 1 */
    int episodes;               /* of how many */
    const char *media_title;    /* or NULL */
    int value;
    enum epi_scope scope; /* of RECORD_RATED: what is rated */
    int64_t live_until;   /* until then live watching may send the play itself; 0: it does not */
};

/* What became of a record. */
struct recorded {
    bool spooled;  /* kept in the spool since the journal could not be written: no more is known */
    bool repeated; /* already known, or the same viewing: nothing new */
    int64_t entry; /* 0: nothing to undo */
    /* Of RECORD_UNDO: what was taken back, how many deliveries were dropped before they were sent,
     * and how many have to be taken back at their services. */
    enum record_kind undone;
    enum epi_scope undone_scope;
    int undone_value;
    int dropped;
    int to_take_back;
};

#endif
