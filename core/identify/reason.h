/* SPDX-License-Identifier: MIT
 *
 * reason: the line that says why something is sure, unsure or missing: short clauses separated by
 * "; ". Only the files of this folder use it.
 */
#ifndef EPIMARK_IDENTIFY_REASON_H
#define EPIMARK_IDENTIFY_REASON_H

#include <stddef.h>

/* Appends a clause, cut to what fits in size bytes; an empty clause adds nothing. */
void reason_add(char *reason, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
