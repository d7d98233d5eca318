/* SPDX-License-Identifier: MIT
 *
 * sql: what the files of the journal share: the connection, its transactions and bound statements.
 * No other room includes it.
 */
#ifndef EPIMARK_JOURNAL_SQL_H
#define EPIMARK_JOURNAL_SQL_H

#include "core/journal/journal.h"

struct sqlite3;
struct sqlite3_stmt;

struct journal {
    struct sqlite3 *db; /* NULL while the journal cannot be used: why */
    struct epi_error why;
    bool readonly; /* db may be read; why tells what keeps it from being written */
    bool final;    /* trying to open it again would not help */
    bool loose;    /* commits are not synced */
    bool damaged;  /* SQLite said so: db is closed at the end of the transaction */
    char *folder;
    char *path;               /* of journal.db */
    int lock;                 /* journal.lock, or -1 */
    int owner;                /* who claims, as a place in journal.lock; 0: none yet */
    const atomic_bool *hurry; /* or NULL */
    struct plan plan;
    char warning[JOURNAL_TEXT_MAX];
};

/* What is known of an entry. */
enum { STATUS_NEW, STATUS_IDENTIFIED, STATUS_HELD, STATUS_UNKNOWN };

/* Whether a record counts. */
enum { RECORD_HOLDS, RECORD_UNDONE, RECORD_WITHOUT_EFFECT };

/* ---- Transactions ---- */

/* Opens the journal where needed and begins to write; loose: what an outage of the machine may
 * take back, for what can be had again; or begins to read, as of one point of time. */
bool sql_begin(struct journal *journal, struct epi_error *err);
bool sql_begin_loose(struct journal *journal, struct epi_error *err);
bool sql_begin_reading(struct journal *journal, struct epi_error *err);

/* Commits and syncs where ok, or else takes everything back. Returns whether it is committed. */
bool sql_end(struct journal *journal, bool ok, struct epi_error *err);

/* ---- Statements ---- */

/* Runs one; each letter of types binds one argument: i int, l int64_t, d double, t text. */
bool sql_run(struct journal *journal, struct epi_error *err, const char *sql, const char *types,
             ...);

/* How many rows the last sql_run changed. */
int sql_changes(const struct journal *journal);

/* The id of the last row added. */
int64_t sql_last_id(const struct journal *journal);

/* Begins a query; NULL on failure. Release it with CLEANUP(sql_free). */
struct sqlite3_stmt *sql_query(struct journal *journal, struct epi_error *err, const char *sql,
                               const char *types, ...);
void sql_free(struct sqlite3_stmt **rows);

/* Begins a query again, with other arguments. */
bool sql_again(struct journal *journal, struct epi_error *err, struct sqlite3_stmt *rows,
               const char *types, ...);

/* Steps to the next row; row is false past the last. */
bool sql_next(struct journal *journal, struct sqlite3_stmt *rows, bool *row, struct epi_error *err);

/* Columns of the row, from 0. Text is borrowed until the next step and never NULL. */
int64_t sql_int(struct sqlite3_stmt *rows, int column);
double sql_double(struct sqlite3_stmt *rows, int column);
const char *sql_text(struct sqlite3_stmt *rows, int column);
void sql_copy(struct sqlite3_stmt *rows, int column, char *text, size_t size);

/* Whether memory sufficed for all the texts of the row. */
bool sql_whole(struct journal *journal, struct epi_error *err);

/* The first column of the first row, or fallback where there is none. */
bool sql_value(struct journal *journal, struct epi_error *err, int64_t *value, int64_t fallback,
               const char *sql, const char *types, ...);

/* Files SQLite's result code in err. Returns false. */
bool sql_failed(struct journal *journal, int code, struct epi_error *err);

/* ---- The connection (journal.c) ---- */

/* Whether there is no time to wait for anything. */
bool journal_hurried(const struct journal *journal);

/* Waits a little for somebody else's lock; false where it took too long, or hurry was said. */
bool journal_wait(struct journal *journal, int *waited_ms);

/* Places in journal.lock: who opens it, who has it open, who takes in the spool, who claims. */
enum {
    JOURNAL_PLACE_SETUP,
    JOURNAL_PLACE_OPEN,
    JOURNAL_PLACE_TAKING,
    JOURNAL_PLACE_OWNERS = 16,
};

/* Locks a place (F_RDLCK, F_WRLCK) or lets go of it (F_UNLCK); never waits. */
bool journal_lock_place(const struct journal *journal, short type, int place);

/* Closes the journal, keeping the journal: the next transaction opens it anew. */
void journal_drop(struct journal *journal);

/* A path in the journal's folder; free it. */
char *journal_file(const struct journal *journal, const char *name);

/* Makes sure that this connection may claim; within a transaction. */
bool journal_own(struct journal *journal, struct epi_error *err);

/* Whether whoever claimed as owner still runs, and is not this connection. */
bool journal_other_lives(const struct journal *journal, int64_t owner);

/* ---- Between the files of journal ---- */

/* Applies a record whose path is as stored_path writes it; within a transaction. known: false where
 * its entry does not exist. */
bool records_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                   bool *known, struct epi_error *err);

/* Adds a record to the spool, synced. */
bool spool_add(struct journal *journal, const struct record *record, struct epi_error *err);

/* Whether anything lies in the spool. */
bool spool_exists(const struct journal *journal);

/* Copies text, bytes that are not UTF-8 as "?", cut at a character's border. */
void stored_text(char *out, size_t size, const char *text);

/* The subject that a match names, its episode, season or series, found by any of its ids or
 * added. */
bool wanted_subject(struct journal *journal, const struct match *match, enum epi_scope scope,
                    int64_t *subject, struct epi_error *err);

/* Tells the ratings of an entry which episode, season and series it is of, where it is known. */
bool wanted_place_ratings(struct journal *journal, int64_t entry, struct epi_error *err);

/* The subjects that an entry or a rating of it is about, before a change of it and after. */
struct touched {
    int64_t subjects[6];
    int count;
};
bool wanted_touch(struct journal *journal, int64_t entry, struct touched *touched,
                  struct epi_error *err);

/* Makes their deliveries what their entries now want; entry is the one that changed. */
bool wanted_update(struct journal *journal, const struct touched *touched, int64_t entry,
                   int64_t now, struct recorded *recorded, struct epi_error *err);

/* Of an entry: whether anything of it still holds. */
#define JOURNAL_STANDS "(watched_at > 0 OR EXISTS (SELECT 1 FROM ratings WHERE entry = entries.id))"

/* The outbox as a table: every column of deliveries, and state (enum delivery_state), due_at and
 * why (what it waits for that only the user can do). */
#define JOURNAL_OUTBOX                                                                             \
    "(SELECT *, CASE WHEN dead THEN 3 WHEN acked = seq THEN 1 WHEN account = ''"                   \
    " OR signed IS NOT account OR hold IS NOT NULL THEN 2 ELSE 0 END AS state,"                    \
    " CASE WHEN account = '' AND signed IS NULL"                                                   \
    " THEN 'not signed in to ' || service || ': `epimark login ' || service || '`'"                \
    " WHEN account = '' THEN 'older than the sign-in: `epimark sync --backlog` sends it'"          \
    " WHEN signed IS NOT account THEN account || ' is not signed in to ' || service"               \
    " ELSE coalesce(hold, '') END AS why FROM (SELECT d.*, a.account AS signed,"                   \
    " max(d.next_at, coalesce(p.until, 0)) AS due_at,"                                             \
    " (SELECT h.text FROM holds h WHERE h.service = d.service AND h.capability IN ('*',"           \
    " CASE d.kind WHEN 0 THEN iif(d.value, 'mark', 'unmark') WHEN 1 THEN 'rate'"                   \
    " WHEN 2 THEN 'play' WHEN 3 THEN 'rate-season' ELSE 'rate-series' END)"                        \
    " ORDER BY h.capability LIMIT 1) AS hold"                                                      \
    " FROM deliveries d LEFT JOIN accounts a ON a.service = d.service"                             \
    " LEFT JOIN pauses p ON p.service = d.service))"

#endif
