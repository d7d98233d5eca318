/* SPDX-License-Identifier: MIT
 *
 * next_step: what follows from what a user said, in words, behind a sentence: whether it is sent,
 * or what it waits for. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_NEXT_STEP_H
#define EPIMARK_CLIENT_NEXT_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/journal/plan.h"

struct epi_client;

enum { NEXT_STEP_MAX = 192 };

/* "; `epimark sync` sends it", or why not: of something of that kind, as of outlook_of.
 * film: it is of a film. */
void next_step_send(struct epi_client *client, enum due_kind kind, bool film,
                    char text[NEXT_STEP_MAX]);

/* The same of a rating that was taken back by 0, which waits for nothing if it is sent nowhere. */
void next_step_unrate(struct epi_client *client, enum due_kind kind, bool film,
                      char text[NEXT_STEP_MAX]);

/* What becomes of what the newest record takes back at services; back: how much that is, with 0 the
 * text is "". */
void next_step_take_back(struct epi_client *client, int back, char text[NEXT_STEP_MAX]);

/* The same after a correction: released: how many entries are identified anew; back as above. */
void next_step_correct(struct epi_client *client, int released, int back, char text[NEXT_STEP_MAX]);

#endif
