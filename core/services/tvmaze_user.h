/* SPDX-License-Identifier: MIT
 *
 * tvmaze_user: TVmaze's user API: marks, votes, the account, and signing in.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_USER_H
#define EPIMARK_SERVICES_TVMAZE_USER_H

#include "core/services/service.h"

extern const struct api api_tvmaze_user;

/* As in struct service. */
bool tvmaze_user_mark(struct session *session, const struct mark *marks, size_t count,
                      struct epi_error *results, struct epi_error *err);
bool tvmaze_user_unmark(struct session *session, const struct subject *subjects, size_t count,
                        struct epi_error *results, struct epi_error *err);
void tvmaze_user_page(const struct subject *subject, char *url, size_t size);
bool tvmaze_user_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct epi_error *results, struct epi_error *err);
bool tvmaze_user_who(struct session *session, struct account *account, struct epi_error *err);
extern const struct service_field tvmaze_user_pair_fields[];
bool tvmaze_user_pair_start(struct session *session, const struct credentials *given,
                            struct pairing *pairing, struct epi_error *err);
bool tvmaze_user_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                           struct credentials *signed_in, struct epi_error *err);

#endif
