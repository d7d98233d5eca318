/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/journal/entries.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/player/found.h"
#include "tests/recording.h"

static const struct epi_notice *ask(struct bench *bench)
{
    press(bench, EPI_FACT_MENU, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_MENU);
    return last(bench);
}

static void assert_said(const struct epi_notice *shown, const char *wanted)
{
    char text[256];
    assert_non_null(shown->saying);
    epi_sentence_write(shown->saying, NULL, text, sizeof(text));
    assert_string_equal(text, wanted);
}

static void what_is_on_screen_and_what_stands(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(ask(bench)->file, 0);
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 500);
    const struct epi_notice *shown = ask(bench);
    assert_int_equal(shown->file, 1);
    assert_string_equal(shown->series->title, "Some Show");
    assert_int_equal(shown->episode->number, 2);
    assert_true(shown->confidence < 0);
    assert_int_equal(shown->rating, -1);
    assert_false(shown->watched);
    assert_false(shown->ended);
    assert_true(shown->played > 49 && shown->played < 51);
    assert_int_equal(shown->watched_at, 80);
    press(bench, EPI_FACT_RATE, 7);
    press(bench, EPI_FACT_MARK, 0);
    shown = ask(bench);
    assert_int_equal(shown->rating, 7);
    assert_true(shown->watched);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    shown = ask(bench);
    assert_true(shown->ended);
    assert_int_equal(shown->rating, 7);
    bench->clock += 31 * 60.0; /* a key does not mean it any more */
    assert_int_equal(ask(bench)->file, 0);
    load(bench, "/music/Some Song.mkv");
    shown = ask(bench);
    assert_int_equal(shown->file, 2);
    assert_string_equal(shown->series->title, "");
    assert_said(shown, "not counted: this name is not read as an episode");
}

static void why_it_is_not_found_or_does_not_count(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_null(ask(bench)->saying);
    struct found *found =
        found_new(FOUND_CURRENT, "/tv/Some Show S01E02.mkv", NULL, false, "no catalogue knows it");
    found->unsure = true;
    recorder_found(bench->recorder, found);
    assert_null(ask(bench)->saying);
    found->reason = EPI_SAY_NONE_AS_SAID;
    recorder_found(bench->recorder, found);
    assert_said(ask(bench), "unsure which one it is: none of the series that come close, as you "
                            "said");
    found->reason = EPI_SAY_TEXT;
    found->unsure = false;
    recorder_found(bench->recorder, found);
    found_free(found);
    assert_said(ask(bench), "not found: no catalogue knows it");
    press(bench, EPI_FACT_LEAVE, 0);
    assert_said(ask(bench), "ignored (you said that it is no episode, which `undo` takes back)");
    assert_string_equal(last(bench)->text,
                        "menu: you said that it is no episode, which `undo` takes back");
    press(bench, EPI_FACT_UNDO, 0);
    assert_null(ask(bench)->saying);
}

/* The journal does not keep the country; what was looked up has it. */
static void the_series_of_an_entry_has_its_country(void **state)
{
    struct bench *bench = *state;
    static const char path[] = "/tv/Some Show S01E02.mkv";
    struct match match = {.series = {.title = "Some Show", .year = 2005, .ids = {.tvmaze = 11}},
                          .episode = {.season = 1, .number = 2},
                          .confidence = 0.5};
    load(bench, path);
    press(bench, EPI_FACT_MARK, 0);
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(entries_set_match(journal, 1, &match, "some show", NOON, NULL));
    journal_close(journal);
    assert_string_equal(ask(bench)->series->country, "");
    memcpy(match.series.country, "US", 3);
    match.confidence = 0.9;
    struct found *found = found_new(FOUND_CURRENT, path, &match, 1, NULL);
    recorder_found(bench->recorder, found);
    found_free(found);
    const struct epi_notice *shown = ask(bench);
    assert_string_equal(shown->series->country, "US");
    assert_int_equal(shown->series->year, 2005);
    assert_int_equal(shown->episode->number, 2);
    assert_true(shown->confidence < 0.6);
}

static void how_things_stand_at_the_services(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOON, NULL));
    journal_close(journal);
    const struct epi_notice *shown = ask(bench);
    assert_int_equal(shown->service_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct epi_service_state *service = &shown->services[i];
        bool trakt = strcmp(service->service, "trakt") == 0;
        assert_string_equal(service->service_title, trakt ? "Trakt" : "TVmaze");
        assert_string_equal(service->account, trakt ? "me" : "");
        assert_string_equal(service->error, "");
    }
    /* A sign-in that the service does not take any more is none. */
    bool first;
    journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(holds_add(journal, "trakt", "*", "401", false, NOON, &first, NULL));
    journal_close(journal);
    shown = ask(bench);
    for (size_t i = 0; i < 2; i++) {
        bool trakt = strcmp(shown->services[i].service, "trakt") == 0;
        assert_string_equal(shown->services[i].account, "");
        assert_string_equal(shown->services[i].error, trakt ? "401" : "");
    }
}

static void what_is_private_is_not_shown(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 7);
    press(bench, EPI_FACT_TOGGLE, 0);
    const struct epi_notice *shown = ask(bench);
    assert_true(shown->is_private);
    assert_int_equal(shown->rating, -1);
    press(bench, EPI_FACT_TOGGLE, 0);
    bench->folder_says = FOLDER_IGNORES;
    load(bench, "/secret/Some Show S01E03.mkv");
    shown = ask(bench);
    assert_string_equal(shown->series->title, "");
    assert_non_null(strstr(shown->text, "ignore=yes"));
}

static void private_for_a_while_ends_by_itself(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_TOGGLE, 3600);
    assert_string_equal(last(bench)->text,
                        "private mode on for 60 min: nothing is looked up or written");
    bench->clock += 3000;
    press(bench, EPI_FACT_TOGGLE, 3600); /* anew from now on */
    bench->clock += 3599;
    stand(bench, true);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_ON);
    bench->clock += 1;
    stand(bench, true);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_OFF);
    press(bench, EPI_FACT_TOGGLE, 0);
    bench->clock += 36000;
    stand(bench, true);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_ON);
    assert_true(recorder_wait(bench->recorder) < 0);
}

/* Also if the film is paused, or none is open: then nothing is told. */
static void private_for_a_while_ends_though_nothing_happens(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_true(recorder_wait(bench->recorder) < 0);
    recorder_tick(bench->recorder);
    int looked_up = bench->look_ups;
    press(bench, EPI_FACT_TOGGLE, 3600);
    bench->clock += 100;
    stand(bench, false);
    assert_float_equal(recorder_wait(bench->recorder), 3500, 1e-6);
    bench->folder_says = FOLDER_ALLOWS;
    recorder_tick(bench->recorder);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_OFF);
    assert_true(recorder_wait(bench->recorder) < 0);
    assert_int_equal(bench->look_ups, looked_up + 1);
    assert_int_equal(bench->said_before, EPI_NOTICE_PRIVATE_OFF); /* then what it finds */
    recorder_tick(bench->recorder);
    assert_int_equal(bench->look_ups, looked_up + 1);
}

static void a_key_for_one_file_is_never_another_files(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    load(bench, "/tv/Some Show S01E03.mkv");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 3, .file = 1});
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: rated 3 of 10 (saved; to send it: `epimark login trakt`)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_CHOOSE, .file = 1});
    assert_string_equal(last(bench)->text, "nothing to choose: another file is on screen by now");
    load(bench, "/tv/Some Show S01E04.mkv");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_MARK, .file = 1});
    assert_string_equal(last(bench)->text, "not marked: another file is on screen by now");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_MARK, .file = 3});
    assert_non_null(strstr(last(bench)->text, "Some Show 1x04: marked"));
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 2);
    assert_true(seen->entries[0].watched_at > 0);
    assert_int_equal(seen->entries[1].rating, 3);
    assert_int_equal(seen->entries[1].watched_at, 0);
}

static void a_mark_is_taken_back_and_a_rating_stays(void **state)
{
    struct bench *bench = *state;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    press(bench, EPI_FACT_RATE, 7);
    press(bench, EPI_FACT_UNMARK, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDONE);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: watched taken back"));
    const struct epi_notice *shown = ask(bench);
    assert_false(shown->watched);
    assert_int_equal(shown->rating, 7);
    press(bench, EPI_FACT_UNMARK, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_UNDO);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_on_screen_and_what_stands),
        TEST(why_it_is_not_found_or_does_not_count),
        TEST(the_series_of_an_entry_has_its_country),
        TEST(how_things_stand_at_the_services),
        TEST(what_is_private_is_not_shown),
        TEST(private_for_a_while_ends_by_itself),
        TEST(private_for_a_while_ends_though_nothing_happens),
        TEST(a_key_for_one_file_is_never_another_files),
        TEST(a_mark_is_taken_back_and_a_rating_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
