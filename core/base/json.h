/* SPDX-License-Identifier: MIT
 *
 * json: reads and writes JSON; only this file uses json-c. Reading a missing key, a null or a value
 * of another type is not an error: the caller's fallback is returned, so that a chain of json_get
 * needs no checks in between.
 */
#ifndef EPIMARK_BASE_JSON_H
#define EPIMARK_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct json; /* a value with everything in it */

enum { JSON_DEPTH_MAX = 32 };

/* Reads one JSON text of len bytes, strictly as in RFC 8259: nested at most JSON_DEPTH_MAX deep,
 * valid UTF-8, with nothing after it. If a key occurs twice, the last one counts. Fails with
 * EPI_ERROR_LATER: a damaged answer may be complete next time. */
struct json *json_read(const char *text, size_t len, struct epi_error *err);
void json_free(struct json *json);

/* The same for a value that holds secrets: overwrites its texts first. Nobody may share it. */
void json_wipe(struct json *json);

/* Members and elements, borrowed; NULL if there is none. The parent may be NULL. */
struct json *json_get(const struct json *object, const char *key);
struct json *json_at(const struct json *array, size_t index);
size_t json_count(const struct json *array_or_object);

/* Calls visit for each member of an object, in its order. */
typedef void (*json_visit)(void *context, const char *key, struct json *value);
void json_each(const struct json *object, json_visit visit, void *context);

bool json_is_object(const struct json *json);
bool json_is_array(const struct json *json);
bool json_is_text(const struct json *json);
bool json_is_number(const struct json *json);
bool json_is_true(const struct json *json);
bool json_is_null(const struct json *json); /* null or absent */

/* An integer, also from a string of digits ("81189") or a float without a fraction; fallback for
 * anything else and for what does not fit 64 bits. */
int64_t json_int(const struct json *json, int64_t fallback);
double json_double(const struct json *json, double fallback);

/* Borrowed text, or "" if there is none. */
const char *json_text(const struct json *json);

/* Copies text, cut between two characters if it does not fit; "" if there is none. Returns whether
 * it was text. */
bool json_copy(const struct json *json, char *buffer, size_t size);

/* Adds an owner to a value: give the result to a second parent, or free it. */
struct json *json_share(const struct json *json);

/* Building. A value given to json_set or json_add belongs to its parent afterwards. */
struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_text(const char *text); /* with "?" for each byte that is not UTF-8 */
struct json *json_new_bytes(const char *bytes, size_t len); /* as they are, valid UTF-8 or not */
struct json *json_new_int(int64_t value);
struct json *
json_new_double(double value); /* in the fewest digits that identify it; NaN becomes null */
struct json *json_new_bool(bool value);
void json_set(struct json *object, const char *key, struct json *value); /* NULL value: null */
void json_remove(struct json *object, const char *key);
void json_add(struct json *array, struct json *value);
void json_set_text(struct json *object, const char *key, const char *text);
void json_set_int(struct json *object, const char *key, int64_t value);

/* The text of a value; pretty adds line breaks and indents by two blanks. Bytes beyond ASCII are
 * not escaped. Free it; NULL if memory is short. */
char *json_write(const struct json *json, bool pretty);

#endif
