/* SPDX-License-Identifier: MIT
 *
 * scratch: a journal in a folder of its own for one test, and short ways to fill it. Every call
 * asserts that it worked.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SCRATCH_H
#define EPIMARK_TESTS_DOUBLES_SCRATCH_H

#include <stdatomic.h>

#include "core/journal/entry.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"

enum { SCRATCH_DAY = 86400, SCRATCH_NOW = 1700000000 };

/* From now on this connection believes that the system runs for a quarter of an hour longer. */
void scratch_later(struct journal *journal);

/* A service and a kind: scratch_plan("tvmaze mark, trakt rate"). */
struct plan scratch_plan(const char *targets);

struct scratch {
    char *folder;
    struct journal *journal;
    atomic_bool hurry; /* of the journal */
};

/* The setup and teardown of a test: a journal that marks at TVmaze, rates and plays at Trakt, as
 * "me" signed in long ago to both. */
int scratch_begin(void **state);
int scratch_end(void **state);

/* Closes the journal and opens it again, as another process would; with another plan. */
void scratch_reopen(struct scratch *scratch);
struct journal *scratch_replan(struct scratch *scratch, const char *targets);

/* Records something of a file of 1000000 bytes; returns what became of it. */
struct recorded scratch_record(struct journal *journal, enum record_kind kind, const char *path,
                               int64_t at, int value);

/* Records a rating of the season or series of such a file. */
struct recorded scratch_rate_wide(struct journal *journal, enum epi_scope scope, const char *path,
                                  int64_t at, int value);

/* Records that a title as read means a series, at a file of 1500 seconds. */
struct recorded scratch_choose(struct journal *journal, const char *path, const char *title_key,
                               const struct correction *correction, int64_t at);

/* The same for a series that the file was not identified as. */
void scratch_doubt(struct journal *journal, const char *path, int64_t at);

/* Takes back the last record of an entry, or with 0 of all. */
struct recorded scratch_undo(struct journal *journal, int64_t entry, int64_t at);

/* Identifies an entry as this episode of series 81189 at TheTVDB, 169 at TVmaze. */
void scratch_identify(struct journal *journal, int64_t entry, int season, int number, int64_t now);

/* Records "/tv/<name>" as watched, or rated if value is not 0, and identifies it. */
int64_t scratch_watch(struct journal *journal, const char *name, int season, int number,
                      int64_t at);
int64_t scratch_rate(struct journal *journal, const char *name, int season, int number, int64_t at,
                     int value);

/* One entry. */
struct entry *scratch_entry(struct journal *journal, int64_t id); /* free it */
enum entry_state scratch_state(struct journal *journal, int64_t id);
int scratch_count(struct journal *journal); /* of all entries */

/* What is due at a service, as text: "mark 2x03=1; rate 2x03=8; rate-season 2x-1=7". Free it. */
char *scratch_due(struct journal *journal, const char *service, int64_t now);
void scratch_assert_due(struct journal *journal, const char *service, int64_t now,
                        const char *wanted);

/* The first row due at a service, claimed to be sent. */
struct due scratch_claim(struct journal *journal, const char *service, int64_t now);

/* Fills the journal of a scratch with every kind of record and state, and with odd texts. */
void scratch_fill(struct journal *journal);

#endif
