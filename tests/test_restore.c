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
#include "core/journal/erase.h"
#include "core/journal/files.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/restore.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

/* A backup in the same folder; what a test calls it. */
static const char *backup_of(struct place *place, struct journal *journal)
{
    static char path[4300];
    struct epi_error err = {0};
    if (!copy_to(journal, place->folder, "mine.db", NOW, &err))
        fail_msg("%s", err.text);
    assert_int_equal(place_mode(place, "mine.db"), 0600);
    assert_false(place_has(place, ".mine.db.epimark-new"));
    snprintf(path, sizeof(path), "%s/mine.db", place->folder);
    return path;
}

static struct restored restore(struct journal *journal, const char *file)
{
    struct epi_error err = {0};
    struct restored restored;
    if (!restore_journal(journal, file, false, &restored, &err))
        fail_msg("%s", err.text);
    return restored;
}

static void assert_refused(struct journal *journal, const char *file, const char *words)
{
    struct epi_error err = {0};
    struct restored restored;
    assert_false(restore_journal(journal, file, false, &restored, &err));
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
}

static void watch(struct journal *journal, const char *path)
{
    assert_false(scratch_record(journal, RECORD_WATCHED, path, NOW, 0).spooled);
}

/* What there is no room for in other tests: nothing is to be sent. */
static struct journal *open_quiet(struct place *place)
{
    struct journal *journal = place_open(place);
    watch(journal, "/tv/a.mkv");
    place_sql(place, "UPDATE entries SET status = 4"); /* left alone: not looked up */
    return journal;
}

static void test_a_backup_takes_the_place_and_what_was_there_is_kept(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    watch(journal, "/tv/b.mkv");
    place_sql(place, "UPDATE entries SET status = 4");
    struct restored restored = restore(journal, file);
    assert_int_equal(restored.entries, 1);
    assert_string_equal(restored.kept, "journal.db.replaced-1");
    assert_int_equal(scratch_count(journal), 1); /* the same connection goes on */
    assert_int_equal(place_mode(place, "journal.db"), 0600);
    assert_false(place_has(place, FILES_INCOMING));
    char kept[4300];
    snprintf(kept, sizeof(kept), "%s/%s", place->folder, restored.kept);
    restored = restore(journal, kept);
    assert_int_equal(restored.entries, 2);
    assert_string_equal(restored.kept, "journal.db.replaced-2");
    watch(journal, "/tv/c.mkv");
    assert_int_equal(scratch_count(journal), 3);
    journal_close(journal);
}

static void test_it_is_the_first_journal_of_a_new_computer(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    journal_close(journal);
    char moved[4300];
    snprintf(moved, sizeof(moved), "%s-moved", place->folder);
    assert_int_equal(rename(file, moved), 0);
    place_empty(place);
    journal = place_open(place);
    assert_string_equal(restore(journal, moved).kept, "");
    assert_int_equal(scratch_count(journal), 1);
    assert_int_equal(unlink(moved), 0);
    journal_close(journal);
}

static void test_the_players_have_to_be_closed(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place), *player = place_open(place);
    const char *file = backup_of(place, journal);
    assert_refused(journal, file, "the journal is in use: close the players");
    watch(player, "/tv/b.mkv");
    assert_int_equal(scratch_count(journal), 2);
    journal_close(player);
    place_sql(place, "UPDATE entries SET status = 4");
    restore(journal, file);
    journal_close(journal);
}

static void test_what_is_to_be_sent_is_not_dropped_unasked(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    watch(journal, "/tv/b.mkv");
    assert_refused(journal, file, "1 thing is still to be sent from the journal that is there");
    assert_int_equal(scratch_count(journal), 2);
    struct restored restored;
    assert_true(restore_journal(journal, file, true, &restored, NULL));
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
}

static void test_what_it_had_to_send_is_doubted(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("trakt rate, trakt play");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, 1000, NULL));
    scratch_watch(journal, "A S01E01.mkv", 1, 1, NOW);
    scratch_rate(journal, "A S01E01.mkv", 1, 1, NOW + 1, 8);
    const char *file = backup_of(place, journal);
    struct restored restored;
    assert_true(restore_journal(journal, file, true, &restored, NULL));
    struct due row = scratch_claim(journal, "trakt", NOW + DAY);
    assert_int_equal(row.kind, DUE_PLAY);
    assert_true(row.attempted); /* the history is asked first */
    assert_true(outbox_release(journal, &row, NULL));
    struct outbox_account account;
    assert_true(outbox_find_account(journal, "trakt", &account, NULL));
    assert_int_equal(account.dead, 1); /* the rating waits for a person */
    journal_close(journal);
}

static void test_what_is_no_backup_is_refused_and_nothing_changes(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    char path[4300];
    snprintf(path, sizeof(path), "%s/other", place->folder);
    assert_refused(journal, path, "cannot read");
    assert_refused(journal, place->folder, "is not a regular file");
    assert_refused(journal, place->db, "is the journal itself");
    tempdir_write(place->folder, "other", "", 0);
    assert_refused(journal, path, "is not a journal of epimark");
    tempdir_write(place->folder, "other", "no database at all, but long enough to be one", -1);
    assert_refused(journal, path, "is not a journal of epimark");
    size_t len;
    char *bytes = place_read(file, &len);
    tempdir_write(place->folder, "other", bytes, (ssize_t)len / 2);
    free(bytes);
    assert_refused(journal, path, "is damaged: use an older backup");
    assert_int_equal(scratch_count(journal), 1);
    assert_false(place_has(place, FILES_INCOMING));
    assert_false(place_has(place, "journal.db.replaced-1"));
    journal_close(journal);
}

static void test_a_process_that_was_killed_is_cleaned_up_after(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    tempdir_write(place->folder, FILES_INCOMING, "half of one", -1);
    assert_int_equal(restore(journal, file).entries, 1);
    assert_false(place_has(place, FILES_INCOMING));
    journal_close(journal);
}

static bool disk_full;

static ssize_t write_if_room(int fd, const void *bytes, size_t len, off_t offset)
{
    if (!disk_full)
        return pwrite(fd, bytes, len, offset);
    errno = ENOSPC;
    return -1;
}

static void test_a_full_disk_changes_nothing(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    const char *file = backup_of(place, journal);
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)write_if_room);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)write_if_room);
    journal_close(journal);
    journal = place_open(place);
    struct restored restored;
    struct epi_error err = {0};
    disk_full = true;
    assert_false(copy_to(journal, place->folder, "mine.db", NOW, &err));
    assert_string_equal(strstr(err.text, "cannot"), strstr(err.text, "cannot be made: disk full"));
    assert_false(restore_journal(journal, file, true, &restored, &err));
    assert_non_null(strstr(err.text, "disk full"));
    disk_full = false;
    assert_int_equal(scratch_count(journal), 1);
    assert_false(place_has(place, ".mine.db.epimark-new"));
    assert_int_equal(restore(journal, file).entries, 1); /* the backup of before is whole */
    journal_close(journal);
}

static void test_what_is_erased_is_erased_from_what_was_kept(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_quiet(place);
    restore(journal, backup_of(place, journal));
    assert_true(place_has(place, "journal.db.replaced-1"));
    int64_t entry = 1;
    struct erase what = {.entries = &entry, .count = 1};
    assert_true(erase_entries(journal, &what, NULL));
    assert_false(place_has(place, "journal.db.replaced-1"));
    journal_close(journal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_begin, place_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_backup_takes_the_place_and_what_was_there_is_kept),
        TEST(test_it_is_the_first_journal_of_a_new_computer),
        TEST(test_the_players_have_to_be_closed),
        TEST(test_what_is_to_be_sent_is_not_dropped_unasked),
        TEST(test_what_it_had_to_send_is_doubted),
        TEST(test_what_is_no_backup_is_refused_and_nothing_changes),
        TEST(test_a_process_that_was_killed_is_cleaned_up_after),
        TEST(test_a_full_disk_changes_nothing),
        TEST(test_what_is_erased_is_erased_from_what_was_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
