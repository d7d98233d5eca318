/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json_stream.h"

/* What is read of a text, as "key=value;", up to its end or an error. */
static void read_all(const char *text, char *out, size_t size)
{
    char *copy = strdup(text);
    FILE *file = fmemopen(copy, strlen(text), "r");
    assert_non_null(file);
    struct json_stream *stream = json_stream_new(file);
    struct json *value;
    const char *key;
    struct epi_error err = {0};
    size_t len = 0;
    out[0] = '\0';
    do {
        if (!json_stream_next(stream, &key, &value, &err)) {
            snprintf(out + len, size - len, "!%s", err.text);
            break;
        }
        char *written = value ? json_write(value, false) : NULL;
        if (written)
            len += (size_t)snprintf(out + len, size - len, "%s=%s;", key, written);
        free(written);
        json_free(value);
    } while (value);
    json_stream_free(stream);
    fclose(file);
    free(copy);
}

static void assert_reads(const char *text, const char *wanted)
{
    char out[1024];
    read_all(text, out, sizeof(out));
    assert_string_equal(out, wanted);
}

static void test_members_and_elements(void **state)
{
    (void)state;
    assert_reads("{}", "");
    assert_reads("{\"a\":1,\"b\":[],\"c\":[1,\"]\",{\"d\":[2,{}]}],\"e\":\"x\\\"}\"}",
                 "a=1;c=1;c=\"]\";c={\"d\":[2,{}]};e=\"x\\\"}\";");
    assert_reads(" {\n  \"a\" : [\n 1 ,\n 2.5\n ] ,\r\n \"b\" : null\n}\n", "a=1;a=2.5;b=null;");
}

static void test_what_is_wrong_has_its_line(void **state)
{
    char out[1024];
    (void)state;
    assert_reads("", "!line 1: no JSON object");
    assert_reads("[1]", "!line 1: no JSON object");
    assert_reads("{\"a\":[1,\n2,\n", "a=1;a=2;!line 3: the file ends in the middle");
    assert_reads("{\"a\":[{\"b\":\n\"c", "!line 2: the file ends in the middle");
    assert_reads("{\"a\"", "!line 1: no JSON");
    assert_reads("{a:1}", "!line 1: no JSON");
    read_all("{\"a\":[1,\nnope]}", out, sizeof(out));
    assert_int_equal(strncmp(out, "a=1;!line 2: ", 13), 0);
}

static void test_an_element_has_a_limit(void **state)
{
    char out[1024];
    size_t len = JSON_STREAM_VALUE_MAX + 64;
    char *text = malloc(len);
    (void)state;
    memset(text, 'x', len);
    memcpy(text, "{\"a\":[\"", 7);
    text[len - 1] = '\0';
    read_all(text, out, sizeof(out));
    assert_string_equal(out, "!line 1: a value is too long");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_and_elements),
        cmocka_unit_test(test_what_is_wrong_has_its_line),
        cmocka_unit_test(test_an_element_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
