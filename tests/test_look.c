/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/look.h"
#include "tests/doubles/fake_mpv.h"

static const struct ass_font sans = {.share = 1};
static const char narrow_sample[] = "Ill lit; j: (it.) fill, T",
                  usual_sample[] = "The Brown Fox 1x02 jumps";
enum { NARROW = 0x6c6f6f6b, USUAL };

static mpv_handle *mpv;
static struct panel_look look;

static int set_up(void **state)
{
    (void)state;
    mpv = fake_mpv_new("epimark", NULL);
    look = PANEL_LOOK;
    look_observe(mpv);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_mpv_free(mpv);
    return 0;
}

/* Takes all events; how many of them changed the look. */
static int learn(void)
{
    int changes = 0;
    for (;;) {
        const mpv_event *event = mpv_wait_event(mpv, 0);
        if (event->event_id == MPV_EVENT_NONE)
            return changes;
        changes += look_learn(&look, event);
    }
}

static void numbers_are_taken_if_they_mean_something(void **state)
{
    (void)state;
    assert_int_equal(learn(), 0);
    fake_mpv_set_number(mpv, "osd-dimensions/aspect", 2);
    fake_mpv_set_number(mpv, "osd-scale", 1.5);
    fake_mpv_set_number(mpv, "osd-margin-x", 0);
    fake_mpv_set_number(mpv, "osd-margin-y", 16);
    assert_int_equal(learn(), 4);
    assert_float_equal(look.aspect, 2, 1e-9);
    assert_float_equal(look.scale, 1.5, 1e-9);
    assert_float_equal(look.margin_x, 0, 1e-9);
    assert_float_equal(look.margin_y, 16, 1e-9);
    fake_mpv_set_number(mpv, "osd-dimensions/aspect", 0); /* the window is gone */
    fake_mpv_set_number(mpv, "osd-scale", -1);
    fake_mpv_set_number(mpv, "osd-margin-x", -1);
    fake_mpv_set_number(mpv, "osd-margin-y", 16);
    assert_int_equal(learn(), 0);
    assert_float_equal(look.aspect, 2, 1e-9);
}

static void colours_are_read_as_mpv_writes_them(void **state)
{
    (void)state;
    fake_mpv_set_text(mpv, "osd-color", "#80FFEE01");
    fake_mpv_set_text(mpv, "osd-back-color", "#102030");
    fake_mpv_set_text(mpv, "osd-selected-color", "#FFABCDEF");
    assert_int_equal(learn(), 3);
    assert_int_equal(look.text, 0xffee01);
    assert_int_equal(look.back, 0x102030);
    assert_int_equal(look.accent, 0xabcdef);
    static const char *const wrong[] = {"",          "red",      "#12345",    "#1234567",
                                        "#1234567g", "12345678", "#123456789"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        fake_mpv_set_text(mpv, "osd-color", wrong[i]);
        assert_int_equal(learn(), 0);
        assert_int_equal(look.text, 0xffee01);
    }
}

/* The answer to what was measured. */
static bool measured(uint64_t userdata, double x0, double x1)
{
    char keys[][4] = {"x0", "y0", "x1", "y1"};
    char *key_list[] = {keys[0], keys[1], keys[2], keys[3]};
    mpv_node values[] = {{.format = MPV_FORMAT_DOUBLE, .u.double_ = x0},
                         {.format = MPV_FORMAT_DOUBLE, .u.double_ = 7},
                         {.format = MPV_FORMAT_DOUBLE, .u.double_ = x1},
                         {.format = MPV_FORMAT_DOUBLE, .u.double_ = 9000}};
    mpv_node_list list = {.num = 4, .values = values, .keys = key_list};
    mpv_event_command command = {.result = {.format = MPV_FORMAT_NODE_MAP, .u.list = &list}};
    mpv_event event = {
        .event_id = MPV_EVENT_COMMAND_REPLY, .reply_userdata = userdata, .data = &command};
    return look_learn(&look, &event);
}

static void the_font_is_measured_once_in_a_window(void **state)
{
    (void)state;
    fake_mpv_set_text(mpv, "osd-font", "sans-serif");
    learn();
    look_measure(&look, mpv);
    assert_string_equal(fake_mpv_commands(mpv), ""); /* no window is there */
    fake_mpv_set_number(mpv, "osd-dimensions/h", 720);
    learn();
    look_measure(&look, mpv);
    size_t once = strlen(fake_mpv_commands(mpv));
    look_measure(&look, mpv);
    assert_true(once > 0);
    assert_int_equal(strlen(fake_mpv_commands(mpv)), once);
    assert_false(look.other_font);
    fake_mpv_set_text(mpv, "osd-font", "Condensed");
    assert_int_equal(learn(), 0);
    assert_true(look.other_font);
    assert_int_equal(strlen(fake_mpv_commands(mpv)), once);
    look_measure(&look, mpv);
    assert_true(strlen(fake_mpv_commands(mpv)) > once);
    assert_non_null(strstr(fake_mpv_commands(mpv), "|hidden=1|compute_bounds=1\n"));
    assert_non_null(strstr(fake_mpv_commands(mpv), "id=9|format=none|data=|res_y=720\n"));
}

/* Both samples were measured, in heights of a line. */
static bool measured_both(double narrow, double wide)
{
    return measured(NARROW, 3, 3 + 14 * narrow) || measured(USUAL, 3, 3 + 14 * wide);
}

static void a_font_is_what_its_narrow_and_its_usual_letters_say(void **state)
{
    (void)state;
    double narrow = ass_width(&sans, narrow_sample, strlen(narrow_sample));
    double wide = ass_width(&sans, usual_sample, strlen(usual_sample));
    assert_false(measured(0, 3, 3 + 14 * wide / 2)); /* another's */
    assert_true(measured_both(narrow / 2, wide / 2));
    assert_float_equal(look.font.share, 0.5, 0.01);
    assert_float_equal(look.font.each, 0, 0.01);
    assert_false(measured_both(narrow / 2, wide / 2));
    assert_false(measured(USUAL, 0, 0));
    assert_false(measured(USUAL, 0, 90000));
    assert_float_equal(look.font.share, 0.5, 0.01);
    assert_true(measured_both(0.52 * strlen(narrow_sample), 0.52 * strlen(usual_sample)));
    assert_float_equal(look.font.each, 0.52, 0.01); /* of one width */
    assert_float_equal(look.font.share, 0, 0.01);
    assert_true(measured_both(narrow / 2, wide)); /* its narrow letters are narrower still */
    assert_float_equal(look.font.each, 0, 0.01);
    assert_float_equal(look.font.share, 1, 0.01);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_taken_if_they_mean_something),
        TEST(colours_are_read_as_mpv_writes_them),
        TEST(the_font_is_measured_once_in_a_window),
        TEST(a_font_is_what_its_narrow_and_its_usual_letters_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
