/* SPDX-License-Identifier: MIT
 *
 * outlook: what becomes of a record next: whether it is sent by itself, or what it waits for. keys,
 * recorder and client say so.
 */
#ifndef EPIMARK_DELIVER_OUTLOOK_H
#define EPIMARK_DELIVER_OUTLOOK_H

#include <stdbool.h>

#include "core/journal/plan.h"

struct journal;

enum outlook_kind {
    OUTLOOK_SENT,       /* by itself, to one service at least */
    OUTLOOK_SIGNED_OUT, /* after a sign-in to service */
    OUTLOOK_REFUSED,    /* after another sign-in: service does not take the last one any more */
    OUTLOOK_HELD,       /* the account at service may not do this */
    OUTLOOK_KEPT,       /* the options send it nowhere */
};

struct outlook {
    enum outlook_kind kind;
    const char *service; /* its name in the options, borrowed from plan; "" with SENT and KEPT */
    enum due_kind due;   /* what it is there: DUE_MARK, DUE_PLAY or DUE_RATE */
};

/* What becomes of something of that kind; DUE_MARK is also that it was watched, so a play. film: it
 * is of a film. If the journal cannot be read, it is sent. */
struct outlook outlook_of(struct journal *journal, const struct plan *plan, enum due_kind kind,
                          bool film);

#endif
