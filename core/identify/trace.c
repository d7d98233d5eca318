/* SPDX-License-Identifier: MIT */
#include "core/identify/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/identify/order.h"
#include "core/services/values.h"

enum { SERIES_NAME_MAX = MATCH_TITLE_MAX + 16 };

/* ---- Questions ---- */

/* Whether a question is this one, and was answered or not as it is now. */
static bool is_same(const struct trace_question *question, const struct trace_answer *answer,
                    const struct series_ids *series, const char *words)
{
    return strcmp(question->words, words) == 0 && strcmp(question->service, answer->service) == 0 &&
           question->series.tvdb == series->tvdb && question->series.tvmaze == series->tvmaze &&
           question->answered == answer->answered;
}

static void note(struct trace *trace, const struct trace_answer *answer,
                 const struct series_ids *series, const char *words)
{
    for (size_t i = 0; i < trace->question_count; i++) {
        if (is_same(&trace->questions[i], answer, series, words))
            return;
    }
    if (trace->question_count == TRACE_QUESTIONS_MAX)
        return;
    struct trace_question *question = &trace->questions[trace->question_count++];
    *question = (struct trace_question){.series = *series,
                                        .answered = answer->answered,
                                        .rows = answer->answered ? answer->rows : 0,
                                        .unchanged = answer->unchanged,
                                        .kept_at = answer->kept_at};
    if (!answer->answered && answer->err)
        question->error = *answer->err;
    snprintf(question->service, sizeof(question->service), "%s", answer->service);
    snprintf(question->words, sizeof(question->words), "%s", words);
}

void trace_search(struct trace *trace, const struct trace_answer *answer, const char *title,
                  int year)
{
    char words[TRACE_WORDS_MAX];
    if (!trace)
        return;
    int len = snprintf(words, sizeof(words), "series by the title “%s”", title);
    if (year && len < (int)sizeof(words))
        snprintf(words + len, sizeof(words) - (size_t)len, " of %d", year);
    note(trace, answer, &(struct series_ids){0}, words);
}

void trace_series(struct trace *trace, const struct trace_answer *answer,
                  const struct series_ids *ids)
{
    char words[TRACE_WORDS_MAX];
    if (!trace)
        return;
    if (ids->tvdb)
        snprintf(words, sizeof(words), "the series tvdb:%" PRId64, ids->tvdb);
    else if (ids->tvmaze)
        snprintf(words, sizeof(words), "the series tvmaze:%" PRId64, ids->tvmaze);
    else
        snprintf(words, sizeof(words), "the series imdb:%s", ids->imdb);
    note(trace, answer, ids, words);
}

/* "Show (2005)"; name has SERIES_NAME_MAX. Returns name. */
static const char *name_of(const struct series *series, char *name)
{
    if (series->year)
        snprintf(name, SERIES_NAME_MAX, "%s (%d)", series->title, series->year);
    else
        snprintf(name, SERIES_NAME_MAX, "%s", series->title);
    return name;
}

void trace_aliases(struct trace *trace, const struct trace_answer *answer,
                   const struct series *series)
{
    char words[TRACE_WORDS_MAX];
    if (!trace)
        return;
    char name[SERIES_NAME_MAX];
    snprintf(words, sizeof(words), "other titles of %s", name_of(series, name));
    note(trace, answer, &series->ids, words);
}

/* "1x02 of Show (2005)", "season 1 of Show (2005)", "episodes of Show (2005) on 2024-05-01". */
static void write_query(const struct series *series, const struct episode_query *query, char *words,
                        size_t size)
{
    char order[32] = "";
    if (query->order != ORDER_AIRED)
        snprintf(order, sizeof(order), ", in the %s order", order_word(query->order));
    char label[LABEL_EPISODE_MAX];
    char buffer[SERIES_NAME_MAX];
    const char *name = name_of(series, buffer);
    if (*query->date) {
        snprintf(words, size, "episodes of %s on %s", name, query->date);
    } else if (query->order == ORDER_ABSOLUTE) {
        snprintf(words, size, "episode %d of %s, counted over the series", query->number, name);
    } else if (query->season >= 0 && query->number >= 0) {
        snprintf(words, size, "%s of %s%s", label_episode(query->season, query->number, label),
                 name, order);
    } else if (query->season >= 0) {
        snprintf(words, size, "season %d of %s%s", query->season, name, order);
    } else {
        snprintf(words, size, "all episodes of %s%s", name, order);
    }
}

void trace_episodes(struct trace *trace, const struct trace_answer *answer,
                    const struct series *series, const struct episode_query *query)
{
    char words[TRACE_WORDS_MAX];
    if (!trace)
        return;
    write_query(series, query, words, sizeof(words));
    note(trace, answer, &series->ids, words);
}

/* ---- Candidates ---- */

static void take_episode(const struct located *located, struct trace_candidate *candidate)
{
    candidate->episode_clues = located->clues;
    candidate->weight += located->weight;
    candidate->certainty = located->found > 0 ? located->certainty : 0;
    for (size_t i = 0; i < located->count; i++) {
        if (located->episodes[i].season >= 0) {
            candidate->match.episode = located->episodes[i];
            return;
        }
    }
}

void trace_candidate(struct trace *trace, const char *source, const struct series *series,
                     const struct score *score, const struct located *located)
{
    if (!trace || trace->candidate_count == TRACE_CANDIDATES_MAX)
        return;
    struct trace_candidate *candidate = &trace->candidates[trace->candidate_count++];
    *candidate = (struct trace_candidate){.clues = score->clues};
    for (int i = 0; i < score->clues.count; i++) {
        const struct clue *clue = &score->clues.list[i];
        if (match_clue_row(clue->kind)->is == CLUE_IS_WEIGHT)
            candidate->weight += clue->value;
    }
    struct match *match = &candidate->match;
    match->series = *series;
    match->confidence = score->confidence;
    match->episode.season = match->episode.number = -1;
    snprintf(match->source, sizeof(match->source), "%s", source);
    match_clue_reason(&score->clues, match->reason, sizeof(match->reason));
    if (located)
        take_episode(located, candidate);
}
