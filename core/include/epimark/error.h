/* SPDX-License-Identifier: MIT
 *
 * error: what went wrong, and what to do next. Errors are plain values; an error never holds a
 * token, a key, a password or the body of an answer.
 */
#ifndef EPIMARK_ERROR_H
#define EPIMARK_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of these headers, and of the library that runs: both "MAJOR.MINOR.PATCH". Programs
 * built with one version run with every later one of the same MAJOR. */
#define EPI_VERSION "0.1.0"
const char *epi_version(void);

/* What to do next: these four drive retry, the screen and the exit status alike. */
enum epi_error_kind {
    EPI_ERROR_NONE,
    EPI_ERROR_LATER,   /* nothing to do: it is tried again (network, 429, 5xx, database busy) */
    EPI_ERROR_SIGN_IN, /* the user has to see to an account: status 401 the sign-in itself, another
                    * status (403, 420, 423, 426) only what was asked for */
    EPI_ERROR_NEVER,   /* as it is, it will never work: bad input, unknown to the service */
    EPI_ERROR_STOPPED, /* cancelled, since the program ends */
};

/* Of the caller, and complete: it keeps its size. */
struct epi_error {
    enum epi_error_kind kind;
    int status;      /* the HTTP status, 0 where none came */
    int retry_after; /* seconds the service asked to wait, 0 where it did not */
    char text[256];  /* one line of UTF-8 for the user: what happened and what helps */
};

/* Fills err (NULL is fine) from a printf format: status and retry_after become 0, control
 * characters become blanks, invalid UTF-8 becomes "?", what does not fit ends in an ellipsis. An
 * argument may be err->text. Returns false, for `return epi_error_set(...)`. */
bool epi_error_set(struct epi_error *err, enum epi_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a person who asked for it himself does next, to stand behind the text: "; try again later"
 * or "" where the text says it or there is nothing to do. */
const char *epi_error_advice(const struct epi_error *err);

/* Bytes of the valid UTF-8 character that the first of size bytes begin, 0 where there is none
 * or a NUL. */
size_t epi_utf8_length(const char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
