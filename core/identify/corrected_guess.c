/* SPDX-License-Identifier: MIT */
#include "core/identify/corrected_guess.h"

#include <string.h>

#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/record.h"

/* If the correction moves numbers, a number without a season counts as one of season 1. */
static void move_numbers(const struct correction *correction, struct guess *guess)
{
    if (!correction->season_offset && !correction->number_offset)
        return;
    if (guess->season < 0)
        guess->season = 1;
    guess->season += correction->season_offset;
    if (guess->episode_count == 0) {
        memcpy(guess->episodes, guess->absolute, sizeof(guess->episodes));
        guess->episode_count = guess->absolute_count;
    }
    guess->absolute_count = 0;
    for (int i = 0; i < guess->episode_count; i++)
        guess->episodes[i] = (int16_t)(guess->episodes[i] + correction->number_offset);
}

bool corrected_guess_find(struct journal *journal, const char *path, const struct guess *guess,
                          double duration, struct corrected_guess *corrected, struct epi_error *err)
{
    corrected->found = false;
    if (!journal)
        return true;
    struct correction correction;
    char key[MATCH_TITLE_MAX];
    title_key_of(guess, key, sizeof(key));
    if (!corrections_find(journal, path, key, duration, &correction, &corrected->found, err))
        return false;
    if (!corrected->found)
        return true;
    corrected->series = correction.series;
    corrected->guess = *guess;
    move_numbers(&correction, &corrected->guess);
    return true;
}
