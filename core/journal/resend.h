/* SPDX-License-Identifier: MIT
 *
 * resend: what a service lacks becomes due there. Sends nothing itself.
 */
#ifndef EPIMARK_JOURNAL_RESEND_H
#define EPIMARK_JOURNAL_RESEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/plan.h"

struct epi_error;
struct journal;

/* A viewing, or the mark or rating of a subject. */
struct resend_row {
    enum due_kind kind; /* DUE_PLAY, DUE_MARK, or DUE_RATE of any scope */
    int64_t subject;
    int64_t entry;
};

/* Makes them due at the account that is signed in, whatever the journal knows of an earlier
 * delivery; what waits for it already is due once. All or nothing. now: seconds since 1970. */
bool resend_rows(struct journal *journal, const char *service, const struct resend_row *rows,
                 size_t count, int64_t now, struct epi_error *err);

#endif
