/* SPDX-License-Identifier: MIT */
#include "core/player/keys.h"

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
    RATING_MAX = 10,
};

static void refuse(struct recording *recording, enum epi_sentence sentence, enum epi_sentence why)
{
    recording_say_why(recording, EPI_NOTICE_REFUSED, sentence, why);
}

/* Which file a key means. NULL, with a notice that begins with refusal, if it means none. */
static struct viewing *meant(struct recording *recording, const struct epi_fact *fact,
                             enum epi_sentence refusal)
{
    struct viewing *viewing = recording_shown(recording, fact);
    enum epi_sentence why = (enum epi_sentence)0;

    if (recording->private)
        why = EPI_SAY_WHY_PRIVATE;
    else if (!viewing && fact->file)
        why = EPI_SAY_WHY_OTHER_FILE;
    else if (!viewing)
        why = fact->previous ? EPI_SAY_WHY_NO_OTHER : EPI_SAY_WHY_NONE_BEFORE;
    else if (!viewing->episode)
        why = recording_why_none(viewing);
    else
        why = recording_why_private(viewing);
    if (!why)
        return viewing;
    refuse(recording, refusal, why);
    return NULL;
}

/* What becomes of a record: it is sent by itself, or what it waits for. */
static struct epi_saying outlook_saying(struct recording *recording, const struct viewing *viewing,
                                        enum due_kind kind)
{
    static const enum epi_sentence sentences[] = {
        [OUTLOOK_SENT] = EPI_SAY_NEXT_SENT,       [OUTLOOK_SIGNED_OUT] = EPI_SAY_NEXT_SIGN_IN,
        [OUTLOOK_REFUSED] = EPI_SAY_NEXT_REFUSED, [OUTLOOK_HELD] = EPI_SAY_NEXT_HELD,
        [OUTLOOK_KEPT] = EPI_SAY_NEXT_KEPT,
    };

    if (recording_awaits(viewing))
        return (struct epi_saying){EPI_SAY_NEXT_FOLDER, {{.text = NULL}}};
    struct outlook next =
        outlook_of(recording->journal, &recording->plan, kind, recording_is_film(viewing));
    bool sent = next.kind == OUTLOOK_SENT;
    return (struct epi_saying){sent && viewing->unsure ? EPI_SAY_NEXT_UNSURE
                               : sent && *viewing->why ? EPI_SAY_NEXT_UNKNOWN
                                                       : sentences[next.kind],
                               {{.text = next.service}}};
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
                      const struct record *record, const struct recorded *recorded)
{
    struct epi_saying next = outlook_saying(recording, viewing, outbox_rating_kind(record->scope));
    struct label label;
    label_of_guess(&viewing->guess, label_nth(viewing, record->nth), record->scope, &label);
    struct notice *notice = recording_notice(viewing, record->nth,
                                             record->value ? EPI_NOTICE_RATED : EPI_NOTICE_UNRATED);
    if (notice) {
        notice_edit(notice)->scope = record->scope;
        notice_edit(notice)->rating = record->value;
        notice_edit(notice)->entry = recorded->entry;
    }
    struct epi_saying rated = {
        EPI_SAY_RATED, {{.saying = &label.saying}, {.number = record->value}, {.saying = &next}}};
    struct epi_saying unrated = {EPI_SAY_UNRATED, {{.saying = &label.saying}, {.saying = &next}}};
    notice_say(notice, record->value ? &rated : &unrated);
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
                            /* A film is neither a season nor a series. */
                            .scope = recording_is_film(viewing) ? EPI_SCOPE_EPISODE : fact->scope};
    if (recording_commit(recording, viewing, &record, &recorded) &&
        !is_awaited(viewing, &record, &recorded))
        say_rated(recording, viewing, &record, &recorded);
}

static void rate_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing =
        meant(recording, fact, fact->value ? EPI_SAY_NOT_RATED : EPI_SAY_NOT_UNRATED);

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
    struct viewing *viewing = meant(recording, fact, EPI_SAY_NOT_RATED);

    if (!viewing)
        return;
    int before = values_rating_number(rating_now(recording, viewing));
    /* Without a rating the first step leads away from the middle. */
    int value = before > 0 ? before + step : step > 0 ? RATING_MAX / 2 + 1 : RATING_MAX / 2;
    if (value >= 1 && value <= RATING_MAX) {
        rate(recording, viewing, fact, value);
        return;
    }
    struct label label;
    label_of_guess(&viewing->guess, label_nth(viewing, recording_nth(viewing)), EPI_SCOPE_EPISODE,
                   &label);
    recording_say(recording, EPI_NOTICE_REFUSED, EPI_LEVEL_INFO,
                  &(struct epi_saying){
                      step > 0 ? EPI_SAY_RATED_HIGHEST : EPI_SAY_RATED_LOWEST,
                      {{.saying = &label.saying}, {.number = before}, {.number = RATING_MAX}}});
}

static void say_marked(struct recording *recording, const struct viewing *viewing,
                       const struct record *record, const struct recorded *recorded)
{
    struct epi_saying next = outlook_saying(recording, viewing, DUE_MARK);
    struct label label;
    label_of_guess(&viewing->guess, label_nth(viewing, record->nth), EPI_SCOPE_EPISODE, &label);
    struct notice *notice = recording_notice(viewing, record->nth, EPI_NOTICE_MARKED);
    if (notice) {
        notice_edit(notice)->repeated = recorded->repeated;
        notice_edit(notice)->entry = recorded->entry;
    }
    notice_say(notice,
               &(struct epi_saying){recorded->repeated ? EPI_SAY_MARKED_BEFORE : EPI_SAY_MARKED,
                                    {{.saying = &label.saying}, {.saying = &next}}});
    recording_post(recording, notice);
}

static void mark_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recording, fact, EPI_SAY_NOT_MARKED);

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

    if (notice) {
        notice_edit(notice)->scope = recorded->undone_scope;
        notice_edit(notice)->entry = recorded->entry;
    }
    struct guess guess;
    if (entry && entry->identified)
        notice_match(notice, &entry->match);
    else if (entry && media_name_guess(entry->path, entry->media_title, entry->film, &guess))
        notice_guess(notice, &guess, entry->nth);
    return notice;
}

static void say_taken_back(struct recording *recording, const struct recorded *recorded)
{
    if (!recorded->undid) {
        bool kept = recorded->spooled;
        recording_say(recording, kept ? EPI_NOTICE_UNDONE : EPI_NOTICE_NO_UNDO, EPI_LEVEL_INFO,
                      &(struct epi_saying){kept ? EPI_SAY_BACK_ONCE_WRITTEN : EPI_SAY_NO_UNDO,
                                           {{.text = NULL}}});
        return;
    }
    CLEANUP(cleanup_free) struct entry *entry = undone_entry(recording, recorded);
    struct act act;
    struct notice *notice = notice_of_act(recorded, entry, EPI_NOTICE_UNDONE);
    bool choice = recorded->undone == RECORD_CHOSEN || recorded->undone == RECORD_ORDERED;
    if (notice) {
        notice_edit(notice)->rating = recorded->undone == RECORD_RATED ? 0 : -1;
        notice_edit(notice)->file = choice ? recording->now.file : 0;
    }
    act_of_undone(recorded, entry, &act);
    struct epi_saying there = {EPI_SAY_BACK_AT_SERVICES, {{.saying = &act.saying}}};
    notice_say(notice, recorded->to_take_back ? &there : &act.saying);
    recording_post(recording, notice);
    if (choice)
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
    recording_say(recording, EPI_NOTICE_UNDONE, EPI_LEVEL_INFO,
                  &(struct epi_saying){EPI_SAY_BACK_ONCE_FOLDER, {{.text = NULL}}});
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
    char text[RECORDING_LABEL_MAX];

    act_label(last, entry, text, sizeof(text));
    if (is_asked(recording, fact) && strcmp(recording->asked.act, text) == 0) {
        take_back(recording, fact, viewing, UNDO_LAST);
        return;
    }
    snprintf(recording->asked.act, sizeof(recording->asked.act), "%s", text);
    recording->asked.clock = fact->clock;
    struct notice *notice = notice_of_act(last, entry, EPI_NOTICE_UNDO_ASKED);
    int rating = last->undone == RECORD_RATED ? values_rating_number(last->undone_value) : -1;
    if (notice)
        notice_edit(notice)->rating = rating;
    struct act act;
    act_of(last, entry, &act);
    notice_say(notice,
               &(struct epi_saying){EPI_SAY_UNDO_ASKED,
                                    {{.saying = &act.saying}, {.number = UNDO_AGAIN_SECONDS}}});
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

    if (recording->private) {
        refuse(recording, EPI_SAY_NOT_TAKEN_BACK, EPI_SAY_WHY_PRIVATE);
        return;
    }
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
        recording_say(recording, EPI_NOTICE_NO_UNDO, EPI_LEVEL_INFO,
                      &(struct epi_saying){anywhere.undid ? EPI_SAY_NO_UNDO_NOW : EPI_SAY_NO_UNDO,
                                           {{.text = NULL}}});
    }
}

static void unmark_key(struct recording *recording, const struct epi_fact *fact)
{
    struct viewing *viewing = meant(recording, fact, EPI_SAY_NOT_UNMARKED);

    if (viewing)
        take_back(recording, fact, viewing, UNDO_MARK);
}

/* ---- The folder answers ---- */

static void answer_key(struct recording *recording, const struct viewing *viewing,
                       const struct waiting_key *waiting)
{
    const struct record *record = &waiting->record;

    enum epi_sentence why = recording_why_private(viewing);
    if (why) {
        refuse(recording,
               record->kind == RECORD_UNDO     ? EPI_SAY_NOT_TAKEN_BACK
               : record->kind == RECORD_MARKED ? EPI_SAY_NOT_MARKED
                                               : EPI_SAY_NOT_RATED,
               why);
    } else if (record->kind == RECORD_RATED) {
        say_rated(recording, viewing, record, &waiting->recorded);
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
