/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

#define SHOW                                                                                       \
    "\"show\":{\"title\":\"Some "                                                                  \
    "Show\",\"year\":2011,\"ids\":{\"trakt\":70,\"slug\":\"some-show\","                           \
    "\"tvdb\":71,\"imdb\":\"tt0000072\",\"tmdb\":73}}"
#define EPISODE(number)                                                                            \
    "\"episode\":{\"season\":1,\"number\":" #number ",\"title\":\"Part " #number "\",\"ids\":{"    \
    "\"trakt\":70" #number ",\"tvdb\":71" #number ",\"imdb\":null}}"
#define FILM                                                                                       \
    "\"movie\":{\"title\":\"A Film\",\"year\":1995,\"ids\":{\"trakt\":80,\"imdb\":\"tt0000082\","  \
    "\"tmdb\":83}}"
#define SHOWN "year=2011 tvdb=71 tmdb=73 trakt=70 imdb=tt0000072"

static const char page_1[] =
    "[{\"id\":11,\"watched_at\":\"2026-06-29T21:02:00.000Z\",\"action\":\"watch\",\"type\":"
    "\"episode\"," EPISODE(1) "," SHOW "},"
                              "{\"id\":10,\"watched_at\":\"2020-03-09T23:10:00.000Z\",\"action\":"
                              "\"scrobble\",\"type\":"
                              "\"movie\"," FILM "}]";

/* The first is on the page before, too; the third is the same viewing as the second. */
static const char page_2[] =
    "[{\"id\":10,\"watched_at\":\"2020-03-09T23:10:00.000Z\",\"type\":\"movie\"," FILM "},"
    "{\"id\":9,\"watched_at\":\"2019-12-01T20:30:00.000Z\",\"type\":\"episode\"," EPISODE(
        1) "," SHOW "},"
           "{\"id\":8,\"watched_at\":\"2019-12-01T20:30:00.000Z\",\"type\":\"episode\"," EPISODE(
               1) "," SHOW "},"
                  "{\"id\":7,\"watched_at\":\"1970-01-01T00:00:00.000Z\",\"type\":"
                  "\"episode\"," EPISODE(2) "," SHOW "}]";

static void a_zip_of_pages_is_read(void **state)
{
    struct importing *importing = *state;
    const char *const members[] = {
        "watched-history-10.json",
        "[{\"id\":1,\"watched_at\":\"2018-01-01T00:00:00.000Z\",\"type\":\"movie\"," FILM "}]",
        "watched-history-2.json",
        page_2,
        "watched-history-1.json",
        page_1,
        "watched-movies.json",
        "[{\"plays\":1,\"last_watched_at\":\"2020-03-09T23:10:00.000Z\"," FILM "},"
        "{\"plays\":3,\"last_watched_at\":\"2016-01-01T00:00:00.000Z\",\"movie\":{\"title\":"
        "\"Not There\",\"year\":2001,\"ids\":{\"trakt\":90}}}]",
        "watched-shows.json",
        "[{\"plays\":3,\"last_watched_at\":\"2026-06-29T21:02:00.000Z\"," SHOW "}]",
        "watched-playback.json",
        "[{\"id\":5,\"progress\":40,\"paused_at\":\"2026-01-01T00:00:00.000Z\"," FILM "}]",
        "lists-watchlist.json",
        "[{\"rank\":1,\"id\":5,\"listed_at\":\"2026-01-01T00:00:00.000Z\"," FILM "}]",
        "ratings-episodes.json",
        "[{\"rated_at\":\"2019-12-02T20:20:00.000Z\",\"rating\":9,\"type\":\"episode\"," EPISODE(
            1) "," SHOW "}]",
        "ratings-seasons.json",
        "[{\"rated_at\":\"2020-01-01T00:00:00.000Z\",\"rating\":8,\"type\":\"season\",\"season\":"
        "{\"number\":1,\"ids\":{\"trakt\":75}}," SHOW "}]",
        "ratings-shows.json",
        "[{\"rated_at\":\"2020-01-01T00:00:00.000Z\",\"rating\":7,\"type\":\"show\"," SHOW "}]",
        "_errors.json",
        "{}",
        "user-settings.json",
        "{}",
        NULL};
    importing_zip(importing, "x.zip", members, NULL);
    importing_gives(
        importing,
        "! _errors.json: says that Trakt could not export everything\n"
        "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt at=1782766920 "
        "[trakt, watched-history-1.json, entry 1]\n"
        "A Film film year=1995 tmdb=83 trakt=80 imdb=tt0000082 by=trakt at=1583795400 [trakt, "
        "watched-history-1.json, entry 2]\n"
        "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt at=1575232200 "
        "[trakt, watched-history-2.json, entry 2]\n"
        "Some Show 1x02 title=Part 2 " SHOWN " e.tvdb=712 e.trakt=702 by=trakt at=0 [trakt, "
        "watched-history-2.json, entry 4]\n"
        "A Film film year=1995 tmdb=83 trakt=80 imdb=tt0000082 by=trakt at=1514764800 [trakt, "
        "watched-history-10.json, entry 1]\n"
        "Not There film year=2001 trakt=90 by=trakt at=1451606400 again=2 [trakt, "
        "watched-movies.json, entry 2]\n"
        "Some Show series " SHOWN " by=trakt rating=7 rated=1577836800 [trakt, "
        "ratings-shows.json, entry 1]\n"
        "Some Show season 1x-1 " SHOWN " by=trakt rating=8 rated=1577836800 [trakt, "
        "ratings-seasons.json, entry 1]\n"
        "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt rating=9 "
        "rated=1575318000 [trakt, ratings-episodes.json, entry 1]\n");
}

/* An older zip, unpacked: its lists still name the episodes. */
static void older_folders_are_read(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "in/someone/watched/history-1.json", page_2);
    importing_file(importing, "in/someone/watched/watched-shows.json",
                   "[{\"plays\":9," SHOW
                   ",\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":1,\"plays\":4,"
                   "\"last_watched_at\":\"2019-12-01T20:30:00.000Z\"},{\"number\":3,\"plays\":2,"
                   "\"last_watched_at\":\"2019-12-05T20:30:00.000Z\"}]}]}]");
    importing_file(importing, "in/someone/ratings/ratings-movies.json", "[]");
    snprintf(importing->path, sizeof(importing->path), "%s/in", importing->folder);
    importing_gives(importing,
                    "A Film film year=1995 tmdb=83 trakt=80 imdb=tt0000082 by=trakt "
                    "at=1583795400 [trakt, history-1.json, entry 1]\n"
                    "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt "
                    "at=1575232200 [trakt, history-1.json, entry 2]\n"
                    "Some Show 1x02 title=Part 2 " SHOWN " e.tvdb=712 e.trakt=702 by=trakt at=0 "
                    "[trakt, history-1.json, entry 4]\n"
                    "Some Show 1x03 " SHOWN " by=trakt at=1575577800 again=1 [trakt, "
                    "watched-shows.json, entry 1]\n");
}

static void what_trakts_importer_takes_is_read(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "renamed",
        "[{\"type\":\"episode\",\"tvdb_id\":711,\"watched_at\":\"2019-12-01T20:30:15Z\"},"
        "{\"imdb_id\":\"tt0000082\",\"watched_at\":\"unknown\",\"rating\":8},"
        "{" SHOW ",\"listed_at\":\"2025-01-20T09:00:00Z\"},"
        "{\"rating\":8,\"rated_at\":\"2020-01-01T00:00:00Z\",\"type\":\"show\"," SHOW "}]");
    importing_gives(importing,
                    "? e.tvdb=711 by=trakt at=1575232215 [trakt, renamed, entry 1]\n"
                    "? film imdb=tt0000082 by=trakt at=0 rating=8 [trakt, renamed, entry "
                    "2]\n"
                    "Some Show series " SHOWN " by=trakt rating=8 rated=1577836800 "
                    "[trakt, renamed, entry 4]\n");
}

static void what_cannot_be_read_is_said(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "x.json",
        "[{\"id\":1,\"watched_at\":\"2019-12-01T20:30:00.000Z\",\"type\":\"episode\"," EPISODE(
            1) "," SHOW "},"
               "{\"id\":2,\"watched_at\":\"soon\",\"type\":\"episode\"," EPISODE(
                   2) "," SHOW "},"
                      "{\"id\":3,\"watched_at\":\"2019-12-01T20:30:00.000Z\",\"type\":\"episode\"},"
                      "{\"watched_at\":\"2019-12-01T20:30:00.000Z\",\"type\":\"show\"," SHOW "},"
                      "{\"rating\":12,\"type\":\"show\"," SHOW "},"
                      "{\"id\":4,\"watched_at\":\"2019-12-01T20:3");
    importing_gives(importing,
                    "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt "
                    "at=1575232200 [trakt, x.json, entry 1]\n"
                    "! x.json, entry 2: 'soon' is no date\n"
                    "! x.json, entry 3: does not say which film, series or episode\n"
                    "! x.json, entry 4: says that a series was watched, not which episodes\n"
                    "! x.json, entry 5: has a rating that is not 1 to 10\n"
                    "! x.json, entry 6: is cut off\n");
}

/* Trakt has null for it. */
static void what_was_watched_at_an_unknown_time_is_read(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "x.json",
        "[{\"id\":1,\"watched_at\":null,\"action\":\"watch\",\"type\":\"episode\"," EPISODE(
            1) "," SHOW "},"
               "{\"id\":2,\"watched_at\":null,\"action\":\"scrobble\",\"type\":"
               "\"episode\"," EPISODE(
                   1) "," SHOW "},{\"id\":3,\"watched_at\":null,\"action\":\"checkin\"," FILM "},"
                      "{\"id\":4,\"action\":\"pause\",\"paused_at\":null," FILM "}]");
    importing_gives(importing,
                    "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt at=0 "
                    "[trakt, x.json, entry 1]\n"
                    "Some Show 1x01 title=Part 1 " SHOWN " e.tvdb=711 e.trakt=701 by=trakt at=0 "
                    "[trakt, x.json, entry 2]\n"
                    "A Film film year=1995 tmdb=83 trakt=80 imdb=tt0000082 by=trakt at=0 [trakt, "
                    "x.json, entry 3]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_watched_at_an_unknown_time_is_read,
                                        importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(a_zip_of_pages_is_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(older_folders_are_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(what_trakts_importer_takes_is_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_said, importing_setup,
                                        importing_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
