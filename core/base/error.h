/* SPDX-License-Identifier: MIT
 *
 * error: fills in what went wrong. An error never holds a token, a key, a password or the body of
 * an answer. Also here: who frees what a function has on every way out of it.
 */
#ifndef EPIMARK_BASE_ERROR_H
#define EPIMARK_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <epimark/error.h>

/* Fills err (NULL is fine) from a printf format: status and retry_after become 0, control
 * characters become blanks, invalid UTF-8 becomes "?", what does not fit ends in an ellipsis. An
 * argument may be err->text. Returns false, for `return error_set(...)`. */
bool error_set(struct epi_error *err, enum epi_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As error_set, for an answer of HTTP status with its Retry-After in seconds. */
bool error_status(struct epi_error *err, enum epi_error_kind kind, int status, int retry_after,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Fills err for an allocation that failed (EPI_ERROR_LATER). Returns false. */
bool error_memory(struct epi_error *err);

/* Bytes of the valid UTF-8 character that the first of size bytes begin, 0 where there is none
 * or a NUL. */
size_t error_utf8(const char *text, size_t size);

/* Runs function with the variable's address where it goes out of scope, so that every early
 * return frees what it has: CLEANUP(cleanup_free) char *text = ...; */
#define CLEANUP(function) __attribute__((cleanup(function)))

static inline void cleanup_free(void *pointer)
{
    free(*(void **)pointer);
}

/* The kind's name: "later", "sign-in", "never", "stopped", "none". */
const char *error_kind_name(enum epi_error_kind kind);

/* What a person who asked for it himself does next, to stand behind the text: "; try again later"
 * or "" where the text says it or there is nothing to do. */
const char *error_advice(const struct epi_error *err);

#endif
