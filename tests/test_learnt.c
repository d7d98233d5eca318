/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void correct(struct resolving *f, const char *path, int64_t tvdb, int season, int number)
{
    struct guess guess;
    struct epi_error err = {0};
    struct correction correction = {{.tvdb = tvdb}, season, number};
    char key[MATCH_TITLE_MAX];
    int released;
    match_parse(path, strlen(path), &guess);
    resolve_title_key(&guess, key, sizeof(key));
    assert_true(
        corrections_add(f->journal, path, key, &correction, RESOLVING_NOW, &released, &err));
}

static void a_correction_comes_first(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    correct(f, "/tv/hl/Harbour.Lights.S01E02.mkv", 101, 0, 0);
    resolving_episode(f, "/tv/hl/Harbour.Lights.S01E04.mkv", 101, 1, 4);
    assert_true(f->got->matches[0].confidence == 1);
    resolving_contains(f->got->reason, "as you said");
    resolving_to(f, "/elsewhere/Harbour.Lights.S01E04.mkv", RESOLVE_UNSURE);
    resolving_to(f, "/tv/hl/Harbour.Lights.S06E04.mkv", RESOLVE_NO_EPISODE);
}

static void a_correction_may_move_numbers(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    correct(f, "/a/[Group] Lantern Club Kai - 05 [720p].mkv", 100, 1, 0);
    resolving_episode(f, "/a/[Group] Lantern Club Kai - 06 [720p].mkv", 100, 2, 6);
    correct(f, "/b/Lantern.Club.S01E14.mkv", 100, 1, -12);
    resolving_episode(f, "/b/Lantern.Club.S01E15.mkv", 100, 2, 3);
    resolving_to(f, "/b/Lantern.Club.S01E02.mkv", RESOLVE_NO_EPISODE);
}

static void what_was_learnt_is_not_asked_again(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    size_t first = f->tvdb.requests;
    assert_true(first >= 2);
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    assert_int_equal(f->tvdb.requests, first);
    resolving_episode(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_int_equal(f->tvdb.requests, first + 1);
    /* Another title, another language: another question. */
    memcpy(f->config.language, "de", 3);
    resolving_episode(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_true(f->tvdb.requests >= first + 3);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_correction_comes_first),
        TEST(a_correction_may_move_numbers),
        TEST(what_was_learnt_is_not_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
