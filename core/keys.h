/* SPDX-License-Identifier: MIT
 *
 * keys: what a key or a script message does, and the inside of the keeper, shared by its two files
 * alone: keeper.c (files and watching) and keys.c (keys and answers).
 */
#ifndef EPIMARK_KEYS_H
#define EPIMARK_KEYS_H

#include "core/keeper.h"
#include "core/store.h"
#include "core/watch.h"

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
    int live_part; /* the episode a service was told of, 0 none */
    enum live_action live_action;
    double live_jump; /* seconds that seeks have moved it since then, back and forth */
    struct guess guess;
    struct watch watch;
};

struct keeper {
    const struct config *config;
    const char *folder;
    struct keeper_host host;
    struct plan plan;
    struct store *store;
    bool greeted;
    bool hidden;     /* private mode */
    int64_t told_at; /* when the last fact was, seconds since 1970 */
    struct viewing now;
    struct viewing previous;
};

/* One line for the person, from a printf format. */
void keeper_say(struct keeper *keeper, enum notice_kind kind, enum notice_level level, int value,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Shows an error. */
void keeper_complain(struct keeper *keeper, const struct error *err);

/* The journal, opened with its first use; NULL, said on screen, where it cannot be had. */
struct store *keeper_journal(struct keeper *keeper);

/* Commits a record (kind, at, part, value, scope) of a file, or with viewing NULL of none; says so
 * where it cannot be. */
bool keeper_record(struct keeper *keeper, const struct viewing *viewing, struct record record,
                   struct recorded *recorded);

/* Asks the courier what a file is. */
void keeper_look_up(struct keeper *keeper, const struct viewing *viewing);

/* The episode on screen, of several in a file: from 1. */
int keeper_part(const struct viewing *viewing);

/* Whether this file may be looked at, looked up and written of. */
bool keeper_tracks(const struct keeper *keeper, const struct viewing *viewing);

/* What a key means, committed and answered in one line on screen. */
void keys_rate(struct keeper *keeper, const struct fact *fact);
void keys_mark(struct keeper *keeper, const struct fact *fact);
void keys_undo(struct keeper *keeper, const struct fact *fact);
void keys_status(struct keeper *keeper);

/* Lists the candidates of the file on screen, and takes the one that was chosen. */
void keys_choose(struct keeper *keeper, const struct fact *fact);
void keys_answer(struct keeper *keeper, const struct fact *fact);

#endif
