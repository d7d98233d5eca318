/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/title_key.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "tests/doubles/resolving.h"

static void a_typing_error_is_unsure(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights of Kinsale", 2005, 100, 2, 10);
    resolving_to(f, "Harbor.Ligths.of.Kinsale.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    assert_true(f->got->candidates[0].confidence < MATCH_SURE);
    resolving_contains(f->got->candidates[0].reason, "alike");
    /* One letter is enough to tell, if the episode is there and nothing else is that near. */
    resolving_episode(f, "Harbour.Ligths.of.Kinsale.S01E02.mkv", 100, 1, 2);
    resolving_contains(f->got->reason, "except for a letter");
    resolving_to(f, "Harbour.Ligths.of.Kinsale.S07E02.mkv", RESOLUTION_UNSURE);
    /* TVmaze, which knows only one of two, does not decide. */
    struct show *other = shelf_add(&f->shelf, "Harbour Lichts of Kinsale", 2011, 101, 0);
    resolving_seasons(other, 2011, 2, 10);
    resolving_to(f, "Harbour.Lihts.of.Kinsale.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
}

static void two_series_with_one_title_are_unsure(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_to(f, "Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    resolving_contains(f->got->reason, "2 series have this title");
    assert_int_equal(f->tvmaze.requests, 0);
}

static void offer(struct resolving *f, const char *path)
{
    struct guess guess;
    match_parse(path, strlen(path), &guess);
    assert_true(resolve_candidates(f->resolve, path, &guess, 0, RESOLVING_NOW, f->got, NULL));
}

/* A user who asks gets them all: also of a sure match, and of one that he chose before. */
static void all_that_is_found_is_offered(void **state)
{
    struct resolving *f = *state;
    static const char path[] = "/tv/Harbour.Lights.2015.S01E02.mkv";
    struct guess guess;
    char key[MATCH_TITLE_MAX];
    match_parse(path, strlen(path), &guess);
    title_key_of(&guess, key, sizeof(key));
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_show(f, "Harbour Lights of Kinsale", 2005, 102, 1, 1);
    resolving_episode(f, path, 101, 1, 2);
    assert_int_equal(f->got->candidate_count, 0);
    for (int chosen = 0; chosen < 2; chosen++) {
        offer(f, path);
        assert_int_equal(f->got->outcome, RESOLUTION_UNSURE);
        assert_int_equal(f->got->candidate_count, 3);
        assert_int_equal(f->got->candidates[0].series.ids.tvdb, 101);
        assert_int_equal(f->got->candidates[0].episode.number, 2);
        assert_int_equal(f->got->candidates[1].series.ids.tvdb, 100);
        struct record record = {.kind = RECORD_CHOSEN,
                                .at = RESOLVING_NOW,
                                .path = path,
                                .size = -1,
                                .title_key = key,
                                .correction = {.series = {.tvdb = 100}}};
        struct recorded recorded;
        assert_true(journal_add(f->journal, &record, &recorded, NULL));
        resolving_episode(f, path, 100, 1, 2);
    }
    offer(f, "/tv/Nothing.Like.It.S01E02.mkv");
    assert_int_equal(f->got->candidate_count, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_typing_error_is_unsure),
        TEST(two_series_with_one_title_are_unsure),
        TEST(all_that_is_found_is_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
