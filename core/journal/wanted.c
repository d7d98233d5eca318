/* SPDX-License-Identifier: MIT */
#include "core/journal/wanted.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/entry.h"
#include "core/journal/outbox.h"
#include "core/journal/sql.h"
#include "core/journal/views.h"

/* ---- Subjects ---- */

/* A film, by any of its ids, else by title and year unless ids differ. */
static bool seek_film(struct journal *journal, const struct series *film, int64_t *subject,
                      struct epi_error *err)
{
    return sql_value(journal, err, subject, 0,
                     "SELECT id FROM (SELECT id, 0 AS rank FROM subjects WHERE film"
                     " AND series_imdb = ?1 AND ?1 <> ''"
                     " UNION ALL SELECT id, 1 FROM subjects WHERE film"
                     " AND series_tmdb = ?2 AND ?2 <> 0"
                     " UNION ALL SELECT id, 2 FROM subjects WHERE film AND series_title = ?3"
                     " AND series_year = ?4 AND (?1 = '' OR series_imdb = '')"
                     " AND (?2 = 0 OR series_tmdb = 0)) ORDER BY rank, id LIMIT 1",
                     "tlti", film->ids.imdb, film->ids.tmdb, film->title, film->year);
}

/* The same, or it is added. A newer title and ids that were not known before are added. */
static bool find_film(struct journal *journal, const struct series *film, int64_t *subject,
                      struct epi_error *err)
{
    if (!seek_film(journal, film, subject, err))
        return false;
    if (*subject) {
        return sql_run(journal, err,
                       "UPDATE subjects SET series_title = coalesce(nullif(?, ''), series_title),"
                       " series_year = coalesce(nullif(?, 0), series_year),"
                       " series_imdb = coalesce(nullif(?, ''), series_imdb),"
                       " series_tmdb = coalesce(nullif(?, 0), series_tmdb) WHERE id = ?",
                       "titll", film->title, film->year, film->ids.imdb, film->ids.tmdb, *subject);
    }
    if (!sql_run(journal, err,
                 "INSERT INTO subjects (film, series_title, series_year, series_imdb, series_tmdb,"
                 " series_tvdb, series_tvmaze, season, number, absolute, title, airdate, tvdb,"
                 " tvmaze) VALUES (1, ?, ?, ?, ?, 0, 0, 0, 0, 0, '', '', 0, 0)",
                 "titl", film->title, film->year, film->ids.imdb, film->ids.tmdb))
        return false;
    *subject = sql_last_id(journal);
    return true;
}

/* Which season and number a subject has; -1: none. An episode without a number of its own must not
 * read as its whole season. */
static void number_subject(const struct match *match, enum epi_scope scope, int *season,
                           int *number)
{
    const struct episode *episode = &match->episode;
    *season = scope == EPI_SCOPE_SERIES ? -1 : episode->season < 0 ? 0 : episode->season;
    *number = scope != EPI_SCOPE_EPISODE ? -1 : episode->number < 0 ? 0 : episode->number;
}

static const struct episode *episode_of(const struct match *match, enum epi_scope scope)
{
    static const struct episode none = {0};
    return scope == EPI_SCOPE_EPISODE ? &match->episode : &none;
}

/* Whether a row has the number ?4 of the season ?3, and no other id than ?1 or ?2. */
#define NUMBERED                                                                                   \
    "season = ?3 AND number = ?4 AND ?4 <> 0 AND (?1 = 0 OR tvdb = 0) AND (?2 = 0 OR tvmaze = 0)"

/* An episode is found by its own id, else by its number in its series unless ids differ. */
bool wanted_seek_subject(struct journal *journal, const struct match *match, enum epi_scope scope,
                         int64_t *subject, struct epi_error *err)
{
    if (match->film)
        return seek_film(journal, &match->series, subject, err);
    const struct series *series = &match->series;
    const struct episode *episode = episode_of(match, scope);
    int season, number;
    number_subject(match, scope, &season, &number);
    return sql_value(
        journal, err, subject, 0,
        "SELECT id FROM (SELECT id, 0 AS rank FROM subjects WHERE tvdb = ?1 AND ?1 <> 0"
        " UNION ALL SELECT id, 1 FROM subjects WHERE tvmaze = ?2 AND ?2 <> 0"
        " UNION ALL SELECT id, 2 FROM subjects WHERE series_tvdb = ?5 AND ?5 <> 0"
        " AND " NUMBERED
        " UNION ALL SELECT id, 2 FROM subjects WHERE series_tvmaze = ?6 AND ?6 <> 0"
        " AND " NUMBERED " UNION ALL SELECT id, 2 FROM subjects WHERE series_imdb = ?7 AND ?7 <> ''"
        " AND " NUMBERED ") ORDER BY rank, id LIMIT 1",
        "lliillt", episode->tvdb, episode->tvmaze, season, number, series->ids.tvdb,
        series->ids.tvmaze, series->ids.imdb);
}

bool wanted_find_subject(struct journal *journal, const struct match *match, enum epi_scope scope,
                         int64_t *subject, struct epi_error *err)
{
    if (match->film)
        return find_film(journal, &match->series, subject, err);
    const struct series *series = &match->series;
    const struct episode *episode = episode_of(match, scope);
    int season, number;
    number_subject(match, scope, &season, &number);
    if (!wanted_seek_subject(journal, match, scope, subject, err))
        return false;
    if (!*subject) {
        if (!sql_run(journal, err,
                     "INSERT INTO subjects (series_title, series_year, series_tvdb, series_tvmaze,"
                     " series_imdb, season, number, absolute, title, airdate, tvdb, tvmaze)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "tilltiiittll", series->title, series->year, series->ids.tvdb,
                     series->ids.tvmaze, series->ids.imdb, season, number, episode->absolute,
                     episode->title, episode->airdate, episode->tvdb, episode->tvmaze))
            return false;
        *subject = sql_last_id(journal);
        return true;
    }
    /* What was not known before is added; a newer title or date wins. */
    return sql_run(
        journal, err,
        "UPDATE subjects SET series_title = coalesce(nullif(?1, ''), series_title),"
        " series_year = coalesce(nullif(?2, 0), series_year),"
        " series_tvdb = coalesce(nullif(?3, 0), series_tvdb),"
        " series_tvmaze = coalesce(nullif(?4, 0), series_tvmaze),"
        " series_imdb = coalesce(nullif(?5, ''), series_imdb),"
        " season = CASE WHEN ?7 > 0 THEN ?6 ELSE season END,"
        " number = CASE WHEN ?7 > 0 THEN ?7 ELSE number END,"
        " absolute = CASE WHEN ?8 > 0 THEN ?8 ELSE absolute END,"
        " title = coalesce(nullif(?9, ''), title), airdate = coalesce(nullif(?10, ''), airdate),"
        " tvdb_more = iif(?11 IN (0, tvdb), tvdb_more, ''),"
        " tvmaze_more = iif(?12 IN (0, tvmaze), tvmaze_more, ''),"
        " tvdb = coalesce(nullif(?11, 0), tvdb), tvmaze = coalesce(nullif(?12, 0), tvmaze)"
        " WHERE id = ?13",
        "tilltiiittlll", series->title, series->year, series->ids.tvdb, series->ids.tvmaze,
        series->ids.imdb, season, number, episode->absolute, episode->title, episode->airdate,
        episode->tvdb, episode->tvmaze, *subject);
}

/* The season or series of an episode's subject. */
static bool widen(struct journal *journal, int64_t episode, enum epi_scope scope, int64_t *subject,
                  struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT series_title, series_year, series_tvdb, series_tvmaze, series_imdb,"
                  " season FROM subjects WHERE id = ?",
                  "l", episode);
    struct match match = {0};
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    sql_copy(rows, 0, match.series.title, sizeof(match.series.title));
    match.series.year = (int)sql_int(rows, 1);
    match.series.ids.tvdb = sql_int(rows, 2);
    match.series.ids.tvmaze = sql_int(rows, 3);
    sql_copy(rows, 4, match.series.ids.imdb, sizeof(match.series.ids.imdb));
    match.episode.season = (int)sql_int(rows, 5);
    return sql_row_ok(journal, err) && wanted_find_subject(journal, &match, scope, subject, err);
}

bool wanted_link_ratings(struct journal *journal, int64_t entry, struct epi_error *err)
{
    for (enum epi_scope scope = EPI_SCOPE_EPISODE; scope <= EPI_SCOPE_SERIES; scope++) {
        int64_t episode;
        if (!sql_value(journal, err, &episode, 0,
                       "SELECT e.subject FROM entries e JOIN ratings r ON r.entry = e.id"
                       " WHERE e.id = ? AND r.scope = ?",
                       "li", entry, (int)scope))
            return false;
        int64_t subject = episode;
        if (episode &&
            !((scope == EPI_SCOPE_EPISODE || widen(journal, episode, scope, &subject, err)) &&
              sql_run(journal, err, "UPDATE ratings SET subject = ? WHERE entry = ? AND scope = ?",
                      "lli", subject, entry, (int)scope)))
            return false;
    }
    return true;
}

bool wanted_collect(struct journal *journal, int64_t entry, struct wanted_subjects *subjects,
                    struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT subject FROM entries WHERE id = ?1 AND subject IS NOT NULL"
                  " UNION SELECT subject FROM ratings WHERE entry = ?1 AND subject IS NOT NULL",
                  "l", entry);
    bool row = rows != NULL;
    while (row) {
        bool known = false;
        if (!sql_next(journal, rows, &row, err))
            return false;
        for (int i = 0; row && i < subjects->count; i++)
            known = known || subjects->ids[i] == sql_int(rows, 0);
        if (row && !known) {
            assert(subjects->count < (int)(sizeof(subjects->ids) / sizeof(int64_t)));
            subjects->ids[subjects->count++] = sql_int(rows, 0);
        }
    }
    return rows != NULL;
}

/* ---- Deliveries ---- */

/* The value that the newest entry of a subject asks for. */
struct wish {
    int64_t entry; /* 0: nothing is wanted */
    int value;
    int64_t at;
    int64_t record; /* the newest of its acts */
};

/* The subject that is updated, since this entry changed. */
struct wanting {
    struct journal *journal;
    int64_t subject;
    int64_t entry;
    int64_t now;
    struct wanted_changes *changes;
    bool asked; /* the user asked for it: that it is older than the sign-in is no matter */
};

/* Of a row of entries: the newest record that says it is watched. */
#define WATCHED_RECORD                                                                             \
    "coalesce((SELECT max(r.id) FROM records r WHERE r.entry = entries.id"                         \
    " AND r.kind IN (:RECORD_WATCHED, :RECORD_MARKED) AND r.state = :RECORD_HOLDS), 0)"

/* Of the rows of w: what was done here last or, if that was later by its date, what was done
 * elsewhere and imported (see imports.h). */
#define NEWEST                                                                                     \
    " SELECT * FROM (SELECT * FROM w WHERE record >= 0 ORDER BY record DESC, id DESC LIMIT 1)"     \
    " UNION ALL SELECT * FROM (SELECT * FROM w WHERE record < 0 ORDER BY at DESC, record DESC"     \
    " LIMIT 1) ORDER BY at DESC LIMIT 1"

static bool find_wish(const struct wanting *wanting, enum due_kind kind, struct wish *wish,
                      struct epi_error *err)
{
    static const char mark[] =
        "WITH w AS (SELECT id, mark + 1 AS value, watched_at AS at, " WATCHED_RECORD
        " AS record FROM entries WHERE"
        " subject = ? AND status = :STATUS_IDENTIFIED AND watched_at > 0 AND same_as = 0)" NEWEST;
    static const char rate[] =
        "WITH w AS (SELECT entry AS id, value, at, coalesce((SELECT max(r.id) FROM records r"
        " WHERE r.entry = ratings.entry AND r.scope = ratings.scope AND r.kind = :RECORD_RATED"
        " AND r.state = :RECORD_HOLDS), 0) AS record FROM ratings WHERE subject = ?)" NEWEST;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(wanting->journal, err, kind == DUE_MARK ? mark : rate, "l", wanting->subject);
    bool row;
    if (!rows || !sql_next(wanting->journal, rows, &row, err))
        return false;
    *wish = (struct wish){0};
    if (row) {
        *wish = (struct wish){.entry = sql_int(rows, 0),
                              .value = (int)sql_int(rows, 1),
                              .at = sql_int(rows, 2),
                              .record = sql_int(rows, 3)};
    }
    return true;
}

/* The account it goes to: the one signed in, unless it is older than the sign-in; "" waits. What is
 * imported was confirmed by the user. */
static bool find_account(const struct wanting *wanting, const char *service, int64_t record,
                         char *account, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(wanting->journal, err,
                                          "SELECT account FROM accounts WHERE service = ?1"
                                          " AND (record < ?2 OR ?2 < 0 OR ?3)",
                                          "tli", service, record, (int)wanting->asked);
    bool row;
    if (!rows || !sql_next(wanting->journal, rows, &row, err))
        return false;
    snprintf(account, OUTBOX_ACCOUNT_MAX, "%s", row ? sql_text(rows, 0) : "");
    return true;
}

/* A state: the row of the subject takes the newest value. A row is added only for the entry that
 * changed, not for what was there before the service was chosen. */
static bool want_state(const struct wanting *wanting, const char *service, enum due_kind kind,
                       const struct wish *wish, struct epi_error *err)
{
    char account[OUTBOX_ACCOUNT_MAX];
    int64_t id;
    if (!find_account(wanting, service, wish->record, account, err) ||
        !sql_value(wanting->journal, err, &id, 0,
                   "SELECT id FROM deliveries WHERE service = ? AND account = ? AND kind = ?"
                   " AND subject = ? AND uid = ''",
                   "ttil", service, account, (int)kind, wanting->subject))
        return false;
    if (id) {
        return sql_run(wanting->journal, err,
                       "UPDATE deliveries SET value = ?1, at = ?2, entry = ?3, record = ?4,"
                       " seq = seq + 1, dead = 0, tries = 0, unknown = 0, next_at = 0, error = '',"
                       " attempted = min(attempted, :ATTEMPT_UNANSWERED)"
                       " WHERE id = ?5 AND (value <> ?1 OR at <> ?2)",
                       "illll", wish->value, wish->at, wish->entry, wish->record, id);
    }
    return wish->entry != wanting->entry ||
           sql_run(wanting->journal, err,
                   "INSERT INTO deliveries (service, account, kind, subject, entry, value, at,"
                   " record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "ttillill", service, account, (int)kind, wanting->subject, wish->entry,
                   wish->value, wish->at, wish->record);
}

/* An addition: the viewing's own row. Live watching is given the time to send it first. */
static bool want_play(const struct wanting *wanting, const char *service, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(wanting->journal, err,
                                          "SELECT uid, watched_at, live_until, " WATCHED_RECORD
                                          " FROM entries WHERE id = ? AND subject = ?"
                                          " AND status = :STATUS_IDENTIFIED AND watched_at > 0"
                                          " AND mark = :MARK_WATCHED AND same_as = 0",
                                          "ll", wanting->entry, wanting->subject);
    char account[OUTBOX_ACCOUNT_MAX];
    bool row;
    if (!rows || !sql_next(wanting->journal, rows, &row, err))
        return false;
    return !row ||
           (find_account(wanting, service, sql_int(rows, 3), account, err) &&
            sql_run(wanting->journal, err,
                    "INSERT INTO deliveries (service, account, kind, subject, uid, entry, value,"
                    " at, next_at, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9)"
                    " ON CONFLICT DO UPDATE SET value = 1, at = ?7, record = ?9, seq = seq + 1,"
                    " dead = 0, tries = 0, unknown = 0, next_at = ?8, error = '' WHERE value = 0",
                    "ttiltllll", service, account, (int)DUE_PLAY, wanting->subject,
                    sql_text(rows, 0), wanting->entry, sql_int(rows, 1), sql_int(rows, 2),
                    sql_int(rows, 3)));
}

/* No entry wants what where selects any more: what was never sent is dropped, the rest is to be
 * taken back. A play keeps its time, by which its service knows it. */
static bool retract(const struct wanting *wanting, const char *where, enum due_kind kind,
                    struct epi_error *err)
{
    char sql[512];
    assert(strlen(where) < sizeof(sql) / 2);
    snprintf(sql, sizeof(sql),
             "DELETE FROM deliveries WHERE subject = ?1 AND kind = ?2 AND %s AND accepted = 0"
             " AND attempted = 0 AND NOT " VIEW_LEASED("?3", "?4"),
             where);
    if (!sql_run(wanting->journal, err, sql, "lill", wanting->subject, (int)kind,
                 connection_lease_end(wanting->journal, 0), (int64_t)CONNECTION_LEASE_MAX))
        return false;
    wanting->changes->dropped += sql_changes(wanting->journal);
    snprintf(sql, sizeof(sql),
             "UPDATE deliveries SET value = 0, at = CASE WHEN kind = :DUE_PLAY THEN at ELSE ? END,"
             " record = (SELECT coalesce(max(id), 0) FROM records), seq = seq + 1, dead = 0,"
             " tries = 0, unknown = 0, next_at = 0, error = ''"
             " WHERE subject = ? AND kind = ? AND %s AND value <> 0",
             where);
    if (!sql_run(wanting->journal, err, sql, "lli", wanting->now, wanting->subject, (int)kind))
        return false;
    wanting->changes->to_take_back += sql_changes(wanting->journal);
    return true;
}

/* The same episode watched again soon after, from any file, is the same viewing. */
static bool find_same(const struct wanting *wanting, struct epi_error *err)
{
    return sql_run(wanting->journal, err,
                   "UPDATE entries SET same_as = coalesce((SELECT o.id FROM entries o"
                   " WHERE o.subject = ?1 AND o.status = :STATUS_IDENTIFIED AND o.id <> ?2"
                   " AND o.same_as = 0 AND o.watched_at > 0 AND o.mark = :MARK_WATCHED"
                   " AND entries.watched_at > 0 AND entries.mark = :MARK_WATCHED"
                   " AND abs(o.watched_at - entries.watched_at) < ?3"
                   " ORDER BY o.id LIMIT 1), 0) WHERE id = ?2 AND subject = ?1",
                   "lll", wanting->subject, wanting->entry,
                   wanting->journal->plan.rewatch_hours * (int64_t)3600);
}

/* The kind that a rating of this subject goes by: it is an episode, a season or a series. */
static bool find_rating_kind(const struct wanting *wanting, enum due_kind *kind,
                             struct epi_error *err)
{
    int64_t scope;
    if (!sql_value(wanting->journal, err, &scope, EPI_SCOPE_EPISODE,
                   "SELECT CASE WHEN season < 0 THEN :EPI_SCOPE_SERIES"
                   " WHEN number < 0 THEN :EPI_SCOPE_SEASON ELSE :EPI_SCOPE_EPISODE END"
                   " FROM subjects WHERE id = ?",
                   "l", wanting->subject))
        return false;
    *kind = outbox_rating_kind((enum epi_scope)scope);
    return true;
}

static bool update_subject(const struct wanting *wanting, struct epi_error *err)
{
    const struct plan *plan = &wanting->journal->plan;
    enum due_kind rate;
    struct wish mark, rating;
    int64_t film;
    if (!sql_value(wanting->journal, err, &film, 0, "SELECT film FROM subjects WHERE id = ?", "l",
                   wanting->subject))
        return false;
    if (!find_same(wanting, err) || !find_rating_kind(wanting, &rate, err) ||
        !find_wish(wanting, DUE_MARK, &mark, err) || !find_wish(wanting, rate, &rating, err))
        return false;
    for (int i = 0; i < plan->count; i++) {
        const char *service = plan->targets[i].service;
        bool ok = true;
        if (film ? !plan->targets[i].films : plan->targets[i].only_films)
            continue;
        if (plan->targets[i].kind == DUE_PLAY) {
            ok = want_play(wanting, service, err);
        } else if (plan->targets[i].kind == DUE_MARK && mark.entry) {
            ok = want_state(wanting, service, DUE_MARK, &mark, err);
        } else if (plan->targets[i].kind == DUE_RATE && rating.entry) {
            ok = want_state(wanting, service, rate, &rating, err);
        }
        if (!ok)
            return false;
    }
    return (mark.entry || retract(wanting, "uid = ''", DUE_MARK, err)) &&
           (rating.entry || retract(wanting, "uid = ''", rate, err)) &&
           retract(wanting,
                   "uid NOT IN (SELECT e.uid FROM entries e WHERE e.subject = deliveries.subject"
                   " AND e.status = :STATUS_IDENTIFIED AND e.watched_at > 0"
                   " AND e.mark = :MARK_WATCHED AND e.same_as = 0)",
                   DUE_PLAY, err);
}

bool wanted_update(struct journal *journal, const struct wanted_subjects *subjects, int64_t entry,
                   int64_t now, struct wanted_changes *changes, struct epi_error *err)
{
    for (int i = 0; i < subjects->count; i++) {
        struct wanting wanting = {journal, subjects->ids[i], entry, now, changes, false};
        if (!update_subject(&wanting, err))
            return false;
    }
    return true;
}

/* ---- Sending again ---- */

/* What waits for a sign-in goes to the account that is signed in by now, unless that has a row of
 * its own. */
static bool adopt(const struct wanting *wanting, const char *service, enum due_kind kind,
                  struct epi_error *err)
{
    return sql_run(wanting->journal, err,
                   "UPDATE deliveries SET account = a.account FROM accounts a WHERE a.service = ?1"
                   " AND subject = ?2 AND +deliveries.service = ?1 AND +kind = ?3"
                   " AND +deliveries.account = '' AND NOT EXISTS (SELECT 1 FROM deliveries t"
                   " WHERE t.service = ?1 AND t.account = a.account AND t.kind = ?3"
                   " AND t.subject = ?2 AND t.uid = deliveries.uid)",
                   "tli", service, wanting->subject, (int)kind);
}

/* The row is due: also if it was sent, refused or given up. */
static bool send_again(const struct wanting *wanting, const char *service, enum due_kind kind,
                       struct epi_error *err)
{
    return sql_run(wanting->journal, err,
                   "UPDATE deliveries SET seq = seq + 1, dead = 0, tries = 0, unknown = 0,"
                   " next_at = 0, done_at = 0, error = '' WHERE subject = ?1 AND +service = ?2"
                   " AND +kind = ?3 AND value <> 0 AND (acked = seq OR dead)"
                   " AND uid IN ('', (SELECT uid FROM entries WHERE id = ?4))"
                   " AND account = (SELECT account FROM accounts WHERE service = ?2)",
                   "ltil", wanting->subject, service, (int)kind, wanting->entry);
}

bool wanted_again(struct journal *journal, const char *service, enum due_kind kind, int64_t subject,
                  int64_t entry, int64_t now, struct epi_error *err)
{
    struct wanted_changes ignored = {0};
    struct wanting wanting = {journal, subject, entry, now, &ignored, true};
    struct wish wish = {0};
    if (kind == DUE_RATE && !find_rating_kind(&wanting, &kind, err))
        return false;
    if (kind == DUE_PLAY) {
        return adopt(&wanting, service, kind, err) && want_play(&wanting, service, err) &&
               send_again(&wanting, service, kind, err);
    }
    if (!find_wish(&wanting, kind, &wish, err))
        return false;
    wanting.entry = wish.entry;
    return !wish.entry || (adopt(&wanting, service, kind, err) &&
                           want_state(&wanting, service, kind, &wish, err) &&
                           send_again(&wanting, service, kind, err));
}

/* ---- Identifying again ---- */

bool wanted_forget(struct journal *journal, int64_t entry, bool series, struct epi_error *err)
{
    return sql_run(journal, err, "UPDATE entries SET subject = NULL WHERE id = ?", "l", entry) &&
           sql_run(journal, err,
                   "UPDATE ratings SET subject = NULL WHERE entry = ?"
                   " AND (scope <> :EPI_SCOPE_SERIES OR ?)",
                   "li", entry, (int)series);
}

bool wanted_identify_again(struct journal *journal, int64_t entry, bool wrong, int64_t now,
                           struct wanted_changes *changes, struct epi_error *err)
{
    struct wanted_subjects subjects = {0};
    return wanted_collect(journal, entry, &subjects, err) &&
           sql_run(journal, err,
                   "UPDATE entries SET status = :STATUS_NEW, error = '',"
                   " identify_at = iif(owner = 0, 0, " VIEW_SAID_MEANWHILE "),"
                   " owner = 0, lease_until = 0 WHERE id = ?",
                   "l", entry) &&
           (!wrong || (wanted_forget(journal, entry, true, err) &&
                       wanted_update(journal, &subjects, entry, now, changes, err)));
}

bool wanted_leave(struct journal *journal, int64_t entry, int64_t now,
                  struct wanted_changes *changes, struct epi_error *err)
{
    return wanted_identify_again(journal, entry, true, now, changes, err) &&
           sql_run(journal, err, "UPDATE entries SET status = :STATUS_LEFT WHERE id = ?", "l",
                   entry);
}
