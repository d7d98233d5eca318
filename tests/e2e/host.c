/* SPDX-License-Identifier: MIT
 *
 * host: a small player over libmpv that runs the plugin as mpv does, in a thread with a client of
 * its own, but compiled into one program with it and the library: so that sanitizers see all of it,
 * and so that each turn of the event loop can be timed.
 *
 * host FILE plays the clip FILE (an episode that the stand-in knows) at speed 20, rates it on the
 * way, and fails unless the stand-in has one mark and one rating at the end.
 * host --limit MS FILE also fails if an event took the plugin more than MS on the processor, or if
 * it waited within one and that took WAIT_FACTOR times as long.
 */
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <mpv/client.h>

#include "core/base/config.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"
#include <epimark/client.h>
#include <epimark/player.h>

int mpv_open_cplugin(mpv_handle *mpv);

/* ---- How long the plugin takes for an event ---- */

/* A busy machine puts a thread aside for some ms, also one that waited for a lock for no time at
 * all; who waits for a disk or a service is gone for longer. */
enum { WAIT_FACTOR = 50, TIMES_MAX = 1 << 16 };

struct stamp {
    double wall, processor; /* seconds */
    long waits;             /* how often the thread gave the processor up by itself */
};

/* The only global state here: mpv_wait_event is called by its name. */
static struct {
    _Atomic(mpv_handle *) of; /* the plugin's client; libmpv's own threads come by here as well */
    bool busy;                /* with an event, since: */
    struct stamp since;
    long events, waits, over;
    double limit, wall, processor; /* the longest */
    double times[TIMES_MAX];       /* of each on the processor */
} turns;

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct stamp stamp_now(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (struct stamp){.wall = seconds_of(CLOCK_MONOTONIC),
                          .processor = seconds_of(CLOCK_THREAD_CPUTIME_ID),
                          .waits = usage.ru_nvcsw};
}

static void turn_ends(void)
{
    struct stamp now = stamp_now();
    double wall = now.wall - turns.since.wall;
    double processor = now.processor - turns.since.processor;
    long waits = now.waits - turns.since.waits;
    turns.times[turns.events++ % TIMES_MAX] = processor;
    turns.waits += waits;
    turns.over += processor > turns.limit || (waits > 0 && wall > turns.limit * WAIT_FACTOR);
    if (wall > turns.wall)
        turns.wall = wall;
    if (processor > turns.processor)
        turns.processor = processor;
}

/* What the plugin calls in place of libmpv's: that, with the time from its return to the next
 * call. */
mpv_event *mpv_wait_event(mpv_handle *mpv, double timeout)
{
    mpv_event *(*real)(mpv_handle *, double) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, "mpv_wait_event");
    if (mpv == turns.of && turns.busy)
        turn_ends();
    mpv_event *event = real(mpv, timeout);
    if (mpv == turns.of) {
        turns.busy = event->event_id != MPV_EVENT_SHUTDOWN;
        turns.since = stamp_now();
    }
    return event;
}

/* ---- The player ---- */

static void *run_plugin(void *client)
{
    mpv_open_cplugin(client);
    mpv_destroy(client); /* as mpv does when the entry returns */
    return NULL;
}

static void set(mpv_handle *mpv, const char *name, const char *value)
{
    if (mpv_set_option_string(mpv, name, value) < 0)
        fprintf(stderr, "host: mpv does not take %s=%s\n", name, value);
}

static mpv_handle *make_player(const struct standin *standin)
{
    char opts[4096];
    mpv_handle *mpv = mpv_create();
    int len = snprintf(opts, sizeof(opts), "epimark-credential_store=file,epimark-min_seconds=20");
    for (size_t i = 0; i < PLACES; i++) {
        len += snprintf(opts + len, sizeof(opts) - len, ",epimark-%s=%s%s", places[i].option,
                        standin_url(standin), places[i].prefix);
    }
    if (!mpv)
        return NULL;
    set(mpv, "vo", "null");
    set(mpv, "ao", "null");
    set(mpv, "vd-lavc-threads", "1"); /* libavcodec's own threads are nothing to the sanitizers */
    set(mpv, "config", "no");
    set(mpv, "ytdl", "no");
    set(mpv, "speed", "20");
    set(mpv, "pause", "yes");
    set(mpv, "script-opts", opts);
    if (mpv_initialize(mpv) < 0)
        return NULL;
    return mpv;
}

static void wait_for(mpv_handle *mpv, mpv_event_id wanted)
{
    while (mpv_wait_event(mpv, -1)->event_id != wanted)
        continue;
}

static bool sign_in(const struct standin *standin, const char *service, const char *const *values,
                    size_t count)
{
    struct epi_config config;
    struct epi_error err = {0};
    char account[128];
    int waiting;
    config_init(&config);
    config.credential_store = CREDENTIALS_FILE;
    snprintf(config.tvmaze_user_url, sizeof(config.tvmaze_user_url), "%s/tvmaze/v1",
             standin_url(standin));
    snprintf(config.trakt_url, sizeof(config.trakt_url), "%s/trakt", standin_url(standin));
    struct epi_client *client = epi_client_new(&config, &err);
    bool good = client && epi_account_login(client, service, values, count, account,
                                            sizeof(account), &waiting, &err);
    if (!good)
        fprintf(stderr, "host: no sign-in at %s: %s\n", service, err.text);
    epi_client_free(client);
    return good;
}

static bool play(struct standin *standin, const char *path)
{
    static const char mark[] = "PUT /tvmaze/v1/scrobble/*", rating[] = "POST /trakt/sync/ratings";
    pthread_t thread;
    mpv_handle *mpv = make_player(standin);
    mpv_handle *client = mpv ? mpv_create_weak_client(mpv, "epimark") : NULL;
    if (!client)
        return false;
    turns.of = client;
    if (pthread_create(&thread, NULL, run_plugin, client) != 0)
        return false;
    mpv_command(mpv, (const char *[]){"loadfile", path, NULL});
    wait_for(mpv, MPV_EVENT_PLAYBACK_RESTART);
    bool known = standin_wait(standin, "GET /tvmaze/s*", 1, 30000); /* that there is a file */
    mpv_command(mpv, (const char *[]){"script-message-to", "epimark", "rate", "8", NULL});
    mpv_command(mpv, (const char *[]){"script-message-to", "epimark", "choose", NULL});
    mpv_command(mpv, (const char *[]){"script-message-to", "epimark", "status", NULL});
    mpv_command(mpv, (const char *[]){"set", "pause", "no", NULL});
    wait_for(mpv, MPV_EVENT_END_FILE);
    bool sent =
        known && standin_wait(standin, mark, 1, 30000) && standin_wait(standin, rating, 1, 30000);
    mpv_terminate_destroy(mpv);
    pthread_join(thread, NULL);
    bool once = standin_count(standin, mark) == 1 && standin_count(standin, rating) == 1;
    if (!sent || !once) {
        fprintf(stderr, "host: %d marks and %d ratings were sent, not one of each\n",
                standin_count(standin, mark), standin_count(standin, rating));
    }
    return sent && once;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* How long 999 of 1,000 events took at most. */
static double most(void)
{
    size_t count = turns.events < TIMES_MAX ? (size_t)turns.events : TIMES_MAX;
    if (count == 0)
        return 0;
    qsort(turns.times, count, sizeof(turns.times[0]), by_size);
    return turns.times[(count * 999 + 999) / 1000 - 1];
}

int main(int argc, char **argv)
{
    static const char *const tvmaze[] = {STANDIN_TVMAZE_USER, STANDIN_TVMAZE_KEY};
    static const char *const trakt[] = {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET,
                                        STANDIN_TRAKT_ACCESS, STANDIN_TRAKT_REFRESH, "0"};
    bool limited = argc == 4 && strcmp(argv[1], "--limit") == 0;
    if (argc != 2 && !limited) {
        fprintf(stderr, "usage: host [--limit MS] FILE\n");
        return 2;
    }
    turns.limit = limited ? strtod(argv[2], NULL) / 1000 : HUGE_VAL;
    char *home = tempdir_make();
    setenv("HOME", home, 1);
    setenv("XDG_DATA_HOME", home, 1);
    struct standin *standin = standin_start(&(struct standin_options){0});
    bool good = standin && sign_in(standin, "tvmaze", tvmaze, 2) &&
                sign_in(standin, "trakt", trakt, 5) && play(standin, argv[argc - 1]);
    standin_stop(standin);
    tempdir_remove(home);
    printf("%ld events; the longest took %.3f ms, %.3f ms of them on the processor; the thread "
           "waited %ld times within one; of 1,000 events 999 took at most %.3f ms\n",
           turns.events, turns.wall * 1000, turns.processor * 1000, turns.waits, most() * 1000);
    if (turns.over > 0) {
        fprintf(stderr, "host: %ld events took longer than %g ms\n", turns.over,
                turns.limit * 1000);
    }
    return good && turns.over == 0 ? 0 : 1;
}
