/* SPDX-License-Identifier: MIT
 *
 * restore: a backup becomes the journal, while no other process has it open. What was there is kept
 * beside it. Merges nothing (merge does).
 */
#ifndef EPIMARK_JOURNAL_RESTORE_H
#define EPIMARK_JOURNAL_RESTORE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

struct restored {
    int64_t entries;
    char kept[64]; /* the name of what was there before, in the journal's folder; "" if nothing */
};

/* Reads a backup as incoming.h does and puts it in the place of the journal, whole or not at all.
 * What it still had to send is doubted as that of a weekly copy is. force: also if the journal has
 * something that is still to be sent, which the new one would not know of. */
bool restore_journal(struct journal *journal, const char *file, bool force,
                     struct restored *restored, struct epi_error *err);

#endif
