/* SPDX-License-Identifier: MIT
 *
 * merge: another journal's rows (incoming.h) added to this one. Records and entries are known again
 * by their uid, so that twice is once. A journal without anything becomes the same as the other;
 * into any other they come as older than all that is there, and a viewing that is in both (of one
 * episode, within rewatch_hours) is one. What the other journal has sent is not sent again; what it
 * had still to send is asked for first.
 */
#ifndef EPIMARK_JOURNAL_MERGE_H
#define EPIMARK_JOURNAL_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/plan.h"

struct epi_error;
struct journal;

enum { MERGED_DUES_MAX = 16 };

/* What goes to one service. */
struct merged_due {
    char service[JOURNAL_SERVICE_MAX];
    enum due_kind kind; /* DUE_RATE: ratings of every scope */
    int64_t count;
};

struct merged {
    int64_t entries;                         /* that are new here */
    int64_t known;                           /* that were here */
    int64_t records;                         /* that are new, of any entry */
    struct merged_due dues[MERGED_DUES_MAX]; /* not sent from there yet, and now sent from here */
    size_t due_count;
};

/* Whether a file is a journal, or the JSON of one. Only its beginning is read. */
bool merge_is_journal(const char *file);

/* Merges a file, all or (on failure) nothing of it; without apply it only says what that would be.
 * now: seconds since 1970. */
bool merge_journal(struct journal *journal, const char *file, bool apply, int64_t now,
                   struct merged *merged, struct epi_error *err);

#endif
