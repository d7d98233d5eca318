/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/lookup.h"
#include "core/identify/renewal.h"
#include "core/journal/entries.h"
#include "core/journal/episode_lists.h"
#include "core/journal/journal.h"
#include "tests/doubles/between.h"
#include "tests/doubles/resolving.h"
#include "tests/doubles/scratch.h"

enum { DAY = 86400, FIRST = 100 };

/* Two catalogues that give whole lists. */
struct renewing {
    struct service services[2];
    struct catalogue catalogues[2];
    int64_t now;
};

static void begin(struct resolving *f, struct renewing *renewing)
{
    *renewing = (struct renewing){.services = {shelf_tvdb, shelf_tvmaze}, .now = RESOLVING_NOW};
    struct session *const sessions[] = {&f->tvdb, &f->tvmaze};
    static const enum id_kind ids[] = {ID_TVDB, ID_TVMAZE};
    for (int i = 0; i < 2; i++) {
        renewing->services[i].ids = ids[i];
        renewing->services[i].whole_lists = true;
        renewing->catalogues[i] = (struct catalogue){&renewing->services[i], sessions[i], NULL};
    }
}

/* A series that one catalogue has listed, and of which an episode was watched then; 0: never. */
static void add(struct resolving *f, struct renewing *renewing, int which, int64_t tvdb,
                int64_t watched_at)
{
    char path[64], title[32];
    snprintf(title, sizeof(title), "Show %d", (int)tvdb);
    snprintf(path, sizeof(path), "/tv/%s/S01E01.mkv", title);
    resolving_show(f, title, 1990, tvdb, 1, 3);
    struct match match = {.series = {.ids = {.tvdb = tvdb, .tvmaze = tvdb + 50000}, .year = 1990},
                          .episode = {.season = 1, .number = 1, .tvdb = tvdb * 100},
                          .confidence = 1};
    memcpy(match.series.title, title, sizeof(title));
    if (watched_at) {
        struct recorded recorded = scratch_record(f->journal, RECORD_WATCHED, path, watched_at, 0);
        assert_true(
            entries_set_match(f->journal, recorded.entry, &match, "show", watched_at, NULL));
    }
    const struct answer_cache cache = {f->journal, renewing->services[which].name, "",
                                       renewing->now, false};
    assert_true(lookup_renew(&renewing->catalogues[which], &cache, which ? tvdb + 50000 : tvdb,
                             ORDER_AIRED, NULL));
}

static bool step(struct resolving *f, struct renewing *renewing, struct epi_error *err)
{
    bool renewed = false;
    *err = (struct epi_error){0};
    bool ok = renewal_step(f->journal, &f->config, renewing->catalogues, 2, renewing->now * 1000,
                           &renewed, err);
    assert_true(ok || !renewed);
    return renewed;
}

/* How many lists are renewed now, until none is left or none more may be. */
static int renew_all(struct resolving *f, struct renewing *renewing)
{
    struct epi_error err;
    int count = 0;
    while (step(f, renewing, &err))
        count++;
    assert_int_equal(err.kind, EPI_ERROR_NONE);
    return count;
}

static void only_what_was_watched_lately_and_is_old(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    begin(f, &renewing);
    add(f, &renewing, 0, FIRST, renewing.now - 59 * DAY);
    add(f, &renewing, 0, FIRST + 1, renewing.now - 70 * DAY);
    add(f, &renewing, 0, FIRST + 2, 0);
    add(f, &renewing, 1, FIRST + 3, renewing.now);
    size_t before = f->tvdb.requests + f->tvmaze.requests;
    assert_int_equal(renew_all(f, &renewing), 0); /* they are all young */
    assert_int_equal(f->tvdb.requests + f->tvmaze.requests, before);
    renewing.now += 4 * DAY;
    assert_int_equal(renew_all(f, &renewing), 1); /* the first is 63 days ago by now */
    assert_int_equal(f->tvmaze.requests, 2);
    scratch_record(f->journal, RECORD_WATCHED, "/tv/Show 100/S01E01.mkv", renewing.now, 0);
    assert_int_equal(renew_all(f, &renewing), 0); /* not identified yet */
    renewing.now += 4 * DAY;
    assert_int_equal(renew_all(f, &renewing), 1);
}

static void what_was_undone_was_not_watched(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    begin(f, &renewing);
    add(f, &renewing, 0, FIRST, renewing.now);
    assert_true(scratch_undo(f->journal, 0, renewing.now).undid);
    renewing.now += 4 * DAY;
    assert_int_equal(renew_all(f, &renewing), 0);
}

/* Each order is a list of its own, but one that the series does not have is none. */
static void other_orders_too(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    begin(f, &renewing);
    add(f, &renewing, 0, FIRST, renewing.now);
    const struct answer_cache cache = {f->journal, "tvdb", "", renewing.now, false};
    session_place(&f->tvdb, ORDER_DVD, 1, 1,
                  resolving_listed(shelf_find(&f->shelf, FIRST, 0), 1, 2));
    assert_true(lookup_renew(&renewing.catalogues[0], &cache, FIRST, ORDER_DVD, NULL));
    assert_true(lookup_renew(&renewing.catalogues[0], &cache, FIRST, ORDER_REGIONAL, NULL));
    renewing.now += 4 * DAY;
    assert_int_equal(renew_all(f, &renewing), 2);
    int64_t at;
    const struct episode_list list = {"tvdb", "", FIRST, ORDER_DVD};
    assert_true(episode_lists_fetched(f->journal, &list, &at, NULL));
    assert_int_equal(at, renewing.now);
}

static void the_oldest_first(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    struct epi_error err;
    begin(f, &renewing);
    add(f, &renewing, 0, FIRST, renewing.now);
    renewing.now -= DAY;
    add(f, &renewing, 0, FIRST + 1, renewing.now);
    renewing.now += 5 * DAY;
    assert_true(step(f, &renewing, &err));
    int64_t at[2];
    for (int i = 0; i < 2; i++) {
        const struct episode_list list = {"tvdb", "", FIRST + i, ORDER_AIRED};
        assert_true(episode_lists_fetched(f->journal, &list, &at[i], NULL));
    }
    assert_true(at[1] == renewing.now && at[0] < renewing.now);
}

static void so_many_a_day_and_no_more(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    begin(f, &renewing);
    for (int i = 0; i < 50; i++)
        add(f, &renewing, 0, FIRST + i, renewing.now);
    renewing.now += 4 * DAY;
    int renewed = 0;
    for (int hour = 0; hour < 24; hour++, renewing.now += 3600)
        renewed += renew_all(f, &renewing);
    assert_between(renewed, RENEWAL_A_DAY / 2, RENEWAL_A_DAY);
    for (int hour = 0; hour < 72; hour++, renewing.now += 3600)
        renewed += renew_all(f, &renewing);
    assert_true(renewed > 2 * RENEWAL_A_DAY - 1); /* the others follow */
}

static void a_catalogue_without_a_sign_in_is_passed_over(void **state)
{
    struct resolving *f = *state;
    struct renewing renewing;
    struct epi_error err;
    begin(f, &renewing);
    add(f, &renewing, 0, FIRST, renewing.now);
    add(f, &renewing, 1, FIRST + 1, renewing.now);
    renewing.now += 4 * DAY;
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "sign in"};
    assert_true(step(f, &renewing, &err));
    f->tvdb.fail.kind = EPI_ERROR_LATER;
    assert_false(step(f, &renewing, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    f->tvdb.fail.kind = EPI_ERROR_NONE;
    assert_true(step(f, &renewing, &err));
    assert_false(step(f, &renewing, &err));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_was_watched_lately_and_is_old),
        TEST(what_was_undone_was_not_watched),
        TEST(other_orders_too),
        TEST(the_oldest_first),
        TEST(so_many_a_day_and_no_more),
        TEST(a_catalogue_without_a_sign_in_is_passed_over),
    };
    return cmocka_run_group_tests_name("renewal", tests, NULL, NULL);
}
