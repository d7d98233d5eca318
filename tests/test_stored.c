/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/sql.h"

static void assert_stored(const char *path, const char *wanted)
{
    char stored[JOURNAL_PATH_MAX];
    stored_path(path, stored);
    assert_string_equal(stored, wanted);
}

static void test_paths_stay_as_they_are(void **state)
{
    (void)state;
    const char *const paths[] = {
        "/tv/Show/S01E02.mkv",
        "Show: The # Query? S01E02.mkv",
        "/a@b/c?d#e.mkv",
        "dir/Übung 第2話.mkv",
        "/tv/it's \"quoted\" ${x} {\\an8}.mkv",
        "file:///tv/a?b#c.mkv",
        "/tv/http://x/y?z.mkv",
        "",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        char stored[JOURNAL_PATH_MAX], raw[JOURNAL_PATH_MAX];
        stored_path(paths[i], stored);
        stored_path_raw(stored, raw);
        assert_string_equal(raw, paths[i]);
        if (!strchr(paths[i], '\\'))
            assert_string_equal(stored, paths[i]);
    }
}

static void test_bytes_that_are_no_text_are_kept(void **state)
{
    (void)state;
    assert_stored("/tv/caf\xe9.mkv", "/tv/caf\\xE9.mkv");
    assert_stored("/tv/a\\xE9.mkv", "/tv/a\\\\xE9.mkv"); /* which is another file */
    assert_stored("\xc3", "\\xC3");
    assert_stored("\xed\xa0\x80", "\\xED\\xA0\\x80");
    assert_stored("a\nb\x01", "a\nb\x01");
    char every[256], stored[JOURNAL_PATH_MAX], raw[JOURNAL_PATH_MAX];
    for (int i = 1; i < 256; i++)
        every[i - 1] = (char)i;
    every[255] = '\0';
    stored_path(every, stored);
    for (size_t at = 0, len; stored[at]; at += len) {
        len = epi_utf8(stored + at, strnlen(stored + at, 4));
        assert_true(len > 0);
    }
    stored_path_raw(stored, raw);
    assert_string_equal(raw, every);
}

static void test_a_raw_path_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    char raw[JOURNAL_PATH_MAX];
    stored_path_raw("a\\", raw);
    assert_string_equal(raw, "a\\");
    stored_path_raw("a\\x", raw);
    assert_string_equal(raw, "a\\x");
    stored_path_raw("a\\xZZ\\q", raw);
    assert_string_equal(raw, "a\\xZZ\\q");
}

static void test_addresses_lose_what_may_be_secret(void **state)
{
    (void)state;
    assert_stored("https://user:pass@host.example/tv/a.mkv?token=hush#t=10",
                  "https://host.example/tv/a.mkv");
    assert_stored("https://us:p@ss@host.example:8080/a", "https://host.example:8080/a");
    assert_stored("ftp://user@host/a@b.mkv", "ftp://host/a@b.mkv");
    assert_stored("smb://u:p@nas/tv/S01E02.mkv", "smb://nas/tv/S01E02.mkv");
    assert_stored("https://host.example?u=a@b", "https://host.example");
    assert_stored("https://@host/a", "https://host/a");
    assert_stored("https://host/#@x", "https://host/");
    assert_stored("magnet:?xt=urn:btih:hush", "magnet:");
    assert_stored("ytdl://https://me:hush@host/a?b", "ytdl://https://host/a");
    assert_stored("edl://https://me:hush@host/a,0,5;https://me:hush@host/b",
                  "edl://https://host/a,0,5;https://host/b");
    assert_stored("x+y-1.z://u@h/a", "x+y-1.z://h/a");
    assert_stored("https://", "https://");
    assert_stored("https://user:pass@", "https://");
}

static void test_long_paths_keep_their_end(void **state)
{
    (void)state;
    size_t len = 65536;
    char *path = malloc(len + 1);
    char stored[JOURNAL_PATH_MAX];
    memset(path, '\xe9', len);
    memcpy(path + len - 10, "S01E02.mkv", 10);
    path[len] = '\0';
    memset(stored, 'x', sizeof(stored));
    stored_path(path, stored);
    size_t used = strlen(stored);
    assert_true(used < JOURNAL_PATH_MAX && used > JOURNAL_PATH_MAX - 8);
    assert_string_equal(stored + used - 10, "S01E02.mkv");
    assert_memory_equal(stored, "\\xE9", 4); /* no half of an escape */
    /* The longest the system has, with the worst of bytes, fits. */
    path[4095] = '\0';
    char raw[JOURNAL_PATH_MAX];
    stored_path(path, stored);
    stored_path_raw(stored, raw);
    assert_string_equal(raw, path);
    free(path);
}

static void test_texts_are_made_valid(void **state)
{
    (void)state;
    char text[8];
    stored_text(text, sizeof(text), "caf\xe9 \xf0\x9f");
    assert_string_equal(text, "caf? ??");
    stored_text(text, sizeof(text), "12345\xe7\xac\xac");
    assert_string_equal(text, "12345"); /* cut at a character's border */
    stored_text(text, sizeof(text), "");
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_stay_as_they_are),
        cmocka_unit_test(test_bytes_that_are_no_text_are_kept),
        cmocka_unit_test(test_a_raw_path_is_read_as_far_as_it_goes),
        cmocka_unit_test(test_addresses_lose_what_may_be_secret),
        cmocka_unit_test(test_long_paths_keep_their_end),
        cmocka_unit_test(test_texts_are_made_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
