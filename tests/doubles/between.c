/* SPDX-License-Identifier: MIT */
#include "tests/doubles/between.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

/* cmocka.h wants those first. */
#include <cmocka.h>

void between_check(const char *what, int64_t value, int64_t low, int64_t high, const char *file,
                   int line)
{
    if (value >= low && value <= high)
        return;
    print_error("%s is %" PRId64 ", not between %" PRId64 " and %" PRId64 "\n", what, value, low,
                high);
    _fail(file, line);
}
