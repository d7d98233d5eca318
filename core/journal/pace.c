/* SPDX-License-Identifier: MIT */
#include "core/journal/pace.h"

#include "core/journal/sql.h"
#include "core/journal/transaction.h"

bool pace_take(struct journal *journal, const char *bucket, int capacity, double per_seconds,
               int64_t now_ms, int *wait_ms, struct epi_error *err)
{
    /* Half of them at once and the other half evenly: in no stretch of that time are they more. */
    int burst = capacity > 1 ? capacity / 2 : 1;
    double rate = (capacity > 1 ? capacity - burst : 1) / (per_seconds * 1000);
    double tokens = burst;
    bool row = false;
    bool ok = transaction_begin_unsynced(journal, err);
    struct sqlite3_stmt *rows =
        ok ? sql_query(journal, err, "SELECT tokens, at_ms FROM pace WHERE bucket = ?", "t", bucket)
           : NULL;
    ok = rows && sql_next(journal, rows, &row, err);
    if (ok && row) {
        int64_t passed = now_ms - sql_int(rows, 1); /* a clock may be set back */
        tokens = sql_double(rows, 0) + (passed > 0 ? (double)passed * rate : 0);
        tokens = tokens < burst ? tokens : burst;
    }
    sql_free(&rows);
    bool taken = tokens >= 1;
    ok = ok && sql_run(journal, err,
                       "INSERT OR REPLACE INTO pace (bucket, tokens, at_ms) VALUES (?, ?, ?)",
                       "tdl", bucket, taken ? tokens - 1 : tokens, now_ms);
    if (!transaction_end(journal, ok, err))
        return false;
    *wait_ms = taken ? 0 : (int)((1 - tokens) / rate) + 1;
    return true;
}
