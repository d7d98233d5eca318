/* SPDX-License-Identifier: MIT */
#include "core/client/doctor.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/client/client.h"
#include "core/client/doctor_network.h"
#include "core/client/doctor_place.h"
#include "core/client/doctor_player.h"
#include "core/deliver/plan.h"
#include "core/journal/checkup.h"
#include "core/journal/outbox.h"
#include "core/journal/overdue.h"
#include "core/services/session.h"

/* ---- Saying it ---- */

static void say(struct doctor *doctor, struct epi_check *check, const char *format,
                va_list arguments) __attribute__((format(printf, 3, 0)));

static void say(struct doctor *doctor, struct epi_check *check, const char *format,
                va_list arguments)
{
    char text[DOCTOR_TEXT_MAX];
    if (doctor->over)
        return;
    vsnprintf(text, sizeof(text), format, arguments);
    check->text = text;
    doctor->over = !doctor->visit(doctor->context, check);
}

void doctor_fine(struct doctor *doctor, const char *name, const char *about, const char *format,
                 ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "ok", .advice = ""};
    va_list arguments;
    va_start(arguments, format);
    say(doctor, &check, format, arguments);
    va_end(arguments);
}

void doctor_skip(struct doctor *doctor, const char *name, const char *about, const char *format,
                 ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "skipped", .advice = ""};
    va_list arguments;
    va_start(arguments, format);
    say(doctor, &check, format, arguments);
    va_end(arguments);
}

void doctor_found(struct doctor *doctor, const char *name, const char *about, const char *advice,
                  const char *format, ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "finding", .advice = advice};
    va_list arguments;
    va_start(arguments, format);
    say(doctor, &check, format, arguments);
    va_end(arguments);
}

/* ---- Options and keyring ---- */

static void check_options(struct doctor *doctor)
{
    const struct epi_config *config = doctor->asked.config;
    size_t set = 0;
    if (epi_config_unreadable(config)[0]) {
        doctor_found(doctor, "options", "",
                     "make it a file that you can read; until then nothing "
                     "is looked up, written or sent",
                     "%s", epi_config_unreadable(config));
    }
    for (size_t i = 0; i < doctor->asked.warning_count; i++) {
        doctor_found(doctor, "options", "",
                     "correct that line; `epimark options` shows every name "
                     "and value",
                     "%s", doctor->asked.warnings[i]);
    }
    for (size_t i = 0; i < epi_config_option_count(); i++)
        set += epi_config_source_of(config, i) != EPI_SOURCE_DEFAULT;
    if (!epi_config_unreadable(config)[0] && doctor->asked.warning_count == 0) {
        doctor_fine(doctor, "options", "", "%zu %s set, without a mistake", set,
                    set == 1 ? "option is" : "options are");
    }
}

static void check_keyring(struct doctor *doctor)
{
    bool file = doctor->asked.config->credential_store == CREDENTIALS_FILE;
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(NULL);
    struct epi_error err = {0};
    bool found = false;
    if (!credentials)
        return;
    for (size_t i = 0; services[i]; i++) {
        if (secret_load(worker_secret(doctor->client->worker), services[i]->name, credentials,
                        &found, &err))
            continue;
        doctor->over = doctor->over || err.kind == EPI_ERROR_STOPPED;
        doctor->no_keyring = true;
        doctor_found(doctor, "keyring", file ? "credentials.json" : "",
                     file ? "make it a file that only you can read, or remove it and sign in anew"
                          : "unlock or start it; or set credential_store=file and sign in anew",
                     "%s", err.text);
        return;
    }
    doctor_fine(doctor, "keyring", "",
                file ? "credentials are kept in a file that only you can read"
                     : "it is there and can be read");
}

/* ---- Accounts ---- */

static bool is_planned(const struct doctor *doctor, const struct service *service)
{
    struct plan plan;
    plan_make(doctor->asked.config, &plan);
    for (int i = 0; i < plan.count; i++) {
        if (strcmp(plan.targets[i].service, service->name) == 0)
            return true;
    }
    return false;
}

bool doctor_uses(struct doctor *doctor, const struct service *service)
{
    bool signed_in = false;
    char account[128];
    struct session *session = worker_session(doctor->client->worker, service, NULL);
    bool open =
        !service->fields || service->fields[0].optional || strcmp(service->name, "tvmaze") == 0;
    return open || is_planned(doctor, service) ||
           (!doctor->no_keyring && session &&
            session_signed_in(session, &signed_in, account, sizeof(account), NULL) && signed_in);
}

/* Whether it is of no use to ask a service: its address does not answer. */
static bool is_silent(const struct doctor *doctor, const struct service *service)
{
    for (int i = 0; i < doctor->silent_count; i++) {
        if (doctor->silent[i] == service)
            return true;
    }
    return false;
}

static void check_signed_in(struct doctor *doctor, const struct service *service,
                            const struct epi_account *account)
{
    char advice[128], date[CLOCK_DATE_SIZE] = "";
    if (doctor->client->account_error[0]) {
        snprintf(advice, sizeof(advice), "if this does not pass, run `epimark login %s`",
                 service->name);
        doctor_found(doctor, "account", service->name, advice, "%s", doctor->client->account_error);
        return;
    }
    if (is_silent(doctor, service)) {
        doctor_skip(doctor, "account", service->name,
                    "signed in to %s as %s; it cannot be asked now", service->title,
                    account->account);
        return;
    }
    clock_date_of(account->expires_at / CLOCK_DAY, date);
    doctor_fine(doctor, "account", service->name, "signed in to %s as %s%s%s%s%s", service->title,
                account->account, account->level[0] ? ", " : "", account->level,
                account->expires_at ? ", token until " : "", account->expires_at ? date : "");
}

static void check_account(struct doctor *doctor, const struct service *service)
{
    struct epi_error err;
    const struct epi_account *account =
        epi_account_status(doctor->client, service->name, !is_silent(doctor, service), &err);
    if (!account) {
        doctor->over = doctor->over || err.kind == EPI_ERROR_STOPPED;
        doctor_skip(doctor, "account", service->name, "%s", err.text);
        return;
    }
    if (account->signed_in || doctor->client->account_error[0]) {
        check_signed_in(doctor, service, account);
    } else if (account->waiting > 0) {
        char advice[128];
        snprintf(advice, sizeof(advice), "run `epimark login %s`", service->name);
        doctor_found(doctor, "account", service->name, advice,
                     "not signed in to %s, and %d %s for it", service->title, account->waiting,
                     account->waiting == 1 ? "delivery waits" : "deliveries wait");
    } else {
        doctor_fine(doctor, "account", service->name, "not signed in to %s; nothing waits for it",
                    service->title);
    }
}

/* ---- What waits ---- */

static void check_pace(struct doctor *doctor, struct journal *journal,
                       const struct service *service, bool *fine)
{
    struct outbox_account kept;
    int64_t until = 0;
    if (!outbox_find_account(journal, service->name, &kept, NULL) ||
        !outbox_paused_until(journal, service->name, &until, NULL))
        return;
    int64_t left = until - client_clock();
    if (left > 0) {
        doctor_found(doctor, "pace", service->name,
                     "nothing: what waits is sent then; `epimark sync` asks at once",
                     "%s asked for no requests for the next %lld minutes", service->title,
                     (long long)(left + 59) / 60);
    }
    if (kept.error[0]) {
        doctor_found(doctor, "pace", service->name,
                     "nothing: it is tried again by itself; `epimark sync` tries now",
                     "put off: %s", kept.error);
    }
    if (kept.held[0]) {
        doctor_found(doctor, "pace", service->name,
                     "see to that; `epimark queue retry` then asks again", "held: %s", kept.held);
    }
    if (kept.dead > 0) {
        doctor_found(doctor, "pace", service->name,
                     "`epimark queue` shows why; `epimark queue retry ROW` tries again, `epimark "
                     "queue drop ROW` gives up",
                     "%s has refused %d %s", service->title, kept.dead,
                     kept.dead == 1 ? "delivery" : "deliveries");
    }
    *fine = *fine && left <= 0 && !kept.error[0] && !kept.held[0] && kept.dead == 0;
}

static void check_waiting(struct doctor *doctor, struct journal *journal)
{
    struct checkup checkup;
    struct overdue overdue;
    if (!checkup_find(journal, &checkup, NULL) ||
        !overdue_find(journal, client_clock(), &overdue, NULL))
        return;
    if (overdue.count > 0) {
        doctor_found(doctor, "waiting", "", "`epimark queue` shows each, and why it waits",
                     "%d %s waited for over a day: %s%s", overdue.count,
                     overdue.count == 1 ? "mark or rating has" : "marks or ratings have",
                     overdue.reason, overdue.reasons > 1 ? ", and other reasons" : "");
    }
    if (checkup.unsure > 0) {
        doctor_found(doctor, "waiting", "", "`epimark pending` asks",
                     "of %d %s it is unsure which series is meant", checkup.unsure,
                     checkup.unsure == 1 ? "entry" : "entries");
    }
    if (checkup.unknown > 0) {
        doctor_found(doctor, "waiting", "",
                     "`epimark fix ROW --series ...` says what it is, `epimark queue drop ROW` "
                     "gives up",
                     "no catalogue has %d %s", checkup.unknown,
                     checkup.unknown == 1 ? "entry" : "entries");
    }
    if (checkup.parked > 0) {
        doctor_found(doctor, "waiting", "",
                     "connect the drive or the network that the videos lie on, and run `epimark "
                     "sync`",
                     "%d %s until the folder of the video answers", checkup.parked,
                     checkup.parked == 1 ? "record waits" : "records wait");
    }
    if (overdue.count + checkup.unsure + checkup.unknown + checkup.parked == 0)
        doctor_fine(doctor, "waiting", "", "nothing has waited for over a day");
}

static void check_outbox(struct doctor *doctor)
{
    struct journal *journal = doctor->no_journal ? NULL : client_readable(doctor->client, NULL);
    bool fine = true;
    if (!journal)
        return;
    for (size_t i = 0; services[i]; i++)
        check_pace(doctor, journal, services[i], &fine);
    if (fine)
        doctor_fine(doctor, "pace", "", "no service asked for a pause, and nothing is put off");
    check_waiting(doctor, journal);
}

/* ---- All of it ---- */

static void check_client(struct doctor *doctor)
{
    check_keyring(doctor);
    doctor_place_check(doctor);
    check_outbox(doctor); /* an account that is valid may end what was held */
    doctor_network_check(doctor);
    for (size_t i = 0; services[i] && !doctor->over; i++) {
        if (doctor->no_keyring || doctor->no_journal)
            doctor_skip(doctor, "account", services[i]->name, "the %s cannot be read",
                        doctor->no_keyring ? "credentials" : "journal");
        else
            check_account(doctor, services[i]);
    }
}

bool epi_doctor_run(struct epi_client *client, const struct epi_doctor *asked,
                    epi_doctor_visit visit, void *context, struct epi_error *err)
{
    struct doctor doctor = {.client = client, .visit = visit, .context = context};
    size_t size = asked->size < sizeof(doctor.asked) ? asked->size : sizeof(doctor.asked);
    memcpy(&doctor.asked, asked, size);
    assert(doctor.asked.config);
    doctor_player_check(&doctor);
    check_options(&doctor);
    if (client)
        check_client(&doctor);
    else
        doctor_skip(&doctor, "journal", "",
                    "nothing more is looked at until the options can be "
                    "read");
    return !doctor.over || epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
}
