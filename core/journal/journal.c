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
#include "core/journal/files.h"
#include "core/journal/record.h"
#include "core/journal/records.h"
#include "core/journal/spool.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "core/journal/viewings.h"
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
        journal->path = journal->folder ? connection_file(journal, FILES_JOURNAL) : NULL;
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

/* A record as it is kept: its texts are cleaned, and it has an id. */
struct clean {
    struct record record;
    char *path;
    char *opened;
    char title[MATCH_TITLE_MAX];
};

static void clean_free(struct clean *clean)
{
    free(clean->path);
    free(clean->opened);
}

static bool clean_record(const struct record *record, struct clean *clean, struct epi_error *err)
{
    const char *given = record->path ? record->path : "";
    assert(record->path || record->entry || record->kind == RECORD_UNDO ||
           record->kind == RECORD_ORDERED);
    clean->path = stored_from_path(given, err);
    clean->opened = record->opened ? stored_from_path(record->opened, err) : NULL;
    if (!clean->path || (record->opened && !clean->opened))
        return false;
    stored_from_title(given, record->media_title, clean->title, sizeof(clean->title));
    clean->record = *record;
    clean->record.path = clean->path;
    clean->record.opened = clean->opened;
    clean->record.media_title = clean->title;
    clean->record.title_key = record->title_key ? record->title_key : "";
    clean->record.key = record->key ? record->key : "";
    if (!clean->record.uid[0])
        make_uid(clean->record.uid);
    return true;
}

/* Adds a record that is clean. */
static bool add(struct journal *journal, const struct record *record, struct recorded *recorded,
                struct epi_error *err)
{
    struct recorded result = {0};
    /* Older records come first: what there is no time to drain has to stay before this one. */
    if (connection_hurried(journal) && spool_exists(journal) &&
        spool_append(journal, record, NULL)) {
        *recorded = (struct recorded){.spooled = true};
        return true;
    }
    bool known;
    if (!write_record(journal, record, &result, &known, err)) {
        result = (struct recorded){.spooled = true};
        if (!known || !spool_append(journal, record, err))
            return false;
    }
    *recorded = result;
    return true;
}

bool journal_add(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err)
{
    CLEANUP(clean_free) struct clean clean = {0};
    return clean_record(record, &clean, err) && add(journal, &clean.record, recorded, err);
}

bool journal_last(struct journal *journal, const struct record *undo, struct recorded *recorded,
                  struct epi_error *err)
{
    CLEANUP(clean_free) struct clean clean = {0};
    *recorded = (struct recorded){0};
    if (!connection_hurried(journal) && spool_exists(journal))
        spool_drain(journal, NULL, NULL);
    return clean_record(undo, &clean, err) &&
           records_find_last(journal, &clean.record, recorded, err);
}

bool journal_standing(struct journal *journal, const struct record *record,
                      struct standing *standing, struct epi_error *err)
{
    CLEANUP(clean_free) struct clean clean = {0};
    *standing = (struct standing){0};
    return clean_record(record, &clean, err) && database_readable(journal, err) &&
           viewings_stand(journal, &clean.record, standing, err);
}

/* ---- Parking ---- */

bool journal_park(struct journal *journal, struct record *record, struct epi_error *err)
{
    CLEANUP(clean_free) struct clean clean = {0};
    if (!clean_record(record, &clean, err))
        return false;
    memcpy(record->uid, clean.record.uid, sizeof(record->uid));
    return spool_park(journal, &clean.record, err);
}

/* What is done with parked records. */
struct parking {
    struct journal *journal;
    const struct journal_settling *settling;
};

static bool settle(void *context, const struct record *record, enum spool_fate *fate,
                   struct epi_error *err)
{
    const struct parking *parking = context;
    const struct journal_settling *settling = parking->settling;
    enum parked_fate parked = settling->fate(settling->context, record);
    struct recorded recorded = {0};
    *fate = parked == PARKED_WAITS ? SPOOL_STAYS : SPOOL_SETTLED;
    if (parked != PARKED_COUNTS)
        return true;
    struct record counted = *record;
    counted.opened = NULL;
    if (!add(parking->journal, &counted, &recorded, err))
        return false;
    if (settling->counted)
        settling->counted(settling->context, record, &recorded);
    return true;
}

bool journal_settle(struct journal *journal, const struct journal_settling *settling, int *waiting,
                    struct epi_error *err)
{
    struct parking parking = {journal, settling};
    return spool_settle(journal, settle, &parking, waiting, err);
}

void journal_visit_parked(const struct journal *journal, journal_parked visit, void *context)
{
    spool_visit_parked(journal, visit, context);
}

static void count_one(void *context, const struct record *record)
{
    int *count = context;
    (void)record;
    ++*count;
}

int journal_count_parked(const struct journal *journal)
{
    int count = 0;
    spool_visit_parked(journal, count_one, &count);
    return count;
}

bool journal_has_parked(const struct journal *journal)
{
    return spool_parked(journal);
}
