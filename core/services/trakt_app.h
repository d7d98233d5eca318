/* SPDX-License-Identifier: MIT
 *
 * trakt_app: the app at Trakt that is there without being typed, by its client ID: that of the
 * option, or the one that a packager built in. Its secret is in neither: it needs none. And what
 * Trakt says of an app that it does not allow. Pure.
 */
#ifndef EPIMARK_SERVICES_TRAKT_APP_H
#define EPIMARK_SERVICES_TRAKT_APP_H

#include <stdbool.h>

#include "core/base/error.h"

struct answer;
struct epi_config;

/* What Trakt's 403 means, after its name. */
#define TRAKT_APP_REFUSED                                                                          \
    "refuses the app with this client ID: it is unknown, or was revoked, or its owner is not a "   \
    "VIP member; `epimark login trakt` takes another ID"

/* The client ID; "" if there is none. */
const char *trakt_app_id(const struct epi_config *config);

/* As in struct service. */
const char *trakt_app_preset(const struct epi_config *config, const char *field);
const char *trakt_app_needs(const struct epi_config *config);

/* Whether an answer refuses the app; and the error for that, which returns false. */
bool trakt_app_is_refused(const struct answer *answer);
bool trakt_app_refuse(enum epi_error_kind kind, int status, struct epi_error *err);

#endif
