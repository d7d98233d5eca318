/* SPDX-License-Identifier: MIT */
#include "core/identify/known_name.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/media_name.h"
#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "matching/matching.h"

/* The episode that a correction means by itself. */
static void guess_chosen(const struct correction *correction, struct guess *guess)
{
    memset(guess, 0, sizeof(*guess));
    guess->kind = GUESS_EPISODE;
    guess->part = guess->version = -1;
    guess->confidence = 1;
    guess->season = correction->season_offset;
    guess->episodes[0] = (int16_t)correction->number_offset;
    guess->episode_count = 1;
    guess->ids = correction->series;
    snprintf(guess->title, sizeof(guess->title), "%s", correction->title);
}

enum known_name known_name_guess(struct journal *journal, const char *path, const char *media_title,
                                 double duration, struct guess *guess)
{
    if (media_name_guess(path, media_title, guess))
        return KNOWN_NAME_READ;
    struct correction correction;
    bool found = false;
    if (!journal || !corrections_find(journal, path, "", duration, &correction, &found, NULL) ||
        !found || correction.choice != CHOICE_SERIES)
        return KNOWN_NAME_NOT;
    guess_chosen(&correction, guess);
    return KNOWN_NAME_CHOSEN;
}

void known_name_title_key(enum known_name known, const struct guess *guess, char *key, size_t size)
{
    key[0] = '\0';
    if (known == KNOWN_NAME_READ)
        title_key_of(guess, key, size);
}

void known_name_sitting_key(enum known_name known, const struct guess *guess, char *key,
                            size_t size)
{
    key[0] = '\0';
    if (known == KNOWN_NAME_READ)
        sitting_key_of(guess, key, size);
}
