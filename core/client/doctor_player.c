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
#include "core/client/doctor.h"

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

static void check_mpv(struct doctor *doctor)
{
    CLEANUP(cleanup_free) char *path = malloc(DOCTOR_PATH_MAX);
    if (!path)
        return;
    if (!program_find("mpv", path, DOCTOR_PATH_MAX)) {
        doctor_found(doctor, "mpv", "",
                     "install mpv 0.35 or later; if you use another player that plays with "
                     "libmpv, all is well",
                     "there is no mpv in $PATH");
        return;
    }
    char name[] = "mpv", version[] = "--version", no_config[] = "--no-config";
    char said[256];
    char *const arguments[] = {name, no_config, version, NULL};
    if (!program_run(path, arguments, MPV_MS, said, sizeof(said))) {
        doctor_found(doctor, "mpv", path,
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
        doctor_found(doctor, "mpv", path, "install mpv 0.35 or later",
                     "%s is too old for the plugin", said);
        return;
    }
    doctor_fine(doctor, "mpv", path, "%s, %s", said, path);
}

/* ---- The plugin ---- */

/* The folders that players load plugins from. */
struct places {
    char paths[PLACES_MAX][DOCTOR_PATH_MAX]; /* of the plugin in each */
    int count;
    int of_mpv; /* so many at the beginning are of mpv itself */
};

static void add_places(struct places *places, const char *folder, const char *player)
{
    for (size_t i = 0; i < sizeof(plugin_names) / sizeof(*plugin_names); i++) {
        char *path = places->paths[places->count];
        int len = snprintf(path, DOCTOR_PATH_MAX, "%s%s%s%s", folder, *player ? "/" : "", player,
                           plugin_names[i]);
        if (places->count < PLACES_MAX - 1 && len > 0 && len < DOCTOR_PATH_MAX)
            places->count++;
    }
}

/* mpv's folder, that of all users, and those of other players beside it. */
static void find_places(const struct doctor *doctor, struct places *places)
{
    static const char *const others[] = {"celluloid", "jellyfin-mpv-shim"};
    char folder[DOCTOR_PATH_MAX] = "";
    bool known = false;
    places->count = 0;
    if (doctor->asked.sandbox) {
        snprintf(folder, sizeof(folder), "%s/config", doctor->asked.sandbox);
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

static void check_file(struct doctor *doctor, const char *path)
{
    char version[32];
    if (!module_version(path, version, sizeof(version))) {
        doctor_found(doctor, "plugin", path, install,
                     "%s cannot be read, or is not epimark's plugin", path);
        return;
    }
    if (strcmp(version, epi_version()) != 0) {
        doctor_found(doctor, "plugin", path,
                     "install both from the same sources, and start the player again",
                     "%s is of version %s, this tool of %s", path, version, epi_version());
        return;
    }
    char why[256];
    if (!doctor->asked.sandbox && !module_loads(path, why, sizeof(why))) {
        doctor_found(doctor, "plugin", path,
                     "install what is missing, or build and install the plugin anew",
                     "the plugin cannot be loaded: %s", why);
        return;
    }
    doctor_fine(doctor, "plugin", path, "%s, version %s%s", path, version,
                doctor->asked.sandbox ? "" : ", can be loaded");
}

static void check_plugin(struct doctor *doctor)
{
    CLEANUP(cleanup_free) struct places *places = malloc(sizeof(*places));
    struct stat about;
    if (!places)
        return;
    find_places(doctor, places);
    int there = 0;
    const char *first = NULL, *second = NULL; /* of mpv itself */
    for (int i = 0; i < places->count; i++) {
        if (lstat(places->paths[i], &about) != 0)
            continue;
        check_file(doctor, places->paths[i]);
        there++;
        if (i < places->of_mpv && first)
            second = places->paths[i];
        else if (i < places->of_mpv)
            first = places->paths[i];
    }
    if (there == 0)
        doctor_found(doctor, "plugin", "", install, "no player has the plugin");
    if (second) {
        doctor_found(doctor, "plugin", "", "remove one of them; packaging/install --remove does",
                     "mpv finds the plugin twice: %s and %s", first, second);
    }
}

void doctor_player_check(struct doctor *doctor)
{
    if (doctor->asked.sandbox)
        doctor_skip(doctor, "mpv", "", "the player is in a sandbox: %s", doctor->asked.sandbox);
    else
        check_mpv(doctor);
    check_plugin(doctor);
}
