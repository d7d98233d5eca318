/* SPDX-License-Identifier: MIT */
#include "core/player/offers.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/deliver/worker.h"
#include "core/identify/folder_file.h"
#include "core/identify/known_name.h"
#include "core/identify/lookup.h"
#include "core/identify/series_lists.h"
#include "core/identify/series_search.h"
#include "core/player/found.h"
#include "core/player/job.h"
#include "core/player/notice.h"
#include "matching/matching.h"

/* The series that a text means, without episodes. False: see err, or memory is short. */
static bool search(struct worker *worker, const struct job *job, struct found **found,
                   struct epi_error *err)
{
    CLEANUP(cleanup_free)
    struct series *series = calloc(NOTICE_CANDIDATES_MAX, sizeof(*series));
    CLEANUP(cleanup_free)
    struct match *matches = calloc(NOTICE_CANDIDATES_MAX, sizeof(*matches));
    struct resolve *resolve = worker_resolve(worker, err);
    size_t count = 0;

    if (!series || !matches || !job->text)
        return error_memory(err);
    if (!resolve ||
        !series_search_text(resolve, job->text, series, NOTICE_CANDIDATES_MAX, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        matches[i].series = series[i];
        matches[i].episode.season = matches[i].episode.number = -1;
    }
    *found = found_new(FOUND_SEARCHED, job->path, matches, count, NULL);
    return true;
}

/* The episodes near the one that the file is taken for, or those that a text means. */
static bool find_episodes(const struct series_lists *lists, const struct job *job,
                          struct found **found, struct epi_error *err)
{
    CLEANUP(scratch_cleanup)
    struct episode *rows = scratch_new(LOOKUP_ROWS_MAX * sizeof(*rows));
    CLEANUP(cleanup_free)
    struct match *matches = calloc(NOTICE_CANDIDATES_MAX, sizeof(*matches));
    size_t count = 0;
    const char *source = "";

    if (!rows || !matches)
        return error_memory(err);
    if (!series_lists_episodes(lists, rows, &count, &source, err))
        return false;
    if (job->text)
        count = series_lists_search(lists, job->text, rows, count);
    else
        count = series_lists_near(lists, rows, count, NOTICE_CANDIDATES_MAX);
    if (count > NOTICE_CANDIDATES_MAX)
        count = NOTICE_CANDIDATES_MAX;
    for (size_t i = 0; i < count; i++) {
        matches[i] = (struct match){
            .series = job->match->series, .episode = rows[i], .confidence = 1, .other = true};
        snprintf(matches[i].source, sizeof(matches[i].source), "%s", source);
    }
    *found = found_new(FOUND_EPISODES, job->path, matches, count, NULL);
    return true;
}

static bool find_orders(const struct series_lists *lists, const struct job *job,
                        struct found **found, struct epi_error *err)
{
    unsigned orders = 0;

    if (!series_lists_orders(lists, &orders, err))
        return false;
    *found = found_new(FOUND_ORDERS, job->path, job->match, 1, NULL);
    if (*found)
        (*found)->orders = orders;
    return true;
}

/* What the series of a file has. */
static bool find_of_series(struct worker *worker, const struct epi_config *config,
                           const struct job *job, struct found **found, struct epi_error *err)
{
    const struct folder_file *folder = worker_folder_file(worker);
    struct guess guess = {0};
    struct series_lists lists = {.resolve = worker_resolve(worker, err),
                                 .config = config,
                                 .journal = worker_journal(worker, NULL),
                                 .now = worker_now(worker),
                                 .order = folder->found && folder->ordered ? &folder->order : NULL,
                                 .guess = &guess,
                                 .match = job->match};

    if (!job->match)
        return error_memory(err);
    known_name_guess(lists.journal, job->path, job->media_title, job->duration, false, &guess);
    return lists.resolve &&
           (job->kind == JOB_ORDERS ? find_orders : find_episodes)(&lists, job, found, err);
}

struct found *offers_find(struct worker *worker, const struct epi_config *config,
                          const struct job *job)
{
    struct found *found = NULL;
    struct epi_error err = {0};

    bool done = job->kind == JOB_SEARCH ? search(worker, job, &found, &err)
                                        : find_of_series(worker, config, job, &found, &err);
    if (done || err.kind == EPI_ERROR_STOPPED)
        return found;
    enum found_kind kind = job->kind == JOB_SEARCH     ? FOUND_SEARCHED
                           : job->kind == JOB_EPISODES ? FOUND_EPISODES
                                                       : FOUND_ORDERS;
    return found_new(kind, job->path, NULL, 0, err.text);
}
