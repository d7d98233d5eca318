/* SPDX-License-Identifier: MIT */
#include "core/journal/checkup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/files.h"
#include "core/journal/journal.h"
#include "core/journal/schema.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

const char *checkup_library(void)
{
    return sqlite3_libversion();
}

bool checkup_pages(struct journal *journal, struct epi_error *err)
{
    bool ok = transaction_begin_reading(journal, err) && schema_check_pages(journal, err);
    return transaction_end(journal, ok, err);
}

/* ---- What it holds ---- */

static bool count_entries(struct journal *journal, struct checkup *checkup, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT count(*), sum(holds AND status = :STATUS_NEW), sum(holds AND status = "
        ":STATUS_HELD),"
        " sum(holds AND status = :STATUS_UNKNOWN), (SELECT count(*) FROM records),"
        " (SELECT min(at) FROM records) FROM (SELECT status, " VIEW_ENTRY_HOLDS " AS holds"
        " FROM entries WHERE " VIEW_ENTRY_RECORDED ")",
        "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    checkup->entries = (int)sql_int(rows, 0);
    checkup->unlooked = (int)sql_int(rows, 1);
    checkup->unsure = (int)sql_int(rows, 2);
    checkup->unknown = (int)sql_int(rows, 3);
    checkup->records = (int)sql_int(rows, 4);
    checkup->since = sql_int(rows, 5);
    return true;
}

static bool count_deliveries(struct journal *journal, struct checkup *checkup,
                             struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT sum(state = :DELIVERY_DUE), sum(state = :DELIVERY_HELD),"
                  " sum(state = :DELIVERY_DEAD), sum(state = :DELIVERY_SENT) FROM " VIEW_OUTBOX,
                  "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    checkup->due = (int)sql_int(rows, 0);
    checkup->held = (int)sql_int(rows, 1);
    checkup->dead = (int)sql_int(rows, 2);
    checkup->sent = (int)sql_int(rows, 3);
    return true;
}

static bool count_rows(struct journal *journal, struct checkup *checkup, struct epi_error *err)
{
    int64_t version = 0;
    bool ok = sql_value(journal, err, &version, 0, "PRAGMA user_version", "") &&
              count_entries(journal, checkup, err) && count_deliveries(journal, checkup, err);
    checkup->version = (int)version;
    return ok;
}

/* ---- What lies beside it ---- */

static void look_at_copy(const struct journal *journal, struct checkup *checkup)
{
    CLEANUP(private_file_close) int fd = -1;
    struct stat about;
    checkup->copied = private_file_open(journal->folder, FILES_COPY, O_RDONLY, &fd, NULL) &&
                      fd >= 0 && fstat(fd, &about) == 0;
    if (checkup->copied)
        checkup->copied_at = about.st_mtime;
}

static void look_beside(struct journal *journal, struct checkup *checkup)
{
    struct private_file_about about;
    if (private_file_look(journal->folder, FILES_JOURNAL, &about, NULL))
        checkup->bytes = about.size;
    checkup->spooled = spool_exists(journal);
    checkup->bad_lines = spool_has_bad(journal);
    checkup->parked = journal_count_parked(journal);
    look_at_copy(journal, checkup);
    /* They are numbered without a gap, unless the user has removed one. */
    for (int number = 1; number <= 99; number++) {
        char name[64];
        snprintf(name, sizeof(name), FILES_CORRUPT "%d", number);
        checkup->damaged += private_file_look(journal->folder, name, &about, NULL) && about.there;
    }
}

bool checkup_find(struct journal *journal, struct checkup *checkup, struct epi_error *err)
{
    memset(checkup, 0, sizeof(*checkup));
    bool ok = transaction_begin_reading(journal, err) && count_rows(journal, checkup, err);
    if (!transaction_end(journal, ok, err))
        return false;
    look_beside(journal, checkup);
    return true;
}
