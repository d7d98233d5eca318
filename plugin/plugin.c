/* SPDX-License-Identifier: MIT
 *
 * plugin: what mpv calls, and the one event loop. Runs on a thread of its own that mpv waits for
 * twice: before playback starts, until the first mpv_wait_event, and at the end, until the return.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin/options.h"
#include "plugin/playback.h"
#include "plugin/player_api.h"
#include "plugin/screen.h"
#include "plugin/words.h"
#include <epimark/config.h>
#include <epimark/player.h>

/* What mpv calls; beside it the shared object exports only the pointers of player_api.c. */
__attribute__((visibility("default"))) int mpv_open_cplugin(mpv_handle *mpv);

static double monotonic_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int64_t wall_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static void ring(void *bell)
{
    mpv_wakeup(bell);
}

/* The shorter of two waits; one below 0 has no end. */
static double sooner(double a, double b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

static void tell(struct epi_player *player, struct epi_fact *fact, double clock, int64_t at)
{
    fact->clock = clock;
    fact->at = at;
    epi_player_tell(player, fact);
}

static void loop(mpv_handle *mpv, struct epi_player *player, struct playback *playback,
                 struct screen *screen)
{
    for (;;) {
        double clock = monotonic_clock();
        double wait = sooner(playback_wait(playback, clock), screen_wait(screen, clock));
        const mpv_event *event = mpv_wait_event(mpv, wait);
        if (event->event_id == MPV_EVENT_SHUTDOWN)
            return;
        clock = monotonic_clock();
        int64_t at = wall_clock();
        playback_event(playback, event, clock, at);
        struct epi_fact fact;
        if (screen_event(screen, event, clock, &fact))
            tell(player, &fact, clock, at);
        playback_sample(playback, clock);
        screen_tick(screen, clock);
        const struct epi_notice *notice;
        while ((notice = epi_player_notice(player)))
            screen_show(screen, notice, clock);
        if (screen_asks(screen, &fact))
            tell(player, &fact, clock, at);
    }
}

/* Whether this copy may run. mpv names a script after its file, and numbers a second one of the
 * same name. */
static bool fits(mpv_handle *mpv)
{
    const char *text = NULL;
    if (mpv_client_api_version() >> 16 != MPV_CLIENT_API_VERSION >> 16) {
        text = "epimark: incompatible mpv client API: install a matching epimark.so";
    } else if (strcmp(mpv_client_name(mpv), "epimark") != 0) {
        text = "epimark: loaded twice or under another name; this copy does nothing: keep only one "
               "scripts/epimark.so";
    }
    if (text)
        mpv_command(mpv, (const char *[]){"print-text", text, NULL});
    return !text;
}

static void read_options(mpv_handle *mpv, struct epi_config *config, struct screen *screen)
{
    static const char here;
    char path[4096];
    bool known = player_api_loaded_from(&here, path, sizeof(path));
    options_read(mpv, known ? path : NULL, config, screen_warn, screen);
}

/* The language of the option or, without that, of the environment. */
static void choose_language(const struct epi_config *config, struct screen *screen)
{
    char name[EPI_CONFIG_VALUE_MAX] = "", warning[256];
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        if (strcmp(epi_config_option(i)->name, "osd_language") == 0)
            epi_config_value(config, i, name, sizeof(name));
    }
    struct words_environment environment = {.language = getenv("LANGUAGE"),
                                            .lc_all = getenv("LC_ALL"),
                                            .lc_messages = getenv("LC_MESSAGES"),
                                            .lang = getenv("LANG")};
    screen_speak(screen, words_find(name, &environment, warning, sizeof(warning)));
    if (*warning)
        screen_warn(screen, warning);
}

int mpv_open_cplugin(mpv_handle *mpv)
{
    /* Where we were called from is within the player. */
    if (!player_api_find(__builtin_return_address(0)))
        return -1;
    if (!fits(mpv))
        return 0;
    struct epi_error err = {0};
    struct epi_config *config = epi_config_new(&err);
    struct screen *screen = config ? screen_new(mpv, config) : NULL;
    if (!screen) {
        epi_config_free(config);
        return -1;
    }
    read_options(mpv, config, screen);
    choose_language(config, screen);
    struct epi_player *player = epi_player_start(config, ring, mpv, &err);
    struct playback *playback = player ? playback_new(mpv, player) : NULL;
    if (playback) {
        screen_bind(screen);
        loop(mpv, player, playback, screen);
    } else {
        screen_warn(screen, player ? "out of memory" : err.text);
    }
    playback_free(playback);
    if (player)
        epi_player_stop(player);
    screen_free(screen);
    epi_config_free(config);
    return 0;
}
