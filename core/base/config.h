/* SPDX-License-Identifier: MIT
 *
 * config: the options, as one table (name, type, default, range, help) that reads
 * script-opts/epimark.conf, script-opts and the tool's --set, and prints itself. Never holds a
 * secret. A plain value: copy it freely. Any thread may read one that nobody changes.
 */
#ifndef EPIMARK_BASE_CONFIG_H
#define EPIMARK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"

enum config_match { MATCH_STRICT, MATCH_NORMAL, MATCH_EAGER };
enum config_credentials { CREDENTIALS_KEYRING, CREDENTIALS_FILE };

/* Where an option's value came from; a later one wins. */
enum config_source {
    SOURCE_DEFAULT,
    SOURCE_FILE,        /* script-opts/epimark.conf */
    SOURCE_MPV_CONF,    /* an epimark-* script-opts line of mpv.conf, read by the tool */
    SOURCE_SCRIPT_OPTS, /* mpv's script-opts, read by the plugin */
    SOURCE_CONFIG,      /* the tool's --config FILE */
    SOURCE_COMMAND,     /* --set NAME=VALUE */
};

enum { CONFIG_URL_MAX = 256, CONFIG_LIST_MAX = 2048, CONFIG_OPTIONS_MAX = 48 };

struct config {
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
    enum config_source source[CONFIG_OPTIONS_MAX]; /* by the option's place in the table */
};

/* One row of the table, as text for help and lists. */
struct config_option {
    const char *name;
    const char *type;          /* "integer", "text", "choice", "flag", "address", "list", "path" */
    const char *default_value; /* as one would write it */
    const char *range;         /* "1-100", "strict|normal|eager" or "" */
    const char *help;          /* one line */
};

/* Called for each line that was not taken, with one sentence of why. */
typedef void (*config_warning)(void *context, const char *text);

/* All defaults. */
void config_init(struct config *config);

/* Sets one option from text. On failure (unknown name, bad value) the value before holds and err
 * names the nearest option or the range: EPI_ERROR_NEVER. */
bool config_set(struct config *config, const char *name, const char *value,
                enum config_source source, struct epi_error *err);

/* Reads NAME=VALUE lines ('#' in column 1 is a comment; a trailing CR goes; nothing is trimmed),
 * at most 1 MiB. A file that is not there is fine; one that cannot be read warns once, and after
 * eight bad lines the rest are counted. */
void config_read_file(struct config *config, const char *path, config_warning warn, void *context);

/* Reads the epimark-* script-opts of an mpv.conf as the player would: later lines win, script-opts
 * replaces all before it, profiles but [default] are skipped. Warnings as above. */
void config_read_mpv_conf(struct config *config, const char *path, config_warning warn,
                          void *context);

/* mpv's configuration folder as mpv finds it ($MPV_HOME, $XDG_CONFIG_HOME/mpv, ~/.config/mpv):
 * false where no home is known. */
bool config_mpv_folder(char *path, size_t size);

/* epimark's own folder, $XDG_DATA_HOME/epimark or ~/.local/share/epimark, which may not exist. */
bool config_data_folder(char *path, size_t size, struct epi_error *err);

/* The rows of the table; NULL past the end. */
size_t config_option_count(void);
const struct config_option *config_option(size_t index);

/* Writes the value of an option as one would write it. */
void config_value(const struct config *config, size_t index, char *value, size_t size);

/* "default", "epimark.conf", "mpv.conf", "script-opts", "--config", "--set". */
const char *config_source_name(enum config_source source);

/* Whether a comma-separated list such as scrobble_on names a service. */
bool config_lists(const char *list, const char *service);

/* Whether ignore= and only= let this path be looked at; one that is no URL and not absolute lies in
 * the current folder. An entry names a folder with all in it (or a file): from the root or "~/", or
 * else anywhere; "*", "?" and "[...]" stand for parts of one name, "**" for any names. */
bool config_allows(const struct config *config, const char *path);

#endif
