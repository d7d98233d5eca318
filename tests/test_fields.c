/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/values.h"

static struct json *json_of(const char *text)
{
    struct json *json = json_read(text, strlen(text), NULL);
    assert_non_null(json);
    return json;
}

static void years(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        int year;
    } cases[] = {{"\"2011-01-09\"", 2011},
                 {"\"2011\"", 2011},
                 {"2011", 2011},
                 {"\"\"", 0},
                 {"null", 0},
                 {"\"1-1-1\"", 0},
                 {"99999", 0},
                 {"[]", 0},
                 {"99999999999999999999", 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json *json = json_of(cases[i].json);
        assert_int_equal(fields_year(json), cases[i].year);
        json_free(json);
    }
    assert_int_equal(fields_year(NULL), 0);
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *json, *date;
    } cases[] = {{"\"2001-10-02\"", "2001-10-02"},
                 {"\"2001-10-2\"", "2001-10-02"},
                 {"\"2001-13-02\"", ""},
                 {"\"2001-10-32\"", ""},
                 {"\"2001-10\"", ""},
                 {"\"2001-10-02T00:00\"", ""},
                 {"\"2001--1-02\"", ""},
                 {"\"2001- 1- 2\"", ""},
                 {"\"2001-+1-02\"", ""},
                 {"\"02001-10-02\"", ""},
                 {"\"2001-10-02 \"", ""},
                 {"\"2001-00-02\"", ""},
                 {"\"2001-12-31\"", "2001-12-31"},
                 {"\"2001-01-01\"", "2001-01-01"},
                 {"\"2001-01-00\"", ""},
                 {"\"1000-01-01\"", ""},
                 {"\"1001-01-01\"", "1001-01-01"},
                 {"\"\"", ""},
                 {"17", ""},
                 {"null", ""}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json *json = json_of(cases[i].json);
        char date[11] = "old";
        fields_date(json, date);
        assert_string_equal(date, cases[i].date);
        json_free(json);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        int number, minutes;
    } cases[] = {{"7", 7, 7},    {"\"7\"", 7, 7}, {"7.0", 7, 7},    {"0", 0, 0},
                 {"-3", -1, 0},  {"null", -1, 0}, {"70000", -1, 0}, {"\"x\"", -1, 0},
                 {"2.5", -1, 0}, {"{}", -1, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json *json = json_of(cases[i].json);
        assert_int_equal(fields_number(json), cases[i].number);
        assert_int_equal(fields_minutes(json), cases[i].minutes);
        json_free(json);
    }
}

static void aliases_are_kept_once_and_whole(void **state)
{
    (void)state;
    struct series series = {.title = "Firefly"};
    fields_alias(&series, "Firefly");
    fields_alias(&series, "");
    assert_int_equal(series.alias_count, 0);
    fields_alias(&series, "Serenity");
    fields_alias(&series, "Serenity");
    assert_int_equal(series.alias_count, 1);
    /* Cut where a character ends: each of these has two bytes, and 128 with the terminator fit. */
    char wide[201] = "";
    for (size_t i = 0; i < 100; i++)
        memcpy(wide + 2 * i, "\xc3\xa4", 3);
    fields_alias(&series, wide);
    assert_int_equal(strlen(series.aliases[1]), 126);
    fields_alias(&series, wide);
    assert_int_equal(series.alias_count, 2);
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof(name), "Name %d", i);
        fields_alias(&series, name);
    }
    assert_int_equal(series.alias_count, MATCH_ALIASES_MAX);
}

static void times(void **state)
{
    (void)state;
    char text[32];
    fields_time(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");
    fields_time(1409562611, text);
    assert_string_equal(text, "2014-09-01T09:10:11.000Z");
}

static void times_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t at;
    } times[] = {
        {"2014-09-01T09:10:11.000Z", 1409562611},
        {"2014-09-01T09:10:11Z", 1409562611},
        {"2014-09-01T09:10:11", 1409562611},
        {"2014-09-01T09:10:11.5+00:00", 1409562611},
        {"1970-01-01T00:00:01Z", 1},
        {"2014-09-01T09:10:11+02:00", 0},
        {"2014-09-01T09:10:11.000Zulu", 0},
        {"2014-09-01T24:10:11Z", 0},
        {"2014-09-01T09:60:11Z", 0},
        {"2014-09-01T09:10:61Z", 0},
        {"2014-09-01T09:10:1", 0},
        {"2014-09-01T 9:10:11Z", 0},
        {"2014-09-01 09:10:11Z", 0},
        {"2014-13-01T09:10:11Z", 0},
        {"2014-09-01", 0},
        {"", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        struct json *json = json_new_text(times[i].text);
        assert_int_equal(fields_read_time(json), times[i].at);
        json_free(json);
    }
    assert_int_equal(fields_read_time(NULL), 0);
}

static void aliases_that_fit_are_kept(void **state)
{
    (void)state;
    struct series *series = calloc(1, sizeof(*series));
    assert_non_null(series);
    for (int i = 0; i < 2 * MATCH_ALIASES_MAX; i++) {
        char name[32];
        snprintf(name, sizeof(name), "Lantern %d", i);
        fields_alias_like(series, name, "Harbour Lights");
    }
    fields_alias_like(series, "Harbour Lights", "Harbour Lights");
    fields_alias_like(series, "Low Water", "Harbour Lights");
    assert_int_equal(series->alias_count, MATCH_ALIASES_MAX);
    assert_string_equal(series->aliases[0], "Lantern 0");
    assert_string_equal(series->aliases[MATCH_ALIASES_MAX - 1], "Harbour Lights");
    free(series);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_that_fit_are_kept),
        cmocka_unit_test(years),
        cmocka_unit_test(dates),
        cmocka_unit_test(numbers),
        cmocka_unit_test(aliases_are_kept_once_and_whole),
        cmocka_unit_test(times),
        cmocka_unit_test(times_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
