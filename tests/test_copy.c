/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
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

#include "core/journal/copy.h"
#include "core/journal/entries.h"
#include "core/journal/erase.h"
#include "core/journal/files.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/service_ids.h"
#include "tests/doubles/between.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

/* Goes on to the end. Returns the number of steps. */
static int copy_all(struct journal *journal, struct copy **copy, int64_t now)
{
    struct epi_error err = {0};
    bool more = true;
    int steps = 0;
    for (; more; steps++) {
        if (!copy_step(journal, copy, now, &more, &err))
            fail_msg("%s", err.text);
    }
    assert_null(*copy);
    return steps;
}

static void make_copy(struct journal *journal, int64_t now)
{
    struct copy *copy = NULL;
    copy_all(journal, &copy, now);
}

/* Begins a copy of a journal that takes more than one step. */
static struct copy *begin_copy(struct journal *journal)
{
    struct copy *copy = NULL;
    bool more;
    assert_true(copy_step(journal, &copy, NOW, &more, NULL));
    assert_true(more);
    assert_non_null(copy);
    return copy;
}

static int64_t value_in(const struct place *place, const char *name, const char *sql)
{
    char uri[4400];
    sqlite3 *db;
    sqlite3_stmt *rows;
    snprintf(uri, sizeof(uri), "file:%s/%s?immutable=1", place->folder, name);
    assert_int_equal(sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return value;
}

static int copied(const struct place *place)
{
    return (int)value_in(place, FILES_COPY, "SELECT count(*) FROM entries");
}

static void assert_nothing_left(const struct place *place)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char name[64];
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", FILES_FRESH_COPY, ends[i]);
        assert_false(place_has(place, name));
        snprintf(name, sizeof(name), "%s%s", FILES_COPY, ends[i]);
        assert_false(*ends[i] && place_has(place, name));
    }
}

/* ---- When ---- */

static void test_a_copy_is_made_weekly(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    make_copy(journal, NOW);
    assert_false(place_has(place, FILES_COPY)); /* of nothing */
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    make_copy(journal, NOW);
    assert_int_equal(copied(place), 1);
    assert_int_equal(place_mode(place, FILES_COPY), 0600);
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    make_copy(journal, NOW + 7 * DAY - 1);
    assert_int_equal(copied(place), 1);
    make_copy(journal, NOW + 7 * DAY);
    assert_int_equal(copied(place), 2);
    scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW, 0);
    make_copy(journal, NOW); /* as of the clock of before it is from the future */
    assert_int_equal(copied(place), 3);
    assert_nothing_left(place);
    journal_close(journal);
}

static void test_a_copy_is_made_after_a_migration(void **state)
{
    struct place *place = *state;
    place_fill(place);
    struct journal *journal = place_open(place);
    make_copy(journal, NOW);
    scratch_record(journal, RECORD_WATCHED, "/tv/new.mkv", NOW, 0);
    char path[4300];
    snprintf(path, sizeof(path), "%s/%s", place->folder, FILES_COPY);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 3", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    const struct timespec times[2] = {{.tv_sec = NOW}, {.tv_sec = NOW}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    make_copy(journal, NOW);
    assert_int_equal(copied(place), 201);
    journal_close(journal);
}

/* ---- In steps ---- */

/* A journal of more than one step. */
static struct journal *open_large(struct place *place)
{
    struct journal *journal = place_open(place);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    place_sql(place, "INSERT INTO cache SELECT value, hex(zeroblob(1500)), 1 FROM"
                     " (WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c"
                     " LIMIT 1000) SELECT value FROM c)");
    return journal;
}

static void test_writers_go_on_between_the_steps(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    struct journal *recorder = place_open(place);
    struct copy *copy = begin_copy(journal);
    assert_false(scratch_record(recorder, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW, 0).spooled);
    assert_between(copy_all(journal, &copy, NOW), 2, 20);
    assert_int_equal(copied(place), 1); /* as it was when the copy was begun */
    journal_close(recorder);
    journal_close(journal);
}

static void test_one_process_copies_at_a_time(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place), *other = place_open(place);
    struct copy *copy = begin_copy(journal), *second = NULL;
    bool more;
    assert_true(copy_step(other, &second, NOW, &more, NULL));
    assert_false(more);
    assert_null(second);
    copy_all(journal, &copy, NOW);
    assert_int_equal(copied(place), 1);
    journal_close(other);
    journal_close(journal);
}

static void test_a_process_that_ends_gives_up_at_once(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    struct copy *copy = begin_copy(journal);
    atomic_store(&place->hurry, true);
    assert_int_equal(copy_all(journal, &copy, NOW), 1);
    assert_false(place_has(place, FILES_COPY));
    assert_nothing_left(place);
    atomic_store(&place->hurry, false);
    copy = begin_copy(journal);
    copy_free(copy);
    assert_nothing_left(place);
    make_copy(journal, NOW);
    assert_int_equal(copied(place), 1);
    journal_close(journal);
}

static void test_what_a_killed_process_left_is_replaced(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    tempdir_write(place->folder, FILES_FRESH_COPY, "half of a copy", -1);
    make_copy(journal, NOW);
    assert_int_equal(copied(place), 1);
    assert_nothing_left(place);
    journal_close(journal);
}

/* ---- What goes wrong ---- */

static void assert_fails(struct journal *journal, const char *words)
{
    struct copy *copy = NULL;
    struct epi_error err = {0};
    bool more = true;
    while (more && copy_step(journal, &copy, NOW, &more, &err))
        continue;
    assert_false(more);
    assert_null(copy);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
    assert_string_equal(journal_warning(journal), err.text);
}

static void test_what_is_no_file_of_ours_is_reported(void **state)
{
    static const char *const names[] = {FILES_COPY, FILES_FRESH_COPY};
    struct place *place = *state;
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            char said[64];
            bool link = strcmp(*oddity, "link") == 0 || strcmp(*oddity, "dangling") == 0;
            struct journal *journal = place_open(place);
            scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
            tempdir_plant(place->folder, names[i], *oddity);
            snprintf(said, sizeof(said), "%s is %s", names[i],
                     link ? "a symbolic link" : "not a regular file");
            assert_fails(journal, said);
            assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
            tempdir_clear(place->folder, names[i]);
            journal_close(journal);
            place_empty(place);
        }
    }
}

static void test_a_copy_of_another_user_is_reported(void **state)
{
    struct place *place = *state;
    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    struct journal *journal = place_open(place);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    tempdir_write(place->folder, FILES_COPY, "theirs", -1);
    char path[4300];
    snprintf(path, sizeof(path), "%s/%s", place->folder, FILES_COPY);
    assert_int_equal(chown(path, 65534, 65534), 0);
    assert_fails(journal, "journal.db.copy belongs to another user");
    journal_close(journal);
}

static bool disk_full, disk_fails;

static bool is_fresh_copy(int fd)
{
    char link[64], path[4300];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof(path) - 1);
    path[len < 0 ? 0 : len] = '\0';
    return strstr(path, FILES_FRESH_COPY) != NULL;
}

/* What SQLite calls in place of pwrite. */
static ssize_t write_if_room(int fd, const void *bytes, size_t len, off_t offset)
{
    if (disk_full) {
        errno = ENOSPC;
        return -1;
    }
    ssize_t written = pwrite(fd, bytes, len, offset);
    if (disk_fails && offset == 4096 && is_fresh_copy(fd))
        assert_int_equal(pwrite(fd, "damage", 6, offset), 6);
    return written;
}

static void watch_writes(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)write_if_room);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)write_if_room);
}

static void test_a_full_disk_is_called_that(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    make_copy(journal, NOW - 8 * DAY);
    watch_writes();
    disk_full = true;
    assert_fails(journal, "the weekly copy of the journal cannot be made: disk full");
    disk_full = false;
    assert_nothing_left(place);
    assert_int_equal(copied(place), 1); /* the old one stays */
    journal_close(journal);
}

static void test_a_damaged_copy_does_not_replace_a_sound_one(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    make_copy(journal, NOW - 8 * DAY);
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    watch_writes();
    disk_fails = true;
    assert_fails(journal, "journal.db.copy.new is damaged");
    disk_fails = false;
    assert_nothing_left(place);
    assert_int_equal(copied(place), 1);
    journal_close(journal);
}

/* ---- Erasing ---- */

static void erase(struct journal *journal, int64_t entry)
{
    struct erase what = {.entries = &entry, .count = 1};
    struct epi_error err = {0};
    if (!erase_entries(journal, &what, &err))
        fail_msg("%s", err.text);
}

static void test_what_is_erased_is_erased_from_the_copy(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place);
    make_copy(journal, NOW);
    erase(journal, 1);
    assert_false(place_has(place, FILES_COPY));
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    make_copy(journal, NOW);
    assert_int_equal(
        value_in(place, FILES_COPY, "SELECT count(*) FROM entries WHERE path LIKE '%a.mkv'"), 0);
    journal_close(journal);
}

static void test_what_is_erased_meanwhile_is_in_no_copy(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_large(place), *other = place_open(place);
    struct copy *copy = begin_copy(journal);
    int64_t entry = 1;
    struct erase what = {.entries = &entry, .count = 1};
    struct epi_error err = {0};
    assert_false(erase_entries(other, &what, &err)); /* the log is being read */
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    copy_all(journal, &copy, NOW);
    assert_false(place_has(place, FILES_COPY));
    assert_nothing_left(place);
    journal_close(other);
    journal_close(journal);
}

/* ---- Taking it ---- */

static void test_a_journal_cut_to_nothing_is_begun_from_its_copy(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("trakt rate, trakt play");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, 1000, NULL));
    scratch_watch(journal, "A S01E01.mkv", 1, 1, NOW);
    scratch_rate(journal, "A S01E01.mkv", 1, 1, NOW + 1, 8);
    const struct series_ids series = {.tvdb = 78874};
    const struct service_ids_of of = {"trakt", &series, 1, -1};
    assert_true(service_ids_keep(journal, &of, 10001, NULL));
    make_copy(journal, NOW);
    journal_close(journal);
    tempdir_write(place->folder, "journal.db", "", 0);
    journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_string_equal(journal_warning(journal),
                        "the journal was damaged: it was moved to journal.db.corrupt-1, and a new "
                        "one was begun with the 1 entries of its copy of 2023-11-14");
    int64_t id;
    assert_true(service_ids_find(journal, &of, &id, NULL));
    assert_int_equal(id, 10001);
    /* The history is asked first, and a rating waits for a person. */
    struct due row = scratch_claim(journal, "trakt", NOW + DAY);
    assert_int_equal(row.kind, DUE_PLAY);
    assert_true(row.attempted);
    assert_true(outbox_release(journal, &row, NULL));
    scratch_assert_due(journal, "trakt", NOW + DAY, "play 1x01=1");
    struct outbox_account account;
    assert_true(outbox_find_account(journal, "trakt", &account, NULL));
    assert_int_equal(account.dead, 1);
    int count;
    assert_true(outbox_retry(journal, true, 1, NOW, &count, NULL));
    scratch_assert_due(journal, "trakt", NOW + DAY, "play 1x01=1; rate 1x01=8");
    journal_close(journal);
}

static void test_an_empty_file_without_a_copy_is_a_new_journal(void **state)
{
    struct place *place = *state;
    tempdir_write(place->folder, "journal.db", "", 0);
    struct journal *journal = place_open(place);
    assert_string_equal(journal_warning(journal), "");
    assert_true(journal_ready(journal, NULL));
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_a_copy_is_made_weekly),
        WITH_PLACE(test_a_copy_is_made_after_a_migration),
        WITH_PLACE(test_writers_go_on_between_the_steps),
        WITH_PLACE(test_one_process_copies_at_a_time),
        WITH_PLACE(test_a_process_that_ends_gives_up_at_once),
        WITH_PLACE(test_what_a_killed_process_left_is_replaced),
        WITH_PLACE(test_what_is_no_file_of_ours_is_reported),
        WITH_PLACE(test_a_copy_of_another_user_is_reported),
        WITH_PLACE(test_a_full_disk_is_called_that),
        WITH_PLACE(test_a_damaged_copy_does_not_replace_a_sound_one),
        WITH_PLACE(test_what_is_erased_is_erased_from_the_copy),
        WITH_PLACE(test_what_is_erased_meanwhile_is_in_no_copy),
        WITH_PLACE(test_a_journal_cut_to_nothing_is_begun_from_its_copy),
        WITH_PLACE(test_an_empty_file_without_a_copy_is_a_new_journal),
    };
    return cmocka_run_group_tests_name("copy", tests, NULL, NULL);
}
