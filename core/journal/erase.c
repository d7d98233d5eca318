/* SPDX-License-Identifier: MIT */
#include "core/journal/erase.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <dirent.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/files.h"
#include "core/journal/record.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

bool erase_has_said(struct journal *journal, const char *path, bool *said, struct epi_error *err)
{
    int64_t count = 0;
    bool ok = database_readable(journal, err) &&
              sql_value(journal, err, &count, 0,
                        "SELECT count(*) FROM records WHERE kind IN (:RECORD_CHOSEN,"
                        " :RECORD_ORDERED) AND entry IS NULL AND path = ?",
                        "t", path);
    *said = count > 0;
    return ok;
}

/* ---- Rows ---- */

/* A state that another entry asks for too stays, as that one's. */
#define OTHER_ENTRY                                                                                \
    "(SELECT max(o.id) FROM entries o WHERE o.id <> ?1 AND (o.subject = deliveries.subject"        \
    " OR o.id IN (SELECT entry FROM ratings WHERE subject = deliveries.subject)))"

/* As sitting_key_base makes it. */
#define KEY_BASE "substr(key, 1, instr(key || ' (', ' (') - 1)"

static bool erase_entry(struct journal *journal, int64_t entry, struct epi_error *err)
{
    static const char *const statements[] = {
        ("UPDATE deliveries SET entry = " OTHER_ENTRY " WHERE entry = ?1 AND uid = ''"
         " AND " OTHER_ENTRY " IS NOT NULL"),
        "DELETE FROM deliveries WHERE entry = ?1",
        "DELETE FROM ratings WHERE entry = ?1",
        "DELETE FROM records WHERE entry = ?1",
        ("DELETE FROM records WHERE kind IN (:RECORD_CHOSEN, :RECORD_ORDERED)"
         " AND entry IS NULL AND path = (SELECT path FROM entries WHERE id = ?1)"),
        ("DELETE FROM sittings WHERE path = (SELECT path FROM entries WHERE id = ?1)"
         " OR (key <> '' AND " KEY_BASE " = (SELECT " KEY_BASE " FROM entries WHERE id = ?1))"),
        "UPDATE entries SET same_as = 0 WHERE same_as = ?1",
        "DELETE FROM entries WHERE id = ?1",
    };
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        if (!sql_run(journal, err, statements[i], "l", entry))
            return false;
    }
    return true;
}

/* What services call a series, a season or an episode that no subject is of any more. */
static bool erase_service_ids(struct journal *journal, struct epi_error *err)
{
    return sql_run(
        journal, err,
        "WITH named (series, season, number) AS"
        " (SELECT 'tvdb:' || series_tvdb, season, number FROM subjects"
        " UNION SELECT 'tvmaze:' || series_tvmaze, season, number FROM subjects"
        " UNION SELECT 'imdb:' || series_imdb, season, number FROM subjects)"
        " DELETE FROM service_ids WHERE (series, season, number) NOT IN"
        " (SELECT series, season, number FROM named UNION SELECT series, season, -1 FROM named"
        " UNION SELECT series, -1, -1 FROM named)",
        "");
}

static bool erase_rows(struct journal *journal, const struct erase *what, struct epi_error *err)
{
    for (size_t i = 0; i < what->count; i++) {
        if (!erase_entry(journal, what->entries[i], err))
            return false;
    }
    return sql_run(
               journal, err,
               "DELETE FROM records WHERE kind IN (:RECORD_CHOSEN, :RECORD_ORDERED)"
               " AND entry IS NULL AND ((title = ?1 COLLATE NOCASE"
               " AND ?1 <> '') OR at < ?2 OR (tvdb = ?3 AND ?3 <> 0) OR (tvmaze = ?4 AND ?4 <> 0)"
               " OR (imdb = ?5 AND ?5 <> '') OR (path = ?6 AND ?6 <> ''))",
               "tllltt", what->title ? what->title : "", what->before, what->series.tvdb,
               what->series.tvmaze, what->series.imdb, what->path ? what->path : "") &&
           sql_run(journal, err,
                   "DELETE FROM subjects WHERE id NOT IN (SELECT subject FROM entries"
                   " WHERE subject IS NOT NULL UNION SELECT subject FROM ratings"
                   " WHERE subject IS NOT NULL UNION SELECT subject FROM deliveries)",
                   "") &&
           erase_service_ids(journal, err) &&
           /* Candidates, keys, answers, lists and what services hold name titles. All of them can
            * be got again. */
           sql_run(journal, err, "DELETE FROM entries WHERE NOT " VIEW_ENTRY_RECORDED, "") &&
           sql_run(journal, err, "DELETE FROM cache", "") &&
           sql_run(journal, err, "DELETE FROM listed_episodes", "") &&
           sql_run(journal, err, "DELETE FROM episode_lists", "") &&
           sql_run(journal, err, "DELETE FROM held", "") &&
           sql_run(journal, err, "DELETE FROM held_series", "") &&
           sql_run(journal, err, "DELETE FROM held_lists", "");
}

/* ---- Lines of a newer epimark ---- */

struct erasing {
    struct journal *journal;
    const struct erase *what;
};

/* Whether one of the entries that are erased is of this file. */
static bool has_path(const struct erasing *erasing, const char *path)
{
    for (size_t i = 0; i < erasing->what->count; i++) {
        int64_t same;
        if (sql_value(erasing->journal, NULL, &same, 0,
                      "SELECT count(*) FROM entries WHERE id = ? AND path = ?", "lt",
                      erasing->what->entries[i], path) &&
            same)
            return true;
    }
    return false;
}

/* Whether a name or a choice is of the series that is erased. */
static bool has_title(const struct erase *what, const struct record *record)
{
    struct guess guess;
    match_parse(record->path, strlen(record->path), &guess);
    return what->title && (match_similarity(guess.title, what->title) >= 1 ||
                           match_similarity(record->correction.title, what->title) >= 1);
}

static bool is_erased(void *context, const struct record *record)
{
    const struct erasing *erasing = context;
    const struct erase *what = erasing->what;
    return record->at < what->before || (*record->path && has_path(erasing, record->path)) ||
           (what->path && strcmp(record->path, what->path) == 0) || has_title(what, record);
}

/* ---- Files ---- */

/* Copies, damaged ones too, whose rows were taken over, and lines that were no records. */
static bool is_copy(const char *name)
{
    static const char *const starts[] = {FILES_CORRUPT,  FILES_COPY,     FILES_MENDED,
                                         FILES_INCOMING, FILES_REPLACED, "journal.spool.bad"};
    bool copy = false;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        copy = copy || strncmp(name, starts[i], strlen(starts[i])) == 0;
    return copy;
}

static bool remove_copies(const struct journal *journal, struct epi_error *err)
{
    DIR *folder = opendir(journal->folder);
    bool ok = folder != NULL;
    if (ok) /* first the one that is being made, which then does not become the copy */
        unlinkat(dirfd(folder), FILES_FRESH_COPY, 0);
    for (struct dirent *file; ok && (file = readdir(folder));) {
        ok = !is_copy(file->d_name) || unlinkat(dirfd(folder), file->d_name, 0) == 0 ||
             errno == ENOENT;
    }
    if (folder)
        closedir(folder);
    private_file_sync(journal->folder); /* or a power cut brings them back */
    return ok || epi_error_set(err, EPI_ERROR_LATER, "old copies in %s cannot be removed",
                               journal->folder);
}

/* Rewrites the file without what was erased, and empties its log. */
static bool rewrite(struct journal *journal, struct epi_error *err)
{
    int64_t busy;
    if (!sql_run(journal, err, "VACUUM", "") ||
        !sql_value(journal, err, &busy, 1, "PRAGMA wal_checkpoint(TRUNCATE)", ""))
        return false;
    return busy == 0 ||
           epi_error_set(
               err, EPI_ERROR_LATER,
               "erased, but another program keeps a copy in journal.db-wal until it ends: "
               "close the players");
}

bool erase_entries(struct journal *journal, const struct erase *what, struct epi_error *err)
{
    spool_drain(journal, NULL, NULL);
    struct erasing erasing = {journal, what};
    if (!spool_erase(journal, is_erased, &erasing, err))
        return false;
    /* First the copies: if this is cut short, the rows say what is still to be erased. Then what is
     * deleted is overwritten at once. */
    bool ok = remove_copies(journal, err) && database_writable(journal, err) &&
              sql_run(journal, err, "PRAGMA secure_delete = ON", "") &&
              transaction_begin(journal, err) && erase_rows(journal, what, err);
    return transaction_end(journal, ok, err) && remove_copies(journal, err) &&
           rewrite(journal, err);
}
