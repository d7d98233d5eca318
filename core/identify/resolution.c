/* SPDX-License-Identifier: MIT */
#include "core/identify/resolution.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/located.h"
#include "core/identify/reason.h"

bool resolution_begin(struct resolution *out, enum resolution_outcome outcome)
{
    if (outcome >= out->outcome)
        return false;
    out->outcome = outcome;
    out->count = out->candidate_count = 0;
    out->reason[0] = '\0';
    out->sentence = EPI_SAY_TEXT;
    return true;
}

/* Appends the reason for the episodes. */
static void add_located(char *reason, size_t size, const struct located *located)
{
    char clauses[256];
    located_reason(located, clauses, sizeof(clauses));
    reason_add(reason, size, "%s", clauses);
}

void resolution_clear(struct resolution *out)
{
    out->outcome = (enum resolution_outcome)0;
    out->count = out->candidate_count = 0;
    out->reason[0] = '\0';
    out->sentence = EPI_SAY_TEXT;
}

void resolution_say(struct resolution *out, enum resolution_outcome outcome, enum epi_sentence why)
{
    resolution_clear(out);
    out->outcome = outcome;
    out->sentence = why;
    snprintf(out->reason, sizeof(out->reason), "%s", epi_sentence_template(why));
}

void resolution_ignored(struct resolution *out)
{
    resolution_say(out, RESOLUTION_NOTHING, EPI_SAY_FOLDER_IGNORES);
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
    if (!resolution_begin(out, RESOLUTION_SURE))
        return;
    snprintf(out->reason, sizeof(out->reason), "%s", why);
    add_located(out->reason, sizeof(out->reason), located);
    out->count = located->count;
    for (size_t i = 0; i < located->count; i++) {
        const struct episode *episode = &located->episodes[i];
        fill(&out->matches[i], source, series, episode, episode->season < 0 ? 0 : confidence,
             out->reason);
    }
}

/* The first episode found; season -1 if none was. */
static struct episode first_found(const struct located *located)
{
    for (size_t i = 0; located && i < located->count; i++) {
        if (located->episodes[i].season >= 0)
            return located->episodes[i];
    }
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
        add_located(match->reason, sizeof(match->reason), located);
}

static bool is_of(const struct match *match, const struct series_ids *series)
{
    return (series->tvdb && match->series.ids.tvdb == series->tvdb) ||
           (series->tvmaze && match->series.ids.tvmaze == series->tvmaze);
}

bool resolution_is_of(const struct resolution *out, const struct series_ids *series)
{
    const struct match *match = out->outcome == RESOLUTION_SURE ? &out->matches[0]
                                : out->candidate_count > 0      ? &out->candidates[0]
                                                                : NULL;
    return match && is_of(match, series);
}

/* Removes what is offered of a series. */
static void withdraw(struct resolution *out, const struct series_ids *series)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->candidate_count; i++) {
        if (!is_of(&out->candidates[i], series))
            out->candidates[kept++] = out->candidates[i];
    }
    out->candidate_count = kept;
}

void resolution_offer_first(struct resolution *out, const char *source, const struct series *series,
                            const struct located *located, double confidence, const char *why)
{
    if (out->outcome == RESOLUTION_SURE)
        out->candidates[out->candidate_count++] = out->matches[0];
    withdraw(out, &series->ids);
    if (out->candidate_count == JOURNAL_CANDIDATES_MAX)
        out->candidate_count--;
    size_t after = out->candidate_count;
    memmove(&out->candidates[1], &out->candidates[0], after * sizeof(out->candidates[0]));
    out->outcome = RESOLUTION_UNSURE;
    out->count = out->candidate_count = 0;
    out->sentence = EPI_SAY_TEXT;
    snprintf(out->reason, sizeof(out->reason), "%s", why);
    resolution_offer(out, source, series, located, confidence, why);
    out->candidate_count += after;
}

void resolution_offer_other(struct resolution *out, const char *source, const struct series *series,
                            const struct episode *episode, double confidence, const char *why)
{
    if (out->candidate_count == JOURNAL_CANDIDATES_MAX)
        return;
    struct match *match = &out->candidates[out->candidate_count++];
    fill(match, source, series, episode, confidence, why);
    match->other = true;
}

void resolution_no_episode(struct resolution *out, const char *source, const struct series *series,
                           const struct located *located, double confidence, const char *why)
{
    if (!resolution_begin(out, RESOLUTION_NO_EPISODE))
        return;
    out->sentence = EPI_SAY_LACKS_EPISODE;
    reason_add(out->reason, sizeof(out->reason), "%s", series->title);
    add_located(out->reason, sizeof(out->reason), located);
    resolution_offer(out, source, series, located, confidence, why);
}
