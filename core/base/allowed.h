/* SPDX-License-Identifier: MIT
 *
 * allowed: whether ignore= and only= allow a file to be looked at: by the path that it was given
 * as, and by where it really is. A file is private if either says so. Entries of the options name a
 * file, or a folder with everything in it. They begin at the root or at "~/", or otherwise at any
 * folder; "*", "?" and "[...]" match within one name, "**" matches any number of names.
 */
#ifndef EPIMARK_BASE_ALLOWED_H
#define EPIMARK_BASE_ALLOWED_H

#include <stdbool.h>

struct apart;
struct epi_config;
struct epi_error;

/* Whether the path as it is given is allowed. One that is not a URL and not absolute is in the
 * current folder. Touches no file. False while config->unreadable is set, or if memory is short. */
bool allowed_path(const struct epi_config *config, const char *path);

/* Whether it has to be asked where a file really is: with neither option set it never is. */
bool allowed_asks(const struct epi_config *config);

/* Whether the place is allowed that an opened path (real_path.h) leads to. May hang, with the file
 * system of the file: call it on a thread of apart. The folders of the options are followed, too,
 * but one that does not answer holds nothing up, since no file in it does. */
bool allowed_place(const struct epi_config *config, struct apart *apart, const char *opened);

/* The same, and allowed_path, for what a player was given, on a thread of apart, for which it waits
 * some seconds. Asks nothing with neither option set. Fails with EPI_ERROR_LATER if the file system
 * does not answer, or with EPI_ERROR_STOPPED. */
bool allowed_file(const struct epi_config *config, struct apart *apart, const char *path,
                  bool *allowed, struct epi_error *err);

#endif
