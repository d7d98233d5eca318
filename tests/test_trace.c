/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/located.h"
#include "core/identify/trace.h"
#include "tests/doubles/resolving.h"

/* Resolves a name into a new trace; free it. */
static struct trace *traced(struct resolving *f, const char *name)
{
    struct trace *trace = calloc(1, sizeof(*trace));
    struct guess guess;
    struct epi_error err;
    assert_non_null(trace);
    match_parse(name, strlen(name), &guess);
    resolve_trace(f->resolve, trace);
    resolving_guess(f, name, &guess, &err);
    resolve_trace(f->resolve, NULL);
    return trace;
}

static const struct trace_question *question_of(const struct trace *trace, const char *words)
{
    for (size_t i = 0; i < trace->question_count; i++) {
        if (strcmp(trace->questions[i].words, words) == 0)
            return &trace->questions[i];
    }
    fail_msg("not asked: %s", words);
    return NULL;
}

static const struct trace_candidate *candidate_of(const struct trace *trace, int64_t tvdb)
{
    for (size_t i = 0; i < trace->candidate_count; i++) {
        if (trace->candidates[i].match.series.ids.tvdb == tvdb)
            return &trace->candidates[i];
    }
    fail_msg("not weighed: %d", (int)tvdb);
    return NULL;
}

static double weight_of(const struct clues *clues)
{
    double sum = 0;
    for (int i = 0; i < clues->count; i++) {
        if (match_clue_row(clues->list[i].kind)->is == CLUE_IS_WEIGHT)
            sum += clues->list[i].value;
    }
    return sum;
}

static bool has_clue(const struct clues *clues, enum clue_kind kind)
{
    for (int i = 0; i < clues->count; i++) {
        if (clues->list[i].kind == kind)
            return true;
    }
    return false;
}

static void what_is_asked_is_noted_once(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    struct trace *trace = traced(f, "Harbour.Lights.S02E03.mkv");
    const struct trace_question *search =
        question_of(trace, "series by the title “Harbour Lights”");
    assert_string_equal(search->service, "tvdb");
    assert_true(search->answered);
    assert_int_equal(search->rows, 1);
    assert_int_equal(search->kept_at, 0);
    assert_int_equal(question_of(trace, "2x03 of Harbour Lights (2005)")->rows, 1);
    assert_int_equal(trace->question_count, 2);
    free(trace);
    /* The series is known now; the episode comes from the cache. */
    trace = traced(f, "Harbour.Lights.S02E03.mkv");
    assert_int_equal(question_of(trace, "2x03 of Harbour Lights (2005)")->kept_at, RESOLVING_NOW);
    assert_int_equal(trace->question_count, 1);
    assert_true(has_clue(&trace->candidates[0].clues, CLUE_KNOWN_TITLE));
    free(trace);
}

static void every_candidate_is_weighed_in_the_open(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 101, 1, 3);
    resolving_show(f, "Harbour Nights", 2011, 102, 5, 10);
    struct trace *trace = traced(f, "Harbour.Lights.S02E03.mkv");
    const struct trace_candidate *right = candidate_of(trace, 100);
    const struct trace_candidate *other = candidate_of(trace, 101);
    double share = exp(right->weight) + exp(match_clue_value(CLUE_UNKNOWN));
    for (size_t i = 0; i < trace->candidate_count; i++) {
        const struct trace_candidate *one = &trace->candidates[i];
        double sum = weight_of(&one->clues) + weight_of(&one->episode_clues);
        assert_true(fabs(sum - one->weight) < 0.02);
        share += one == right ? 0 : exp(one->weight);
    }
    assert_true(fabs(right->match.confidence - exp(right->weight) / share) < 0.01);
    assert_true(has_clue(&right->episode_clues, CLUE_NUMBER_COMMON));
    assert_int_equal(right->match.episode.season, 2);
    assert_int_equal(right->match.episode.number, 3);
    assert_true(right->certainty == 1);
    assert_true(has_clue(&other->episode_clues, CLUE_MISSING_NUMBER));
    assert_int_equal(other->match.episode.season, -1);
    assert_true(other->certainty == 0);
    assert_true(candidate_of(trace, 102)->match.confidence < other->match.confidence);
    free(trace);
}

static void a_question_without_an_answer_says_why(void **state)
{
    struct resolving *f = *state;
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "no connection"};
    f->tvmaze.fail = f->tvdb.fail;
    struct trace *trace = traced(f, "Harbour.Lights.S02E03.mkv");
    assert_int_equal(trace->question_count, 2);
    assert_false(trace->questions[0].answered);
    assert_string_equal(trace->questions[0].error.text, "no connection");
    assert_string_equal(trace->questions[1].service, "tvmaze");
    assert_int_equal(trace->candidate_count, 0);
    free(trace);
}

static void questions_are_put_in_words(void **state)
{
    (void)state;
    struct trace *trace = calloc(1, sizeof(*trace));
    const struct trace_answer answer = {.service = "tvdb", .answered = true, .rows = 1};
    const struct series series = {.title = "Show"};
    trace_search(trace, &answer, "Show", 2005);
    trace_series(trace, &answer, &(struct series_ids){.tvmaze = 169});
    trace_series(trace, &answer, &(struct series_ids){.imdb = "tt7"});
    trace_aliases(trace, &answer, &(struct series){.title = "Show", .year = 2005});
    const struct episode_query queries[] = {
        {.order = ORDER_AIRED, .season = -1, .number = -1, .date = "2024-05-01"},
        {.order = ORDER_ABSOLUTE, .season = -1, .number = 31},
        {.order = ORDER_DVD, .season = 1, .number = 2},
        {.order = ORDER_AIRED, .season = 3, .number = -1},
        {.order = ORDER_AIRED, .season = -1, .number = -1},
    };
    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
        trace_episodes(trace, &answer, &series, &queries[i]);
    static const char *const wanted[] = {
        "series by the title “Show” of 2005",
        "the series tvmaze:169",
        "the series imdb:tt7",
        "other titles of Show (2005)",
        "episodes of Show on 2024-05-01",
        "episode 31 of Show, counted over the series",
        "1x02 of Show, in the DVD order",
        "season 3 of Show",
        "all episodes of Show",
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
        assert_string_equal(trace->questions[i].words, wanted[i]);
    free(trace);
}

static void a_trace_is_bounded(void **state)
{
    (void)state;
    struct trace *trace = calloc(1, sizeof(*trace));
    const struct trace_answer answer = {.service = "tvdb", .answered = true, .rows = 1};
    struct score score = {.confidence = 0.5};
    struct series series = {.title = "Show"};
    for (int i = 0; i < 2 * TRACE_QUESTIONS_MAX; i++) {
        trace_series(trace, &answer, &(struct series_ids){.tvdb = i + 1});
        trace_candidate(trace, "tvdb", &series, &score, NULL);
    }
    assert_int_equal(trace->question_count, TRACE_QUESTIONS_MAX);
    assert_int_equal(trace->candidate_count, TRACE_CANDIDATES_MAX);
    free(trace);
    memset(series.title, 'x', sizeof(series.title) - 1);
    trace = calloc(1, sizeof(*trace));
    trace_aliases(trace, &answer, &series);
    assert_true(strlen(trace->questions[0].words) < TRACE_WORDS_MAX);
    free(trace);
    trace_aliases(NULL, &answer, &series);
    trace_candidate(NULL, "tvdb", &series, &score, NULL);
}

int main(void)
{
#define RESOLVING(test) cmocka_unit_test_setup_teardown(test, resolving_begin, resolving_end)
    const struct CMUnitTest tests[] = {
        RESOLVING(what_is_asked_is_noted_once),
        RESOLVING(every_candidate_is_weighed_in_the_open),
        RESOLVING(a_question_without_an_answer_says_why),
        cmocka_unit_test(questions_are_put_in_words),
        cmocka_unit_test(a_trace_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
