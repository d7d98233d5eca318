/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/deliver/plan.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/player/keys.h"

enum {
    KEEP_PROGRESS_SECONDS = 60,  /* how often what was played is kept for the next sitting */
    LIVE_JUMP_SECONDS = 60,      /* as far as a live viewing may jump before it is told anew */
    LIVE_STOP_SECONDS = 15 * 60, /* after its end, a live viewing that nobody stopped is over */
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
};

/* ---- Saying ---- */

void recorder_say(struct recorder *recorder, enum epi_notice_kind kind, enum epi_notice_level level,
                  int value, const char *format, ...)
{
    struct epi_notice notice = {.kind = kind, .level = level, .value = value};
    va_list args;

    va_start(args, format);
    vsnprintf(notice.text, sizeof(notice.text), format, args);
    va_end(args);
    recorder->host.notice(recorder->host.context, &notice);
}

void recorder_complain(struct recorder *recorder, const struct epi_error *err)
{
    recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_ERROR, 0, "%s", err->text);
}

/* For the log alone, and nothing that was said when the journal was opened. */
static void log_error(struct recorder *recorder, const struct epi_error *err)
{
    if (strcmp(journal_warning(recorder->journal), err->text) != 0)
        recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_WARN, 0, "%s", err->text);
}

static void ask(struct recorder *recorder, const struct job *job)
{
    recorder->host.job(recorder->host.context, job);
}

void recorder_look_up(struct recorder *recorder, const struct viewing *viewing)
{
    ask(recorder, &(struct job){.kind = JOB_LOOK_UP,
                                .path = viewing->path,
                                .media_title = viewing->title,
                                .duration = viewing->duration});
}

/* ---- Live watching ---- */

/* The episode on screen, of several in a file. */
int recorder_nth(const struct viewing *viewing)
{
    int episodes = media_name_episodes(&viewing->guess);
    int nth = 1;

    if (viewing->duration > 0)
        nth = (int)(viewing->watch.position / (viewing->duration / episodes)) + 1;
    return nth < 1 ? 1 : nth > episodes ? episodes : nth;
}

static void tell_live(struct recorder *recorder, struct viewing *viewing, int nth,
                      enum live_action action)
{
    double length = viewing->duration / media_name_episodes(&viewing->guess);
    double progress = 100 * (viewing->watch.position - (nth - 1) * length) / length;

    ask(recorder, &(struct job){.kind = JOB_LIVE,
                                .path = viewing->path,
                                .media_title = viewing->title,
                                .duration = viewing->duration,
                                .nth = nth,
                                .action = action,
                                .progress = progress < 0     ? 0
                                            : progress > 100 ? 100
                                                             : progress});
    viewing->live_nth = action == LIVE_STOP ? 0 : nth;
    viewing->live_action = action;
    viewing->live_jump = 0;
}

/* Says what changed since the service last heard of this file. */
static void follow_live(struct recorder *recorder, struct viewing *viewing, bool playing)
{
    int nth = recorder_nth(viewing);

    if (!recorder->config->live || viewing->duration < recorder->config->min_seconds)
        return;
    if (viewing->live_nth && viewing->live_nth != nth)
        tell_live(recorder, viewing, viewing->live_nth, LIVE_STOP);
    if (playing && (viewing->live_nth != nth || viewing->live_action != LIVE_START ||
                    fabs(viewing->live_jump) > LIVE_JUMP_SECONDS))
        tell_live(recorder, viewing, nth, LIVE_START);
    else if (!playing && viewing->live_nth == nth && viewing->live_action == LIVE_START)
        tell_live(recorder, viewing, nth, LIVE_PAUSE);
}

/* Until when the accepted stop of live watching may still be the play. */
static int64_t live_until(const struct recorder *recorder, const struct viewing *viewing,
                          int64_t at)
{
    if (!recorder->config->live || !viewing->live_nth)
        return 0;
    return at + (int64_t)(viewing->duration - viewing->watch.position) + LIVE_STOP_SECONDS;
}

/* ---- The journal ---- */

struct journal *recorder_journal(struct recorder *recorder)
{
    struct epi_error err;

    if (recorder->journal)
        return recorder->journal;
    recorder->journal = journal_open(recorder->folder, &recorder->plan, recorder->host.hurry, &err);
    if (!recorder->journal) {
        recorder_complain(recorder, &err);
        return NULL;
    }
    if (journal_warning(recorder->journal)[0])
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_ERROR, 0, "%s",
                     journal_warning(recorder->journal));
    return recorder->journal;
}

/* Says once in a life what goes where. */
static void greet(struct recorder *recorder, int64_t at)
{
    bool first = false;

    if (recorder->greeted || !recorder_journal(recorder))
        return;
    recorder->greeted = true;
    if (once_first(recorder->journal, "welcome", at, &first, NULL) && first)
        recorder_say(
            recorder, EPI_NOTICE_SHOW, EPI_LEVEL_INFO, 0,
            "epimark is here: it looks episodes up by their names at TVmaze (TheTVDB with a key), "
            "keeps a journal on this computer and, once you sign in by `epimark login`, marks them "
            "at TVmaze and sends your ratings to Trakt");
}

bool recorder_record(struct recorder *recorder, const struct viewing *viewing, struct record record,
                     struct recorded *recorded)
{
    struct epi_error err;

    record.size = -1;
    if (!recorder_journal(recorder))
        return false;
    if (viewing) {
        record.path = viewing->path;
        record.size = viewing->size;
        record.duration = viewing->duration;
        record.episodes = media_name_episodes(&viewing->guess);
        record.media_title = viewing->title;
        if (record.kind == RECORD_WATCHED)
            record.live_until = live_until(recorder, viewing, record.at);
    }
    if (!records_add(recorder->journal, &record, recorded, &err)) {
        recorder_complain(recorder, &err);
        return false;
    }
    if (!recorded->repeated)
        ask(recorder, &(struct job){.kind = JOB_DELIVER});
    return true;
}

static void keep_progress(struct recorder *recorder, struct viewing *viewing, int64_t at)
{
    char text[WATCH_TEXT_MAX];
    struct epi_error err;

    if (!viewing->loaded || !viewing->episode || !viewing->allowed || recorder->hidden ||
        viewing->duration < recorder->config->min_seconds || !recorder->journal)
        return;
    watch_write(&viewing->watch, text, sizeof(text));
    if (!sittings_keep(recorder->journal, viewing->path, viewing->size, viewing->duration, at, text,
                       &err))
        log_error(recorder, &err);
}

/* ---- Files ---- */

static void viewing_clear(struct viewing *viewing)
{
    free(viewing->path);
    free(viewing->title);
    memset(viewing, 0, sizeof(*viewing));
}

bool recorder_tracks(const struct recorder *recorder, const struct viewing *viewing)
{
    return viewing->loaded && viewing->episode && viewing->allowed && !recorder->hidden;
}

/* Begins, or after private mode begins anew, with the file on screen. */
static void take_up(struct recorder *recorder, int64_t at)
{
    struct viewing *now = &recorder->now;
    char text[WATCH_TEXT_MAX];

    watch_start(&now->watch, now->duration);
    if (!recorder_tracks(recorder, now) || now->duration < recorder->config->min_seconds)
        return;
    if (recorder_journal(recorder) && sittings_read(recorder->journal, now->path, now->size,
                                                    now->duration, at, text, sizeof(text), NULL))
        watch_read(&now->watch, text);
    recorder_look_up(recorder, now);
}

static void end(struct recorder *recorder, int64_t at)
{
    if (!recorder->now.loaded)
        return;
    if (recorder->now.live_nth)
        tell_live(recorder, &recorder->now, recorder->now.live_nth, LIVE_STOP);
    keep_progress(recorder, &recorder->now, at);
    viewing_clear(&recorder->previous);
    recorder->previous = recorder->now;
    recorder->previous.ended_at = at;
    memset(&recorder->now, 0, sizeof(recorder->now));
}

/* The whole path, as the journal knows it: an address loses its user, password and query here. */
static char *clean_path(const char *path)
{
    char absolute[JOURNAL_PATH_MAX];
    char stored[JOURNAL_PATH_MAX];

    if (strlen(path) < sizeof(absolute)) {
        media_name_absolute(path, absolute, sizeof(absolute));
        path = absolute;
    }
    stored_path(path, stored);
    stored_path_raw(stored, absolute);
    return strdup(absolute);
}

static void load(struct recorder *recorder, const struct epi_fact *fact)
{
    struct viewing *now = &recorder->now;
    char label[LABEL_MAX];

    end(recorder, fact->at);
    if (!fact->path)
        return;
    now->loaded = true;
    now->path = clean_path(fact->path);
    now->title = fact->title ? strdup(fact->title) : NULL;
    now->duration = fact->duration;
    now->size = fact->size;
    now->kept_clock = fact->clock;
    if (!now->path) {
        viewing_clear(now);
        return;
    }
    now->episode = media_name_guess(now->path, now->title, &now->guess);
    now->allowed = config_allows(recorder->config, now->path);
    if (!now->episode) {
        recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_VERBOSE, 0,
                     "this name is not read as an episode");
    } else if (!now->allowed) {
        recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_VERBOSE, 0,
                     "left alone, as ignore= or only= says");
    } else if (now->duration < recorder->config->min_seconds) {
        recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_VERBOSE, 0,
                     "shorter than min_seconds=%d: only keys count here",
                     recorder->config->min_seconds);
    } else {
        label_guess(&now->guess, 0, label, sizeof(label));
        recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_VERBOSE, 0, "read as %s", label);
    }
    if (recorder_tracks(recorder, now))
        greet(recorder, fact->at);
    take_up(recorder, fact->at);
}

/* ---- Watching ---- */

static void watched(struct recorder *recorder, int nth, int episodes, int64_t at)
{
    struct viewing *now = &recorder->now;
    struct recorded recorded = {0};
    struct record record = {.kind = RECORD_WATCHED, .at = at, .nth = nth};
    char label[LABEL_MAX];

    if (!recorder_record(recorder, now, record, &recorded))
        return; /* the rule stays met: the next position tries again */
    watch_clear(&now->watch, nth, episodes);
    keep_progress(recorder, now, at);
    label_guess(&now->guess, episodes > 1 ? nth : 0, label, sizeof(label));
    recorder_say(recorder, EPI_NOTICE_LOG, EPI_LEVEL_INFO, 0, "%s: watched%s", label,
                 recorded.repeated ? " again within rewatch_hours, the same viewing" : "");
}

static void position(struct recorder *recorder, const struct epi_fact *fact)
{
    struct viewing *now = &recorder->now;
    struct watch_rule rule = {.watched_percent = recorder->config->watched_percent,
                              .played_percent = recorder->config->played_percent,
                              .min_seconds = recorder->config->min_seconds};
    int episodes = media_name_episodes(&now->guess);

    if (!recorder_tracks(recorder, now))
        return;
    if (!now->watch.following)
        now->live_jump += fact->position - now->watch.position;
    watch_sample(&now->watch, fact->position, fact->clock, fact->speed, fact->playing);
    follow_live(recorder, now, fact->playing);
    for (int nth = 1; nth <= episodes; nth++) {
        if (watch_met(&now->watch, nth, episodes, &rule))
            watched(recorder, nth, episodes, fact->at);
    }
    if (fact->clock - now->kept_clock >= KEEP_PROGRESS_SECONDS) {
        keep_progress(recorder, now, fact->at);
        now->kept_clock = fact->clock;
    }
}

/* ---- Private mode ---- */

static void toggle(struct recorder *recorder, const struct epi_fact *fact)
{
    if (!recorder->hidden) {
        if (recorder->now.live_nth)
            tell_live(recorder, &recorder->now, recorder->now.live_nth, LIVE_STOP);
        keep_progress(recorder, &recorder->now, fact->at);
    }
    recorder->hidden = !recorder->hidden;
    take_up(recorder, fact->at);
    recorder_say(recorder, EPI_NOTICE_PRIVATE, EPI_LEVEL_INFO, recorder->hidden,
                 recorder->hidden ? "private mode: nothing is looked up, nothing is written"
                                  : "private mode is off");
}

/* ---- Facts ---- */

/* The options cannot be read: says so once by itself, and to each key. */
static void refuse(struct recorder *recorder, const struct epi_fact *fact)
{
    bool key = fact->kind >= EPI_FACT_RATE;

    if (key || !recorder->refused)
        recorder_say(recorder, EPI_NOTICE_SHOW, EPI_LEVEL_ERROR, 0, "%s",
                     recorder->config->unreadable);
    recorder->refused = true;
}

void recorder_tell(struct recorder *recorder, const struct epi_fact *fact)
{
    if (recorder->config->unreadable[0]) {
        refuse(recorder, fact);
        return;
    }
    recorder->told_at = fact->at;
    switch (fact->kind) {
    case EPI_FACT_LOADED:
        load(recorder, fact);
        break;
    case EPI_FACT_POSITION:
        position(recorder, fact);
        break;
    case EPI_FACT_BREAK:
        watch_break(&recorder->now.watch);
        break;
    case EPI_FACT_ENDED:
        end(recorder, fact->at);
        break;
    case EPI_FACT_RATE:
        keys_rate(recorder, fact);
        break;
    case EPI_FACT_MARK:
        keys_mark(recorder, fact);
        break;
    case EPI_FACT_UNDO:
        keys_undo(recorder, fact);
        break;
    case EPI_FACT_STATUS:
        keys_status(recorder);
        break;
    case EPI_FACT_TOGGLE:
        toggle(recorder, fact);
        break;
    case EPI_FACT_CHOOSE:
        keys_choose(recorder, fact);
        break;
    case EPI_FACT_ANSWER:
        keys_answer(recorder, fact);
        break;
    }
}

struct recorder *recorder_new(const struct epi_config *config, const char *folder,
                              const struct recorder_host *host)
{
    struct recorder *recorder = calloc(1, sizeof(*recorder));

    if (!recorder)
        return NULL;
    recorder->config = config;
    recorder->folder = folder;
    recorder->host = *host;
    plan_make(config, &recorder->plan);
    return recorder;
}

void recorder_free(struct recorder *recorder)
{
    if (!recorder)
        return;
    keep_progress(recorder, &recorder->now, recorder->told_at);
    viewing_clear(&recorder->now);
    viewing_clear(&recorder->previous);
    journal_close(recorder->journal);
    free(recorder);
}
