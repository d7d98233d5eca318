/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entry.h"
#include "core/journal/stored.h"
#include <epimark/error.h>

static char *from_path(const char *path)
{
    char *stored = stored_from_path(path, NULL);
    assert_non_null(stored);
    return stored;
}

static void assert_stored(const char *path, const char *wanted)
{
    char *stored = from_path(path);
    assert_string_equal(stored, wanted);
    free(stored);
}

static void assert_path(const char *stored, const char *wanted)
{
    char *path = stored_to_path(stored, NULL);
    assert_non_null(path);
    assert_string_equal(path, wanted);
    free(path);
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
        "archive:///tv/a@b?c#d.zip|/e.mkv",
        "/tv/http://x/y?z.mkv",
        "",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        char *stored = from_path(paths[i]);
        assert_path(stored, paths[i]);
        if (!strchr(paths[i], '\\'))
            assert_string_equal(stored, paths[i]);
        free(stored);
    }
}

static void test_bytes_that_are_not_utf8_are_kept(void **state)
{
    (void)state;
    assert_stored("/tv/caf\xe9.mkv", "/tv/caf\\xE9.mkv");
    assert_stored("/tv/a\\xE9.mkv", "/tv/a\\\\xE9.mkv"); /* which is another file */
    assert_stored("\xc3", "\\xC3");
    assert_stored("\xed\xa0\x80", "\\xED\\xA0\\x80");
    assert_stored("a\nb\x01", "a\nb\x01");
    char every[256];
    for (int i = 1; i < 256; i++)
        every[i - 1] = (char)i;
    every[255] = '\0';
    char *stored = from_path(every);
    for (size_t at = 0, len; stored[at]; at += len) {
        len = epi_utf8_length(stored + at, strnlen(stored + at, 4));
        assert_true(len > 0);
    }
    assert_path(stored, every);
    free(stored);
}

static void test_broken_escapes_stay_as_they_are(void **state)
{
    (void)state;
    assert_path("a\\", "a\\");
    assert_path("a\\x", "a\\x");
    assert_path("a\\xZZ\\q", "a\\xZZ\\q");
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
    memset(path, '\xe9', len);
    memcpy(path + len - 10, "S01E02.mkv", 10);
    path[len] = '\0';
    char *stored = from_path(path);
    size_t used = strlen(stored);
    assert_true(used < JOURNAL_PATH_MAX && used > JOURNAL_PATH_MAX - 8);
    assert_string_equal(stored + used - 10, "S01E02.mkv");
    assert_memory_equal(stored, "\\xE9", 4); /* no half of an escape */
    /* The longest the system has, with the worst of bytes, fits. */
    path[4095] = '\0';
    free(stored);
    stored = from_path(path);
    assert_path(stored, path);
    free(stored);
    free(path);
}

static void test_texts_are_made_valid(void **state)
{
    (void)state;
    char text[8];
    stored_from_title("/tv/a.mkv", "caf\xe9 \xf0\x9f", text, sizeof(text));
    assert_string_equal(text, "caf? ??");
    stored_from_title("/tv/a.mkv", "12345\xe7\xac\xac", text, sizeof(text));
    assert_string_equal(text, "12345"); /* cut at a character's border */
    stored_from_title("/tv/a.mkv", "", text, sizeof(text));
    assert_string_equal(text, "");
}

static void test_titles_reveal_no_query(void **state)
{
    (void)state;
    const char *path = "https://u:pass@host.example/a.mkv?token=hush";
    char text[64];
    stored_from_title(path, "a.mkv?token=hush", text, sizeof(text));
    assert_string_equal(text, "");
    stored_from_title(path, "Show caf\xe9", text, sizeof(text));
    assert_string_equal(text, "Show caf?");
    stored_from_title("/tv/a.mkv", "a?b", text, sizeof(text));
    assert_string_equal(text, "a?b");
    stored_from_title(path, NULL, text, sizeof(text));
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_stay_as_they_are),
        cmocka_unit_test(test_bytes_that_are_not_utf8_are_kept),
        cmocka_unit_test(test_broken_escapes_stay_as_they_are),
        cmocka_unit_test(test_addresses_lose_what_may_be_secret),
        cmocka_unit_test(test_long_paths_keep_their_end),
        cmocka_unit_test(test_texts_are_made_valid),
        cmocka_unit_test(test_titles_reveal_no_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
