/* SPDX-License-Identifier: MIT
 *
 * mdblist_sync: ratings and plays at MDBList. An episode is sent in its season in its series, with
 * its number and all ids that are known of both: MDBList numbers episodes as TMDB does, and a
 * series or a season by itself would be all of its episodes.
 */
#ifndef EPIMARK_SERVICES_MDBLIST_SYNC_H
#define EPIMARK_SERVICES_MDBLIST_SYNC_H

#include "core/services/service.h"

/* As in struct service. */
bool mdblist_sync_rate(struct session *session, const struct rating *ratings, size_t count,
                       struct epi_error *results, struct epi_error *err);
bool mdblist_sync_play(struct session *session, const struct mark *plays, size_t count,
                       struct epi_error *results, struct epi_error *err);
bool mdblist_sync_played(struct session *session, const struct mark *play, bool *found,
                         struct epi_error *err);
bool mdblist_sync_unplay(struct session *session, const struct mark *plays, size_t count,
                         struct epi_error *results, struct epi_error *err);

#endif
