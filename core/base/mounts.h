/* SPDX-License-Identifier: MIT
 *
 * mounts: the other names that a file has because its folder is mounted at several places (a bind
 * mount). Pure: it is given the system's table.
 */
#ifndef EPIMARK_BASE_MOUNTS_H
#define EPIMARK_BASE_MOUNTS_H

#include <stdbool.h>

/* Visits each other name of the file at a real path, as a table in the form of
 * /proc/self/mountinfo says, until visit returns true. Returns whether it did. */
bool mounts_visit(const char *table, const char *path,
                  bool (*visit)(void *context, const char *other), void *context);

#endif
