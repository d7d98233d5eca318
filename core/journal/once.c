/* SPDX-License-Identifier: MIT */
#include "core/journal/once.h"

#include "core/journal/sql.h"
#include "core/journal/transaction.h"

bool once_claim(struct journal *journal, const char *key, int64_t now, bool *first,
                struct epi_error *err)
{
    bool ok =
        transaction_begin(journal, err) &&
        sql_run(journal, err, "INSERT OR IGNORE INTO once (key, at) VALUES (?, ?)", "tl", key, now);
    bool added = ok && sql_changes(journal) > 0;
    if (!transaction_end(journal, ok, err))
        return false;
    *first = added;
    return true;
}
