/* SPDX-License-Identifier: MIT
 *
 * The two threads and the two queues between them and a player; no other file knows a thread.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/http.h"
#include "core/journal/journal.h"
#include "core/player/courier.h"
#include "core/player/recorder.h"
#include <epimark/player.h>

enum {
    FACTS_MAX = 1024,
    NOTICES_MAX = 64,
    JOBS_MAX = 16,
    COURIER_COMES_MS = 500, /* how long the courier leaves a player to its start */
    COURIER_GRACE_MS =
        30, /* how long epi_player_stop waits for a courier that hangs in the keyring */
};

/* A fact in the queue owns its texts. */
struct told {
    struct epi_fact fact;
    char *path;
    char *title;
};

/* An job in the queue owns its texts. */
struct asked {
    struct job job;
    char *path;
    char *media_title;
};

struct epi_player {
    struct epi_config config;
    char folder[JOURNAL_PATH_MAX];
    void (*ring)(void *bell);
    void *bell;

    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t recorder_wakes;
    pthread_cond_t courier_wakes;
    pthread_cond_t courier_left;
    pthread_t recorder;
    pthread_t courier;
    struct told facts[FACTS_MAX];
    size_t first_fact;
    size_t fact_count;
    struct epi_notice notices[NOTICES_MAX];
    size_t first_notice;
    size_t notice_count;
    struct asked jobs[JOBS_MAX];
    size_t job_count;
    bool stopping;
    atomic_bool hurry; /* the same for those who do not hold the lock */
    bool courier_done;
    struct http *http; /* the courier's, to cancel it */
};

/* ---- Notices ---- */

/* Makes room by forgetting the oldest that is for the log alone, else the oldest. */
static void drop_notice(struct epi_player *player)
{
    size_t victim = 0;

    while (victim < player->notice_count &&
           player->notices[(player->first_notice + victim) % NOTICES_MAX].kind != EPI_NOTICE_LOG)
        victim++;
    if (victim == player->notice_count)
        victim = 0;
    for (size_t i = victim; i + 1 < player->notice_count; i++)
        player->notices[(player->first_notice + i) % NOTICES_MAX] =
            player->notices[(player->first_notice + i + 1) % NOTICES_MAX];
    player->notice_count--;
}

/* What came from names and services is made fit for a screen. */
static void clean(struct epi_notice *notice)
{
    char *out = notice->text;

    for (const char *in = notice->text; *in;) {
        size_t left = sizeof(notice->text) - (size_t)(in - notice->text);
        size_t len = epi_utf8(in, left);
        bool line = *in == '\n' && notice->kind == EPI_NOTICE_CHOICES;

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

static void post(void *context, const struct epi_notice *notice)
{
    struct epi_player *player = context;
    struct epi_notice *last;

    pthread_mutex_lock(&player->lock);
    if (!player->stopping) {
        if (player->notice_count == NOTICES_MAX)
            drop_notice(player);
        last = &player->notices[(player->first_notice + player->notice_count++) % NOTICES_MAX];
        *last = *notice;
        clean(last);
        player->ring(player->bell);
    }
    pthread_mutex_unlock(&player->lock);
}

bool epi_player_notice(struct epi_player *player, struct epi_notice *notice)
{
    bool any;

    pthread_mutex_lock(&player->lock);
    any = player->notice_count > 0;
    if (any) {
        *notice = player->notices[player->first_notice];
        player->first_notice = (player->first_notice + 1) % NOTICES_MAX;
        player->notice_count--;
    }
    pthread_mutex_unlock(&player->lock);
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
static void drop_fact(struct epi_player *player)
{
    size_t victim = 0;

    while (victim < player->fact_count &&
           player->facts[(player->first_fact + victim) % FACTS_MAX].fact.kind != EPI_FACT_POSITION)
        victim++;
    if (victim == player->fact_count)
        victim = 0;
    told_free(&player->facts[(player->first_fact + victim) % FACTS_MAX]);
    for (size_t i = victim; i + 1 < player->fact_count; i++)
        player->facts[(player->first_fact + i) % FACTS_MAX] =
            player->facts[(player->first_fact + i + 1) % FACTS_MAX];
    player->fact_count--;
}

void epi_player_tell(struct epi_player *player, const struct epi_fact *fact)
{
    struct told told = {.fact = *fact};

    if (fact->path)
        told.path = strdup(fact->path);
    if (fact->title)
        told.title = strdup(fact->title);
    told.fact.path = told.path;
    told.fact.title = told.title;

    pthread_mutex_lock(&player->lock);
    if (player->fact_count == FACTS_MAX)
        drop_fact(player);
    player->facts[(player->first_fact + player->fact_count++) % FACTS_MAX] = told;
    pthread_cond_signal(&player->recorder_wakes);
    pthread_mutex_unlock(&player->lock);
}

/* Waits for a fact; false when there is none left and core stops. */
static bool next_fact(struct epi_player *player, struct told *told)
{
    bool any;

    pthread_mutex_lock(&player->lock);
    while (player->fact_count == 0 && !player->stopping)
        pthread_cond_wait(&player->recorder_wakes, &player->lock);
    any = player->fact_count > 0;
    if (any) {
        *told = player->facts[player->first_fact];
        player->first_fact = (player->first_fact + 1) % FACTS_MAX;
        player->fact_count--;
    }
    pthread_mutex_unlock(&player->lock);
    return any;
}

/* ---- The recorder ---- */

static void asked_free(struct asked *asked)
{
    free(asked->path);
    free(asked->media_title);
    memset(asked, 0, sizeof(*asked));
}

static void drop_job(struct epi_player *player, size_t index)
{
    asked_free(&player->jobs[index]);
    player->job_count--;
    for (size_t i = index; i < player->job_count; i++)
        player->jobs[i] = player->jobs[i + 1];
}

/* Whether a newer job makes an older one needless: a look-up or a delivery of its own kind, and
 * what live watching was just about to say of the same episode, unless that ends it. */
static bool is_needless(const struct epi_player *player, size_t index, const struct job *newer)
{
    const struct job *older = &player->jobs[index].job;

    if (older->kind != newer->kind)
        return false;
    return newer->kind != JOB_LIVE ||
           (index + 1 == player->job_count && older->action != LIVE_STOP &&
            older->nth == newer->nth && older->path && newer->path &&
            strcmp(older->path, newer->path) == 0);
}

/* Queues an job. */
static void ask(void *context, const struct job *job)
{
    struct epi_player *player = context;
    struct asked asked = {.job = *job};

    if (job->path)
        asked.path = strdup(job->path);
    if (job->media_title)
        asked.media_title = strdup(job->media_title);
    asked.job.path = asked.path;
    asked.job.media_title = asked.media_title;

    pthread_mutex_lock(&player->lock);
    for (size_t i = player->job_count; i-- > 0;) {
        if (is_needless(player, i, job))
            drop_job(player, i);
    }
    if (player->job_count == JOBS_MAX)
        drop_job(player, 0);
    player->jobs[player->job_count++] = asked;
    pthread_cond_signal(&player->courier_wakes);
    pthread_mutex_unlock(&player->lock);
}

static void *recorder_main(void *context)
{
    struct epi_player *player = context;
    struct recorder_host host = {
        .context = player, .hurry = &player->hurry, .notice = post, .job = ask};
    struct recorder *recorder = recorder_new(&player->config, player->folder, &host);
    struct told told;

    while (next_fact(player, &told)) {
        recorder_tell(recorder, &told.fact);
        told_free(&told);
    }
    recorder_free(recorder);
    return NULL;
}

/* ---- The courier ---- */

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

/* Waits for an job until a time of the monotonic clock, when it is to deliver what is due then.
 * False when core stops. */
static bool next_job(struct epi_player *player, const struct timespec *until, struct asked *asked)
{
    bool running;

    *asked = (struct asked){.job.kind = JOB_DELIVER};
    pthread_mutex_lock(&player->lock);
    while (player->job_count == 0 && !player->stopping &&
           pthread_cond_timedwait(&player->courier_wakes, &player->lock, until) == 0)
        ;
    running = !player->stopping;
    if (running && player->job_count > 0) {
        *asked = player->jobs[0];
        player->jobs[0] = (struct asked){0};
        drop_job(player, 0);
    }
    pthread_mutex_unlock(&player->lock);
    return running;
}

/* The courier's connections, unless core stops already. */
static struct http *open_http(struct epi_player *player)
{
    struct epi_error err;
    struct http *http = http_new(player->config.ca_file, player->config.http_timeout, &err);

    if (!http) {
        struct epi_notice notice = {.kind = EPI_NOTICE_SHOW, .level = EPI_LEVEL_ERROR};

        memcpy(notice.text, err.text, sizeof(err.text));
        post(player, &notice);
        return NULL;
    }
    pthread_mutex_lock(&player->lock);
    player->http = http;
    if (player->stopping)
        http_cancel(http);
    pthread_mutex_unlock(&player->lock);
    return http;
}

static void run_courier(struct epi_player *player, struct http *http)
{
    struct courier_host host = {
        .context = player, .hurry = &player->hurry, .notice = post, .now_ms = clock_wall_ms};
    struct courier *courier = courier_new(&player->config, player->folder, http, &host);
    struct timespec until = monotonic_in(0);
    struct asked asked;

    while (courier && next_job(player, &until, &asked)) {
        if (asked.job.kind == JOB_DELIVER)
            until = monotonic_in(courier_round(courier) * 1000L);
        else
            courier_job(courier, &asked.job);
        asked_free(&asked);
    }
    courier_free(courier);
}

/* A player starts first: the courier comes with its first job, or after a moment to send what
 * is left from before. False when core stops. */
static bool courier_comes(struct epi_player *player)
{
    struct timespec until = monotonic_in(COURIER_COMES_MS);
    bool running;

    pthread_mutex_lock(&player->lock);
    while (player->job_count == 0 && !player->stopping &&
           pthread_cond_timedwait(&player->courier_wakes, &player->lock, &until) == 0)
        ;
    running = !player->stopping;
    pthread_mutex_unlock(&player->lock);
    return running;
}

static void *courier_main(void *context)
{
    struct epi_player *player = context;
    /* Without its options it does nothing, also of what waits from before. */
    bool may = !player->config.unreadable[0];
    struct http *http = may && courier_comes(player) ? open_http(player) : NULL;

    if (http)
        run_courier(player, http);

    pthread_mutex_lock(&player->lock);
    player->http = NULL;
    pthread_mutex_unlock(&player->lock);
    http_free(http);

    pthread_mutex_lock(&player->lock);
    player->courier_done = true;
    pthread_cond_signal(&player->courier_left);
    pthread_mutex_unlock(&player->lock);
    return NULL;
}

/* ---- Start and stop ---- */

static void init_locks(struct epi_player *player)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&player->lock, NULL);
    pthread_cond_init(&player->recorder_wakes, &monotonic);
    pthread_cond_init(&player->courier_wakes, &monotonic);
    pthread_cond_init(&player->courier_left, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void core_free(struct epi_player *player)
{
    while (player->fact_count > 0)
        drop_fact(player);
    while (player->job_count > 0)
        drop_job(player, 0);
    pthread_mutex_destroy(&player->lock);
    pthread_cond_destroy(&player->recorder_wakes);
    pthread_cond_destroy(&player->courier_wakes);
    pthread_cond_destroy(&player->courier_left);
    free(player);
}

struct epi_player *epi_player_start(const struct epi_config *config, void (*ring)(void *bell),
                                    void *bell, struct epi_error *err)
{
    struct epi_player *player = calloc(1, sizeof(*player));
    sigset_t all, before;
    int failed;

    assert(ring);
    if (!player) {
        error_memory(err);
        return NULL;
    }
    player->config = *config;
    player->ring = ring;
    player->bell = bell;
    if (!epi_config_data_folder(player->folder, sizeof(player->folder), err)) {
        free(player);
        return NULL;
    }
    init_locks(player);

    /* Signals are the player's: our threads take none, SIGPIPE included. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&player->recorder, NULL, recorder_main, player);
    if (!failed && pthread_create(&player->courier, NULL, courier_main, player)) {
        pthread_mutex_lock(&player->lock);
        player->stopping = true;
        pthread_cond_signal(&player->recorder_wakes);
        pthread_mutex_unlock(&player->lock);
        pthread_join(player->recorder, NULL);
        failed = 1;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed) {
        epi_error_set(err, EPI_ERROR_LATER, "cannot start a thread");
        core_free(player);
        return NULL;
    }
    return player;
}

/* Waits a moment for a cancelled courier: only a keyring that does not answer keeps it longer. */
static bool courier_leaves(struct epi_player *player)
{
    struct timespec until = monotonic_in(COURIER_GRACE_MS);
    bool done;

    pthread_mutex_lock(&player->lock);
    while (!player->courier_done &&
           pthread_cond_timedwait(&player->courier_left, &player->lock, &until) == 0)
        ;
    done = player->courier_done;
    pthread_mutex_unlock(&player->lock);
    return done;
}

void epi_player_stop(struct epi_player *player)
{
    if (!player)
        return;
    pthread_mutex_lock(&player->lock);
    player->stopping = true;
    atomic_store(&player->hurry, true);
    if (player->http)
        http_cancel(player->http);
    pthread_cond_signal(&player->recorder_wakes);
    pthread_cond_signal(&player->courier_wakes);
    pthread_mutex_unlock(&player->lock);

    pthread_join(player->recorder, NULL);
    if (courier_leaves(player)) {
        pthread_join(player->courier, NULL);
        core_free(player);
    } else {
        /* It hangs in a call that nothing can cancel. What it still touches is left to it. */
        pthread_detach(player->courier);
    }
}
