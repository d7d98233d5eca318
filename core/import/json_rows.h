/* SPDX-License-Identifier: MIT
 *
 * json_rows: reads the elements of a JSON list one by one, so that a file of any size takes the
 * memory of one element. The text is a list, or an object with lists in it. An element that cannot
 * be read says why, and the next one is read; what comes before a cut is read.
 */
#ifndef EPIMARK_IMPORT_JSON_ROWS_H
#define EPIMARK_IMPORT_JSON_ROWS_H

#include "core/base/json.h"
#include "core/import/rows.h"
#include "core/import/stream.h"

enum {
    JSON_ROWS_ELEMENT_MAX = 16 << 20, /* bytes */
    JSON_ROWS_NAME_MAX = 64,
};

struct json_rows;

/* Begins to read. The stream, which is borrowed, has to outlive it. Fails without a name in the
 * text if it is neither a list nor an object. */
struct json_rows *json_rows_new(struct stream *stream, struct epi_error *err);
void json_rows_free(struct json_rows *rows);
void json_rows_cleanup(struct json_rows **rows); /* for CLEANUP */

/* The next element, valid until the next call. */
enum rows_result json_rows_next(struct json_rows *rows, struct epi_error *err);
const struct json *json_rows_value(const struct json_rows *rows);

/* The name of the list that it is in, "" if there is only one; its number there, from 1. */
const char *json_rows_list(const struct json_rows *rows);
size_t json_rows_number(const struct json_rows *rows);

#endif
