/* SPDX-License-Identifier: MIT */
#include "core/player/courier.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/deliver/retry.h"
#include "core/deliver/worker.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/journal/journal.h"
#include "core/services/service.h"

enum {
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
    ROUND_FAILED_SECONDS = 60, /* until the next round after one that failed */
};

struct courier {
    const struct epi_config *config;
    struct courier_host host;
    struct worker *worker;
    struct resolution *resolution;
    char *screen;            /* the path that was looked up last */
    struct match *on_screen; /* its episodes, if they are sure */
    size_t on_screen_count;
};

/* ---- Saying ---- */

static void say(struct courier *courier, enum epi_notice_kind kind, enum epi_notice_level level,
                const char *format, ...) __attribute__((format(printf, 4, 5)));

static void say(struct courier *courier, enum epi_notice_kind kind, enum epi_notice_level level,
                const char *format, ...)
{
    struct epi_notice notice = {.kind = kind, .level = level};
    va_list args;

    va_start(args, format);
    vsnprintf(notice.text, sizeof(notice.text), format, args);
    va_end(args);
    courier->host.notice(courier->host.context, &notice);
}

static void delivered(void *context, const struct deliver_notice *notice)
{
    struct courier *courier = context;

    switch (notice->kind) {
    case DELIVER_SENT:
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s", notice->text);
        break;
    case DELIVER_LATER:
        say(courier, EPI_NOTICE_LOG, EPI_LEVEL_INFO, "%s", notice->text);
        break;
    case DELIVER_DEAD:
    case DELIVER_HELD:
    case DELIVER_SIGN_IN:
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_WARN, "%s", notice->text);
        break;
    }
}

static int64_t now_ms(void *context)
{
    struct courier *courier = context;

    return courier->host.now_ms(courier->host.context);
}

/* ---- The file on screen ---- */

/* The candidates in one line: "A (2005, US), B (2001, UK)". */
static void list_candidates(const struct resolution *resolution, char *text, size_t size)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < resolution->candidate_count && i < 4 && len < size; i++) {
        char label[LABEL_MAX];

        label_candidate(&resolution->candidates[i], label, sizeof(label));
        len += (size_t)snprintf(text + len, size - len, "%s%.80s", i ? ", " : "", label);
    }
}

static void say_resolution(struct courier *courier, const struct guess *guess)
{
    const struct resolution *resolution = courier->resolution;
    char label[LABEL_MAX];
    char candidates[400];

    switch (resolution->outcome) {
    case RESOLUTION_SURE:
        label_match(&resolution->matches[0], label, sizeof(label));
        if (resolution->count > 1)
            say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s (and %zu more)", label,
                resolution->count - 1);
        else
            say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s", label);
        break;
    case RESOLUTION_UNSURE:
        list_candidates(resolution, candidates, sizeof(candidates));
        say(courier, EPI_NOTICE_QUESTION, EPI_LEVEL_INFO, "Which series is “%s”? %s", guess->title,
            candidates);
        break;
    case RESOLUTION_NO_EPISODE:
    case RESOLUTION_NO_SERIES:
    case RESOLUTION_NOTHING:
        label_guess(guess, 0, label, sizeof(label));
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s: %s", label, resolution->reason);
        break;
    }
}

/* Remembers what the file on screen is, for live watching. */
static void keep_on_screen(struct courier *courier, const char *path)
{
    const struct resolution *resolution = courier->resolution;
    size_t count = resolution->outcome == RESOLUTION_SURE ? resolution->count : 0;

    free(courier->screen);
    free(courier->on_screen);
    courier->screen = strdup(path);
    courier->on_screen = count ? malloc(count * sizeof(*courier->on_screen)) : NULL;
    courier->on_screen_count = courier->on_screen ? count : 0;
    if (courier->on_screen)
        memcpy(courier->on_screen, resolution->matches, count * sizeof(*courier->on_screen));
}

static void look_up(struct courier *courier, const char *path, const char *media_title,
                    double duration)
{
    struct epi_error err;
    struct guess guess;
    struct resolve *resolve;

    if (!media_name_guess(path, media_title, &guess))
        return;
    worker_journal(courier->worker,
                   NULL); /* without a journal there is no cache, and that is all */
    resolve = worker_resolve(courier->worker, &err);
    if (!resolve || !resolve_file(resolve, path, &guess, duration, worker_now(courier->worker),
                                  courier->resolution, &err)) {
        if (err.kind != EPI_ERROR_STOPPED)
            say(courier, EPI_NOTICE_LOG, EPI_LEVEL_INFO, "not identified yet: %s", err.text);
        return;
    }
    keep_on_screen(courier, path);
    worker_keep_candidates(courier->worker, path, &guess, courier->resolution);
    say_resolution(courier, &guess);
}

/* ---- Live watching ---- */

static void subject_of(const struct match *match, struct subject *subject)
{
    *subject = (struct subject){.series = match->series.ids,
                                .series_year = match->series.year,
                                .season = match->episode.season,
                                .number = match->episode.number,
                                .tvdb = match->episode.tvdb,
                                .tvmaze = match->episode.tvmaze};
    snprintf(subject->series_title, sizeof(subject->series_title), "%s", match->series.title);
    snprintf(subject->airdate, sizeof(subject->airdate), "%s", match->episode.airdate);
}

/* A stop this late is a play at the service. So it leaves as the journal's row of that play, noted
 * as attempted before: whoever finds it so asks the history first. Where there is no such row (the
 * rule was not met, or the play is told already) nothing is said: the service forgets by itself. */
static bool tell_play(struct courier *courier, const struct job *job, const struct service *service,
                      struct session *session, struct epi_error *err)
{
    int64_t lease = WORKER_LEASE_SECONDS + 4 * (int64_t)courier->config->http_timeout;
    struct worker_round round = {0};
    struct epi_error answer = {0};
    struct due row;
    bool found = false;
    bool claimed = false;
    bool counted = false;

    struct journal *journal = worker_journal(courier->worker, err);

    if (!journal || !worker_identify(courier->worker, &round, err) ||
        !outbox_live(journal, service->name, job->path, job->nth, worker_now(courier->worker), &row,
                     &found, err))
        return false;
    if (!found)
        return true;
    if (!outbox_claim(journal, &row, 1, worker_now(courier->worker),
                      worker_now(courier->worker) + lease, true, &claimed, err))
        return false;
    if (!claimed)
        return true;
    if (row.value && !row.attempted &&
        !service->live(session, &row.subject, job->action, job->progress, &counted, &answer)) {
        *err = answer;
        row.attempted = !retry_is_refusal(&answer);
        if (answer.kind != EPI_ERROR_STOPPED) /* else the claim ends with this connection */
            outbox_unclaim(journal, &row, NULL);
        return false;
    }
    if (!counted)
        return outbox_unclaim(journal, &row, err);
    say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s: %s %dx%02d added to the history",
        service->title, row.subject.series_title, row.subject.season, row.subject.number);
    return outbox_done(journal, &row, worker_now(courier->worker), err);
}

static void tell_live(struct courier *courier, const struct job *job)
{
    const struct service *service = service_chosen(courier->config, "trakt");
    struct session *session = worker_session(courier->worker, service, NULL);
    size_t index = (size_t)job->nth - 1;
    struct subject subject;
    struct epi_error err = {0};
    bool signed_in = false;
    bool counted;
    bool told;

    if (!service->live || !config_lists(courier->config->scrobble_on, "trakt") || !session ||
        !courier->screen || strcmp(courier->screen, job->path) != 0 ||
        index >= courier->on_screen_count || courier->on_screen[index].episode.season < 0 ||
        !session_signed_in(session, &signed_in, NULL, 0, NULL) || !signed_in)
        return;
    subject_of(&courier->on_screen[index], &subject);
    if (job->action == LIVE_STOP && job->progress >= LIVE_PLAYED)
        told = tell_play(courier, job, service, session, &err);
    else
        told = service->live(session, &subject, job->action, job->progress, &counted, &err);
    if (!told && err.kind != EPI_ERROR_STOPPED)
        say(courier, EPI_NOTICE_LOG, EPI_LEVEL_INFO, "%s", err.text);
}

void courier_job(struct courier *courier, const struct job *job)
{
    if (job->kind == JOB_LOOK_UP)
        look_up(courier, job->path, job->media_title, job->duration);
    else if (job->kind == JOB_LIVE)
        tell_live(courier, job);
}

/* ---- Rounds ---- */

int courier_round(struct courier *courier)
{
    struct epi_error err = {0};
    struct worker_round round;
    int64_t next_at = 0;

    if (!worker_round(courier->worker, &round, &next_at, &err)) {
        struct journal *journal = worker_journal(courier->worker, NULL);
        /* The recorder reports what is wrong with the journal itself. */
        if (err.kind != EPI_ERROR_STOPPED &&
            !(journal && strcmp(journal_warning(journal), err.text) == 0))
            say(courier, EPI_NOTICE_LOG, EPI_LEVEL_WARN, "%s", err.text);
        return ROUND_FAILED_SECONDS;
    }
    int64_t seconds = next_at ? next_at - worker_now(courier->worker) : COURIER_IDLE;
    return seconds < 1 ? 1 : seconds > COURIER_IDLE ? COURIER_IDLE : (int)seconds;
}

/* ---- Start and end ---- */

struct courier *courier_new(const struct epi_config *config, const char *folder, struct http *http,
                            const struct courier_host *host)
{
    struct courier *courier = calloc(1, sizeof(*courier));

    if (!courier)
        return NULL;
    struct worker_host worker_host = {
        .context = courier, .hurry = host->hurry, .notice = delivered, .now_ms = now_ms};
    courier->config = config;
    courier->host = *host;
    courier->worker = worker_new(config, folder, http, &worker_host);
    courier->resolution = calloc(1, sizeof(*courier->resolution));
    if (!courier->worker || !courier->resolution) {
        courier_free(courier);
        return NULL;
    }
    return courier;
}

void courier_free(struct courier *courier)
{
    if (!courier)
        return;
    worker_free(courier->worker);
    free(courier->resolution);
    free(courier->screen);
    free(courier->on_screen);
    free(courier);
}
