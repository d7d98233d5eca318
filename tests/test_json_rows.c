/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/import/json_rows.h"

/* What elements come of a text: "list 1: value", "list 2! why". */
static char *elements_of(const char *text, size_t len)
{
    struct epi_error err = {0};
    char *out = NULL;
    size_t out_len;
    FILE *file = open_memstream(&out, &out_len);
    struct stream *stream = stream_new_text(text, len, &err);
    struct json_rows *rows = json_rows_new(stream, &err);
    if (!rows)
        fprintf(file, "%s", err.text);
    for (bool more = rows; more;) {
        enum rows_result result = json_rows_next(rows, &err);
        more = result != ROWS_END && result != ROWS_FAILED;
        if (result == ROWS_ROW) {
            char *value = json_write(json_rows_value(rows), false);
            fprintf(file, "%s%zu:%s\n", json_rows_list(rows), json_rows_number(rows), value);
            free(value);
        } else if (result != ROWS_END) {
            fprintf(file, "%s%zu! %.30s\n", json_rows_list(rows), json_rows_number(rows), err.text);
        }
    }
    assert_int_equal(rows ? json_rows_next(rows, &err) : ROWS_END, ROWS_END);
    json_rows_free(rows);
    stream_free(stream);
    assert_int_equal(fclose(file), 0);
    return out;
}

static void assert_elements(const char *text, const char *expected)
{
    char *elements = elements_of(text, strlen(text));
    assert_string_equal(elements, expected);
    free(elements);
}

static void each_element_is_read(void **state)
{
    (void)state;
    assert_elements("[]", "");
    assert_elements(" [ {\"a\":[1,{}]} , 2,\"x\\\\\\\"]\" ,null]\n",
                    "1:{\"a\":[1,{}]}\n2:2\n3:\"x\\\\\\\"]\"\n4:null\n");
    assert_elements("\xef\xbb\xbf[1]", "1:1\n");
}

static void each_list_of_an_object_is_read(void **state)
{
    (void)state;
    assert_elements("{\"a\":[1,2],\"b\":{\"x\":[8]},\"c\":\"[\",\"d\":7,\"e\":[],\"f\":[3]}",
                    "a1:1\na2:2\nf1:3\n");
    assert_elements("{}", "");
}

static void the_next_one_is_read_after_a_bad_one(void **state)
{
    (void)state;
    assert_elements("[1,{\"a\" 1},3]", "1:1\n2! invalid JSON at byte 6\n3:3\n");
}

static void what_comes_before_a_cut_is_read(void **state)
{
    (void)state;
    assert_elements("[1,{\"a\":2},{\"a\":", "1:1\n2:{\"a\":2}\n3! is cut off\n");
    assert_elements("[1,2", "1:1\n2! is cut off\n");
    assert_elements("[1,2,", "1:1\n2:2\n3! is cut off\n");
    assert_elements("{\"a\":[1],\"b\"", "a1:1\nb2! is cut off\n");
    assert_elements("{\"a\":[1]", "a1:1\na2! is cut off\n");
}

static void damage_ends_it(void **state)
{
    (void)state;
    assert_elements("[1}", "1:1\n2! is damaged\n");
    assert_elements("{\"a\":[1],7:[2]}", "a1:1\na2! is damaged\n");
    assert_elements("[1,:,2]", "1:1\n2! is damaged\n");
    char *elements = elements_of("[1,\0,2]", 7);
    assert_non_null(strstr(elements, "1:1\n2! "));
    free(elements);
}

static void what_is_no_list_says_so(void **state)
{
    (void)state;
    assert_elements("", "is empty");
    assert_elements("a,b\n", "is no JSON list");
    assert_elements("  ", "is no JSON list");
}

/* Elements of more than one piece of the stream, and one that is too long. */
static void an_element_has_a_bound(void **state)
{
    (void)state;
    size_t len = (size_t)JSON_ROWS_ELEMENT_MAX + 1000000;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, 'x', len);
    memcpy(text, "[\"", 2);
    memcpy(text + 200000, "\",[[8]],\"", 9);
    char *elements = elements_of(text, len);
    assert_int_equal(strspn(elements + 3, "x"), 199998);
    assert_string_equal(elements + 3 + 199998, "\"\n2:[[8]]\n3! is larger than 16 MiB\n");
    free(elements);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_element_is_read),
        cmocka_unit_test(each_list_of_an_object_is_read),
        cmocka_unit_test(the_next_one_is_read_after_a_bad_one),
        cmocka_unit_test(what_comes_before_a_cut_is_read),
        cmocka_unit_test(damage_ends_it),
        cmocka_unit_test(what_is_no_list_says_so),
        cmocka_unit_test(an_element_has_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
