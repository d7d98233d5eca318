/* SPDX-License-Identifier: MIT
 *
 * error: what went wrong, and what that means for the one who asked. Errors are plain values; an
 * error never holds a token, a key, a password or the body of an answer.
 */
#ifndef EPIMARK_ERROR_H
#define EPIMARK_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* What to do next: these four drive retry, the screen and the exit status alike. */
enum error_kind {
    ERROR_NONE,
    ERROR_LATER,   /* nothing to do: it is tried again (network, 429, 5xx, database busy) */
    ERROR_SIGN_IN, /* the user has to see to an account: status 401 the sign-in itself, another
                    * status (403, 420, 423, 426) only what was asked for */
    ERROR_NEVER,   /* as it is, it will never work: bad input, unknown to the service */
    ERROR_STOPPED, /* cancelled, since the program ends */
};

struct error {
    enum error_kind kind;
    int status;      /* the HTTP status, 0 where none came */
    int retry_after; /* seconds the service asked to wait, 0 where it did not */
    char text[256];  /* one line of UTF-8 for the user: what happened and what helps */
};

/* Fills err (NULL is fine) from a printf format: status and retry_after become 0, control
 * characters become blanks, invalid UTF-8 becomes "?", what does not fit ends in an ellipsis. An
 * argument may be err->text. Returns false, for `return error_set(...)`. */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As error_set, for an answer of HTTP status with its Retry-After in seconds. */
bool error_status(struct error *err, enum error_kind kind, int status, int retry_after,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

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
const char *error_kind_name(enum error_kind kind);

/* What a person who asked for it himself does next, to stand behind the text: "; try again later"
 * or "" where the text says it or there is nothing to do. */
const char *error_advice(const struct error *err);

#endif
