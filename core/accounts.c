/* SPDX-License-Identifier: MIT
 *
 * The accounts of core.h's desk: signing in and out, and how things stand.
 */
#include "core/desk.h"
#include "core/secret.h"
#include "core/services/service.h"
#include "core/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *desk_service(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (!services[i])
            return NULL;
    }
    return services[index] ? services[index]->name : NULL;
}

/* Whether a service before this one asks for the same words. */
static bool is_said(size_t service)
{
    for (size_t i = 0; i < service; i++) {
        if (services[i]->credit && strcmp(services[i]->credit, services[service]->credit) == 0)
            return true;
    }
    return false;
}

const char *desk_credit(size_t index)
{
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->credit && !is_said(i) && index-- == 0)
            return services[i]->credit;
    }
    return NULL;
}

bool desk_service_field(const char *service, size_t index, struct desk_field *field)
{
    const struct service *known = service_find(service);

    for (size_t i = 0; known && known->fields && known->fields[i].name; i++) {
        if (i != index)
            continue;
        *field = (struct desk_field){.name = known->fields[i].name,
                                     .prompt = known->fields[i].prompt,
                                     .secret = known->fields[i].secret,
                                     .optional = known->fields[i].optional};
        return true;
    }
    return false;
}

static const struct service *known_service(const char *name, struct error *err)
{
    const struct service *service = service_find(name);

    if (!service)
        error_set(err, ERROR_NEVER, "there is no service \"%.40s\": %s", name,
                  "tvmaze, tvdb, tvdb2, trakt or trakt1");
    return service;
}

/* Puts the values of a sign-in together. */
static bool fill(const struct service *service, const char *const *values, size_t count,
                 struct credentials *credentials, struct error *err)
{
    char hash[SECRET_SHA1_SIZE];
    size_t i;

    for (i = 0; service->fields[i].name; i++) {
        const struct service_field *field = &service->fields[i];
        const char *value = i < count ? values[i] : "";

        if (!value[0] && !field->optional)
            return error_set(err, ERROR_NEVER, "%s is missing", field->prompt);
        if (field->hashed) {
            secret_sha1(value, hash);
            value = hash;
        }
        if (!credentials_set(credentials, field->name, value))
            return error_set(err, ERROR_NEVER, "%s is too long", field->prompt);
        if (strcmp(field->name, "user") == 0)
            snprintf(credentials->account, sizeof(credentials->account), "%s", value);
    }
    if (count > i)
        return error_set(err, ERROR_NEVER, "more values than %s asks for", service->title);
    return true;
}

/* Asks the service who this is. Where it refuses, what was there before is put back. */
static bool check(struct desk *desk, const struct service *service,
                  const struct credentials *before, bool was_there, struct account *account,
                  struct error *err)
{
    struct secret *secret = courier_secret(desk->courier);
    struct session *session = courier_session(desk->courier, service, err);
    struct error refused;

    if (!session)
        return false;
    session_reset(session);
    memset(account, 0, sizeof(*account));
    if (!service->who || service->who(session, account, &refused))
        return true;
    if (refused.kind == ERROR_LATER)
        return true; /* not reached: kept, and checked with its first use */
    session_reset(session);
    if (was_there)
        secret_save(secret, service->name, before, true, NULL);
    else
        secret_clear(secret, service->name, NULL);
    *err = refused;
    return false;
}

/* The name the service itself gives is the better one to keep. */
static bool rename_account(struct desk *desk, const struct service *service,
                           const struct account *account, struct error *err)
{
    struct secret *secret = courier_secret(desk->courier);
    struct credentials *credentials = calloc(1, sizeof(*credentials));
    bool found = false;
    bool ok = true;

    if (!credentials)
        return error_set(err, ERROR_LATER, "out of memory");
    if (account->name[0] && secret_load(secret, service->name, credentials, &found, err) && found &&
        strcmp(credentials->account, account->name) != 0) {
        snprintf(credentials->account, sizeof(credentials->account), "%s", account->name);
        ok = secret_save(secret, service->name, credentials, true, err);
        session_reset(courier_session(desk->courier, service, err));
    }
    credentials_wipe(credentials);
    free(credentials);
    return ok;
}

bool desk_login(struct desk *desk, const char *name, const char *const *values, size_t count,
                char *account, size_t size, int *waiting, struct error *err)
{
    const struct service *service = known_service(name, err);
    struct secret *secret = courier_secret(desk->courier);
    struct credentials *credentials = calloc(2, sizeof(*credentials));
    struct store *store = courier_store(desk->courier, err);
    struct account who = {0};
    bool was_there = false;
    bool signed_in = false;
    bool ok = service && credentials && store;

    if (!credentials)
        error_set(err, ERROR_LATER, "out of memory");
    if (ok) {
        snprintf(credentials[0].account, sizeof(credentials[0].account), "default");
        ok = fill(service, values, count, &credentials[0], err) &&
             secret_load(secret, name, &credentials[1], &was_there, err) &&
             secret_save(secret, name, &credentials[0], true, err) &&
             check(desk, service, &credentials[1], was_there, &who, err) &&
             rename_account(desk, service, &who, err) &&
             session_signed_in(courier_session(desk->courier, service, err), &signed_in, account,
                               size, err) &&
             store_signed_in(store, name, account, true, desk_clock(), err) &&
             store_backlog(store, name, waiting, err);
    }
    if (credentials) {
        credentials_wipe(&credentials[0]);
        credentials_wipe(&credentials[1]);
    }
    free(credentials);
    return ok;
}

bool desk_release(struct desk *desk, const char *service, struct error *err)
{
    struct store *store = courier_store(desk->courier, err);

    return store && known_service(service, err) && store_release_backlog(store, service, err);
}

bool desk_logout(struct desk *desk, const char *name, struct error *err)
{
    const struct service *service = known_service(name, err);
    struct store *store = courier_store(desk->courier, err);
    struct session *session = service ? courier_session(desk->courier, service, err) : NULL;
    struct error refused = {0};

    if (!store || !session)
        return false;
    /* The service is told where it can be; the credentials go in any case. */
    if (service->sign_out)
        service->sign_out(session, &refused);
    session_reset(session);
    return secret_clear(courier_secret(desk->courier), name, err) &&
           store_signed_out(store, name, err);
}

bool desk_account(struct desk *desk, const char *name, bool ask, struct desk_account *account,
                  struct error *err)
{
    const struct service *service = known_service(name, err);
    struct session *session = service ? courier_session(desk->courier, service, err) : NULL;
    struct store *store = courier_store(desk->courier, err);
    struct store_account kept;
    struct account who = {0};
    struct error failed;

    if (!session || !store)
        return false;
    memset(account, 0, sizeof(*account));
    snprintf(account->service, sizeof(account->service), "%s", name);
    if (!store_account(store, name, &kept, err))
        return false;
    snprintf(account->held, sizeof(account->held), "%s", kept.held);
    snprintf(account->error, sizeof(account->error), "%s", kept.error);
    account->waiting = kept.due + kept.waiting;
    if (!session_signed_in(session, &account->signed_in, account->account, sizeof(account->account),
                           &failed)) {
        snprintf(account->error, sizeof(account->error), "%s", failed.text);
        return failed.kind != ERROR_STOPPED || (*err = failed, false);
    }
    if (!ask || !account->signed_in || !service->who)
        return true;
    if (service->who(session, &who, &failed)) {
        snprintf(account->level, sizeof(account->level), "%s", who.level);
        account->expires_at = who.expires_at;
    } else {
        snprintf(account->error, sizeof(account->error), "%s", failed.text);
    }
    return true;
}
