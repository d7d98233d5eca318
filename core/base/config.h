/* SPDX-License-Identifier: MIT
 *
 * config: the options as one table (options.def) and the struct that holds their values; other
 * programs see it as an opaque handle (epimark/config.h). Never holds a secret. It is a plain value
 * that may be copied. Threads may share one as long as none changes it.
 */
#ifndef EPIMARK_BASE_CONFIG_H
#define EPIMARK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"
#include <epimark/config.h>

enum config_match { MATCH_STRICT, MATCH_NORMAL, MATCH_EAGER };
enum config_films { FILMS_NO, FILMS_KEEP, FILMS_SEND };
enum config_credentials { CREDENTIALS_KEYRING, CREDENTIALS_FILE };

enum {
    CONFIG_URL_MAX = 256,
    CONFIG_LIST_MAX = EPI_CONFIG_VALUE_MAX,
    CONFIG_OPTIONS_MAX = 48,
    CONFIG_FOLDER_MAX = 1024,
};

struct epi_config {
    int watched_percent; /* the position that must be reached, % */
    int played_percent;  /* how much must actually be played, % */
    int min_seconds;     /* shorter files are ignored */
    enum config_films films;
    int film_minutes;  /* shorter films are ignored */
    int rewatch_hours; /* watched again within these, it is the same viewing */
    int resume_days;   /* sittings within these are joined */
    enum config_match match;
    int tvdb_api;                     /* 4 or 2 */
    int trakt_api;                    /* 2 or 1 */
    char scrobble_on[64];             /* "tvmaze,trakt,mdblist" */
    char rate_on[64];                 /* "trakt,tvmaze,tvdb2,mdblist" */
    char language[16];                /* "de"; "": the service chooses */
    char order[16];                   /* the numbering files follow: auto, aired, dvd ... */
    char anime_list[CONFIG_LIST_MAX]; /* "": none */
    char ignore[CONFIG_LIST_MAX];     /* folders or patterns, separated by '|' */
    char only[CONFIG_LIST_MAX];       /* as ignore */
    bool live;                        /* if scrobble_on includes Trakt, report what is on */
    bool keys;                        /* bind the default keys */
    char osd[64];                     /* "yes", "no" or kinds of notices: "watched,errors" */
    char osd_language[16];            /* "de"; "": that of the system */
    int http_timeout;                 /* seconds for one request */
    char ca_file[CONFIG_LIST_MAX];    /* "": the system's own */
    enum config_credentials credential_store;
    char trakt_client_id[129];   /* "": the one that is built in, if there is one */
    char mdblist_client_id[129]; /* "": MDBList is signed in to by a key */
    char tvmaze_url[CONFIG_URL_MAX];
    char tvmaze_user_url[CONFIG_URL_MAX];
    char tvdb_url[CONFIG_URL_MAX];
    char tvdb2_url[CONFIG_URL_MAX];
    char trakt_url[CONFIG_URL_MAX];
    char trakt_auth_url[CONFIG_URL_MAX];
    char trakt1_url[CONFIG_URL_MAX];
    char mdblist_url[CONFIG_URL_MAX];
    enum epi_config_source source[CONFIG_OPTIONS_MAX]; /* by the option's index in the table */
    /* Why an options file could not be read, and what to do about it, in one line; "" if all could
     * be read. The file may set ignore=, so unless this is "" nothing is looked up, written or
     * sent. */
    char unreadable[256];
    char data_folder[CONFIG_FOLDER_MAX]; /* "": where epi_config_data_folder says */
};

/* Sets all defaults in place, for a value that is not on the heap. */
void config_init(struct epi_config *config);

/* The folder that holds the journal, the credentials file and the locks. */
bool config_data_folder(const struct epi_config *config, char *path, size_t size,
                        struct epi_error *err);

/* Whether a comma-separated list such as scrobble_on includes a service. */
bool config_lists(const char *list, const char *service);

/* The user's folder; NULL if there is none. */
const char *config_home(void);

#endif
