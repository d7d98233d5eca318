/* SPDX-License-Identifier: MIT
 *
 * kind: the kinds of errors as words, for what a failing test prints.
 */
#ifndef EPIMARK_TESTS_DOUBLES_KIND_H
#define EPIMARK_TESTS_DOUBLES_KIND_H

#include <epimark/error.h>

/* "none", "later", "sign-in", "never" or "stopped". */
static inline const char *kind_text(enum epi_error_kind kind)
{
    static const char *const names[] = {"none", "later", "sign-in", "never", "stopped"};
    return names[kind];
}

#endif
