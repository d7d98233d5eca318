/* SPDX-License-Identifier: MIT
 *
 * slip: whether one title is another one with a slip of the pen. Private to matching.
 */
#ifndef EPIMARK_MATCHING_SLIP_H
#define EPIMARK_MATCHING_SLIP_H

#include <stdbool.h>

/* Whether two titles, folded, differ in one word, and there only by two neighbouring letters
 * swapped, or by one letter too few, too many or another. Differences that make other titles are no
 * slips: digits, the first letter of a word, a plural, one letter of a short title. */
bool slip_is_between(const char *a, const char *b);

#endif
