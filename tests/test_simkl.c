/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

static const char of_backup[] =
    "A 0x06 year=2011 tvdb=101 tmdb=8 imdb=tt0000101 by=tvdb at=1575317700 [simkl, "
    "SimklBackup.json, shows 1]\n"
    "A 1x01 year=2011 tvdb=101 tmdb=8 imdb=tt0000101 by=tvdb at=1575232215 [simkl, "
    "SimklBackup.json, shows 1]\n"
    "A 1x02 year=2011 tvdb=101 tmdb=8 imdb=tt0000101 by=tvdb at=0 [simkl, SimklBackup.json, "
    "shows 1]\n"
    "A series year=2011 tvdb=101 tmdb=8 imdb=tt0000101 rating=8 rated=1577836800 [simkl, "
    "SimklBackup.json, shows 1]\n"
    "A 1x01 year=2011 tvdb=101 tmdb=8 imdb=tt0000101 by=tvdb at=1622747560 [simkl, "
    "SimklBackup.json, shows 2]\n"
    "! SimklBackup.json, shows 3: does not say which episodes were watched\n"
    "Left 2x23 year=2011 tvdb=104 tmdb=8 imdb=tt0000104 by=tvdb at=1484075045 [simkl, "
    "SimklBackup.json, shows 5]\n"
    "! SimklBackup.json, shows 5: says only which episode was watched last, not which before\n"
    "First 1x01 year=2011 tvdb=105 tmdb=8 imdb=tt0000105 by=tvdb at=1484075045 [simkl, "
    "SimklBackup.json, shows 6]\n"
    "! SimklBackup.json, shows 7: has an episode without a number\n"
    "! SimklBackup.json, shows 7: 'one day' is no date\n"
    "Drawn year=2011 absolute=2 at=1728727872 [simkl, SimklBackup.json, anime 1]\n"
    "Drawn series year=2011 rating=9 [simkl, SimklBackup.json, anime 1]\n"
    "Drawn 2nd Season -1x02 year=2011 at=1728727872 [simkl, SimklBackup.json, anime 2]\n"
    "Drawn Film film year=2011 tvdb=108 tmdb=8 imdb=tt0000108 at=1643832000 [simkl, "
    "SimklBackup.json, anime 3]\n"
    "A Film film year=2024 tmdb=109 imdb=tt0000109 at=1710025800 rating=7 [simkl, "
    "SimklBackup.json, movies 1]\n"
    "! SimklBackup.json, movies 3: does not say which film or series\n";

static void its_backup_is_read(void **state)
{
    struct importing *importing = *state;
    char *backup = importing_data("simkl.json");
    const char *const members[] = {"SimklBackup.json", backup, NULL};
    importing_zip(importing, "x.zip", members, NULL);
    importing_gives(importing, of_backup);
    importing_file(importing, "SimklBackup.json", backup);
    importing_gives(importing, of_backup);
    free(backup);
}

/* The CSV names only the last episode: none before it is taken for watched. */
static void its_table_names_the_last_episode(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "any name",
                   "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,"
                   "TMDB,IMDB\n"
                   "1,A,tv show,2011,watching,s1e3,2026-06-29 21:02,8,\"two\nlines\",101,8,"
                   "tt0000101\n"
                   "2,Bare,tv show,1993,completed,7,18-11-2023 20:40:30,10,,102,,\n"
                   "3,Later,tv show,2022,plan to watch,,,,,103,,\n"
                   "4,Drawn,anime,2004,watching,7,03-04-2023 10:00:00,,,107,,\n"
                   "5,A Film,movie,2024,completed,,2024-03-09,9,,,109,tt0000109\n"
                   "6,Not Yet,movie,1995,plan to watch,,,,,,949,\n"
                   "7,,movie,1995,completed,,,,,,,\n");
    importing_gives(
        importing,
        "A 1x03 year=2011 tvdb=101 tmdb=8 imdb=tt0000101 by=tvdb at=1782766920 [simkl, any name, "
        "line 2]\n"
        "! any name, line 2: says only which episode was watched last, not which before\n"
        "A series year=2011 tvdb=101 tmdb=8 imdb=tt0000101 rating=8 [simkl, any name, line 2]\n"
        "! any name, line 4: does not say which episodes were watched\n"
        "Bare series year=1993 tvdb=102 rating=10 [simkl, any name, line 4]\n"
        "Drawn year=2004 absolute=7 at=1680516000 [simkl, any name, line 6]\n"
        "! any name, line 6: says only which episode was watched last, not which before\n"
        "A Film film year=2024 tmdb=109 imdb=tt0000109 at=1709985600 day rating=9 [simkl, any "
        "name, line 7]\n"
        "! any name, line 9: does not say which film or series\n");
}

/* Where nothing says it, the day is first. */
static void the_dates_of_its_table_may_have_an_order(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate\n"
                   "1,F,movie,1999,completed,,05-06-2024 10:00:00\n");
    importing_gives(importing, "F film year=1999 at=1717581600 [simkl, x.csv, line 2]\n");
    importing_file(importing, "x.csv",
                   "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate\n"
                   "1,F,movie,1999,completed,,05-06-2024 10:00:00\n"
                   "2,G,movie,1999,completed,,05-13-2024 10:00:00\n");
    importing_gives(importing, "F film year=1999 at=1714989600 [simkl, x.csv, line 2]\n"
                               "G film year=1999 at=1715594400 [simkl, x.csv, line 3]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(its_backup_is_read, importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(its_table_names_the_last_episode, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(the_dates_of_its_table_may_have_an_order, importing_setup,
                                        importing_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
