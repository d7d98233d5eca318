/* SPDX-License-Identifier: MIT
 *
 * trakt_sync: Trakt's API v2: ratings, plays and live watching.
 */
#ifndef EPIMARK_SERVICES_TRAKT_SYNC_H
#define EPIMARK_SERVICES_TRAKT_SYNC_H

#include "core/services/service.h"

/* As in struct service. */
bool trakt_sync_rate(struct session *session, const struct rating *ratings, size_t count,
                     struct epi_error *results, struct epi_error *err);
bool trakt_sync_play(struct session *session, const struct mark *plays, size_t count,
                     struct epi_error *results, struct epi_error *err);
bool trakt_sync_played(struct session *session, const struct mark *play, bool *found,
                       struct epi_error *err);
bool trakt_sync_unplay(struct session *session, const struct mark *plays, size_t count,
                       struct epi_error *results, struct epi_error *err);
bool trakt_sync_remove_plays(struct session *session, const int64_t *items, size_t count,
                             struct epi_error *err);
bool trakt_sync_live(struct session *session, const struct subject *subject,
                     enum live_action action, double progress, bool *counted,
                     struct epi_error *err);

#endif
