/* SPDX-License-Identifier: MIT
 *
 * viewer: a person with a player and the tool, over the stand-in services: the two halves of the
 * player (recorder and courier) without their threads, and a client for each command, on swift's
 * clock. One thread. It keeps all that the viewer was told.
 */
#ifndef EPIMARK_TESTS_FAULTS_VIEWER_H
#define EPIMARK_TESTS_FAULTS_VIEWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/config.h"
#include "core/player/job.h"
#include "tests/standin/standin.h"
#include <epimark/player.h>

enum { VIEWER_SERVICES_MAX = 4, VIEWER_SAID_MAX = 1 << 16 };

/* A service that the viewer has an account at. */
struct viewer_account {
    const char *service;
    bool signed_in; /* as far as the viewer was told */
    bool asked;     /* a line asked to sign in again */
    bool nagged;    /* so did another one, before the viewer had signed in */
};

struct viewer {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    int64_t offset; /* of the stand-in's clock, seconds */
    struct viewer_account accounts[VIEWER_SERVICES_MAX];
    size_t account_count;
    /* While the player is open. */
    struct http *http;
    struct recorder *recorder;
    struct courier *courier;
    struct job_queue jobs;
    struct epi_client *client; /* while a command of the tool runs */
    char *question;            /* the file whose folder the recorder asks for */
    int64_t round_at;          /* when the courier's next round is due, seconds since 1970 */
    double position;
    char said[VIEWER_SAID_MAX];
    size_t said_len;
};

/* With accounts at these services (names, the last NULL), at a time in seconds since 1970. */
struct viewer *viewer_new(const char *const *services, int64_t at);
void viewer_free(struct viewer *viewer);

/* Time passes, in which the player, if it is open, runs its rounds. */
void viewer_wait_until(struct viewer *viewer, int64_t at);
int64_t viewer_now(void);

/* ---- The player ---- */

void viewer_open(struct viewer *viewer);
void viewer_quit(struct viewer *viewer);

/* The player ends while a request is under way, or a command is interrupted. What is done in this
 * player later is recorded, but nothing is asked or sent any more. */
void viewer_stop(struct viewer *viewer);

/* A file of VIEWER_LENGTH seconds begins; plays on until a position; is closed. */
enum { VIEWER_LENGTH = 2640 };
void viewer_begin(struct viewer *viewer, const char *path);
void viewer_play(struct viewer *viewer, double until);
void viewer_end(struct viewer *viewer);
void viewer_press(struct viewer *viewer, enum epi_fact_kind kind, int value);

/* ---- The tool: each returns whether it worked, and what it said is kept. ---- */

bool viewer_sign_in(struct viewer *viewer, struct viewer_account *account);
bool viewer_fix(struct viewer *viewer, const char *path, const char *series);
bool viewer_retry(struct viewer *viewer);

#endif
