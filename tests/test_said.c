/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/bindings.h"
#include "plugin/said.h"
#include "plugin/words.h"
#include <epimark/player.h>

static const struct bindings keys = {.bound = {{"choose", "F9"}, {"menu", "F8"}}, .count = 2};
static const struct bindings none;

static const struct epi_series series = {.title = "Firefly", .country = ""};
static const struct epi_episode episode = {.season = 1, .number = 2, .title = "", .airdate = ""};

/* What it says with these keys, in German and, as the log has it, in English. */
static const char *german(const struct epi_notice *notice, const struct bindings *bindings)
{
    static char text[1024];
    said_write(notice, &words_languages[1].language, bindings, text, sizeof(text));
    return text;
}

static const char *english(const struct epi_notice *notice, const struct bindings *bindings)
{
    static char text[1024];
    said_write(notice, NULL, bindings, text, sizeof(text));
    return text;
}

static void the_log_has_the_text_and_the_screen_the_sentence(void **state)
{
    struct epi_saying name = {EPI_SAY_NUMBERED, {{.text = "Firefly"}, {.text = "1x02"}}};
    struct epi_saying next = {EPI_SAY_NEXT_SENT, {{.text = NULL}}};
    struct epi_saying rated = {EPI_SAY_RATED,
                               {{.saying = &name}, {.number = 8}, {.saying = &next}}};
    struct epi_notice notice = {.kind = EPI_NOTICE_RATED,
                                .series = &series,
                                .episode = &episode,
                                .text = "as the log has it",
                                .saying = &rated};
    (void)state;

    assert_string_equal(english(&notice, &keys), "as the log has it");
    assert_string_equal(german(&notice, &keys),
                        "Firefly 1x02: mit 8 von 10 bewertet (gespeichert, wird gesendet)");
    notice.unsure = true;
    assert_string_equal(english(&notice, &keys), "as the log has it (F9 to choose)");
    assert_string_equal(english(&notice, &none), "as the log has it");
    assert_non_null(strstr(german(&notice, &keys), " (F9 zum Wählen)"));
    /* A notice of a kind that is not known, from a newer library. */
    notice = (struct epi_notice){.series = &series, .episode = &episode, .text = "news"};
    assert_string_equal(german(&notice, &keys), "news");
}

static void a_question_names_candidates_and_key(void **state)
{
    struct epi_series other = {.title = "שטיסל", .country = "IL", .year = 2013};
    struct epi_candidate candidates[] = {{.series = &series}, {.series = &other}};
    const struct epi_candidate *list[] = {&candidates[0], &candidates[1]};
    struct epi_notice notice = {.kind = EPI_NOTICE_UNSURE,
                                .series = &series,
                                .episode = &episode,
                                .text = "",
                                .candidates = list,
                                .candidate_count = 2};
    (void)state;

    assert_string_equal(english(&notice, &keys),
                        "Which series is “Firefly”? Firefly, שטיסל (2013, IL) (F9 to choose)");
    assert_string_equal(english(&notice, &none),
                        "Which series is “Firefly”? Firefly, שטיסל (2013, IL)");
    assert_string_equal(german(&notice, &keys), "Welche Serie ist „Firefly“? Firefly, "
                                                "\u2068שטיסל\u2069 (2013, IL) (F9 zum Wählen)");
}

static void a_question_names_four_at_most(void **state)
{
    static const char *const titles[] = {"Ash", "Bay", "Cod", "Dew", "Elm"};
    struct epi_series all[5];
    struct epi_candidate candidates[5];
    const struct epi_candidate *list[5];
    struct epi_notice notice = {.kind = EPI_NOTICE_UNSURE,
                                .series = &series,
                                .episode = &episode,
                                .text = "",
                                .candidates = list};
    (void)state;

    for (int i = 0; i < 5; i++) {
        all[i] = (struct epi_series){.title = titles[i], .country = ""};
        candidates[i] = (struct epi_candidate){.series = &all[i]};
        list[i] = &candidates[i];
    }
    notice.candidate_count = 5;
    assert_string_equal(english(&notice, &none), "Which series is “Firefly”? Ash, Bay, Cod, Dew");
    notice.candidate_count = 1;
    assert_string_equal(english(&notice, &none), "Which series is “Firefly”? Ash");
    notice.candidate_count = 4;
    notice.candidates = list + 1;
    assert_string_equal(english(&notice, &none), "Which series is “Firefly”? Bay, Cod, Dew, Elm");
}

static void the_first_start_names_the_keys_in_between(void **state)
{
    struct epi_saying welcome = {EPI_SAY_WELCOME,
                                 {{.text = "TVmaze"}, {.text = ""}, {.text = "~/journal.db"}}};
    struct epi_notice notice = {.kind = EPI_NOTICE_WELCOME,
                                .series = &series,
                                .episode = &episode,
                                .text = "running\nJournal: there",
                                .saying = &welcome};
    (void)state;

    assert_string_equal(english(&notice, &keys),
                        "running\nF8 menu, F9 wrong series\nJournal: there");
    assert_string_equal(english(&notice, &none), "running\nJournal: there");
    assert_string_equal(german(&notice, &keys), "epimark läuft: Anfragen bei TVmaze\n"
                                                "F8 Menü, F9 falsche Serie\nJournal: ~/journal.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_has_the_text_and_the_screen_the_sentence),
        cmocka_unit_test(a_question_names_candidates_and_key),
        cmocka_unit_test(a_question_names_four_at_most),
        cmocka_unit_test(the_first_start_names_the_keys_in_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
