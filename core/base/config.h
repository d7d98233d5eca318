/* SPDX-License-Identifier: MIT
 *
 * config: the options as one table (name, type, default, range, help) and the struct that holds
 * their values, which other programs know as a handle (epimark/config.h). Never holds a secret. A
 * plain value: copy it freely. Any thread may read one that nobody changes.
 */
#ifndef EPIMARK_BASE_CONFIG_H
#define EPIMARK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include <epimark/config.h>

enum config_match { MATCH_STRICT, MATCH_NORMAL, MATCH_EAGER };
enum config_credentials { CREDENTIALS_KEYRING, CREDENTIALS_FILE };

enum { CONFIG_URL_MAX = 256, CONFIG_LIST_MAX = EPI_CONFIG_VALUE_MAX, CONFIG_OPTIONS_MAX = 48 };

struct epi_config {
    int watched_percent; /* the position that has to be reached, % */
    int played_percent;  /* how much has to be really played, % */
    int min_seconds;     /* shorter files are left alone */
    int rewatch_hours;   /* the same episode again within these is the same viewing */
    enum config_match match;
    int tvdb_api;                  /* 4 or 2 */
    int trakt_api;                 /* 2 or 1 */
    char scrobble_on[64];          /* "tvmaze,trakt" */
    char rate_on[64];              /* "trakt,tvmaze,tvdb2" */
    char language[16];             /* "de"; "" leaves it to the service */
    char order[16];                /* the numbering files follow: aired, dvd */
    char ignore[CONFIG_LIST_MAX];  /* folders or patterns, '|' between them */
    char only[CONFIG_LIST_MAX];    /* as ignore */
    bool live;                     /* tell Trakt, where scrobble_on names it, what is on */
    bool keys;                     /* bind the default keys */
    bool osd;                      /* show notices on screen */
    int http_timeout;              /* seconds for one request */
    char ca_file[CONFIG_LIST_MAX]; /* "" is the system's own */
    enum config_credentials credential_store;
    char tvmaze_url[CONFIG_URL_MAX];
    char tvmaze_user_url[CONFIG_URL_MAX];
    char tvdb_url[CONFIG_URL_MAX];
    char tvdb2_url[CONFIG_URL_MAX];
    char trakt_url[CONFIG_URL_MAX];
    char trakt_auth_url[CONFIG_URL_MAX];
    char trakt1_url[CONFIG_URL_MAX];
    enum epi_config_source source[CONFIG_OPTIONS_MAX]; /* by the option's place in the table */
    /* Why a file of options could not be read, one line with what helps; "" if all could be. It may
     * say ignore=, so unless this is "" nothing is looked up, written or sent. */
    char unreadable[256];
};

/* All defaults, in place: for a value that nobody else has to free. */
void config_init(struct epi_config *config);

/* Whether a comma-separated list such as scrobble_on names a service. */
bool config_lists(const char *list, const char *service);

/* Whether ignore= and only= let this path be looked at; one that is no URL and not absolute lies in
 * the current folder. An entry names a folder with all in it (or a file): from the root or "~/", or
 * else anywhere; "*", "?" and "[...]" stand for parts of one name, "**" for any names. Never while
 * unreadable is set. */
bool config_allows(const struct epi_config *config, const char *path);

#endif
