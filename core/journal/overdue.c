/* SPDX-License-Identifier: MIT */
#include "core/journal/overdue.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/entry.h"
#include "core/journal/record.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"
#include "core/services/answer.h"

enum { DAY = 24 * 60 * 60 };

static const char told_key[] = "overdue";

/* What waits since after ?1, at the latest since ?2: since and reason. */
#define WAITING                                                                                    \
    "SELECT x.at AS since, CASE WHEN state = :DELIVERY_HELD THEN why WHEN error <> '' THEN error"  \
    " ELSE 'not sent to ' || service || ' yet' END AS reason FROM " VIEW_OUTBOX " x"               \
    " WHERE acked <> seq AND state IN (:DELIVERY_DUE, :DELIVERY_HELD) AND x.at > ?1 AND x.at <= "  \
    "?2"                                                                                           \
    " AND (account <> '' OR (signed IS NULL AND EXISTS (SELECT 1 FROM deliveries o"                \
    " WHERE o.service = x.service AND o.account <> '')))"                                          \
    " UNION ALL SELECT created_at, CASE WHEN status = :STATUS_HELD"                                \
    " THEN 'it is unsure which series is meant: `epimark pending`'"                                \
    " WHEN error <> '' THEN error ELSE 'not looked up yet' END FROM entries"                       \
    " WHERE status <> :STATUS_IDENTIFIED AND status IN (:STATUS_NEW, :STATUS_HELD) AND "           \
    "created_at > ?1 AND "                                                                         \
    "created_at <= ?2"                                                                             \
    " AND " VIEW_ENTRY_HOLDS " AND " VIEW_ENTRY_RECORDED

/* From when to when it was recorded. */
struct span {
    int64_t after;
    int64_t until;
};

/* ---- Parked records ---- */

struct parked {
    const struct span *span;
    int64_t oldest;
    int count;
};

static void count_parked(void *context, const struct record *record)
{
    struct parked *parked = context;
    if (record->at <= parked->span->after || record->at > parked->span->until)
        return;
    if (parked->count == 0 || record->at < parked->oldest)
        parked->oldest = record->at;
    parked->count++;
}

static void add_parked(const struct journal *journal, const struct span *span, int64_t oldest,
                       struct overdue *overdue)
{
    struct parked parked = {.span = span};
    spool_visit_parked(journal, count_parked, &parked);
    if (parked.count == 0)
        return;
    if (overdue->count == 0 || parked.oldest < oldest)
        snprintf(overdue->reason, sizeof(overdue->reason), "the folder of a video does not answer");
    overdue->count += parked.count;
    overdue->reasons++;
}

/* ---- Both ---- */

static bool find(struct journal *journal, const struct span *span, struct overdue *overdue,
                 struct epi_error *err)
{
    memset(overdue, 0, sizeof(*overdue));
    if (!database_readable(journal, err))
        return false;
    /* In SQLite, the reason is that of the row with the minimum. */
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT count(*), count(DISTINCT reason), min(since), reason FROM (" WAITING ")",
                  "ll", span->after, span->until);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    overdue->count = (int)sql_int(rows, 0);
    overdue->reasons = (int)sql_int(rows, 1);
    sql_copy(rows, 3, overdue->reason, sizeof(overdue->reason));
    if (!sql_row_ok(journal, err))
        return false;
    add_parked(journal, span, sql_int(rows, 2), overdue);
    return true;
}

bool overdue_find(struct journal *journal, int64_t now, struct overdue *overdue,
                  struct epi_error *err)
{
    const struct span span = {INT64_MIN, now - DAY};
    return find(journal, &span, overdue, err);
}

/* Whether a shield in front of a service holds something back. Only the user can do something about
 * one that does not go away. */
static bool find_shield(struct journal *journal, int64_t now, bool *shield, struct epi_error *err)
{
    int64_t count = 0;
    bool found = sql_value(journal, err, &count, 0,
                           "SELECT count(*) FROM (" WAITING ") WHERE reason LIKE ?3", "llt",
                           INT64_MIN, now - DAY, "%" ANSWER_SHIELD "%");
    *shield = count > 0;
    return found;
}

/* Whether something is overdue that was not when the user was told last. */
static bool find_news(struct journal *journal, int64_t now, bool only_shield, bool *news,
                      struct epi_error *err)
{
    struct overdue since;
    int64_t told;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &told, 0, "SELECT at FROM once WHERE key = ?", "t", told_key))
        return false;
    if (told > now)
        told = 0; /* by a clock that was ahead */
    const struct span span = {told - DAY, now - DAY};
    *news = now - told >= DAY;
    if (!*news)
        return true;
    if (!find(journal, &span, &since, err))
        return false;
    *news = since.count > 0 && !only_shield;
    return *news || find_shield(journal, now, news, err);
}

bool overdue_remind(struct journal *journal, int64_t now, bool only_shield, struct overdue *overdue,
                    struct epi_error *err)
{
    bool news;
    memset(overdue, 0, sizeof(*overdue));
    if (!find_news(journal, now, only_shield, &news, err))
        return false;
    return !news ||
           (TRANSACTION_RUN(journal, err, "INSERT OR REPLACE INTO once (key, at) VALUES (?, ?)",
                            "tl", told_key, now) &&
            overdue_find(journal, now, overdue, err));
}
