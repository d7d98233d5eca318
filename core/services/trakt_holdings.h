/* SPDX-License-Identifier: MIT
 *
 * trakt_holdings: what the user has at Trakt: the whole history, and all ratings. Changes nothing.
 */
#ifndef EPIMARK_SERVICES_TRAKT_HOLDINGS_H
#define EPIMARK_SERVICES_TRAKT_HOLDINGS_H

#include "core/services/service.h"

/* As in struct service. */
bool trakt_holdings_page(struct session *session, struct holdings_page *page,
                         service_visit_holding visit, void *context, struct epi_error *err);
bool trakt_holdings_version(struct session *session, enum held_list list,
                            char version[HOLDINGS_VERSION_MAX], struct epi_error *err);

#endif
