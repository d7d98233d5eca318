/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

static int begin(void **state)
{
    importing_setup(state);
    struct importing *importing = *state;
    importing->options.now = 1767225600; /* 2026-01-01 */
    return 0;
}

static void what_was_opened_is_handed_over_by_its_path(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "history",
                   "{\"time\":1735689600,\"path\":\"/v/Harbour/Harbour.S01E01.mkv\"}\n"
                   "{\"time\":1735689700,\"path\":\"/v/\\\"Ebb\\\" \\u000a.mkv\",\"title\":\"x\"}\n"
                   "{\"time\":1735689800,\"path\":\"C:\\\\v\\\\Harbour.S01E02.mp4\"}\r\n"
                   "{\"time\":1735689900,\"path\":\"https://h/a/Harbour.S01E03.mkv?x=/1#y\"}\n"
                   "{\"time\":1735689990,\"path\":\"Harbour.S01E04.mkv\"}");
    importing_gives(
        importing,
        "? path=/v/Harbour/Harbour.S01E01.mkv at=1735689600 opened [mpv, history, line 1]\n"
        "? path=/v/\"Ebb\" \n.mkv at=1735689700 opened [mpv, history, line 2]\n"
        "? path=C:\\v\\Harbour.S01E02.mp4 at=1735689800 opened [mpv, history, line 3]\n"
        "? path=https://h/a/Harbour.S01E03.mkv?x=/1#y at=1735689900 opened [mpv, "
        "history, line 4]\n"
        "? path=Harbour.S01E04.mkv at=1735689990 opened [mpv, history, line 5]\n");
}

static void blanks_and_other_members_do_no_harm(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "history",
                   "{\"oops\"\n"
                   "{ \"title\" : \"x\", \"path\": \"/v/Harbour.S01E01.mkv\", \"time\": 5 }\n");
    importing_gives(importing, "! history, line 1: is damaged: it is no JSON\n"
                               "? path=/v/Harbour.S01E01.mkv at=5 opened [mpv, history, line 2]\n");
    importing_file(importing, "history", "{\"path\": \"/v/Harbour.S01E01.mkv\"}\n");
    assert_false(importing_read(importing, importing->path));
}

static void songs_and_pages_are_left_out(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "mpv/watch_history.jsonl",
                   "{\"time\":1735689600,\"path\":\"/m/01 - Intro.flac\",\"title\":\"Intro\"}\n"
                   "{\"time\":1735689600,\"path\":\"https://h/watch?v=a.mkv\"}\n"
                   "{\"time\":1735689600,\"path\":\"/v/folder.mkv/x\"}\n"
                   "{\"time\":1735689600,\"path\":\"dvd://1\"}\n");
    assert_true(importing_read(importing, importing->folder));
    assert_string_equal(importing->text, "");
}

/* Names may be in any encoding, and even have what stands for a byte until the line is read. */
static void a_path_keeps_its_bytes(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "history",
                   "{\"time\":1,\"path\":\"/v/\xff\xe4 \xc3\xa4\xc3 \xf4\x8f\xbc\x81.mkv\"}\n");
    importing_gives(importing, "? path=/v/\xff\xe4 \xc3\xa4\xc3 \xf4\x8f\xbc\x81.mkv at=1 opened "
                               "[mpv, history, line 1]\n");
}

static void damaged_lines_are_said_and_the_rest_goes_on(void **state)
{
    struct importing *importing = *state;
    static char text[200000];
    int len = snprintf(text, sizeof(text),
                       "oops\n{\"time\":5,\"path\":\"/v/a.mkv\"}\n\n{\"time\":5}\n[]\n"
                       "{\"time\":1999999999,\"path\":\"/v/b.mkv\"}\n{\"path\":\"/v/b.mkv\"}\n");
    memset(text + len, 'x', 70000);
    snprintf(text + len + 70000, 100, "%s",
             "\n{\"time\":6,\"path\":\"/v/c.mkv\"}\n{\"time\":7,\"path\":\"/v/d");
    importing_file(importing, "history", text);
    importing_gives(importing, "! history, line 1: is damaged: it is no JSON\n"
                               "? path=/v/a.mkv at=5 opened [mpv, history, line 2]\n"
                               "! history, line 4: has no path\n"
                               "! history, line 5: has no path\n"
                               "! history, line 6: has no time, or one in the future\n"
                               "! history, line 7: has no time, or one in the future\n"
                               "! history, line 8: is too long\n"
                               "? path=/v/c.mkv at=6 opened [mpv, history, line 9]\n"
                               "! history, line 10: is damaged: it is no JSON\n");
    static const char nul[] =
        "{\"time\":1,\"path\":\"/v/\0.mkv\"}\n{\"time\":2,\"path\":\"/a.mkv\"}";
    importing_bytes(importing, "history", nul, sizeof(nul) - 1);
    importing_gives(importing, "! history, line 1: is damaged: it is no JSON\n"
                               "? path=/a.mkv at=2 opened [mpv, history, line 2]\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, importing_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_was_opened_is_handed_over_by_its_path),
        TEST(blanks_and_other_members_do_no_harm),
        TEST(songs_and_pages_are_left_out),
        TEST(a_path_keeps_its_bytes),
        TEST(damaged_lines_are_said_and_the_rest_goes_on),
    };
    return cmocka_run_group_tests_name("mpv", tests, NULL, NULL);
}
