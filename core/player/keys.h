/* SPDX-License-Identifier: MIT
 *
 * keys: what a key or a script message does, and the inside of the recorder, shared by its two
 * files alone: recorder.c (files and watching) and keys.c (keys and answers).
 */
#ifndef EPIMARK_PLAYER_KEYS_H
#define EPIMARK_PLAYER_KEYS_H

#include "core/journal/journal.h"
#include "core/player/recorder.h"
#include "core/player/watch.h"

/* A file on screen, or the last one that was. */
struct viewing {
    bool loaded;  /* there is one */
    bool episode; /* its name is read as an episode */
    bool allowed; /* by ignore= and only= */
    char *path;
    char *title;
    double duration;
    int64_t size;
    int64_t ended_at; /* seconds since 1970; 0 while on screen */
    double kept_clock;
    int live_nth; /* the episode a service was told of, 0 none */
    enum live_action live_action;
    double live_jump; /* seconds that seeks have moved it since then, back and forth */
    struct guess guess;
    struct watch watch;
};

struct recorder {
    const struct epi_config *config;
    const char *folder;
    struct recorder_host host;
    struct plan plan;
    struct journal *journal;
    bool greeted;
    bool refused;    /* it was said that the options cannot be read */
    bool hidden;     /* private mode */
    int64_t told_at; /* when the last fact was, seconds since 1970 */
    struct viewing now;
    struct viewing previous;
};

/* One line for the person, from a printf format. */
void recorder_say(struct recorder *recorder, enum epi_notice_kind kind, enum epi_notice_level level,
                  int value, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Shows an error. */
void recorder_complain(struct recorder *recorder, const struct epi_error *err);

/* The journal, opened with its first use; NULL, said on screen, where it cannot be had. */
struct journal *recorder_journal(struct recorder *recorder);

/* Commits a record (kind, at, nth, value, scope) of a file, or with viewing NULL of none; says so
 * where it cannot be. */
bool recorder_record(struct recorder *recorder, const struct viewing *viewing, struct record record,
                     struct recorded *recorded);

/* Asks the courier what a file is. */
void recorder_look_up(struct recorder *recorder, const struct viewing *viewing);

/* The episode on screen, of several in a file: from 1. */
int recorder_nth(const struct viewing *viewing);

/* Whether this file may be looked at, looked up and written of. */
bool recorder_tracks(const struct recorder *recorder, const struct viewing *viewing);

/* What a key means, committed and answered in one line on screen. */
void keys_rate(struct recorder *recorder, const struct epi_fact *fact);
void keys_mark(struct recorder *recorder, const struct epi_fact *fact);
void keys_undo(struct recorder *recorder, const struct epi_fact *fact);
void keys_status(struct recorder *recorder);

/* Lists the candidates of the file on screen, and takes the one that was chosen. */
void keys_choose(struct recorder *recorder, const struct epi_fact *fact);
void keys_answer(struct recorder *recorder, const struct epi_fact *fact);

#endif
