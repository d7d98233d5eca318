/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/error.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

static void fills_and_returns_false(void **state)
{
    (void)state;
    struct epi_error err;
    memset(&err, 0xff, sizeof(err));
    assert_false(epi_error_set(&err, EPI_ERROR_NEVER, "%s is %d", "it", 7));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 0);
    assert_int_equal(err.retry_after, 0);
    assert_string_equal(err.text, "it is 7");

    assert_false(error_status(&err, EPI_ERROR_LATER, 429, 30, "too fast"));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_int_equal(err.status, 429);
    assert_int_equal(err.retry_after, 30);
    assert_string_equal(err.text, "too fast");

    assert_false(epi_error_set(NULL, EPI_ERROR_LATER, "nobody asks"));
}

static void may_quote_itself(void **state)
{
    (void)state;
    struct epi_error err;
    epi_error_set(&err, EPI_ERROR_LATER, "inner");
    epi_error_set(&err, EPI_ERROR_LATER, "outer: %s", err.text);
    assert_string_equal(err.text, "outer: inner");
}

static void is_one_line_of_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *line;
    } cases[] = {
        {"a\nb\tc\x7f", "a b c "},
        {"C1 \xc2\x85 next line", "C1   next line"},
        {"\xc2\xa0", "\xc2\xa0"},
        {"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x8e\xac", "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x8e\xac"},
        {"\xff\xfe", "??"},
        {"\xc0\xaf", "??"},           /* overlong */
        {"\xe0\x80\xaf", "???"},      /* overlong */
        {"\xed\xa0\x80", "???"},      /* a surrogate */
        {"\xf4\x90\x80\x80", "????"}, /* beyond U+10FFFF */
        {"\xf0\x80\x80\xaf", "????"},
        {"\xf5\x80\x80\x80", "????"},
        {"cut \xe6\x97", "cut ??"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct epi_error err;
        epi_error_set(&err, EPI_ERROR_NEVER, "%s", cases[i].raw);
        assert_string_equal(err.text, cases[i].line);
    }
}

/* Every length around the border, of characters of every length. */
static void cuts_at_a_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"x", "\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x8e\xac"};
    enum { SIZE = sizeof((struct epi_error *)NULL)->text };
    for (size_t k = 0; k < 4; k++) {
        size_t step = strlen(characters[k]);
        for (size_t shift = 0; shift < step; shift++) {
            char raw[2 * SIZE] = "";
            size_t len = shift;
            memset(raw, '.', shift);
            for (; len < SIZE + 40; len += step) {
                memcpy(raw + len, characters[k], step + 1);
                struct epi_error err;
                epi_error_set(&err, EPI_ERROR_NEVER, "%s", raw);
                size_t shown = strlen(err.text);
                if (len + step < SIZE) {
                    assert_string_equal(err.text, raw);
                    continue;
                }
                assert_true(shown < SIZE && shown >= SIZE - 8);
                assert_string_equal(err.text + shown - 3, "\xe2\x80\xa6");
                assert_memory_equal(err.text, raw, shown - 3);
                assert_int_equal((shown - 3 - shift) % step, 0);
            }
        }
    }
}

static void free_and_count(int **counter)
{
    ++**counter;
}

static bool leave_early(int *counter, bool early)
{
    CLEANUP(free_and_count) int *held = counter;
    CLEANUP(cleanup_free) char *text = malloc(8);
    if (early)
        return false;
    return text && *held == 0;
}

static void cleans_up_on_every_way_out(void **state)
{
    (void)state;
    int counter = 0;
    assert_true(leave_early(&counter, false));
    assert_false(leave_early(&counter, true));
    assert_int_equal(counter, 2);
}

static void advises_only_if_the_text_does_not(void **state)
{
    (void)state;
    struct epi_error err;
    epi_error_set(&err, EPI_ERROR_LATER, "cannot connect");
    assert_string_equal(epi_error_advice(&err), "; try again later");
    epi_error_set(&err, EPI_ERROR_LATER, "cannot connect; is the network up?");
    assert_string_equal(epi_error_advice(&err), "");
    epi_error_set(&err, EPI_ERROR_NEVER, "unknown option");
    assert_string_equal(epi_error_advice(&err), "");
    epi_error_set(&err, EPI_ERROR_LATER, "it is a pipe: move it away");
    assert_string_equal(epi_error_advice(&err), "");
    epi_error_set(&err, EPI_ERROR_LATER, "%s", "");
    assert_string_equal(epi_error_advice(&err), "; try again later");
}

static void a_full_disk_is_called_that(void **state)
{
    (void)state;
    assert_string_equal(error_reason(ENOSPC), "disk full");
    assert_non_null(strstr(error_reason(EDQUOT), "disk full"));
    assert_string_equal(error_reason(EACCES), "Permission denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_called_that),
        cmocka_unit_test(fills_and_returns_false),
        cmocka_unit_test(may_quote_itself),
        cmocka_unit_test(is_one_line_of_utf8),
        cmocka_unit_test(cuts_at_a_character),
        cmocka_unit_test(cleans_up_on_every_way_out),
        cmocka_unit_test(advises_only_if_the_text_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
