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
#include "plugin/words.h"

enum { MANY = 500 };

static const struct epi_episode no_episode = {.season = -1, .number = -1};

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
    offer->series[MANY - 1].title = "As Read";
    for (size_t i = 0; i < count; i++) {
        offer->series[i] =
            (struct epi_series){.title = title, .country = "GB", .year = (int)(1000 + i)};
        offer->candidates[i] =
            (struct epi_candidate){.series = &offer->series[i], .current = i == 8};
        offer->list[i] = &offer->candidates[i];
    }
    offer->notice = (struct epi_notice){
        .kind = EPI_NOTICE_CHOICES, .candidates = offer->list, .candidate_count = count, .list = 7};
    offer->notice.series = &offer->series[MANY - 1];
    offer->notice.episode = &no_episode;
    choices_take(&offer->choices, &offer->notice, NULL);
    return offer;
}

/* All of the page that is shown: "1 Show (1000, GB)|2 Show (1001, GB)". */
static const char *page(const struct choices *choices)
{
    static char text[2048];
    size_t len = 0, number;
    text[0] = '\0';
    for (size_t digit = 1; (number = choices_of_digit(choices, digit)) > 0; digit++) {
        char line[CHOICES_LINE_MAX];
        choices_line(choices, number - 1, digit, line);
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s%s", digit > 1 ? "|" : "",
                                number - 1 == choices->chosen ? ">" : "", line);
    }
    return text;
}

static const char *hint(const struct choices *choices)
{
    static char text[CHOICES_TEXT_MAX];
    choices_hint(choices, NULL, text);
    return text;
}

static void a_short_list_is_one_page(void **state)
{
    (void)state;
    struct offer *offer = take(2, "Show");
    assert_string_equal(page(&offer->choices), ">1 Show (1000, GB)|2 Show (1001, GB)");
    assert_string_equal(hint(&offer->choices),
                        "digits, arrows, Enter: choose; 0: none; s: search; x: no "
                        "episode; Esc: close");
    assert_int_equal(offer->choices.number, 7);
    assert_int_equal(choices_pages(&offer->choices), 1);
    assert_int_equal(choices_of_digit(&offer->choices, 2), 2);
    assert_int_equal(choices_of_digit(&offer->choices, 3), 0);
    assert_int_equal(choices_of_digit(&offer->choices, 0), 0);
    choices_turn(&offer->choices, 1);
    assert_int_equal(offer->choices.page, 0);
    choices_move(&offer->choices, 1);
    assert_string_equal(page(&offer->choices), "1 Show (1000, GB)|>2 Show (1001, GB)");
    choices_move(&offer->choices, 1);
    assert_int_equal(offer->choices.chosen, 0);
    offer->choices.count = 0;
    choices_move(&offer->choices, 1);
    assert_int_equal(offer->choices.chosen, 0);
    free(offer);
}

static void a_long_list_has_pages(void **state)
{
    (void)state;
    struct offer *offer = take(MANY, "Show");
    assert_int_equal(choices_pages(&offer->choices), 6);
    assert_non_null(strstr(page(&offer->choices), "|>9 Show (1008, GB) · now"));
    assert_non_null(strstr(hint(&offer->choices), "; left, right: page 1 of 6"));
    choices_turn(&offer->choices, -1);
    assert_ptr_equal(strstr(page(&offer->choices), ">1 Show (1045, GB)|"), page(&offer->choices));
    assert_non_null(strstr(hint(&offer->choices), "page 6 of 6"));
    assert_int_equal(choices_of_digit(&offer->choices, 5), 50);
    assert_int_equal(choices_of_digit(&offer->choices, 6), 0);
    choices_turn(&offer->choices, 1);
    assert_int_equal(choices_of_digit(&offer->choices, 9), 9);
    choices_move(&offer->choices, -1); /* from the first to the last, on its page */
    assert_int_equal(offer->choices.chosen, 49);
    assert_int_equal(offer->choices.page, 5);
    choices_take(&offer->choices, &offer->notice, NULL);
    assert_int_equal(offer->choices.page, 0);
    free(offer);
}

static void long_titles_are_cut_between_letters(void **state)
{
    (void)state;
    char title[201] = "";
    for (size_t i = 0; i < 40; i++)
        memcpy(title + 5 * i, "ab\xe4\xb8\xad", 6); /* "ab中" */
    struct offer *offer = take(MANY, title);
    offer->notice.series = &offer->series[0];
    choices_take(&offer->choices, &offer->notice, NULL);
    const char *texts[] = {page(&offer->choices), offer->choices.heading};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        for (size_t len, at = 0; texts[i][at]; at += len) {
            len = epi_utf8_length(texts[i] + at, strlen(texts[i] + at));
            assert_true(len > 0);
        }
        assert_non_null(strstr(texts[i], "…"));
    }
    free(offer);
}

/* What a reader takes for one character is whole, wherever the title is cut. */
static void no_part_of_a_character_is_cut_off(void **state)
{
    static const char *const characters[] = {"\U0001f468\u200d\U0001f469\u200d\U0001f467",
                                             "e\u0301", "\u0928\u093f", "שׁ"};
    (void)state;
    for (size_t i = 0; i < 4 * 8; i++) {
        char title[201] = "abcdefgh";
        const char *one = characters[i / 8];
        size_t len = strlen(one), at = i % 8, end = 0;
        for (; at + len < sizeof(title); at += len)
            memcpy(title + at, one, len + 1);
        struct offer *offer = take(MANY, title);
        const char *cut = offer->choices.list[0].title;
        while (strncmp(cut + end, "…", strlen("…")) != 0)
            end++;
        assert_memory_equal(cut, title, end);
        assert_int_equal((end - i % 8) % len, 0);
        assert_true(end + len > 76 && end <= 76);
        free(offer);
    }
}

/* The current one is lit, wherever it is; the series is not named in each line. */
static void episodes_are_listed_by_number_and_title(void **state)
{
    (void)state;
    struct offer *offer = take(12, "Firefly");
    struct epi_episode episodes[12];
    struct epi_episode read = {.season = 1, .number = 2};
    for (int i = 0; i < 12; i++) {
        episodes[i] = (struct epi_episode){
            .season = 1, .number = i + 1, .title = "Ariel", .airdate = "2002-11-15"};
        offer->candidates[i].episode = &episodes[i];
        offer->candidates[i].current = i == 10;
    }
    offer->notice.kind = EPI_NOTICE_EPISODES;
    offer->notice.series = &offer->series[0];
    offer->notice.episode = &read;
    choices_take(&offer->choices, &offer->notice, NULL);
    assert_string_equal(offer->choices.heading, "Which episode is “Firefly 1x02”?");
    assert_string_equal(page(&offer->choices), "1 1x10 Ariel|>2 1x11 Ariel · now|3 1x12 Ariel");
    assert_string_equal(offer->choices.list[0].number, "2002-11-15");
    assert_string_equal(offer->choices.list[0].year, "");
    offer->candidates[3].episode = NULL; /* of another player's library */
    choices_take(&offer->choices, &offer->notice, NULL);
    assert_int_equal(offer->choices.count, 3);
    free(offer);
}

static void orders_are_listed_by_name(void **state)
{
    static const char *const orders[] = {"auto", "dvd", "aired"};
    (void)state;
    struct offer *offer = take(0, "Firefly");
    offer->notice.kind = EPI_NOTICE_ORDERS;
    offer->notice.series = &offer->series[0];
    offer->series[0].title = "Firefly";
    offer->notice.orders = orders;
    offer->notice.order_count = 3;
    offer->notice.order_current = 1;
    choices_take(&offer->choices, &offer->notice, NULL);
    assert_string_equal(offer->choices.heading, "Which order does “Firefly” follow?");
    assert_string_equal(page(&offer->choices), "1 auto|>2 dvd · now|3 aired");
    assert_string_equal(hint(&offer->choices), "digits, arrows, Enter: choose; Esc: close");
    char keys[CHOICES_KEYS_MAX];
    choices_keys(&offer->choices, keys);
    assert_null(strstr(keys, "answer-0"));
    assert_null(strstr(keys, "search"));
    assert_non_null(strstr(keys, "ENTER script-binding epimark/list-enter\n"));
    free(offer);
}

/* Brackets and years stay behind a title that is written from right to left: it is marked off on
 * screen, and not in the log. */
static void titles_from_right_to_left_are_marked_off(void **state)
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
        choices_label(&candidate, false, &words_languages[0].language, label);
        snprintf(wanted, sizeof(wanted), "%s%s%s (2005)", titles[i].marked ? "\u2068" : "",
                 titles[i].title, titles[i].marked ? "\u2069" : "");
        assert_string_equal(label, wanted);
        choices_label(&candidate, false, NULL, label);
        snprintf(wanted, sizeof(wanted), "%s (2005)", titles[i].title);
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
    choices_label(&candidate, false, NULL, label);
    assert_string_equal(label, "Show");
    choices_label(&candidate, true, NULL, label);
    assert_string_equal(label, "Show 3x04");
    series.country = "US";
    choices_label(&candidate, true, NULL, label);
    assert_string_equal(label, "Show (US) 3x04");
    candidate.episode = NULL;
    choices_label(&candidate, true, NULL, label);
    assert_string_equal(label, "Show (US)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_list_is_one_page),
        cmocka_unit_test(a_long_list_has_pages),
        cmocka_unit_test(long_titles_are_cut_between_letters),
        cmocka_unit_test(no_part_of_a_character_is_cut_off),
        cmocka_unit_test(episodes_are_listed_by_number_and_title),
        cmocka_unit_test(orders_are_listed_by_name),
        cmocka_unit_test(titles_from_right_to_left_are_marked_off),
        cmocka_unit_test(a_label_has_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
