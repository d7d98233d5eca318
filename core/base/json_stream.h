/* SPDX-License-Identifier: MIT
 *
 * json_stream: reads a JSON object that is too large for memory: its members one by one and, of
 * those that are arrays, each element. However it is indented.
 */
#ifndef EPIMARK_BASE_JSON_STREAM_H
#define EPIMARK_BASE_JSON_STREAM_H

#include <stdint.h>
#include <stdio.h>

#include "core/base/error.h"
#include "core/base/json.h"

enum { JSON_STREAM_VALUE_MAX = 4 << 20 }; /* bytes of one element */

struct json_stream;

/* Reads a file, which is borrowed. NULL if memory is short. */
struct json_stream *json_stream_new(FILE *file);
void json_stream_free(struct json_stream *stream);

/* The next member or element, to be freed, and the key of the member, borrowed until the next call.
 * value is NULL past the last. Fails with EPI_ERROR_NEVER; the text names the line. */
bool json_stream_next(struct json_stream *stream, const char **key, struct json **value,
                      struct epi_error *err);

/* In which line, from 1, the value that was read last ended. */
int64_t json_stream_line(const struct json_stream *stream);

#endif
