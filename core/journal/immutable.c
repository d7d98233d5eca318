/* SPDX-License-Identifier: MIT */
#include "core/journal/immutable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/error.h"

bool immutable_open(const char *path, struct sqlite3 **db)
{
    *db = NULL;
    size_t size = 3 * strlen(path) + 32;
    CLEANUP(cleanup_free) char *uri = malloc(size);
    if (!uri)
        return false;
    size_t len = (size_t)snprintf(uri, size, "file:");
    for (const char *c = path; *c; c++) {
        len += (size_t)snprintf(uri + len, size - len, strchr("%?#", *c) ? "%%%02X" : "%c",
                                (unsigned char)*c);
    }
    snprintf(uri + len, size - len, "?immutable=1");
    if (sqlite3_open_v2(uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return false;
    sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return true;
}

/* In exclusive mode SQLite keeps the index in memory; without locks it needs no right to write. */
bool immutable_open_log(const char *path, struct sqlite3 **db)
{
    if (sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, "unix-none") !=
        SQLITE_OK)
        return false;
    sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return sqlite3_exec(*db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK;
}
