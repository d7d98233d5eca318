/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/deliver/outlook.h"
#include "core/identify/media_name.h"
#include "core/journal/entry.h"
#include "core/player/kept.h"
#include "core/player/notice.h"

/* Asserts what a notice says, NULL for none, and frees it. */
static void assert_said(struct notice *notice, const char *text)
{
    if (text) {
        assert_non_null(notice);
        assert_int_equal(notice_view(notice)->kind, EPI_NOTICE_KEPT);
        assert_true(notice_view(notice)->on_screen);
        assert_string_equal(notice_view(notice)->text, text);
    } else {
        assert_null(notice);
    }
    notice_free(notice);
}

static void what_nothing_sends_says_the_way_out(void **state)
{
    static const struct {
        struct outlook outlook;
        const char *text;
    } cases[] = {
        {{.kind = OUTLOOK_SENT, .service = ""}, NULL},
        {{.kind = OUTLOOK_SIGNED_OUT, .service = "tvmaze", .due = DUE_MARK},
         "Breaking Bad 1x02 kept as watched (sign in to mark it at TVmaze: epimark login tvmaze)"},
        {{.kind = OUTLOOK_SIGNED_OUT, .service = "trakt", .due = DUE_PLAY},
         "Breaking Bad 1x02 kept as watched (sign in to add it to your history at Trakt: epimark "
         "login trakt)"},
        {{.kind = OUTLOOK_REFUSED, .service = "tvmaze", .due = DUE_MARK},
         "Breaking Bad 1x02 kept as watched (`epimark status tvmaze` shows why it is not sent)"},
        {{.kind = OUTLOOK_HELD, .service = "tvmaze", .due = DUE_MARK},
         "Breaking Bad 1x02 kept as watched (`epimark status tvmaze` shows why it is not sent)"},
        {{.kind = OUTLOOK_KEPT, .service = ""}, "Breaking Bad 1x02 kept as watched"},
    };
    (void)state;
    struct guess guess;
    assert_true(media_name_guess("/tv/Breaking.Bad.S01E02.mkv", NULL, false, &guess));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_said(kept_unsent(&guess, 1, &cases[i].outlook, true), cases[i].text);
        assert_said(kept_unsent(&guess, 1, &cases[i].outlook, false),
                    cases[i].text ? "Breaking Bad 1x02 kept as watched" : NULL);
    }
    assert_said(kept_parked(&guess, 1),
                "Breaking Bad 1x02 kept as watched until its folder answers");
    assert_true(media_name_guess("/tv/Breaking.Bad.S01E02E03.mkv", NULL, false, &guess));
    struct notice *notice = kept_parked(&guess, 2);
    assert_int_equal(notice_view(notice)->episode->number, 3);
    assert_said(notice, "Breaking Bad 1x03 kept as watched until its folder answers");
}

/* What is said of an entry of which nothing was said before. */
static void assert_kept(const struct entry *entry, const char *text)
{
    struct kept_said said = {0};
    assert_said(kept_entry(entry, false, &said), text);
}

static const struct entry watched = {.id = 1,
                                     .path = "/tv/Breaking.Bad.S01E02.mkv",
                                     .nth = 1,
                                     .episodes = 1,
                                     .state = ENTRY_WATCHED,
                                     .watched_at = 1700000000};
static const struct delivery play = {.service = "trakt", .kind = "play", .state = DELIVERY_DUE};
static const struct delivery mark = {.service = "tvmaze", .kind = "mark", .state = DELIVERY_DUE};
static const struct match episode = {.series = {.title = "Breaking Bad"},
                                     .episode = {.season = 1, .number = 2, .title = "Cat"}};

static void an_entry_says_what_it_waits_for(void **state)
{
    struct entry *entry = calloc(1, sizeof(*entry));

    (void)state;
    *entry = watched;
    assert_kept(entry, "Breaking Bad 1x02 kept as watched, will be looked up and sent");
    entry->state = ENTRY_HELD;
    struct kept_said said = {0};
    struct notice *notice = kept_entry(entry, false, &said);
    assert_true(notice_view(notice)->unsure);
    assert_said(notice, "Breaking Bad 1x02 kept as watched until you say which one it is");
    entry->state = ENTRY_DEAD; /* no catalogue has it */
    assert_kept(entry, NULL);
    entry->identified = true;
    entry->state = ENTRY_WATCHED;
    entry->match = episode;
    assert_kept(entry, NULL);
    entry->deliveries[0] =
        (struct delivery){.service = "trakt", .kind = "rate", .state = DELIVERY_DUE};
    entry->deliveries[1] = play;
    entry->deliveries[1].state = DELIVERY_HELD;
    entry->delivery_count = 2;
    assert_kept(entry, NULL);
    entry->deliveries[1].state = DELIVERY_DUE;
    assert_kept(entry, "Breaking Bad 1x02 Cat kept as watched, will be sent to Trakt");
    entry->watched_at = 0; /* taken back meanwhile */
    assert_kept(entry, NULL);
    free(entry);
}

/* Each that it is still to be sent to, whatever another accepted, in one line. */
static void an_entry_names_each_service_once(void **state)
{
    struct entry *entry = calloc(1, sizeof(*entry));
    struct kept_said said = {0};

    (void)state;
    *entry = watched;
    entry->identified = true;
    entry->match = episode;
    entry->deliveries[0] = mark;
    entry->deliveries[1] = play;
    entry->delivery_count = 2;
    assert_said(kept_entry(entry, false, &said),
                "Breaking Bad 1x02 Cat kept as watched, will be sent to TVmaze and Trakt");
    assert_said(kept_entry(entry, false, &said), NULL);
    entry->id = 2; /* another one */
    assert_said(kept_entry(entry, true, &said),
                "Breaking Bad 1x02 Cat kept as watched, will be sent to TVmaze");
    assert_said(kept_entry(entry, true, &said), NULL);
    assert_said(kept_entry(entry, false, &said),
                "Breaking Bad 1x02 Cat kept as watched, will be sent to Trakt");
    entry->deliveries[0].state = DELIVERY_SENT;
    assert_kept(entry, "Breaking Bad 1x02 Cat kept as watched, will be sent to Trakt");
    entry->deliveries[2] = mark;
    snprintf(entry->deliveries[0].service, sizeof(entry->deliveries[0].service), "trakt1");
    entry->deliveries[0].state = DELIVERY_DUE;
    entry->delivery_count = 3;
    assert_kept(
        entry, "Breaking Bad 1x02 Cat kept as watched, will be sent to Trakt v1, Trakt and TVmaze");
    free(entry);
}

/* That it waits for an answer is said once, and not of what follows from that. */
static void what_is_unsure_is_said_once(void **state)
{
    struct entry *entry = calloc(1, sizeof(*entry));
    struct kept_said said = {0};

    (void)state;
    *entry = watched;
    entry->state = ENTRY_HELD;
    assert_said(kept_entry(entry, true, &said),
                "Breaking Bad 1x02 kept as watched until you say which one it is");
    entry->identified = true;
    entry->match = episode;
    entry->deliveries[0] = play;
    entry->delivery_count = 1;
    assert_said(kept_entry(entry, false, &said), NULL);
    free(entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nothing_sends_says_the_way_out),
        cmocka_unit_test(an_entry_says_what_it_waits_for),
        cmocka_unit_test(an_entry_names_each_service_once),
        cmocka_unit_test(what_is_unsure_is_said_once),
    };

    return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}
