/* SPDX-License-Identifier: MIT
 *
 * Accounts: signing in and out, and how things stand.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/secret.h"
#include "core/client/client.h"
#include "core/deliver/plan.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/services/session.h"

const char *epi_account_service(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (!services[i])
            return NULL;
    }
    return services[index] ? services[index]->name : NULL;
}

bool epi_account_offered(const struct epi_config *config, const char *service)
{
    const struct service *known = service_find(service);
    struct plan plan;
    bool used = known && (!known->chosen || known->chosen(config));

    plan_make(config, &plan);
    for (int i = 0; known && i < plan.count; i++)
        used = used || strcmp(plan.targets[i].service, service) == 0;
    return used;
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

/* The value of a field that is there without being typed, or "". */
static const char *preset(const struct epi_config *config, const struct service *service,
                          const char *field)
{
    return config && service->preset ? service->preset(config, field) : "";
}

const char *epi_account_field(const struct epi_config *config, const char *service, bool page,
                              size_t index, unsigned *flags)
{
    const struct service *known = service_find(service);
    const struct service_field *field = !known ? NULL : page ? known->pair_fields : known->fields;

    while (field && field->name && index > 0) {
        field++;
        index--;
    }
    if (!field || !field->name)
        return NULL;
    *flags = (field->secret ? EPI_FIELD_SECRET : 0u) | (field->optional ? EPI_FIELD_OPTIONAL : 0u) |
             (*preset(config, known, field->name) ? EPI_FIELD_PRESET : 0u);
    return field->prompt;
}

bool epi_account_pairs_first(const struct epi_config *config, const char *service)
{
    const struct service *known = service_find(service);

    return known && known->pair_start &&
           (!known->pairs_by_preset || *preset(config, known, known->pair_fields[0].name));
}

const char *epi_account_hint(const struct epi_config *config, const char *service)
{
    const struct service *known = service_find(service);

    if (known && known->needs && config)
        return known->needs(config);
    return known ? known->hint : NULL;
}

static const struct service *known_service(const char *name, struct epi_error *err)
{
    const struct service *service = service_find(name);
    char names[128] = "";
    size_t len = 0;

    if (service)
        return service;
    for (size_t i = 0; services[i] && len < sizeof(names); i++) {
        len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s", i ? ", " : "",
                                services[i]->name);
    }
    epi_error_set(err, EPI_ERROR_NEVER, "unknown service \"%.40s\"; one of: %s", name, names);
    return NULL;
}

/* Puts the values of a sign-in together. */
static bool fill(const struct epi_config *config, const struct service *service,
                 const struct service_field *fields, const char *const *values, size_t count,
                 struct credentials *credentials, struct epi_error *err)
{
    char hash[SECRET_SHA1_SIZE];
    size_t i;

    for (i = 0; fields[i].name; i++) {
        const struct service_field *field = &fields[i];
        const char *value = i < count ? values[i] : "";

        if (!value[0])
            value = preset(config, service, field->name);
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

/* Asks the service who this is. If it refuses or cannot be asked, what was there before is put
 * back. */
static bool check(struct epi_client *client, const struct service *service,
                  const struct credentials *before, bool was_there, bool keep,
                  struct account *account, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    struct session *session = worker_session(client->worker, service, err);

    if (!session)
        return false;
    session_reset(session);
    memset(account, 0, sizeof(*account));
    struct epi_error refused;
    if (!service->who || service->who(session, account, &refused))
        return true;
    *err = refused;
    if (keep)
        return false;
    if (refused.kind == EPI_ERROR_LATER) {
        error_status(err, EPI_ERROR_LATER, refused.status, refused.retry_after,
                     "nothing was changed, since the sign-in cannot be checked now: %s",
                     refused.text);
    }
    session_reset(session);
    if (was_there) {
        secret_save(secret, service->name, before, true, NULL);
    } else {
        secret_clear(secret, service->name, NULL);
    }
    return false;
}

/* The name the service itself gives is the better one to keep. */
static bool rename_account(struct epi_client *client, const struct service *service,
                           const struct account *account, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(err);
    bool found = false;

    if (!credentials)
        return false;
    if (!account->name[0] || !secret_load(secret, service->name, credentials, &found, err) ||
        !found || strcmp(credentials->account, account->name) == 0)
        return true;
    snprintf(credentials->account, sizeof(credentials->account), "%s", account->name);
    bool ok = secret_save(secret, service->name, credentials, true, err);
    session_reset(worker_session(client->worker, service, err));
    return ok;
}

/* What was recorded before can be sent now: the backlog, and what is due again. */
static bool count_sendable(struct journal *journal, const char *service, int *count,
                           struct epi_error *err)
{
    struct outbox_account account;

    if (!outbox_count_backlog(journal, service, count, err) ||
        !outbox_find_account(journal, service, &account, err))
        return false;
    *count += account.due;
    return true;
}

/* Saves credentials and finds out whose they are. proven: they come from the service itself and
 * may come only once, so that they are kept whatever it says next. */
static bool sign_in(struct epi_client *client, const struct service *service,
                    const struct credentials *credentials, bool proven, char *account, size_t size,
                    int *waiting, struct epi_error *err)
{
    struct secret *secret = worker_secret(client->worker);
    struct journal *journal = worker_journal(client->worker, err);
    CLEANUP(credentials_cleanup) struct credentials *before = credentials_new(err);
    struct account who = {0};
    bool was_there = false;
    bool signed_in = false;

    return journal && before &&
           (proven || secret_load(secret, service->name, before, &was_there, err)) &&
           secret_save(secret, service->name, credentials, true, err) &&
           (check(client, service, before, was_there, proven, &who, err) || proven) &&
           rename_account(client, service, &who, err) &&
           session_signed_in(worker_session(client->worker, service, err), &signed_in, account,
                             size, err) &&
           outbox_sign_in(journal, service->name, account, true, client_clock(), err) &&
           count_sendable(journal, service->name, waiting, err);
}

bool epi_account_login(struct epi_client *client, const char *name, const char *const *values,
                       size_t count, char *account, size_t size, int *waiting,
                       struct epi_error *err)
{
    const struct service *service = known_service(name, err);

    if (!service)
        return false;
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(err);
    if (!credentials)
        return false;
    snprintf(credentials->account, sizeof(credentials->account), "default");
    return fill(&client->config, service, service->fields, values, count, credentials, err) &&
           sign_in(client, service, credentials, false, account, size, waiting, err);
}

/* ---- Signing in on a web page ---- */

static void show_pairing(struct epi_client *client)
{
    client->pairing_view = (struct epi_pairing){
        .code = client->pairing.code,
        .url = client->pairing.url,
        .link = client->pairing.link[0] ? client->pairing.link : client->pairing.url,
        .interval = client->pairing.interval,
        .lasts = client->pairing.lasts};
}

/* Finds a service that has a sign-in on a web page, and empty credentials for what it asks for. */
static const struct service *pair_with(struct epi_client *client, const char *name,
                                       struct credentials *credentials, struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    bool found = false;

    if (service && !service->pair_start) {
        epi_error_set(err, EPI_ERROR_NEVER,
                      "%s has no sign-in on a web page: `epimark login %s` asks for its "
                      "credentials",
                      service->title, name);
        return NULL;
    }
    /* The keyring has to be open for what the service gives only once. */
    if (!service || !secret_load(worker_secret(client->worker), name, credentials, &found, err))
        return NULL;
    credentials_wipe(credentials);
    return service;
}

static const struct epi_pairing *begin_pairing(struct epi_client *client,
                                               const struct service *service,
                                               const struct credentials *given,
                                               struct epi_error *err)
{
    struct session *session = worker_session(client->worker, service, err);

    if (!session || !service->pair_start(session, given, &client->pairing, err))
        return NULL;
    client->pairing_with = service;
    show_pairing(client);
    return &client->pairing_view;
}

const struct epi_pairing *epi_account_pair_start(struct epi_client *client, const char *name,
                                                 const char *const *values, size_t count,
                                                 struct epi_error *err)
{
    CLEANUP(credentials_cleanup) struct credentials *given = credentials_new(err);
    const struct service *service = given ? pair_with(client, name, given, err) : NULL;

    if (!service ||
        !fill(&client->config, service, service->pair_fields, values, count, given, err))
        return NULL;
    return begin_pairing(client, service, given, err);
}

bool epi_account_pairs_here(const char *service)
{
    const struct service *known = service_find(service);

    return known && known->pairs_here;
}

const struct epi_pairing *epi_account_pair_here(struct epi_client *client, const char *name,
                                                const char *redirect_url, struct epi_error *err)
{
    CLEANUP(credentials_cleanup) struct credentials *given = credentials_new(err);
    const struct service *service = given ? pair_with(client, name, given, err) : NULL;

    if (!service)
        return NULL;
    if (!service->pairs_here) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s asks for values first: `epimark login %s --page`",
                      service->title, name);
        return NULL;
    }
    if (redirect_url && !credentials_set(given, "redirect_url", redirect_url)) {
        epi_error_set(err, EPI_ERROR_NEVER, "the address to redirect to is too long");
        return NULL;
    }
    return begin_pairing(client, service, given, err);
}

bool epi_account_pair_poll(struct epi_client *client, bool *done, char *account, size_t size,
                           int *waiting, struct epi_error *err)
{
    const struct service *service = client->pairing_with;

    assert(service);
    *done = false;
    struct session *session = worker_session(client->worker, service, err);
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(err);
    if (!session || !credentials)
        return false;
    bool ok = service->pair_poll(session, &client->pairing, done, credentials, err);
    show_pairing(client);
    return ok &&
           (!*done || sign_in(client, service, credentials, true, account, size, waiting, err));
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
    struct epi_error refused = {0};
    bool signed_in = false;

    if (!journal || !session)
        return false;
    char account[128];
    /* The service is notified if it can be; the credentials go in any case but Ctrl+C. */
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
           outbox_sign_out(journal, name, err);
}

/* Ends the holds that an account which the service knows does not deserve; paid: nor does one that
 * has paid. */
static void lift_holds(struct journal *journal, const char *service, bool paid)
{
    static const char *const capabilities[] = {"*", "unmark", "rate", "rate-series"};
    size_t count = paid ? sizeof(capabilities) / sizeof(capabilities[0]) : 1;

    for (size_t i = 0; i < count; i++)
        holds_end(journal, service, capabilities[i], NULL);
}

/* Asks the service who it is. Fails only if it was stopped. */
static bool verify(struct epi_client *client, const struct service *service,
                   struct session *session, struct journal *journal, struct epi_error *err)
{
    struct account *who = &client->who;
    struct account answer = {0};

    if (!service->who(session, &answer, err)) {
        snprintf(client->account_error, sizeof(client->account_error), "%s", err->text);
        return err->kind != EPI_ERROR_STOPPED;
    }
    if (!answer.name[0])
        memcpy(answer.name, who->name, sizeof(answer.name));
    *who = answer;
    lift_holds(journal, service->name, who->level[0] != '\0');
    return true;
}

const struct epi_account *epi_account_status(struct epi_client *client, const char *name, bool ask,
                                             struct epi_error *err)
{
    const struct service *service = known_service(name, err);
    struct session *session = service ? worker_session(client->worker, service, err) : NULL;
    struct journal *journal = worker_journal(client->worker, err);
    struct account *who = &client->who;
    bool signed_in = false;

    if (!session || !journal)
        return NULL;
    memset(who, 0, sizeof(*who));
    client->account_error[0] = '\0';
    struct epi_error why;
    if (!session_signed_in(session, &signed_in, who->name, sizeof(who->name), &why)) {
        snprintf(client->account_error, sizeof(client->account_error), "%s", why.text);
        if (why.kind == EPI_ERROR_STOPPED) {
            *err = why;
            return NULL;
        }
    }
    if ((ask && signed_in && service->who && !verify(client, service, session, journal, err)) ||
        !outbox_find_account(journal, name, &client->kept, err))
        return NULL;
    client->account = (struct epi_account){
        .service = service->name,
        .account = who->name,
        .signed_in = signed_in,
        .level = who->level,
        .allowed = who->allowed,
        .expires_at = who->expires_at,
        .requests_a_day = who->requests_a_day,
        .requests_left = who->requests_left,
        .held = client->kept.held,
        .error = client->account_error[0] ? client->account_error : client->kept.error,
        .waiting = client->kept.due + client->kept.waiting,
    };
    return &client->account;
}
