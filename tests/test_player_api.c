/* SPDX-License-Identifier: MIT
 *
 * As it is in epimark.so, where each function is called through a pointer.
 */
#define EPIMARK_MODULE

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugin/player_api.c" /* NOLINT(bugprone-suspicious-include): its table is its own */

static int forget(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
        memset(entries[i].place, 0, sizeof(void *));
    return 0;
}

/* It stays, so that what its libraries never free is not lost. */
static void *open_libmpv(void)
{
    void *libmpv = dlopen("libmpv.so.2", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    assert_non_null(libmpv);
    return libmpv;
}

static void *at(const struct entry *entry)
{
    void *function;
    memcpy(&function, entry->place, sizeof(function));
    return function;
}

/* mpv 0.37 and later fill in the pointers. */
static void what_the_player_filled_in_is_kept(void **state)
{
    (void)state;
    static char own[sizeof(entries) / sizeof(*entries)];
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
        void *function = &own[i];
        memcpy(entries[i].place, &function, sizeof(function));
    }
    assert_true(player_api_find(NULL));
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
        assert_ptr_equal(at(&entries[i]), &own[i]);
}

/* As python-mpv opens it. */
static void of_a_libmpv_that_nobody_else_sees(void **state)
{
    (void)state;
    void *libmpv = open_libmpv();
    assert_null(dlsym(RTLD_DEFAULT, "mpv_create"));
    assert_true(player_api_find(dlsym(libmpv, "mpv_create")));
    for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
        assert_ptr_equal(at(&entries[i]), dlsym(libmpv, entries[i].name));
    assert_int_equal(mpv_client_api_version() >> 16, MPV_CLIENT_API_VERSION >> 16);
    assert_int_equal(dlclose(libmpv), 0);
}

static void where_there_is_no_player(void **state)
{
    (void)state;
    static const char here;
    assert_false(player_api_find(&here));
    assert_false(player_api_find(NULL));
}

static void where_an_object_was_loaded_from(void **state)
{
    (void)state;
    char path[4096] = "";
    void *libmpv = open_libmpv();
    assert_true(player_api_loaded_from(dlsym(libmpv, "mpv_create"), path, sizeof(path)));
    assert_int_equal(path[0], '/');
    assert_non_null(strstr(path, "/libmpv.so"));
    assert_false(player_api_loaded_from(dlsym(libmpv, "mpv_create"), path, 8));
    assert_false(player_api_loaded_from(NULL, path, sizeof(path)));
    assert_int_equal(dlclose(libmpv), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_player_filled_in_is_kept),
        TEST(of_a_libmpv_that_nobody_else_sees),
        TEST(where_there_is_no_player),
        TEST(where_an_object_was_loaded_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
