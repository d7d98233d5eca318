/* SPDX-License-Identifier: MIT */
#include "plugin/options.h"

#include <string.h>

/* Whether there is such a file. */
static bool read_conf(mpv_handle *mpv, struct epi_config *config, const char *name,
                      epi_config_warning warn, void *context)
{
    mpv_node path = {0};
    const char *command[] = {"expand-path", name, NULL};
    bool there = false;
    if (mpv_command_ret(mpv, command, &path) < 0)
        return false;
    /* With --no-config mpv answers a relative path: there is no file then, least of all one of
     * that name in the current folder. */
    if (path.format == MPV_FORMAT_STRING && path.u.string[0] == '/')
        there = epi_config_file_read(config, path.u.string, EPI_SOURCE_FILE, warn, context);
    mpv_free_node_contents(&path);
    return there;
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

void options_read(mpv_handle *mpv, struct epi_config *config, epi_config_warning warn,
                  void *context)
{
    /* The user's own first: mpv takes the system's if it cannot enter the user's folder. */
    if (!read_conf(mpv, config, "~~home/script-opts/epimark.conf", warn, context))
        read_conf(mpv, config, "~~/script-opts/epimark.conf", warn, context);
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
