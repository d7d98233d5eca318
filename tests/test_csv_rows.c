/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/import/csv_rows.h"

/* A source that gives a text in pieces of a few bytes. */
struct pieces {
    const char *text;
    size_t len, piece;
};

static ptrdiff_t read_piece(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    (void)err;
    struct pieces *pieces = handle;
    size_t part = pieces->piece < pieces->len ? pieces->piece : pieces->len;
    part = part < size ? part : size;
    memcpy(buffer, pieces->text, part);
    pieces->text += part;
    pieces->len -= part;
    return (ptrdiff_t)part;
}

/* What rows come of len bytes, read in pieces: "line:a|b", "line! why", the columns named a, b. */
static char *rows_of(const char *text, size_t len, size_t piece)
{
    static const char *const names[] = {"a", "b|other b"};
    struct csv_rows_column columns[2];
    struct epi_error err = {0};
    struct pieces pieces = {.text = text, .len = len, .piece = piece};
    char *out = NULL;
    size_t out_len;
    FILE *file = open_memstream(&out, &out_len);
    struct stream *stream =
        stream_new((struct stream_source){.read = read_piece, .handle = &pieces}, &err);
    struct csv_rows *rows = csv_rows_new(stream, &err);
    if (!rows)
        fprintf(file, "%s", err.text);
    for (bool more = rows; more;) {
        enum rows_result result = csv_rows_next(rows, &err);
        more = result != ROWS_END && result != ROWS_FAILED;
        csv_rows_find(rows, names, 2, columns);
        if (result == ROWS_ROW) {
            fprintf(file, "%zu:%s|%s\n", csv_rows_line(rows), csv_rows_value(rows, &columns[0]),
                    csv_rows_value(rows, &columns[1]));
        } else if (result != ROWS_END) {
            fprintf(file, "%zu! %s\n", csv_rows_line(rows), err.text);
        }
    }
    csv_rows_free(rows);
    stream_free(stream);
    assert_int_equal(fclose(file), 0);
    return out;
}

static void assert_rows_of(const char *text, size_t len, const char *expected)
{
    static const size_t sizes[] = {1, 2, 3, 7, 65536};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *rows = rows_of(text, len, sizes[i]);
        assert_string_equal(rows, expected);
        free(rows);
    }
}

static void assert_rows(const char *text, const char *expected)
{
    assert_rows_of(text, strlen(text), expected);
}

static void all_ways_to_write_rows_are_read(void **state)
{
    (void)state;
    assert_rows("a,b\n1,2\n3,4\n", "2:1|2\n3:3|4\n");
    assert_rows("\xef\xbb\xbf"
                "b,a\r\n1,2\r\n3,4",
                "2:2|1\n3:4|3\n");
    assert_rows("a;b\r1;2,5\r3;4\r", "2:1|2,5\n3:3|4\n");
    assert_rows("a\tb\n1\t\n\t2\n", "2:1|\n3:|2\n");
    assert_rows("\n\na,b\n\n1,2\n,\n3,4\n\n", "5:1|2\n7:3|4\n");
    assert_rows("A, Other_B \n 1 , <nil>\n", "2:1|\n");
    assert_rows("x,a,y\n1,2,3\n", "2:2|\n");
    assert_rows("a,other b,b\n1,2,3\n1,2,\n1,,\n", "2:1|3\n3:1|2\n4:1|\n");
    assert_rows("a,b,c\n1\n2,3\n4,5,6,,\n", "2:1|\n3:2|3\n4:4|5\n");
}

static void quotes_hold_anything(void **state)
{
    (void)state;
    assert_rows("\"a\",\"b\"\n\"1,\"\"2\"\"\",\"3\n4\r\n5\"\n6,7\n",
                "2:1,\"2\"|3\n4\r\n5\n5:6|7\n");
    assert_rows("a,b\n\"1\"\"\n\"\"2\",3\n4,5\n", "2:1\"\n\"2|3\n4:4|5\n");
    assert_rows("a,b\n\"\",\"\"\"\"\n", "2:|\"\n");
    assert_rows("a,b\n1\"2\",3\"\n4 \"\"5,\"6\"7\n", "2:1\"2\"|3\"\n3:4 \"\"5|67\n");
    assert_rows("a,b\n \"1\" , \"2\"\n", "2:1|2\n");
}

static void a_bad_row_is_one_row(void **state)
{
    (void)state;
    static const char nul[] = "a,b\n1,2\n3,\0004\n5,6\n";
    assert_rows_of(nul, sizeof(nul) - 1, "2:1|2\n3! has a NUL byte\n4:5|6\n");
    assert_rows("a,b\n1,caf\xe9\n3,4\n", "2! is not UTF-8; save the file as UTF-8\n3:3|4\n");
    assert_rows("a,b\n1,2,3\n4,5\n", "2! has more values than there are headings\n3:4|5\n");
    assert_rows("a,b\n1,\"2\n3,4\n5,6\n", "2! has a quote that is not closed\n3:3|4\n4:5|6\n");
    assert_rows("a,b\n1,2\n3", "2:1|2\n3! is cut off\n");
    assert_rows("a,b\n1,2\n3,\"4", "2:1|2\n3! has a quote that is not closed\n");
    assert_rows("", "is empty");
    assert_rows("\n\r\n", "is empty");
    assert_rows("a,\xe9\n1,2\n", "is not UTF-8; save the file as UTF-8");
}

static void a_row_has_a_bound(void **state)
{
    (void)state;
    size_t len = 3 * (size_t)CSV_ROWS_ROW_MAX;
    char *text = malloc(len + 32);
    assert_non_null(text);
    memset(text, 'x', len);
    memcpy(text, "a,b\n1,2\n", 8);
    memcpy(text + len, "\n3,4\n", 6);
    char *rows = rows_of(text, len + 5, 65536);
    assert_string_equal(rows, "2:1|2\n3! is too long\n4:3|4\n");
    free(rows);

    text[8] = '"'; /* nothing closes it: the line is left alone */
    text[100] = '\n';
    rows = rows_of(text, len + 5, 65536);
    assert_string_equal(rows, "2:1|2\n3! has a quote that is not closed\n4! is too long\n5:3|4\n");
    free(rows);

    char many[2 * CSV_ROWS_COLUMNS_MAX + 16] = "a,b\n";
    memset(many + 4, ',', CSV_ROWS_COLUMNS_MAX);
    rows = rows_of(many, 4 + CSV_ROWS_COLUMNS_MAX, 65536);
    assert_string_equal(rows, "2! has too many values\n");
    free(rows);
    free(text);
}

/* A source without end: rows, or one row. */
static ptrdiff_t read_same(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    struct pieces *pieces = handle;
    if (!pieces->len) {
        epi_error_set(err, EPI_ERROR_LATER, "broken");
        return -1;
    }
    size_t part = 0;
    for (; part < size && pieces->len; part++, pieces->len--)
        buffer[part] = pieces->text[pieces->len % pieces->piece];
    return (ptrdiff_t)part;
}

static void a_broken_stream_ends_it(void **state)
{
    (void)state;
    struct epi_error err = {0};
    struct pieces pieces = {.text = "a,", .len = 7, .piece = 2};
    struct stream *stream =
        stream_new((struct stream_source){.read = read_same, .handle = &pieces}, &err);
    assert_null(csv_rows_new(stream, &err));
    assert_string_equal(err.text, "broken");
    pieces.text = "1\n";
    pieces.len = 8;
    struct csv_rows *rows = csv_rows_new(stream, &err);
    assert_non_null(rows);
    size_t found = 0;
    enum rows_result result;
    while ((result = csv_rows_next(rows, &err)) == ROWS_ROW)
        found++;
    assert_int_equal(result, ROWS_FAILED);
    assert_int_equal(found, 3);
    csv_rows_free(rows);
    stream_free(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_ways_to_write_rows_are_read),
        cmocka_unit_test(quotes_hold_anything),
        cmocka_unit_test(a_bad_row_is_one_row),
        cmocka_unit_test(a_row_has_a_bound),
        cmocka_unit_test(a_broken_stream_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
