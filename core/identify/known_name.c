/* SPDX-License-Identifier: MIT */
#include "core/identify/known_name.h"

#include "core/identify/corrected_guess.h"
#include "core/identify/media_name.h"
#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "matching/matching.h"

enum known_name known_name_guess(struct journal *journal, const char *path, const char *media_title,
                                 double duration, bool films, struct guess *guess)
{
    if (media_name_guess(path, media_title, films, guess))
        return KNOWN_NAME_READ;
    struct correction correction;
    bool found = false;
    if (!journal || !corrections_find(journal, path, "", duration, &correction, &found, NULL) ||
        !found || correction.choice != CHOICE_SERIES)
        return KNOWN_NAME_NOT;
    corrected_guess_chosen(&correction, NULL, guess);
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
