/* SPDX-License-Identifier: MIT */
#include "plugin/options.h"

#include <stdio.h>
#include <string.h>

/* Whether there is such a file. folder: set to true if mpv has a folder for it. */
static bool read_conf(mpv_handle *mpv, struct epi_config *config, const char *name,
                      epi_config_warning warn, void *context, bool *folder)
{
    mpv_node path = {0};
    const char *command[] = {"expand-path", name, NULL};
    bool there = false;
    if (mpv_command_ret(mpv, command, &path) < 0)
        return false;
    /* With --no-config mpv answers a relative path: there is no file then, least of all one of
     * that name in the current folder. */
    if (path.format == MPV_FORMAT_STRING && path.u.string[0] == '/') {
        *folder = true;
        there = epi_config_file_read(config, path.u.string, EPI_SOURCE_FILE, warn, context);
    }
    mpv_free_node_contents(&path);
    return there;
}

/* Reads FOLDER/script-opts/epimark.conf for a plugin that lies below FOLDER/scripts. */
static void read_conf_beside(struct epi_config *config, const char *loaded_from,
                             epi_config_warning warn, void *context)
{
    static const char scripts[] = "/scripts/";
    const char *folder_end = NULL;
    for (const char *at = loaded_from; (at = strstr(at, scripts)); at++)
        folder_end = at;
    if (!folder_end)
        return;
    char path[4096 + 64];
    int len = snprintf(path, sizeof(path), "%.*s/script-opts/epimark.conf",
                       (int)(folder_end - loaded_from), loaded_from);
    if (len > 0 && (size_t)len < sizeof(path))
        epi_config_file_read(config, path, EPI_SOURCE_FILE, warn, context);
}

static void read_script_opts(mpv_handle *mpv, struct epi_config *config, epi_config_warning warn,
                             void *context)
{
    static const char prefix[] = "epimark-";
    mpv_node opts = {0};
    if (mpv_get_property(mpv, "options/script-opts", MPV_FORMAT_NODE, &opts) < 0)
        return;
    for (int i = 0; opts.format == MPV_FORMAT_NODE_MAP && i < opts.u.list->num; i++) {
        const char *key = opts.u.list->keys[i];
        const mpv_node *value = &opts.u.list->values[i];
        struct epi_error err;
        if (strncmp(key, prefix, sizeof(prefix) - 1) != 0 || value->format != MPV_FORMAT_STRING)
            continue;
        if (!epi_config_set(config, key + sizeof(prefix) - 1, value->u.string,
                            EPI_SOURCE_SCRIPT_OPTS, &err))
            warn(context, err.text);
    }
    mpv_free_node_contents(&opts);
}

void options_read(mpv_handle *mpv, const char *loaded_from, struct epi_config *config,
                  epi_config_warning warn, void *context)
{
    bool folder = false;
    /* The user's own first: mpv takes the system's if it cannot enter the user's folder. */
    if (!read_conf(mpv, config, "~~home/script-opts/epimark.conf", warn, context, &folder))
        read_conf(mpv, config, "~~/script-opts/epimark.conf", warn, context, &folder);
    if (!folder && loaded_from)
        read_conf_beside(config, loaded_from, warn, context);
    read_script_opts(mpv, config, warn, context);
}

static int level_of(const char *name)
{
    static const struct {
        const char *name;
        int level;
    } levels[] = {
        {"no", -1},
        {"fatal", -1},
        {"error", EPI_LEVEL_ERROR},
        {"warn", EPI_LEVEL_WARN},
        {"info", EPI_LEVEL_INFO},
        {"status", EPI_LEVEL_INFO},
        {"v", EPI_LEVEL_VERBOSE},
        {"debug", EPI_LEVEL_DEBUG},
        {"trace", EPI_LEVEL_DEBUG},
    };
    for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
        if (strcmp(name, levels[i].name) == 0)
            return levels[i].level;
    }
    return EPI_LEVEL_INFO;
}

int options_level(const mpv_node *msg_level)
{
    int level = EPI_LEVEL_INFO;
    /* As in mpv, a later entry that fits overrides an earlier one. */
    for (int i = 0; msg_level->format == MPV_FORMAT_NODE_MAP && i < msg_level->u.list->num; i++) {
        const char *module = msg_level->u.list->keys[i];
        const mpv_node *value = &msg_level->u.list->values[i];
        if (value->format == MPV_FORMAT_STRING &&
            (strcmp(module, "all") == 0 || strcmp(module, "epimark") == 0))
            level = level_of(value->u.string);
    }
    return level;
}
