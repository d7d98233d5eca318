/* SPDX-License-Identifier: MIT
 *
 * resolve: which series and which episodes a file is: a correction of the user, the ids in its
 * name, the cache, then the catalogues in order. Asks catalogues and reads or fills the journal's
 * cache; decides how sure that is and says why. Never delivers, retries or talks to a user. Only
 * core uses it; one resolve is of one thread.
 */
#ifndef EPIMARK_IDENTIFY_RESOLVE_H
#define EPIMARK_IDENTIFY_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/journal/entry.h"
#include "core/services/service.h"
#include "matching/matching.h"

struct journal;
struct resolve;

/* One catalogue to ask: a service that can search, look up and list episodes, and its session. */
struct resolve_catalogue {
    const struct service *service;
    struct session *session;
};

enum { RESOLVE_CATALOGUES_MAX = 4 };

enum resolve_outcome {
    RESOLVE_SURE,       /* send it: matches has the episodes */
    RESOLVE_UNSURE,     /* ask: candidates has the series that come close */
    RESOLVE_NO_EPISODE, /* the series is sure (the only candidate), but has no such episode yet */
    RESOLVE_NO_SERIES,  /* no catalogue knows anything like it */
    RESOLVE_NOTHING,    /* the name tells no single episode; nothing was asked */
};

struct resolution {
    enum resolve_outcome outcome;
    /* RESOLVE_SURE: one for each episode in the guess, in its order, at least one of them found;
     * one that no catalogue has is episode.season -1 and confidence 0. Otherwise count is 0. */
    struct match matches[MATCH_EPISODES_MAX];
    size_t count;
    char reason[256]; /* one line: why it is sure, or what is missing */
    /* What came closest, best first: series, source, confidence and reason; and where it was
     * found, the first episode. */
    struct match candidates[JOURNAL_CANDIDATES_MAX];
    size_t candidate_count;
};

/* The catalogues in the order they are asked; one that needs a sign-in it does not have is passed
 * over. Borrows everything, which outlives it; journal may be NULL: no corrections, no cache. */
struct resolve *resolve_new(const struct epi_config *config, struct journal *journal,
                            const struct resolve_catalogue *catalogues, size_t count);
void resolve_free(struct resolve *resolve);

/* Finds the episodes of the file at path that was read as guess. duration: seconds, 0 unknown;
 * now: seconds since 1970. resolution is large: allocate it. Fails where no catalogue could say
 * and one could not be asked (EPI_ERROR_LATER), or with EPI_ERROR_STOPPED. */
bool resolve_file(struct resolve *resolve, const char *path, const struct guess *guess,
                  double duration, int64_t now, struct resolution *resolution,
                  struct epi_error *err);

/* Looks a series up by its ids, for a correction: found tells whether a catalogue has it. */
bool resolve_series(struct resolve *resolve, const struct series_ids *ids, struct series *series,
                    bool *found, struct epi_error *err);

/* The title of a guess as corrections know it: folded, with its year and country. */
void resolve_title_key(const struct guess *guess, char *key, size_t size);

#endif
