/* SPDX-License-Identifier: MIT
 *
 * date_order: whether the dates of a file have the day or the month first. It is decided for the
 * whole file: by the user, else by the first date that can only be read one way, else by what the
 * form has most often. What contradicts that is not read.
 */
#ifndef EPIMARK_IMPORT_DATE_ORDER_H
#define EPIMARK_IMPORT_DATE_ORDER_H

#include "core/import/cell.h"
#include "core/import/csv_rows.h"
#include "core/import/json_rows.h"

/* Begin with zeros for each file. */
struct date_order {
    enum cell_order order; /* of the first date that can only be read one way */
    size_t line;           /* on which that is; 0: it is not in a line */
    bool mixed;            /* another one has the other order */
};

/* Looks at all dates of a CSV, in the columns whose bits are set; of a JSON, in the members whose
 * names end in "_at". What cannot be read is passed over. */
void date_order_see_csv(struct date_order *dates, struct csv_rows *rows,
                        const struct csv_rows_column *columns, uint64_t times);
void date_order_see_json(struct date_order *dates, struct json_rows *rows);

/* As cell_time, whose clock has the order that the user says, or NONE; usual: that of the form, or
 * NONE. why: room for what is wrong. */
enum { DATE_ORDER_WHY_MAX = 120 };
enum cell_time date_order_time(const struct date_order *dates, const char *text,
                               const struct cell_clock *clock, enum cell_order usual, int64_t *at,
                               char why[DATE_ORDER_WHY_MAX]);

#endif
