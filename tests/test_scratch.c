/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/base/scratch.h"

enum { LARGE = 64 << 20, PART = 1 << 20 };

/* Pages of memory that this process has. */
static long resident_pages(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    long whole = 0, resident = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &whole, &resident), 2);
    fclose(file);
    return resident;
}

static void costs_what_is_touched(void **state)
{
    (void)state;
    long page = sysconf(_SC_PAGESIZE), before = resident_pages();
    unsigned char *scratch = scratch_new(LARGE);
    assert_non_null(scratch);
    assert_int_equal((uintptr_t)scratch % alignof(max_align_t), 0);
    assert_true(resident_pages() - before < PART / page);
    for (size_t i = 0; i < LARGE; i += PART)
        assert_int_equal(scratch[i], 0);
    memset(scratch + LARGE - 2 * PART, 1, 2 * PART);
    assert_true(resident_pages() - before >= 2 * PART / page);
    scratch_free(scratch);
    assert_true(resident_pages() - before < PART / page);
}

static void is_given_back_at_each_return(void **state)
{
    (void)state;
    long page = sysconf(_SC_PAGESIZE), before = resident_pages();
    for (int i = 0; i < 2; i++) {
        CLEANUP(scratch_cleanup) char *scratch = scratch_new(2 * PART);
        assert_non_null(scratch);
        memset(scratch, 1, 2 * PART);
    }
    assert_true(resident_pages() - before < PART / page);
}

static void too_much_is_refused(void **state)
{
    (void)state;
    assert_null(scratch_new(SIZE_MAX));
    assert_null(scratch_new(SIZE_MAX / 2));
    scratch_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(costs_what_is_touched),
        cmocka_unit_test(is_given_back_at_each_return),
        cmocka_unit_test(too_much_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
