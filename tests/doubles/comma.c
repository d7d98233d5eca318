/* SPDX-License-Identifier: MIT */
#include "tests/doubles/comma.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

void comma_begin(void)
{
    setenv("LOCPATH", EPIMARK_TEST_LOCALES, 1);
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    if (!setlocale(LC_ALL, "")) {
        fail_msg("no locale de_DE.UTF-8 in " EPIMARK_TEST_LOCALES
                 ": install the packages that packaging/packages lists, and configure again");
    }
    /* It is loaded; newlocale, which json-c calls, would leak the path again and again. */
    unsetenv("LOCPATH");
    assert_string_equal(localeconv()->decimal_point, ",");
}

void comma_end(void)
{
    setlocale(LC_ALL, "C");
    unsetenv("LC_ALL");
}
