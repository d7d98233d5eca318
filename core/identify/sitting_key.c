/* SPDX-License-Identifier: MIT */
#include "core/identify/sitting_key.h"

#include <stdio.h>
#include <string.h>

#include "matching/matching.h"

/* "1x02,03", or "14,15" of numbers that count over the whole series. */
static void write_numbers(const struct guess *guess, char *text, size_t size)
{
    bool seasoned = guess->episode_count > 0;
    const int16_t *numbers = seasoned ? guess->episodes : guess->absolute;
    int count = seasoned ? guess->episode_count : guess->absolute_count;
    size_t len = 0;

    if (seasoned)
        len = (size_t)snprintf(text, size, "%dx", guess->season < 0 ? 1 : guess->season);
    for (int i = 0; i < count && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "%s%02d", i ? "," : "", numbers[i]);
}

static void write_episode(const struct guess *guess, char *text, size_t size)
{
    if (guess->episode_count > 0 || guess->absolute_count > 0)
        write_numbers(guess, text, size);
    else if (*guess->date)
        snprintf(text, size, "%s", guess->date);
    else if (guess->part > 0)
        snprintf(text, size, "part %d", guess->part);
    else
        match_fold(guess->episode_title, text, size);
}

void sitting_key_of(const struct guess *guess, char *key, size_t size)
{
    char title[MATCH_TITLE_MAX];
    char episode[MATCH_TITLE_MAX] = "";

    match_fold(guess->title, title, sizeof(title));
    write_episode(guess, episode, sizeof(episode));
    key[0] = '\0';
    if (*title && *episode)
        snprintf(key, size, "%s %s", title, episode);
}
