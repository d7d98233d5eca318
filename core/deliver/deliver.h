/* SPDX-License-Identifier: MIT
 *
 * deliver: the outbox -> services. Who is due, in which order, what may go in one request, when
 * again, when never. Knows no URL and no JSON (services do) and no SQL (journal does); never logs,
 * reads no clock of its own. The courier and the tool (through core) use it.
 */
#ifndef EPIMARK_DELIVER_DELIVER_H
#define EPIMARK_DELIVER_DELIVER_H

#include "core/base/config.h"
#include "core/journal/journal.h"

/* What the user may want to know, one line each. */
enum deliver_notice_kind {
    DELIVER_SENT,    /* a service said yes */
    DELIVER_LATER,   /* it could not be reached or is busy: tried again */
    DELIVER_DEAD,    /* it will never take this */
    DELIVER_HELD,    /* the account may not do this; said once */
    DELIVER_SIGN_IN, /* the account needs the user; said once */
};
typedef void (*deliver_notice)(void *context, enum deliver_notice_kind kind, const char *text);

/* Gives the session of a service, or NULL with err. Borrowed. */
typedef struct session *(*deliver_session)(void *context, const struct service *service,
                                           struct epi_error *err);

struct deliver {
    struct journal *journal;
    const struct epi_config *config;
    deliver_session session;
    deliver_notice notice;
    void *context; /* of both */
    int64_t (*now)(void *clock);
    void *clock;
};

/* What happened in one round. */
struct delivered {
    int sent;
    int later;
    int dead;
    int held;
};

/* What the options send where. */
void deliver_plan(const struct epi_config *config, struct plan *plan);

/* Tells the journal who is signed in to what, as far as credentials are there; makes no request.
 * To be called before anything is identified, so that it knows what is owed to whom. */
bool deliver_accounts(struct deliver *deliver, struct epi_error *err);

/* Sends everything that is due now, and files the answers. False only with EPI_ERROR_STOPPED or
 * where the journal fails; what a service does is in delivered, the notices and the journal. */
bool deliver_due(struct deliver *deliver, struct delivered *delivered, struct epi_error *err);

/* Whether an error tells that the service surely did not take what was sent. */
bool deliver_refused(const struct epi_error *err);

#endif
