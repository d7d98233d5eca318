/* SPDX-License-Identifier: MIT */
#include "core/deliver.h"
#include "core/keys.h"
#include "core/reading.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEEP_PROGRESS_SECONDS = 60,  /* how often what was played is kept for the next sitting */
    LIVE_JUMP_SECONDS = 60,      /* as far as a live viewing may jump before it is told anew */
    LIVE_STOP_SECONDS = 15 * 60, /* after its end, a live viewing that nobody stopped is over */
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
};

/* ---- Saying ---- */

void keeper_say(struct keeper *keeper, enum notice_kind kind, enum notice_level level, int value,
                const char *format, ...)
{
    struct notice notice = {.kind = kind, .level = level, .value = value};
    va_list args;

    va_start(args, format);
    vsnprintf(notice.text, sizeof(notice.text), format, args);
    va_end(args);
    keeper->host.notice(keeper->host.context, &notice);
}

void keeper_complain(struct keeper *keeper, const struct error *err)
{
    keeper_say(keeper, NOTICE_SHOW, LEVEL_ERROR, 0, "%s", err->text);
}

/* For the log alone, and nothing that was said when the journal was opened. */
static void log_error(struct keeper *keeper, const struct error *err)
{
    if (strcmp(store_warning(keeper->store), err->text) != 0)
        keeper_say(keeper, NOTICE_LOG, LEVEL_WARN, 0, "%s", err->text);
}

static void ask(struct keeper *keeper, const struct errand *errand)
{
    keeper->host.errand(keeper->host.context, errand);
}

void keeper_look_up(struct keeper *keeper, const struct viewing *viewing)
{
    ask(keeper, &(struct errand){.kind = ERRAND_LOOK_UP,
                                 .path = viewing->path,
                                 .media_title = viewing->title,
                                 .duration = viewing->duration});
}

/* ---- Live watching ---- */

/* The episode on screen, of several in a file. */
int keeper_part(const struct viewing *viewing)
{
    int parts = reading_parts(&viewing->guess);
    int part = 1;

    if (viewing->duration > 0)
        part = (int)(viewing->watch.position / (viewing->duration / parts)) + 1;
    return part < 1 ? 1 : part > parts ? parts : part;
}

static void tell_live(struct keeper *keeper, struct viewing *viewing, int part,
                      enum live_action action)
{
    double length = viewing->duration / reading_parts(&viewing->guess);
    double progress = 100 * (viewing->watch.position - (part - 1) * length) / length;

    ask(keeper, &(struct errand){.kind = ERRAND_LIVE,
                                 .path = viewing->path,
                                 .media_title = viewing->title,
                                 .duration = viewing->duration,
                                 .part = part,
                                 .action = action,
                                 .progress = progress < 0     ? 0
                                             : progress > 100 ? 100
                                                              : progress});
    viewing->live_part = action == LIVE_STOP ? 0 : part;
    viewing->live_action = action;
    viewing->live_jump = 0;
}

/* Says what changed since the service last heard of this file. */
static void follow_live(struct keeper *keeper, struct viewing *viewing, bool playing)
{
    int part = keeper_part(viewing);

    if (!keeper->config->live || viewing->duration < keeper->config->min_seconds)
        return;
    if (viewing->live_part && viewing->live_part != part)
        tell_live(keeper, viewing, viewing->live_part, LIVE_STOP);
    if (playing && (viewing->live_part != part || viewing->live_action != LIVE_START ||
                    fabs(viewing->live_jump) > LIVE_JUMP_SECONDS))
        tell_live(keeper, viewing, part, LIVE_START);
    else if (!playing && viewing->live_part == part && viewing->live_action == LIVE_START)
        tell_live(keeper, viewing, part, LIVE_PAUSE);
}

/* Until when the accepted stop of live watching may still be the play. */
static int64_t live_until(const struct keeper *keeper, const struct viewing *viewing, int64_t at)
{
    if (!keeper->config->live || !viewing->live_part)
        return 0;
    return at + (int64_t)(viewing->duration - viewing->watch.position) + LIVE_STOP_SECONDS;
}

/* ---- The journal ---- */

struct store *keeper_journal(struct keeper *keeper)
{
    struct error err;

    if (keeper->store)
        return keeper->store;
    keeper->store = store_open(keeper->folder, &keeper->plan, keeper->host.hurry, &err);
    if (!keeper->store) {
        keeper_complain(keeper, &err);
        return NULL;
    }
    if (store_warning(keeper->store)[0])
        keeper_say(keeper, NOTICE_SHOW, LEVEL_ERROR, 0, "%s", store_warning(keeper->store));
    return keeper->store;
}

/* Says once in a life what goes where. */
static void greet(struct keeper *keeper, int64_t at)
{
    bool first = false;

    if (keeper->greeted || !keeper_journal(keeper))
        return;
    keeper->greeted = true;
    if (store_once(keeper->store, "welcome", at, &first, NULL) && first)
        keeper_say(
            keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            "epimark is here: it looks episodes up by their names at TVmaze (TheTVDB with a key), "
            "keeps a journal on this computer and, once you sign in by `epimark login`, marks them "
            "at TVmaze and sends your ratings to Trakt");
}

bool keeper_record(struct keeper *keeper, const struct viewing *viewing, struct record record,
                   struct recorded *recorded)
{
    struct error err;

    record.size = -1;
    if (!keeper_journal(keeper))
        return false;
    if (viewing) {
        record.path = viewing->path;
        record.size = viewing->size;
        record.duration = viewing->duration;
        record.parts = reading_parts(&viewing->guess);
        record.media_title = viewing->title;
        if (record.kind == RECORD_WATCHED)
            record.live_until = live_until(keeper, viewing, record.at);
    }
    if (!store_record(keeper->store, &record, recorded, &err)) {
        keeper_complain(keeper, &err);
        return false;
    }
    if (!recorded->repeated)
        ask(keeper, &(struct errand){.kind = ERRAND_DELIVER});
    return true;
}

static void keep_progress(struct keeper *keeper, struct viewing *viewing, int64_t at)
{
    char text[WATCH_TEXT_MAX];
    struct error err;

    if (!viewing->loaded || !viewing->episode || !viewing->allowed || keeper->hidden ||
        viewing->duration < keeper->config->min_seconds || !keeper->store)
        return;
    watch_write(&viewing->watch, text, sizeof(text));
    if (!store_keep_progress(keeper->store, viewing->path, viewing->size, viewing->duration, at,
                             text, &err))
        log_error(keeper, &err);
}

/* ---- Files ---- */

static void viewing_clear(struct viewing *viewing)
{
    free(viewing->path);
    free(viewing->title);
    memset(viewing, 0, sizeof(*viewing));
}

bool keeper_tracks(const struct keeper *keeper, const struct viewing *viewing)
{
    return viewing->loaded && viewing->episode && viewing->allowed && !keeper->hidden;
}

/* Begins, or after private mode begins anew, with the file on screen. */
static void take_up(struct keeper *keeper, int64_t at)
{
    struct viewing *now = &keeper->now;
    char text[WATCH_TEXT_MAX];

    watch_start(&now->watch, now->duration);
    if (!keeper_tracks(keeper, now) || now->duration < keeper->config->min_seconds)
        return;
    if (keeper_journal(keeper) && store_progress(keeper->store, now->path, now->size, now->duration,
                                                 at, text, sizeof(text), NULL))
        watch_read(&now->watch, text);
    keeper_look_up(keeper, now);
}

static void end(struct keeper *keeper, int64_t at)
{
    if (!keeper->now.loaded)
        return;
    if (keeper->now.live_part)
        tell_live(keeper, &keeper->now, keeper->now.live_part, LIVE_STOP);
    keep_progress(keeper, &keeper->now, at);
    viewing_clear(&keeper->previous);
    keeper->previous = keeper->now;
    keeper->previous.ended_at = at;
    memset(&keeper->now, 0, sizeof(keeper->now));
}

/* The whole path, as the journal knows it: an address loses its user, password and query here. */
static char *clean_path(const char *path)
{
    char absolute[JOURNAL_PATH_MAX];
    char stored[JOURNAL_PATH_MAX];

    if (strlen(path) < sizeof(absolute)) {
        reading_absolute(path, absolute, sizeof(absolute));
        path = absolute;
    }
    store_path(path, stored);
    store_path_raw(stored, absolute);
    return strdup(absolute);
}

static void load(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *now = &keeper->now;
    char label[LABEL_MAX];

    end(keeper, fact->at);
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
    now->episode = reading_guess(now->path, now->title, &now->guess);
    now->allowed = config_allows(keeper->config, now->path);
    if (!now->episode) {
        keeper_say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "this name is not read as an episode");
    } else if (!now->allowed) {
        keeper_say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "left alone, as ignore= or only= says");
    } else if (now->duration < keeper->config->min_seconds) {
        keeper_say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0,
                   "shorter than min_seconds=%d: only keys count here",
                   keeper->config->min_seconds);
    } else {
        reading_label(&now->guess, 0, label, sizeof(label));
        keeper_say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "read as %s", label);
    }
    if (keeper_tracks(keeper, now))
        greet(keeper, fact->at);
    take_up(keeper, fact->at);
}

/* ---- Watching ---- */

static void watched(struct keeper *keeper, int part, int parts, int64_t at)
{
    struct viewing *now = &keeper->now;
    struct recorded recorded = {0};
    struct record record = {.kind = RECORD_WATCHED, .at = at, .part = part};
    char label[LABEL_MAX];

    if (!keeper_record(keeper, now, record, &recorded))
        return; /* the rule stays met: the next position tries again */
    watch_clear(&now->watch, part, parts);
    keep_progress(keeper, now, at);
    reading_label(&now->guess, parts > 1 ? part : 0, label, sizeof(label));
    keeper_say(keeper, NOTICE_LOG, LEVEL_INFO, 0, "%s: watched%s", label,
               recorded.repeated ? " again within rewatch_hours, the same viewing" : "");
}

static void position(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *now = &keeper->now;
    struct watch_rule rule = {.watched_percent = keeper->config->watched_percent,
                              .played_percent = keeper->config->played_percent,
                              .min_seconds = keeper->config->min_seconds};
    int parts = reading_parts(&now->guess);

    if (!keeper_tracks(keeper, now))
        return;
    if (!now->watch.following)
        now->live_jump += fact->position - now->watch.position;
    watch_sample(&now->watch, fact->position, fact->clock, fact->speed, fact->playing);
    follow_live(keeper, now, fact->playing);
    for (int part = 1; part <= parts; part++) {
        if (watch_met(&now->watch, part, parts, &rule))
            watched(keeper, part, parts, fact->at);
    }
    if (fact->clock - now->kept_clock >= KEEP_PROGRESS_SECONDS) {
        keep_progress(keeper, now, fact->at);
        now->kept_clock = fact->clock;
    }
}

/* ---- Private mode ---- */

static void toggle(struct keeper *keeper, const struct fact *fact)
{
    if (!keeper->hidden) {
        if (keeper->now.live_part)
            tell_live(keeper, &keeper->now, keeper->now.live_part, LIVE_STOP);
        keep_progress(keeper, &keeper->now, fact->at);
    }
    keeper->hidden = !keeper->hidden;
    take_up(keeper, fact->at);
    keeper_say(keeper, NOTICE_PRIVATE, LEVEL_INFO, keeper->hidden,
               keeper->hidden ? "private mode: nothing is looked up, nothing is written"
                              : "private mode is off");
}

/* ---- Facts ---- */

void keeper_tell(struct keeper *keeper, const struct fact *fact)
{
    keeper->told_at = fact->at;
    switch (fact->kind) {
    case FACT_LOADED:
        load(keeper, fact);
        break;
    case FACT_POSITION:
        position(keeper, fact);
        break;
    case FACT_BREAK:
        watch_break(&keeper->now.watch);
        break;
    case FACT_ENDED:
        end(keeper, fact->at);
        break;
    case FACT_RATE:
        keys_rate(keeper, fact);
        break;
    case FACT_MARK:
        keys_mark(keeper, fact);
        break;
    case FACT_UNDO:
        keys_undo(keeper, fact);
        break;
    case FACT_STATUS:
        keys_status(keeper);
        break;
    case FACT_TOGGLE:
        toggle(keeper, fact);
        break;
    case FACT_CHOOSE:
        keys_choose(keeper, fact);
        break;
    case FACT_ANSWER:
        keys_answer(keeper, fact);
        break;
    }
}

struct keeper *keeper_new(const struct config *config, const char *folder,
                          const struct keeper_host *host)
{
    struct keeper *keeper = calloc(1, sizeof(*keeper));

    if (!keeper)
        return NULL;
    keeper->config = config;
    keeper->folder = folder;
    keeper->host = *host;
    deliver_plan(config, &keeper->plan);
    return keeper;
}

void keeper_free(struct keeper *keeper)
{
    if (!keeper)
        return;
    keep_progress(keeper, &keeper->now, keeper->told_at);
    viewing_clear(&keeper->now);
    viewing_clear(&keeper->previous);
    store_close(keeper->store);
    free(keeper);
}
