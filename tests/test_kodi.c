/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/import/kodi_items.h"
#include "tests/importing.h"

static int begin(void **state)
{
    static struct importing importing;
    setenv("TZ", "<+02>-2", 1);
    importing_begin(&importing);
    importing.options.now = 1767225600; /* 2026-01-01 */
    *state = &importing;
    return 0;
}

static int end(void **state)
{
    importing_end(*state);
    return 0;
}

static void gives_of_folder(struct importing *importing, const char *lines)
{
    snprintf(importing->path, sizeof(importing->path), "%s", importing->folder);
    importing_gives(importing, lines);
}

static void a_long_title_is_cut_between_letters(void **state)
{
    struct importing *importing = *state;
    char title[2 * KODI_ITEMS_TEXT + 1] = "", text[4 * KODI_ITEMS_TEXT], line[3 * KODI_ITEMS_TEXT];
    for (int i = 0; i < KODI_ITEMS_TEXT; i++)
        memcpy(title + (ptrdiff_t)2 * i, "\xc3\xa4", 3);
    snprintf(text, sizeof(text), "<movie><title>%s</title><userrating>7</userrating></movie>",
             title);
    title[KODI_ITEMS_TEXT - 2] = '\0';
    snprintf(line, sizeof(line), "%s film rating=7 [kodi, Pilot.nfo]\n", title);
    importing_file(importing, "Pilot.nfo", text);
    gives_of_folder(importing, line);
}

static void a_rating_is_from_one_to_ten(void **state)
{
    struct importing *importing = *state;
    static const char *const ratings[] = {"0", "1", "10", "11"};
    for (size_t i = 0; i < sizeof(ratings) / sizeof(ratings[0]); i++) {
        char text[256], line[128] = "";
        bool counts = i == 1 || i == 2;
        snprintf(text, sizeof(text),
                 "<movie><title>Pilot</title><year>1995</year><userrating>%s</userrating></movie>",
                 ratings[i]);
        if (counts) {
            snprintf(line, sizeof(line), "Pilot film year=1995 rating=%s [kodi, Pilot.nfo]\n",
                     ratings[i]);
        }
        importing_file(importing, "Pilot.nfo", text);
        gives_of_folder(importing, line);
    }
}

static void a_file_beside_a_video_is_an_episode(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "Harbour/tvshow.nfo",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tvshow><title>Harbour</title>"
        "<year>2011</year><uniqueid type=\"imdb\">tt0000011</uniqueid>"
        "<uniqueid type=\"tvdb\" "
        "default=\"true\">7001</uniqueid><userrating>8</userrating><playcount>5</playcount>"
        "<actor><title>Not this</title></actor></tvshow>\nhttps://here/?id=7001&x\n");
    importing_file(importing, "Harbour/Season 1/Harbour.S01E02.nfo",
                   "<episodedetails><title>Low &amp; Tide</title><season>1</season>"
                   "<episode>2</episode><displayseason>9</displayseason><playcount>3</playcount>"
                   "<lastplayed>2024-05-06</lastplayed><aired>2011-02-03</aired>"
                   "<uniqueid type=\"tvdb\">71002</uniqueid><userrating>9</userrating>"
                   "<ratings><rating><episode>77</episode></rating></ratings></episodedetails>");
    importing_file(importing, "Harbour/Season 1/Harbour.S01E03.nfo",
                   "<episodedetails><season>1</season><episode>3</episode>"
                   "<playcount>0</playcount></episodedetails>");
    importing_file(importing, "Harbour/Season 1/Harbour.S01E03.mkv", "<episodedetails>");
    gives_of_folder(
        importing,
        "Harbour 1x02 title=Low & Tide year=2011 tvdb=7001 imdb=tt0000011 e.tvdb=71002 "
        "aired=2011-02-03 by=tvdb at=1714996800 day again=2 rating=9 [kodi, "
        "Harbour.S01E02.nfo]\n"
        "Harbour series year=2011 tvdb=7001 imdb=tt0000011 rating=8 [kodi, tvshow.nfo]\n");
}

static void a_file_has_several_episodes_and_an_address(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "a.nfo",
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
        "<episodedetails><showtitle>H\xe4"
        "fen</showtitle><season>0</season>"
        "<episode>1</episode><playcount>1</playcount></episodedetails>\n"
        "<episodedetails><showtitle>H\xe4"
        "fen</showtitle><season>0</season>"
        "<episode>2</episode><playcount>1</playcount></episodedetails>\nhttps://here/1\n");
    importing_gives(importing, "Häfen 0x01 at=0 [kodi, a.nfo]\nHäfen 0x02 at=0 [kodi, a.nfo]\n");
}

static void jellyfin_says_watched_and_local_times(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "a.nfo",
                   "<movie><title>Lantern</title><tmdbid>51</tmdbid><imdbid>tt0000051</imdbid>"
                   "<year>1995</year><playcount>1</playcount><watched>true</watched>"
                   "<lastplayed>2024-05-06 12:00:00</lastplayed></movie>");
    importing_gives(importing, "Lantern film year=1995 tmdb=51 imdb=tt0000051 at=1714989600 [kodi, "
                               "a.nfo]\n");
    importing_file(importing, "a.nfo",
                   "<movie><title>Lantern</title><playcount>2</playcount><watched>false</watched>"
                   "</movie>");
    importing_gives(importing, "");
}

static void a_library_is_one_file(void **state)
{
    struct importing *importing = *state;
    static const char *const zip[] = {
        "kodi_videodb_2024-05-06/videodb.xml",
        "<?xml version=\"1.0\"?><videodb><version>1</version>"
        "<movie><title>Lantern</title><playcount>1</playcount><lastplayed>1601-01-01</lastplayed>"
        "<uniqueid type=\"tmdb\" default=\"true\">51</uniqueid></movie>"
        "<tvshow><title>Harbour</title><uniqueid type=\"tmdb\" default=\"true\">52</uniqueid>"
        "<episodedetails><title>Ebb</title><season>1</season><episode>1</episode>"
        "<playcount>1</playcount><lastplayed>2024-05-06</lastplayed></episodedetails>"
        "<episodedetails><title>Flood</title><season>1</season><playcount>1</playcount>"
        "</episodedetails></tvshow>"
        "<tvshow><title>Pilots</title><episodedetails><season>2</season><episode>1</episode>"
        "<playcount>1</playcount><lastplayed>soon</lastplayed></episodedetails>"
        "<episodedetails><season>2</season><episode>2</episode><playcount>1</playcount>"
        "</episodedetails></tvshow><musicvideo><title>No</title><playcount>1</playcount>"
        "</musicvideo><tvshow><title>Cut</title><epis",
        NULL};
    importing_zip(importing, "a.zip", zip, NULL);
    importing_gives(
        importing, "Lantern film tmdb=51 at=0 [kodi, videodb.xml, entry 1]\n"
                   "Harbour 1x01 title=Ebb tmdb=52 at=1714996800 day [kodi, videodb.xml, entry 2]\n"
                   "! videodb.xml, entry 3: does not say which episode\n"
                   "! videodb.xml, entry 5: 'soon' is no date\n"
                   "Pilots 2x02 at=0 [kodi, videodb.xml, entry 6]\n"
                   "! videodb.xml: its XML: line 1: unclosed token\n");
}

static void a_library_by_itself_is_told_by_its_root(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "export.xml",
        "<videodb><movie><title>Lantern</title><playcount>1</playcount></movie></videodb>");
    importing_gives(importing, "Lantern film at=0 [kodi, export.xml, entry 1]\n");
}

static void each_folder_has_its_series(void **state)
{
    struct importing *importing = *state;
    static const char episode[] = "<episodedetails><season>1</season><episode>1</episode>"
                                  "<playcount>1</playcount></episodedetails>";
    importing_file(importing, "A/tvshow.nfo", "<tvshow><title>Harbour</title></tvshow>");
    importing_file(importing, "A/1.nfo", episode);
    importing_file(importing, "A/S1/2.nfo", episode);
    importing_file(importing, "B/3.nfo", episode);
    importing_file(importing, "B/tvshow.nfo", "<tvshow><title>Pilots</title></tvshow>");
    importing_file(importing, "C/4.nfo", episode);
    gives_of_folder(importing, "Harbour 1x01 at=0 [kodi, 1.nfo]\n"
                               "Harbour 1x01 at=0 [kodi, 2.nfo]\n"
                               "Pilots 1x01 at=0 [kodi, 3.nfo]\n"
                               "! 4.nfo: does not say of which series it is\n");
}

static void other_files_of_that_name_are_passed_over(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "1.nfo", "  <<< GROUP presents \xff\xb0 >>>\n");
    importing_file(importing, "2.nfo", "https://here/42");
    importing_file(importing, "3.nfo", "<movie><title>Lantern</title><playcount>1</playcount>");
    importing_file(importing, "4.nfo", "<movie><playcount>1</playcount></movie>");
    importing_file(importing, "5.nfo",
                   "<movie><title>Pilot</title><userrating>11</userrating><playcount>x</playcount>"
                   "</movie>");
    gives_of_folder(importing, "! 3.nfo: its XML: line 1: no element found\n"
                               "! 4.nfo: has neither a title nor an id\n");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    struct importing *importing = *state;
    char xml[4096] = "<movie><playcount>1</playcount><title>x", expected[1024] = "x";
    for (int i = 0; i < 1000; i++)
        strncat(xml, "ä", 3);
    strncat(xml, "</title></movie>", 20);
    for (int i = 0; i < 255; i++)
        strncat(expected, "ä", 3);
    strncat(expected, " film at=0 [kodi, a.nfo]\n", 30);
    importing_file(importing, "a.nfo", xml);
    importing_gives(importing, expected);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_rating_is_from_one_to_ten),
        TEST(a_long_title_is_cut_between_letters),
        TEST(a_file_beside_a_video_is_an_episode),
        TEST(a_file_has_several_episodes_and_an_address),
        TEST(jellyfin_says_watched_and_local_times),
        TEST(a_library_is_one_file),
        TEST(a_library_by_itself_is_told_by_its_root),
        TEST(each_folder_has_its_series),
        TEST(other_files_of_that_name_are_passed_over),
        TEST(a_long_text_is_cut_between_characters),
    };
    return cmocka_run_group_tests_name("kodi", tests, NULL, NULL);
}
