/* SPDX-License-Identifier: MIT */
#include "matching/folders.h"

#include "matching/path.h"
#include "matching/tags.h"

bool folders_is_common(const struct name_part *folder)
{
    const struct words *words = &folder->words;
    if (words->count == 1 && words->at[0].len == 1 && words->at[0].kind == WORD_LETTERS)
        return true;
    for (int i = 0; i < words->count; i++) {
        if (!(words_is(words, i) & TAG_FOLDER))
            return false;
    }
    return true;
}

/* Whether a folder has the specials of a series. */
static bool is_specials(const struct name_part *folder)
{
    uint32_t is = words_is(&folder->words, 0);
    return folder->words.count == 1 && is & TAG_SPECIAL && !(is & TAG_SHORT);
}

void folders_read_one(struct name_part *name, const struct component *component, struct place place)
{
    name_part_cut(name, component->text, component->len);
    name_part_read(name, place);
}

struct place folders_place_of(int i, const struct folders *folders)
{
    return (struct place){.above_season = i > 1 && folders->season >= 0};
}

/* Whether a folder stands between a series and its files and says nothing of either: "Disc 1",
 * "1080p", "VIDEO_TS". */
static bool is_between(const struct name_part *folder)
{
    static const char *const names[][2] = {
        {"video", "ts"}, {"audio", "ts"}, {"bdmv", ""}, {"stream", ""}, {"versions", ""},
    };
    const struct words *words = &folder->words;
    bool number = words->count == 2 && words->at[1].kind == WORD_NUMBER;
    if (number && (words_is(words, 0) & TAG_VOLUME || words_is_text(words, 0, "cd") ||
                   words_is_text(words, 0, "dvd")))
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (words_is_text(words, 0, names[i][0]) &&
            (words->count == 1 ? !*names[i][1]
                               : words->count == 2 && words_is_text(words, 1, names[i][1])))
            return true;
    }
    for (int i = 0; i < words->count; i++) {
        if (!words->at[i].release && !words->at[i].noise)
            return false;
    }
    return true;
}

bool folders_has_name(const struct component *component)
{
    struct words words;
    words_cut(&words, component->text, component->len);
    for (int i = 0; i < words.count; i++) {
        if (words.at[i].kind != WORD_NUMBER && words.at[i].len > 1 &&
            !(words_is(&words, i) & TAG_FOLDER))
            return true;
    }
    return false;
}

/* Returns the season of a folder that is called "1" or "Book 1" below one with a name; -1 if it is
 * none. */
static int numbered_folder(const struct name_part *folder, const struct component *above)
{
    const struct words *words = &folder->words;
    int last = words->count - 1;
    const struct word *w = &words->at[last];
    bool book = last == 1 && words_is_text(words, 0, "book");
    if (!above || (last != 0 && !book) || w->kind != WORD_NUMBER || w->size > 2 || w->release)
        return -1;
    return folders_has_name(above) ? w->value : -1;
}

/* Whether a component is the folder of a season and nothing else: "Season 12". Returns the season,
 * or -1. */
static int plain_season(const struct component *component)
{
    struct words words;
    if (component->len > 24)
        return -1;
    words_cut(&words, component->text, component->len);
    bool season = words.count == 2 && words.at[0].is & TAG_SEASON && words.at[1].value >= 0 &&
                  words.at[1].kind == WORD_NUMBER && words.at[1].value < 3000;
    return season ? words.at[1].value : -1;
}

/* Returns the season that a folder names; -1: none. */
static int season_of(const struct name_part *folder, const struct component *above)
{
    if (folder->season)
        return folder->season->season;
    int numbered = numbered_folder(folder, above);
    if (numbered >= 0)
        return numbered;
    if (folder->id && folder->id->kind <= FINDING_PACKED)
        return folder->id->season;
    return is_specials(folder) ? 0 : -1;
}

struct folders folders_read(const struct component *components, int count, struct name_part *folder,
                            int *held)
{
    struct folders found = {.season = -1};
    for (int i = 1; i < count && found.title == 0; i++) {
        const struct component *above = i + 1 < count ? &components[i + 1] : NULL;
        folders_read_one(folder, &components[i], folders_place_of(i, &found));
        *held = i;
        if (folder->words.count == 0 || (above && is_between(folder)))
            continue;
        if (found.nearest == 0) {
            found.nearest = i;
            found.nearest_has_episode = folder->strength >= STRENGTH_FAIR;
        }
        const struct component *named = found.season < 0 ? above : NULL; /* "24/Season 5" */
        int season = season_of(folder, named);
        bool numbered = !folder->season && numbered_folder(folder, named) >= 0;
        bool episode = folder->id && folder->id->first == 0 && folder->id->kind == FINDING_EPISODE;
        if (season >= 0 && found.season < 0) {
            found.season = season;
            found.plain_season = numbered || is_specials(folder) || !words_has(folder->title.main);
        }
        if (is_specials(folder) || episode || numbered)
            continue;
        bool above_season = found.season >= 0 && found.nearest == i - 1;
        bool letter = folder->words.count == 1 && folder->words.at[0].len == 1;
        if (season < 0 && folders_is_common(folder) && !(letter && above_season)) {
            if (found.season >= 0 && found.common == 0 && folder->words.at[0].len > 1)
                found.common = i;
            found.above_common = true;
            continue;
        }
        int serial = found.season < 0 && season < 0 && i + 2 < count ? plain_season(above) : -1;
        if (serial >= 0)
            continue; /* "Series/Season 12/Serial" */
        if (words_has(folder->title.main))
            found.title = i;
    }
    if (found.title == 0)
        found.title = found.common;
    return found;
}

void folders_hold(struct name_part *folder, const struct component *components, int i,
                  const struct folders *folders, int *held)
{
    if (*held != i)
        folders_read_one(folder, &components[i], folders_place_of(i, folders));
    *held = i;
}

/* Returns how many words at the front of a file are all the words of a title, or of a folder before
 * its brackets, if a number or a dash follows them; else 0. */
static int count_title_words(const struct words *file, const struct words *folder,
                             struct stretch title)
{
    int count = title.end - title.first;
    if (count <= 0 || count >= file->count)
        return 0;
    for (int i = 0; i < count; i++) {
        const struct word *a = &file->at[i];
        const struct word *b = &folder->at[title.first + i];
        if (a->len != b->len || (i > 0 && (a->gap == 0) != (b->gap == 0)))
            return 0;
        for (size_t k = 0; k < a->len; k++) {
            if (tags_lower((uint8_t)file->text[a->offset + k]) !=
                tags_lower((uint8_t)folder->text[b->offset + k]))
                return 0;
        }
    }
    const struct word *next = &file->at[count];
    if (words_is_year(next) && next->gap & GAP_OPEN && words_gap_after(file, count) & GAP_CLOSE)
        next++; /* "Title (1998) - 05" */
    bool number = next->kind == WORD_NUMBER && next->gap != 0 && !next->release;
    bool date = next + 2 < file->at + file->count && next[1].kind == WORD_NUMBER &&
                next[2].kind == WORD_NUMBER && next[1].gap == GAP_DASH && next[2].gap == GAP_DASH;
    bool film = (words_is_year(next) && !date) || (next->gap & (GAP_OPEN | GAP_CLOSE) && !number);
    return !film && (words_gap_is_wide(next->gap) || number) ? count : 0;
}

/* Returns the place of the file, given its folders. */
static struct place file_place(const struct name_part *file, const struct component *components,
                               struct name_part *folder, const struct folders *folders, int *held)
{
    struct place place = {.video = file->place.video,
                          .in_season = folders->season >= 0,
                          .in_series = folders->title > 0,
                          .season = folders->season};
    if (folders->title == 0)
        return place;
    folders_hold(folder, components, folders->title, folders, held);
    const struct words *words = &folder->words;
    int end = words->begin;
    while (end < words->count && words->at[end].brackets == 0 && !words->at[end].release)
        end++;
    place.title_words = count_title_words(&file->words, words, (struct stretch){words->begin, end});
    if (place.title_words == 0)
        place.title_words = count_title_words(&file->words, words, folder->title.main);
    return place;
}

void folders_read_file(struct name_part *file, const struct component *components,
                       struct name_part *folder, const struct folders *folders, int *held)
{
    if (file->strength == STRENGTH_FULL || (folders->season < 0 && folders->title == 0))
        return;
    struct place place = file_place(file, components, folder, folders, held);
    name_part_read(file, place);
    if (!file->id && place.title_words == 1 && file->words.at[0].kind == WORD_NUMBER) {
        place.title_words = 0; /* "24/Season 5/24 - Title" */
        name_part_read(file, place);
    }
}
