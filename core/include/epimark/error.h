/* SPDX-License-Identifier: MIT
 *
 * error: what went wrong, and what to do next. Errors are plain values; an error never holds a
 * token, a key, a password or the body of an answer.
 */
#ifndef EPIMARK_ERROR_H
#define EPIMARK_ERROR_H

/* What to do next: these four drive retry, the screen and the exit status alike. */
enum epi_error_kind {
    EPI_ERROR_NONE,
    EPI_ERROR_LATER,   /* nothing to do: it is tried again (network, 429, 5xx, database busy) */
    EPI_ERROR_SIGN_IN, /* the user has to see to an account: status 401 the sign-in itself, another
                    * status (403, 420, 423, 426) only what was asked for */
    EPI_ERROR_NEVER,   /* as it is, it will never work: bad input, unknown to the service */
    EPI_ERROR_STOPPED, /* cancelled, since the program ends */
};

struct epi_error {
    enum epi_error_kind kind;
    int status;      /* the HTTP status, 0 where none came */
    int retry_after; /* seconds the service asked to wait, 0 where it did not */
    char text[256];  /* one line of UTF-8 for the user: what happened and what helps */
};

#endif
