/* SPDX-License-Identifier: MIT
 *
 * table: rows in columns that are as wide as what stands in them. On a terminal the last column
 * takes what is left and is wrapped between words, and one that is too narrow for columns gets each
 * row as a block. Without a terminal a row is one line, however long. Of core/cli alone.
 */
#ifndef EPIMARK_CLI_TABLE_H
#define EPIMARK_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/cli/cli.h"

struct table_column {
    const char *head; /* above the column, on a terminal; NULL in all: no heads */
    bool right;       /* its cells end at the same column: numbers */
    int least;        /* its least width; but for the last one */
};

struct table;

/* columns is borrowed. NULL if memory is short: the other functions then do nothing. */
struct table *table_new(const struct table_column *columns, size_t count);

/* Begins the next cell, after the last one of a row the next row. */
void table_cell(struct table *table, enum cli_paint paint);

/* Begins the last cell of this row, or of a new one if that has begun. */
void table_last(struct table *table, enum cli_paint paint);

/* Adds text to the cell; what is from outside need not be safe to print. */
void table_add(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds one of a list of counts to the cell, as "3 unsure, 2 known"; none of what there is none of.
 * first: whether there is nothing of the list yet. */
void table_count(struct table *table, size_t count, const char *what, bool *first);

/* The next cell with "Title (2008)", or "(no title)". */
void table_title(struct table *table, const char *title, int year);

/* The next cell with "Title (2008, US)", as far as it is known. */
void table_series(struct table *table, const struct epi_series *series);

/* Whether it has no cells. */
bool table_is_empty(const struct table *table);

/* Prints it, and frees it. False after an error was printed: memory was short. */
bool table_end(struct table *table);

#endif
