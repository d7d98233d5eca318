/* SPDX-License-Identifier: MIT */
#include "tests/faults/viewer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/http.h"
#include "core/player/courier.h"
#include "core/player/found.h"
#include "core/player/notice.h"
#include "core/player/recorder.h"
#include "tests/doubles/swift.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"
#include <epimark/client.h>

enum {
    STEP = 60,     /* between two positions, seconds */
    TIMEOUT = 20,  /* of a request, seconds */
    POLLS_MAX = 4, /* until the viewer gives up signing in on a web page */
    FILE_SIZE = 4711,
    IDLE = 43200, /* between two rounds of a courier that has nothing to do, seconds */
};

static void *checked(void *made, const char *what)
{
    if (!made) {
        fprintf(stderr, "faults: no %s\n", what);
        abort();
    }
    return made;
}

/* ---- The clock ---- */

int64_t viewer_now(void)
{
    return swift_now_ms() / 1000;
}

static void control(struct viewer *viewer, const char *knobs)
{
    if (!standin_control(viewer->standin, knobs)) {
        fprintf(stderr, "faults: the stand-in refuses %s\n", knobs);
        abort();
    }
}

/* The stand-in goes by the same clock, and says so in each answer. */
static void set_clock(struct viewer *viewer, int64_t at)
{
    int64_t wanted = at - time(NULL);

    swift_set(at * 1000);
    char knobs[96];
    snprintf(knobs, sizeof(knobs), "{\"advance\":%lld,\"date\":%lld}",
             (long long)(wanted - viewer->offset), (long long)at);
    viewer->offset = wanted;
    control(viewer, knobs);
}

/* ---- What is said ---- */

static void say(struct viewer *viewer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(struct viewer *viewer, const char *format, ...)
{
    time_t at = (time_t)viewer_now();
    va_list args;

    va_start(args, format);
    char text[1024];
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    struct tm tm;
    gmtime_r(&at, &tm);
    size_t room = sizeof(viewer->said) - viewer->said_len;
    int len = snprintf(viewer->said + viewer->said_len, room, "%02d. %02d:%02d:%02d %s\n",
                       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, text);
    if ((size_t)len < room)
        viewer->said_len += (size_t)len;
}

static void take_notice(void *context, struct notice *notice)
{
    struct viewer *viewer = context;

    if (!notice)
        return;
    const struct epi_notice *view = notice_view(notice);
    say(viewer, "%s%s", view->on_screen ? "" : "(log) ", view->text);
    for (size_t i = 0; i < viewer->account_count; i++) {
        struct viewer_account *account = &viewer->accounts[i];
        if (view->kind == EPI_NOTICE_SIGN_IN && strcmp(view->service, account->service) == 0) {
            account->nagged = account->nagged || account->asked;
            account->asked = true;
        }
    }
    notice_free(notice);
}

/* ---- Begin and end ---- */

struct viewer *viewer_new(const char *const *services, int64_t at)
{
    struct viewer *viewer = checked(calloc(1, sizeof(*viewer)), "memory");

    viewer->folder = tempdir_make();
    viewer->standin = checked(standin_start(NULL), "stand-in");
    config_init(&viewer->config);
    viewer->config.credential_store = CREDENTIALS_FILE;
    viewer->config.http_timeout = TIMEOUT;
    snprintf(viewer->config.data_folder, sizeof(viewer->config.data_folder), "%s", viewer->folder);
    places_set(&viewer->config, viewer->standin);
    for (; *services; services++)
        viewer->accounts[viewer->account_count++].service = *services;
    set_clock(viewer, at);
    return viewer;
}

void viewer_free(struct viewer *viewer)
{
    if (!viewer)
        return;
    viewer_quit(viewer);
    standin_stop(viewer->standin);
    tempdir_remove(viewer->folder);
    free(viewer);
}

/* ---- The player ---- */

static void take_job(void *context, const struct job *job)
{
    struct viewer *viewer = context;

    job_queue_add(&viewer->jobs, job);
}

static void take_found(void *context, struct found *found)
{
    struct viewer *viewer = context;

    if (found && viewer->recorder)
        recorder_found(viewer->recorder, found);
    found_free(found);
}

static void take_question(void *context, const struct folder_file_question *question)
{
    struct viewer *viewer = context;

    free(viewer->question);
    viewer->question = strdup(folder_file_key(question));
}

static int64_t now_ms(void *context)
{
    (void)context;
    return swift_now_ms();
}

static void do_job(struct viewer *viewer, const struct job *job)
{
    int seconds = courier_job(viewer->courier, job);

    if (seconds == COURIER_IDLE_SECONDS)
        seconds = IDLE; /* nothing is due: rounds that do nothing need not be many */
    if (seconds > 0)
        viewer->round_at = viewer_now() + seconds;
}

/* The courier does what it was asked for. */
static void pump(struct viewer *viewer)
{
    for (struct queued_job queued; job_queue_take(&viewer->jobs, &queued);) {
        do_job(viewer, &queued.job);
        job_clear(&queued);
    }
}

void viewer_wait_until(struct viewer *viewer, int64_t at)
{
    while (viewer->courier && viewer->round_at <= at) {
        if (viewer->round_at > viewer_now())
            set_clock(viewer, viewer->round_at);
        do_job(viewer, &(struct job){.kind = JOB_DELIVER});
    }
    if (viewer_now() < at)
        set_clock(viewer, at);
}

void viewer_open(struct viewer *viewer)
{
    struct recording_host host = {
        .context = viewer, .notice = take_notice, .job = take_job, .folder = take_question};
    struct courier_host courier = {
        .context = viewer, .notice = take_notice, .found = take_found, .now_ms = now_ms};

    viewer->http = checked(http_new("", TIMEOUT, NULL), "connections");
    viewer->recorder = checked(recorder_new(&viewer->config, viewer->folder, &host), "recorder");
    viewer->courier =
        checked(courier_new(&viewer->config, viewer->folder, viewer->http, &courier), "courier");
    viewer->round_at = viewer_now();
}

/* What the recorder asks for at the end comes too late, as in a player. */
void viewer_quit(struct viewer *viewer)
{
    recorder_free(viewer->recorder);
    courier_free(viewer->courier);
    http_free(viewer->http);
    job_queue_clear(&viewer->jobs);
    free(viewer->question);
    viewer->recorder = NULL;
    viewer->courier = NULL;
    viewer->http = NULL;
    viewer->question = NULL;
}

void viewer_stop(struct viewer *viewer)
{
    if (viewer->client)
        epi_client_cancel(viewer->client);
    else if (viewer->courier)
        courier_cancel(viewer->courier);
}

static void tell(struct viewer *viewer, struct epi_fact fact)
{
    fact.size = sizeof(fact);
    fact.clock = (double)swift_now_ms() / 1000;
    fact.at = viewer_now();
    recorder_tell(viewer->recorder, &fact);
    if (viewer->question) {
        char *path = viewer->question;
        viewer->question = NULL;
        recorder_heard(viewer->recorder, path, FOLDER_ALLOWS);
        free(path);
    }
    pump(viewer);
}

void viewer_begin(struct viewer *viewer, const char *path)
{
    viewer->position = 0;
    tell(viewer, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                   .path = path,
                                   .duration = VIEWER_LENGTH,
                                   .file_size = FILE_SIZE});
}

static void stand(struct viewer *viewer)
{
    tell(viewer, (struct epi_fact){.kind = EPI_FACT_POSITION,
                                   .position = viewer->position,
                                   .speed = 1,
                                   .playing = true,
                                   .duration = VIEWER_LENGTH,
                                   .file_size = FILE_SIZE});
}

/* Requests take time, too: what is played meanwhile is seen at the next position. */
void viewer_play(struct viewer *viewer, double until)
{
    stand(viewer);
    while (viewer->position < until) {
        int64_t from = viewer_now();
        viewer_wait_until(viewer, from + STEP);
        viewer->position += (double)(viewer_now() - from);
        stand(viewer);
    }
}

void viewer_end(struct viewer *viewer)
{
    tell(viewer, (struct epi_fact){.kind = EPI_FACT_ENDED});
}

void viewer_press(struct viewer *viewer, enum epi_fact_kind kind, int value)
{
    tell(viewer, (struct epi_fact){.kind = kind, .value = value});
}

/* ---- The tool ---- */

static struct epi_client *open_client(struct viewer *viewer)
{
    viewer->client = checked(epi_client_new(&viewer->config, NULL), "client");
    return viewer->client;
}

static void close_client(struct viewer *viewer)
{
    epi_client_free(viewer->client);
    viewer->client = NULL;
}

/* How the viewer signs in to a service. */
struct way_in {
    const char *service;
    const char *knob; /* of the stand-in, that says yes on the web page; NULL: values alone */
    const char *values[4];
};

static const struct way_in ways_in[] = {
    {"tvmaze", "{\"pairing\":\"approve\"}", {STANDIN_TVMAZE_EMAIL}},
    {"trakt", "{\"device\":\"approve\"}", {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET}},
    {"tvdb", NULL, {STANDIN_TVDB_KEY}},
    {"tvdb2", NULL, {STANDIN_TVDB2_KEY, STANDIN_TVDB2_USER, STANDIN_TVDB2_USER_KEY}},
    {"trakt1", NULL, {STANDIN_TRAKT1_KEY, STANDIN_TRAKT1_USER, STANDIN_TRAKT1_PASSWORD}},
};

static const struct way_in *find_way_in(const char *service)
{
    for (size_t i = 0; i < sizeof(ways_in) / sizeof(ways_in[0]); i++) {
        if (strcmp(ways_in[i].service, service) == 0)
            return &ways_in[i];
    }
    return checked(NULL, service);
}

/* Confirms on the web page, and waits until the service knows. */
static bool pair(struct viewer *viewer, struct epi_client *client, const struct way_in *way,
                 size_t count, int *waiting, struct epi_error *err)
{
    const struct epi_pairing *pairing =
        epi_account_pair_start(client, way->service, way->values, count, err);
    bool done = false;

    if (!pairing)
        return false;
    control(viewer, way->knob);
    char account[128];
    for (int i = 0; i < POLLS_MAX && !done; i++) {
        set_clock(viewer, viewer_now() + pairing->interval + 1);
        if (!epi_account_pair_poll(client, &done, account, sizeof(account), waiting, err) &&
            err->kind != EPI_ERROR_LATER)
            return false;
    }
    return done;
}

bool viewer_sign_in(struct viewer *viewer, struct viewer_account *account)
{
    const struct way_in *way = find_way_in(account->service);
    struct epi_client *client = open_client(viewer);
    struct epi_error err = {0};
    int waiting = 0;
    size_t count = 0;

    while (count < 4 && way->values[count])
        count++;
    char name[128];
    account->signed_in = way->knob ? pair(viewer, client, way, count, &waiting, &err)
                                   : epi_account_login(client, way->service, way->values, count,
                                                       name, sizeof(name), &waiting, &err);
    /* The tool asks whether to send what waited for the sign-in: yes. */
    if (account->signed_in && waiting > 0)
        epi_account_release(client, way->service, &err);
    if (account->signed_in)
        account->asked = false;
    say(viewer, "$ login %s: %s", way->service, account->signed_in ? "signed in" : err.text);
    close_client(viewer);
    return account->signed_in;
}

bool viewer_fix(struct viewer *viewer, const char *path, const char *series)
{
    struct epi_client *client = open_client(viewer);
    struct epi_target target = {.size = sizeof(target), .path = path};
    struct epi_error err = {0};
    char done[512];

    bool fixed =
        epi_client_fix(client, &target, series, -1, -1, false, NULL, done, sizeof(done), &err);
    say(viewer, "$ fix: %s", fixed ? done : err.text);
    close_client(viewer);
    return fixed;
}

bool viewer_retry(struct viewer *viewer)
{
    struct epi_client *client = open_client(viewer);
    struct epi_error err = {0};
    char done[512];

    bool retried = epi_client_retry(client, NULL, done, sizeof(done), &err);
    say(viewer, "$ queue retry: %s", retried ? done : err.text);
    close_client(viewer);
    return retried;
}
