/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doubles/scarce.h"
#include "tests/importing.h"

static const char rows[] = "type,title,season,episode,watched_at\n"
                           "episode,Some Show,1,2,2024-02-29 20:15:00\n"
                           "episode,Some Show,1,3,unknown\n";

static void refuses(struct importing *importing, const char *why)
{
    assert_false(importing_read(importing, importing->path));
    assert_int_equal(importing->err.kind, EPI_ERROR_NEVER);
    assert_string_equal(importing->err.text, why);
    assert_string_equal(importing->text, "");
}

static void what_is_no_export_says_so(void **state)
{
    struct importing *importing = *state;
    static const char *const zip[] = {"notes.csv", rows, "token.csv", rows, NULL};
    importing_file(importing, "x.txt", "Dear diary,\nI watched nothing.\n");
    refuses(importing, "x.txt is no export that can be read");
    importing_file(importing, "empty", "");
    refuses(importing, "empty is empty");
    importing_file(importing, "x.json", "{\"a\":1}");
    refuses(importing, "x.json is no export that can be read");
    importing_zip(importing, "x.zip", zip, NULL);
    refuses(importing,
            "x.zip has none of the files by which exports are known; name the file itself");
    importing_file(importing, "in/other.csv", rows);
    snprintf(importing->path, sizeof(importing->path), "%s/in", importing->folder);
    refuses(importing, "in has none of the files by which exports are known; name the file itself");
}

/* What can be said of it: the line, and what to do. */
static void what_is_nearly_an_export_says_what_it_lacks(void **state)
{
    struct importing *importing = *state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"title,watched_at\n", "x, line 1: has no column that says which episode (season, "
                               "episode), or that it is a film (type)"},
        {"\nshow,season,watched_at\n", "x, line 2: has no column that says which episode (season, "
                                       "episode), or that it is a film (type)"},
        {"season,episode,watched_at\n",
         "x, line 1: has no column with a title or an id (title, series, tvdb, imdb ...)"},
        {"show,season,episode,watched\n", "x, line 1: has no column that says when it was watched "
                                          "(watched_at), or how it is rated (rating)"},
        {"Serie;Staffel;Folge;Datum\n", "x, line 1: has no column that is known; call them title, "
                                        "season, episode, watched_at, rating"},
        {"t\xedtulo;temporada\n", "x, line 1: is not UTF-8; save the file as UTF-8"},
        {"[\n{\"title\":\"\xed\"}]", "x, line 2: is not UTF-8; save the file as UTF-8"},
        {"row,time,state,series,season,number,rating\n",
         "x is a table of epimark, which is not complete; import what `epimark export` writes as "
         "JSON"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        importing_file(importing, "x", cases[i].text);
        refuses(importing, cases[i].why);
    }
    importing_bytes(importing, "x", "\x89PNG,\0,\xff,\n", 11);
    refuses(importing, "x is no export that can be read");
}

static void utf_16_with_its_mark_is_read(void **state)
{
    struct importing *importing = *state;
    char little[2 * sizeof(rows)] = "\xff\xfe", big[2 * sizeof(rows)] = "\xfe\xff";
    for (size_t i = 0; i + 1 < sizeof(rows); i++) {
        little[2 + 2 * i] = rows[i];
        big[3 + 2 * i] = rows[i];
    }
    importing_bytes(importing, "x", little, sizeof(little));
    importing_gives(importing, "Some Show 1x02 at=1709237700 [csv, x, line 2]\n"
                               "Some Show 1x03 at=0 [csv, x, line 3]\n");
    importing_bytes(importing, "x", big, sizeof(big));
    importing_gives(importing, "Some Show 1x02 at=1709237700 [csv, x, line 2]\n"
                               "Some Show 1x03 at=0 [csv, x, line 3]\n");
}

static void a_form_can_be_named(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x", rows);
    importing->options.form = "csv";
    assert_true(importing_read(importing, importing->path));
    importing->options.form = "nothing";
    refuses(importing, "there is no form 'nothing'");
    assert_string_equal(import_read_form(0), "tvtime");
    size_t last = 0;
    while (import_read_form(last) && strcmp(import_read_form(last), "csv") != 0)
        last++;
    assert_non_null(import_read_form(last));
}

static void the_reading_can_be_stopped(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x", rows);
    importing->end_after = 1;
    assert_false(importing_read(importing, importing->path));
    assert_int_equal(importing->err.kind, EPI_ERROR_STOPPED);
    assert_int_equal(importing->visits, 1);
}

static void times_are_local_if_asked(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "x", rows);
    importing->options.local = true;
    setenv("TZ", "Europe/Berlin", 1);
    importing_gives(importing, "Some Show 1x02 at=1709234100 [csv, x, line 2]\n"
                               "Some Show 1x03 at=0 [csv, x, line 3]\n");
    setenv("TZ", "UTC", 1);
}

/* One that climbs out is said and not opened; the rest is read. */
static void a_path_that_climbs_is_said(void **state)
{
    struct importing *importing = *state;
    static const char log[] = "key,s_id,series_name,season_number,episode_number,created_at\n"
                              "watch-episode-a,7,Some Show,1,2,2024-02-29 20:15:00\n";
    static const char *const zip[] = {"../seen_episode.csv", log, "tracking-prod-records-v2.csv",
                                      log, NULL};
    importing_zip(importing, "x.zip", zip, NULL);
    importing_gives(importing, "! seen_episode.csv: leads out of the zip; it is not opened\n"
                               "Some Show 1x02 tvdb=7 by=tvdb at=1709237700 [tvtime, "
                               "tracking-prod-records-v2.csv, line 2]\n");
}

/* A zip that was damaged on its way: what can be read is read. */
static void a_damaged_member_is_said(void **state)
{
    struct importing *importing = *state;
    static const char log[] = "key,s_id,series_name,season_number,episode_number,created_at\n"
                              "watch-episode-a,7,Some Show,1,2,2024-02-29 20:15:00\n";
    static const char *const zip[] = {"seen_episode.csv",
                                      "tv_show_name,episode_season_number,episode_number,"
                                      "created_at\nSome Show,1,2,2024-02-29 20:15:00\n",
                                      "tracking-prod-records-v2.csv", log, NULL};
    importing_zip(importing, "x.zip", zip, NULL);
    FILE *file = fopen(importing->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 30 + (long)strlen(zip[0]) + 10, SEEK_SET), 0);
    assert_int_equal(fwrite("\xff\xff\xff\xff", 1, 4, file), 4);
    assert_int_equal(fclose(file), 0);
    assert_true(importing_read(importing, importing->path));
    assert_non_null(strstr(importing->text, "! seen_episode.csv: cannot be read: "));
    assert_non_null(strstr(importing->text, "Some Show 1x02 tvdb=7 by=tvdb at=1709237700 ["));
}

/* Each line that was read is one of these, or says what cannot be read. */
static bool is_part_of(const char *text, const char *whole)
{
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        size_t len = strcspn(line, "\n") + 1;
        const char *same = whole;
        while (*same && strncmp(same, line, len) != 0)
            same = strchr(same, '\n') + 1;
        if (!*same && line[0] != '!')
            return false;
    }
    return true;
}

/* Reads what was written, and lets memory run out at each place in turn. */
static void read_short_of_memory(struct importing *importing)
{
    assert_true(importing_read(importing, importing->path));
    char *whole = strdup(importing->text);
    bool failed = true;
    for (int calls = 0; failed; calls++) {
        scarce_after(calls);
        bool ok = importing_read(importing, importing->path);
        failed = scarce_failed();
        scarce_after(-1);
        if (!is_part_of(importing->text, whole) || (!ok && !failed))
            fail_msg("%s, call %d: %s", importing->path, calls, importing->text);
        if (!ok)
            assert_true(*importing->err.text);
    }
    assert_string_equal(importing->text, whole);
    free(whole);
}

/* Nothing is made up, and nothing is read that is not there. */
static void short_of_memory_it_ends(void **state)
{
    struct importing *importing = *state;
    static const char *const zip[] = {
        "tracking-prod-records-v2.csv",
        "key,s_id,series_name,season_number,episode_number,created_at\n"
        "watch-episode-a,7,Some Show,1,2,2024-02-29 20:15:00\n"
        "rewatch-episode-a,7,Some Show,1,2,2025-02-28 20:15:00\n",
        NULL};
    static const char *const pages[] = {
        "watched-history-1.json",
        "[{\"id\":1,\"watched_at\":\"2018-01-01T00:00:00.000Z\",\"type\":\"movie\",\"movie\":"
        "{\"title\":\"A Film\",\"year\":1995,\"ids\":{\"trakt\":80}}}]",
        NULL};
    importing_file(importing, "plain.csv", rows);
    read_short_of_memory(importing);
    importing_zip(importing, "tvtime.zip", zip, NULL);
    read_short_of_memory(importing);
    importing_zip(importing, "trakt.zip", pages, NULL);
    read_short_of_memory(importing);
    char *text = importing_data("simkl.json");
    importing_file(importing, "simkl.json", text);
    free(text);
    read_short_of_memory(importing);
    importing_file(importing, "netflix.csv",
                   "Title,Date\n\"Harbour: Season 7: Low Tide\",\"5/18/25\"\n");
    read_short_of_memory(importing);
    importing_file(importing, "history.jsonl",
                   "{\"time\":1735689600,\"path\":\"/v/Harbour/Harbour.S01E01.mkv\"}\n");
    read_short_of_memory(importing);
    importing_file(importing, "Harbour/tvshow.nfo",
                   "<tvshow><title>Harbour</title><userrating>8</userrating></tvshow>");
    importing_file(importing, "Harbour/Harbour.S01E02.nfo",
                   "<episodedetails><title>Tide</title><season>1</season><episode>2</episode>"
                   "<playcount>1</playcount></episodedetails>");
    snprintf(importing->path, sizeof(importing->path), "%s/Harbour", importing->folder);
    read_short_of_memory(importing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_export_says_so, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(what_is_nearly_an_export_says_what_it_lacks,
                                        importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(utf_16_with_its_mark_is_read, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_form_can_be_named, importing_setup, importing_teardown),
        cmocka_unit_test_setup_teardown(the_reading_can_be_stopped, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(times_are_local_if_asked, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_path_that_climbs_is_said, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(short_of_memory_it_ends, importing_setup,
                                        importing_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_member_is_said, importing_setup,
                                        importing_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
