/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/identify/order.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

static void what_is_said_of_a_series_beats_the_option(void **state)
{
    struct scratch *scratch = *state;
    struct epi_config config;
    struct record record = {.kind = RECORD_ORDERED,
                            .at = SCRATCH_NOW,
                            .path = "",
                            .size = -1,
                            .value = ORDER_ABSOLUTE,
                            .title_key = "",
                            .correction = {.series = {.tvdb = 5}}};
    const struct series_ids other = {.tvdb = 6};
    struct recorded recorded;
    bool said = true;
    config_init(&config);
    assert_int_equal(order_of(&config, NULL, &other, &said), ORDER_AUTO);
    assert_false(said);
    memcpy(config.order, "dvd", 4);
    assert_true(journal_add(scratch->journal, &record, &recorded, NULL));
    assert_int_equal(order_of(&config, scratch->journal, &other, &said), ORDER_DVD);
    assert_false(said);
    assert_int_equal(order_of(&config, scratch->journal, &record.correction.series, &said),
                     ORDER_ABSOLUTE);
    assert_true(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_said_of_a_series_beats_the_option, scratch_begin,
                                        scratch_end),
    };
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
