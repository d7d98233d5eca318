/* SPDX-License-Identifier: MIT
 *
 * error: fills in what went wrong. An error never holds a token, a key, a password or the body of
 * an answer. Also CLEANUP, which frees a variable on every return of a function.
 */
#ifndef EPIMARK_BASE_ERROR_H
#define EPIMARK_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <epimark/error.h>

/* As epi_error_set, with the HTTP status of an answer and its Retry-After in seconds. */
bool error_status(struct epi_error *err, enum epi_error_kind kind, int status, int retry_after,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Fills err for an allocation that failed (EPI_ERROR_LATER). Returns false. */
bool error_memory(struct epi_error *err);

/* What a number of errno means; a full disk is called that. */
const char *error_reason(int number);

/* Calls function with the variable's address when the variable goes out of scope, so that every
 * return frees it: CLEANUP(cleanup_free) char *text = ...; */
#define CLEANUP(function) __attribute__((cleanup(function)))

static inline void cleanup_free(void *pointer)
{
    free(*(void **)pointer);
}

/* The same for a text that holds a secret. */
static inline void cleanup_wipe(char **text)
{
    if (*text)
        explicit_bzero(*text, strlen(*text));
    free(*text);
}

#endif
