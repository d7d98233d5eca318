/* SPDX-License-Identifier: MIT
 *
 * companions: the further episodes of a file whose name counts several as one. Each has an entry of
 * its own, which is watched and marked as the first one is; it is identified, sent and undone by
 * itself. Decides nothing about episodes.
 */
#ifndef EPIMARK_JOURNAL_COMPANIONS_H
#define EPIMARK_JOURNAL_COMPANIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct journal;

enum { COMPANIONS_MAX = 8 }; /* episodes that one number may mean, with the first */

/* Gives an entry, which is so many episodes, its companions. Those that it has stay. */
bool companions_add(struct journal *journal, int64_t entry, size_t episodes, struct epi_error *err);

/* Within a transaction: the nth companion (from 2) of an entry, 0 if it has none. */
bool companions_find(struct journal *journal, int64_t entry, int nth, int64_t *companion,
                     struct epi_error *err);

/* Within a transaction: a companion gets the records that say of its entry that it is watched or
 * marked, but those that it has, also undone ones. */
bool companions_follow(struct journal *journal, int64_t entry, int nth, int64_t companion,
                       struct epi_error *err);

#endif
