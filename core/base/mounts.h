/* SPDX-License-Identifier: MIT
 *
 * mounts: the system's table of mounts, and the other names that a file has because its folder is
 * mounted at several places (a bind mount).
 */
#ifndef EPIMARK_BASE_MOUNTS_H
#define EPIMARK_BASE_MOUNTS_H

#include <stdbool.h>

/* All mounts that this process sees, as /proc/self/mountinfo has them: its first MiB. NULL if that
 * cannot be read. Free it. */
char *mounts_read(void);

/* Visits each other name of the file at a real path, as a table in the form of
 * /proc/self/mountinfo says, until visit returns true. Returns whether it did. */
bool mounts_visit(const char *table, const char *path,
                  bool (*visit)(void *context, const char *other), void *context);

#endif
