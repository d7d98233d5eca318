/* SPDX-License-Identifier: MIT */
#include "core/client/checks.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/client/client.h"
#include "core/deliver/plan.h"
#include "core/services/session.h"

static void say(struct checks *checks, struct epi_check *check, const char *format,
                va_list arguments) __attribute__((format(printf, 3, 0)));

static void say(struct checks *checks, struct epi_check *check, const char *format,
                va_list arguments)
{
    char text[CHECKS_TEXT_MAX];
    if (checks->over)
        return;
    vsnprintf(text, sizeof(text), format, arguments);
    check->text = text;
    checks->over = !checks->visit(checks->context, check);
}

void checks_fine(struct checks *checks, const char *name, const char *about, const char *format,
                 ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "ok", .advice = ""};
    va_list arguments;
    va_start(arguments, format);
    say(checks, &check, format, arguments);
    va_end(arguments);
}

void checks_skip(struct checks *checks, const char *name, const char *about, const char *format,
                 ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "skipped", .advice = ""};
    va_list arguments;
    va_start(arguments, format);
    say(checks, &check, format, arguments);
    va_end(arguments);
}

void checks_found(struct checks *checks, const char *name, const char *about, const char *advice,
                  const char *format, ...)
{
    struct epi_check check = {.name = name, .about = about, .state = "finding", .advice = advice};
    va_list arguments;
    va_start(arguments, format);
    say(checks, &check, format, arguments);
    va_end(arguments);
}

static bool is_planned(const struct checks *checks, const struct service *service)
{
    struct plan plan;
    plan_make(checks->asked.config, &plan);
    for (int i = 0; i < plan.count; i++) {
        if (strcmp(plan.targets[i].service, service->name) == 0)
            return true;
    }
    return false;
}

bool checks_uses(struct checks *checks, const struct service *service)
{
    bool signed_in = false;
    char account[128];
    struct session *session = worker_session(checks->client->worker, service, NULL);
    return is_planned(checks, service) ||
           (!checks->no_keyring && session &&
            session_signed_in(session, &signed_in, account, sizeof(account), NULL) && signed_in);
}
