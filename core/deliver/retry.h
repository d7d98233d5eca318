/* SPDX-License-Identifier: MIT
 *
 * retry: what follows from the answer of a service to one row of the outbox: it is done, sent again
 * at a time, held for the user, or never sent again. The rules of the answers stand here and
 * nowhere else. Pure: writes nothing, sends nothing.
 */
#ifndef EPIMARK_DELIVER_RETRY_H
#define EPIMARK_DELIVER_RETRY_H

#include <stdbool.h>
#include <stdint.h>

struct due;
struct epi_error;

enum retry_kind {
    RETRY_DONE,    /* the service accepted it, or it is as wanted without that */
    RETRY_AT,      /* sent again at a time */
    RETRY_HELD,    /* the account may not do this now */
    RETRY_NEVER,   /* the service will never accept it */
    RETRY_STOPPED, /* epimark is quitting: it is not known whether it arrived */
};

/* What a failure is about. */
enum retry_reach {
    RETRY_ROW,     /* this row and nothing else */
    RETRY_SUSPECT, /* a server error: several in succession are about the service */
    RETRY_SERVICE, /* the service: it cannot be reached, is out of order, or had too many calls */
};

struct retry {
    enum retry_kind kind;
    int64_t at;             /* of RETRY_AT; of RETRY_HELD when to try again, 0: not by itself */
    enum retry_reach reach; /* of RETRY_AT */
    bool unknown;           /* of RETRY_AT: counts as one more time that it was not known */
    int64_t pause_until; /* of RETRY_AT: the service asked for that long a pause; 0: it did not */
    const char *capability; /* of RETRY_HELD: what waits, as holds_add names it; NULL: the row */
    bool sign_in;           /* of RETRY_HELD: nothing can be sent until the user signs in */
    bool asks;              /* of RETRY_HELD: it is also asked again, as holds_add does */
};

/* What an account must be allowed to do to have this row sent. */
const char *retry_capability(const struct due *row);

/* The capability that is held while the keyring cannot be read: nothing that is due waits for it,
 * the keyring is tried again. */
#define RETRY_KEYRING "keyring"

/* now: seconds since 1970. */
struct retry retry_for(const struct due *row, const struct epi_error *answer, int64_t now);

/* Whether the service surely did not accept what was sent. */
bool retry_is_refusal(const struct epi_error *answer);

#endif
