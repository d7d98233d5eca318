/* SPDX-License-Identifier: MIT
 *
 * csv_rows: reads CSV as other programs write it, row by row, in little memory however large the
 * file is. Blanks around a value, "<nil>" and what a short row lacks are no value. A row that
 * cannot be read says why, and the next one is read.
 */
#ifndef EPIMARK_IMPORT_CSV_ROWS_H
#define EPIMARK_IMPORT_CSV_ROWS_H

#include "core/import/rows.h"
#include "core/import/stream.h"

enum {
    CSV_ROWS_ROW_MAX = 1 << 20, /* bytes */
    CSV_ROWS_COLUMNS_MAX = 256,
};

struct csv_rows;

/* Reads the headings, up to the first line that is not empty: separated by "," or ";" or a tab,
 * whichever they have most of, with or without a byte order mark. The stream, which is borrowed,
 * has to outlive it. Fails without a name in the text. */
struct csv_rows *csv_rows_new(struct stream *stream, struct epi_error *err);
void csv_rows_free(struct csv_rows *rows);
void csv_rows_cleanup(struct csv_rows **rows); /* for CLEANUP */

/* The next row that is not empty. */
enum rows_result csv_rows_next(struct csv_rows *rows, struct epi_error *err);

/* The line on which the row begins, from 1: lines in quoted values count. */
size_t csv_rows_line(const struct csv_rows *rows);

/* Which columns have these headings: names with "|" between those that mean the same, in the order
 * in which they are asked. Case, blanks, "_" and "-" do not count. Fills one struct for each name.
 */
enum { CSV_ROWS_NAMES_MAX = 12 };
struct csv_rows_column {
    short at[CSV_ROWS_NAMES_MAX]; /* columns; -1 behind the last */
};
void csv_rows_find(const struct csv_rows *rows, const char *const *names, size_t count,
                   struct csv_rows_column *columns);
bool csv_rows_has(const struct csv_rows *rows, const char *name); /* one heading */
size_t csv_rows_columns(const struct csv_rows *rows);             /* how many headings there are */

/* The value of this row in the first of the columns that is not empty there, or "". Valid until the
 * next row. */
const char *csv_rows_value(const struct csv_rows *rows, const struct csv_rows_column *column);

#endif
