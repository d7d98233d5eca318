/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/services/trakt_app.h"

/* This program has an app built in; see tests/CMakeLists.txt. */
static void the_option_is_above_what_is_built_in(void **state)
{
    struct epi_config config;
    struct epi_error err;
    (void)state;
    config_init(&config);
    assert_string_equal(trakt_app_id(&config), "built-in");
    assert_string_equal(trakt_app_preset(&config, "client_id"), "built-in");
    assert_string_equal(trakt_app_preset(&config, "client_secret"), "");
    assert_true(epi_config_set(&config, "trakt_client_id", "Own_1", EPI_SOURCE_FILE, &err));
    assert_string_equal(trakt_app_id(&config), "Own_1");
    assert_string_equal(trakt_app_preset(&config, "client_id"), "Own_1");
    assert_false(epi_config_set(&config, "trakt_client_id", "no id", EPI_SOURCE_FILE, &err));
    assert_non_null(strstr(err.text, "letters, digits"));
    assert_true(epi_config_set(&config, "trakt_client_id", "", EPI_SOURCE_FILE, &err));
    assert_non_null(strstr(trakt_app_needs(&config), "press Enter"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_option_is_above_what_is_built_in)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
