/* SPDX-License-Identifier: MIT
 *
 * journal: a journal in a folder of its own for one test, and short ways to tell it things. Every
 * call asserts that it worked.
 */
#ifndef EPIMARK_TEST_JOURNAL_H
#define EPIMARK_TEST_JOURNAL_H

#include "core/store.h"

enum { JOURNAL_DAY = 86400, JOURNAL_NOW = 1700000000 };

/* A service and a kind: journal_plan("tvmaze mark, trakt rate"). */
struct plan journal_plan(const char *targets);

struct journal {
    char *folder;
    struct store *store;
    atomic_bool hurry; /* of the store */
};

/* The setup and teardown of a test: a journal that marks at TVmaze, rates and plays at Trakt, as
 * "me" signed in long ago to both. */
int journal_begin(void **state);
int journal_end(void **state);

/* Closes the journal and opens it again, as another process would. */
void journal_reopen(struct journal *journal);

/* Records something of a file of 1000000 bytes; returns what became of it. */
struct recorded journal_tell(struct store *store, enum record_kind kind, const char *path,
                             int64_t at, int value);

/* Records a rating of the season or series of such a file. */
struct recorded journal_rate_wide(struct store *store, enum scope scope, const char *path,
                                  int64_t at, int value);

/* Tells that an entry is this episode of series 81189 at TheTVDB, 169 at TVmaze. */
void journal_identify(struct store *store, int64_t entry, int season, int number, int64_t now);

/* Records "/tv/<name>" as watched, or rated where value is not 0, and identifies it. */
int64_t journal_watch(struct store *store, const char *name, int season, int number, int64_t at);
int64_t journal_rate(struct store *store, const char *name, int season, int number, int64_t at,
                     int value);

/* One entry. */
struct entry *journal_entry(struct store *store, int64_t id); /* free it */
enum entry_state journal_state(struct store *store, int64_t id);
int journal_count(struct store *store); /* of all entries */

/* What is due at a service, as text: "mark 2x03=1; rate 2x03=8; rate-season 2x-1=7". Free it. */
char *journal_due(struct store *store, const char *service, int64_t now);

/* The first row due at a service, claimed to be sent. */
struct due journal_claim(struct store *store, const char *service, int64_t now);

#endif
