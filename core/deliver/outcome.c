/* SPDX-License-Identifier: MIT */
#include "core/deliver/outcome.h"

#include "core/base/error.h"
#include "core/identify/resolution.h"
#include "core/journal/companions.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"

enum {
    NEW_EPISODE_SECONDS = 86400, /* an episode that no catalogue has yet: daily ... */
    NEW_EPISODE_DAYS = 14,       /* ... for this many days after it was watched */
};

/* The series, if that is sure even though the episode was not found; or NULL. */
static const struct match *sure_series(const struct resolution *resolution)
{
    if (resolution->outcome == RESOLUTION_SURE && resolution->count > 0)
        return &resolution->matches[0];
    if (resolution->outcome == RESOLUTION_NO_EPISODE && resolution->candidate_count > 0)
        return &resolution->candidates[0];
    return NULL;
}

bool outcome_undo(struct journal *journal, const struct entry *entry, int64_t now,
                  struct epi_error *err)
{
    struct record undo = {.kind = RECORD_UNDO, .at = now, .entry = entry->id, .size = -1};
    struct recorded recorded;

    do {
        if (!journal_add(journal, &undo, &recorded, err))
            return false;
    } while (recorded.undid && !recorded.spooled);
    return true;
}

/* The name counts as one episode what is several. */
static bool is_several(const struct entry *entry, const struct resolution *resolution)
{
    return entry->nth == 1 && entry->episodes == 1 && resolution->count > 1;
}

/* Whether a series that it may be of lacks the episode, and may have it soon. */
static bool may_be_listed(const struct resolution *resolution)
{
    bool missing = false;
    for (size_t i = 0; i < resolution->candidate_count; i++) {
        const struct match *match = &resolution->candidates[i];
        missing = missing || (!match->other && match->episode.season < 0);
    }
    return missing;
}

bool outcome_file(struct journal *journal, const struct entry *entry,
                  const struct resolution *resolution, const char *title_key, int64_t now,
                  enum outcome *outcome, struct epi_error *err)
{
    size_t index = entry->nth > 0 ? (size_t)entry->nth - 1 : 0;
    bool sure = resolution->outcome == RESOLUTION_SURE;
    *outcome = OUTCOME_OTHER;
    if (sure && index < resolution->count && resolution->matches[index].confidence > 0) {
        *outcome = OUTCOME_IDENTIFIED;
        return entries_set_match(journal, entry->id, &resolution->matches[index], title_key, now,
                                 err) &&
               (!is_several(entry, resolution) ||
                companions_add(journal, entry->id, resolution->count, err));
    }
    if (sure && entry->nth > entry->episodes)
        return outcome_undo(journal, entry, now, err); /* by now it is one */
    bool young = now - entry->created_at < NEW_EPISODE_DAYS * (int64_t)86400;
    if (resolution->outcome == RESOLUTION_UNSURE) {
        bool ask = young && may_be_listed(resolution);
        *outcome = OUTCOME_HELD;
        return entries_hold(journal, entry->id, title_key, resolution->reason, now, err) &&
               (!ask || entries_ask_again(journal, entry->id, now + NEW_EPISODE_SECONDS, err));
    }
    if (resolution->outcome == RESOLUTION_LEFT)
        return entries_leave(journal, entry->id, now, err);
    bool again = young && resolution->outcome != RESOLUTION_NOTHING;
    return entries_postpone(journal, entry->id, again ? now + NEW_EPISODE_SECONDS : 0,
                            resolution->reason, sure_series(resolution), now, err);
}
