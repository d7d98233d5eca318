/* SPDX-License-Identifier: MIT */
#include "core/client/doctor_network.h"

#include <stdio.h>
#include <string.h>

#include "core/client/checks.h"
#include "core/client/client.h"
#include "core/journal/outbox.h"
#include "core/services/api.h"
#include "core/services/route.h"

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
static const char *option_of(const struct checks *checks, const char *address)
{
    const struct epi_config_option *option;
    for (size_t i = 0; (option = epi_config_option(i)); i++) {
        char value[EPI_CONFIG_VALUE_MAX];
        epi_config_value(checks->asked.config, i, value, sizeof(value));
        if (strcmp(option->type, "address") == 0 && strcmp(value, address) == 0)
            return option->name;
    }
    return "";
}

static void compare_clock(struct checks *checks, const struct service *service, int64_t date)
{
    if (date <= 0 || checks->dated)
        return;
    checks->dated = true;
    checks->dated_by = service->title;
    checks->ahead = client_clock() - date;
}

/* Seconds that a service wants to be left alone for; 0: it does not. */
static int64_t pause_of(struct checks *checks, const struct service *service)
{
    struct journal *journal = client_readable(checks->client, NULL);
    int64_t until = 0;
    if (!journal || !outbox_paused_until(journal, service->name, &until, NULL))
        return 0;
    int64_t left = until - client_clock();
    return left > 0 ? left : 0;
}

/* A service that cannot be asked now is not asked for the account either. */
static void note_silent(struct checks *checks, const struct service *service)
{
    if (checks->silent_count < (int)(sizeof(checks->silent) / sizeof(*checks->silent)))
        checks->silent[checks->silent_count++] = service;
}

static void ask(struct checks *checks, const struct service *service, const char *address)
{
    struct epi_error err;
    int status;
    int64_t date;
    if (pause_of(checks, service) > 0) {
        note_silent(checks, service);
        checks_skip(checks, "network", address, "%s asked to be left alone for a while",
                    service->title);
        return;
    }
    if (!route_reach(checks->client->http, address, &status, &date, &err)) {
        char advice[256];
        snprintf(advice, sizeof(advice),
                 "check the network, https_proxy if you use a proxy, and the option %s; what waits "
                 "is sent once it answers",
                 option_of(checks, address));
        checks->over = checks->over || err.kind == EPI_ERROR_STOPPED;
        note_silent(checks, service);
        checks_found(checks, "network", address, advice, "%s", err.text);
        return;
    }
    compare_clock(checks, service, date);
    if (status >= 500) {
        checks_found(checks, "network", address, "nothing: what waits is sent once that is over",
                     "%s answers, but reports a server error (%d)", address, status);
    } else {
        checks_fine(checks, "network", address, "%s answers", address);
    }
}

static void check_clock(struct checks *checks)
{
    long long off = checks->ahead < 0 ? -checks->ahead : checks->ahead;
    bool hours = off >= 2 * HOUR;
    if (!checks->dated) {
        checks_skip(checks, "clock", "", "no service has said what time it is");
    } else if (off > CLOCK_OFF_SECONDS) {
        checks_found(checks, "clock", "",
                     "set it: `timedatectl set-ntp true`, or by hand; what you watch is sent with "
                     "this clock's time",
                     "it is %lld %s %s that of %s",
                     hours ? (off + HOUR / 2) / HOUR : (off + MINUTE / 2) / MINUTE,
                     hours ? "hours" : "minutes", checks->ahead < 0 ? "behind" : "ahead of",
                     checks->dated_by);
    } else {
        checks_fine(checks, "clock", "", "as that of %s, to within %d minutes", checks->dated_by,
                    CLOCK_OFF_SECONDS / MINUTE);
    }
}

void doctor_network_check(struct checks *checks)
{
    struct asked asked = {.count = 0};
    const struct api *api;
    for (size_t i = 0; !checks->over && (api = api_at(i)); i++) {
        const size_t offsets[] = {api->url, api->login_url};
        bool used = !api->sign || checks_uses(checks, api->service);
        for (size_t k = 0; k < 2 && used; k++) {
            const char *address = (const char *)checks->asked.config + offsets[k];
            if (note(&asked, address) && !checks->over)
                ask(checks, api->service, address);
        }
    }
    check_clock(checks);
}
