/* SPDX-License-Identifier: MIT */
#include "tests/doubles/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

const struct plan place_plan = {.rewatch_hours = 6};

int place_begin(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    place->folder = tempdir_make();
    snprintf(place->db, sizeof(place->db), "%s/journal.db", place->folder);
    *state = place;
    return 0;
}

int place_end(void **state)
{
    struct place *place = *state;
    tempdir_remove(place->folder);
    free(place);
    return 0;
}

struct journal *place_open(struct place *place)
{
    struct epi_error err = {0};
    struct journal *journal = journal_open(place->folder, &place_plan, &place->hurry, &err);
    if (!journal)
        fail_msg("not opened: %s", err.text);
    return journal;
}

bool place_has(const struct place *place, const char *name)
{
    char path[4300];
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    return access(path, F_OK) == 0;
}

mode_t place_mode(const struct place *place, const char *name)
{
    char path[4300];
    struct stat info;
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 0777;
}

char *place_read(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rbe");
    assert_non_null(file);
    struct stat about;
    assert_int_equal(fstat(fileno(file), &about), 0);
    char *bytes = malloc((size_t)about.st_size + 1);
    *len = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    return bytes;
}

void place_sql(const struct place *place, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

void place_fill(struct place *place)
{
    struct journal *journal = place_open(place);
    char path[64];
    for (int i = 0; i < 200; i++) {
        snprintf(path, sizeof(path), "/tv/%d.mkv", i);
        scratch_record(journal, RECORD_WATCHED, path, SCRATCH_NOW + i, 0);
    }
    journal_close(journal);
}

void place_empty(struct place *place)
{
    tempdir_remove(place->folder);
    place->folder = tempdir_make();
    snprintf(place->db, sizeof(place->db), "%s/journal.db", place->folder);
}

void place_assert_spools(struct journal *journal, enum epi_error_kind kind, const char *words)
{
    struct epi_error err = {0};
    assert_false(journal_ready(journal, &err));
    assert_int_equal(err.kind, kind);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
    assert_true(scratch_record(journal, RECORD_WATCHED, "/tv/spooled.mkv", SCRATCH_NOW, 0).spooled);
}

void place_assert_drained(struct place *place, int entries)
{
    struct journal *journal = place_open(place);
    assert_int_equal(scratch_count(journal), entries);
    assert_false(place_has(place, "journal.spool"));
    assert_false(place_has(place, "journal.spool.taking"));
    journal_close(journal);
}
