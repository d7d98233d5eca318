/* SPDX-License-Identifier: MIT
 *
 * trakt_account: Trakt's API v2: signing in with an app, its tokens, and the account.
 */
#ifndef EPIMARK_SERVICES_TRAKT_ACCOUNT_H
#define EPIMARK_SERVICES_TRAKT_ACCOUNT_H

#include "core/services/service.h"

extern const struct api api_trakt;

/* As in struct service. */
extern const struct service_field trakt_account_fields[];
bool trakt_account_who(struct session *session, struct account *account, struct epi_error *err);
bool trakt_account_sign_out(struct session *session, struct epi_error *err);

#endif
