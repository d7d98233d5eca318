/* SPDX-License-Identifier: MIT */
#include "core/client/doctor_network.h"

#include <stdio.h>
#include <string.h>

#include "core/base/http.h"
#include "core/client/client.h"
#include "core/client/doctor.h"
#include "core/journal/outbox.h"
#include "core/services/api.h"

enum {
    ADDRESSES_MAX = 16,
    MINUTE = 60,
    HOUR = 60 * MINUTE,
    CLOCK_OFF_SECONDS = 120, /* a smaller error does no harm: the time of what is sent */
};

/* The addresses that were asked. */
struct asked {
    const char *addresses[ADDRESSES_MAX];
    int count;
};

/* Notes an address; false if it was asked before. */
static bool note(struct asked *asked, const char *address)
{
    for (int i = 0; i < asked->count; i++) {
        if (strcmp(asked->addresses[i], address) == 0)
            return false;
    }
    if (asked->count == ADDRESSES_MAX)
        return false;
    asked->addresses[asked->count++] = address;
    return true;
}

/* The option that an address is the value of. */
static const char *option_of(const struct doctor *doctor, const char *address)
{
    const struct epi_config_option *option;
    for (size_t i = 0; (option = epi_config_option(i)); i++) {
        char value[EPI_CONFIG_VALUE_MAX];
        epi_config_value(doctor->asked.config, i, value, sizeof(value));
        if (strcmp(option->type, "address") == 0 && strcmp(value, address) == 0)
            return option->name;
    }
    return "";
}

static void compare_clock(struct doctor *doctor, const struct service *service, int64_t date)
{
    if (date <= 0 || doctor->dated)
        return;
    doctor->dated = true;
    doctor->dated_by = service->title;
    doctor->ahead = client_clock() - date;
}

/* Seconds that a service wants to be left alone for; 0: it does not. */
static int64_t pause_of(struct doctor *doctor, const struct service *service)
{
    struct journal *journal = client_readable(doctor->client, NULL);
    int64_t until = 0;
    if (!journal || !outbox_paused_until(journal, service->name, &until, NULL))
        return 0;
    int64_t left = until - client_clock();
    return left > 0 ? left : 0;
}

/* A service that cannot be asked now is not asked for the account either. */
static void note_silent(struct doctor *doctor, const struct service *service)
{
    if (doctor->silent_count < (int)(sizeof(doctor->silent) / sizeof(*doctor->silent)))
        doctor->silent[doctor->silent_count++] = service;
}

static void ask(struct doctor *doctor, const struct service *service, const char *address)
{
    const struct http_request request = {.method = "HEAD", .url = address, .stays = true};
    struct http_response response = {0};
    struct epi_error err;
    if (pause_of(doctor, service) > 0) {
        note_silent(doctor, service);
        doctor_skip(doctor, "network", address, "%s asked to be left alone for a while",
                    service->title);
        return;
    }
    if (!http_send(doctor->client->http, &request, &response, &err)) {
        char advice[256];
        snprintf(advice, sizeof(advice),
                 "check the network, https_proxy if you use a proxy, and the option %s; what waits "
                 "is sent once it answers",
                 option_of(doctor, address));
        doctor->over = doctor->over || err.kind == EPI_ERROR_STOPPED;
        note_silent(doctor, service);
        doctor_found(doctor, "network", address, advice, "%s", err.text);
        return;
    }
    compare_clock(doctor, service, response.date);
    if (response.status >= 500) {
        doctor_found(doctor, "network", address, "nothing: what waits is sent once that is over",
                     "%s answers, but reports a server error (%d)", address, response.status);
    } else {
        doctor_fine(doctor, "network", address, "%s answers", address);
    }
    http_response_free(&response);
}

static void check_clock(struct doctor *doctor)
{
    long long off = doctor->ahead < 0 ? -doctor->ahead : doctor->ahead;
    bool hours = off >= 2 * HOUR;
    if (!doctor->dated) {
        doctor_skip(doctor, "clock", "", "no service has said what time it is");
    } else if (off > CLOCK_OFF_SECONDS) {
        doctor_found(doctor, "clock", "",
                     "set it: `timedatectl set-ntp true`, or by hand; what you watch is sent with "
                     "this clock's time",
                     "it is %lld %s %s that of %s",
                     hours ? (off + HOUR / 2) / HOUR : (off + MINUTE / 2) / MINUTE,
                     hours ? "hours" : "minutes", doctor->ahead < 0 ? "behind" : "ahead of",
                     doctor->dated_by);
    } else {
        doctor_fine(doctor, "clock", "", "as that of %s, to within %d minutes", doctor->dated_by,
                    CLOCK_OFF_SECONDS / MINUTE);
    }
}

void doctor_network_check(struct doctor *doctor)
{
    struct asked asked = {.count = 0};
    const struct api *api;
    for (size_t i = 0; !doctor->over && (api = api_at(i)); i++) {
        const size_t offsets[] = {api->url, api->login_url};
        bool used = !api->sign || doctor_uses(doctor, api->service);
        for (size_t k = 0; k < 2 && used; k++) {
            const char *address = (const char *)doctor->asked.config + offsets[k];
            if (note(&asked, address) && !doctor->over)
                ask(doctor, api->service, address);
        }
    }
    check_clock(doctor);
}
