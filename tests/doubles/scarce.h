/* SPDX-License-Identifier: MIT
 *
 * scarce: memory that runs out when a test wants it to, only for our own code: the linker redirects
 * its calls of malloc, calloc, realloc, strdup and strndup to this file.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SCARCE_H
#define EPIMARK_TESTS_DOUBLES_SCARCE_H

#include <stdbool.h>

/* That many calls succeed, the next one fails, and those after it succeed. -1: all succeed. */
void scarce_after(int calls);

/* Whether a call has failed since scarce_after. */
bool scarce_failed(void);

#endif
