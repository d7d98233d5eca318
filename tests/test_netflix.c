/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

static int begin(void **state)
{
    importing_setup(state);
    struct importing *importing = *state;
    importing->options.now = 1767225600; /* 2026-01-01 */
    return 0;
}

static void the_short_list_has_days_and_titles_in_one(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "NetflixViewingHistory.csv",
                   "Title,Date\n"
                   "\"Harbour: Season 7: Low Tide\",\"5/18/25\"\n"
                   "\"Harbour: Ebb\",\"5/4/25\"\n"
                   "\"Pilot: Into the Dark\",\"2/6/25\"\n"
                   "\"Lantern\",\"12/28/21\"\n");
    importing_gives(importing, "Harbour 7x-1 title=Low Tide by=netflix at=1747569600 day [netflix, "
                               "NetflixViewingHistory.csv, line 2]\n"
                               "Harbour title=Ebb by=netflix at=1746360000 day [netflix, "
                               "NetflixViewingHistory.csv, line 3]\n"
                               "Pilot: Into the Dark by=netflix at=1738843200 day whole [netflix, "
                               "NetflixViewingHistory.csv, line 4]\n"
                               "Lantern film by=netflix at=1640692800 day [netflix, "
                               "NetflixViewingHistory.csv, line 5]\n");
}

static void a_title_counts_once_a_day(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.csv",
                   "\xef\xbb\xbfTitle,Date\r\n"
                   "\"Lantern\",\"02.02.20\"\r\n\"Lantern\",\"02.02.20\"\r\n"
                   "\"Lantern\",\"01.02.20\"\r\n");
    importing_gives(importing,
                    "Lantern film by=netflix at=1580644800 day [netflix, a.csv, line 2]\n"
                    "Lantern film by=netflix at=1580558400 day [netflix, a.csv, line 4]\n");
}

static void dates_that_stay_open_need_an_option(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.csv", "Title,Date\nLantern,4/5/2025\n");
    assert_false(importing_read(importing, importing->path));
    assert_int_equal(importing->err.kind, EPI_ERROR_NEVER);
    assert_string_equal(importing->err.text, "a.csv: its dates can be day/month or month/day: say "
                                             "--dates day-first, or month-first");
    assert_string_equal(importing->text, "");
    importing->options.day_first = true;
    importing_gives(importing,
                    "Lantern film by=netflix at=1746360000 day [netflix, a.csv, line 2]\n");
    importing->options.day_first = false;
    importing->options.month_first = true;
    importing_gives(importing,
                    "Lantern film by=netflix at=1743854400 day [netflix, a.csv, line 2]\n");
}

static void what_cannot_be_read_is_said_once_and_the_rest_goes_on(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.csv",
                   "Title,Date\n\" : Episode 10\",09.05.17\nHarbour: Season 3,08.05.17\n"
                   ",07.05.17\nLantern,99.05.17\nLantern,06.05.30\nLan\xfftern,05.05.17\n"
                   "Lantern,\nLantern,04.05.17\n");
    importing_gives(importing,
                    "! a.csv, line 2: does not say of which series it is\n"
                    "! a.csv, line 3: does not say which episode\n"
                    "! a.csv, line 4: has no title\n"
                    "! a.csv, line 5: has a date that is no day in the order of the others, or is "
                    "in the future\n"
                    "! a.csv, line 6: has a date that is no day in the order of the others, or is "
                    "in the future\n"
                    "! a.csv, line 7: is not UTF-8; save the file as UTF-8\n"
                    "Lantern film by=netflix at=0 [netflix, a.csv, line 8]\n"
                    "Lantern film by=netflix at=1493899200 day [netflix, a.csv, line 9]\n");
}

#define LONG_HEADINGS                                                                              \
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,"       \
    "Bookmark,Latest Bookmark,Country\n"

static void the_long_list_has_sittings_which_are_joined(void **state)
{
    struct importing *importing = *state;
    static const char *const zip[] = {
        "netflix-report/CONTENT_INTERACTION/ViewingActivity.csv",
        LONG_HEADINGS
        "Ada,2025-05-18 19:00:05,00:45:00,,Harbour: Season 7: Ebb (Episode 1),,TV,00:56:00,"
        "00:56:00,DE\n"
        "Ada,2025-05-18 18:45:00,00:13:00,,Harbour: Season 7: Ebb (Episode 1),,TV,00:12:50,"
        "Not latest view,DE\n"
        "Ada,2025-05-17 18:44:00,00:01:10,,Harbour: Season 7: Trailer,TRAILER,TV,00:01:10,,DE\n"
        "Ada,2025-05-16 18:44:00,00:04:59,,Lantern,,TV,00:04:59,,DE\n"
        "Ada,2025-05-01 19:00:05,00:45:00,,Harbour: Season 7: Ebb (Episode 1),,TV,00:57:00,,DE\n"
        "Ada,never,00:45:00,,Lantern,,TV,00:57:00,,DE\n"
        "Ada,2025-05-01 19:00:05,x,,Lantern,,TV,00:57:00,,DE\n",
        "netflix-report/ACCOUNT/Secrets.csv", "Title,Date\nLantern,1/1/11\n", NULL};
    importing_zip(importing, "netflix-report.zip", zip, NULL);
    importing->options.local = true; /* but they are UTC */
    setenv("TZ", "<+02>-2", 1);
    importing_gives(importing,
                    "! ViewingActivity.csv, line 7: 'never' is no date\n"
                    "! ViewingActivity.csv, line 8: has no duration, or one that is not hours, "
                    "minutes and seconds\n"
                    "Harbour 7x01 title=Ebb by=netflix at=1747597505 [netflix, "
                    "ViewingActivity.csv, line 2]\n"
                    "Lantern film by=netflix at=1747421339 opened [netflix, ViewingActivity.csv, "
                    "line 5]\n"
                    "Harbour 7x01 title=Ebb by=netflix at=1746128705 [netflix, "
                    "ViewingActivity.csv, line 6]\n");
    setenv("TZ", "UTC", 1);
}

static void of_several_profiles_one_is_named(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "ViewingActivity.csv",
                   LONG_HEADINGS
                   "Ada,2025-05-18 19:00:00,01:00:00,,Lantern,,TV,01:00:00,,DE\n"
                   "Bo,2025-05-17 19:00:00,01:00:00,,Harbour Film,,TV,01:00:00,,DE\n");
    assert_false(importing_read(importing, importing->path));
    assert_string_equal(
        importing->err.text,
        "ViewingActivity.csv: has several profiles; name one with --profile: Ada, Bo");
    assert_int_equal(importing->err.kind, EPI_ERROR_NEVER);
    importing->options.profile = "Cy";
    assert_false(importing_read(importing, importing->path));
    assert_string_equal(importing->err.text,
                        "ViewingActivity.csv: has no profile 'Cy', but Ada, Bo");
    importing->options.profile = "Bo";
    importing_gives(importing, "Harbour Film film by=netflix at=1747512000 [netflix, "
                               "ViewingActivity.csv, line 3]\n");
}

static void other_tables_of_titles_and_dates_are_not_of_this_form(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.csv", "Title,Date,Rating,Type\nLantern,2025-01-01,7,movie\n");
    assert_true(importing_read(importing, importing->path));
    assert_non_null(strstr(importing->text, "[csv, "));
    static const char *const columns[] = {"Type", "Season", "Episode", "Year", "Rating"};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        char text[128];
        snprintf(text, sizeof(text), "Title,Date,%s\nLantern,2025-01-01,7\n", columns[i]);
        importing_file(importing, "a.csv", text);
        importing_read(importing, importing->path);
        assert_null(strstr(importing->text, "[netflix, "));
    }
    importing_file(importing, "a.csv", "Title,Date,Other\nLantern,2025-01-01,7\n");
    assert_true(importing_read(importing, importing->path));
    assert_non_null(strstr(importing->text, "[netflix, "));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, importing_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_short_list_has_days_and_titles_in_one),
        TEST(a_title_counts_once_a_day),
        TEST(dates_that_stay_open_need_an_option),
        TEST(what_cannot_be_read_is_said_once_and_the_rest_goes_on),
        TEST(the_long_list_has_sittings_which_are_joined),
        TEST(of_several_profiles_one_is_named),
        TEST(other_tables_of_titles_and_dates_are_not_of_this_form),
    };
    return cmocka_run_group_tests_name("netflix", tests, NULL, NULL);
}
