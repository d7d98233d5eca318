/* SPDX-License-Identifier: MIT
 *
 * trakt_shows: series and episodes as Trakt has them, to find the ids by which it is sent an
 * episode: it numbers some series in its own way. The first two as in struct service. Nothing is
 * searched here.
 */
#ifndef EPIMARK_SERVICES_TRAKT_SHOWS_H
#define EPIMARK_SERVICES_TRAKT_SHOWS_H

#include "core/services/service.h"

/* By TheTVDB's id, then by IMDb's. */
bool trakt_shows_lookup(struct session *session, const struct series_ids *ids,
                        struct series *series, bool *found, struct epi_error *err);

/* Of the aired order only. An episode that TheTVDB's id is not known of is left out. */
bool trakt_shows_episodes(struct session *session, const struct series *series,
                          const struct episode_query *query, struct episode *episodes, size_t max,
                          size_t *count, struct epi_error *err);

/* Whether an object in an answer is a subject's series: by an id that both have, else by title. */
bool trakt_shows_is(const struct json *show, const struct subject *subject);

/* The id that Trakt has for a season, or for an episode by its number. It is asked for once and
 * kept; anew: it is asked for again. 0 if Trakt has none, or nothing of the series is known but its
 * title. */
struct own_id {
    int64_t id;
    bool kept; /* since before: Trakt may have another by now */
};
bool trakt_shows_own(struct session *session, const struct subject *subject, bool anew,
                     struct own_id *own, struct epi_error *err);

#endif
