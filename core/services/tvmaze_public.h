/* SPDX-License-Identifier: MIT
 *
 * tvmaze_public: TVmaze's public API: a catalogue that needs no account.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_PUBLIC_H
#define EPIMARK_SERVICES_TVMAZE_PUBLIC_H

#include "core/services/service.h"

struct answer;
struct json;

extern const struct api api_tvmaze;

/* The id of a series at TVmaze; 0 if it has none. */
bool tvmaze_public_find_show(struct session *session, const struct series_ids *ids, int64_t *id,
                             struct epi_error *err);

/* Its id by its other ids, for a series of which TVmaze does not know the id in *id: that is set to
 * the other one, or to 0 if there is none. */
bool tvmaze_public_find_other(struct session *session, const struct series_ids *ids, int64_t *id,
                              struct epi_error *err);

/* Whether an answer says that TVmaze does not know what it was asked about. The documents leave
 * open how it says that of a series. */
bool tvmaze_public_is_unknown(const struct answer *answer);

/* Whether TVmaze says in its own words that what is to be taken back is not there. A 404 without
 * them may be of a machine in between. */
bool tvmaze_public_is_gone(const struct answer *answer);

/* Read a show and an episode from TVmaze's JSON; false if json is something else. */
bool tvmaze_public_read_series(const struct json *show, struct series *series);
bool tvmaze_public_read_episode(const struct json *json, struct episode *episode);

/* As in struct service. */
bool tvmaze_public_search(struct session *session, const char *title, int year,
                          struct series *series, size_t max, size_t *count, struct epi_error *err);
bool tvmaze_public_lookup(struct session *session, const struct series_ids *ids,
                          struct series *series, bool *found, struct epi_error *err);
bool tvmaze_public_aliases(struct session *session, struct series *series, struct epi_error *err);
bool tvmaze_public_episodes(struct session *session, const struct series *series,
                            const struct episode_query *query, struct episode *out, size_t max,
                            size_t *count, struct epi_error *err);
bool tvmaze_public_series_of(struct session *session, int64_t episode, struct series *series,
                             bool *found, struct epi_error *err);
bool tvmaze_public_order(struct session *session, const struct series *series,
                         const struct episode_query *query, struct episode *out, size_t max,
                         size_t *count, struct epi_error *err);

#endif
