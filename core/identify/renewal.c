/* SPDX-License-Identifier: MIT */
#include "core/identify/renewal.h"

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/lookup.h"
#include "core/journal/episode_lists.h"
#include "core/journal/pace.h"
#include "core/services/service.h"

enum {
    RENEWED_SECONDS =
        3 * CLOCK_DAY, /* a list that is older is renewed; lookup uses it for a week */
};

/* The oldest list of a catalogue that needs it; list->series 0: there is none. */
static bool find_oldest(struct journal *journal, const struct epi_config *config,
                        const struct catalogue *catalogue, int64_t now, struct episode_list *list,
                        struct epi_error *err)
{
    const struct episode_lists_wanted wanted = {
        .watched_since = now - RENEWAL_WATCHED_DAYS * (int64_t)CLOCK_DAY,
        .fetched_before = now - RENEWED_SECONDS,
    };
    *list = (struct episode_list){catalogue->service->name, config->language, 0, ORDER_AIRED};
    return episode_lists_oldest(journal, &wanted, catalogue->service->ids, list, err);
}

/* Whether today's share is not used up. Uses one of it. */
static bool may_ask(struct journal *journal, int64_t now_ms)
{
    int wait_ms = 0;
    return pace_take(journal, "renewal", RENEWAL_A_DAY, CLOCK_DAY, now_ms, &wait_ms, NULL) &&
           wait_ms == 0;
}

bool renewal_step(struct journal *journal, const struct epi_config *config,
                  const struct catalogue *catalogues, size_t count, int64_t now_ms, bool *renewed,
                  struct epi_error *err)
{
    *renewed = false;
    for (size_t i = 0; i < count && !*renewed; i++) {
        const struct catalogue *catalogue = &catalogues[i];
        const struct answer_cache cache = {journal, catalogue->service->name, config->language,
                                           now_ms / 1000, false};
        struct episode_list list;
        struct epi_error why;
        if (!find_oldest(journal, config, catalogue, now_ms / 1000, &list, err))
            return false;
        if (!list.series)
            continue;
        if (!may_ask(journal, now_ms))
            return true;
        *renewed = lookup_renew(catalogue, &cache, list.series, list.order, &why);
        if (!*renewed && why.kind != EPI_ERROR_SIGN_IN) {
            if (err)
                *err = why;
            return false;
        }
    }
    return true;
}
