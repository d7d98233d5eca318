/* SPDX-License-Identifier: MIT
 *
 * series_folder: which part of a file's path is the folder of its series. Pure. What is said of a
 * series in a folder holds there.
 */
#ifndef EPIMARK_JOURNAL_SERIES_FOLDER_H
#define EPIMARK_JOURNAL_SERIES_FOLDER_H

#include <stddef.h>

/* How long the folder of a path is, with its last slash; 0 if it has none. */
size_t series_folder_own(const char *path);

/* The same of the series' folder: without the name of the file's folder if that says no more than a
 * season ("Season 2", "S02", "Specials"). */
size_t series_folder_length(const char *path);

#endif
