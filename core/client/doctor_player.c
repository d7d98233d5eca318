/* SPDX-License-Identifier: MIT */
#include "core/client/doctor_player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/module.h"
#include "core/base/program.h"
#include "core/client/checks.h"

enum {
    MPV_MS = 10000,     /* for mpv to say its version */
    MPV_MINOR_MIN = 35, /* of 0.35, the first version that the plugin runs in */
    PLACES_MAX = 9,
};

/* Of a folder with scripts: both are called epimark. */
static const char *const plugin_names[] = {"/scripts/epimark.so", "/scripts/epimark/main.so"};
static const char install[] = "run packaging/install in epimark's sources, or install the package "
                              "mpv-epimark";

/* ---- mpv ---- */

static void check_mpv(struct checks *checks)
{
    CLEANUP(cleanup_free) char *path = malloc(CHECKS_PATH_MAX);
    if (!path)
        return;
    if (!program_find("mpv", path, CHECKS_PATH_MAX)) {
        checks_found(checks, "mpv", "",
                     "install mpv 0.35 or later; if you use another player that plays with "
                     "libmpv, all is well",
                     "there is no mpv in $PATH");
        return;
    }
    char name[] = "mpv", version[] = "--version", no_config[] = "--no-config";
    char said[256];
    char *const arguments[] = {name, no_config, version, NULL};
    if (!program_run(path, arguments, MPV_MS, said, sizeof(said))) {
        checks_found(checks, "mpv", path,
                     "run `mpv --version` to see what is wrong; install it anew",
                     "%s --version failed", path);
        return;
    }
    said[strcspn(said, "\n")] = '\0';
    char *copyright = strstr(said, " Copyright");
    if (copyright)
        *copyright = '\0';
    int major = -1, minor = -1;
    bool numbered = sscanf(said, "mpv %d.%d", &major, &minor) == 2 ||
                    sscanf(said, "mpv v%d.%d", &major, &minor) == 2;
    if (numbered && major == 0 && minor < MPV_MINOR_MIN) {
        checks_found(checks, "mpv", path, "install mpv 0.35 or later",
                     "%s is too old for the plugin", said);
        return;
    }
    checks_fine(checks, "mpv", path, "%s, %s", said, path);
}

/* ---- The plugin ---- */

/* The folders that players load plugins from. */
struct places {
    char paths[PLACES_MAX][CHECKS_PATH_MAX]; /* of the plugin in each */
    int count;
    int of_mpv; /* so many at the beginning are of mpv itself */
};

static void add_places(struct places *places, const char *folder, const char *player)
{
    for (size_t i = 0; i < sizeof(plugin_names) / sizeof(*plugin_names); i++) {
        char *path = places->paths[places->count];
        int len = snprintf(path, CHECKS_PATH_MAX, "%s%s%s%s", folder, *player ? "/" : "", player,
                           plugin_names[i]);
        if (places->count < PLACES_MAX - 1 && len > 0 && len < CHECKS_PATH_MAX)
            places->count++;
    }
}

/* mpv's folder, that of all users, and those of other players beside it. */
static void find_places(const struct checks *checks, struct places *places)
{
    static const char *const others[] = {"celluloid", "jellyfin-mpv-shim"};
    char folder[CHECKS_PATH_MAX] = "";
    bool known = false;
    places->count = 0;
    if (checks->asked.sandbox) {
        snprintf(folder, sizeof(folder), "%s/config", checks->asked.sandbox);
        add_places(places, folder, "mpv");
        known = true;
    } else {
        known = epi_config_mpv_folder(folder, sizeof(folder));
        if (known)
            add_places(places, folder, "");
        add_places(places, "/etc/mpv", "");
        char *last = strrchr(folder, '/');
        known = known && !getenv("MPV_HOME") && last;
        if (known)
            *last = '\0';
    }
    places->of_mpv = places->count;
    for (size_t i = 0; known && i < sizeof(others) / sizeof(*others); i++)
        add_places(places, folder, others[i]);
}

static void check_file(struct checks *checks, const char *path)
{
    char version[32];
    if (!module_version(path, version, sizeof(version))) {
        checks_found(checks, "plugin", path, install,
                     "%s cannot be read, or is not epimark's plugin", path);
        return;
    }
    if (strcmp(version, epi_version()) != 0) {
        checks_found(checks, "plugin", path,
                     "install both from the same sources, and start the player again",
                     "%s is of version %s, this tool of %s", path, version, epi_version());
        return;
    }
    char why[256];
    if (!checks->asked.sandbox && !module_loads(path, why, sizeof(why))) {
        checks_found(checks, "plugin", path,
                     "install what is missing, or build and install the plugin anew",
                     "the plugin cannot be loaded: %s", why);
        return;
    }
    checks_fine(checks, "plugin", path, "%s, version %s%s", path, version,
                checks->asked.sandbox ? "" : ", can be loaded");
}

static void check_plugin(struct checks *checks)
{
    CLEANUP(cleanup_free) struct places *places = malloc(sizeof(*places));
    struct stat about;
    if (!places)
        return;
    find_places(checks, places);
    int there = 0;
    const char *first = NULL, *second = NULL; /* of mpv itself */
    for (int i = 0; i < places->count; i++) {
        if (lstat(places->paths[i], &about) != 0)
            continue;
        check_file(checks, places->paths[i]);
        there++;
        if (i < places->of_mpv && first)
            second = places->paths[i];
        else if (i < places->of_mpv)
            first = places->paths[i];
    }
    if (there == 0)
        checks_found(checks, "plugin", "", install, "no player has the plugin");
    if (second) {
        checks_found(checks, "plugin", "", "remove one of them; packaging/install --remove does",
                     "mpv finds the plugin twice: %s and %s", first, second);
    }
}

void doctor_player_check(struct checks *checks)
{
    if (checks->asked.sandbox)
        checks_skip(checks, "mpv", "", "the player is in a sandbox: %s", checks->asked.sandbox);
    else
        check_mpv(checks);
    check_plugin(checks);
}
