/* SPDX-License-Identifier: MIT */
#include "core/journal/sittings.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sitting_key.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"
#include "core/services/values.h"

/* The newest row of the same sitting; id 0 if there is none. */
static bool find(struct journal *journal, const char *stored, const struct sitting *sitting,
                 int64_t *id, char *text, size_t text_size, struct epi_error *err)
{
    char base[SITTING_KEY_MAX];
    sitting_key_base(sitting->key, base, sizeof(base));
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT id, key, played FROM sittings WHERE " VIEW_SAME_VIEWING
        " AND (at > ? OR at < ?) ORDER BY id DESC",
        "ttdll", base, stored, sitting->duration, sitting->since, (int64_t)VALUES_YEAR_2000);
    *id = 0;
    for (bool row = rows != NULL; row && !*id;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        const char *key = row ? sql_text(rows, 1) : "";
        if (!row || (*key && *sitting->key && !sitting_key_same(key, sitting->key)))
            continue;
        *id = sql_int(rows, 0);
        sql_copy(rows, 2, text, text_size);
    }
    return rows && sql_row_ok(journal, err);
}

bool sittings_load(struct journal *journal, const struct sitting *sitting, char *text, size_t size,
                   struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(sitting->path, err);
    int64_t id;
    text[0] = '\0';
    return stored && database_readable(journal, err) &&
           find(journal, stored, sitting, &id, text, size, err);
}

/* All of them: an older one must not come back. */
static bool remove_all(struct journal *journal, const char *stored, const struct sitting *sitting,
                       struct epi_error *err)
{
    char text[1];
    int64_t id;
    do {
        if (!find(journal, stored, sitting, &id, text, sizeof(text), err) ||
            (id && !sql_run(journal, err, "DELETE FROM sittings WHERE id = ?", "l", id)))
            return false;
    } while (id);
    return true;
}

/* Those of a clock that was not set yet, or ahead, are as old as if they were of now. */
static bool set_times(struct journal *journal, int64_t now, struct epi_error *err)
{
    return !values_known_time(now) ||
           sql_run(journal, err, "UPDATE sittings SET at = ?1 WHERE at < ?2 OR at > ?1", "ll", now,
                   (int64_t)VALUES_YEAR_2000);
}

bool sittings_save(struct journal *journal, const struct sitting *sitting, int64_t now,
                   const char *text, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(sitting->path, err);
    if (!stored)
        return false;
    bool ok = transaction_begin_unsynced(journal, err) && set_times(journal, now, err) &&
              sql_run(journal, err, "DELETE FROM sittings WHERE at <= ?", "l", sitting->since) &&
              remove_all(journal, stored, sitting, err) &&
              (!*text || sql_run(journal, err,
                                 "INSERT INTO sittings (path, duration, key, played, at)"
                                 " VALUES (?, ?, ?, ?, ?)",
                                 "tdttl", stored, sitting->duration, sitting->key, text, now));
    return transaction_end(journal, ok, err);
}
