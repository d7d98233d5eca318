/* SPDX-License-Identifier: MIT
 *
 * pages: the pages of a damaged file of SQLite, put in order so that SQLite can read all that is
 * intact. A row that is damaged is taken out of its page, a page that is damaged is taken out of
 * its tree, and a damaged page above others is made again from those. Works on a file that SQLite
 * does not have open, and without a log. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_PAGES_H
#define EPIMARK_JOURNAL_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes the file at fd as long as it really is, whatever its first page says. False if that page is
 * none. */
bool pages_open_end(int fd);

/* Puts the pages of the schema of the sound file at from over those of the file at to. False if
 * reading or writing fails. */
bool pages_take_schema(int from, int to);

/* Mends the tables whose root pages are given. of_another: its schema was taken from another file,
 * so that it is not known which of its pages are free. False if memory is short, or reading or
 * writing fails. */
bool pages_mend(int fd, const int64_t *roots, size_t count, bool of_another);

#endif
