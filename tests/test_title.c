/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/release.h"
#include "matching/title.h"

static void assert_written(const char *text, const char *wanted)
{
    static struct words words;
    char out[64];
    words_cut(&words, text, strlen(text));
    title_write(out, sizeof(out), &words, (struct stretch){0, words.count});
    assert_string_equal(out, wanted);
}

static void writes_as_a_person_would(void **state)
{
    (void)state;
    assert_written("The.Quiet_Hour", "The Quiet Hour");
    assert_written("Agents.of.S.A.L.T.", "Agents of S.A.L.T.");
    assert_written("11.22.63", "11.22.63");
    assert_written("Dr. Who", "Dr. Who");
    assert_written("Mr.Who", "Mr Who");
    assert_written("What Now?!.x", "What Now?! x");
    assert_written("What Now?!", "What Now?!");
    assert_written("Show (Other)", "Show (Other)");
    assert_written("Spider-Man - Home", "Spider-Man - Home");
    assert_written("  Show  ", "Show");
    assert_written("Show\n-\nHome", "Show-Home");
    assert_written("Show\t-\tHome", "Show - Home");
    assert_written("Caf\xC3\xA9.Home", "Caf\xC3\xA9 Home");
}

static void cuts_at_a_whole_character(void **state)
{
    (void)state;
    static struct words words;
    static const char text[] = "\xC3\xA9\xC3\xA9\xC3\xA9";
    char out[6];
    words_cut(&words, text, strlen(text));
    title_write(out, sizeof(out), &words, (struct stretch){0, 1});
    assert_string_equal(out, "\xC3\xA9\xC3\xA9");
}

/* The buffer is shorter than the title, or hardly longer: nothing is written behind it. */
static void stays_within_size(void **state)
{
    (void)state;
    static struct words words;
    static const char text[] = "(The Quiet) Hour Of (Salt)";
    words_cut(&words, text, strlen(text));
    for (size_t size = 1; size < 2 * sizeof(text); size++) {
        char out[2 * sizeof(text) + 1];
        memset(out, '#', sizeof(out));
        title_write(out, size, &words, (struct stretch){0, words.count});
        size_t len = size < sizeof(text) ? size - 1 : sizeof(text) - 1;
        assert_int_equal(strlen(out), len);
        assert_memory_equal(out, text, len);
        assert_int_equal(out[size], '#');
    }
}

/* Returns how many words of a name remain when those of the release are removed. */
static int title_words(const char *text)
{
    static struct words words;
    words_cut(&words, text, strlen(text));
    release_mark(&words);
    return title_trim_release(&words, 0, words.count, TAG_WEAK);
}

static void trims_weak_words_by_their_capitals(void **state)
{
    (void)state;
    assert_int_equal(title_words("Quiet.Hour.FRENCH"), 2);
    assert_int_equal(title_words("The.Greek.UNRATED.FRENCH"), 2);
    assert_int_equal(title_words("Quiet Hour It"), 3);
    assert_int_equal(title_words("Quiet Hour Ita.Eng"), 2);
    assert_int_equal(title_words("Quiet.Hour.LiMiTED"), 2);
    assert_int_equal(title_words("FRENCH"), 1); /* one word remains */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_as_a_person_would),
        cmocka_unit_test(cuts_at_a_whole_character),
        cmocka_unit_test(stays_within_size),
        cmocka_unit_test(trims_weak_words_by_their_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
