/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/toast.h"

static struct toast read_text(enum epi_notice_kind kind, const char *title, int rating,
                              const char *text)
{
    struct epi_series series = {.title = title, .country = "", .imdb = ""};
    struct epi_notice notice = {.kind = kind, .series = &series, .rating = rating, .text = text};
    struct toast toast;
    toast_read(&toast, text, &notice);
    return toast;
}

/* The rows of a toast below another or none: "*strong*head|text|8/10|(hint)"; "-": a line, "_": a
 * gap. */
static const char *rows(const struct toast *toast, const struct toast *before)
{
    static char all[4096];
    struct panel_row list[TOAST_ROWS_MAX];
    size_t count = toast_rows(toast, before, list), len = 0;
    all[0] = '\0';
    assert_true(count <= TOAST_ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct panel_row *row = &list[i];
        char line[2048];
        if (row->kind == PANEL_HEAD)
            snprintf(line, sizeof(line), "*%s*%s", row->strong, row->text);
        else if (row->kind == PANEL_HINT)
            snprintf(line, sizeof(line), "(%s)", row->text);
        else if (row->kind == PANEL_STARS)
            snprintf(line, sizeof(line), "%d/10", row->stars);
        else if (row->kind == PANEL_TEXT)
            snprintf(line, sizeof(line), "%s", row->text);
        else
            snprintf(line, sizeof(line), "%s", row->kind == PANEL_RULE ? "-" : "_");
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s", i ? "|" : "", line);
    }
    return all;
}

static const char *toast(enum epi_notice_kind kind, const char *title, const char *text)
{
    struct toast toast = read_text(kind, title, 8, text);
    return rows(&toast, NULL);
}

static void a_title_that_is_marked_off_is_strong_too(void **state)
{
    (void)state;
    assert_string_equal(
        toast(EPI_NOTICE_RATED, "שטיסל", "\u2068שטיסל\u2069 1x02: mit 8 von 10 bewertet"),
        "*\u2068שטיסל\u2069* 1x02|mit 8 von 10 bewertet|8/10");
    assert_string_equal(toast(EPI_NOTICE_UNRATED, "שטיסל", "\u2068שטיסלx\u2069: text"),
                        "\u2068שטיסלx\u2069: text");
}

static void the_series_is_strong_and_the_rest_below(void **state)
{
    (void)state;
    assert_string_equal(
        toast(EPI_NOTICE_RATED, "Firefly", "Firefly 1x02: rated 8 of 10 (saved, will be sent)"),
        "*Firefly* 1x02|rated 8 of 10|8/10|(saved, will be sent)");
    assert_string_equal(toast(EPI_NOTICE_RATED, "Firefly", "Firefly, season 1: rated 8 of 10"),
                        "*Firefly*, season 1|rated 8 of 10|8/10");
    assert_string_equal(toast(EPI_NOTICE_WATCHED, "Firefly",
                              "Firefly 1x02 kept as watched (sign in to mark it: login)"),
                        "*Firefly* 1x02|kept as watched|(sign in to mark it: login)");
    assert_string_equal(toast(EPI_NOTICE_WATCHED, "Firefly", "Firefly (2002, US) 1x02 kept"),
                        "*Firefly* (2002, US) 1x02|kept");
    assert_string_equal(toast(EPI_NOTICE_IDENTIFIED, "Star: Trek", "Star: Trek 1x02 Foo: Bar"),
                        "*Star: Trek* 1x02 Foo: Bar");
    assert_string_equal(toast(EPI_NOTICE_STATUS, "Firefly", "Firefly 1x02; private mode is on"),
                        "*Firefly* 1x02|private mode is on");
    assert_string_equal(toast(EPI_NOTICE_UNIDENTIFIED, "24", "24 1x02: no catalogue knows it"),
                        "*24* 1x02|no catalogue knows it");
}

static void the_title_of_the_episode_is_part_of_its_name(void **state)
{
    struct epi_series series = {.title = "Firefly", .country = "", .imdb = ""};
    struct epi_episode episode = {.season = 1, .number = 2, .title = "Bushwhacked", .airdate = ""};
    struct epi_notice notice = {
        .kind = EPI_NOTICE_KEPT, .series = &series, .episode = &episode, .rating = -1};
    struct toast toast;
    (void)state;
    toast_read(&toast, "Firefly 1x02 Bushwhacked kept as watched", &notice);
    assert_string_equal(rows(&toast, NULL), "*Firefly* 1x02 Bushwhacked|kept as watched");
    toast_read(&toast, "Firefly 1x02 Bushwhacked: taken back", &notice);
    assert_string_equal(rows(&toast, NULL), "*Firefly* 1x02 Bushwhacked|taken back");
    toast_read(&toast, "Firefly 1x02: taken back", &notice);
    assert_string_equal(rows(&toast, NULL), "*Firefly* 1x02|taken back");
    episode.title = "";
    toast_read(&toast, "Firefly 1x02 kept as watched", &notice);
    assert_string_equal(rows(&toast, NULL), "*Firefly* 1x02|kept as watched");
}

static void what_names_no_series_is_text(void **state)
{
    (void)state;
    assert_string_equal(toast(EPI_NOTICE_STATUS, "", "nothing to take back"),
                        "nothing to take back");
    assert_string_equal(toast(EPI_NOTICE_UNSURE, "show",
                              "Which series is “show”? Show (2005, US) (Ctrl+e to choose)"),
                        "Which series is “show”? Show (2005, US)|(Ctrl+e to choose)");
    assert_string_equal(toast(EPI_NOTICE_CHOSEN, "Show", "using Show (2005, US)"),
                        "using Show (2005, US)");
    struct toast bare;
    toast_read(&bare, "epimark is running: it looks up", NULL);
    assert_string_equal(rows(&bare, NULL), "epimark is running: it looks up");
    toast_read(&bare, "epimark is running: lookups\nAlt+e menu\nJournal: here", NULL);
    assert_string_equal(rows(&bare, NULL),
                        "epimark is running: lookups|(Alt+e menu\nJournal: here)");
    toast_read(&bare, ")", NULL);
    assert_string_equal(rows(&bare, NULL), ")");
}

static void the_same_episode_is_named_once(void **state)
{
    (void)state;
    struct toast one = read_text(EPI_NOTICE_IDENTIFIED, "Show", -1, "Show 1x02");
    struct toast same = read_text(EPI_NOTICE_MARKED, "Show", -1, "Show 1x02: marked as watched");
    struct toast other = read_text(EPI_NOTICE_MARKED, "Show", -1, "Show 1x03: marked as watched");
    struct toast none = read_text(EPI_NOTICE_STATUS, "", -1, "nothing");
    assert_string_equal(rows(&same, &one), "_|marked as watched");
    assert_string_equal(rows(&other, &same), "-|*Show* 1x03|marked as watched");
    assert_string_equal(rows(&none, &other), "-|nothing");
    assert_string_equal(rows(&none, &none), "-|nothing");
}

static void the_longest_text_fits(void **state)
{
    (void)state;
    char text[TOAST_TEXT_MAX];
    memset(text, 'x', sizeof(text));
    memcpy(text, "Show 1x02: ", strlen("Show 1x02: "));
    text[sizeof(text) - 1] = '\0';
    struct toast toast = read_text(EPI_NOTICE_STATUS, "Show", -1, text);
    const char *all = rows(&toast, NULL);
    assert_int_equal(strlen(all), strlen("*Show* 1x02|") + strlen(text) - strlen("Show 1x02: "));
}

/* ---- What follows ---- */

static const struct epi_series show = {.title = "Show", .country = "", .imdb = ""};

/* A notice of Show: of an entry with its rating (-1: none), or of a file. */
static struct epi_notice about(enum epi_notice_kind kind, int64_t entry, int rating, int64_t file)
{
    return (struct epi_notice){.kind = kind,
                               .series = &show,
                               .entry = entry,
                               .rating = rating,
                               .file = file,
                               .service_title = "Trakt"};
}

/* All that is on screen at that time. */
static const char *shown(const struct toasts *toasts, double clock)
{
    static char all[4096];
    size_t len = 0;
    all[0] = '\0';
    for (int i = 0; i < toasts->count; i++) {
        if (toasts->lines[i].until > clock) {
            len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s", len ? " & " : "",
                                    rows(&toasts->lines[i].toast, NULL));
        }
    }
    return all;
}

static const char rated[] = "Show 1x02: rated 8 of 10 (saved, will be sent)";
static const char marked[] = "Show 1x02: marked as watched (saved, will be sent)";

static void keep(struct toasts *toasts, struct epi_notice notice, const char *text, double clock)
{
    assert_true(toasts_keep(toasts, text, &notice, NULL, clock, clock + 5));
}

static void what_a_service_accepts_stands_in_the_line_of_the_act(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 8, 0), rated, 100);
    keep(&toasts, about(EPI_NOTICE_MARKED, 7, -1, 0), marked, 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 101);
    assert_string_equal(shown(&toasts, 105.5), "*Show* 1x02|rated 8 of 10|8/10|(sent to Trakt)");
    assert_string_equal(shown(&toasts, 101), "*Show* 1x02|rated 8 of 10|8/10|(sent to Trakt) & "
                                             "*Show* 1x02|marked as watched|(saved, will be sent)");
    struct epi_notice other = about(EPI_NOTICE_SENT, 7, 8, 0);
    other.service_title = "TheTVDB v2";
    keep(&toasts, other, "TheTVDB v2: Show 1x02 rated 8", 102);
    other.service_title = "TheTVDB";
    keep(&toasts, other, "TheTVDB: Show 1x02 rated 8", 102);
    assert_string_equal(shown(&toasts, 106.5),
                        "*Show* 1x02|rated 8 of 10|8/10|(sent to Trakt, TheTVDB v2, TheTVDB)");
    assert_float_equal(toasts_next(&toasts, 106.5), 107, 1e-6);
}

static void another_entry_or_scope_has_its_own_line(void **state)
{
    struct toasts toasts = {.count = 0};
    struct epi_notice series = about(EPI_NOTICE_SENT, 7, 8, 0);
    series.scope = EPI_SCOPE_SERIES;
    (void)state;
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 8, 0), rated, 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 6, 8, 0), "Trakt: Show 1x01 rated 8", 100);
    keep(&toasts, series, "Trakt: Show rated 8", 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 0, 8, 0), "Trakt: 2 episodes rated", 100);
    assert_int_equal(toasts.count, 4);
    /* What is gone from the screen, or was not there, is not changed. */
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 106);
    assert_string_equal(shown(&toasts, 106), "Trakt: Show 1x02 rated 8");
    struct epi_notice log = about(EPI_NOTICE_RATED, 7, 9, 0);
    assert_true(toasts_keep(&toasts, "Show 1x02: rated 9", &log, NULL, 107, 0));
    assert_string_equal(shown(&toasts, 107), "Trakt: Show 1x02 rated 8");
}

static void an_act_replaces_the_one_before(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 8, 0), rated, 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 100);
    keep(&toasts, about(EPI_NOTICE_UNDO_ASKED, 7, 8, 0), "take back?", 100);
    keep(&toasts, about(EPI_NOTICE_UNDONE, 7, 0, 0), "Show 1x02: rating taken back", 101);
    assert_string_equal(shown(&toasts, 101), "*Show* 1x02|rating taken back");
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 8, 0), rated, 102); /* the same as before */
    assert_string_equal(shown(&toasts, 102),
                        "*Show* 1x02|rated 8 of 10|8/10|(saved, will be sent)");
    keep(&toasts, about(EPI_NOTICE_DEAD, 7, 8, 0), "Show 1x02: Trakt does not know it", 102);
    assert_string_equal(shown(&toasts, 102), "*Show* 1x02|Trakt does not know it");
}

static void what_was_sent_before_an_act_is_none_of_its(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 9, 0), "Show 1x02: rated 9 (saved, to be sent)", 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 100);
    assert_string_equal(shown(&toasts, 100), "*Show* 1x02|rated 9|9/10|(saved, to be sent)");
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 9, 0), "Trakt: Show 1x02 rated 9", 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 9, 0), "Trakt: Show 1x02 rated 9", 101);
    assert_string_equal(shown(&toasts, 101), "*Show* 1x02|rated 9|9/10|(sent to Trakt)");
    /* Taken back, 8 stands again. */
    keep(&toasts, about(EPI_NOTICE_UNDONE, 7, 0, 0), "Show 1x02: rating taken back, 8", 102);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 102);
    assert_string_equal(shown(&toasts, 102), "*Show* 1x02|rating taken back, 8|(sent to Trakt)");
}

static void of_what_no_key_did_the_newest_stands(void **state)
{
    struct toasts toasts = {.count = 0};
    struct epi_notice other = about(EPI_NOTICE_SENT, 7, -1, 0);
    other.service_title = "TVmaze";
    (void)state;
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 0, 0), "Trakt: Show 1x02 rating taken back", 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 101);
    assert_string_equal(shown(&toasts, 101), "Trakt: Show 1x02 rated 8");
    keep(&toasts, about(EPI_NOTICE_SENT, 7, -1, 0), "Trakt: Show 1x02 added", 106);
    keep(&toasts, other, "TVmaze: Show 1x02 marked", 106);
    assert_string_equal(shown(&toasts, 106), "Trakt: Show 1x02 added|(sent to Trakt, TVmaze)");
}

static void what_waits_for_the_user_is_not_said_to_be_sent(void **state)
{
    struct toasts toasts = {.count = 0};
    struct epi_notice refused = about(EPI_NOTICE_SIGN_IN, 0, -1, 0);
    (void)state;
    keep(&toasts, about(EPI_NOTICE_RATED, 7, 8, 0), rated, 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, 8, 0), "Trakt: Show 1x02 rated 8", 100);
    keep(&toasts, about(EPI_NOTICE_MARKED, 7, -1, 0), marked, 100);
    keep(&toasts, refused, "TVmaze does not accept the sign-in", 100);
    assert_string_equal(shown(&toasts, 100),
                        "*Show* 1x02|rated 8 of 10|8/10|(sent to Trakt) & "
                        "*Show* 1x02|marked as watched|(saved in the journal) & "
                        "TVmaze does not accept the sign-in");
    keep(&toasts, about(EPI_NOTICE_SENT, 7, -1, 0), "Trakt: Show 1x02 added", 100);
    assert_non_null(strstr(shown(&toasts, 100), "|marked as watched|(sent to Trakt)"));
}

static void what_is_kept_and_what_was_sent_do_not_contradict(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_KEPT, 7, -1, 0), "Show 1x02 kept as watched, will be sent", 100);
    keep(&toasts, about(EPI_NOTICE_SENT, 7, -1, 0), "Trakt: Show 1x02 marked", 100);
    assert_string_equal(shown(&toasts, 100), "Trakt: Show 1x02 marked");
    keep(&toasts, about(EPI_NOTICE_DEAD, 7, -1, 0), "Show 1x02: TVmaze does not know it", 100);
    assert_string_equal(shown(&toasts, 100),
                        "Trakt: Show 1x02 marked & *Show* 1x02|TVmaze does not know it");
}

static void a_choice_is_named_by_what_it_led_to(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_IDENTIFIED, 0, -1, 3), "Other 1x02 Wrong", 100);
    keep(&toasts, about(EPI_NOTICE_LOOKING, 0, -1, 0), "looking up", 100);
    toasts_end(&toasts, EPI_NOTICE_LOOKING); /* the list is there */
    keep(&toasts, about(EPI_NOTICE_CHOSEN, 0, -1, 3), "using Show (UK) from now on", 100);
    assert_string_equal(shown(&toasts, 100), "using Show (UK) from now on");
    keep(&toasts, about(EPI_NOTICE_IDENTIFIED, 0, -1, 3), "Show 1x02 Right", 101);
    assert_string_equal(shown(&toasts, 101), "*Show* 1x02 Right|using Show (UK) from now on");
    keep(&toasts, about(EPI_NOTICE_ORDERED, 0, -1, 3), "Show: DVD order (all of its seasons)", 102);
    keep(&toasts, about(EPI_NOTICE_IDENTIFIED, 0, -1, 3), "Show 1x04 Later", 102);
    assert_string_equal(shown(&toasts, 102), "*Show* 1x04 Later|DVD order|(all of its seasons)");
    keep(&toasts, about(EPI_NOTICE_IDENTIFIED, 0, -1, 4), "Show 1x05 Next", 102);
    assert_string_equal(shown(&toasts, 102),
                        "*Show* 1x04 Later|DVD order|(all of its seasons) & *Show* 1x05 Next");
}

/* What a service did with entry 7. */
static void send(struct toasts *toasts, enum epi_sentence sentence, int rating, const char *service,
                 double clock)
{
    struct epi_saying saying = {sentence, {{.text = service}}};
    struct epi_notice notice = about(EPI_NOTICE_SENT, 7, rating, 0);
    char text[64];
    notice.saying = &saying;
    notice.service_title = service;
    snprintf(text, sizeof(text), "%s: Show 1x02 %d", service, sentence == EPI_SAY_SENT_MARKED);
    keep(toasts, notice, text, clock);
}

static void what_services_put_right_stands_in_the_line_of_the_choice(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    keep(&toasts, about(EPI_NOTICE_CHOSEN, 0, -1, 3), "using Show (UK) from now on", 100);
    keep(&toasts, about(EPI_NOTICE_IDENTIFIED, 0, -1, 3), "Show 1x02 Right", 100);
    send(&toasts, EPI_SAY_SENT_RATING, 8, "Trakt", 101);
    assert_string_equal(shown(&toasts, 101),
                        "*Show* 1x02 Right|using Show (UK) from now on|(sent to Trakt)");
    send(&toasts, EPI_SAY_SENT_UNRATED, 0, "Trakt", 101);
    send(&toasts, EPI_SAY_SENT_UNMARKED, -1, "TVmaze", 101);
    send(&toasts, EPI_SAY_SENT_MARKED, -1, "TVmaze", 101);
    assert_string_equal(
        shown(&toasts, 101),
        "*Show* 1x02 Right|using Show (UK) from now on|(put right at Trakt, TVmaze)");
    keep(&toasts, about(EPI_NOTICE_UNDONE, 0, -1, 3), "Show: choice taken back", 102);
    send(&toasts, EPI_SAY_SENT_UNMARKED, -1, "TVmaze", 102);
    assert_string_equal(shown(&toasts, 102), "*Show*|choice taken back|(put right at TVmaze)");
    keep(&toasts, about(EPI_NOTICE_CHOSEN, 0, -1, 3), "using another", 103);
    send(&toasts, EPI_SAY_SENT_MARKED, -1, "TVmaze", 103); /* another file's: another series */
    assert_string_equal(shown(&toasts, 103), "using another & TVmaze: Show 1x02 1");
}

/* Marked, taken back and marked again: each is answered, however fast. */
static void the_same_act_of_another_entry_is_another_line(void **state)
{
    struct toasts toasts = {.count = 0};
    struct epi_notice one = about(EPI_NOTICE_MARKED, 7, -1, 0);
    (void)state;
    keep(&toasts, one, marked, 100);
    keep(&toasts, about(EPI_NOTICE_MARKED, 8, -1, 0), marked, 101);
    assert_false(toasts_keep(&toasts, marked, &one, NULL, 101, 106));
}

static void what_is_taken_back_does_not_hide_what_was_sent(void **state)
{
    struct toasts toasts = {.count = 0};
    (void)state;
    send(&toasts, EPI_SAY_SENT_MARKED, -1, "TVmaze", 100);
    send(&toasts, EPI_SAY_SENT_UNMARKED, -1, "TVmaze", 100);
    assert_string_equal(shown(&toasts, 100), "TVmaze: Show 1x02 1 & TVmaze: Show 1x02 0");
    send(&toasts, EPI_SAY_SENT_UNPLAYED, -1, "Trakt", 100);
    assert_string_equal(shown(&toasts, 100),
                        "TVmaze: Show 1x02 1 & TVmaze: Show 1x02 0|(sent to TVmaze, Trakt)");
    /* Nor does it stand for what a key did. */
    keep(&toasts, about(EPI_NOTICE_CHOSEN, 0, -1, 3), "using Show", 107);
    keep(&toasts, about(EPI_NOTICE_MARKED, 7, -1, 0), marked, 107);
    send(&toasts, EPI_SAY_SENT_UNMARKED, -1, "TVmaze", 107);
    send(&toasts, EPI_SAY_SENT_MARKED, -1, "Trakt", 107);
    assert_string_equal(shown(&toasts, 107), "using Show|(put right at TVmaze) & "
                                             "*Show* 1x02|marked as watched|(sent to Trakt)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_that_is_marked_off_is_strong_too),
        cmocka_unit_test(the_series_is_strong_and_the_rest_below),
        cmocka_unit_test(the_title_of_the_episode_is_part_of_its_name),
        cmocka_unit_test(what_names_no_series_is_text),
        cmocka_unit_test(the_same_episode_is_named_once),
        cmocka_unit_test(the_longest_text_fits),
        cmocka_unit_test(what_a_service_accepts_stands_in_the_line_of_the_act),
        cmocka_unit_test(another_entry_or_scope_has_its_own_line),
        cmocka_unit_test(an_act_replaces_the_one_before),
        cmocka_unit_test(what_was_sent_before_an_act_is_none_of_its),
        cmocka_unit_test(of_what_no_key_did_the_newest_stands),
        cmocka_unit_test(what_waits_for_the_user_is_not_said_to_be_sent),
        cmocka_unit_test(what_is_kept_and_what_was_sent_do_not_contradict),
        cmocka_unit_test(a_choice_is_named_by_what_it_led_to),
        cmocka_unit_test(what_services_put_right_stands_in_the_line_of_the_choice),
        cmocka_unit_test(the_same_act_of_another_entry_is_another_line),
        cmocka_unit_test(what_is_taken_back_does_not_hide_what_was_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
