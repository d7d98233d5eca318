/* SPDX-License-Identifier: MIT */
#include "core/journal/sittings.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"

enum { KEPT_SECONDS = 30 * 86400 };

/* A stream has no size: its duration stands in. */
static int stand_in(int64_t size, double duration)
{
    return size > 0 ? 0 : (int)(duration + 0.5);
}

bool sittings_load(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, char *text, size_t text_size, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored || !database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT played FROM sittings WHERE path = ? AND size = ?"
                  " AND duration = ? AND at > ?",
                  "tlil", stored, size, stand_in(size, duration), now - KEPT_SECONDS);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    sql_copy(rows, 0, text, text_size);
    return sql_row_ok(journal, err);
}

bool sittings_save(struct journal *journal, const char *path, int64_t size, double duration,
                   const char *key, int64_t now, const char *text, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored)
        return false;
    bool ok =
        transaction_begin_unsynced(journal, err) &&
        sql_run(journal, err, "DELETE FROM sittings WHERE at <= ?", "l", now - KEPT_SECONDS) &&
        sql_run(journal, err, "DELETE FROM sittings WHERE path = ? AND size = ? AND duration = ?",
                "tli", stored, size, stand_in(size, duration)) &&
        (!*text || sql_run(journal, err,
                           "INSERT INTO sittings (path, size, duration, played, at, key)"
                           " VALUES (?, ?, ?, ?, ?, ?)",
                           "tlitlt", stored, size, stand_in(size, duration), text, now, key));
    return transaction_end(journal, ok, err);
}
