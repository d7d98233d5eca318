/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <sqlite3.h>

#include "core/journal/cache.h"
#include "core/journal/connection.h"
#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/episode_lists.h"
#include "core/journal/erase.h"
#include "core/journal/holdings.h"
#include "core/journal/outbox.h"
#include "core/journal/service_ids.h"
#include "core/journal/sittings.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

static bool file_has(const char *path, const char *text)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(4 << 20);
    assert_non_null(file);
    assert_non_null(bytes);
    size_t len = fread(bytes, 1, 4 << 20, file);
    bool has = memmem(bytes, len, text, strlen(text)) != NULL;
    fclose(file);
    free(bytes);
    return has;
}

/* Whether any file of the journal's folder has these bytes. */
static bool anywhere(const struct scratch *scratch, const char *text)
{
    DIR *folder = opendir(scratch->folder);
    bool has = false;
    assert_non_null(folder);
    for (struct dirent *file; (file = readdir(folder));) {
        char path[4200];
        snprintf(path, sizeof(path), "%s/%s", scratch->folder, file->d_name);
        has = has || (file->d_type == DT_REG && file_has(path, text));
    }
    closedir(folder);
    return has;
}

static void erase_one(struct journal *journal, int64_t entry)
{
    struct erase what = {.entries = &entry, .count = 1};
    struct epi_error err = {0};
    if (!erase_entries(journal, &what, &err))
        fail_msg("%s", err.text);
}

static int64_t watch_secret(struct journal *journal)
{
    struct record keyed = {.kind = RECORD_MARKED,
                           .at = NOW,
                           .path = "/tv/Qqsecret.mkv",
                           .duration = 1500,
                           .nth = 1,
                           .episodes = 1,
                           .value = MARK_WATCHED,
                           .key = "qqsecret 1x01"};
    struct recorded recorded;
    assert_true(journal_add(journal, &keyed, &recorded, NULL));
    int64_t entry = recorded.entry;
    struct match match = {
        .series = {.ids = {.tvdb = 5}, .title = "Qqsecret Show"},
        .episode = {.season = 1, .number = 1, .title = "Qqsecret Title"},
        .source = "tvdb",
        .confidence = 1,
    };
    assert_true(entries_set_match(journal, entry, &match, "qqsecret", NOW, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/Qqsecret.mkv", NOW, 8);
    assert_true(cache_store(journal, "series qqsecret", "Qqsecret", NOW + 60, NOW, NULL));
    const struct episode_list list = {"tvdb", "", 5, ORDER_AIRED};
    const struct list_version version = {0};
    assert_true(episode_lists_store(journal, &list, &match.episode, 1, &version, NOW, NULL));
    struct sitting sitting = {"/elsewhere/Qqsecret.mkv", "qqsecret 1x01 (2015)", 1500, 0};
    assert_true(sittings_save(journal, &sitting, NOW, "0-5", NULL));
    struct correction correction = {.series = {.tvdb = 5}, .title = "Qqsecret Show"};
    scratch_choose(journal, "/tv/Qqsecret.mkv", "qqsecret", &correction, NOW);
    return entry;
}

static void nothing_of_it_is_left_in_any_file(void **state)
{
    struct scratch *scratch = *state;
    int64_t other = scratch_watch(scratch->journal, "Qqother.mkv", 1, 2, NOW);
    int64_t entry = watch_secret(scratch->journal);
    tempdir_write(scratch->folder, "journal.db.corrupt-1", "Qqsecret", -1);
    tempdir_write(scratch->folder, "journal.spool.bad", "Qqsecret", -1);
    assert_true(anywhere(scratch, "Qqsecret"));
    /* Some builds of SQLite overwrite what is deleted, others do not. */
    assert_int_equal(
        sqlite3_exec(scratch->journal->db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL),
        SQLITE_OK);
    erase_one(scratch->journal, entry);
    assert_false(anywhere(scratch, "Qqsecret"));
    assert_false(anywhere(scratch, "qqsecret"));
    assert_true(anywhere(scratch, "Qqother"));
    assert_int_equal(scratch_count(scratch->journal), 1);
    scratch_assert_due(scratch->journal, "tvmaze", NOW, "mark 1x02=1");
    assert_int_equal(scratch_state(scratch->journal, other), ENTRY_WATCHED);
}

/* As long as a copy has it, the rows have it too, so that it can be erased again. */
static void copies_go_before_rows(void **state)
{
    struct scratch *scratch = *state;
    int64_t entry = watch_secret(scratch->journal);
    struct erase what = {.entries = &entry, .count = 1};
    char path[4200];
    sqlite3 *other;
    snprintf(path, sizeof(path), "%s/journal.db", scratch->folder);
    tempdir_write(scratch->folder, "journal.db.copy", "Qqcopied", -1);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    atomic_store(&scratch->hurry, true);
    assert_false(erase_entries(scratch->journal, &what, NULL));
    assert_false(anywhere(scratch, "Qqcopied"));
    assert_int_equal(scratch_state(scratch->journal, entry), ENTRY_WATCHED);
    sqlite3_close(other);
}

static void lines_of_a_newer_epimark_are_erased(void **state)
{
    struct scratch *scratch = *state;
    int64_t entry = watch_secret(scratch->journal);
    const char *lines = "{\"v\":99,\"kind\":\"rated\",\"path\":\"/tv/Qqsecret.mkv\"}\n"
                        "{\"v\":99,\"kind\":\"x\",\"path\":\"/tv/Qqother.S01E02.mkv\"}\n"
                        "{\"v\":99,\"kind\":\"x\",\"path\":\"/tv/Qqthird.S01E02.mkv\"}\n";
    const struct erase by_title = {.title = "Qqother"};
    tempdir_write(scratch->folder, "journal.spool.newer", lines, -1);
    erase_one(scratch->journal, entry);
    assert_false(anywhere(scratch, "Qqsecret"));
    assert_true(anywhere(scratch, "Qqother"));
    assert_true(erase_entries(scratch->journal, &by_title, NULL));
    assert_false(anywhere(scratch, "Qqother"));
    assert_true(anywhere(scratch, "Qqthird"));
}

static int64_t own_id_of(struct journal *journal, const struct series_ids *series, int season,
                         int number)
{
    int64_t id = -1;
    const struct service_ids_of of = {"trakt", series, season, number};
    assert_true(service_ids_find(journal, &of, &id, NULL));
    return id;
}

static void ids_of_services_are_erased_with_the_last_of_it(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    const struct series_ids erased = {.tvdb = 5};
    const int of[][2] = {{-1, -1}, {1, -1}, {1, 1}, {1, 2}, {2, -1}};
    int64_t entry = watch_secret(journal); /* its 1x01, and series */
    int64_t other = scratch_watch(journal, "/tv/Qqother.S01E02.mkv", 1, 2, NOW);
    struct entry *kept = scratch_entry(journal, other);
    const struct series_ids *stays = &kept->match.series.ids;
    for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
        const struct service_ids_of ours = {"trakt", &erased, of[i][0], of[i][1]};
        const struct service_ids_of theirs = {"trakt", stays, of[i][0], of[i][1]};
        assert_true(service_ids_keep(journal, &ours, 1000 + (int)i, NULL));
        assert_true(service_ids_keep(journal, &theirs, 2000 + (int)i, NULL));
    }
    erase_one(journal, entry);
    for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
        assert_int_equal(own_id_of(journal, &erased, of[i][0], of[i][1]), 0);
        /* Of what stays, the ids of what was never seen go. */
        bool seen = of[i][0] < 0 || (of[i][0] == 1 && (of[i][1] < 0 || of[i][1] == 2));
        assert_int_equal(own_id_of(journal, stays, of[i][0], of[i][1]), seen ? 2000 + (int)i : 0);
    }
    free(kept);
}

static void what_services_hold_is_erased(void **state)
{
    struct scratch *scratch = *state;
    const struct holdings_of of = {"trakt", HELD_HISTORY, 0};
    const struct holding holding = {.subject = {.series_title = "Qqsecret", .number = 1},
                                    .series_own = 7,
                                    .item = 9,
                                    .value = 1};
    struct holdings_list list = {.pending = "1"};
    int added;
    int64_t entry = watch_secret(scratch->journal);
    assert_true(holdings_begin(scratch->journal, &of, &list, NULL));
    assert_true(holdings_add(scratch->journal, &of, &list, &holding, 1, "", &added, NULL));
    erase_one(scratch->journal, entry);
    assert_false(anywhere(scratch, "Qqsecret"));
    assert_true(holdings_find(scratch->journal, &of, &list, NULL));
    assert_int_equal(list.id, 0);
}

static void parked_lines_are_erased(void **state)
{
    struct scratch *scratch = *state;
    int64_t entry = watch_secret(scratch->journal);
    const char *const paths[] = {"/tv/Qqsecret.mkv", "/tv/Qqother.S01E02.mkv"};
    for (size_t i = 0; i < 2; i++) {
        struct record record = {.kind = RECORD_RATED, .at = NOW, .path = paths[i], .value = 8};
        assert_true(journal_park(scratch->journal, &record, NULL));
    }
    erase_one(scratch->journal, entry);
    assert_false(anywhere(scratch, "Qqsecret"));
    assert_true(anywhere(scratch, "Qqother"));
}

static void what_services_have_is_not_taken_back(void **state)
{
    struct scratch *scratch = *state;
    int64_t entry = scratch_watch(scratch->journal, "a.mkv", 1, 2, NOW);
    struct due row = scratch_claim(scratch->journal, "tvmaze", NOW);
    assert_true(outbox_complete(scratch->journal, &row, NOW, NULL));
    erase_one(scratch->journal, entry);
    scratch_assert_due(scratch->journal, "tvmaze", NOW, "");
    scratch_assert_due(scratch->journal, "trakt", NOW, "");
}

static void a_state_that_another_asks_for_stays(void **state)
{
    struct scratch *scratch = *state;
    int64_t first = scratch_watch(scratch->journal, "a.mkv", 1, 2, NOW);
    int64_t second = scratch_watch(scratch->journal, "b.mkv", 1, 2, NOW + 10 * 3600);
    erase_one(scratch->journal, second);
    scratch_assert_due(scratch->journal, "tvmaze", NOW, "mark 1x02=1");
    struct entry *entry = scratch_entry(scratch->journal, first);
    assert_int_equal(entry->state, ENTRY_WATCHED);
    free(entry);
}

static void choices_go_by_title_id_and_time(void **state)
{
    struct scratch *scratch = *state;
    struct correction correction = {.series = {.tvdb = 5}, .title = "The Office"};
    struct erase by_title = {.title = "the office"};
    struct erase by_id = {.series = {.tvdb = 5}};
    struct erase by_time = {.before = NOW + 1};
    struct correction found;
    bool is;
    scratch_choose(scratch->journal, "/tv/a.mkv", "office", &correction, NOW);
    assert_true(erase_entries(scratch->journal, &by_title, NULL));
    assert_true(corrections_find(scratch->journal, "/tv/a.mkv", "office", 0, &found, &is, NULL));
    assert_false(is);
    scratch_choose(scratch->journal, "/tv/a.mkv", "office", &correction, NOW);
    assert_true(erase_entries(scratch->journal, &by_id, NULL));
    assert_true(corrections_find(scratch->journal, "/tv/a.mkv", "office", 0, &found, &is, NULL));
    assert_false(is);
    scratch_choose(scratch->journal, "/tv/a.mkv", "office", &correction, NOW);
    scratch_choose(scratch->journal, "/tv/b/a.mkv", "office", &correction, NOW + 1);
    assert_true(erase_entries(scratch->journal, &by_time, NULL));
    assert_true(corrections_find(scratch->journal, "/tv/a.mkv", "office", 0, &found, &is, NULL));
    assert_false(is);
    assert_true(corrections_find(scratch->journal, "/tv/b/a.mkv", "office", 0, &found, &is, NULL));
    assert_true(is);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(nothing_of_it_is_left_in_any_file),
        WITH_JOURNAL(copies_go_before_rows),
        WITH_JOURNAL(lines_of_a_newer_epimark_are_erased),
        WITH_JOURNAL(parked_lines_are_erased),
        WITH_JOURNAL(ids_of_services_are_erased_with_the_last_of_it),
        WITH_JOURNAL(what_services_hold_is_erased),
        WITH_JOURNAL(what_services_have_is_not_taken_back),
        WITH_JOURNAL(a_state_that_another_asks_for_stays),
        WITH_JOURNAL(choices_go_by_title_id_and_time),
    };
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
