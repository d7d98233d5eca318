/* SPDX-License-Identifier: MIT */
#include "core/journal/drop.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

/* Of entry ?1: what is not sent, and not being sent. */
#define OPEN "entry = ?1 AND acked <> seq AND NOT " VIEW_LEASED("?2", "?3")

static bool run_open(struct journal *journal, const char *sql, int64_t entry, struct epi_error *err)
{
    return sql_run(journal, err, sql, "lll", entry, connection_lease_end(journal, 0),
                   (int64_t)CONNECTION_LEASE_MAX);
}

static void count_kind(struct dropped *dropped, const struct dropped_kind *more)
{
    int i = 0;

    dropped->count += more->count;
    while (i < dropped->kind_count && (strcmp(dropped->kinds[i].service, more->service) != 0 ||
                                       strcmp(dropped->kinds[i].kind, more->kind) != 0))
        i++;
    if (i < dropped->kind_count)
        dropped->kinds[i].count += more->count;
    else if (i < JOURNAL_DELIVERIES_MAX)
        dropped->kinds[dropped->kind_count++] = *more;
}

static bool count_open(struct journal *journal, int64_t entry, struct dropped *dropped,
                       struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err, "SELECT service, kind, value FROM deliveries WHERE " OPEN, "lll",
                  entry, connection_lease_end(journal, 0), (int64_t)CONNECTION_LEASE_MAX);
    bool row = rows != NULL;
    while (row) {
        struct dropped_kind one = {.count = 1};

        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        sql_copy(rows, 0, one.service, sizeof(one.service));
        outbox_kind_text((enum due_kind)sql_int(rows, 1), (int)sql_int(rows, 2), one.kind);
        count_kind(dropped, &one);
    }
    return rows != NULL;
}

static bool drop_entry(struct journal *journal, int64_t entry, struct dropped *dropped,
                       struct epi_error *err)
{
    return count_open(journal, entry, dropped, err) &&
           run_open(
               journal,
               "UPDATE deliveries SET acked = seq, done_at = -1, dead = 0, next_at = 0, error = ''"
               " WHERE " OPEN,
               entry, err);
}

bool drop_entries(struct journal *journal, const int64_t *entries, size_t count,
                  struct dropped *dropped, struct epi_error *err)
{
    struct dropped all = {0};
    bool ok = transaction_begin(journal, err);

    for (size_t i = 0; ok && i < count; i++)
        ok = drop_entry(journal, entries[i], &all, err);
    if (!transaction_end(journal, ok, err))
        return false;
    *dropped = all;
    return true;
}
