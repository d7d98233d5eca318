/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "tests/doubles/comma.h"
#include "tests/doubles/scarce.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

static void cleanup_json(struct json **json)
{
    json_free(*json);
}

/* Reads from a block of exactly len bytes, so that a sanitizer sees one byte too many. */
static struct json *read_exactly(const char *text, size_t len, struct epi_error *err)
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
    struct epi_error err = {0};
    struct json *json = read_exactly(text, strlen(text), &err);
    if (!json)
        fail_msg("%s: %s", text, err.text);
    return json;
}

static void assert_not_json(const char *kind, const char *text, size_t len)
{
    struct epi_error err = {0};
    struct json *json = read_exactly(text, len, &err);
    if (json)
        fail_msg("accepted (%s): %.*s", kind, (int)len, text);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_true(*err.text);
}

static void assert_refused(const char *text, size_t len)
{
    assert_not_json("no JSON", text, len);
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

static void reads_letters_beyond_ascii(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Les R\xc3\xa9sistants",                                        /* two bytes a letter */
        "\xe9\x80\xb2\xe6\x92\x83\xe3\x81\xae\xe5\xb7\xa8\xe4\xba\xba", /* three */
        "\xf0\x9f\x8e\xac \xf0\xa0\x80\x80",                            /* four */
        "\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", /* the edges */
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char whole[256];
        snprintf(whole, sizeof(whole), "{\"a\":[\"%s\"],\"%s\":{\"b\":\"x%sx\"}}", texts[i],
                 texts[i], texts[i]);
        CLEANUP(cleanup_json) struct json *json = read_text(whole);
        assert_string_equal(json_text(json_at(json_get(json, "a"), 0)), texts[i]);
        assert_true(json_is_text(json_get(json_get(json, texts[i]), "b")));
        CLEANUP(cleanup_free) char *written = json_write(json, false);
        assert_string_equal(written, whole);
    }
}

static void reads_every_escape(void **state)
{
    (void)state;
    CLEANUP(cleanup_json)
    struct json *json = read_text("{\"\\u00E9\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u65E5\"}");
    assert_string_equal(json_text(json_get(json, "\xc3\xa9")),
                        "\"\\/\b\f\n\r\t\xc3\xa9\xe6\x97\xa5");
}

static void blanks_may_stand_between_all_tokens(void **state)
{
    (void)state;
    CLEANUP(cleanup_json)
    struct json *json = read_text("\n{ \"a\"\t:\r[ 1 , [ ] , { } ]\n, \"b\" : null } ");
    assert_int_equal(json_count(json_get(json, "a")), 3);
    assert_int_equal(json_count(json), 2);
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
    assert_false(json_copy(json_get(json, "a"), buffer, sizeof(buffer)));
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
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CLEANUP(cleanup_json) struct json *json = read_text(cases[i].text);
        if (json_int(json, NO) != cases[i].value)
            fail_msg("%s is %lld", cases[i].text, (long long)json_int(json, NO));
        char inside[128];
        snprintf(inside, sizeof(inside), "{\"a\":[%s,1],\"b\":{\"c\":%s},\"d\":2}", cases[i].text,
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

/* What json-c or another lenient reader takes, each kind by itself; texts end at a bar. */
static const struct {
    const char *kind;
    const char *texts;
} not_json[] = {
    {"nothing, or cut off", " |[|[1|[1,|[[1]|{|{\"a\"|{\"a\":|{\"a\":1|{\"a\":1,|\"a|\"\\|[\"a|"
                            "[\"a\\\"]|tru|-|[1.|[1e|123456789012345678901.|"
                            "[123456789012345678901|"},
    {"a comma too many", "[1,]|[,]|[,1]|[1,,2]|{\"a\":1,}|{,}|{,\"a\":1}|{\"a\":1,,\"b\":2}|"
                         "[{\"a\":[1,]}]|[1],|,|{\"a\":,}|{\"a\":1},|"},
    {"a comma or colon missing", "[1 2]|[1\"a\"]|[[]{}]|[true false]|[\"a\"\"b\"]|{\"a\" 1}|"
                                 "{\"a\"}|{\"a\":1 \"b\":2}|{\"a\":1\"b\":2}|{\"a\":}|"
                                 "[truefalse]|[1[2]]|[nulltrue]|"},
    {"a colon or comma elsewhere", "[1:2]|{\"a\"::1}|{\"a\",1}|{:1}|:|{\"a\":1:2}|[:]|"
                                   "{\"a\":\"b\":\"c\"}|"},
    {"brackets that do not fit", "]|}|[}|{]|[1}|{\"a\":1]|[[1]}|{\"a\":[1}]|[1]]|{}}|[1][2]|"},
    {"keys that are no strings", "{a:1}|{1:2}|{null:1}|{true:1}|{[]:1}|{{}:1}|{\"a\":1,b:2}|"},
    {"single quotes", "'a'|['a']|{'a':1}|{\"a\":'b'}|[\"a'|"},
    {"words in another case", "NULL|Null|nULL|True|TRUE|tRue|False|FALSE|[Null]|{\"a\":True}|"},
    {"other words", "nul|nullx|xnull|undefined|None|yes|[hello]|[NaN]|[nan]|[NAN]|[-NaN]|"
                    "[Infinity]|[infinity]|[-Infinity]|[-infinity]|[inf]|[INFINITY]|NaN|"
                    "Infinity|-Infinity|[+Infinity]|[Infinityx]|"},
    {"comments", "[/*x*/1]|[1/*x*/]|[1]//|//x\n[1]|/**/[1]|[1]/*x*/|[1,//x\n2]|{/*x*/\"a\":1}|"
                 "{\"a\"/**/:1}|[1]#|#x\n[1]|[1/|/|"},
    {"numbers written otherwise", "[01]|[-01]|[00]|[-00]|01|[00.5]|[5.]|[.5]|[-.5]|[1.e1]|[1e]|"
                                  "[1e+]|[1e1.5]|[-]|[--1]|[+1]|+1|[1-2]|[1+2]|[1.2.3]|[1ee2]|"
                                  "[0x10]|[0x]|[1_000]|[1,5|[1d]|[1 .5]|[- 1]|[1e 5]|"
                                  "[123456789012345678901x]|[0123456789012345678901]|"},
    {"escapes that there are not", "[\"\\q\"]|[\"\\'\"]|[\"\\0\"]|[\"\\x41\"]|[\"\\U0041\"]|"
                                   "[\"\\a\"]|[\"\\v\"]|[\"\\\n\"]|[\"\\\xc3\xa9\"]|[\"\\u\"]|"
                                   "[\"\\u12\"]|[\"\\u123\"]|[\"\\u00zz\"]|[\"\\u 041\"]|"
                                   "[\"\\u+041\"]|[\"\\ud83c\\u12\"]|{\"\\q\":1}|"},
    {"controls in strings", "[\"a\nb\"]|[\"a\tb\"]|[\"\x01\"]|[\"\x1f\"]|[\"\r\"]|{\"a\nb\":1}|"},
    {"what is no UTF-8", "[\"\xff\"]|[\"\xc0\xaf\"]|[\"\xed\xa0\x80\"]|[\"\xf4\x90\x80\x80\"]|"
                         "[\"\xe6\x97\"]|[\"\xe6|[\"\x80\"]|[\"\xe0\x80\x80\"]|"
                         "[\"\xf0\x80\x80\x80\"]|[\"\xf8\x88\x80\x80\x80\"]|{\"\xff\":1}|\xff|"},
    {"letters outside of strings", "\xc3\xa9|[\xc3\xa9]|{\xc3\xa9:1}|[1\xc2\xa0]|"
                                   "\xef\xbb\xbf|[\xef\xbb\xbf"
                                   "1]|\xef\xbb\xbf\xef\xbb\xbf[1]|"
                                   "[\xe2\x80\x9c"
                                   "a\xe2\x80\x9d]|"},
    {"other blanks", "\f[1]|[1]\v|[1,\v2]|[1\f]|[\b1]|[1]\x7f|"},
    {"something behind it", "[1] x|[1]x|1 2|12 x|1]|{}{}|{}[]|\"a\"\"b\"|\"a\" 1|null null|true1|"
                            "[1] 123456789012345678901|123456789012345678901 1|"
                            "123456789012345678901[]|"},
    {"other things", "<html>|<!DOCTYPE html>|hello|(1)|[1;2]|{\"a\"=1}|{\"a\"=>1}|`a`|[\\u0031]|"
                     ")]}',\n[1]|"},
};

static void refuses_what_is_not_json(void **state)
{
    (void)state;
    assert_refused("", 0);
    for (size_t i = 0; i < sizeof(not_json) / sizeof(not_json[0]); i++) {
        for (const char *at = not_json[i].texts; *at; at = strchr(at, '|') + 1)
            assert_not_json(not_json[i].kind, at, strcspn(at, "|"));
    }
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
    struct epi_error err;
    assert_null(json_read("", 0, &err));
    assert_string_equal(err.text, "empty, not JSON");
    assert_null(json_read("\xef\xbb\xbf", 3, &err)); /* nothing but a mark of its encoding */
    assert_string_equal(err.text, "empty, not JSON");
    assert_null(json_read("<html>secret", 12, &err));
    assert_string_equal(err.text, "a web page (HTML), not JSON");
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
        char filled[2049] = ""; /* a value does not count as one more */
        snprintf(filled, sizeof(filled), "%.*s1%s", (int)depth, text, text + depth);
        if (depth > JSON_DEPTH_MAX) {
            assert_refused(text, strlen(text));
            assert_refused(filled, strlen(filled));
        } else {
            json_free(read_text(text));
            json_free(read_text(filled));
        }
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
    struct epi_error err;
    assert_null(json_read(text, (size_t)(out - text), &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
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
    assert_true(json_copy(json, buffer, sizeof(buffer)));
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
    assert_string_equal(plain, "{\"text\":\"a/b \\\"q\\\" \\\\ \\n\\u0001\x7f \xc3\xa9 ?\","
                               "\"int\":8,\"array\":[0.9,0.3333333333333333,null,null,true,null,"
                               "null],\"null\":null,\"empty\":{}}");
    CLEANUP(cleanup_json) struct json *small = read_text("{\"a\":[1,2],\"b\":null}");
    CLEANUP(cleanup_free) char *pretty = json_write(small, true);
    assert_string_equal(pretty, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": null\n}");
    CLEANUP(cleanup_free) char *nothing = json_write(NULL, false);
    assert_string_equal(nothing, "null");
}

static void numbers_have_a_point_in_every_locale(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{50.5, "50.5"},
                 {-0.25, "-0.25"},
                 {1e300, "1e+300"},
                 {100, "100"},
                 {1.5e-9, "1.5e-09"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {0, "0"},
                 {-1234567.875, "-1234567.875"}};
    comma_begin();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json *json = json_new_double(cases[i].value);
        char *text = json_write(json, false);
        assert_string_equal(text, cases[i].text);
        struct json *read = json_read(text, strlen(text), NULL);
        assert_true(json_double(read, -1) == cases[i].value);
        char *again = json_write(read, false);
        assert_string_equal(again, cases[i].text);
        free(again);
        json_free(read);
        free(text);
        json_free(json);
    }
    comma_end();
}

static void short_of_memory_writes_nothing(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *json = read_text("[1]");
    scarce_after(0);
    assert_null(json_write(json, false));
    scarce_after(-1);
}

/* What is written can be read, whatever a damaged file held. */
static void writes_valid_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *written;
    } cases[] = {
        {"caf\xc3\xa9", "\"caf\xc3\xa9\""},
        {"caf\xc3", "\"caf?\""},
        {"\xc3(", "\"?(\""},
        {"\xed\xa0\x80.", "\"???.\""},
        {"", "\"\""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json *text = json_new_text(cases[i].text);
        char *written = json_write(text, false);
        assert_string_equal(written, cases[i].written);
        free(written);
        json_free(text);
    }
}

/* A path need not be UTF-8. */
static void keeps_bytes_as_they_are(void **state)
{
    (void)state;
    CLEANUP(cleanup_json) struct json *bytes = json_new_bytes("caf\xe9.mkv", 6);
    CLEANUP(cleanup_free) char *written = json_write(bytes, false);
    assert_string_equal(written, "\"caf\xe9.m\"");
    assert_string_equal(json_text(bytes), "caf\xe9.m");
    assert_null(json_new_bytes("", (size_t)INT_MAX + 1));
}

static void wipes_texts(void **state)
{
    (void)state;
    static const char nested[] = "{\"a\":{\"b\":[\"secret\",1]},\"c\":null}";
    struct json *root = json_read(nested, strlen(nested), NULL);
    assert_non_null(root);
    struct json *text = json_share(json_at(json_get(json_get(root, "a"), "b"), 0));
    assert_string_equal(json_text(text), "secret");
    json_wipe(root);
    assert_memory_equal(json_text(text), "\0\0\0\0\0\0", 6);
    json_free(text);
    json_wipe(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_every_type),
                                       cmocka_unit_test(wipes_texts),
                                       cmocka_unit_test(writes_valid_texts),
                                       cmocka_unit_test(keeps_bytes_as_they_are),
                                       cmocka_unit_test(reads_letters_beyond_ascii),
                                       cmocka_unit_test(reads_every_escape),
                                       cmocka_unit_test(blanks_may_stand_between_all_tokens),
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
                                       cmocka_unit_test(numbers_have_a_point_in_every_locale),
                                       cmocka_unit_test(short_of_memory_writes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
