/* SPDX-License-Identifier: MIT */
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

#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, JOURNAL_1_NOW = 1795328300 /* soon after data/journal-1.sql */ };

static const struct plan no_plan = {.rewatch_hours = 6};

struct place {
    char *folder;
    char db[4200];
    atomic_bool hurry; /* of each journal that is opened */
};

static int begin(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    place->folder = tempdir_make();
    snprintf(place->db, sizeof(place->db), "%s/journal.db", place->folder);
    *state = place;
    return 0;
}

static int end(void **state)
{
    struct place *place = *state;
    tempdir_remove(place->folder);
    free(place);
    return 0;
}

static struct journal *open_in(struct place *place)
{
    struct epi_error err = {0};
    struct journal *journal = journal_open(place->folder, &no_plan, &place->hurry, &err);
    if (!journal)
        fail_msg("not opened: %s", err.text);
    return journal;
}

static bool exists(const struct place *place, const char *name)
{
    char path[4300];
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    return access(path, F_OK) == 0;
}

static mode_t mode_of(const struct place *place, const char *name)
{
    char path[4300];
    struct stat info;
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 0777;
}

static char *read_whole(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rbe");
    assert_non_null(file);
    char *bytes = malloc(1 << 22);
    *len = fread(bytes, 1, 1 << 22, file);
    fclose(file);
    return bytes;
}

static void run_sql(const struct place *place, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* A journal with something in it, closed. */
static void make_journal(struct place *place)
{
    struct journal *journal = open_in(place);
    char path[64];
    for (int i = 0; i < 200; i++) {
        snprintf(path, sizeof(path), "/tv/%d.mkv", i);
        scratch_tell(journal, RECORD_WATCHED, path, NOW + i, 0);
    }
    journal_close(journal);
}

/* What a link led to; "text\n" where there was none. */
static char *read_whole_if_there(const struct place *place, const char *name)
{
    char path[4300];
    size_t len;
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    if (!exists(place, name))
        return strdup("text\n");
    char *bytes = read_whole(path, &len);
    bytes[len] = '\0';
    return bytes;
}

static void begin_anew(struct place *place)
{
    tempdir_remove(place->folder);
    place->folder = tempdir_make();
    snprintf(place->db, sizeof(place->db), "%s/journal.db", place->folder);
}

/* ---- Opening ---- */

static void test_everything_is_its_owners_alone(void **state)
{
    struct place *place = *state;
    char deep[4200];
    snprintf(deep, sizeof(deep), "%s/share/epimark", place->folder);
    mode_t before = umask(0);
    struct journal *journal = journal_open(deep, &no_plan, NULL, NULL);
    assert_non_null(journal);
    scratch_tell(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    assert_int_equal(mode_of(place, "share/epimark"), 0700);
    assert_int_equal(mode_of(place, "share/epimark/journal.db"), 0600);
    assert_int_equal(mode_of(place, "share/epimark/journal.db-wal"), 0600);
    assert_int_equal(mode_of(place, "share/epimark/journal.db-shm"), 0600);
    assert_int_equal(mode_of(place, "share/epimark/journal.lock"), 0600);
    assert_string_equal(journal_warning(journal), "");
    journal_close(journal);
    umask(before);
}

static void test_commits_are_synced_in_a_log(void **state)
{
    struct place *place = *state;
    make_journal(place);
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(rows, 0), "wal");
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void test_a_folder_that_cannot_be(void **state)
{
    struct place *place = *state;
    struct epi_error err;
    char below[4300];
    tempdir_write(place->folder, "file", "x", 1);
    snprintf(below, sizeof(below), "%s/file", place->folder);
    assert_null(journal_open(below, &no_plan, NULL, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    snprintf(below, sizeof(below), "%s/file/epimark", place->folder);
    assert_null(journal_open(below, &no_plan, NULL, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    journal_close(NULL);
}

/* What is recorded while the journal cannot be used is in the spool, and later in the journal. */
static void assert_spools(struct journal *journal, enum epi_error_kind kind, const char *words)
{
    struct epi_error err = {0};
    assert_false(journal_ready(journal, &err));
    assert_int_equal(err.kind, kind);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
    assert_true(scratch_tell(journal, RECORD_WATCHED, "/tv/spooled.mkv", NOW, 0).spooled);
}

static void assert_taken_in(struct place *place, int entries)
{
    struct journal *journal = open_in(place);
    assert_int_equal(scratch_count(journal), entries);
    assert_false(exists(place, "journal.spool"));
    assert_false(exists(place, "journal.spool.taking"));
    journal_close(journal);
}

static void test_a_journal_that_is_a_folder(void **state)
{
    struct place *place = *state;
    assert_int_equal(mkdir(place->db, 0700), 0);
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_NEVER,
                  "journal.db is not a regular file of yours: move it away");
    assert_non_null(strstr(journal_warning(journal), "journal.db is not a regular file"));
    journal_close(journal);
    assert_int_equal(rmdir(place->db), 0);
    assert_taken_in(place, 1);
}

static void test_what_is_no_file_of_ours_is_told_and_hangs_nobody(void **state)
{
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm",
                                        "journal.db-journal", "journal.lock"};
    struct place *place = *state;
    for (const char *const *oddity = folder_oddities; *oddity; oddity++) {
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            char said[64];
            bool link = strcmp(*oddity, "link") == 0 || strcmp(*oddity, "dangling") == 0;
            snprintf(said, sizeof(said), "%s is %s", names[i],
                     link ? "a link" : "not a regular file of yours: move it away");
            tempdir_plant(place->folder, names[i], *oddity);
            struct journal *journal = open_in(place);
            assert_spools(journal, EPI_ERROR_NEVER, said);
            assert_non_null(strstr(journal_warning(journal), said));
            tempdir_clear(place->folder, names[i]);
            /* The same journal goes on as soon as it can. */
            assert_true(journal_ready(journal, NULL));
            journal_close(journal);
            assert_taken_in(place, 1);
            char *text = read_whole_if_there(place, "linked");
            assert_string_equal(text, "text\n");
            free(text);
            begin_anew(place);
        }
    }
}

static void test_the_folder_may_be_a_link(void **state)
{
    struct place *place = *state;
    char link[4200];
    make_journal(place);
    snprintf(link, sizeof(link), "%s/link", place->folder);
    assert_int_equal(symlink(".", link), 0);
    struct journal *journal = journal_open(link, &no_plan, NULL, NULL);
    assert_non_null(journal);
    assert_true(journal_ready(journal, NULL));
    assert_int_equal(scratch_count(journal), 200);
    journal_close(journal);
}

static void test_a_newer_journal_is_never_touched(void **state)
{
    struct place *place = *state;
    make_journal(place);
    run_sql(place, "PRAGMA user_version = 99");
    size_t len, len_after;
    char *before = read_whole(place->db, &len);
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_NEVER, "newer epimark");
    assert_non_null(strstr(journal_warning(journal), "newer epimark"));
    journal_close(journal);
    char *after = read_whole(place->db, &len_after);
    assert_int_equal(len, len_after);
    assert_memory_equal(before, after, len);
    assert_false(exists(place, "journal.db-wal"));
    assert_false(exists(place, "journal.db-shm"));
    assert_false(exists(place, "journal.db.corrupt-1"));
    free(before);
    free(after);
    run_sql(place, "PRAGMA user_version = 3");
    assert_taken_in(place, 201);
}

static void assert_due(struct journal *journal, const char *wanted)
{
    char *due = scratch_due(journal, "trakt", JOURNAL_1_NOW);
    assert_string_equal(due, wanted);
    free(due);
}

static void test_a_journal_of_the_first_schema_goes_on(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark, trakt rate");
    size_t len;
    char *sql = read_whole(EPIMARK_TEST_DATA "/journal-1.sql", &len);
    sql[len] = '\0';
    run_sql(place, sql);
    free(sql);
    for (int opened = 0; opened < 2; opened++) {
        struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
        assert_non_null(journal);
        assert_string_equal(journal_warning(journal), "");
        struct entry *entry = scratch_entry(journal, 1);
        assert_int_equal(entry->state, ENTRY_SENT);
        assert_int_equal(entry->rating, 9);
        assert_int_equal(entry->rated_at, 1795328257);
        assert_int_equal(entry->series_rating, -1);
        assert_int_equal(entry->delivery_count, 2);
        free(entry);
        assert_int_equal(scratch_state(journal, 3), ENTRY_RATED);
        assert_due(journal, "rate 1x03=0");
        journal_close(journal);
    }
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    struct recorded recorded = scratch_tell(journal, RECORD_WATCHED, "/tv/b.mkv", JOURNAL_1_NOW, 0);
    struct match again = {.episode = {.season = 1, .number = 2, .tvmaze = 12193}};
    assert_true(entries_identified(journal, recorded.entry, &again, "", JOURNAL_1_NOW, NULL));
    assert_due(journal, "rate 1x03=0"); /* its rating is still another's */
    struct record record = {.kind = RECORD_UNDO, .at = JOURNAL_1_NOW, .entry = 2};
    assert_true(records_add(journal, &record, &recorded, NULL));
    assert_int_equal(recorded.undone_scope, EPI_SCOPE_EPISODE);
    assert_due(journal, "rate 1x03=7");
    record = (struct record){.kind = RECORD_RATED,
                             .scope = EPI_SCOPE_SERIES,
                             .at = JOURNAL_1_NOW,
                             .entry = 1,
                             .value = 10};
    assert_true(records_add(journal, &record, &recorded, NULL));
    assert_due(journal, "rate 1x03=7; rate-series -1x-1=10");
    journal_close(journal);
}

static void test_a_journal_that_becomes_newer_in_its_log(void **state)
{
    struct place *place = *state;
    make_journal(place);
    sqlite3 *db; /* a newer epimark runs: its version is in the log alone */
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    size_t len, len_after;
    char *before = read_whole(place->db, &len);
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_NEVER, "newer epimark");
    journal_close(journal);
    char *after = read_whole(place->db, &len_after);
    assert_int_equal(len, len_after);
    assert_memory_equal(before, after, len);
    sqlite3_close(db);
    free(before);
    free(after);
}

static void test_somebody_elses_database_stays(void **state)
{
    struct place *place = *state;
    run_sql(place, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_NEVER, "is not a journal");
    journal_close(journal);
    run_sql(place, "SELECT a FROM theirs");
}

static void test_an_empty_file_becomes_a_journal(void **state)
{
    struct place *place = *state;
    tempdir_write(place->folder, "journal.db", "", 0);
    struct journal *journal = open_in(place);
    assert_true(journal_ready(journal, NULL));
    assert_string_equal(journal_warning(journal), "");
    journal_close(journal);
    assert_false(exists(place, "journal.db.corrupt-1"));
}

/* ---- Damage ---- */

static void test_a_damaged_journal_is_moved_aside(void **state)
{
    struct place *place = *state;
    tempdir_write(place->folder, "journal.db", "this is no database at all, but long enough", -1);
    struct journal *journal = open_in(place);
    assert_non_null(strstr(journal_warning(journal), "damaged"));
    assert_non_null(strstr(journal_warning(journal), "journal.db.corrupt-1"));
    assert_false(scratch_tell(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
    char path[4300];
    size_t len;
    snprintf(path, sizeof(path), "%s.corrupt-1", place->db);
    char *kept = read_whole(path, &len);
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
        make_journal(place);
        damage(place, offsets[i], 4000);
        struct journal *journal = open_in(place);
        assert_true(journal_ready(journal, NULL));
        snprintf(name, sizeof(name), "journal.db.corrupt-%d", i + 1);
        assert_non_null(strstr(journal_warning(journal), name));
        assert_true(exists(place, name));
        assert_int_equal(scratch_count(journal), 0);
        journal_close(journal);
    }
    make_journal(place);
    assert_int_equal(truncate(place->db, 6000), 0);
    struct journal *journal = open_in(place);
    assert_true(exists(place, "journal.db.corrupt-6"));
    journal_close(journal);
}

static void test_what_somebody_uses_is_not_moved(void **state)
{
    struct place *place = *state;
    make_journal(place);
    struct journal *user = open_in(place);
    scratch_tell(user, RECORD_WATCHED, "/tv/user.mkv", NOW + 5000, 0);
    assert_int_equal(truncate(place->db, 0), 0);
    tempdir_write(place->folder, "journal.db", "nothing that anybody could read as one", -1);
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_LATER, "in use");
    assert_non_null(strstr(journal_warning(journal), "in use"));
    assert_false(exists(place, "journal.db.corrupt-1"));
    atomic_store(&place->hurry, true); /* no last look at the file */
    journal_close(user);
    atomic_store(&place->hurry, false);
    assert_true(journal_ready(journal, NULL)); /* now nobody does */
    assert_true(exists(place, "journal.db.corrupt-1"));
    assert_non_null(strstr(journal_warning(journal), "journal.db.corrupt-1"));
    assert_false(scratch_tell(journal, RECORD_WATCHED, "/tv/next.mkv", NOW, 0).spooled);
    assert_int_equal(scratch_count(journal), 2); /* with what was in the spool */
    journal_close(journal);
}

static void test_a_journal_that_is_taken_away_is_begun_anew(void **state)
{
    struct place *place = *state;
    struct journal *journal = open_in(place);
    scratch_tell(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    assert_int_equal(unlink(place->db), 0);
    scratch_tell(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    assert_true(exists(place, "journal.db"));
    journal_close(journal);
    journal = open_in(place);
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
    struct journal *journal = open_in(place);
    sqlite3 *db = lock_journal(place);
    assert_true(scratch_tell(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).spooled);
    atomic_store(&place->hurry, true); /* and who has no time does not wait at all */
    assert_true(scratch_tell(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 7).spooled);
    assert_int_equal(scratch_count(journal), 0);
    assert_int_equal(mode_of(place, "journal.spool"), 0600);
    sqlite3_close(db);
    journal_close(journal);
    atomic_store(&place->hurry, false);
    journal = open_in(place);
    assert_int_equal(scratch_count(journal), 1);
    journal_close(journal);
}

static void test_who_opens_while_it_is_locked_spools_and_recovers(void **state)
{
    struct place *place = *state;
    make_journal(place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;", NULL, NULL, NULL),
        SQLITE_OK);
    struct journal *journal = open_in(place);
    assert_non_null(strstr(journal_warning(journal), "busy"));
    atomic_store(&place->hurry, true);
    assert_spools(journal, EPI_ERROR_LATER, "busy");
    sqlite3_close(db);
    atomic_store(&place->hurry, false);
    assert_true(journal_ready(journal, NULL));
    assert_false(scratch_tell(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).spooled);
    journal_close(journal);
    assert_taken_in(place, 202);
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
    struct journal *recorder = open_in(place);
    scratch_tell(recorder, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    struct journal *courier = open_in(place); /* a process's locks on a file end with any close */
    assert_int_equal(stat(log, &before), 0);
    visit_by_another(place);
    assert_int_equal(stat(log, &after), 0); /* the last one would have taken the log along */
    assert_int_equal(before.st_ino, after.st_ino);
    scratch_tell(recorder, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    journal_close(courier);
    visit_by_another(place);
    assert_int_equal(stat(log, &after), 0);
    scratch_tell(recorder, RECORD_WATCHED, "/tv/c.mkv", NOW, 0);
    journal_close(recorder);
    visit_by_another(place);
    assert_taken_in(place, 3);
}

/* ---- Access ---- */

/* Gives the journal's files to somebody, if we may. */
static void give_to(const struct place *place, uid_t owner)
{
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm",
                                        "journal.lock", "journal.spool"};
    char path[4300];
    for (size_t i = 0; geteuid() == 0 && i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", place->folder, names[i]);
        if (exists(place, names[i]))
            assert_int_equal(chown(path, owner, (gid_t)-1), 0);
    }
}

/* Runs check as a user who may write nothing here that is not his; root may write anywhere. */
static void as_nobody(struct place *place, void (*check)(struct place *place))
{
    if (geteuid() != 0) {
        check(place);
        return;
    }
    assert_int_equal(chmod(place->folder, mode_of(place, ".") | 0055), 0);
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
    struct journal *journal = journal_open(place->folder, &no_plan, &place->hurry, &err);
    NEED(journal);
    NEED(!journal_ready(journal, &err) && err.kind == EPI_ERROR_NEVER);
    NEED(strstr(err.text, "cannot be written"));
    NEED(strstr(journal_warning(journal), "cannot be written"));
    NEED(entries_each(journal, &filter, count_one, &count, &err) && count == 200);
    NEED(records_add(journal, &record, &recorded, &err) && recorded.spooled);
    journal_close(journal);
}

static void test_a_readonly_journal_is_read_and_the_spool_written(void **state)
{
    struct place *place = *state;
    make_journal(place);
    assert_int_equal(chmod(place->db, 0444), 0);
    assert_int_equal(chmod(place->folder, 0777), 0);
    char lock[4300];
    snprintf(lock, sizeof(lock), "%s/journal.lock", place->folder);
    assert_int_equal(chmod(lock, 0666), 0);
    give_to(place, 65534);
    as_nobody(place, use_readonly_file);
    give_to(place, 0);
    assert_true(exists(place, "journal.spool"));
    assert_int_equal(chmod(place->db, 0600), 0);
    assert_taken_in(place, 201);
}

static void use_readonly_folder(struct place *place)
{
    struct record record = {
        .kind = RECORD_WATCHED, .at = NOW, .path = "/tv/x.mkv", .nth = 1, .episodes = 1};
    struct recorded recorded = {.entry = 7};
    struct epi_error err = {0};
    struct journal *journal = journal_open(place->folder, &no_plan, &place->hurry, &err);
    NEED(journal);
    NEED(!journal_ready(journal, &err) && err.kind == EPI_ERROR_NEVER);
    NEED(!records_add(journal, &record, &recorded, &err));
    NEED(recorded.entry == 7);
    NEED(strstr(err.text, "journal.spool cannot be"));
    journal_close(journal);
}

static void test_a_journal_of_another_user_is_told(void **state)
{
    struct place *place = *state;
    if (geteuid() != 0)
        skip(); /* nobody else can give a file away */
    make_journal(place);
    give_to(place, 65534);
    struct journal *journal = open_in(place);
    assert_spools(journal, EPI_ERROR_NEVER, "journal.lock belongs to another user: take it over");
    journal_close(journal);
    give_to(place, 0);
    assert_taken_in(place, 201);
}

static void test_a_readonly_folder_is_told(void **state)
{
    struct place *place = *state;
    make_journal(place);
    assert_int_equal(chmod(place->db, 0444), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    give_to(place, 65534);
    as_nobody(place, use_readonly_folder);
    give_to(place, 0);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        journal_close(journal_open(argv[2], &no_plan, NULL, NULL));
        return 0;
    }
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_everything_is_its_owners_alone),
        WITH_PLACE(test_commits_are_synced_in_a_log),
        WITH_PLACE(test_a_folder_that_cannot_be),
        WITH_PLACE(test_a_journal_that_is_a_folder),
        WITH_PLACE(test_what_is_no_file_of_ours_is_told_and_hangs_nobody),
        WITH_PLACE(test_the_folder_may_be_a_link),
        WITH_PLACE(test_a_newer_journal_is_never_touched),
        WITH_PLACE(test_a_journal_of_the_first_schema_goes_on),
        WITH_PLACE(test_a_journal_that_becomes_newer_in_its_log),
        WITH_PLACE(test_somebody_elses_database_stays),
        WITH_PLACE(test_an_empty_file_becomes_a_journal),
        WITH_PLACE(test_a_damaged_journal_is_moved_aside),
        WITH_PLACE(test_damage_anywhere_is_found_and_numbered),
        WITH_PLACE(test_what_somebody_uses_is_not_moved),
        WITH_PLACE(test_a_journal_that_is_taken_away_is_begun_anew),
        WITH_PLACE(test_what_is_locked_too_long_goes_to_the_spool),
        WITH_PLACE(test_who_opens_while_it_is_locked_spools_and_recovers),
        WITH_PLACE(test_opening_twice_keeps_the_locks_of_the_first),
        WITH_PLACE(test_a_readonly_journal_is_read_and_the_spool_written),
        WITH_PLACE(test_a_readonly_folder_is_told),
        WITH_PLACE(test_a_journal_of_another_user_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
