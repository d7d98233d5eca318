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
#define EPI_VERSION "0.2.0"
const char *epi_version(void);

/* What to do next: these four drive retry, the screen and the exit status alike. */
enum epi_error_kind {
    EPI_ERROR_NONE,
    EPI_ERROR_LATER,   /* nothing: it is tried again (network, 429, 5xx, database busy) */
    EPI_ERROR_SIGN_IN, /* the user must act on an account: with status 401 the whole sign-in failed,
                    * with another (403, 420, 423, 426) only this request */
    EPI_ERROR_NEVER,   /* change the request: invalid input, or unknown to the service */
    EPI_ERROR_STOPPED, /* cancelled because the program ends */
};

/* The caller owns it. Its size never changes. */
struct epi_error {
    enum epi_error_kind kind;
    int status;      /* the HTTP status, 0 if there was none */
    int retry_after; /* seconds that the service asked to wait, 0 if it did not */
    char text[256];  /* one line of UTF-8 for the user: what is wrong and what to do */
};

/* Fills err, which may be NULL, from a printf format: status and retry_after become 0, control
 * characters become blanks, invalid UTF-8 becomes "?", and a text that is too long is cut and ends
 * in an ellipsis. An argument may be err->text. Returns false, for `return epi_error_set(...)`. */
bool epi_error_set(struct epi_error *err, enum epi_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Advice to append to the text if the user gave the command that failed: "; try again later", or ""
 * if the text already says what to do. */
const char *epi_error_advice(const struct epi_error *err);

/* The length in bytes of the UTF-8 character at the start of text, which has size bytes; 0 if it is
 * invalid or a NUL. */
size_t epi_utf8_length(const char *text, size_t size);

/* How many columns of a terminal that character takes: 2 if it is wide, as Chinese is, 0 if it is
 * drawn over the one before; 1 if it is not valid. */
int epi_utf8_columns(const char *text, size_t size);

/* The length in bytes of what a reader takes for one character at the start of text: a letter with
 * its accents, an emoji made of several. 0 if it is invalid or a NUL. */
size_t epi_utf8_grapheme(const char *text, size_t size);

/* Whether a text has letters that are written from right to left. */
bool epi_utf8_is_leftward(const char *text);

#ifdef __cplusplus
}
#endif

#endif
