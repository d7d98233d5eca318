/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/fake_mpv.h"
#include "tests/doubles/fake_player.h"

int mpv_open_cplugin(mpv_handle *mpv);

static void from_start_to_shutdown(void **state)
{
    (void)state;
    struct epi_player *player = fake_player_new();
    mpv_handle *mpv = fake_mpv_new("epimark", player);
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_STATUS, EPI_LEVEL_INFO, false, "hello");
    fake_player_post(player, &notice);
    fake_mpv_push_message(mpv, (const char *[]){"rate", "8", NULL});
    fake_mpv_push(mpv, MPV_EVENT_SHUTDOWN, NULL);
    fake_mpv_push_message(mpv, (const char *[]){"rate", "9", NULL});
    assert_int_equal(mpv_open_cplugin(mpv), 0);
    assert_int_equal(fake_mpv_wakeups(mpv), 1);
    assert_string_equal(fake_player_told(player), "rate(8) ");
    const struct epi_fact *fact = fake_player_last(player);
    assert_true(fact->clock > 0 && fact->at > 1600000000);
    assert_string_equal(fake_mpv_commands(mpv), "print-text|epimark: hello\n");
    assert_true(fake_player_stopped(player));
    fake_mpv_free(mpv);
    fake_player_free(player);
}

/* At the end of a file the menu is out of date: what it shows is asked for again. */
static void an_open_menu_is_kept_up_to_date(void **state)
{
    (void)state;
    struct epi_player *player = fake_player_new();
    mpv_handle *mpv = fake_mpv_new("epimark", player);
    struct epi_notice notice =
        fake_player_notice(EPI_NOTICE_MENU, EPI_LEVEL_VERBOSE, true, "menu: nothing plays");
    fake_player_post(player, &notice);
    fake_mpv_push_message(mpv, (const char *[]){"key-binding", "menu", "d-", "Alt+e", "", NULL});
    fake_mpv_push(mpv, MPV_EVENT_END_FILE, NULL);
    fake_mpv_push(mpv, MPV_EVENT_SHUTDOWN, NULL);
    assert_int_equal(mpv_open_cplugin(mpv), 0);
    assert_string_equal(fake_player_told(player), "menu menu ");
    const struct epi_fact *fact = fake_player_last(player);
    assert_true(fact->clock > 0 && fact->at > 1600000000);
    fake_mpv_free(mpv);
    fake_player_free(player);
}

static void a_second_copy_says_so_once_and_returns(void **state)
{
    (void)state;
    struct epi_player *player = fake_player_new();
    mpv_handle *mpv = fake_mpv_new("epimark2", player);
    assert_int_equal(mpv_open_cplugin(mpv), 0);
    const char *said = fake_mpv_commands(mpv);
    assert_non_null(strstr(said, "loaded twice"));
    assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    assert_int_equal(fake_mpv_wakeups(mpv), 0); /* no player was started */
    fake_mpv_free(mpv);
    fake_player_free(player);
}

static void without_threads_mpv_plays_on(void **state)
{
    (void)state;
    mpv_handle *mpv = fake_mpv_new("epimark", NULL);
    assert_int_equal(mpv_open_cplugin(mpv), 0);
    assert_string_equal(fake_mpv_commands(mpv), "print-text|epimark: no thread could be started\n");
    fake_mpv_free(mpv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_start_to_shutdown),
        cmocka_unit_test(an_open_menu_is_kept_up_to_date),
        cmocka_unit_test(a_second_copy_says_so_once_and_returns),
        cmocka_unit_test(without_threads_mpv_plays_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
