/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/release.h"
#include "matching/words.h"

static struct words words;

/* Counts the words of text that are of the release, and those that are noise. */
static void mark(const char *text, int *release, int *noise)
{
    words_cut(&words, text, strlen(text));
    release_mark(&words);
    *release = *noise = 0;
    for (int i = 0; i < words.count; i++) {
        *release += words.at[i].release;
        *noise += words.at[i].noise;
    }
}

static void knows_the_words_of_a_release(void **state)
{
    (void)state;
    static const char *const names[] = {
        "1080p",   "x264",     "WEB-DL",     "H.264",         "DD5.1", "AAC2.0",    "AAC 2.0",
        "10bit",   "1280x720", "HDTVx264",   "Blu-Ray",       "4.8GB", "450.MB",    "DTS-HD",
        "2160p60", "[5.1]",    "Dual Audio", "DDP 5 1 1080p", "24fps", "UHD.HDR10",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        int release;
        int noise;
        mark(names[i], &release, &noise);
        int unmarked = words.count - release;
        if (unmarked > (strcmp(names[i], "2160p60") == 0)) {
            fail_msg("%s: %d of %d words are not marked as release", names[i], unmarked,
                     words.count);
        }
    }
}

static void leaves_numbers_that_are_not_measures(void **state)
{
    (void)state;
    static const char *const names[] = {"S01E01",      "5 10",         "1x02",
                                        "12.5",        "3 Cadillacs",  "200p",
                                        "Season 5.10", "19 - Chances", "[5.10]"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        int release;
        int noise;
        mark(names[i], &release, &noise);
        if (release + noise > 0)
            fail_msg("%s: %d words are marked as release", names[i], release);
    }
}

static void keeps_the_number_before_a_resolution(void **state)
{
    (void)state;
    int release;
    int noise;
    mark("S05E01.720p", &release, &noise);
    assert_int_equal(release, 2);
    assert_false(words.at[3].release);
}

static void tells_checksums_from_numbers(void **state)
{
    (void)state;
    int release;
    int noise;
    mark("[5BCD56B8]", &release, &noise);
    assert_int_equal(noise, words.count);
    mark("185d86a343e39f3341e35c4dad3f9959", &release, &noise);
    assert_int_equal(noise, words.count);
    mark("oxXo8S2272KE1lfppvxo3iwEJBrBmhlQVK1gqGc", &release, &noise);
    assert_int_equal(noise, words.count);
    mark("5BCD56B8 Name", &release, &noise);
    assert_int_equal(noise, 0);
    mark("E01E02E03E04E05", &release, &noise);
    assert_int_equal(noise, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_words_of_a_release),
        cmocka_unit_test(leaves_numbers_that_are_not_measures),
        cmocka_unit_test(keeps_the_number_before_a_resolution),
        cmocka_unit_test(tells_checksums_from_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
