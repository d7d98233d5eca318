/* SPDX-License-Identifier: MIT */
#include "core/player/recording.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"

/* ---- Notifying ---- */

void recording_post(struct recording *recording, struct notice *notice)
{
    if (notice)
        recording->host.notice(recording->host.context, notice);
}

void recording_say(struct recording *recording, enum epi_notice_kind kind,
                   enum epi_notice_level level, bool on_screen, const char *format, ...)
{
    struct notice *notice = notice_new(kind, level, on_screen);
    va_list args;

    va_start(args, format);
    char text[512];
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    notice_text(notice, "%s", text);
    recording_post(recording, notice);
}

void recording_fail(struct recording *recording, const struct epi_error *err)
{
    recording_say(recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, true, "%s", err->text);
}

/* ---- The file on screen ---- */

int recording_nth(const struct viewing *viewing)
{
    int episodes = media_name_episodes(&viewing->guess);
    int nth = 1;

    if (viewing->duration > 0)
        nth = (int)(viewing->watch.position / (viewing->duration / episodes)) + 1;
    return nth < 1 ? 1 : nth > episodes ? episodes : nth;
}

int recording_label_nth(const struct viewing *viewing)
{
    return media_name_episodes(&viewing->guess) > 1 ? recording_nth(viewing) : 0;
}

bool recording_tracks(const struct recording *recording, const struct viewing *viewing)
{
    return viewing->loaded && viewing->episode && viewing->allowed && !recording->private;
}

bool recording_is_brief(const struct recording *recording, const struct viewing *viewing)
{
    return watch_is_brief(viewing->duration, media_name_episodes(&viewing->guess),
                          recording->config->min_seconds);
}

void recording_look_up(struct recording *recording, const struct viewing *viewing)
{
    struct job job = {.kind = JOB_LOOK_UP,
                      .path = viewing->path,
                      .media_title = viewing->title,
                      .duration = viewing->duration};

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
    recording_say(recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, true, "%s", warning);
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

static void say_unrecorded(struct recording *recording, const struct viewing *viewing,
                           const struct record *record, const struct epi_error *err)
{
    char label[RECORDING_LABEL_MAX] = "the last action";
    int nth = viewing && media_name_episodes(&viewing->guess) > 1 ? record->nth : 0;

    if (viewing)
        label_scope(&viewing->guess, nth, record->scope, label, sizeof(label));
    recording_say(recording, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, true, "%s is not recorded: %s",
                  label, err->text);
}

bool recording_commit(struct recording *recording, const struct viewing *viewing,
                      struct record record, struct recorded *recorded)
{
    struct journal *journal = recording_journal(recording);

    if (!journal)
        return false;
    char title_key[MATCH_TITLE_MAX];
    char key[SITTING_KEY_MAX];
    record.size = -1;
    if (viewing) {
        known_name_title_key(viewing->known, &viewing->guess, title_key, sizeof(title_key));
        known_name_sitting_key(viewing->known, &viewing->guess, key, sizeof(key));
        record.title_key = title_key;
        record.key = key;
        record.path = viewing->path;
        record.size = viewing->size;
        record.duration = viewing->duration;
        record.episodes = media_name_episodes(&viewing->guess);
        record.media_title = viewing->title;
    }
    struct epi_error err;
    bool added = journal_add(journal, &record, recorded, &err);
    say_warning(recording);
    if (!added) {
        say_unrecorded(recording, viewing, &record, &err);
        return false;
    }
    if (!recorded->repeated)
        recording->host.job(recording->host.context, &(struct job){.kind = JOB_DELIVER});
    return true;
}
