/* SPDX-License-Identifier: MIT */
#include "core/journal/sitting_key.h"

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
    if (guess->film)
        snprintf(text, size, "film");
    else if (guess->episode_count > 0 || guess->absolute_count > 0)
        write_numbers(guess, text, size);
    else if (*guess->date)
        snprintf(text, size, "%s", guess->date);
    else if (guess->part > 0)
        snprintf(text, size, "part %d", guess->part);
    else
        match_fold(guess->episode_title, text, size);
}

/* " (2015 US)", with what the name says of it; "" if nothing. */
static void write_edition(const struct guess *guess, char *text, size_t size)
{
    char year[8] = "";

    if (guess->year)
        snprintf(year, sizeof(year), "%d", guess->year);
    const char *blank = *year && *guess->country ? " " : "";
    text[0] = '\0';
    if (*year || *guess->country)
        snprintf(text, size, " (%s%s%s)", year, blank, guess->country);
}

void sitting_key_of(const struct guess *guess, char *key, size_t size)
{
    char title[MATCH_TITLE_MAX];
    char episode[MATCH_TITLE_MAX] = "";

    match_fold(guess->title, title, sizeof(title));
    write_episode(guess, episode, sizeof(episode));
    char edition[32];
    write_edition(guess, edition, sizeof(edition));
    key[0] = '\0';
    if (*title && *episode)
        snprintf(key, size, "%s %s%s", title, episode, edition);
}

/* ---- Comparing ---- */

/* Where " (2015 US)" begins, or the end. */
static size_t base_length(const char *key)
{
    const char *edition = strstr(key, " (");
    return edition ? (size_t)(edition - key) : strlen(key);
}

void sitting_key_base(const char *key, char *base, size_t size)
{
    snprintf(base, size, "%.*s", (int)base_length(key), key);
}

struct edition {
    char year[8];
    char country[8];
};

static struct edition edition_of(const char *key)
{
    struct edition edition = {0};

    key += base_length(key);
    if (*key && sscanf(key, " (%4[0-9] %2[A-Z])", edition.year, edition.country) == 0)
        sscanf(key, " (%2[A-Z])", edition.country);
    return edition;
}

static bool contradict(const char *a, const char *b)
{
    return *a && *b && strcmp(a, b) != 0;
}

bool sitting_key_same(const char *a, const char *b)
{
    size_t length = base_length(a);
    struct edition of_a = edition_of(a);
    struct edition of_b = edition_of(b);

    return length > 0 && length == base_length(b) && memcmp(a, b, length) == 0 &&
           !contradict(of_a.year, of_b.year) && !contradict(of_a.country, of_b.country);
}
