/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/services/values.h"

static void a_subject_has_one_label(void **state)
{
    (void)state;
    char text[MATCH_TITLE_MAX + 32];
    struct subject subject = {.series_title = "Firefly", .season = 1, .number = 2};
    values_subject_label(&subject, text, sizeof(text));
    assert_string_equal(text, "Firefly 1x02");
    subject.number = -1;
    values_subject_label(&subject, text, sizeof(text));
    assert_string_equal(text, "Firefly, season 1");
    subject.season = -1;
    values_subject_label(&subject, text, sizeof(text));
    assert_string_equal(text, "Firefly");
    memcpy(subject.airdate, "2002-09-20", 11);
    values_subject_label(&subject, text, sizeof(text));
    assert_string_equal(text, "Firefly of 2002-09-20");
    subject.series_title[0] = '\0';
    values_subject_label(&subject, text, sizeof(text));
    assert_string_equal(text, "this series of 2002-09-20");
}

static void marks_are_found_by_the_names_they_have(void **state)
{
    (void)state;
    for (int i = MARK_WATCHED; i <= MARK_SKIPPED; i++) {
        enum mark_type type = MARK_SKIPPED + 1;
        assert_true(values_mark_find(values_mark_name((enum mark_type)i), &type));
        assert_int_equal(type, i);
    }
    enum mark_type type = MARK_ACQUIRED;
    assert_false(values_mark_find("seen", &type));
    assert_false(values_mark_find("", &type));
    assert_int_equal(type, MARK_ACQUIRED);
    assert_string_equal(values_mark_name(MARK_WATCHED), "watched");
}

static void ids_are_set_and_read_by_their_kind(void **state)
{
    (void)state;
    struct series_ids ids = {.tvdb = 7, .tvmaze = 8};
    struct episode episode = {.tvdb = 9, .tvmaze = 10};
    assert_int_equal(values_series_id(&ids, ID_TVDB), 7);
    assert_int_equal(values_series_id(&ids, ID_TVMAZE), 8);
    assert_int_equal(values_episode_id(&episode, ID_TVDB), 9);
    assert_int_equal(values_episode_id(&episode, ID_TVMAZE), 10);
    values_set_series_id(&ids, ID_TVMAZE, 0);
    assert_int_equal(ids.tvdb, 7);
    assert_int_equal(ids.tvmaze, 0);
    assert_true(values_has_id(&ids));
    values_set_series_id(&ids, ID_TVDB, 0);
    assert_false(values_has_id(&ids));
    ids.imdb[0] = 't';
    assert_true(values_has_id(&ids));
}

static void ids_survive_json(void **state)
{
    (void)state;
    struct series_ids ids = {.tvdb = 81189, .imdb = "tt0903747"};
    struct episode episode = {.tvmaze = 12};
    struct json *series = json_new_object();
    struct json *object = json_new_object();
    values_write_series_ids(series, &ids);
    values_write_episode_ids(object, &episode);
    assert_int_equal(json_count(series), 2);
    assert_int_equal(json_count(object), 1);
    struct series_ids ids_read = {.tvmaze = 5};
    struct episode episode_read = {.tvdb = 5};
    values_read_series_ids(series, &ids_read);
    values_read_episode_ids(object, &episode_read);
    assert_int_equal(ids_read.tvdb, 81189);
    assert_int_equal(ids_read.tvmaze, 0);
    assert_string_equal(ids_read.imdb, "tt0903747");
    assert_int_equal(episode_read.tvdb, 0);
    assert_int_equal(episode_read.tvmaze, 12);
    json_free(series);
    json_free(object);
}

/* The numbers lie on disk. */
static void orders_are_found_by_the_names_they_have(void **state)
{
    (void)state;
    static const char *const names[] = {"aired",     "dvd",      "absolute",
                                        "alternate", "regional", "auto"};
    enum episode_order order;
    for (int i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
        assert_true(values_order_find(names[i], &order));
        assert_int_equal(order, i);
        assert_string_equal(values_order_name(order), names[i]);
    }
    assert_false(values_order_find("premiere", &order));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subject_has_one_label),
        cmocka_unit_test(marks_are_found_by_the_names_they_have),
        cmocka_unit_test(orders_are_found_by_the_names_they_have),
        cmocka_unit_test(ids_are_set_and_read_by_their_kind),
        cmocka_unit_test(ids_survive_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
