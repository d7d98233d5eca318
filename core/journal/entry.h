/* SPDX-License-Identifier: MIT
 *
 * entry: the plain values that the journal keeps and the client shows: what a file was matched to,
 * what was watched or rated, and what became of it at each service. Values only, no functions.
 */
#ifndef EPIMARK_JOURNAL_ENTRY_H
#define EPIMARK_JOURNAL_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/matching.h"
#include <epimark/match.h>

enum {
    JOURNAL_PATH_MAX = 16384, /* any path of the system fits, also with every byte escaped */
    JOURNAL_CANDIDATES_MAX = 9,
    JOURNAL_DELIVERIES_MAX = 16
};

/* Which series and which one episode of it a file (or the nth episode in it) is. */
struct match {
    struct series series;   /* aliases may be missing */
    struct episode episode; /* season -1: none found */
    char source[16];        /* the catalogue it is from: "tvdb", "tvdb2", "tvmaze", "user" */
    double confidence;      /* 0..1; sure from MATCH_SURE on */
    char reason[256];       /* why, in words */
    bool film;  /* it is no episode but a film, which series names; episode has nothing */
    bool other; /* of a candidate: the name says this episode only if it is read in another way */
};

enum entry_state {
    ENTRY_RATED,   /* rated, not (yet) watched */
    ENTRY_WATCHED, /* watched; not everything has been delivered */
    ENTRY_HELD,    /* not sure which series it is: waits for an answer */
    ENTRY_SENT,    /* every service accepted it */
    ENTRY_DEAD,    /* a service will never accept it, or no catalogue has it: see the errors */
    ENTRY_UNDONE,  /* taken back by the user */
    ENTRY_LEFT,    /* the user says that the file is no episode: it is left alone */
    ENTRY_KEPT,    /* only here: there is no service to send it to */
    ENTRY_DROPPED, /* the user gave up sending at least a part of it; the rest was accepted */
};

enum delivery_state {
    DELIVERY_DUE,     /* waits for its time */
    DELIVERY_SENT,    /* the service accepted it */
    DELIVERY_HELD,    /* waits for the user (sign-in, premium account ...) */
    DELIVERY_DEAD,    /* will never be accepted; kept and shown */
    DELIVERY_DROPPED, /* the user gave it up */
};

/* What is sent to one service about one entry. */
struct delivery {
    int64_t id;
    int64_t entry;
    char service[16]; /* "tvmaze" */
    char kind[16];    /* "mark", "unmark", "rate", "rate-season", "rate-series", "play", "unplay" */
    enum epi_scope scope; /* what of the entry it is about */
    enum delivery_state state;
    int value;       /* of a rating, 0 takes it back; of a mark its enum mark_type */
    int tries;       /* of the value wanted now, including the one that succeeded */
    int64_t next_at; /* seconds since 1970; 0 if it is not due again */
    char error[256]; /* the last one, "" if none */
};

/* One episode, or film, of one viewing of one file. */
struct entry {
    int64_t id;
    bool film;
    char path[JOURNAL_PATH_MAX]; /* without user, password, query and fragment of a URL */
    int64_t size;                /* bytes, -1 unknown */
    double duration;             /* seconds, 0 unknown */
    int nth;                     /* the nth (from 1) of the episodes in this file */
    int episodes;
    char media_title[MATCH_TITLE_MAX]; /* "" if it says no more than path */
    enum entry_state state;
    int64_t created_at; /* before 2000: only rated, nobody knows when */
    int64_t
        watched_at; /* seconds since 1970; 0: not (yet) watched; before 2000: nobody knows when */
    int viewing;    /* which one of its episode, from 1; 0: none of its own, or unknown */
    int rating;     /* 1..10; 0: taken back; -1: never rated */
    int64_t rated_at;
    int season_rating; /* of its season, given through this entry; as rating */
    int series_rating; /* of its series */
    bool identified;
    struct match match;  /* if identified */
    int64_t identify_at; /* when it is looked up next; 0 if it is not */
    char error[256];     /* why it is not identified or held, "" if none */
    struct delivery deliveries[JOURNAL_DELIVERIES_MAX];
    int delivery_count;
};

#endif
