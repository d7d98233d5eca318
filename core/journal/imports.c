/* SPDX-License-Identifier: MIT */
#include "core/journal/imports.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/entry.h"
#include "core/journal/enumerators.h"
#include "core/journal/records.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"
#include "core/journal/wanted.h"
#include "core/services/values.h"

/* ---- What it is ---- */

/* Two hashes by FNV-1a: enough to know a text again. */
static void hash_text(const char *text, char uid[JOURNAL_UID_SIZE])
{
    uint64_t hashes[2] = {0xcbf29ce484222325U, 0x84222325cbf29ce4U};
    for (size_t i = 0; i < 2; i++) {
        for (const char *c = text; *c; c++)
            hashes[i] = (hashes[i] ^ (unsigned char)*c) * 0x100000001b3U;
    }
    snprintf(uid, JOURNAL_UID_SIZE, "%016llx%016llx", (unsigned long long)hashes[0],
             (unsigned long long)hashes[1]);
}

/* The same viewing or rating, whoever says it, has one uid. match: what it is; NULL: its path says
 * that. */
static void make_uid(const struct import_act *act, const struct match *match, const char *path,
                     char uid[JOURNAL_UID_SIZE])
{
    char what[MATCH_TITLE_MAX + 64];
    char text[sizeof(what) + JOURNAL_UID_SIZE + 96];
    char name[JOURNAL_UID_SIZE] = "";
    if (match) {
        const struct series *series = &match->series;
        snprintf(what, sizeof(what), "%lld %lld %lld %s",
                 series->ids.tvdb ? (long long)series->ids.tvdb : 0LL,
                 series->ids.tvdb ? 0LL : (long long)series->ids.tvmaze,
                 (long long)series->ids.tmdb,
                 series->ids.tvdb || series->ids.tvmaze || series->ids.tmdb ? "" : series->title);
    } else {
        what[0] = '\0';
        hash_text(path, name);
    }
    snprintf(text, sizeof(text), "imported %d %d %d %s%s %d %d %lld %d", (int)act->rating,
             (int)act->scope, (int)act->film, what, name, match ? match->episode.season : 0,
             match ? match->episode.number : 0, (long long)act->at, act->at ? 0 : act->nth);
    hash_text(text, uid);
}

/* An act, and what the journal has of that. */
struct import {
    const struct import_act *act;
    char *path; /* as it is stored */
    char uid[JOURNAL_UID_SIZE];
    int64_t subject; /* 0: none yet */
};

static void import_free(struct import *import)
{
    cleanup_free(&import->path);
}

/* A rating of a film is one of an episode for the subject. */
static enum epi_scope scope_of(const struct import_act *act)
{
    return act->rating && !act->film ? act->scope : EPI_SCOPE_EPISODE;
}

/* ---- What is known ---- */

/* Whether a row of entries was watched near ?2: within ?3 or, if one of them is a day, on it. */
#define NEAR "(?2 = 0 OR " VIEW_NEAR("watched_at", VIEW_IS_NOON("watched_at"), "?2", "?4", "?3") ")"

/* How many viewings of it there are near its time or, if that is unknown, at all. */
static bool count_viewings(struct journal *journal, const struct import *import, int64_t *count,
                           struct epi_error *err)
{
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    const struct import_act *act = import->act;
    static const char by_subject[] =
        "SELECT count(*) FROM entries WHERE subject = ?1 AND watched_at > 0"
        " AND mark = :MARK_WATCHED AND same_as = 0 AND " NEAR;
    static const char by_path[] = "SELECT count(*) FROM entries WHERE path = ?1 AND watched_at > 0"
                                  " AND mark = :MARK_WATCHED AND " NEAR;
    *count = 0;
    window = window > 0 ? window : 1;
    if (act->match) {
        return !import->subject || sql_value(journal, err, count, 0, by_subject, "llli",
                                             import->subject, act->at, window, (int)act->day);
    }
    return sql_value(journal, err, count, 0, by_path, "tlli", import->path, act->at, window,
                     (int)act->day);
}

static bool compare_viewing(struct journal *journal, const struct import *import,
                            enum import_standing *standing, struct epi_error *err)
{
    int64_t count;
    if (!count_viewings(journal, import, &count, err))
        return false;
    bool known = import->act->at ? count > 0 : count >= import->act->nth;
    *standing = known ? IMPORT_KNOWN : IMPORT_NEW;
    return true;
}

static bool compare_rating(struct journal *journal, const struct import *import,
                           enum import_standing *standing, struct epi_error *err)
{
    const struct import_act *act = import->act;
    static const char by_subject[] =
        "SELECT value, at FROM ratings WHERE subject = ?1 ORDER BY at DESC, entry DESC LIMIT 1";
    static const char by_path[] =
        "SELECT r.value, r.at FROM entries e JOIN ratings r ON r.entry = e.id WHERE e.path = ?1"
        " AND r.scope = ?2 ORDER BY r.at DESC LIMIT 1";
    *standing = IMPORT_NEW;
    if (act->match && !import->subject)
        return true;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        act->match ? sql_query(journal, err, by_subject, "l", import->subject)
                   : sql_query(journal, err, by_path, "ti", import->path, (int)act->scope);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (row && sql_int(rows, 0) == act->value)
        *standing = IMPORT_KNOWN;
    else if (row && sql_int(rows, 1) >= (act->at ? act->at : IMPORTS_UNKNOWN_TIME))
        *standing = IMPORT_OLDER;
    return true;
}

/* The uid that it got before it was known what it is; "": none. */
static bool make_earlier_uid(const struct import_act *act, char uid[JOURNAL_UID_SIZE],
                             struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = act->waits_as ? stored_from_path(act->waits_as, err) : NULL;
    uid[0] = '\0';
    if (path)
        make_uid(act, NULL, path, uid);
    return path || !act->waits_as;
}

static bool compare(struct journal *journal, struct import *import, enum import_standing *standing,
                    struct epi_error *err)
{
    const struct import_act *act = import->act;
    char earlier[JOURNAL_UID_SIZE];
    int64_t had;
    import->path = stored_from_path(act->path, err);
    if (!import->path)
        return false;
    make_uid(act, act->match, import->path, import->uid);
    if (!make_earlier_uid(act, earlier, err) ||
        !sql_value(journal, err, &had, 0, "SELECT 1 FROM records WHERE uid IN (?, ?)", "tt",
                   import->uid, earlier))
        return false;
    *standing = IMPORT_KNOWN;
    if (had)
        return true;
    if (act->match &&
        !wanted_seek_subject(journal, act->match, scope_of(act), &import->subject, err))
        return false;
    return (act->rating ? compare_rating : compare_viewing)(journal, import, standing, err);
}

bool imports_compare(struct journal *journal, const struct import_act *acts, size_t count,
                     enum import_standing *standings, struct epi_error *err)
{
    bool ok = transaction_begin_reading(journal, err) && sql_keep_begin(journal, err);
    for (size_t i = 0; ok && i < count; i++) {
        CLEANUP(import_free) struct import import = {.act = &acts[i]};
        ok = compare(journal, &import, &standings[i], err);
    }
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}

/* ---- Taking in ---- */

/* The time that is written. Viewings at unknown times lie so far apart that each is one of its
 * own. */
static int64_t written_time(const struct journal *journal, const struct import_act *act)
{
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    int64_t at = IMPORTS_UNKNOWN_TIME + (act->rating ? 0 : (act->nth - 1) * (window + 1));
    return act->at ? act->at : at < VALUES_YEAR_2000 ? at : IMPORTS_UNKNOWN_TIME;
}

/* The viewing that a rating is of: the newest one without a rating of that scope; 0: none. */
static bool find_rated(struct journal *journal, const struct import *import, int64_t *entry,
                       struct epi_error *err)
{
    *entry = 0;
    return !import->subject ||
           sql_value(journal, err, entry, 0,
                     "SELECT id FROM entries WHERE subject = ? AND watched_at > 0 AND same_as = 0"
                     " AND NOT EXISTS (SELECT 1 FROM ratings WHERE entry = entries.id"
                     " AND scope = ?) ORDER BY watched_at DESC, id DESC LIMIT 1",
                     "li", import->subject, (int)scope_of(import->act));
}

static bool add_entry(struct journal *journal, const struct import *import, int64_t at, int64_t now,
                      int64_t *entry, struct epi_error *err)
{
    const struct import_act *act = import->act;
    const struct match *match = act->match;
    const char *reason = act->reason ? act->reason : "";
    enum entry_status status = match ? STATUS_IDENTIFIED : *reason ? STATUS_HELD : STATUS_NEW;
    if (!sql_run(journal, err,
                 "INSERT INTO entries (uid, path, size, duration, nth, episodes, media_title,"
                 " created_at, title_key, key, kind, status, subject, source, confidence, reason,"
                 " error) VALUES (?, ?, -1, 0, 1, 1, '', ?, ?, '', ?, ?, nullif(?, 0), ?, ?, ?,"
                 " ?)",
                 "ttltiiltdtt", import->uid, import->path, act->at ? at : now,
                 act->title_key ? act->title_key : "", (int)act->film, (int)status, import->subject,
                 match ? match->source : "", match ? match->confidence : 0.0,
                 match ? match->reason : "", match ? "" : reason))
        return false;
    *entry = sql_last_id(journal);
    return true;
}

static bool add(struct journal *journal, struct import *import, int64_t now, struct epi_error *err)
{
    const struct import_act *act = import->act;
    int64_t at = written_time(journal, act);
    int64_t entry = 0;
    struct recorded ignored = {0};
    return (!act->match ||
            wanted_find_subject(journal, act->match, scope_of(act), &import->subject, err)) &&
           (!act->rating || scope_of(act) != EPI_SCOPE_EPISODE ||
            find_rated(journal, import, &entry, err)) &&
           (entry || add_entry(journal, import, at, now, &entry, err)) &&
           sql_run(journal, err,
                   "INSERT INTO records (id, uid, entry, kind, scope, value, at, state) VALUES"
                   " ((SELECT min(coalesce(min(id), 0), 0) FROM records) - 1, ?, ?, ?, ?, ?, ?,"
                   " :RECORD_HOLDS)",
                   "tliiil", import->uid, entry, (int)(act->rating ? RECORD_RATED : RECORD_MARKED),
                   (int)scope_of(act), act->rating ? act->value : (int)MARK_WATCHED, at) &&
           records_refresh(journal, entry, now, &ignored, err);
}

/* What is imported touches all of the journal: pages that are needed again would be read anew. */
static bool begin_adding(struct journal *journal, struct epi_error *err)
{
    return transaction_begin(journal, err) &&
           sql_run(journal, err, "PRAGMA cache_size = -8192", "") && /* KiB */
           sql_keep_begin(journal, err);
}

bool imports_add(struct journal *journal, const struct import_act *acts, size_t count, int64_t now,
                 enum import_standing *standings, struct epi_error *err)
{
    bool ok = begin_adding(journal, err);
    for (size_t i = 0; ok && i < count; i++) {
        CLEANUP(import_free) struct import import = {.act = &acts[i]};
        ok = compare(journal, &import, &standings[i], err) &&
             (standings[i] != IMPORT_NEW || add(journal, &import, now, err));
    }
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}
