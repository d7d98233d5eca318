/* SPDX-License-Identifier: MIT */
#include "core/identify/label.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "matching/matching.h"

const char *label_episode(int season, int number, char *label)
{
    snprintf(label, LABEL_EPISODE_MAX, "%dx%02d", season, number);
    return label;
}

/* ---- Films ---- */

/* "Film (1999)"; without a title its id. */
static void of_film(const char *title, int year, const struct series_ids *ids, struct label *label)
{
    snprintf(label->title, sizeof(label->title), "%s", title);
    if (!*title && *ids->imdb)
        snprintf(label->title, sizeof(label->title), "imdb:%s", ids->imdb);
    else if (!*title && ids->tmdb)
        snprintf(label->title, sizeof(label->title), "tmdb:%lld", (long long)ids->tmdb);
    if (year > 0)
        snprintf(label->number, sizeof(label->number), "%d", year);
    label->saying = (struct epi_saying){*label->number ? EPI_SAY_FROM : EPI_SAY_TEXT,
                                        {{.text = label->title}, {.text = label->number}}};
}

/* ---- What the name says ---- */

/* Of a name that has no number. False if nothing says which one it is. */
static bool unnumbered(const struct guess *guess, struct label *label)
{
    struct epi_saying *which = &label->which;
    if (*guess->date) {
        snprintf(label->number, sizeof(label->number), "%s", guess->date);
    } else if (guess->part > 0) {
        *which = (struct epi_saying){EPI_SAY_PART, {{.number = guess->part}}};
        return true;
    } else if (guess->season >= 0) {
        *which = (struct epi_saying){EPI_SAY_ONLY_SEASON, {{.number = guess->season}}};
        return true;
    } else {
        snprintf(label->number, sizeof(label->number), "%s", guess->episode_title);
    }
    *which = (struct epi_saying){EPI_SAY_TEXT, {{.text = label->number}}};
    return *label->number;
}

static void number(const struct guess *guess, int nth, struct label *label)
{
    bool seasoned = guess->episode_count > 0;
    const int16_t *numbers = seasoned ? guess->episodes : guess->absolute;
    int count = seasoned ? guess->episode_count : guess->absolute_count;
    int number = numbers[nth > 0 && nth <= count ? nth - 1 : 0];
    char first[LABEL_EPISODE_MAX];
    char last[16] = "";
    if (seasoned)
        label_episode(guess->season < 0 ? 1 : guess->season, number, first);
    else
        snprintf(first, sizeof(first), "%d", number);
    if (nth == 0 && count > 1)
        snprintf(last, sizeof(last), "-%02d", numbers[count - 1]);
    snprintf(label->number, sizeof(label->number), "%s%s", first, last);
    label->which = (struct epi_saying){EPI_SAY_TEXT, {{.text = label->number}}};
}

static void of_episode(const struct guess *guess, int nth, struct label *label)
{
    bool any = true;
    snprintf(label->title, sizeof(label->title), "%s", guess->title);
    if (guess->episode_count > 0 || guess->absolute_count > 0)
        number(guess, nth, label);
    else
        any = unnumbered(guess, label);
    if (*label->title && any) {
        label->saying = (struct epi_saying){EPI_SAY_NUMBERED,
                                            {{.text = label->title}, {.saying = &label->which}}};
    } else {
        label->saying =
            any ? label->which : (struct epi_saying){EPI_SAY_TEXT, {{.text = label->title}}};
    }
}

/* Of a season or a series. */
static void of_more(const char *title, int season, enum epi_scope scope, struct label *label)
{
    snprintf(label->title, sizeof(label->title), "%s", title);
    label->series =
        (struct epi_saying){*title ? EPI_SAY_TEXT : EPI_SAY_THIS_NAME, {{.text = label->title}}};
    label->saying =
        (struct epi_saying){scope == EPI_SCOPE_SERIES ? EPI_SAY_SERIES : EPI_SAY_SEASON,
                            {{.saying = &label->series}, {.number = season < 0 ? 1 : season}}};
}

void label_of_guess(const struct guess *guess, int nth, enum epi_scope scope, struct label *label)
{
    *label = (struct label){0};
    if (guess->film)
        of_film(guess->title, guess->year, &guess->ids, label);
    else if (scope == EPI_SCOPE_EPISODE)
        of_episode(guess, nth, label);
    else
        of_more(guess->title, guess->season, scope, label);
}

static void write(const struct label *label, char *text, size_t size)
{
    epi_sentence_write(&label->saying, NULL, text, size);
}

void label_guess(const struct guess *guess, int nth, char *label, size_t size)
{
    label_scope(guess, nth, EPI_SCOPE_EPISODE, label, size);
}

void label_scope(const struct guess *guess, int nth, enum epi_scope scope, char *label, size_t size)
{
    struct label of;
    label_of_guess(guess, nth, scope, &of);
    write(&of, label, size);
}

/* ---- What a catalogue says ---- */

void label_of_match(const struct match *match, struct label *label)
{
    const struct episode *episode = &match->episode;
    char number[LABEL_EPISODE_MAX];
    *label = (struct label){0};
    if (match->film) {
        of_film(match->series.title, match->series.year, &match->series.ids, label);
        return;
    }
    snprintf(label->title, sizeof(label->title), "%s", match->series.title);
    snprintf(label->episode, sizeof(label->episode), "%s", episode->title);
    label->saying = (struct epi_saying){
        EPI_SAY_NUMBERED,
        {{.text = label->title}, {.text = label->number}, {.text = label->episode}}};
    if (episode->season < 0) {
        label->saying.sentence = EPI_SAY_TEXT;
    } else if (episode->number < 0) {
        label->saying.sentence = EPI_SAY_SPECIAL;
        label->saying.parts[1].text = label->episode;
    } else {
        snprintf(label->number, sizeof(label->number), "%s",
                 label_episode(episode->season, episode->number, number));
        if (*label->episode)
            label->saying.sentence = EPI_SAY_TITLED;
    }
}

void label_match(const struct match *match, char *label, size_t size)
{
    struct label of;
    label_of_match(match, &of);
    write(&of, label, size);
}

void label_of_candidate(const struct match *candidate, bool numbered, struct label *label)
{
    const struct series *series = &candidate->series;
    const struct episode *episode = &candidate->episode;
    char year[16] = "";
    *label = (struct label){0};
    snprintf(label->title, sizeof(label->title), "%s", series->title);
    if (series->year > 0)
        snprintf(year, sizeof(year), "%d", series->year);
    snprintf(label->episode, sizeof(label->episode), "%s%s%s", year,
             *year && *series->country ? ", " : "", series->country);
    label->series = (struct epi_saying){*label->episode ? EPI_SAY_FROM : EPI_SAY_TEXT,
                                        {{.text = label->title}, {.text = label->episode}}};
    label->saying = label->series;
    if (numbered && episode->season >= 0 && episode->number >= 0) {
        label_episode(episode->season, episode->number, label->number);
        label->saying = (struct epi_saying){EPI_SAY_NUMBERED,
                                            {{.saying = &label->series}, {.text = label->number}}};
    }
}

void label_candidate(const struct match *candidate, bool numbered, char *label, size_t size)
{
    struct label of;
    label_of_candidate(candidate, numbered, &of);
    write(&of, label, size);
}

void label_of_entry(const struct entry *entry, enum epi_scope scope, struct label *label)
{
    const char *name = strrchr(entry->path, '/');
    struct guess guess;
    *label = (struct label){0};
    if (entry->identified && (entry->match.film || scope == EPI_SCOPE_EPISODE)) {
        label_of_match(&entry->match, label);
    } else if (entry->identified) {
        of_more(entry->match.series.title, entry->match.episode.season, scope, label);
    } else if (media_name_guess(entry->path, entry->media_title, entry->film, &guess)) {
        label_of_guess(&guess, entry->episodes > 1 ? entry->nth : 0, scope, label);
    } else {
        label->saying =
            (struct epi_saying){EPI_SAY_TEXT, {{.text = name && name[1] ? name + 1 : entry->path}}};
    }
}

void label_entry(const struct entry *entry, enum epi_scope scope, char *label, size_t size)
{
    struct label of;
    label_of_entry(entry, scope, &of);
    write(&of, label, size);
}
