/* SPDX-License-Identifier: MIT
 *
 * dump_table: what of the journal is written as JSON, and how: each table is an array, each row an
 * object. What can be got again (lists, answers, leases, paces) and what belongs to a sign-in is
 * left out. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_DUMP_TABLE_H
#define EPIMARK_JOURNAL_DUMP_TABLE_H

#include <stddef.h>

#define DUMP_FORMAT "epimark-journal"
enum { DUMP_VERSION = 1, DUMP_COLUMNS_MAX = 32, DUMP_SQL_MAX = 1024 };

enum dump_type {
    DUMP_INT,
    DUMP_REAL,
    DUMP_TEXT,
    DUMP_ID, /* of a row of another table, or null */
    DUMP_TEXT_OR_NULL,
};

/* A member is called as its column. One that is 0, "" or null is left out. */
struct dump_column {
    const char *name; /* NULL ends them */
    enum dump_type type;
    const char *const *words; /* of a number that is an enumerator, ends with NULL; or NULL */
};

struct dump_table {
    const char *name;
    const char *where; /* which rows; or NULL: all */
    const char *order;
    struct dump_column columns[DUMP_COLUMNS_MAX];
};

/* What refers to a table comes after it. Ends with a NULL name. */
extern const struct dump_table dump_tables[];

/* The columns as SQL: "id, uid, path". */
void dump_table_columns(const struct dump_table *table, char sql[DUMP_SQL_MAX]);

#endif
