/* SPDX-License-Identifier: MIT */
#include "tests/client.h"
#include <epimark/keep.h>

static bool write_file(void *context, const char *text, size_t len)
{
    return fwrite(text, 1, len, context) == len;
}

static void file_of(const struct bench *bench, const char *name, char path[4300])
{
    snprintf(path, 4300, "%s/%s", bench->folder, name);
}

static void a_journal_goes_out_and_comes_back(void **state)
{
    struct bench *bench = *state;
    char json[4300], backup[4300];
    file_of(bench, "all.json", json);
    file_of(bench, "mine.db", backup);
    FILE *file = fopen(json, "we");
    OK(epi_keep_export(bench->client, EPI_KEEP_JSON, write_file, file, &bench->err));
    fclose(file);
    OK(epi_keep_backup(bench->client, backup, false, &bench->err));
    assert_true(epi_keep_is_journal(json));
    assert_true(epi_keep_is_journal(backup));
    assert_false(epi_keep_is_journal(bench->folder));
    assert_false(epi_keep_backup(bench->client, backup, false, &bench->err));
    const struct epi_kept *kept = epi_keep_read(bench->client, json, true, &bench->err);
    OK(kept);
    assert_int_equal(kept->entries, 0);
    OK(epi_keep_read(bench->client, backup, true, &bench->err));
    assert_null(epi_keep_read(bench->client, bench->folder, true, &bench->err));
    const struct epi_restored *restored =
        epi_keep_restore(bench->client, backup, false, &bench->err);
    OK(restored);
    assert_string_equal(restored->kept, ""); /* nothing was recorded */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_journal_goes_out_and_comes_back, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
