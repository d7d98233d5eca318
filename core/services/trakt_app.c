/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_app.h"

#include <string.h>

#include "core/base/config.h"
#include "core/services/answer.h"

const char *trakt_app_id(const struct epi_config *config)
{
    return config->trakt_client_id[0] ? config->trakt_client_id : EPIMARK_TRAKT_CLIENT_ID;
}

const char *trakt_app_preset(const struct epi_config *config, const char *field)
{
    return strcmp(field, "client_id") == 0 ? trakt_app_id(config) : "";
}

const char *trakt_app_needs(const struct epi_config *config)
{
    if (*trakt_app_id(config)) {
        return "Trakt accepts ratings only through an app that is registered there, and\n"
               "epimark has the client ID of one: press Enter to use it. Trakt lets members\n"
               "without VIP connect only one such app; if you have an app of your own, type\n"
               "its client ID.";
    }
    return "Trakt accepts ratings only through an app that is registered there, and none\n"
           "came with this epimark: type the client ID of yours; it needs no secret. Trakt\n"
           "gives new apps (https://trakt.tv/oauth/applications) to VIP members only;\n"
           "without one, ratings are kept in the journal, with rate_on=mdblist they go to\n"
           "MDBList, and with rate_on=tvmaze they are votes at TVmaze.";
}

bool trakt_app_is_refused(const struct answer *answer)
{
    return answer->status == 403 && !answer->html; /* Trakt's own is empty */
}

bool trakt_app_refuse(enum epi_error_kind kind, int status, struct epi_error *err)
{
    return error_status(err, kind, status, 0, "Trakt %s", TRAKT_APP_REFUSED);
}
