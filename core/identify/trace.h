/* SPDX-License-Identifier: MIT
 *
 * trace: what was asked, and how each candidate was weighed, while one file was identified: for a
 * user who wants to know why. Notes and decides nothing. lookup and resolve note in it; client
 * reads it. Every function does nothing if it is given NULL.
 */
#ifndef EPIMARK_IDENTIFY_TRACE_H
#define EPIMARK_IDENTIFY_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/error.h>

struct episode_query;
struct located;

enum { TRACE_QUESTIONS_MAX = 64, TRACE_CANDIDATES_MAX = 64, TRACE_WORDS_MAX = 320 };

/* One question to a catalogue. */
struct trace_question {
    char service[16];
    char words[TRACE_WORDS_MAX]; /* "series by the title “Show”" */
    struct series_ids series;    /* of the series that it is about, if it is about one */
    bool answered;
    size_t rows;            /* series or episodes in the answer */
    bool unchanged;         /* the catalogue confirms the list that was kept, and has no rows */
    int64_t kept_at;        /* it was kept since then, in seconds since 1970; 0: it was asked now */
    struct epi_error error; /* why there is no answer */
};

/* What one question was answered with. */
struct trace_answer {
    const char *service;
    bool answered;
    size_t rows;
    int64_t kept_at;
    const struct epi_error *err; /* of one without an answer */
    bool unchanged;
};

/* One series that was weighed. */
struct trace_candidate {
    struct match match;         /* its confidence is the one for the series */
    struct clues clues;         /* for the series */
    struct clues episode_clues; /* for its episodes */
    double weight;              /* the sum of all weights among them */
    double certainty;           /* that the episode is meant, if the series is; 0: none was found */
};

struct trace {
    struct trace_question questions[TRACE_QUESTIONS_MAX];
    size_t question_count;
    struct trace_candidate candidates[TRACE_CANDIDATES_MAX]; /* as they were weighed */
    size_t candidate_count;
};

/* The questions. The same answer to the same question is noted once; what has no room, never. */
void trace_search(struct trace *trace, const struct trace_answer *answer, const char *title,
                  int year);
void trace_series(struct trace *trace, const struct trace_answer *answer,
                  const struct series_ids *ids);
void trace_aliases(struct trace *trace, const struct trace_answer *answer,
                   const struct series *series);
void trace_episodes(struct trace *trace, const struct trace_answer *answer,
                    const struct series *series, const struct episode_query *query);

/* A series from a catalogue; located: its episodes, NULL if they were not asked for. */
void trace_candidate(struct trace *trace, const char *source, const struct series *series,
                     const struct score *score, const struct located *located);

#endif
