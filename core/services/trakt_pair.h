/* SPDX-License-Identifier: MIT
 *
 * trakt_pair: signing in to Trakt's API v2 by a code, which the user confirms on a web page, with
 * an app that has a secret or none.
 */
#ifndef EPIMARK_SERVICES_TRAKT_PAIR_H
#define EPIMARK_SERVICES_TRAKT_PAIR_H

#include "core/services/service.h"

/* As in struct service. */
extern const struct service_field trakt_pair_fields[];
bool trakt_pair_start(struct session *session, const struct credentials *given,
                      struct pairing *pairing, struct epi_error *err);
bool trakt_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                     struct credentials *signed_in, struct epi_error *err);

#endif
