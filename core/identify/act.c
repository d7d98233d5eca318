/* SPDX-License-Identifier: MIT */
#include "core/identify/act.h"

#include <stdio.h>

#include "core/identify/label.h"
#include "core/journal/entry.h"
#include "core/journal/record.h"
#include "core/services/values.h"

enum { LABEL_MAX = 2 * MATCH_TITLE_MAX + 64 };

/* Whether it was said of a series and not of an entry. */
static bool is_of_series(const struct recorded *recorded)
{
    return recorded->undone == RECORD_CHOSEN || recorded->undone == RECORD_ORDERED;
}

/* Whom or what it is about; label has LABEL_MAX. */
static void label_of(const struct recorded *recorded, const struct entry *entry, char *label)
{
    if (is_of_series(recorded)) {
        snprintf(label, LABEL_MAX, "%s",
                 *recorded->undone_title ? recorded->undone_title : "series");
    } else if (entry) {
        label_entry(entry, recorded->undone_scope, label, LABEL_MAX);
    } else {
        snprintf(label, LABEL_MAX, "the last action");
    }
}

/* What was said of a series or a file, as a noun. */
static const char *choice_words(const struct recorded *recorded)
{
    return recorded->undone == RECORD_ORDERED         ? "order"
           : recorded->undone_value == CHOICE_NONE    ? "“none of these”"
           : recorded->undone_value == CHOICE_NOTHING ? "“no episode”"
                                                      : "choice";
}

/* 1..10; 0 or less: none. */
static int rating_of(const struct entry *entry, enum epi_scope scope)
{
    return !entry                      ? 0
           : scope == EPI_SCOPE_SERIES ? entry->series_rating
           : scope == EPI_SCOPE_SEASON ? entry->season_rating
                                       : entry->rating;
}

void act_label(const struct recorded *recorded, const struct entry *entry, char *text, size_t size)
{
    char label[LABEL_MAX];
    label_of(recorded, entry, label);
    if (is_of_series(recorded)) {
        bool chosen = recorded->undone == RECORD_CHOSEN && recorded->undone_value == CHOICE_SERIES;
        snprintf(text, size, "%s: %s", label, chosen ? "chosen" : choice_words(recorded));
    } else if (recorded->undone != RECORD_RATED) {
        snprintf(text, size, "%s: %s", label,
                 values_mark_name((enum mark_type)recorded->undone_value));
    } else if (recorded->undone_value) {
        snprintf(text, size, "%s: rated %d of 10", label, recorded->undone_value);
    } else {
        snprintf(text, size, "%s: rating taken back", label);
    }
}

void act_undone(const struct recorded *recorded, const struct entry *entry, char *text, size_t size)
{
    char label[LABEL_MAX];
    int rating = rating_of(entry, recorded->undone_scope);
    label_of(recorded, entry, label);
    if (is_of_series(recorded)) {
        snprintf(text, size, "%s: %s taken back", label, choice_words(recorded));
    } else if (recorded->undone != RECORD_RATED) {
        snprintf(text, size, "%s: %s taken back", label,
                 values_mark_name((enum mark_type)recorded->undone_value));
    } else if (rating > 0 && recorded->undone_value) {
        snprintf(text, size, "%s: rating taken back, %d of 10 stands again", label, rating);
    } else if (rating > 0) {
        snprintf(text, size, "%s: rated %d of 10 again", label, rating);
    } else {
        snprintf(text, size, "%s: rating taken back", label);
    }
}
