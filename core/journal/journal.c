/* SPDX-License-Identifier: MIT */
#include "core/journal/journal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/record.h"
#include "core/journal/records.h"
#include "core/journal/spool.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "matching/matching.h"

enum { PATH_BYTES_MAX = 4096 }; /* of journal.db */

/* ---- Opening ---- */

struct journal *journal_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                             struct epi_error *err)
{
    if (!private_file_make_folder(folder, err))
        return NULL;
    struct journal *journal = calloc(1, sizeof(*journal));
    if (journal) {
        journal->lock = -1;
        journal->folder = strdup(folder);
        journal->path = journal->folder ? connection_file(journal, DATABASE_NAME) : NULL;
    }
    if (!journal || !journal->path) {
        journal_close(journal);
        error_memory(err);
        return NULL;
    }
    if (strlen(journal->path) > PATH_BYTES_MAX) {
        epi_error_set(err, EPI_ERROR_NEVER, "the path of the data folder is too long: %s", folder);
        journal_close(journal);
        return NULL;
    }
    journal->plan = *plan;
    journal->hurry = hurry;
    struct epi_error why = {0};
    if (database_writable(journal, &why))
        spool_open(journal);
    else
        connection_warn(journal, &why);
    return journal;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    connection_close_db(journal);
    if (journal->lock >= 0)
        close(journal->lock);
    free(journal->folder);
    free(journal->path);
    free(journal);
}

bool journal_ready(struct journal *journal, struct epi_error *err)
{
    return database_writable(journal, err);
}

bool journal_readable(struct journal *journal, struct epi_error *err)
{
    return database_readable(journal, err);
}

const char *journal_warning(const struct journal *journal)
{
    return journal->warning;
}

/* ---- Adding ---- */

static bool write_record(struct journal *journal, const struct record *record,
                         struct recorded *recorded, bool *known, struct epi_error *err)
{
    *known = true;
    if (!connection_hurried(journal) && spool_exists(journal))
        spool_drain(journal, NULL, NULL); /* older records come first */
    bool ok =
        transaction_begin(journal, err) && records_apply(journal, record, recorded, known, err);
    return transaction_end(journal, ok, err);
}

static void make_uid(char *uid)
{
    unsigned char bytes[(JOURNAL_UID_SIZE - 1) / 2];
    sqlite3_randomness(sizeof(bytes), bytes);
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(uid + 2 * i, 3, "%02x", bytes[i]);
}

bool journal_add(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err)
{
    assert(record->path || record->entry || record->kind == RECORD_UNDO ||
           record->kind == RECORD_ORDERED);
    const char *given = record->path ? record->path : "";
    CLEANUP(cleanup_free) char *path = stored_from_path(given, err);
    if (!path)
        return false;
    char title[MATCH_TITLE_MAX];
    stored_from_title(given, record->media_title, title, sizeof(title));
    struct record clean = *record;
    clean.path = path;
    clean.media_title = title;
    clean.title_key = record->title_key ? record->title_key : "";
    clean.key = record->key ? record->key : "";
    if (!clean.uid[0])
        make_uid(clean.uid);
    struct recorded result = {0};
    /* Older records come first: what there is no time to drain has to stay before this one. */
    if (connection_hurried(journal) && spool_exists(journal) &&
        spool_append(journal, &clean, NULL)) {
        *recorded = (struct recorded){.spooled = true};
        return true;
    }
    bool known;
    if (!write_record(journal, &clean, &result, &known, err)) {
        result = (struct recorded){.spooled = true};
        if (!known || !spool_append(journal, &clean, err))
            return false;
    }
    *recorded = result;
    return true;
}
