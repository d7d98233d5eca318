/* SPDX-License-Identifier: MIT
 *
 * fact: the queue of facts between a front end and the recorder. It grows as long as there is
 * memory. A queue that runs full leaves out positions in the midst of continuous playing, which
 * change nothing of what counts as played. If memory is short, other positions give their room to a
 * beginning, an end, a seek or a key, and a reserve holds the texts of a beginning, which has no
 * chapters then. Knows no thread: player.c guards it.
 */
#ifndef EPIMARK_PLAYER_FACT_H
#define EPIMARK_PLAYER_FACT_H

#include <stdbool.h>
#include <stddef.h>

#include <epimark/player.h>

/* A fact that owns its texts. */
struct fact {
    struct epi_fact told;
    char *path;
    char *title;
    bool reserved;                /* path is the whole reserve, and title lies in it */
    struct epi_chapter *chapters; /* their titles lie behind them */
};

/* Zero is an empty queue. */
struct fact_queue {
    struct fact *facts; /* a ring */
    size_t room;
    size_t first;
    size_t count;
    char *reserve; /* for texts; NULL: it is in use, or was never had */
};

/* From how many waiting facts on positions are left out, and the longest way between two that
 * stay, in seconds of the clock. */
enum { FACT_QUEUE_FULL = 256, FACT_STEP_SECONDS = 10 };

/* The bytes of a path and a title that the reserve has room for. */
enum { FACT_PATH_MAX = 4096 + 1, FACT_TITLE_MAX = 1024 };

/* Takes the first room and the reserve. False if memory is short. */
bool fact_queue_start(struct fact_queue *queue);

/* Adds a copy. False if memory is short and no position can be left out. */
bool fact_queue_add(struct fact_queue *queue, const struct epi_fact *told);

/* Takes the oldest; false if there is none. Clear it after use. */
bool fact_queue_take(struct fact_queue *queue, struct fact *fact);

/* Frees the texts of a fact, and all that a queue has. */
void fact_clear(struct fact *fact);
void fact_queue_clear(struct fact_queue *queue);

#endif
