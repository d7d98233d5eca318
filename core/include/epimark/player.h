/* SPDX-License-Identifier: MIT
 *
 * player: facts in, notices out. A front end states what happens in a player and is answered with
 * notices; nothing here waits for a network, a keyring or a disk on the thread that calls.
 */
#ifndef EPIMARK_PLAYER_H
#define EPIMARK_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/config.h>
#include <epimark/error.h>
#include <epimark/match.h>

enum epi_fact_kind {
    EPI_FACT_LOADED,   /* a file begins: path, title, duration, size */
    EPI_FACT_POSITION, /* a sample of the position, speed and playing */
    EPI_FACT_BREAK,    /* a seek or restart: what lies between two positions was not played */
    EPI_FACT_ENDED,    /* the file is gone, for whatever reason */
    EPI_FACT_RATE,     /* scope: value 1..10, 0 takes it back; previous: the file before this one */
    EPI_FACT_MARK,     /* watched, says the user */
    EPI_FACT_UNDO,     /* take back the last thing done */
    EPI_FACT_STATUS,   /* asks for one line of how things are */
    EPI_FACT_TOGGLE,   /* private mode on or off */
    EPI_FACT_CHOOSE,   /* asks for the candidates of the file on screen */
    EPI_FACT_ANSWER,   /* value: the number (from 1) of a candidate; 0: none of them */
};

struct epi_fact {
    enum epi_fact_kind kind;
    double clock;     /* seconds of a monotonic clock */
    int64_t at;       /* seconds since 1970 */
    const char *path; /* EPI_FACT_LOADED: as the player names it, from the working folder; copied */
    const char
        *title;      /* EPI_FACT_LOADED: media title, NULL or "" where it says no more than path */
    double duration; /* EPI_FACT_LOADED: seconds, 0 unknown */
    int64_t size;    /* EPI_FACT_LOADED: bytes, -1 unknown */
    double position; /* EPI_FACT_POSITION: seconds */
    double speed;    /* EPI_FACT_POSITION: 1 is normal */
    bool playing;    /* EPI_FACT_POSITION: false while paused or buffering */
    bool previous;   /* EPI_FACT_RATE */
    enum epi_scope scope; /* EPI_FACT_RATE: the episode, its season or its series */
    int value;            /* EPI_FACT_RATE, EPI_FACT_ANSWER */
};

enum epi_notice_kind {
    EPI_NOTICE_LOG,      /* for the log alone */
    EPI_NOTICE_SHOW,     /* one line for the screen and the log */
    EPI_NOTICE_QUESTION, /* as EPI_NOTICE_SHOW, and candidates wait for an answer: name the key */
    EPI_NOTICE_CHOICES,  /* the candidates, value of them, a line each, numbered from 1: answers
                      * EPI_FACT_CHOOSE */
    EPI_NOTICE_PRIVATE,  /* private mode went on (value 1) or off (0); text says so */
};

enum epi_notice_level {
    EPI_LEVEL_ERROR,
    EPI_LEVEL_WARN,
    EPI_LEVEL_INFO,
    EPI_LEVEL_VERBOSE,
    EPI_LEVEL_DEBUG
};

struct epi_notice {
    enum epi_notice_kind kind;
    enum epi_notice_level level; /* as mpv's msg-level has it */
    int value;
    char text[1024]; /* UTF-8 without control characters but '\n' in EPI_NOTICE_CHOICES */
};

struct epi_player;

/* Starts recorder and courier; ring is called from either, at any time, when a notice waits, and
 * must only wake the front end. config is copied. Opening the journal happens on the recorder:
 * its failure is a notice. Fails only where threads cannot be started. With config->unreadable set
 * nothing is looked up, written or sent: a notice says so, and so does the answer to each key. */
struct epi_player *epi_player_start(const struct epi_config *config, void (*ring)(void *bell),
                                    void *bell, struct epi_error *err);

/* States a fact; never waits. */
void epi_player_tell(struct epi_player *player, const struct epi_fact *fact);

/* Takes the next notice. False when there is none. */
bool epi_player_notice(struct epi_player *player, struct epi_notice *notice);

/* Commits what was told, cancels what runs, joins both threads, frees: within 50 ms. */
void epi_player_stop(struct epi_player *player);

#endif
