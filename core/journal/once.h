/* SPDX-License-Identifier: MIT
 *
 * once: notices that are shown one time only, whichever process shows them.
 */
#ifndef EPIMARK_JOURNAL_ONCE_H
#define EPIMARK_JOURNAL_ONCE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* Claims a notice by its key; first is false if it was claimed before. */
bool once_claim(struct journal *journal, const char *key, int64_t now, bool *first,
                struct epi_error *err);

#endif
