/* SPDX-License-Identifier: MIT */
#include "core/json.h"
#include "tests/support/scarce.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those first. */
#include <cmocka.h>

static void cleanup_json(struct json **json)
{
    json_free(*json);
}

/* Reads from a block of exactly len bytes, so that a sanitizer sees one byte too many. */
static struct json *read_exactly(const char *text, size_t len, struct error *err)
{
    char *copy = malloc(len + !len);
    assert_non_null(copy);
    memcpy(copy, text, len);
    struct json *json = json_read(copy, len, err);
    free(copy);
    return json;
}

static struct json *read_text(const char *text)
{
    struct error err = {0};
    struct json *json = read_exactly(text, strlen(text), &err);
    if (!json)
        fail_msg("%s: %s", text, err.text);
    return json;
}

static void assert_refused(const char *text, size_t len)
{
    struct error err = {0};
    struct json *json = read_exactly(text, len, &err);
    if (json)
        fail_msg("taken: %.*s", (int)len, text);
    assert_int_equal(err.kind, ERROR_LATER);
    assert_true(*err.text);
}

static void reads_every_type(void **state)
{
    (void)state;
    CLEANUP(cleanup_json)
    struct json *json =
        read_text(" {\"text\":\"a\\u00e9\\ud83c\\udfac\\/\",\"int\":-7,\"double\":8.25,"
                  "\"true\":true,\"false\":false,\"null\":null,\"array\":[1,[2]],"
                  "\"object\":{}}\r\n\t ");
    assert_true(json_is_object(json));
    assert_int_equal(json_count(json), 8);
    assert_string_equal(json_text(json_get(json, "text")), "a\xc3\xa9\xf0\x9f\x8e\xac/");
    assert_true(json_is_text(json_get(json, "text")));
    assert_int_equal(json_int(json_get(json, "int"), 0), -7);
    assert_true(json_is_number(json_get(json, "int")));
    assert_true(json_is_number(json_get(json, "double")));
    assert_true(json_double(json_get(json, "double"), 0) == 8.25);
    assert_true(json_double(json_get(json, "int"), 0) == -7);
    assert_true(json_is_true(json_get(json, "true")));
    assert_false(json_is_true(json_get(json, "false")));
    assert_false(json_is_null(json_get(json, "false")));
    assert_true(json_is_null(json_get(json, "null")));
    assert_true(json_is_array(json_get(json, "array")));
    assert_int_equal(json_int(json_at(json_at(json_get(json, "array"), 1), 0), 0), 2);
    assert_int_equal(json_count(json_get(json, "object")), 0);
}

static void a_missing_link_gives_the_fallback(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = read_text("{\"a\":[1],\"b\":\"x\",\"c\":true}");
    char buffer[4] = "old";
    assert_null(json_get(json_get(json_at(json_get(json, "nope"), 3), "deeper"), "still"));
    assert_null(json_at(json_get(json, "a"), 1));
    assert_null(json_at(json, 0));
    assert_null(json_get(json_get(json, "a"), "a"));
    assert_int_equal(json_count(NULL), 0);
    assert_int_equal(json_count(json_get(json, "b")), 0);
    assert_int_equal(json_int(NULL, 5), 5);
    assert_int_equal(json_int(json_get(json, "c"), 5), 5);
    assert_int_equal(json_int(json_get(json, "a"), 5), 5);
    assert_true(json_double(json_get(json, "b"), 1.5) == 1.5);
    assert_string_equal(json_text(json_get(json, "a")), "");
    assert_string_equal(json_text(NULL), "");
    assert_false(json_copy(json_get(json, "a"), buffer, sizeof buffer));
    assert_string_equal(buffer, "");
    assert_true(json_is_null(NULL));
    assert_false(json_is_true(json_get(json, "b")));
    json_free(NULL);
}

static void a_whole_text_may_be_one_value(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *number = read_text("12");
    assert_int_equal(json_int(number, 0), 12);
    CLEANUP(cleanup_json) struct json *text = read_text("\"x\"");
    assert_string_equal(json_text(text), "x");
    CLEANUP(cleanup_json) struct json *null = read_text("null");
    assert_non_null(null);
    assert_true(json_is_null(null));
    assert_false(json_is_true(null));
    assert_null(json_get(null, "a"));
    assert_null(json_at(null, 0));
    assert_int_equal(json_count(null), 0);
    assert_int_equal(json_int(null, 3), 3);
    CLEANUP(cleanup_free) char *written = json_write(null, false);
    assert_string_equal(written, "null");
    CLEANUP(cleanup_json) struct json *marked = read_text("\xef\xbb\xbf[1]");
    assert_int_equal(json_count(marked), 1);
}

static void integers_are_whole_and_in_range(void **state)
{
    (void)state;
    enum { NO = -12345 };
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {{"0", 0},
                 {"-0", 0},
                 {"81189", 81189},
                 {"\"81189\"", 81189},
                 {"\"007\"", 7},
                 {"\"-5\"", -5},
                 {"5.0", 5},
                 {"5e2", 500},
                 {"9223372036854775807", INT64_MAX},
                 {"-9223372036854775808", INT64_MIN},
                 {"\"9223372036854775807\"", INT64_MAX},
                 {"1000000000000000000", 1000000000000000000},
                 {"9223372036854775808", NO},
                 {"-9223372036854775809", NO},
                 {"18446744073709551615", NO},
                 {"18446744073709551616", NO},
                 {"123456789012345678901234567890", NO},
                 {"-123456789012345678901234567890", NO},
                 {"\"9223372036854775808\"", NO},
                 {"9223372036854775808.0", NO},
                 {"-9223372036854774784.0", -9223372036854774784},
                 {"1e400", NO},
                 {"-1e400", NO},
                 {"5.5", NO},
                 {"\"5.5\"", NO},
                 {"\"\"", NO},
                 {"\"-\"", NO},
                 {"\" 5\"", NO},
                 {"\"+5\"", NO},
                 {"\"5 \"", NO},
                 {"\"0x10\"", NO},
                 {"\"tt0903747\"", NO},
                 {"true", NO},
                 {"[1]", NO}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CLEANUP(cleanup_json) struct json *json = read_text(cases[i].text);
        if (json_int(json, NO) != cases[i].value)
            fail_msg("%s is %lld", cases[i].text, (long long)json_int(json, NO));
        char inside[128];
        snprintf(inside, sizeof inside, "{\"a\":[%s,1],\"b\":{\"c\":%s},\"d\":2}", cases[i].text,
                 cases[i].text);
        CLEANUP(cleanup_json) struct json *whole = read_text(inside);
        assert_int_equal(json_int(json_at(json_get(whole, "a"), 0), NO), cases[i].value);
        assert_int_equal(json_int(json_get(json_get(whole, "b"), "c"), NO), cases[i].value);
        assert_int_equal(json_int(json_at(json_get(whole, "a"), 1), NO), 1);
        assert_int_equal(json_int(json_get(whole, "d"), NO), 2);
    }
    CLEANUP(cleanup_json) struct json *big = read_text("[123456789012345678901234567890,1e400]");
    assert_true(fabs(json_double(json_at(big, 0), 0) - 1.2345678901234568e29) < 1e15);
    assert_true(json_double(json_at(big, 1), 7) == 7);
}

/* Each ends at a bar. */
static const char not_json[] =
    " |[|[1|[1,|[1,]|]|{\"a\":1,}|{\"a\"}|{\"a\" 1}|{a:1}|{'a':1}|['a']|[1 2]|[1,,2]|"
    "[1] x|[1][2]|1 2|nul|NULL|True|nullx|truefalse|[NaN]|[nan]|[Infinity]|[-Infinity]|"
    "[inf]|[01]|[-01]|[00]|[5.]|[.5]|[1.e1]|[1e]|[1e+]|[-]|[+1]|[--1]|[1-2]|[0x10]|[\"a|"
    "[\"a\\\"]|[\"\\q\"]|[\"\\u12\"]|[\"\\u00zz\"]|[\"a\nb\"]|[\"a\tb\"]|[\"\x01\"]|\"a|"
    "\"\\|[/*x*/1]|[1]//|<html>|<!DOCTYPE html>|[\"\xff\"]|[\"\xc0\xaf\"]|"
    "[\"\xed\xa0\x80\"]|[\"\xf4\x90\x80\x80\"]|[\"\xe6\x97\"]|[\"\xe6|{\"\xff\":1}|\xff|"
    "\xef\xbb\xbf|[1] 123456789012345678901|123456789012345678901 1|"
    "[123456789012345678901|123456789012345678901.|[123456789012345678901x]|"
    "123456789012345678901[]|\x0c[1]|[1]\v|";

static void refuses_what_is_not_json(void **state)
{
    (void)state;
    assert_refused("", 0);
    for (const char *at = not_json; *at; at = strchr(at, '|') + 1)
        assert_refused(at, strcspn(at, "|"));
    assert_refused("[1]\0", 4);
    assert_refused("[1]\0[2]", 7);
    assert_refused("[1,\0 2]", 7);
    assert_refused("[\"a\0b\"]", 7);
    assert_refused("\0", 1);
    assert_refused("1\0", 2);
}

static void says_what_came_instead(void **state)
{
    (void)state;
    struct error err;
    assert_null(json_read("", 0, &err));
    assert_string_equal(err.text, "empty where JSON was expected");
    assert_null(json_read("<html>secret", 12, &err));
    assert_string_equal(err.text, "a web page (HTML) where JSON was expected");
    assert_null(json_read("{\"token\":\"abc\" x", 16, &err));
    assert_null(strstr(err.text, "abc"));
    assert_null(json_read("[1]x", 4, NULL));
}

static void any_prefix_is_refused(void **state)
{
    (void)state;
    const char *whole = "{\"a\":[1,-2.5e3,\"x\\u00e9\xc3\xa9\",true,null,"
                        "123456789012345678901234567890],\"b\":{\"c\":{}}}";
    for (size_t len = 0; len < strlen(whole); len++)
        assert_refused(whole, len);
    json_free(read_text(whole));
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    for (size_t depth = 1; depth <= 1000; depth += depth < 40 ? 1 : 160) {
        char text[2048];
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        if (depth > JSON_DEPTH_MAX)
            assert_refused(text, strlen(text));
        else
            json_free(read_text(text));
    }
}

static void the_number_of_containers_has_a_limit(void **state)
{
    (void)state;
    enum { MANY = (1 << 19) + 1 };
    char *text = malloc(3 * (size_t)MANY + 2);
    assert_non_null(text);
    char *out = text;
    for (int i = 0; i < MANY; i++) {
        memcpy(out, i ? ",[]" : "[[]", 3);
        out += 3;
    }
    *out++ = ']';
    struct error err;
    assert_null(json_read(text, (size_t)(out - text), &err));
    assert_int_equal(err.kind, ERROR_LATER);
    free(text);
}

static void the_last_of_equal_keys_counts(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = read_text("{\"a\":1,\"b\":2,\"a\":{\"c\":3}}");
    assert_int_equal(json_count(json), 2);
    assert_int_equal(json_int(json_get(json_get(json, "a"), "c"), 0), 3);
}

static void collect(void *context, const char *key, struct json *value)
{
    char *all = context;
    size_t len = strlen(all);
    snprintf(all + len, 64 - len, "%s=%lld ", key, (long long)json_int(value, -1));
}

static void visits_members_in_order(void **state)
{
    (void)state;
    char all[64] = "";
    CLEANUP(cleanup_json) struct json *json = read_text("{\"z\":1,\"a\":null,\"m\":3}");
    json_each(json, collect, all);
    assert_string_equal(all, "z=1 a=-1 m=3 ");
    json_each(json_get(json, "z"), collect, all);
    json_each(NULL, collect, all);
    assert_string_equal(all, "z=1 a=-1 m=3 ");
}

static void copies_up_to_a_character(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = read_text("\"ab\xe6\x97\xa5\xf0\x9f\x8e\xac\"");
    static const char *const want[] = {"", "a", "ab", "ab", "ab", "ab\xe6\x97\xa5"};
    char buffer[16];
    for (size_t size = 1; size <= 6; size++) {
        assert_true(json_copy(json, buffer, size));
        assert_string_equal(buffer, want[size - 1]);
    }
    assert_true(json_copy(json, buffer, sizeof buffer));
    assert_string_equal(buffer, json_text(json));
}

static void writes_what_was_built(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = json_new_object();
    json_set_text(json, "text", "a/b \"q\" \\ \n\x01\x7f \xc3\xa9 \xff");
    json_set_int(json, "int", INT64_MIN);
    struct json *array = json_new_array();
    json_add(array, json_new_double(0.9));
    json_add(array, json_new_double(1.0 / 3));
    json_add(array, json_new_double(NAN));
    json_add(array, json_new_double(INFINITY));
    json_add(array, json_new_bool(true));
    json_add(array, NULL);
    json_add(array, json_new_text(NULL));
    json_set(json, "array", array);
    json_set(json, "null", NULL);
    json_set(json, "empty", json_new_object());
    json_set_int(json, "int", 8);
    CLEANUP(cleanup_free) char *plain = json_write(json, false);
    assert_string_equal(plain, "{\"text\":\"a/b \\\"q\\\" \\\\ \\n\\u0001\x7f \xc3\xa9 \xff\","
                               "\"int\":8,\"array\":[0.9,0.3333333333333333,null,null,true,null,"
                               "null],\"null\":null,\"empty\":{}}");
    CLEANUP(cleanup_json) struct json *small = read_text("{\"a\":[1,2],\"b\":null}");
    CLEANUP(cleanup_free) char *pretty = json_write(small, true);
    assert_string_equal(pretty, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": null\n}");
    CLEANUP(cleanup_free) char *nothing = json_write(NULL, false);
    assert_string_equal(nothing, "null");
}

static void short_of_memory_writes_nothing(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = read_text("[1]");
    scarce_after(0);
    assert_null(json_write(json, false));
    scarce_after(-1);
}

/* ---- json_write_guess ---- */

static struct guess nothing_guessed(void)
{
    struct guess guess = {.season = -1, .part = -1, .version = -1};
    return guess;
}

static const char *write_guess(const char *input, size_t len, const struct guess *guess)
{
    static char buffer[6 * 4096 + JSON_GUESS_MAX + 1];
    size_t size = 6 * len + JSON_GUESS_MAX;
    assert_true(size < sizeof buffer);
    memset(buffer, '#', sizeof buffer);
    size_t wrote = json_write_guess(input, len, guess, buffer, size);
    assert_true(wrote > 0 && wrote <= size);
    assert_int_equal(buffer[wrote], '#');
    buffer[wrote] = '\0';
    return buffer;
}

static void leaves_out_what_is_absent(void **state)
{
    (void)state;
    struct guess guess = nothing_guessed();
    assert_string_equal(write_guess("x", 1, &guess),
                        "{\"input\":\"x\",\"kind\":\"none\",\"confidence\":0}");
    guess.kind = GUESS_MOVIE;
    strncpy(guess.title, "Film", sizeof guess.title);
    guess.year = 1999;
    guess.confidence = 1;
    assert_string_equal(
        write_guess("", 0, &guess),
        "{\"input\":\"\",\"kind\":\"movie\",\"title\":\"Film\",\"year\":1999,\"confidence\":1}");
}

static void writes_every_key_in_order(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "The \"Show\"",
                          .alternative_title = "Die Serie",
                          .episode_title = "Pilot",
                          .group = "GRP",
                          .country = "US",
                          .date = "2005-03-26",
                          .year = 2005,
                          .season = 0,
                          .part = 0,
                          .version = 2,
                          .episodes = {1, 2},
                          .absolute = {101},
                          .episode_count = 2,
                          .absolute_count = 1,
                          .special = true,
                          .season_pack = true,
                          .ids = {.tvdb = 81189, .tvmaze = 169, .imdb = "tt0903747"},
                          .confidence = 0.95};
    assert_string_equal(
        write_guess("a\tb", 3, &guess),
        "{\"input\":\"a\\tb\",\"kind\":\"episode\",\"title\":\"The \\\"Show\\\"\",\"year\":2005,"
        "\"season\":0,\"episodes\":[1,2],\"absolute\":[101],\"date\":\"2005-03-26\","
        "\"episode_title\":\"Pilot\",\"part\":0,\"special\":true,\"season_pack\":true,"
        "\"version\":2,\"group\":\"GRP\",\"country\":\"US\",\"alternative_title\":\"Die Serie\","
        "\"ids\":{\"tvdb\":81189,\"imdb\":\"tt0903747\",\"tvmaze\":169},\"confidence\":0.95}");
}

static void writes_the_ids_there_are(void **state)
{
    (void)state;
    struct guess guess = nothing_guessed();
    guess.ids.tvmaze = INT64_MAX;
    assert_non_null(
        strstr(write_guess("x", 1, &guess), ",\"ids\":{\"tvmaze\":9223372036854775807}"));
    guess.ids = (struct series_ids){.imdb = "tt1"};
    assert_non_null(strstr(write_guess("x", 1, &guess), ",\"ids\":{\"imdb\":\"tt1\"},"));
    guess.ids = (struct series_ids){.tvdb = 1, .imdb = "tt1"};
    assert_non_null(strstr(write_guess("x", 1, &guess), ",\"ids\":{\"tvdb\":1,\"imdb\":\"tt1\"},"));
}

static void echoes_every_byte(void **state)
{
    (void)state;
    char input[256];
    for (int i = 0; i < 256; i++)
        input[i] = (char)i;
    struct guess guess = nothing_guessed();
    const char *line = write_guess(input, sizeof input, &guess);
    const char *at = line + strlen("{\"input\":\"");
    for (int i = 0; i < 256; i++) {
        char want[8];
        if (i == '"' || i == '\\')
            snprintf(want, sizeof want, "\\%c", i);
        else if (i < 0x20 && !strchr("\b\t\n\f\r", i))
            snprintf(want, sizeof want, "\\u%04x", (unsigned)i);
        else if (i < 0x20 && i)
            snprintf(want, sizeof want, "\\%c", "btn.fr"[i - '\b']);
        else if (!i)
            snprintf(want, sizeof want, "\\u0000");
        else
            snprintf(want, sizeof want, "%c", i);
        assert_memory_equal(at, want, strlen(want));
        at += strlen(want);
    }
    assert_int_equal(*at, '"');
}

static void what_is_valid_reads_back(void **state)
{
    (void)state;
    const char *input = "/tv/\xe6\x97\xa5 \"1\"\\2\n\x1f${x}{\\b1}'; --.mkv";
    struct guess guess = nothing_guessed();
    CLEANUP(cleanup_json) struct json *json = read_text(write_guess(input, strlen(input), &guess));
    assert_string_equal(json_text(json_get(json, "input")), input);
}

static void confidence_is_never_rounded_up(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-1, "0"},
                 {NAN, "0"},
                 {1, "1"},
                 {1.5, "1"},
                 {0.9, "0.9"},
                 {0.89999, "0.8999"},
                 {0.99999, "0.9999"},
                 {0.00001, "0"},
                 {0.05, "0.05"},
                 {0.0001, "0.0001"},
                 {0.85, "0.85"},
                 {0.123456, "0.1234"},
                 {0.29, "0.29"},
                 {0.57, "0.57"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct guess guess = nothing_guessed();
        guess.confidence = cases[i].value;
        char want[64];
        snprintf(want, sizeof want, ",\"confidence\":%s}", cases[i].text);
        const char *line = write_guess("", 0, &guess);
        assert_string_equal(strstr(line, ",\"confidence\""), want);
    }
}

/* The longest guess of all fits the room that the header promises. */
static void the_longest_guess_fits(void **state)
{
    (void)state;
    struct guess guess;
    memset(&guess, 0x01, sizeof guess);
    guess.kind = GUESS_EPISODE;
    guess.title[MATCH_TITLE_MAX - 1] = guess.alternative_title[MATCH_TITLE_MAX - 1] = '\0';
    guess.episode_title[MATCH_TITLE_MAX - 1] = guess.group[sizeof guess.group - 1] = '\0';
    guess.country[2] = guess.date[10] = guess.ids.imdb[15] = '\0';
    guess.year = guess.season = guess.part = guess.version = INT32_MIN;
    guess.ids.tvdb = guess.ids.tvmaze = INT64_MIN;
    guess.episode_count = guess.absolute_count = MATCH_EPISODES_MAX;
    for (int i = 0; i < MATCH_EPISODES_MAX; i++)
        guess.episodes[i] = guess.absolute[i] = INT16_MIN;
    guess.special = guess.season_pack = true;
    guess.confidence = 0.1234;
    char input[4096];
    memset(input, 0x02, sizeof input);
    assert_true(strlen(write_guess(input, sizeof input, &guess)) > 6 * sizeof input);
}

static void too_little_room_writes_nothing(void **state)
{
    (void)state;
    struct guess guess = nothing_guessed();
    char buffer[JSON_GUESS_MAX + 6] = "#";
    assert_int_equal(json_write_guess("x", 1, &guess, buffer, sizeof buffer - 1), 0);
    assert_int_equal(json_write_guess("x", SIZE_MAX / 4, &guess, buffer, sizeof buffer), 0);
    assert_int_equal(json_write_guess("", 0, &guess, buffer, JSON_GUESS_MAX - 1), 0);
    assert_int_equal(buffer[0], '#');
    assert_true(json_write_guess("x", 1, &guess, buffer, sizeof buffer) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_every_type),
                                       cmocka_unit_test(a_missing_link_gives_the_fallback),
                                       cmocka_unit_test(a_whole_text_may_be_one_value),
                                       cmocka_unit_test(integers_are_whole_and_in_range),
                                       cmocka_unit_test(refuses_what_is_not_json),
                                       cmocka_unit_test(says_what_came_instead),
                                       cmocka_unit_test(any_prefix_is_refused),
                                       cmocka_unit_test(depth_has_a_limit),
                                       cmocka_unit_test(the_number_of_containers_has_a_limit),
                                       cmocka_unit_test(the_last_of_equal_keys_counts),
                                       cmocka_unit_test(visits_members_in_order),
                                       cmocka_unit_test(copies_up_to_a_character),
                                       cmocka_unit_test(writes_what_was_built),
                                       cmocka_unit_test(short_of_memory_writes_nothing),
                                       cmocka_unit_test(leaves_out_what_is_absent),
                                       cmocka_unit_test(writes_every_key_in_order),
                                       cmocka_unit_test(writes_the_ids_there_are),
                                       cmocka_unit_test(echoes_every_byte),
                                       cmocka_unit_test(what_is_valid_reads_back),
                                       cmocka_unit_test(confidence_is_never_rounded_up),
                                       cmocka_unit_test(the_longest_guess_fits),
                                       cmocka_unit_test(too_little_room_writes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
