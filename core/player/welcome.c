/* SPDX-License-Identifier: MIT */
#include "core/player/welcome.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/services/service.h"

enum { FOLDER_MAX = 240 }; /* bytes of a folder's path that are shown */

static void add(char text[WELCOME_MAX], const char *more)
{
    size_t len = strlen(text);

    snprintf(text + len, WELCOME_MAX - len, "%s", more);
}

static bool is_signed_in(struct journal *journal, const char *service)
{
    struct outbox_account account = {0};
    return outbox_find_account(journal, service, &account, NULL) && account.account[0];
}

/* "and marks them at A, sends your ratings to B", of services with somebody who is signed in.
 * Returns whether there are any. */
static bool add_targets(struct journal *journal, const struct plan *plan, char text[WELCOME_MAX])
{
    bool any = false;
    for (int i = 0; i < plan->count; i++) {
        const char *name = plan->targets[i].service;
        enum due_kind kind = plan->targets[i].kind;
        const struct service *service = service_find(name);
        if (!is_signed_in(journal, name))
            continue;
        add(text, any ? ", " : " and ");
        add(text, kind == DUE_MARK   ? "marks them at "
                  : kind == DUE_PLAY ? "adds them to your history at "
                                     : "sends your ratings to ");
        add(text, service ? service->title : name);
        any = true;
    }
    return any;
}

/* "~/.local/share/epimark/journal.db" */
static void add_journal(const char *folder, char text[WELCOME_MAX])
{
    const char *home = config_home();
    size_t len = home ? strlen(home) : 0;
    bool below = len > 1 && strncmp(folder, home, len) == 0 && folder[len] == '/';

    char path[FOLDER_MAX + 16];
    snprintf(path, sizeof(path), "%s%.*s/journal.db", below ? "~" : "", FOLDER_MAX,
             below ? folder + len : folder);
    add(text, path);
}

void welcome_text(struct journal *journal, const struct plan *plan, const char *folder,
                  char text[WELCOME_MAX])
{
    bool key = is_signed_in(journal, "tvdb") || is_signed_in(journal, "tvdb2");

    text[0] = '\0';
    add(text, "epimark is running: it looks up episodes by name at ");
    add(text, key ? "TheTVDB" : "TVmaze");
    if (!add_targets(journal, plan, text) && plan->count > 0)
        add(text, ". Nothing else is sent until you sign in: epimark login");
    add(text, "\nJournal: ");
    add_journal(folder, text);
}
