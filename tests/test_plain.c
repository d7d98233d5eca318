/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

static void columns_are_told_by_their_headings(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "anything.txt",
                   "Season;EPISODE NUMBER;Show Name;tvdb;Watched-At\n"
                   "1;2;Some Show;7001;2024-02-29 20:15:00\n"
                   "0;1;\"Of ; and \"\"\";;unknown\n");
    importing_gives(importing,
                    "Some Show 1x02 tvdb=7001 at=1709237700 [csv, anything.txt, line 2]\n"
                    "Of ; and \" 0x01 at=0 [csv, anything.txt, line 3]\n");
}

static void ids_of_trakts_columns_are_of_the_episode(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "type,action,title,year,season,episode,trakt,imdb,tmdb,tvdb,watched_at,rating,"
                   "rated_at\n"
                   "episode,,Pilot,,1,1,41,tt0000041,42,43,2019-12-01T20:30:15.000Z,9,\n"
                   "episode,history,,,2,3,,,,44,unknown,,\n"
                   "movie,,A Film,1995,,,,tt0000051,51,,1970-01-01T00:00:00Z,8,2020-01-03\n"
                   "show,watchlist,Later,2022,,,,,,,,,\n"
                   "episode,rating,,,1,2,45,,,,2020-01-01,6,\n"
                   "season,rating,Some Show,2011,2,,,,,61,,7,2020-01-01T00:00:00Z\n");
    importing_gives(importing,
                    "? 1x01 title=Pilot e.tvdb=43 e.trakt=41 e.imdb=tt0000041 by=trakt "
                    "at=1575232215 rating=9 [csv, x.csv, line 2]\n"
                    "? 2x03 e.tvdb=44 by=trakt at=0 [csv, x.csv, line 3]\n"
                    "A Film film year=1995 tmdb=51 imdb=tt0000051 by=trakt at=0 rating=8 "
                    "rated=1578052800 [csv, x.csv, line 4]\n"
                    "? 1x02 e.trakt=45 by=trakt rating=6 [csv, x.csv, line 6]\n"
                    "Some Show season 2x-1 year=2011 tvdb=61 by=trakt rating=7 rated=1577836800 "
                    "[csv, x.csv, line 7]\n");
}

/* One of its columns is enough; without any, the id is that of the series. */
static void whose_an_id_is_depends_on_the_columns(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "action,type,title,season,episode,tvdb,watched_at\n"
                   "history,episode,Pilot,1,1,43,unknown\n");
    importing_gives(importing, "? 1x01 title=Pilot e.tvdb=43 by=trakt at=0 [csv, x.csv, line 2]\n");
    importing_file(importing, "x.csv",
                   "type,title,season,episode,tvdb,episode_tvdb,watched_at\n"
                   "episode,Some Show,1,1,43,431,unknown\n");
    importing_gives(importing, "Some Show 1x01 tvdb=43 e.tvdb=431 at=0 [csv, x.csv, line 2]\n");
}

/* What it is about, one way to know which, and something to take in. */
static void a_table_is_told_by_what_it_has(void **state)
{
    struct importing *importing = *state;
    static const char *const read[][2] = {
        {"type,imdb,rating\nmovie,tt0000051,7\n", "? film imdb=tt0000051 rating=7"},
        {"type,tmdb,rating\nmovie,51,7\n", "? film tmdb=51 rating=7"},
        {"type,tvdb,rating\nmovie,51,7\n", "? film tvdb=51 rating=7"},
        {"type,trakt,rating\nmovie,51,7\n", "? film trakt=51 by=trakt rating=7"},
        {"type,tvmaze,rating\nshow,51,7\n", "? series tvmaze=51 rating=7"},
        {"type,title,rating\nmovie,A Film,10\n", "A Film film rating=10"},
        {"type,title,episode,rating\nmovie,A Film,3,10\n", "A Film film rating=10"},
        {"episode,series,season,watched_at\n3,Some Show,1,unknown\n", "Some Show 1x03 at=0"},
    };
    static const char *const others[] = {"type,rating\nmovie,7\n",
                                         "tvdb,title,rating\n51,A Film,7\n",
                                         "type,tvdb,title\nmovie,51,A Film\n"};
    for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++) {
        char line[256];
        snprintf(line, sizeof(line), "%s [csv, x.csv, line 2]\n", read[i][1]);
        importing_file(importing, "x.csv", read[i][0]);
        importing_gives(importing, line);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        importing_file(importing, "x.csv", others[i]);
        if (importing_read(importing, importing->path))
            fail_msg("%s: %s", others[i], importing->text);
    }
}

static void a_catalogue_is_named_beside_its_id(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "media_id,source,media_type,title,season_number,episode_number,score,status,"
                   "end_date\n"
                   "81,tmdb,tv,Some Show,,,8,Completed,2024-01-01 10:00:00+00:00\n"
                   "81,tmdb,episode,Some Show,1,4,,,2024-01-01 10:00:00+02:00\n"
                   "82,tmdb,movie,A Film,,,,Planning,\n");
    importing_gives(importing, "Some Show series tmdb=81 rating=8 [csv, x.csv, line 2]\n"
                               "Some Show 1x04 tmdb=81 at=1704096000 [csv, x.csv, line 3]\n");
}

static void what_cannot_be_read_is_said(void **state)
{
    struct importing *importing = *state;
    importing->options.now = 1700000000;
    importing_file(importing, "x.csv",
                   "type,title,season,episode,watched_at,rating\n"
                   "episode,A,1,1,03/04/2020,\n"
                   "episode,B,1,1,2023-02-29,\n"
                   "episode,C,1,1,2031-01-01,\n"
                   "episode,,1,1,2020-01-01,\n"
                   "book,D,1,1,2020-01-01,\n"
                   "episode,E,1,,2020-01-01,\n"
                   "movie,F,,,2020-01-01,11\n"
                   "episode,F,1,1,,\n"
                   "episode,F,1,2,,x\n"
                   "episode,a, b,1,1,2020-01-01,8\n"
                   "episode,G,1,1,2020-01-01,\n");
    importing_gives(
        importing,
        "! x.csv, line 2: '03/04/2020' can be two dates: say --dates day-first, or month-first\n"
        "! x.csv, line 3: '2023-02-29' is no date\n"
        "! x.csv, line 4: '2031-01-01' is in the future\n"
        "! x.csv, line 5: has neither a title nor an id\n"
        "! x.csv, line 6: does not say what it is: an episode, a season, a series or "
        "a film\n"
        "! x.csv, line 7: does not say which episode\n"
        "! x.csv, line 8: has a rating that is not 1 to 10\n"
        "F film at=1577880000 day [csv, x.csv, line 8]\n"
        "! x.csv, line 9: does not say that it was watched: by when, or with "
        "'unknown'\n"
        "! x.csv, line 10: has a rating that is not 1 to 10\n"
        "! x.csv, line 11: has more values than there are headings\n"
        "G 1x01 at=1577880000 day [csv, x.csv, line 12]\n");
}

static void what_was_not_watched_is_left_out(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "show,season,episode,status,watched_at,rating\n"
                   "A,1,1,Watched,,\n"
                   "A,1,2,unwatched,,\n"
                   "A,1,3,no,2020-01-01,\n"
                   "A,1,4,dropped,,7\n"
                   "A,1,5,dropped,2020-01-01,\n"
                   "A,1,6,to watch,,\n");
    importing_gives(importing, "A 1x01 at=0 [csv, x.csv, line 2]\n"
                               "A 1x04 rating=7 [csv, x.csv, line 5]\n"
                               "A 1x05 at=1577880000 day [csv, x.csv, line 6]\n");
}

static void the_order_of_dates_is_one_for_the_whole_file(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x.csv",
                   "show,season,episode,watched_at,rating,rated_at\n"
                   "A,1,1,05/06/2024,,\n"
                   "A,1,2,,7,13/05/2024\n"
                   "A,1,3,06-05-2024 20:15,,\n"
                   "A,1,4,7/7/2024,,\n"
                   "A,1,5,2024-06-05,,\n");
    importing_gives(importing, "A 1x01 at=1717588800 day [csv, x.csv, line 2]\n"
                               "A 1x02 rating=7 rated=1715601600 [csv, x.csv, line 3]\n"
                               "A 1x03 at=1715026500 [csv, x.csv, line 4]\n"
                               "A 1x04 at=1720353600 day [csv, x.csv, line 5]\n"
                               "A 1x05 at=1717588800 day [csv, x.csv, line 6]\n");
    /* A title is no date. */
    importing_file(importing, "x.csv",
                   "show,season,episode,watched_at\n11/22/63,1,1,05/06/2024\n"
                   "11/22/63,1,2,13/06/2024\n");
    importing_gives(importing, "11/22/63 1x01 at=1717588800 day [csv, x.csv, line 2]\n"
                               "11/22/63 1x02 at=1718280000 day [csv, x.csv, line 3]\n");
}

static void what_contradicts_the_order_is_not_read(void **state)
{
    struct importing *importing = *state;
    static const char mixed[] = "show,season,episode,watched_at\n"
                                "A,1,1,05/06/2024\n"
                                "A,1,2,13/05/2024\n"
                                "A,1,3,05/13/2024\n";
    importing_file(importing, "x.csv", mixed);
    importing_gives(importing, "! x.csv, line 2: '05/06/2024' can be two dates: say --dates "
                               "day-first, or month-first\n"
                               "A 1x02 at=1715601600 day [csv, x.csv, line 3]\n"
                               "! x.csv, line 4: '05/13/2024' has the month first, not the day as "
                               "line 3 has\n");
    importing->options.month_first = true;
    importing_gives(importing, "A 1x01 at=1714996800 day [csv, x.csv, line 2]\n"
                               "! x.csv, line 3: '13/05/2024' has the day first, not the month as "
                               "--dates says\n"
                               "A 1x03 at=1715601600 day [csv, x.csv, line 4]\n");
}

/* Each file has its own. */
static void json_has_one_order_too(void **state)
{
    struct importing *importing = *state;
    static const char *const zip[] = {
        "watched-history-1.json",
        "[{\"watched_at\":\"06/05/2024 10:00\",\"action\":\"watch\",\"type\":\"movie\",\"movie\":"
        "{\"title\":\"F\",\"year\":1999}},{\"watched_at\":\"06/13/2024 10:00\",\"action\":"
        "\"watch\",\"type\":\"movie\",\"movie\":{\"title\":\"G\",\"year\":1999}}]",
        "watched-history-2.json",
        "[{\"watched_at\":\"06/05/2024 10:00\",\"action\":\"watch\",\"type\":\"movie\",\"movie\":"
        "{\"title\":\"H\",\"year\":1999}}]",
        NULL};
    importing_zip(importing, "x.zip", zip, NULL);
    importing_gives(
        importing,
        "F film year=1999 by=trakt at=1717581600 [trakt, watched-history-1.json, entry 1]\n"
        "G film year=1999 by=trakt at=1718272800 [trakt, watched-history-1.json, entry 2]\n"
        "! watched-history-2.json, entry 1: '06/05/2024 10:00' can be two dates: say "
        "--dates day-first, or month-first\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_told_by_their_headings, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(ids_of_trakts_columns_are_of_the_episode, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(whose_an_id_is_depends_on_the_columns, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_table_is_told_by_what_it_has, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_catalogue_is_named_beside_its_id, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(what_was_not_watched_is_left_out, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_said, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(the_order_of_dates_is_one_for_the_whole_file,
                                        importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(what_contradicts_the_order_is_not_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(json_has_one_order_too, importing_setup,
                                        importing_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
