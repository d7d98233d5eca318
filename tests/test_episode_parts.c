/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/episode_parts.h"
#include "core/services/values.h"

enum { ROWS_MAX = 6 };

/* Rows of one season, from 1 on, as "2015-03-02 Title"; ends with NULL. */
static struct episode_rows season(struct episode *rows, const char *const *lines)
{
    size_t count = 0;
    memset(rows, 0, ROWS_MAX * sizeof(*rows));
    for (; lines && lines[count]; count++) {
        struct episode *row = &rows[count];
        row->season = 1;
        row->number = (int)count + 1;
        row->tvmaze = row->number;
        snprintf(row->airdate, sizeof(row->airdate), "%.10s", lines[count]);
        if (row->airdate[0] == '-')
            row->airdate[0] = '\0';
        snprintf(row->title, sizeof(row->title), "%s", lines[count] + 11);
    }
    return (struct episode_rows){rows, count};
}

static struct subject subject_of(int number, const char *line)
{
    struct episode row[ROWS_MAX];
    season(row, (const char *const[]){line, NULL});
    struct subject subject = {.season = 1, .number = number};
    memcpy(subject.title, row->title, sizeof(subject.title));
    memcpy(subject.airdate, row->airdate, sizeof(subject.airdate));
    return subject;
}

/* "2+3": the numbers of the rows that are the subject, of a list; own: the subject's catalogue. */
static const char *parts(int number, const char *line, const char *const *there,
                         const char *const *own)
{
    static char text[32];
    struct episode theirs[ROWS_MAX], ours[ROWS_MAX];
    struct episode_rows rows = season(theirs, there), own_rows = season(ours, own);
    struct subject subject = subject_of(number, line);
    const struct episode *found[EPISODE_PARTS_MAX];
    size_t count = episode_parts(&subject, &rows, &own_rows, found);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d", i ? "+" : "",
                 found[i]->number);
    }
    return text;
}

#define ROWS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void the_parts_of_a_title_are_one(void **state)
{
    (void)state;
    const char *const *there =
        ROWS("2015-03-02 Dusk", "2015-03-09 Storm (1)", "2015-03-09 Storm (2)", "2015-03-16 Dawn");
    assert_string_equal(parts(2, "2015-03-09 Storm", there, NULL), "2+3");
    assert_string_equal(parts(2, "2015-03-10 The Storm", there, NULL), "2+3");
    assert_string_equal(parts(2, "---------- Storm", there, NULL), "2+3");
    assert_string_equal(parts(2, "2015-03-09 Storm (1)", there, NULL), "");
    assert_string_equal(parts(2, "2016-03-09 Storm", there, NULL), "");
    assert_string_equal(parts(1, "2015-03-02 Dusk", there, NULL), "");
    assert_string_equal(parts(1, "2015-03-02 Storm",
                              ROWS("2015-03-02 Storm, Part One", "2015-03-02 Storm, Part Two",
                                   "2015-03-02 Storm, Part Three"),
                              NULL),
                        "1+2+3");
}

static void titles_that_are_joined_are_one(void **state)
{
    (void)state;
    const char *const *there =
        ROWS("2015-03-02 Salt & Pepper", "2015-03-09 Embers", "2015-03-09 Afterglow");
    assert_string_equal(parts(2, "2015-03-09 Embers / Afterglow", there, NULL), "2+3");
    assert_string_equal(parts(2, "2015-03-09 Embers & Afterglow", there, NULL), "2+3");
    assert_string_equal(parts(2, "2015-03-09 Embers and Afterglow", there, NULL), "2+3");
    assert_string_equal(parts(2, "2015-03-09 Afterglow / Embers", there, NULL), "");
    assert_string_equal(parts(2, "2015-03-16 Embers / Afterglow", there, NULL), "");
    assert_string_equal(parts(1, "2015-03-02 Salt & Pepper", there, NULL), "");
    assert_string_equal(parts(2, "2015-03-09 / Afterglow", there, NULL), "");
}

/* Its own catalogue has the other half too. */
static void what_its_own_catalogue_splits_is_not_joined(void **state)
{
    (void)state;
    const char *const *there = ROWS("2015-03-09 Storm (1)", "2015-03-09 Storm (2)");
    assert_string_equal(
        parts(1, "2015-03-09 Storm", there, ROWS("2015-03-09 Storm", "2015-03-09 Storm")), "");
    assert_string_equal(
        parts(1, "2015-03-09 Storm", there, ROWS("2015-03-09 Storm", "2015-03-09 Lull")), "");
    assert_string_equal(
        parts(1, "2015-03-09 Storm", there, ROWS("2015-03-09 Storm", "2015-03-16 Lull")), "1+2");
}

/* A half of another day is one only if its own catalogue is known to lack it. */
static void halves_of_two_weeks(void **state)
{
    (void)state;
    const char *const *there = ROWS("2015-03-09 Storm (1)", "2015-03-16 Storm (2)");
    assert_string_equal(parts(1, "2015-03-09 Storm", there, NULL), "");
    assert_string_equal(
        parts(1, "2015-03-09 Storm", there, ROWS("2015-03-09 Storm", "2015-03-23 Lull")), "1+2");
    assert_string_equal(
        parts(1, "2015-03-09 Storm", there, ROWS("2015-03-09 Storm", "2015-03-16 Lull")), "");
}

static void a_half_is_found_in_what_joins_it(void **state)
{
    (void)state;
    struct episode theirs[ROWS_MAX];
    struct episode_rows rows =
        season(theirs, ROWS("2015-03-02 Dusk", "2015-03-09 Embers / Afterglow", "2015-03-16 Rain"));
    struct subject half = subject_of(3, "2015-03-09 Afterglow");
    assert_ptr_equal(episode_parts_whole(&half, &rows), &theirs[1]);
    half = subject_of(3, "2015-03-16 Afterglow");
    assert_null(episode_parts_whole(&half, &rows));
    half = subject_of(3, "---------- Afterglow");
    assert_null(episode_parts_whole(&half, &rows));
    half = subject_of(3, "2015-03-16 Rain");
    assert_null(episode_parts_whole(&half, &rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_title_are_one),
        cmocka_unit_test(titles_that_are_joined_are_one),
        cmocka_unit_test(what_its_own_catalogue_splits_is_not_joined),
        cmocka_unit_test(halves_of_two_weeks),
        cmocka_unit_test(a_half_is_found_in_what_joins_it),
    };
    return cmocka_run_group_tests_name("episode_parts", tests, NULL, NULL);
}
