/* SPDX-License-Identifier: MIT
 *
 * Records: what happened to a file, as rows of the journal or lines of the spool.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/journal/sql.h"

/* Another record of the same file this close to the last one belongs to the same entry. A stream
 * has no size: there its title and duration have to be the same too. */
static bool find_entry(struct journal *journal, const struct record *record, int64_t *entry,
                       struct epi_error *err)
{
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    bool watch = record->kind != RECORD_RATED;
    if (record->entry)
        return sql_value(journal, err, entry, 0, "SELECT id FROM entries WHERE id = ?", "l",
                         record->entry);
    return sql_value(
        journal, err, entry, 0,
        "SELECT id FROM entries WHERE path = ?1 AND size = ?2 AND part = ?3 AND parts = ?4"
        " AND " JOURNAL_STANDS " AND abs(CASE WHEN ?5 AND watched_at > 0 THEN watched_at"
        " ELSE max(created_at, watched_at, coalesce((SELECT max(at) FROM ratings"
        " WHERE entry = entries.id), 0)) END - ?6) < ?7"
        " AND (size > 0 OR (media_title = ?8 AND abs(duration - ?9) < 1)) ORDER BY id DESC",
        "tliiilltd", record->path, record->size, record->nth, record->episodes, (int)watch,
        record->at, window, record->media_title, record->duration);
}

static bool add_entry(struct journal *journal, const struct record *record, int64_t *entry,
                      struct epi_error *err)
{
    if (!sql_run(journal, err,
                 "INSERT INTO entries (uid, path, size, duration, part, parts, media_title,"
                 " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 "ttldiitl", record->uid, record->path, record->size, record->duration,
                 record->nth, record->episodes, record->media_title, record->at))
        return false;
    *entry = sql_last_id(journal);
    return true;
}

/* Whether an entry is watched in this sense already. */
static bool is_repeated(struct journal *journal, const struct record *record, int64_t entry,
                        bool *repeated, struct epi_error *err)
{
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    int64_t count = 0;
    if (record->kind != RECORD_RATED &&
        !sql_value(journal, err, &count, 0,
                   "SELECT count(*) FROM entries WHERE id = ? AND watched_at > 0 AND mark = ?"
                   " AND abs(watched_at - ?) < ?",
                   "lill", entry, record->kind == RECORD_MARKED ? record->value : MARK_WATCHED,
                   record->at, window))
        return false;
    *repeated = count > 0;
    return true;
}

/* What an entry is follows from the records that hold. Its deliveries follow from that. */
static bool refresh(struct journal *journal, int64_t entry, int64_t now, struct recorded *recorded,
                    struct epi_error *err)
{
    struct touched touched = {0};
    return wanted_touch(journal, entry, &touched, err) &&
           sql_run(journal, err,
                   "UPDATE entries SET (watched_at, mark) ="
                   " (SELECT coalesce(max(at), 0), coalesce(max(value), 0) FROM"
                   " (SELECT at, value FROM records WHERE entry = ?1 AND state = 0"
                   " AND kind IN (0, 1) ORDER BY at DESC, id DESC LIMIT 1)) WHERE id = ?1",
                   "l", entry) &&
           sql_run(journal, err,
                   "DELETE FROM ratings WHERE entry = ?1 AND scope NOT IN (SELECT scope"
                   " FROM records WHERE entry = ?1 AND state = 0 AND kind = 2)",
                   "l", entry) &&
           sql_run(journal, err,
                   "INSERT INTO ratings (entry, scope, value, at) SELECT entry, scope, value, at"
                   " FROM records WHERE entry = ? AND state = 0 AND kind = 2 ORDER BY at, id"
                   " ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at",
                   "l", entry) &&
           wanted_place_ratings(journal, entry, err) &&
           wanted_touch(journal, entry, &touched, err) &&
           wanted_update(journal, &touched, entry, now, recorded, err);
}

static bool add_record(struct journal *journal, const struct record *record, int64_t entry,
                       int state, struct epi_error *err)
{
    int value = record->kind == RECORD_WATCHED ? MARK_WATCHED : record->value;
    return sql_run(journal, err,
                   "INSERT INTO records (uid, entry, kind, scope, value, at, state)"
                   " VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?)",
                   "tliiili", record->uid, entry, (int)record->kind, (int)record->scope, value,
                   record->at, state);
}

static bool undo(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT id, entry, kind, value, scope FROM records WHERE state = 0 AND at <= ?1"
                  " AND (?2 = 0 OR entry = ?2)"
                  " AND (?3 = '' OR entry IN (SELECT id FROM entries WHERE path = ?3))"
                  " ORDER BY at DESC, id DESC LIMIT 1",
                  "llt", record->at, record->entry, record->entry ? "" : record->path);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (!row)
        return add_record(journal, record, 0, RECORD_WITHOUT_EFFECT, err);
    recorded->entry = sql_int(rows, 1);
    recorded->undone = (enum record_kind)sql_int(rows, 2);
    recorded->undone_value = (int)sql_int(rows, 3);
    recorded->undone_scope = (enum epi_scope)sql_int(rows, 4);
    return sql_run(journal, err, "UPDATE records SET state = 1 WHERE id = ?", "l",
                   sql_int(rows, 0)) &&
           add_record(journal, record, recorded->entry, RECORD_WITHOUT_EFFECT, err) &&
           refresh(journal, recorded->entry, record->at, recorded, err);
}

/* Its series may be known where the episode is not: that is asked for now. */
static bool ask_for_series(struct journal *journal, int64_t entry, struct epi_error *err)
{
    return sql_run(journal, err,
                   "UPDATE entries SET status = 0, identify_at = 0 WHERE id = ?"
                   " AND status IN (0, 3)",
                   "l", entry);
}

bool records_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                   bool *known, struct epi_error *err)
{
    int64_t before, entry;
    bool repeated;
    *known = true;
    if (!sql_value(journal, err, &before, -1,
                   "SELECT coalesce(entry, 0) FROM records WHERE uid = ?", "t", record->uid))
        return false;
    if (before >= 0) {
        recorded->repeated = true;
        recorded->entry = before;
        return true;
    }
    if (record->kind == RECORD_UNDO)
        return undo(journal, record, recorded, err);
    if (!find_entry(journal, record, &entry, err))
        return false;
    *known = entry || !record->entry;
    if (!*known)
        return epi_error_set(err, EPI_ERROR_NEVER, "the journal has no row %lld",
                             (long long)record->entry);
    if ((!entry && !add_entry(journal, record, &entry, err)) ||
        !is_repeated(journal, record, entry, &repeated, err) ||
        !add_record(journal, record, entry, repeated ? RECORD_WITHOUT_EFFECT : RECORD_HOLDS, err))
        return false;
    recorded->repeated = repeated;
    recorded->entry = entry;
    if (record->live_until &&
        !sql_run(journal, err, "UPDATE entries SET live_until = ? WHERE id = ?", "ll",
                 record->live_until, entry))
        return false;
    if (record->scope == EPI_SCOPE_SERIES && !ask_for_series(journal, entry, err))
        return false;
    return refresh(journal, entry, record->at, recorded, err);
}

/* A title may be the address's last part with all that is cut from an address. */
static bool tells_secrets(const char *path, const char *title)
{
    const char *cut = strstr(path, "://") ? strpbrk(path, "?#") : NULL;
    return cut && cut[1] && strstr(title, cut + 1);
}

static bool write_record(struct journal *journal, const struct record *record,
                         struct recorded *recorded, bool *known, struct epi_error *err)
{
    *known = true;
    if (!journal_hurried(journal) && spool_exists(journal))
        spool_take_in(journal, NULL, NULL); /* what was told before comes before */
    bool ok = sql_begin(journal, err) && records_apply(journal, record, recorded, known, err);
    return sql_end(journal, ok, err);
}

bool records_add(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err)
{
    char path[JOURNAL_PATH_MAX];
    char title[MATCH_TITLE_MAX] = "";
    struct record clean = *record;
    struct recorded result = {0};
    bool known;
    assert(record->path || record->entry || record->kind == RECORD_UNDO);
    stored_path(record->path ? record->path : "", path);
    clean.path = path;
    if (record->media_title &&
        !tells_secrets(record->path ? record->path : "", record->media_title))
        stored_text(title, sizeof(title), record->media_title);
    clean.media_title = title;
    if (!clean.uid[0]) {
        unsigned char bytes[(JOURNAL_UID_SIZE - 1) / 2];
        sqlite3_randomness(sizeof(bytes), bytes);
        for (size_t i = 0; i < sizeof(bytes); i++)
            snprintf(clean.uid + 2 * i, 3, "%02x", bytes[i]);
    }
    if (!write_record(journal, &clean, &result, &known, err)) {
        result = (struct recorded){.spooled = true};
        if (!known || !spool_add(journal, &clean, err))
            return false;
    }
    *recorded = result;
    return true;
}
