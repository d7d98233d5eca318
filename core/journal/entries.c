/* SPDX-License-Identifier: MIT */
#include "core/journal/entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/outbox.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"
#include "core/journal/wanted.h"
#include "core/services/by_hand.h"
#include "core/services/service.h"

const char *entries_state_name(enum entry_state state)
{
    static const char *const names[] = {
        [ENTRY_RATED] = "rated", [ENTRY_WATCHED] = "watched", [ENTRY_HELD] = "held",
        [ENTRY_SENT] = "sent",   [ENTRY_DEAD] = "dead",       [ENTRY_UNDONE] = "undone",
        [ENTRY_LEFT] = "left",   [ENTRY_KEPT] = "kept",       [ENTRY_DROPPED] = "dropped",
    };
    return names[state];
}

const char *entries_delivery_state_name(enum delivery_state state)
{
    static const char *const names[] = {
        [DELIVERY_DUE] = "due",   [DELIVERY_SENT] = "sent",       [DELIVERY_HELD] = "held",
        [DELIVERY_DEAD] = "dead", [DELIVERY_DROPPED] = "dropped",
    };
    return names[state];
}

/* ---- Reading ---- */

#define ENTRY_COLUMNS                                                                              \
    "SELECT e.id, e.path, e.size, e.duration, e.nth, e.episodes, e.media_title, " VIEW_CREATED_AT  \
    ", e.watched_at, coalesce(r.value, -1), coalesce(r.at, 0), e.status, e.identify_at, e.error,"  \
    " e.source, e.confidence, e.reason, s.series_title, s.series_year, s.series_tvdb,"             \
    " s.series_tvmaze, s.series_imdb, s.season, s.number, s.absolute, s.title, s.airdate, s.tvdb," \
    " s.tvmaze, e.subject, coalesce(season.value, -1), coalesce(series.value, -1), e.kind,"        \
    " s.film, s.series_tmdb, " VIEW_VIEWING                                                        \
    " FROM entries e LEFT JOIN subjects s ON s.id = e.subject"                                     \
    " LEFT JOIN ratings r ON r.entry = e.id AND r.scope = :EPI_SCOPE_EPISODE"                      \
    " LEFT JOIN ratings season ON season.entry = e.id AND season.scope = :EPI_SCOPE_SEASON"        \
    " LEFT JOIN ratings series ON series.entry = e.id AND series.scope = :EPI_SCOPE_SERIES "

static void read_match(struct sqlite3_stmt *rows, struct match *match)
{
    sql_copy(rows, 14, match->source, sizeof(match->source));
    match->confidence = sql_double(rows, 15);
    sql_copy(rows, 16, match->reason, sizeof(match->reason));
    sql_copy(rows, 17, match->series.title, sizeof(match->series.title));
    match->series.year = (int)sql_int(rows, 18);
    match->series.ids.tvdb = sql_int(rows, 19);
    match->series.ids.tvmaze = sql_int(rows, 20);
    sql_copy(rows, 21, match->series.ids.imdb, sizeof(match->series.ids.imdb));
    match->episode.season = (int)sql_int(rows, 22);
    match->episode.number = (int)sql_int(rows, 23);
    match->episode.absolute = (int)sql_int(rows, 24);
    sql_copy(rows, 25, match->episode.title, sizeof(match->episode.title));
    sql_copy(rows, 26, match->episode.airdate, sizeof(match->episode.airdate));
    match->episode.tvdb = sql_int(rows, 27);
    match->episode.tvmaze = sql_int(rows, 28);
    match->film = sql_int(rows, 33) != 0;
    match->series.ids.tmdb = sql_int(rows, 34);
    if (match->film)
        match->episode.season = match->episode.number = -1;
}

static void read_entry(struct sqlite3_stmt *rows, struct entry *entry)
{
    memset(entry, 0, sizeof(*entry));
    entry->id = sql_int(rows, 0);
    entry->film = sql_int(rows, 32) != 0;
    sql_copy(rows, 1, entry->path, sizeof(entry->path));
    entry->size = sql_int(rows, 2);
    entry->duration = sql_double(rows, 3);
    entry->nth = (int)sql_int(rows, 4);
    entry->episodes = (int)sql_int(rows, 5);
    sql_copy(rows, 6, entry->media_title, sizeof(entry->media_title));
    entry->created_at = sql_int(rows, 7);
    entry->watched_at = sql_int(rows, 8);
    entry->viewing = (int)sql_int(rows, 35);
    entry->rating = (int)sql_int(rows, 9);
    entry->rated_at = sql_int(rows, 10);
    entry->season_rating = (int)sql_int(rows, 30);
    entry->series_rating = (int)sql_int(rows, 31);
    entry->identified = sql_int(rows, 11) == STATUS_IDENTIFIED;
    if (sql_int(rows, 11) == STATUS_NEW && sql_int(rows, 12) > 0)
        entry->identify_at = sql_int(rows, 12);
    sql_copy(rows, 13, entry->error, sizeof(entry->error));
    if (entry->identified)
        read_match(rows, &entry->match);
}

/* A state that a later viewing of the same episode replaced counts as sent for this one. */
static void read_delivery(struct sqlite3_stmt *rows, int64_t entry, struct delivery *delivery)
{
    bool replaced = sql_int(rows, 1) != entry && sql_int(rows, 5);
    int value = (int)sql_int(rows, 4);
    enum due_kind kind = (enum due_kind)sql_int(rows, 3);
    memset(delivery, 0, sizeof(*delivery));
    delivery->id = sql_int(rows, 0);
    delivery->entry = entry;
    sql_copy(rows, 2, delivery->service, sizeof(delivery->service));
    outbox_kind_text(kind, value, delivery->kind);
    delivery->scope = kind == DUE_RATE_SERIES   ? EPI_SCOPE_SERIES
                      : kind == DUE_RATE_SEASON ? EPI_SCOPE_SEASON
                                                : EPI_SCOPE_EPISODE;
    delivery->value = kind == DUE_MARK && value ? value - 1 : value;
    delivery->state = replaced ? DELIVERY_SENT : (enum delivery_state)sql_int(rows, 6);
    delivery->tries = (int)sql_int(rows, 7);
    delivery->next_at = delivery->state == DELIVERY_DUE ? sql_int(rows, 8) : 0;
    if (delivery->state == DELIVERY_HELD) {
        sql_copy(rows, 10, delivery->error, sizeof(delivery->error));
    } else if (!replaced) {
        sql_copy(rows, 9, delivery->error, sizeof(delivery->error));
    }
}

/* The deliveries of entry ?1, and the states that it shares with others: the mark of its subject
 * ?2, and its ratings. */
#define DELIVERIES                                                                                 \
    "SELECT id, entry, service, kind, value, accepted, state, tries, due_at, error, why, ask_at"   \
    " FROM " VIEW_OUTBOX " WHERE entry = ?1 OR (subject = ?2 AND kind = :DUE_MARK AND ?3 > 0)"     \
    " OR (kind IN (:DUE_RATE, :DUE_RATE_SEASON, :DUE_RATE_SERIES)"                                 \
    " AND subject IN (SELECT subject FROM ratings WHERE entry = ?1)) ORDER BY id"

/* What waits because the service does not take it back for this account. */
static void add_page(const struct entry *entry, struct delivery *delivery)
{
    const struct episode *episode = &entry->match.episode;
    const bool one = delivery->scope == EPI_SCOPE_EPISODE;
    struct subject subject = {
        .series = entry->match.series.ids,
        .season = delivery->scope == EPI_SCOPE_SERIES ? -1 : episode->season,
        .number = one ? episode->number : -1,
        .tvmaze = one ? episode->tvmaze : 0,
    };
    by_hand_add(service_find(delivery->service), &subject, delivery->error,
                sizeof(delivery->error));
}

static bool read_deliveries(struct journal *journal, struct sqlite3_stmt *rows, int64_t subject,
                            struct entry *entry, struct epi_error *err)
{
    if (!sql_again(journal, err, rows, "lll", entry->id, subject, entry->watched_at))
        return false;
    for (bool row = true; row;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row || entry->delivery_count == JOURNAL_DELIVERIES_MAX)
            continue;
        struct delivery *delivery = &entry->deliveries[entry->delivery_count++];
        read_delivery(rows, entry->id, delivery);
        if (delivery->state == DELIVERY_HELD && sql_int(rows, 4) == 0 && sql_int(rows, 11) > 0)
            add_page(entry, delivery);
    }
    return true;
}

/* Whether nothing of a delivery is still to be sent. */
static bool is_done(const struct delivery *delivery)
{
    return delivery->state == DELIVERY_SENT || delivery->state == DELIVERY_DROPPED;
}

static enum entry_state state_of(const struct entry *entry, enum entry_status status)
{
    bool rated = entry->rating >= 0 || entry->season_rating >= 0 || entry->series_rating >= 0;
    if (!entry->watched_at && !rated)
        return ENTRY_UNDONE;
    if (status == STATUS_HELD)
        return ENTRY_HELD;
    if (status == STATUS_UNKNOWN)
        return ENTRY_DEAD;
    if (status == STATUS_LEFT)
        return ENTRY_LEFT;
    bool done = status == STATUS_IDENTIFIED;
    bool dropped = false;
    for (int i = 0; i < entry->delivery_count; i++) {
        if (entry->deliveries[i].state == DELIVERY_DEAD)
            return ENTRY_DEAD;
        done = done && is_done(&entry->deliveries[i]);
        dropped = dropped || entry->deliveries[i].state == DELIVERY_DROPPED;
    }
    if (!done)
        return entry->watched_at ? ENTRY_WATCHED : ENTRY_RATED;
    return dropped ? ENTRY_DROPPED : entry->delivery_count ? ENTRY_SENT : ENTRY_KEPT;
}

/* Fills in an entry from its row, and if it is wanted from its deliveries. */
static bool fill_entry(struct journal *journal, struct sqlite3_stmt *rows,
                       struct sqlite3_stmt *deliveries, const struct entries_filter *filter,
                       struct entry *entry, bool *wanted, struct epi_error *err)
{
    read_entry(rows, entry);
    *wanted = !filter->wanted || filter->wanted(filter->context, entry);
    if (!*wanted)
        return sql_row_ok(journal, err);
    enum entry_status status = (enum entry_status)sql_int(rows, 11);
    int64_t subject = sql_int(rows, 29);
    if (!sql_row_ok(journal, err) || !read_deliveries(journal, deliveries, subject, entry, err))
        return false;
    entry->state = state_of(entry, status);
    return true;
}

bool entries_is_over(enum entry_state state)
{
    return state == ENTRY_SENT || state == ENTRY_KEPT || state == ENTRY_DROPPED ||
           state == ENTRY_UNDONE || state == ENTRY_LEFT;
}

static bool is_waiting(const struct entry *entry)
{
    for (int i = 0; i < entry->delivery_count; i++) {
        if (!is_done(&entry->deliveries[i]))
            return true;
    }
    return !entries_is_over(entry->state);
}

/* Of entry `id`: its newest record, one without effect only if there is no other. */
#define NEWEST_RECORD(id)                                                                          \
    "(SELECT a.id FROM records a WHERE a.entry = " id                                              \
    " ORDER BY a.state = :RECORD_WITHOUT_EFFECT, a.id DESC LIMIT 1)"

#define IDS_WHERE(where)                                                                           \
    "SELECT e.id FROM entries e WHERE " where " AND EXISTS (SELECT 1 FROM records WHERE entry ="   \
    " e.id) ORDER BY " NEWEST_RECORD("e.id") " DESC"

/* The ids of the entries that a filter selects, the last acted on first. A journal may have very
 * many entries: no more of it is read than is asked for. */
static struct sqlite3_stmt *select_ids(struct journal *journal, const struct entries_filter *filter,
                                       const char *stored, struct epi_error *err)
{
    if (filter->id)
        return sql_query(journal, err, IDS_WHERE("e.id = ?"), "l", filter->id);
    if (filter->path)
        return sql_query(journal, err, IDS_WHERE("e.path IN (?, ?)"), "tt", stored, filter->path);
    if (filter->name) {
        return sql_query(journal, err,
                         IDS_WHERE("(e.path = ?1 OR substr(e.path, -length(?1) - 1) = '/' || ?1)"),
                         "t", filter->name);
    }
    if (filter->numbered) {
        return sql_query(journal, err,
                         IDS_WHERE("(e.subject IS NULL OR e.subject IN (SELECT id FROM subjects"
                                   " WHERE season = ? AND number = ?))"),
                         "ii", filter->season, filter->number);
    }
    if ((filter->since || filter->until) && !filter->waiting) {
        return sql_query(journal, err,
                         IDS_WHERE("e.id IN (SELECT entry FROM records WHERE at >= ? AND at < ?)"),
                         "ll", filter->since, filter->until ? filter->until : INT64_MAX);
    }
    if (filter->waiting) {
        /* Of what is not sent: its own entry, and those that ask for the same. UNION alone would
         * have newer versions of SQLite read whole tables in their order. */
        return sql_query(journal, err,
                         IDS_WHERE("e.id IN (SELECT id FROM entries"
                                   " WHERE status <> :STATUS_IDENTIFIED"
                                   " UNION ALL SELECT entry FROM deliveries WHERE acked <> seq"
                                   " UNION ALL SELECT w.id FROM deliveries d"
                                   " JOIN entries w ON w.subject = d.subject WHERE d.acked <> d.seq"
                                   " UNION ALL SELECT r.entry FROM deliveries d"
                                   " JOIN ratings r ON r.subject = d.subject"
                                   " WHERE d.acked <> d.seq)"),
                         "");
    }
    if (filter->unrated) {
        return sql_query(journal, err,
                         "SELECT entry FROM records r WHERE r.id = " NEWEST_RECORD(
                             "r.entry") " AND EXISTS (SELECT 1 FROM entries e WHERE e.id = r.entry "
                                        "AND e.watched_at > 0"
                                        " AND e.mark = :MARK_WATCHED AND e.status <> :STATUS_LEFT"
                                        " AND NOT EXISTS (SELECT 1 FROM "
                                        "ratings WHERE value > 0"
                                        " AND scope = :EPI_SCOPE_EPISODE AND (entry = e.id OR "
                                        "subject = e.subject))"
                                        " AND NOT EXISTS (SELECT 1 FROM entries later WHERE "
                                        "later.subject = e.subject"
                                        " AND later.watched_at > 0 AND later.mark = :MARK_WATCHED "
                                        "AND later.id > e.id))"
                                        " ORDER BY r.id DESC",
                         "");
    }
    return sql_query(
        journal, err,
        "SELECT entry FROM records r WHERE r.id = " NEWEST_RECORD("r.entry") " ORDER BY r.id DESC",
        "");
}

/* The statements that read an entry of which the id is known. */
struct reading {
    struct sqlite3_stmt *entry;
    struct sqlite3_stmt *deliveries;
};

static void end_reading(struct reading *reading)
{
    sql_free(&reading->entry);
    sql_free(&reading->deliveries);
}

static bool read_by_id(struct journal *journal, const struct reading *reading,
                       const struct entries_filter *filter, int64_t id, struct entry *entry,
                       bool *wanted, struct epi_error *err)
{
    bool row;
    return sql_again(journal, err, reading->entry, "l", id) &&
           sql_next(journal, reading->entry, &row, err) &&
           fill_entry(journal, reading->entry, reading->deliveries, filter, entry, wanted, err);
}

static bool list_entries(struct journal *journal, const struct entries_filter *filter,
                         entries_visitor visitor, void *context, struct epi_error *err)
{
    CLEANUP(cleanup_free)
    char *stored = stored_from_path(filter->path ? filter->path : "", err);
    if (!stored)
        return false;
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));
    if (!entry)
        return error_memory(err);
    CLEANUP(sql_free) struct sqlite3_stmt *ids = select_ids(journal, filter, stored, err);
    CLEANUP(end_reading)
    struct reading reading = {
        .entry = sql_query(journal, err, ENTRY_COLUMNS "WHERE e.id = ?", "l", (int64_t)0),
        .deliveries = sql_query(journal, err, DELIVERIES, ""),
    };
    size_t visited = 0;
    bool row = true, wanted = true, ok = ids && reading.entry && reading.deliveries;
    while (ok && row && (!filter->limit || visited < filter->limit)) {
        ok = sql_next(journal, ids, &row, err) &&
             (!row || read_by_id(journal, &reading, filter, sql_int(ids, 0), entry, &wanted, err));
        if (!ok || !row || !wanted || (filter->waiting && !is_waiting(entry)))
            continue;
        visited++;
        row = visitor(context, entry);
    }
    return ok;
}

bool entries_visit(struct journal *journal, const struct entries_filter *filter,
                   entries_visitor visitor, void *context, struct epi_error *err)
{
    bool ok = transaction_begin_reading(journal, err) &&
              list_entries(journal, filter, visitor, context, err);
    return transaction_end(journal, ok, err);
}

static bool copy_entry(void *context, const struct entry *entry)
{
    *(struct entry *)context = *entry;
    return false;
}

bool entries_find(struct journal *journal, int64_t id, struct entry *entry, bool *found,
                  struct epi_error *err)
{
    CLEANUP(cleanup_free) struct entry *copy = calloc(1, sizeof(*copy));
    if (!copy)
        return error_memory(err);
    struct entries_filter filter = {.id = id};
    *found = false;
    if (id > 0 && !entries_visit(journal, &filter, copy_entry, copy, err))
        return false;
    *found = copy->id != 0;
    if (*found)
        *entry = *copy;
    return true;
}

/* ---- Identifying ---- */

static bool claim_unidentified(struct journal *journal, int64_t now, int lease_seconds,
                               int64_t *claimed, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT id, owner, lease_until FROM entries WHERE " VIEW_ENTRY_ASKED
                  " AND " VIEW_ENTRY_HOLDS " AND identify_at <= ? ORDER BY id",
                  "l", now);
    bool row = rows != NULL;
    *claimed = 0;
    while (row && !*claimed) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && connection_lease_left(journal, sql_int(rows, 1), sql_int(rows, 2)) == 0)
            *claimed = sql_int(rows, 0);
    }
    return rows && (!*claimed || (connection_own(journal, err) &&
                                  sql_run(journal, err,
                                          "UPDATE entries SET owner = ?, lease_until = ?,"
                                          " identify_at = max(identify_at, 0) WHERE id = ?",
                                          "ill", journal->owner,
                                          connection_lease_end(journal, lease_seconds), *claimed)));
}

bool entries_claim(struct journal *journal, int64_t now, int lease_seconds, struct entry *entry,
                   bool *found, struct epi_error *err)
{
    spool_drain(journal, NULL, NULL);
    int64_t waiting;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &waiting, 0,
                   "SELECT count(*) FROM entries WHERE " VIEW_ENTRY_ASKED " AND " VIEW_ENTRY_HOLDS
                   " AND identify_at <= ?",
                   "l", now))
        return false;
    int64_t claimed = 0;
    if (waiting) {
        bool ok = transaction_begin(journal, err) &&
                  claim_unidentified(journal, now, lease_seconds, &claimed, err);
        if (!transaction_end(journal, ok, err))
            return false;
    }
    return entries_find(journal, claimed, entry, found, err);
}

/* Begins to file what was found for an entry; over: it does not count any more. */
static bool begin_filing(struct journal *journal, int64_t entry, bool *over, struct epi_error *err)
{
    int64_t count = 0;
    bool ok =
        transaction_begin(journal, err) && sql_value(journal, err, &count, 0,
                                                     "SELECT count(*) FROM entries WHERE id = ?"
                                                     " AND identify_at = " VIEW_SAID_MEANWHILE,
                                                     "l", entry);
    *over = count > 0;
    return ok;
}

static bool set_status(struct journal *journal, int64_t entry, enum entry_status status,
                       int64_t next_at, const char *why, struct epi_error *err)
{
    if (!sql_run(journal, err,
                 "UPDATE entries SET status = ?, identify_at = ?, error = ?, owner = 0,"
                 " lease_until = 0 WHERE id = ?",
                 "iltl", (int)status, next_at, why, entry))
        return false;
    return sql_changes(journal) > 0 ||
           epi_error_set(err, EPI_ERROR_NEVER, "no row %lld in the journal", (long long)entry);
}

/* Updates the deliveries of what an entry was before, collected in subjects, and of what it is. */
static bool update_wanted(struct journal *journal, int64_t entry, struct wanted_subjects *subjects,
                          int64_t now, struct epi_error *err)
{
    struct wanted_changes ignored = {0};
    return wanted_collect(journal, entry, subjects, err) &&
           wanted_update(journal, subjects, entry, now, &ignored, err);
}

bool entries_set_match(struct journal *journal, int64_t entry, const struct match *match,
                       const char *title_key, int64_t now, struct epi_error *err)
{
    struct wanted_subjects subjects = {0};
    int64_t subject;
    bool over;
    if (!begin_filing(journal, entry, &over, err) || over)
        return transaction_end(journal, over, err);
    bool ok = wanted_collect(journal, entry, &subjects, err) &&
              set_status(journal, entry, STATUS_IDENTIFIED, 0, "", err) &&
              wanted_find_subject(journal, match, EPI_SCOPE_EPISODE, &subject, err) &&
              sql_run(journal, err,
                      "UPDATE entries SET subject = ?, source = ?, confidence = ?, reason = ?,"
                      " title_key = ? WHERE id = ?",
                      "ltdttl", subject, match->source, match->confidence, match->reason, title_key,
                      entry) &&
              wanted_link_ratings(journal, entry, err) &&
              update_wanted(journal, entry, &subjects, now, err);
    return transaction_end(journal, ok, err);
}

bool entries_hold(struct journal *journal, int64_t entry, const char *title_key, const char *reason,
                  int64_t now, struct epi_error *err)
{
    struct wanted_subjects subjects = {0};
    bool over;
    if (!begin_filing(journal, entry, &over, err) || over)
        return transaction_end(journal, over, err);
    bool ok = wanted_collect(journal, entry, &subjects, err) &&
              set_status(journal, entry, STATUS_HELD, 0, reason, err) &&
              sql_run(journal, err, "UPDATE entries SET title_key = ? WHERE id = ?", "tl",
                      title_key, entry) &&
              wanted_forget(journal, entry, true, err) &&
              update_wanted(journal, entry, &subjects, now, err);
    return transaction_end(journal, ok, err);
}

bool entries_ask_again(struct journal *journal, int64_t entry, int64_t at, struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "UPDATE entries SET identify_at = ?, owner = 0, lease_until = 0"
                           " WHERE id = ? AND status = :STATUS_HELD",
                           "ll", at, entry);
}

bool entries_postpone(struct journal *journal, int64_t entry, int64_t next_at, const char *reason,
                      const struct match *series, int64_t now, struct epi_error *err)
{
    struct wanted_subjects subjects = {0};
    bool over;
    if (!begin_filing(journal, entry, &over, err) || over)
        return transaction_end(journal, over, err);
    bool ok =
        wanted_collect(journal, entry, &subjects, err) &&
        set_status(journal, entry, next_at ? STATUS_NEW : STATUS_UNKNOWN, next_at, reason, err) &&
        wanted_forget(journal, entry, false, err);
    if (ok && series) {
        int64_t subject;
        ok = wanted_find_subject(journal, series, EPI_SCOPE_SERIES, &subject, err) &&
             sql_run(journal, err,
                     "UPDATE ratings SET subject = ? WHERE entry = ?"
                     " AND scope = :EPI_SCOPE_SERIES",
                     "ll", subject, entry);
    }
    ok = ok && update_wanted(journal, entry, &subjects, now, err);
    return transaction_end(journal, ok, err);
}

bool entries_leave(struct journal *journal, int64_t entry, int64_t now, struct epi_error *err)
{
    struct wanted_changes ignored = {0};
    bool over;
    if (!begin_filing(journal, entry, &over, err) || over)
        return transaction_end(journal, over, err);
    return transaction_end(journal, wanted_leave(journal, entry, now, &ignored, err), err);
}

/* ---- Candidates ---- */

enum { UNRECORDED_SECONDS = 30 * 86400 }; /* how long an entry without a record is kept */

/* Makes an entry for the candidates of a file of which nothing is recorded. */
static bool add_unrecorded(struct journal *journal, const char *path, const char *title,
                           const char *candidates, int64_t now, struct epi_error *err)
{
    return sql_run(journal, err,
                   "INSERT INTO entries (uid, path, size, duration, nth, episodes, media_title,"
                   " created_at, candidates) VALUES (lower(hex(randomblob(16))), ?, -1, 0, 1, 1, ?,"
                   " ?, ?)",
                   "ttlt", path, title, now, candidates);
}

bool entries_keep_candidates(struct journal *journal, const char *path, const char *media_title,
                             const char *candidates, int64_t now, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored)
        return false;
    char title[MATCH_TITLE_MAX];
    stored_from_title(path, media_title, title, sizeof(title));
    bool ok =
        transaction_begin_unsynced(journal, err) &&
        sql_run(journal, err,
                "DELETE FROM entries WHERE " VIEW_ENTRY_NEW " AND (created_at <= ?1"
                " OR (path = ?2 AND media_title = ?3)) AND NOT " VIEW_ENTRY_RECORDED,
                "ltt", now - UNRECORDED_SECONDS, stored, title) &&
        sql_run(journal, err,
                "UPDATE entries SET candidates = ? WHERE path = ? AND media_title = ?"
                " AND status <> :STATUS_IDENTIFIED",
                "ttt", candidates, stored, title) &&
        (sql_changes(journal) > 0 || add_unrecorded(journal, stored, title, candidates, now, err));
    return transaction_end(journal, ok, err);
}

bool entries_candidates(struct journal *journal, const char *path, const char *media_title,
                        int64_t now, char **candidates, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored || !database_readable(journal, err))
        return false;
    char title[MATCH_TITLE_MAX];
    stored_from_title(path, media_title, title, sizeof(title));
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT candidates FROM entries WHERE path = ? AND media_title = ?"
                  " AND candidates IS NOT NULL AND (created_at > ? OR " VIEW_ENTRY_RECORDED
                  ") ORDER BY id DESC LIMIT 1",
                  "ttl", stored, title, now - UNRECORDED_SECONDS);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *candidates = row ? strdup(sql_text(rows, 0)) : NULL;
    return sql_row_ok(journal, err) && (!row || *candidates || error_memory(err));
}
