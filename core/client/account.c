/* SPDX-License-Identifier: MIT
 *
 * The accounts of core.h's client: signing in and out, and how things stand.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/secret.h"
#include "core/client/client.h"
#include "core/journal/journal.h"
#include "core/services/service.h"

const char *epi_account_service(size_t index)
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

const char *epi_account_credit(size_t index)
{
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->credit && !is_said(i) && index-- == 0)
            return services[i]->credit;
    }
    return NULL;
}

static bool field_at(const struct service_field *fields, size_t index,
                     struct epi_account_field *field)
{
    for (size_t i = 0; fields && fields[i].name; i++) {
        if (i != index)
            continue;
        *field = (struct epi_account_field){.name = fields[i].name,
                                            .prompt = fields[i].prompt,
                                            .secret = fields[i].secret,
                                            .optional = fields[i].optional};
        return true;
    }
    return false;
}

bool epi_account_field(const char *service, size_t index, struct epi_account_field *field)
{
    const struct service *known = service_find(service);

    return known && field_at(known->fields, index, field);
}

bool epi_account_pair_field(const char *service, size_t index, struct epi_account_field *field)
{
    const struct service *known = service_find(service);

    return known && field_at(known->pair_fields, index, field);
}

static const struct service *known_service(const char *name, struct epi_error *err)
{
    const struct service *service = service_find(name);

    if (!service)
        epi_error_set(err, EPI_ERROR_NEVER, "there is no service \"%.40s\": %s", name,
                      "tvmaze, tvdb, tvdb2, trakt or trakt1");
    return service;
}

/* Puts the values of a sign-in together. */
static bool fill(const struct service *service, const struct service_field *fields,
                 const char *const *values, size_t count, struct credentials *credentials,
                 struct epi_error *err)
{
    char hash[SECRET_SHA1_SIZE];
    size_t i;

    for (i = 0; fields[i].name; i++) {
        const struct service_field *field = &fields[i];
        const char *value = i < count ? values[i] : "";

        if (!value[0] && !field->optional)
            return epi_error_set(err, EPI_ERROR_NEVER, "%s is missing", field->prompt);
        if (field->hashed) {
            secret_sha1(value, hash);
            value = hash;
        }
        if (!credentials_set(credentials, field->name, value))
            return epi_error_set(err, EPI_ERROR_NEVER, "%s is too long", field->prompt);
        if (strcmp(field->name, "user") == 0)
            snprintf(credentials->account, sizeof(credentials->account), "%s", value);
    }
    if (count > i)
        return epi_error_set(err, EPI_ERROR_NEVER, "more values than %s asks for", service->title);
    return true;
}

/* Asks the service who this is. Where it refuses or cannot be asked, what was there before is put
 * back. */
static bool check(struct epi_client *client, const struct service *service,
                  const struct credentials *before, bool was_there, bool keep,
                  struct account *account, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    struct session *session = worker_session(client->worker, service, err);
    struct epi_error refused;

    if (!session)
        return false;
    session_reset(session);
    memset(account, 0, sizeof(*account));
    if (!service->who || service->who(session, account, &refused))
        return true;
    *err = refused;
    if (keep)
        return false;
    if (refused.kind == EPI_ERROR_LATER)
        error_status(err, EPI_ERROR_LATER, refused.status, refused.retry_after,
                     "nothing was changed, as nobody can check the sign-in now: %s", refused.text);
    session_reset(session);
    if (was_there)
        secret_save(secret, service->name, before, true, NULL);
    else
        secret_clear(secret, service->name, NULL);
    return false;
}

/* The name the service itself gives is the better one to keep. */
static bool rename_account(struct epi_client *client, const struct service *service,
                           const struct account *account, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    struct credentials *credentials = calloc(1, sizeof(*credentials));
    bool found = false;
    bool ok = true;

    if (!credentials)
        return error_memory(err);
    if (account->name[0] && secret_load(secret, service->name, credentials, &found, err) && found &&
        strcmp(credentials->account, account->name) != 0) {
        snprintf(credentials->account, sizeof(credentials->account), "%s", account->name);
        ok = secret_save(secret, service->name, credentials, true, err);
        session_reset(worker_session(client->worker, service, err));
    }
    credentials_wipe(credentials);
    free(credentials);
    return ok;
}

/* Saves credentials and finds out whose they are. proven: they come from the service itself and
 * may come only once, so that they are kept whatever it says next. */
static bool sign_in(struct epi_client *client, const struct service *service,
                    const struct credentials *credentials, bool proven, char *account, size_t size,
                    int *waiting, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    struct journal *journal = worker_journal(client->worker, err);
    struct credentials *before = calloc(1, sizeof(*before));
    struct account who = {0};
    bool was_there = false;
    bool signed_in = false;
    bool ok = journal && before;

    if (!before)
        error_memory(err);
    if (ok) {
        ok = (proven || secret_load(secret, service->name, before, &was_there, err)) &&
             secret_save(secret, service->name, credentials, true, err) &&
             (check(client, service, before, was_there, proven, &who, err) || proven) &&
             rename_account(client, service, &who, err) &&
             session_signed_in(worker_session(client->worker, service, err), &signed_in, account,
                               size, err) &&
             outbox_signed_in(journal, service->name, account, true, client_clock(), err) &&
             outbox_backlog(journal, service->name, waiting, err);
        credentials_wipe(before);
    }
    free(before);
    return ok;
}

bool epi_account_login(struct epi_client *client, const char *name, const char *const *values,
                       size_t count, char *account, size_t size, int *waiting,
                       struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    struct credentials *credentials;
    bool ok;

    if (!service)
        return false;
    credentials = calloc(1, sizeof(*credentials));
    if (!credentials)
        return error_memory(err);
    snprintf(credentials->account, sizeof(credentials->account), "default");
    ok = fill(service, service->fields, values, count, credentials, err) &&
         sign_in(client, service, credentials, false, account, size, waiting, err);
    credentials_wipe(credentials);
    free(credentials);
    return ok;
}

/* ---- Signing in on a web page ---- */

static void show_pairing(const struct epi_client *client, struct epi_account_pairing *pairing)
{
    snprintf(pairing->code, sizeof(pairing->code), "%s", client->pairing.code);
    snprintf(pairing->url, sizeof(pairing->url), "%s", client->pairing.url);
    pairing->interval = client->pairing.interval;
    pairing->ends_at = client->pairing.ends_at;
}

bool epi_account_pair_start(struct epi_client *client, const char *name, const char *const *values,
                            size_t count, struct epi_account_pairing *pairing,
                            struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    struct session *session = service ? worker_session(client->worker, service, err) : NULL;
    struct credentials *credentials;
    bool found = false;
    bool ok;

    if (!session)
        return false;
    if (!service->pair_start)
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s has no sign-in on a web page: `epimark login %s` "
                             "takes its credentials",
                             service->title, name);
    credentials = calloc(1, sizeof(*credentials));
    if (!credentials)
        return error_memory(err);
    /* What comes once shall find the keyring open. */
    ok = secret_load(worker_secret(client->worker), name, credentials, &found, err);
    credentials_wipe(credentials);
    ok = ok && fill(service, service->pair_fields, values, count, credentials, err) &&
         service->pair_start(session, credentials, &client->pairing, err);
    if (ok) {
        client->pairing_with = service;
        show_pairing(client, pairing);
    }
    credentials_wipe(credentials);
    free(credentials);
    return ok;
}

bool epi_account_pair_poll(struct epi_client *client, struct epi_account_pairing *pairing,
                           bool *done, char *account, size_t size, int *waiting,
                           struct epi_error *err)
{
    const struct service *service = client->pairing_with;
    struct session *session = service ? worker_session(client->worker, service, err) : NULL;
    struct credentials *credentials;
    bool ok;

    assert(service);
    *done = false;
    if (!session)
        return false;
    credentials = calloc(1, sizeof(*credentials));
    if (!credentials)
        return error_memory(err);
    ok = service->pair_poll(session, &client->pairing, done, credentials, err);
    show_pairing(client, pairing);
    if (ok && *done)
        ok = sign_in(client, service, credentials, true, account, size, waiting, err);
    credentials_wipe(credentials);
    free(credentials);
    return ok;
}

/* ---- Signing out, and how things stand ---- */

bool epi_account_release(struct epi_client *client, const char *service, struct epi_error *err)
{
    struct journal *journal = worker_journal(client->worker, err);

    return journal && known_service(service, err) && outbox_release_backlog(journal, service, err);
}

bool epi_account_logout(struct epi_client *client, const char *name, char *untold, size_t size,
                        struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    struct journal *journal = worker_journal(client->worker, err);
    struct session *session = service ? worker_session(client->worker, service, err) : NULL;
    char account[128];
    struct epi_error refused = {0};
    bool signed_in = false;

    if (!journal || !session)
        return false;
    /* The service is told where it can be; the credentials go in any other case than Ctrl+C. */
    if (service->sign_out &&
        session_signed_in(session, &signed_in, account, sizeof(account), &refused) && signed_in)
        service->sign_out(session, &refused);
    if (refused.kind == EPI_ERROR_STOPPED) {
        *err = refused;
        return false;
    }
    snprintf(untold, size, "%s", refused.text);
    session_reset(session);
    return secret_clear(worker_secret(client->worker), name, err) &&
           outbox_signed_out(journal, name, err);
}

/* What an account that the service knows was held for wrongly, and one that has paid for more. */
static void lift_holds(struct journal *journal, const char *service, bool paid)
{
    static const char *const capabilities[] = {"*", "unmark", "rate", "rate-series"};
    size_t count = paid ? sizeof(capabilities) / sizeof(capabilities[0]) : 1;

    for (size_t i = 0; i < count; i++)
        outbox_unhold(journal, service, capabilities[i], NULL);
}

/* Asks the service who it is. Fails where it was stopped alone. */
static bool verify(const struct service *service, struct session *session, struct journal *journal,
                   struct epi_account *account, struct epi_error *err)
{
    struct account who = {0};

    if (!service->who(session, &who, err)) {
        snprintf(account->error, sizeof(account->error), "%s", err->text);
        return err->kind != EPI_ERROR_STOPPED;
    }
    if (who.name[0])
        snprintf(account->account, sizeof(account->account), "%s", who.name);
    snprintf(account->level, sizeof(account->level), "%s", who.level);
    snprintf(account->allowed, sizeof(account->allowed), "%s", who.allowed);
    account->expires_at = who.expires_at;
    lift_holds(journal, account->service, who.level[0] != '\0');
    return true;
}

bool epi_account_status(struct epi_client *client, const char *name, bool ask,
                        struct epi_account *account, struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    struct session *session = service ? worker_session(client->worker, service, err) : NULL;
    struct journal *journal = worker_journal(client->worker, err);
    struct outbox_account kept;
    struct epi_error why;

    if (!session || !journal)
        return false;
    memset(account, 0, sizeof(*account));
    snprintf(account->service, sizeof(account->service), "%s", name);
    if (!session_signed_in(session, &account->signed_in, account->account, sizeof(account->account),
                           &why)) {
        snprintf(account->error, sizeof(account->error), "%s", why.text);
        if (why.kind == EPI_ERROR_STOPPED) {
            *err = why;
            return false;
        }
    }
    if (ask && account->signed_in && service->who &&
        !verify(service, session, journal, account, err))
        return false;
    if (!outbox_account(journal, name, &kept, err))
        return false;
    snprintf(account->held, sizeof(account->held), "%s", kept.held);
    if (!account->error[0])
        snprintf(account->error, sizeof(account->error), "%s", kept.error);
    account->waiting = kept.due + kept.waiting;
    return true;
}
