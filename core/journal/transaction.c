/* SPDX-License-Identifier: MIT */
#include "core/journal/transaction.h"

#include <sqlite3.h>

#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"

static bool begin(struct journal *journal, bool unsynced, struct epi_error *err)
{
    if (!database_writable(journal, err))
        return false;
    if (journal->unsynced != unsynced &&
        !sql_run(journal, err,
                 unsynced ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", ""))
        return false;
    journal->unsynced = unsynced;
    return sql_run(journal, err, "BEGIN IMMEDIATE", "");
}

bool transaction_begin(struct journal *journal, struct epi_error *err)
{
    return begin(journal, false, err);
}

bool transaction_begin_unsynced(struct journal *journal, struct epi_error *err)
{
    return begin(journal, true, err);
}

bool transaction_begin_reading(struct journal *journal, struct epi_error *err)
{
    return database_readable(journal, err) && sql_run(journal, err, "BEGIN", "");
}

bool transaction_end(struct journal *journal, bool ok, struct epi_error *err)
{
    if (!journal->db)
        return false;
    ok = ok && sql_run(journal, err, "COMMIT", "");
    if (!ok && !sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    /* If memory was too short for the rollback, closing does it. */
    if (journal->damaged || !sqlite3_get_autocommit(journal->db))
        connection_drop(journal);
    return ok;
}
