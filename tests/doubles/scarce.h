/* SPDX-License-Identifier: MIT
 *
 * scarce: memory that runs out when a test wants it to, for our own code alone: the linker leads
 * its calls of malloc, calloc, realloc and strdup here.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SCARCE_H
#define EPIMARK_TESTS_DOUBLES_SCARCE_H

#include <stdbool.h>

/* The next calls succeed, as many as that; the one after them fails, and those that follow do not.
 * -1: all succeed. */
void scarce_after(int calls);

/* Whether a call has failed since scarce_after. */
bool scarce_failed(void);

#endif
