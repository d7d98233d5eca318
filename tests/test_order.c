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
    config_init(&config);
    struct order order = order_of(&config, NULL, &other, NULL);
    assert_int_equal(order.order, ORDER_AUTO);
    assert_false(order.said);
    memcpy(config.order, "dvd", 4);
    assert_true(journal_add(scratch->journal, &record, &recorded, NULL));
    order = order_of(&config, scratch->journal, &other, NULL);
    assert_int_equal(order.order, ORDER_DVD);
    assert_false(order.said || order.last);
    const enum episode_order folder = ORDER_AIRED;
    order = order_of(&config, scratch->journal, &other, &folder);
    assert_int_equal(order.order, ORDER_AIRED);
    assert_false(order.said);
    order = order_of(&config, scratch->journal, &record.correction.series, &folder);
    assert_int_equal(order.order, ORDER_ABSOLUTE);
    assert_true(order.said && order.last);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_said_of_a_series_beats_the_option, scratch_begin,
                                        scratch_end),
    };
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
