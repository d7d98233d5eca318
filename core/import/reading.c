/* SPDX-License-Identifier: MIT */
#include "core/import/reading.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static const char *member_name(const struct reading *reading, size_t member)
{
    return container_at(reading->container, member)->name;
}

static void set_place(struct reading *reading, size_t member, const char *what, size_t number)
{
    const char *name = member_name(reading, member);
    struct epi_error text = {0}; /* names of files may be in any encoding */
    if (number)
        epi_error_set(&text, EPI_ERROR_NEVER, "%.180s, %s %zu", name, what, number);
    else
        epi_error_set(&text, EPI_ERROR_NEVER, "%.240s", name);
    memcpy(reading->place, text.text, sizeof(reading->place));
}

struct epi_imported reading_new(struct reading *reading, size_t member, const char *what,
                                size_t number)
{
    set_place(reading, member, what, number);
    return (struct epi_imported){
        .size = sizeof(struct epi_imported),
        .source = reading->source,
        .place = reading->place,
        .scope = EPI_SCOPE_EPISODE,
        .season = -1,
        .number = -1,
    };
}

void reading_give(struct reading *reading, const struct epi_imported *imported)
{
    if (!reading->stopped && !reading->visit(reading->context, imported))
        reading->stopped = true;
}

void reading_bad(struct reading *reading, size_t member, const char *what, size_t number,
                 const char *format, ...)
{
    struct epi_error text = {0};
    char line[sizeof(text.text)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    epi_error_set(&text, EPI_ERROR_NEVER, "%s", line); /* one line of UTF-8 */
    set_place(reading, member, what, number);
    if (reading->unreadable)
        reading->unreadable(reading->context, reading->place, text.text);
}

void reading_fail(struct reading *reading, const struct epi_error *why)
{
    reading->refused = *why;
    reading->stopped = true;
}

struct stream *reading_open(struct reading *reading, size_t member)
{
    struct epi_error err = {0};
    if (reading->locked)
        return NULL;
    struct stream *stream = container_stream(reading->container, member, &reading->locked, &err);
    if (!stream)
        reading_bad(reading, member, "", 0, "%s", err.text);
    return stream;
}

/* Once more, without a word: what cannot be read was said. */
static struct stream *open_again(struct reading *reading, size_t member)
{
    struct epi_error ignored;
    bool locked;
    return container_stream(reading->container, member, &locked, &ignored);
}

void reading_csv(struct reading *reading, size_t member, const struct reading_table *table,
                 void (*row)(const struct reading_row *row), void *context)
{
    struct epi_error err = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    if (!stream)
        return;
    CLEANUP(csv_rows_cleanup) struct csv_rows *rows = csv_rows_new(stream, &err);
    CLEANUP(cleanup_free)
    struct csv_rows_column *columns = calloc(table->count, sizeof(*columns));
    if (!rows || !columns) {
        if (!columns)
            error_memory(&err);
        reading_bad(reading, member, "", 0, "%s", err.text);
        return;
    }
    csv_rows_find(rows, table->names, table->count, columns);
    struct reading_row this = {.reading = reading,
                               .member = member,
                               .rows = rows,
                               .table = table,
                               .columns = columns,
                               .context = context};
    reading->dates_seen = false;
    while (!reading->stopped) {
        enum rows_result result = csv_rows_next(rows, &err);
        if (result == ROWS_ROW)
            row(&this);
        else if (result != ROWS_END)
            reading_bad(reading, member, "line", csv_rows_line(rows), "%s", err.text);
        if (result == ROWS_END || result == ROWS_FAILED)
            return;
    }
}

const char *reading_value(const struct reading_row *row, size_t column)
{
    return csv_rows_value(row->rows, &row->columns[column]);
}

/* Whether the order of the dates in the member matters now, and was not looked for yet. */
static bool is_order_open(struct reading *reading, const char *text)
{
    if (reading->dates_seen || cell_order(text) == CELL_ORDER_NONE)
        return false;
    reading->dates = (struct date_order){0};
    return reading->dates_seen = true;
}

bool reading_time(const struct reading_row *row, size_t column, int64_t *at, bool *day)
{
    struct reading *reading = row->reading;
    struct epi_error ignored;
    char why[DATE_ORDER_WHY_MAX];
    const char *text = reading_value(row, column);
    if (is_order_open(reading, text)) {
        CLEANUP(stream_cleanup) struct stream *stream = open_again(reading, row->member);
        CLEANUP(csv_rows_cleanup)
        struct csv_rows *rows = stream ? csv_rows_new(stream, &ignored) : NULL;
        if (rows)
            date_order_see_csv(&reading->dates, rows, row->columns, row->table->times);
    }
    *at = 0;
    enum cell_time known =
        date_order_time(&reading->dates, text, &reading->clock, reading->usual, at, why);
    if (day)
        *day = known == CELL_TIME_DAY;
    if (known != CELL_TIME_BAD)
        return true;
    reading_bad(reading, row->member, "line", csv_rows_line(row->rows), "'%.40s' %s", text, why);
    return false;
}

void reading_row_bad(const struct reading_row *row, const char *why)
{
    reading_bad(row->reading, row->member, "line", csv_rows_line(row->rows), "%s", why);
}

/* ---- JSON ---- */

/* What an element is called in a place: "entry" or "shows". */
static const char *element_name(const char *list)
{
    return *list ? list : "entry";
}

void reading_json(struct reading *reading, size_t member,
                  void (*element)(const struct reading_element *element), void *context)
{
    struct epi_error err = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    if (!stream)
        return;
    CLEANUP(json_rows_cleanup) struct json_rows *rows = json_rows_new(stream, &err);
    reading->dates_seen = false;
    if (!rows)
        reading_bad(reading, member, "", 0, "%s", err.text);
    while (rows && !reading->stopped) {
        enum rows_result result = json_rows_next(rows, &err);
        struct reading_element this = {.reading = reading,
                                       .member = member,
                                       .list = json_rows_list(rows),
                                       .number = json_rows_number(rows),
                                       .value = json_rows_value(rows),
                                       .context = context};
        if (result == ROWS_ROW)
            element(&this);
        else if (result != ROWS_END)
            reading_element_bad(&this, err.text);
        if (result == ROWS_END || result == ROWS_FAILED)
            return;
    }
}

bool reading_json_time(const struct reading_element *element, const struct json *value, int64_t *at)
{
    struct reading *reading = element->reading;
    struct epi_error ignored;
    const char *text = json_text(value);
    char why[DATE_ORDER_WHY_MAX], digits[32];
    if (json_is_number(value)) {
        snprintf(digits, sizeof(digits), "%" PRId64, json_int(value, 0));
        text = digits;
    }
    if (is_order_open(reading, text)) {
        CLEANUP(stream_cleanup) struct stream *stream = open_again(reading, element->member);
        CLEANUP(json_rows_cleanup)
        struct json_rows *rows = stream ? json_rows_new(stream, &ignored) : NULL;
        if (rows)
            date_order_see_json(&reading->dates, rows);
    }
    *at = 0;
    if (date_order_time(&reading->dates, text, &reading->clock, reading->usual, at, why) !=
        CELL_TIME_BAD)
        return true;
    reading_bad(reading, element->member, element_name(element->list), element->number,
                "'%.40s' %s", text, why);
    return false;
}

void reading_element_bad(const struct reading_element *element, const char *why)
{
    reading_bad(element->reading, element->member, element_name(element->list), element->number,
                "%s", why);
}

struct epi_imported reading_element_new(const struct reading_element *element)
{
    return reading_new(element->reading, element->member, element_name(element->list),
                       element->number);
}
