/* SPDX-License-Identifier: MIT */
#include "core/deliver/signed_in.h"

#include <string.h>

#include "core/deliver/deliver.h"
#include "core/deliver/plan.h"
#include "core/deliver/retry.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/services/service.h"
#include "core/services/session.h"

/* The keyring cannot be read: that is reported once, and only if an account was signed in. */
static bool hold_keyring(const struct deliver *deliver, const struct service *service,
                         const struct epi_error *why, struct epi_error *err)
{
    if (why->kind != EPI_ERROR_SIGN_IN) {
        if (err)
            *err = *why;
        return why->kind != EPI_ERROR_STOPPED;
    }
    struct outbox_account account;
    bool first;
    if (!outbox_find_account(deliver->journal, service->name, &account, err))
        return false;
    if (!*account.account)
        return true;
    if (!holds_add(deliver->journal, service->name, RETRY_KEYRING, why->text, false,
                   deliver->now(deliver->clock), &first, err))
        return false;
    struct epi_saying saying = {EPI_SAY_SIGN_IN, {{.text = why->text}}};
    struct deliver_notice notice = {.kind = DELIVER_SIGN_IN, .service = service, .saying = &saying};
    if (first && deliver->notice)
        deliver->notice(deliver->context, &notice);
    return true;
}

static bool refresh(const struct deliver *deliver, const struct service *service,
                    struct epi_error *err)
{
    struct epi_error why = {0};
    char account[OUTBOX_ACCOUNT_MAX];
    bool signed_in;
    struct session *session = deliver->session(deliver->context, service, &why);
    if (!session)
        return true;
    session_reset(session);
    if (!session_signed_in(session, &signed_in, account, sizeof(account), &why))
        return hold_keyring(deliver, service, &why, err);
    if (!holds_end(deliver->journal, service->name, RETRY_KEYRING, err))
        return false;
    if (!signed_in)
        return outbox_sign_out(deliver->journal, service->name, err);
    return outbox_sign_in(deliver->journal, service->name, account, false,
                          deliver->now(deliver->clock), err);
}

bool signed_in_refresh(const struct deliver *deliver, struct epi_error *err)
{
    struct plan plan;
    plan_make(deliver->config, &plan);
    for (int i = 0; i < plan.count; i++) {
        const struct service *service = service_find(plan.targets[i].service);
        bool again = false;
        for (int j = 0; j < i; j++)
            again = again || strcmp(plan.targets[j].service, plan.targets[i].service) == 0;
        if (service && !again && !refresh(deliver, service, err))
            return false;
    }
    return true;
}
