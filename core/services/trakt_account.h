/* SPDX-License-Identifier: MIT
 *
 * trakt_account: Trakt's API v2: signing in with an app, its tokens, and the account.
 */
#ifndef EPIMARK_SERVICES_TRAKT_ACCOUNT_H
#define EPIMARK_SERVICES_TRAKT_ACCOUNT_H

#include "core/services/service.h"

struct answer;

extern const struct api api_trakt;

/* As in struct service. */
extern const struct service_field trakt_account_fields[];
bool trakt_account_who(struct session *session, struct account *account, struct epi_error *err);
bool trakt_account_sign_out(struct session *session, struct epi_error *err);

/* Keeps both tokens of an answer in the session, and frees the answer. False with EPI_ERROR_LATER
 * if they are not in it. */
bool trakt_account_keep(struct session *session, struct answer *answer, struct epi_error *err);

#endif
