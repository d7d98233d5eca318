/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/sitting_key.h"
#include "matching/matching.h"

static void assert_key(const char *name, const char *wanted)
{
    struct guess guess;
    char key[SITTING_KEY_MAX];
    match_parse(name, strlen(name), &guess);
    sitting_key_of(&guess, key, sizeof(key));
    assert_string_equal(key, wanted);
}

static void copies_of_an_episode_have_one_key(void **state)
{
    (void)state;
    assert_key("/downloads/Harbour.Lights.S01E02.720p.WEB-DL.mkv", "harbour lights 1x02");
    assert_key("/tv/Harbour Lights (2015)/Season 1/Harbour Lights - S01E02 - Fog [1080p].mkv",
               "harbour lights 1x02 (2015)");
    assert_key("Harbour.Lights.US.S01E02.mkv", "harbour lights 1x02 (US)");
    assert_key("H\xc3\xa1rbour Lights 1x02.mkv", "harbour lights 1x02");
    assert_key("Harbour.Lights.2024.05.01.mkv", "harbour lights 2024-05-01");
    assert_key("Harbour.Lights.S01E02E03.mkv", "harbour lights 1x02,03");
    assert_key("[Group] Lantern Club - 14 [720p].mkv", "lantern club 14");
}

static void others_have_others(void **state)
{
    (void)state;
    assert_key("Harbour.Lights.S02E02.mkv", "harbour lights 2x02");
    assert_key("Harbour.Lights.S01E03.mkv", "harbour lights 1x03");
    assert_key("Harbour.Lights.Part.3.720p.mkv", "harbour lights part 3");
}

static void a_film_has_one(void **state)
{
    (void)state;
    assert_key("/films/Harbour Lights (1999)/Harbour.Lights.1999.1080p.mkv",
               "harbour lights film (1999)");
    assert_key("/films/Harbour Lights {tmdb-550}.mkv", "harbour lights film");
    assert_key("/films/Harbour Lights.mkv", "");
    assert_false(sitting_key_same("harbour lights film (1999)", "harbour lights film (2006)"));
}

static void a_name_without_a_title_has_none(void **state)
{
    (void)state;
    assert_key("S01E02.mkv", "");
    assert_key("video.mkv", "");
}

static void year_and_country_count_if_both_say_them(void **state)
{
    (void)state;
    assert_true(sitting_key_same("harbour lights 1x02", "harbour lights 1x02"));
    assert_true(sitting_key_same("harbour lights 1x02", "harbour lights 1x02 (2015)"));
    assert_true(sitting_key_same("harbour lights 1x02 (US)", "harbour lights 1x02 (2015)"));
    assert_true(sitting_key_same("harbour lights 1x02 (2015 US)", "harbour lights 1x02 (US)"));
    assert_false(sitting_key_same("harbour lights 1x02 (1998)", "harbour lights 1x02 (2015)"));
    assert_false(sitting_key_same("harbour lights 1x02 (GB)", "harbour lights 1x02 (2015 US)"));
    assert_false(sitting_key_same("harbour lights 1x02", "harbour lights 1x020"));
    assert_false(sitting_key_same("harbour lights 1x02", "harbour lights 1x0 (2015)"));
    assert_false(sitting_key_same("", ""));
    char base[SITTING_KEY_MAX];
    sitting_key_base("harbour lights 1x02 (2015 US)", base, sizeof(base));
    assert_string_equal(base, "harbour lights 1x02");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_of_an_episode_have_one_key),
        cmocka_unit_test(others_have_others),
        cmocka_unit_test(year_and_country_count_if_both_say_them),
        cmocka_unit_test(a_film_has_one),
        cmocka_unit_test(a_name_without_a_title_has_none),
    };
    return cmocka_run_group_tests_name("sitting_key", tests, NULL, NULL);
}
