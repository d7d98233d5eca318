/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/panel.h"
#include <epimark/error.h>

#define assert_between(value, low, high) assert_true((value) >= (low) && (value) <= (high))

static const struct ass_font sans = {.share = 1};
static char drawn[32768];

/* Draws rows and returns where the panel ends. */
static double draw(const struct panel_look *look, enum panel_width width,
                   const struct panel_row *rows, size_t count)
{
    struct panel panel = {.top = 25, .width = width, .rows = rows, .count = count};
    struct ass out = ass_begin(drawn, sizeof(drawn));
    double bottom = panel_write(&panel, look, &out);
    assert_true(panel_write(&panel, look, NULL) == bottom);
    return bottom;
}

#define DRAW(width, ...)                                                                           \
    draw(&PANEL_LOOK, width, (const struct panel_row[]){__VA_ARGS__},                              \
         sizeof((const struct panel_row[]){__VA_ARGS__}) / sizeof(struct panel_row))

/* An event that was drawn, from 0; "" if there is none. */
static const char *event(int index)
{
    static char line[4096];
    const char *from = drawn;
    for (; index > 0 && *from; index--)
        from += strcspn(from, "\n") + 1;
    snprintf(line, sizeof(line), "%.*s", (int)strcspn(from, "\n"), from);
    return line;
}

/* The event that has this text, without its tags; "" if there is none. */
static const char *event_of(const char *text)
{
    for (int i = 0; event(i)[0]; i++) {
        if (strstr(event(i), text))
            return event(i);
    }
    return "";
}

/* A number of an event's tag: the first or, after a comma, the second. */
static long number(const char *event, const char *tag, bool second)
{
    const char *at = strstr(event, tag);
    assert_non_null(at);
    at += strlen(tag);
    if (second)
        at = strchr(at, ',') + 1;
    return strtol(at, NULL, 10);
}

#define X(text) number(event_of(text), "\\pos(", false)
#define Y(text) number(event_of(text), "\\pos(", true)

/* How many figures a drawing has. */
static int figures(const char *event)
{
    int count = 0;
    for (const char *at = strstr(event, "\\p4}"); at && (at = strstr(at, "m ")); at++)
        count++;
    return count;
}

static void a_toast_is_as_wide_as_its_text(void **state)
{
    (void)state;
    double bottom =
        DRAW(PANEL_FITTED, {.kind = PANEL_HEAD, .strong = "Show", .text = " 1x02"},
             {.kind = PANEL_TEXT, .text = "watched"}, {.kind = PANEL_HINT, .text = "kept"});
    assert_non_null(strstr(event_of("Show"), "{\\b1}Show{\\b0} 1x02"));
    assert_true(X("Show") == X("watched") && X("watched") == X("kept"));
    assert_true(Y("Show") < Y("watched") && Y("watched") < Y("kept"));
    assert_true(Y("kept") < bottom);
    assert_between(X("Show"), 1050, 1150);
    assert_int_equal(number(event_of("watched"), "\\fs", false), 30);
    assert_between(number(event_of("kept"), "\\fs", false), 20, 25);
    assert_non_null(strstr(event_of("watched"), "\\1a&H00&"));
    assert_null(strstr(event_of("kept"), "\\1a&H00&"));
    long narrow = X("Show");
    DRAW(PANEL_COLUMN, {.kind = PANEL_TEXT, .text = "Show"});
    assert_true(X("Show") < narrow);
    assert_between(X("Show"), 640, 700);
}

static void a_long_text_is_broken_within_its_column(void **state)
{
    (void)state;
    static char text[600];
    for (size_t i = 0; i + 1 < sizeof(text); i++)
        text[i] = i % 7 == 6 ? ' ' : 'n';
    DRAW(PANEL_FITTED, {.kind = PANEL_TEXT, .text = text}, {.kind = PANEL_TEXT, .text = "end"});
    int lines = 0;
    for (int i = 1; event(i)[0]; i++, lines++) {
        const char *line = strrchr(event(i), '}') + 1;
        assert_true(ass_width(&sans, line, strlen(line)) * 30 < 0.46 * 1280);
    }
    assert_between(lines, 17, 22);
    assert_between(Y("end"), 600, 700);
}

/* Each line of a title from right to left is marked off, so that what follows stays behind it. */
static void a_broken_title_is_marked_off_in_each_line(void **state)
{
    static const char title[] = "\u2068שלום עולם שלום עולם שלום עולם שלום עולם שלום\u2069";
    (void)state;
    DRAW(PANEL_FITTED, {.kind = PANEL_HEAD, .strong = title, .text = " 1x02"});
    assert_non_null(strstr(event(1), "\u2068"));
    assert_non_null(strstr(event(1), "{\\b0}\u2069"));
    assert_non_null(strstr(event(2), "}\u2068{\\b1}"));
    assert_non_null(strstr(event(2), "\u2069{\\b0} 1x02"));
    assert_string_equal(event(3), "");
}

static void columns_are_aligned_and_a_long_title_is_cut(void **state)
{
    (void)state;
    DRAW(PANEL_COLUMN,
         {.kind = PANEL_ITEM,
          .text = "A title that is far too long for the column that it has to share",
          .columns = {"2005", "US", "1x02"},
          .stars = -1},
         {.kind = PANEL_ITEM, .text = "Short", .columns = {"1978", NULL, "10x122"}, .stars = -1});
    assert_true(X("2005") == X("1978"));
    assert_true(X("1x02") == X("10x122"));
    assert_true(X("2005") < X("US") && X("US") < X("1x02"));
    assert_between(X("1x02"), 1200, 1255);
    assert_true(X("A title") == X("Short"));
    assert_non_null(strstr(event_of("A title"), "…"));
    assert_null(strstr(event_of("Short"), "…"));
    const char *title = strrchr(event_of("A title"), '}') + 1;
    assert_true(X("A title") + ass_width(&sans, title, strlen(title)) * 30 < X("2005") - 4 * 10);
}

static void a_row_without_columns_has_the_whole_line(void **state)
{
    (void)state;
    static const char title[] = "A title that needs nearly the whole line";
    DRAW(PANEL_COLUMN, {.kind = PANEL_ITEM, .text = title, .stars = -1},
         {.kind = PANEL_ITEM, .text = "Short", .columns = {"2005", "US"}, .stars = -1});
    assert_non_null(strstr(event_of("A title"), title));
    DRAW(PANEL_COLUMN, {.kind = PANEL_ITEM, .text = title, .columns = {"2005", "US"}, .stars = -1});
    assert_null(strstr(event_of("A title"), title));
}

/* The widest entry of a column does not take room from rows whose own is short. */
static void a_row_has_what_its_own_column_leaves(void **state)
{
    (void)state;
    static const char title[] = "A title of some length, in full";
    DRAW(
        PANEL_COLUMN, {.kind = PANEL_ITEM, .text = title, .columns = {"off"}, .stars = -1},
        {.kind = PANEL_ITEM, .text = "Short", .columns = {"a long detail, of a row"}, .stars = -1});
    assert_non_null(strstr(event_of("A title"), title));
    DRAW(PANEL_COLUMN,
         {.kind = PANEL_ITEM, .text = title, .columns = {"a long detail, of a row"}, .stars = -1});
    assert_null(strstr(event_of("A title"), title));
}

static void wide_and_right_to_left_titles_are_cut_by_their_width(void **state)
{
    (void)state;
    static const char *const titles[] = {
        "進撃の巨人進撃の巨人進撃の巨人進撃の巨人進撃の巨人進撃の巨人",
        "שלום עולם שלום עולם שלום עולם שלום עולם שלום עולם שלום עולם שלום עולם"};
    for (size_t i = 0; i < 2; i++) {
        DRAW(PANEL_COLUMN,
             {.kind = PANEL_ITEM, .text = titles[i], .columns = {"2005"}, .stars = -1});
        char cut[512];
        snprintf(cut, sizeof(cut), "%s", strrchr(event(2), '}') + 1);
        static const char begin[] = "\u2068";
        if (epi_utf8_is_leftward(cut)) { /* it is marked off, with the ellipsis at its end */
            assert_memory_equal(cut, begin, strlen(begin));
            memmove(cut, cut + strlen(begin), strlen(cut + strlen(begin)) + 1);
            assert_string_equal(cut + strlen(cut) - strlen("…\u2069"), "…\u2069");
            cut[strlen(cut) - strlen("\u2069")] = '\0';
        }
        size_t len = strlen(cut) - strlen("…");
        assert_string_equal(cut + len, "…");
        assert_memory_equal(cut, titles[i], len);
        assert_true(epi_utf8_length(titles[i] + len, 4) > 0);
        double width = ass_width(&sans, cut, len) * 30;
        assert_true(width > 300 && X(cut) + width < X("2005") - 60);
    }
}

static void the_chosen_item_is_lit(void **state)
{
    (void)state;
    DRAW(PANEL_COLUMN, {.kind = PANEL_ITEM, .text = "one", .stars = -1},
         {.kind = PANEL_ITEM, .text = "two", .stars = -1, .chosen = true},
         {.kind = PANEL_ITEM, .text = "three", .stars = -1, .off = true});
    const char *lit = event(2);
    assert_int_equal(figures(lit), 1);
    long top = number(lit, "\\pos(", true);
    assert_true(Y("one") < top && top < Y("two"));
    assert_int_equal(figures(event(4)), 0);
    assert_non_null(strstr(event_of("two"), "\\1a&H00&"));
    assert_null(strstr(event_of("three"), "\\1a&H00&"));
}

static void stars_fill(void **state)
{
    (void)state;
    for (int filled = 0; filled <= 10; filled++) {
        DRAW(PANEL_FITTED, {.kind = PANEL_STARS, .stars = filled});
        int in_gold = 0, all = 0;
        for (int i = 1; event(i)[0]; i++) {
            all += figures(event(i));
            if (strstr(event(i), "\\1c&H2FBDFA&"))
                in_gold += figures(event(i));
        }
        assert_int_equal(all, 10);
        assert_int_equal(in_gold, filled);
    }
}

static void colours_are_the_users_if_they_can_be_read(void **state)
{
    (void)state;
    struct panel_look look = PANEL_LOOK;
    struct panel_row row = {.kind = PANEL_TEXT, .text = "text"};
    look.text = 0xffeedd;
    look.back = 0x001040;
    draw(&look, PANEL_FITTED, &row, 1);
    assert_non_null(strstr(event_of("text"), "\\1c&HDDEEFF&"));
    assert_non_null(strstr(event(0), "\\1c&H4D2214&"));
    look.text = 0x101010; /* as dark as the back: it would not be seen */
    draw(&look, PANEL_FITTED, &row, 1);
    assert_non_null(strstr(event_of("text"), "\\1c&H101010&"));
    assert_non_null(strstr(event(0), "\\1c&HECECEC&"));
}

static void scale_font_and_margins_are_mpvs(void **state)
{
    (void)state;
    struct panel_look look = PANEL_LOOK;
    struct panel_row row = {.kind = PANEL_TEXT, .text = "some text"};
    draw(&look, PANEL_FITTED, &row, 1);
    long usual = X("some");
    look.font.share = 0.5;
    draw(&look, PANEL_FITTED, &row, 1);
    assert_true(X("some") > usual + 40);
    look = PANEL_LOOK;
    look.margin_x = 125;
    draw(&look, PANEL_FITTED, &row, 1);
    assert_int_equal(X("some"), usual - 100);
    look = PANEL_LOOK;
    look.scale = 2;
    draw(&look, PANEL_FITTED, &row, 1);
    assert_int_equal(number(event_of("some"), "\\fs", false), 60);
}

static void what_is_too_high_is_drawn_smaller(void **state)
{
    (void)state;
    struct panel_row rows[24];
    char names[24][8];
    for (int i = 0; i < 24; i++) {
        snprintf(names[i], sizeof(names[i]), "item%d.", i);
        rows[i] = (struct panel_row){.kind = PANEL_ITEM, .text = names[i], .stars = -1};
    }
    double bottom = draw(&PANEL_LOOK, PANEL_COLUMN, rows, 24);
    assert_true(bottom <= 720 - 25 + 1);
    assert_true(Y("item23.") < 720 - 25);
    assert_between(number(event_of("item0."), "\\fs", false), 15, 20);
}

static void a_narrow_window_keeps_the_title(void **state)
{
    (void)state;
    static const double aspects[] = {0.1, 0.33, 0.5, 1};
    for (size_t i = 0; i < sizeof(aspects) / sizeof(*aspects); i++) {
        struct panel_look look = PANEL_LOOK;
        look.aspect = aspects[i];
        struct panel_row rows[] = {
            {.kind = PANEL_ITEM, .text = "Title", .columns = {"2005", "US", "1x02"}, .stars = -1},
            {.kind = PANEL_ITEM, .text = "Rate", .stars = 8}};
        draw(&look, PANEL_COLUMN, rows, 2);
        assert_true(X("T") > 0);
        assert_true(X("T") < 720 * look.aspect || aspects[i] < 0.2);
    }
}

static void a_narrow_menu_cuts_no_text(void **state)
{
    (void)state;
    struct panel_look look = PANEL_LOOK;
    const struct panel_row rows[] = {
        {.kind = PANEL_ITEM, .text = "Mark as watched", .columns = {"not yet"}, .stars = -1},
        {.kind = PANEL_ITEM, .text = "Accounts", .columns = {"0 of 2 wait"}, .stars = -1}};
    draw(&look, PANEL_COLUMN, rows, 2);
    assert_non_null(strstr(drawn, "not yet"));
    look.aspect = 9 / 16.0;
    draw(&look, PANEL_COLUMN, rows, 2);
    assert_null(strstr(drawn, "…"));
    assert_non_null(strstr(drawn, "}Mark as watched"));
    assert_non_null(strstr(drawn, "}0 of 2 wait"));
    assert_null(strstr(drawn, "not yet"));
}

static void a_place_is_that_of_a_row_and_of_a_star(void **state)
{
    (void)state;
    struct panel_row rows[] = {{.kind = PANEL_HEAD, .strong = "Show"},
                               {.kind = PANEL_ITEM, .text = "Rate", .stars = 3},
                               {.kind = PANEL_ITEM, .text = "Mark", .stars = -1}};
    struct panel panel = {.top = 25, .width = PANEL_COLUMN, .rows = rows, .count = 3};
    draw(&PANEL_LOOK, PANEL_COLUMN, rows, 3);
    double rate = (double)Y("Rate"), mark = (double)Y("Mark");
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, 800, rate).row, 1);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, 800, rate).stars, 0);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, 800, mark).row, 2);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, 200, mark).row, -1);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, 800, mark + 200).row, -1);
    double right = 1280 - 25 - 0.75 * 30;
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, right - 1, rate).stars, 10);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, right - 9.5 * 0.95 * 30, rate).stars, 1);
    assert_int_equal(panel_at(&panel, &PANEL_LOOK, right - 1, mark).stars, 0);
}

static void no_buffer_is_too_small(void **state)
{
    (void)state;
    struct panel_row rows[] = {{.kind = PANEL_HEAD, .strong = "{\\b1}", .text = " \\N"},
                               {.kind = PANEL_STARS, .stars = 4}};
    struct panel panel = {.top = 25, .width = PANEL_FITTED, .rows = rows, .count = 2};
    for (size_t size = 1; size < 1200; size += 7) {
        char *text = malloc(size); /* so that a sanitizer sees a byte too many */
        struct ass out = ass_begin(text, size);
        panel_write(&panel, &PANEL_LOOK, &out);
        assert_true(strlen(text) < size);
        assert_true(!*text || text[strlen(text) - 1] == '\n');
        free(text);
    }
    DRAW(PANEL_FITTED, {.kind = PANEL_HEAD, .strong = "{\\b1}", .text = " \\N"});
    assert_non_null(strstr(event(1), "{\\b1}\\{\\\u2060b1}{\\b0} \\\u2060N"));
}

/* Only the columns that a row has limit its text. */
static void a_text_goes_as_far_as_its_own_columns(void **state)
{
    (void)state;
    DRAW(PANEL_COLUMN,
         {.kind = PANEL_ITEM,
          .text = "A text that needs most of it",
          .columns = {"no"},
          .stars = PANEL_NO_STARS},
         {.kind = PANEL_ITEM,
          .text = "Other",
          .columns = {"much that is said of the other"},
          .stars = PANEL_NO_STARS});
    assert_string_not_equal(event_of("A text that needs most of it"), "");
}

static void a_key_precedes_its_text_and_a_bar_what_holds(void **state)
{
    (void)state;
    DRAW(PANEL_COLUMN,
         {.kind = PANEL_ITEM, .key = "1", .text = "One", .stars = PANEL_NO_STARS, .now = true},
         {.kind = PANEL_ITEM, .key = "2", .text = "Two", .stars = PANEL_NO_STARS});
    assert_true(X("1") < X("One"));
    assert_int_equal(X("One"), X("Two"));
    assert_non_null(strstr(event_of("}1"), "\\1a&H58&")); /* dim */
    int bars = 0;
    for (int i = 0; event(i)[0]; i++)
        bars += strstr(event(i), "\\1c&H2FBDFA&") != NULL; /* the accent, as BGR */
    assert_int_equal(bars, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_toast_is_as_wide_as_its_text),
        cmocka_unit_test(a_text_goes_as_far_as_its_own_columns),
        cmocka_unit_test(a_key_precedes_its_text_and_a_bar_what_holds),
        cmocka_unit_test(a_long_text_is_broken_within_its_column),
        cmocka_unit_test(a_broken_title_is_marked_off_in_each_line),
        cmocka_unit_test(columns_are_aligned_and_a_long_title_is_cut),
        cmocka_unit_test(a_row_without_columns_has_the_whole_line),
        cmocka_unit_test(a_row_has_what_its_own_column_leaves),
        cmocka_unit_test(wide_and_right_to_left_titles_are_cut_by_their_width),
        cmocka_unit_test(the_chosen_item_is_lit),
        cmocka_unit_test(stars_fill),
        cmocka_unit_test(colours_are_the_users_if_they_can_be_read),
        cmocka_unit_test(scale_font_and_margins_are_mpvs),
        cmocka_unit_test(what_is_too_high_is_drawn_smaller),
        cmocka_unit_test(a_narrow_window_keeps_the_title),
        cmocka_unit_test(a_narrow_menu_cuts_no_text),
        cmocka_unit_test(a_place_is_that_of_a_row_and_of_a_star),
        cmocka_unit_test(no_buffer_is_too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
