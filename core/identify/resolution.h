/* SPDX-License-Identifier: MIT
 *
 * resolution: what a file was found to be, and how resolve writes it down: a better outcome
 * replaces a worse one, an equal or worse one changes nothing. Decides nothing. resolve fills it
 * in; courier and client read it.
 */
#ifndef EPIMARK_IDENTIFY_RESOLUTION_H
#define EPIMARK_IDENTIFY_RESOLUTION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/sentence.h>

struct located;

/* From the best to the worst. */
enum resolution_outcome {
    RESOLUTION_SURE,       /* send it: matches has the episodes */
    RESOLUTION_UNSURE,     /* ask: candidates has the series that come close */
    RESOLUTION_NO_EPISODE, /* the series is sure (the only candidate), but lacks the episode yet */
    RESOLUTION_NO_SERIES,  /* no catalogue knows anything like it */
    RESOLUTION_NOTHING,    /* the name means no single episode; nothing was asked */
    RESOLUTION_LEFT,       /* the user says that it is no episode; nothing was asked */
};

struct resolution {
    enum resolution_outcome outcome;
    /* RESOLUTION_SURE: one for each episode in the guess, in its order, at least one of them found;
     * one that no catalogue has is episode.season -1 and confidence 0. Otherwise count is 0. */
    struct match matches[MATCH_EPISODES_MAX];
    size_t count;
    char reason[256];           /* one line: why it is sure, or what is missing */
    enum epi_sentence sentence; /* the same, of NO_EPISODE and below; its part is reason or, with
                                 * NO_EPISODE, the first candidate */
    /* What came closest, best first: series, source, confidence and reason, and the first episode
     * if it was found. A series may be there several times, with the episodes that the name may
     * mean. */
    struct match candidates[JOURNAL_CANDIDATES_MAX];
    size_t candidate_count;
};

/* Makes it empty. What is behind its counts stays as it is: to clear it would only make the host
 * larger. */
void resolution_clear(struct resolution *out);

/* Clears out for an outcome that is better than the one it has; otherwise returns false. */
bool resolution_begin(struct resolution *out, enum resolution_outcome outcome);

/* It is of that outcome, and that sentence, which has no parts, says why. */
void resolution_say(struct resolution *out, enum resolution_outcome outcome, enum epi_sentence why);

/* Nothing is looked up, since .epimark in the file's folder ignores it. */
void resolution_ignored(struct resolution *out);

/* The episodes are sure. source: the name of the catalogue; why: the reason for the series. */
void resolution_sure(struct resolution *out, const char *source, const struct series *series,
                     const struct located *located, double confidence, const char *why);

/* The series is sure, but does not have the episode. */
void resolution_no_episode(struct resolution *out, const char *source, const struct series *series,
                           const struct located *located, double confidence, const char *why);

/* Adds a candidate if there is room for one more; located may be NULL. */
void resolution_offer(struct resolution *out, const char *source, const struct series *series,
                      const struct located *located, double confidence, const char *why);

/* Whether it is sure to be of that series, or offers it first. */
bool resolution_is_of(const struct resolution *out, const struct series_ids *series);

/* Makes a candidate the first. What was sure until now is the second one, and unsure. */
void resolution_offer_first(struct resolution *out, const char *source, const struct series *series,
                            const struct located *located, double confidence, const char *why);

/* Adds another episode of a series that the name may mean, if there is room. */
void resolution_offer_other(struct resolution *out, const char *source, const struct series *series,
                            const struct episode *episode, double confidence, const char *why);

#endif
