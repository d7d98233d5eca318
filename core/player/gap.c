/* SPDX-License-Identifier: MIT */
#include "core/player/gap.h"

#include <stdio.h>

#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/episode_search.h"
#include "core/identify/label.h"
#include "core/identify/lookup.h"
#include "core/identify/media_name.h"
#include "core/identify/resolve.h"
#include "core/journal/entries.h"
#include "core/journal/once.h"
#include "core/player/notice.h"
#include "core/services/service.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* How alike a title as read and that of the series are, if they may mean the same. */
#define MAY_MEAN 0.7

struct search {
    const struct match *match;
    const struct episode *episode; /* which one of its series */
    bool watched;                  /* it is in the journal */
    bool maybe;                    /* what is not identified there may be it */
};

/* Whether a name may mean the episode that is looked for. */
static bool may_be(const struct search *search, const struct entry *entry)
{
    struct guess guess;
    if (!media_name_guess(entry->path, entry->media_title, false, &guess) ||
        match_similarity(guess.title, search->match->series.title) < MAY_MEAN)
        return false;
    bool numbered = guess.episode_count > 0;
    for (int i = 0; i < guess.episode_count; i++) {
        if (guess.episodes[i] == search->episode->number)
            return guess.season < 0 || guess.season == search->episode->season;
    }
    return !numbered; /* a date or an absolute number may be any */
}

static bool see(void *context, const struct entry *entry)
{
    struct search *search = context;
    const struct episode *wanted = search->episode;
    const struct episode *episode = &entry->match.episode;

    if (entry->watched_at == 0)
        return true;
    if (!entry->identified)
        search->maybe = search->maybe || may_be(search, entry);
    else if (episode->season == wanted->season && episode->number == wanted->number)
        search->watched = values_same_series(&entry->match.series.ids, &search->match->series.ids);
    return !search->watched;
}

/* Looks for an episode of the series of match. False if the journal cannot be read. */
static bool look_for(struct journal *journal, const struct match *match,
                     const struct episode *episode, struct search *search)
{
    struct entries_filter filter = {
        .numbered = true, .season = episode->season, .number = episode->number};
    *search = (struct search){.match = match, .episode = episode};
    return entries_visit(journal, &filter, see, search, NULL);
}

/* Where an episode is in a list; its end if it is not there. */
static size_t index_of(const struct episode *rows, size_t count, const struct episode *episode)
{
    size_t i = 0;

    while (i < count && (rows[i].season != episode->season || rows[i].number != episode->number))
        i++;
    return i;
}

/* The two episodes before one: the last one first. False if there are no two. */
static bool find_before(const struct episode *rows, size_t count, const struct episode *episode,
                        struct episode before[2])
{
    size_t index = index_of(rows, count, episode);

    if (index < count) {
        for (size_t i = 0; i < 2 && index >= 2; i++) {
            before[i] = (struct episode){.season = rows[index - i - 1].season,
                                         .number = rows[index - i - 1].number};
        }
        return index >= 2;
    }
    for (int i = 0; i < 2; i++) {
        before[i] = (struct episode){.season = episode->season, .number = episode->number - i - 1};
    }
    return episode->number > 2;
}

bool gap_before(struct journal *journal, const struct match *match, const struct episode *rows,
                size_t count, struct episode *missing)
{
    struct search of_missing, of_before;
    struct episode before[2];

    if (match->episode.season <= 0 || !find_before(rows, count, &match->episode, before) ||
        !look_for(journal, match, &before[0], &of_missing) || of_missing.watched ||
        of_missing.maybe || !look_for(journal, match, &before[1], &of_before) || !of_before.watched)
        return false;
    *missing = before[0];
    return true;
}

/* The regular episodes of a series, as one of the catalogues has them that is kept; 0: none is. */
static size_t list_rows(struct journal *journal, struct resolve *resolve, const char *language,
                        int64_t now, const struct match *match, struct episode *rows)
{
    size_t catalogues = 0, count = 0;
    const struct catalogue *list = resolve ? resolve_catalogues(resolve, &catalogues) : NULL;

    for (size_t i = 0; i < catalogues && count == 0; i++) {
        const struct answer_cache cache = {journal, list[i].service->name, language, now, false};
        int64_t id = values_series_id(&match->series.ids, list[i].service->ids);
        if (!id || !lookup_list(&list[i], &cache, id, false, rows, LOOKUP_ROWS_MAX, &count, NULL))
            continue;
        count = episode_search_keep_regular(rows, count);
        if (index_of(rows, count, &match->episode) == count)
            count = 0;
    }
    return count;
}

/* Whether it was not said of this series before. */
static bool is_first(struct journal *journal, const struct series_ids *ids, int64_t now)
{
    char key[64];
    bool first = false;

    snprintf(key, sizeof(key), "gap %s:%lld", ids->tvdb ? "tvdb" : "tvmaze",
             (long long)(ids->tvdb ? ids->tvdb : ids->tvmaze));
    return once_claim(journal, key, now, &first, NULL) && first;
}

struct notice *gap_notice(struct journal *journal, struct resolve *resolve, const char *language,
                          int64_t now, const struct match *match)
{
    CLEANUP(scratch_cleanup) struct episode *rows = scratch_new(LOOKUP_ROWS_MAX * sizeof(*rows));
    struct match missing = *match;

    size_t count = rows ? list_rows(journal, resolve, language, now, match, rows) : 0;
    if (!gap_before(journal, match, rows, count, &missing.episode) ||
        !is_first(journal, &match->series.ids, now))
        return NULL;
    struct notice *notice = notice_new(EPI_NOTICE_GAP, EPI_LEVEL_INFO, true);
    struct label label;
    notice_match(notice, &missing);
    label_of_match(&missing, &label);
    notice_say(notice, &(struct epi_saying){EPI_SAY_GAP, {{.saying = &label.saying}}});
    return notice;
}
