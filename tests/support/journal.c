/* SPDX-License-Identifier: MIT */
#include "tests/support/journal.h"
#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct plan journal_plan(const char *targets)
{
    struct plan plan = {.rewatch_hours = 6};
    char kind[8];
    int used;
    while (sscanf(targets, " %15[a-z0-9] %7[a-z]%n", plan.targets[plan.count].service, kind,
                  &used) == 2) {
        plan.targets[plan.count++].kind = kind[0] == 'm'   ? DUE_MARK
                                          : kind[0] == 'r' ? DUE_RATE
                                                           : DUE_PLAY;
        targets += used;
        targets += *targets == ',';
    }
    return plan;
}

static const char usual[] = "tvmaze mark, trakt rate, trakt play";

int journal_begin(void **state)
{
    struct journal *journal = calloc(1, sizeof(*journal));
    struct plan plan = journal_plan(usual);
    struct error err;
    journal->folder = folder_make();
    journal->store = store_open(journal->folder, &plan, &journal->hurry, &err);
    assert_non_null(journal->store);
    assert_true(store_signed_in(journal->store, "tvmaze", "me", true, 1000, &err));
    assert_true(store_signed_in(journal->store, "trakt", "me", true, 1000, &err));
    *state = journal;
    return 0;
}

int journal_end(void **state)
{
    struct journal *journal = *state;
    store_close(journal->store);
    folder_remove(journal->folder);
    free(journal);
    return 0;
}

void journal_reopen(struct journal *journal)
{
    struct plan plan = journal_plan(usual);
    store_close(journal->store);
    journal->store = store_open(journal->folder, &plan, &journal->hurry, NULL);
    assert_non_null(journal->store);
}

static struct recorded tell(struct store *store, enum record_kind kind, enum scope scope,
                            const char *path, int64_t at, int value)
{
    struct record record = {.kind = kind,
                            .at = at,
                            .path = path,
                            .size = 1000000,
                            .duration = 1500,
                            .part = 1,
                            .parts = 1,
                            .value = value,
                            .scope = scope};
    struct recorded recorded;
    struct error err = {0};
    if (!store_record(store, &record, &recorded, &err))
        fail_msg("not recorded: %s", err.text);
    return recorded;
}

struct recorded journal_tell(struct store *store, enum record_kind kind, const char *path,
                             int64_t at, int value)
{
    return tell(store, kind, SCOPE_EPISODE, path, at, value);
}

struct recorded journal_rate_wide(struct store *store, enum scope scope, const char *path,
                                  int64_t at, int value)
{
    return tell(store, RECORD_RATED, scope, path, at, value);
}

void journal_identify(struct store *store, int64_t entry, int season, int number, int64_t now)
{
    struct match match = {
        .series = {.ids = {.tvdb = 81189, .tvmaze = 169, .imdb = "tt0903747"},
                   .title = "Breaking Bad",
                   .year = 2008},
        .episode = {.season = season,
                    .number = number,
                    .tvdb = 349000 + season * 100 + number,
                    .title = "Episode",
                    .airdate = "2008-01-20"},
        .source = "tvdb",
        .confidence = 0.99,
    };
    struct error err = {0};
    if (!store_identified(store, entry, &match, "breaking bad", now, &err))
        fail_msg("not identified: %s", err.text);
}

static int64_t tell_and_identify(struct store *store, enum record_kind kind, const char *name,
                                 int season, int number, int64_t at, int value)
{
    char path[256];
    snprintf(path, sizeof(path), "/tv/%s", name);
    struct recorded recorded = journal_tell(store, kind, path, at, value);
    assert_false(recorded.spooled);
    journal_identify(store, recorded.entry, season, number, at);
    return recorded.entry;
}

int64_t journal_watch(struct store *store, const char *name, int season, int number, int64_t at)
{
    return tell_and_identify(store, RECORD_WATCHED, name, season, number, at, 0);
}

int64_t journal_rate(struct store *store, const char *name, int season, int number, int64_t at,
                     int value)
{
    return tell_and_identify(store, RECORD_RATED, name, season, number, at, value);
}

struct entry *journal_entry(struct store *store, int64_t id)
{
    struct entry *entry = calloc(1, sizeof(*entry));
    bool found;
    assert_true(store_entry(store, id, entry, &found, NULL));
    assert_true(found);
    return entry;
}

enum entry_state journal_state(struct store *store, int64_t id)
{
    struct entry *entry = journal_entry(store, id);
    enum entry_state state = entry->state;
    free(entry);
    return state;
}

static bool count_one(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(int *)context;
    return true;
}

int journal_count(struct store *store)
{
    int count = 0;
    struct store_filter filter = {0};
    struct error err = {0};
    if (!store_entries(store, &filter, count_one, &count, &err))
        fail_msg("not listed: %s", err.text);
    return count;
}

char *journal_due(struct store *store, const char *service, int64_t now)
{
    enum { MAX = 64 };
    struct due *rows = calloc(MAX, sizeof(*rows));
    size_t count = 0, size = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);
    assert_true(store_due(store, service, now, rows, MAX, &count, NULL));
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s %dx%02d=%d", i ? "; " : "", store_kind_name(rows[i].kind),
                rows[i].subject.season, rows[i].subject.number, rows[i].value);
    fclose(out);
    free(rows);
    return text;
}

struct due journal_claim(struct store *store, const char *service, int64_t now)
{
    struct due row;
    size_t count;
    bool claimed;
    assert_true(store_due(store, service, now, &row, 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_true(store_claim(store, &row, 1, now, now + 300, true, &claimed, NULL));
    assert_true(claimed);
    return row;
}
