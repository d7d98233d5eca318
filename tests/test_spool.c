/* SPDX-License-Identifier: MIT
 *
 * The spool, and what is left of records when their process is killed. This program also is the
 * processes that are: it runs itself as "record", "lock" and "take".
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/orders.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/spool.h"
#include "core/journal/stored.h"
#include "tests/doubles/kind.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

static const struct plan no_plan = {.rewatch_hours = 6};

static char *path_in(const char *folder, const char *name)
{
    char *path;
    assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
    return path;
}

static bool exists(const char *folder, const char *name)
{
    char *path = path_in(folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

static char *read_text(const char *folder, const char *name)
{
    char *path = path_in(folder, name), *text = calloc(1, 1 << 20);
    FILE *file = fopen(path, "rbe");
    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    free(path);
    return text;
}

static int64_t query(const char *folder, const char *sql)
{
    char *path = path_in(folder, "journal.db");
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    free(path);
    return value;
}

static struct scratch *journal_of(void **state)
{
    return *state;
}

/* Makes the next records go to the spool: as if the journal were locked for long. */
static sqlite3 *lock_out(struct scratch *scratch)
{
    char *path = path_in(scratch->folder, "journal.db");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    atomic_store(&scratch->hurry, true);
    free(path);
    return db;
}

static void let_in(struct scratch *scratch, sqlite3 *db)
{
    sqlite3_close(db);
    atomic_store(&scratch->hurry, false);
}

/* What there is no time to drain stays before what comes now. */
static void test_a_later_record_stays_behind_the_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    int64_t id = scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 5).entry;
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 3).spooled);
    sqlite3_close(db); /* not locked any more, but there still is no time */
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW + 2, 8).spooled);
    atomic_store(&scratch->hurry, false);
    scratch_reopen(scratch);
    struct entry *entry = scratch_entry(scratch->journal, id);
    assert_int_equal(entry->rating, 8);
    free(entry);
}

/* ---- Lines ---- */

static void test_a_record_survives_the_spool_unchanged(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .uid = "0123456789abcdef0123456789abcdef",
                            .at = NOW,
                            .path = "/tv/caf\xe9 \"x\"\n\\.mkv",
                            .size = (int64_t)5 << 40,
                            .duration = 1500.25,
                            .nth = 2,
                            .episodes = 3,
                            .film = true,
                            .media_title = "T\xe9l\xe9 ${x} {\\an8} '; DROP TABLE entries",
                            .live_until = NOW + 5};
    struct recorded recorded;
    sqlite3 *db = lock_out(scratch);
    assert_true(journal_add(scratch->journal, &record, &recorded, NULL));
    assert_true(recorded.spooled);
    let_in(scratch, db);
    char *line = read_text(scratch->folder, "journal.spool");
    assert_int_equal(strcspn(line, "\n"), strlen(line) - 1);
    free(line);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 1);
    struct entry *entry = scratch_entry(scratch->journal, 1);
    char *path = stored_to_path(entry->path, NULL);
    assert_string_equal(path, record.path);
    free(path);
    assert_true(entry->size == record.size);
    assert_true(entry->duration == record.duration);
    assert_int_equal(entry->nth, 2);
    assert_int_equal(entry->episodes, 3);
    assert_true(entry->film);
    assert_string_equal(entry->media_title, "T?l? ${x} {\\an8} '; DROP TABLE entries");
    assert_int_equal(entry->watched_at, NOW);
    free(entry);
    assert_int_equal(query(scratch->folder, "SELECT live_until FROM entries"), NOW + 5);
    assert_true(journal_add(scratch->journal, &record, &recorded, NULL));
    assert_true(recorded.repeated);
}

static void test_older_records_are_drained_first(void **state)
{
    struct scratch *scratch = journal_of(state);
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 7).spooled);
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9).spooled);
    assert_true(scratch_record(scratch->journal, RECORD_UNDO, NULL, NOW + 2, 0).spooled);
    let_in(scratch, db);
    struct recorded undone = scratch_record(scratch->journal, RECORD_UNDO, NULL, NOW + 3, 0);
    assert_false(undone.spooled);
    assert_int_equal(undone.undone_value, 7);
    assert_false(exists(scratch->folder, "journal.spool"));
}

static void test_a_rating_keeps_its_scope(void **state)
{
    struct scratch *scratch = journal_of(state);
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_rate_wide(scratch->journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW, 7).spooled);
    assert_true(scratch_rate_wide(scratch->journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW, 6).spooled);
    let_in(scratch, db);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    struct entry *entry = scratch_entry(scratch->journal, 1);
    assert_int_equal(entry->series_rating, 7);
    assert_int_equal(entry->season_rating, 6);
    assert_int_equal(entry->rating, -1);
    free(entry);
}

static void test_a_choice_survives_the_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct correction chosen = {.series = {.tvdb = 73244, .tvmaze = 526, .imdb = "tt0386676"},
                                .title = "The Office",
                                .season_offset = -1,
                                .number_offset = 12};
    struct correction found = {0};
    bool is = false;
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_choose(scratch->journal, "/tv/a.mkv", "office", &chosen, NOW).spooled);
    let_in(scratch, db);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_true(corrections_find(scratch->journal, "/tv/b.mkv", "office", 0, &found, &is, NULL));
    assert_true(is);
    chosen.moved_season = -1; /* it moves the numbers of all seasons */
    assert_memory_equal(&found, &chosen, sizeof(found));
}

static void test_what_a_file_is_not_survives_the_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct correction said = {.choice = CHOICE_NOTHING, .title = "Office 1x02"};
    struct correction found = {0};
    bool is = false;
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_choose(scratch->journal, "/tv/a.mkv", "", &said, NOW).spooled);
    let_in(scratch, db);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_true(corrections_find(scratch->journal, "/tv/a.mkv", "", 0, &found, &is, NULL));
    assert_true(is);
    assert_int_equal(found.choice, CHOICE_NOTHING);
    assert_string_equal(found.title, said.title);
}

static void test_an_order_survives_the_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct record record = {.kind = RECORD_ORDERED,
                            .at = NOW,
                            .path = "",
                            .size = -1,
                            .value = ORDER_DVD,
                            .title_key = "office",
                            .correction = {.series = {.tvdb = 73244}, .title = "The Office"}};
    struct recorded recorded;
    struct said_order said;
    bool is = false;
    sqlite3 *db = lock_out(scratch);
    assert_true(journal_add(scratch->journal, &record, &recorded, NULL));
    assert_true(recorded.spooled);
    let_in(scratch, db);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_true(orders_find(scratch->journal, &record.correction.series, &said, &is, NULL));
    assert_true(is);
    assert_int_equal(said.order, ORDER_DVD);
}

static void test_claiming_an_entry_drains_the_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    let_in(scratch, db);
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    assert_true(entries_claim(scratch->journal, NOW, 60, entry, &found, NULL));
    assert_true(found);
    assert_string_equal(entry->path, "/tv/a.mkv");
    free(entry);
}

static const char good_line[] =
    "{\"v\":1,\"kind\":\"rated\",\"uid\":\"00000000000000000000000000000001\",\"at\":1700000000,"
    "\"entry\":0,\"path\":\"/tv/a.mkv\",\"size\":5,\"duration\":1500,\"part\":1,\"parts\":1,"
    "\"media_title\":\"\",\"value\":8,\"live_until\":0}";

static void test_bad_lines_go_to_a_file_of_their_own(void **state)
{
    struct scratch *scratch = journal_of(state);
    char spool[4096];
    const char *const bad[] = {
        "garbage",
        "{\"v\":7,\"kind\":\"rated\",\"uid\":\"a\",\"path\":\"/x\"}", /* of a newer epimark */
        "{\"v\":2,\"kind\":\"rated\",\"uid\":\"e\",\"path\":\"/x\",\"scope\":3}",
        "{\"v\":1,\"kind\":\"danced\",\"uid\":\"b\",\"path\":\"/x\"}",
        "{\"v\":1,\"kind\":\"rated\",\"path\":\"/x\"}",
        "{\"v\":1,\"kind\":\"rated\",\"uid\":\"c\",\"entry\":99,\"path\":\"\"}", /* no such row */
        "{\"v\":3,\"kind\":\"chosen\",\"uid\":\"f\",\"path\":\"/x\"}",           /* of no series */
        "{\"v\":1,\"kind\":\"rated\",\"uid\":\"d\",\"path",                      /* half of it */
    };
    size_t used = 0;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        used += (size_t)snprintf(spool + used, sizeof(spool) - used, "%s\n%s", bad[i],
                                 i == 2 ? "\n\n" : "");
    }
    snprintf(spool + used, sizeof(spool) - used, "%s", good_line); /* its end was not written */
    tempdir_write(scratch->folder, "journal.spool", spool, -1);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 1);
    assert_int_equal(scratch_count(scratch->journal), 1);
    assert_non_null(strstr(journal_warning(scratch->journal), "7 lines"));
    char *kept = read_text(scratch->folder, "journal.spool.bad");
    char *newer = read_text(scratch->folder, "journal.spool.newer");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(strstr(kept, bad[i]) != NULL, i != 1);
        assert_int_equal(strstr(newer, bad[i]) != NULL, i == 1);
    }
    free(kept);
    free(newer);
    assert_false(exists(scratch->folder, "journal.spool"));
}

static void test_a_line_of_a_newer_epimark_waits_for_it(void **state)
{
    struct scratch *scratch = journal_of(state);
    char spool[3 * sizeof(good_line)], *version;
    snprintf(spool, sizeof(spool), "%s\n%s\n", good_line, good_line);
    version = strstr(spool + sizeof(good_line), "\"v\":1");
    version[4] = '9';
    tempdir_write(scratch->folder, "journal.spool", spool, -1);
    for (int i = 0; i < 3; i++) {
        scratch_reopen(scratch);
        assert_non_null(strstr(journal_warning(scratch->journal), "journal.spool.newer has rec"));
        assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records"), 1);
        assert_false(exists(scratch->folder, "journal.spool"));
        assert_false(exists(scratch->folder, "journal.spool.taking"));
        char *newer = read_text(scratch->folder, "journal.spool.newer");
        assert_string_equal(newer, spool + sizeof(good_line));
        free(newer);
    }
    /* Now this is the newer one, for some of its lines. */
    version[4] = '2';
    *strstr(version, "0001\"") = '1';
    snprintf(spool + strlen(spool), sizeof(good_line), "%s", "{\"v\":9}\n");
    tempdir_write(scratch->folder, "journal.spool.newer", spool + sizeof(good_line), -1);
    scratch_reopen(scratch);
    assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records"), 2);
    char *newer = read_text(scratch->folder, "journal.spool.newer");
    assert_string_equal(newer, "{\"v\":9}\n");
    free(newer);
}

/* Gives a file to another user, which only root may do; else takes all access to it away. */
static void give_away(struct scratch *scratch, const char *name)
{
    char *path = path_in(scratch->folder, name);
    assert_int_equal(geteuid() == 0 ? chown(path, 65534, 65534) : chmod(path, 0), 0);
    free(path);
}

static void test_a_stuck_spool_is_reported_and_holds_up_no_other(void **state)
{
    (void)state;
    static const char *const names[] = {"journal.spool.taking", "journal.spool.taking-2",
                                        "journal.spool"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        void *own;
        assert_int_equal(scratch_begin(&own), 0);
        struct scratch *scratch = own;
        char other[sizeof(good_line) + 1];
        tempdir_write(scratch->folder, names[i], "{\"v\":1}", -1);
        give_away(scratch, names[i]);
        snprintf(other, sizeof(other), "%s\n", good_line);
        const char *later = i < 2 ? "journal.spool" : "journal.spool-2";
        tempdir_write(scratch->folder, later, other, -1);
        int count;
        struct epi_error err;
        assert_false(spool_drain(scratch->journal, &count, &err));
        assert_int_equal(count, 1);
        assert_non_null(strstr(err.text, names[i]));
        assert_string_equal(journal_warning(scratch->journal), err.text);
        assert_false(exists(scratch->folder, later));
        assert_true(exists(scratch->folder, names[i]));
        /* What is recorded now goes beside it, and is drained too. */
        sqlite3 *db = lock_out(scratch);
        assert_true(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
        let_in(scratch, db);
        assert_false(spool_drain(scratch->journal, &count, &err));
        assert_int_equal(count, 1);
        scratch_end(&own);
    }
}

static void test_what_another_program_is_writing_is_drained_by_line(void **state)
{
    struct scratch *scratch = journal_of(state);
    char spool[2 * sizeof(good_line)];
    snprintf(spool, sizeof(spool), "%s\n%.40s", good_line, good_line);
    tempdir_write(scratch->folder, "journal.spool", spool, -1);
    char *path = path_in(scratch->folder, "journal.spool");
    int fd = open(path, O_RDWR | O_CLOEXEC);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    assert_int_equal(fcntl(fd, F_OFD_SETLK, &lock), 0);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 1);
    char *left = read_text(scratch->folder, "journal.spool");
    assert_string_equal(left, spool);
    assert_false(exists(scratch->folder, "journal.spool.bad"));
    close(fd);
    free(left);
    free(path);
}

static void test_draining_goes_on_after_a_crash(void **state)
{
    struct scratch *scratch = journal_of(state);
    char other[sizeof(good_line)];
    snprintf(other, sizeof(other), "%s", good_line);
    memcpy(strstr(other, "0001"), "0002", 4);
    /* A process renamed it and ended; another added more; one line is in both. */
    char both[2 * sizeof(good_line) + 2];
    snprintf(both, sizeof(both), "%s\n%s\n", good_line, other);
    tempdir_write(scratch->folder, "journal.spool.taking", good_line, -1);
    tempdir_write(scratch->folder, "journal.spool", both, -1);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 2);
    assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records"), 2);
    assert_false(exists(scratch->folder, "journal.spool.taking"));
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 0);
}

static void test_a_spool_that_cannot_be_written_is_an_error(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/a.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded = {.entry = 7};
    struct epi_error err;
    char name[32] = "journal.spool";
    for (int number = 1; number <= 9; number++) {
        if (number > 1)
            snprintf(name, sizeof(name), "journal.spool-%d", number);
        tempdir_plant(scratch->folder, name, "directory");
    }
    sqlite3 *db = lock_out(scratch);
    assert_false(journal_add(scratch->journal, &record, &recorded, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "journal.spool-9 is not a regular file: move it away"));
    assert_int_equal(recorded.entry, 7);
    tempdir_clear(scratch->folder, name);
    tempdir_clear(scratch->folder, "journal.spool-8");
    assert_true(journal_add(scratch->journal, &record, &recorded, &err));
    assert_true(exists(scratch->folder, "journal.spool-8"));
    let_in(scratch, db);
}

/* Records, with something odd in the spool's place, into the journal or, while that is locked,
 * beside it. */
static void record_beside(struct scratch *scratch, const char *name, const char *oddity)
{
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/b.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded = {.entry = 7};
    struct epi_error err;
    bool link = strcmp(oddity, "link") == 0 || strcmp(oddity, "dangling") == 0;
    char said[64];
    snprintf(said, sizeof(said), "%s is %s", name, link ? "a symbolic link" : "not a regular file");
    tempdir_plant(scratch->folder, name, oddity);
    scratch_reopen(scratch);
    assert_non_null(strstr(journal_warning(scratch->journal), said));
    assert_false(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    assert_int_equal(scratch_count(scratch->journal), 1);
    sqlite3 *db = lock_out(scratch);
    if (!journal_add(scratch->journal, &record, &recorded, &err))
        fail_msg("%s: %s: %s", oddity, kind_text(err.kind), err.text);
    assert_true(recorded.spooled);
    let_in(scratch, db);
    tempdir_clear(scratch->folder, name);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_int_equal(scratch_count(scratch->journal), 2);
}

static void test_what_is_not_a_regular_file_never_blocks(void **state)
{
    static const char *const names[] = {"journal.spool", "journal.spool.taking"};
    (void)state;
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        for (size_t i = 0; i < 2; i++) {
            void *own;
            assert_int_equal(scratch_begin(&own), 0);
            record_beside(own, names[i], *oddity);
            scratch_end(&own);
        }
    }
}

static void test_bad_lines_wait_until_they_can_be_kept(void **state)
{
    struct scratch *scratch = journal_of(state);
    char spool[sizeof(good_line) + 16];
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        struct epi_error err = {0};
        int count;
        snprintf(spool, sizeof(spool), "garbage\n%s\n", good_line);
        *strstr(spool, "0001\"") = (char)('1' + (oddity - tempdir_oddities)); /* another record */
        tempdir_write(scratch->folder, "journal.spool", spool, -1);
        tempdir_plant(scratch->folder, "journal.spool.bad", *oddity);
        assert_false(spool_drain(scratch->journal, &count, &err));
        assert_non_null(strstr(err.text, "journal.spool.bad is "));
        assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records"),
                         oddity - tempdir_oddities);
        tempdir_clear(scratch->folder, "journal.spool.bad");
        assert_true(spool_drain(scratch->journal, &count, NULL));
        assert_int_equal(count, 1);
        tempdir_clear(scratch->folder, "journal.spool.bad");
    }
}

static void test_a_full_disk_leaves_no_half_line(void **state)
{
    struct scratch *scratch = journal_of(state);
    struct rlimit before, small;
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    char *line = read_text(scratch->folder, "journal.spool");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = strlen(line) + 30;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/b.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded;
    struct epi_error err;
    bool kept = journal_add(scratch->journal, &record, &recorded, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(kept);
    char *after = read_text(scratch->folder, "journal.spool");
    assert_string_equal(after, line);
    free(line);
    free(after);
    assert_true(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/c.mkv", NOW, 0).spooled);
    let_in(scratch, db);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 2);
}

static void test_a_cut_off_line_spoils_no_other(void **state)
{
    struct scratch *scratch = journal_of(state);
    tempdir_write(scratch->folder, "journal.spool", "{\"v\":1,\"kind\":\"ra", -1);
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_WATCHED, "/tv/c.mkv", NOW, 0).spooled);
    let_in(scratch, db);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 1);
}

/* ---- Locked ---- */

/* Another process stands still while it holds the spool's lock. */
static int hold(struct scratch *scratch, const char *name)
{
    char *path = path_in(scratch->folder, name);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    assert_int_equal(fcntl(fd, F_OFD_SETLK, &lock), 0);
    free(path);
    return fd;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

static void test_in_a_hurry_a_locked_spool_is_not_waited_for(void **state)
{
    struct scratch *scratch = journal_of(state);
    sqlite3 *db = lock_out(scratch);
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 5).spooled);
    int first = hold(scratch, "journal.spool");
    int64_t began = now_ms();
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 6).spooled);
    int second = hold(scratch, "journal.spool-2");
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 7).spooled);
    assert_true(now_ms() - began < 2000); /* the wait of one that has time */
    assert_true(exists(scratch->folder, "journal.spool-3"));
    close(first); /* free, but older than what comes now */
    assert_true(scratch_record(scratch->journal, RECORD_RATED, "/tv/a.mkv", NOW, 8).spooled);
    close(second);
    let_in(scratch, db);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 4);
    assert_int_equal(query(scratch->folder, "SELECT value FROM records ORDER BY id DESC"), 8);
    assert_int_equal(query(scratch->folder, "SELECT value FROM ratings"), 8);
    assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records WHERE value = 4 + id"),
                     4);
    assert_false(exists(scratch->folder, "journal.spool-3"));
}

/* ---- Appending while it is drained ---- */

/* How many descriptors of this process are open on a file. */
static int open_on(const char *path)
{
    int count = 0;
    char name[64], target[4300];
    for (int fd = 0; fd < 64; fd++) {
        snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
        ssize_t len = readlink(name, target, sizeof(target) - 1);
        target[len < 0 ? 0 : len] = '\0';
        count += strcmp(target, path) == 0;
    }
    return count;
}

static void *record_one(void *journal)
{
    scratch_record(journal, RECORD_WATCHED, "/tv/late.mkv", NOW, 0);
    return NULL;
}

static void test_appending_during_a_drain_begins_another_spool(void **state)
{
    struct scratch *scratch = journal_of(state);
    char *db = path_in(scratch->folder, "journal.db"), *away = path_in(scratch->folder, "away");
    assert_int_equal(rename(db, away), 0);
    assert_int_equal(mkdir(db, 0700), 0); /* not locked, so that only the spool is waited for */
    scratch_record(scratch->journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    char *spool = path_in(scratch->folder, "journal.spool");
    char *taking = path_in(scratch->folder, "journal.spool.taking");
    int fd = open(spool, O_RDWR | O_CLOEXEC);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    assert_int_equal(fcntl(fd, F_OFD_SETLK, &lock), 0);
    char *before = read_text(scratch->folder, "journal.spool");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, record_one, scratch->journal), 0);
    for (int tries = 0; open_on(spool) < 2 && tries < 1000; tries++)
        poll(NULL, 0, 1);
    assert_int_equal(open_on(spool), 2); /* it has the file open, and waits for the lock */
    assert_int_equal(rename(spool, taking), 0);
    tempdir_write(scratch->folder, "journal.spool", "", 0); /* another process began a new one */
    close(fd);
    pthread_join(thread, NULL);
    char *after = read_text(scratch->folder, "journal.spool.taking");
    assert_string_equal(before, after);
    assert_int_equal(rmdir(db), 0);
    assert_int_equal(rename(away, db), 0);
    int count;
    assert_true(spool_drain(scratch->journal, &count, NULL));
    assert_int_equal(count, 2);
    free(before);
    free(after);
    free(spool);
    free(db);
    free(away);
    free(taking);
}

/* ---- Processes that are killed ---- */

/* Records one file after the other and says the uid of each that was kept. */
static int run_recorder(const char *folder, unsigned seed)
{
    atomic_bool hurry = seed % 2;
    struct journal *journal = journal_open(folder, &no_plan, &hurry, NULL);
    if (!journal)
        return 1;
    for (unsigned i = 0;; i++) {
        char path[64];
        struct record record = {.kind = i % 2 ? RECORD_RATED : RECORD_WATCHED,
                                .at = NOW,
                                .path = path,
                                .size = 1,
                                .nth = 1,
                                .episodes = 1,
                                .value = (int)(i % 10) + 1};
        struct recorded recorded;
        snprintf(record.uid, sizeof(record.uid), "%016x%016x", seed, i);
        snprintf(path, sizeof(path), "/tv/%u-%u.mkv", seed, i);
        if (!journal_add(journal, &record, &recorded, NULL))
            continue;
        record.uid[32] = '\n';
        if (write(STDOUT_FILENO, record.uid, 33) != 33)
            return 1;
    }
}

/* Keeps others from writing now and then. */
static _Noreturn void run_locker(const char *folder)
{
    char *path = path_in(folder, "journal.db");
    sqlite3 *db;
    sqlite3_open(path, &db);
    free(path);
    for (int i = 0;; i++) {
        if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK)
            poll(NULL, 0, 1 + i % 7);
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        poll(NULL, 0, 1);
    }
}

static _Noreturn void run_taker(const char *folder)
{
    for (;;) {
        struct journal *journal = journal_open(folder, &no_plan, NULL, NULL);
        if (journal)
            spool_drain(journal, NULL, NULL);
        journal_close(journal);
    }
}

static pid_t run_self(const char *role, const char *folder, unsigned seed, int out)
{
    char number[16], self[] = "/proc/self/exe", role_copy[16];
    char *folder_copy = strdup(folder);
    snprintf(number, sizeof(number), "%u", seed);
    snprintf(role_copy, sizeof(role_copy), "%s", role);
    char *args[] = {self, role_copy, folder_copy, number, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    posix_spawn_file_actions_init(&actions);
    if (out >= 0)
        posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    assert_int_equal(posix_spawn(&child, self, &actions, NULL, args, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    free(folder_copy);
    return child;
}

static void kill_and_wait(pid_t child)
{
    int status;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status)); /* it did not end by itself */
}

/* Reads count uids from a pipe, and with count 0 all that are left. */
static size_t read_uids(FILE *pipe, char (*uids)[JOURNAL_UID_SIZE], size_t max, size_t count)
{
    size_t got = 0;
    char line[64];
    while (got < max && (!count || got < count) && fgets(line, sizeof(line), pipe)) {
        if (strlen(line) == 33)
            snprintf(uids[got++], JOURNAL_UID_SIZE, "%.32s", line);
    }
    return got;
}

static void assert_each_is_there(const char *folder, char (*uids)[JOURNAL_UID_SIZE], size_t count)
{
    char sql[128];
    for (size_t i = 0; i < count; i++) {
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM records WHERE uid = '%s'", uids[i]);
        if (query(folder, sql) != 1)
            fail_msg("record %zu of %zu (%s) is lost", i, count, uids[i]);
    }
    assert_int_equal(query(folder, "SELECT count(*) FROM entries"),
                     query(folder, "SELECT count(*) FROM records"));
}

enum { TRIALS = 8, ADDED_MAX = 20000 };

static void test_every_kept_record_survives_a_kill(void **state)
{
    (void)state;
    char(*uids)[JOURNAL_UID_SIZE] = calloc(ADDED_MAX, JOURNAL_UID_SIZE);
    size_t spooled = 0;
    for (unsigned trial = 0; trial < TRIALS; trial++) {
        char *folder = tempdir_make();
        int ends[2];
        journal_close(journal_open(folder, &no_plan, NULL, NULL));
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        pid_t locker = run_self("lock", folder, 0, -1);
        pid_t taker = run_self("take", folder, 0, -1);
        pid_t first = run_self("record", folder, 2 * trial, ends[1]);
        pid_t second = run_self("record", folder, 2 * trial + 1, ends[1]);
        close(ends[1]);
        FILE *pipe = fdopen(ends[0], "re");
        size_t added = read_uids(pipe, uids, ADDED_MAX, 20 + 37 * trial);
        if (trial % 2)
            kill_and_wait(taker);
        kill_and_wait(first);
        kill_and_wait(second);
        kill_and_wait(locker);
        if (!(trial % 2))
            kill_and_wait(taker);
        added += read_uids(pipe, uids + added, ADDED_MAX - added, 0);
        fclose(pipe);
        spooled += exists(folder, "journal.spool") || exists(folder, "journal.spool.taking");
        struct journal *journal = journal_open(folder, &no_plan, NULL, NULL);
        assert_string_equal(journal_warning(journal), "");
        journal_close(journal);
        assert_false(exists(folder, "journal.spool"));
        assert_each_is_there(folder, uids, added);
        tempdir_remove(folder);
    }
    assert_true(spooled > 0); /* else this showed nothing of the spool */
    free(uids);
}

static void test_many_open_a_new_journal_at_once(void **state)
{
    (void)state;
    enum { MANY = 8 };
    char(*uids)[JOURNAL_UID_SIZE] = calloc(ADDED_MAX, JOURNAL_UID_SIZE);
    char *folder = tempdir_make();
    int ends[2];
    pid_t children[MANY];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    for (unsigned i = 0; i < MANY; i++)
        children[i] = run_self("record", folder, 2 * i, ends[1]);
    close(ends[1]);
    FILE *pipe = fdopen(ends[0], "re");
    size_t added = read_uids(pipe, uids, ADDED_MAX, 100);
    for (unsigned i = 0; i < MANY; i++)
        kill_and_wait(children[i]);
    added += read_uids(pipe, uids + added, ADDED_MAX - added, 0);
    fclose(pipe);
    journal_close(journal_open(folder, &no_plan, NULL, NULL));
    assert_each_is_there(folder, uids, added);
    assert_false(exists(folder, "journal.db.corrupt-1"));
    tempdir_remove(folder);
    free(uids);
}

/* ---- Parked records ---- */

static void park(struct journal *journal, enum record_kind kind, const char *path, int value)
{
    struct record record = {.kind = kind, .at = NOW, .path = path, .size = 7, .value = value};
    struct epi_error err;
    record.nth = record.episodes = 1;
    if (!journal_park(journal, &record, &err))
        fail_msg("%s", err.text);
    assert_int_equal(strlen(record.uid), JOURNAL_UID_SIZE - 1);
}

/* What becomes of the records of each file: those of "wait" wait, those of "gone" are dropped. */
static enum parked_fate fate_by_name(void *counted, const struct record *record)
{
    (void)counted;
    return strstr(record->path, "wait")   ? PARKED_WAITS
           : strstr(record->path, "gone") ? PARKED_DROPPED
                                          : PARKED_COUNTS;
}

static void count_one(void *counted, const struct record *record, const struct recorded *recorded)
{
    assert_int_equal(record->value, 8);
    assert_false(recorded->repeated);
    ++*(int *)counted;
}

static int settle(struct journal *journal, int *counted)
{
    struct journal_settling settling = {counted, fate_by_name, count_one};
    struct epi_error err;
    int waiting = 0;
    *counted = 0;
    if (!journal_settle(journal, &settling, &waiting, &err))
        fail_msg("%s", err.text);
    return waiting;
}

static void test_a_parked_record_waits_to_be_settled(void **state)
{
    struct scratch *scratch = journal_of(state);
    int counted;
    assert_false(journal_has_parked(scratch->journal));
    assert_int_equal(settle(scratch->journal, &counted), 0);
    park(scratch->journal, RECORD_RATED, "/tv/a.mkv", 8);
    park(scratch->journal, RECORD_RATED, "/tv/gone.mkv", 7);
    park(scratch->journal, RECORD_RATED, "/tv/wait.mkv", 6);
    /* No process that opens the journal or drains the spool takes it. */
    scratch_reopen(scratch);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_int_equal(scratch_count(scratch->journal), 0);
    assert_true(journal_has_parked(scratch->journal));
    assert_int_equal(settle(scratch->journal, &counted), 1);
    assert_int_equal(counted, 1);
    assert_int_equal(scratch_count(scratch->journal), 1);
    char *left = read_text(scratch->folder, "journal.spool.parked");
    assert_non_null(strstr(left, "/tv/wait.mkv"));
    assert_null(strstr(left, "/tv/a.mkv"));
    assert_null(strstr(left, "/tv/gone.mkv"));
    free(left);
    park(scratch->journal, RECORD_RATED, "/tv/b.mkv", 8);
    assert_int_equal(settle(scratch->journal, &counted), 1);
    assert_int_equal(scratch_count(scratch->journal), 2);
}

/* The process was killed after the record was added, and before its line was removed. */
static void test_a_parked_record_counts_once(void **state)
{
    struct scratch *scratch = journal_of(state);
    int counted;
    park(scratch->journal, RECORD_RATED, "/tv/a.mkv", 8);
    char *line = read_text(scratch->folder, "journal.spool.parked");
    assert_int_equal(settle(scratch->journal, &counted), 0);
    assert_false(exists(scratch->folder, "journal.spool.parked"));
    tempdir_write(scratch->folder, "journal.spool.parked", line, (size_t)-1);
    struct journal_settling settling = {NULL, fate_by_name, NULL};
    int waiting;
    assert_true(journal_settle(scratch->journal, &settling, &waiting, NULL));
    assert_int_equal(query(scratch->folder, "SELECT count(*) FROM records"), 1);
    free(line);
}

/* Neither what a process wrote that was killed before it was in place, nor what all stays of. */
static void test_nothing_is_left_beside_parked_records(void **state)
{
    struct scratch *scratch = journal_of(state);
    int counted;
    park(scratch->journal, RECORD_RATED, "/tv/wait.mkv", 6);
    assert_int_equal(settle(scratch->journal, &counted), 1);
    assert_true(exists(scratch->folder, "journal.spool.parked"));
    assert_false(exists(scratch->folder, "journal.spool.parked.new"));
    tempdir_write(scratch->folder, "journal.spool.parked", "nonsense\n", (size_t)-1);
    tempdir_write(scratch->folder, "journal.spool.parked.new", "{\"v\":1}\n", (size_t)-1);
    assert_int_equal(settle(scratch->journal, &counted), 0);
    assert_false(exists(scratch->folder, "journal.spool.parked"));
    assert_false(exists(scratch->folder, "journal.spool.parked.new"));
    tempdir_write(scratch->folder, "journal.spool.parked", "", 0);
    assert_int_equal(settle(scratch->journal, &counted), 0);
    assert_false(journal_has_parked(scratch->journal));
}

/* If the journal cannot be written, what counts goes to the spool. */
static void test_what_counts_is_kept_while_the_journal_is_locked(void **state)
{
    struct scratch *scratch = journal_of(state);
    int counted;
    park(scratch->journal, RECORD_RATED, "/tv/a.mkv", 8);
    sqlite3 *db = lock_out(scratch);
    assert_int_equal(settle(scratch->journal, &counted), 0);
    assert_true(exists(scratch->folder, "journal.spool"));
    let_in(scratch, db);
    assert_true(spool_drain(scratch->journal, NULL, NULL));
    assert_int_equal(scratch_count(scratch->journal), 1);
}

static void test_parked_lines_that_are_no_records_are_set_aside(void **state)
{
    struct scratch *scratch = journal_of(state);
    int counted;
    tempdir_write(scratch->folder, "journal.spool.parked",
                  "{\"v\":99,\"kind\":\"x\"}\n\nnonsense\n{\"v\":1,", (size_t)-1);
    assert_int_equal(settle(scratch->journal, &counted), 1);
    char *left = read_text(scratch->folder, "journal.spool.parked");
    assert_string_equal(left, "{\"v\":99,\"kind\":\"x\"}\n");
    free(left);
    left = read_text(scratch->folder, "journal.spool.bad");
    assert_string_equal(left, "nonsense\n{\"v\":1,\n");
    free(left);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* no child stays behind if a check fails */
    if (argc == 4 && strcmp(argv[1], "record") == 0)
        return run_recorder(argv[2], (unsigned)strtoul(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "lock") == 0)
        run_locker(argv[2]);
    if (argc == 4 && strcmp(argv[1], "take") == 0)
        run_taker(argv[2]);
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_a_later_record_stays_behind_the_spool),
        WITH_JOURNAL(test_a_record_survives_the_spool_unchanged),
        WITH_JOURNAL(test_older_records_are_drained_first),
        WITH_JOURNAL(test_a_rating_keeps_its_scope),
        WITH_JOURNAL(test_a_choice_survives_the_spool),
        WITH_JOURNAL(test_what_a_file_is_not_survives_the_spool),
        WITH_JOURNAL(test_an_order_survives_the_spool),
        WITH_JOURNAL(test_claiming_an_entry_drains_the_spool),
        WITH_JOURNAL(test_bad_lines_go_to_a_file_of_their_own),
        WITH_JOURNAL(test_a_line_of_a_newer_epimark_waits_for_it),
        cmocka_unit_test(test_a_stuck_spool_is_reported_and_holds_up_no_other),
        WITH_JOURNAL(test_what_another_program_is_writing_is_drained_by_line),
        WITH_JOURNAL(test_draining_goes_on_after_a_crash),
        WITH_JOURNAL(test_a_spool_that_cannot_be_written_is_an_error),
        cmocka_unit_test(test_what_is_not_a_regular_file_never_blocks),
        WITH_JOURNAL(test_bad_lines_wait_until_they_can_be_kept),
        WITH_JOURNAL(test_a_full_disk_leaves_no_half_line),
        WITH_JOURNAL(test_a_cut_off_line_spoils_no_other),
        WITH_JOURNAL(test_in_a_hurry_a_locked_spool_is_not_waited_for),
        WITH_JOURNAL(test_appending_during_a_drain_begins_another_spool),
        WITH_JOURNAL(test_a_parked_record_waits_to_be_settled),
        WITH_JOURNAL(test_nothing_is_left_beside_parked_records),
        WITH_JOURNAL(test_a_parked_record_counts_once),
        WITH_JOURNAL(test_what_counts_is_kept_while_the_journal_is_locked),
        WITH_JOURNAL(test_parked_lines_that_are_no_records_are_set_aside),
        cmocka_unit_test(test_every_kept_record_survives_a_kill),
        cmocka_unit_test(test_many_open_a_new_journal_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
