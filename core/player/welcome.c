/* SPDX-License-Identifier: MIT */
#include "core/player/welcome.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/player/notice.h"
#include "core/services/service.h"

enum { FOLDER_MAX = 240 }; /* bytes of a folder's path that are shown */

static bool is_signed_in(struct journal *journal, const char *service)
{
    struct outbox_account account = {0};
    return outbox_find_account(journal, service, &account, NULL) && account.account[0];
}

/* ", marks at A, ratings at B", of services with somebody who is signed in.
 * Returns how many sayings there are; the last has all. */
static int list_targets(struct journal *journal, const struct plan *plan,
                        struct epi_saying sayings[2 * JOURNAL_TARGETS_MAX])
{
    int count = 0;
    for (int i = 0; i < plan->count; i++) {
        const char *name = plan->targets[i].service;
        enum due_kind kind = plan->targets[i].kind;
        const struct service *service = service_find(name);
        if (!is_signed_in(journal, name) || plan->targets[i].only_films)
            continue;
        struct epi_saying *target = &sayings[count];
        *target = (struct epi_saying){kind == DUE_MARK   ? EPI_SAY_MARKS_AT
                                      : kind == DUE_PLAY ? EPI_SAY_ADDS_AT
                                                         : EPI_SAY_RATES_AT,
                                      {{.text = service ? service->title : name}}};
        target[1] = (struct epi_saying){EPI_SAY_WELCOME_FIRST, {{.saying = target}}};
        if (count > 0) {
            target[1] = (struct epi_saying){EPI_SAY_WELCOME_NEXT,
                                            {{.saying = target - 1}, {.saying = target}}};
        }
        count += 2;
    }
    return count;
}

/* "~/.local/share/epimark/journal.db" */
static void write_journal(const char *folder, char *path, size_t size)
{
    const char *home = config_home();
    size_t len = home ? strlen(home) : 0;
    bool below = len > 1 && strncmp(folder, home, len) == 0 && folder[len] == '/';

    snprintf(path, size, "%s%.*s/journal.db", below ? "~" : "", FOLDER_MAX,
             below ? folder + len : folder);
}

void welcome_say(struct journal *journal, const struct plan *plan, const char *folder,
                 struct notice *notice)
{
    bool key = is_signed_in(journal, "tvdb") || is_signed_in(journal, "tvdb2");
    char path[FOLDER_MAX + 16];

    write_journal(folder, path, sizeof(path));
    struct epi_saying welcome = {
        EPI_SAY_WELCOME, {{.text = key ? "TheTVDB" : "TVmaze"}, {.text = ""}, {.text = path}}};
    struct epi_saying sayings[2 * JOURNAL_TARGETS_MAX];
    int count = list_targets(journal, plan, sayings);
    if (count == 0)
        sayings[count++] = (struct epi_saying){EPI_SAY_WELCOME_SIGN_IN, {{.text = NULL}}};
    if (plan->count > 0)
        welcome.parts[1].saying = &sayings[count - 1];
    notice_say(notice, &welcome);
}
