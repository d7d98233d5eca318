/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/services/route.h"
#include "core/services/services.h"

static void services_are_found_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"tvmaze", "tvdb", "tvdb2", "trakt", "mdblist", "trakt1"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_non_null(service_find(names[i]));
        assert_string_equal(service_find(names[i])->name, names[i]);
        assert_ptr_equal(services[i], service_find(names[i]));
    }
    assert_null(services[sizeof(names) / sizeof(names[0])]);
    assert_null(service_find("tvrage"));
}

static void options_choose_between_versions(void **state)
{
    (void)state;
    struct epi_config config = {.tvdb_api = 4, .trakt_api = 2};
    assert_ptr_equal(service_chosen(&config, "tvdb"), &service_tvdb);
    assert_ptr_equal(service_chosen(&config, "trakt"), &service_trakt);
    assert_ptr_equal(service_chosen(&config, "tvmaze"), &service_tvmaze);
    config = (struct epi_config){.tvdb_api = 2, .trakt_api = 1};
    assert_ptr_equal(service_chosen(&config, "tvdb"), &service_tvdb2);
    assert_ptr_equal(service_chosen(&config, "trakt"), &service_trakt1);
    assert_null(service_chosen(&config, "tvrage"));
}

static void each_service_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; services[i]; i++) {
        const struct service *service = services[i];
        assert_true(service->title[0]);
        assert_non_null(service->fields);
        assert_non_null(service->fields[0].name);
        assert_non_null(service->who);
        /* What is looked up must also be found in whole. */
        assert_true(!service->lookup == !service->episodes);
        assert_true(!service->search == !service->rank && (!service->rank || service->lookup));
        assert_true(!service->play == !service->played && !service->play == !service->unplay);
        assert_true(!service->pair_start == !service->pair_poll &&
                    !service->pair_start == !service->pair_fields);
        bool named = false;
        for (size_t j = 0; api_at(j); j++)
            named = named || api_at(j)->service == service;
        assert_true(named);
    }
}

static void a_wrong_header_silences_no_service(void **state)
{
    (void)state;
    enum { DAY = 86400, MIDNIGHT = 20000 * DAY, EVENING = MIDNIGHT + DAY - 600 };
    const struct service daily = {.name = "daily", .daily_quota = true};
    for (size_t i = 0; services[i]; i++) {
        assert_int_equal(service_pause(services[i], 0, MIDNIGHT), 0);
        assert_int_equal(service_pause(services[i], 300, MIDNIGHT), 300);
        assert_int_equal(service_pause(services[i], 3600, MIDNIGHT), 3600);
        int longest = services[i]->daily_quota ? DAY : 3600;
        assert_int_equal(service_pause(services[i], longest + 1, MIDNIGHT), longest);
        assert_int_equal(service_pause(services[i], 999999999, MIDNIGHT), longest);
    }
    assert_int_equal(service_pause(&daily, 300, MIDNIGHT + 1), 300);
    assert_int_equal(service_pause(&daily, 999999999, MIDNIGHT), DAY);
    assert_int_equal(service_pause(&daily, 999999999, MIDNIGHT + 1), DAY - 1);
    /* Just before midnight its other limits may still ask for an hour. */
    assert_int_equal(service_pause(&daily, 999999999, EVENING), 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_are_found_by_name),
        cmocka_unit_test(options_choose_between_versions),
        cmocka_unit_test(each_service_is_whole),
        cmocka_unit_test(a_wrong_header_silences_no_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
