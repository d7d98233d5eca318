/* SPDX-License-Identifier: MIT
 *
 * The two threads and the two queues between them and a player; no other file knows a thread.
 */
#include "core/core.h"
#include "core/courier.h"
#include "core/http.h"
#include "core/keeper.h"
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FACTS_MAX = 1024,
    NOTICES_MAX = 64,
    ERRANDS_MAX = 16,
    ROUND_FAILED_SECONDS = 60, /* until the next try where the journal could not be had */
    COURIER_COMES_MS = 500,    /* how long the courier leaves a player to its start */
    COURIER_GRACE_MS = 30, /* how long core_stop waits for a courier that hangs in the keyring */
};

/* A fact in the queue owns its texts. */
struct told {
    struct fact fact;
    char *path;
    char *title;
};

/* An errand in the queue owns its texts. */
struct asked {
    struct errand errand;
    char *path;
    char *media_title;
};

struct core {
    struct config config;
    char folder[JOURNAL_PATH_MAX];
    void (*ring)(void *bell);
    void *bell;

    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t keeper_wakes;
    pthread_cond_t courier_wakes;
    pthread_cond_t courier_left;
    pthread_t keeper;
    pthread_t courier;
    struct told facts[FACTS_MAX];
    size_t first_fact;
    size_t fact_count;
    struct notice notices[NOTICES_MAX];
    size_t first_notice;
    size_t notice_count;
    struct asked errands[ERRANDS_MAX];
    size_t errand_count;
    bool stopping;
    atomic_bool hurry; /* the same for those who do not hold the lock */
    bool courier_done;
    struct http *http; /* the courier's, to cancel it */
};

/* ---- Notices ---- */

/* Makes room by forgetting the oldest that is for the log alone, else the oldest. */
static void drop_notice(struct core *core)
{
    size_t victim = 0;

    while (victim < core->notice_count &&
           core->notices[(core->first_notice + victim) % NOTICES_MAX].kind != NOTICE_LOG)
        victim++;
    if (victim == core->notice_count)
        victim = 0;
    for (size_t i = victim; i + 1 < core->notice_count; i++)
        core->notices[(core->first_notice + i) % NOTICES_MAX] =
            core->notices[(core->first_notice + i + 1) % NOTICES_MAX];
    core->notice_count--;
}

/* What came from names and services is made fit for a screen. */
static void clean(struct notice *notice)
{
    char *out = notice->text;

    for (const char *in = notice->text; *in;) {
        size_t left = sizeof(notice->text) - (size_t)(in - notice->text);
        size_t len = error_utf8(in, left);
        bool line = *in == '\n' && notice->kind == NOTICE_CHOICES;

        if (len == 0 || (unsigned char)*in < ' ' || *in == 0x7f) {
            *out++ = line ? '\n' : len ? ' ' : '?';
            in++;
        } else {
            memmove(out, in, len);
            out += len;
            in += len;
        }
    }
    *out = '\0';
}

static void post(void *context, const struct notice *notice)
{
    struct core *core = context;
    struct notice *last;

    pthread_mutex_lock(&core->lock);
    if (!core->stopping) {
        if (core->notice_count == NOTICES_MAX)
            drop_notice(core);
        last = &core->notices[(core->first_notice + core->notice_count++) % NOTICES_MAX];
        *last = *notice;
        clean(last);
        core->ring(core->bell);
    }
    pthread_mutex_unlock(&core->lock);
}

bool core_notice(struct core *core, struct notice *notice)
{
    bool any;

    pthread_mutex_lock(&core->lock);
    any = core->notice_count > 0;
    if (any) {
        *notice = core->notices[core->first_notice];
        core->first_notice = (core->first_notice + 1) % NOTICES_MAX;
        core->notice_count--;
    }
    pthread_mutex_unlock(&core->lock);
    return any;
}

/* ---- Facts ---- */

static void told_free(struct told *told)
{
    free(told->path);
    free(told->title);
    memset(told, 0, sizeof(*told));
}

/* A full queue gives up its oldest position: the next one says nearly the same. */
static void drop_fact(struct core *core)
{
    size_t victim = 0;

    while (victim < core->fact_count &&
           core->facts[(core->first_fact + victim) % FACTS_MAX].fact.kind != FACT_POSITION)
        victim++;
    if (victim == core->fact_count)
        victim = 0;
    told_free(&core->facts[(core->first_fact + victim) % FACTS_MAX]);
    for (size_t i = victim; i + 1 < core->fact_count; i++)
        core->facts[(core->first_fact + i) % FACTS_MAX] =
            core->facts[(core->first_fact + i + 1) % FACTS_MAX];
    core->fact_count--;
}

void core_tell(struct core *core, const struct fact *fact)
{
    struct told told = {.fact = *fact};

    if (fact->path)
        told.path = strdup(fact->path);
    if (fact->title)
        told.title = strdup(fact->title);
    told.fact.path = told.path;
    told.fact.title = told.title;

    pthread_mutex_lock(&core->lock);
    if (core->fact_count == FACTS_MAX)
        drop_fact(core);
    core->facts[(core->first_fact + core->fact_count++) % FACTS_MAX] = told;
    pthread_cond_signal(&core->keeper_wakes);
    pthread_mutex_unlock(&core->lock);
}

/* Waits for a fact; false when there is none left and core stops. */
static bool next_fact(struct core *core, struct told *told)
{
    bool any;

    pthread_mutex_lock(&core->lock);
    while (core->fact_count == 0 && !core->stopping)
        pthread_cond_wait(&core->keeper_wakes, &core->lock);
    any = core->fact_count > 0;
    if (any) {
        *told = core->facts[core->first_fact];
        core->first_fact = (core->first_fact + 1) % FACTS_MAX;
        core->fact_count--;
    }
    pthread_mutex_unlock(&core->lock);
    return any;
}

/* ---- The keeper ---- */

static void asked_free(struct asked *asked)
{
    free(asked->path);
    free(asked->media_title);
    memset(asked, 0, sizeof(*asked));
}

static void drop_errand(struct core *core, size_t index)
{
    asked_free(&core->errands[index]);
    core->errand_count--;
    for (size_t i = index; i < core->errand_count; i++)
        core->errands[i] = core->errands[i + 1];
}

/* Whether a newer errand makes an older one needless: a look-up or a delivery of its own kind, and
 * what live watching was just about to say of the same episode, unless that ends it. */
static bool is_needless(const struct core *core, size_t index, const struct errand *newer)
{
    const struct errand *older = &core->errands[index].errand;

    if (older->kind != newer->kind)
        return false;
    return newer->kind != ERRAND_LIVE ||
           (index + 1 == core->errand_count && older->action != LIVE_STOP &&
            older->part == newer->part && older->path && newer->path &&
            strcmp(older->path, newer->path) == 0);
}

/* Queues an errand. */
static void ask(void *context, const struct errand *errand)
{
    struct core *core = context;
    struct asked asked = {.errand = *errand};

    if (errand->path)
        asked.path = strdup(errand->path);
    if (errand->media_title)
        asked.media_title = strdup(errand->media_title);
    asked.errand.path = asked.path;
    asked.errand.media_title = asked.media_title;

    pthread_mutex_lock(&core->lock);
    for (size_t i = core->errand_count; i-- > 0;) {
        if (is_needless(core, i, errand))
            drop_errand(core, i);
    }
    if (core->errand_count == ERRANDS_MAX)
        drop_errand(core, 0);
    core->errands[core->errand_count++] = asked;
    pthread_cond_signal(&core->courier_wakes);
    pthread_mutex_unlock(&core->lock);
}

static void *keeper_main(void *context)
{
    struct core *core = context;
    struct keeper_host host = {
        .context = core, .hurry = &core->hurry, .notice = post, .errand = ask};
    struct keeper *keeper = keeper_new(&core->config, core->folder, &host);
    struct told told;

    while (next_fact(core, &told)) {
        keeper_tell(keeper, &told.fact);
        told_free(&told);
    }
    keeper_free(keeper);
    return NULL;
}

/* ---- The courier ---- */

static int64_t wall_clock_ms(void *context)
{
    struct timespec now;

    (void)context;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

static struct timespec monotonic_in(long milliseconds)
{
    struct timespec when;

    clock_gettime(CLOCK_MONOTONIC, &when);
    when.tv_sec += milliseconds / 1000;
    when.tv_nsec += (milliseconds % 1000) * 1000000;
    if (when.tv_nsec >= 1000000000) {
        when.tv_nsec -= 1000000000;
        when.tv_sec++;
    }
    return when;
}

/* Waits for an errand until a time of the monotonic clock, when it is to deliver what is due then.
 * False when core stops. */
static bool next_errand(struct core *core, const struct timespec *until, struct asked *asked)
{
    bool running;

    *asked = (struct asked){.errand.kind = ERRAND_DELIVER};
    pthread_mutex_lock(&core->lock);
    while (core->errand_count == 0 && !core->stopping &&
           pthread_cond_timedwait(&core->courier_wakes, &core->lock, until) == 0)
        ;
    running = !core->stopping;
    if (running && core->errand_count > 0) {
        *asked = core->errands[0];
        core->errands[0] = (struct asked){0};
        drop_errand(core, 0);
    }
    pthread_mutex_unlock(&core->lock);
    return running;
}

/* The courier's connections, unless core stops already. */
static struct http *open_http(struct core *core)
{
    struct error err;
    struct http *http = http_new(core->config.ca_file, core->config.http_timeout, &err);

    if (!http) {
        struct notice notice = {.kind = NOTICE_SHOW, .level = LEVEL_ERROR};

        memcpy(notice.text, err.text, sizeof(err.text));
        post(core, &notice);
        return NULL;
    }
    pthread_mutex_lock(&core->lock);
    core->http = http;
    if (core->stopping)
        http_cancel(http);
    pthread_mutex_unlock(&core->lock);
    return http;
}

/* Returns the seconds until the next round. */
static int one_round(struct core *core, struct courier *courier)
{
    struct courier_round round;
    struct notice notice = {.kind = NOTICE_LOG, .level = LEVEL_WARN};
    struct error err = {0};
    int64_t next_at = 0;
    int64_t seconds = COURIER_IDLE;

    if (!courier_round(courier, &round, &next_at, &err)) {
        struct store *store = courier_store(courier, NULL);

        /* What is wrong with the journal itself, the keeper says. */
        if (err.kind != ERROR_STOPPED && !(store && strcmp(store_warning(store), err.text) == 0)) {
            snprintf(notice.text, sizeof(notice.text), "%s", err.text);
            post(core, &notice);
        }
        return ROUND_FAILED_SECONDS;
    }
    if (next_at)
        seconds = next_at - wall_clock_ms(NULL) / 1000;
    return seconds < 1 ? 1 : seconds > COURIER_IDLE ? COURIER_IDLE : (int)seconds;
}

static void run_courier(struct core *core, struct http *http)
{
    struct courier_host host = {
        .context = core, .hurry = &core->hurry, .notice = post, .now_ms = wall_clock_ms};
    struct courier *courier = courier_new(&core->config, core->folder, http, &host);
    struct timespec until = monotonic_in(0);
    struct asked asked;

    while (courier && next_errand(core, &until, &asked)) {
        if (asked.errand.kind == ERRAND_DELIVER)
            until = monotonic_in(one_round(core, courier) * 1000L);
        else
            courier_errand(courier, &asked.errand);
        asked_free(&asked);
    }
    courier_free(courier);
}

/* A player starts first: the courier comes with its first errand, or after a moment to send what
 * is left from before. False when core stops. */
static bool courier_comes(struct core *core)
{
    struct timespec until = monotonic_in(COURIER_COMES_MS);
    bool running;

    pthread_mutex_lock(&core->lock);
    while (core->errand_count == 0 && !core->stopping &&
           pthread_cond_timedwait(&core->courier_wakes, &core->lock, &until) == 0)
        ;
    running = !core->stopping;
    pthread_mutex_unlock(&core->lock);
    return running;
}

static void *courier_main(void *context)
{
    struct core *core = context;
    struct http *http = courier_comes(core) ? open_http(core) : NULL;

    if (http)
        run_courier(core, http);

    pthread_mutex_lock(&core->lock);
    core->http = NULL;
    pthread_mutex_unlock(&core->lock);
    http_free(http);

    pthread_mutex_lock(&core->lock);
    core->courier_done = true;
    pthread_cond_signal(&core->courier_left);
    pthread_mutex_unlock(&core->lock);
    return NULL;
}

/* ---- Start and stop ---- */

static void init_locks(struct core *core)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&core->lock, NULL);
    pthread_cond_init(&core->keeper_wakes, &monotonic);
    pthread_cond_init(&core->courier_wakes, &monotonic);
    pthread_cond_init(&core->courier_left, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void core_free(struct core *core)
{
    while (core->fact_count > 0)
        drop_fact(core);
    while (core->errand_count > 0)
        drop_errand(core, 0);
    pthread_mutex_destroy(&core->lock);
    pthread_cond_destroy(&core->keeper_wakes);
    pthread_cond_destroy(&core->courier_wakes);
    pthread_cond_destroy(&core->courier_left);
    free(core);
}

struct core *core_start(const struct config *config, void (*ring)(void *bell), void *bell,
                        struct error *err)
{
    struct core *core = calloc(1, sizeof(*core));
    sigset_t all, before;
    int failed;

    assert(ring);
    if (!core) {
        error_set(err, ERROR_LATER, "out of memory");
        return NULL;
    }
    core->config = *config;
    core->ring = ring;
    core->bell = bell;
    if (!config_data_folder(core->folder, sizeof(core->folder), err)) {
        free(core);
        return NULL;
    }
    init_locks(core);

    /* Signals are the player's: our threads take none, SIGPIPE included. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&core->keeper, NULL, keeper_main, core);
    if (!failed && pthread_create(&core->courier, NULL, courier_main, core)) {
        pthread_mutex_lock(&core->lock);
        core->stopping = true;
        pthread_cond_signal(&core->keeper_wakes);
        pthread_mutex_unlock(&core->lock);
        pthread_join(core->keeper, NULL);
        failed = 1;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed) {
        error_set(err, ERROR_LATER, "cannot start a thread");
        core_free(core);
        return NULL;
    }
    return core;
}

/* Waits a moment for a cancelled courier: only a keyring that does not answer keeps it longer. */
static bool courier_leaves(struct core *core)
{
    struct timespec until = monotonic_in(COURIER_GRACE_MS);
    bool done;

    pthread_mutex_lock(&core->lock);
    while (!core->courier_done &&
           pthread_cond_timedwait(&core->courier_left, &core->lock, &until) == 0)
        ;
    done = core->courier_done;
    pthread_mutex_unlock(&core->lock);
    return done;
}

void core_stop(struct core *core)
{
    if (!core)
        return;
    pthread_mutex_lock(&core->lock);
    core->stopping = true;
    atomic_store(&core->hurry, true);
    if (core->http)
        http_cancel(core->http);
    pthread_cond_signal(&core->keeper_wakes);
    pthread_cond_signal(&core->courier_wakes);
    pthread_mutex_unlock(&core->lock);

    pthread_join(core->keeper, NULL);
    if (courier_leaves(core)) {
        pthread_join(core->courier, NULL);
        core_free(core);
    } else {
        /* It hangs in a call that nothing can cancel. What it still touches is left to it. */
        pthread_detach(core->courier);
    }
}
