/* SPDX-License-Identifier: MIT */
#include "core/identify/corrected_guess.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/record.h"

/* Whether the numbers that it has can be moved so far. */
static bool can_shift(int season_offset, int number_offset, const struct guess *guess)
{
    bool can = guess->season + season_offset >= 0;
    for (int i = 0; i < guess->episode_count; i++) {
        int number = guess->episodes[i] + number_offset;
        can = can && number >= 0 && number <= INT16_MAX;
    }
    return can;
}

void corrected_guess_shift(int season_offset, int number_offset, struct guess *guess)
{
    if (!season_offset && !number_offset)
        return;
    if (guess->season < 0)
        guess->season = 1;
    if (guess->episode_count == 0) {
        memcpy(guess->episodes, guess->absolute, sizeof(guess->episodes));
        guess->episode_count = guess->absolute_count;
    }
    guess->absolute_count = guess->alternative_count = 0;
    if (!can_shift(season_offset, number_offset, guess)) {
        guess->season = -1;
        guess->episode_count = 0;
        return;
    }
    guess->season += season_offset;
    for (int i = 0; i < guess->episode_count; i++)
        guess->episodes[i] = (int16_t)(guess->episodes[i] + number_offset);
}

bool corrected_guess_move(const struct guess *guess, int nth, int season, int number,
                          struct correction *correction)
{
    const int16_t *numbers = guess->episode_count ? guess->episodes : guess->absolute;
    int count = guess->episode_count ? guess->episode_count : guess->absolute_count;
    int index = nth > 0 && nth <= count ? nth - 1 : 0;
    correction->season_offset = correction->number_offset = 0;
    if (count == 0 && number >= 0)
        return false;
    if (season >= 0)
        correction->season_offset = season - (guess->season < 0 ? 1 : guess->season);
    if (number >= 0)
        correction->number_offset = number - numbers[index];
    return true;
}

void corrected_guess_chosen(const struct correction *correction, const struct guess *named,
                            struct guess *guess)
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
    if (!named)
        return;
    const int16_t *numbers = named->episode_count ? named->episodes : named->absolute;
    int count = named->episode_count ? named->episode_count : named->absolute_count;
    for (int i = 1; i < count; i++) {
        int number = correction->number_offset + numbers[i] - numbers[0];
        if (number > INT16_MAX)
            break;
        guess->episodes[i] = (int16_t)number;
        guess->episode_count = i + 1;
    }
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
    bool is_of_title = false, is_of_file = false;
    /* What is said of the file alone beats what its title means. */
    if (!corrections_find(journal, path, "", duration, &correction, &is_of_file, err) ||
        (!is_of_file && *key &&
         !corrections_find(journal, path, key, duration, &correction, &is_of_title, err)))
        return false;
    corrected->found = is_of_file || is_of_title;
    if (!corrected->found)
        return true;
    corrected->choice = correction.choice;
    if (correction.choice != CHOICE_SERIES)
        return true;
    corrected->series = correction.series;
    snprintf(corrected->title, sizeof(corrected->title), "%s", correction.title);
    corrected->moved = correction.season_offset || correction.number_offset;
    corrected->moved_season = correction.moved_season;
    if (is_of_file) {
        corrected_guess_chosen(&correction, guess, &corrected->guess);
        return true;
    }
    corrected->guess = *guess;
    corrected_guess_shift(correction.season_offset, correction.number_offset, &corrected->guess);
    return true;
}

bool corrected_guess_is_left(struct journal *journal, const char *path, const struct guess *guess,
                             double duration)
{
    struct corrected_guess said;
    return corrected_guess_find(journal, path, guess, duration, &said, NULL) && said.found &&
           said.choice == CHOICE_NOTHING;
}
