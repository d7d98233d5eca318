/* SPDX-License-Identifier: MIT */
#include "core/deliver/outlook.h"

#include <stddef.h>

#include "core/journal/holds.h"
#include "core/journal/outbox.h"

/* Whether a target of the plan is where a record of that kind goes. */
static bool is_target(enum due_kind target, enum due_kind kind)
{
    if (outbox_is_rating(kind))
        return target == DUE_RATE;
    return target == DUE_MARK || target == DUE_PLAY;
}

struct outlook outlook_of(struct journal *journal, const struct plan *plan, enum due_kind kind,
                          bool film)
{
    struct outlook outlook = {.kind = OUTLOOK_KEPT, .service = "", .due = kind};

    for (int i = 0; i < plan->count; i++) {
        enum due_kind target = plan->targets[i].kind;
        if (!is_target(target, kind) ||
            (film ? !plan->targets[i].films : plan->targets[i].only_films))
            continue;
        const char *service = plan->targets[i].service;
        struct outbox_account account;
        bool held = false;
        if (!outbox_find_account(journal, service, &account, NULL) ||
            !holds_has(journal, service, outbox_is_rating(kind) ? kind : target, &held, NULL) ||
            (account.account[0] && !held))
            return (struct outlook){.kind = OUTLOOK_SENT, .service = "", .due = kind};
        enum outlook_kind waits = !account.account[0] ? OUTLOOK_SIGNED_OUT
                                  : account.refused   ? OUTLOOK_REFUSED
                                                      : OUTLOOK_HELD;
        /* What the user can do about it comes first. */
        if (outlook.kind == OUTLOOK_KEPT || (outlook.kind == OUTLOOK_HELD && waits != OUTLOOK_HELD))
            outlook = (struct outlook){.kind = waits, .service = service, .due = target};
    }
    return outlook;
}
