/* SPDX-License-Identifier: MIT
 *
 * The journal over a disk and a memory that fail: every call in turn, once or from there on. What
 * was added is in the journal or in the spool, and trying again what failed works.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/connection.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

/* ---- Faults ---- */

static struct {
    bool armed;
    bool lasting; /* all calls from there on fail, not only that one */
    int left;     /* calls until the first that fails */
    int code;     /* of the disk */
    int hits;
} disk, memory;

static bool hit(int *left, bool lasting, int *hits)
{
    if (*left > 1) {
        --*left;
        return false;
    }
    if (*left == 0 && !lasting)
        return false;
    *left = 0;
    ++*hits;
    return true;
}

static bool disk_fails(void)
{
    return disk.armed && hit(&disk.left, disk.lasting, &disk.hits);
}

static bool memory_fails(void)
{
    return memory.armed && hit(&memory.left, memory.lasting, &memory.hits);
}

static void arm_disk(int left, bool lasting, int code)
{
    disk.left = left;
    disk.lasting = lasting;
    disk.code = code;
    disk.hits = 0;
    disk.armed = true;
}

static void arm_memory(int left, bool lasting)
{
    memory.left = left;
    memory.lasting = lasting;
    memory.hits = 0;
    memory.armed = true;
}

static void disarm(void)
{
    disk.armed = memory.armed = false;
}

/* ---- A disk that fails ---- */

struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

#define REAL(file) (((struct file *)(void *)(file))->real)

static int disk_close(sqlite3_file *file)
{
    return REAL(file)->pMethods->xClose(REAL(file));
}

static int disk_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    return REAL(file)->pMethods->xRead(REAL(file), bytes, len, at);
}

static int disk_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    if (!disk_fails())
        return REAL(file)->pMethods->xWrite(REAL(file), bytes, len, at);
    REAL(file)->pMethods->xWrite(REAL(file), bytes, len / 2, at); /* half of it got there */
    return disk.code;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return disk_fails() ? disk.code : REAL(file)->pMethods->xTruncate(REAL(file), size);
}

/* Nobody takes the power away here: what is written need not wait for the real disk. */
static int disk_sync(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return disk_fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return REAL(file)->pMethods->xFileSize(REAL(file), size);
}

static int disk_lock(sqlite3_file *file, int lock)
{
    return REAL(file)->pMethods->xLock(REAL(file), lock);
}

static int disk_unlock(sqlite3_file *file, int lock)
{
    return REAL(file)->pMethods->xUnlock(REAL(file), lock);
}

static int disk_reserved(sqlite3_file *file, int *reserved)
{
    return REAL(file)->pMethods->xCheckReservedLock(REAL(file), reserved);
}

static int disk_control(sqlite3_file *file, int what, void *value)
{
    return REAL(file)->pMethods->xFileControl(REAL(file), what, value);
}

static int disk_sector(sqlite3_file *file)
{
    return REAL(file)->pMethods->xSectorSize(REAL(file));
}

static int disk_traits(sqlite3_file *file)
{
    return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file));
}

static int disk_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **map)
{
    return disk_fails() ? SQLITE_IOERR_SHMMAP
                        : REAL(file)->pMethods->xShmMap(REAL(file), page, size, extend, map);
}

static int disk_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return REAL(file)->pMethods->xShmLock(REAL(file), offset, count, flags);
}

static void disk_shm_barrier(sqlite3_file *file)
{
    REAL(file)->pMethods->xShmBarrier(REAL(file));
}

static int disk_shm_unmap(sqlite3_file *file, int gone)
{
    return REAL(file)->pMethods->xShmUnmap(REAL(file), gone);
}

static const sqlite3_io_methods disk_methods = {
    2,           disk_close,   disk_read,     disk_write,       disk_truncate,  disk_sync,
    disk_size,   disk_lock,    disk_unlock,   disk_reserved,    disk_control,   disk_sector,
    disk_traits, disk_shm_map, disk_shm_lock, disk_shm_barrier, disk_shm_unmap, NULL,
    NULL};

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    sqlite3_vfs *real = vfs->pAppData;
    struct file *ours = (struct file *)(void *)file;
    ours->base.pMethods = NULL;
    if (disk_fails())
        return SQLITE_CANTOPEN;
    ours->real = (sqlite3_file *)(void *)(ours + 1);
    int code = real->xOpen(real, name, ours->real, flags, out_flags);
    if (ours->real->pMethods)
        ours->base.pMethods = &disk_methods;
    return code;
}

/* ---- A memory that fails ---- */

static sqlite3_mem_methods real_memory;

static void *memory_new(int size)
{
    return memory_fails() ? NULL : real_memory.xMalloc(size);
}

static void *memory_resize(void *block, int size)
{
    return memory_fails() ? NULL : real_memory.xRealloc(block, size);
}

/* ---- What is to be done in spite of it ---- */

static struct plan marks(void)
{
    return scratch_plan("tvmaze mark");
}

static void make_uid(char *uid, int number)
{
    snprintf(uid, JOURNAL_UID_SIZE, "%032x", (unsigned)number);
}

/* Records one file and identifies, claims and sends it; whatever fails is left. Returns whether
 * the record was kept. */
static bool do_all(struct journal *journal, int number)
{
    char path[64];
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = path, .size = 1, .nth = 1, .episodes = 1};
    struct recorded recorded = {0};
    struct match match = {.series = {.ids = {.tvdb = 81189}, .title = "Show"},
                          .episode = {.season = 1, .number = number},
                          .source = "tvdb"};
    struct entry *entry = malloc(sizeof(*entry));
    struct due row;
    size_t count = 0;
    bool found = false, claimed = false;
    snprintf(path, sizeof(path), "/tv/%d.mkv", number);
    make_uid(record.uid, number);
    bool kept = journal_add(journal, &record, &recorded, NULL);
    if (entries_claim(journal, NOW, 60, entry, &found, NULL) && found)
        entries_set_match(journal, entry->id, &match, "show", NOW, NULL);
    if (outbox_list(journal, "tvmaze", NOW, &row, 1, &count, NULL) && count == 1 &&
        outbox_claim(journal, &row, 1, 60, true, &claimed, NULL) && claimed)
        outbox_complete(journal, &row, NOW, NULL);
    free(entry);
    return kept;
}

static int64_t value_of(struct journal *journal, const char *sql)
{
    int64_t value = -1;
    struct epi_error err = {0};
    if (!journal_ready(journal, &err) || !sql_value(journal, &err, &value, 0, sql, ""))
        fail_msg("%s", err.text);
    return value;
}

static int64_t count_record(struct journal *journal, int number)
{
    char uid[JOURNAL_UID_SIZE], sql[128];
    make_uid(uid, number);
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM records WHERE uid = '%s'", uid);
    return value_of(journal, sql);
}

/* All that was begun is done, once each, and the file is sound. */
static void assert_done(struct journal *journal, int number)
{
    char sql[160];
    assert_int_equal(count_record(journal, number), 1);
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM deliveries d JOIN subjects s ON s.id = d.subject"
             " WHERE s.number = %d AND d.acked = d.seq",
             number);
    assert_int_equal(value_of(journal, sql), 1);
}

static void assert_sound(struct journal *journal, const char *folder, int number)
{
    char path[4300];
    assert_int_equal(value_of(journal, "SELECT count(*) FROM pragma_integrity_check"
                                       " WHERE integrity_check <> 'ok'"),
                     0);
    assert_int_equal(value_of(journal, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(value_of(journal, "SELECT count(*) FROM entries"), number);
    assert_int_equal(value_of(journal, "SELECT count(*) FROM deliveries"), number);
    snprintf(path, sizeof(path), "%s/journal.db.corrupt-1", folder);
    assert_int_not_equal(access(path, F_OK), 0); /* no fault was taken for damage */
}

static struct journal *open_signed_in(const char *folder)
{
    struct plan plan = marks();
    struct journal *journal = journal_open(folder, &plan, NULL, NULL);
    assert_non_null(journal);
    assert_true(outbox_sign_in(journal, "tvmaze", "me", false, 1, NULL));
    return journal;
}

/* ---- The tests ---- */

static void check_memory(bool lasting)
{
    char *folder = tempdir_make();
    struct journal *journal = open_signed_in(folder);
    int number = 0;
    bool more = true;
    /* Some thousand: one in thirteen or so, of every residue, unless there is time for each. */
    bool each = getenv("EPIMARK_EACH_ALLOCATION") != NULL;
    for (int left = 1; more; left += each ? 1 : 1 + number % 25) {
        arm_memory(left, lasting);
        bool kept = do_all(journal, ++number);
        more = memory.hits > 0;
        disarm();
        assert_true(spool_drain(journal, NULL, NULL));
        if (kept)
            assert_int_equal(count_record(journal, number), 1);
        do_all(journal, number);
        assert_done(journal, number);
    }
    assert_true(number > 50); /* else nothing was made to fail */
    assert_sound(journal, folder, number);
    journal_close(journal);
    tempdir_remove(folder);
}

static void test_each_allocation_fails(void **state)
{
    (void)state;
    check_memory(false);
}

static void test_all_allocations_fail_from_there_on(void **state)
{
    (void)state;
    check_memory(true);
}

static void check_disk(bool lasting, int code)
{
    char *folder = tempdir_make();
    struct plan plan = marks();
    journal_close(open_signed_in(folder));
    int number = 0;
    bool more = true;
    for (int left = 1; more; left++) {
        arm_disk(left, lasting, code); /* opening fails too */
        struct journal *journal = journal_open(folder, &plan, NULL, NULL);
        assert_non_null(journal);
        bool kept = do_all(journal, ++number);
        more = disk.hits > 0;
        journal_close(journal);
        disarm();
        journal = journal_open(folder, &plan, NULL, NULL);
        assert_string_equal(journal_warning(journal), "");
        if (kept)
            assert_int_equal(count_record(journal, number), 1);
        do_all(journal, number);
        assert_done(journal, number);
        if (!more)
            assert_sound(journal, folder, number);
        journal_close(journal);
    }
    assert_true(number > 10);
    tempdir_remove(folder);
}

static void test_each_write_and_sync_fails(void **state)
{
    (void)state;
    check_disk(false, SQLITE_IOERR_WRITE);
}

static void test_all_writes_and_syncs_fail_from_there_on(void **state)
{
    (void)state;
    check_disk(true, SQLITE_IOERR_WRITE);
}

static void test_the_disk_is_full_from_there_on(void **state)
{
    (void)state;
    check_disk(true, SQLITE_FULL);
}

static void test_a_new_journal_fails_at_each_step(void **state)
{
    (void)state;
    struct plan plan = marks();
    bool more = true;
    int steps = 0;
    for (int left = 1; more; left++, steps++) {
        char *folder = tempdir_make();
        arm_disk(left, true, SQLITE_FULL);
        struct journal *journal = journal_open(folder, &plan, NULL, NULL);
        assert_non_null(journal);
        bool kept = do_all(journal, 1);
        more = disk.hits > 0;
        disarm();
        assert_true(kept); /* the spool is on a disk that works */
        journal_close(journal);
        journal = open_signed_in(folder);
        assert_int_equal(count_record(journal, 1), 1);
        assert_true(outbox_release_backlog(journal, "tvmaze",
                                           NULL)); /* it was recorded before the sign-in */
        do_all(journal, 1);
        assert_done(journal, 1);
        assert_sound(journal, folder, 1);
        journal_close(journal);
        tempdir_remove(folder);
    }
    assert_true(steps > 10);
}

/* A statement names an enumerator where it means its number. */
static void test_names_become_numbers(void **state)
{
    (void)state;
    char *folder = tempdir_make();
    struct journal *journal = open_signed_in(folder);
    int64_t value = -1;
    assert_true(sql_value(journal, NULL, &value, 0, "SELECT :DUE_PLAY * 100 + ?", "i", 7));
    assert_int_equal(value, DUE_PLAY * 100 + 7);
    assert_true(sql_value(journal, NULL, &value, 0, "SELECT ?1 IN (:DUE_RATE,:DUE_RATE_SERIES)",
                          "i", (int)DUE_RATE_SERIES));
    assert_int_equal(value, 1);
    assert_true(
        sql_value(journal, NULL, &value, 0, "SELECT 'at 12:30: `a`' = ?", "t", "at 12:30: `a`"));
    assert_int_equal(value, 1);
    journal_close(journal);
    tempdir_remove(folder);
}

/* What SQLite says becomes what to do next. */
static void test_errors_say_what_is_next(void **state)
{
    (void)state;
    char path[] = "journal.db";
    struct journal journal = {.path = path};
    struct epi_error err;
    const struct {
        int code;
        enum epi_error_kind kind;
        const char *words;
    } cases[] = {
        {SQLITE_BUSY, EPI_ERROR_LATER, "busy"},
        {SQLITE_FULL, EPI_ERROR_LATER, "disk full"},
        {SQLITE_IOERR_READ, EPI_ERROR_LATER, "disk I/O error"},
        {SQLITE_NOMEM, EPI_ERROR_LATER, "memory"},
        {SQLITE_READONLY, EPI_ERROR_NEVER, "written"},
        {SQLITE_CANTOPEN, EPI_ERROR_NEVER, "permissions"},
        {SQLITE_CONSTRAINT, EPI_ERROR_NEVER, "constraint"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_false(sql_failed(&journal, cases[i].code, &err));
        assert_int_equal(err.kind, cases[i].kind);
        assert_non_null(strstr(err.text, cases[i].words));
        assert_false(journal.damaged);
    }
    assert_false(sql_failed(&journal, SQLITE_CORRUPT_INDEX, &err));
    assert_true(journal.damaged);
}

int main(void)
{
    sqlite3_mem_methods failing;
    sqlite3_vfs failing_disk;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    failing = real_memory;
    failing.xMalloc = memory_new;
    failing.xRealloc = memory_resize;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    failing_disk = *real;
    failing_disk.zName = "failing";
    failing_disk.pAppData = real;
    failing_disk.szOsFile = (int)sizeof(struct file) + real->szOsFile;
    failing_disk.xOpen = disk_open;
    sqlite3_vfs_register(&failing_disk, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_allocation_fails),
        cmocka_unit_test(test_all_allocations_fail_from_there_on),
        cmocka_unit_test(test_each_write_and_sync_fails),
        cmocka_unit_test(test_all_writes_and_syncs_fail_from_there_on),
        cmocka_unit_test(test_the_disk_is_full_from_there_on),
        cmocka_unit_test(test_a_new_journal_fails_at_each_step),
        cmocka_unit_test(test_names_become_numbers),
        cmocka_unit_test(test_errors_say_what_is_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
