/* SPDX-License-Identifier: MIT */
#include "matching/titled.h"

#include <string.h>

#include "matching/matching.h"
#include "matching/part.h"
#include "matching/tags.h"
#include "matching/text.h"
#include "matching/title.h"

static void fold_words(const struct words *words, struct stretch stretch, char *out, size_t size)
{
    char title[MATCH_TITLE_MAX];
    title_write(title, sizeof(title), words, stretch);
    text_fold(out, size, title, strlen(title));
}

/* Whether words of the file are the title of the folder, or all of it: "Title 13". */
static bool same_title(const struct name_part *file, struct stretch words,
                       const struct name_part *folder)
{
    char a[2 * MATCH_TITLE_MAX];
    char b[2 * MATCH_TITLE_MAX];
    struct stretch whole = {folder->words.begin, folder->words.count};
    fold_words(&file->words, words, a, sizeof(a));
    fold_words(&folder->words, folder->title.main, b, sizeof(b));
    if (*a && strcmp(a, b) == 0)
        return true;
    fold_words(&folder->words, whole, b, sizeof(b));
    return *a && folder->title.year <= 0 && strcmp(a, b) == 0;
}

/* Returns the end of a title that begins at a word. */
static int end_of(const struct name_part *file, int first)
{
    int end = file->release > first ? file->release : file->words.count;
    return title_trim_release(&file->words, first, end, TAG_MIDDLE);
}

bool titled_find(const struct name_part *file, const struct name_part *folder,
                 struct titled *titled)
{
    const struct words *words = &file->words;
    int begin = words->begin - (words->titled ? file->place.title_words : 0);
    for (int i = begin + 1; i < words->count; i++) {
        struct stretch before = {begin, i};
        if (!words_gap_is_wide(words->at[i].gap))
            continue;
        bool special = words_is_text(words, i, "special") || words_is_text(words, i, "specials");
        if (special && i + 1 < words->count && words_gap_is_wide(words->at[i + 1].gap)) {
            struct stretch series =
                file->title.year > 0 && file->title.main.end <= i && file->title.main.first >= begin
                    ? file->title.main
                    : before;
            *titled = (struct titled){series, {i + 1, end_of(file, i + 1)}, true};
            return true;
        }
        if (file->title.year <= 0 && folder && words_has(folder->title.main) &&
            same_title(file, before, folder)) {
            *titled = (struct titled){before, {i, end_of(file, i)}, false};
            return true;
        }
    }
    return false;
}
