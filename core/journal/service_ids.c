/* SPDX-License-Identifier: MIT */
#include "core/journal/service_ids.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/services/values.h"

/* How a series is named in a row: "tvdb:81189", once for each of its ids; "" for one that is
 * unknown. */
struct names {
    char text[ID_KINDS + 1][32];
};

static struct names names_of(const struct series_ids *ids)
{
    struct names names = {0};
    for (enum id_kind kind = 0; kind < ID_KINDS; kind++) {
        if (values_series_id(ids, kind) > 0) {
            snprintf(names.text[kind], sizeof(names.text[kind]), "%s:%" PRId64,
                     values_id_name(kind), values_series_id(ids, kind));
        }
    }
    if (*ids->imdb)
        snprintf(names.text[ID_KINDS], sizeof(names.text[ID_KINDS]), "imdb:%s", ids->imdb);
    return names;
}

/* The rows of a series. */
#define OF_SERIES "service = ?1 AND series IN (?2, ?3, ?4)"
_Static_assert(ID_KINDS + 1 == 3, "each name has its argument");

static bool find(struct journal *journal, const struct service_ids_of *of,
                 const struct names *names, int64_t *id, struct epi_error *err)
{
    return sql_value(journal, err, id, 0,
                     "SELECT own FROM service_ids WHERE " OF_SERIES " AND season = ?5"
                     " AND number = ?6 ORDER BY series = ?2 DESC, series = ?3 DESC LIMIT 1",
                     "ttttii", of->service, names->text[0], names->text[1], names->text[2],
                     of->season, of->number);
}

bool service_ids_find(struct journal *journal, const struct service_ids_of *of, int64_t *id,
                      struct epi_error *err)
{
    struct names names = names_of(of->series);
    return database_readable(journal, err) && find(journal, of, &names, id, err);
}

bool service_ids_keep(struct journal *journal, const struct service_ids_of *of, int64_t id,
                      struct epi_error *err)
{
    struct names names = names_of(of->series);
    size_t first = 0;
    int64_t kept = 0;
    while (first < ID_KINDS && !*names.text[first])
        first++;
    if (!*names.text[first])
        return true; /* nothing says which series it is */
    bool ok = transaction_begin_unsynced(journal, err) && find(journal, of, &names, &kept, err);
    if (ok && kept != id) {
        ok = sql_run(journal, err,
                     "DELETE FROM service_ids WHERE " OF_SERIES
                     " AND (?5 < 0 OR (season = ?5 AND number = ?6))",
                     "ttttii", of->service, names.text[0], names.text[1], names.text[2], of->season,
                     of->number) &&
             (!id || sql_run(journal, err,
                             "INSERT INTO service_ids (service, series, season, number, own)"
                             " VALUES (?, ?, ?, ?, ?)",
                             "ttiil", of->service, names.text[first], of->season, of->number, id));
    }
    return transaction_end(journal, ok, err);
}
