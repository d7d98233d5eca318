/* SPDX-License-Identifier: MIT
 *
 * record: what happened to a file, as the journal is given it, and what became of that. Values
 * only, no functions. A record is never changed once it is kept; an undo is a record of its own.
 */
#ifndef EPIMARK_JOURNAL_RECORD_H
#define EPIMARK_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/matching.h"
#include <epimark/match.h>

enum { JOURNAL_UID_SIZE = 33 }; /* 32 hexadecimal digits and a terminator */

enum record_kind {
    RECORD_WATCHED, /* the watch rule was met */
    RECORD_MARKED,  /* marked by hand; value: enum mark_type */
    RECORD_RATED,   /* value: 1..10, or 0 takes the rating back */
    RECORD_UNDO,    /* takes back the last record that still holds; only of entry or path if one is
                     * given; value: enum undo_value */
    RECORD_CHOSEN,  /* the user says what a title in a folder, or a file, means: correction */
    RECORD_ORDERED, /* the user says which numbering the names of a series follow, by the ids and
                     * title of correction; value: enum episode_order */
};

/* The value of an undo: what it may take back. */
enum undo_value {
    UNDO_LAST, /* whatever was last */
    UNDO_MARK, /* only that it is watched or marked */
};

/* What a user can choose. */
enum choice {
    CHOICE_SERIES,  /* the series of these ids */
    CHOICE_NONE,    /* none of those that came close: it stays unsure, and is not asked again */
    CHOICE_NOTHING, /* the file is no episode: it is left alone */
};

/* What the user says that a name means. */
struct correction {
    enum choice choice;
    struct series_ids series;    /* none unless it is a series */
    char title[MATCH_TITLE_MAX]; /* of that series; else what the user was asked about */
    int season_offset;           /* added to the season and number of the name; said of a file
                                  * alone (title_key "") they are those of its first episode */
    int number_offset;
    /* Only as found for a file: it moves the numbers of this season of the folder, and not those of
     * the file, which is of another one; else -1. */
    int moved_season;
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
    bool film;                  /* it is a film */
    const char *media_title;    /* or NULL */
    int value;                  /* of RECORD_CHOSEN it is enum choice, and taken from correction */
    enum epi_scope scope;       /* of RECORD_RATED: what is rated */
    int64_t live_until;    /* until then live watching may send the play itself; 0: it does not */
    const char *title_key; /* its title as read (see title_key.h); "" if the name says nothing, or
                            * something is chosen for this file alone */
    const char *key;       /* by which its sittings are joined (see sitting_key.h) */
    const char *opened;    /* of what is parked: its path as the player opened it (real_path.h), or
                            * NULL; the journal does not keep it */
    struct correction correction; /* of RECORD_CHOSEN and RECORD_ORDERED */
};

/* What stands of an episode, over all its viewings. */
struct standing {
    int64_t watched_at; /* when it was last watched, or marked as that, seconds since 1970; 0:
                         * never */
    int rating;         /* 1..10; 0: none */
};

/* What became of a record. */
struct recorded {
    bool spooled;  /* kept in the spool since the journal could not be written: no more is known */
    bool parked;   /* kept apart until it is known whether it may count: no more is known */
    bool repeated; /* already known, or the same viewing: nothing new */
    int64_t entry; /* 0: it is of no entry */
    int released;  /* of these two, also one undone: entries that are identified again */
    /* Of RECORD_UNDO: what was taken back, how many deliveries were dropped before they were sent,
     * and how many have to be taken back at their services. */
    bool undid; /* false: there was nothing */
    enum record_kind undone;
    enum epi_scope undone_scope;
    int undone_value;
    char undone_title[MATCH_TITLE_MAX]; /* of a choice: its series */
    int64_t undone_at;                  /* when it was done, seconds since 1970 */
    int dropped;
    int to_take_back;
};

#endif
