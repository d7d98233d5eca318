/* SPDX-License-Identifier: MIT */
#include "core/identify/resolution.h"

#include <stdio.h>
#include <string.h>

bool resolution_begin(struct resolution *out, enum resolve_outcome outcome)
{
    if (outcome >= out->outcome)
        return false;
    out->outcome = outcome;
    out->count = out->candidate_count = 0;
    out->reason[0] = '\0';
    return true;
}

void resolution_add_reason(char reason[256], const char *more)
{
    size_t used = strlen(reason);
    if (*more)
        snprintf(reason + used, 256 - used, "%s%s", used ? "; " : "", more);
}

static void fill(struct match *match, const char *source, const struct series *series,
                 const struct episode *episode, double confidence, const char *reason)
{
    memset(match, 0, sizeof(*match));
    match->series = *series;
    memset(match->series.aliases, 0, sizeof(match->series.aliases));
    match->series.alias_count = 0;
    match->episode = *episode;
    match->confidence = confidence;
    snprintf(match->source, sizeof(match->source), "%s", source);
    snprintf(match->reason, sizeof(match->reason), "%s", reason);
}

void resolution_sure(struct resolution *out, const char *source, const struct series *series,
                     const struct located *located, double confidence, const char *why)
{
    if (!resolution_begin(out, RESOLVE_SURE))
        return;
    snprintf(out->reason, sizeof(out->reason), "%s", why);
    resolution_add_reason(out->reason, located->reason);
    out->count = located->count;
    for (size_t i = 0; i < located->count; i++) {
        const struct episode *episode = &located->episodes[i];
        fill(&out->matches[i], source, series, episode, episode->season < 0 ? 0 : confidence,
             out->reason);
    }
}

/* The first episode found, or one that says none was. */
static struct episode first_found(const struct located *located)
{
    for (size_t i = 0; located && i < located->count; i++)
        if (located->episodes[i].season >= 0)
            return located->episodes[i];
    return (struct episode){.season = -1, .number = -1};
}

void resolution_offer(struct resolution *out, const char *source, const struct series *series,
                      const struct located *located, double confidence, const char *why)
{
    if (out->candidate_count == JOURNAL_CANDIDATES_MAX)
        return;
    struct match *match = &out->candidates[out->candidate_count++];
    struct episode episode = first_found(located);
    fill(match, source, series, &episode, confidence, why);
    if (located)
        resolution_add_reason(match->reason, located->reason);
}

void resolution_no_episode(struct resolution *out, const char *source, const struct series *series,
                           const struct located *located, double confidence, const char *why)
{
    if (!resolution_begin(out, RESOLVE_NO_EPISODE))
        return;
    resolution_add_reason(out->reason, series->title);
    resolution_add_reason(out->reason, located->reason);
    resolution_offer(out, source, series, located, confidence, why);
}
