/* SPDX-License-Identifier: MIT */
#include "core/player/recorder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/address.h"
#include "core/base/allowed.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/real_path.h"
#include "core/deliver/outlook.h"
#include "core/deliver/plan.h"
#include "core/identify/folder_file.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "core/journal/holds.h"
#include "core/journal/journal.h"
#include "core/journal/once.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "core/journal/sittings.h"
#include "core/journal/stored.h"
#include "core/player/chapters.h"
#include "core/player/choosing.h"
#include "core/player/keys.h"
#include "core/player/live.h"
#include "core/player/welcome.h"
#include "core/services/service.h"

enum {
    KEEP_SECONDS = 60, /* how often what was played is kept for the next sitting */
    DAY = 24 * 60 * 60,
    RETRY_SECONDS = 60,     /* how long after a failure it is tried again to record an episode */
    ASK_AGAIN_SECONDS = 60, /* how long after a folder that does not answer is asked again */
};

struct recorder {
    struct recording recording;
    bool welcomed;
    bool films_said; /* what is sent of films was said */
    bool refused;    /* it was said that the options cannot be read */
};

/* ---- Files ---- */

static void viewing_clear(struct viewing *viewing)
{
    free(viewing->path);
    free(viewing->opened);
    free(viewing->title);
    free(viewing->current);
    memset(viewing, 0, sizeof(*viewing));
}

/* One-time notice of what is looked up and sent where. */
static void welcome(struct recorder *recorder, int64_t at)
{
    struct recording *recording = &recorder->recording;
    bool first = false;

    if (recorder->welcomed || !recording_journal(recording))
        return;
    recorder->welcomed = true;
    if (once_claim(recording->journal, "welcome", at, &first, NULL) && first) {
        struct notice *notice = notice_new(EPI_NOTICE_WELCOME, EPI_LEVEL_INFO, true);
        welcome_say(recording->journal, &recording->plan, recording->folder, notice);
        recording_post(recording, notice);
    }
}

/* The same of films, once they are sent. */
static void welcome_films(struct recorder *recorder, int64_t at)
{
    struct recording *recording = &recorder->recording;
    const struct service *service = service_chosen(recording->config, "trakt");
    bool first = false;

    if (recorder->films_said || recording->config->films != FILMS_SEND || !service->films ||
        !recording_journal(recording))
        return;
    recorder->films_said = true;
    if (once_claim(recording->journal, "films sent", at, &first, NULL) && first) {
        recording_say(recording, EPI_NOTICE_WELCOME, EPI_LEVEL_INFO,
                      &(struct epi_saying){EPI_SAY_FILMS_SENT, {{.text = service->title}}});
    }
}

/* What a service does not let an account do is said once a day, with what to do. */
static void remind(struct recording *recording, int64_t at)
{
    if (!recording_journal(recording))
        return;
    for (int i = 0; i < recording->plan.count; i++) {
        const char *service = recording->plan.targets[i].service;
        char text[OUTBOX_TEXT_MAX];
        if (holds_remind(recording->journal, service, at, text, sizeof(text), NULL) && text[0]) {
            recording_say(
                recording, EPI_NOTICE_HELD, EPI_LEVEL_WARN,
                &(struct epi_saying){EPI_SAY_STILL_HELD, {{.text = text}, {.text = service}}});
        }
    }
}

/* The sitting of a file; key: SITTING_KEY_MAX, for its key. */
static struct sitting sitting_of(const struct recording *recording, const struct viewing *viewing,
                                 int64_t at, char *key)
{
    known_name_sitting_key(viewing->known, &viewing->guess, key, SITTING_KEY_MAX);
    return (struct sitting){.path = viewing->path,
                            .key = key,
                            .duration = viewing->length.duration,
                            .since = at - recording->config->resume_days * (int64_t)DAY};
}

static void keep_progress(struct recording *recording, struct viewing *viewing, int64_t at)
{
    if (!recording_tracks(recording, viewing) || !recording->journal ||
        recording_is_brief(recording, viewing))
        return;
    char text[WATCH_TEXT_MAX];
    char key[SITTING_KEY_MAX];
    struct sitting sitting = sitting_of(recording, viewing, at, key);
    struct epi_error err;
    watch_write(&viewing->watch, text, sizeof(text));
    if (!sittings_save(recording->journal, &sitting, at, text, &err) &&
        strcmp(journal_warning(recording->journal), err.text) != 0)
        recording_log(recording, EPI_NOTICE_ERROR, EPI_LEVEL_WARN, "%s", err.text);
}

/* Records that an episode of a file was watched. */
static bool watched(struct recording *recording, struct viewing *viewing, int nth, int64_t at)
{
    int episodes = media_name_episodes(&viewing->guess);
    struct recorded recorded = {0};
    struct record record = {.kind = RECORD_WATCHED,
                            .at = at,
                            .nth = nth,
                            .live_until = live_until(recording, viewing, at)};

    if (!recording_commit(recording, viewing, &record, &recorded))
        return false;
    struct notice *notice = notice_new(EPI_NOTICE_WATCHED, EPI_LEVEL_VERBOSE, false);
    notice_guess(notice, &viewing->guess, nth);
    if (notice)
        notice_edit(notice)->repeated = recorded.repeated;
    recording_fill_played(recording, viewing, nth, notice);
    char label[RECORDING_LABEL_MAX];
    label_guess(&viewing->guess, episodes > 1 ? nth : 0, label, sizeof(label));
    notice_text(notice, "%s: watched%s", label,
                viewing->folder == FOLDER_SILENT ? "; kept until its folder answers"
                : recorded.repeated              ? " again within rewatch_hours: the same viewing"
                                                 : "");
    recording_post(recording, notice);
    if (recorded.parked)
        viewing->parked_at[nth - 1] = at;
    if (record.live_until)
        viewing->live_entries[nth - 1] = recorded.entry;
    recording_say_kept(recording, viewing, nth, &recorded);
    watch_clear(&viewing->watch, nth, episodes);
    keep_progress(recording, viewing, at);
    return true;
}

/* Records what has met the rule. If that fails, it is tried again later or, at the latest, when the
 * file ends: each try may wait for a lock. */
static void record_met(struct recording *recording, struct viewing *viewing, double clock)
{
    int episodes = media_name_episodes(&viewing->guess);

    for (int nth = 1; viewing->loaded && nth <= episodes; nth++) {
        if (!viewing->met_at[nth - 1])
            continue;
        if (!watched(recording, viewing, nth, viewing->met_at[nth - 1])) {
            viewing->retry_clock = clock + RETRY_SECONDS;
            return;
        }
        viewing->met_at[nth - 1] = 0;
    }
}

/* Whether a short file counts all the same, by what is kept of its series. */
static void weigh_length(struct recording *recording, struct viewing *viewing, int64_t at)
{
    if (!recording_may_track(recording, viewing) || !recording_is_brief(recording, viewing) ||
        viewing->usual == USUAL_LENGTH_SAME || recording_is_film(viewing))
        return;
    viewing->usual = usual_length(recording_journal(recording), recording->config, viewing->path,
                                  &viewing->guess, viewing->length.duration, at);
}

/* The file on screen may be looked up and recorded. */
static void admit(struct recorder *recorder, int64_t at)
{
    struct recording *recording = &recorder->recording;
    struct viewing *now = &recording->now;

    welcome(recorder, at);
    welcome_films(recorder, at);
    remind(recording, at);
    if (now->usual == USUAL_LENGTH_UNKNOWN)
        recording_look_up(recording, now); /* so that its length is known, if not by now */
    if (recording_is_brief(recording, now))
        return;
    char text[WATCH_TEXT_MAX];
    char key[SITTING_KEY_MAX];
    struct sitting sitting = sitting_of(recording, now, at, key);
    struct journal *journal = recording_journal(recording);
    if (journal && sittings_load(journal, &sitting, text, sizeof(text), NULL))
        watch_read(&now->watch, text);
    recording_look_up(recording, now);
}

static void ask_folder(struct recording *recording, double clock)
{
    recording->now.asked_clock = clock;
    struct folder_file_question question = recording_question(recording, &recording->now);
    recording->host.folder(recording->host.context, &question);
}

/* Starts to follow the file on screen: when it was loaded, or when private mode changed. */
static void follow(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;
    struct viewing *now = &recording->now;

    if (recording_tracks(recording, now))
        admit(recorder, fact->at);
    else if (recording_may_track(recording, now))
        ask_folder(recording, fact->clock);
}

/* Notes which episodes of a file meet the rule by now. */
static void note_met(struct recording *recording, struct viewing *viewing, enum watch_when when,
                     int64_t at)
{
    struct watch_rule rule = {.watched_percent = recording->config->watched_percent,
                              .played_percent = recording->config->played_percent,
                              .min_seconds = recording_min_seconds(recording, viewing)};
    int episodes = media_name_episodes(&viewing->guess);

    for (int nth = 1; nth <= episodes; nth++) {
        if (!viewing->met_at[nth - 1] && watch_met(&viewing->watch, nth, episodes, &rule, when))
            viewing->met_at[nth - 1] = at;
    }
}

static void end(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *now = &recording->now;

    if (!now->loaded)
        return;
    live_stop(recording, now);
    choosing_close(recording);
    weigh_length(recording, now, fact->at);
    /* Of a stream that breaks off after a seek, the player says the same as of one at its end. */
    if (fact->at_end && !address_is(now->path))
        watch_end(&now->watch);
    if (recording_may_track(recording, now) &&
        length_was_whole(&now->length, now->watch.position, fact->clock))
        note_met(recording, now, WATCH_CLOSED, fact->at);
    record_met(recording, now, 0);
    keep_progress(recording, now, fact->at);
    viewing_clear(&recording->previous);
    recording->previous = *now;
    recording->previous.ended = true;
    recording->previous.ended_clock = fact->clock;
    memset(now, 0, sizeof(*now));
}

/* The user went on to the next file: that is the end of the one before. */
static void leave(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *left = &recording->previous;

    if (!recording_may_track(recording, left) || !length_is_steady(&left->length, fact->clock))
        return;
    note_met(recording, left, WATCH_LEFT, fact->at);
    record_met(recording, left, 0);
}

/* The whole path as the journal knows it: an address loses its user, password and query here. NULL
 * if memory is short. */
static char *clean_path(const char *path)
{
    CLEANUP(cleanup_free) char *absolute = malloc(JOURNAL_PATH_MAX);

    if (absolute && strlen(path) < JOURNAL_PATH_MAX) {
        media_name_absolute(path, absolute, JOURNAL_PATH_MAX);
        path = absolute;
    }
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, NULL);
    return stored ? stored_to_path(stored, NULL) : NULL;
}

/* How the name was read, for the log. */
static void say_read(struct recording *recording, const struct viewing *viewing)
{
    if (!viewing->episode) {
        recording_log(recording, EPI_NOTICE_EXCLUDED, EPI_LEVEL_VERBOSE, "%s",
                      epi_sentence_template(recording_why_none(viewing)));
        return;
    }
    if (!viewing->allowed) {
        recording_log(recording, EPI_NOTICE_EXCLUDED, EPI_LEVEL_VERBOSE,
                      "excluded by ignore= or only=");
        return;
    }
    if (viewing->alone) {
        recording_log(recording, EPI_NOTICE_EXCLUDED, EPI_LEVEL_VERBOSE,
                      "left alone: you said that it is no episode");
        return;
    }
    bool brief = recording_is_brief(recording, viewing);
    struct notice *notice =
        notice_new(brief ? EPI_NOTICE_EXCLUDED : EPI_NOTICE_READ, EPI_LEVEL_VERBOSE, false);
    notice_guess(notice, &viewing->guess, 0);
    char label[RECORDING_LABEL_MAX];
    label_guess(&viewing->guess, 0, label, sizeof(label));
    if (brief && recording_is_film(viewing)) {
        notice_text(notice, "shorter than film_minutes=%d: counts only if you mark or rate it",
                    recording->config->film_minutes);
    } else if (brief && viewing->length.duration >= recording->config->min_seconds) {
        notice_text(notice, "too short for %d episodes: counts only if you mark or rate it",
                    media_name_episodes(&viewing->guess));
    } else if (brief) {
        notice_text(notice, "shorter than min_seconds=%d: counts only if you mark or rate it",
                    recording->config->min_seconds);
    } else {
        notice_text(notice, "read as %s", label);
    }
    recording_post(recording, notice);
}

/* Whether the path of a file is allowed; if so, what has to be asked of where it leads to. */
static void ask_place(const struct recording *recording, struct viewing *viewing, const char *path)
{
    bool asks = allowed_asks(recording->config);

    viewing->opened = asks ? real_path_opened(path) : NULL;
    viewing->allowed = allowed_path(recording->config, viewing->path) &&
                       (!asks || viewing->opened || address_is(path));
}

static void load(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;
    struct viewing *now = &recording->now;

    end(recording, fact);
    if (fact->next)
        leave(recording, fact);
    if (!fact->path)
        return;
    now->path = clean_path(fact->path);
    if (!now->path)
        return;
    char title[MATCH_TITLE_MAX];
    stored_from_title(fact->path, fact->title, title, sizeof(title));
    now->title = *title ? strdup(title) : NULL;
    now->loaded = true;
    now->file = ++recording->files;
    length_start(&now->length, fact->duration, fact->file_size);
    watch_start(&now->watch, fact->duration);
    chapters_read(&now->watch.chapters, fact->chapters, fact->chapter_count, fact->duration);
    now->sound_only = fact->sound_only;
    now->kept_clock = fact->clock;
    ask_place(recording, now, fact->path);
    now->folder = now->opened || folder_file_may_be(now->path) ? FOLDER_AWAITED : FOLDER_ALLOWS;
    struct journal *journal =
        now->allowed && !recording->private ? recording_journal(recording) : NULL;
    now->known = known_name_guess(journal, now->path, now->title, now->length.duration,
                                  recording->config->films != FILMS_NO, &now->guess);
    now->episode = now->known != KNOWN_NAME_NOT && !now->sound_only;
    now->alone = now->allowed && !recording->private && recording_is_alone(recording, now);
    weigh_length(recording, now, fact->at);
    say_read(recording, now);
    follow(recorder, fact);
}

/* ---- The folder ---- */

/* Learns what the folder of a viewing says. */
static void hear(struct recording *recording, struct viewing *viewing, enum folder_says says)
{
    if (says == FOLDER_AWAITED || (says == FOLDER_SILENT && viewing->folder == FOLDER_SILENT))
        return;
    viewing->folder = says;
    if (recording_why_private(viewing)) {
        memset(viewing->met_at, 0, sizeof(viewing->met_at));
        recording_log(recording, EPI_NOTICE_EXCLUDED, EPI_LEVEL_VERBOSE, "%s",
                      says == FOLDER_IGNORES ? "ignored: .epimark in its folder says so"
                                             : "excluded by ignore= or only=, by its real path");
    }
    if (says != FOLDER_SILENT)
        recording_settle(recording, viewing);
    keys_heard(recording, viewing);
}

void recorder_heard(struct recorder *recorder, const char *key, enum folder_says says)
{
    struct recording *recording = &recorder->recording;
    struct viewing *viewings[] = {&recording->previous, &recording->now};

    for (size_t i = 0; i < sizeof(viewings) / sizeof(*viewings); i++) {
        struct viewing *viewing = viewings[i];
        struct folder_file_question question = recording_question(recording, viewing);
        if (!viewing->loaded || !recording_awaits(viewing) ||
            strcmp(folder_file_key(&question), key) != 0)
            continue;
        hear(recording, viewing, says);
        if (viewing == &recording->now && recording_tracks(recording, viewing))
            admit(recorder, recording->told_at);
        if (viewing->list_wanted && viewing == &recording->now)
            choosing_list(recording);
    }
}

void recorder_found(struct recorder *recorder, const struct found *found)
{
    choosing_found(&recorder->recording, found);
}

/* ---- Watching ---- */

/* The file may be longer by now, or more is known of its series: one that was too short may count.
 */
static void measure(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;
    struct viewing *now = &recording->now;
    bool brief = recording_is_brief(recording, now);

    if (length_update(&now->length, fact->duration, fact->file_size, fact->clock))
        now->watch.duration = now->length.duration;
    if (brief && fact->clock - now->kept_clock >= KEEP_SECONDS)
        weigh_length(recording, now, fact->at);
    if (brief && !recording_is_brief(recording, now) && recording_tracks(recording, now))
        admit(recorder, fact->at);
}

static void position(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;
    struct viewing *now = &recording->now;

    if (!recording_may_track(recording, now))
        return;
    measure(recorder, fact);
    if (now->folder == FOLDER_SILENT && fact->clock - now->asked_clock >= ASK_AGAIN_SECONDS)
        ask_folder(recording, fact->clock);
    if (!now->watch.following)
        now->live_jump += fact->position - now->watch.position;
    watch_sample(&now->watch, fact->position, fact->clock, fact->speed, fact->playing);
    if (recording_tracks(recording, now))
        live_follow(recording, now, fact->playing);
    if (length_is_steady(&now->length, fact->clock))
        note_met(recording, now, WATCH_SAMPLED, fact->at);
    if (fact->clock >= now->retry_clock)
        record_met(recording, now, fact->clock);
    if (fact->clock - now->kept_clock >= KEEP_SECONDS) {
        keep_progress(recording, now, fact->at);
        now->kept_clock = fact->clock;
    }
}

/* ---- Private mode ---- */

static void toggle(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;

    if (!recording->private) {
        live_stop(recording, &recording->now);
        record_met(recording, &recording->now, fact->clock);
        keep_progress(recording, &recording->now, fact->at);
    }
    /* On for a while, if it is on already, is only another end. */
    recording->private = !recording->private || fact->value > 0;
    recording->private_until = fact->value > 0 ? fact->clock + fact->value : 0;
    recording->now.alone = !recording->private && recording->now.allowed &&
                           recording_is_alone(recording, &recording->now);
    choosing_close(recording);
    watch_forget(&recording->now.watch);
    recording_say_private(recording,
                          fact->value); /* before what is looked up from now on is said */
    follow(recorder, fact);
    if (recording->private)
        recording->host.job(recording->host.context, &(struct job){.kind = JOB_PRIVATE});
}

/* Private mode that is on for a while ends by now. */
static void end_private(struct recorder *recorder)
{
    struct recording *recording = &recorder->recording;

    if (recording->private_until <= 0 || recording->told_clock < recording->private_until)
        return;
    toggle(recorder, &(struct epi_fact){.clock = recording->told_clock, .at = recording->told_at});
}

double recorder_wait(const struct recorder *recorder)
{
    const struct recording *recording = &recorder->recording;

    return recording->private_until > 0 ? fmax(recording->private_until - recording->told_clock, 0)
                                        : -1;
}

void recorder_tick(struct recorder *recorder)
{
    struct recording *recording = &recorder->recording;
    double seconds = recorder_wait(recorder);

    if (seconds < 0)
        return;
    recording->told_at += (int64_t)ceil(seconds);
    recording->told_clock = recording->private_until;
    end_private(recorder);
}

/* ---- Facts ---- */

/* The options cannot be read: says so once by itself, and in answer to each key. */
static void refuse(struct recorder *recorder, const struct epi_fact *fact)
{
    bool key = fact->kind >= EPI_FACT_RATE;

    if (key || !recorder->refused) {
        struct epi_saying why = {EPI_SAY_ERROR, {{.text = recorder->recording.config->unreadable}}};
        recording_say(&recorder->recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, &why);
    }
    recorder->refused = true;
}

void recorder_tell(struct recorder *recorder, const struct epi_fact *fact)
{
    struct recording *recording = &recorder->recording;

    if (recording->config->unreadable[0]) {
        refuse(recorder, fact);
        return;
    }
    recording->told_at = fact->at;
    recording->told_clock = fact->clock;
    end_private(recorder);
    switch (fact->kind) {
    case EPI_FACT_LOADED:
        load(recorder, fact);
        break;
    case EPI_FACT_POSITION:
        position(recorder, fact);
        break;
    case EPI_FACT_BREAK:
        watch_break(&recording->now.watch);
        break;
    case EPI_FACT_ENDED:
        end(recording, fact);
        break;
    case EPI_FACT_TOGGLE:
        toggle(recorder, fact);
        break;
    default:
        keys_press(recording, fact);
        break;
    }
}

struct recorder *recorder_new(const struct epi_config *config, const char *folder,
                              const struct recording_host *host)
{
    struct recorder *recorder = calloc(1, sizeof(*recorder));

    if (!recorder)
        return NULL;
    recorder->recording.config = config;
    recorder->recording.folder = folder;
    recorder->recording.host = *host;
    plan_make(config, &recorder->recording.plan);
    return recorder;
}

void recorder_free(struct recorder *recorder)
{
    if (!recorder)
        return;
    struct recording *recording = &recorder->recording;
    record_met(recording, &recording->now, 0);
    keep_progress(recording, &recording->now, recording->told_at);
    viewing_clear(&recording->now);
    viewing_clear(&recording->previous);
    choosing_close(recording);
    journal_close(recording->journal);
    free(recorder);
}
