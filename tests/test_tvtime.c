/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/importing.h"

/* The log of episodes, in one of the orders of its columns. */
static const char log_2[] =
    "created_at,user_id,key,ep_watch_count,s_id,most_recent_ep_watched,bulk_type,s_no,ep_no,ep_id,"
    "rewatch_count,is_special,series_name,season_number,episode_number,updated_at\n"
    "2016-02-01 08:00:00,9,tracking-stats,15,,,,,,,,,,,,2026-06-30 21:00:00\n"
    "2020-05-01 20:00:00,9,watch-episode-s1-e11,,501,,,1,1,5011,0,,\"One, Two\",1,1,2026-01-01 "
    "00:00:00\n"
    "2020-05-01 20:00:00,9,watch-episode-s1-e12,,501,,season,,,5012,<nil>,,\"One, Two\",1,2,\n"
    "2020-05-01 20:00:00,9,watch-episode-s1-e12b,,501,,season,1,2,5012,0,,\"One, Two\",,,\n"
    "2021-05-01 20:00:00,9,rewatch-episode-s1-e11-1,,501,,,1,1,5011,1,,\"One, Two\",1,1,\n"
    "2020-05-02 20:00:00,9,watch-episode-s1-s1,,501,,,0,3,5001,0,true,\"One, Two\",0,3,\n"
    "2020-05-03 20:00:00,9,watch-episode-s1-lost,,501,,,,,,0,,\"One, Two\",,,\n"
    "not a day,9,watch-episode-s2-e1,,502,,,2003,1,5021,0,,Years,2003,1,\n"
    "2020-05-04 20:00:00,9,watch-episode-s2-e2,,502,,,2003,2,5022,3,,Years,2003,2,\n"
    "2015-01-01 00:00:00,9,user-series-s3,23,503,map[ep_id:5.598674e+06 ep_no:23 s_no:2],,,,,,,"
    "Never Logged,,,\n"
    "2015-01-01 00:00:00,9,user-series-s4,,504,,,,,,,,Years,,,\n"
    ",,,,,,,,,,,,,,,,one too many\n";

static const char log_1[] =
    "series_id,uuid,type-uuid-n,type,entity_type,created_at,release_date,watch_date,"
    "watch_date_range_key,rewatch_count,season_number,episode_number,episode_id,movie_name,"
    "series_name\n"
    "501,,count-watch-episode-series-s1,count-watch-episode-series,,2021-01-01 00:00:00,,,,,,,,,"
    "One\n"
    "501,e11,watch-e11,watch,episode,2020-05-01 20:00:07,,1588363200,,,1,1,5011,,One\n"
    "501,e11,rewatch-e11,rewatch,episode,2021-05-01 20:00:00,,,,1,1,1,5011,,One\n"
    "501,e13,watch-e13,watch,episode,2020-05-05 20:00:00,,,,,1,3,5013,,\"One, Two\"\n"
    "777,e71,watch-e71,watch,episode,2020-05-06 20:00:00,,,,,1,1,7711,,Left Over\n"
    "777,e72,watch-e72,watch,episode,2020-05-06 20:00:00,,,,,1,2,7712,,Left Over\n"
    ",f1,follow-f1,follow,movie,2019-01-01 00:00:00,2018-03-04 00:00:00,,,0,,,,A Film,\n"
    ",f1,watch-f1,watch,movie,2019-02-02 00:00:00,2018-03-04 00:00:00,1549065600,"
    "watch-date-1549152000,0,,,,A Film,\n"
    ",f1,rewatch-f1,rewatch,movie,2020-02-02 00:00:00,2018-03-04 00:00:00,,,1,,,,A Film,\n"
    ",f1,rewatch_count-f1,rewatch_count,movie,2020-02-02 00:00:00,2018-03-04 00:00:00,,,1,,,,A "
    "Film,\n"
    ",f1,watch-f1,watch,movie,2019-02-02 00:00:00,,,watch-date-4000000000,0,,,,A Film,\n"
    ",f2,watch-f2,watch,movie,2019-02-03 00:00:00,0001-01-01 00:00:00,,,0,,,,\xec\x98\x81\xed\x99"
    "\x94,\n"
    ",f3,towatch-f3,towatch,movie,2019-02-03 00:00:00,1999-01-01 00:00:00,,,0,,,,Later,\n";

#define LOG   "tvtime, tracking-prod-records-v2.csv, line "
#define LOG_1 "tvtime, tracking-prod-records.csv, line "

static const char of_log_2[] =
    "One, Two 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1588363200 [" LOG "3]\n"
    "One, Two 1x02 tvdb=501 e.tvdb=5012 by=tvdb at=1588363200 [" LOG "4]\n"
    "One, Two 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1619899200 [" LOG "6]\n"
    "One, Two 0x03 tvdb=501 e.tvdb=5001 by=tvdb at=1588449600 [" LOG "7]\n"
    "! tracking-prod-records-v2.csv, line 8: does not say which episode\n"
    "! tracking-prod-records-v2.csv, line 9: 'not a day' is no date\n"
    "Years 2003x02 tvdb=502 e.tvdb=5022 by=tvdb at=1588622400 again=3 [" LOG "10]\n"
    "! tracking-prod-records-v2.csv, line 13: has more values than there are headings\n";

static void the_log_of_episodes_is_read(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "tracking-prod-records-v2.csv", log_2);
    importing_gives(importing, of_log_2);
}

static const char of_all[] =
    "One, Two 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1588363200 again=2 [" LOG "3]\n"
    "One, Two 1x02 tvdb=501 e.tvdb=5012 by=tvdb at=1588363200 [" LOG "4]\n"
    "One, Two 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1619899200 [" LOG "6]\n"
    "One, Two 0x03 tvdb=501 e.tvdb=5001 by=tvdb at=1588449600 [" LOG "7]\n"
    "! tracking-prod-records-v2.csv, line 8: does not say which episode\n"
    "! tracking-prod-records-v2.csv, line 9: 'not a day' is no date\n"
    "Years 2003x02 tvdb=502 e.tvdb=5022 by=tvdb at=1588622400 again=3 [" LOG "10]\n"
    "! tracking-prod-records-v2.csv, line 13: has more values than there are headings\n"
    "One, Two 1x03 tvdb=501 e.tvdb=5013 by=tvdb at=1588708800 [" LOG_1 "5]\n"
    "! tracking-prod-records.csv, line 6: is of a series that TV Time's newer log does not "
    "have; it and all others of that series are left out\n"
    "A Film film year=2018 at=1549152000 [" LOG_1 "9]\n"
    "A Film film year=2018 at=1580601600 [" LOG_1 "10]\n"
    "! tracking-prod-records.csv, line 12: is in the future\n"
    "\xec\x98\x81\xed\x99\x94 film at=1549152000 [" LOG_1 "13]\n"
    "One, Two 1x04 tvdb=501 e.tvdb=5014 by=tvdb at=1588881600 [tvtime, "
    "seen_episode_source.csv, line 3]\n"
    "Years 2003x09 e.tvdb=5029 by=tvdb at=1588881600 [tvtime, seen_episode_source.csv, line "
    "4]\n"
    "One, Two series tvdb=501 by=tvdb rating=8 rated=1575194400 [tvtime, tv_show_rate.csv, "
    "line 2]\n"
    "! tv_show_rate.csv, line 3: has a rating that is not known\n"
    "One, Two 1x01 tvdb=501 e.tvdb=5011 by=tvdb rating=10 [tvtime, "
    "ratings-3-prod-episode_votes.csv, line 2]\n"
    "! ratings-3-prod-episode_votes.csv, line 3: has a rating that is not known\n"
    "A Film film year=2018 rating=6 [tvtime, ratings-live-votes.csv, line 2]\n"
    "One, Two 1x08 tvdb=501 e.tvdb=5088 by=tvdb at=0 again=1 [tvtime, rewatched_episode.csv, "
    "line 3]\n";

/* Both logs, the older tables, counters and ratings: each viewing once. */
static void a_whole_zip_gives_each_viewing_once(void **state)
{
    struct importing *importing = *state;
    const char *const members[] = {
        "gdpr-data/seen_episode_source.csv",
        "created_at,tv_show_name,episode_season_number,episode_number,episode_id,source\n"
        "2020-05-01 20:00:09,\"One, Two\",1,1,5011,episode-detail\n"
        "2020-05-07 20:00:00,\"One, Two\",1,4,5014,season-detail\n"
        "2020-05-07 20:00:00,Years,2003,9,5029,season-detail\n",
        "gdpr-data/tracking-prod-records.csv",
        log_1,
        "gdpr-data/tracking-prod-records-v2.csv",
        log_2,
        "__MACOSX/gdpr-data/._tracking-prod-records-v2.csv",
        "junk",
        "gdpr-data/rewatched_episode.csv",
        "episode_id,cpt,tv_show_name,episode_season_number,episode_number,created_at\n"
        "5011,3,\"One, Two\",1,1,2021-05-01 20:00:00\n"
        "5088,1,\"One, Two\",1,8,2021-05-01 20:00:00\n",
        "gdpr-data/tv_show_rate.csv",
        "tv_show_id,rating,created_at,tv_show_name\n501,4,2019-12-01 10:00:00,\"One, Two\"\n"
        "502,9,,Years\n",
        "gdpr-data/ratings-3-prod-episode_votes.csv",
        "user_id,episode_id,vote_key,series_name,season_number,episode_number,movie_name\n"
        "9,5011,5011-9-3,\"One, Two\",1,1,\n"
        "9,5012,5012-9-31,\"One, Two\",1,2,\n",
        "gdpr-data/ratings-live-votes.csv",
        "vote_key,user_id,episode_id,uuid,movie_name\nf1-9-28,9,0,f1,A Film\n",
        "gdpr-data/user_tv_show_data.csv",
        "tv_show_id,nb_episodes_seen,tv_show_name\n503,136,Never Logged\n",
        NULL,
    };
    importing_zip(importing, "x.zip", members, NULL);
    importing->options.now = 1700000000;
    importing_gives(importing, of_all);
}

/* Without a log of episodes the older one counts. */
static void the_older_log_counts_if_there_is_no_other(void **state)
{
    struct importing *importing = *state;
    const char *const members[] = {
        "tracking-prod-records.csv", log_1, "tracking-prod-records-v2.csv",
        "created_at,key,s_id,series_name\n2020-01-01 00:00:00,user-series-s1,501,One\n", NULL};
    importing_zip(importing, "x.zip", members, NULL);
    assert_true(importing_read(importing, importing->path));
    assert_non_null(
        strstr(importing->text, "One 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1588363200 ["));
    assert_non_null(strstr(importing->text, "Left Over 1x02 tvdb=777 e.tvdb=7712"));
    assert_null(strstr(importing->text, "!"));
}

/* If a private member were opened, it would ask for its password. */
static void private_members_are_never_opened(void **state)
{
    struct importing *importing = *state;
    int code = 0;
    const char *const open[] = {"tracking-prod-records-v2.csv", log_2, NULL};
    static const char *const private[] = {"access_token.csv", "ip_address.csv", "user.csv",
                                          "auth-prod-login.csv", "tracking-prod-records.csv.bak"};
    importing_zip(importing, "x.zip", open, NULL);
    zip_t *zip = zip_open(importing->path, 0, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++) {
        zip_int64_t index = zip_file_add(zip, private[i], zip_source_buffer(zip, "x\n", 2, 0), 0);
        assert_true(index >= 0);
        assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, "other"),
                         0);
    }
    assert_int_equal(zip_close(zip), 0);
    importing_gives(importing, of_log_2);
    assert_int_equal(importing->asked, 0);
}

static void an_encrypted_zip_asks_for_its_password(void **state)
{
    struct importing *importing = *state;
    const char *const members[] = {"tracking-prod-records-v2.csv", log_2, "rewatched_episode.csv",
                                   "episode_id,cpt\n5012,1\n", NULL};
    importing_zip(importing, "x.zip", members, "correct");
    importing->passwords[0] = "wrong";
    importing->passwords[1] = "correct";
    assert_true(importing_read(importing, importing->path));
    assert_int_equal(importing->asked, 2);
    assert_non_null(strstr(importing->text, "e.tvdb=5012 by=tvdb at=1588363200 again=1 ["));

    importing->passwords[1] = NULL;
    assert_false(importing_read(importing, importing->path));
    assert_string_equal(importing->err.text,
                        "x.zip is encrypted, and there is no right password for it");
    assert_int_equal(importing->err.kind, EPI_ERROR_NEVER);
    assert_null(strstr(importing->text, "wrong"));
}

static void tables_of_its_last_tools_are_read(void **state)
{
    struct importing *importing = *state;
    importing_file(
        importing, "in/tvtime-series-episodes-2026-07-10.csv",
        "series_tvdb_id,series_imdb_id,series_uuid,title,season,episode,tvdb_id,is_watched,"
        "watched_at,rewatch_count,special\n"
        "501,tt0000501,s1,One,1,1,5011,true,2020-05-01 20:00:00,1,false\n"
        "501,tt0000501,s1,One,1,1,5011,true,2020-05-01 20:00:00,1,false\n"
        "501,-1,s1,One,1,2,5012,true,,0,false\n"
        "501,-1,s1,One,1,1,5011,true,,0,false\n"
        "501,,s1,One,1,3,5013,false,,0,false\n");
    importing_file(importing, "in/tvtime-series-2026-07-10.csv",
                   "uuid,tvdb_id,imdb_id,title,status,created_at\ns1,501,,One,continuing,"
                   "2019-12-01T20:25:00Z\n");
    importing_file(importing, "in/tvtime-movies.csv",
                   "uuid,tvdb_id,imdb_id,title,year,created_at,watched_at,is_watched,"
                   "rewatch_count\n"
                   "f1,601,tt0000601,A Film,2018,2019-01-01T00:00:00Z,2019-02-02T00:00:00Z,true,1\n"
                   "f2,602,-1,Other,2017,2019-01-01T00:00:00Z,,true,0\n"
                   "f3,603,-1,Not Yet,2017,2019-01-01T00:00:00Z,,false,0\n");
    snprintf(importing->path, sizeof(importing->path), "%s/in", importing->folder);
    importing_gives(importing, "One 1x01 tvdb=501 imdb=tt0000501 e.tvdb=5011 by=tvdb "
                               "at=1588363200 again=1 [tvtime, "
                               "tvtime-series-episodes-2026-07-10.csv, line 2]\n"
                               "One 1x02 tvdb=501 e.tvdb=5012 by=tvdb at=0 [tvtime, "
                               "tvtime-series-episodes-2026-07-10.csv, line 4]\n"
                               "A Film film year=2018 tvdb=601 imdb=tt0000601 at=1549065600 "
                               "again=1 [tvtime, tvtime-movies.csv, line 2]\n"
                               "Other film year=2017 tvdb=602 at=0 [tvtime, tvtime-movies.csv, "
                               "line 3]\n");
}

/* An older table has no ids: only the title says which series it is. */
static void series_without_ids_are_not_mixed(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "seen_episode.csv",
                   "tv_show_name,episode_season_number,episode_number,created_at\n"
                   "One,1,2,2020-05-01 20:00:00\n"
                   "Two,1,2,2020-05-02 20:00:00\n"
                   "One,0,2,2020-05-03 20:00:00\n"
                   "One,1,2,2020-05-04 20:00:00\n");
    importing_gives(importing,
                    "One 1x02 by=tvdb at=1588363200 [tvtime, seen_episode.csv, line 2]\n"
                    "Two 1x02 by=tvdb at=1588449600 [tvtime, seen_episode.csv, line 3]\n"
                    "One 0x02 by=tvdb at=1588536000 [tvtime, seen_episode.csv, line 4]\n");
}

/* The JSON that lies beside the tables adds what they lack. */
static void json_adds_what_tables_lack(void **state)
{
    struct importing *importing = *state;
    static const char series[] =
        "[{\"id\":{\"tvdb\":501,\"imdb\":\"tt0000501\"},\"title\":\"One\",\"status\":"
        "\"continuing\","
        "\"seasons\":[{\"number\":1,\"episodes\":["
        "{\"id\":{\"tvdb\":5011,\"imdb\":null},\"number\":1,\"is_watched\":true,\"watched_at\":"
        "\"2020-05-01T20:00:05Z\"},"
        "{\"id\":{\"tvdb\":5012},\"number\":2,\"is_watched\":true,\"watched_at\":null},"
        "{\"id\":{\"tvdb\":5013},\"number\":3,\"is_watched\":false,\"watched_at\":null}]}]}]";
    static const char films[] =
        "[{\"id\":{\"tvdb\":601},\"title\":\"A Film\",\"year\":2018,\"is_watched\":true,"
        "\"watched_at\":\"2019-02-02T00:00:00Z\"},"
        "{\"id\":{\"tvdb\":602},\"title\":\"Not Yet\",\"year\":2018,\"is_watched\":false}]";
    const char *const members[] = {
        "tvtime-series-episodes-2026-07-10.csv",
        "series_tvdb_id,series_imdb_id,title,season,episode,tvdb_id,is_watched,watched_at\n"
        "501,,One,1,1,5011,true,2020-05-01 20:00:00\n",
        "tvtime-movies-2026-07-10.json",
        films,
        "tvtime-series-2026-07-10.json",
        series,
        NULL};
    importing_zip(importing, "x.zip", members, NULL);
    importing_gives(importing, "One 1x01 tvdb=501 e.tvdb=5011 by=tvdb at=1588363200 [tvtime, "
                               "tvtime-series-episodes-2026-07-10.csv, line 2]\n"
                               "A Film film year=2018 tvdb=601 at=1549065600 [tvtime, "
                               "tvtime-movies-2026-07-10.json, entry 1]\n"
                               "One 1x02 tvdb=501 imdb=tt0000501 e.tvdb=5012 by=tvdb at=0 "
                               "[tvtime, tvtime-series-2026-07-10.json, entry 1]\n");
    importing_file(importing, "films", films);
    importing_gives(importing, "A Film film year=2018 tvdb=601 at=1549065600 [tvtime, films, "
                               "entry 1]\n");
}

static void a_history_of_all_activity_is_read(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "renamed",
                   "type,title,imdb_id,tvdb_id,season,episode,is_special,is_watched,watched_at,"
                   "status,is_watchlisted,rating\n"
                   "episode,One,tt0000501,501,1,1,false,true,2020-05-01T20:00:00Z,,false,7\n"
                   "show,One,-1,501,,,,,,stopped,false,9\n"
                   "episode,One,-1,501,1,2,false,false,,,false,\n"
                   "movie,A Film,tt0000601,601,,,,true,2019-02-02T00:00:00Z,,false,8\n");
    importing_gives(importing, "One 1x01 tvdb=501 imdb=tt0000501 by=tvdb at=1588363200 rating=7 "
                               "[tvtime, renamed, line 2]\n"
                               "One series tvdb=501 by=tvdb rating=9 [tvtime, renamed, line 3]\n"
                               "A Film film tvdb=601 imdb=tt0000601 at=1549065600 rating=8 "
                               "[tvtime, renamed, line 5]\n");
}

static void a_smaller_table_of_the_log_is_read(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x",
                   "created_at,episode_number,s_id,season_number,series_name\r\n"
                   "2020-05-01 20:00:00,1,501,1,One\r\n");
    importing->options.local = true; /* its times are UTC all the same */
    setenv("TZ", "Europe/Berlin", 1);
    importing_gives(importing, "One 1x01 tvdb=501 by=tvdb at=1588363200 [tvtime, x, line 2]\n");
    setenv("TZ", "UTC", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_log_of_episodes_is_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_whole_zip_gives_each_viewing_once, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(the_older_log_counts_if_there_is_no_other, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(private_members_are_never_opened, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(an_encrypted_zip_asks_for_its_password, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(tables_of_its_last_tools_are_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(series_without_ids_are_not_mixed, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(json_adds_what_tables_lack, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_history_of_all_activity_is_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_smaller_table_of_the_log_is_read, importing_setup,
                                        importing_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
