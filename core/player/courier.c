/* SPDX-License-Identifier: MIT */
#include "core/player/courier.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/identify/candidates.h"
#include "core/identify/reading.h"
#include "core/services/service.h"

enum {
    SERVICES_MAX = 8,
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
    LEASE_SECONDS = 300,    /* how long one entry may take to identify */
    ASK_AGAIN_SECONDS = 60, /* after a failure that may pass, doubling up to an hour */
    ASK_AGAIN_MAX = 3600,
    PAUSE_WAITED_SECONDS = 10,     /* that a service asked for; a longer one is said */
    NEW_EPISODE_SECONDS = 86400,   /* an episode no catalogue has yet: daily ... */
    NEW_EPISODE_DAYS = 14,         /* ... for so many days after it was watched */
    QUESTION_SECONDS = 30 * 86400, /* how long candidates are kept */
};

struct courier {
    const struct epi_config *config;
    const char *folder;
    struct http *http;
    struct courier_host host;
    struct plan plan;
    struct journal *journal;
    struct secret *secret;
    struct service_context context;
    struct session *sessions[SERVICES_MAX];
    struct resolve *resolve;
    struct resolution *resolution;
    int failures;            /* to identify, one after another */
    char *screen;            /* the path that was looked up last */
    struct match *on_screen; /* and its episodes, where that is sure */
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

static void deliver_said(void *context, enum deliver_notice_kind kind, const char *text)
{
    struct courier *courier = context;

    switch (kind) {
    case DELIVER_SENT:
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s", text);
        break;
    case DELIVER_LATER:
        say(courier, EPI_NOTICE_LOG, EPI_LEVEL_INFO, "%s", text);
        break;
    case DELIVER_DEAD:
    case DELIVER_HELD:
    case DELIVER_SIGN_IN:
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_WARN, "%s", text);
        break;
    }
}

/* ---- Its parts ---- */

static int64_t now(const struct courier *courier)
{
    return courier->host.now_ms(courier->host.context) / 1000;
}

static int64_t clock_seconds(void *courier)
{
    return now(courier);
}

/* How often the services let themselves be called: TVmaze at least 20 calls in 10 s; Trakt
 * AUTHED_API_POST_LIMIT 1 a second, its GETs 1000 in 300 s; TheTVDB names no limit. A little slower
 * where they are counted one by one: no network keeps the distance between two. */
static const struct {
    const char *service;
    bool reads;
    int capacity;
    double seconds;
} paces[] = {
    {"tvmaze", true, 20, 10},
    {"tvmaze", false, 20, 10},
    {"trakt", true, 1000, 300},
    {"trakt", false, 1, 1.2},
};

/* Waits for a turn. A journal that cannot be written keeps nobody from being asked. */
static bool take_turn(struct courier *courier, const char *service, const char *method,
                      struct epi_error *err)
{
    bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    char bucket[48];

    for (size_t i = 0; i < sizeof(paces) / sizeof(paces[0]); i++) {
        int wait_ms = 0;

        if (strcmp(paces[i].service, service) != 0 || paces[i].reads != reads)
            continue;
        /* TVmaze counts every call alike: one bucket. */
        snprintf(bucket, sizeof(bucket), "%s%s", service,
                 strcmp(service, "trakt") != 0 ? ""
                 : reads                       ? " reads"
                                               : " writes");
        do {
            if (!pace_take(courier->journal, bucket, paces[i].capacity, paces[i].seconds,
                           courier->host.now_ms(courier->host.context), &wait_ms, NULL))
                return true;
            if (wait_ms > 0 && !http_wait(courier->http, wait_ms, err))
                return false;
        } while (wait_ms > 0);
    }
    return true;
}

/* Waits out what a service asked for, where that is short. */
static bool wait_out_pause(struct courier *courier, const char *service, struct epi_error *err)
{
    int64_t until = 0;
    int64_t left;

    if (!outbox_paused(courier->journal, service, &until, NULL))
        return true;
    left = until - now(courier);
    if (left <= PAUSE_WAITED_SECONDS)
        return left <= 0 || http_wait(courier->http, (int)left * 1000, err);
    return error_status(err, EPI_ERROR_LATER, 429, (int)left, "%s asks to be left alone for %lld s",
                        service_find(service)->title, (long long)left);
}

static bool pace(void *context, const char *service, const char *method, struct epi_error *err)
{
    struct courier *courier = context;

    return !courier_journal(courier, NULL) ||
           (wait_out_pause(courier, service, err) && take_turn(courier, service, method, err));
}

static void rest(void *context, const char *service, int seconds)
{
    struct courier *courier = context;

    if (courier_journal(courier, NULL))
        outbox_pause(courier->journal, service, now(courier) + seconds, NULL);
}

struct journal *courier_journal(struct courier *courier, struct epi_error *err)
{
    if (!courier->journal)
        courier->journal = journal_open(courier->folder, &courier->plan, courier->host.hurry, err);
    return courier->journal;
}

const char *courier_warning(struct courier *courier)
{
    return courier->journal && journal_ready(courier->journal, NULL)
               ? journal_warning(courier->journal)
               : "";
}

struct secret *courier_secret(struct courier *courier)
{
    if (!courier->secret)
        courier->secret = secret_new(courier->config->credential_store, courier->folder);
    return courier->secret;
}

struct session *courier_session(struct courier *courier, const struct service *service,
                                struct epi_error *err)
{
    for (size_t i = 0; services[i] && i < SERVICES_MAX; i++) {
        if (services[i] != service)
            continue;
        if (!courier->sessions[i]) {
            courier->context.secret = courier_secret(courier);
            courier->sessions[i] = session_new(service, &courier->context);
        }
        if (courier->sessions[i])
            return courier->sessions[i];
    }
    error_memory(err);
    return NULL;
}

struct resolve *courier_resolve(struct courier *courier, struct epi_error *err)
{
    struct resolve_catalogue catalogues[2] = {{0}};

    if (courier->resolve)
        return courier->resolve;
    catalogues[0].service = service_chosen(courier->config, "tvdb");
    catalogues[1].service = service_chosen(courier->config, "tvmaze");
    for (size_t i = 0; i < 2; i++) {
        catalogues[i].session = courier_session(courier, catalogues[i].service, err);
        if (!catalogues[i].session)
            return NULL;
    }
    courier->resolve = resolve_new(courier->config, courier->journal, catalogues, 2);
    if (!courier->resolve)
        error_memory(err);
    return courier->resolve;
}

struct courier *courier_new(const struct epi_config *config, const char *folder, struct http *http,
                            const struct courier_host *host)
{
    struct courier *courier = calloc(1, sizeof(*courier));

    if (!courier)
        return NULL;
    courier->resolution = calloc(1, sizeof(*courier->resolution));
    if (!courier->resolution) {
        free(courier);
        return NULL;
    }
    courier->config = config;
    courier->folder = folder;
    courier->http = http;
    courier->host = *host;
    deliver_plan(config, &courier->plan);
    courier->context = (struct service_context){.config = config,
                                                .http = http,
                                                .now = clock_seconds,
                                                .clock = courier,
                                                .pace = pace,
                                                .rest = rest,
                                                .pacer = courier};
    return courier;
}

void courier_free(struct courier *courier)
{
    if (!courier)
        return;
    resolve_free(courier->resolve);
    for (size_t i = 0; i < SERVICES_MAX; i++)
        session_free(courier->sessions[i]);
    secret_free(courier->secret);
    journal_close(courier->journal);
    free(courier->resolution);
    free(courier->screen);
    free(courier->on_screen);
    free(courier);
}

/* ---- The file on screen ---- */

static void keep_question(struct courier *courier, const char *path, const struct guess *guess)
{
    const struct resolution *resolution = courier->resolution;
    char key[CANDIDATES_KEY_MAX];
    char *text;

    if (!courier->journal || resolution->candidate_count == 0)
        return;
    text = candidates_write(resolution->candidates, resolution->candidate_count);
    candidates_key(path, guess, key);
    if (text)
        cache_keep(courier->journal, key, text, now(courier) + QUESTION_SECONDS, now(courier),
                   NULL);
    free(text);
}

/* The candidates in one line: "A (2005, US), B (2001, UK)". */
static void list_candidates(const struct resolution *resolution, char *text, size_t size)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < resolution->candidate_count && i < 4 && len < size; i++) {
        char label[LABEL_MAX];

        candidates_label(&resolution->candidates[i], label, sizeof(label));
        len += (size_t)snprintf(text + len, size - len, "%s%.80s", i ? ", " : "", label);
    }
}

static void say_resolution(struct courier *courier, const struct guess *guess)
{
    const struct resolution *resolution = courier->resolution;
    char label[LABEL_MAX];
    char candidates[400];

    switch (resolution->outcome) {
    case RESOLVE_SURE:
        reading_match_label(&resolution->matches[0], label, sizeof(label));
        if (resolution->count > 1)
            say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s (and %zu more)", label,
                resolution->count - 1);
        else
            say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s", label);
        break;
    case RESOLVE_UNSURE:
        list_candidates(resolution, candidates, sizeof(candidates));
        say(courier, EPI_NOTICE_QUESTION, EPI_LEVEL_INFO, "Which series is “%s”? %s", guess->title,
            candidates);
        break;
    case RESOLVE_NO_EPISODE:
    case RESOLVE_NO_SERIES:
    case RESOLVE_NOTHING:
        reading_label(guess, 0, label, sizeof(label));
        say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s: %s", label, resolution->reason);
        break;
    }
}

/* Remembers what the file on screen is, for live watching. */
static void keep_on_screen(struct courier *courier, const char *path)
{
    const struct resolution *resolution = courier->resolution;
    size_t count = resolution->outcome == RESOLVE_SURE ? resolution->count : 0;

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

    if (!reading_guess(path, media_title, &guess))
        return;
    courier_journal(courier, NULL); /* without a journal there is no cache, and that is all */
    resolve = courier_resolve(courier, &err);
    if (!resolve ||
        !resolve_file(resolve, path, &guess, duration, now(courier), courier->resolution, &err)) {
        if (err.kind != EPI_ERROR_STOPPED)
            say(courier, EPI_NOTICE_LOG, EPI_LEVEL_INFO, "not identified yet: %s", err.text);
        return;
    }
    keep_on_screen(courier, path);
    keep_question(courier, path, &guess);
    say_resolution(courier, &guess);
}

/* ---- What was committed ---- */

static int64_t ask_again(struct courier *courier, const struct epi_error *err)
{
    int64_t seconds = ASK_AGAIN_SECONDS;

    for (int i = 0; i < courier->failures && seconds < ASK_AGAIN_MAX; i++)
        seconds *= 2;
    if (seconds > ASK_AGAIN_MAX)
        seconds = ASK_AGAIN_MAX;
    courier->failures++;
    return now(courier) + (err->retry_after > seconds ? err->retry_after : seconds);
}

/* The series, where that is sure though the episode is not there; or NULL. */
static const struct match *sure_series(const struct resolution *resolution)
{
    if (resolution->outcome == RESOLVE_SURE && resolution->count > 0)
        return &resolution->matches[0];
    if (resolution->outcome == RESOLVE_NO_EPISODE && resolution->candidate_count > 0)
        return &resolution->candidates[0];
    return NULL;
}

/* Files what resolve said of an entry. */
static bool file_resolution(struct courier *courier, const struct entry *entry,
                            const struct guess *guess, struct courier_round *round,
                            struct epi_error *err)
{
    const struct resolution *resolution = courier->resolution;
    size_t index = entry->part > 0 ? (size_t)entry->part - 1 : 0;
    bool young = now(courier) - entry->created_at < NEW_EPISODE_DAYS * (int64_t)86400;
    char title_key[MATCH_TITLE_MAX];
    char *candidates = NULL;
    bool ok;

    resolve_title_key(guess, title_key, sizeof(title_key));
    if (resolution->outcome == RESOLVE_SURE && index < resolution->count &&
        resolution->matches[index].confidence > 0) {
        round->identified++;
        return entries_identified(courier->journal, entry->id, &resolution->matches[index],
                                  title_key, now(courier), err);
    }
    if (resolution->outcome == RESOLVE_UNSURE) {
        round->held++;
        candidates = candidates_write(resolution->candidates, resolution->candidate_count);
        ok = entries_hold(courier->journal, entry->id, title_key, resolution->reason,
                          candidates ? candidates : "[]", now(courier), err);
        free(candidates);
        return ok;
    }
    return entries_postpone(
        courier->journal, entry->id,
        young && resolution->outcome != RESOLVE_NOTHING ? now(courier) + NEW_EPISODE_SECONDS : 0,
        resolution->reason, sure_series(resolution), now(courier), err);
}

/* Identifies one entry that the journal handed out. False ends the round. */
static bool identify(struct courier *courier, const struct entry *entry,
                     struct courier_round *round, struct epi_error *err)
{
    struct guess guess;
    struct epi_error failed;
    char raw[JOURNAL_PATH_MAX];
    struct resolve *resolve = courier_resolve(courier, err);

    if (!resolve)
        return false;
    stored_path_raw(entry->path, raw);
    if (!reading_guess(raw, entry->media_title, &guess)) {
        /* A newer reader may say no where an older one kept it. */
        return entries_postpone(courier->journal, entry->id, 0,
                                "this name is not read as an episode", NULL, now(courier), err);
    }
    if (resolve_file(resolve, raw, &guess, entry->duration, now(courier), courier->resolution,
                     &failed)) {
        courier->failures = 0;
        keep_question(courier, raw, &guess);
        return file_resolution(courier, entry, &guess, round, err);
    }
    if (failed.kind == EPI_ERROR_STOPPED) {
        *err = failed;
        return false;
    }
    return entries_postpone(courier->journal, entry->id, ask_again(courier, &failed), failed.text,
                            NULL, now(courier), err);
}

static bool identify_due(struct courier *courier, struct courier_round *round,
                         struct epi_error *err)
{
    struct entry *entry = malloc(sizeof(*entry));
    bool found = false;
    bool ok = entry != NULL;

    if (!entry)
        return error_memory(err);
    do {
        ok = entries_claim(courier->journal, now(courier), now(courier) + LEASE_SECONDS, entry,
                           &found, err);
        if (ok && found)
            ok = identify(courier, entry, round, err);
    } while (ok && found);
    free(entry);
    return ok;
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
    int64_t lease = LEASE_SECONDS + 4 * (int64_t)courier->config->http_timeout;
    struct courier_round round = {0};
    struct epi_error answer = {0};
    struct due row;
    bool found = false;
    bool claimed = false;
    bool counted = false;

    if (!courier_journal(courier, err) || !identify_due(courier, &round, err) ||
        !outbox_live(courier->journal, service->name, job->path, job->part, now(courier), &row,
                     &found, err))
        return false;
    if (!found)
        return true;
    if (!outbox_claim(courier->journal, &row, 1, now(courier), now(courier) + lease, true, &claimed,
                      err))
        return false;
    if (!claimed)
        return true;
    if (row.value && !row.attempted &&
        !service->live(session, &row.subject, job->action, job->progress, &counted, &answer)) {
        *err = answer;
        row.attempted = !deliver_refused(&answer);
        if (answer.kind != EPI_ERROR_STOPPED) /* else the claim ends with this connection */
            outbox_unclaim(courier->journal, &row, NULL);
        return false;
    }
    if (!counted)
        return outbox_unclaim(courier->journal, &row, err);
    say(courier, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, "%s: %s %dx%02d added to the history",
        service->title, row.subject.series_title, row.subject.season, row.subject.number);
    return outbox_done(courier->journal, &row, now(courier), err);
}

static void tell_live(struct courier *courier, const struct job *job)
{
    const struct service *service = service_chosen(courier->config, "trakt");
    struct session *session = courier_session(courier, service, NULL);
    size_t index = (size_t)job->part - 1;
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

static struct session *give_session(void *context, const struct service *service,
                                    struct epi_error *err)
{
    return courier_session(context, service, err);
}

bool courier_round(struct courier *courier, struct courier_round *round, int64_t *next_at,
                   struct epi_error *err)
{
    struct deliver deliver = {.config = courier->config,
                              .session = give_session,
                              .notice = deliver_said,
                              .context = courier,
                              .now = clock_seconds,
                              .clock = courier};

    memset(round, 0, sizeof(*round));
    *next_at = 0;
    deliver.journal = courier_journal(courier, err);
    return deliver.journal && journal_ready(deliver.journal, err) &&
           deliver_accounts(&deliver, err) && identify_due(courier, round, err) &&
           deliver_due(&deliver, &round->delivered, err) &&
           outbox_next(deliver.journal, now(courier), next_at, err);
}
