/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/client/waiting.h"
#include "core/journal/entry.h"

enum { NOW = 1700000000 };

/* A delivery of an entry of Firefly 1x02, and what is said of it. */
struct scene {
    const char *service;
    const char *kind;
    enum epi_scope scope;
    enum delivery_state state;
    int value;
    int again; /* seconds from now; 0: never */
    const char *error;
    const char *said;
};

static void fill(const struct scene *scene, struct entry *entry)
{
    *entry = (struct entry){.identified = true, .state = ENTRY_WATCHED, .delivery_count = 1};
    snprintf(entry->match.series.title, sizeof(entry->match.series.title), "Firefly");
    snprintf(entry->match.episode.title, sizeof(entry->match.episode.title), "The Train Job");
    entry->match.episode.season = 1;
    entry->match.episode.number = 2;
    struct delivery *delivery = &entry->deliveries[0];
    snprintf(delivery->service, sizeof(delivery->service), "%s", scene->service);
    snprintf(delivery->kind, sizeof(delivery->kind), "%s", scene->kind);
    snprintf(delivery->error, sizeof(delivery->error), "%s", scene->error);
    delivery->scope = scene->scope;
    delivery->state = scene->state;
    delivery->value = scene->value;
    delivery->next_at = scene->again ? NOW + scene->again : 0;
}

static void says_what_waits_and_why(void **state)
{
    (void)state;
    static const struct scene scenes[] = {
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 60, "cannot resolve host",
         "Firefly 1x02 not sent to TVmaze: cannot resolve host; tried again in 1 min"},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 99 * 60, "x",
         "Firefly 1x02 not sent to TVmaze: x; tried again in 99 min"},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 100 * 60, "x",
         "Firefly 1x02 not sent to TVmaze: x; tried again in 2 h"},
        {"trakt", "play", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 7 * 86400, "x",
         "Firefly 1x02 not sent to Trakt: x; tried again in 7 days"},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 61, "",
         "Firefly 1x02 not sent to TVmaze: not due yet; sent in 2 min"},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, -60, "x",
         "Firefly 1x02 not sent to TVmaze: x"},
        {"trakt", "rate", EPI_SCOPE_EPISODE, DELIVERY_HELD, 8, 0, "Trakt: sign in",
         "Firefly 1x02: rating not sent to Trakt: sign in"},
        {"trakt", "rate-series", EPI_SCOPE_SERIES, DELIVERY_HELD, 0, 0, "sign in",
         "Firefly, the series: rating not taken back at Trakt: sign in"},
        {"tvmaze", "unmark", EPI_SCOPE_EPISODE, DELIVERY_HELD, 0, 0, "sign in",
         "Firefly 1x02: mark not taken back at TVmaze: sign in"},
        {"trakt", "unplay", EPI_SCOPE_EPISODE, DELIVERY_HELD, 0, 0, "sign in",
         "Firefly 1x02 not removed from the history at Trakt: sign in"},
        {"trakt", "play", EPI_SCOPE_EPISODE, DELIVERY_HELD, 0, 0, "Firefly 1x02 is not sent: x",
         "Firefly 1x02 is not sent: x"},
        {"lost", "mark", EPI_SCOPE_EPISODE, DELIVERY_HELD, 0, 0, "x",
         "Firefly 1x02 not sent to lost: x"},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_SENT, 0, 0, "", ""},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DEAD, 0, 0, "x", ""},
        {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DROPPED, 0, 0, "x", ""},
    };
    struct entry *entry = malloc(sizeof(*entry));

    assert_non_null(entry);
    for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++) {
        struct waiting waiting = {.now = NOW};
        fill(&scenes[i], entry);
        waiting_count(&waiting, entry);
        assert_string_equal(waiting.reason, scenes[i].said);
        assert_int_equal(waiting.count, *scenes[i].said ? 1 : 0);
        assert_int_equal(waiting.dead, scenes[i].state == DELIVERY_DEAD ? 1 : 0);
    }
    free(entry);
}

static void says_a_cause_before_what_is_only_not_due(void **state)
{
    (void)state;
    static const struct scene waits = {"tvmaze", "mark", EPI_SCOPE_EPISODE, DELIVERY_DUE, 0, 60,
                                       "",       ""};
    static const struct scene fails = {"trakt", "play", EPI_SCOPE_EPISODE, DELIVERY_DUE,
                                       0,       60,     "disk full",       ""};
    struct entry *entry = malloc(sizeof(*entry));
    struct waiting waiting = {.now = NOW};

    assert_non_null(entry);
    fill(&waits, entry);
    waiting_count(&waiting, entry);
    fill(&fails, entry);
    waiting_count(&waiting, entry);
    fill(&waits, entry);
    waiting_count(&waiting, entry);
    assert_string_equal(waiting.reason,
                        "Firefly 1x02 not sent to Trakt: disk full; tried again in 1 min");
    assert_int_equal(waiting.count, 3);
    free(entry);
}

static void names_a_film_by_its_title(void **state)
{
    (void)state;
    static const struct scene scene = {"mdblist", "mark", EPI_SCOPE_EPISODE, DELIVERY_HELD, 0, 0,
                                       "x",       ""};
    struct entry *entry = malloc(sizeof(*entry));
    struct waiting waiting = {.now = NOW};

    assert_non_null(entry);
    fill(&scene, entry);
    entry->match.film = true;
    snprintf(entry->match.series.title, sizeof(entry->match.series.title), "Serenity");
    entry->match.episode = (struct episode){.season = -1};
    waiting_count(&waiting, entry);
    assert_string_equal(waiting.reason, "Serenity not sent to MDBList: x");
    free(entry);
}

static void says_what_is_not_identified(void **state)
{
    (void)state;
    struct entry *entry = calloc(1, sizeof(*entry));
    struct waiting waiting = {.now = NOW};

    assert_non_null(entry);
    snprintf(entry->path, sizeof(entry->path), "/tv/Firefly.S01E02.mkv");
    entry->state = ENTRY_WATCHED;
    entry->nth = 1;
    entry->identify_at = NOW + 60;
    waiting_count(&waiting, entry);
    assert_string_equal(waiting.reason,
                        "Firefly 1x02 not identified yet; looked up again in 1 min");
    snprintf(entry->error, sizeof(entry->error), "cannot resolve host");
    waiting_count(&waiting, entry); /* has a cause, and so it is said */
    waiting_add(&waiting, "else");
    assert_string_equal(
        waiting.reason,
        "Firefly 1x02 not identified: cannot resolve host; looked up again in 1 min");
    assert_int_equal(waiting.count, 3);
    waiting = (struct waiting){.now = NOW + 60};
    waiting_count(&waiting, entry);
    assert_string_equal(waiting.reason, "Firefly 1x02 not identified: cannot resolve host");
    waiting = (struct waiting){.now = NOW};
    for (enum entry_state left = ENTRY_WATCHED; left <= ENTRY_LEFT; left++) {
        entry->state = left;
        waiting.count = 0;
        waiting_count(&waiting, entry);
        assert_int_equal(waiting.count, waiting_is_to_identify(entry) ? 1 : 0);
    }
    assert_int_equal(waiting.count, 0);
    free(entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_waits_and_why),
        cmocka_unit_test(says_a_cause_before_what_is_only_not_due),
        cmocka_unit_test(names_a_film_by_its_title),
        cmocka_unit_test(says_what_is_not_identified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
