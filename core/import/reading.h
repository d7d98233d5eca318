/* SPDX-License-Identifier: MIT
 *
 * reading: one import while it is read: what the readers of all forms share. It hands over what
 * they find, and says which lines they could not read.
 */
#ifndef EPIMARK_IMPORT_READING_H
#define EPIMARK_IMPORT_READING_H

#include "core/import/cell.h"
#include "core/import/container.h"
#include "core/import/csv_rows.h"
#include "core/import/date_order.h"
#include "core/import/json_rows.h"
#include <epimark/import.h>

enum { READING_PLACE_MAX = 256 };

struct reading {
    struct container *container;
    const char *source; /* the form */
    struct cell_clock clock;
    enum cell_order usual;   /* of dates, in this form, if neither the user nor the file says it */
    struct date_order dates; /* of the member that is read */
    bool dates_seen;
    const char *profile; /* as the user says; NULL */
    /* The two callbacks of import_read. */
    bool (*visit)(void *context, const struct epi_imported *imported);
    void (*unreadable)(void *context, const char *place, const char *why);
    void *context;
    bool stopped;             /* by visit: read no more */
    bool locked;              /* no password was right */
    bool failed;              /* memory was short */
    struct epi_error refused; /* why nothing of it can be read */
    char place[READING_PLACE_MAX];
};

/* An imported thing of which nothing is known but where it stands: set this member and line first.
 * what: "line", "entry"; 0: the member as a whole. The place is valid until the next call. */
struct epi_imported reading_new(struct reading *reading, size_t member, const char *what,
                                size_t number);

/* Hands it over. What is watched or rated has to have an id, a title or a path. */
void reading_give(struct reading *reading, const struct epi_imported *imported);

/* Says that a line, or a whole member, cannot be read: the text goes on after the place. */
void reading_bad(struct reading *reading, size_t member, const char *what, size_t number,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Ends it all: an option has to say how it is read. */
void reading_fail(struct reading *reading, const struct epi_error *why);

/* Opens a member; NULL after it said why it cannot. */
struct stream *reading_open(struct reading *reading, size_t member);

/* Columns of a CSV by their names (see csv_rows_find), and which of them are times: bits. */
struct reading_table {
    const char *const *names;
    size_t count;
    uint64_t times;
};

/* Reads a member as CSV: calls row for each row that can be read. columns are its values in the
 * order of the table. */
struct reading_row {
    struct reading *reading;
    size_t member;
    const struct csv_rows *rows;
    const struct reading_table *table;
    const struct csv_rows_column *columns;
    void *context;
};
void reading_csv(struct reading *reading, size_t member, const struct reading_table *table,
                 void (*row)(const struct reading_row *row), void *context);

/* The value of a row in one of its columns, or "". */
const char *reading_value(const struct reading_row *row, size_t column);

/* The time in a column: false after it said that it cannot be read. 0: it is not known. day, which
 * may be NULL: whether only the day is. */
bool reading_time(const struct reading_row *row, size_t column, int64_t *at, bool *day);

/* Reads a member as JSON: calls element for each element of its lists that can be read. */
struct reading_element {
    struct reading *reading;
    size_t member;
    const char *list; /* the name of the list, or "" */
    size_t number;    /* in the list, from 1 */
    const struct json *value;
    void *context;
};
void reading_json(struct reading *reading, size_t member,
                  void (*element)(const struct reading_element *element), void *context);

/* A time in JSON, as reading_time. */
bool reading_json_time(const struct reading_element *element, const struct json *value,
                       int64_t *at);

/* Says what is wrong with an element. */
void reading_element_bad(const struct reading_element *element, const char *why);

/* As reading_new and what it needs, for an element. */
struct epi_imported reading_element_new(const struct reading_element *element);

/* Says what is wrong with a row. */
void reading_row_bad(const struct reading_row *row, const char *why);

#endif
