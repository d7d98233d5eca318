/* SPDX-License-Identifier: MIT
 *
 * connection: a connection to the journal as every file of this room sees it: its state, its
 * place in the folder, and the locks by which connections know of each other. Opens no database
 * (database.c does) and runs no statement. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_CONNECTION_H
#define EPIMARK_JOURNAL_CONNECTION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/journal/plan.h"

struct journal {
    struct sqlite3 *db;    /* NULL while the journal cannot be used: why */
    struct sql_kept *kept; /* statements that are kept prepared; NULL: none are (sql.c) */
    struct epi_error why;
    bool readonly; /* db can be read; why says what keeps it from being written */
    bool final;    /* opening it again would not help */
    bool unsynced; /* commits are not synced */
    bool damaged;  /* SQLite said so: db is closed at the end of the transaction */
    char *folder;
    char *path;               /* of journal.db */
    int lock;                 /* journal.lock, or -1 */
    int owner;                /* the place in journal.lock that its leases name; 0: none yet */
    int64_t (*uptime)(void);  /* seconds since the system was started; NULL: as it says */
    const atomic_bool *hurry; /* or NULL */
    struct plan plan;
    char warning[256];
};

/* Sets the warning unless there is one already. */
void connection_warn(struct journal *journal, const struct epi_error *why);

/* Whether there is no time to wait for anything. */
bool connection_hurried(const struct journal *journal);

/* The length of one wait. */
enum { CONNECTION_WAIT_MS = 5 };

/* Waits a little for another process's lock; false if that took too long or there is no time. */
bool connection_wait(const struct journal *journal, int *waited_ms);

/* Places in journal.lock: held while opening the journal, while it is open, while draining the
 * spool, while copying it, and one for each connection that holds leases. */
enum {
    CONNECTION_PLACE_SETUP,
    CONNECTION_PLACE_OPEN,
    CONNECTION_PLACE_DRAIN,
    CONNECTION_PLACE_COPY,
    CONNECTION_PLACE_OWNERS = 16,
};

/* Locks a place (F_RDLCK, F_WRLCK) or unlocks it (F_UNLCK); never waits. */
bool connection_lock(const struct journal *journal, short type, int place);

/* Locks the place for copying; false with err if another process copies for too long. */
bool connection_begin_copying(const struct journal *journal, struct epi_error *err);

/* Makes sure that this connection has a place for its leases; call it within a transaction. */
bool connection_own(struct journal *journal, struct epi_error *err);

/* Whether another connection has this place and still runs. */
bool connection_other_owner(const struct journal *journal, int64_t owner);

/* Leases are counted from the start of the system, which nobody sets as they set a clock. Of a
 * lease: when it ends if it begins now and lasts so long, at most CONNECTION_LEASE_MAX seconds. */
enum { CONNECTION_LEASE_MAX = 3600 };
int64_t connection_lease_end(const struct journal *journal, int seconds);

/* For how many more seconds a lease binds this connection; 0 if it is its own, has ended, is from
 * before the system was started, or its owner is gone. */
int connection_lease_left(const struct journal *journal, int64_t owner, int64_t until);

/* A path in the journal's folder, or NULL if memory is short; free it. */
char *connection_file(const struct journal *journal, const char *name);

/* Notes that a statement found the journal damaged, for whoever opens it next. */
void connection_suspect(struct journal *journal);

/* Closes the database. The connection stays: the next transaction opens the database again. */
void connection_drop(struct journal *journal);

/* Closes the database without giving up the place that says it is open. */
void connection_close_db(struct journal *journal);

#endif
