/* SPDX-License-Identifier: MIT */
#include "core/identify/language_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/catalogue.h"
#include "core/journal/cache.h"
#include "core/services/service.h"
#include "core/services/session.h"

enum { DAY = 86400, MONTH = 30 * DAY }; /* seconds */

/* Every catalogue has English. */
static bool may_lack(const struct epi_config *config, const struct service *service)
{
    return service->has_language && config->language[0] &&
           strncasecmp(config->language, "en", 2) != 0;
}

/* Whether the catalogue can be asked, and was not asked lately. */
static bool is_due(struct journal *journal, const struct catalogue *catalogue, const char *key,
                   int64_t now)
{
    CLEANUP(cleanup_free) char *kept = NULL;
    char account[128];
    bool signed_in = false;
    return cache_load(journal, key, now, &kept, NULL, NULL) && !kept &&
           session_signed_in(catalogue->session, &signed_in, account, sizeof(account), NULL) &&
           signed_in;
}

void language_check(struct journal *journal, const struct epi_config *config,
                    const struct catalogue *catalogues, size_t count, int64_t now, language_say say,
                    void *context)
{
    for (size_t i = 0; journal && i < count; i++) {
        const struct service *service = catalogues[i].service;
        char key[96], text[160];
        bool has = true;
        snprintf(key, sizeof(key), "language %s %s", service->name, config->language);
        if (!may_lack(config, service) || !is_due(journal, &catalogues[i], key, now))
            continue;
        /* Kept before: if that fails, it would be asked for each time. */
        if (!cache_store(journal, key, "asked", now + DAY, now, NULL))
            continue;
        bool asked = service->has_language(catalogues[i].session, &has, NULL);
        if (asked)
            cache_store(journal, key, "asked", now + MONTH, now, NULL);
        snprintf(text, sizeof(text),
                 "%s has no language \"%s\" (option language): titles come in another",
                 service->title, config->language);
        if (asked && !has)
            say(context, service, text);
    }
}
