/* SPDX-License-Identifier: MIT */
#include "core/identify/located.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void located_weigh(struct located *located, enum clue_kind kind, double value, const char *details,
                   ...)
{
    char text[sizeof(((struct clue *)0)->details)];
    va_list arguments;
    va_start(arguments, details);
    vsnprintf(text, sizeof(text), details, arguments);
    va_end(arguments);
    if (match_clue_row(kind)->is == CLUE_IS_CERTAINTY)
        located->certainty = value;
    else
        located->weight += value;
    match_clue_of(&located->clues, kind, value, "%s", text);
}

void located_add(struct located *located, enum clue_kind kind)
{
    located_weigh(located, kind, match_clue_value(kind), "%s", "");
}

void located_add_number(struct located *located, enum clue_kind kind, long number)
{
    located_weigh(located, kind, match_clue_value(kind), "%ld", number);
}

void located_add_text(struct located *located, enum clue_kind kind, const char *text)
{
    located_weigh(located, kind, match_clue_value(kind), "%s", text);
}

void located_reason(const struct located *located, char *reason, size_t size)
{
    match_clue_reason(&located->clues, reason, size);
}

void located_take(struct located *out, size_t i, const struct episode *episode)
{
    out->found += out->episodes[i].season < 0;
    out->episodes[i] = *episode;
}

static bool is_same(const struct episode *a, const struct episode *b)
{
    return a->season == b->season && a->number == b->number && a->tvdb == b->tvdb &&
           a->tvmaze == b->tvmaze;
}

void located_add_other(struct located *out, const struct episode *episode)
{
    bool known = is_same(episode, &out->episodes[0]);
    for (size_t i = 0; i < out->other_count && !known; i++)
        known = is_same(episode, &out->others[i]);
    if (!known && out->other_count < LOCATED_OTHERS_MAX)
        out->others[out->other_count++] = *episode;
}

void located_prefer(struct located *out, const struct episode *episode)
{
    struct episode before = out->episodes[0];
    out->episodes[0] = *episode;
    located_add_other(out, &before);
}

void located_put_last(struct located *out)
{
    struct episode first = out->episodes[0];
    if (out->other_count == 0)
        return;
    out->episodes[0] = out->others[0];
    memmove(out->others, out->others + 1, (out->other_count - 1) * sizeof(*out->others));
    out->others[out->other_count - 1] = first;
}

double located_confidence(const struct located *located, const struct guess *guess, double series)
{
    double confidence = series < located->certainty ? series : located->certainty;
    double doubt = match_clue_value(located->decided ? CLUE_DOUBT_DECIDED : CLUE_DOUBT);
    if (guess->confidence < MATCH_SURE && !located->titled)
        confidence -= (1 - guess->confidence) * doubt;
    return confidence > 0 ? confidence : 0;
}

const struct episode *located_first(const struct located *located)
{
    for (size_t i = 0; i < located->count; i++) {
        if (located->episodes[i].season >= 0)
            return &located->episodes[i];
    }
    return NULL;
}

int located_minutes(const struct located *located, const struct series *series)
{
    const struct episode *episode = located_first(located);
    return episode && episode->runtime > 0 ? episode->runtime : series->runtime;
}
