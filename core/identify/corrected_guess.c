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

/* Of a file whose name says nothing the correction says which episode it is. */
static void set_number(const struct correction *correction, struct guess *guess)
{
    guess->season = correction->season_offset;
    guess->episodes[0] = (int16_t)correction->number_offset;
    guess->episode_count = 1;
    guess->absolute_count = 0;
}

bool corrected_guess_find(struct journal *journal, const char *path, const struct guess *guess,
                          double duration, struct corrected_guess *corrected, struct epi_error *err)
{
    corrected->found = false;
    if (!journal)
        return true;
    struct correction correction, of_file;
    char key[MATCH_TITLE_MAX];
    title_key_of(guess, key, sizeof(key));
    bool is_of_title = false, is_of_file = false;
    if (!corrections_find(journal, path, "", duration, &of_file, &is_of_file, err) ||
        (*key && !corrections_find(journal, path, key, duration, &correction, &is_of_title, err)))
        return false;
    /* That a file is no episode, or none of those that come close, beats what its title means. */
    bool alone = is_of_file && of_file.choice != CHOICE_SERIES;
    if (alone || !is_of_title)
        correction = of_file;
    corrected->found = is_of_file || is_of_title;
    if (!corrected->found)
        return true;
    corrected->choice = correction.choice;
    if (correction.choice != CHOICE_SERIES)
        return true;
    corrected->series = correction.series;
    snprintf(corrected->title, sizeof(corrected->title), "%s", correction.title);
    corrected->guess = *guess;
    corrected->moved = correction.season_offset || correction.number_offset;
    corrected->moved_season = correction.moved_season;
    if (!is_of_title) {
        set_number(&correction, &corrected->guess);
        return true;
    }
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
