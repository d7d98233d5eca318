/* SPDX-License-Identifier: MIT
 *
 * Each statement that fails, of all that acts on the journal run: the act fails, says why, and
 * leaves the journal as it was.
 */
#include "core/journal/corrections.h"
#include "core/journal/drop.h"
#include "core/journal/entries.h"
#include "core/journal/records.h"
#include "core/journal/transaction.h"
#include "tests/denied.h"

/* ---- Acts ---- */

static bool apply(struct journal *journal, struct record record, struct epi_error *err)
{
    struct recorded recorded = {0};
    bool known;
    record.at = NOW + 50;
    record.size = 1000000;
    record.nth = record.episodes = 1;
    record.title_key = "some show";
    record.media_title = record.key = "";
    snprintf(record.uid, sizeof(record.uid), "%d %s", (int)record.kind, record.path);
    bool ok =
        transaction_begin(journal, err) && records_apply(journal, &record, &recorded, &known, err);
    return transaction_end(journal, ok, err);
}

static bool rate(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return apply(journal, (struct record){.kind = RECORD_RATED, .path = "/tv/a.mkv", .value = 3},
                 err);
}

static bool rate_all(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {
        .kind = RECORD_RATED, .path = "/tv/unsure.mkv", .value = 3, .scope = EPI_SCOPE_SERIES};
    return apply(journal, record, err);
}

static bool watch(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return apply(
        journal,
        (struct record){.kind = RECORD_WATCHED, .path = "/tv/new.mkv", .live_until = NOW + 99},
        err);
}

static bool undo(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return apply(journal, (struct record){.kind = RECORD_UNDO, .entry = rows->entry, .path = ""},
                 err);
}

static bool choose(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {.kind = RECORD_CHOSEN,
                            .path = "/tv/unsure.mkv",
                            .correction = {.series = {.tvdb = 81189}, .title = "Some Show"}};
    return apply(journal, record, err);
}

static bool order(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {.kind = RECORD_ORDERED,
                            .path = "",
                            .value = ORDER_DVD,
                            .correction = {.series = {.tvdb = 81189, .tvmaze = 169}}};
    return apply(journal, record, err);
}

static bool identify(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct match match = {.series = {.ids = {.tvdb = 81189, .tvmaze = 169}, .title = "Some Show"},
                          .episode = {.season = 1, .number = 9, .tvdb = 9, .tvmaze = 10},
                          .source = "tvdb",
                          .confidence = 1};
    return entries_set_match(journal, rows->unsure, &match, "some show", NOW + 50, err);
}

static bool hold(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return entries_hold(journal, rows->unsure, "some show", "two of them", NOW + 50, err);
}

static bool postpone(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return entries_postpone(journal, rows->unsure, NOW + 99, "busy", NULL, NOW + 50, err);
}

static bool correct(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct correction correction;
    struct series_ids ids;
    bool found;
    (void)rows;
    return corrections_find(journal, "/tv/chosen.mkv", "other show", 1500, &correction, &found,
                            err) &&
           corrections_find_elsewhere(journal, "/x/chosen.mkv", "other show", &ids, &found, err);
}

static bool find_last(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct record undo = {.kind = RECORD_UNDO, .path = ""};
    struct recorded recorded = {0};
    (void)rows;
    return records_find_last(journal, &undo, &recorded, err);
}

static bool complete(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return outbox_complete(journal, &rows->claimed, NOW + 50, err);
}

static bool refuse(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    const struct outbox_failure failure = {.certain = true, .text = "refused"};
    return outbox_fail(journal, &rows->claimed, &failure, err);
}

static bool release(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return outbox_release(journal, &rows->claimed, err);
}

static bool retry(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    int count;
    (void)rows;
    return outbox_retry(journal, true, 0, NOW + 50, &count, err);
}

static bool drop(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    const int64_t entries[] = {rows->entry, rows->entry + 1};
    struct dropped dropped;
    return drop_entries(journal, entries, 2, &dropped, err);
}

static bool sign_in(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_sign_in(journal, "trakt", "another", true, NOW + 50, err);
}

static bool sign_out(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_sign_out(journal, "trakt", err);
}

static bool release_backlog(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_release_backlog(journal, "trakt", err);
}

static bool list(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct due due[4];
    size_t count;
    (void)rows;
    return outbox_list(journal, "trakt", NOW + 50, due, 4, &count, err);
}

static bool next(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    int64_t at;
    (void)rows;
    return outbox_next_at(journal, NOW + 50, &at, err);
}

static bool account(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct outbox_account found;
    (void)rows;
    return outbox_find_account(journal, "trakt", &found, err);
}

static bool pass(void *context, const struct entry *entry)
{
    (void)context;
    return entry->id > 0;
}

static bool visit(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct entries_filter filter = {.limit = 10};
    (void)rows;
    return entries_visit(journal, &filter, pass, NULL, err);
}

static const struct act acts[] = {
    {"rate", rate},
    {"rate all", rate_all},
    {"correct", correct},
    {"find last", find_last},
    {"watch", watch},
    {"undo", undo},
    {"choose", choose},
    {"order", order},
    {"identify", identify},
    {"hold", hold},
    {"postpone", postpone},
    {"complete", complete},
    {"refuse", refuse},
    {"release", release},
    {"retry", retry},
    {"drop", drop},
    {"sign in", sign_in},
    {"sign out", sign_out},
    {"release backlog", release_backlog},
    {"list", list},
    {"next", next},
    {"account", account},
    {"visit", visit},
};

static void what_cannot_be_prepared_changes_nothing(void **state)
{
    fail_each(*state, acts, sizeof(acts) / sizeof(*acts), false);
}

static void what_is_interrupted_changes_nothing(void **state)
{
    fail_each(*state, acts, sizeof(acts) / sizeof(*acts), true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
        TEST(what_cannot_be_prepared_changes_nothing),
        TEST(what_is_interrupted_changes_nothing),
    };
    return cmocka_run_group_tests_name("denied", tests, NULL, NULL);
}
