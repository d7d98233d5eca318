/* SPDX-License-Identifier: MIT
 *
 * Live watching of what was found at TVmaze, at a Trakt that numbers it as TheTVDB does.
 */
#include "core/identify/known_name.h"
#include "core/identify/resolution.h"
#include "core/player/live_end.h"
#include "core/player/scrobble.h"
#include "tests/worker.h"

/* TVmaze's 1x02, which is 1x03 at Trakt: its 1x02 is another one. */
static const char path[] = "/tv/The.Lamplighters.S01E02.mkv";
/* TVmaze's 6x06, which is 6x04 and 6x05 at Trakt. */
static const char split[] = "/tv/The.Lamplighters.S06E06.mkv";

static int setup_live(void **state)
{
    int failed = setup_with(state, EPIMARK_TEST_DATA "/services.txt", "trakt");
    struct bench *bench = *state;

    bench->config.live = true;
    sign_in_trakt(bench);
    return failed;
}

/* Which episode a file is. */
static struct match match_of(struct bench *bench, const char *file)
{
    struct resolution *found = calloc(1, sizeof(*found));
    struct guess guess;

    assert_true(
        known_name_guess(worker_journal(bench->worker, NULL), file, NULL, 3000, false, &guess));
    assert_true(worker_find_episodes(bench->worker, file, &guess, 3000, found, &bench->err));
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    struct match match = found->matches[0];
    free(found);
    return match;
}

static struct scrobbled report(struct bench *bench, const char *file, enum live_action action,
                               double progress)
{
    struct match match = match_of(bench, file);
    struct job job = {.kind = JOB_LIVE,
                      .path = file,
                      .duration = 3000,
                      .nth = 1,
                      .action = action,
                      .progress = progress};

    bench->now += 60;
    struct scrobbled scrobbled;
    if (!scrobble_report(bench->worker, &bench->config, &job, &match, &scrobbled, &bench->err))
        fail_msg("%s", bench->err.text);
    return scrobbled;
}

/* What the stand-in has of something: "watching": {...}. */
static void assert_has(struct bench *bench, const char *what, const char *id)
{
    char *state = standin_state(bench->standin);
    char *found = strstr(state, what);

    assert_non_null(found);
    if (!strstr(found, id))
        fail_msg("no %s in %s", id, found);
    free(state);
}

static void what_plays_is_reported_by_its_id(void **state)
{
    struct bench *bench = *state;

    report(bench, path, LIVE_START, 10);
    assert_has(bench, "\"watching\":{", "\"tvdb\":9000003");
    int asked = standin_count(bench->standin, "GET *");
    report(bench, path, LIVE_PAUSE, 20);
    assert_has(bench, "\"playback\":[{", "\"tvdb\":9000003");
    report(bench, path, LIVE_START, 20);
    /* The series and its episodes are known by now. */
    assert_int_equal(standin_count(bench->standin, "GET *"), asked);
    report(bench, path, LIVE_STOP, 40);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/stop"), 1);
    report(bench, path, LIVE_START, 95); /* only its end can be a play */
    assert_has(bench, "\"watching\":{", "\"tvdb\":9000003");
}

/* As the next start does. */
static void finish(struct bench *bench)
{
    bench->now += 60;
    assert_true(scrobble_finish(bench->worker, &bench->config, &bench->err));
}

/* A player that quit in the middle had no time to tell. */
static void the_next_start_tells_what_ended(void **state)
{
    struct bench *bench = *state;
    struct journal *journal = worker_journal(bench->worker, NULL);
    struct job stop = {.path = path, .duration = 3000, .nth = 1, .progress = 40};

    report(bench, path, LIVE_START, 10);
    finish(bench);
    assert_has(bench, "\"watching\":{", "\"tvdb\":9000003"); /* it goes on */
    stop.nth = 2;
    live_end_wanted(journal, &stop, bench->now);
    finish(bench);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/stop"), 0);
    stop.nth = 1;
    live_end_wanted(journal, &stop, bench->now);
    for (int i = 0; i < 2; i++)
        finish(bench);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/stop"), 1);
    assert_has(bench, "\"playback\":[{", "\"tvdb\":9000003");
    char *now = standin_state(bench->standin);
    assert_null(strstr(now, "\"watching\":{"));
    free(now);
}

static void what_is_known_or_over_is_not_told(void **state)
{
    struct bench *bench = *state;
    struct journal *journal = worker_journal(bench->worker, NULL);
    struct job stop = {.path = path, .duration = 3000, .nth = 1, .progress = 40};

    report(bench, path, LIVE_START, 10);
    live_end_wanted(journal, &stop, bench->now);
    report(bench, path, LIVE_STOP, 40); /* there was time */
    finish(bench);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/stop"), 1);

    report(bench, path, LIVE_START, 10);
    live_end_wanted(journal, &stop, bench->now);
    report(bench, path, LIVE_START, 40); /* it was begun again */
    finish(bench);

    live_end_wanted(journal, &stop, bench->now);
    bench->now += 3000; /* the service has forgotten it */
    finish(bench);

    report(bench, path, LIVE_START, 10);
    stop.progress = 85; /* that would be a play */
    live_end_wanted(journal, &stop, bench->now);
    finish(bench);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/stop"), 1);
}

static int64_t record_live(struct bench *bench, const char *file)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = bench->now,
                            .path = file,
                            .size = 4711,
                            .duration = 3000,
                            .nth = 1,
                            .episodes = 1,
                            .live_until = bench->now + 3600};
    struct recorded recorded;

    assert_true(journal_add(worker_journal(bench->worker, NULL), &record, &recorded, &bench->err));
    return recorded.entry;
}

static void its_stop_is_the_play_of_that_id(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record_live(bench, path);

    assert_true(report(bench, path, LIVE_STOP, 95).counted);
    assert_has(bench, "\"plays\":[{", "\"tvdb\":9000003");
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, entry)->match.episode.tvdb, 9000003);
    assert_int_equal(entry_of(bench, entry)->match.episode.tvmaze, 9100003);
}

/* The stop of a part would count as one play only: the history is given all of them. */
static void what_trakt_splits_goes_to_the_history(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record_live(bench, split);

    assert_false(report(bench, split, LIVE_STOP, 95).counted);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/*"), 0);
    bench->now += 3600;
    round_now(bench);
    assert_has(bench, "\"plays\":[{", "\"tvdb\":9000064");
    assert_has(bench, "\"plays\":[{", "\"tvdb\":9000065");
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
}

/* The number is another episode's there, and no title confirms it: nothing is reported. */
static void what_is_doubted_is_not_reported(void **state)
{
    struct bench *bench = *state;
    struct match match = match_of(bench, path);
    struct job job = {.kind = JOB_LIVE, .path = path, .nth = 1, .action = LIVE_START};

    snprintf(match.episode.title, sizeof(match.episode.title), "Another Title");
    snprintf(match.episode.airdate, sizeof(match.episode.airdate), "1999-01-01");
    struct scrobbled scrobbled;
    assert_false(
        scrobble_report(bench->worker, &bench->config, &job, &match, &scrobbled, &bench->err));
    assert_non_null(strstr(bench->err.text, "is not sent to Trakt"));
    assert_int_equal(standin_count(bench->standin, "POST /trakt/scrobble/*"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_live, teardown)
        TEST(what_plays_is_reported_by_its_id),      TEST(the_next_start_tells_what_ended),
        TEST(what_is_known_or_over_is_not_told),     TEST(its_stop_is_the_play_of_that_id),
        TEST(what_trakt_splits_goes_to_the_history), TEST(what_is_doubted_is_not_reported),
    };

    return cmocka_run_group_tests_name("scrobble", tests, NULL, NULL);
}
