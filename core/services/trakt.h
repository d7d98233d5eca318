/* SPDX-License-Identifier: MIT
 *
 * trakt: what trakt.c (the account of Trakt's API v2) and trakt_sync.c (ratings, plays, live
 * watching) have of each other. Nobody else includes it.
 */
#ifndef EPIMARK_SERVICES_TRAKT_H
#define EPIMARK_SERVICES_TRAKT_H

#include "core/services/session.h"

/* As in struct service. */
bool trakt_rate(struct session *session, const struct rating *ratings, size_t count,
                struct epi_error *results, struct epi_error *err);
bool trakt_play(struct session *session, const struct mark *plays, size_t count,
                struct epi_error *results, struct epi_error *err);
bool trakt_played(struct session *session, const struct mark *play, bool *found,
                  struct epi_error *err);
bool trakt_unplay(struct session *session, const struct mark *plays, size_t count,
                  struct epi_error *results, struct epi_error *err);
bool trakt_live(struct session *session, const struct subject *subject, enum live_action action,
                double progress, bool *counted, struct epi_error *err);

#endif
