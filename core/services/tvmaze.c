/* SPDX-License-Identifier: MIT
 *
 * tvmaze: what TVmaze can do.
 */
#include "core/services/service.h"
#include "core/services/tvmaze_holdings.h"
#include "core/services/tvmaze_lists.h"
#include "core/services/tvmaze_public.h"
#include "core/services/tvmaze_user.h"

static const struct service_field fields[] = {
    {"user", "user name", false, false, false},
    {"key", "API key", true, false, false},
    {NULL, NULL, false, false, false},
};

static const struct api *const apis[] = {&api_tvmaze, &api_tvmaze_user, NULL};

const struct service service_tvmaze = {
    .name = "tvmaze",
    .title = "TVmaze",
    .credit = "Episode data by TVmaze (https://www.tvmaze.com), licensed CC BY-SA 4.0",
    .hint = "Sign in on a web page, or take user name and API key from your dashboard\n"
            "there (https://www.tvmaze.com/dashboard). Without it, what you watch is\n"
            "kept in the journal; series and episodes are looked up all the same.",
    .rank = 20,
    .ids = ID_TVMAZE,
    .whole_lists = true,
    /* At least 20 calls in 10 s; all calls count (https://www.tvmaze.com/api). */
    .reads = {"tvmaze", 20, 10},
    .writes = {"tvmaze", 20, 10},
    .apis = apis,
    .fields = fields,
    .search = tvmaze_public_search,
    .lookup = tvmaze_public_lookup,
    .aliases = tvmaze_public_aliases,
    .episodes = tvmaze_public_episodes,
    .order = tvmaze_public_order,
    .mark = tvmaze_user_mark,
    .marks_max = 1000, /* its description has no limit; that is a long series, in 100 KB */
    .unmark = tvmaze_user_unmark,
    .page = tvmaze_user_page,
    .rate = tvmaze_user_rate,
    .no_seasons = true,
    .follow = tvmaze_lists_follow,
    .tag = tvmaze_lists_tag,
    .tag_rename = tvmaze_lists_tag_rename,
    .find_followed = tvmaze_lists_find_followed,
    .follow_other = tvmaze_lists_follow_other,
    .follows = tvmaze_lists_follows,
    .lists = tvmaze_lists_all,
    .marked = tvmaze_lists_marked,
    .holdings = tvmaze_holdings_page,
    .parts_for_all = true,
    .series_of = tvmaze_public_series_of,
    .who = tvmaze_user_who,
    .pair_fields = tvmaze_user_pair_fields,
    .pairs_here = true,
    .pair_start = tvmaze_user_pair_start,
    .pair_poll = tvmaze_user_pair_poll,
};
