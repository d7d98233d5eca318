/* SPDX-License-Identifier: MIT */
#include "core/player/keys.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/deliver/outlook.h"
#include "core/identify/act.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/player/choosing.h"
#include "core/player/overview.h"
#include "core/player/status.h"

enum {
    UNDO_AGAIN_SECONDS = 5,
    OUTLOOK_MAX = 96,
    RATING_MAX = 10,
};

static void refuse(struct recording *recording, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void refuse(struct recording *recording, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char text[256];
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    recording_say(recording, EPI_NOTICE_REFUSED, EPI_LEVEL_INFO, true, "%s", text);
}

/* Which file a key means. NULL, with a notice, if it means none. */
static struct viewing *meant(struct recording *recording, const struct epi_fact *fact,
                             const char *verb)
{
    if (recording->private) {
        refuse(recording, "not %s: private mode is on", verb);
        return NULL;
    }
    struct viewing *viewing = recording_shown(recording, fact);
    if (!viewing && fact->file) {
        refuse(recording, "not %s: another file is on screen by now", verb);
        return NULL;
    }
    if (!viewing) {
        refuse(recording, "not %s: no %s was on screen in the last %d minutes", verb,
               fact->previous ? "other episode" : "episode", PREVIOUS_SECONDS / 60);
        return NULL;
    }
    if (!viewing->episode) {
        refuse(recording, "not %s: %s", verb, recording_why_none(viewing));
        return NULL;
    }
    const char *why = recording_why_private(viewing);
    if (why) {
        refuse(recording, "not %s: %s", verb, why);
        return NULL;
    }
    return viewing;
}

/* What becomes of a record: it is sent by itself, or what it waits for. */
static void write_outlook(struct recording *recording, const struct viewing *viewing,
                          enum due_kind kind, char *text)
{
    if (recording_awaits(viewing)) {
        snprintf(text, OUTLOOK_MAX, "kept until its folder answers");
        return;
    }
    struct outlook next = outlook_of(recording->journal, &recording->plan, kind);
    switch (next.kind) {
    case OUTLOOK_SENT:
        snprintf(text, OUTLOOK_MAX, "saved, will be sent");
        break;
    case OUTLOOK_SIGNED_OUT:
        snprintf(text, OUTLOOK_MAX, "saved; to send it: `epimark login %s`", next.service);
        break;
    case OUTLOOK_HELD:
        snprintf(text, OUTLOOK_MAX, "saved; `epimark status %s` shows why it waits", next.service);
        break;
    case OUTLOOK_KEPT:
        snprintf(text, OUTLOOK_MAX, "saved in the journal");
        break;
    }
}

/* For labels: 0 of a file with one episode. */
static int label_nth(const struct viewing *viewing, int nth)
{
    return media_name_episodes(&viewing->guess) > 1 ? nth : 0;
}

/* ---- Keys whose folder is awaited ---- */

/* Whether a key is answered later. Until then its record is parked. */
static bool is_awaited(struct viewing *viewing, const struct record *record,
                       const struct recorded *recorded)
{
    if (!recorded->parked)
        return false;
    bool room = viewing->waiting_count < WAITING_KEYS_MAX;
    if (room)
        viewing->waiting[viewing->waiting_count++] = (struct waiting_key){.record = *record};
    return room && viewing->folder == FOLDER_AWAITED;
}

/* ---- Rating and marking ---- */

static void say_rated(struct recording *recording, const struct viewing *viewing,
                      const struct record *record)
{
    char next[OUTLOOK_MAX];
    char label[RECORDING_LABEL_MAX];
    write_outlook(recording, viewing, outbox_rating_kind(record->scope), next);
    label_scope(&viewing->guess, label_nth(viewing, record->nth), record->scope, label,
                sizeof(label));
    struct notice *notice = recording_notice(viewing, record->nth,
                                             record->value ? EPI_NOTICE_RATED : EPI_NOTICE_UNRATED);
    if (notice) {
        notice_edit(notice)->scope = record->scope;
        notice_edit(notice)->rating = record->value;
    }
    if (record->value)
        notice_text(notice, "%s: rated %d of 10 (%s)", label, record->value, next);
    else
        notice_text(notice, "%s: rating taken back (%s)", label, next);
    recording_post(recording, notice);
}

static void rate(struct recording *recording, struct viewing *viewing, const struct epi_fact *fact,
                 int value)
{
    struct recorded recorded;
    struct record record = {.kind = RECORD_RATED,
                            .at = fact->at,
                            .nth = recording_nth(viewing),
                            .value = value,
                            .scope = fact->scope};
    if (recording_commit(recording, viewing, &record, &recorded) &&
        !is_awaited(viewing, &record, &recorded))
        say_rated(recording, viewing, &record);
}

static void rate_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recording, fact, fact->value ? "rated" : "unrated");

    if (viewing)
        rate(recording, viewing, fact, fact->value);
}

/* The rating of an episode by now, that of a key that waits for its folder, too; 0: none. */
static int rating_now(struct recording *recording, const struct viewing *viewing)
{
    int nth = recording_nth(viewing);

    for (int i = viewing->waiting_count; i-- > 0;) {
        const struct record *record = &viewing->waiting[i].record;
        if (record->kind == RECORD_RATED && record->scope == EPI_SCOPE_EPISODE &&
            record->nth == nth)
            return record->value;
    }
    return recording_standing(recording, viewing, nth).rating;
}

static void step_key(struct recording *recording, const struct epi_fact *fact, int step)
{
    struct viewing *viewing = meant(recording, fact, "rated");

    if (!viewing)
        return;
    int before = rating_now(recording, viewing);
    /* Without a rating the first step leads away from the middle. */
    int value = before > 0 ? before + step : step > 0 ? RATING_MAX / 2 + 1 : RATING_MAX / 2;
    if (value >= 1 && value <= RATING_MAX) {
        rate(recording, viewing, fact, value);
        return;
    }
    char label[RECORDING_LABEL_MAX];
    label_guess(&viewing->guess, label_nth(viewing, recording_nth(viewing)), label, sizeof(label));
    refuse(recording, "%.180s: already rated %d of %d, the %s", label, before, RATING_MAX,
           step > 0 ? "highest" : "lowest");
}

static void say_marked(struct recording *recording, const struct viewing *viewing,
                       const struct record *record, const struct recorded *recorded)
{
    char next[OUTLOOK_MAX];
    char label[RECORDING_LABEL_MAX];
    write_outlook(recording, viewing, DUE_MARK, next);
    label_guess(&viewing->guess, label_nth(viewing, record->nth), label, sizeof(label));
    struct notice *notice = recording_notice(viewing, record->nth, EPI_NOTICE_MARKED);
    if (notice)
        notice_edit(notice)->repeated = recorded->repeated;
    notice_text(notice, "%s: %smarked as watched (%s)", label, recorded->repeated ? "already " : "",
                next);
    recording_post(recording, notice);
}

static void mark_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recording, fact, "marked");

    if (!viewing)
        return;
    struct recorded recorded;
    struct record record = {.kind = RECORD_MARKED,
                            .at = fact->at,
                            .nth = recording_nth(viewing),
                            .value = MARK_WATCHED};
    if (recording_commit(recording, viewing, &record, &recorded) &&
        !is_awaited(viewing, &record, &recorded))
        say_marked(recording, viewing, &record, &recorded);
}

/* ---- Taking back ---- */

/* The entry of what was, or would be, taken back; NULL if it is of none. Free it. */
static struct entry *undone_entry(struct recording *recording, const struct recorded *recorded)
{
    struct entry *entry = recorded->entry ? malloc(sizeof(*entry)) : NULL;
    bool found = false;

    if (entry && entries_find(recording->journal, recorded->entry, entry, &found, NULL) && found)
        return entry;
    free(entry);
    return NULL;
}

/* A notice of such an act, without a text. */
static struct notice *notice_of_act(const struct recorded *recorded, const struct entry *entry,
                                    enum epi_notice_kind kind)
{
    struct notice *notice = notice_new(kind, EPI_LEVEL_INFO, true);

    if (notice)
        notice_edit(notice)->scope = recorded->undone_scope;
    struct guess guess;
    if (entry && entry->identified)
        notice_match(notice, &entry->match);
    else if (entry && media_name_guess(entry->path, entry->media_title, &guess))
        notice_guess(notice, &guess, entry->nth);
    return notice;
}

static void say_taken_back(struct recording *recording, const struct recorded *recorded)
{
    if (!recorded->undid) {
        recording_say(recording, recorded->spooled ? EPI_NOTICE_UNDONE : EPI_NOTICE_NO_UNDO,
                      EPI_LEVEL_INFO, true, "%s",
                      recorded->spooled ? "the last action is taken back once the journal can be "
                                          "written"
                                        : "nothing to take back");
        return;
    }
    CLEANUP(cleanup_free) struct entry *entry = undone_entry(recording, recorded);
    char undone[RECORDING_LABEL_MAX];
    struct notice *notice = notice_of_act(recorded, entry, EPI_NOTICE_UNDONE);
    if (notice)
        notice_edit(notice)->rating = recorded->undone == RECORD_RATED ? 0 : -1;
    act_undone(recorded, entry, undone, sizeof(undone));
    notice_text(notice, "%s%s", undone, recorded->to_take_back ? ", at the services too" : "");
    recording_post(recording, notice);
    if (recorded->undone == RECORD_CHOSEN || recorded->undone == RECORD_ORDERED)
        choosing_undone(recording);
}

/* Whether an act is one of the last half hour. */
static bool is_recent(const struct recorded *last, const struct epi_fact *fact)
{
    return fact->at - last->undone_at < PREVIOUS_SECONDS;
}

/* The file whose last key is parked: that is what is taken back. NULL if there is none. */
static struct viewing *parked(struct recording *recording)
{
    struct viewing *viewings[] = {&recording->now, &recording->previous};

    for (size_t i = 0; i < sizeof(viewings) / sizeof(*viewings); i++) {
        struct viewing *viewing = viewings[i];
        if (viewing->loaded && recording_awaits(viewing) && viewing->waiting_count > 0)
            return viewing;
    }
    return NULL;
}

static void say_undo_kept(struct recording *recording)
{
    recording_say(recording, EPI_NOTICE_UNDONE, EPI_LEVEL_INFO, true,
                  "the last action is taken back once its folder answers");
}

/* Whether a question was just asked, which the same key answers. */
static bool is_asked(const struct recording *recording, const struct epi_fact *fact)
{
    const struct undo_asked *asked = &recording->asked;
    return asked->act[0] && fact->clock - asked->clock < UNDO_AGAIN_SECONDS;
}

static void take_back(struct recording *recording, const struct epi_fact *fact,
                      struct viewing *viewing, enum undo_value what)
{
    struct record record = {.kind = RECORD_UNDO, .at = fact->at, .value = what};

    recording->asked = (struct undo_asked){0};
    struct recorded recorded;
    if (!recording_commit(recording, viewing, &record, &recorded))
        return;
    if (!recorded.parked)
        say_taken_back(recording, &recorded);
    else if (!viewing || !is_awaited(viewing, &record, &recorded))
        say_undo_kept(recording);
}

/* An act that is not one of now and of the file on screen: names it, or takes it back if the same
 * question was just asked. */
static void ask_before(struct recording *recording, const struct epi_fact *fact,
                       const struct recorded *last, struct viewing *viewing)
{
    CLEANUP(cleanup_free) struct entry *entry = undone_entry(recording, last);
    char act[RECORDING_LABEL_MAX];

    act_label(last, entry, act, sizeof(act));
    if (is_asked(recording, fact) && strcmp(recording->asked.act, act) == 0) {
        take_back(recording, fact, viewing, UNDO_LAST);
        return;
    }
    snprintf(recording->asked.act, sizeof(recording->asked.act), "%s", act);
    recording->asked.clock = fact->clock;
    struct notice *notice = notice_of_act(last, entry, EPI_NOTICE_UNDO_ASKED);
    if (notice)
        notice_edit(notice)->rating = last->undone == RECORD_RATED ? last->undone_value : -1;
    notice_text(notice, "take back “%s”? Press again within %d s", act, UNDO_AGAIN_SECONDS);
    recording_post(recording, notice);
}

/* What an undo of this file, or of any with NULL, would take back. False if there is nothing. */
static bool last_act(struct recording *recording, const struct viewing *viewing,
                     struct recorded *last)
{
    struct record undo = {.kind = RECORD_UNDO, .path = viewing ? viewing->path : NULL, .size = -1};

    return journal_last(recording->journal, &undo, last, NULL) && last->undid;
}

static void undo_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *waiting = parked(recording);
    struct viewing *viewing = waiting ? waiting : recording_shown(recording, fact);
    struct recorded here = {0}, anywhere = {0};

    if (waiting || !recording_journal(recording) || !journal_ready(recording->journal, NULL)) {
        take_back(recording, fact, viewing, UNDO_LAST);
    } else if (viewing && last_act(recording, viewing, &here) && is_recent(&here, fact)) {
        /* What came between a question and its answer was not meant. */
        if (is_asked(recording, fact))
            ask_before(recording, fact, &here, viewing);
        else
            take_back(recording, fact, viewing, UNDO_LAST);
    } else if (last_act(recording, NULL, &anywhere) && is_recent(&anywhere, fact)) {
        ask_before(recording, fact, &anywhere, NULL);
    } else if (here.undid) {
        ask_before(recording, fact, &here, viewing);
    } else {
        recording_say(recording, EPI_NOTICE_NO_UNDO, EPI_LEVEL_INFO, true, "%s",
                      anywhere.undid ? "nothing to take back of the last half hour; `epimark undo` "
                                       "takes back what was before"
                                     : "nothing to take back");
    }
}

static void unmark_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recording, fact, "unmarked");

    if (viewing)
        take_back(recording, fact, viewing, UNDO_MARK);
}

/* ---- The folder answers ---- */

static void answer_key(struct recording *recording, const struct viewing *viewing,
                       const struct waiting_key *waiting)
{
    const struct record *record = &waiting->record;

    const char *why = recording_why_private(viewing);
    if (why) {
        refuse(recording, "not %s: %s",
               record->kind == RECORD_UNDO     ? "taken back"
               : record->kind == RECORD_MARKED ? "marked"
                                               : "rated",
               why);
    } else if (record->kind == RECORD_RATED) {
        say_rated(recording, viewing, record);
    } else if (record->kind == RECORD_MARKED) {
        say_marked(recording, viewing, record, &waiting->recorded);
    } else if (viewing->folder == FOLDER_SILENT) {
        say_undo_kept(recording);
    } else {
        say_taken_back(recording, &waiting->recorded);
    }
}

void keys_heard(struct recording *recording, struct viewing *viewing)
{
    for (int i = 0; i < viewing->waiting_count; i++)
        answer_key(recording, viewing, &viewing->waiting[i]);
    if (viewing->folder != FOLDER_SILENT)
        viewing->waiting_count = 0;
}

/* ---- All of them ---- */

void keys_press(struct recording *recording, const struct epi_fact *fact)
{
    switch (fact->kind) {
    case EPI_FACT_RATE:
        rate_key(recording, fact);
        break;
    case EPI_FACT_RAISE:
        step_key(recording, fact, 1);
        break;
    case EPI_FACT_LOWER:
        step_key(recording, fact, -1);
        break;
    case EPI_FACT_MARK:
        mark_key(recording, fact);
        break;
    case EPI_FACT_UNDO:
        undo_key(recording, fact);
        break;
    case EPI_FACT_STATUS:
        status_show(recording, fact);
        break;
    case EPI_FACT_CHOOSE:
        choosing_asked(recording, fact);
        break;
    case EPI_FACT_ANSWER:
        choosing_answer(recording, fact);
        break;
    case EPI_FACT_SEARCH:
        choosing_search(recording, fact);
        break;
    case EPI_FACT_EPISODES:
        choosing_episodes(recording, fact);
        break;
    case EPI_FACT_ORDERS:
        choosing_orders(recording, fact);
        break;
    case EPI_FACT_LEAVE:
        choosing_leave(recording, fact);
        break;
    case EPI_FACT_MENU:
        overview_show(recording, fact);
        break;
    case EPI_FACT_UNMARK:
        unmark_key(recording, fact);
        break;
    default:
        break;
    }
}
