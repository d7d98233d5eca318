/* SPDX-License-Identifier: MIT
 *
 * trakt: what Trakt can do, with version 2 of its API.
 */
#include "core/base/config.h"
#include "core/services/service.h"
#include "core/services/trakt_account.h"
#include "core/services/trakt_app.h"
#include "core/services/trakt_films.h"
#include "core/services/trakt_holdings.h"
#include "core/services/trakt_pair.h"
#include "core/services/trakt_shows.h"
#include "core/services/trakt_sync.h"

static bool chosen(const struct epi_config *config)
{
    return config->trakt_api != 1;
}

static const struct api *const apis[] = {&api_trakt, NULL};

const struct service service_trakt = {
    .name = "trakt",
    .title = "Trakt",
    .hint = "Trakt requires an app: one that came with epimark, or your own\n"
            "(https://trakt.tv/oauth/applications), with its secret or without; it gives\n"
            "new ones to VIP members only. Everything else works without one: ratings\n"
            "are kept in the journal, with rate_on=mdblist they go to MDBList, and with\n"
            "rate_on=tvmaze they are votes at TVmaze.",
    .needs = trakt_app_needs,
    .forbidden = TRAKT_APP_REFUSED,
    .family = "trakt",
    .chosen = chosen,
    /* AUTHED_API_GET_LIMIT is 1000 calls in 300 s, AUTHED_API_POST_LIMIT 1 call in 1 s. The second
     * is used with a margin, since the network changes the distance between two calls. */
    .reads = {"trakt reads", 1000, 300},
    .writes = {"trakt writes", 1, 1.2},
    .apis = apis,
    .fields = trakt_account_fields,
    .preset = trakt_app_preset,
    .ids = ID_TVDB,
    .whole_lists = true,
    .lookup = trakt_shows_lookup,
    .episodes = trakt_shows_episodes,
    .asks_each = 3, /* its series by one id and by another, and its own */
    .rate = trakt_sync_rate,
    .play = trakt_sync_play,
    .played = trakt_sync_played,
    .unplay = trakt_sync_unplay,
    .live = trakt_sync_live,
    .films = trakt_films_find,
    .holdings = trakt_holdings_page,
    .holdings_version = trakt_holdings_version,
    .remove_plays = trakt_sync_remove_plays,
    .who = trakt_account_who,
    .sign_out = trakt_account_sign_out,
    .pair_fields = trakt_pair_fields,
    .pair_start = trakt_pair_start,
    .pair_poll = trakt_pair_poll,
};
