/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/words.h"

/* ---- The tables ---- */

static const char *english(int sentence)
{
    return sentence < EPI_SENTENCES ? epi_sentence_template(sentence) : words_en[sentence];
}

/* Which parts a template has, a bit each. Its braces are whole. */
static unsigned parts_of(const char *words)
{
    unsigned parts = 0;
    for (const char *at = words; at && (at = strchr(at, '{')); at++) {
        const char *end = strchr(at, '}');
        if (!end || at[1] < '0' || at[1] >= '0' + EPI_PARTS_MAX)
            fail_msg("a brace that is no part: %s", words);
        bool plain = end == at + 2, wide = end == at + 4 && strncmp(at + 2, ":2", 2) == 0;
        const char *bar = at[2] == '|' ? strchr(at + 3, '|') : NULL;
        if (!plain && !wide && (!bar || bar > end || memchr(bar + 1, '|', (size_t)(end - bar - 1))))
            fail_msg("neither a part nor one of two forms: %s", words);
        parts |= 1u << (at[1] - '0');
        at = end;
    }
    return parts;
}

static void every_language_has_every_sentence_with_its_parts(void **state)
{
    (void)state;
    for (int sentence = EPI_SENTENCES; sentence < WORDS; sentence++)
        assert_non_null(english(sentence));
    for (int row = 1; words_languages[row].name; row++) {
        const struct epi_language *language = &words_languages[row].language;
        assert_int_equal(language->count, WORDS);
        for (int sentence = 0; sentence < WORDS; sentence++) {
            const char *words = language->templates[sentence];
            if (!words || !*words) {
                fail_msg("%s lacks: %s", words_languages[row].name, english(sentence));
                return;
            }
            if (parts_of(words) != parts_of(english(sentence)))
                fail_msg("%s has other parts: %s", words_languages[row].name, words);
        }
    }
}

/* Whether a text has commands, options or addresses that another has not. */
static void every_command_is_the_same_in_all_languages(void **state)
{
    static const char *const kept[] = {"epimark login",  "`epimark status", "`epimark doctor`",
                                       "`epimark undo`", "`epimark queue`", "`undo`",
                                       ".epimark",       "ignore=",         "only=",
                                       "tvmaze:ID",      "tvdb:ID",         "imdb:ttID"};
    (void)state;
    for (int row = 1; words_languages[row].name; row++) {
        for (int sentence = 0; sentence < WORDS; sentence++) {
            const char *words = words_languages[row].language.templates[sentence];
            for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
                if (!strstr(words, kept[i]) != !strstr(english(sentence), kept[i]))
                    fail_msg("%s has no %s, or has it alone", words, kept[i]);
            }
        }
    }
}

static void german_has_its_own_quotes(void **state)
{
    (void)state;
    for (int sentence = 0; sentence < WORDS; sentence++) {
        const char *words = words_de[sentence];
        assert_false(strchr(words, '"') || strchr(words, '\'') || strstr(words, "”"));
    }
}

static void german_has_its_plural(void **state)
{
    struct epi_saying episodes = {EPI_SAY_EPISODES, {{.number = 1}}};
    const struct epi_language *german =
        words_find("de", &(struct words_environment){.lang = NULL}, (char[64]){""}, 64);
    char text[64];
    (void)state;

    words_write(german, &episodes, text, sizeof(text));
    assert_string_equal(text, "1 Folge");
    episodes.parts[0].number = 3;
    words_write(german, &episodes, text, sizeof(text));
    assert_string_equal(text, "3 Folgen");
    assert_string_equal(words_of(german, WORD_RATE), "Bewerten");
    assert_string_equal(words_of(NULL, WORD_RATE), "Rate");
}

/* ---- Which one ---- */

static const char *found(const char *name, const char *language, const char *lc_all,
                         const char *lc_messages, const char *lang)
{
    struct words_environment environment = {language, lc_all, lc_messages, lang};
    char warning[128];
    const struct epi_language *it = words_find(name, &environment, warning, sizeof(warning));
    for (int row = 0; words_languages[row].name; row++) {
        if (it == &words_languages[row].language && !*warning)
            return words_languages[row].name;
    }
    static char said[128];
    assert_ptr_equal(it, &words_languages[0].language);
    snprintf(said, sizeof(said), "%s", warning);
    return said;
}

static void the_option_comes_before_the_environment(void **state)
{
    (void)state;
    assert_string_equal(found("de", NULL, NULL, NULL, "en_US.UTF-8"), "de");
    assert_string_equal(found("en", "de", NULL, NULL, "de_DE.UTF-8"), "en");
    assert_string_equal(found("de-AT", NULL, NULL, NULL, NULL), "de");
    assert_string_equal(found("fr", "de", NULL, NULL, "de_DE.UTF-8"),
                        "unknown language \"fr\" for osd_language; expected one of: en de xx");
    assert_non_null(strstr(found("deutsch", NULL, NULL, NULL, NULL), "\"deutsch\""));
}

static void the_environment_is_read_as_gettext_reads_it(void **state)
{
    (void)state;
    assert_string_equal(found("", NULL, NULL, NULL, "de_DE.UTF-8"), "de");
    assert_string_equal(found("", "", "", "", "de_AT@euro"), "de");
    assert_string_equal(found("", NULL, NULL, "de_DE.UTF-8", "en_US.UTF-8"), "de");
    assert_string_equal(found("", NULL, "en_US.UTF-8", "de_DE.UTF-8", "de"), "en");
    assert_string_equal(found("", "fr:de:en", NULL, NULL, "en_US.UTF-8"), "de");
    assert_string_equal(found("", "fr", NULL, NULL, "de_DE.UTF-8"), "en");
    /* LANGUAGE does not count with no locale at all. */
    assert_string_equal(found("", "de", "C", NULL, "de_DE.UTF-8"), "en");
    assert_string_equal(found("", "de", "C.UTF-8", NULL, NULL), "en");
    assert_string_equal(found("", "de", NULL, NULL, NULL), "en");
    assert_string_equal(found("", NULL, NULL, NULL, "POSIX"), "en");
    assert_string_equal(found("", NULL, NULL, NULL, "fr_FR.UTF-8"), "en");
    assert_string_equal(found("", NULL, NULL, NULL, "des"), "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_every_sentence_with_its_parts),
        cmocka_unit_test(every_command_is_the_same_in_all_languages),
        cmocka_unit_test(german_has_its_own_quotes),
        cmocka_unit_test(german_has_its_plural),
        cmocka_unit_test(the_option_comes_before_the_environment),
        cmocka_unit_test(the_environment_is_read_as_gettext_reads_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
