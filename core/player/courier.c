/* SPDX-License-Identifier: MIT */
#include "core/player/courier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/scratch.h"
#include "core/deliver/worker.h"
#include "core/identify/candidates.h"
#include "core/identify/folder_file.h"
#include "core/identify/known_name.h"
#include "core/identify/label.h"
#include "core/identify/resolution.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/once.h"
#include "core/journal/outbox.h"
#include "core/journal/overdue.h"
#include "core/journal/series_folder.h"
#include "core/player/found.h"
#include "core/player/gap.h"
#include "core/player/job.h"
#include "core/player/kept.h"
#include "core/player/notice.h"
#include "core/player/offers.h"
#include "core/player/scrobble.h"
#include "core/services/service.h"

enum {
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
    LISTED_MAX = 4,            /* candidates that a question names */
    ROUND_FAILED_SECONDS = 60, /* until the next round after one that failed */
    RENEWED_SECONDS = 2,       /* until the next round after one that renewed a list */
    DAY_SECONDS = 86400,
    COPIED_SECONDS = 1, /* until the next step of a copy of the journal */
};

struct courier {
    const struct epi_config *config;
    const char *folder;
    struct courier_host host;
    struct worker *worker;
    struct resolution *resolution;
    char *screen;            /* the path that was looked up last */
    struct match *on_screen; /* its episodes, if they are sure */
    size_t on_screen_count;
    bool finished;    /* live watching that a player before could not end */
    bool renews;      /* kept lists, one with each round, until none is left to renew */
    bool placed;      /* it was looked where the journal lies */
    int64_t told_at;  /* when it was looked for what is overdue, seconds since 1970; 0: never */
    bool live_failed; /* the last report of live watching did not arrive */
    struct kept_said said;
};

/* ---- Notifying ---- */

static void post(struct courier *courier, struct notice *notice)
{
    if (notice)
        courier->host.notice(courier->host.context, notice);
}

static void hand_over(struct courier *courier, struct found *found)
{
    if (found)
        courier->host.found(courier->host.context, found);
}

/* An error that passes by itself: for the log. */
static void log_error(struct courier *courier, enum epi_notice_level level, const char *text)
{
    struct notice *notice = notice_new(EPI_NOTICE_ERROR, level, false);

    notice_text(notice, "%s", text);
    post(courier, notice);
}

static void delivered(void *context, const struct deliver_notice *deliver)
{
    static const struct {
        enum epi_notice_kind kind;
        enum epi_notice_level level;
        bool on_screen;
    } kinds[] = {
        [DELIVER_SENT] = {EPI_NOTICE_SENT, EPI_LEVEL_INFO, true},
        [DELIVER_LATER] = {EPI_NOTICE_LATER, EPI_LEVEL_INFO, false},
        [DELIVER_DEAD] = {EPI_NOTICE_DEAD, EPI_LEVEL_WARN, true},
        [DELIVER_HELD] = {EPI_NOTICE_HELD, EPI_LEVEL_WARN, true},
        [DELIVER_REMARK] = {EPI_NOTICE_ERROR, EPI_LEVEL_INFO, false},
        [DELIVER_SIGN_IN] = {EPI_NOTICE_SIGN_IN, EPI_LEVEL_WARN, true},
    };
    struct notice *notice = notice_new(kinds[deliver->kind].kind, kinds[deliver->kind].level,
                                       kinds[deliver->kind].on_screen);

    if (!notice)
        return;
    notice_service(notice, deliver->service->name, deliver->service->title);
    if (deliver->row) {
        notice_subject(notice, &deliver->row->subject);
        if (outbox_is_rating(deliver->row->kind))
            notice_edit(notice)->rating = values_rating_number(deliver->row->value);
        notice_edit(notice)->entry = deliver->count > 1 ? 0 : deliver->row->entry;
    }
    if (deliver->count)
        notice_edit(notice)->count = deliver->count;
    notice_edit(notice)->next_at = deliver->next_at;
    notice_say(notice, deliver->saying);
    post(context, notice);
}

static int64_t now_ms(void *context)
{
    struct courier *courier = context;

    return courier->host.now_ms(courier->host.context);
}

/* ---- The file on screen ---- */

/* Whether only one series may be meant, which has no such episode. */
static bool lacks_episode(const struct resolution *resolution)
{
    return (resolution->outcome == RESOLUTION_UNSURE ||
            resolution->outcome == RESOLUTION_NO_EPISODE) &&
           resolution->candidate_count == 1 && resolution->candidates[0].episode.season < 0 &&
           !resolution->candidates[0].film;
}

/* The best candidates in one line: "A (2005, US), B (2001, UK)", "A 1x02, A 2x02". */
static void list_candidates(const struct resolution *resolution, char *text, size_t size)
{
    bool numbered = candidates_are_episodes(resolution->candidates, resolution->candidate_count);
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < resolution->candidate_count && i < LISTED_MAX && len < size; i++) {
        char label[LABEL_MAX];

        label_candidate(&resolution->candidates[i], numbered, label, sizeof(label));
        len += (size_t)snprintf(text + len, size - len, "%s%.80s", i ? ", " : "", label);
    }
}

static struct notice *identified(const struct resolution *resolution)
{
    struct notice *notice = notice_new(EPI_NOTICE_IDENTIFIED, EPI_LEVEL_INFO, true);

    notice_match(notice, &resolution->matches[0]);
    if (notice)
        notice_edit(notice)->confidence = resolution->matches[0].confidence;
    struct label label;
    label_of_match(&resolution->matches[0], &label);
    struct epi_saying several = {
        EPI_SAY_AND_MORE, {{.saying = &label.saying}, {.number = (int64_t)resolution->count - 1}}};
    notice_say(notice, resolution->count > 1 ? &several : &label.saying);
    if (notice)
        notice_edit(notice)->count = resolution->count;
    return notice;
}

static struct notice *unsure(const struct resolution *resolution, const struct guess *guess)
{
    struct notice *notice = notice_new(EPI_NOTICE_UNSURE, EPI_LEVEL_INFO, true);

    notice_guess(notice, guess, 0);
    notice_candidates(notice, resolution->candidates, resolution->candidate_count,
                      NOTICE_CANDIDATES_MAX);
    char candidates[400];
    list_candidates(resolution, candidates, sizeof(candidates));
    bool episodes = candidates_are_episodes(resolution->candidates, resolution->candidate_count);
    notice_say(notice, &(struct epi_saying){guess->film ? EPI_SAY_WHICH_FILM
                                            : episodes  ? EPI_SAY_WHICH_EPISODE
                                                        : EPI_SAY_WHICH_SERIES,
                                            {{.text = guess->title}, {.text = candidates}}});
    return notice;
}

static struct notice *unidentified(const struct resolution *resolution, const struct guess *guess)
{
    bool lacks = lacks_episode(resolution);
    /* Unsure without a question: as the user said. */
    bool said = resolution->outcome == RESOLUTION_UNSURE && !lacks;
    struct notice *notice = notice_new(EPI_NOTICE_UNIDENTIFIED, EPI_LEVEL_INFO, !said);

    notice_guess(notice, guess, 0);
    if (notice)
        notice_edit(notice)->unsure = lacks;
    struct label label;
    label_of_guess(guess, 0, EPI_SCOPE_EPISODE, &label);
    char only[LABEL_MAX];
    list_candidates(resolution, only, sizeof(only));
    struct epi_saying why = {lacks ? EPI_SAY_LACKS_EPISODE : resolution->sentence,
                             {{.text = lacks ? only : resolution->reason}}};
    notice_say(notice,
               &(struct epi_saying){EPI_SAY_OF, {{.saying = &label.saying}, {.saying = &why}}});
    return notice;
}

/* Tells the recorder what a file is taken for, or why that is open. */
static void tell_current(struct courier *courier, const char *path)
{
    const struct resolution *resolution = courier->resolution;
    bool unsure = resolution->outcome == RESOLUTION_UNSURE;
    const struct match *current = resolution->outcome == RESOLUTION_SURE ? resolution->matches
                                  : resolution->outcome == RESOLUTION_NO_EPISODE
                                      ? resolution->candidates
                                      : NULL;
    char candidates[sizeof(((struct found *)NULL)->why)] = "";
    bool lacks = lacks_episode(resolution);
    if (unsure || lacks)
        list_candidates(resolution, candidates, sizeof(candidates));
    const char *why = *candidates                              ? candidates
                      : resolution->outcome == RESOLUTION_SURE ? NULL
                                                               : resolution->reason;
    struct found *found = found_new(FOUND_CURRENT, path, current, current != NULL, why);
    if (found) {
        const struct folder_file *folder = worker_folder_file(courier->worker);
        found->ordered = folder->found && folder->ordered;
        found->order = folder->order;
        found->unsure = unsure;
        found->reason = lacks         ? EPI_SAY_LACKS_EPISODE
                        : *candidates ? EPI_SAY_TEXT
                                      : resolution->sentence;
    }
    hand_over(courier, found);
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

/* Says that .epimark in the file's folder is used: once, or each time if it ignores the file.
 * Returns whether it does. */
static bool say_folder_file(struct courier *courier, const char *path)
{
    const struct folder_file *file = worker_folder_file(courier->worker);
    struct journal *journal = worker_journal(courier->worker, NULL);
    bool first = false;

    if (!file->found)
        return false;
    size_t len = file->of_series_folder ? series_folder_length(path) : series_folder_own(path);
    CLEANUP(cleanup_free) char *key = malloc(len + sizeof("folder "));
    if (key && journal && !file->ignore) {
        snprintf(key, len + sizeof("folder "), "folder %s", path);
        once_claim(journal, key, worker_now(courier->worker), &first, NULL);
    }
    if (!first && !file->ignore)
        return false;
    struct notice *notice =
        notice_new(file->ignore ? EPI_NOTICE_EXCLUDED : EPI_NOTICE_FOLDER,
                   file->ignore ? EPI_LEVEL_VERBOSE : EPI_LEVEL_INFO, !file->ignore);
    if (file->ignore)
        notice_text(notice, "ignored: .epimark in its folder says so");
    else
        notice_say(notice, &(struct epi_saying){EPI_SAY_FOLDER_USED, {{.text = NULL}}});
    post(courier, notice);
    return file->ignore;
}

/* If the user wants to know: that the episode before the one on screen was left out, once a
 * series. */
static void say_gap(struct courier *courier, struct journal *journal)
{
    if (journal && config_lists(courier->config->osd, "gaps")) {
        post(courier,
             gap_notice(journal, worker_resolve(courier->worker, NULL), courier->config->language,
                        worker_now(courier->worker), &courier->resolution->matches[0]));
    }
}

/* Posts what a file was found to be. */
static void post_found(struct courier *courier, const struct job *job, struct notice *notice)
{
    if (notice)
        notice_edit(notice)->file = job->file;
    post(courier, notice);
}

static void look_up(struct courier *courier, const struct job *job)
{
    struct resolution *resolution = courier->resolution;
    /* Without a journal only corrections, the cache and the list to choose from are missing. */
    struct journal *journal = worker_journal(courier->worker, NULL);
    struct guess guess;
    if (!known_name_guess(journal, job->path, job->media_title, job->duration,
                          courier->config->films != FILMS_NO, &guess))
        return;
    struct epi_error err;
    if (!worker_find_episodes(courier->worker, job->path, &guess, job->duration, resolution,
                              &err)) {
        if (err.kind == EPI_ERROR_STOPPED)
            return;
        struct notice *notice = notice_new(EPI_NOTICE_UNIDENTIFIED, EPI_LEVEL_INFO, false);
        notice_guess(notice, &guess, 0);
        notice_text(notice, "not identified yet: %s", err.text);
        post_found(courier, job, notice);
        struct found *found = found_new(FOUND_CURRENT, job->path, NULL, 0, err.text);
        if (found)
            found->later = true;
        hand_over(courier, found);
        return;
    }
    keep_on_screen(courier, job->path);
    tell_current(courier, job->path);
    if (say_folder_file(courier, job->path))
        return;
    if (journal) {
        candidates_keep(journal, job->path, job->media_title, resolution->candidates,
                        resolution->candidate_count, worker_now(courier->worker), NULL);
    }
    bool asks = resolution->outcome == RESOLUTION_UNSURE && resolution->candidate_count > 0 &&
                !lacks_episode(resolution);
    post_found(courier, job,
               resolution->outcome == RESOLUTION_SURE ? identified(resolution)
               : asks                                 ? unsure(resolution, &guess)
                                                      : unidentified(resolution, &guess));
    if (resolution->outcome == RESOLUTION_SURE && !resolution->matches[0].film)
        say_gap(courier, journal);
}

/* ---- What there is to choose from ---- */

/* A name without a title is searched for by that of the series that it is taken for. */
static void name_series(const struct courier *courier, const char *path, struct guess *guess)
{
    bool known =
        courier->on_screen_count > 0 && courier->screen && strcmp(courier->screen, path) == 0;

    if (!*guess->title && known)
        snprintf(guess->title, sizeof(guess->title), "%s", courier->on_screen[0].series.title);
}

static void find_candidates(struct courier *courier, const struct job *job)
{
    const struct resolution *resolution = courier->resolution;
    struct journal *journal = worker_journal(courier->worker, NULL);
    struct guess guess;
    if (!known_name_guess(journal, job->path, job->media_title, job->duration,
                          courier->config->films != FILMS_NO, &guess))
        return;
    name_series(courier, job->path, &guess);
    struct epi_error err;
    if (!worker_find_candidates(courier->worker, job->path, &guess, job->duration,
                                courier->resolution, &err)) {
        if (err.kind != EPI_ERROR_STOPPED)
            hand_over(courier, found_new(FOUND_CANDIDATES, job->path, NULL, 0, err.text));
        return;
    }
    if (journal) {
        candidates_keep(journal, job->path, job->media_title, resolution->candidates,
                        resolution->candidate_count, worker_now(courier->worker), NULL);
    }
    hand_over(courier, found_new(FOUND_CANDIDATES, job->path, resolution->candidates,
                                 resolution->candidate_count, NULL));
}

/* Says that an episode is kept which was watched and could not be sent. */
static void say_kept(struct courier *courier, const struct job *job)
{
    struct journal *journal = worker_journal(courier->worker, NULL);
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));
    bool found = false;

    if (journal && entry && entries_find(journal, job->entry, entry, &found, NULL) && found)
        post(courier, kept_entry(entry, job->goes_on && !courier->live_failed, &courier->said));
}

/* ---- Live watching ---- */

static void report_live(struct courier *courier, const struct job *job)
{
    size_t index = (size_t)job->nth - 1;

    if (!courier->screen || strcmp(courier->screen, job->path) != 0 ||
        index >= courier->on_screen_count)
        return;
    struct scrobbled scrobbled;
    struct epi_error err = {0};
    courier->live_failed = !scrobble_report(courier->worker, courier->config, job,
                                            &courier->on_screen[index], &scrobbled, &err);
    if (courier->live_failed && err.kind != EPI_ERROR_STOPPED)
        log_error(courier, EPI_LEVEL_INFO, err.text);
    if (!scrobbled.counted)
        return;
    const struct service *service = scrobbled.service;
    const struct subject *subject = &scrobbled.subject;
    struct notice *notice = notice_new(EPI_NOTICE_SENT, EPI_LEVEL_INFO, true);
    notice_service(notice, service->name, service->title);
    notice_subject(notice, subject);
    if (notice)
        notice_edit(notice)->entry = scrobbled.entry;
    struct subject_label label;
    values_subject_say(subject, &label);
    notice_say(notice, &(struct epi_saying){EPI_SAY_SENT_PLAYED,
                                            {{.text = service->title}, {.saying = &label.saying}}});
    post(courier, notice);
}

/* ---- What the user has to know at a start ---- */

/* On a network's file system the journal works, as long as only one computer uses it. */
static void warn_of_network(struct courier *courier)
{
    struct journal *journal = courier->placed ? NULL : worker_journal(courier->worker, NULL);
    bool first = false;

    courier->placed = true;
    const char *name = journal ? file_system_remote(courier->folder) : NULL;
    if (!name || !once_claim(journal, "network", worker_now(courier->worker), &first, NULL) ||
        !first)
        return;
    struct notice *notice = notice_new(EPI_NOTICE_ERROR, EPI_LEVEL_WARN, true);
    notice_say(notice, &(struct epi_saying){EPI_SAY_ON_NETWORK, {{.text = name}}});
    post(courier, notice);
}

/* What is still not sent after the first round; each day after it, what a shield holds back. */
static void tell_overdue(struct courier *courier)
{
    int64_t now = worker_now(courier->worker);
    bool first = courier->told_at == 0;
    bool due = first || now - courier->told_at >= DAY_SECONDS;
    struct journal *journal = due ? worker_journal(courier->worker, NULL) : NULL;

    if (due)
        courier->told_at = now;
    struct overdue overdue;
    if (!journal || !overdue_remind(journal, now, !first, &overdue, NULL) || overdue.count == 0)
        return;
    struct notice *notice = notice_new(EPI_NOTICE_OVERDUE, EPI_LEVEL_WARN, true);
    notice_say(notice,
               &(struct epi_saying){overdue.reasons > 1 ? EPI_SAY_OVERDUE_MORE : EPI_SAY_OVERDUE,
                                    {{.number = overdue.count}, {.text = overdue.reason}}});
    if (notice)
        notice_edit(notice)->waiting = overdue.count;
    post(courier, notice);
}

/* ---- Rounds ---- */

/* Renews one list of episodes. False if none is to be renewed now. */
static bool renew(struct courier *courier)
{
    bool renewed = false;
    courier->renews = courier->renews && worker_renew(courier->worker, &renewed, NULL) && renewed;
    return renewed;
}

/* Does a step of the copy of the journal. False if there is nothing more to copy. */
static bool copy(struct courier *courier)
{
    struct epi_error err = {0};
    bool more = false;
    if (!worker_copy(courier->worker, &more, &err))
        log_error(courier, EPI_LEVEL_WARN, err.text);
    return more;
}

/* Once: what a player before had no time to tell. If that fails, the service forgets it. */
static void finish_live(struct courier *courier)
{
    struct epi_error err = {0};
    if (courier->finished)
        return;
    courier->finished = true;
    if (!scrobble_finish(courier->worker, courier->config, &err) && err.kind != EPI_ERROR_STOPPED)
        log_error(courier, EPI_LEVEL_VERBOSE, err.text);
}

static int deliver_round(struct courier *courier)
{
    struct epi_error err = {0};
    int64_t next_at = 0;

    warn_of_network(courier);
    finish_live(courier);
    struct worker_round round;
    if (!worker_round(courier->worker, &round, &next_at, &err)) {
        struct journal *journal = worker_journal(courier->worker, NULL);
        /* The recorder reports what is wrong with the journal itself. */
        if (err.kind != EPI_ERROR_STOPPED &&
            !(journal && strcmp(journal_warning(journal), err.text) == 0))
            log_error(courier, EPI_LEVEL_WARN, err.text);
        return ROUND_FAILED_SECONDS;
    }
    tell_overdue(courier);
    if (renew(courier))
        return RENEWED_SECONDS;
    if (copy(courier))
        return COPIED_SECONDS;
    int64_t seconds = next_at ? next_at - worker_now(courier->worker) : COURIER_IDLE_SECONDS;
    return seconds < 1 ? 1 : seconds > COURIER_IDLE_SECONDS ? COURIER_IDLE_SECONDS : (int)seconds;
}

int courier_job(struct courier *courier, const struct job *job)
{
    int seconds;

    switch (job->kind) {
    case JOB_LOOK_UP: /* so the file on screen is not private */
        look_up(courier, job);
        courier->renews = true;
        break;
    case JOB_CANDIDATES:
        find_candidates(courier, job);
        break;
    case JOB_SEARCH:
    case JOB_EPISODES:
    case JOB_ORDERS:
        hand_over(courier, offers_find(courier->worker, courier->config, job));
        break;
    case JOB_PRIVATE:
        courier->renews = false;
        break;
    case JOB_LIVE:
        report_live(courier, job);
        break;
    case JOB_KEPT:
        seconds = deliver_round(courier);
        say_kept(courier, job);
        return seconds;
    case JOB_DELIVER:
        return deliver_round(courier);
    }
    return 0;
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
    courier->folder = folder;
    courier->host = *host;
    courier->worker = worker_new(config, folder, http, &worker_host);
    courier->resolution = scratch_new(sizeof(*courier->resolution));
    if (!courier->worker || !courier->resolution) {
        courier_free(courier);
        return NULL;
    }
    return courier;
}

void courier_cancel(struct courier *courier)
{
    worker_cancel(courier->worker);
}

void courier_free(struct courier *courier)
{
    if (!courier)
        return;
    worker_free(courier->worker);
    scratch_free(courier->resolution);
    free(courier->screen);
    free(courier->on_screen);
    free(courier);
}
