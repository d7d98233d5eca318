/* SPDX-License-Identifier: MIT
 *
 * fact: the queue of facts between a front end and the recorder. It grows as long as there is
 * memory, so that no beginning, end, seek or key is ever lost. A queue that runs full leaves out
 * positions in the midst of continuous playing, which change nothing of what counts as played.
 * Knows no thread: player.c guards it.
 */
#ifndef EPIMARK_PLAYER_FACT_H
#define EPIMARK_PLAYER_FACT_H

#include <epimark/player.h>

/* A fact that owns its texts. */
struct fact {
    struct epi_fact told;
    char *path;
    char *title;
};

/* Zero is an empty queue. */
struct fact_queue {
    struct fact *facts; /* a ring */
    size_t room;
    size_t first;
    size_t count;
};

/* From how many waiting facts on positions are left out, and the longest way between two that
 * stay, in seconds of the clock. */
enum { FACT_QUEUE_FULL = 256, FACT_STEP_SECONDS = 10 };

/* Adds a copy. False if memory is short. */
bool fact_queue_add(struct fact_queue *queue, const struct epi_fact *told);

/* Takes the oldest; false if there is none. Clear it after use. */
bool fact_queue_take(struct fact_queue *queue, struct fact *fact);

/* Frees the texts of a fact, and all that a queue has. */
void fact_clear(struct fact *fact);
void fact_queue_clear(struct fact_queue *queue);

#endif
