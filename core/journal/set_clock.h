/* SPDX-License-Identifier: MIT
 *
 * set_clock: what waits for a time while the clock is set.
 */
#ifndef EPIMARK_JOURNAL_SET_CLOCK_H
#define EPIMARK_JOURNAL_SET_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* To be called before a round: if the clock was set back since the last one, by any process, what
 * waits for a time moves with it, so that a clock that was ahead for a while stalls nothing. What
 * waits longer than anything does, as of now, is due. */
bool set_clock_follow(struct journal *journal, int64_t now, struct epi_error *err);

#endif
