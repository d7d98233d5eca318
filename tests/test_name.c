/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/matching.h"

static struct guess parse(const char *name)
{
    struct guess guess;
    match_parse(name, strlen(name), &guess);
    return guess;
}

static void reads_an_episode(void **state)
{
    (void)state;
    struct guess g = parse("Some.Show.2005.S01E02-E03.Name.of.It.720p.HDTV.x264-GRP.mkv");
    assert_int_equal(g.kind, GUESS_EPISODE);
    assert_string_equal(g.title, "Some Show");
    assert_string_equal(g.episode_title, "Name of It");
    assert_int_equal(g.year, 2005);
    assert_int_equal(g.season, 1);
    assert_int_equal(g.episode_count, 2);
    assert_int_equal(g.episodes[0], 2);
    assert_int_equal(g.episodes[1], 3);
}

static void takes_the_ids_of_a_folder(void **state)
{
    (void)state;
    struct guess g = parse("/tv/Some Show (2005) [tvdbid-81189]/Season 02/03 - Name.mkv");
    assert_string_equal(g.title, "Some Show");
    assert_int_equal(g.ids.tvdb, 81189);
    assert_int_equal(g.season, 2);
    assert_int_equal(g.episodes[0], 3);
    g = parse("Some Show {imdb-tt0903747}/S01/E02.mkv");
    assert_string_equal(g.ids.imdb, "tt0903747");
    g = parse("Some Show [tvmazeid-169]/Season 1/Some Show - 1x02.mkv");
    assert_int_equal(g.ids.tvmaze, 169);
}

static void says_nothing_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(parse("").kind, GUESS_NONE);
    assert_int_equal(parse("/").kind, GUESS_NONE);
    assert_int_equal(parse("...").kind, GUESS_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_an_episode),
        cmocka_unit_test(takes_the_ids_of_a_folder),
        cmocka_unit_test(says_nothing_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
