/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/bindings.h"
#include "tests/doubles/fake_mpv.h"

static struct bindings bindings;
static char section[BINDINGS_SECTION_MAX];

/* Learns from these bindings: key, priority and command of each. */
static void learn(bool defaults, const char *const *triples)
{
    mpv_handle *mpv = fake_mpv_new("epimark", NULL);
    fake_mpv_set_bindings(mpv, triples);
    mpv_get_property_async(mpv, 0, "input-bindings", MPV_FORMAT_NODE);
    fake_mpv_run(mpv);
    const mpv_event *event = mpv_wait_event(mpv, 0);
    assert_int_equal(event->event_id, MPV_EVENT_GET_PROPERTY_REPLY);
    const mpv_event_property *property = event->data;
    bindings_learn(&bindings, property->data, defaults, section);
    fake_mpv_free(mpv);
}

#define LEARN(defaults, ...) learn(defaults, (const char *const[]){__VA_ARGS__, NULL})

static void the_users_own_key_comes_before_the_default(void **state)
{
    (void)state;
    LEARN(true, "F9", "11", "script-binding epimark/choose", "Ctrl+BS", "0", "add volume 1");
    assert_string_equal(bindings_key(&bindings, "choose"), "F9");
    assert_string_equal(bindings_key(&bindings, "rate-10"), "Ctrl+0");
    assert_string_equal(bindings_key(&bindings, "unrate"), "");
    assert_string_equal(bindings_key(&bindings, "status"), "");
    assert_non_null(strstr(section, "Ctrl+e script-binding epimark/choose\n"));
    assert_null(strstr(section, "Ctrl+BS"));
}

static void every_way_to_bind_an_action_is_seen(void **state)
{
    (void)state;
    LEARN(false, "F1", "11", "script-binding epimark/rate-8", "F2", "11", "script-binding rate-3",
          "F3", "11", "script-message-to epimark rate 5", "F4", "11", "script-message mark", "F5",
          "-1", "script-binding epimark/undo", "F6", "11", "script-binding other/toggle", "F7",
          "11", "script-binding epimark/rat-7", "F8", "11", "script-message epimark rate 9");
    assert_string_equal(section, "");
    assert_string_equal(bindings_key(&bindings, "rate-8"), "F1");
    assert_string_equal(bindings_key(&bindings, "rate-3"), "F2");
    assert_string_equal(bindings_key(&bindings, "rate-5"), "F3");
    assert_string_equal(bindings_key(&bindings, "mark"), "F4");
    assert_string_equal(bindings_key(&bindings, "undo"), "");
    assert_string_equal(bindings_key(&bindings, "rate-9"), "F8");
    assert_string_equal(bindings_key(&bindings, "rat-7"), "F7"); /* to be answered */
    assert_string_equal(bindings_key(&bindings, "other/toggle"), "");
    assert_int_equal(bindings.count, 6);
}

static void more_keys_than_there_is_room_for_are_left_out(void **state)
{
    const char *triples[3 * (BINDINGS_MAX + 2) + 1] = {0};
    (void)state;
    for (int i = 0; i < BINDINGS_MAX + 2; i++) {
        triples[3 * i] = "F1";
        triples[3 * i + 1] = "11";
        triples[3 * i + 2] = "script-binding epimark/mark";
    }
    learn(true, triples);
    assert_int_equal(bindings.count, BINDINGS_MAX);
    assert_string_equal(bindings_key(&bindings, "choose"), "");
    assert_non_null(strstr(section, "Ctrl+e script-binding epimark/choose\n"));
}

static void keys_are_named_in_words(void **state)
{
    char words[BINDINGS_WORDS_MAX];
    (void)state;
    LEARN(true, "x", "0", "ignore");
    bindings_words(&bindings, NULL, words);
    assert_non_null(strstr(words, "Ctrl+1 … 0 rate, Ctrl+e wrong series"));
    LEARN(true, "Ctrl+1", "0", "ignore", "Ctrl+0", "0", "ignore", "F9", "11",
          "script-binding epimark/choose");
    bindings_words(&bindings, NULL, words);
    assert_non_null(strstr(words, "Ctrl+2 … 9 rate, "));
    assert_non_null(strstr(words, "F9 wrong series"));
    LEARN(false, "F1", "11", "script-binding epimark/rate-8");
    bindings_words(&bindings, NULL, words);
    assert_string_equal(words, "F1 rate");
    LEARN(false, "Ctrl+a", "11", "script-binding epimark/rate-1", "Alt+a", "11",
          "script-binding epimark/rate-2");
    bindings_words(&bindings, NULL, words);
    assert_string_equal(words, "Ctrl+a … Alt+a rate");
    LEARN(false, "Ctrl++", "11", "script-binding epimark/rate-1", "Ctrl+-", "11",
          "script-binding epimark/rate-2", "+", "11", "script-binding epimark/choose");
    bindings_words(&bindings, NULL, words);
    assert_string_equal(words, "Ctrl++ … - rate, + wrong series");
    LEARN(false, "x", "0", "ignore");
    bindings_words(&bindings, NULL, words);
    assert_string_equal(words, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_users_own_key_comes_before_the_default),
        cmocka_unit_test(every_way_to_bind_an_action_is_seen),
        cmocka_unit_test(more_keys_than_there_is_room_for_are_left_out),
        cmocka_unit_test(keys_are_named_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
