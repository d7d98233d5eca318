/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/import/netflix_title.h"

/* "kind|series|season|number|title" */
static const char *parted(const char *text, netflix_is_series is_series)
{
    static const char *const kinds[] = {"nothing", "film", "episode", "whole"};
    static char line[512];
    struct netflix_title title = netflix_title_part(text, is_series, "Harbour Lights");
    snprintf(line, sizeof(line), "%s|%.*s|%d|%d|%.*s", kinds[title.kind], (int)title.series.len,
             title.series.text, title.season, title.number, (int)title.episode.len,
             title.episode.len ? title.episode.text : "");
    return line;
}

static void assert_parted(const char *const (*cases)[2], size_t count, netflix_is_series is_series)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(parted(cases[i][0], is_series), cases[i][1]) != 0)
            fail_msg("%s: %s", cases[i][0], parted(cases[i][0], is_series));
    }
}
#define ASSERT_PARTED(cases, is_series)                                                            \
    assert_parted(cases, sizeof(cases) / sizeof((cases)[0]), is_series)

static void a_season_parts_series_and_episode(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Harbour: Season 7: Low Tide", "episode|Harbour|7|-1|Low Tide"},
        {"Harbour: The Long Night: Season 2: Tide: Ebb",
         "episode|Harbour: The Long Night|2|-1|Tide: Ebb"},
        {"Harbour: Season 7: Episode 4", "episode|Harbour|7|4|Episode 4"},
        {"Harbour: Season 7: Low Tide (Episode 1)", "episode|Harbour|7|1|Low Tide"},
        {"Harbour: Season 7: Low Tide (Part 1)", "episode|Harbour|7|-1|Low Tide (Part 1)"},
        {"Harbour: Season 7: \"Low Tide\"", "episode|Harbour|7|-1|Low Tide"},
        {"Harbour: Series 1: Low Tide", "episode|Harbour|1|-1|Low Tide"},
        {"Harbour: Limited Series: Low Tide", "episode|Harbour|1|-1|Low Tide"},
        {"Harbour: Season 7: ", "episode|Harbour|7|-1|"},
    };
    ASSERT_PARTED(cases, NULL);
}

static void a_season_has_a_word_in_each_language(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Hafen: Staffel 1: Ebbe (Folge 3)", "episode|Hafen|1|3|Ebbe"},
        {"Port : Saison 2 : Marée basse", "episode|Port|2|-1|Marée basse"},
        {"Port\xc2\xa0: Mini-série\xc2\xa0: Marée (Épisode 2)", "episode|Port|1|2|Marée"},
        {"Puerto: Temporada 3: Marea", "episode|Puerto|3|-1|Marea"},
        {"Porto: Stagione 4: Marea", "episode|Porto|4|-1|Marea"},
        {"Haven: Seizoen 4: Eb", "episode|Haven|4|-1|Eb"},
        {"Hamn: Säsong 2: Ebb", "episode|Hamn|2|-1|Ebb"},
        {"Port: Sezon 2: Odpływ", "episode|Port|2|-1|Odpływ"},
        {"Порт: Сезон 2: Отлив", "episode|Порт|2|-1|Отлив"},
        {"Cảng: Mùa 2: Tập 5", "episode|Cảng|2|5|Tập 5"},
        {"港: シーズン3: 干潮", "episode|港|3|-1|干潮"},
        {"港：第 2 季：第 3 集", "episode|港|2|3|第 3 集"},
        {"항구: 시즌 2: 썰물", "episode|항구|2|-1|썰물"},
    };
    ASSERT_PARTED(cases, NULL);
}

static void other_words_part_but_their_number_is_not_sure(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Harbour: Part 5: Volume 2: Low Tide", "episode|Harbour|-1|-1|Low Tide"},
        {"Harbour: Part 5: Episode 4", "episode|Harbour|5|4|Episode 4"},
        {"Harbour: The Last Pilot: Book 2: Ebb", "episode|Harbour: The Last Pilot|-1|-1|Ebb"},
        {"Harbour: Year 1: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: 1901: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: 1900: Ebb", "whole|Harbour: 1900: Ebb|-1|-1|"},
        {"Harbour: Part 0: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: Part 9999: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: Part 10000: Ebb", "whole|Harbour: Part 10000: Ebb|-1|-1|"},
        {"Harbour: Book X: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: 2003: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: Chapter Six: Ebb", "episode|Harbour|-1|-1|Chapter Six: Ebb"},
        {"Harbour: Harbour 2: Ebb", "episode|Harbour|2|-1|Ebb"},
        {"Harbour: Harbour: Ebb", "episode|Harbour|-1|-1|Ebb"},
        {"Harbour: Harbour 3: Chapter One: Ebb", "episode|Harbour|3|-1|Chapter One: Ebb"},
    };
    ASSERT_PARTED(cases, NULL);
}

static void what_may_be_a_film_stays_whole(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Harbour", "film|Harbour|-1|-1|"},
        {"3:10 to Harbour", "film|3:10 to Harbour|-1|-1|"},
        {"Pilot: Into the Harbour", "whole|Pilot: Into the Harbour|-1|-1|"},
        {"Pilot: Chapter 4", "whole|Pilot: Chapter 4|-1|-1|"},
        {"Pilot: Volume 2", "whole|Pilot: Volume 2|-1|-1|"},
        {"Pilot: Pilot 2", "whole|Pilot: Pilot 2|-1|-1|"},
        {"The Pilots: Harbour: Part 2", "whole|The Pilots: Harbour: Part 2|-1|-1|"},
    };
    ASSERT_PARTED(cases, NULL);
}

static void what_has_no_series_or_no_episode_is_nothing(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {" : Episode 10", "nothing||-1|-1|"},
        {"", "nothing||-1|-1|"},
        {": Season 1: Ebb", "nothing||1|-1|Ebb"},
        {"Harbour: Season 3", "nothing|Harbour|3|-1|"},
    };
    ASSERT_PARTED(cases, NULL);
}

static bool is_named(const void *context, const char *title, size_t len)
{
    const char *name = context;
    return strlen(name) == len && memcmp(name, title, len) == 0;
}

static void the_rest_of_the_list_says_what_is_a_series(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Harbour Lights: Ebb", "episode|Harbour Lights|-1|-1|Ebb"},
        {"Harbour Lights: Ebb: Flood", "episode|Harbour Lights|-1|-1|Ebb: Flood"},
        {"Harbour Lights Again: Ebb", "whole|Harbour Lights Again: Ebb|-1|-1|"},
        {"Harbour Lights", "film|Harbour Lights|-1|-1|"},
    };
    ASSERT_PARTED(cases, is_named);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_season_parts_series_and_episode),
        cmocka_unit_test(a_season_has_a_word_in_each_language),
        cmocka_unit_test(other_words_part_but_their_number_is_not_sure),
        cmocka_unit_test(what_may_be_a_film_stays_whole),
        cmocka_unit_test(what_has_no_series_or_no_episode_is_nothing),
        cmocka_unit_test(the_rest_of_the_list_says_what_is_a_series),
    };
    return cmocka_run_group_tests_name("netflix_title", tests, NULL, NULL);
}
