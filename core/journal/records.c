/* SPDX-License-Identifier: MIT */
#include "core/journal/records.h"

#include "core/base/error.h"
#include "core/journal/companions.h"
#include "core/journal/connection.h"
#include "core/journal/corrections.h"
#include "core/journal/enumerators.h"
#include "core/journal/orders.h"
#include "core/journal/record.h"
#include "core/journal/sql.h"
#include "core/journal/viewings.h"
#include "core/journal/views.h"
#include "core/journal/wanted.h"
#include "core/services/values.h"

/* The first record of a file makes the entry that kept its candidates a recorded one. */
static bool take_entry(struct journal *journal, const struct record *record, int64_t *entry,
                       struct epi_error *err)
{
    return sql_value(journal, err, entry, 0,
                     "SELECT id FROM entries WHERE path = ? AND media_title = ?"
                     " AND NOT " VIEW_ENTRY_RECORDED,
                     "tt", record->path, record->media_title) &&
           (!*entry || sql_run(journal, err,
                               "UPDATE entries SET uid = ?, size = ?, duration = ?, nth = ?,"
                               " episodes = ?, created_at = ?, title_key = ?, key = ?, kind = ?"
                               " WHERE id = ?",
                               "tldiilttil", record->uid, record->size, record->duration,
                               record->nth, record->episodes, record->at, record->title_key,
                               record->key, (int)record->film, *entry));
}

static bool add_entry(struct journal *journal, const struct record *record, int64_t *entry,
                      struct epi_error *err)
{
    if (!take_entry(journal, record, entry, err))
        return false;
    if (*entry)
        return true;
    if (!sql_run(journal, err,
                 "INSERT INTO entries (uid, path, size, duration, nth, episodes, media_title,"
                 " created_at, title_key, key, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "ttldiitltti", record->uid, record->path, record->size, record->duration,
                 record->nth, record->episodes, record->media_title, record->at, record->title_key,
                 record->key, (int)record->film))
        return false;
    *entry = sql_last_id(journal);
    return true;
}

/* Whether a record says that an entry is watched, and the entry already is. */
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

bool records_refresh(struct journal *journal, int64_t entry, int64_t now, struct recorded *recorded,
                     struct epi_error *err)
{
    struct wanted_subjects subjects = {0};
    struct wanted_changes changes = {0};
    bool ok =
        wanted_collect(journal, entry, &subjects, err) &&
        sql_run(journal, err,
                "UPDATE entries SET (watched_at, mark) ="
                " (SELECT coalesce(max(at), 0), coalesce(max(value), 0) FROM"
                " (SELECT at, value FROM records WHERE entry = ?1 AND state = :RECORD_HOLDS"
                " AND kind IN (:RECORD_WATCHED, :RECORD_MARKED)"
                " ORDER BY id DESC LIMIT 1)) WHERE id = ?1",
                "l", entry) &&
        sql_run(journal, err,
                "DELETE FROM ratings WHERE entry = ?1 AND scope NOT IN (SELECT scope"
                " FROM records WHERE entry = ?1"
                " AND state = :RECORD_HOLDS AND kind = :RECORD_RATED)",
                "l", entry) &&
        sql_run(journal, err,
                "INSERT INTO ratings (entry, scope, value, at) SELECT entry, scope, value, at"
                " FROM records WHERE entry = ? AND state = :RECORD_HOLDS AND kind = :RECORD_RATED"
                " ORDER BY id"
                " ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at",
                "l", entry) &&
        wanted_link_ratings(journal, entry, err) &&
        wanted_collect(journal, entry, &subjects, err) &&
        wanted_update(journal, &subjects, entry, now, &changes, err);
    recorded->dropped += changes.dropped;
    recorded->to_take_back += changes.to_take_back;
    return ok;
}

static bool add_record(struct journal *journal, const struct record *record, int64_t entry,
                       enum record_state state, struct epi_error *err)
{
    int value = record->kind == RECORD_WATCHED  ? MARK_WATCHED
                : record->kind == RECORD_CHOSEN ? (int)record->correction.choice
                                                : record->value;
    /* Below 0 are those that were imported: see imports.h. */
    return sql_run(journal, err,
                   "INSERT INTO records (id, uid, entry, kind, scope, value, at, state) VALUES"
                   " ((SELECT max(coalesce(max(id), 0), 0) FROM records) + 1, ?, nullif(?, 0), ?,"
                   " ?, ?, ?, ?)",
                   "tliiili", record->uid, entry, (int)record->kind, (int)record->scope, value,
                   record->at, (int)state);
}

/* What is recorded of a file holds for each of its episodes that the name counts as one. */
static bool follow(struct journal *journal, const struct record *record, int64_t entry,
                   struct recorded *recorded, struct epi_error *err)
{
    int64_t companion = entry;
    for (int nth = 2; record->kind != RECORD_RATED && companion && nth <= COMPANIONS_MAX; nth++) {
        if (!companions_find(journal, entry, nth, &companion, err))
            return false;
        if (companion && (!companions_follow(journal, entry, nth, companion, err) ||
                          !records_refresh(journal, companion, record->at, recorded, err)))
            return false;
    }
    return true;
}

/* ---- Choices ---- */

/* Keeps what the user says of a file or a series and not of an entry: it may hold for many. */
static bool add_choice(struct journal *journal, const struct record *record,
                       const struct recorded *recorded, struct epi_error *err)
{
    const struct correction *correction = &record->correction;
    return add_record(journal, record, 0, recorded->repeated ? RECORD_WITHOUT_EFFECT : RECORD_HOLDS,
                      err) &&
           sql_run(journal, err,
                   "UPDATE records SET path = ?, duration = ?, title_key = ?, title = ?, tvdb = ?,"
                   " tvmaze = ?, imdb = ?, season_offset = ?, number_offset = ? WHERE id = ?",
                   "tdttlltiil", record->path, record->duration, record->title_key,
                   correction->title, correction->series.tvdb, correction->series.tvmaze,
                   correction->series.imdb, correction->season_offset, correction->number_offset,
                   sql_last_id(journal));
}

static bool choose(struct journal *journal, const struct record *record, struct recorded *recorded,
                   struct epi_error *err)
{
    return corrections_repeated(journal, record, &recorded->repeated, err) &&
           add_choice(journal, record, recorded, err) &&
           corrections_apply(journal, record, false, recorded, err);
}

static bool set_order(struct journal *journal, const struct record *record,
                      struct recorded *recorded, struct epi_error *err)
{
    return orders_repeated(journal, record, &recorded->repeated, err) &&
           add_choice(journal, record, recorded, err) &&
           (recorded->repeated || orders_apply(journal, record, recorded, err));
}

/* What follows from a choice or an order, read from a row of records, that was undone at a time. */
static bool unchoose(struct journal *journal, struct sqlite3_stmt *rows, int64_t at,
                     struct recorded *recorded, struct epi_error *err)
{
    struct record chosen = {
        .kind = recorded->undone,
        .at = at,
        .path = sql_text(rows, 5),
        .duration = sql_double(rows, 6),
        .title_key = sql_text(rows, 7),
        .correction = {.choice = (enum choice)recorded->undone_value,
                       .series = {.tvdb = sql_int(rows, 9), .tvmaze = sql_int(rows, 10)},
                       .season_offset = (int)sql_int(rows, 12),
                       .number_offset = (int)sql_int(rows, 13)}};
    sql_copy(rows, 11, chosen.correction.series.imdb, sizeof(chosen.correction.series.imdb));
    return sql_row_ok(journal, err) &&
           (chosen.kind == RECORD_CHOSEN ? corrections_apply(journal, &chosen, true, recorded, err)
                                         : orders_apply(journal, &chosen, recorded, err));
}

/* ---- Undo ---- */

#define LAST_WHERE(where)                                                                          \
    "SELECT id, coalesce(entry, 0), kind, value, scope, path, duration, title_key, title, tvdb,"   \
    " tvmaze, imdb, season_offset, number_offset, at FROM records WHERE " where                    \
    " AND state = :RECORD_HOLDS"                                                                   \
    " AND (?2 <> :UNDO_MARK OR kind IN (:RECORD_WATCHED, :RECORD_MARKED))"                         \
    " ORDER BY id DESC LIMIT 1"

/* The choices for a file are found by their kind: they are few, and paths have no index. */
#define OF_FILE(path, entries)                                                                     \
    "id IN (SELECT id FROM records WHERE entry IN (" entries ")"                                   \
    " UNION SELECT id FROM records WHERE kind IN (:RECORD_CHOSEN, :RECORD_ORDERED)"                \
    " AND entry IS NULL AND path = " path ")"

/* The last record that holds; of an entry or a path only if one is given, and of a kind that the
 * undo may take back. */
static struct sqlite3_stmt *find_last(struct journal *journal, const struct record *record,
                                      struct epi_error *err)
{
    if (record->entry) {
        return sql_query(journal, err,
                         LAST_WHERE(OF_FILE("(SELECT path FROM entries WHERE id = ?1)", "?1")),
                         "li", record->entry, record->value);
    }
    if (*record->path) {
        return sql_query(journal, err,
                         LAST_WHERE(OF_FILE("?1", "SELECT id FROM entries WHERE path = ?1")), "ti",
                         record->path, record->value);
    }
    return sql_query(journal, err, LAST_WHERE("?1 = 0"), "li", (int64_t)0, record->value);
}

/* What the row of find_last is. */
static void read_last(struct sqlite3_stmt *rows, struct recorded *recorded)
{
    recorded->undid = true;
    recorded->entry = sql_int(rows, 1);
    recorded->undone = (enum record_kind)sql_int(rows, 2);
    recorded->undone_value = (int)sql_int(rows, 3);
    recorded->undone_scope = (enum epi_scope)sql_int(rows, 4);
    sql_copy(rows, 8, recorded->undone_title, sizeof(recorded->undone_title));
    recorded->undone_at = sql_int(rows, 14);
}

bool records_find_last(struct journal *journal, const struct record *undo,
                       struct recorded *recorded, struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = find_last(journal, undo, err);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (row)
        read_last(rows, recorded);
    return sql_row_ok(journal, err);
}

static bool undo(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = find_last(journal, record, err);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (!row)
        return add_record(journal, record, 0, RECORD_WITHOUT_EFFECT, err);
    read_last(rows, recorded);
    return sql_run(journal, err, "UPDATE records SET state = :RECORD_UNDONE WHERE id = ?", "l",
                   sql_int(rows, 0)) &&
           add_record(journal, record, recorded->entry, RECORD_WITHOUT_EFFECT, err) &&
           (recorded->undone == RECORD_CHOSEN || recorded->undone == RECORD_ORDERED
                ? unchoose(journal, rows, record->at, recorded, err)
                : records_refresh(journal, recorded->entry, record->at, recorded, err));
}

/* The series may be known even if the episode is not: has it looked up now. */
static bool ask_for_series(struct journal *journal, int64_t entry, struct epi_error *err)
{
    return sql_run(journal, err,
                   "UPDATE entries SET status = :STATUS_NEW, identify_at = 0 WHERE id = ?"
                   " AND status IN (:STATUS_NEW, :STATUS_UNKNOWN)",
                   "l", entry);
}

bool records_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                   bool *known, struct epi_error *err)
{
    int64_t before;
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
    if (record->kind == RECORD_CHOSEN)
        return choose(journal, record, recorded, err);
    if (record->kind == RECORD_ORDERED)
        return set_order(journal, record, recorded, err);
    int64_t entry;
    if (!viewings_find(journal, record, &entry, err))
        return false;
    *known = entry || !record->entry;
    if (!*known) {
        return epi_error_set(err, EPI_ERROR_NEVER, "no row %lld in the journal",
                             (long long)record->entry);
    }
    bool repeated;
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
    return records_refresh(journal, entry, record->at, recorded, err) &&
           follow(journal, record, entry, recorded, err);
}
