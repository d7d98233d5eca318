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

#include "core/journal/cache.h"
#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/episode_lists.h"
#include "core/journal/holdings.h"
#include "core/journal/journal.h"
#include "core/journal/once.h"
#include "core/journal/pace.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/service_ids.h"
#include "core/journal/sittings.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { JOURNAL_NOW = 1795328300 /* soon after the files in tests/data */ };

static void test_a_newer_journal_is_never_touched(void **state)
{
    struct place *place = *state;
    place_fill(place);
    place_sql(place, "PRAGMA user_version = 99");
    size_t len, len_after;
    char *before = place_read(place->db, &len);
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_NEVER, "newer epimark");
    assert_non_null(strstr(journal_warning(journal), "newer epimark"));
    journal_close(journal);
    char *after = place_read(place->db, &len_after);
    assert_int_equal(len, len_after);
    assert_memory_equal(before, after, len);
    assert_false(place_has(place, "journal.db-wal"));
    assert_false(place_has(place, "journal.db-shm"));
    assert_false(place_has(place, "journal.db.corrupt-1"));
    free(before);
    free(after);
    place_sql(place, "PRAGMA user_version = 6");
    place_assert_drained(place, 201);
}

static void assert_due(struct journal *journal, const char *wanted)
{
    char *due = scratch_due(journal, "trakt", JOURNAL_NOW);
    assert_string_equal(due, wanted);
    free(due);
}

/* Makes the journal from a file of tests/data. */
static void run_file(const struct place *place, const char *name)
{
    char path[4300];
    size_t len;
    snprintf(path, sizeof(path), "%s/%s", EPIMARK_TEST_DATA, name);
    char *sql = place_read(path, &len);
    sql[len] = '\0';
    place_sql(place, sql);
    free(sql);
}

static void test_a_journal_of_the_first_schema_goes_on(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark, trakt rate");
    run_file(place, "journal-1.sql");
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
    struct recorded recorded = scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", JOURNAL_NOW, 0);
    struct match again = {.episode = {.season = 1, .number = 2, .tvmaze = 12193}};
    assert_true(entries_set_match(journal, recorded.entry, &again, "", JOURNAL_NOW, NULL));
    assert_due(journal, "rate 1x03=0"); /* its rating is still another's */
    struct record record = {.kind = RECORD_UNDO, .at = JOURNAL_NOW, .entry = 2};
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_int_equal(recorded.undone_scope, EPI_SCOPE_EPISODE);
    assert_due(journal, "rate 1x03=7");
    record = (struct record){.kind = RECORD_RATED,
                             .scope = EPI_SCOPE_SERIES,
                             .at = JOURNAL_NOW,
                             .entry = 1,
                             .value = 10};
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_due(journal, "rate 1x03=7; rate-series -1x-1=10");
    journal_close(journal);
}

static void test_a_journal_of_the_third_schema_goes_on(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark, trakt rate, trakt play");
    run_file(place, "journal-3.sql");
    for (int opened = 0; opened < 2; opened++) {
        struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
        assert_non_null(journal);
        assert_string_equal(journal_warning(journal), "");
        assert_due(journal, "rate 1x03=8; rate-series -1x-1=9");
        struct entry *entry = scratch_entry(journal, 1);
        assert_int_equal(entry->state, ENTRY_SENT);
        assert_int_equal(entry->delivery_count, 2);
        free(entry);
        entry = scratch_entry(journal, 3);
        assert_int_equal(entry->state, ENTRY_HELD);
        assert_int_equal(entry->nth, 2);
        assert_int_equal(entry->episodes, 2);
        free(entry);
        assert_int_equal(scratch_state(journal, 4), ENTRY_WATCHED);
        char played[16];
        struct sitting sitting = {.path = "/tv/Show/S01E04.mkv", .key = "", .duration = 1500};
        assert_true(sittings_load(journal, &sitting, played, sizeof(played), NULL));
        assert_string_equal(played, "0-600");
        bool first = true;
        char *cached = NULL;
        assert_true(cache_load(journal, "key", JOURNAL_NOW, &cached, NULL, NULL));
        assert_string_equal(cached, "text");
        free(cached);
        assert_true(cache_load(journal, "question\nother\n/tv/Other/S01E01E02.mkv", JOURNAL_NOW,
                               &cached, NULL, NULL));
        assert_null(cached);
        assert_true(entries_candidates(journal, "/tv/Other/S01E01E02.mkv", NULL, JOURNAL_NOW,
                                       &cached, NULL));
        assert_string_equal(cached, "[]");
        free(cached);
        assert_true(once_claim(journal, "welcome", JOURNAL_NOW, &first, NULL));
        assert_false(first);
        journal_close(journal);
    }
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    int wait_ms;
    assert_true(pace_take(journal, "tvmaze", 20, 10, JOURNAL_NOW * INT64_C(1000), &wait_ms, NULL));
    assert_int_equal(wait_ms, 0);
    /* What was accepted before is taken back. */
    struct record record = {.kind = RECORD_UNDO, .at = JOURNAL_NOW, .entry = 1};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_int_equal(recorded.to_take_back, 2);
    assert_due(journal, "play 1x02=0; rate 1x03=8; rate-series -1x-1=9");
    journal_close(journal);
}

static void assert_corrected(struct journal *journal, const char *path, const char *title_key,
                             const struct correction *wanted)
{
    struct correction found;
    bool is;
    assert_true(corrections_find(journal, path, title_key, 0, &found, &is, NULL));
    assert_true(is);
    struct correction whole = *wanted;
    whole.moved_season = -1; /* it moves the numbers of all seasons */
    assert_memory_equal(&found, &whole, sizeof(found));
}

static void test_corrections_of_the_fifth_schema_are_records(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    const struct correction office = {.series = {.tvdb = 73244}};
    const struct correction known = {.series = {.tvdb = 81189}, .title = "Breaking Bad"};
    const struct correction moved = {.series = {.tvmaze = 169},
                                     .title = "Breaking Bad",
                                     .season_offset = 1,
                                     .number_offset = -12};
    run_file(place, "journal-5.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    assert_corrected(journal, "/tv/Show/Season 1/a.mkv", "show", &office);
    assert_corrected(journal, "/tv/Show/Season 2/a.mkv", "show", &office);
    assert_corrected(journal, "/tv/Show/a.mkv", "show", &office);
    assert_corrected(journal, "/tv/Other/a.mkv", "other", &moved);
    assert_corrected(journal, "/tv/Breaking/a.mkv", "breaking bad", &known);
    /* They are older than all that was watched: undo reaches them last, the newest first. */
    for (int acts = 0; acts < 5; acts++)
        assert_int_not_equal(scratch_undo(journal, 0, JOURNAL_NOW).undone, RECORD_CHOSEN);
    const char *const titles[] = {"Breaking Bad", "", "Breaking Bad"};
    for (int i = 0; i < 3; i++) {
        struct recorded undone = scratch_undo(journal, 0, JOURNAL_NOW);
        assert_int_equal(undone.undone, RECORD_CHOSEN);
        assert_string_equal(undone.undone_title, titles[i]);
    }
    assert_false(scratch_undo(journal, 0, JOURNAL_NOW).undid);
    journal_close(journal);
}

static void test_lists_of_the_sixth_schema_have_no_version_yet(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    const struct episode_list list = {"tvdb", "", 81189, ORDER_AIRED};
    const struct episode_query second = {ORDER_AIRED, 1, 2, "", NULL};
    run_file(place, "journal-6.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    int64_t fetched_at;
    assert_true(episode_lists_fetched(journal, &list, &fetched_at, NULL));
    assert_int_equal(fetched_at, 1795328257);
    struct list_version version;
    assert_true(episode_lists_version(journal, &list, &version, NULL));
    assert_string_equal(version.etag, "");
    struct episode episode;
    size_t count;
    assert_true(episode_lists_find(journal, &list, &second, &episode, 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_string_equal(episode.title, "Second");
    version = (struct list_version){.etag = "\"1\"", .modified = "then"};
    assert_true(episode_lists_store(journal, &list, &episode, 1, &version, fetched_at + 1, NULL));
    struct list_version kept;
    assert_true(episode_lists_version(journal, &list, &kept, NULL));
    assert_string_equal(kept.etag, "\"1\"");
    assert_string_equal(kept.modified, "then");
    journal_close(journal);
}

static void test_sittings_of_the_seventh_schema_go_on(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    run_file(place, "journal-7.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    struct sitting kept = {
        .path = "/tv/Show/Show - 1x02.mkv", .key = "show 1x02", .duration = 1400};
    struct sitting stream = {
        .path = "https://host.example/watch", .key = "", .duration = 1500.4, .since = 1795328257};
    char played[16];
    assert_true(sittings_load(journal, &kept, played, sizeof(played), NULL));
    assert_string_equal(played, "0-600");
    assert_true(sittings_load(journal, &stream, played, sizeof(played), NULL));
    assert_string_equal(played, "0-300");
    stream.duration = 1600;
    assert_true(sittings_load(journal, &stream, played, sizeof(played), NULL));
    assert_string_equal(played, "");
    journal_close(journal);
}

static void test_lists_of_the_eighth_schema_are_in_the_aired_order(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    struct episode_list list = {"tvdb", "", 81189, ORDER_AIRED};
    const struct episode_query second = {ORDER_AIRED, 1, 2, "", NULL};
    run_file(place, "journal-8.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    struct list_version version;
    assert_true(episode_lists_version(journal, &list, &version, NULL));
    assert_string_equal(version.etag, "\"1\"");
    struct episode episode;
    size_t count;
    assert_true(episode_lists_find(journal, &list, &second, &episode, 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_string_equal(episode.title, "Second");
    list.order = ORDER_DVD;
    int64_t fetched_at;
    assert_true(episode_lists_fetched(journal, &list, &fetched_at, NULL));
    assert_int_equal(fetched_at, 0);
    episode.number = 7;
    assert_true(episode_lists_store(journal, &list, &episode, 1, &version, JOURNAL_NOW, NULL));
    assert_true(episode_lists_find(journal, &list,
                                   &(struct episode_query){ORDER_DVD, 1, 7, "", NULL}, &episode, 1,
                                   &count, NULL));
    assert_int_equal(count, 1);
    list.order = ORDER_AIRED;
    assert_true(episode_lists_find(journal, &list, &second, &episode, 1, &count, NULL));
    assert_int_equal(count, 1);
    journal_close(journal);
}

static void test_an_episode_of_the_ninth_schema_is_one(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    run_file(place, "journal-9.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    struct due row;
    size_t count;
    int64_t ids[1 + SUBJECT_MORE_MAX];
    assert_true(outbox_list(journal, "tvmaze", JOURNAL_NOW, &row, 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_int_equal(values_subject_ids(&row.subject, ID_TVMAZE, ids), 1);
    assert_int_equal(ids[0], 12869);
    /* From now on it may be several. */
    values_set_subject_ids(&row.subject, ID_TVMAZE, (const int64_t[]){12869, 12870, 12871}, 3);
    assert_true(outbox_set_ids(journal, &row, NULL));
    assert_true(outbox_list(journal, "tvmaze", JOURNAL_NOW, &row, 1, &count, NULL));
    assert_int_equal(values_subject_ids(&row.subject, ID_TVMAZE, ids), 3);
    assert_int_equal(ids[2], 12871);
    assert_int_equal(values_subject_ids(&row.subject, ID_TVDB, ids), 1);
    journal_close(journal);
}

static void test_choices_of_the_tenth_schema_are_found(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    const struct correction office = {.series = {.tvdb = 73244}, .title = "The Office"};
    run_file(place, "journal-10.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    assert_corrected(journal, "/tv/Office/Season 2/a.mkv", "office", &office);
    char *cached = NULL;
    assert_true(cache_load(journal, "key", JOURNAL_NOW, &cached, NULL, NULL));
    assert_string_equal(cached, "text");
    free(cached);
    struct record record = {
        .kind = RECORD_UNDO, .at = JOURNAL_NOW, .path = "/tv/Office/Season 1/a.mkv"};
    struct recorded undone;
    assert_true(journal_add(journal, &record, &undone, NULL));
    assert_int_equal(undone.undone, RECORD_CHOSEN);
    assert_string_equal(undone.undone_title, "The Office");
    journal_close(journal);
}

static void test_the_eleventh_schema_had_no_ids_of_services(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    const struct series_ids firefly = {.tvdb = 78874};
    const struct service_ids_of of = {"trakt", &firefly, 1, 2};
    int64_t id = -1;
    run_file(place, "journal-11.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    assert_true(service_ids_find(journal, &of, &id, NULL));
    assert_int_equal(id, 0);
    assert_true(service_ids_keep(journal, &of, 62646, NULL));
    assert_int_equal(scratch_state(journal, 1), ENTRY_WATCHED);
    journal_close(journal);
    journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_true(service_ids_find(journal, &of, &id, NULL));
    assert_int_equal(id, 62646);
    journal_close(journal);
}

static void test_a_journal_of_the_twelfth_schema_has_no_film(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    run_file(place, "journal-12.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    struct entry *entry = scratch_entry(journal, 1);
    assert_true(entry->identified);
    assert_string_equal(entry->match.series.title, "Firefly");
    assert_int_equal(entry->match.episode.number, 2);
    assert_false(entry->film);
    assert_false(entry->match.film);
    assert_int_equal(entry->match.series.ids.tmdb, 0);
    free(entry);
    journal_close(journal);
}

static void test_the_thirteenth_schema_did_not_know_what_services_hold(void **state)
{
    struct place *place = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    const struct holdings_of of = {"tvmaze", HELD_HISTORY, 0};
    run_file(place, "journal-13.sql");
    struct journal *journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_non_null(journal);
    assert_string_equal(journal_warning(journal), "");
    assert_int_equal(scratch_state(journal, 1), ENTRY_WATCHED);
    struct holdings_list list = {.pending = "1"};
    assert_true(holdings_begin(journal, &of, &list, NULL));
    journal_close(journal);
    journal = journal_open(place->folder, &plan, &place->hurry, NULL);
    assert_string_equal(journal_warning(journal), "");
    assert_true(holdings_find(journal, &of, &list, NULL));
    assert_string_equal(list.pending, "1");
    journal_close(journal);
}

static void test_a_journal_that_becomes_newer_in_its_log(void **state)
{
    struct place *place = *state;
    place_fill(place);
    sqlite3 *db; /* a newer epimark runs: its version is only in the log */
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    size_t len, len_after;
    char *before = place_read(place->db, &len);
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_NEVER, "newer epimark");
    journal_close(journal);
    char *after = place_read(place->db, &len_after);
    assert_int_equal(len, len_after);
    assert_memory_equal(before, after, len);
    sqlite3_close(db);
    free(before);
    free(after);
}

static void test_a_foreign_database_stays(void **state)
{
    struct place *place = *state;
    place_sql(place, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    struct journal *journal = place_open(place);
    place_assert_spools(journal, EPI_ERROR_NEVER, "is not a journal");
    journal_close(journal);
    place_sql(place, "SELECT a FROM theirs");
}

static void test_an_empty_file_becomes_a_journal(void **state)
{
    struct place *place = *state;
    tempdir_write(place->folder, "journal.db", "", 0);
    struct journal *journal = place_open(place);
    assert_true(journal_ready(journal, NULL));
    assert_string_equal(journal_warning(journal), "");
    journal_close(journal);
    assert_false(place_has(place, "journal.db.corrupt-1"));
}

static void test_a_journal_without_a_table_or_column_is_damaged(void **state)
{
    static const char *const losses[] = {"DROP TABLE ratings", "DROP TABLE once",
                                         "ALTER TABLE entries DROP COLUMN reason",
                                         "PRAGMA user_version = -1", "PRAGMA user_version = 1"};
    struct place *place = *state;
    for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
        place_fill(place);
        place_sql(place, losses[i]);
        struct journal *journal = place_open(place);
        assert_non_null(strstr(journal_warning(journal), "the journal was damaged: it was moved"));
        assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", 1, 0).spooled);
        scratch_count(journal);
        journal_close(journal);
        place_empty(place);
    }
}

/* Renames one column after another. */
static void test_each_column_is_known_by_its_name(void **state)
{
    struct place *place = *state;
    journal_close(place_open(place));
    for (int i = 0; i < 500; i++) {
        sqlite3 *db;
        sqlite3_stmt *rows;
        char sql[256];
        snprintf(sql, sizeof(sql),
                 "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
                 " WHERE t.type = 'table' ORDER BY t.name, c.cid LIMIT 1 OFFSET %d",
                 i);
        assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
        bool more = sqlite3_step(rows) == SQLITE_ROW;
        if (more) {
            snprintf(sql, sizeof(sql), "ALTER TABLE %s RENAME COLUMN %s TO renamed",
                     (const char *)sqlite3_column_text(rows, 0),
                     (const char *)sqlite3_column_text(rows, 1));
        }
        sqlite3_finalize(rows);
        sqlite3_close(db);
        if (!more) {
            assert_true(i > 100);
            return;
        }
        place_sql(place, sql);
        struct journal *journal = place_open(place);
        if (!strstr(journal_warning(journal), "the journal was damaged: it was moved"))
            fail_msg("not noticed: %s", sql);
        journal_close(journal);
        tempdir_clear(place->folder, "journal.db.corrupt-1");
    }
}

static void test_a_journal_of_all_tables_lost_is_damaged(void **state)
{
    struct place *place = *state;
    place_sql(place, "PRAGMA application_id = 1701865837; PRAGMA user_version = 4");
    struct journal *journal = place_open(place);
    assert_non_null(strstr(journal_warning(journal), "the journal was damaged: it was moved"));
    assert_false(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", 1, 0).spooled);
    journal_close(journal);
}

static void test_an_old_journal_that_cannot_be_written_says_so(void **state)
{
    struct place *place = *state;
    struct epi_error err;
    run_file(place, "journal-3.sql");
    tempdir_plant(place->folder, "journal.lock", "directory");
    struct journal *journal = place_open(place);
    assert_false(journal_readable(journal, &err));
    assert_non_null(strstr(err.text, "made by an older epimark (version 3, this one needs"));
    tempdir_clear(place->folder, "journal.lock");
    assert_true(journal_readable(journal, &err));
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_a_newer_journal_is_never_touched),
        WITH_PLACE(test_a_journal_without_a_table_or_column_is_damaged),
        WITH_PLACE(test_each_column_is_known_by_its_name),
        WITH_PLACE(test_a_journal_of_all_tables_lost_is_damaged),
        WITH_PLACE(test_an_old_journal_that_cannot_be_written_says_so),
        WITH_PLACE(test_a_journal_of_the_first_schema_goes_on),
        WITH_PLACE(test_a_journal_of_the_third_schema_goes_on),
        WITH_PLACE(test_corrections_of_the_fifth_schema_are_records),
        WITH_PLACE(test_lists_of_the_sixth_schema_have_no_version_yet),
        WITH_PLACE(test_sittings_of_the_seventh_schema_go_on),
        WITH_PLACE(test_lists_of_the_eighth_schema_are_in_the_aired_order),
        WITH_PLACE(test_an_episode_of_the_ninth_schema_is_one),
        WITH_PLACE(test_choices_of_the_tenth_schema_are_found),
        WITH_PLACE(test_the_eleventh_schema_had_no_ids_of_services),
        WITH_PLACE(test_a_journal_of_the_twelfth_schema_has_no_film),
        WITH_PLACE(test_the_thirteenth_schema_did_not_know_what_services_hold),
        WITH_PLACE(test_a_journal_that_becomes_newer_in_its_log),
        WITH_PLACE(test_a_foreign_database_stays),
        WITH_PLACE(test_an_empty_file_becomes_a_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
