/* SPDX-License-Identifier: MIT */
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/apart.h"
#include "core/base/error.h"
#include "core/identify/folder_file.h"
#include "core/identify/siblings.h"
#include "tests/doubles/tempdir.h"

static struct folder_file parse(const char *text)
{
    struct folder_file file;
    struct epi_error err = {0};
    if (!folder_file_parse(text, strlen(text), &file, &err))
        fail_msg("%s", err.text);
    return file;
}

static void assert_refused(const char *text, size_t len, const char *why)
{
    struct folder_file file;
    struct epi_error err = {0};
    assert_false(folder_file_parse(text, len, &file, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_string_equal(err.text, why);
    assert_false(file.found);
}

static void each_key_is_read(void **state)
{
    (void)state;
    struct folder_file file = parse("# what this is\n\nseries=tvdb:81189\norder = dvd\r\n"
                                    "season_offset=-1\n\tepisode_offset=+12\nignore=no");
    assert_true(file.found);
    assert_int_equal(file.series.tvdb, 81189);
    assert_true(file.ordered);
    assert_int_equal(file.order, ORDER_DVD);
    assert_int_equal(file.season_offset, -1);
    assert_int_equal(file.episode_offset, 12);
    assert_false(file.ignore);
    assert_int_equal(parse("series=tvmaze:169").series.tvmaze, 169);
    assert_string_equal(parse("series=imdb:tt0903747").series.imdb, "tt0903747");
    assert_int_equal(parse("season_offset=999").season_offset, 999);
    assert_int_equal(parse("episode_offset=-999").episode_offset, -999);
    assert_true(parse("ignore=yes\n").ignore);
    assert_true(parse("").found);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
#define REFUSED(text, why) assert_refused(text, sizeof(text) - 1, why)
    REFUSED("\nserie=tvdb:1", "line 2: unknown key \"serie\"; one of: series, order, "
                              "season_offset, episode_offset, ignore");
    REFUSED("series=81189", "line 1: invalid value \"81189\" for series; expected tvdb:ID, "
                            "tvmaze:ID or imdb:ttID");
    REFUSED("order=DVD", "line 1: invalid value \"DVD\" for order; expected aired, dvd, absolute, "
                         "alternate, regional or auto");
    REFUSED("season_offset=1000",
            "line 1: invalid value \"1000\" for season_offset; expected -999 to 999");
    REFUSED("episode_offset",
            "line 1: invalid value \"\" for episode_offset; expected -999 to 999");
    REFUSED("ignore=true", "line 1: invalid value \"true\" for ignore; expected yes or no");
    REFUSED("ignore=yes\n\0", "is not a text file");
}

/* A folder of a series, with one of a season in it. */
struct place {
    char *root;
    char show[4096];
    char season[4200];
    char video[4300];
};

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    place->root = tempdir_make();
    snprintf(place->show, sizeof(place->show), "%s/Show", place->root);
    snprintf(place->season, sizeof(place->season), "%s/Season 2", place->show);
    snprintf(place->video, sizeof(place->video), "%s/Show.S02E01.mkv", place->season);
    *state = place;
    return mkdir(place->show, 0700) || mkdir(place->season, 0700);
}

static int teardown(void **state)
{
    struct place *place = *state;
    tempdir_remove(place->root);
    free(place);
    return 0;
}

static struct folder_file read_for(const char *video)
{
    struct folder_file file;
    struct epi_error err = {0};
    if (!folder_file_read(video, &file, &err))
        fail_msg("%s", err.text);
    return file;
}

static void assert_unusable(const struct place *place, const char *why)
{
    struct folder_file file;
    struct epi_error err = {0};
    assert_false(folder_file_read(place->video, &file, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_non_null(strstr(err.text, "Show/Season 2/.epimark: "));
    if (!strstr(err.text, why) || !strstr(err.text, ": correct it or move it away"))
        fail_msg("%s", err.text);
    assert_false(file.found);
    assert_null(strchr(err.text, '\n'));
}

static void the_nearest_one_holds(void **state)
{
    struct place *place = *state;
    assert_false(read_for(place->video).found);
    /* It is not looked for above the series. */
    tempdir_write(place->root, ".epimark", "series=tvdb:1", (size_t)-1);
    assert_false(read_for(place->video).found);
    tempdir_write(place->show, ".epimark", "series=tvdb:2", (size_t)-1);
    assert_int_equal(read_for(place->video).series.tvdb, 2);
    assert_true(read_for(place->video).of_series_folder);
    tempdir_write(place->season, ".epimark", "series=tvdb:3", (size_t)-1);
    assert_int_equal(read_for(place->video).series.tvdb, 3);
    assert_false(read_for(place->video).of_series_folder);
    assert_false(read_for("/nowhere/at/all.mkv").found);
    assert_true(folder_file_may_be(place->video));
    assert_false(folder_file_may_be("Show.S02E01.mkv"));
    assert_false(folder_file_may_be("https://example.org/Show.S02E01.mkv"));
    assert_false(folder_file_may_be("-"));
}

static void what_is_no_short_text_file_is_refused(void **state)
{
    struct place *place = *state;
    for (size_t i = 0; tempdir_oddities[i]; i++) {
        tempdir_plant(place->season, ".epimark", tempdir_oddities[i]);
        assert_unusable(place, "is not a regular file");
        tempdir_clear(place->season, ".epimark");
    }
    char *much = malloc(1 << 20);
    memset(much, '#', 1 << 20);
    tempdir_write(place->season, ".epimark", much, 1 << 20);
    assert_unusable(place, "is longer than 16384 bytes");
    tempdir_write(place->season, ".epimark", much, FOLDER_FILE_MAX);
    assert_true(read_for(place->video).found);
    free(much);
    tempdir_write(place->season, ".epimark",
                  "\x7f"
                  "ELF\0\1",
                  6);
    assert_unusable(place, "is not a text file");
    tempdir_write(place->season, ".epimark", "a\x80\x81=\xff", (size_t)-1);
    assert_unusable(place, "line 1: unknown key");
}

static void it_is_found_by_any_path(void **state)
{
    struct place *place = *state;
    struct apart *apart = apart_new();
    struct sibling_names *names = calloc(1, sizeof(*names));
    struct folder_file file;
    struct epi_error err = {0};
    assert_true(folder_file_find(apart, "Show.S02E01.mkv", &file, names, &err));
    assert_false(file.found);
    tempdir_write(place->show, ".epimark", "series=tvdb:2", (size_t)-1);
    assert_true(folder_file_find(apart, place->video, &file, names, &err));
    assert_int_equal(file.series.tvdb, 2);
    /* With the names of the other videos, unless it says ignore. */
    assert_int_equal(names->count, 0);
    tempdir_write(place->season, "Show.S02E02.mkv", "", 0);
    assert_true(folder_file_find(apart, place->video, &file, names, &err));
    assert_int_equal(names->count, 1);
    assert_string_equal(names->list[0], "Show.S02E02.mkv");
    tempdir_write(place->season, ".epimark", "ignore=yes", (size_t)-1);
    assert_true(folder_file_find(apart, place->video, &file, names, &err));
    assert_int_equal(names->count, 0);
    tempdir_write(place->season, ".epimark", "series=2", (size_t)-1);
    assert_false(folder_file_find(apart, place->video, &file, names, &err));
    assert_non_null(strstr(err.text, "invalid value \"2\" for series"));
    apart_cancel(apart);
    assert_false(folder_file_find(apart, place->video, &file, names, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    assert_false(file.found);
    apart_free(apart);
    free(names);
}

/* What was asked, for a thread that answers. */
struct question {
    sem_t answered;
    bool ignore;
    bool usable;
    bool allowed;
    char path[4200];
};

static void take_answer(void *context, const char *path, bool allowed,
                        const struct folder_file *file, const struct epi_error *err)
{
    struct question *question = context;
    question->allowed = allowed;
    question->ignore = file->ignore;
    question->usable = !err;
    snprintf(question->path, sizeof(question->path), "%s", path);
    sem_post(&question->answered);
}

static void it_answers_later_too(void **state)
{
    struct place *place = *state;
    struct apart *apart = apart_new();
    struct question question = {0};
    const struct folder_file_question asked = {.path = place->video};
    struct folder_file file;
    struct epi_error err = {0};
    sem_init(&question.answered, 0, 0);
    tempdir_write(place->show, ".epimark", "ignore=yes", (size_t)-1);
    assert_true(folder_file_ask(apart, &asked, take_answer, &question, &err));
    assert_int_equal(sem_wait(&question.answered), 0);
    assert_true(question.usable && question.ignore && question.allowed);
    assert_string_equal(question.path, place->video);
    tempdir_write(place->season, ".epimark", "ignore=maybe", (size_t)-1);
    while (!folder_file_ask(apart, &asked, take_answer, &question, &err))
        continue; /* the thread of the last question is about to end */
    assert_int_equal(sem_wait(&question.answered), 0);
    assert_false(question.usable || question.ignore);
    while (!folder_file_find(apart, place->video, &file, NULL, &err) && !file.unusable)
        continue;
    assert_false(file.found);
    apart_cancel(apart);
    assert_false(folder_file_ask(apart, &asked, take_answer, &question, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    apart_free(apart);
}

static void an_address_of_a_file_has_it_too(void **state)
{
    struct place *place = *state;
    struct folder_file file;
    char address[4200];
    tempdir_write(place->show, ".epimark", "ignore=yes", (size_t)-1);
    const char *letter = strrchr(place->video, '/') - 1; /* of the folder */
    snprintf(address, sizeof(address), "file://%.*s%%%02X%s", (int)(letter - place->video),
             place->video, (unsigned)(unsigned char)*letter, letter + 1);
    assert_true(folder_file_may_be(address));
    assert_true(folder_file_read(address, &file, NULL));
    assert_true(file.found && file.ignore);
    assert_false(folder_file_may_be("file://Show/S01E02.mkv"));
    assert_false(folder_file_may_be("https://example.org/Show/S01E02.mkv"));
}

/* The system has no such folder, so it has no such file either. */
static void a_path_that_is_too_long_has_none(void **state)
{
    (void)state;
    struct folder_file file;
    struct epi_error err = {0};
    char path[2048];
    snprintf(path, sizeof(path), "/tv/%01000d/Show.S02E01.mkv", 1);
    assert_true(folder_file_read(path, &file, &err));
    assert_false(file.found);
}

static struct guess apply(const char *name, const char *text)
{
    struct guess guess;
    struct folder_file file = parse(text);
    match_parse(name, strlen(name), &guess);
    folder_file_apply(&file, &guess);
    return guess;
}

static void a_guess_takes_its_ids_and_offsets(void **state)
{
    (void)state;
    struct guess guess = apply("Show [tvdbid-7].S02E05-E06.mkv", "series=tvmaze:9");
    assert_int_equal(guess.ids.tvmaze, 9);
    assert_int_equal(guess.ids.tvdb, 0);
    assert_int_equal(guess.season, 2);
    guess = apply("Show [tvdbid-7].S02E05-E06.mkv", "season_offset=1\nepisode_offset=-4");
    assert_int_equal(guess.ids.tvdb, 7);
    assert_int_equal(guess.season, 3);
    assert_int_equal(guess.episodes[0], 1);
    assert_int_equal(guess.episodes[1], 2);
    guess = apply("[Grp] Show - 14 [720p].mkv", "season_offset=1\nepisode_offset=-12");
    assert_int_equal(guess.season, 2);
    assert_int_equal(guess.episode_count, 1);
    assert_int_equal(guess.episodes[0], 2);
    assert_int_equal(guess.absolute_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        cmocka_unit_test(each_key_is_read),
        cmocka_unit_test(what_is_wrong_is_said),
        TEST(the_nearest_one_holds),
        TEST(what_is_no_short_text_file_is_refused),
        TEST(it_is_found_by_any_path),
        TEST(it_answers_later_too),
        TEST(an_address_of_a_file_has_it_too),
        cmocka_unit_test(a_guess_takes_its_ids_and_offsets),
        cmocka_unit_test(a_path_that_is_too_long_has_none),
    };
    return cmocka_run_group_tests_name("folder_file", tests, NULL, NULL);
}
