/* SPDX-License-Identifier: MIT */
#include "core/player/recording.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/deliver/outlook.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/order.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "core/journal/stored.h"
#include "core/player/kept.h"

/* ---- Notifying ---- */

void recording_post(struct recording *recording, struct notice *notice)
{
    if (notice)
        recording->host.notice(recording->host.context, notice);
}

void recording_say(struct recording *recording, enum epi_notice_kind kind,
                   enum epi_notice_level level, const struct epi_saying *saying)
{
    struct notice *notice = notice_new(kind, level, true);

    notice_say(notice, saying);
    recording_post(recording, notice);
}

void recording_say_why(struct recording *recording, enum epi_notice_kind kind,
                       enum epi_sentence sentence, enum epi_sentence why)
{
    struct epi_saying reason = {why, {{.number = PREVIOUS_SECONDS / 60}}};

    recording_say(recording, kind, EPI_LEVEL_INFO,
                  &(struct epi_saying){sentence, {{.saying = &reason}}});
}

void recording_log(struct recording *recording, enum epi_notice_kind kind,
                   enum epi_notice_level level, const char *format, ...)
{
    struct notice *notice = notice_new(kind, level, false);
    va_list args;

    va_start(args, format);
    char text[512];
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    notice_text(notice, "%s", text);
    recording_post(recording, notice);
}

struct notice *recording_notice(const struct viewing *viewing, int nth, enum epi_notice_kind kind)
{
    struct notice *notice = notice_new(kind, EPI_LEVEL_INFO, true);

    notice_guess(notice, &viewing->guess, nth);
    return notice;
}

void recording_say_private(struct recording *recording, int seconds)
{
    struct epi_saying saying = {EPI_SAY_PRIVATE_OFF, {{.number = (seconds + 59) / 60}}};

    if (recording->private)
        saying.sentence = seconds > 0 ? EPI_SAY_PRIVATE_FOR : EPI_SAY_PRIVATE_ON;
    recording_say(recording, recording->private ? EPI_NOTICE_PRIVATE_ON : EPI_NOTICE_PRIVATE_OFF,
                  EPI_LEVEL_INFO, &saying);
}

/* What is wrong, in English. */
static void say_error(struct recording *recording, const char *text)
{
    recording_say(recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR,
                  &(struct epi_saying){EPI_SAY_ERROR, {{.text = text}}});
}

void recording_fail(struct recording *recording, const struct epi_error *err)
{
    say_error(recording, err->text);
}

void recording_fill_played(const struct recording *recording, const struct viewing *viewing,
                           int nth, struct notice *notice)
{
    int episodes = media_name_episodes(&viewing->guess);

    if (!notice)
        return;
    notice_edit(notice)->played = 100 * watch_played(&viewing->watch, nth, episodes);
    notice_edit(notice)->watched_at =
        watch_threshold(&viewing->watch, nth, episodes, recording->config->watched_percent);
}

void recording_say_kept(struct recording *recording, const struct viewing *viewing, int nth,
                        const struct recorded *recorded)
{
    if (recorded->repeated)
        return;
    if (recording_awaits(viewing)) {
        if (viewing->folder == FOLDER_SILENT)
            recording_post(recording, kept_parked(&viewing->guess, nth));
        return;
    }
    struct outlook outlook =
        outlook_of(recording->journal, &recording->plan, DUE_MARK, recording_is_film(viewing));
    if (outlook.kind == OUTLOOK_SENT && recorded->entry) {
        struct job job = {.kind = JOB_KEPT,
                          .entry = recorded->entry,
                          .goes_on = viewing->live_entries[nth - 1] != 0};
        recording->host.job(recording->host.context, &job);
        return;
    }
    struct notice *notice = kept_unsent(&viewing->guess, nth, &outlook, !recording->hinted);
    if (notice)
        notice_edit(notice)->entry = recorded->entry;
    recording_post(recording, notice);
    recording->hinted = true;
}

/* ---- The file on screen ---- */

struct viewing *recording_shown(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = &recording->now;

    if (fact->file ? fact->file != viewing->file : fact->previous || !viewing->loaded)
        viewing = &recording->previous;
    if (fact->file && fact->file != viewing->file)
        return NULL;
    bool gone = viewing->ended && fact->clock - viewing->ended_clock > PREVIOUS_SECONDS;
    return viewing->loaded && !gone ? viewing : NULL;
}

int recording_nth(const struct viewing *viewing)
{
    int episodes = media_name_episodes(&viewing->guess);
    int nth = 1;

    if (viewing->length.duration > 0)
        nth = (int)(viewing->watch.position / (viewing->length.duration / episodes)) + 1;
    return nth < 1 ? 1 : nth > episodes ? episodes : nth;
}

bool recording_tracks(const struct recording *recording, const struct viewing *viewing)
{
    return recording_may_track(recording, viewing) && viewing->folder == FOLDER_ALLOWS;
}

bool recording_may_track(const struct recording *recording, const struct viewing *viewing)
{
    return viewing->loaded && viewing->episode && !recording->private &&
           !recording_why_private(viewing);
}

enum epi_sentence recording_why_private(const struct viewing *viewing)
{
    if (!viewing->allowed || viewing->folder == FOLDER_EXCLUDED)
        return EPI_SAY_WHY_EXCLUDED;
    if (viewing->alone)
        return EPI_SAY_WHY_NO_EPISODE;
    return viewing->folder == FOLDER_IGNORES ? EPI_SAY_WHY_FOLDER_IGNORES : (enum epi_sentence)0;
}

struct folder_file_question recording_question(const struct recording *recording,
                                               const struct viewing *viewing)
{
    return (struct folder_file_question){viewing->path, viewing->opened, recording->config};
}

bool recording_is_alone(struct recording *recording, const struct viewing *viewing)
{
    struct journal *journal = viewing->episode ? recording_journal(recording) : NULL;

    return journal && corrected_guess_is_left(journal, viewing->path, &viewing->guess,
                                              viewing->length.duration);
}

bool recording_awaits(const struct viewing *viewing)
{
    /* Of what is left alone it is not asked. */
    return !viewing->alone &&
           (viewing->folder == FOLDER_AWAITED || viewing->folder == FOLDER_SILENT);
}

enum epi_sentence recording_why_none(const struct viewing *viewing)
{
    return viewing->sound_only ? EPI_SAY_WHY_NO_VIDEO : EPI_SAY_WHY_NOT_READ;
}

bool recording_is_film(const struct viewing *viewing)
{
    return viewing->episode && viewing->guess.film;
}

int recording_min_seconds(const struct recording *recording, const struct viewing *viewing)
{
    if (recording_is_film(viewing))
        return 60 * recording->config->film_minutes;
    return viewing->usual == USUAL_LENGTH_SAME ? 0 : recording->config->min_seconds;
}

bool recording_is_brief(const struct recording *recording, const struct viewing *viewing)
{
    return watch_is_brief(viewing->length.duration, media_name_episodes(&viewing->guess),
                          recording_min_seconds(recording, viewing));
}

void recording_look_up(struct recording *recording, const struct viewing *viewing)
{
    struct job job = {.kind = JOB_LOOK_UP,
                      .path = viewing->path,
                      .media_title = viewing->title,
                      .duration = viewing->length.duration,
                      .file = viewing->file};

    recording->host.job(recording->host.context, &job);
}

/* ---- The journal ---- */

/* Says what the journal warns of, once. */
static void say_warning(struct recording *recording)
{
    const char *warning = journal_warning(recording->journal);

    if (!warning[0] || strcmp(warning, recording->warned) == 0)
        return;
    snprintf(recording->warned, sizeof(recording->warned), "%s", warning);
    say_error(recording, warning);
}

int recording_services(const struct recording *recording, const char **names)
{
    int count = 0;

    for (int i = 0; i < recording->plan.count; i++) {
        const char *service = recording->plan.targets[i].service;
        int at = 0;
        while (at < count && strcmp(names[at], service) != 0)
            at++;
        if (at == count)
            names[count++] = service;
    }
    return count;
}

struct journal *recording_journal(struct recording *recording)
{
    if (recording->journal)
        return recording->journal;
    struct epi_error err;
    recording->journal =
        journal_open(recording->folder, &recording->plan, recording->host.hurry, &err);
    if (!recording->journal) {
        recording_fail(recording, &err);
        return NULL;
    }
    say_warning(recording);
    return recording->journal;
}

enum episode_order recording_order(struct recording *recording, const struct viewing *viewing,
                                   const struct series_ids *ids)
{
    const enum episode_order *folder = viewing->ordered ? &viewing->order : NULL;

    return order_of(recording->config, recording_journal(recording), ids, folder).order;
}

static void say_unrecorded(struct recording *recording, const struct viewing *viewing,
                           const struct record *record, const struct epi_error *err)
{
    int nth = viewing && media_name_episodes(&viewing->guess) > 1 ? record->nth : 0;
    struct label label = {.saying = {EPI_SAY_LAST_ACTION, {{.text = NULL}}}};

    if (viewing)
        label_of_guess(&viewing->guess, nth, record->scope, &label);
    recording_say(recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR,
                  &(struct epi_saying){EPI_SAY_NOT_RECORDED,
                                       {{.saying = &label.saying}, {.text = err->text}}});
}

/* A record's texts. */
struct record_keys {
    char title_key[MATCH_TITLE_MAX];
    char key[SITTING_KEY_MAX];
};

/* Says in a record of which file it is; keys are to last as long as it. */
static void describe(const struct viewing *viewing, struct record_keys *keys, struct record *record)
{
    known_name_title_key(viewing->known, &viewing->guess, keys->title_key, sizeof(keys->title_key));
    known_name_sitting_key(viewing->known, &viewing->guess, keys->key, sizeof(keys->key));
    record->title_key = keys->title_key;
    record->key = keys->key;
    record->path = viewing->path;
    record->size = viewing->length.size;
    record->duration = viewing->length.duration;
    record->episodes = media_name_episodes(&viewing->guess);
    record->film = recording_is_film(viewing);
    record->media_title = viewing->title;
}

struct standing recording_standing(struct recording *recording, const struct viewing *viewing,
                                   int nth)
{
    struct journal *journal = recording_journal(recording);
    struct record record = {.kind = RECORD_RATED, .nth = nth};
    struct standing standing = {0};
    struct record_keys keys;

    describe(viewing, &keys, &record);
    if (!journal || !journal_standing(journal, &record, &standing, NULL))
        standing = (struct standing){0};
    return standing;
}

bool recording_commit(struct recording *recording, const struct viewing *viewing,
                      struct record *record, struct recorded *recorded)
{
    struct journal *journal = recording_journal(recording);

    if (!journal)
        return false;
    struct record_keys keys;
    struct record whole = *record;
    whole.size = -1;
    if (viewing)
        describe(viewing, &keys, &whole);
    if (record->title_key)
        whole.title_key = record->title_key;
    bool parks = viewing && recording_awaits(viewing);
    if (parks)
        whole.opened = viewing->opened;
    *recorded = (struct recorded){.parked = parks};
    struct epi_error err;
    bool added =
        parks ? journal_park(journal, &whole, &err) : journal_add(journal, &whole, recorded, &err);
    say_warning(recording);
    if (!added) {
        say_unrecorded(recording, viewing, &whole, &err);
        return false;
    }
    memcpy(record->uid, whole.uid, sizeof(record->uid));
    if (!parks && !recorded->repeated)
        recording->host.job(recording->host.context, &(struct job){.kind = JOB_DELIVER});
    return true;
}

/* ---- Parked records ---- */

/* What is settled, and the file that is known by now. */
struct settling {
    struct viewing *viewing;
    const char *path; /* of it, as records have it */
    int counted;
};

static enum parked_fate fate_of(void *context, const struct record *record)
{
    const struct settling *settling = context;

    if (strcmp(record->path, settling->path) != 0)
        return PARKED_WAITS;
    return recording_why_private(settling->viewing) ? PARKED_DROPPED : PARKED_COUNTS;
}

/* Keeps what became of a key, for its answer. */
static void note_counted(void *context, const struct record *record,
                         const struct recorded *recorded)
{
    struct settling *settling = context;

    settling->counted++;
    for (int i = 0; i < settling->viewing->waiting_count; i++) {
        struct waiting_key *waiting = &settling->viewing->waiting[i];
        if (strcmp(waiting->record.uid, record->uid) == 0)
            waiting->recorded = *recorded;
    }
}

void recording_settle(struct recording *recording, struct viewing *viewing)
{
    struct journal *journal = recording_journal(recording);
    CLEANUP(cleanup_free) char *path = stored_from_path(viewing->path, NULL);

    if (!journal || !path || !journal_has_parked(journal))
        return;
    struct settling settling = {.viewing = viewing, .path = path};
    struct journal_settling how = {&settling, fate_of, note_counted};
    struct epi_error err;
    int waiting;
    if (!journal_settle(journal, &how, &waiting, &err))
        recording_fail(recording, &err);
    if (settling.counted)
        recording->host.job(recording->host.context, &(struct job){.kind = JOB_DELIVER});
}
