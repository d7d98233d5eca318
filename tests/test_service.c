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
    static const char *const names[] = {"tvmaze", "tvdb", "tvdb2", "trakt", "trakt1"};
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
        assert_true(!service->search == !service->lookup && !service->search == !service->episodes);
        assert_true(!service->play == !service->played && !service->play == !service->unplay);
        assert_true(!service->pair_start == !service->pair_poll &&
                    !service->pair_start == !service->pair_fields);
        bool named = false;
        for (size_t j = 0; api_at(j); j++)
            named = named || api_at(j)->service == service;
        assert_true(named);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_are_found_by_name),
        cmocka_unit_test(options_choose_between_versions),
        cmocka_unit_test(each_service_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
