/* SPDX-License-Identifier: MIT
 *
 * The same as test_denied.c of what is kept beside the records, and of what is only read.
 */
#include "core/journal/cache.h"
#include "core/journal/entries.h"
#include "core/journal/episode_lists.h"
#include "core/journal/erase.h"
#include "core/journal/imports.h"
#include "core/journal/lengths.h"
#include "core/journal/merge.h"
#include "core/journal/orders.h"
#include "core/journal/overdue.h"
#include "core/journal/pace.h"
#include "core/journal/salvage.h"
#include "core/journal/seen.h"
#include "core/journal/service_ids.h"
#include "core/journal/sittings.h"
#include "tests/denied.h"
#include "tests/doubles/tempdir.h"

/* ---- What else is kept ---- */

static const struct episode_list some_list = {
    .catalogue = "tvdb", .language = "en", .series = 81189, .order = ORDER_AIRED};
static const struct series_ids some_series = {.tvdb = 81189, .tvmaze = 169};
static const struct service_ids_of some_ids = {"trakt", &some_series, 1, 2};
static const struct sitting some_sitting = {"/tv/a.mkv", "some show 1 2", 1500, NOW - 99};

#define ACT(name)                                                                                  \
    static bool name(struct journal *journal, const struct rows *rows, struct epi_error *err)

ACT(store_list)
{
    struct episode row = {.season = 1, .number = 2, .tvdb = 7};
    struct list_version version = {.etag = "x"};
    (void)rows;
    return episode_lists_store(journal, &some_list, &row, 1, &version, NOW, err);
}

ACT(confirm_list)
{
    (void)rows;
    return episode_lists_confirm(journal, &some_list, NOW + 1, err);
}

ACT(drop_list)
{
    (void)rows;
    return episode_lists_drop(journal, &some_list, err);
}

ACT(keep_ids)
{
    (void)rows;
    return service_ids_keep(journal, &some_ids, 4711, err);
}

ACT(save_sitting)
{
    (void)rows;
    return sittings_save(journal, &some_sitting, NOW, "0-9", err);
}

ACT(store_answer)
{
    (void)rows;
    return cache_store(journal, "some key", "text", NOW + 99, NOW, err);
}

ACT(expire_answers)
{
    (void)rows;
    return cache_expire(journal, NOW, err);
}

ACT(take_pace)
{
    int wait_ms;
    (void)rows;
    return pace_take(journal, "trakt", 5, 1, NOW, &wait_ms, err);
}

ACT(hold_service)
{
    bool first;
    (void)rows;
    return holds_add(journal, "trakt", "*", "refused", true, NOW, &first, err);
}

ACT(hold_service_still)
{
    bool first;
    (void)rows;
    return holds_add(journal, "trakt", "*", "refused", true, NOW + 1, &first, err);
}

ACT(remind_of_holds)
{
    char text[64];
    (void)rows;
    return holds_remind(journal, "trakt", NOW + 2 * SCRATCH_DAY, text, sizeof(text), err);
}

ACT(ask_what_is_held)
{
    (void)rows;
    return holds_ask(journal, NOW + SCRATCH_DAY, err);
}

ACT(allow_service)
{
    (void)rows;
    return holds_allow(journal, "trakt", "*", err);
}

ACT(end_hold)
{
    (void)rows;
    return holds_end(journal, "tvmaze", "some", err);
}

ACT(has_hold)
{
    bool held;
    (void)rows;
    return holds_has(journal, "trakt", DUE_RATE, &held, err);
}

ACT(keep_candidates)
{
    (void)rows;
    return entries_keep_candidates(journal, "/tv/unsure.mkv", "", "[]", NOW, err);
}

ACT(leave)
{
    return entries_leave(journal, rows->unsure, NOW + 50, err);
}

ACT(ask_again)
{
    return entries_ask_again(journal, rows->unsure, NOW + 50, err);
}

ACT(pause_service)
{
    (void)rows;
    return outbox_pause(journal, "trakt", NOW + 99, err);
}

ACT(postpone_service)
{
    (void)rows;
    return outbox_postpone(journal, "trakt", NOW + 99, NOW, err);
}

ACT(hasten)
{
    return outbox_hasten(journal, rows->entry, err);
}

ACT(set_ids)
{
    return outbox_set_ids(journal, &rows->claimed, err);
}

ACT(paused)
{
    int64_t until;
    (void)rows;
    return outbox_paused_until(journal, "trakt", &until, err);
}

ACT(import)
{
    struct match match = {.series = {.ids = {.tvdb = 81189}, .title = "Breaking Bad"},
                          .episode = {.season = 3, .number = 1},
                          .source = "import",
                          .confidence = 1};
    const struct import_act acts[] = {
        {.at = NOW - 9000, .nth = 1, .match = &match, .path = "x"},
        {.rating = true, .value = 7, .at = NOW - 9000, .match = &match, .path = "x"}};
    enum import_standing standings[2];
    (void)rows;
    return imports_compare(journal, acts, 2, standings, err) &&
           imports_add(journal, acts, 2, NOW, standings, err);
}

ACT(backlog)
{
    int count;
    (void)rows;
    return outbox_count_backlog(journal, "trakt", &count, err);
}

ACT(remind_of_overdue)
{
    struct overdue overdue;
    (void)rows;
    return overdue_remind(journal, NOW + 3 * SCRATCH_DAY, true, &overdue, err);
}

/* ---- What is only read, also if nothing can be written ---- */

ACT(list_time)
{
    int64_t at;
    (void)rows;
    return episode_lists_fetched(journal, &some_list, &at, err) && at == NOW;
}

ACT(list_version)
{
    struct list_version version;
    (void)rows;
    return episode_lists_version(journal, &some_list, &version, err) && *version.etag;
}

ACT(oldest_list)
{
    const struct episode_lists_wanted wanted = {0, NOW + 99};
    struct episode_list list = some_list;
    (void)rows;
    return episode_lists_oldest(journal, &wanted, ID_TVDB, &list, err);
}

ACT(listed)
{
    const struct episode_query query = {.season = 1, .number = 2};
    struct episode row;
    size_t count;
    (void)rows;
    return episode_lists_find(journal, &some_list, &query, &row, 1, &count, err) && count == 1;
}

ACT(length_in_folder)
{
    bool found;
    (void)rows;
    return lengths_in_folder(journal, "/tv/Some/b.mkv", "some show", 1, 9999, &found, err);
}

ACT(length_of_series)
{
    struct series_ids ids;
    bool found;
    (void)rows;
    return lengths_series(journal, "some show", &ids, &found, err);
}

ACT(said_order)
{
    struct said_order said;
    bool found;
    (void)rows;
    return orders_find(journal, &some_series, &said, &found, err);
}

ACT(has_said)
{
    bool said;
    (void)rows;
    return erase_has_said(journal, "/tv/chosen.mkv", &said, err);
}

static bool see(void *context, const struct seen_series *series)
{
    (void)context;
    return series->watched_at > 0;
}

ACT(seen_of_all)
{
    (void)rows;
    return seen_visit(journal, 0, see, NULL, err);
}

ACT(seen_of_series)
{
    const struct episode episode = {.season = 1, .number = 2};
    enum seen_how how;
    (void)rows;
    return seen_episodes(journal, &some_series, &episode, 1, &how, err);
}

ACT(kept_ids)
{
    int64_t id;
    (void)rows;
    return service_ids_find(journal, &some_ids, &id, err) && id == 4711;
}

ACT(kept_sitting)
{
    char text[64];
    (void)rows;
    return sittings_load(journal, &some_sitting, text, sizeof(text), err) && *text;
}

ACT(kept_answer)
{
    char *text = NULL;
    int64_t expires_at;
    (void)rows;
    bool ok = cache_load(journal, "some key", NOW, &text, &expires_at, err) && text;
    free(text);
    return ok;
}

ACT(kept_candidates)
{
    char *text = NULL;
    (void)rows;
    bool ok = entries_candidates(journal, "/tv/unsure.mkv", "", NOW, &text, err) && text;
    free(text);
    return ok;
}

ACT(waiting)
{
    char service[JOURNAL_SERVICE_MAX];
    (void)rows;
    return holds_find_waiting(journal, service, err);
}

ACT(overdue)
{
    struct overdue found;
    (void)rows;
    return overdue_find(journal, NOW + 3 * SCRATCH_DAY, &found, err);
}

static const struct act reads[] = {
    {"list's time", list_time},
    {"list's version", list_version},
    {"oldest list", oldest_list},
    {"listed", listed},
    {"length in folder", length_in_folder},
    {"length of series", length_of_series},
    {"said order", said_order},
    {"has said", has_said},
    {"seen of all", seen_of_all},
    {"seen of series", seen_of_series},
    {"kept ids", kept_ids},
    {"kept sitting", kept_sitting},
    {"kept answer", kept_answer},
    {"kept candidates", kept_candidates},
    {"waiting", waiting},
    {"overdue", overdue},
};

static const struct act acts[] = {
    {"store list", store_list},
    {"confirm list", confirm_list},
    {"drop list", drop_list},
    {"keep ids", keep_ids},
    {"save sitting", save_sitting},
    {"store answer", store_answer},
    {"expire answers", expire_answers},
    {"take pace", take_pace},
    {"hold service", hold_service},
    {"hold service still", hold_service_still},
    {"remind of holds", remind_of_holds},
    {"ask what is held", ask_what_is_held},
    {"has hold", has_hold},
    {"allow service", allow_service},
    {"end hold", end_hold},
    {"keep candidates", keep_candidates},
    {"leave", leave},
    {"ask again", ask_again},
    {"pause service", pause_service},
    {"paused", paused},
    {"postpone service", postpone_service},
    {"hasten", hasten},
    {"set ids", set_ids},
    {"import", import},
    {"backlog", backlog},
    {"remind of overdue", remind_of_overdue},
};

static void what_cannot_be_prepared_changes_nothing(void **state)
{
    fail_each(*state, acts, sizeof(acts) / sizeof(*acts), false);
}

static void what_is_interrupted_changes_nothing(void **state)
{
    fail_each(*state, acts, sizeof(acts) / sizeof(*acts), true);
}

static void a_read_that_fails_says_so(void **state)
{
    struct scratch *scratch = *state;
    struct rows rows = make_rows(scratch->journal);
    static const struct act kept[] = {{"list", store_list},
                                      {"ids", keep_ids},
                                      {"sitting", save_sitting},
                                      {"answer", store_answer},
                                      {"candidates", keep_candidates}};
    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        assert_true(kept[i].act(scratch->journal, &rows, NULL));
    for (int runs = 0; runs < 2; runs++)
        fail_each(*state, reads, sizeof(reads) / sizeof(*reads), runs);
}

/* ---- What is saved of a damaged journal ---- */

/* A copy that has all rows. */
static sqlite3 *whole;

ACT(copy_rows)
{
    struct salvage salvage = {.from = whole};
    (void)rows;
    return salvage_rows(journal, &salvage, err);
}

ACT(mend_rows)
{
    struct salvage salvage = {.from = whole};
    int64_t entries = 0;
    (void)rows;
    return salvage_mend(journal, &salvage, &entries, err) && entries > 0;
}

ACT(doubt_rows)
{
    (void)rows;
    return salvage_doubt(journal, err);
}

static int64_t count_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    return count;
}

/* What is lost is begun again from what refers to it, and from the indexes of the damaged file. */
static void assert_mended(sqlite3 *db)
{
    static const char *const same[] = {
        "SELECT count(*) FROM entries",
        "SELECT count(*) FROM entries WHERE path = 'a.mkv'",
        "SELECT count(*) FROM entries WHERE uid LIKE 'lost-%'",
        "SELECT count(*) FROM records",
        "SELECT count(*) FROM deliveries",
        "SELECT coalesce(sum(acked <> seq), 0) FROM deliveries",
        "SELECT count(*) FROM subjects WHERE absolute <> -9",
        "SELECT sum(number) FROM subjects",
    };
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
        if (count_of(db, same[i]) != count_of(whole, same[i]))
            fail_msg("%s: %d", same[i], (int)count_of(db, same[i]));
    }
    assert_int_equal(count_of(db, "SELECT count(*) FROM episode_lists"), 0);
    assert_int_equal(count_of(db, "SELECT count(*) FROM listed_episodes"), 0);
    assert_int_equal(count_of(db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* Each act on a journal that lost rows, of which each step fails in turn. */
static void rows_are_saved_whole_or_not_at_all(void **state)
{
    static const struct act saving[] = {
        {"copy rows", copy_rows}, {"mend rows", mend_rows}, {"doubt rows", doubt_rows}};
    struct scratch *scratch = *state;
    char path[4200], sql[4300];
    sqlite3 *db = scratch->journal->db;
    struct rows rows = make_rows(scratch->journal);
    assert_true(store_list(scratch->journal, &rows, NULL));
    snprintf(path, sizeof(path), "%s/whole", scratch->folder);
    snprintf(sql, sizeof(sql), "VACUUM INTO '%s'", path);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_open(path, &whole), SQLITE_OK);
    for (size_t i = 0; i < 2 * sizeof(saving) / sizeof(*saving); i++) {
        const struct act *act = &saving[i / 2];
        bool runs = i % 2;
        snprintf(sql, sizeof(sql),
                 "PRAGMA foreign_keys = OFF; DELETE FROM entries WHERE id = %d;"
                 " DELETE FROM deliveries WHERE service = 'trakt'; DELETE FROM subjects WHERE "
                 "number = 3;"
                 " DELETE FROM listed_episodes; PRAGMA foreign_keys = ON",
                 (int)rows.entry);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        for (int n = 1; fails_at(scratch->journal, act, &rows, n, runs);)
            n += runs ? 1 + n / 4 : 1;
        if (act->act == mend_rows)
            assert_mended(db);
    }
    sqlite3_close(whole);
}

/* ---- What another journal has ---- */

static char other_journal[4200];

ACT(merge_other)
{
    struct merged merged;
    (void)rows;
    return merge_journal(journal, other_journal, true, NOW + 9, &merged, err);
}

static bool try_to_merge(struct journal *journal)
{
    struct merged merged = {0};
    return merge_journal(journal, other_journal, false, NOW + 9, &merged, NULL) &&
           merged.records == 2 && merged.entries == 1 && merged.known == 1;
}

/* A new episode, and a rating of an entry that is here too. */
static void write_other(const struct scratch *scratch, int nth)
{
    char text[2048];
    snprintf(
        text, sizeof(text),
        "{\"format\":\"epimark-journal\",\"version\":1,\"subjects\":[{\"id\":3,"
        "\"series_title\":\"Other\",\"series_tvdb\":5,\"season\":1,\"number\":1,\"tvdb\":%d}],"
        "\"entries\":[{\"id\":4,\"uid\":\"new%d\",\"path\":\"/x\",\"subject\":3},"
        "{\"id\":5,\"uid\":\"known\",\"path\":\"/tv/a.mkv\"}],"
        "\"records\":[{\"id\":1,\"uid\":\"one%d\",\"entry\":4,\"kind\":\"watched\",\"at\":%d},"
        "{\"id\":2,\"uid\":\"two%d\",\"entry\":5,\"kind\":\"rated\",\"value\":4,\"at\":%d}],"
        "\"deliveries\":[{\"id\":1,\"service\":\"tvmaze\",\"account\":\"me\",\"kind\":\"mark\","
        "\"subject\":3,\"entry\":4,\"record\":1,\"seq\":1}]}",
        51 + nth, nth, nth, NOW, nth, NOW);
    tempdir_write(scratch->folder, "other.json", text, (size_t)-1);
    snprintf(other_journal, sizeof(other_journal), "%s/other.json", scratch->folder);
}

static void another_journal_is_merged_whole_or_not_at_all(void **state)
{
    static const struct act act = {"merge", merge_other};
    struct scratch *scratch = *state;
    sqlite3 *db = scratch->journal->db;
    struct rows rows = make_rows(scratch->journal);
    char sql[128];
    snprintf(sql, sizeof(sql), "UPDATE entries SET uid = 'known' WHERE id = %d", (int)rows.entry);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (int runs = 0; runs < 2; runs++) {
        int64_t entries = count_of(db, "SELECT count(*) FROM entries");
        int64_t sent = count_of(db, "SELECT count(*) FROM deliveries");
        write_other(scratch, runs);
        assert_true(try_to_merge(scratch->journal));
        assert_int_equal(count_of(db, "SELECT count(*) FROM entries"), entries);
        for (int n = 1; fails_at(scratch->journal, &act, &rows, n, runs);)
            n += runs ? 1 + n / 4 : 5; /* about each statement */
        assert_int_equal(count_of(db, "SELECT count(*) FROM entries"), entries + 1);
        assert_int_equal(count_of(db, "SELECT count(*) FROM deliveries"), sent + 1);
    }
    assert_int_equal(count_of(db, "SELECT count(*) FROM temp.sqlite_schema"), 0);
}

/* Each says so, and why, of a journal that another version of epimark made. */
static void what_cannot_be_opened_is_not_read(void **state)
{
    struct scratch *scratch = *state;
    struct rows rows = make_rows(scratch->journal);
    assert_int_equal(
        sqlite3_exec(scratch->journal->db, "PRAGMA user_version = 9999", NULL, NULL, NULL),
        SQLITE_OK);
    scratch_reopen(scratch);
    for (size_t i = 0; i < sizeof(reads) / sizeof(*reads); i++) {
        struct epi_error err = {0};
        if (reads[i].act(scratch->journal, &rows, &err) || err.kind != EPI_ERROR_NEVER)
            fail_msg("%s: a journal of a newer epimark is read", reads[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
        TEST(what_cannot_be_prepared_changes_nothing),
        TEST(what_is_interrupted_changes_nothing),
        TEST(a_read_that_fails_says_so),
        TEST(rows_are_saved_whole_or_not_at_all),
        TEST(another_journal_is_merged_whole_or_not_at_all),
        TEST(what_cannot_be_opened_is_not_read),
    };
    return cmocka_run_group_tests_name("denied_kept", tests, NULL, NULL);
}
