/* SPDX-License-Identifier: MIT
 *
 * mdblist: what MDBList can do. It keeps each play, as Trakt does. A play close to one that is
 * there already becomes that one, so that sending it twice does no harm; how close is written down
 * nowhere, so its history is asked all the same before a play is repeated.
 */
#include "core/services/mdblist_account.h"
#include "core/services/mdblist_sync.h"
#include "core/services/service.h"

static const struct api *const apis[] = {&api_mdblist, NULL};

const struct service service_mdblist = {
    .name = "mdblist",
    .title = "MDBList",
    .hint = "MDBList keeps what you watched and rated for free: make an account there and\n"
            "copy the API key (https://mdblist.com/preferences/#api). With a client ID in\n"
            "mdblist_client_id, you sign in on its web page instead.",
    .forbidden = "refuses the key or the sign-in; `epimark login mdblist` takes another",
    /* Its add-ons keep to 300 writes and 1000 reads in 300 s; a free account also has 1000 requests
     * a day. */
    .reads = {"mdblist reads", 1000, 300},
    .writes = {"mdblist writes", 300, 300},
    .daily_quota = true,
    .unpaid_word = "supporter",
    .error_in_success = true,
    .apis = apis,
    .fields = mdblist_account_fields,
    .instead = "access_token",
    .preset = mdblist_account_preset,
    .ids = ID_TVDB,
    .rate = mdblist_sync_rate,
    .play = mdblist_sync_play,
    .played = mdblist_sync_played,
    .unplay = mdblist_sync_unplay,
    .who = mdblist_account_who,
    .sign_out = mdblist_account_sign_out,
    .pair_fields = mdblist_account_pair_fields,
    .pairs_by_preset = true,
    .pair_start = mdblist_account_pair_start,
    .pair_poll = mdblist_account_pair_poll,
};
