/* SPDX-License-Identifier: MIT */
#include "core/import/date_order.h"

#include <stdio.h>

#include "core/base/error.h"

static void see(struct date_order *dates, const char *text, size_t line)
{
    enum cell_order order = cell_order(text);
    if (order != CELL_DAY_FIRST && order != CELL_MONTH_FIRST)
        return;
    if (dates->order == CELL_ORDER_NONE) {
        dates->order = order;
        dates->line = line;
    }
    dates->mixed = dates->mixed || dates->order != order;
}

void date_order_see_csv(struct date_order *dates, struct csv_rows *rows,
                        const struct csv_rows_column *columns, uint64_t times)
{
    struct epi_error ignored;
    enum rows_result result;
    while ((result = csv_rows_next(rows, &ignored)) == ROWS_ROW || result == ROWS_BAD) {
        for (size_t i = 0; result == ROWS_ROW && times >> i; i++) {
            if (times >> i & 1)
                see(dates, csv_rows_value(rows, &columns[i]), csv_rows_line(rows));
        }
    }
}

/* ---- JSON ---- */

static bool is_time(const char *key)
{
    size_t len = strlen(key);
    return len >= 3 && strcmp(key + len - 3, "_at") == 0;
}

static void see_member(void *context, const char *key, struct json *value)
{
    if (json_is_text(value) && is_time(key))
        see(context, json_text(value), 0);
    if (json_is_object(value))
        json_each(value, see_member, context);
    for (size_t i = 0; json_is_array(value) && i < json_count(value); i++)
        json_each(json_at(value, i), see_member, context);
}

void date_order_see_json(struct date_order *dates, struct json_rows *rows)
{
    struct epi_error ignored;
    enum rows_result result;
    while ((result = json_rows_next(rows, &ignored)) == ROWS_ROW || result == ROWS_BAD) {
        if (result == ROWS_ROW)
            json_each(json_rows_value(rows), see_member, dates);
    }
}

/* ---- Reading ---- */

enum cell_time date_order_time(const struct date_order *dates, const char *text,
                               const struct cell_clock *clock, enum cell_order usual, int64_t *at,
                               char why[DATE_ORDER_WHY_MAX])
{
    struct cell_clock used = *clock;
    const char *wrong = "";
    enum cell_order order = cell_order(text);
    bool told = clock->order != CELL_ORDER_NONE;
    if (!told && !(dates->mixed && order == CELL_EITHER))
        used.order = dates->order == CELL_ORDER_NONE ? usual : dates->order;
    enum cell_time known = cell_time(text, &used, at, &wrong);
    bool other = used.order != CELL_ORDER_NONE && order != CELL_ORDER_NONE &&
                 order != CELL_EITHER && order != used.order;
    if (other && told)
        snprintf(why, DATE_ORDER_WHY_MAX, "%s as --dates says", wrong);
    else if (other && dates->line > 0)
        snprintf(why, DATE_ORDER_WHY_MAX, "%s as line %zu has", wrong, dates->line);
    else
        snprintf(why, DATE_ORDER_WHY_MAX, "%s", wrong);
    return known;
}
