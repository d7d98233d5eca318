/* SPDX-License-Identifier: MIT
 *
 * choosing: what the tests of choices share: two series of one title, and what is kept, found
 * and chosen for a file.
 */
#ifndef EPIMARK_TESTS_CHOOSING_H
#define EPIMARK_TESTS_CHOOSING_H

#include "core/identify/candidates.h"
#include "core/journal/corrections.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/player/choosing.h"
#include "core/player/found.h"
#include "tests/recording.h"

static const char path[] = "/tv/Some Show S01E02.mkv";

/* Two series of one title. */
static const struct match both[2] = {
    {.series = {.title = "Some Show", .year = 2005, .ids = {.tvmaze = 11}},
     .episode = {.season = 1, .number = 2}},
    {.series = {.title = "Some Show", .year = 2019, .ids = {.tvmaze = 22}},
     .episode = {.season = 1, .number = 2}},
};

static inline struct journal *open_journal(const struct bench *bench)
{
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_non_null(journal);
    return journal;
}

static inline void keep(const struct bench *bench, const char *file, const struct match *candidates,
                        size_t count)
{
    struct journal *journal = open_journal(bench);

    assert_true(candidates_keep(journal, file, NULL, candidates, count, NOON, NULL));
    journal_close(journal);
}

/* The courier found something for a file. */
static inline void find(struct bench *bench, const char *file, enum found_kind kind,
                        const struct match *matches, size_t count, const char *why)
{
    struct found *found = found_new(kind, file, matches, count, why);

    assert_non_null(found);
    recorder_found(bench->recorder, found);
    found_free(found);
}

/* What the user chose for a title in the folder of the file; with "" for the file alone. */
static inline struct correction chosen_as(const struct bench *bench, const char *file,
                                          const char *title_key)
{
    struct journal *journal = open_journal(bench);
    struct correction correction = {0};
    bool found = false;

    assert_true(corrections_find(journal, file, title_key, 0, &correction, &found, NULL));
    journal_close(journal);
    return found ? correction : (struct correction){0};
}

static inline struct correction chosen_for(const struct bench *bench, const char *file)
{
    return chosen_as(bench, file, "some show");
}

#endif
