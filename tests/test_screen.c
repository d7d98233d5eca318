/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "plugin/actions.h"
#include "plugin/screen.h"
#include "tests/doubles/fake_mpv.h"
#include "tests/doubles/fake_player.h"

struct stage {
    mpv_handle *mpv;
    struct epi_player *player;
    struct epi_config config;
    struct screen *screen;
    double clock;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof(*stage));
    *state = stage;
    stage->player = fake_player_new();
    stage->mpv = fake_mpv_new("epimark", stage->player);
    config_init(&stage->config);
    stage->clock = 100;
    stage->screen = screen_new(stage->mpv, &stage->config);
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    screen_free(stage->screen);
    fake_mpv_free(stage->mpv);
    fake_player_free(stage->player);
    free(stage);
    return 0;
}

static void settle(struct stage *stage)
{
    fake_mpv_run(stage->mpv);
    for (;;) {
        const mpv_event *event = mpv_wait_event(stage->mpv, 0);
        struct epi_fact fact;
        if (event->event_id == MPV_EVENT_NONE)
            return;
        if (screen_event(stage->screen, event, stage->clock, &fact))
            epi_player_tell(stage->player, &fact);
    }
}

static void notify(struct stage *stage, enum epi_notice_kind kind, enum epi_notice_level level,
                   bool on_screen, const char *text)
{
    struct epi_notice notice = fake_player_notice(kind, level, on_screen, text);
    screen_show(stage->screen, &notice, stage->clock);
}

static void show(struct stage *stage, const char *text)
{
    notify(stage, EPI_NOTICE_STATUS, EPI_LEVEL_INFO, true, text);
}

static void note(struct stage *stage, const char *text)
{
    notify(stage, EPI_NOTICE_STATUS, EPI_LEVEL_INFO, false, text);
}

/* A notice that is drawn from its candidates: the first few of these. */
static void offer(struct stage *stage, enum epi_notice_kind kind, size_t count)
{
    static const struct epi_series shown = {.title = "show"};
    static const struct epi_series series[] = {
        {.title = "Show", .country = "US", .year = 2005},
        {.title = "Show", .country = "UK"},
        {.title = "Show", .country = "", .year = 1978},
        {.title = "Show", .country = ""},
        {.title = "Fifth", .country = ""},
    };
    struct epi_candidate candidates[5];
    const struct epi_candidate *all[5];
    struct epi_notice notice = fake_player_notice(kind, EPI_LEVEL_INFO, true, "not drawn");
    for (size_t i = 0; i < 5; i++) {
        candidates[i] = (struct epi_candidate){.series = &series[i]};
        all[i] = &candidates[i];
    }
    notice.series = &shown;
    notice.candidates = all;
    notice.candidate_count = count;
    screen_show(stage->screen, &notice, stage->clock);
}

static void message(struct stage *stage, const char **words)
{
    fake_mpv_push_message(stage->mpv, words);
    settle(stage);
}

#define SAY(...) message(stage, (const char *[]){__VA_ARGS__, NULL})

static const char overlay[] = "name=osd-overlay|id=";

/* The texts of events without tags and drawings, with '/' between them. */
static size_t write_lines(const char *from, const char *end, char *text, size_t size)
{
    size_t len = 0;
    while (from < end) {
        const char *newline = memchr(from, '\n', (size_t)(end - from));
        const char *event_end = newline ? newline : end;
        const char *drawing = strstr(from, "\\p4}");
        bool shown = !drawing || drawing > event_end;
        if (shown && len > 0)
            len += (size_t)snprintf(text + len, size - len, "/");
        for (bool tag = false; from < event_end; from++) {
            tag = tag || (*from == '{' && from[-1] != '\\');
            if (shown && !tag)
                len += (size_t)snprintf(text + len, size - len, "%c", *from);
            tag = tag && *from != '}';
        }
        from = event_end + 1;
    }
    return len;
}

/* What the screen asked mpv for, with drawn text in short: "text[a/b]" for the lines a and b. */
static const char *commands(struct stage *stage)
{
    static char all[65536];
    size_t len = 0;
    all[0] = '\0';
    for (const char *from = fake_mpv_commands(stage->mpv); *from;) {
        size_t line = strcspn(from, "\n") + 1;
        if (strncmp(from, overlay, strlen(overlay)) != 0) {
            len += (size_t)snprintf(all + len, sizeof(all) - len, "%.*s", (int)line, from);
            from += line;
            continue;
        }
        const char *end = strstr(from, "|res_y=720\n");
        const char *name = from[strlen(overlay)] == '1' ? "text" : "mark";
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s[", name);
        len += write_lines(strstr(from, "|data=") + strlen("|data="), end, all + len,
                           sizeof(all) - len);
        len += (size_t)snprintf(all + len, sizeof(all) - len, "]\n");
        from = end + strlen("|res_y=720\n");
    }
    fake_mpv_forget(stage->mpv);
    return all;
}

#define assert_commands(stage, expected) assert_string_equal(commands(stage), expected)

#define assert_told(stage, expected)                                                               \
    do {                                                                                           \
        assert_string_equal(fake_player_told((stage)->player), expected);                          \
        fake_player_forget((stage)->player);                                                       \
    } while (0)

#define TEXT(text) "text[" text "]\n"
#define NO_TEXT    TEXT("")
#define MARK       "mark[epimark: private]\n"
#define NO_MARK    "mark[]\n"

static void later(struct stage *stage, double seconds)
{
    stage->clock += seconds;
    screen_tick(stage->screen, stage->clock);
}

static void set_osd(struct stage *stage, const char *value)
{
    assert_true(epi_config_set(&stage->config, "osd", value, EPI_SOURCE_FILE, NULL));
}

/* ---- What is shown ---- */

static void a_notice_goes_to_the_log_and_to_the_screen(void **state)
{
    struct stage *stage = *state;
    note(stage, "in the log");
    assert_commands(stage, "print-text|epimark: in the log\n");
    show(stage, "on screen");
    assert_commands(stage, "print-text|epimark: on screen\n" TEXT("on screen"));
    notify(stage, EPI_NOTICE_UNSURE, EPI_LEVEL_INFO, true, "which?");
    assert_commands(stage, "print-text|epimark: which?\n" TEXT("on screen/which?"));
    show(stage, "");
    assert_commands(stage, "");
}

static void msg_level_decides_what_is_printed(void **state)
{
    struct stage *stage = *state;
    notify(stage, EPI_NOTICE_STATUS, EPI_LEVEL_VERBOSE, false, "verbose");
    assert_commands(stage, "");
    fake_mpv_set_map(stage->mpv, "msg-level", (const char *[]){"epimark", "debug", NULL});
    settle(stage);
    notify(stage, EPI_NOTICE_STATUS, EPI_LEVEL_DEBUG, false, "debug");
    assert_commands(stage, "print-text|epimark: debug\n");
    fake_mpv_set_map(stage->mpv, "msg-level", (const char *[]){"all", "no", NULL});
    settle(stage);
    notify(stage, EPI_NOTICE_ERROR, EPI_LEVEL_ERROR, true, "seen");
    assert_commands(stage, TEXT("seen"));
    screen_warn(stage->screen, "unseen");
    assert_commands(stage, "");
}

/* A list of none says why, and can still be answered. */
static void a_list_of_none_has_its_keys(void **state)
{
    struct stage *stage = *state;
    struct epi_saying saying = {EPI_SAY_NOTHING_TO_CHOOSE_FROM, {{.text = "no network"}}};
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true, "nothing: no network");
    notice.saying = &saying;
    notice.list = 4;
    screen_show(stage->screen, &notice, stage->clock);
    const char *shown = commands(stage);
    assert_non_null(strstr(shown, "print-text|epimark: nothing: no network"));
    assert_non_null(strstr(shown, "script-binding epimark/search"));
    assert_non_null(strstr(shown, "script-binding epimark/leave"));
    assert_non_null(strstr(shown, "nothing to choose from: no network"));
    SAY("key-binding", "list-enter", "d-", "ENTER", "");
    SAY("key-binding", "list-down", "d-", "DOWN", "");
    assert_told(stage, "");
    SAY("key-binding", "answer-0", "d-", "0", "");
    assert_told(stage, "answer(0) ");
    assert_int_equal(fake_player_last(stage->player)->list, 4);
}

static void osd_off_leaves_the_log(void **state)
{
    struct stage *stage = *state;
    set_osd(stage, "no");
    show(stage, "a line");
    offer(stage, EPI_NOTICE_CHOICES, 2);
    notify(stage, EPI_NOTICE_PRIVATE_ON, EPI_LEVEL_INFO, true, "private mode");
    assert_commands(stage, "print-text|epimark: a line\nprint-text|epimark: 1 Show (2005, US)\n"
                           "print-text|epimark: 2 Show (UK)\nprint-text|epimark: private mode\n");
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
}

/* Whether a notice of a kind is drawn. */
static bool is_drawn(struct stage *stage, enum epi_notice_kind kind)
{
    stage->clock += 60;
    fake_mpv_forget(stage->mpv);
    notify(stage, kind, EPI_LEVEL_INFO, true, "a line");
    assert_non_null(strstr(fake_mpv_commands(stage->mpv), "print-text|epimark: a line\n"));
    return strstr(fake_mpv_commands(stage->mpv), "osd-overlay");
}

static void osd_decides_what_is_drawn(void **state)
{
    struct stage *stage = *state;
    set_osd(stage, "sent");
    assert_true(is_drawn(stage, EPI_NOTICE_SENT));
    assert_false(is_drawn(stage, EPI_NOTICE_KEPT));
    assert_true(is_drawn(stage, EPI_NOTICE_RATED));
    stage->clock += 60;
    fake_mpv_forget(stage->mpv);
    SAY("rate", "11");
    assert_non_null(strstr(fake_mpv_commands(stage->mpv), "osd-overlay"));
}

static void the_same_line_within_seconds_is_said_once(void **state)
{
    struct stage *stage = *state;
    show(stage, "again");
    fake_mpv_forget(stage->mpv);
    stage->clock += 2.9;
    show(stage, "again");
    note(stage, "again");
    assert_commands(stage, "");
    later(stage, 2);
    fake_mpv_forget(stage->mpv);
    note(stage, "again");
    assert_commands(stage, "print-text|epimark: again\n");
    show(stage, "again"); /* was only in the log */
    assert_commands(stage, "print-text|epimark: again\n" TEXT("again"));
}

static void a_line_stays_until_it_can_have_been_read(void **state)
{
    struct stage *stage = *state;
    char text[1024];
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
    show(stage, "short");
    assert_float_equal(screen_wait(stage->screen, stage->clock), 3.2, 1e-6);
    stage->clock += 1;
    show(stage, "the second, which is longer than the first");
    fake_mpv_forget(stage->mpv);
    later(stage, 2.1);
    assert_commands(stage, "");
    later(stage, 0.2);
    assert_commands(stage, TEXT("the second, which is longer than the first"));
    later(stage, screen_wait(stage->screen, stage->clock));
    assert_commands(stage, NO_TEXT);
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
    later(stage, 60);
    assert_commands(stage, "");
    snprintf(text, sizeof(text), "%01000d", 0);
    show(stage, text);
    assert_float_equal(screen_wait(stage->screen, stage->clock), 12, 1e-6);
}

static void the_oldest_of_many_lines_makes_room(void **state)
{
    struct stage *stage = *state;
    for (int i = 1; i <= 5; i++) {
        fake_mpv_forget(stage->mpv);
        show(stage, (char[]){'0' + i, '\0'});
    }
    assert_commands(stage, "print-text|epimark: 5\n" TEXT("2/3/4/5"));
}

static void nothing_in_a_text_is_expanded_or_obeyed(void **state)
{
    struct stage *stage = *state;
    show(stage, "${path} {\\b1}\\N ; quit %d %s");
    assert_commands(stage, "print-text|epimark: ${path} {\\b1}\\N ; quit %d %s\n" TEXT(
                               "$\\{path} \\{\\\xe2\x81\xa0"
                               "b1}\\\xe2\x81\xa0N ; quit %d %s"));
}

static void private_mode_has_a_mark_that_stays(void **state)
{
    struct stage *stage = *state;
    notify(stage, EPI_NOTICE_PRIVATE_ON, EPI_LEVEL_INFO, true, "private");
    assert_commands(stage, MARK "print-text|epimark: private\n" TEXT("private"));
    later(stage, 60);
    assert_commands(stage, NO_TEXT);
    notify(stage, EPI_NOTICE_PRIVATE_OFF, EPI_LEVEL_INFO, true, "not private");
    assert_commands(stage, NO_MARK "print-text|epimark: not private\n" TEXT("not private"));
}

/* Where the first text that is drawn begins, from the left, and its size. */
static void first_text(struct stage *stage, long *x, long *size)
{
    const char *style = strstr(fake_mpv_commands(stage->mpv), "\\fs");
    assert_non_null(style);
    *size = strtol(style + strlen("\\fs"), NULL, 10);
    while (strncmp(style, "\\pos(", strlen("\\pos(")) != 0)
        style--;
    *x = strtol(style + strlen("\\pos("), NULL, 10);
}

static void text_follows_the_window_and_mpvs_settings(void **state)
{
    struct stage *stage = *state;
    fake_mpv_set_number(stage->mpv, "osd-dimensions/aspect", 16 / 9.0);
    fake_mpv_set_number(stage->mpv, "osd-scale", 1);
    settle(stage);
    notify(stage, EPI_NOTICE_PRIVATE_ON, EPI_LEVEL_INFO, true, "private");
    long x, size, wide_x, large;
    first_text(stage, &x, &size);
    fake_mpv_forget(stage->mpv);
    fake_mpv_set_number(stage->mpv, "osd-dimensions/aspect", 2);
    settle(stage);
    first_text(stage, &wide_x, &size);
    assert_true(wide_x > x);
    assert_commands(stage, TEXT("private") MARK);
    later(stage, 60);
    notify(stage, EPI_NOTICE_PRIVATE_OFF, EPI_LEVEL_INFO, false, "not private");
    fake_mpv_forget(stage->mpv);
    fake_mpv_set_number(stage->mpv, "osd-dimensions/aspect", 0); /* the window is gone */
    fake_mpv_set_number(stage->mpv, "osd-scale", 2);
    fake_mpv_set_number(stage->mpv, "osd-duration", 3000);
    settle(stage);
    assert_commands(stage, "");
    show(stage, "x");
    first_text(stage, &x, &large);
    assert_int_equal(large, 60);
    assert_commands(stage, "print-text|epimark: x\n" TEXT("x"));
    assert_float_equal(screen_wait(stage->screen, stage->clock), 3 * (3 + 1 / 25.0), 1e-6);
}

#define LIST                                                                                       \
    "Which series is “show”?/US/2005/1/Show/UK/2/Show/digits, arrows, Enter: choose; "         \
    "0: none; s: search;/x: no episode; Esc: close"

static void choices_own_the_digits_while_they_are_on_screen(void **state)
{
    static const char opened[] =
        "define-section|epimark_choices|UP script-binding epimark/list-up\n"
        "WHEEL_UP script-binding epimark/list-up\n"
        "DOWN script-binding epimark/list-down\n"
        "WHEEL_DOWN script-binding epimark/list-down\n"
        "ENTER script-binding epimark/list-enter\n"
        "KP_ENTER script-binding epimark/list-enter\n"
        "MOUSE_MOVE script-binding epimark/list-point\n"
        "MBTN_LEFT script-binding epimark/list-click\n"
        "0 script-binding epimark/answer-0\n"
        "s script-binding epimark/search\n"
        "x script-binding epimark/leave\n"
        "ESC script-binding epimark/close\n"
        "1 script-binding epimark/answer-1\n"
        "2 script-binding epimark/answer-2\n|force\n"
        "enable-section|epimark_choices|allow-hide-cursor+allow-vo-dragging\n" TEXT(
            LIST) "print-text|epimark: 1 Show (2005, US)\nprint-text|epimark: 2 Show (UK)\n";
    static const char with_news[] = "print-text|epimark: news\n" TEXT(LIST "/news");
    static const char closed[] = "disable-section|epimark_choices\n" NO_TEXT;
    struct stage *stage = *state;
    offer(stage, EPI_NOTICE_UNSURE, 2);
    fake_mpv_forget(stage->mpv);
    offer(stage, EPI_NOTICE_CHOICES, 2);
    assert_commands(stage, opened);
    show(stage, "news");
    assert_commands(stage, with_news);
    later(stage, 10);
    fake_mpv_forget(stage->mpv);
    assert_float_equal(screen_wait(stage->screen, stage->clock), 20, 1e-6);

    SAY("key-binding", "answer-2", "d-", "2", "");
    assert_told(stage, "answer(2) ");
    assert_commands(stage, closed);
    offer(stage, EPI_NOTICE_CHOICES, 1);
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "close", "d-", "ESC", "");
    assert_commands(stage, closed);
    offer(stage, EPI_NOTICE_CHOICES, 1);
    fake_mpv_forget(stage->mpv);
    fake_mpv_push(stage->mpv, MPV_EVENT_END_FILE, NULL);
    settle(stage);
    assert_commands(stage, closed);
    offer(stage, EPI_NOTICE_CHOICES, 1);
    fake_mpv_forget(stage->mpv);
    later(stage, 31);
    assert_commands(stage, closed);
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
    assert_told(stage, "");
}

/* Pages are turned by keys that are theirs only if there are several; a digit then chooses what it
 * is at. */
static void a_long_list_has_pages(void **state)
{
    static const char second[] = "\n1 script-binding epimark/answer-10\n"
                                 "2 script-binding epimark/answer-11\n|force\n";
    struct stage *stage = *state;
    struct epi_series series = {.title = "Show", .country = ""};
    struct epi_candidate candidate = {.series = &series};
    const struct epi_candidate *all[11];
    struct epi_notice notice = fake_player_notice(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true, "");
    for (size_t i = 0; i < 11; i++)
        all[i] = &candidate;
    notice.candidates = all;
    notice.candidate_count = 11;
    notice.list = 3;
    screen_show(stage->screen, &notice, stage->clock);
    assert_non_null(strstr(commands(stage), "PGDWN script-binding epimark/next-page"));
    SAY("key-binding", "next-page", "d-", "RIGHT", "");
    const char *turned = commands(stage);
    assert_non_null(strstr(turned, second));
    assert_non_null(strstr(turned, "?/1/Show/2/Show/digits"));
    assert_told(stage, "");
    SAY("key-binding", "answer-11", "d-", "2", "");
    assert_told(stage, "answer(11) ");
    assert_int_equal(fake_player_last(stage->player)->list, 3);
    SAY("answer", "2"); /* of no list that is seen */
    assert_int_equal(fake_player_last(stage->player)->list, 0);
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "previous-page", "d-", "LEFT", "");
    assert_commands(stage, "");
}

/* Arrows light an entry, on another page too; Enter chooses it. */
static void arrows_and_enter_choose_from_a_list(void **state)
{
    struct stage *stage = *state;
    offer(stage, EPI_NOTICE_CHOICES, 2);
    SAY("key-binding", "list-down", "d-", "DOWN", "");
    SAY("key-binding", "list-enter", "d-", "ENTER", "");
    assert_told(stage, "answer(2) ");
    SAY("key-binding", "list-enter", "d-", "ENTER", ""); /* it is closed */
    SAY("key-binding", "list-down", "d-", "DOWN", "");
    assert_told(stage, "");
    offer(stage, EPI_NOTICE_CHOICES, 2);
    SAY("key-binding", "list-up", "d-", "UP", "");
    SAY("key-binding", "list-up", "r-", "UP", "");
    SAY("key-binding", "list-up", "u-", "UP", "");
    SAY("key-binding", "list-enter", "p-", "ENTER", "");
    assert_told(stage, "answer(1) ");
}

/* From a list of episodes an episode is searched for; of orders nothing is. */
static void episodes_and_orders_are_lists(void **state)
{
    static const char *const orders[] = {"auto", "dvd"};
    struct stage *stage = *state;
    offer(stage, EPI_NOTICE_EPISODES, 2);
    SAY("key-binding", "search", "d-", "s", "s");
    assert_non_null(strstr(commands(stage), "[which episode is it?/_/type 1x05 or a title"));
    SAY("key-binding", "type", "d-", "5", "5");
    SAY("key-binding", "enter", "d-", "ENTER", "");
    assert_told(stage, "episodes(5) ");
    SAY("episode", "1x05");
    assert_told(stage, "episodes(1x05) ");
    struct epi_notice notice = fake_player_notice(EPI_NOTICE_ORDERS, EPI_LEVEL_INFO, true, "");
    notice.orders = orders;
    notice.order_count = 2;
    notice.order_current = 1;
    notice.list = 4;
    commands(stage);
    screen_show(stage->screen, &notice, stage->clock);
    const char *said = commands(stage);
    assert_non_null(strstr(said, "?/1/auto/2/dvd/digits, arrows, Enter: choose; Esc: close]"));
    assert_non_null(strstr(said, "print-text|epimark: 2 dvd · now\n"));
    assert_null(strstr(said, "search"));
    SAY("key-binding", "list-enter", "d-", "ENTER", ""); /* what holds now is lit */
    assert_told(stage, "answer(2) ");
    assert_int_equal(fake_player_last(stage->player)->list, 4);
}

/* All keys are those of the line until it is entered or left. */
static void a_search_is_typed(void **state)
{
    struct stage *stage = *state;
    offer(stage, EPI_NOTICE_CHOICES, 2);
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "search", "d-", "s", "s");
    const char *said = commands(stage);
    assert_non_null(strstr(said, "UNMAPPED ignore\nANY_UNICODE script-binding epimark/type"));
    assert_non_null(strstr(said, "enable-section|epimark_choices|exclusive+"));
    assert_non_null(strstr(said, "[which series is it?/_/type a title"));
    SAY("key-binding", "type", "p-", "U", "U");
    SAY("key-binding", "type", "d-", "2", "2");
    commands(stage);
    SAY("key-binding", "type", "r-", "\u00e9", "\u00e9");
    assert_non_null(strstr(commands(stage), "/U2\u00e9_/"));
    SAY("key-binding", "type", "u-", "x", "x");
    SAY("key-binding", "erase", "d-", "BS", "");
    SAY("key-binding", "erase", "r-", "BS", "");
    assert_told(stage, "");
    commands(stage);
    SAY("key-binding", "enter", "d-", "ENTER", "");
    assert_told(stage, "search(U) ");
    assert_non_null(strstr(commands(stage), "disable-section|epimark_choices\n"));
    SAY("key-binding", "type", "d-", "x", "x"); /* one more was on its way */
    SAY("search");
    SAY("key-binding", "enter", "d-", "ENTER", ""); /* nothing was typed */
    SAY("search");
    SAY("key-binding", "close", "d-", "ESC", "");
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
    SAY("search");
    fake_mpv_push(stage->mpv, MPV_EVENT_END_FILE, NULL);
    settle(stage);
    SAY("key-binding", "enter", "d-", "ENTER", "");
    assert_told(stage, "");
    SAY("search", "tvdb:5");
    assert_told(stage, "search(tvdb:5) ");
    SAY("search", "The", "Office", "2001"); /* as input.conf splits it */
    assert_told(stage, "search(The Office 2001) ");
}

/* ---- What the user asks for ---- */

static void assert_asked(struct stage *stage, const struct action *action, int value)
{
    const struct epi_fact *fact = fake_player_last(stage->player);
    assert_int_equal(fact->size, sizeof(*fact));
    assert_int_equal(fact->kind, action->kind);
    assert_int_equal(fact->scope, action->scope);
    assert_int_equal(fact->previous, action->previous);
    assert_int_equal(fact->value, value);
    assert_true(fake_player_told(stage->player)[0]);
    fake_player_forget(stage->player);
}

static void every_action_is_a_key_binding_and_a_message(void **state)
{
    struct stage *stage = *state;
    for (const struct action *action = actions; action->name; action++) {
        if (action->kind == EPI_FACT_SEARCH || action->kind == EPI_FACT_MENU)
            continue; /* one is typed first, the other closes the menu the next time: see below */
        for (int value = action->low; value <= action->high; value++) {
            char name[ACTIONS_NAME_MAX], number[16];
            snprintf(number, sizeof(number), "%d", value);
            snprintf(name, sizeof(name), "%s%s%s", action->name, action->high ? "-" : "",
                     action->high ? number : "");
            SAY("key-binding", name, "d-", "F5", "");
            assert_asked(stage, action, value);
            SAY("key-binding", name, "p-", "F5", "", "", "");
            assert_asked(stage, action, value);
            SAY(name);
            assert_asked(stage, action, value);
            if (action->high == 0)
                continue;
            SAY(action->name, number);
            assert_asked(stage, action, value);
            SAY("epimark", action->name, number); /* to all scripts, in our name */
            assert_asked(stage, action, value);
        }
    }
    assert_commands(stage, "");
}

static void a_key_counts_when_it_goes_down_and_a_button_when_it_comes_up(void **state)
{
    struct stage *stage = *state;
    SAY("key-binding", "mark", "r-", "m", "");
    SAY("key-binding", "mark", "u-", "m", "");
    SAY("key-binding", "mark", "dm", "MBTN_RIGHT", "");
    SAY("key-binding", "mark", "", "m", "");
    SAY("key-binding", "mark");
    assert_told(stage, "");
    SAY("key-binding", "mark", "um", "MBTN_RIGHT", "");
    SAY("key-binding", "mark", "pm", "MBTN_RIGHT", "");
    assert_told(stage, "mark mark ");
}

static void what_is_another_scripts_is_left_alone(void **state)
{
    struct stage *stage = *state;
    fake_mpv_push_message(stage->mpv, (const char *[]){NULL});
    SAY("osc-visibility", "always");
    SAY("visibility", "8");
    SAY("marked-up");
    SAY("stats-toggle-page");
    SAY("key-binding", "display-stats", "d-", "x", "");
    SAY("key-binding", "close", "d-", "x", "");
    SAY("");
    assert_told(stage, "");
    assert_commands(stage, "");
}

static void a_misspelled_name_is_answered_with_the_near_one(void **state)
{
    struct stage *stage = *state;
    SAY("rat-8");
    assert_non_null(strstr(fake_mpv_commands(stage->mpv),
                           "print-text|epimark: unknown message 'rat-8'; did you mean 'rate-8'?"));
    assert_non_null(strstr(fake_mpv_commands(stage->mpv), "osd-overlay"));
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "choos", "d-", "F5", "");
    assert_non_null(
        strstr(fake_mpv_commands(stage->mpv), "unknown binding 'choos'; did you mean 'choose'?"));
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "choos", "u-", "F5", "");
    assert_commands(stage, "");
    SAY("rate-sesaon\n", "8");
    assert_non_null(strstr(fake_mpv_commands(stage->mpv),
                           "unknown message 'rate-sesaon '; did you mean 'rate-season'?"));
    fake_mpv_forget(stage->mpv);
    set_osd(stage, "no");
    SAY("mak");
    assert_commands(stage, "print-text|epimark: unknown message 'mak'; did you mean 'mark'?\n");
    assert_told(stage, "");
}

static void a_wrong_number_is_answered_on_screen(void **state)
{
    static const char *const numbers[] = {"0", "11", "-1", "", "8x", "99999999999999999999", "8\n"};
    struct stage *stage = *state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        stage->clock += 30;
        SAY("rate", numbers[i]);
        assert_told(stage, "");
        assert_non_null(strstr(commands(stage), " for rate; expected 1-10"));
        fake_mpv_forget(stage->mpv);
    }
    SAY("rate");
    SAY("rate-0");
    SAY("rate-11");
    SAY("rate-8x");
    SAY("rate-series-0");
    SAY("answer-51");
    assert_told(stage, "");
}

static void assert_answered(struct stage *stage, const char *text)
{
    assert_told(stage, "");
    assert_non_null(strstr(commands(stage), text));
    fake_mpv_forget(stage->mpv);
    stage->clock += 30;
}

static void too_many_arguments_are_answered(void **state)
{
    struct stage *stage = *state;
    SAY("rate", "8", "9");
    assert_answered(stage, "unexpected argument \"9\" for rate\n");
    SAY("rate-8", "9");
    assert_answered(stage, "unexpected argument \"9\" for rate-8\n");
    SAY("mark", "now");
    assert_answered(stage, "unexpected argument \"now\" for mark\n");
    SAY("epimark", "rate", "80");
    assert_answered(stage, "invalid number \"80\" for rate; expected 1-10\n");
    SAY("epimark", "rat", "8");
    assert_answered(stage, "unknown message 'rat'; did you mean 'rate'?\n");
    SAY("epimark");
    assert_told(stage, "");
    assert_commands(stage, "");
}

/* Only what is sent to us by name, or bound so: any other may be another script's. */
static void a_name_that_is_near_to_none_is_answered(void **state)
{
    struct stage *stage = *state;
    SAY("statsu");
    assert_answered(stage, "unknown message 'statsu'; did you mean 'status'?\n");
    SAY("epimark", "of-no-script", "8");
    assert_answered(stage, "unknown message 'of-no-script'; the names are in epimark-mpv(7)\n");
    SAY("of-no-script");
    SAY("key-binding", "of-no-script", "d-", "F5", "");
    assert_commands(stage, "");
    fake_mpv_set_bindings(stage->mpv,
                          (const char *[]){"F5", "11", "script-binding epimark/of-no-script", "F6",
                                           "11", "script-message-to epimark of-nobody 8", "F7",
                                           "11", "script-message of-another", NULL});
    screen_bind(stage->screen);
    settle(stage);
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "of-no-script", "d-", "F5", "");
    assert_answered(stage, "unknown binding 'of-no-script'; the names are in epimark-mpv(7)\n");
    SAY("of-nobody", "8");
    assert_answered(stage, "unknown message 'of-nobody'; the names are in epimark-mpv(7)\n");
    SAY("of-another");
    assert_commands(stage, "");
}

static void default_keys_leave_those_that_are_taken(void **state)
{
    struct stage *stage = *state;
    fake_mpv_set_bindings(stage->mpv,
                          (const char *[]){"Ctrl+2", "11", "show-text mine", /* input.conf */
                                           "Ctrl+0", "0", "add volume 1",    /* mpv's own */
                                           "Ctrl+BS", "-1", "ignore",        /* not in force */
                                           "e", "0", "cycle x", NULL});
    screen_bind(stage->screen);
    assert_commands(stage, "");
    settle(stage);
    assert_commands(stage, "define-section|epimark_keys|"
                           "Ctrl+1 script-binding epimark/rate-1\n"
                           "Ctrl+3 script-binding epimark/rate-3\n"
                           "Ctrl+4 script-binding epimark/rate-4\n"
                           "Ctrl+5 script-binding epimark/rate-5\n"
                           "Ctrl+6 script-binding epimark/rate-6\n"
                           "Ctrl+7 script-binding epimark/rate-7\n"
                           "Ctrl+8 script-binding epimark/rate-8\n"
                           "Ctrl+9 script-binding epimark/rate-9\n"
                           "Ctrl+UP script-binding epimark/rate-up\n"
                           "Ctrl+DOWN script-binding epimark/rate-down\n"
                           "Ctrl+BS script-binding epimark/unrate\n"
                           "Alt+e script-binding epimark/menu\n"
                           "Ctrl+e script-binding epimark/choose\n"
                           "Ctrl+Alt+1 script-binding epimark/rate-previous-1\n"
                           "Ctrl+Alt+2 script-binding epimark/rate-previous-2\n"
                           "Ctrl+Alt+3 script-binding epimark/rate-previous-3\n"
                           "Ctrl+Alt+4 script-binding epimark/rate-previous-4\n"
                           "Ctrl+Alt+5 script-binding epimark/rate-previous-5\n"
                           "Ctrl+Alt+6 script-binding epimark/rate-previous-6\n"
                           "Ctrl+Alt+7 script-binding epimark/rate-previous-7\n"
                           "Ctrl+Alt+8 script-binding epimark/rate-previous-8\n"
                           "Ctrl+Alt+9 script-binding epimark/rate-previous-9\n"
                           "Ctrl+Alt+0 script-binding epimark/rate-previous-10\n"
                           "Ctrl+z script-binding epimark/undo\n|default\n"
                           "enable-section|epimark_keys|allow-hide-cursor+allow-vo-dragging\n");
}

static void a_question_names_the_best_and_the_key_that_lists_them_all(void **state)
{
    static const char best[] = "Which series is “show”? Show (2005, US), Show (UK), Show (1978), "
                               "Show";
    struct stage *stage = *state;
    char wanted[256];
    offer(stage, EPI_NOTICE_UNSURE, 5);
    snprintf(wanted, sizeof(wanted), "print-text|epimark: %s\n", best);
    assert_non_null(strstr(commands(stage), wanted));
    fake_mpv_set_bindings(stage->mpv, (const char *[]){NULL});
    screen_bind(stage->screen);
    settle(stage);
    offer(stage, EPI_NOTICE_UNSURE, 5);
    snprintf(wanted, sizeof(wanted), "print-text|epimark: %s (Ctrl+e to choose)\n", best);
    const char *asked = commands(stage);
    assert_non_null(strstr(asked, wanted));
    assert_non_null(strstr(asked, "/Ctrl+e to choose]")); /* a line of its own */
    stage->config.keys = false;
    fake_mpv_set_bindings(stage->mpv,
                          (const char *[]){"F9", "11", "script-binding epimark/choose", NULL});
    screen_bind(stage->screen);
    settle(stage);
    offer(stage, EPI_NOTICE_UNSURE, 5);
    snprintf(wanted, sizeof(wanted), "print-text|epimark: %s (F9 to choose)\n", best);
    assert_non_null(strstr(commands(stage), wanted));
}

static void the_first_start_names_the_keys_as_they_are_bound(void **state)
{
    struct stage *stage = *state;
    notify(stage, EPI_NOTICE_WELCOME, EPI_LEVEL_INFO, true, "what happens\nwhere it is kept");
    assert_commands(stage,
                    "print-text|epimark: what happens\n"
                    "print-text|epimark: where it is kept\n" TEXT("what happens/where it is kept"));
    stage->config.keys = false;
    fake_mpv_set_bindings(stage->mpv,
                          (const char *[]){"F9", "11", "script-binding epimark/choose", NULL});
    screen_bind(stage->screen);
    settle(stage);
    later(stage, 60);
    fake_mpv_forget(stage->mpv);
    notify(stage, EPI_NOTICE_WELCOME, EPI_LEVEL_INFO, true, "what happens\nwhere it is kept");
    assert_commands(stage, "print-text|epimark: what happens\n"
                           "print-text|epimark: F9 wrong series\n"
                           "print-text|epimark: where it is kept\n" TEXT(
                               "what happens/F9 wrong series/where it is kept"));
}

static void what_waits_for_a_choice_names_its_key(void **state)
{
    struct stage *stage = *state;
    struct epi_notice notice = fake_player_notice(EPI_NOTICE_KEPT, EPI_LEVEL_INFO, false, "kept");
    fake_mpv_set_bindings(stage->mpv, (const char *[]){NULL});
    screen_bind(stage->screen);
    settle(stage);
    fake_mpv_forget(stage->mpv);
    notice.unsure = true;
    screen_show(stage->screen, &notice, stage->clock);
    assert_commands(stage, "print-text|epimark: kept (Ctrl+e to choose)\n");
}

static void episodes_to_choose_from_have_their_numbers(void **state)
{
    struct stage *stage = *state;
    const struct epi_series series = {.title = "Show", .country = "US", .year = 2005};
    const struct epi_episode episodes[] = {{.season = 1, .number = 8, .title = ""},
                                           {.season = 0, .number = -1, .title = "Fog"},
                                           {.season = 2, .number = 8, .title = ""}};
    const struct epi_candidate candidates[] = {
        {.series = &series, .episode = &episodes[0]},
        {.series = &series, .episode = &episodes[1], .other = true},
        {.series = &series, .episode = &episodes[2], .other = true}};
    const struct epi_candidate *const list[] = {&candidates[0], &candidates[1], &candidates[2]};
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true, "not drawn");
    notice.candidates = list;
    notice.candidate_count = 3;
    screen_show(stage->screen, &notice, stage->clock);
    assert_non_null(
        strstr(commands(stage), "1x08/US/2005/1/Show/US/2005/2/Show/2x08/US/2005/3/Show"));
    notice.kind = EPI_NOTICE_UNSURE;
    notice.series = &series;
    screen_show(stage->screen, &notice, stage->clock);
    assert_non_null(strstr(commands(stage), "Which episode is “Show”?"));
}

static void a_long_title_is_cut_between_characters(void **state)
{
    struct stage *stage = *state;
    char title[128] = "", wanted[128];
    title[0] = 'x';
    for (size_t len = 1; len < 120; len += strlen("é"))
        memcpy(title + len, "é", sizeof("é"));
    const struct epi_series series = {.title = title, .country = "", .year = 1999};
    const struct epi_candidate candidate = {.series = &series};
    const struct epi_candidate *const list[] = {&candidate};
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_CHOICES, EPI_LEVEL_INFO, true, "not drawn");
    notice.candidates = list;
    notice.candidate_count = 1;
    screen_show(stage->screen, &notice, stage->clock);
    snprintf(wanted, sizeof(wanted), "1 %.75s… (1999)\n", title);
    assert_non_null(strstr(commands(stage), wanted));
}

static void keys_off_binds_none(void **state)
{
    struct stage *stage = *state;
    stage->config.keys = false;
    fake_mpv_set_bindings(stage->mpv, (const char *[]){NULL});
    screen_bind(stage->screen);
    settle(stage);
    assert_commands(stage, "");
}

/* ---- The menu ---- */

/* What the library answers about the first file. */
static void answer_menu(struct stage *stage, int rating)
{
    static const struct epi_series series = {.title = "Show", .country = ""};
    static const struct epi_episode episode = {
        .season = 1, .number = 2, .title = "", .airdate = ""};
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_MENU, EPI_LEVEL_VERBOSE, true, "menu: Show 1x02");
    notice.series = &series;
    notice.episode = &episode;
    notice.rating = rating;
    notice.file = 1;
    notice.confidence = -1;
    screen_show(stage->screen, &notice, stage->clock);
}

#define MENU_TEXT(says)                                                                            \
    TEXT("Show 1x02/As its name reads: not looked up yet/Rate/not yet/Mark as watched/"            \
         "Wrong series/Wrong episode/Order/Undo the last act/off/Private mode/Private for an "     \
         "hour/0 of 0 signed in/"                                                                  \
         "Accounts/empty/Queue/" says)
#define MENU_CLOSED "disable-section|epimark_menu\n" NO_TEXT

/* Opens the menu and answers it. */
static void open_menu(struct stage *stage)
{
    SAY("key-binding", "menu", "d-", "Alt+e", "");
    assert_told(stage, "menu ");
    answer_menu(stage, -1);
    fake_mpv_forget(stage->mpv);
}

static void the_menu_has_all_keys_until_it_is_closed(void **state)
{
    struct stage *stage = *state;
    fake_mpv_set_bindings(stage->mpv, (const char *[]){"CLOSE_WIN", "0", "quit-watch-later", NULL});
    screen_bind(stage->screen);
    settle(stage);
    show(stage, "news");
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "menu", "d-", "Alt+e", "");
    assert_told(stage, "menu ");
    const char *opened = commands(stage);
    assert_non_null(strstr(opened, "Alt+e script-binding epimark/menu\n"
                                   "CLOSE_WIN quit-watch-later\nUNMAPPED ignore\n|force\n"
                                   "enable-section|epimark_menu|exclusive\n"));
    assert_non_null(strstr(opened, NO_TEXT)); /* the news made room for it */
    answer_menu(stage, -1);
    assert_commands(stage, MENU_TEXT("1 to 0: rate; arrows, Enter: choose; Esc: close"));
    SAY("key-binding", "menu-back", "d-", "ESC", "");
    assert_commands(stage, MENU_CLOSED);
    answer_menu(stage, -1); /* comes too late */
    assert_commands(stage, "");
    SAY("key-binding", "menu-8", "d-", "8", "");
    assert_told(stage, "");
    open_menu(stage);
    SAY("menu");
    assert_commands(stage, MENU_CLOSED);
    open_menu(stage);
    later(stage, 59);
    SAY("key-binding", "menu-down", "r-", "DOWN", "");
    assert_commands(stage, MENU_TEXT("1 to 0: rate; arrows, Enter: choose; Esc: close"));
    later(stage, 59);
    assert_commands(stage, "");
    later(stage, screen_wait(stage->screen, stage->clock));
    assert_commands(stage, MENU_CLOSED);
    assert_true(screen_wait(stage->screen, stage->clock) < 0);
    assert_told(stage, "");
}

static void what_is_playing_takes_no_place_of_the_menus_keys(void **state)
{
    struct stage *stage = *state;
    const struct epi_series series = {.title = "Show", .country = ""};
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_IDENTIFIED, EPI_LEVEL_INFO, true, "Show 1x02");
    notice.series = &series;
    open_menu(stage);
    screen_show(stage->screen, &notice, stage->clock);
    const char *drawn = strrchr(commands(stage), '[');
    assert_non_null(drawn);
    assert_non_null(strstr(drawn, "1 to 0: rate"));
}

static void keys_of_the_menu_are_about_the_file_that_it_shows(void **state)
{
    struct stage *stage = *state;
    struct epi_fact fact;
    open_menu(stage);
    assert_false(screen_asks(stage->screen, &fact));
    SAY("key-binding", "menu-8", "d-", "8", "");
    assert_told(stage, "rate(8) ");
    assert_int_equal(fake_player_last(stage->player)->file, 1);
    fake_mpv_forget(stage->mpv);
    show(stage, "rated 8 of 10");
    assert_commands(stage, "print-text|epimark: rated 8 of 10\n" MENU_TEXT("rated 8 of 10"));
    assert_true(screen_asks(stage->screen, &fact)); /* what it shows is out of date */
    assert_int_equal(fact.kind, EPI_FACT_MENU);
    assert_int_equal(fact.size, sizeof(fact));
    assert_false(screen_asks(stage->screen, &fact));
    answer_menu(stage, 8);
    assert_false(screen_asks(stage->screen, &fact));
    fake_mpv_push(stage->mpv, MPV_EVENT_END_FILE, NULL);
    settle(stage);
    assert_true(screen_asks(stage->screen, &fact));
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "menu-down", "d-", "DOWN", "");
    SAY("key-binding", "menu-down", "d-", "DOWN", "");
    fake_mpv_forget(stage->mpv);
    SAY("key-binding", "menu-enter", "d-", "ENTER", "");
    assert_told(stage, "choose ");
    assert_commands(stage, "disable-section|epimark_menu\n" TEXT("rated 8 of 10"));
}

/* It came late: its keys are not those of a menu that hides it. */
static void a_list_takes_the_place_of_the_menu(void **state)
{
    struct stage *stage = *state;
    open_menu(stage);
    offer(stage, EPI_NOTICE_CHOICES, 2);
    const char *said = commands(stage);
    assert_non_null(strstr(said, "disable-section|epimark_menu\n"));
    assert_non_null(strstr(said, TEXT(LIST)));
    SAY("key-binding", "menu-8", "d-", "8", "");
    assert_told(stage, "");
    SAY("key-binding", "answer-2", "d-", "2", "");
    assert_told(stage, "answer(2) ");
}

/* Moves the mouse there, in pixels of a window as high as an overlay. */
static void mouse(struct stage *stage, const char *name, long x, long y)
{
    fake_mpv_set_place(stage->mpv, "mouse-pos", x, y);
    SAY("key-binding", name, "um", "MBTN_LEFT", "");
    settle(stage); /* the place is told later */
}

static void the_mouse_is_on_what_is_drawn(void **state)
{
    struct stage *stage = *state;
    open_menu(stage);
    mouse(stage, "menu-click", 700, 360); /* nobody knows yet how high the window is */
    assert_told(stage, "");
    fake_mpv_set_number(stage->mpv, "osd-dimensions/h", 1440);
    settle(stage);
    for (long y = 0; y < 720 && !*fake_player_told(stage->player); y += 10) {
        mouse(stage, "menu-point", 1400, 2 * y);
        assert_told(stage, "");
        mouse(stage, "menu-click", 1400, 2 * y);
        mouse(stage, "menu-click", 1, 2 * y); /* beside it */
    }
    assert_told(stage, "mark ");
    for (long y = 0; y < 720 && !*fake_player_told(stage->player); y += 10)
        mouse(stage, "menu-click", 2440, 2 * y);
    assert_told(stage, "rate(10) ");
}

static void the_mouse_chooses_from_a_list(void **state)
{
    struct stage *stage = *state;
    fake_mpv_set_number(stage->mpv, "osd-dimensions/h", 1440);
    settle(stage);
    offer(stage, EPI_NOTICE_CHOICES, 2);
    for (long y = 700; y > 0 && !*fake_player_told(stage->player); y -= 10) {
        mouse(stage, "list-point", 1400, 2 * y);
        mouse(stage, "list-point", 1, 2 * y); /* beside it */
        assert_told(stage, "");
        SAY("key-binding", "list-enter", "u-", "ENTER", "");
        mouse(stage, "list-click", 1400, 2 * y);
        offer(stage, EPI_NOTICE_CHOICES, 2); /* a click beside an entry has closed it */
    }
    assert_told(stage, "answer(2) "); /* from below: the last entry */
    for (long y = 0; y < 720 && !*fake_player_told(stage->player); y += 10) {
        mouse(stage, "list-click", 1400, 2 * y);
        offer(stage, EPI_NOTICE_CHOICES, 2);
    }
    assert_told(stage, "answer(1) "); /* from above: the first */
    fake_mpv_forget(stage->mpv);
    mouse(stage, "list-click", 1, 700);
    assert_non_null(strstr(fake_mpv_commands(stage->mpv), "disable-section|epimark_choices"));
    assert_told(stage, "");
}

static void without_the_osd_the_menu_is_a_line_of_the_log(void **state)
{
    struct stage *stage = *state;
    set_osd(stage, "no");
    fake_mpv_set_map(stage->mpv, "msg-level", (const char *[]){"epimark", "v", NULL});
    settle(stage);
    SAY("menu");
    assert_told(stage, "menu ");
    answer_menu(stage, -1);
    assert_commands(stage, "print-text|epimark: menu: Show 1x02\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_notice_goes_to_the_log_and_to_the_screen),
        TEST(msg_level_decides_what_is_printed),
        TEST(osd_off_leaves_the_log),
        TEST(a_list_of_none_has_its_keys),
        TEST(osd_decides_what_is_drawn),
        TEST(the_same_line_within_seconds_is_said_once),
        TEST(a_line_stays_until_it_can_have_been_read),
        TEST(the_oldest_of_many_lines_makes_room),
        TEST(nothing_in_a_text_is_expanded_or_obeyed),
        TEST(private_mode_has_a_mark_that_stays),
        TEST(text_follows_the_window_and_mpvs_settings),
        TEST(choices_own_the_digits_while_they_are_on_screen),
        TEST(a_long_list_has_pages),
        TEST(arrows_and_enter_choose_from_a_list),
        TEST(episodes_and_orders_are_lists),
        TEST(a_search_is_typed),
        TEST(every_action_is_a_key_binding_and_a_message),
        TEST(a_key_counts_when_it_goes_down_and_a_button_when_it_comes_up),
        TEST(what_is_another_scripts_is_left_alone),
        TEST(a_misspelled_name_is_answered_with_the_near_one),
        TEST(a_wrong_number_is_answered_on_screen),
        TEST(too_many_arguments_are_answered),
        TEST(a_name_that_is_near_to_none_is_answered),
        TEST(default_keys_leave_those_that_are_taken),
        TEST(a_question_names_the_best_and_the_key_that_lists_them_all),
        TEST(the_first_start_names_the_keys_as_they_are_bound),
        TEST(what_waits_for_a_choice_names_its_key),
        TEST(episodes_to_choose_from_have_their_numbers),
        TEST(a_long_title_is_cut_between_characters),
        TEST(keys_off_binds_none),
        TEST(the_menu_has_all_keys_until_it_is_closed),
        TEST(what_is_playing_takes_no_place_of_the_menus_keys),
        TEST(keys_of_the_menu_are_about_the_file_that_it_shows),
        TEST(a_list_takes_the_place_of_the_menu),
        TEST(the_mouse_is_on_what_is_drawn),
        TEST(the_mouse_chooses_from_a_list),
        TEST(without_the_osd_the_menu_is_a_line_of_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
