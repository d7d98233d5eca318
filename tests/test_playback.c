/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/playback.h"
#include "tests/doubles/fake_mpv.h"
#include "tests/doubles/fake_player.h"

struct stage {
    mpv_handle *mpv;
    struct epi_player *player;
    struct playback *playback;
    double clock;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof(*stage));
    *state = stage;
    stage->player = fake_player_new();
    stage->mpv = fake_mpv_new("epimark", stage->player);
    stage->playback = playback_new(stage->mpv, stage->player);
    stage->clock = 100;
    fake_mpv_set_text(stage->mpv, "working-directory", "/films");
    fake_mpv_set_number(stage->mpv, "speed", 1);
    fake_mpv_set_flag(stage->mpv, "core-idle", true);
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    playback_free(stage->playback);
    fake_mpv_free(stage->mpv);
    fake_player_free(stage->player);
    free(stage);
    return 0;
}

/* Lets the player take what is in the queue, without an answer to what it asks meanwhile. */
static void drain(struct stage *stage)
{
    for (;;) {
        const mpv_event *event = mpv_wait_event(stage->mpv, 0);
        if (event->event_id == MPV_EVENT_NONE)
            return;
        playback_event(stage->playback, event, stage->clock, 1700000000);
    }
}

/* As drain, and mpv answers until nothing is left to be asked. */
static void settle(struct stage *stage)
{
    for (int i = 0; i < 4; i++) {
        drain(stage);
        fake_mpv_run(stage->mpv);
    }
    drain(stage);
}

static void push(struct stage *stage, mpv_event_id id)
{
    fake_mpv_push(stage->mpv, id, NULL);
}

static void end_file(struct stage *stage, mpv_end_file_reason reason)
{
    mpv_event_end_file end = {.reason = reason};
    fake_mpv_push(stage->mpv, MPV_EVENT_END_FILE, &end);
    drain(stage);
}

static void name_file(struct stage *stage, const char *path, double duration)
{
    const char *slash = strrchr(path, '/');
    fake_mpv_set_text(stage->mpv, "path", path);
    fake_mpv_set_text(stage->mpv, "filename", slash ? slash + 1 : path);
    fake_mpv_set_text(stage->mpv, "media-title", slash ? slash + 1 : path);
    fake_mpv_set_number(stage->mpv, "duration", duration);
    fake_mpv_set_number(stage->mpv, "file-size", 4096);
}

static void restart(struct stage *stage, double position)
{
    fake_mpv_set_number(stage->mpv, "time-pos", position);
    fake_mpv_set_flag(stage->mpv, "core-idle", false);
    push(stage, MPV_EVENT_PLAYBACK_RESTART);
    settle(stage);
}

static void load(struct stage *stage, const char *path, double duration)
{
    push(stage, MPV_EVENT_START_FILE);
    drain(stage);
    name_file(stage, path, duration);
    push(stage, MPV_EVENT_FILE_LOADED);
    settle(stage);
}

/* As load, with its first frame. */
static void begin(struct stage *stage, const char *path, double duration)
{
    load(stage, path, duration);
    restart(stage, 0);
}

/* Begins a file and forgets what was told of it. */
static void play(struct stage *stage, const char *path, double duration)
{
    begin(stage, path, duration);
    fake_player_forget(stage->player);
}

/* Waits as long as the player wants, while mpv plays on to position. */
static void wait_to(struct stage *stage, double position)
{
    double wait = playback_wait(stage->playback, stage->clock);
    assert_true(wait >= 0);
    stage->clock += wait;
    fake_mpv_set_number(stage->mpv, "time-pos", position);
    playback_sample(stage->playback, stage->clock);
    settle(stage);
}

#define assert_told(stage, expected)                                                               \
    do {                                                                                           \
        assert_string_equal(fake_player_told((stage)->player), expected);                          \
        fake_player_forget((stage)->player);                                                       \
    } while (0)

static void a_file_is_told_with_its_first_frame(void **state)
{
    struct stage *stage = *state;
    push(stage, MPV_EVENT_START_FILE);
    settle(stage);
    assert_told(stage, "");
    load(stage, "/films/Show.S01E01.mkv", 1200);
    assert_told(stage, "");
    restart(stage, 0);
    assert_told(stage, "loaded(/films/Show.S01E01.mkv) position(0.0x1) ");
    const struct epi_fact *fact = fake_player_file(stage->player);
    assert_string_equal(fact->path, "/films/Show.S01E01.mkv");
    assert_null(fact->title);
    assert_int_equal(fact->file_size, 4096);
    assert_true(fact->duration == 1200 && fact->clock == 100 && fact->at == 1700000000);
    wait_to(stage, 1);
    assert_told(stage, "position(1.0x1) ");
    fake_mpv_unset(stage->mpv, "time-pos");
    end_file(stage, MPV_END_FILE_REASON_EOF);
    assert_told(stage, "ended ");
    assert_true(playback_wait(stage->playback, stage->clock) < 0);
}

static void a_title_of_its_own_is_told_and_what_is_unknown_is_so(void **state)
{
    struct stage *stage = *state;
    name_file(stage, "https://example.org/watch?v=1", 0);
    fake_mpv_set_text(stage->mpv, "media-title", "Show S01E01");
    fake_mpv_unset(stage->mpv, "duration");
    fake_mpv_unset(stage->mpv, "file-size");
    push(stage, MPV_EVENT_START_FILE);
    push(stage, MPV_EVENT_FILE_LOADED);
    restart(stage, 0);
    const struct epi_fact *fact = fake_player_file(stage->player);
    assert_string_equal(fact->path, "https://example.org/watch?v=1");
    assert_string_equal(fact->title, "Show S01E01");
    assert_true(fact->duration == 0);
    assert_int_equal(fact->file_size, -1);
}

static void what_has_no_video_is_told_so(void **state)
{
    static const struct {
        const char *tracks;
        bool sound_only;
    } files[] = {{"va", false},  {"a", true}, {"ca", true},
                 {"cva", false}, {"i", true}, {"", false}};
    struct stage *stage = *state;
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        fake_mpv_set_tracks(stage->mpv, files[i].tracks);
        play(stage, "/Show.S01E01.mka", 1200);
        assert_int_equal(fake_player_file(stage->player)->sound_only, files[i].sound_only);
    }
    fake_mpv_unset(stage->mpv, "track-list");
    play(stage, "/Show.S01E01.mkv", 1200);
    assert_false(fake_player_file(stage->player)->sound_only);
}

static void chapters_are_told_with_their_file(void **state)
{
    static const struct epi_chapter chapters[EPI_CHAPTERS_MAX + 1] = {{0, NULL}, {90.5, "Opening"}};
    struct stage *stage = *state;
    fake_mpv_set_chapters(stage->mpv, chapters, 2);
    play(stage, "/a.mkv", 1200);
    assert_string_equal(fake_player_chapters(stage->player), "0.0= 90.5=Opening ");
    fake_mpv_set_chapters(stage->mpv, chapters, EPI_CHAPTERS_MAX + 1);
    play(stage, "/b.mkv", 1200);
    assert_string_equal(fake_player_chapters(stage->player), "");
    fake_mpv_set_chapters(stage->mpv, chapters, 0);
    play(stage, "/c.mkv", 1200);
    assert_string_equal(fake_player_chapters(stage->player), "");
}

static void play_at(struct stage *stage, int place)
{
    fake_mpv_set_number(stage->mpv, "playlist-pos", place);
    play(stage, "/a.mkv", 1200);
}

static bool is_next(struct stage *stage)
{
    return fake_player_file(stage->player)->next;
}

static void it_is_told_that_the_user_went_on_to_the_next_file(void **state)
{
    struct stage *stage = *state;
    play_at(stage, 0);
    assert_false(is_next(stage));
    end_file(stage, MPV_END_FILE_REASON_STOP);
    assert_false(fake_player_last(stage->player)->at_end);
    play_at(stage, 1);
    assert_true(is_next(stage));
    end_file(stage, MPV_END_FILE_REASON_EOF); /* by itself */
    assert_true(fake_player_last(stage->player)->at_end);
    play_at(stage, 2);
    assert_false(is_next(stage));
    end_file(stage, MPV_END_FILE_REASON_STOP); /* back */
    play_at(stage, 1);
    assert_false(is_next(stage));
    end_file(stage, MPV_END_FILE_REASON_STOP); /* to another file, in a list of its own */
    play_at(stage, 0);
    assert_false(is_next(stage));
    end_file(stage, MPV_END_FILE_REASON_STOP); /* past one that cannot be opened */
    push(stage, MPV_EVENT_START_FILE);
    end_file(stage, MPV_END_FILE_REASON_ERROR);
    play_at(stage, 2);
    assert_false(is_next(stage));
}

static void each_sample_has_the_length_by_then(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.ts", 600);
    fake_mpv_set_number(stage->mpv, "duration", 660);
    fake_mpv_set_number(stage->mpv, "file-size", 5000);
    wait_to(stage, 1);
    assert_true(fake_player_last(stage->player)->duration == 660);
    assert_int_equal(fake_player_last(stage->player)->file_size, 5000);
}

/* Another script may pause as soon as a file is loaded, and so hold back the first frame. */
static void a_first_frame_that_does_not_come_is_not_waited_for(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    fake_mpv_set_number(stage->mpv, "time-pos", 0);
    fake_mpv_set_flag(stage->mpv, "core-idle", true);
    load(stage, "/b.mkv", 1200);
    assert_told(stage, "ended ");
    double wait = playback_wait(stage->playback, stage->clock);
    assert_true(wait > 0.1 && wait < 0.5);
    playback_sample(stage->playback, stage->clock + wait / 2);
    settle(stage);
    assert_told(stage, "");
    stage->clock += wait;
    playback_sample(stage->playback, stage->clock);
    settle(stage);
    assert_told(stage, "loaded(/b.mkv) still(0.0x1) ");
    fake_mpv_set_flag(stage->mpv, "core-idle", false);
    settle(stage);
    assert_told(stage, "position(0.0x1) ");
    restart(stage, 0);
    assert_told(stage, "break position(0.0x1) ");
}

static void samples_come_when_the_library_wants_them(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 3600);
    assert_float_equal(playback_wait(stage->playback, stage->clock), 1, 1e-6);
    assert_float_equal(playback_wait(stage->playback, stage->clock + 0.25), 0.75, 1e-6);
    assert_float_equal(playback_wait(stage->playback, stage->clock + 7), 0, 1e-6);
    playback_sample(stage->playback, stage->clock + 0.5);
    settle(stage);
    assert_told(stage, ""); /* not due yet */

    fake_mpv_set_number(stage->mpv, "speed", 20);
    settle(stage);
    assert_told(stage, "position(0.0x20) ");
    assert_float_equal(playback_wait(stage->playback, stage->clock), 3600.0 / 5000, 1e-6);
    wait_to(stage, 20);
    play(stage, "/b.mkv", 320);
    assert_float_equal(playback_wait(stage->playback, stage->clock), epi_player_interval(320, 20),
                       1e-6);
    play(stage, "/c.mkv", 0);
    assert_float_equal(playback_wait(stage->playback, stage->clock), epi_player_interval(0, 20),
                       1e-6);
}

static void the_speed_counts_from_the_first_sample_on(void **state)
{
    struct stage *stage = *state;
    fake_mpv_set_number(stage->mpv, "speed", 20);
    play(stage, "/a.mkv", 320);
    assert_float_equal(playback_wait(stage->playback, stage->clock), epi_player_interval(320, 20),
                       1e-6);
}

static void an_answer_that_a_seek_overtook_is_dropped(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    stage->clock += 1;
    playback_sample(stage->playback, stage->clock);
    fake_mpv_set_number(stage->mpv, "time-pos", 1100); /* the target already */
    push(stage, MPV_EVENT_SEEK);
    settle(stage);
    assert_told(stage, "break ");
    assert_true(playback_wait(stage->playback, stage->clock) < 0);
    playback_sample(stage->playback, stage->clock + 9);
    fake_mpv_set_flag(stage->mpv, "core-idle", true);
    settle(stage);
    assert_told(stage, ""); /* no position is asked for while mpv seeks */
    restart(stage, 1100);
    assert_told(stage, "break position(1100.0x1) ");
}

static void an_answer_from_before_a_seek_is_told(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    stage->clock += 1;
    fake_mpv_set_number(stage->mpv, "time-pos", 1);
    playback_sample(stage->playback, stage->clock);
    fake_mpv_run(stage->mpv);
    push(stage, MPV_EVENT_SEEK);
    settle(stage);
    assert_told(stage, "position(1.0x1) break ");
}

static void one_sample_at_a_time_is_asked_for(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    playback_sample(stage->playback, stage->clock + 1);
    assert_true(playback_wait(stage->playback, stage->clock + 5) < 0);
    playback_sample(stage->playback, stage->clock + 5); /* mpv is slow to answer */
    settle(stage);
    assert_told(stage, "position(0.0x1) ");
}

static void a_pause_is_told_and_makes_samples_rare(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    fake_mpv_set_number(stage->mpv, "time-pos", 0.4);
    fake_mpv_set_flag(stage->mpv, "core-idle", true);
    settle(stage);
    assert_told(stage, "still(0.4x1) ");
    for (int tenths = 2; tenths < 2000; tenths *= 2) {
        double wanted = fmin(tenths / 10.0, 64);
        assert_float_equal(playback_wait(stage->playback, stage->clock), wanted, 1e-6);
        wait_to(stage, 0.4);
        assert_told(stage, "still(0.4x1) ");
    }
    fake_mpv_set_flag(stage->mpv, "core-idle", false);
    settle(stage);
    assert_told(stage, "position(0.4x1) ");
    assert_float_equal(playback_wait(stage->playback, stage->clock), 1, 1e-6);
}

static void a_file_that_starts_by_a_seek_is_told_where_it_begins(void **state)
{
    struct stage *stage = *state;
    load(stage, "/a.mkv", 1200);
    push(stage, MPV_EVENT_SEEK);
    settle(stage);
    restart(stage, 1080);
    assert_told(stage, "loaded(/a.mkv) position(1080.0x1) ");
}

static void a_loop_is_a_jump_and_no_new_file(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    wait_to(stage, 1199.5);
    push(stage, MPV_EVENT_SEEK);
    drain(stage);
    restart(stage, 0);
    assert_told(stage, "position(1199.5x1) break break position(0.0x1) ");
}

static void keep_open_stays_at_the_end(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    wait_to(stage, 1199.9);
    fake_mpv_set_flag(stage->mpv, "core-idle", true);
    settle(stage);
    assert_told(stage, "position(1199.9x1) still(1199.9x1) ");
    end_file(stage, MPV_END_FILE_REASON_QUIT);
    assert_told(stage, "ended ");
}

static void what_never_loads_is_never_told(void **state)
{
    struct stage *stage = *state;
    push(stage, MPV_EVENT_START_FILE);
    end_file(stage, MPV_END_FILE_REASON_ERROR);
    settle(stage);
    push(stage, MPV_EVENT_START_FILE); /* a list, which names the file */
    end_file(stage, MPV_END_FILE_REASON_REDIRECT);
    settle(stage);
    assert_told(stage, "");
    push(stage, MPV_EVENT_START_FILE); /* loads, and breaks before its first frame */
    push(stage, MPV_EVENT_FILE_LOADED);
    end_file(stage, MPV_END_FILE_REASON_ERROR);
    settle(stage);
    assert_told(stage, "");
    begin(stage, "/a.mkv", 1200);
    assert_told(stage, "loaded(/a.mkv) position(0.0x1) ");
}

static void answers_about_a_file_that_is_gone_are_dropped(void **state)
{
    struct stage *stage = *state;
    push(stage, MPV_EVENT_START_FILE);
    push(stage, MPV_EVENT_FILE_LOADED);
    push(stage, MPV_EVENT_PLAYBACK_RESTART);
    drain(stage); /* asked, not answered */
    end_file(stage, MPV_END_FILE_REASON_STOP);
    name_file(stage, "/next.mkv", 60);
    settle(stage);
    assert_told(stage, "");
    begin(stage, "/next.mkv", 60);
    assert_told(stage, "loaded(/next.mkv) position(0.0x1) ");
}

static void a_playlist_is_file_after_file(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 2; i++) {
        begin(stage, "/same.mkv", 60);
        end_file(stage, MPV_END_FILE_REASON_EOF);
        assert_told(stage, "loaded(/same.mkv) position(0.0x1) ended ");
    }
}

static void an_end_lost_in_a_full_queue_is_made_up_for(void **state)
{
    struct stage *stage = *state;
    play(stage, "/a.mkv", 1200);
    begin(stage, "/b.mkv", 1200);
    assert_told(stage, "ended loaded(/b.mkv) position(0.0x1) ");
}

static void paths_are_told_to_the_byte(void **state)
{
    static const char *const paths[] = {
        "a.mkv",
        "../b//c/./a.mkv",
        "/x\xff/\xfe.mkv",
        "${path}\n{\\b1}.mkv",
        "https://user:pw@example.org/../a.mkv",
        "-",
        "",
    };
    struct stage *stage = *state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        begin(stage, paths[i], 60);
        assert_string_equal(fake_player_file(stage->player)->path, paths[i]);
    }
}

static void a_path_of_any_length_is_told_whole(void **state)
{
    struct stage *stage = *state;
    enum { LONG = 65536 };
    char *path = malloc(LONG + 1);
    memset(path, 'x', LONG);
    memcpy(path, "https://h/", 10);
    path[LONG] = '\0';
    begin(stage, path, 60);
    assert_string_equal(fake_player_file(stage->player)->path, path);
    free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_told_with_its_first_frame),
        TEST(a_title_of_its_own_is_told_and_what_is_unknown_is_so),
        TEST(what_has_no_video_is_told_so),
        TEST(chapters_are_told_with_their_file),
        TEST(it_is_told_that_the_user_went_on_to_the_next_file),
        TEST(each_sample_has_the_length_by_then),
        TEST(a_first_frame_that_does_not_come_is_not_waited_for),
        TEST(samples_come_when_the_library_wants_them),
        TEST(the_speed_counts_from_the_first_sample_on),
        TEST(an_answer_that_a_seek_overtook_is_dropped),
        TEST(an_answer_from_before_a_seek_is_told),
        TEST(one_sample_at_a_time_is_asked_for),
        TEST(a_pause_is_told_and_makes_samples_rare),
        TEST(a_file_that_starts_by_a_seek_is_told_where_it_begins),
        TEST(a_loop_is_a_jump_and_no_new_file),
        TEST(keep_open_stays_at_the_end),
        TEST(what_never_loads_is_never_told),
        TEST(answers_about_a_file_that_is_gone_are_dropped),
        TEST(a_playlist_is_file_after_file),
        TEST(an_end_lost_in_a_full_queue_is_made_up_for),
        TEST(paths_are_told_to_the_byte),
        TEST(a_path_of_any_length_is_told_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
