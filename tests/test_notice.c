/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entry.h"
#include "core/player/notice.h"
#include "core/services/service.h"

static void new_notice_is_about_nothing(void **state)
{
    struct notice *notice = notice_new(EPI_NOTICE_SENT, EPI_LEVEL_WARN, true);
    const struct epi_notice *shown = notice_view(notice);

    (void)state;
    assert_int_equal(shown->kind, EPI_NOTICE_SENT);
    assert_int_equal(shown->level, EPI_LEVEL_WARN);
    assert_true(shown->on_screen);
    const char *const texts[] = {
        shown->text,         shown->series->title,  shown->series->country,
        shown->series->imdb, shown->episode->title, shown->episode->airdate,
        shown->service,      shown->service_title};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_string_equal(texts[i], "");
    assert_int_equal(shown->episode->season, -1);
    assert_int_equal(shown->episode->number, -1);
    assert_int_equal(shown->rating, -1);
    assert_true(shown->played == -1);
    assert_int_equal(shown->candidate_count, 0);
    notice_free(notice);
}

static void guess_gives_what_the_name_says(void **state)
{
    static const char name[] = "/tv/Some Show (2005) (US)/Some.Show.S02E03E04.mkv";
    static struct guess guess;
    struct notice *notice = notice_new(EPI_NOTICE_READ, EPI_LEVEL_INFO, false);
    const struct epi_notice *shown = notice_view(notice);

    (void)state;
    match_parse(name, strlen(name), &guess);
    notice_guess(notice, &guess, 0);
    assert_string_equal(shown->series->title, "Some Show");
    assert_int_equal(shown->episode->season, 2);
    assert_int_equal(shown->episode->number, 3);
    assert_int_equal(shown->count, 2);
    notice_guess(notice, &guess, 2);
    assert_int_equal(shown->episode->number, 4);
    assert_int_equal(shown->count, 1);
    notice_free(notice);
}

static void match_and_subject_give_ids_and_numbers(void **state)
{
    static const struct match match = {
        .series = {.ids = {.tvdb = 81189, .tvmaze = 169, .imdb = "tt0903747"},
                   .title = "Breaking Bad",
                   .year = 2008,
                   .country = "US"},
        .episode = {.season = 1, .number = 2, .title = "Cat's in the Bag..."}};
    static const struct subject season = {
        .series = {.tvdb = 81189}, .series_title = "Breaking Bad", .season = 3, .number = -1};
    struct notice *notice = notice_new(EPI_NOTICE_IDENTIFIED, EPI_LEVEL_INFO, true);
    const struct epi_notice *shown = notice_view(notice);

    (void)state;
    notice_match(notice, &match);
    assert_string_equal(shown->series->title, "Breaking Bad");
    assert_string_equal(shown->series->country, "US");
    assert_string_equal(shown->series->imdb, "tt0903747");
    assert_string_equal(shown->episode->title, "Cat's in the Bag...");
    assert_int_equal(shown->series->tvdb, 81189);
    assert_int_equal(shown->series->tvmaze, 169);
    assert_int_equal(shown->series->year, 2008);
    assert_int_equal(shown->episode->season, 1);
    assert_int_equal(shown->episode->number, 2);
    notice_free(notice);

    notice = notice_new(EPI_NOTICE_SENT, EPI_LEVEL_INFO, true);
    shown = notice_view(notice);
    notice_subject(notice, &season);
    notice_service(notice, "trakt", "Trakt");
    assert_int_equal(shown->scope, EPI_SCOPE_SEASON);
    assert_int_equal(shown->episode->season, 3);
    assert_string_equal(shown->service, "trakt");
    assert_string_equal(shown->service_title, "Trakt");
    notice_free(notice);
}

static void candidates_come_with_their_data(void **state)
{
    static struct match matches[NOTICE_CANDIDATES_MAX + 1];
    struct notice *notice = notice_new(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true);
    const struct epi_notice *shown = notice_view(notice);

    (void)state;
    for (int i = 0; i <= NOTICE_CANDIDATES_MAX; i++) {
        snprintf(matches[i].series.title, sizeof(matches[i].series.title), "Show\n%d", i);
        matches[i].series.year = 2000 + i;
        matches[i].series.ids.tvmaze = 10 + i;
        matches[i].confidence = 0.5;
    }
    notice_candidates(notice, matches, NOTICE_CANDIDATES_MAX + 1, 3);
    assert_int_equal(shown->candidate_count, NOTICE_CANDIDATES_MAX);
    assert_string_equal(shown->candidates[8]->series->title, "Show 8");
    assert_string_equal(shown->candidates[8]->series->country, "");
    assert_int_equal(shown->candidates[8]->series->year, 2008);
    assert_int_equal(shown->candidates[8]->series->tvmaze, 18);
    assert_true(shown->candidates[8]->confidence == 0.5);
    assert_false(shown->candidates[8]->current);
    assert_true(shown->candidates[3]->current);
    notice_free(notice);
}

static void text_is_fit_for_a_screen(void **state)
{
    static const char raw[] = "a\x1b[2J\nb\x7f é\xff\xc3";
    struct notice *notice = notice_new(EPI_NOTICE_ERROR, EPI_LEVEL_INFO, true);

    (void)state;
    notice_text(notice, "%s", raw);
    assert_string_equal(notice_view(notice)->text, "a [2J b  é??");
    notice_free(notice);
    notice = notice_new(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true);
    notice_text(notice, "%s", raw);
    assert_string_equal(notice_view(notice)->text, "a [2J\nb  é??");
    notice_free(notice);
}

static void nothing_is_done_to_no_notice(void **state)
{
    struct notice_queue queue = {.count = 0};

    (void)state;
    notice_text(NULL, "%s", "text");
    notice_service(NULL, "trakt", "Trakt");
    notice_candidates(NULL, NULL, 0, 0);
    notice_queue_add(&queue, NULL);
    notice_free(NULL);
    assert_null(notice_view(NULL));
    assert_null(notice_edit(NULL));
    assert_null(notice_queue_take(&queue));
}

static void add(struct notice_queue *queue, bool on_screen, int number)
{
    struct notice *notice = notice_new(EPI_NOTICE_STATUS, EPI_LEVEL_INFO, on_screen);

    notice_text(notice, "%d", number);
    notice_queue_add(queue, notice);
}

static void assert_next(struct notice_queue *queue, const char *text)
{
    struct notice *notice = notice_queue_take(queue);

    assert_non_null(notice);
    assert_string_equal(notice_view(notice)->text, text);
    notice_free(notice);
}

static void full_queue_gives_up_what_is_only_for_the_log(void **state)
{
    struct notice_queue queue = {.count = 0};

    (void)state;
    for (int i = 0; i < NOTICES_MAX; i++)
        add(&queue, i != 1, i);
    assert_next(&queue, "0");
    add(&queue, true, 100);
    add(&queue, true, 101); /* number 1 goes */
    add(&queue, true, 102); /* and number 2, now the oldest */
    assert_next(&queue, "3");
    for (int i = 4; i < NOTICES_MAX; i++) {
        char text[16];

        snprintf(text, sizeof(text), "%d", i);
        assert_next(&queue, text);
    }
    assert_next(&queue, "100");
    assert_next(&queue, "101");
    notice_queue_clear(&queue);
    assert_null(notice_queue_take(&queue));
}

static void a_sentence_is_copied_with_all_its_parts(void **state)
{
    char title[400], service[] = "TV\nmaze";
    memset(title, 'x', sizeof(title));
    title[sizeof(title) - 1] = '\0';
    struct epi_saying label = {EPI_SAY_NUMBERED, {{.text = title}, {.text = "1x02"}}};
    struct epi_saying saying = {EPI_SAY_KEPT_SENT, {{.saying = &label}, {.text = service}}};
    struct notice *notice = notice_new(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, true);
    const struct epi_notice *shown = notice_view(notice);

    (void)state;
    assert_null(shown->saying);
    notice_say(notice, &saying);
    memset(service, '#', 3);
    label.sentence = EPI_SAY_TEXT;
    assert_int_equal(strncmp(shown->text, title, strlen(title)), 0);
    assert_string_equal(shown->text + strlen(title),
                        " 1x02 kept as watched, will be sent to TV maze");
    assert_int_equal(shown->saying->sentence, EPI_SAY_KEPT_SENT);
    assert_int_equal(shown->saying->parts[0].saying->sentence, EPI_SAY_NUMBERED);
    assert_string_equal(shown->saying->parts[0].saying->parts[0].text, title);
    assert_string_equal(shown->saying->parts[1].text, "TV maze");
    notice_say(notice, &(struct epi_saying){EPI_SAY_DEAD, {{.number = 7}, {.text = "no"}}});
    assert_string_equal(shown->text, "7: no");
    assert_int_equal(shown->saying->parts[0].number, 7);
    notice_free(notice);
}

/* More than there is room for is left out, and never written beyond it. */
static void a_sentence_that_is_too_much_is_cut(void **state)
{
    char text[3000];
    struct epi_saying sayings[40] = {{EPI_SAY_TEXT, {{.text = text}}}};
    struct notice *notice = notice_new(EPI_NOTICE_ERROR, EPI_LEVEL_INFO, true);

    (void)state;
    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    for (int i = 1; i < 40; i++) {
        sayings[i] =
            (struct epi_saying){EPI_SAY_BOTH, {{.saying = &sayings[i - 1]}, {.text = text}}};
    }
    notice_say(notice, &sayings[39]);
    const struct epi_saying *saying = notice_view(notice)->saying;
    int depth = 0;
    for (; saying; saying = saying->parts[0].saying)
        depth++;
    assert_true(depth >= 10 && depth <= 30);
    notice_free(notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_notice_is_about_nothing),
        cmocka_unit_test(guess_gives_what_the_name_says),
        cmocka_unit_test(match_and_subject_give_ids_and_numbers),
        cmocka_unit_test(candidates_come_with_their_data),
        cmocka_unit_test(text_is_fit_for_a_screen),
        cmocka_unit_test(nothing_is_done_to_no_notice),
        cmocka_unit_test(full_queue_gives_up_what_is_only_for_the_log),
        cmocka_unit_test(a_sentence_is_copied_with_all_its_parts),
        cmocka_unit_test(a_sentence_that_is_too_much_is_cut),
    };

    return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
