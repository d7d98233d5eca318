/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/import/stream.h"

/* Reads a stream in pieces of at most so many bytes; how many came, -1 if it fails. */
static ptrdiff_t read_all(struct stream *stream, size_t piece, char *out, struct epi_error *err)
{
    ptrdiff_t all = 0, got;
    while ((got = stream_read(stream, out + all, piece, err)) > 0)
        all += got;
    return got < 0 ? got : all;
}

static struct stream *text_of(const char *text)
{
    struct stream *stream = stream_new_text(text, strlen(text), NULL);
    assert_non_null(stream);
    return stream;
}

static void all_bytes_come_in_order(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 12; piece++) {
        char out[16] = "";
        struct stream *stream = text_of("0123456789");
        assert_int_equal(read_all(stream, piece, out, NULL), 10);
        assert_string_equal(out, "0123456789");
        assert_int_equal(stream_read(stream, out, 1, NULL), 0); /* and then no more */
        stream_free(stream);
    }
}

/* Of one stream, and of several together. */
static void too_much_is_refused(void **state)
{
    static const struct {
        int64_t max, left;
        bool fits;
    } cases[] = {{10, 10, true}, {10, 99, true}, {99, 10, true}, {9, 99, false},
                 {99, 9, false}, {0, 99, false}, {99, 0, false}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[16];
        int64_t left = cases[i].left;
        struct epi_error err = {0};
        struct stream *stream = text_of("0123456789");
        stream_limit(stream, cases[i].max, &left);
        assert_int_equal(read_all(stream, 3, out, &err), cases[i].fits ? 10 : -1);
        assert_int_equal(err.kind, cases[i].fits ? EPI_ERROR_NONE : EPI_ERROR_NEVER);
        if (cases[i].fits)
            assert_int_equal(left, cases[i].left - 10);
        else
            assert_non_null(strstr(err.text, "far larger unpacked"));
        stream_free(stream);
        stream = text_of("0123456789");
        stream_limit(stream, 99, &left); /* another of the same file */
        assert_int_equal(read_all(stream, 3, out, NULL), left >= 10 ? 10 : -1);
        stream_free(stream);
    }
}

static void a_whole_text_has_a_bound(void **state)
{
    static const size_t sizes[] = {0, 1, 65534, 65535, 65536, 131071, 131072, 200000};
    (void)state;
    char *bytes = malloc(200000);
    memset(bytes, 'x', 200000);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        size_t len = 7;
        struct epi_error err = {0};
        struct stream *stream = stream_new_text(bytes, sizes[i], NULL);
        char *text = stream_text(stream, sizes[i], &len, &err);
        assert_non_null(text);
        assert_int_equal(len, sizes[i]);
        assert_int_equal(strlen(text), len);
        free(text);
        stream_free(stream);
        stream = stream_new_text(bytes, sizes[i], NULL);
        if (sizes[i] > 0) {
            assert_null(stream_text(stream, sizes[i] - 1, &len, &err));
            assert_int_equal(err.kind, EPI_ERROR_NEVER);
        }
        stream_free(stream);
    }
    free(bytes);
}

static void a_file_is_closed_with_its_stream(void **state)
{
    char out[16];
    struct epi_error err = {0};
    (void)state;
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(write(pipes[1], "0123", 4), 4);
    close(pipes[1]);
    struct stream *stream = stream_new_file(pipes[0], NULL);
    assert_int_equal(read_all(stream, 3, out, NULL), 4);
    stream_free(stream);
    assert_int_equal(fcntl(pipes[0], F_GETFD), -1);
    int folder = open("/", O_RDONLY | O_CLOEXEC);
    stream = stream_new_file(folder, NULL);
    assert_int_equal(stream_read(stream, out, 3, &err), -1);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_null(stream_text(stream, 99, &(size_t){0}, &err));
    stream_free(stream);
    stream_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_bytes_come_in_order),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(a_whole_text_has_a_bound),
        cmocka_unit_test(a_file_is_closed_with_its_stream),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
