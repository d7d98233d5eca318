/* SPDX-License-Identifier: MIT
 *
 * question: one file asked of one catalogue, and what all ways to answer that share. Only resolve
 * and its helpers use it.
 */
#ifndef EPIMARK_IDENTIFY_QUESTION_H
#define EPIMARK_IDENTIFY_QUESTION_H

#include <stdbool.h>

#include "core/identify/answer_cache.h"
#include "core/identify/episode_source.h"
#include "core/services/values.h"

struct catalogue;
struct epi_error;
struct guess;
struct located;
struct pool;
struct resolution;
struct sibling_names;
struct siblings;

/* Borrows everything. */
struct question {
    const struct catalogue *catalogue;
    const struct guess *guess;
    struct episode_source source;
    struct pool *pool;
    const char *path;
    const struct sibling_names *names; /* beside the file, or NULL */
    struct siblings *siblings;         /* what they say; see question_siblings */
    struct resolution *out;
    struct epi_error *err;
    bool exact; /* only a series with just this title is sure: an earlier catalogue knows several */
};

/* The episodes of a series that the name means, read as guess. */
bool question_locate(const struct question *question, const struct series *series,
                     const struct guess *guess, struct located *located);

/* The answers from before, of this catalogue. */
struct answer_cache question_cache(const struct question *question);

/* The id by which the catalogue itself knows a series, so that its answer is kept under one key;
 * all ids if it has none. */
struct series_ids question_ids(const struct question *question, const struct series_ids *ids);

/* What the names beside the file say: they are read with the first call. */
const struct siblings *question_siblings(const struct question *question);

/* Whether what the other files of the folder say fits a series: year, country and episodes. */
bool question_beside(const struct question *question, const struct series *series, bool *fits);

/* Weighs the series in the pool by the name, and those of one title by the year and the country
 * that other files of the folder have. */
void question_rank(const struct question *question);

#endif
