/* SPDX-License-Identifier: MIT
 *
 * program: other programs: where one is, and what it prints. Starts only what it is told to,
 * without a shell. Used by client.
 */
#ifndef EPIMARK_BASE_PROGRAM_H
#define EPIMARK_BASE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

/* Finds a program in $PATH as a shell does: its absolute path. */
bool program_find(const char *name, char *path, size_t size);

/* Runs a program with arguments (argv, ends with NULL) and without input, and keeps what it prints
 * to its standard output, as much of it as fits. Kills it after so many milliseconds: then false,
 * as if it failed or cannot be run. */
bool program_run(const char *path, char *const *argv, int milliseconds, char *output, size_t size);

#endif
