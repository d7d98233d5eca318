/* SPDX-License-Identifier: MIT
 *
 * taking_in: what the tests of core/client/import*.c share: things to import, what becomes of them,
 * and what the journal has then.
 */
#ifndef EPIMARK_TESTS_TAKING_IN_H
#define EPIMARK_TESTS_TAKING_IN_H

#include "tests/client.h"
#include <epimark/import.h>

enum { DAY = 86400, THEN = 1600000000 };

static inline struct epi_import *begin(struct bench *bench)
{
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    OK(import);
    return import;
}

#define THING(...)                                                                                 \
    {                                                                                              \
        .size = sizeof(struct epi_imported), .source = "test", .place = "test.csv, line 2",        \
        __VA_ARGS__                                                                                \
    }

static inline void add(struct bench *bench, struct epi_import *import,
                       const struct epi_imported *thing)
{
    OK(epi_import_add(import, thing, &bench->err));
}

/* An episode of "The Office (US)" by the ids of TheTVDB. */
static inline void add_office(struct bench *bench, struct epi_import *import, int number,
                              int64_t at)
{
    const struct epi_imported thing =
        THING(.watched = true, .watched_at = at, .series = "The Office", .tvdb = 73244,
              .numbering = "tvdb", .season = 2, .number = number);
    add(bench, import, &thing);
}

/* "2 new, 1 known" */
static inline void assert_counts(const struct epi_import_plan *plan, const char *wanted)
{
    const struct epi_import_counts *counts = &plan->counts;
    const struct {
        size_t count;
        const char *name;
    } parts[] = {{counts->viewings, "new"},  {counts->ratings, "rated"},
                 {counts->known, "known"},   {counts->older, "older"},
                 {counts->unsure, "unsure"}, {counts->unread, "unread"},
                 {counts->opened, "opened"}, {counts->films, "films"},
                 {counts->later, "later"},   {counts->postponed, "postponed"}};
    char text[256] = "";
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        size_t len = strlen(text);
        if (parts[i].count > 0) {
            snprintf(text + len, sizeof(text) - len, "%s%zu %s", len ? ", " : "", parts[i].count,
                     parts[i].name);
        }
    }
    assert_string_equal(text, wanted);
}

static inline const struct epi_import_plan *find(struct bench *bench, struct epi_import *import)
{
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    OK(plan);
    return plan;
}

struct entry_count {
    size_t all;
    size_t identified;
};

static inline bool count_one(void *context, const struct entry *entry)
{
    struct entry_count *count = context;
    count->all++;
    count->identified += entry->identified;
    return true;
}

static inline struct entry_count count_each(struct bench *bench)
{
    struct entries_filter filter = {0};
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);
    struct entry_count count = {0};
    OK(journal && entries_visit(journal, &filter, count_one, &count, &bench->err));
    return count;
}

static inline size_t count_entries(struct bench *bench)
{
    return count_each(bench).all;
}

static inline bool show(void *context, const struct epi_import_group *group)
{
    char *text = context;
    size_t len = strlen(text);
    snprintf(text + len, 512 - len, "%s%s (%s) %s; ", group->title, group->series ? "" : "?",
             group->reason, group->place);
    return true;
}

#endif
