/* SPDX-License-Identifier: MIT */
#include "core/journal/episode_lists.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/services/values.h"
#include "tests/client.h"

enum { DAY = 86400, ROWS = 6 };

#define MAZE "GET /tvmaze/*"

/* Keeps a list of Breaking Bad as TVmaze's: two specials, and four episodes of which the last is to
 * come. */
static void keep_list(struct bench *bench, int64_t fetched_at)
{
    const struct episode_list list = {"tvmaze", "", 169, ORDER_AIRED};
    const struct list_version version = {0};
    const struct episode episodes[ROWS] = {
        {.season = 1, .number = 4, .tvmaze = 12195, .title = "To come", .airdate = "2999-01-02"},
        {.season = 1, .number = 3, .tvmaze = 12194, .title = "Third", .airdate = "2008-02-10"},
        {.season = 1, .number = 1, .tvmaze = 12192, .title = "Pilot", .airdate = "2008-01-20"},
        {.season = 1, .number = 2, .tvmaze = 12193, .title = "Second"},
        {.season = 0, .number = 1, .special = true, .title = "Special", .airdate = "2008-01-01"},
        {.season = 1, .number = -1, .special = true, .title = "Short", .airdate = "2008-01-01"},
    };
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);

    OK(journal &&
       episode_lists_store(journal, &list, episodes, ROWS, &version, fetched_at, &bench->err));
}

static void mark_episodes(struct bench *bench, const char *series, const char *episodes,
                          const char *as)
{
    struct epi_target target = TARGET(.series = series, .episodes = episodes);

    OK(epi_client_mark(bench->client, &target, as, bench->done, sizeof(bench->done), &bench->err));
}

struct shown {
    char text[512];
    char error[256];
};

static bool show(void *context, const struct epi_progress *progress)
{
    struct shown *shown = context;
    size_t len = strlen(shown->text);
    size_t left = sizeof(shown->text) - len;

    len += (size_t)snprintf(shown->text + len, left, "%s %d of %d after %dx%02d",
                            progress->series->title, progress->watched, progress->aired,
                            progress->last->season, progress->last->number);
    left = sizeof(shown->text) - len;
    if (progress->next) {
        snprintf(shown->text + len, left, ": %dx%02d %s (%s%s); ", progress->next->season,
                 progress->next->number, progress->next->title, progress->next->airdate,
                 progress->next_aired ? ", aired" : "");
    } else {
        snprintf(shown->text + len, left, "; ");
    }
    len = strlen(shown->error);
    snprintf(shown->error + len, sizeof(shown->error) - len, "%s;", progress->error);
    return true;
}

#define QUERY(...)                                                                                 \
    {                                                                                              \
        .size = sizeof(struct epi_progress_query), __VA_ARGS__                                     \
    }

static struct shown progress(struct bench *bench, struct epi_progress_query query)
{
    struct shown shown = {0};

    OK(epi_progress_each(bench->client, &query, show, &shown, &bench->err));
    return shown;
}

static void assert_progress(struct bench *bench, const char *wanted)
{
    struct epi_progress_query query = QUERY(.days = 1);

    assert_string_equal(progress(bench, query).text, wanted);
}

static void a_kept_list_says_how_far_it_is(void **state)
{
    struct bench *bench = *state;

    assert_progress(bench, "");
    mark_episodes(bench, "tvmaze:169", "1x01", "watched");
    mark_episodes(bench, "tvmaze:169", "1x03", "acquired");
    sync_now(bench);
    keep_list(bench, client_clock());
    assert_progress(bench, "Breaking Bad 1 of 3 after 1x01: 1x02 Second (, aired); ");
    mark_episodes(bench, "tvmaze:169", "1x02", "skipped");
    sync_now(bench);
    assert_progress(bench, "Breaking Bad 1 of 3 after 1x01: 1x03 Third (2008-02-10, aired); ");
    mark_episodes(bench, "tvmaze:169", "1x03", "watched");
    sync_now(bench);
    int requests = standin_count(bench->standin, MAZE);
    assert_progress(bench, "Breaking Bad 2 of 3 after 1x03: 1x04 To come (2999-01-02); ");
    assert_int_equal(standin_count(bench->standin, MAZE), requests);
}

static void what_was_left_out_comes_last(void **state)
{
    struct bench *bench = *state;

    mark_episodes(bench, "tvmaze:169", "1x03", "watched");
    mark_episodes(bench, "tvmaze:169", "1x04", "watched");
    sync_now(bench);
    keep_list(bench, client_clock());
    assert_progress(bench, "Breaking Bad 2 of 4 after 1x04: 1x01 Pilot (2008-01-20, aired); ");
    mark_episodes(bench, "tvmaze:169", "1x01-02", "watched");
    sync_now(bench);
    assert_progress(bench, ""); /* nothing is left */
    struct epi_target target = TARGET(.series = "breaking bad");
    struct epi_progress_query query = QUERY(.target = &target);
    assert_string_equal(progress(bench, query).text, "Breaking Bad 4 of 4 after 1x02; ");
    target.series = "Firefly";
    assert_false(epi_progress_each(bench->client, &query, show, NULL, &bench->err));
    assert_string_equal(bench->err.text, "nothing of Firefly was watched");
    target = (struct epi_target)TARGET(.row = newest(bench)->id);
    assert_string_equal(progress(bench, query).text, "Breaking Bad 4 of 4 after 1x02; ");
}

/* Forgets the lists that are kept. */
static void drop_lists(struct bench *bench)
{
    static const int64_t series[] = {169, 180, 526};

    for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
        const struct episode_list list = {"tvmaze", "", series[i], ORDER_AIRED};
        OK(episode_lists_drop(worker_journal(bench->client->worker, &bench->err), &list,
                              &bench->err));
    }
}

static void what_is_not_kept_is_asked_for_once(void **state)
{
    struct bench *bench = *state;
    struct epi_progress_query offline = QUERY(.offline = true);

    mark_episodes(bench, "tvmaze:169", "1x01", "watched");
    sync_now(bench);
    drop_lists(bench);
    int requests = standin_count(bench->standin, MAZE);
    struct shown shown = progress(bench, offline);
    assert_string_equal(shown.text, "Breaking Bad -1 of -1 after 1x01; ");
    assert_string_equal(shown.error, ";");
    assert_int_equal(standin_count(bench->standin, MAZE), requests);
    for (int i = 0; i < 2; i++) {
        assert_progress(bench, "Breaking Bad 1 of 62 after 1x01: 1x02 Cat's in the Bag... "
                               "(2008-01-27, aired); ");
        assert_int_equal(standin_count(bench->standin, MAZE), requests + 1);
    }
    keep_list(bench, client_clock() - 8 * DAY);
    assert_string_equal(progress(bench, offline).text,
                        "Breaking Bad 1 of 3 after 1x01: 1x02 Second (, aired); ");
    assert_int_equal(standin_count(bench->standin, MAZE), requests + 1);
    assert_progress(bench, "Breaking Bad 1 of 62 after 1x01: 1x02 Cat's in the Bag... "
                           "(2008-01-27, aired); ");
}

static void who_does_not_answer_is_asked_once(void **state)
{
    struct bench *bench = *state;
    struct epi_progress_query query = QUERY(.days = 1);

    mark_episodes(bench, "tvmaze:169", "1x01", "watched");
    mark_episodes(bench, "tvmaze:180", "1x01", "watched");
    mark_episodes(bench, "tvmaze:526", "1x01", "watched");
    sync_now(bench);
    drop_lists(bench);
    keep_list(bench, client_clock() - 8 * DAY);
    assert_true(standin_fault(bench->standin, "{\"match\":\"" MAZE "\",\"nth\":0,"
                                              "\"do\":\"status\",\"status\":503}"));
    int requests = standin_count(bench->standin, MAZE);
    struct shown shown = progress(bench, query);
    assert_string_equal(shown.text, "The Office -1 of -1 after 1x01; Firefly -1 of -1 after 1x01; "
                                    "Breaking Bad 1 of 3 after 1x01: 1x02 Second (, aired); ");
    const char *first = strstr(shown.error, "(503)");
    assert_non_null(first);
    assert_non_null(strstr(first + 1, "(503)")); /* of each that is not known */
    assert_int_equal(standin_count(bench->standin, MAZE), requests + 1);
}

static void keep_told(void *context, size_t done, size_t all, const char *what)
{
    char *text = context;
    size_t len = strlen(text);

    snprintf(text + len, 64 - len, "%zu of %zu %s; ", done, all, what);
}

static void what_was_watched_long_ago_is_left_out(void **state)
{
    struct bench *bench = *state;
    struct record record = {.kind = RECORD_WATCHED,
                            .at = client_clock() - 2 * DAY,
                            .path = "/tv/Firefly.S01E01.mkv",
                            .size = -1,
                            .nth = 1,
                            .episodes = 1};

    mark_episodes(bench, "tvmaze:169", "1x01", "watched");
    struct recorded recorded;
    OK(journal_add(worker_journal(bench->client->worker, &bench->err), &record, &recorded,
                   &bench->err));
    sync_now(bench);
    struct epi_progress_query query = QUERY(.days = 1);
    char told[64] = "";
    epi_client_tell(bench->client, keep_told, told);
    assert_null(strstr(progress(bench, query).text, "Firefly"));
    assert_string_equal(told, "0 of 1 series; ");
    query.days = 3;
    assert_non_null(strstr(progress(bench, query).text, "Firefly 1 of 14 after 1x01"));
    query.days = 0;
    assert_non_null(strstr(progress(bench, query).text, "Firefly 1 of 14 after 1x01"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kept_list_says_how_far_it_is),     TEST(what_was_left_out_comes_last),
        TEST(what_is_not_kept_is_asked_for_once), TEST(what_was_watched_long_ago_is_left_out),
        TEST(who_does_not_answer_is_asked_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
