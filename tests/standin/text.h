/* SPDX-License-Identifier: MIT
 *
 * text: a growing buffer, and JSON written by template so that the shape of an answer is seen
 * where it is made.
 */
#ifndef EPIMARK_TESTS_STANDIN_TEXT_H
#define EPIMARK_TESTS_STANDIN_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text {
    char *data; /* terminated once anything was added; NULL before */
    size_t length, capacity;
};

/* Appends as it is; stand_printf cuts at 1023 bytes. */
void stand_add(struct text *t, const char *raw);
void stand_add_bytes(struct text *t, const char *data, size_t length);
void stand_printf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a template in which ' stands for " and these holes are filled:
 *   %s string, null for NULL     %e string's inside, escaped, no quotes      %r raw JSON
 *   %i int                       %l int64_t           %b true or false       %f double
 *   %z int64_t, null for 0       %k int, null for -1  %n string, null also for "" */
void stand_json(struct text *t, const char *template, ...);

/* Appends a comma unless the buffer ends with an opening bracket, brace or comma. */
void stand_comma(struct text *t);

/* Frees the buffer, which may then be filled anew. */
void stand_text_free(struct text *t);

#endif
