/* SPDX-License-Identifier: MIT
 *
 * strays: episodes that an account holds of which its service does not say of which series they
 * are. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_STRAYS_H
#define EPIMARK_CLIENT_STRAYS_H

#include <stdbool.h>

struct epi_client;
struct epi_error;
struct service;
struct session;

/* Asks the service for the series of each, and for its list if that is not kept: two requests for
 * all that is held of a series. What the service does not know stays as it is. */
bool strays_place(struct epi_client *client, const struct service *service, struct session *session,
                  struct epi_error *err);

#endif
