/* SPDX-License-Identifier: MIT */
#include "core/player/gap.h"

#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* How alike a title as read and that of the series are, if they may mean the same. */
#define MAY_MEAN 0.7

struct search {
    const struct match *match;
    int number;   /* of the episode that is looked for, in the same season */
    bool watched; /* it is in the journal */
    bool maybe;   /* what is not identified there may be it */
};

/* Whether a name may mean the episode that is looked for. */
static bool may_be(const struct search *search, const struct entry *entry)
{
    struct guess guess;
    if (!media_name_guess(entry->path, entry->media_title, &guess) ||
        match_similarity(guess.title, search->match->series.title) < MAY_MEAN)
        return false;
    bool numbered = guess.episode_count > 0;
    for (int i = 0; i < guess.episode_count; i++) {
        if (guess.episodes[i] == search->number)
            return guess.season < 0 || guess.season == search->match->episode.season;
    }
    return !numbered; /* a date or an absolute number may be any */
}

static bool see(void *context, const struct entry *entry)
{
    struct search *search = context;
    const struct episode *wanted = &search->match->episode;
    const struct episode *episode = &entry->match.episode;

    if (entry->watched_at == 0)
        return true;
    if (!entry->identified)
        search->maybe = search->maybe || may_be(search, entry);
    else if (episode->season == wanted->season && episode->number == search->number)
        search->watched = values_same_series(&entry->match.series.ids, &search->match->series.ids);
    return !search->watched;
}

/* Looks for an episode of the season of match. False if the journal cannot be read. */
static bool look_for(struct journal *journal, const struct match *match, int number,
                     struct search *search)
{
    struct entries_filter filter = {
        .numbered = true, .season = match->episode.season, .number = number};
    *search = (struct search){.match = match, .number = number};
    return entries_visit(journal, &filter, see, search, NULL);
}

bool gap_before(struct journal *journal, const struct match *match)
{
    const struct episode *episode = &match->episode;
    struct search missing, before;

    return episode->season > 0 && episode->number > 2 &&
           look_for(journal, match, episode->number - 1, &missing) && !missing.watched &&
           !missing.maybe && look_for(journal, match, episode->number - 2, &before) &&
           before.watched;
}
