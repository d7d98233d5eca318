/* SPDX-License-Identifier: MIT
 *
 * tvmaze: what tvmaze.c (the public API, which needs no account), tvmaze_user.c (the user API) and
 * tvmaze_lists.c (what it lists) have of each other. Nobody else includes it.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_H
#define EPIMARK_SERVICES_TVMAZE_H

#include "core/services/session.h"

/* The id of a series at TVmaze; 0 where it has none. */
bool tvmaze_find_show(struct session *session, const struct series_ids *ids, int64_t *id,
                      struct epi_error *err);

/* The id of the one episode a subject means; 0 where TVmaze has none or several. */
bool tvmaze_find_episode(struct session *session, const struct subject *subject, int64_t *id,
                         struct epi_error *err);

/* A show and an episode as TVmaze writes them; false where it is neither. */
bool tvmaze_read_series(const struct json *show, struct series *series);
bool tvmaze_read_episode(const struct json *json, struct episode *episode);

/* As in struct service. */
bool tvmaze_mark(struct session *session, const struct mark *marks, size_t count,
                 struct epi_error *results, struct epi_error *err);
bool tvmaze_unmark(struct session *session, const struct subject *subjects, size_t count,
                   struct epi_error *results, struct epi_error *err);
bool tvmaze_rate(struct session *session, const struct rating *ratings, size_t count,
                 struct epi_error *results, struct epi_error *err);
bool tvmaze_follow(struct session *session, const struct series *series, bool followed,
                   struct epi_error *err);
bool tvmaze_tag(struct session *session, const struct series *series, const char *tag, bool tagged,
                struct epi_error *err);
bool tvmaze_lists(struct session *session, service_visit_series visit, void *context,
                  struct epi_error *err);
bool tvmaze_marked(struct session *session, const struct series *series, service_visit_marked visit,
                   void *context, struct epi_error *err);
bool tvmaze_who(struct session *session, struct account *account, struct epi_error *err);
extern const struct service_field tvmaze_pair_fields[];
bool tvmaze_pair_start(struct session *session, const struct credentials *given,
                       struct pairing *pairing, struct epi_error *err);
bool tvmaze_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                      struct credentials *signed_in, struct epi_error *err);

#endif
