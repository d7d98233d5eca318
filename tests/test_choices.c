/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/choices.h"

enum { MANY = 500 };

/* A notice with many candidates, of which the last on the first page is the current one. */
struct offer {
    struct epi_series series[MANY];
    struct epi_candidate candidates[MANY];
    const struct epi_candidate *list[MANY];
    struct epi_notice notice;
    struct choices choices;
};

static struct offer *take(size_t count, const char *title)
{
    struct offer *offer = calloc(1, sizeof(*offer));
    for (size_t i = 0; i < count; i++) {
        offer->series[i] =
            (struct epi_series){.title = title, .country = "GB", .year = (int)(1000 + i)};
        offer->candidates[i] =
            (struct epi_candidate){.series = &offer->series[i], .current = i == 8};
        offer->list[i] = &offer->candidates[i];
    }
    offer->notice = (struct epi_notice){
        .kind = EPI_NOTICE_CHOICES, .candidates = offer->list, .candidate_count = count, .list = 7};
    choices_take(&offer->choices, &offer->notice);
    return offer;
}

static void a_short_list_is_one_page(void **state)
{
    (void)state;
    char text[CHOICES_TEXT_MAX];
    struct offer *offer = take(2, "Show");
    choices_write(&offer->choices, text);
    assert_string_equal(text, "1 Show (1000, GB)\n2 Show (1001, GB)\n"
                              "press a number to choose, 0 for none of these, s to search, x if it "
                              "is no episode, Esc to cancel");
    assert_int_equal(offer->choices.number, 7);
    assert_int_equal(choices_pages(&offer->choices), 1);
    assert_int_equal(choices_of_digit(&offer->choices, 2), 2);
    assert_int_equal(choices_of_digit(&offer->choices, 3), 0);
    assert_int_equal(choices_of_digit(&offer->choices, 0), 0);
    choices_turn(&offer->choices, 1);
    assert_int_equal(offer->choices.page, 0);
    free(offer);
}

static void a_long_list_has_pages(void **state)
{
    (void)state;
    char text[CHOICES_TEXT_MAX];
    struct offer *offer = take(MANY, "Show");
    assert_int_equal(choices_pages(&offer->choices), 6);
    choices_write(&offer->choices, text);
    assert_non_null(strstr(text, "\n9 Show (1008, GB) · now\n"));
    assert_non_null(strstr(text, "; left and right turn the page (1 of 6)"));
    choices_turn(&offer->choices, -1);
    choices_write(&offer->choices, text);
    assert_ptr_equal(strstr(text, "1 Show (1045, GB)\n"), text);
    assert_non_null(strstr(text, "(6 of 6)"));
    assert_int_equal(choices_of_digit(&offer->choices, 5), 50);
    assert_int_equal(choices_of_digit(&offer->choices, 6), 0);
    choices_turn(&offer->choices, 1);
    assert_int_equal(choices_of_digit(&offer->choices, 9), 9);
    choices_take(&offer->choices, &offer->notice);
    assert_int_equal(offer->choices.page, 0);
    free(offer);
}

static void long_titles_are_cut_between_letters(void **state)
{
    (void)state;
    char title[201] = "", text[CHOICES_TEXT_MAX];
    for (size_t i = 0; i < 40; i++)
        memcpy(title + 5 * i, "ab\xe4\xb8\xad", 6); /* "ab中" */
    struct offer *offer = take(MANY, title);
    choices_write(&offer->choices, text);
    for (size_t len, at = 0; text[at]; at += len) {
        len = epi_utf8_length(text + at, strlen(text + at));
        assert_true(len > 0);
    }
    assert_non_null(strstr(text, "…"));
    assert_non_null(strstr(text, "(1 of 6)"));
    free(offer);
}

/* Brackets and years stay behind a title that is written from right to left. */
static void titles_from_right_to_left_end_so(void **state)
{
    static const struct {
        const char *title;
        bool marked;
    } titles[] = {
        {"\u05e9\u05dc\u05d5\u05dd", true},
        {"\u0645\u0633\u0644\u0633\u0644", true},
        {"Sal\u00f3n", false},
        {"\u7530\u820e", false},
        {"\ufb1d", true},
        {"\u2014", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
        struct epi_series series = {.title = titles[i].title, .country = "", .year = 2005};
        struct epi_candidate candidate = {.series = &series};
        char label[CHOICES_LABEL_MAX], wanted[CHOICES_LABEL_MAX];
        choices_label(&candidate, false, label);
        snprintf(wanted, sizeof(wanted), "%s%s (2005)", titles[i].title,
                 titles[i].marked ? "\u200e" : "");
        assert_string_equal(label, wanted);
    }
}

static void a_label_has_what_is_known(void **state)
{
    (void)state;
    struct epi_series series = {.title = "Show", .country = ""};
    struct epi_episode episode = {.season = 3, .number = 4};
    struct epi_candidate candidate = {.series = &series, .episode = &episode};
    char label[CHOICES_LABEL_MAX];
    choices_label(&candidate, false, label);
    assert_string_equal(label, "Show");
    choices_label(&candidate, true, label);
    assert_string_equal(label, "Show 3x04");
    series.country = "US";
    choices_label(&candidate, true, label);
    assert_string_equal(label, "Show (US) 3x04");
    candidate.episode = NULL;
    choices_label(&candidate, true, label);
    assert_string_equal(label, "Show (US)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_list_is_one_page),
        cmocka_unit_test(a_long_list_has_pages),
        cmocka_unit_test(long_titles_are_cut_between_letters),
        cmocka_unit_test(titles_from_right_to_left_end_so),
        cmocka_unit_test(a_label_has_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
