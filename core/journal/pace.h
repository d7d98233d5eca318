/* SPDX-License-Identifier: MIT
 *
 * pace: how often a service may be asked, as token buckets that all processes share.
 */
#ifndef EPIMARK_JOURNAL_PACE_H
#define EPIMARK_JOURNAL_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* Takes a token from a bucket that never gives more than capacity within per_seconds, half of them
 * at once. wait_ms: 0 if it was taken, else ask again after that many milliseconds. */
bool pace_take(struct journal *journal, const char *bucket, int capacity, double per_seconds,
               int64_t now_ms, int *wait_ms, struct epi_error *err);

#endif
