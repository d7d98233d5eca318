/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/journal/dump.h"
#include "core/journal/files.h"
#include "core/journal/journal.h"
#include "core/journal/merge.h"
#include "core/journal/outbox.h"
#include "core/journal/sql.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

/* A journal to read, which is full, and one to read it into. */
struct pair {
    struct scratch *there;
    struct scratch *here;
    char db[4200];   /* of the first */
    char json[4200]; /* of the first, written by export */
};

static bool write_file(void *context, const char *text, size_t len)
{
    return fwrite(text, 1, len, context) == len;
}

static void export(struct scratch *scratch, const char *path)
{
    FILE *file = fopen(path, "we");
    struct epi_error err = {0};
    if (!dump_journal(scratch->journal, write_file, file, &err))
        fail_msg("%s", err.text);
    assert_int_equal(fclose(file), 0);
}

static int begin(void **state)
{
    static struct pair pair;
    void *scratch;
    pair = (struct pair){0};
    assert_int_equal(scratch_begin(&scratch), 0);
    pair.there = scratch;
    assert_int_equal(scratch_begin(&scratch), 0);
    pair.here = scratch;
    scratch_fill(pair.there->journal);
    snprintf(pair.db, sizeof(pair.db), "%s/journal.db", pair.there->folder);
    snprintf(pair.json, sizeof(pair.json), "%s/all.json", pair.there->folder);
    export(pair.there, pair.json);
    *state = &pair;
    return 0;
}

static int end(void **state)
{
    struct pair *pair = *state;
    char path[4300];
    snprintf(path, sizeof(path), "%s/%s", pair->here->folder, FILES_INCOMING);
    assert_int_equal(access(path, F_OK), -1);
    void *there = pair->there, *here = pair->here;
    return scratch_end(&there) || scratch_end(&here);
}

static struct merged merge(struct pair *pair, const char *file)
{
    struct merged merged;
    struct epi_error err = {0};
    assert_true(merge_is_journal(file));
    if (!merge_journal(pair->here->journal, file, true, NOW + DAY, &merged, &err))
        fail_msg("%s", err.text);
    return merged;
}

static char *text_of(struct scratch *scratch)
{
    char path[4300];
    snprintf(path, sizeof(path), "%s/export", scratch->folder);
    export(scratch, path);
    FILE *file = fopen(path, "re");
    char *text = calloc(1, 1 << 20);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void assert_same(struct pair *pair)
{
    char *there = text_of(pair->there), *here = text_of(pair->here);
    assert_string_equal(here, there);
    free(there);
    free(here);
}

static int64_t value_here(struct pair *pair, const char *sql)
{
    int64_t value = -1;
    assert_true(sql_value(pair->here->journal, NULL, &value, -1, sql, ""));
    return value;
}

/* ---- An empty journal becomes the same ---- */

static void test_by_json(void **state)
{
    struct pair *pair = *state;
    struct merged merged = merge(pair, pair->json);
    assert_int_equal(merged.entries, scratch_count(pair->there->journal));
    assert_int_equal(merged.known, 0);
    assert_same(pair);
}

static void test_by_the_journal_of_a_process_that_runs(void **state)
{
    struct pair *pair = *state;
    assert_int_equal(merge(pair, pair->db).entries, scratch_count(pair->there->journal));
    assert_same(pair);
}

static void test_what_was_to_be_sent_is_asked_for_first(void **state)
{
    struct pair *pair = *state;
    merge(pair, pair->json);
    assert_int_equal(
        value_here(pair, "SELECT count(*) FROM deliveries WHERE acked <> seq AND NOT attempted"),
        0);
    assert_true(value_here(pair, "SELECT count(*) FROM deliveries WHERE attempted") > 0);
}

static void test_first_it_only_says_what_it_would_be(void **state)
{
    struct pair *pair = *state;
    char *before = text_of(pair->here);
    for (int round = 0; round < 2; round++) { /* an empty journal, and another */
        struct merged merged = {0};
        assert_true(merge_journal(pair->here->journal, pair->json, false, NOW, &merged, NULL));
        assert_int_equal(merged.entries, scratch_count(pair->there->journal));
        char *after = text_of(pair->here);
        assert_string_equal(after, before);
        free(after);
        free(before);
        scratch_watch(pair->here->journal, "Mine S07E03.mkv", 7, 3, NOW);
        before = text_of(pair->here);
    }
    free(before);
}

/* ---- Twice is once ---- */

static void test_the_same_again_changes_nothing(void **state)
{
    struct pair *pair = *state;
    merge(pair, pair->json);
    struct merged merged = merge(pair, pair->json);
    assert_int_equal(merged.entries, 0);
    assert_int_equal(merged.records, 0);
    assert_int_equal(merged.known, scratch_count(pair->there->journal));
    assert_same(pair);
    merge(pair, pair->db);
    assert_same(pair);
}

static void test_into_another_journal(void **state)
{
    struct pair *pair = *state;
    struct journal *here = pair->here->journal;
    scratch_watch(here, "Mine S01E03.mkv", 1, 3, NOW - 3 * DAY);
    scratch_rate(here, "Mine S01E03.mkv", 1, 3, NOW - 3 * DAY, 6);
    int before = scratch_count(here);
    struct merged merged = merge(pair, pair->json);
    assert_int_equal(merged.entries, scratch_count(pair->there->journal));
    assert_int_equal(scratch_count(here), before + (int)merged.entries);
    /* What is here is newer than all that comes. */
    assert_int_equal(value_here(pair, "SELECT count(*) FROM records WHERE id > 0"), 2);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM records WHERE id <= 0"),
                     merged.records);
    assert_int_equal(scratch_undo(here, 0, NOW + 1).undone, RECORD_RATED);
    /* An episode of both is one. */
    assert_int_equal(value_here(pair, "SELECT count(*) FROM subjects WHERE season = 1"
                                      " AND number = 3 AND NOT film"),
                     1);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM deliveries WHERE service = 'tvmaze'"
                                      " AND subject IN (SELECT id FROM subjects WHERE season = 1"
                                      " AND number = 3)"),
                     1);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    merged = merge(pair, pair->db);
    assert_int_equal(merged.entries + merged.records, 0);
}

/* Without ids of their own: by what they are of, also of season 0. */
static void test_episodes_of_both_are_found_by_their_number(void **state)
{
    static const char *const found[] = {
        "\"series_tvdb\":81189,\"season\":0,\"number\":2",
        "\"series_tvmaze\":169,\"season\":1,\"number\":3",
        "\"series_imdb\":\"tt0903747\",\"season\":1,\"number\":4",
    };
    struct pair *pair = *state;
    struct journal *here = pair->here->journal;
    char path[4300], text[1024];
    scratch_watch(here, "Mine S00E02.mkv", 0, 2, NOW);
    scratch_watch(here, "Mine S01E03.mkv", 1, 3, NOW);
    scratch_watch(here, "Mine S01E04.mkv", 1, 4, NOW);
    int64_t subjects = value_here(pair, "SELECT count(*) FROM subjects");
    snprintf(path, sizeof(path), "%s/other", pair->there->folder);
    for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
        snprintf(text, sizeof(text),
                 "{\"format\":\"epimark-journal\",\"version\":1,\"subjects\":[{\"id\":3,"
                 "\"series_title\":\"Breaking Bad\",%s}],\"entries\":[{\"id\":4,\"uid\":\"e%d\","
                 "\"path\":\"/x\",\"subject\":3}],\"records\":[{\"id\":1,\"uid\":\"r%d\","
                 "\"entry\":4,\"kind\":\"watched\",\"at\":%d}]}",
                 found[i], (int)i, (int)i, NOW);
        tempdir_write(pair->there->folder, "other", text, (size_t)-1);
        assert_int_equal(merge(pair, path).entries, 1);
        if (value_here(pair, "SELECT count(*) FROM subjects") != subjects)
            fail_msg("%s", found[i]);
    }
}

static void test_what_was_sent_there_is_not_sent_again(void **state)
{
    struct pair *pair = *state;
    scratch_watch(pair->here->journal, "Mine S05E01.mkv", 5, 1, NOW);
    merge(pair, pair->json);
    assert_int_equal(
        value_here(pair, "SELECT count(*) FROM deliveries WHERE service = 'tvmaze' AND acked = seq"
                         " AND done_at > 0"),
        1);
}

static void test_what_came_later_of_a_known_entry_is_added(void **state)
{
    struct pair *pair = *state;
    merge(pair, pair->json);
    struct journal *there = pair->there->journal;
    scratch_rate(there, "A S00E02.mkv", 0, 2, NOW + 500, 4);
    struct merged merged = merge(pair, pair->db);
    assert_int_equal(merged.entries, 0);
    assert_int_equal(merged.records, 1);
    assert_int_equal(value_here(pair, "SELECT r.value FROM ratings r JOIN entries e ON e.id ="
                                      " r.entry WHERE e.path LIKE '%A S00E02.mkv'"),
                     4);
    scratch_undo(there, 0, NOW + 600);
    merge(pair, pair->db);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM ratings r JOIN entries e ON e.id ="
                                      " r.entry WHERE e.path LIKE '%A S00E02.mkv'"),
                     0);
}

/* ---- One viewing in both ---- */

/* How many viewings of 2x08 there are here. */
static int64_t viewings(struct pair *pair)
{
    return value_here(pair, "SELECT count(*) FROM entries e JOIN subjects s ON s.id = e.subject"
                            " WHERE season = 2 AND number = 8 AND watched_at > 0"
                            " AND same_as = 0");
}

static void test_the_same_evening_in_both_is_one_viewing(void **state)
{
    struct pair *pair = *state;
    struct journal *here = pair->here->journal;
    int64_t mine = scratch_watch(here, "Mine S02E08.mkv", 2, 8, NOW + 3000);
    scratch_watch(pair->there->journal, "Theirs S02E08.mkv", 2, 8, NOW);
    scratch_rate(pair->there->journal, "Theirs S02E08.mkv", 2, 8, NOW + 1, 7);
    struct merged merged = merge(pair, pair->db);
    assert_int_equal(merged.entries, scratch_count(pair->there->journal) - 1);
    assert_int_equal(merged.known, 1);
    assert_int_equal(viewings(pair), 1);
    assert_int_equal(value_here(pair, "SELECT value FROM ratings WHERE value = 7"), 7);
    struct entry *entry = scratch_entry(here, mine);
    assert_int_equal(entry->watched_at, NOW + 3000);
    free(entry);
    merged = merge(pair, pair->db);
    assert_int_equal(merged.entries + merged.records, 0);
    scratch_undo(here, 0, NOW + 4000);
    assert_int_equal(viewings(pair), 0);
    merge(pair, pair->db);
    assert_int_equal(viewings(pair), 0);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static void test_another_evening_is_another_viewing(void **state)
{
    struct pair *pair = *state;
    scratch_watch(pair->here->journal, "Mine S02E08.mkv", 2, 8, NOW + 7 * 3600);
    scratch_watch(pair->there->journal, "Theirs S02E08.mkv", 2, 8, NOW);
    merge(pair, pair->db);
    assert_int_equal(viewings(pair), 2);
}

/* A source that says no more than the day names its noon. */
static void test_a_day_and_its_evening_are_one_viewing(void **state)
{
    struct pair *pair = *state;
    int64_t noon = NOW - NOW % 86400 + 43200;
    scratch_watch(pair->here->journal, "Mine S02E08.mkv", 2, 8, noon + 9 * 3600);
    scratch_watch(pair->there->journal, "Theirs S02E08.mkv", 2, 8, noon);
    merge(pair, pair->db);
    assert_int_equal(viewings(pair), 1);
}

/* The play that was sent from there is not sent from here, and is taken back by its time there. */
static void test_a_viewing_that_was_sent_there_is_done_here(void **state)
{
    struct pair *pair = *state;
    struct journal *there = scratch_replan(pair->there, "trakt play");
    struct journal *here = scratch_replan(pair->here, "trakt play");
    scratch_watch(here, "Mine S02E08.mkv", 2, 8, NOW + 3000);
    scratch_watch(there, "Theirs S02E08.mkv", 2, 8, NOW);
    struct due row;
    do {
        row = scratch_claim(there, "trakt", NOW + DAY);
        assert_true(outbox_complete(there, &row, NOW + 10, NULL));
    } while (row.subject.number != 8);
    merge(pair, pair->db);
    assert_int_equal(value_here(pair, "SELECT d.at FROM deliveries d JOIN subjects s ON s.id ="
                                      " d.subject WHERE number = 8 AND d.acked = d.seq"),
                     NOW);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM deliveries d JOIN subjects s ON"
                                      " s.id = d.subject WHERE number = 8"),
                     1);
    assert_int_equal(scratch_undo(here, 0, NOW + 4000).to_take_back, 1);
}

/* ---- What goes wrong ---- */

static void assert_refused(struct pair *pair, const char *file, const char *words)
{
    struct merged merged;
    struct epi_error err = {0};
    assert_false(merge_journal(pair->here->journal, file, true, NOW, &merged, &err));
    if (!strstr(err.text, words))
        fail_msg("'%s' does not say '%s'", err.text, words);
    assert_int_equal(scratch_count(pair->here->journal), 0);
}

static void test_what_is_no_journal(void **state)
{
    struct pair *pair = *state;
    char path[4300];
    snprintf(path, sizeof(path), "%s/other", pair->there->folder);
    assert_false(merge_is_journal(path));
    assert_refused(pair, path, "cannot read");
    assert_refused(pair, pair->there->folder, "not a regular file");
    static const char *const texts[][2] = {
        {"", "other, line 1: no JSON object"},
        {"title,season\n", "other, line 1: no JSON object"},
        {"{\"format\":\"mine\"}", "is not a journal of epimark"},
        {"{\"entries\":[{}]}", "is not a journal of epimark"},
        {"{\"format\":\"epimark-journal\",\"version\":2}", "exported by a newer epimark"},
        {"{\"format\":\"epimark-journal\",\"version\":1,\n\"records\":[\n{\"kind\":\"dreamt\"}]}",
         "other, line 3: unknown value of \"kind\""},
        {"{\"format\":\"epimark-journal\",\"version\":1,\"records\":[7]}", "a row is no object"},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        tempdir_write(pair->there->folder, "other", texts[i][0], (size_t)-1);
        assert_refused(pair, path, texts[i][1]);
    }
}

/* A file that ends anywhere brings in nothing, and crashes nothing. */
static void test_a_file_cut_anywhere(void **state)
{
    struct pair *pair = *state;
    char path[4300];
    char *text = text_of(pair->there);
    size_t len = strlen(text);
    snprintf(path, sizeof(path), "%s/other", pair->there->folder);
    for (size_t cut = 41; cut < len - 2; cut += 997) {
        tempdir_write(pair->there->folder, "other", text, cut);
        assert_refused(pair, path, "line ");
    }
    free(text);
}

static void test_what_refers_to_nothing_is_left_out(void **state)
{
    struct pair *pair = *state;
    char path[4300];
    snprintf(path, sizeof(path), "%s/other", pair->there->folder);
    tempdir_write(pair->there->folder, "other",
                  "{\"format\":\"epimark-journal\",\"version\":1,\"entries\":[{\"id\":4,\"uid\":"
                  "\"a\",\"path\":\"/x\",\"subject\":9}],\"records\":[{\"id\":1,\"uid\":\"b\","
                  "\"entry\":4},{\"id\":2,\"uid\":\"c\",\"entry\":5}],\"deliveries\":[{\"id\":1,"
                  "\"service\":\"trakt\",\"account\":\"me\",\"kind\":\"play\",\"subject\":3,"
                  "\"entry\":4,\"seq\":1}],\"stranger\":[{\"x\":1}]}",
                  (size_t)-1);
    assert_int_equal(merge(pair, path).entries, 1);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM deliveries"), 0);
    assert_int_equal(value_here(pair, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_by_json),
        TEST(test_by_the_journal_of_a_process_that_runs),
        TEST(test_what_was_to_be_sent_is_asked_for_first),
        TEST(test_first_it_only_says_what_it_would_be),
        TEST(test_the_same_again_changes_nothing),
        TEST(test_into_another_journal),
        TEST(test_episodes_of_both_are_found_by_their_number),
        TEST(test_what_was_sent_there_is_not_sent_again),
        TEST(test_what_came_later_of_a_known_entry_is_added),
        TEST(test_the_same_evening_in_both_is_one_viewing),
        TEST(test_another_evening_is_another_viewing),
        TEST(test_a_day_and_its_evening_are_one_viewing),
        TEST(test_a_viewing_that_was_sent_there_is_done_here),
        TEST(test_what_is_no_journal),
        TEST(test_a_file_cut_anywhere),
        TEST(test_what_refers_to_nothing_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
