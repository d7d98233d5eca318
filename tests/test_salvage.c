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
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/cache.h"
#include "core/journal/copy.h"
#include "core/journal/entries.h"
#include "core/journal/episode_lists.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/service_ids.h"
#include "core/journal/sittings.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, PAGE = 4096, SHOWS = 600 };

/* Some thousand journals are opened here and no power is cut: nothing has to be synced. The call
 * with this number fails. */
static int failing_sync;

__attribute__((visibility("default"))) int fsync(int fd)
{
    (void)fd;
    errno = EIO;
    return failing_sync > 0 && --failing_sync == 0 ? -1 : 0;
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
    return fsync(fd);
}

/* A byte of a journal that was moved aside, which the disk cannot read; 0: none. */
static off_t unread;

static bool cannot_read(int fd, size_t len, off_t at)
{
    char link[64], path[4300];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t size = unread ? readlink(link, path, sizeof(path) - 1) : -1;
    path[size > 0 ? size : 0] = '\0';
    errno = EIO;
    return strstr(path, ".corrupt-1") && at <= unread && unread < at + (off_t)len;
}

__attribute__((visibility("default"))) ssize_t pread64(int fd, void *bytes, size_t len, off_t at)
{
    return cannot_read(fd, len, at) ? -1 : syscall(SYS_pread64, fd, bytes, len, at);
}

__attribute__((visibility("default"))) ssize_t pread(int fd, void *bytes, size_t len, off_t at)
{
    return pread64(fd, bytes, len, at);
}

static int64_t query(const struct place *place, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return value;
}

/* A journal with records, some of which are rated. */
static void fill(struct place *place)
{
    struct journal *journal = place_open(place);
    char path[64];
    for (int i = 0; i < SHOWS; i++) {
        snprintf(path, sizeof(path), "/tv/A Show/A Show S01E%03d.mkv", i);
        scratch_record(journal, RECORD_WATCHED, path, NOW + i, 0);
        if (i % 3 == 0)
            scratch_record(journal, RECORD_RATED, path, NOW + i, 8);
    }
    journal_close(journal);
}

static void damage(const struct place *place, int64_t page)
{
    char noise[PAGE];
    memset(noise, 0x5a, sizeof(noise));
    int fd = open(place->db, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, noise, sizeof(noise), (page - 1) * PAGE), PAGE);
    close(fd);
}

static int64_t rows_of(const struct place *place)
{
    return query(place, "SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM records)"
                        " + (SELECT count(*) FROM ratings)");
}

/* Damages each page of a kind, one at a time: what is lost stood on that page. */
static void check_each_page(struct place *place, bool leaves, const char *pages)
{
    char sql[512];
    fill(place);
    int64_t before = rows_of(place);
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM dbstat WHERE %s", pages);
    int64_t count = query(place, sql);
    assert_true(count > 0);
    size_t len;
    char *good = place_read(place->db, &len);
    for (int64_t i = 0; i < count; i++) {
        snprintf(sql, sizeof(sql),
                 "SELECT pageno FROM dbstat WHERE %s ORDER BY pageno LIMIT 1 OFFSET %d", pages,
                 (int)i);
        int64_t page = query(place, sql);
        snprintf(sql, sizeof(sql), "SELECT ncell FROM dbstat WHERE pageno = %d", (int)page);
        int64_t cells = leaves ? query(place, sql) : 0;
        damage(place, page);
        struct journal *journal = place_open(place);
        assert_true(journal_ready(journal, NULL));
        assert_non_null(strstr(journal_warning(journal), "that could still be read"));
        journal_close(journal);
        int64_t after = rows_of(place);
        if (after < before - cells || after > before) {
            fail_msg("page %d: %d of %d rows, %d cells", (int)page, (int)after, (int)before,
                     (int)cells);
        }
        assert_int_equal(query(place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        int fd = open(place->db, O_WRONLY | O_TRUNC | O_CLOEXEC);
        assert_int_equal(write(fd, good, len), (ssize_t)len);
        close(fd);
    }
    free(good);
}

static void test_a_leaf_costs_its_rows(void **state)
{
    check_each_page(*state, true, "name IN ('entries', 'records') AND pagetype = 'leaf'");
}

static void test_an_index_costs_nothing(void **state)
{
    check_each_page(*state, false,
                    "name LIKE '%\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite_schema'"
                    " AND pagetype <> 'overflow' AND ncell > 0 AND pageno IN"
                    " (SELECT pageno FROM dbstat d JOIN sqlite_schema s"
                    " ON s.name = d.name WHERE s.type = 'index' AND"
                    " s.tbl_name IN ('entries', 'records') )");
}

static void test_an_inner_page_is_survived(void **state)
{
    check_each_page(*state, false, "name = 'entries' AND pagetype = 'internal'");
}

static void test_what_has_records_is_never_lost(void **state)
{
    struct place *place = *state;
    const struct series_ids series = {.tvdb = 78874};
    const struct service_ids_of of = {"trakt", &series, 1, -1};
    fill(place);
    struct journal *whole = place_open(place);
    assert_true(service_ids_keep(whole, &of, 10001, NULL));
    journal_close(whole);
    damage(place, query(place, "SELECT max(pageno) FROM dbstat WHERE name = 'entries'"
                               " AND pagetype = 'leaf'"));
    struct journal *journal = place_open(place);
    struct entry *entry = scratch_entry(journal, SHOWS - 2); /* which stood there */
    assert_int_equal(entry->watched_at, NOW + SHOWS - 3);
    assert_int_equal(entry->rating, 8);
    assert_string_equal(entry->path, "/tv/A Show/A Show S01E597.mkv");
    free(entry);
    int64_t id;
    assert_true(service_ids_find(journal, &of, &id, NULL));
    assert_int_equal(id, 10001);
    journal_close(journal);
    assert_int_equal(query(place, "SELECT count(*) FROM entries"), SHOWS);
    assert_int_equal(query(place, "SELECT count(*) FROM entries WHERE uid LIKE 'lost%'"), 0);
}

static void test_the_first_page_leaves_nothing_to_read_without_a_copy(void **state)
{
    struct place *place = *state;
    fill(place);
    damage(place, 1);
    struct journal *journal = place_open(place);
    assert_true(journal_ready(journal, NULL));
    assert_non_null(strstr(journal_warning(journal), "with the 0 entries"));
    journal_close(journal);
}

/* ---- Every page of a realistic journal ---- */

enum { EPISODES = 100 };

/* A new copy, in as many steps as it takes. */
static void make_copy(struct journal *journal, int64_t now)
{
    struct copy *copy = NULL;
    struct epi_error err = {0};
    bool more = true;
    while (more) {
        if (!copy_step(journal, &copy, now, &more, &err))
            fail_msg("%s", err.text);
    }
}

/* What half a year leaves: watched, rated, chosen; half of it sent; caches, and free pages. */
static void live_on(struct journal *journal)
{
    char name[64], *text = malloc(20000);
    memset(text, 'x', 19999);
    text[19999] = '\0';
    for (int i = 0; i < EPISODES; i++) {
        snprintf(name, sizeof(name), "A Show/A Show S%02dE%02d.mkv", 1 + i / 20, 1 + i % 20);
        int64_t entry = scratch_watch(journal, name, 1 + i / 20, 1 + i % 20, NOW + i * 60);
        if (i % 3 == 0)
            scratch_rate(journal, name, 1 + i / 20, 1 + i % 20, NOW + i * 60 + 1, 1 + i % 10);
        struct sitting sitting = {.path = name, .duration = 1500, .key = "key"};
        assert_true(sittings_save(journal, &sitting, NOW, "0-600", NULL));
        snprintf(name, sizeof(name), "question %d", i);
        assert_true(cache_store(journal, name, text + (i % 30 ? 19900 : 0), NOW * 2LL, NOW, NULL));
        assert_true(entry > 0);
    }
    struct correction correction = {.series = {.tvdb = 81189}};
    scratch_choose(journal, "/tv/Other/Other S01E01.mkv", "other", &correction, NOW);
    struct due row;
    for (int i = 0; i < EPISODES; i++) {
        row = scratch_claim(journal, i % 2 ? "trakt" : "tvmaze", NOW + SCRATCH_DAY);
        assert_true(outbox_complete(journal, &row, NOW + SCRATCH_DAY, NULL));
    }
    struct episode *episodes = calloc(300, sizeof(*episodes));
    for (int i = 0; i < 300; i++) {
        episodes[i] = (struct episode){.season = 1, .number = 1 + i, .tvdb = 1 + i};
        snprintf(episodes[i].title, sizeof(episodes[i].title), "The one with number %d", i);
    }
    struct list_version version = {.etag = ""};
    for (int i = 0; i < 3; i++) {
        struct episode_list list = {.catalogue = "tvdb", .language = "en", .series = 100 + i};
        assert_true(episode_lists_store(journal, &list, episodes, 300, &version, NOW, NULL));
    }
    free(episodes);
    free(text);
}

/* In the copy named good is the journal as it was: how many rows of a table are not there any more,
 * or differ. Whether an episode is to be identified again is no loss. */
static int64_t lost_of(const struct place *place, const char *table)
{
    char sql[8192], columns[4096] = "";
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    snprintf(sql, sizeof(sql), "ATTACH '%s/good' AS good", place->folder);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    snprintf(sql, sizeof(sql),
             "SELECT name FROM good.pragma_table_info('%s') WHERE name NOT IN"
             " ('status', 'identify_at')",
             table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(rows, 0);
        size_t len = strlen(columns);
        snprintf(columns + len, sizeof(columns) - len, " AND n.%s IS g.%s", name, name);
    }
    sqlite3_finalize(rows);
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM good.%s g WHERE NOT EXISTS (SELECT 1 FROM main.%s n WHERE 1%s)",
             table, table, columns);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t lost = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return lost;
}

static const char *const tables[] = {"entries",  "records", "ratings", "subjects", "deliveries",
                                     "accounts", "holds",   "pauses",  "pace",     "sittings",
                                     "cache",    "once",    NULL};

/* The rows that stood on a page of the good journal, and whether it is of the lists of episodes,
 * which are fetched again. */
static int64_t rows_on(const struct place *place, int page, bool *lists)
{
    char sql[512];
    snprintf(
        sql, sizeof(sql),
        "SELECT coalesce(sum(CASE pagetype WHEN 'leaf' THEN ncell WHEN 'overflow' THEN 1 ELSE 0"
        " END), 0) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name"
        " WHERE s.type = 'table' AND pageno = %d AND d.name <> 'sqlite_schema'",
        page);
    int64_t rows = query(place, sql);
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM dbstat WHERE pageno = %d"
             " AND name IN ('episode_lists', 'listed_episodes')",
             page);
    *lists = query(place, sql) > 0;
    return rows;
}

enum harm { HARM_ZERO, HARM_NOISE, HARM_FIRST_HALF, HARM_SECOND_HALF, HARM_END };

static void harm_page(const struct place *place, int page, enum harm harm)
{
    char bytes[PAGE] = {0};
    unsigned noise = (unsigned)page * 2654435761U + harm;
    size_t len = harm == HARM_ZERO || harm == HARM_NOISE ? PAGE : PAGE / 2;
    for (size_t i = 0; harm != HARM_ZERO && i < len; i++) {
        noise = noise * 1664525U + 1013904223U;
        bytes[i] = (char)(noise >> 24 & 0xff);
    }
    off_t at = (off_t)(page - 1) * PAGE + (harm == HARM_SECOND_HALF ? PAGE / 2 : 0);
    int fd = open(place->db, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

static void put_back(const struct place *place)
{
    char good[4300];
    size_t len;
    snprintf(good, sizeof(good), "%s/good", place->folder);
    char *bytes = place_read(good, &len);
    place_sql(place, "PRAGMA wal_checkpoint(TRUNCATE)");
    tempdir_write(place->folder, "journal.db", bytes, len);
    if (place_has(place, "journal.db.corrupt-1"))
        tempdir_clear(place->folder, "journal.db.corrupt-1");
    free(bytes);
}

/* Damages one page of the good journal in one way, and counts what that costs. */
static void check_page(struct place *place, int page, enum harm harm)
{
    bool lists;
    int64_t may = rows_on(place, page, &lists), lost = 0;
    harm_page(place, page, harm);
    struct journal *journal = place_open(place);
    struct epi_error err = {0};
    if (!journal_ready(journal, &err))
        fail_msg("page %d, way %d: %s", page, (int)harm, err.text);
    journal_close(journal);
    for (const char *const *table = tables; *table; table++)
        lost += lost_of(place, *table);
    if (lost > (lists ? 0 : may))
        fail_msg("page %d, way %d: %d rows lost of %d", page, (int)harm, (int)lost, (int)may);
    lost = lost_of(place, "listed_episodes") + lost_of(place, "episode_lists");
    if (lost && !lists)
        fail_msg("page %d, way %d: lists lost", page, (int)harm);
    assert_int_equal(query(place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_false(place_has(place, "journal.db.mend"));
    assert_false(place_has(place, "journal.db.mend-shm"));
    put_back(place);
}

/* A journal that lived on after its copy was made; beside it the same as "good". */
static void live_with_a_copy(struct place *place)
{
    struct plan plan = scratch_plan("tvmaze mark, trakt rate, trakt play");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, 1000, NULL));
    assert_true(outbox_sign_in(journal, "trakt", "me", true, 1000, NULL));
    scratch_watch(journal, "Early S01E01.mkv", 9, 1, NOW - 60);
    make_copy(journal, NOW);
    live_on(journal);
    journal_close(journal);
    place_sql(place, "DELETE FROM cache WHERE key LIKE 'question 3%'");
    size_t len;
    char *bytes = place_read(place->db, &len);
    tempdir_write(place->folder, "good", bytes, len);
    free(bytes);
}

static void test_any_damaged_page_costs_what_stood_on_it(void **state)
{
    struct place *place = *state;
    live_with_a_copy(place);
    int pages = (int)query(place, "PRAGMA page_count");
    assert_true(query(place, "PRAGMA freelist_count") > 3);
    assert_true(query(place, "SELECT count(*) FROM dbstat WHERE pagetype = 'internal' AND name IN"
                             " ('entries', 'records', 'deliveries', 'subjects')") >= 4);
    for (int page = 1; page <= pages; page++) {
        for (enum harm harm = HARM_ZERO; harm < HARM_END; harm++)
            check_page(place, page, harm);
    }
}

/* A player that quits leaves the newest rows in the log. */
static void test_the_log_of_a_damaged_journal_is_read(void **state)
{
    struct place *place = *state;
    live_with_a_copy(place);
    int64_t leaf = query(place, "SELECT min(pageno) FROM dbstat WHERE name = 'records' AND"
                                " pagetype = 'leaf'");
    struct journal *journal = place_open(place);
    for (int i = 0; i < 20; i++) {
        char path[64];
        snprintf(path, sizeof(path), "/tv/Late/Late S01E%02d.mkv", i);
        scratch_record(journal, RECORD_WATCHED, path, NOW + i, 0);
    }
    atomic_store(&place->hurry, true);
    journal_close(journal);
    atomic_store(&place->hurry, false);
    assert_true(place_has(place, "journal.db-wal"));
    harm_page(place, 1, HARM_ZERO);
    harm_page(place, (int)leaf, HARM_ZERO);
    journal = place_open(place);
    assert_non_null(strstr(journal_warning(journal), "that could still be read"));
    journal_close(journal);
    assert_int_equal(query(place, "SELECT count(*) FROM entries WHERE path LIKE '%/Late/%'"
                                  " AND size = 1000000"),
                     20);
    assert_int_equal(lost_of(place, "entries"), 0);
}

static void assert_saved(struct place *place, int entries)
{
    struct journal *journal = place_open(place);
    assert_true(journal_ready(journal, NULL));
    assert_non_null(strstr(journal_warning(journal), "journal.db.corrupt-1"));
    assert_int_equal(scratch_count(journal), entries);
    journal_close(journal);
    assert_false(place_has(place, "journal.db.saving"));
    assert_false(place_has(place, "journal.db.mend"));
    assert_false(place_has(place, "journal.db.corrupt-2"));
}

static void move(const struct place *place, const char *from, const char *to)
{
    char old[4300], fresh[4300];
    snprintf(old, sizeof(old), "%s/%s", place->folder, from);
    snprintf(fresh, sizeof(fresh), "%s/%s", place->folder, to);
    assert_int_equal(rename(old, fresh), 0);
}

/* Before the journal was moved, when the new one was begun, and when rows were already in it. */
static void test_a_process_that_was_killed_over_it_is_followed_by_another(void **state)
{
    struct place *place = *state;
    for (int records = -1; records < 2; records++) {
        place_empty(place);
        place_fill(place);
        if (records >= 0)
            move(place, "journal.db", "journal.db.corrupt-1");
        struct journal *journal = records >= 0 ? place_open(place) : NULL;
        if (records > 0)
            scratch_record(journal, RECORD_WATCHED, "/tv/begun.mkv", NOW, 0);
        journal_close(journal);
        tempdir_write(place->folder, "journal.db.saving", "1\n", (size_t)-1);
        assert_saved(place, 200);
    }
    tempdir_write(place->folder, "journal.db.saving", "", 0);
    journal_close(place_open(place));
    assert_false(place_has(place, "journal.db.saving"));
    assert_false(place_has(place, "journal.db.corrupt-2"));
}

/* What a disk does not take now is saved another time. */
static void test_an_error_of_the_disk_loses_no_rows(void **state)
{
    struct place *place = *state;
    bool fails = true;
    for (int at = 1; fails; at++) {
        place_empty(place);
        place_fill(place);
        damage(place, query(place, "SELECT rootpage FROM sqlite_schema WHERE type = 'index'"
                                   " AND tbl_name = 'entries'"));
        failing_sync = at;
        journal_close(place_open(place));
        fails = failing_sync == 0;
        failing_sync = 0;
        struct journal *journal = place_open(place);
        assert_int_equal(scratch_count(journal), 200);
        journal_close(journal);
        assert_true(at < 100);
    }
}

/* From the call with this number on, what SQLite does to files that needs room fails; 0: none. */
static int full_from, calls;

static bool is_full(void)
{
    errno = ENOSPC;
    return ++calls >= full_from && full_from > 0;
}

static ssize_t write_if_room(int fd, const void *bytes, size_t len, off_t at)
{
    return is_full() ? -1 : pwrite(fd, bytes, len, at);
}

static int allocate_if_room(int fd, off_t offset, off_t len)
{
    return is_full() ? ENOSPC : posix_fallocate(fd, offset, len);
}

static int cut_if_room(int fd, off_t len)
{
    return is_full() ? -1 : ftruncate(fd, len);
}

static int open_if_room(const char *path, int flags, int mode)
{
    return (flags & O_CREAT) && is_full() ? -1 : open(path, flags | O_CLOEXEC, mode);
}

static void watch_calls(void)
{
    static const struct {
        const char *name;
        sqlite3_syscall_ptr call;
    } watched[] = {
        {"open", (sqlite3_syscall_ptr)open_if_room},
        {"ftruncate", (sqlite3_syscall_ptr)cut_if_room},
        {"fallocate", (sqlite3_syscall_ptr)allocate_if_room},
        {"pwrite", (sqlite3_syscall_ptr)write_if_room},
        {"pwrite64", (sqlite3_syscall_ptr)write_if_room},
    };
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
        vfs->xSetSystemCall(vfs, watched[i].name, watched[i].call);
}

/* Wherever the disk gets full, what could be read is not taken for lost, but saved another time. */
static void test_a_disk_that_gets_full_loses_no_rows(void **state)
{
    struct place *place = *state;
    bool reached = true;
    watch_calls();
    for (int at = 1; reached; at++) {
        place_empty(place);
        place_fill(place);
        damage(place, query(place, "SELECT rootpage FROM sqlite_schema WHERE type = 'index'"
                                   " AND tbl_name = 'entries'"));
        calls = 0;
        full_from = at;
        journal_close(place_open(place));
        reached = calls >= at;
        full_from = 0;
        struct journal *journal = place_open(place);
        int count = scratch_count(journal);
        journal_close(journal);
        if (count != 200)
            fail_msg("%d rows are left if the disk is full from call %d on", count, at);
        assert_true(at < 1000);
    }
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, NULL, NULL);
}

static void test_a_page_that_the_disk_cannot_read_costs_what_stood_on_it(void **state)
{
    struct place *place = *state;
    place_fill(place);
    int64_t leaf = query(place, "SELECT max(pageno) FROM dbstat WHERE name = 'entries' AND"
                                " pagetype = 'leaf'");
    damage(place, query(place, "SELECT rootpage FROM sqlite_schema WHERE type = 'index'"
                               " AND tbl_name = 'entries'"));
    unread = (off_t)(leaf - 1) * PAGE + 100;
    struct journal *journal = place_open(place);
    int count = scratch_count(journal);
    journal_close(journal);
    unread = 0;
    assert_true(count >= 150);
    assert_int_equal(query(place, "SELECT count(*) FROM entries WHERE size = -1") > 0, 1);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_a_leaf_costs_its_rows),
        WITH_PLACE(test_an_index_costs_nothing),
        WITH_PLACE(test_an_inner_page_is_survived),
        WITH_PLACE(test_what_has_records_is_never_lost),
        WITH_PLACE(test_the_first_page_leaves_nothing_to_read_without_a_copy),
        WITH_PLACE(test_any_damaged_page_costs_what_stood_on_it),
        WITH_PLACE(test_the_log_of_a_damaged_journal_is_read),
        WITH_PLACE(test_a_process_that_was_killed_over_it_is_followed_by_another),
        WITH_PLACE(test_an_error_of_the_disk_loses_no_rows),
        WITH_PLACE(test_a_disk_that_gets_full_loses_no_rows),
        WITH_PLACE(test_a_page_that_the_disk_cannot_read_costs_what_stood_on_it),
    };
    return cmocka_run_group_tests_name("salvage", tests, NULL, NULL);
}
