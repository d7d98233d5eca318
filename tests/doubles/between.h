/* SPDX-License-Identifier: MIT
 *
 * Stands for nothing: cmocka's check that a number lies between two others, which goes by one name
 * in its first version and by another in its second. For tests only.
 */
#ifndef EPIMARK_TESTS_DOUBLES_BETWEEN_H
#define EPIMARK_TESTS_DOUBLES_BETWEEN_H

#include <stdint.h>

/* Fails unless low <= value <= high. */
#define assert_between(value, low, high) between_check(#value, value, low, high, __FILE__, __LINE__)

/* What assert_between calls. */
void between_check(const char *what, int64_t value, int64_t low, int64_t high, const char *file,
                   int line);

#endif
