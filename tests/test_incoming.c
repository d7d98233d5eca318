/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/journal/files.h"
#include "core/journal/incoming.h"
#include "core/journal/journal.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

/* The file of a test, in another folder than the journal that reads it. */
struct elsewhere {
    struct place *there;
    struct place here;
    struct journal *journal;
};

static int begin(void **state)
{
    static struct elsewhere elsewhere;
    void *place;
    elsewhere = (struct elsewhere){0};
    assert_int_equal(place_begin(&place), 0);
    elsewhere.there = place;
    elsewhere.here = (struct place){.folder = tempdir_make()};
    snprintf(elsewhere.here.db, sizeof(elsewhere.here.db), "%s/journal.db", elsewhere.here.folder);
    elsewhere.journal = place_open(&elsewhere.here);
    struct journal *there = place_open(elsewhere.there);
    scratch_record(there, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    scratch_record(there, RECORD_RATED, "/tv/a.mkv", NOW, 7);
    journal_close(there);
    *state = &elsewhere;
    return 0;
}

static int end(void **state)
{
    struct elsewhere *elsewhere = *state;
    void *place = elsewhere->there;
    journal_close(elsewhere->journal);
    assert_false(place_has(&elsewhere->here, FILES_INCOMING));
    tempdir_remove(elsewhere->here.folder);
    return place_end(&place);
}

static int64_t value_in(struct incoming *incoming, const char *sql)
{
    int64_t value = -1;
    assert_true(sql_value(&incoming->journal, NULL, &value, -1, sql, ""));
    return value;
}

static struct incoming read_there(struct elsewhere *elsewhere)
{
    struct incoming incoming;
    struct epi_error err = {0};
    if (!incoming_begin(elsewhere->journal, &incoming, &err) ||
        !incoming_read(&incoming, elsewhere->there->db, &err))
        fail_msg("%s", err.text);
    return incoming;
}

static void assert_refused(struct elsewhere *elsewhere, const char *words)
{
    struct incoming incoming;
    struct epi_error err = {0};
    assert_true(incoming_begin(elsewhere->journal, &incoming, &err));
    assert_false(incoming_read(&incoming, elsewhere->there->db, &err));
    incoming_end(elsewhere->journal, &incoming);
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
}

static void test_all_rows_are_read(void **state)
{
    struct elsewhere *elsewhere = *state;
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM entries"), 1);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM records"), 2);
    assert_int_equal(value_in(&incoming, "SELECT value FROM ratings"), 7);
    assert_int_equal(place_mode(&elsewhere->here, FILES_INCOMING), 0600);
    assert_true(incoming_finish(&incoming, NULL));
    incoming_end(elsewhere->journal, &incoming);
}

static void test_a_journal_in_use_is_read_with_its_log(void **state)
{
    struct elsewhere *elsewhere = *state;
    struct journal *there = place_open(elsewhere->there);
    scratch_record(there, RECORD_WATCHED, "/tv/b.mkv", NOW, 0);
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM entries"), 2);
    incoming_end(elsewhere->journal, &incoming);
    assert_true(place_has(elsewhere->there, "journal.db-wal"));
    assert_false(scratch_record(there, RECORD_WATCHED, "/tv/c.mkv", NOW, 0).spooled);
    journal_close(there);
}

/* What a file from elsewhere may not have. */
static void test_what_would_run_is_refused(void **state)
{
    static const char *const plants[][2] = {
        {"CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM records; END",
         "DROP TRIGGER t"},
        {"CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT * "
         "FROM c",
         "DROP VIEW v"},
        {"CREATE TABLE g (a INTEGER, b AS (a + 1))", "DROP TABLE g"},
        {"CREATE VIRTUAL TABLE f USING fts5(a)", "DROP TABLE f"},
    };
    struct elsewhere *elsewhere = *state;
    for (size_t i = 0; i < sizeof(plants) / sizeof(plants[0]); i++) {
        place_sql(elsewhere->there, plants[i][0]);
        assert_refused(elsewhere, "has triggers, views or the like");
        place_sql(elsewhere->there, plants[i][1]);
    }
    struct incoming incoming = read_there(elsewhere);
    incoming_end(elsewhere->journal, &incoming);
}

/* A view in the place of a table would be read as one. */
static void test_a_table_that_is_none_is_refused(void **state)
{
    struct elsewhere *elsewhere = *state;
    place_sql(elsewhere->there, "ALTER TABLE cache RENAME TO hidden;"
                                "CREATE VIEW cache AS SELECT * FROM hidden");
    assert_refused(elsewhere, "has triggers, views or the like");
}

static void test_what_the_user_added_is_left_out(void **state)
{
    struct elsewhere *elsewhere = *state;
    place_sql(elsewhere->there, "CREATE TABLE mine (a); INSERT INTO mine VALUES (1);"
                                "CREATE INDEX mine_a ON mine (a)");
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(
        value_in(&incoming, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'mine%'"), 0);
    incoming_end(elsewhere->journal, &incoming);
}

static void test_a_huge_value_costs_its_row_alone(void **state)
{
    struct elsewhere *elsewhere = *state;
    place_sql(elsewhere->there,
              "INSERT INTO cache VALUES ('huge', hex(zeroblob(9000000)), 1), ('small', 'x', 1)");
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM cache"), 1);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM entries"), 1);
    incoming_end(elsewhere->journal, &incoming);
}

static void test_what_refers_to_nothing_goes(void **state)
{
    struct elsewhere *elsewhere = *state;
    place_sql(elsewhere->there, "INSERT INTO deliveries (service, account, kind, subject, entry,"
                                " value, at) VALUES ('trakt', 'me', 2, 77, 99, 1, 1);"
                                "UPDATE entries SET owner = 17, lease_until = 99, subject = 5");
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM deliveries"), 0);
    assert_int_equal(value_in(&incoming, "SELECT owner + lease_until FROM entries"), 0);
    assert_int_equal(value_in(&incoming, "SELECT count(*) FROM entries WHERE subject IS NULL"), 1);
    incoming_end(elsewhere->journal, &incoming);
}

static void test_a_newer_one_is_refused_in_its_own_words(void **state)
{
    struct elsewhere *elsewhere = *state;
    place_sql(elsewhere->there, "PRAGMA user_version = 99");
    assert_refused(elsewhere, "was made by a newer epimark (version 99, this one knows ");
}

static void test_an_older_one_is_brought_up_to_date(void **state)
{
    struct elsewhere *elsewhere = *state;
    char *sql = NULL, path[4096];
    size_t len;
    snprintf(path, sizeof(path), "%s/journal-5.sql", EPIMARK_TEST_DATA);
    sql = place_read(path, &len);
    sql[len] = '\0';
    place_empty(elsewhere->there);
    place_sql(elsewhere->there, sql);
    free(sql);
    struct incoming incoming = read_there(elsewhere);
    assert_int_equal(value_in(&incoming, "PRAGMA user_version"), schema_newest());
    assert_true(value_in(&incoming, "SELECT count(*) FROM entries") > 0);
    incoming_end(elsewhere->journal, &incoming);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_all_rows_are_read),
        TEST(test_a_journal_in_use_is_read_with_its_log),
        TEST(test_what_would_run_is_refused),
        TEST(test_a_table_that_is_none_is_refused),
        TEST(test_what_the_user_added_is_left_out),
        TEST(test_a_huge_value_costs_its_row_alone),
        TEST(test_what_refers_to_nothing_goes),
        TEST(test_a_newer_one_is_refused_in_its_own_words),
        TEST(test_an_older_one_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
