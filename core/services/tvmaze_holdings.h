/* SPDX-License-Identifier: MIT
 *
 * tvmaze_holdings: what the user has at TVmaze: all marks and all votes, for premium members, or
 * the marks of one series. Changes nothing.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_HOLDINGS_H
#define EPIMARK_SERVICES_TVMAZE_HOLDINGS_H

#include "core/services/service.h"

/* As in struct service. The list of all marks does not say of which series an episode is. */
bool tvmaze_holdings_page(struct session *session, struct holdings_page *page,
                          service_visit_holding visit, void *context, struct epi_error *err);

#endif
