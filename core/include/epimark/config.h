/* SPDX-License-Identifier: MIT
 *
 * config: the options: a handle that reads script-opts/epimark.conf, mpv.conf, mpv's script-opts
 * and single settings, and a table that describes each option. Never holds a secret. While a handle
 * is changed, no other thread may use it; player and client copy the one they are given.
 */
#ifndef EPIMARK_CONFIG_H
#define EPIMARK_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include <epimark/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where an option's value came from; a later one wins. */
enum epi_config_source {
    EPI_SOURCE_DEFAULT,
    EPI_SOURCE_FILE,        /* script-opts/epimark.conf */
    EPI_SOURCE_MPV_CONF,    /* an epimark-* script-opts line of mpv.conf, read by the tool */
    EPI_SOURCE_SCRIPT_OPTS, /* mpv's script-opts, read by the plugin */
    EPI_SOURCE_CONFIG,      /* the tool's --config FILE */
    EPI_SOURCE_COMMAND,     /* --set NAME=VALUE */
};

struct epi_config;

/* All defaults. NULL, with err, if memory is short. */
struct epi_config *epi_config_new(struct epi_error *err);
void epi_config_free(struct epi_config *config);

/* One row of the table, as text for help and lists. */
struct epi_config_option {
    const char *name;
    const char *type;          /* "integer", "text", "choice", "flag", "address", "list", "path" */
    const char *default_value; /* as in an options file */
    const char *range;         /* "1-100", "strict|normal|eager" or "" */
    const char *help;          /* one line */
    const char *purpose;       /* why one would set it: whole sentences */
    const char *example;       /* NAME=VALUE, as in an options file */
};

/* Called for each line that is ignored, with one sentence that says why. */
typedef void (*epi_config_warning)(void *context, const char *text);

/* Sets one option from text. On failure (unknown name, invalid value) the option keeps its value
 * and err, EPI_ERROR_NEVER, suggests a similar name or gives the range. */
bool epi_config_set(struct epi_config *config, const char *name, const char *value,
                    enum epi_config_source source, struct epi_error *err);

/* Reads NAME=VALUE lines ('#' in column 1 begins a comment; a trailing CR is removed, blanks are
 * not), at most 1 MiB. Returns false if there is no such file, which is not an error. A file that
 * cannot be read sets no option; epi_config_unreadable then says why. After eight invalid lines the
 * others are only counted. */
bool epi_config_file_read(struct epi_config *config, const char *path,
                          enum epi_config_source source, epi_config_warning warn, void *context);

/* Reads the epimark-* script-opts of an mpv.conf as the player would: later lines win, script-opts
 * replaces everything before it, profiles other than [default] are skipped. Returns and warns as
 * epi_config_file_read. */
bool epi_config_file_read_mpv_conf(struct epi_config *config, const char *path,
                                   epi_config_warning warn, void *context);

/* Why an options file could not be read, and what to do about it, in one line; "" if all could be
 * read. The file may set ignore=, so unless this is "" nothing is looked up, written or sent.
 * Borrowed. */
const char *epi_config_unreadable(const struct epi_config *config);

/* mpv's configuration folder as mpv finds it ($MPV_HOME, $XDG_CONFIG_HOME/mpv, ~/.config/mpv):
 * false if no home is known. */
bool epi_config_mpv_folder(char *path, size_t size);

/* epimark's own folder, $XDG_DATA_HOME/epimark or ~/.local/share/epimark, which may not exist. */
bool epi_config_data_folder(char *path, size_t size, struct epi_error *err);

/* Has player and client keep their data in that folder, an absolute path, in place of epimark's
 * own: the folder of a player in a sandbox, say. */
bool epi_config_set_data_folder(struct epi_config *config, const char *path, struct epi_error *err);

/* The rows of the table; NULL past the end. */
size_t epi_config_option_count(void);
const struct epi_config_option *epi_config_option(size_t index);

/* Writes the value of an option as in an options file: at most EPI_CONFIG_VALUE_MAX bytes with its
 * terminator. */
enum { EPI_CONFIG_VALUE_MAX = 2048 };
void epi_config_value(const struct epi_config *config, size_t index, char *value, size_t size);

/* Where that value came from. */
enum epi_config_source epi_config_source_of(const struct epi_config *config, size_t index);

/* Whether the option of that name is a flag that is set. */
bool epi_config_flag(const struct epi_config *config, const char *name);

/* Whether the option of that name is a list of names that has value. */
bool epi_config_lists(const struct epi_config *config, const char *name, const char *value);

/* "default", "epimark.conf", "mpv.conf", "script-opts", "--config", "--set". */
const char *epi_config_source_name(enum epi_config_source source);

#ifdef __cplusplus
}
#endif

#endif
