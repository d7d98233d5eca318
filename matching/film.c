/* SPDX-License-Identifier: MIT */
#include "matching/film.h"

#include <stddef.h>

#include "matching/matching.h"
#include "matching/part.h"

bool film_has_id(const struct guess *guess)
{
    return guess->ids.imdb[0] || guess->ids.tmdb;
}

/* Whether word i is one of a list of words that ends with NULL. */
static bool is_one_of(const struct words *words, int i, const char *const *list)
{
    while (*list && !words_is_text(words, i, *list))
        list++;
    return *list != NULL;
}

/* Whether the name ends as the first of several files of a film: "(2006)-cd1", "[720p]part1",
 * "(Disc 01)". "Part 1" is the film's own title unless its year or its release precedes it. */
static bool is_first_file(const struct name_part *file)
{
    static const char *const discs[] = {"cd", "dvd", "disc", "disk", NULL};
    static const char *const parts[] = {"part", "pt", NULL};
    const struct words *words = &file->words;
    int last = words->count - 1;
    const struct word *number = &words->at[last > 0 ? last : 0];
    bool first = number->kind == WORD_NUMBER ? number->value == 1 && number->size <= 2
                                             : number->len == 1 && words_is_text(words, last, "a");
    if (last < 1 || !first)
        return false;
    bool behind = file->year_word >= words->begin && file->year_word < last - 1;
    behind = behind || word_set_next(&words->stops, words->begin) < last - 1;
    return is_one_of(words, last - 1, discs) || (behind && is_one_of(words, last - 1, parts));
}

/* Whether it says that somebody filmed it: nothing but a year without brackets says that it is a
 * film, and there is a month before that or a word for an occasion. */
static bool is_private(const struct name_part *file)
{
    static const char *const occasions[] = {
        "birthday",    "wedding", "holiday", "holidays",   "vacation", "christmas",
        "easter",      "trip",    "school",  "geburtstag", "hochzeit", "urlaub",
        "weihnachten", "ostern",  "ferien",  "ausflug",    NULL};
    const struct words *words = &file->words;
    int year = file->year_word;
    if (year < words->begin || words->at[year].brackets != 0 ||
        word_set_next(&words->stops, 0) < words->count)
        return false;
    bool found = year > words->begin && words_is(words, year - 1) & TAG_MONTH;
    for (int i = words->begin; i < words->count && !found; i++)
        found = is_one_of(words, i, occasions);
    return found;
}

bool film_is_named(const struct name_part *file, const struct guess *guess)
{
    if (is_first_file(file))
        return false;
    return film_has_id(guess) || (guess->title[0] && guess->year > 0 && !is_private(file));
}
