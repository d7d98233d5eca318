/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/menu.h"
#include "plugin/words.h"

static const struct epi_series firefly = {
    .title = "Firefly", .year = 2002, .country = "US", .imdb = ""};
static const struct epi_series none = {.title = "", .country = "", .imdb = ""};
static const struct epi_episode second = {.season = 1, .number = 2, .title = "", .airdate = ""};
static const struct epi_episode named = {
    .season = 1, .number = 2, .title = "The Train Job", .airdate = ""};
static const struct epi_service_state services[] = {
    {"tvmaze", "TVmaze", "viewer", "", 2, 0},
    {"trakt", "Trakt", "", "refused: not paid", 0, 3},
};

/* What the library answers about the file 7, of which only the name is known. */
static struct epi_notice answer(void)
{
    return (struct epi_notice){.kind = EPI_NOTICE_MENU,
                               .text = "menu",
                               .series = &firefly,
                               .episode = &second,
                               .rating = -1,
                               .played = 61.4,
                               .watched_at = 80,
                               .file = 7,
                               .confidence = -1,
                               .services = services,
                               .service_count = 2};
}

static struct menu opened(const struct epi_notice *notice)
{
    struct menu menu = {.open = false};
    menu_open(&menu);
    assert_true(menu_learn(&menu, notice));
    return menu;
}

/* The rows: "Firefly 1x02|sure|-|>Rate 8*|Mark not yet"; '>': chosen, '~': it cannot be. */
static const char *rows(const struct menu *menu)
{
    static char all[4096];
    struct panel_row list[MENU_ROWS_MAX];
    size_t count = menu_rows(menu, list), len = 0;
    all[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const struct panel_row *row = &list[i];
        char stars[16] = "";
        if (row->kind == PANEL_ITEM && row->stars >= 0)
            snprintf(stars, sizeof(stars), " %d*", row->stars);
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s%s%s%s%s%s%s%s", i ? "|" : "",
                                row->chosen ? ">" : "", row->off ? "~" : "",
                                row->kind == PANEL_RULE ? "-" : "", row->strong ? row->strong : "",
                                row->text ? row->text : "",
                                row->columns[0] && *row->columns[0] ? ": " : "",
                                row->columns[0] ? row->columns[0] : "", stars);
    }
    return all;
}

/* Presses keys, with blanks between them; the last result. */
static enum menu_result press(struct menu *menu, const char *keys, struct epi_fact *fact)
{
    enum menu_result result = MENU_NOTHING;
    while (*keys) {
        char name[16];
        int len = (int)strcspn(keys, " ");
        snprintf(name, sizeof(name), "%.*s", len, keys);
        result = menu_press(menu, name, fact);
        keys += len + (keys[len] == ' ');
    }
    return result;
}

static void assert_asks(struct menu *menu, const char *keys, enum epi_fact_kind kind, int value)
{
    struct epi_fact fact = {0};
    assert_int_equal(press(menu, keys, &fact), MENU_ASK);
    assert_int_equal(fact.size, sizeof(fact));
    assert_int_equal(fact.kind, kind);
    assert_int_equal(fact.value, value);
    assert_int_equal(fact.file, 7);
    assert_int_equal(fact.scope, EPI_SCOPE_EPISODE);
    assert_false(fact.previous);
}

static void it_shows_what_plays_and_how_things_stand(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    assert_string_equal(
        rows(&menu),
        "Firefly 1x02|As its name reads: not looked up yet|61 % played, counts at 80 %|-|"
        ">Rate 0*|Mark as watched: not yet|Wrong series|Wrong episode|Order|Undo the last "
        "act|Private mode: off|"
        "Private for an hour|Accounts: 1 of 2 signed in|Queue: 2 to send, 3 wait for you|-|"
        "1 to 0: rate; arrows, Enter: choose; Esc: close");
    static const char *const order[] = {"dvd"};
    notice.orders = order;
    notice.order_count = 1;
    notice.rating = 8;
    notice.watched = true;
    notice.confidence = 0.97;
    notice.episode = &named;
    assert_true(menu_learn(&menu, &notice));
    assert_non_null(strstr(rows(&menu), "Firefly 1x02|The Train Job|2002, US; identified, 97 % "
                                        "sure|-|>Rate 8*|Not watched: watched|Wrong series|"
                                        "Wrong episode|Order: dvd|"));
}

static void what_was_found_is_more_than_the_name_says(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    struct epi_notice found = {.kind = EPI_NOTICE_IDENTIFIED,
                               .series = &firefly,
                               .episode = &named,
                               .count = 1,
                               .file = 6, /* another */
                               .confidence = 0.9};
    assert_false(menu_learn(&menu, &found));
    assert_true(menu.stale);
    menu_learn(&menu, &notice);
    assert_false(menu.stale);
    assert_null(strstr(rows(&menu), "Train"));
    found.file = 7;
    menu_learn(&menu, &found);
    menu_learn(&menu, &notice);
    assert_non_null(strstr(rows(&menu), "|The Train Job|2002, US; identified, 90 % sure|"));
    found.kind = EPI_NOTICE_UNSURE;
    found.confidence = -1;
    found.candidate_count = 3;
    menu_learn(&menu, &found);
    menu_learn(&menu, &notice);
    assert_non_null(strstr(rows(&menu), "1x02|Not sure which one: 3 come close|"));
    struct epi_saying said = {EPI_SAY_NONE_AS_SAID, {{.text = NULL}}};
    struct epi_saying why = {EPI_SAY_NOT_FOUND, {{.saying = &said}}};
    notice.saying = &why;
    menu_learn(&menu, &notice);
    assert_non_null(strstr(rows(&menu), "1x02|not found: none of the series that come close, as "
                                        "you said|"));
}

static void what_was_found_does_not_outlive_what_the_user_says(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    struct epi_notice found = notice;
    found.kind = EPI_NOTICE_IDENTIFIED;
    found.episode = &named;
    found.count = 1;
    found.confidence = 0.9;
    menu_learn(&menu, &found);
    static const struct epi_series no_series = {.title = "", .country = ""};
    static const struct epi_episode no_episode = {.number = -1, .title = "", .airdate = ""};
    struct epi_saying said = {EPI_SAY_WHY_NO_EPISODE, {{.text = NULL}}};
    struct epi_saying why = {EPI_SAY_IGNORED, {{.saying = &said}}};
    notice.series = &no_series;
    notice.episode = &no_episode;
    notice.saying = &why;
    menu_learn(&menu, &notice);
    assert_non_null(strstr(rows(&menu), "ignored (you said that it is no episode, which `undo` "
                                        "takes back)|"));
    assert_non_null(strstr(rows(&menu), "~Rate 0*|~Mark as watched: "));
    assert_null(strstr(rows(&menu), "Firefly"));
    assert_null(strstr(rows(&menu), "sure"));
}

static void digits_and_stars_rate(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    assert_asks(&menu, "down down 8", EPI_FACT_RATE, 8);
    assert_true(menu.open);
    assert_non_null(strstr(rows(&menu), ">Rate 8*"));
    assert_asks(&menu, "0", EPI_FACT_RATE, 10);
    assert_asks(&menu, "left left left enter", EPI_FACT_RATE, 7);
    notice.rating = 4;
    menu = opened(&notice);
    assert_asks(&menu, "right enter", EPI_FACT_RATE, 5);
    struct epi_fact fact;
    assert_int_equal(press(&menu, "left left left left left left left left", &fact), MENU_DRAW);
    assert_non_null(strstr(rows(&menu), ">Rate 1*"));
    for (int i = 0; i < 20; i++)
        press(&menu, "right", &fact);
    assert_non_null(strstr(rows(&menu), ">Rate 10*"));
    notice.rating = -1;
    menu = opened(&notice);
    assert_int_equal(press(&menu, "enter", &fact), MENU_DRAW); /* of no stars */
}

static void each_item_asks_for_its_own(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    assert_asks(&menu, "down enter", EPI_FACT_MARK, 0);
    assert_asks(&menu, "down down down down enter", EPI_FACT_UNDO, 0);
    assert_asks(&menu, "down enter", EPI_FACT_TOGGLE, 0);
    assert_asks(&menu, "down enter", EPI_FACT_TOGGLE, 3600);
    assert_true(menu.open);
    assert_asks(&menu, "first down down enter", EPI_FACT_CHOOSE, 0);
    assert_false(menu.open); /* the list takes its place */
    menu = opened(&notice);
    assert_asks(&menu, "down down down enter", EPI_FACT_EPISODES, 0);
    assert_false(menu.open);
    menu = opened(&notice);
    assert_asks(&menu, "down down down down enter", EPI_FACT_ORDERS, 0);
    assert_false(menu.open);
    notice.watched = true;
    menu = opened(&notice);
    assert_asks(&menu, "down enter", EPI_FACT_UNMARK, 0);
}

static void accounts_and_queue_are_lists(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    struct epi_fact fact = {.value = -5};
    assert_int_equal(press(&menu, "last up enter", &fact), MENU_DRAW);
    assert_string_equal(rows(&menu),
                        "Accounts|TVmaze: viewer|~Trakt: sign in: epimark login|refused: not "
                        "paid|-|Esc: back");
    assert_int_equal(press(&menu, "8", &fact), MENU_NOTHING);
    assert_int_equal(press(&menu, "back", &fact), MENU_DRAW);
    assert_int_equal(press(&menu, "last enter", &fact), MENU_DRAW);
    assert_string_equal(rows(&menu), "Queue|2 to send, 3 wait for you|TVmaze: due|Trakt: waiting|"
                                     "refused: not paid|-|`epimark queue` lists it; Esc: back");
    assert_int_equal(press(&menu, "close", &fact), MENU_CLOSE);
    assert_false(menu.open);
    assert_int_equal(fact.value, -5);
}

static void what_cannot_be_done_is_not_asked(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct epi_fact fact;
    struct menu menu = {.open = false};
    menu_open(&menu);
    assert_int_equal(press(&menu, "8", &fact), MENU_NOTHING); /* nothing is known yet */
    assert_int_equal(press(&menu, "enter", &fact), MENU_NOTHING);
    notice.is_private = true;
    menu = opened(&notice);
    assert_int_equal(press(&menu, "8", &fact), MENU_DRAW);
    assert_int_equal(press(&menu, "down enter", &fact), MENU_NOTHING);
    assert_int_equal(press(&menu, "down enter", &fact), MENU_NOTHING);
    assert_non_null(strstr(rows(&menu), "|~Rate 0*|~Mark as watched: not yet|>~Wrong series|"
                                        "~Wrong episode|~Order|~Undo"));
    notice.is_private = false;
    notice.ended = true; /* it can still be rated, but not be another series */
    menu = opened(&notice);
    assert_asks(&menu, "8", EPI_FACT_RATE, 8);
    assert_int_equal(press(&menu, "down down enter", &fact), MENU_NOTHING);
    notice.series = &none;
    menu = opened(&notice);
    assert_int_equal(press(&menu, "8", &fact), MENU_DRAW);
    assert_true(strncmp(rows(&menu), "No episode on screen|-|", 23) == 0);
}

static void the_mouse_chooses(void **state)
{
    (void)state;
    struct epi_notice notice = answer();
    struct menu menu = opened(&notice);
    struct epi_fact fact;
    struct panel_spot head = {.row = 1}, stars = {.row = 4, .stars = 6}, mark = {.row = 5};
    struct panel_spot foot = {.row = 14}, outside = {.row = -1};
    assert_int_equal(menu_point(&menu, head, true, &fact), MENU_NOTHING);
    assert_int_equal(menu_point(&menu, foot, true, &fact), MENU_NOTHING);
    assert_int_equal(menu_point(&menu, outside, true, &fact), MENU_NOTHING);
    assert_int_equal(menu_point(&menu, mark, false, &fact), MENU_DRAW);
    assert_non_null(strstr(rows(&menu), ">Mark"));
    assert_int_equal(menu_point(&menu, stars, false, &fact), MENU_DRAW);
    assert_non_null(strstr(rows(&menu), ">Rate 6*"));
    assert_int_equal(menu_point(&menu, stars, true, &fact), MENU_ASK);
    assert_int_equal(fact.kind, EPI_FACT_RATE);
    assert_int_equal(fact.value, 6);
    assert_int_equal(menu_point(&menu, mark, true, &fact), MENU_ASK);
    assert_int_equal(fact.kind, EPI_FACT_MARK);
}

static void no_key_is_left_to_the_player(void **state)
{
    (void)state;
    char keys[MENU_KEYS_MAX];
    menu_keys("Alt+e", "quit-watch-later", keys);
    assert_non_null(strstr(keys, "\n0 script-binding epimark/menu-0\n"));
    assert_non_null(strstr(keys, "\nKP9 script-binding epimark/menu-9\n"));
    assert_non_null(strstr(keys, "\nAlt+e script-binding epimark/menu\n"));
    assert_non_null(strstr(keys, "\nCLOSE_WIN quit-watch-later\nUNMAPPED ignore\n"));
    menu_keys("", "quit", keys);
    assert_null(strstr(keys, "epimark/menu\nCLOSE_WIN"));
}

static void long_texts_are_kept_within_bounds(void **state)
{
    (void)state;
    char title[1000];
    memset(title, 'x', sizeof(title));
    title[sizeof(title) - 1] = '\0';
    struct epi_series series = {.title = title, .country = title, .imdb = ""};
    struct epi_episode episode = {.season = 99999, .number = 99999, .title = title, .airdate = ""};
    struct epi_service_state many[12];
    for (int i = 0; i < 12; i++)
        many[i] = (struct epi_service_state){title, title, title, title, 1, 1};
    struct epi_notice notice = answer();
    notice.series = &series;
    notice.episode = &episode;
    notice.services = many;
    notice.service_count = 12;
    struct menu menu = opened(&notice);
    struct epi_fact fact;
    assert_non_null(strstr(rows(&menu), " 99999x99999|"));
    press(&menu, "last enter", &fact);
    struct panel_row list[MENU_ROWS_MAX];
    assert_true(menu_rows(&menu, list) <= MENU_ROWS_MAX);
}

static void all_of_it_is_in_its_language(void **state)
{
    (void)state;
    struct menu menu = {.language = &words_languages[1].language};
    struct epi_series series = {.title = "שטיסל", .country = "IL", .year = 2013};
    struct epi_episode episode = {.season = 1, .number = 2, .title = "", .airdate = ""};
    struct epi_notice notice = {.kind = EPI_NOTICE_MENU,
                                .text = "",
                                .series = &series,
                                .episode = &episode,
                                .file = 1,
                                .confidence = 0.98,
                                .played = 12,
                                .watched_at = 80,
                                .waiting = 1};
    struct panel_row list[MENU_ROWS_MAX];
    char all[4096] = "";
    menu_open(&menu);
    menu_learn(&menu, &notice);
    size_t count = menu_rows(&menu, list), len = 0;
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(
            all + len, sizeof(all) - len, "%s%s|%s\n", list[i].strong ? list[i].strong : "",
            list[i].text ? list[i].text : "", list[i].columns[0] ? list[i].columns[0] : "");
    }
    const char *const wanted[] = {
        "\u2068שטיסל\u2069 1x02",       "2013, IL; erkannt, zu 98 % sicher",
        "12 % gespielt, zählt ab 80 %", "Als gesehen markieren|noch nicht",
        "Warteschlange|leer",           "1 bis 0: bewerten; Pfeile, Enter: wählen; Esc: schließen"};
    for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
        if (!strstr(all, wanted[i]))
            fail_msg("no %s in:\n%s", wanted[i], all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_shows_what_plays_and_how_things_stand),
        cmocka_unit_test(what_was_found_is_more_than_the_name_says),
        cmocka_unit_test(what_was_found_does_not_outlive_what_the_user_says),
        cmocka_unit_test(digits_and_stars_rate),
        cmocka_unit_test(each_item_asks_for_its_own),
        cmocka_unit_test(accounts_and_queue_are_lists),
        cmocka_unit_test(what_cannot_be_done_is_not_asked),
        cmocka_unit_test(the_mouse_chooses),
        cmocka_unit_test(no_key_is_left_to_the_player),
        cmocka_unit_test(long_texts_are_kept_within_bounds),
        cmocka_unit_test(all_of_it_is_in_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
