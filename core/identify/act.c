/* SPDX-License-Identifier: MIT */
#include "core/identify/act.h"

#include <stdbool.h>
#include <stdio.h>

#include "core/journal/entry.h"
#include "core/journal/record.h"
#include "core/services/values.h"

/* Whether it was said of a series and not of an entry. */
static bool is_of_series(const struct recorded *recorded)
{
    return recorded->undone == RECORD_CHOSEN || recorded->undone == RECORD_ORDERED;
}

/* Whom or what it is about. */
static void label_of(const struct recorded *recorded, const struct entry *entry,
                     struct label *label)
{
    if (entry && !is_of_series(recorded)) {
        label_of_entry(entry, recorded->undone_scope, label);
        return;
    }
    *label = (struct label){0};
    if (!is_of_series(recorded)) {
        label->saying.sentence = EPI_SAY_LAST_ACTION;
    } else if (!*recorded->undone_title) {
        label->saying.sentence = EPI_SAY_SOME_SERIES;
    } else {
        snprintf(label->title, sizeof(label->title), "%s", recorded->undone_title);
        label->saying = (struct epi_saying){EPI_SAY_TEXT, {{.text = label->title}}};
    }
}

/* 1..10; 0 or less: none. */
static int rating_of(const struct entry *entry, enum epi_scope scope)
{
    return !entry                      ? 0
           : scope == EPI_SCOPE_SERIES ? entry->series_rating
           : scope == EPI_SCOPE_SEASON ? entry->season_rating
                                       : entry->rating;
}

/* What was said of a series or a file, or of what kind the mark was, as it was done or undone. */
static int sentence_of(const struct recorded *recorded, bool undone)
{
    if (recorded->undone == RECORD_ORDERED)
        return undone ? EPI_SAY_BACK_ORDER : EPI_SAY_ACT_ORDER;
    if (recorded->undone == RECORD_CHOSEN) {
        switch (recorded->undone_value) {
        case CHOICE_NONE:
            return undone ? EPI_SAY_BACK_NONE : EPI_SAY_ACT_NONE;
        case CHOICE_NOTHING:
            return undone ? EPI_SAY_BACK_NO_EPISODE : EPI_SAY_ACT_NO_EPISODE;
        default:
            return undone ? EPI_SAY_BACK_CHOICE : EPI_SAY_ACT_CHOICE;
        }
    }
    switch ((enum mark_type)recorded->undone_value) {
    case MARK_ACQUIRED:
        return undone ? EPI_SAY_BACK_ACQUIRED : EPI_SAY_ACT_ACQUIRED;
    case MARK_SKIPPED:
        return undone ? EPI_SAY_BACK_SKIPPED : EPI_SAY_ACT_SKIPPED;
    default:
        return undone ? EPI_SAY_BACK_WATCHED : EPI_SAY_ACT_WATCHED;
    }
}

/* The parts of its saying: whom it is about, and the rating, if it is of one. */
static struct epi_saying with_rating(const struct act *act)
{
    return (struct epi_saying){0, {{.saying = &act->label.saying}, {.saying = &act->rating}}};
}

void act_of(const struct recorded *recorded, const struct entry *entry, struct act *act)
{
    label_of(recorded, entry, &act->label);
    act->rating = values_rating_saying(recorded->undone_value);
    act->saying = with_rating(act);
    if (recorded->undone == RECORD_RATED)
        act->saying.sentence = recorded->undone_value ? EPI_SAY_ACT_RATED : EPI_SAY_BACK_RATING;
    else
        act->saying.sentence = sentence_of(recorded, false);
}

void act_of_undone(const struct recorded *recorded, const struct entry *entry, struct act *act)
{
    int rating = rating_of(entry, recorded->undone_scope);
    label_of(recorded, entry, &act->label);
    act->rating = values_rating_saying(rating);
    act->saying = with_rating(act);
    if (recorded->undone != RECORD_RATED)
        act->saying.sentence = sentence_of(recorded, true);
    else if (rating <= 0)
        act->saying.sentence = EPI_SAY_BACK_RATING;
    else if (recorded->undone_value)
        act->saying.sentence = EPI_SAY_BACK_RATING_TO;
    else
        act->saying.sentence = EPI_SAY_BACK_UNRATED;
}

void act_label(const struct recorded *recorded, const struct entry *entry, char *text, size_t size)
{
    struct act act;
    act_of(recorded, entry, &act);
    epi_sentence_write(&act.saying, NULL, text, size);
}

void act_undone(const struct recorded *recorded, const struct entry *entry, char *text, size_t size)
{
    struct act act;
    act_of_undone(recorded, entry, &act);
    epi_sentence_write(&act.saying, NULL, text, size);
}
