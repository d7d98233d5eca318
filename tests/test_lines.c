/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/import/lines.h"

static void lines_end_where_they_end(void **state)
{
    (void)state;
    static const char text[] = "a\r\n\nb\0c\n\r\nlast";
    static const struct {
        const char *text;
        size_t len;
    } expected[] = {{"a", 1}, {"", 0}, {"b\0c", 3}, {"", 0}, {"last", 4}};
    struct stream *stream = stream_new_text(text, sizeof(text) - 1, NULL);
    struct lines *lines = lines_new(stream, NULL);
    const char *line;
    size_t len;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_LINE);
        assert_int_equal(lines_number(lines), i + 1);
        assert_int_equal(len, expected[i].len);
        assert_memory_equal(line, expected[i].text, len + 1);
    }
    assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_END);
    lines_free(lines);
    stream_free(stream);
}

static void a_long_line_is_cut_and_the_next_one_read(void **state)
{
    (void)state;
    enum { SIZE = 4 * LINES_MAX };
    char *text = malloc(SIZE);
    memset(text, 'x', SIZE);
    text[LINES_MAX] = '\n'; /* just short enough */
    text[SIZE - 2] = '\n';
    struct stream *stream = stream_new_text(text, SIZE, NULL);
    struct lines *lines = lines_new(stream, NULL);
    const char *line;
    size_t len;
    assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_LINE);
    assert_int_equal(len, LINES_MAX);
    assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_LONG);
    assert_int_equal(len, LINES_MAX);
    assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_LINE);
    assert_int_equal(len, 1);
    assert_int_equal(lines_number(lines), 3);
    assert_int_equal(lines_next(lines, &line, &len, NULL), LINES_END);
    lines_free(lines);
    stream_free(stream);
    free(text);
}

static ptrdiff_t fail_read(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    (void)handle, (void)buffer, (void)size;
    epi_error_set(err, EPI_ERROR_LATER, "gone");
    return -1;
}

static void what_cannot_be_read_fails(void **state)
{
    (void)state;
    struct epi_error err;
    struct stream *stream = stream_new((struct stream_source){.read = fail_read}, NULL);
    struct lines *lines = lines_new(stream, NULL);
    const char *line;
    size_t len;
    assert_int_equal(lines_next(lines, &line, &len, &err), LINES_FAILED);
    assert_string_equal(err.text, "gone");
    lines_free(lines);
    stream_free(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_they_end),
        cmocka_unit_test(a_long_line_is_cut_and_the_next_one_read),
        cmocka_unit_test(what_cannot_be_read_fails),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
