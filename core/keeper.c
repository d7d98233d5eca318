/* SPDX-License-Identifier: MIT */
#include "core/keeper.h"
#include "core/candidates.h"
#include "core/deliver.h"
#include "core/reading.h"
#include "core/resolve.h"
#include "core/store.h"
#include "core/watch.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEEP_PROGRESS_SECONDS = 60, /* how often what was played is kept for the next sitting */
    PREVIOUS_SECONDS = 30 * 60, /* how long a key still means a file that is gone */
    LABEL_MAX = 2 * MATCH_TITLE_MAX + 64,
};

/* A file on screen, or the last one that was. */
struct viewing {
    bool loaded;  /* there is one */
    bool episode; /* its name is read as an episode */
    bool allowed; /* by ignore= and only= */
    char *path;
    char *title;
    double duration;
    int64_t size;
    int64_t ended_at; /* seconds since 1970; 0 while on screen */
    double kept_clock;
    struct guess guess;
    struct watch watch;
};

struct keeper {
    const struct config *config;
    const char *folder;
    struct keeper_host host;
    struct plan plan;
    struct store *store;
    bool greeted;
    bool hidden;     /* private mode */
    int64_t told_at; /* when the last fact was, seconds since 1970 */
    struct viewing now;
    struct viewing previous;
};

/* ---- Saying ---- */

static void say(struct keeper *keeper, enum notice_kind kind, enum notice_level level, int value,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

static void say(struct keeper *keeper, enum notice_kind kind, enum notice_level level, int value,
                const char *format, ...)
{
    struct notice notice = {.kind = kind, .level = level, .value = value};
    va_list args;

    va_start(args, format);
    vsnprintf(notice.text, sizeof(notice.text), format, args);
    va_end(args);
    keeper->host.notice(keeper->host.context, &notice);
}

static void complain(struct keeper *keeper, const struct error *err)
{
    say(keeper, NOTICE_SHOW, LEVEL_ERROR, 0, "%s", err->text);
}

static void log_error(struct keeper *keeper, const struct error *err)
{
    say(keeper, NOTICE_LOG, LEVEL_WARN, 0, "%s", err->text);
}

/* ---- The journal ---- */

static struct store *journal(struct keeper *keeper)
{
    struct error err;

    if (keeper->store)
        return keeper->store;
    keeper->store = store_open(keeper->folder, &keeper->plan, &err);
    if (!keeper->store) {
        complain(keeper, &err);
        return NULL;
    }
    if (store_warning(keeper->store)[0])
        say(keeper, NOTICE_SHOW, LEVEL_ERROR, 0, "%s", store_warning(keeper->store));
    return keeper->store;
}

/* Says once in a life what goes where. */
static void greet(struct keeper *keeper, int64_t at)
{
    bool first = false;

    if (keeper->greeted || !journal(keeper))
        return;
    keeper->greeted = true;
    if (store_once(keeper->store, "welcome", at, &first, NULL) && first)
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            "epimark is here: it looks episodes up by their names at TVmaze (TheTVDB with a key), "
            "keeps a journal on this computer and, once you sign in by `epimark login`, marks them "
            "at TVmaze and sends your ratings to Trakt");
}

static bool keep(struct keeper *keeper, const struct viewing *viewing, enum record_kind kind,
                 int part, int value, int64_t at, struct recorded *recorded)
{
    struct record record = {.kind = kind, .at = at, .value = value, .size = -1};
    struct error err;

    if (!journal(keeper))
        return false;
    if (viewing) {
        record.path = viewing->path;
        record.size = viewing->size;
        record.duration = viewing->duration;
        record.part = part;
        record.parts = reading_parts(&viewing->guess);
        record.media_title = viewing->title;
    }
    if (!store_record(keeper->store, &record, recorded, &err)) {
        complain(keeper, &err);
        return false;
    }
    if (!recorded->repeated)
        keeper->host.deliver(keeper->host.context);
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

static bool tracked(const struct keeper *keeper, const struct viewing *viewing)
{
    return viewing->loaded && viewing->episode && viewing->allowed && !keeper->hidden;
}

/* Begins, or after private mode begins anew, with the file on screen. */
static void take_up(struct keeper *keeper, int64_t at)
{
    struct viewing *now = &keeper->now;
    char text[WATCH_TEXT_MAX];

    watch_start(&now->watch, now->duration);
    if (!tracked(keeper, now) || now->duration < keeper->config->min_seconds)
        return;
    if (journal(keeper) && store_progress(keeper->store, now->path, now->size, now->duration, at,
                                          text, sizeof(text), NULL))
        watch_read(&now->watch, text);
    keeper->host.look_up(keeper->host.context, now->path, now->title ? now->title : "",
                         now->duration);
}

static void end(struct keeper *keeper, int64_t at)
{
    if (!keeper->now.loaded)
        return;
    keep_progress(keeper, &keeper->now, at);
    viewing_clear(&keeper->previous);
    keeper->previous = keeper->now;
    keeper->previous.ended_at = at;
    memset(&keeper->now, 0, sizeof(keeper->now));
}

static void load(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *now = &keeper->now;
    char label[LABEL_MAX];

    end(keeper, fact->at);
    if (!fact->path)
        return;
    now->loaded = true;
    now->path = strdup(fact->path);
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
        say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "this name is not read as an episode");
    } else if (!now->allowed) {
        say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "left alone, as ignore= or only= says");
    } else if (now->duration < keeper->config->min_seconds) {
        say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0,
            "shorter than min_seconds=%d: only keys count here", keeper->config->min_seconds);
    } else {
        reading_label(&now->guess, 0, label, sizeof(label));
        say(keeper, NOTICE_LOG, LEVEL_VERBOSE, 0, "read as %s", label);
    }
    if (tracked(keeper, now))
        greet(keeper, fact->at);
    take_up(keeper, fact->at);
}

/* ---- Watching ---- */

static void watched(struct keeper *keeper, int part, int parts, int64_t at)
{
    struct viewing *now = &keeper->now;
    struct recorded recorded = {0};
    char label[LABEL_MAX];

    if (!keep(keeper, now, RECORD_WATCHED, part, 0, at, &recorded))
        return; /* the rule stays met: the next position tries again */
    watch_clear(&now->watch, part, parts);
    keep_progress(keeper, now, at);
    reading_label(&now->guess, parts > 1 ? part : 0, label, sizeof(label));
    say(keeper, NOTICE_LOG, LEVEL_INFO, 0, "%s: watched%s", label,
        recorded.repeated ? " again within rewatch_hours, the same viewing" : "");
}

static void position(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *now = &keeper->now;
    struct watch_rule rule = {.watched_percent = keeper->config->watched_percent,
                              .played_percent = keeper->config->played_percent,
                              .min_seconds = keeper->config->min_seconds};
    int parts = reading_parts(&now->guess);

    if (!tracked(keeper, now))
        return;
    watch_sample(&now->watch, fact->position, fact->clock, fact->speed, fact->playing);
    for (int part = 1; part <= parts; part++) {
        if (watch_met(&now->watch, part, parts, &rule))
            watched(keeper, part, parts, fact->at);
    }
    if (fact->clock - now->kept_clock >= KEEP_PROGRESS_SECONDS) {
        keep_progress(keeper, now, fact->at);
        now->kept_clock = fact->clock;
    }
}

/* ---- Keys ---- */

/* The episode on screen, of several in a file. */
static int part_on_screen(const struct viewing *viewing)
{
    int parts = reading_parts(&viewing->guess);
    int part = 1;

    if (viewing->duration > 0)
        part = (int)(viewing->watch.position / (viewing->duration / parts)) + 1;
    return part < 1 ? 1 : part > parts ? parts : part;
}

/* Which file a key means; says why where it means none. */
static struct viewing *meant(struct keeper *keeper, const struct fact *fact, const char *verb)
{
    struct viewing *viewing = &keeper->now;

    if (keeper->hidden) {
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "not %s: private mode is on", verb);
        return NULL;
    }
    if (fact->previous || !viewing->loaded)
        viewing = &keeper->previous;
    if (!viewing->loaded ||
        (viewing->ended_at && fact->at - viewing->ended_at > PREVIOUS_SECONDS)) {
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            "not %s: no episode was on screen in the last %d "
            "minutes",
            verb, PREVIOUS_SECONDS / 60);
        return NULL;
    }
    if (!viewing->episode || !viewing->allowed) {
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            viewing->episode ? "not %s: ignore= or only= leaves this file alone"
                             : "not %s: this name is not read as an episode",
            verb);
        return NULL;
    }
    return viewing;
}

/* What follows of a record: whether it goes out by itself or what it waits for. */
static void outlook(struct keeper *keeper, enum due_kind kind, char *text, size_t size)
{
    const char *waits = "nothing";
    bool any = false;

    for (int i = 0; i < keeper->plan.count; i++) {
        struct store_account account;

        if (keeper->plan.targets[i].kind != kind)
            continue;
        if (!store_account(keeper->store, keeper->plan.targets[i].service, 0, &account, NULL) ||
            account.account[0])
            any = true;
        else
            waits = keeper->plan.targets[i].service;
    }
    if (any)
        snprintf(text, size, "kept, will be sent");
    else if (strcmp(waits, "nothing") == 0)
        snprintf(text, size, "kept in the journal");
    else
        snprintf(text, size, "kept; `epimark login %s` lets it be sent", waits);
}

static void rate(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *viewing = meant(keeper, fact, fact->value ? "rated" : "unrated");
    struct recorded recorded = {0};
    char label[LABEL_MAX];
    char next[96];
    int part;

    if (!viewing)
        return;
    part = part_on_screen(viewing);
    if (!keep(keeper, viewing, RECORD_RATED, part, fact->value, fact->at, &recorded))
        return;
    outlook(keeper, DUE_RATE, next, sizeof(next));
    reading_label(&viewing->guess, reading_parts(&viewing->guess) > 1 ? part : 0, label,
                  sizeof(label));
    if (fact->value)
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s: rated %d of 10 (%s)", label, fact->value,
            next);
    else
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s: rating taken back (%s)", label, next);
}

static void mark(struct keeper *keeper, const struct fact *fact)
{
    struct viewing *viewing = meant(keeper, fact, "marked");
    struct recorded recorded = {0};
    char label[LABEL_MAX];
    char next[96];
    int part;

    if (!viewing)
        return;
    part = part_on_screen(viewing);
    if (!keep(keeper, viewing, RECORD_MARKED, part, MARK_WATCHED, fact->at, &recorded))
        return;
    outlook(keeper, DUE_MARK, next, sizeof(next));
    reading_label(&viewing->guess, reading_parts(&viewing->guess) > 1 ? part : 0, label,
                  sizeof(label));
    say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s: %s (%s)", label,
        recorded.repeated ? "is marked as watched already" : "marked as watched", next);
}

static void undo(struct keeper *keeper, const struct fact *fact)
{
    struct recorded recorded = {0};
    struct entry *entry;
    char label[LABEL_MAX] = "the last thing";
    bool found = false;

    if (!keep(keeper, NULL, RECORD_UNDO, 0, 0, fact->at, &recorded))
        return;
    if (!recorded.spooled && !recorded.entry) {
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "nothing to take back");
        return;
    }
    entry = malloc(sizeof(*entry));
    if (entry && recorded.entry &&
        store_entry(keeper->store, recorded.entry, fact->at, entry, &found, NULL) && found)
        reading_entry_label(entry, label, sizeof(label));
    free(entry);
    say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s: %s taken back%s", label,
        recorded.undone == RECORD_RATED ? "rating" : "watched",
        recorded.to_take_back ? ", at the services too" : "");
}

static void status(struct keeper *keeper)
{
    const struct viewing *now = &keeper->now;
    char label[LABEL_MAX] = "no episode on screen";
    char played[64] = "";
    int due = 0;
    int waiting = 0;
    char left[96] = "";

    if (now->loaded && now->episode) {
        int parts = reading_parts(&now->guess);
        int part = part_on_screen(now);

        reading_label(&now->guess, parts > 1 ? part : 0, label, sizeof(label));
        if (!keeper->hidden)
            snprintf(played, sizeof(played), ": %.0f %% played, counts at %d %%",
                     100 * watch_played(&now->watch, part, parts), keeper->config->watched_percent);
    }
    for (int i = 0; journal(keeper) && i < keeper->plan.count; i++) {
        struct store_account account;
        bool seen = false;

        for (int j = 0; j < i; j++)
            seen |= strcmp(keeper->plan.targets[i].service, keeper->plan.targets[j].service) == 0;
        if (seen ||
            !store_account(keeper->store, keeper->plan.targets[i].service, 0, &account, NULL))
            continue;
        due += account.due;
        waiting += account.waiting;
    }
    if (due || waiting)
        snprintf(left, sizeof(left), "; %d to send, %d wait for you (`epimark status`)", due,
                 waiting);
    say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s%s%s%s", label, played, left,
        keeper->hidden ? "; private mode is on" : "");
}

static void toggle(struct keeper *keeper, const struct fact *fact)
{
    if (!keeper->hidden)
        keep_progress(keeper, &keeper->now, fact->at);
    keeper->hidden = !keeper->hidden;
    if (keeper->hidden)
        keeper->host.look_up(keeper->host.context, NULL, NULL, 0);
    take_up(keeper, fact->at);
    say(keeper, NOTICE_PRIVATE, LEVEL_INFO, keeper->hidden,
        keeper->hidden ? "private mode: nothing is looked up, nothing is written"
                       : "private mode is off");
}

/* ---- Which show is it? ---- */

/* The candidates that the courier left for the file on screen. */
static size_t candidates_on_screen(struct keeper *keeper, const struct fact *fact,
                                   struct match *candidates)
{
    struct error err;
    size_t count = 0;
    char key[CANDIDATES_KEY_MAX];
    char *text;

    if (!tracked(keeper, &keeper->now) || !journal(keeper))
        return 0;
    candidates_key(keeper->now.path, &keeper->now.guess, key);
    if (store_cache(keeper->store, key, fact->at, &text, &err) && text) {
        count = candidates_read(text, candidates, JOURNAL_CANDIDATES_MAX);
        free(text);
    }
    return count;
}

static void choose(struct keeper *keeper, const struct fact *fact)
{
    struct match *candidates = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*candidates));
    size_t count = candidates ? candidates_on_screen(keeper, fact, candidates) : 0;
    char text[sizeof(((struct notice *)0)->text)] = "";
    size_t len = 0;

    for (size_t i = 0; i < count && len < sizeof(text); i++) {
        char label[LABEL_MAX];

        candidates_label(&candidates[i], label, sizeof(label));
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%zu %.90s", i ? "\n" : "", i + 1,
                                label);
    }
    free(candidates);
    if (count)
        say(keeper, NOTICE_CHOICES, LEVEL_INFO, (int)count, "%s", text);
    else
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            "nothing to choose here: `epimark fix FILE --series tvmaze:ID` corrects a wrong show");
}

static void answer(struct keeper *keeper, const struct fact *fact)
{
    struct match *candidates = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*candidates));
    size_t count = candidates ? candidates_on_screen(keeper, fact, candidates) : 0;
    struct correction correction = {0};
    struct error err;
    char title_key[MATCH_TITLE_MAX];
    char label[LABEL_MAX];
    int released = 0;

    if (fact->value >= 1 && (size_t)fact->value <= count) {
        correction.series = candidates[fact->value - 1].series.ids;
        candidates_label(&candidates[fact->value - 1], label, sizeof(label));
        resolve_title_key(&keeper->now.guess, title_key, sizeof(title_key));
        if (store_correct(keeper->store, keeper->now.path, title_key, &correction, fact->at,
                          &released, &err)) {
            say(keeper, NOTICE_SHOW, LEVEL_INFO, 0, "%s it is, from now on for this folder", label);
            keeper->host.look_up(keeper->host.context, keeper->now.path,
                                 keeper->now.title ? keeper->now.title : "", keeper->now.duration);
        } else {
            complain(keeper, &err);
        }
    } else {
        say(keeper, NOTICE_SHOW, LEVEL_INFO, 0,
            "kept until you say which it is: `epimark fix FILE --series tvmaze:ID`");
    }
    free(candidates);
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
        rate(keeper, fact);
        break;
    case FACT_MARK:
        mark(keeper, fact);
        break;
    case FACT_UNDO:
        undo(keeper, fact);
        break;
    case FACT_STATUS:
        status(keeper);
        break;
    case FACT_TOGGLE:
        toggle(keeper, fact);
        break;
    case FACT_CHOOSE:
        choose(keeper, fact);
        break;
    case FACT_ANSWER:
        answer(keeper, fact);
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
