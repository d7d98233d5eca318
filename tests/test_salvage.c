/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
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

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/salvage.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, PAGE = 4096, SHOWS = 600 };

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
    fill(place);
    damage(place, query(place, "SELECT max(pageno) FROM dbstat WHERE name = 'entries'"
                               " AND pagetype = 'leaf'"));
    struct journal *journal = place_open(place);
    struct entry *entry = scratch_entry(journal, SHOWS - 2); /* which stood there */
    assert_int_equal(entry->watched_at, NOW + SHOWS - 3);
    assert_int_equal(entry->rating, 8);
    assert_string_equal(entry->path, "/tv/A Show/A Show S01E597.mkv");
    free(entry);
    journal_close(journal);
    assert_int_equal(query(place, "SELECT count(*) FROM entries"), SHOWS);
    assert_int_equal(query(place, "SELECT count(*) FROM entries WHERE uid LIKE 'lost%'"), 0);
}

static void test_the_first_page_leaves_nothing_to_read(void **state)
{
    struct place *place = *state;
    fill(place);
    damage(place, 1);
    assert_int_equal(salvage_version(place->db), 0);
    struct journal *journal = place_open(place);
    assert_true(journal_ready(journal, NULL));
    assert_non_null(strstr(journal_warning(journal), "with the 0 entries"));
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_a_leaf_costs_its_rows),
        WITH_PLACE(test_an_index_costs_nothing),
        WITH_PLACE(test_an_inner_page_is_survived),
        WITH_PLACE(test_what_has_records_is_never_lost),
        WITH_PLACE(test_the_first_page_leaves_nothing_to_read),
    };
    return cmocka_run_group_tests_name("salvage", tests, NULL, NULL);
}
