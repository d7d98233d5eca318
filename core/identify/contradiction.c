/* SPDX-License-Identifier: MIT */
#include "core/identify/contradiction.h"

#include <stddef.h>

#include "core/base/clock.h"
#include "core/identify/by_number.h"
#include "core/identify/by_title.h"
#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/evidence.h"
#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* The title is that of other, and not of the episode with the number: it may follow the DVD order,
 * or one of the two is wrong. */
static bool weigh_other_title(const struct episode_search *search, const struct episode *other)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    struct episode on_dvd = {.season = -1};
    char label[LABEL_EPISODE_MAX];
    size_t count = 0;
    if (search->order.order == ORDER_AUTO &&
        !by_number_in_order(search, ORDER_DVD, guess->episodes[0], &on_dvd, &count))
        return false;
    if (count == 1 && by_title_like(search, &on_dvd) >= EVIDENCE_TITLE_SAME) {
        located_prefer(out, &on_dvd);
        located_add(out, CLUE_DVD_TITLE);
        evidence_title(1, out);
        return true;
    }
    out->mistitled = true;
    located_add_other(out, other);
    located_add_text(out, CLUE_OTHER_TITLE, label_episode(other->season, other->number, label));
    return true;
}

bool contradiction_of_title(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    const struct episode *first = &out->episodes[0];
    if (!*guess->episode_title || !*first->title || out->count > 1)
        return true;
    double like = by_title_like(search, first);
    if (like < EVIDENCE_TITLE_SAME && guess->season >= 0 && guess->episode_count == 1) {
        size_t count;
        double best_like;
        if (!episode_search_number(search, ORDER_AIRED, -1, -1, &count))
            return false;
        int best = by_title_best(search, count, &best_like);
        if (best >= 0 && best_like >= EVIDENCE_TITLE_SAME) {
            struct episode other = search->source->rows[best];
            if (other.season != first->season || other.number != first->number)
                return weigh_other_title(search, &other);
        }
    }
    evidence_title(like, out);
    if (out->titled && out->beyond)
        located_add(out, CLUE_BEYOND_TITLED);
    return true;
}

void contradiction_of_future(const struct episode_search *search)
{
    struct located *out = search->out;
    int64_t now = search->source->now;
    for (size_t i = 0; i < out->count && !out->titled && clock_is_set(now); i++) {
        const struct episode *episode = &out->episodes[i];
        if (episode->season < 0 || clock_days_of(episode->airdate) <= now / CLOCK_DAY)
            continue;
        double future = match_clue_value(CLUE_FUTURE);
        future = out->certainty < future ? out->certainty : future;
        located_weigh(out, CLUE_FUTURE, future, "%s", episode->airdate);
        return;
    }
}
