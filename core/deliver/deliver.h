/* SPDX-License-Identifier: MIT
 *
 * deliver: the outbox -> services. What is due, in which order, what may go in one request; retry
 * says what follows from the answers. Knows no URL and no JSON (services do) and no SQL (journal
 * does); never logs, reads no clock of its own. courier uses it.
 */
#ifndef EPIMARK_DELIVER_DELIVER_H
#define EPIMARK_DELIVER_DELIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_config;
struct epi_error;
struct epi_saying;
struct due;
struct journal;
struct service;
struct session;

/* What the user may want to know. */
enum deliver_notice_kind {
    DELIVER_SENT,    /* a service accepted this */
    DELIVER_LATER,   /* it cannot be reached or is busy: tried again at next_at */
    DELIVER_DEAD,    /* it will never accept this */
    DELIVER_HELD,    /* the account may not do this; reported once */
    DELIVER_SIGN_IN, /* the user has to sign in, or to unlock the keyring; reported once */
    DELIVER_REMARK,  /* a service did what was asked, but not all of it */
};

struct deliver_notice {
    enum deliver_notice_kind kind;
    const struct service *service;
    const struct due *row; /* what it is about, of several the last; NULL: the whole account */
    size_t count;          /* DELIVER_SENT: how many rows */
    int64_t next_at;       /* DELIVER_LATER: seconds since 1970 */
    const struct epi_saying *saying; /* the same as a sentence */
};

/* Is handed each notice, which is valid during the call. */
typedef void (*deliver_notify)(void *context, const struct deliver_notice *notice);

/* Is handed a row that its service does not know, the first time: it may be the wrong episode. */
typedef void (*deliver_unknown)(void *context, const struct due *row);

/* Gives a row, whose episode was found at another catalogue, the ids that its service has for it,
 * and keeps them in the journal. Fails with EPI_ERROR_NEVER, 404 if the service does not have it;
 * with EPI_ERROR_SIGN_IN, 409 if the user has to say which one it is; and as the service does. */
typedef bool (*deliver_carry)(void *context, const struct service *service, struct due *row,
                              struct epi_error *err);

/* Gives the session of a service, or NULL with err. Borrowed. */
typedef struct session *(*deliver_session)(void *context, const struct service *service,
                                           struct epi_error *err);

struct deliver {
    struct journal *journal;
    const struct epi_config *config;
    deliver_session session;
    deliver_notify notice;   /* may be NULL */
    deliver_unknown unknown; /* may be NULL */
    deliver_carry carry;     /* may be NULL: a row without ids is sent as it is */
    void *context;           /* of all four */
    int64_t (*now)(void *clock);
    void *clock;
};

/* How many rows of one round were what. */
struct delivered {
    int sent;
    int later;
    int dead;
    int held;
    int there; /* nothing was sent: the service has it already */
};

/* Sends everything that is due now, and writes the answers to the journal. Fails only with
 * EPI_ERROR_STOPPED or if the journal fails; what a service does is in delivered, the notices and
 * the journal. */
bool deliver_due(const struct deliver *deliver, struct delivered *delivered, struct epi_error *err);

#endif
