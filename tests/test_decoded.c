/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/import/decoded.h"

/* Bytes that come in pieces of a size, of which the last is then broken. */
struct pieces {
    const char *text;
    size_t len, size;
    bool broken;
};

static ptrdiff_t read_piece(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    struct pieces *pieces = handle;
    size_t part = pieces->size < size ? pieces->size : size;
    part = part < pieces->len ? part : pieces->len;
    if (!part && pieces->broken) {
        epi_error_set(err, EPI_ERROR_LATER, "is broken");
        return -1;
    }
    memcpy(buffer, pieces->text, part);
    pieces->text += part;
    pieces->len -= part;
    return (ptrdiff_t)part;
}

/* Decodes bytes, in pieces of that size, into text for as many at once. */
static void assert_decoded(const char *bytes, size_t len, const char *text)
{
    for (size_t size = 1; size < 9; size++) {
        struct pieces pieces = {.text = bytes, .len = len, .size = size};
        struct epi_error err;
        char all[64] = "";
        size_t used = 0;
        CLEANUP(stream_cleanup)
        struct stream *inner =
            stream_new((struct stream_source){.read = read_piece, .handle = &pieces}, &err);
        CLEANUP(stream_cleanup) struct stream *stream = decoded_new(inner, &err);
        inner = NULL;
        assert_non_null(stream);
        for (ptrdiff_t got = 1; got > 0; used += (size_t)got) {
            got = stream_read(stream, all + used, size, &err);
            assert_true(got >= 0 && (size_t)got <= size);
        }
        assert_int_equal(used, strlen(text));
        assert_string_equal(all, text);
    }
}

#define ASSERT_DECODED(bytes, text) assert_decoded(bytes, sizeof(bytes) - 1, text)

static void other_text_is_left_as_it_is(void **state)
{
    (void)state;
    ASSERT_DECODED("", "");
    ASSERT_DECODED("a", "a");
    ASSERT_DECODED("abcdefgh", "abcdefgh");
    ASSERT_DECODED("\xef\xbb\xbf"
                   "ab",
                   "\xef\xbb\xbf"
                   "ab");
    ASSERT_DECODED("caf\xe9", "caf\xe9");
    ASSERT_DECODED("\xff", "\xff");
}

static void utf_16_becomes_utf_8(void **state)
{
    (void)state;
    ASSERT_DECODED("\xff\xfe", "");
    ASSERT_DECODED("\xff\xfe"
                   "a\0\xe9\0\xac\x20\x3d\xd8\x00\xdez\0",
                   "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
    ASSERT_DECODED("\xfe\xff"
                   "\0a\0\xe9\x20\xac\xd8\x3d\xde\x00\0z",
                   "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
}

static void what_is_no_character_is_replaced(void **state)
{
    (void)state;
    ASSERT_DECODED("\xff\xfe"
                   "a\0\x00\xde"
                   "b\0",
                   "a\xef\xbf\xbd"
                   "b");
    ASSERT_DECODED("\xff\xfe"
                   "a\0\x3d\xd8"
                   "b\0",
                   "a\xef\xbf\xbd"
                   "b");
    ASSERT_DECODED("\xff\xfe"
                   "a\0\x3d\xd8",
                   "a\xef\xbf\xbd");
    ASSERT_DECODED("\xff\xfe"
                   "a\0b",
                   "a\xef\xbf\xbd");
}

/* Its reader knows the encoding by itself. */
static void xml_is_left_as_it_is(void **state)
{
    (void)state;
    static const char xml[] = "\xff\xfe<\0a\0";
    struct epi_error err;
    char all[16];
    struct stream *inner = stream_new_text(xml, sizeof(xml) - 1, &err);
    CLEANUP(stream_cleanup) struct stream *stream = decoded_new(inner, &err);
    assert_int_equal(stream_read(stream, all, sizeof(all), &err), sizeof(xml) - 1);
    assert_memory_equal(all, xml, sizeof(xml) - 1);
    assert_int_equal(stream_read(stream, all, sizeof(all), &err), 0);
}

static void a_failure_is_passed_on(void **state)
{
    (void)state;
    static const char text[] = "\xff\xfe"
                               "a\0b\0";
    struct pieces pieces = {.text = text, .len = sizeof(text) - 1, .size = 9, .broken = true};
    struct stream_source source = {.read = read_piece, .handle = &pieces};
    struct epi_error err = {0};
    char all[16];
    CLEANUP(stream_cleanup) struct stream *stream = decoded_new(stream_new(source, &err), &err);
    assert_non_null(stream);
    assert_int_equal(stream_read(stream, all, sizeof(all), &err), 2);
    assert_int_equal(stream_read(stream, all, sizeof(all), &err), -1);
    assert_string_equal(err.text, "is broken");
    stream_free(stream);
    err = (struct epi_error){0};
    stream = decoded_new(stream_new(source, &err), &err);
    assert_int_equal(stream_read(stream, all, sizeof(all), &err), -1);
    assert_string_equal(err.text, "is broken");
}

/* More than is read at once. */
static void a_long_text_is_read_whole(void **state)
{
    (void)state;
    enum { LONG = 30000 };
    char *bytes = calloc(1, 2 + 2 * LONG);
    struct epi_error err;
    size_t len = 0;
    assert_non_null(bytes);
    memcpy(bytes, "\xfe\xff", 2);
    for (size_t i = 0; i < LONG; i++)
        memcpy(bytes + 2 + 2 * i, "\x20\xac", 2);
    CLEANUP(stream_cleanup)
    struct stream *stream = decoded_new(stream_new_text(bytes, 2 + 2 * LONG, &err), &err);
    assert_non_null(stream);
    char *text = stream_text(stream, 3 * LONG, &len, &err);
    assert_non_null(text);
    assert_int_equal(len, 3 * LONG);
    for (size_t i = 0; i < LONG; i++)
        assert_memory_equal(text + 3 * i, "\xe2\x82\xac", 3);
    free(text);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_text_is_left_as_it_is),
        cmocka_unit_test(utf_16_becomes_utf_8),
        cmocka_unit_test(what_is_no_character_is_replaced),
        cmocka_unit_test(xml_is_left_as_it_is),
        cmocka_unit_test(a_failure_is_passed_on),
        cmocka_unit_test(a_long_text_is_read_whole),
    };
    return cmocka_run_group_tests_name("decoded", tests, NULL, NULL);
}
