/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/sittings.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

/* What a link led to; "text\n" if there is none. */
static char *read_whole_if_there(const struct place *place, const char *name)
{
    char path[4300];
    size_t len;
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    if (!place_has(place, name))
        return strdup("text\n");
    char *bytes = place_read(path, &len);
    bytes[len] = '\0';
    return bytes;
}

/* ---- Opening ---- */

static void test_commits_are_synced_in_a_log(void **state)
{
    struct place *place = *state;
    place_fill(place);
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(rows, 0), "wal");
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void test_a_journal_that_is_a_folder(void **state)
{
    struct place *place = *state;
    assert_int_equal(mkdir(place->db, 0700), 0);
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_NEVER, "journal.db is not a regular file: move it away");
    assert_non_null(strstr(journal_warning(journal), "journal.db is not a regular file"));
    journal_close(journal);
    assert_int_equal(rmdir(place->db), 0);
    place_assert_drained(place, 1);
}

static void test_what_is_not_a_regular_file_is_reported(void **state)
{
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm",
                                        "journal.db-journal", "journal.lock"};
    struct place *place = *state;
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            char said[64];
            bool link = strcmp(*oddity, "link") == 0 || strcmp(*oddity, "dangling") == 0;
            snprintf(said, sizeof(said), "%s is %s", names[i],
                     link ? "a symbolic link" : "not a regular file: move it away");
            tempdir_plant(place->folder, names[i], *oddity);
            struct journal *journal = place_open(place);
            place_assert_spools(journal, EPI_ERROR_NEVER, said);
            assert_non_null(strstr(journal_warning(journal), said));
            tempdir_clear(place->folder, names[i]);
            /* The same journal goes on as soon as it can. */
            assert_true(journal_ready(journal, NULL));
            journal_close(journal);
            place_assert_drained(place, 1);
            char *text = read_whole_if_there(place, "linked");
            assert_string_equal(text, "text\n");
            free(text);
            place_empty(place);
        }
    }
}

/* ---- Damage ---- */

static void test_a_damaged_journal_is_moved_aside(void **state)
{
    struct place *place = *state;
    tempdir_write(place->folder, "journal.db", "this is no database at all, but long enough", -1);
    struct journal *journal = place_open(place);
    assert_non_null(strstr(journal_warning(journal), "damaged"));
    assert_non_null(strstr(journal_warning(journal), "journal.db.corrupt-1"));
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
    char path[4300];
    size_t len;
    snprintf(path, sizeof(path), "%s.corrupt-1", place->db);
    char *kept = place_read(path, &len);
    assert_memory_equal(kept, "this is no database", 19);
    free(kept);
}

static void damage(const struct place *place, long offset, size_t len)
{
    char *noise = malloc(len);
    memset(noise, 0x5a, len);
    int fd = open(place->db, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, noise, len, offset), (ssize_t)len);
    close(fd);
    free(noise);
}

static void test_damage_anywhere_is_found_and_numbered(void **state)
{
    struct place *place = *state;
    const long offsets[] = {0, 16, 100, 4096, 3 * 4096 + 500};
    char name[64];
    for (int i = 0; i < 5; i++) {
        place_fill(place);
        damage(place, offsets[i], 4000);
        struct journal *journal = place_open(place);
        assert_true(journal_ready(journal, NULL));
        snprintf(name, sizeof(name), "journal.db.corrupt-%d", i + 1);
        assert_non_null(strstr(journal_warning(journal), name));
        assert_true(place_has(place, name));
        journal_close(journal);
        place_sql(place, "DELETE FROM entries");
    }
    place_fill(place);
    assert_int_equal(truncate(place->db, 6000), 0);
    struct journal *journal = place_open(place);
    assert_true(place_has(place, "journal.db.corrupt-6"));
    journal_close(journal);
}

static bool keep_going(void *context, const struct entry *entry)
{
    (void)context;
    (void)entry;
    return true;
}

/* Makes it too large to be checked at each opening, and damages the first page with records. */
static void damage_large(struct place *place)
{
    place_fill(place);
    place_sql(place, "INSERT INTO cache VALUES ('big', hex(zeroblob(1000000)), 1999999999)");
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT pageno - 1, pgsize FROM dbstat WHERE name ="
                                        " 'records' AND pagetype = 'leaf' ORDER BY path",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t page = sqlite3_column_int64(rows, 0), size = sqlite3_column_int64(rows, 1);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    damage(place, page * size, (size_t)size);
}

static void test_a_large_journal_is_checked_once_it_is_found_damaged(void **state)
{
    struct place *place = *state;
    damage_large(place);
    struct journal *journal = place_open(place);
    assert_string_equal(journal_warning(journal), ""); /* nothing has come upon it */
    assert_false(place_has(place, "journal.db.suspect"));
    const struct entries_filter all = {0};
    struct epi_error err;
    assert_false(entries_visit(journal, &all, keep_going, NULL, &err));
    assert_non_null(strstr(err.text, "is damaged"));
    assert_true(place_has(place, "journal.db.suspect"));
    assert_true(journal_ready(journal, NULL)); /* by now it is mended */
    assert_non_null(strstr(journal_warning(journal), "it was moved to journal.db.corrupt-1"));
    assert_false(place_has(place, "journal.db.suspect"));
    assert_true(entries_visit(journal, &all, keep_going, NULL, &err));
    journal_close(journal);
}

/* Another process than the one that came upon it mends it. */
static void test_a_suspect_journal_is_checked_at_the_next_opening(void **state)
{
    struct place *place = *state;
    damage_large(place);
    tempdir_write(place->folder, "journal.db.suspect", "", 0);
    struct journal *journal = place_open(place);
    assert_non_null(strstr(journal_warning(journal), "it was moved to journal.db.corrupt-1"));
    assert_false(place_has(place, "journal.db.suspect"));
    journal_close(journal);
    /* A false suspicion ends, too. */
    tempdir_write(place->folder, "journal.db.suspect", "", 0);
    journal = place_open(place);
    assert_string_equal(journal_warning(journal), "");
    assert_false(place_has(place, "journal.db.suspect"));
    journal_close(journal);
}

static void test_a_damaged_journal_in_use_is_not_moved(void **state)
{
    struct place *place = *state;
    place_fill(place);
    struct journal *user = place_open(place);
    scratch_record(user, RECORD_WATCHED, "/tv/user.mkv", NOW + 5000, 0);
    assert_int_equal(truncate(place->db, 0), 0);
    tempdir_write(place->folder, "journal.db", "nothing that anybody could read as one", -1);
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_LATER, "in use");
    assert_non_null(strstr(journal_warning(journal), "in use"));
    assert_false(place_has(place, "journal.db.corrupt-1"));
    atomic_store(&place->hurry, true); /* no last look at the file */
    journal_close(user);
    atomic_store(&place->hurry, false);
    assert_true(journal_ready(journal, NULL)); /* no longer in use */
    assert_true(place_has(place, "journal.db.corrupt-1"));
    assert_non_null(strstr(journal_warning(journal), "journal.db.corrupt-1"));
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/next.mkv", NOW, 0).spooled);
    assert_int_equal(scratch_count(journal), 2); /* with what was in the spool */
    journal_close(journal);
}

static void test_a_journal_that_was_removed_is_begun_again(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    assert_int_equal(unlink(place->db), 0);
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    assert_true(place_has(place, "journal.db"));
    journal_close(journal);
    journal = place_open(place);
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
}

/* ---- Locks ---- */

static sqlite3 *lock_journal(const struct place *place)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static void test_what_is_locked_too_long_goes_to_the_spool(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    sqlite3 *db = lock_journal(place);
    assert_true(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    atomic_store(&place->hurry, true); /* in a hurry it is not waited for at all */
    assert_true(scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 7).spooled);
    assert_int_equal(scratch_count(journal), 0);
    assert_int_equal(place_mode(place, "journal.spool"), 0600);
    sqlite3_close(db);
    journal_close(journal);
    atomic_store(&place->hurry, false);
    journal = place_open(place);
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
}

static void test_a_journal_locked_at_the_start_recovers(void **state)
{
    struct place *place = *state;
    place_fill(place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;", NULL, NULL, NULL),
        SQLITE_OK);
    struct journal *journal = place_open(place);
    assert_non_null(strstr(journal_warning(journal), "busy"));
    atomic_store(&place->hurry, true);
    place_assert_spools(journal, EPI_ERROR_LATER, "busy");
    sqlite3_close(db);
    atomic_store(&place->hurry, false);
    assert_true(journal_ready(journal, NULL));
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
    journal_close(journal);
    place_assert_drained(place, 202);
}

/* Another process opens the journal and closes it, as the last of all if it sees no lock. */
static void visit_by_another(const struct place *place)
{
    char self[] = "/proc/self/exe", role[] = "visit", *args[] = {self, role, place->folder, NULL};
    pid_t child;
    int status;
    assert_int_equal(posix_spawn(&child, self, NULL, NULL, args, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_opening_twice_keeps_the_locks_of_the_first(void **state)
{
    struct place *place = *state;
    char log[4300];
    struct stat before, after;
    snprintf(log, sizeof(log), "%s-wal", place->db);
    struct journal *recorder = place_open(place);
    scratch_record(recorder, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    struct journal *courier =
        place_open(place); /* a process's locks on a file end with any close */
    assert_int_equal(stat(log, &before), 0);
    visit_by_another(place);
    assert_int_equal(stat(log, &after), 0); /* the last one would have taken the log along */
    assert_int_equal(before.st_ino, after.st_ino);
    scratch_record(recorder, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    journal_close(courier);
    visit_by_another(place);
    assert_int_equal(stat(log, &after), 0);
    scratch_record(recorder, RECORD_WATCHED, "/tv/c.mkv", NOW, 0);
    journal_close(recorder);
    visit_by_another(place);
    place_assert_drained(place, 3);
}

/* ---- Access ---- */

/* Gives the journal's files to another user, if we may. */
static void give_to(const struct place *place, uid_t owner)
{
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm",
                                        "journal.lock", "journal.spool"};
    char path[4300];
    for (size_t i = 0; geteuid() == 0 && i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", place->folder, names[i]);
        if (place_has(place, names[i]))
            assert_int_equal(chown(path, owner, (gid_t)-1), 0);
    }
}

/* Runs check as a user without special rights: root may write anywhere. */
static void as_nobody(struct place *place, void (*check)(struct place *place))
{
    if (geteuid() != 0) {
        check(place);
        return;
    }
    assert_int_equal(chmod(place->folder, place_mode(place, ".") | 0055), 0);
    pid_t child = fork();
    if (child == 0) {
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        check(place);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define NEED(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(3);                                                                              \
        }                                                                                          \
    } while (0)

static bool count_one(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(int *)context;
    return true;
}

static void use_readonly_file(struct place *place)
{
    struct entries_filter filter = {0};
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/x.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded;
    struct epi_error err = {0};
    int count = 0;
    struct journal *journal = journal_open(place->folder, &place_plan, &place->hurry, &err);
    NEED(journal);
    NEED(!journal_ready(journal, &err) && err.kind == EPI_ERROR_NEVER);
    NEED(strstr(err.text, "cannot be written"));
    NEED(strstr(journal_warning(journal), "cannot be written"));
    NEED(entries_visit(journal, &filter, count_one, &count, &err) && count == 200);
    NEED(journal_add(journal, &record, &recorded, &err) && recorded.spooled);
    journal_close(journal);
}

static void test_a_readonly_journal_is_read_and_the_spool_written(void **state)
{
    struct place *place = *state;
    place_fill(place);
    assert_int_equal(chmod(place->db, 0444), 0);
    assert_int_equal(chmod(place->folder, 0777), 0);
    char lock[4300];
    snprintf(lock, sizeof(lock), "%s/journal.lock", place->folder);
    assert_int_equal(chmod(lock, 0666), 0);
    give_to(place, 65534);
    as_nobody(place, use_readonly_file);
    give_to(place, 0);
    assert_true(place_has(place, "journal.spool"));
    assert_int_equal(chmod(place->db, 0600), 0);
    place_assert_drained(place, 201);
}

/* Reads what place_fill made, in which nothing can be written. */
static void need_to_read(struct journal *journal)
{
    struct entries_filter filter = {0};
    struct epi_error err = {0};
    int count = 0;
    bool visited = entries_visit(journal, &filter, count_one, &count, &err);
    if (!visited || count != 200)
        fprintf(stderr, "%d entries: %s\n", count, err.text);
    NEED(visited && count == 200);
}

static void use_readonly_folder(struct place *place)
{
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/x.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded = {.entry = 7};
    struct epi_error err = {0};
    struct journal *journal = journal_open(place->folder, &place_plan, &place->hurry, &err);
    NEED(journal);
    NEED(!journal_ready(journal, &err) && err.kind == EPI_ERROR_NEVER);
    need_to_read(journal);
    NEED(!journal_add(journal, &record, &recorded, &err));
    NEED(recorded.entry == 7);
    NEED(strstr(err.text, "cannot open journal.spool: "));
    need_to_read(journal);
    journal_close(journal);
}

static void test_a_journal_of_another_user_is_reported(void **state)
{
    struct place *place = *state;
    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    place_fill(place);
    give_to(place, 65534);
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_NEVER,
                        "journal.lock belongs to another user: change its owner");
    need_to_read(journal);
    journal_close(journal);
    /* What would shut out the other user was not left behind. */
    assert_false(place_has(place, "journal.db-wal"));
    assert_false(place_has(place, "journal.db-shm"));
    give_to(place, 0);
    place_assert_drained(place, 201);
}

static void check_readonly_folder(struct place *place, mode_t lock_mode)
{
    char lock[4300];
    snprintf(lock, sizeof(lock), "%s/journal.lock", place->folder);
    assert_int_equal(chmod(lock, lock_mode), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    give_to(place, 65534);
    as_nobody(place, use_readonly_folder);
    give_to(place, 0);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

static void test_a_readonly_folder_is_reported_and_read(void **state)
{
    struct place *place = *state;
    place_fill(place);
    check_readonly_folder(place, 0444); /* as on a read-only mount */
    check_readonly_folder(place, 0600);
    assert_int_equal(chmod(place->db, 0444), 0);
    check_readonly_folder(place, 0600);
}

/* Leaves the last entries in the log, as a player does that quits; no process has it open. */
static void fill_log(struct place *place)
{
    place_fill(place);
    place_sql(place, "DELETE FROM records WHERE entry = 200; DELETE FROM entries WHERE id = 200");
    struct journal *journal = place_open(place);
    scratch_record(journal, RECORD_WATCHED, "/tv/199.mkv", NOW, 0);
    atomic_store(&place->hurry, true);
    journal_close(journal);
    atomic_store(&place->hurry, false);
    char index[4300];
    snprintf(index, sizeof(index), "%s-shm", place->db);
    unlink(index);
    assert_true(place_has(place, "journal.db-wal"));
}

static void test_a_log_is_read_where_nothing_can_be_written(void **state)
{
    struct place *place = *state;
    fill_log(place);
    check_readonly_folder(place, 0444); /* as on a read-only mount */
    assert_true(place_has(place, "journal.db-wal"));
    assert_false(place_has(place, "journal.db-shm"));
    place_assert_drained(place, 200);
}

/* SQLite takes such a log for one that another process is writing, and would wait for it. */
static void test_a_log_that_was_only_begun_is_not_waited_for(void **state)
{
    struct place *place = *state;
    static const char bytes[32768] = "the beginning of a log of writes", *const names[] = {"-wal",
                                                                                           "-shm"};
    static const size_t sizes[] = {32, sizeof(bytes)}; /* of the log only what begins one */
    place_fill(place);
    for (int i = 0; i < 2; i++) {
        char path[4300];
        snprintf(path, sizeof(path), "%s%s", place->db, names[i]);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, bytes, sizes[i]), sizes[i]);
        assert_int_equal(close(fd), 0);
    }
    check_readonly_folder(place, 0444); /* as on a read-only mount */
}

static void test_a_log_of_another_user_is_read_and_left(void **state)
{
    struct place *place = *state;
    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    fill_log(place);
    give_to(place, 65534);
    struct journal *journal = place_open(place);
    need_to_read(journal);
    journal_close(journal);
    assert_true(place_has(place, "journal.db-wal"));
    assert_false(place_has(place, "journal.db-shm"));
    give_to(place, 0);
    place_assert_drained(place, 200);
}

/* ---- A full disk ---- */

static bool disk_full;

static ssize_t write_if_room(int fd, const void *bytes, size_t len, off_t offset)
{
    if (!disk_full)
        return pwrite(fd, bytes, len, offset);
    errno = ENOSPC;
    return -1;
}

static int allocate_if_room(int fd, off_t offset, off_t len)
{
    if (!disk_full)
        return posix_fallocate(fd, offset, len);
    return ENOSPC;
}

/* What SQLite calls in place of functions of the system. */
static void watch_writes(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)write_if_room);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)write_if_room);
    vfs->xSetSystemCall(vfs, "fallocate", (sqlite3_syscall_ptr)allocate_if_room);
}

static void test_a_journal_on_a_full_disk_is_read(void **state)
{
    struct place *place = *state;
    place_fill(place);
    watch_writes();
    disk_full = true;
    struct journal *journal = place_open(place);
    struct epi_error err;
    assert_false(journal_ready(journal, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "the journal cannot grow: disk full");
    assert_string_equal(journal_warning(journal), err.text);
    need_to_read(journal);
    assert_true(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    need_to_read(journal);
    disk_full = false; /* it goes on as soon as it can */
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
    journal_close(journal);
    place_assert_drained(place, 202);
}

static void test_a_disk_that_gets_full_is_called_that(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    watch_writes();
    disk_full = true;
    struct sitting sitting = {.path = "/tv/a.mkv", .key = ""};
    struct epi_error err = {0};
    assert_false(sittings_save(journal, &sitting, NOW, "1-2", &err));
    assert_string_equal(err.text, "the journal cannot grow: disk full");
    assert_int_equal(scratch_count(journal), 1);
    disk_full = false;
    assert_true(sittings_save(journal, &sitting, NOW, "1-2", &err));
    journal_close(journal);
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        journal_close(journal_open(argv[2], &place_plan, NULL, NULL));
        return 0;
    }
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_commits_are_synced_in_a_log),
        WITH_PLACE(test_a_journal_that_is_a_folder),
        WITH_PLACE(test_what_is_not_a_regular_file_is_reported),
        WITH_PLACE(test_a_damaged_journal_is_moved_aside),
        WITH_PLACE(test_damage_anywhere_is_found_and_numbered),
        WITH_PLACE(test_a_large_journal_is_checked_once_it_is_found_damaged),
        WITH_PLACE(test_a_suspect_journal_is_checked_at_the_next_opening),
        WITH_PLACE(test_a_damaged_journal_in_use_is_not_moved),
        WITH_PLACE(test_a_journal_that_was_removed_is_begun_again),
        WITH_PLACE(test_what_is_locked_too_long_goes_to_the_spool),
        WITH_PLACE(test_a_journal_locked_at_the_start_recovers),
        WITH_PLACE(test_opening_twice_keeps_the_locks_of_the_first),
        WITH_PLACE(test_a_readonly_journal_is_read_and_the_spool_written),
        WITH_PLACE(test_a_readonly_folder_is_reported_and_read),
        WITH_PLACE(test_a_journal_on_a_full_disk_is_read),
        WITH_PLACE(test_a_disk_that_gets_full_is_called_that),
        WITH_PLACE(test_a_journal_of_another_user_is_reported),
        WITH_PLACE(test_a_log_is_read_where_nothing_can_be_written),
        WITH_PLACE(test_a_log_that_was_only_begun_is_not_waited_for),
        WITH_PLACE(test_a_log_of_another_user_is_read_and_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
