/* SPDX-License-Identifier: MIT */
#include "core/journal/twins.h"

#include <stdio.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

/* Another delivery of the same kind, of the same account, by which the service has or is to have
 * what ?1 wants: at the service it is the same episode, and the same viewing. */
#define TWIN                                                                                       \
    "SELECT %s FROM deliveries o JOIN subjects mine ON mine.id = o.subject"                        \
    " CROSS JOIN subjects s CROSS JOIN deliveries d ON d.subject = s.id"                           \
    " WHERE o.id = ?1 AND d.id <> o.id AND d.service = o.service AND d.account = o.account AND "   \
    "d.kind = o.kind"                                                                              \
    " AND d.value > 0 AND (o.value = 0 OR (d.acked = d.seq AND d.done_at >= 0))"                   \
    " AND abs(d.at - o.at) < ?2"                                                                   \
    " AND s.%s = mine.%s AND mine.%s > 0 ORDER BY d.id LIMIT 1"

bool twins_set_time(struct journal *journal, const struct due *row, int64_t at,
                    struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err, "UPDATE deliveries SET at = ? WHERE id = ?", "ll", at,
                           row->id);
}

bool twins_find(struct journal *journal, const struct due *row, enum id_kind kind, int64_t *at,
                struct epi_error *err)
{
    const char *id = values_id_name(kind);
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    char sql[sizeof(TWIN) + 64];
    snprintf(sql, sizeof(sql), TWIN, "d.at", id, id, id);
    return sql_value(journal, err, at, 0, sql, "ll", row->id, window);
}
