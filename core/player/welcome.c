/* SPDX-License-Identifier: MIT */
#include "core/player/welcome.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/services/service.h"

enum { FOLDER_MAX = 240 }; /* bytes of a folder's path that are shown */

static void add(char text[WELCOME_MAX], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(char text[WELCOME_MAX], const char *format, ...)
{
    size_t len = strlen(text);
    va_list args;

    va_start(args, format);
    vsnprintf(text + len, WELCOME_MAX - len, format, args);
    va_end(args);
}

/* Which of the targets are of services with, or without, somebody who is signed in. */
struct targets {
    int at[JOURNAL_TARGETS_MAX];
    int count;
};

static void sort_targets(struct journal *journal, const struct plan *plan, struct targets *now,
                         struct targets *later)
{
    for (int i = 0; i < plan->count; i++) {
        struct outbox_account account = {0};
        bool read = outbox_find_account(journal, plan->targets[i].service, &account, NULL);
        struct targets *targets = read && account.account[0] ? now : later;
        targets->at[targets->count++] = i;
    }
}

/* "marks them at A and sends your ratings to B" */
static void add_targets(const struct plan *plan, const struct targets *targets,
                        char text[WELCOME_MAX])
{
    for (int i = 0; i < targets->count; i++) {
        const char *name = plan->targets[targets->at[i]].service;
        enum due_kind kind = plan->targets[targets->at[i]].kind;
        const struct service *service = service_find(name);
        add(text, "%s%s %s",
            i == 0                   ? ""
            : i + 1 < targets->count ? ", "
                                     : " and ",
            kind == DUE_MARK   ? "marks them at"
            : kind == DUE_PLAY ? "adds them to your history at"
                               : "sends your ratings to",
            service ? service->title : name);
    }
}

/* The command to sign in: with the service if there is only one. */
static void add_login(const struct plan *plan, const struct targets *later, char text[WELCOME_MAX])
{
    const char *only = plan->targets[later->at[0]].service;
    for (int i = 1; i < later->count && *only; i++) {
        if (strcmp(plan->targets[later->at[i]].service, only) != 0)
            only = "";
    }
    add(text, "; `epimark login%s%s` ", *only ? " " : "", only);
    add_targets(plan, later, text);
}

/* "~/.local/share/epimark/journal.db" */
static void add_journal(const char *folder, char text[WELCOME_MAX])
{
    const char *home = config_home();
    size_t len = home ? strlen(home) : 0;
    bool below = len > 1 && strncmp(folder, home, len) == 0 && folder[len] == '/';

    add(text, "%s%.*s/journal.db", below ? "~" : "", FOLDER_MAX, below ? folder + len : folder);
}

void welcome_text(struct journal *journal, const struct plan *plan, const char *folder,
                  char text[WELCOME_MAX])
{
    struct targets now = {0}, later = {0};

    sort_targets(journal, plan, &now, &later);
    text[0] = '\0';
    add(text,
        "epimark is running: it looks up episodes by file name at TVmaze (with a key, at "
        "TheTVDB)%s",
        now.count == 0   ? ""
        : now.count == 1 ? " and "
                         : ", ");
    add_targets(plan, &now, text);
    add(text, "\nWhat you watch is kept in ");
    add_journal(folder, text);
    if (later.count > 0)
        add_login(plan, &later, text);
}
