/* SPDX-License-Identifier: MIT
 *
 * The journal read, and its entries on their way to being identified.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal/sql.h"

const char *entries_state_name(enum entry_state state)
{
    static const char *const names[] = {
        [ENTRY_RATED] = "rated", [ENTRY_WATCHED] = "watched", [ENTRY_HELD] = "held",
        [ENTRY_SENT] = "sent",   [ENTRY_DEAD] = "dead",       [ENTRY_UNDONE] = "undone",
    };
    return names[state];
}

const char *entries_delivery_state_name(enum delivery_state state)
{
    static const char *const names[] = {
        [DELIVERY_DUE] = "due",
        [DELIVERY_SENT] = "sent",
        [DELIVERY_HELD] = "held",
        [DELIVERY_DEAD] = "dead",
    };
    return names[state];
}

/* ---- Reading ---- */

#define ENTRY_COLUMNS                                                                              \
    "SELECT e.id, e.path, e.size, e.duration, e.part, e.parts, e.media_title, e.created_at,"       \
    " e.watched_at, coalesce(r.value, -1), coalesce(r.at, 0), e.status, e.identify_at, e.error,"   \
    " e.source, e.confidence, e.reason, s.series_title, s.series_year, s.series_tvdb,"             \
    " s.series_tvmaze, s.series_imdb, s.season, s.number, s.absolute, s.title, s.airdate, s.tvdb," \
    " s.tvmaze, e.subject, coalesce(season.value, -1), coalesce(series.value, -1) FROM entries e"  \
    " LEFT JOIN subjects s ON s.id = e.subject"                                                    \
    " LEFT JOIN ratings r ON r.entry = e.id AND r.scope = 0"                                       \
    " LEFT JOIN ratings season ON season.entry = e.id AND season.scope = 1"                        \
    " LEFT JOIN ratings series ON series.entry = e.id AND series.scope = 2 "

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
}

static void read_entry(struct sqlite3_stmt *rows, struct entry *entry)
{
    memset(entry, 0, sizeof(*entry));
    entry->id = sql_int(rows, 0);
    sql_copy(rows, 1, entry->path, sizeof(entry->path));
    entry->size = sql_int(rows, 2);
    entry->duration = sql_double(rows, 3);
    entry->nth = (int)sql_int(rows, 4);
    entry->episodes = (int)sql_int(rows, 5);
    sql_copy(rows, 6, entry->media_title, sizeof(entry->media_title));
    entry->created_at = sql_int(rows, 7);
    entry->watched_at = sql_int(rows, 8);
    entry->rating = (int)sql_int(rows, 9);
    entry->rated_at = sql_int(rows, 10);
    entry->season_rating = (int)sql_int(rows, 30);
    entry->series_rating = (int)sql_int(rows, 31);
    entry->identified = sql_int(rows, 11) == STATUS_IDENTIFIED;
    entry->identify_at = sql_int(rows, 11) == STATUS_NEW ? sql_int(rows, 12) : 0;
    sql_copy(rows, 13, entry->error, sizeof(entry->error));
    if (entry->identified)
        read_match(rows, &entry->match);
}

static void kind_text(enum due_kind kind, int value, char *text, size_t size)
{
    bool back = value == 0 && !outbox_is_rating(kind);
    snprintf(text, size, "%s%s", back ? "un" : "", outbox_kind_name(kind));
}

/* A state that a later viewing of the same episode took over was sent as far as this one goes. */
static void read_delivery(struct sqlite3_stmt *rows, int64_t entry, struct delivery *delivery)
{
    bool taken_over = sql_int(rows, 1) != entry && sql_int(rows, 5);
    int value = (int)sql_int(rows, 4);
    enum due_kind kind = (enum due_kind)sql_int(rows, 3);
    memset(delivery, 0, sizeof(*delivery));
    delivery->id = sql_int(rows, 0);
    delivery->entry = entry;
    sql_copy(rows, 2, delivery->service, sizeof(delivery->service));
    kind_text(kind, value, delivery->kind, sizeof(delivery->kind));
    delivery->scope = kind == DUE_RATE_SERIES   ? EPI_SCOPE_SERIES
                      : kind == DUE_RATE_SEASON ? EPI_SCOPE_SEASON
                                                : EPI_SCOPE_EPISODE;
    delivery->value = kind == DUE_MARK && value ? value - 1 : value;
    delivery->state = taken_over ? DELIVERY_SENT : (enum delivery_state)sql_int(rows, 6);
    delivery->tries = (int)sql_int(rows, 7);
    delivery->next_at = delivery->state == DELIVERY_DUE ? sql_int(rows, 8) : 0;
    if (delivery->state == DELIVERY_HELD)
        sql_copy(rows, 10, delivery->error, sizeof(delivery->error));
    else if (!taken_over)
        sql_copy(rows, 9, delivery->error, sizeof(delivery->error));
}

/* The deliveries of entry ?1, and the states that it shares with others: the mark of its subject
 * ?2, and its ratings. */
#define DELIVERIES                                                                                 \
    "SELECT id, entry, service, kind, value, taken, state, tries, due_at, error, why"              \
    " FROM " JOURNAL_OUTBOX " WHERE entry = ?1 OR (subject = ?2 AND kind = 0 AND ?3 > 0)"          \
    " OR (kind IN (1, 3, 4) AND subject IN (SELECT subject FROM ratings WHERE entry = ?1))"        \
    " ORDER BY id"

static bool read_deliveries(struct journal *journal, struct sqlite3_stmt *rows, int64_t subject,
                            struct entry *entry, struct epi_error *err)
{
    bool row = true;
    if (!sql_again(journal, err, rows, "lll", entry->id, subject, entry->watched_at))
        return false;
    while (row) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && entry->delivery_count < JOURNAL_DELIVERIES_MAX)
            read_delivery(rows, entry->id, &entry->deliveries[entry->delivery_count++]);
    }
    return true;
}

static enum entry_state state_of(const struct entry *entry, int status)
{
    bool sent = status == STATUS_IDENTIFIED;
    if (!entry->watched_at && entry->rating < 0 && entry->season_rating < 0 &&
        entry->series_rating < 0)
        return ENTRY_UNDONE;
    if (status == STATUS_HELD)
        return ENTRY_HELD;
    if (status == STATUS_UNKNOWN)
        return ENTRY_DEAD;
    for (int i = 0; i < entry->delivery_count; i++) {
        if (entry->deliveries[i].state == DELIVERY_DEAD)
            return ENTRY_DEAD;
        sent = sent && entry->deliveries[i].state == DELIVERY_SENT;
    }
    return sent ? ENTRY_SENT : entry->watched_at ? ENTRY_WATCHED : ENTRY_RATED;
}

/* The row and what belongs to it. */
static bool fill_entry(struct journal *journal, struct sqlite3_stmt *rows,
                       struct sqlite3_stmt *deliveries, struct entry *entry, struct epi_error *err)
{
    read_entry(rows, entry);
    int status = (int)sql_int(rows, 11);
    int64_t subject = sql_int(rows, 29);
    if (!sql_whole(journal, err) || !read_deliveries(journal, deliveries, subject, entry, err))
        return false;
    entry->state = state_of(entry, status);
    return true;
}

static bool is_waiting(const struct entry *entry)
{
    for (int i = 0; i < entry->delivery_count; i++) {
        if (entry->deliveries[i].state != DELIVERY_SENT)
            return true;
    }
    return entry->state != ENTRY_SENT && entry->state != ENTRY_UNDONE;
}

static bool list_entries(struct journal *journal, const struct entries_filter *filter,
                         entries_visit visit, void *context, struct epi_error *err)
{
    char stored[JOURNAL_PATH_MAX];
    size_t visited = 0;
    stored_path(filter->path ? filter->path : "", stored);
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));
    CLEANUP(sql_free) struct sqlite3_stmt *deliveries = sql_query(journal, err, DELIVERIES, "");
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  ENTRY_COLUMNS "WHERE (?1 = 0 OR e.id = ?1) AND (?2 = '' OR e.path IN (?2, ?3))"
                                " ORDER BY max(e.created_at, e.watched_at, coalesce(r.at, 0),"
                                " coalesce(season.at, 0), coalesce(series.at, 0)) DESC, e.id DESC",
                  "ltt", filter->id, stored, filter->path ? filter->path : "");
    if (!entry)
        return error_memory(err);
    bool row = true, ok = rows && deliveries;
    while (ok && row && (!filter->limit || visited < filter->limit)) {
        ok = sql_next(journal, rows, &row, err) &&
             (!row || fill_entry(journal, rows, deliveries, entry, err));
        if (!ok || !row || (filter->waiting && !is_waiting(entry)))
            continue;
        visited++;
        row = visit(context, entry);
    }
    return ok;
}

bool entries_each(struct journal *journal, const struct entries_filter *filter, entries_visit visit,
                  void *context, struct epi_error *err)
{
    bool ok = sql_begin_reading(journal, err) && list_entries(journal, filter, visit, context, err);
    return sql_end(journal, ok, err);
}

static bool copy_entry(void *context, const struct entry *entry)
{
    struct entry *copy = context;
    *copy = *entry;
    return false;
}

bool entries_get(struct journal *journal, int64_t id, struct entry *entry, bool *found,
                 struct epi_error *err)
{
    struct entries_filter filter = {.id = id};
    CLEANUP(cleanup_free) struct entry *copy = calloc(1, sizeof(*copy));
    if (!copy)
        return error_memory(err);
    *found = false;
    if (id > 0 && !entries_each(journal, &filter, copy_entry, copy, err))
        return false;
    *found = copy->id != 0;
    if (*found)
        *entry = *copy;
    return true;
}

/* ---- Identifying ---- */

static bool claim_unidentified(struct journal *journal, int64_t now, int64_t lease_until,
                               int64_t *claimed, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT id, owner, lease_until FROM entries WHERE status = 0"
                  " AND " JOURNAL_STANDS " AND identify_at <= ? ORDER BY id",
                  "l", now);
    bool row = rows != NULL;
    *claimed = 0;
    while (row && !*claimed) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && (sql_int(rows, 2) <= now || !journal_other_lives(journal, sql_int(rows, 1))))
            *claimed = sql_int(rows, 0);
    }
    return rows && (!*claimed || (journal_own(journal, err) &&
                                  sql_run(journal, err,
                                          "UPDATE entries SET owner = ?, lease_until = ?"
                                          " WHERE id = ?",
                                          "ill", journal->owner, lease_until, *claimed)));
}

bool entries_claim(struct journal *journal, int64_t now, int64_t lease_until, struct entry *entry,
                   bool *found, struct epi_error *err)
{
    int64_t claimed = 0, waiting;
    spool_take_in(journal, NULL, NULL);
    if (!journal_ready(journal, err) || !sql_value(journal, err, &waiting, 0,
                                                   "SELECT count(*) FROM entries WHERE status = 0"
                                                   " AND " JOURNAL_STANDS " AND identify_at <= ?",
                                                   "l", now))
        return false;
    if (waiting) {
        bool ok =
            sql_begin(journal, err) && claim_unidentified(journal, now, lease_until, &claimed, err);
        if (!sql_end(journal, ok, err))
            return false;
    }
    return entries_get(journal, claimed, entry, found, err);
}

static bool set_status(struct journal *journal, int64_t entry, int status, int64_t next_at,
                       const char *why, struct epi_error *err)
{
    if (!sql_run(journal, err,
                 "UPDATE entries SET status = ?, identify_at = ?, error = ?, owner = 0,"
                 " lease_until = 0 WHERE id = ?",
                 "iltl", status, next_at, why, entry))
        return false;
    return sql_changes(journal) > 0 ||
           epi_error_set(err, EPI_ERROR_NEVER, "the journal has no row %lld", (long long)entry);
}

/* Forgets which episode an entry and its ratings are of, and where wanted which series. */
static bool forget(struct journal *journal, int64_t entry, bool series, struct epi_error *err)
{
    return sql_run(journal, err, "UPDATE entries SET subject = NULL WHERE id = ?", "l", entry) &&
           sql_run(journal, err,
                   "UPDATE ratings SET subject = NULL WHERE entry = ? AND (scope < 2 OR ?)", "li",
                   entry, (int)series);
}

/* What an entry is now it wants; what it was before, if anything, loses it. */
static bool settle(struct journal *journal, int64_t entry, struct touched *touched, int64_t now,
                   struct epi_error *err)
{
    struct recorded ignored = {0};
    return wanted_touch(journal, entry, touched, err) &&
           wanted_update(journal, touched, entry, now, &ignored, err);
}

bool entries_identified(struct journal *journal, int64_t entry, const struct match *match,
                        const char *title_key, int64_t now, struct epi_error *err)
{
    struct touched touched = {0};
    int64_t subject;
    bool ok = sql_begin(journal, err) && wanted_touch(journal, entry, &touched, err) &&
              set_status(journal, entry, STATUS_IDENTIFIED, 0, "", err) &&
              wanted_subject(journal, match, EPI_SCOPE_EPISODE, &subject, err) &&
              sql_run(journal, err,
                      "UPDATE entries SET subject = ?, source = ?, confidence = ?, reason = ?,"
                      " title_key = ?, candidates = NULL WHERE id = ?",
                      "ltdttl", subject, match->source, match->confidence, match->reason, title_key,
                      entry) &&
              wanted_place_ratings(journal, entry, err) &&
              settle(journal, entry, &touched, now, err);
    return sql_end(journal, ok, err);
}

bool entries_hold(struct journal *journal, int64_t entry, const char *title_key, const char *reason,
                  const char *candidates, int64_t now, struct epi_error *err)
{
    struct touched touched = {0};
    bool ok = sql_begin(journal, err) && wanted_touch(journal, entry, &touched, err) &&
              set_status(journal, entry, STATUS_HELD, 0, reason, err) &&
              sql_run(journal, err, "UPDATE entries SET title_key = ?, candidates = ? WHERE id = ?",
                      "ttl", title_key, candidates, entry) &&
              forget(journal, entry, true, err) && settle(journal, entry, &touched, now, err);
    return sql_end(journal, ok, err);
}

bool entries_postpone(struct journal *journal, int64_t entry, int64_t next_at, const char *reason,
                      const struct match *series, int64_t now, struct epi_error *err)
{
    struct touched touched = {0};
    int64_t subject;
    bool ok =
        sql_begin(journal, err) && wanted_touch(journal, entry, &touched, err) &&
        set_status(journal, entry, next_at ? STATUS_NEW : STATUS_UNKNOWN, next_at, reason, err) &&
        forget(journal, entry, false, err);
    if (ok && series)
        ok = wanted_subject(journal, series, EPI_SCOPE_SERIES, &subject, err) &&
             sql_run(journal, err, "UPDATE ratings SET subject = ? WHERE entry = ? AND scope = 2",
                     "ll", subject, entry);
    ok = ok && settle(journal, entry, &touched, now, err);
    return sql_end(journal, ok, err);
}

bool entries_reopen(struct journal *journal, int64_t entry, int64_t now, struct epi_error *err)
{
    struct touched touched = {0};
    bool ok = sql_begin(journal, err) && wanted_touch(journal, entry, &touched, err) &&
              set_status(journal, entry, STATUS_NEW, 0, "", err) &&
              forget(journal, entry, true, err) && settle(journal, entry, &touched, now, err);
    return sql_end(journal, ok, err);
}

bool entries_candidates(struct journal *journal, int64_t entry, char **candidates,
                        struct epi_error *err)
{
    bool row;
    if (!journal_ready(journal, err) && !journal->db)
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err, "SELECT candidates FROM entries WHERE id = ? AND candidates IS NOT NULL", "l",
        entry);
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *candidates = row ? strdup(sql_text(rows, 0)) : NULL;
    return !row || *candidates || error_memory(err);
}
