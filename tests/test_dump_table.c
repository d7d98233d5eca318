/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/dump_table.h"
#include "core/journal/journal.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "tests/doubles/scratch.h"

/* What is left out, each for the reason in dump_table.h. */
static const char *const left_out[] = {
    "accounts.",
    "held.",
    "held_lists.",
    "held_series.",
    "cache.",
    "episode_lists.",
    "holds.",
    "listed_episodes.",
    "once.",
    "pace.",
    "pauses.",
    "entries.owner",
    "deliveries.owner",
    "entries.lease_until",
    "deliveries.lease_until",
    "deliveries.attempted",
    "service_ids.id",
};

static bool is_left_out(const char *name)
{
    for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++) {
        size_t len = strlen(left_out[i]);
        if (strncmp(name, left_out[i], len) == 0 && (name[len - 1] == '.' ? 1 : !name[len]))
            return true;
    }
    return false;
}

static bool is_written(const char *table, const char *column)
{
    for (const struct dump_table *one = dump_tables; one->name; one++) {
        for (int i = 0; strcmp(one->name, table) == 0 && one->columns[i].name; i++) {
            if (strcmp(one->columns[i].name, column) == 0)
                return true;
        }
    }
    return false;
}

/* Whoever adds a column says whether it is written. */
static void test_each_column_is_written_or_left_out_on_purpose(void **state)
{
    struct scratch *scratch = *state;
    assert_true(transaction_begin_reading(scratch->journal, NULL));
    struct sqlite3_stmt *rows =
        sql_query(scratch->journal, NULL,
                  "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
                  " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'",
                  "");
    bool row = true;
    int count = 0;
    while (sql_next(scratch->journal, rows, &row, NULL) && row) {
        char name[128];
        snprintf(name, sizeof(name), "%s.%s", sql_text(rows, 0), sql_text(rows, 1));
        if (is_written(sql_text(rows, 0), sql_text(rows, 1)) == is_left_out(name))
            fail_msg("%s is neither written nor left out, or both", name);
        count++;
    }
    sql_free(&rows);
    assert_true(transaction_end(scratch->journal, true, NULL));
    assert_true(count > 100);
}

static void test_columns_as_sql(void **state)
{
    char sql[DUMP_SQL_MAX];
    (void)state;
    for (const struct dump_table *table = dump_tables; table->name; table++) {
        dump_table_columns(table, sql);
        assert_true(strlen(sql) < DUMP_SQL_MAX / 2);
        assert_int_equal(strncmp(sql, table->columns[0].name, strlen(table->columns[0].name)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_column_is_written_or_left_out_on_purpose,
                                        scratch_begin, scratch_end),
        cmocka_unit_test(test_columns_as_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
