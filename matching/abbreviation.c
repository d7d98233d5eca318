/* SPDX-License-Identifier: MIT */
#include "matching/abbreviation.h"

#include <string.h>

#include "matching/name_part.h"

bool abbreviation_may_be(const struct name_part *file)
{
    const struct words *words = &file->words;
    struct stretch title = file->title.main;
    if (!words_has(title) || title.end - title.first > 5)
        return false;
    const struct word *w = &words->at[title.first];
    char c = words->text[w->offset];
    bool tied = title.end - title.first > 1 && w[1].gap == GAP_DASH;
    return c >= 'a' && c <= 'z' && (tied || (title.end - title.first == 1 && w->len <= 8));
}

/* Writes the letters and digits of a title, in lower case. Returns their number. */
static size_t squeeze(const struct words *words, struct stretch title, char *out, size_t size)
{
    size_t n = 0;
    for (int i = title.first; i < title.end; i++) {
        const struct word *w = &words->at[i];
        for (size_t k = 0; k < w->len && n + 1 < size; k++) {
            if (words->text[w->offset + k] != '\'')
                out[n++] = (char)tags_lower((uint8_t)words->text[w->offset + k]);
        }
    }
    out[n] = '\0';
    return n;
}

/* Whether the letters of a short text stand in a longer one, in their order, from the first on. */
static bool abbreviates(const char *text, const char *whole)
{
    if (text[0] != whole[0] || text[0] == '\0')
        return false;
    for (; *text && *whole; whole++)
        text += *text == *whole;
    return *text == '\0';
}

bool abbreviation_of(const struct name_part *file, const struct name_part *folder)
{
    char short_title[64];
    char whole[256];
    struct stretch title = file->title.main;
    const struct finding *season = folder->season ? folder->season : folder->id;
    if (!words_has(folder->title.main) || (season && season->season != file->id->season) ||
        (folder->id && folder->id->spans > 0 && folder->id->span[0].from != file->id->span[0].from))
        return false;
    size_t len = squeeze(&folder->words, folder->title.main, whole, sizeof(whole));
    if (season && squeeze(&file->words, title, short_title, sizeof(short_title)) < len &&
        abbreviates(short_title, whole))
        return true;
    if (title.end - title.first < 2 || file->words.at[title.first + 1].gap != GAP_DASH)
        return false;
    title.first++; /* "tvp-bones" */
    squeeze(&file->words, title, short_title, sizeof(short_title));
    return season ? abbreviates(short_title, whole) : strcmp(short_title, whole) == 0;
}
