/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/watched.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY, HOUR = 3600 };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

struct shown {
    char text[1024];
    size_t most;
    size_t count;
};

static bool show(void *context, const struct watched_viewing *viewing)
{
    struct shown *shown = context;
    size_t len = strlen(shown->text);
    char what[64] = "?";

    if (viewing->identified && viewing->film)
        snprintf(what, sizeof(what), "%.40s (%d)", viewing->title, viewing->year);
    else if (viewing->identified)
        snprintf(what, sizeof(what), "%dx%02d", viewing->season, viewing->number);
    snprintf(shown->text + len, sizeof(shown->text) - len, "%s at %d, %d s%s%s%s; ", what,
             viewing->at ? (int)(viewing->at - NOW) : 0, (int)viewing->seconds,
             viewing->again ? ", again" : "", viewing->film ? ", film" : "",
             viewing->mark == MARK_SKIPPED    ? ", skipped"
             : viewing->mark == MARK_ACQUIRED ? ", acquired"
                                              : "");
    return ++shown->count < shown->most;
}

static void assert_shown(struct journal *journal, size_t most, const char *wanted)
{
    struct shown shown = {.most = most};
    struct epi_error err = {0};

    if (!watched_visit(journal, show, &shown, &err))
        fail_msg("%s", err.text);
    assert_string_equal(shown.text, wanted);
}

static void the_oldest_comes_first(void **state)
{
    struct journal *journal = journal_of(state);
    assert_shown(journal, 9, "");
    scratch_watch(journal, "b.mkv", 1, 2, NOW + DAY);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_shown(journal, 9, "1x01 at 0, 1500 s; 1x02 at 86400, 1500 s; ");
    assert_shown(journal, 1, "1x01 at 0, 1500 s; ");
}

static void what_was_watched_before_is_watched_again(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "copy.mkv", 1, 1, NOW + HOUR); /* the same viewing */
    scratch_watch(journal, "later.mkv", 1, 1, NOW + DAY);
    int64_t undone = scratch_watch(journal, "undone.mkv", 1, 2, NOW);
    scratch_undo(journal, undone, NOW + 1);
    scratch_watch(journal, "second.mkv", 1, 2, NOW + DAY);
    assert_shown(journal, 9,
                 "1x01 at 0, 1500 s; 1x01 at 86400, 1500 s, again; 1x02 at 86400, 1500 s; ");
}

static void a_time_before_clocks_were_set_is_none(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "early.mkv", 1, 2, 1);
    assert_shown(journal, 9, "1x02 at 0, 1500 s; 1x01 at 0, 1500 s; ");
    struct shown shown = {.most = 1};
    assert_true(watched_visit(journal, show, &shown, NULL));
    assert_string_equal(shown.text, "1x02 at 0, 1500 s; ");
}

static void each_episode_of_a_file_has_its_part_of_the_time(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "/tv/double.mkv",
                            .size = 1,
                            .duration = 5000,
                            .nth = 2,
                            .episodes = 2};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_shown(journal, 9, "? at 0, 2500 s; ");
}

static void marks_are_told_apart(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t skipped = scratch_record(journal, RECORD_MARKED, "/tv/s.mkv", NOW, MARK_SKIPPED).entry;
    scratch_identify(journal, skipped, 1, 1, NOW);
    int64_t had = scratch_record(journal, RECORD_MARKED, "/tv/h.mkv", NOW, MARK_ACQUIRED).entry;
    scratch_identify(journal, had, 1, 2, NOW);
    int64_t left = scratch_record(journal, RECORD_WATCHED, "/tv/l.mkv", NOW, 0).entry;
    assert_true(entries_leave(journal, left, NOW, NULL));
    scratch_rate(journal, "rated.mkv", 1, 3, NOW, 8);
    assert_shown(journal, 9, "1x01 at 0, 1500 s, skipped; 1x02 at 0, 1500 s, acquired; ");
}

static int64_t watch_film(struct journal *journal, const char *path, int64_t at)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = at,
                            .path = path,
                            .size = 1,
                            .duration = 7000,
                            .nth = 1,
                            .episodes = 1,
                            .film = true};
    struct match match = {
        .series = {.ids = {.imdb = "tt0379786", .tmdb = 16320}, .title = "Serenity", .year = 2005},
        .episode = {.season = -1, .number = -1},
        .source = "trakt",
        .confidence = 1,
        .film = true,
    };
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_true(entries_set_match(journal, recorded.entry, &match, "serenity", at, NULL));
    return recorded.entry;
}

static void films_are_told_apart(void **state)
{
    struct journal *journal = journal_of(state);
    watch_film(journal, "/films/one.mkv", NOW);
    watch_film(journal, "/films/two.mkv", NOW + DAY);
    assert_shown(journal, 9,
                 "Serenity (2005) at 0, 7000 s, film; Serenity (2005) at 86400, 7000 s, again, "
                 "film; ");
}

/* ---- Ratings ---- */

static bool show_rating(void *context, const struct watched_rating *rating)
{
    struct shown *shown = context;
    size_t len = strlen(shown->text);

    snprintf(shown->text + len, sizeof(shown->text) - len, "%d of %s %.40s%s; ", rating->value,
             rating->scope == EPI_SCOPE_EPISODE  ? "an episode of"
             : rating->scope == EPI_SCOPE_SEASON ? "a season of"
                                                 : "all of",
             rating->title, rating->film ? ", film" : "");
    return ++shown->count < shown->most;
}

static void assert_ratings(struct journal *journal, size_t most, const char *wanted)
{
    struct shown shown = {.most = most};

    assert_true(watched_visit_ratings(journal, show_rating, &shown, NULL));
    assert_string_equal(shown.text, wanted);
}

static void the_newest_rating_holds(void **state)
{
    struct journal *journal = journal_of(state);
    assert_ratings(journal, 9, "");
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 4);
    scratch_rate(journal, "b.mkv", 1, 1, NOW + DAY, 9); /* another file of the same */
    scratch_rate(journal, "c.mkv", 1, 2, NOW, 6);
    scratch_rate(journal, "d.mkv", 1, 3, NOW, 5);
    scratch_record(journal, RECORD_RATED, "/tv/d.mkv", NOW + 1, 0); /* taken back */
    assert_ratings(journal, 9,
                   "9 of an episode of Breaking Bad; 6 of an episode of Breaking Bad; ");
    assert_ratings(journal, 1, "9 of an episode of Breaking Bad; ");
}

static void seasons_and_series_have_their_own(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW, 7);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW, 8);
    assert_ratings(journal, 9, "7 of a season of Breaking Bad; 8 of all of Breaking Bad; ");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, scratch_begin, scratch_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_oldest_comes_first),
        TEST(what_was_watched_before_is_watched_again),
        TEST(a_time_before_clocks_were_set_is_none),
        TEST(each_episode_of_a_file_has_its_part_of_the_time),
        TEST(marks_are_told_apart),
        TEST(films_are_told_apart),
        TEST(the_newest_rating_holds),
        TEST(seasons_and_series_have_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
