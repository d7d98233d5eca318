/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/service_ids.h"
#include "core/services/values.h"
#include "tests/doubles/scratch.h"

static const struct series_ids lost = {.tvdb = 73739, .imdb = "tt0411008"};
static const struct series_ids chuck = {.tvdb = 80348};

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

static void keep(struct journal *journal, const struct series_ids *series, int season, int number,
                 int64_t id)
{
    const struct service_ids_of of = {"trakt", series, season, number};
    assert_true(service_ids_keep(journal, &of, id, NULL));
}

static int64_t kept(struct journal *journal, const struct series_ids *series, int season,
                    int number)
{
    const struct service_ids_of of = {"trakt", series, season, number};
    int64_t id = -1;
    assert_true(service_ids_find(journal, &of, &id, NULL));
    return id;
}

static void fill(struct journal *journal)
{
    keep(journal, &lost, -1, -1, 511);
    keep(journal, &lost, 1, -1, 5110001);
    keep(journal, &lost, 1, 2, 511000102);
    keep(journal, &chuck, 1, 2, 77);
}

static void an_id_is_kept_for_each_service_and_number(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(kept(journal, &lost, 1, 2), 0);
    fill(journal);
    scratch_reopen(*state);
    journal = journal_of(state);
    assert_int_equal(kept(journal, &lost, -1, -1), 511);
    assert_int_equal(kept(journal, &lost, 1, -1), 5110001);
    assert_int_equal(kept(journal, &lost, 1, 2), 511000102);
    assert_int_equal(kept(journal, &lost, 1, 3), 0);
    assert_int_equal(kept(journal, &chuck, 1, 2), 77);
    assert_int_equal(kept(journal, &chuck, -1, -1), 0);
    const struct service_ids_of other = {"other", &lost, 1, 2};
    int64_t id = -1;
    assert_true(service_ids_find(journal, &other, &id, NULL));
    assert_int_equal(id, 0);
}

static void a_series_is_known_by_any_of_its_ids(void **state)
{
    struct journal *journal = journal_of(state);
    const struct series_ids by_imdb = {.imdb = "tt0411008"};
    const struct series_ids more = {.tvdb = 73739, .tvmaze = 123, .imdb = "tt0411008"};
    const struct series_ids none = {.tvdb = 0};
    keep(journal, &by_imdb, 1, 2, 7);
    assert_int_equal(kept(journal, &more, 1, 2), 7);
    keep(journal, &more, 1, 2, 8);
    assert_int_equal(kept(journal, &lost, 1, 2), 8);
    assert_int_equal(kept(journal, &by_imdb, 1, 2), 0); /* it stands under the first of them now */
    keep(journal, &none, 1, 2, 9);
    assert_int_equal(kept(journal, &none, 1, 2), 0);
    assert_int_equal(kept(journal, &chuck, 1, 2), 0);
}

static void an_id_is_replaced_or_dropped(void **state)
{
    struct journal *journal = journal_of(state);
    fill(journal);
    keep(journal, &lost, 1, 2, 6);
    assert_int_equal(kept(journal, &lost, 1, 2), 6);
    keep(journal, &lost, 1, 2, 0);
    assert_int_equal(kept(journal, &lost, 1, 2), 0);
    assert_int_equal(kept(journal, &lost, 1, -1), 5110001);
}

static void with_that_of_a_series_those_within_it_go(void **state)
{
    struct journal *journal = journal_of(state);
    fill(journal);
    keep(journal, &lost, -1, -1, 511); /* the same */
    assert_int_equal(kept(journal, &lost, 1, 2), 511000102);
    keep(journal, &lost, -1, -1, 512);
    assert_int_equal(kept(journal, &lost, -1, -1), 512);
    assert_int_equal(kept(journal, &lost, 1, -1), 0);
    assert_int_equal(kept(journal, &lost, 1, 2), 0);
    assert_int_equal(kept(journal, &chuck, 1, 2), 77);
    keep(journal, &lost, -1, -1, 0);
    assert_int_equal(kept(journal, &lost, -1, -1), 0);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(an_id_is_kept_for_each_service_and_number),
        WITH_JOURNAL(a_series_is_known_by_any_of_its_ids),
        WITH_JOURNAL(an_id_is_replaced_or_dropped),
        WITH_JOURNAL(with_that_of_a_series_those_within_it_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
