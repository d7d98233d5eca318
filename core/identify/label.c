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

/* ---- What the name says ---- */

/* Of a name that has no number. */
static void unnumbered_label(const struct guess *guess, char *label, size_t size)
{
    if (*guess->date)
        snprintf(label, size, "%s", guess->date);
    else if (guess->part > 0)
        snprintf(label, size, "part %d", guess->part);
    else if (guess->season >= 0)
        snprintf(label, size, "(season %d)", guess->season);
    else
        snprintf(label, size, "%s", guess->episode_title);
}

static void numbered_label(const struct guess *guess, int nth, char *label, size_t size)
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
    snprintf(label, size, "%s%s", first, last);
}

void label_guess(const struct guess *guess, int nth, char *label, size_t size)
{
    char episode[MATCH_TITLE_MAX];
    if (guess->episode_count > 0 || guess->absolute_count > 0)
        numbered_label(guess, nth, episode, sizeof(episode));
    else
        unnumbered_label(guess, episode, sizeof(episode));
    snprintf(label, size, "%s%s%s", guess->title, *guess->title && *episode ? " " : "", episode);
}

static void wide_label(const char *title, int season, enum epi_scope scope, char *label,
                       size_t size)
{
    const char *name = *title ? title : "this name";
    if (scope == EPI_SCOPE_SERIES)
        snprintf(label, size, "%s, the series", name);
    else
        snprintf(label, size, "%s, season %d", name, season < 0 ? 1 : season);
}

void label_scope(const struct guess *guess, int nth, enum epi_scope scope, char *label, size_t size)
{
    if (scope == EPI_SCOPE_EPISODE)
        label_guess(guess, nth, label, size);
    else
        wide_label(guess->title, guess->season, scope, label, size);
}

/* ---- What a catalogue says ---- */

void label_match(const struct match *match, char *label, size_t size)
{
    const char *title = match->series.title;
    const struct episode *episode = &match->episode;
    char number[LABEL_EPISODE_MAX];
    if (episode->season < 0) {
        snprintf(label, size, "%s", title);
    } else if (episode->number < 0) {
        snprintf(label, size, "%s, special “%s”", title, episode->title);
    } else {
        label_episode(episode->season, episode->number, number);
        snprintf(label, size, "%s %s%s%s", title, number, *episode->title ? " " : "",
                 episode->title);
    }
}

void label_candidate(const struct match *candidate, bool numbered, char *label, size_t size)
{
    const struct series *series = &candidate->series;
    const struct episode *episode = &candidate->episode;
    char year[16] = "";
    char number[LABEL_EPISODE_MAX + 1] = "";
    if (series->year > 0)
        snprintf(year, sizeof(year), "%d", series->year);
    if (numbered && episode->season >= 0 && episode->number >= 0) {
        number[0] = ' ';
        label_episode(episode->season, episode->number, number + 1);
    }
    if (*year || *series->country) {
        snprintf(label, size, "%s (%s%s%s)%s", series->title, year,
                 *year && *series->country ? ", " : "", series->country, number);
    } else {
        snprintf(label, size, "%s%s", series->title, number);
    }
}

void label_entry(const struct entry *entry, enum epi_scope scope, char *label, size_t size)
{
    const char *name = strrchr(entry->path, '/');
    struct guess guess;
    if (entry->identified && scope == EPI_SCOPE_EPISODE)
        label_match(&entry->match, label, size);
    else if (entry->identified)
        wide_label(entry->match.series.title, entry->match.episode.season, scope, label, size);
    else if (media_name_guess(entry->path, entry->media_title, &guess))
        label_scope(&guess, entry->episodes > 1 ? entry->nth : 0, scope, label, size);
    else
        snprintf(label, size, "%s", name && name[1] ? name + 1 : entry->path);
}
