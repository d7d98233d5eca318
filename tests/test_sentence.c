/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <epimark/error.h>
#include <epimark/sentence.h>

static const char *written(const struct epi_saying *saying, const struct epi_language *language)
{
    static char text[256];
    epi_sentence_write(saying, language, text, sizeof(text));
    return text;
}

static void every_sentence_has_english_words(void **state)
{
    (void)state;
    for (int sentence = 0; sentence < EPI_SENTENCES; sentence++) {
        const char *words = epi_sentence_template(sentence);
        if (!words || !*words)
            fail_msg("sentence %d has no words", sentence);
    }
    assert_null(epi_sentence_template(-1));
    assert_null(epi_sentence_template(EPI_SENTENCES));
}

static void parts_stand_where_a_language_wants_them(void **state)
{
    static const char *const templates[] = {
        [EPI_SAY_NUMBERED] = "<{1} von {0}>",
        [EPI_SAY_CLOCK] = "{0}.{1:2}",
        [EPI_SAY_OVERDUE] = "{0} {0|Wertung|Wertungen}: {1}",
        [EPI_SAY_RATED] = "{0}: {1}, {2}{3}{9}{}",
    };
    static const struct epi_language language = {.templates = templates,
                                                 .count = sizeof(templates) / sizeof(*templates)};
    struct epi_saying label = {EPI_SAY_NUMBERED, {{.text = "Show {0}"}, {.text = "1x02"}}};
    struct epi_saying rated = {EPI_SAY_RATED,
                               {{.saying = &label}, {.number = 8}, {.text = "gespeichert"}}};
    (void)state;

    assert_string_equal(written(&label, NULL), "Show {0} 1x02");
    assert_string_equal(written(&label, &language), "<1x02 von Show {0}>");
    assert_string_equal(written(&rated, &language), "<1x02 von Show {0}>: 8, gespeichert0");
    assert_string_equal(written(&rated, NULL), "Show {0} 1x02: rated 8 of 10 (gespeichert)");
    struct epi_saying clock = {EPI_SAY_CLOCK, {{.number = 9}, {.number = 5}}};
    assert_string_equal(written(&clock, &language), "9.05");
    assert_string_equal(written(&clock, NULL), "09:05");
    struct epi_saying overdue = {EPI_SAY_OVERDUE, {{.number = 1}, {.text = "x"}}};
    assert_string_equal(written(&overdue, &language), "1 Wertung: x");
    overdue.parts[0].number = 2;
    assert_string_equal(written(&overdue, &language), "2 Wertungen: x");
    /* What the language lacks is English; what nobody has is nothing. */
    assert_string_equal(written(&(struct epi_saying){EPI_SAY_NO_UNDO, {{.text = NULL}}}, &language),
                        "nothing to take back");
    assert_string_equal(written(&(struct epi_saying){EPI_SENTENCES, {{.text = NULL}}}, &language),
                        "");
}

static void what_does_not_fit_is_cut_between_characters(void **state)
{
    struct epi_saying saying = {EPI_SAY_ACT_RATED, {{.text = "Wörterbuch"}, {.number = 8}}};
    char text[12];
    (void)state;

    for (size_t size = 1; size <= sizeof(text); size++) {
        memset(text, '#', sizeof(text));
        epi_sentence_write(&saying, NULL, text, size);
        assert_true(strlen(text) < size);
        assert_int_equal(strncmp(text, "Wörterbuch: rated", strlen(text)), 0);
        assert_true(text[0] == '\0' || (unsigned char)text[strlen(text) - 1] != 0xc3);
    }
    epi_sentence_write(&saying, NULL, text, 0);
    saying.parts[0].text = "Wo\u0308rter"; /* an accent goes with its letter */
    epi_sentence_write(&saying, NULL, text, 4);
    assert_string_equal(text, "W");
}

static void what_is_not_utf8_cuts_nothing_off(void **state)
{
    struct epi_saying saying = {EPI_SAY_RATED,
                                {{.text = "\xff\xc3"}, {.number = 8}, {.text = "x"}}};
    (void)state;

    assert_string_equal(written(&saying, NULL), "\xff\xc3: rated 8 of 10 (x)");
}

/* A sentence that stands in itself. */
static void no_sentence_is_without_end(void **state)
{
    struct epi_saying saying = {EPI_SAY_ACT_WATCHED, {{.saying = &saying}}};
    (void)state;

    assert_non_null(strstr(written(&saying, NULL), ": watched: watched"));
}

static void a_text_from_right_to_left_is_marked_off(void **state)
{
    static const struct epi_language apart = {.isolates = true};
    static const struct epi_language hebrew = {.isolates = true, .leftward = true};
    struct epi_saying saying = {EPI_SAY_NUMBERED, {{.text = "שטיסל"}, {.text = "1x02"}}};
    (void)state;

    assert_string_equal(written(&saying, NULL), "שטיסל 1x02");
    assert_string_equal(written(&saying, &apart), "\u2068שטיסל\u2069 1x02");
    assert_string_equal(written(&saying, &hebrew), "\u2068שטיסל\u2069 \u20681x02\u2069");
    saying.parts[0].text = "Shtisel";
    assert_string_equal(written(&saying, &apart), "Shtisel 1x02");
    saying.parts[0].text = "";
    assert_string_equal(written(&saying, &hebrew), " \u20681x02\u2069");

    assert_true(epi_utf8_is_leftward("مسلسل"));
    assert_true(epi_utf8_is_leftward("The שטיסל"));
    assert_false(epi_utf8_is_leftward("名探偵コナン, Wörter, Это"));
    /* Both marks fit, or neither is there. */
    saying.parts[0].text = "שטיסל";
    for (size_t size = 1; size < 20; size++) {
        char text[20];
        epi_sentence_write(&saying, &apart, text, size);
        assert_true((strstr(text, "\u2068") != NULL) == (strstr(text, "\u2069") != NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_has_english_words),
        cmocka_unit_test(parts_stand_where_a_language_wants_them),
        cmocka_unit_test(what_does_not_fit_is_cut_between_characters),
        cmocka_unit_test(what_is_not_utf8_cuts_nothing_off),
        cmocka_unit_test(no_sentence_is_without_end),
        cmocka_unit_test(a_text_from_right_to_left_is_marked_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
