/* SPDX-License-Identifier: MIT
 *
 * module: a shared object such as the plugin, as a file: of which version it is, and whether all
 * that it needs is there. Used by client.
 */
#ifndef EPIMARK_BASE_MODULE_H
#define EPIMARK_BASE_MODULE_H

#include <stdbool.h>
#include <stddef.h>

/* The version of epimark that a file was built from. False, with "", if it does not say so: it is
 * not of epimark, or cannot be read. */
bool module_version(const char *path, char *version, size_t size);

/* Whether it can be loaded into this process, where it then stays. why: what is missing. */
bool module_loads(const char *path, char *why, size_t size);

#endif
