/* SPDX-License-Identifier: MIT
 *
 * All checks in their order; here those of options, keyring, accounts, and what waits.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/client/checks.h"
#include "core/client/client.h"
#include "core/client/doctor_network.h"
#include "core/client/doctor_place.h"
#include "core/client/doctor_player.h"
#include "core/journal/checkup.h"
#include "core/journal/outbox.h"
#include "core/journal/overdue.h"
#include "core/services/session.h"

/* ---- Options and keyring ---- */

static void check_options(struct checks *checks)
{
    const struct epi_config *config = checks->asked.config;
    size_t set = 0;
    if (epi_config_unreadable(config)[0]) {
        checks_found(checks, "options", "",
                     "make it a file that you can read; until then nothing "
                     "is looked up, written or sent",
                     "%s", epi_config_unreadable(config));
    }
    for (size_t i = 0; i < checks->asked.warning_count; i++) {
        checks_found(checks, "options", "",
                     "correct that line; `epimark options` shows every name "
                     "and value",
                     "%s", checks->asked.warnings[i]);
    }
    for (size_t i = 0; i < epi_config_option_count(); i++)
        set += epi_config_source_of(config, i) != EPI_SOURCE_DEFAULT;
    if (!epi_config_unreadable(config)[0] && checks->asked.warning_count == 0) {
        checks_fine(checks, "options", "", "%zu %s set, without a mistake", set,
                    set == 1 ? "option is" : "options are");
    }
}

static void check_keyring(struct checks *checks)
{
    bool file = checks->asked.config->credential_store == CREDENTIALS_FILE;
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(NULL);
    struct epi_error err = {0};
    bool found = false;
    if (!credentials)
        return;
    for (size_t i = 0; services[i]; i++) {
        if (secret_load(worker_secret(checks->client->worker), services[i]->name, credentials,
                        &found, &err))
            continue;
        checks->over = checks->over || err.kind == EPI_ERROR_STOPPED;
        checks->no_keyring = true;
        checks_found(checks, "keyring", file ? "credentials.json" : "",
                     file ? "make it a file that only you can read, or remove it and sign in anew"
                          : "unlock or start it; or set credential_store=file and sign in anew",
                     "%s", err.text);
        return;
    }
    checks_fine(checks, "keyring", "",
                file ? "credentials are kept in a file that only you can read"
                     : "it is there and can be read");
}

/* ---- Accounts ---- */

/* Whether it is of no use to ask a service: its address does not answer. */
static bool is_silent(const struct checks *checks, const struct service *service)
{
    for (int i = 0; i < checks->silent_count; i++) {
        if (checks->silent[i] == service)
            return true;
    }
    return false;
}

static void check_signed_in(struct checks *checks, const struct service *service,
                            const struct epi_account *account)
{
    char advice[128], date[CLOCK_DATE_SIZE] = "";
    if (checks->client->account_error[0]) {
        snprintf(advice, sizeof(advice), "if this does not pass, run `epimark login %s`",
                 service->name);
        checks_found(checks, "account", service->name, advice, "%s", checks->client->account_error);
        return;
    }
    if (is_silent(checks, service)) {
        checks_skip(checks, "account", service->name,
                    "signed in to %s as %s; it cannot be asked now", service->title,
                    account->account);
        return;
    }
    clock_date_of(account->expires_at / CLOCK_DAY, date);
    checks_fine(checks, "account", service->name, "signed in to %s as %s%s%s%s%s", service->title,
                account->account, account->level[0] ? ", " : "", account->level,
                account->expires_at ? ", token until " : "", account->expires_at ? date : "");
}

static void check_account(struct checks *checks, const struct service *service)
{
    struct epi_error err;
    const struct epi_account *account =
        epi_account_status(checks->client, service->name, !is_silent(checks, service), &err);
    if (!account) {
        checks->over = checks->over || err.kind == EPI_ERROR_STOPPED;
        checks_skip(checks, "account", service->name, "%s", err.text);
        return;
    }
    if (account->signed_in || checks->client->account_error[0]) {
        check_signed_in(checks, service, account);
    } else if (account->waiting > 0) {
        char advice[128];
        snprintf(advice, sizeof(advice), "run `epimark login %s`", service->name);
        checks_found(checks, "account", service->name, advice,
                     "not signed in to %s, and %d %s for it", service->title, account->waiting,
                     account->waiting == 1 ? "delivery waits" : "deliveries wait");
    } else if (epi_account_offered(&checks->client->config, service->name)) {
        checks_fine(checks, "account", service->name, "not signed in to %s; nothing waits for it",
                    service->title);
    }
}

/* ---- What waits ---- */

static void check_pace(struct checks *checks, struct journal *journal,
                       const struct service *service, bool *fine)
{
    struct outbox_account kept;
    int64_t until = 0;
    if (!outbox_find_account(journal, service->name, &kept, NULL) ||
        !outbox_paused_until(journal, service->name, &until, NULL))
        return;
    int64_t left = until - client_clock();
    if (left > 0) {
        checks_found(checks, "pace", service->name,
                     "nothing: what waits is sent then; `epimark sync` asks at once",
                     "%s asked for no requests for the next %lld minutes", service->title,
                     (long long)(left + 59) / 60);
    }
    if (kept.error[0]) {
        checks_found(checks, "pace", service->name,
                     "nothing: it is tried again by itself; `epimark sync` tries now",
                     "put off: %s", kept.error);
    }
    if (kept.held[0]) {
        checks_found(checks, "pace", service->name,
                     "see to that; `epimark queue retry` then asks again", "held: %s", kept.held);
    }
    if (kept.dead > 0) {
        checks_found(checks, "pace", service->name,
                     "`epimark queue` shows why; `epimark queue retry ROW` tries again, `epimark "
                     "queue drop ROW` gives up",
                     "%s has refused %d %s", service->title, kept.dead,
                     kept.dead == 1 ? "delivery" : "deliveries");
    }
    *fine = *fine && left <= 0 && !kept.error[0] && !kept.held[0] && kept.dead == 0;
}

static void check_waiting(struct checks *checks, struct journal *journal)
{
    struct checkup checkup;
    struct overdue overdue;
    if (!checkup_find(journal, &checkup, NULL) ||
        !overdue_find(journal, client_clock(), &overdue, NULL))
        return;
    if (overdue.count > 0) {
        checks_found(checks, "waiting", "", "`epimark queue` shows each, and why it waits",
                     "%d %s waited for over a day: %s%s", overdue.count,
                     overdue.count == 1 ? "mark or rating has" : "marks or ratings have",
                     overdue.reason, overdue.reasons > 1 ? ", and other reasons" : "");
    }
    if (checkup.unsure > 0) {
        checks_found(checks, "waiting", "", "`epimark pending` asks",
                     "of %d %s it is unsure which series is meant", checkup.unsure,
                     checkup.unsure == 1 ? "entry" : "entries");
    }
    if (checkup.unknown > 0) {
        checks_found(checks, "waiting", "",
                     "`epimark fix ROW --series ...` says what it is, `epimark queue drop ROW` "
                     "gives up",
                     "no catalogue has %d %s", checkup.unknown,
                     checkup.unknown == 1 ? "entry" : "entries");
    }
    if (checkup.parked > 0) {
        checks_found(checks, "waiting", "",
                     "connect the drive or the network that the videos lie on, and run `epimark "
                     "sync`",
                     "%d %s until the folder of the video answers", checkup.parked,
                     checkup.parked == 1 ? "record waits" : "records wait");
    }
    if (overdue.count + checkup.unsure + checkup.unknown + checkup.parked == 0)
        checks_fine(checks, "waiting", "", "nothing has waited for over a day");
}

static void check_outbox(struct checks *checks)
{
    struct journal *journal = checks->no_journal ? NULL : client_readable(checks->client, NULL);
    bool fine = true;
    if (!journal)
        return;
    for (size_t i = 0; services[i]; i++)
        check_pace(checks, journal, services[i], &fine);
    if (fine)
        checks_fine(checks, "pace", "", "no service asked for a pause, and nothing is put off");
    check_waiting(checks, journal);
}

/* ---- All of it ---- */

static void check_client(struct checks *checks)
{
    check_keyring(checks);
    doctor_place_check(checks);
    check_outbox(checks); /* an account that is valid may end what was held */
    doctor_network_check(checks);
    for (size_t i = 0; services[i] && !checks->over; i++) {
        if (!checks->no_keyring && !checks->no_journal) {
            check_account(checks, services[i]);
        } else if (epi_account_offered(&checks->client->config, services[i]->name)) {
            checks_skip(checks, "account", services[i]->name, "%s: the %s cannot be read",
                        services[i]->title, checks->no_keyring ? "credentials" : "journal");
        }
    }
}

bool epi_doctor_run(struct epi_client *client, const struct epi_doctor *asked,
                    epi_doctor_visit visit, void *context, struct epi_error *err)
{
    struct checks checks = {.client = client, .visit = visit, .context = context};
    size_t size = asked->size < sizeof(checks.asked) ? asked->size : sizeof(checks.asked);
    memcpy(&checks.asked, asked, size);
    assert(checks.asked.config);
    doctor_player_check(&checks);
    check_options(&checks);
    if (client) {
        check_client(&checks);
    } else {
        checks_skip(&checks, "journal", "",
                    "nothing more is looked at until the options can be read");
    }
    return !checks.over || epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
}
