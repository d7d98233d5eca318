/* SPDX-License-Identifier: MIT */
#include "core/journal/cache.h"

#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

bool cache_load(struct journal *journal, const char *key, int64_t now, char **text,
                int64_t *expires_at, struct epi_error *err)
{
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err, "SELECT text, expires_at FROM cache WHERE key = ? AND expires_at > ?", "tl",
        key, now);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *text = row ? strdup(sql_text(rows, 0)) : NULL;
    if (row && expires_at)
        *expires_at = sql_int(rows, 1);
    return sql_row_ok(journal, err) && (!row || *text || error_memory(err));
}

bool cache_store(struct journal *journal, const char *key, const char *text, int64_t expires_at,
                 int64_t now, struct epi_error *err)
{
    bool ok = transaction_begin_unsynced(journal, err) &&
              sql_run(journal, err, "DELETE FROM cache WHERE expires_at <= ?", "l", now) &&
              sql_run(journal, err,
                      "INSERT OR REPLACE INTO cache (key, text, expires_at) VALUES (?, ?, ?)",
                      "ttl", key, text, expires_at);
    return transaction_end(journal, ok, err);
}

bool cache_expire(struct journal *journal, int64_t until, struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err, "DELETE FROM cache WHERE expires_at <= ?", "l", until);
}
