/* SPDX-License-Identifier: MIT
 *
 * sql: statements on an open database, with their arguments bound. Opens nothing and begins no
 * transaction. Where a statement says :NAME it means the number of that enumerator (see
 * enumerators.h). Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_SQL_H
#define EPIMARK_JOURNAL_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct sqlite3_stmt;

/* Runs a statement; each letter of types binds one argument: i int, l int64_t, d double, t text. */
bool sql_run(struct journal *journal, struct epi_error *err, const char *sql, const char *types,
             ...);

/* From now on what sql_run and sql_value prepare is kept, for a loop that runs the same statements
 * many times. To be ended before the transaction is. */
bool sql_keep_begin(struct journal *journal, struct epi_error *err);
void sql_keep_end(struct journal *journal);

/* How many rows the last sql_run changed. */
int sql_changes(const struct journal *journal);

/* The id of the last row added. */
int64_t sql_last_id(const struct journal *journal);

/* Begins a query; NULL on failure. Free it with CLEANUP(sql_free). */
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

/* Whether there was memory for all the texts of the row. */
bool sql_row_ok(struct journal *journal, struct epi_error *err);

/* The first column of the first row, or fallback if there is no row. */
bool sql_value(struct journal *journal, struct epi_error *err, int64_t *value, int64_t fallback,
               const char *sql, const char *types, ...);

/* Fills err for a result code of SQLite. Returns false. */
bool sql_failed(struct journal *journal, int code, struct epi_error *err);

#endif
