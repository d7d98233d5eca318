/* SPDX-License-Identifier: MIT
 *
 * places: where the stand-ins lie, by the options that say where the services are. For whoever
 * points core, or a player, at them.
 */
#ifndef EPIMARK_TESTS_STANDIN_PLACES_H
#define EPIMARK_TESTS_STANDIN_PLACES_H

#include <assert.h>
#include <stdio.h>

#include "core/base/config.h"
#include "tests/standin/standin.h"

static const struct {
    const char *option;
    const char *prefix; /* of the paths there */
} places[] = {
    {"tvmaze_url", "/tvmaze"}, {"tvmaze_user_url", "/tvmaze/v1"}, {"tvdb_url", "/tvdb/v4"},
    {"tvdb2_url", "/tvdb2"},   {"trakt_url", "/trakt"},           {"trakt_auth_url", "/trakt-auth"},
    {"trakt1_url", "/trakt1"}, {"mdblist_url", "/mdblist"},
};

enum { PLACES = sizeof(places) / sizeof(places[0]) };

/* Points the options at a stand-in. */
static inline void places_set(struct epi_config *config, const struct standin *standin)
{
    for (size_t i = 0; i < PLACES; i++) {
        char url[CONFIG_URL_MAX];
        snprintf(url, sizeof(url), "%s%s", standin_url(standin), places[i].prefix);
        if (!epi_config_set(config, places[i].option, url, EPI_SOURCE_COMMAND, NULL))
            assert(!"an option that is not there");
    }
}

#endif
