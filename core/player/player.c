/* SPDX-License-Identifier: MIT
 *
 * The two threads and the queues between them and a front end. No other file knows a thread.
 */
#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/apart.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/identify/folder_file.h"
#include "core/journal/entry.h"
#include "core/player/courier.h"
#include "core/player/fact.h"
#include "core/player/found.h"
#include "core/player/job.h"
#include "core/player/notice.h"
#include "core/player/recorder.h"
#include "core/player/recording.h"
#include <epimark/player.h>

/* What our threads need of a stack, measured in mpv 0.35 over all end-to-end tests with glibc 2.36,
 * its thread-local storage included: the recorder 92 KiB, the courier 75 KiB (with SQLite,
 * libsecret over D-Bus and a TLS handshake with the system's certificates). Sanitizers and other
 * libraries need more: five times that. */
enum { STACK_SIZE = 512 * 1024 };

enum {
    COURIER_COMES_MS = 500, /* the courier waits this long, so that the player can start */
    /* How long epi_player_stop waits for the cancelled courier: as long if it is stuck, and longer
     * while it computes, since a library that the process ends must not be at work. */
    COURIER_LEAVES_MS = 30,
    COURIER_COMPUTES_MS = 300,
    FOLDER_LEAVES_MS = 10, /* before that, how long the recorder waits for a folder's answer */
};

enum { ANSWERS_MAX = 8 }; /* that wait for the recorder; the oldest is dropped */

/* What the folder of a file says, or what the courier found, for the recorder. Owns both pointers.
 */
struct answer {
    char *path; /* the key of the question to a folder; NULL: found is set, or the time has come */
    enum folder_says says;
    struct found *found;
    bool ticks;
};

struct epi_player {
    struct epi_config config;
    struct clock_steady clock; /* of the courier */
    char folder[JOURNAL_PATH_MAX];
    struct apart *folders; /* asks the folders of videos, for the recorder */
    void (*ring)(void *bell);
    void *bell;
    struct notice *taken; /* by the front end, until it takes the next */

    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t recorder_wakes;
    pthread_cond_t courier_wakes;
    pthread_cond_t courier_left;
    pthread_t recorder;
    pthread_t courier;
    struct fact_queue facts;
    struct job_queue jobs;
    struct notice_queue notices;
    struct answer answers[ANSWERS_MAX]; /* oldest first */
    int answer_count;
    char *asked; /* the file whose folder was asked last, until it answers or asked_until */
    struct timespec asked_until;
    bool ticks; /* the recorder is to do something by itself at ticks_at */
    struct timespec ticks_at;
    bool stopping;
    bool leaving;      /* stopping, and the recorder has nothing left but to wait for a folder */
    atomic_bool hurry; /* the same for those who do not hold the lock */
    bool courier_done;
    struct courier *cancellable; /* while it runs */
};

/* ---- Sampling ---- */

double epi_player_interval(double duration, double speed)
{
    /* Once a second, and for each hundredth of the file, so that 97 % of it is always seen; but no
     * faster than a busy player can answer. */
    static const double longest = 1.0;
    static const double shortest = 0.02;
    double seconds = longest;

    if (!(speed > 0 && isfinite(speed)))
        speed = 1;
    if (duration > 0)
        seconds = fmin(seconds, duration / (100 * speed));
    return fmax(seconds, shortest);
}

/* ---- Facts and notices ---- */

void epi_player_tell(struct epi_player *player, const struct epi_fact *fact)
{
    pthread_mutex_lock(&player->lock);
    fact_queue_add(&player->facts, fact);
    pthread_cond_signal(&player->recorder_wakes);
    pthread_mutex_unlock(&player->lock);
}

const struct epi_notice *epi_player_notice(struct epi_player *player)
{
    notice_free(player->taken);
    pthread_mutex_lock(&player->lock);
    player->taken = notice_queue_take(&player->notices);
    pthread_mutex_unlock(&player->lock);
    return notice_view(player->taken);
}

static void post(void *context, struct notice *notice)
{
    struct epi_player *player = context;

    pthread_mutex_lock(&player->lock);
    if (player->stopping) {
        notice_free(notice);
    } else if (notice) {
        notice_queue_add(&player->notices, notice);
        player->ring(player->bell);
    }
    pthread_mutex_unlock(&player->lock);
}

/* ---- Answers for the recorder ---- */

static void free_answer(struct answer *answer)
{
    free(answer->path);
    found_free(answer->found);
}

/* Takes the oldest answer. With the lock held. */
static bool take_answer(struct epi_player *player, struct answer *answer)
{
    if (player->answer_count == 0)
        return false;
    *answer = player->answers[0];
    player->answer_count--;
    memmove(&player->answers[0], &player->answers[1],
            (size_t)player->answer_count * sizeof(player->answers[0]));
    return true;
}

/* Hands an answer to the recorder, with the lock held. */
static void add_answer(struct epi_player *player, const struct answer *answer)
{
    struct answer oldest;

    if (player->answer_count == ANSWERS_MAX && take_answer(player, &oldest))
        free_answer(&oldest);
    player->answers[player->answer_count++] = *answer;
    pthread_cond_signal(&player->recorder_wakes);
}

/* The same of a folder; nothing if memory was short for the path. */
static void add_says(struct epi_player *player, char *path, enum folder_says says)
{
    if (path)
        add_answer(player, &(struct answer){.path = path, .says = says});
    pthread_cond_signal(&player->recorder_wakes);
}

static void take_found(void *context, struct found *found)
{
    struct epi_player *player = context;

    if (!found)
        return;
    pthread_mutex_lock(&player->lock);
    add_answer(player, &(struct answer){.found = found});
    pthread_mutex_unlock(&player->lock);
}

/* ---- The folders of videos ---- */

/* On the thread that has read the folder. A file that cannot be used is no reason to forget what is
 * watched: nothing is looked up or sent until it is put right. */
static void folder_answers(void *context, const char *key, bool allowed,
                           const struct folder_file *file, const struct epi_error *err)
{
    struct epi_player *player = context;
    char *answered = NULL;

    pthread_mutex_lock(&player->lock);
    if (player->asked && strcmp(player->asked, key) == 0) {
        answered = player->asked;
        player->asked = NULL;
    }
    add_says(player, answered ? answered : strdup(key),
             !allowed               ? FOLDER_EXCLUDED
             : !err && file->ignore ? FOLDER_IGNORES
                                    : FOLDER_ALLOWS);
    pthread_mutex_unlock(&player->lock);
}

static void ask_folder(void *context, const struct folder_file_question *question)
{
    struct epi_player *player = context;
    char *copy = strdup(folder_file_key(question));

    pthread_mutex_lock(&player->lock);
    free(player->asked);
    player->asked = copy;
    player->asked_until = clock_monotonic_in(FOLDER_FILE_ANSWER_MS);
    pthread_mutex_unlock(&player->lock);
    if (folder_file_ask(player->folders, question, folder_answers, player, NULL))
        return;
    pthread_mutex_lock(&player->lock);
    player->asked_until = clock_monotonic_in(0);
    pthread_mutex_unlock(&player->lock);
}

/* ---- The recorder ---- */

/* Waits on the recorder's behalf, with the lock held: no longer than a folder may take that it has
 * asked, and only a moment when the player stops; and until it is to do something by itself. */
static void wait_for_recorder(struct epi_player *player)
{
    if (!player->asked && !player->ticks) {
        pthread_cond_wait(&player->recorder_wakes, &player->lock);
        return;
    }
    if (player->stopping && !player->leaving)
        player->asked_until = clock_monotonic_in(FOLDER_LEAVES_MS);
    player->leaving = player->stopping;
    bool ticks = player->ticks &&
                 (!player->asked || clock_is_before(&player->ticks_at, &player->asked_until));
    if (pthread_cond_timedwait(&player->recorder_wakes, &player->lock,
                               ticks ? &player->ticks_at : &player->asked_until) == 0)
        return;
    if (ticks) {
        player->ticks = false;
        add_answer(player, &(struct answer){.ticks = true});
        return;
    }
    if (player->leaving)
        free(player->asked);
    else if (player->asked)
        add_says(player, player->asked, FOLDER_SILENT);
    player->asked = NULL;
}

/* When the recorder is to do something by itself, so many seconds from now; below 0: never. */
static void set_tick(struct epi_player *player, double seconds)
{
    pthread_mutex_lock(&player->lock);
    player->ticks = seconds >= 0;
    player->ticks_at = clock_monotonic_in((long)(fmax(seconds, 0) * 1000));
    pthread_mutex_unlock(&player->lock);
}

/* Waits for an answer or a fact. False if there is none left and the player stops. */
static bool next_fact(struct epi_player *player, struct answer *answer, struct fact *fact)
{
    *answer = (struct answer){0};
    pthread_mutex_lock(&player->lock);
    while (player->facts.count == 0 && player->answer_count == 0 &&
           (!player->stopping || player->asked))
        wait_for_recorder(player);
    bool any = take_answer(player, answer) || fact_queue_take(&player->facts, fact);
    pthread_mutex_unlock(&player->lock);
    return any;
}

static void ask(void *context, const struct job *job)
{
    struct epi_player *player = context;

    pthread_mutex_lock(&player->lock);
    job_queue_add(&player->jobs, job);
    pthread_cond_signal(&player->courier_wakes);
    pthread_mutex_unlock(&player->lock);
}

static void *recorder_main(void *context)
{
    struct epi_player *player = context;
    struct recording_host host = {
        .context = player,
        .hurry = &player->hurry,
        .notice = post,
        .job = ask,
        .folder = ask_folder,
    };
    struct recorder *recorder = recorder_new(&player->config, player->folder, &host);
    struct fact fact;

    for (struct answer answer; next_fact(player, &answer, &fact);) {
        bool told = !answer.path && !answer.found && !answer.ticks;
        if (recorder && answer.path)
            recorder_heard(recorder, answer.path, answer.says);
        else if (recorder && answer.found)
            recorder_found(recorder, answer.found);
        else if (recorder && answer.ticks)
            recorder_tick(recorder);
        else if (recorder)
            recorder_tell(recorder, &fact.told);
        if (recorder && (told || answer.ticks))
            set_tick(player, recorder_wait(recorder));
        if (told)
            fact_clear(&fact);
        free_answer(&answer);
    }
    recorder_free(recorder);
    return NULL;
}

/* ---- The courier ---- */

/* Waits for a job until a time of the monotonic clock, when it is to deliver what is due then.
 * False when the player stops. */
static bool next_job(struct epi_player *player, const struct timespec *until,
                     struct queued_job *queued)
{
    *queued = (struct queued_job){.job.kind = JOB_DELIVER};
    pthread_mutex_lock(&player->lock);
    while (player->jobs.count == 0 && !player->stopping &&
           pthread_cond_timedwait(&player->courier_wakes, &player->lock, until) == 0)
        continue;
    bool running = !player->stopping;
    if (running)
        job_queue_take(&player->jobs, queued);
    pthread_mutex_unlock(&player->lock);
    return running;
}

/* The courier's connections. */
static struct http *open_http(struct epi_player *player)
{
    struct epi_error err;
    struct http *http = http_new(player->config.ca_file, player->config.http_timeout, &err);

    if (!http) {
        struct notice *notice = notice_new(EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, true);
        notice_say(notice, &(struct epi_saying){EPI_SAY_ERROR, {{.text = err.text}}});
        post(player, notice);
    }
    return http;
}

/* From here on stopping cancels this courier; NULL: none. */
static void offer_cancel(struct epi_player *player, struct courier *courier)
{
    pthread_mutex_lock(&player->lock);
    player->cancellable = courier;
    if (courier && player->stopping)
        courier_cancel(courier);
    pthread_mutex_unlock(&player->lock);
}

static int64_t now_ms(void *context)
{
    struct epi_player *player = context;

    return clock_steady_ms(&player->clock);
}

static void run_courier(struct epi_player *player, struct http *http)
{
    struct courier_host host = {.context = player,
                                .hurry = &player->hurry,
                                .notice = post,
                                .found = take_found,
                                .now_ms = now_ms};
    struct courier *courier = courier_new(&player->config, player->folder, http, &host);
    struct timespec until = clock_monotonic_in(0);

    offer_cancel(player, courier);
    struct queued_job queued;
    while (courier && next_job(player, &until, &queued)) {
        int seconds = courier_job(courier, &queued.job);
        if (seconds > 0)
            until = clock_monotonic_in(seconds * 1000L);
        job_clear(&queued);
    }
    offer_cancel(player, NULL);
    courier_free(courier);
}

/* Lets the media player start first: the courier starts with its first job, or after a moment to
 * send what is left from before. False when the player stops. */
static bool courier_comes(struct epi_player *player)
{
    struct timespec until = clock_monotonic_in(COURIER_COMES_MS);

    pthread_mutex_lock(&player->lock);
    while (player->jobs.count == 0 && !player->stopping &&
           pthread_cond_timedwait(&player->courier_wakes, &player->lock, &until) == 0)
        continue;
    bool running = !player->stopping;
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

static void player_free(struct epi_player *player)
{
    if (player->folders)
        apart_cancel(player->folders);
    apart_free(player->folders);
    for (struct answer answer; take_answer(player, &answer);)
        free_answer(&answer);
    free(player->asked);
    fact_queue_clear(&player->facts);
    job_queue_clear(&player->jobs);
    notice_queue_clear(&player->notices);
    pthread_mutex_destroy(&player->lock);
    pthread_cond_destroy(&player->recorder_wakes);
    pthread_cond_destroy(&player->courier_wakes);
    pthread_cond_destroy(&player->courier_left);
    free(player);
}

static bool start_thread(struct epi_player *player, pthread_t *thread, void *(*run)(void *))
{
    pthread_attr_t attr;

    if (pthread_attr_init(&attr) != 0)
        return false;
    bool started = pthread_attr_setstacksize(&attr, STACK_SIZE) == 0 &&
                   pthread_create(thread, &attr, run, player) == 0;
    pthread_attr_destroy(&attr);
    return started;
}

/* Starts both threads, or none. */
static bool start_threads(struct epi_player *player)
{
    if (!start_thread(player, &player->recorder, recorder_main))
        return false;
    if (start_thread(player, &player->courier, courier_main))
        return true;
    pthread_mutex_lock(&player->lock);
    player->stopping = true;
    pthread_cond_signal(&player->recorder_wakes);
    pthread_mutex_unlock(&player->lock);
    pthread_join(player->recorder, NULL);
    return false;
}

struct epi_player *epi_player_start(const struct epi_config *config, void (*ring)(void *bell),
                                    void *bell, struct epi_error *err)
{
    struct epi_player *player = calloc(1, sizeof(*player));

    assert(ring);
    if (!player) {
        error_memory(err);
        return NULL;
    }
    player->config = *config;
    clock_steady_begin(&player->clock);
    player->ring = ring;
    player->bell = bell;
    if (!config_data_folder(config, player->folder, sizeof(player->folder), err)) {
        free(player);
        return NULL;
    }
    init_locks(player);
    player->folders = apart_new();
    if (!player->folders || !fact_queue_start(&player->facts)) {
        player_free(player);
        error_memory(err);
        return NULL;
    }

    /* Signals belong to the front end: our threads handle none, not even SIGPIPE. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = start_threads(player);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!started) {
        epi_error_set(err, EPI_ERROR_LATER, "cannot start a thread");
        player_free(player);
        return NULL;
    }
    return player;
}

/* The time that the courier had on a processor, in nanoseconds. */
static int64_t courier_computed(struct epi_player *player)
{
    clockid_t clock;
    struct timespec time = {0};

    if (pthread_getcpuclockid(player->courier, &clock) == 0)
        clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Waits a moment for the cancelled courier, and on while it computes. */
static bool courier_leaves(struct epi_player *player)
{
    bool done = false;
    int64_t computed = -1;

    for (int waited = 0; !done && waited < COURIER_COMPUTES_MS; waited += COURIER_LEAVES_MS) {
        struct timespec until = clock_monotonic_in(COURIER_LEAVES_MS);
        int64_t before = computed;
        computed = courier_computed(player);
        if (computed == before)
            break;
        pthread_mutex_lock(&player->lock);
        while (!player->courier_done &&
               pthread_cond_timedwait(&player->courier_left, &player->lock, &until) == 0)
            continue;
        done = player->courier_done;
        pthread_mutex_unlock(&player->lock);
    }
    return done;
}

void epi_player_stop(struct epi_player *player)
{
    if (!player)
        return;
    notice_free(player->taken);
    player->taken = NULL;
    pthread_mutex_lock(&player->lock);
    player->stopping = true;
    atomic_store(&player->hurry, true);
    if (player->cancellable)
        courier_cancel(player->cancellable);
    pthread_cond_signal(&player->recorder_wakes);
    pthread_cond_signal(&player->courier_wakes);
    pthread_mutex_unlock(&player->lock);

    pthread_join(player->recorder, NULL);
    apart_cancel(player->folders); /* without the lock, which its threads take */
    if (courier_leaves(player)) {
        pthread_join(player->courier, NULL);
        player_free(player);
    } else {
        /* It is stuck in a call that nothing can cancel. What it still uses is left to it. */
        pthread_detach(player->courier);
    }
}
