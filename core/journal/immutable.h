/* SPDX-License-Identifier: MIT
 *
 * immutable: a file of SQLite opened to be read as it is, without a lock or a log, neither of which
 * is made or touched. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_IMMUTABLE_H
#define EPIMARK_JOURNAL_IMMUTABLE_H

#include <stdbool.h>

struct sqlite3;

/* False if that fails. Close db in any case. */
bool immutable_open(const char *path, struct sqlite3 **db);

/* The same with its log, which no process uses: the log has no index, and gets none. */
bool immutable_open_log(const char *path, struct sqlite3 **db);

#endif
