/* SPDX-License-Identifier: MIT */
#include "core/journal/companions.h"

#include "core/base/error.h"
#include "core/journal/enumerators.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

/* The uid of the nth companion's entry or record, ?2, from that of the first one: its first digit
 * is a letter that no other has, so that each is made once. */
#define COMPANION_UID "char(103 + ?2) || substr(uid, 2)"

bool companions_find(struct journal *journal, int64_t entry, int nth, int64_t *companion,
                     struct epi_error *err)
{
    return sql_value(journal, err, companion, 0,
                     "SELECT id FROM entries WHERE uid = (SELECT " COMPANION_UID
                     " FROM entries WHERE id = ?1)",
                     "li", entry, nth);
}

bool companions_follow(struct journal *journal, int64_t entry, int nth, int64_t companion,
                       struct epi_error *err)
{
    return sql_run(journal, err,
                   "INSERT OR IGNORE INTO records (uid, entry, kind, scope, value, at, state)"
                   " SELECT " COMPANION_UID ", ?3, kind, scope, value, at, state FROM records"
                   " WHERE entry = ?1 AND state = :RECORD_HOLDS"
                   " AND kind IN (:RECORD_WATCHED, :RECORD_MARKED) ORDER BY id",
                   "lil", entry, nth, companion);
}

static bool add(struct journal *journal, int64_t entry, int nth, struct epi_error *err)
{
    int64_t companion = 0;
    return sql_run(journal, err,
                   "INSERT OR IGNORE INTO entries (uid, path, size, duration, nth, episodes,"
                   " media_title, created_at, watched_at, mark, title_key, key, kind)"
                   " SELECT " COMPANION_UID ", path, size, duration, ?2, episodes, media_title,"
                   " created_at, watched_at, mark, title_key, key, kind FROM entries WHERE id = ?1",
                   "li", entry, nth) &&
           companions_find(journal, entry, nth, &companion, err) &&
           companions_follow(journal, entry, nth, companion, err);
}

bool companions_add(struct journal *journal, int64_t entry, size_t episodes, struct epi_error *err)
{
    bool ok = transaction_begin(journal, err);
    for (int nth = 2; ok && nth <= (int)episodes && nth <= COMPANIONS_MAX; nth++)
        ok = add(journal, entry, nth, err);
    return transaction_end(journal, ok, err);
}
