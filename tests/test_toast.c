/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/toast.h"

static struct toast read_text(enum epi_notice_kind kind, const char *title, int rating,
                              const char *text)
{
    struct epi_series series = {.title = title, .country = "", .imdb = ""};
    struct epi_notice notice = {.kind = kind, .series = &series, .rating = rating, .text = text};
    struct toast toast;
    toast_read(&toast, text, &notice);
    return toast;
}

/* The rows of a toast below another or none: "*strong*head|text|8/10|(hint)"; "-": a line, "_": a
 * gap. */
static const char *rows(const struct toast *toast, const struct toast *before)
{
    static char all[4096];
    struct panel_row list[TOAST_ROWS_MAX];
    size_t count = toast_rows(toast, before, list), len = 0;
    all[0] = '\0';
    assert_true(count <= TOAST_ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct panel_row *row = &list[i];
        char line[2048];
        if (row->kind == PANEL_HEAD)
            snprintf(line, sizeof(line), "*%s*%s", row->strong, row->text);
        else if (row->kind == PANEL_HINT)
            snprintf(line, sizeof(line), "(%s)", row->text);
        else if (row->kind == PANEL_STARS)
            snprintf(line, sizeof(line), "%d/10", row->stars);
        else if (row->kind == PANEL_TEXT)
            snprintf(line, sizeof(line), "%s", row->text);
        else
            snprintf(line, sizeof(line), "%s", row->kind == PANEL_RULE ? "-" : "_");
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s", i ? "|" : "", line);
    }
    return all;
}

static const char *toast(enum epi_notice_kind kind, const char *title, const char *text)
{
    struct toast toast = read_text(kind, title, 8, text);
    return rows(&toast, NULL);
}

static void a_title_that_is_marked_off_is_strong_too(void **state)
{
    (void)state;
    assert_string_equal(
        toast(EPI_NOTICE_RATED, "שטיסל", "\u2068שטיסל\u2069 1x02: mit 8 von 10 bewertet"),
        "*\u2068שטיסל\u2069* 1x02|mit 8 von 10 bewertet|8/10");
    assert_string_equal(toast(EPI_NOTICE_UNRATED, "שטיסל", "\u2068שטיסלx\u2069: text"),
                        "\u2068שטיסלx\u2069: text");
}

static void the_series_is_strong_and_the_rest_below(void **state)
{
    (void)state;
    assert_string_equal(
        toast(EPI_NOTICE_RATED, "Firefly", "Firefly 1x02: rated 8 of 10 (saved, will be sent)"),
        "*Firefly* 1x02|rated 8 of 10|8/10|(saved, will be sent)");
    assert_string_equal(toast(EPI_NOTICE_RATED, "Firefly", "Firefly, season 1: rated 8 of 10"),
                        "*Firefly*, season 1|rated 8 of 10|8/10");
    assert_string_equal(toast(EPI_NOTICE_WATCHED, "Firefly",
                              "Firefly 1x02 kept as watched (sign in to mark it: login)"),
                        "*Firefly* 1x02|kept as watched|(sign in to mark it: login)");
    assert_string_equal(toast(EPI_NOTICE_WATCHED, "Firefly", "Firefly (2002, US) 1x02 kept"),
                        "*Firefly* (2002, US) 1x02|kept");
    assert_string_equal(toast(EPI_NOTICE_IDENTIFIED, "Star: Trek", "Star: Trek 1x02 Foo: Bar"),
                        "*Star: Trek* 1x02 Foo: Bar");
    assert_string_equal(toast(EPI_NOTICE_UNIDENTIFIED, "24", "24 1x02: no catalogue knows it"),
                        "*24* 1x02|no catalogue knows it");
}

static void what_names_no_series_is_text(void **state)
{
    (void)state;
    assert_string_equal(toast(EPI_NOTICE_STATUS, "", "nothing to take back"),
                        "nothing to take back");
    assert_string_equal(toast(EPI_NOTICE_UNSURE, "show",
                              "Which series is “show”? Show (2005, US) (Ctrl+e to choose)"),
                        "Which series is “show”? Show (2005, US)|(Ctrl+e to choose)");
    assert_string_equal(toast(EPI_NOTICE_CHOSEN, "Show", "using Show (2005, US)"),
                        "using Show (2005, US)");
    struct toast bare;
    toast_read(&bare, "epimark is running: it looks up", NULL);
    assert_string_equal(rows(&bare, NULL), "epimark is running: it looks up");
    toast_read(&bare, ")", NULL);
    assert_string_equal(rows(&bare, NULL), ")");
}

static void the_same_episode_is_named_once(void **state)
{
    (void)state;
    struct toast one = read_text(EPI_NOTICE_IDENTIFIED, "Show", -1, "Show 1x02");
    struct toast same = read_text(EPI_NOTICE_MARKED, "Show", -1, "Show 1x02: marked as watched");
    struct toast other = read_text(EPI_NOTICE_MARKED, "Show", -1, "Show 1x03: marked as watched");
    struct toast none = read_text(EPI_NOTICE_STATUS, "", -1, "nothing");
    assert_string_equal(rows(&same, &one), "_|marked as watched");
    assert_string_equal(rows(&other, &same), "-|*Show* 1x03|marked as watched");
    assert_string_equal(rows(&none, &other), "-|nothing");
    assert_string_equal(rows(&none, &none), "-|nothing");
}

static void the_longest_text_fits(void **state)
{
    (void)state;
    char text[TOAST_TEXT_MAX];
    memset(text, 'x', sizeof(text));
    memcpy(text, "Show 1x02: ", strlen("Show 1x02: "));
    text[sizeof(text) - 1] = '\0';
    struct toast toast = read_text(EPI_NOTICE_STATUS, "Show", -1, text);
    const char *all = rows(&toast, NULL);
    assert_int_equal(strlen(all), strlen("*Show* 1x02|") + strlen(text) - strlen("Show 1x02: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_that_is_marked_off_is_strong_too),
        cmocka_unit_test(the_series_is_strong_and_the_rest_below),
        cmocka_unit_test(what_names_no_series_is_text),
        cmocka_unit_test(the_same_episode_is_named_once),
        cmocka_unit_test(the_longest_text_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
