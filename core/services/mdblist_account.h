/* SPDX-License-Identifier: MIT
 *
 * mdblist_account: MDBList's API: signing in with a key or on its web page, and the account.
 */
#ifndef EPIMARK_SERVICES_MDBLIST_ACCOUNT_H
#define EPIMARK_SERVICES_MDBLIST_ACCOUNT_H

#include "core/services/service.h"

extern const struct api api_mdblist;

/* As in struct service. */
extern const struct service_field mdblist_account_fields[];
extern const struct service_field mdblist_account_pair_fields[];
const char *mdblist_account_preset(const struct epi_config *config, const char *field);
bool mdblist_account_who(struct session *session, struct account *account, struct epi_error *err);
bool mdblist_account_sign_out(struct session *session, struct epi_error *err);
bool mdblist_account_pair_start(struct session *session, const struct credentials *given,
                                struct pairing *pairing, struct epi_error *err);
bool mdblist_account_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                               struct credentials *signed_in, struct epi_error *err);

#endif
