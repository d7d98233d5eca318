/* SPDX-License-Identifier: MIT */
#include "tests/doubles/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/journal/connection.h"
#include "core/journal/drop.h"
#include "core/journal/entries.h"
#include "core/journal/imports.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/journal/service_ids.h"
#include "core/journal/sittings.h"
#include "tests/doubles/tempdir.h"

struct plan scratch_plan(const char *targets)
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

static int64_t quarter_of_an_hour_later(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec + 900;
}

void scratch_later(struct journal *journal)
{
    journal->uptime = quarter_of_an_hour_later;
}

static const char usual[] = "tvmaze mark, trakt rate, trakt play";

int scratch_begin(void **state)
{
    struct scratch *scratch = calloc(1, sizeof(*scratch));
    struct plan plan = scratch_plan(usual);
    struct epi_error err;
    scratch->folder = tempdir_make();
    scratch->journal = journal_open(scratch->folder, &plan, &scratch->hurry, &err);
    assert_non_null(scratch->journal);
    assert_true(outbox_sign_in(scratch->journal, "tvmaze", "me", true, 1000, &err));
    assert_true(outbox_sign_in(scratch->journal, "trakt", "me", true, 1000, &err));
    *state = scratch;
    return 0;
}

int scratch_end(void **state)
{
    struct scratch *scratch = *state;
    journal_close(scratch->journal);
    tempdir_remove(scratch->folder);
    free(scratch);
    return 0;
}

struct journal *scratch_replan(struct scratch *scratch, const char *targets)
{
    struct plan plan = scratch_plan(targets);
    journal_close(scratch->journal);
    scratch->journal = journal_open(scratch->folder, &plan, &scratch->hurry, NULL);
    assert_non_null(scratch->journal);
    return scratch->journal;
}

void scratch_reopen(struct scratch *scratch)
{
    scratch_replan(scratch, usual);
}

static struct recorded add(struct journal *journal, const struct record *record)
{
    struct recorded recorded;
    struct epi_error err = {0};
    if (!journal_add(journal, record, &recorded, &err))
        fail_msg("not recorded: %s", err.text);
    return recorded;
}

static struct recorded record_one(struct journal *journal, enum record_kind kind,
                                  enum epi_scope scope, const char *path, int64_t at, int value)
{
    struct record record = {.kind = kind,
                            .at = at,
                            .path = path,
                            .size = 1000000,
                            .duration = 1500,
                            .nth = 1,
                            .episodes = 1,
                            .value = value,
                            .scope = scope};
    return add(journal, &record);
}

struct recorded scratch_record(struct journal *journal, enum record_kind kind, const char *path,
                               int64_t at, int value)
{
    return record_one(journal, kind, EPI_SCOPE_EPISODE, path, at, value);
}

struct recorded scratch_rate_wide(struct journal *journal, enum epi_scope scope, const char *path,
                                  int64_t at, int value)
{
    return record_one(journal, RECORD_RATED, scope, path, at, value);
}

struct recorded scratch_choose(struct journal *journal, const char *path, const char *title_key,
                               const struct correction *correction, int64_t at)
{
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = at,
                            .path = path,
                            .size = -1,
                            .duration = 1500,
                            .title_key = title_key,
                            .correction = *correction};
    return add(journal, &record);
}

void scratch_doubt(struct journal *journal, const char *path, int64_t at)
{
    struct correction correction = {.series = {.tvdb = at}};
    assert_true(scratch_choose(journal, path, "doubted", &correction, at).released > 0);
}

struct recorded scratch_undo(struct journal *journal, int64_t entry, int64_t at)
{
    struct record record = {.kind = RECORD_UNDO, .at = at, .entry = entry, .size = -1};
    return add(journal, &record);
}

void scratch_identify(struct journal *journal, int64_t entry, int season, int number, int64_t now)
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
    struct epi_error err = {0};
    if (!entries_set_match(journal, entry, &match, "breaking bad", now, &err))
        fail_msg("not identified: %s", err.text);
}

static int64_t record_and_identify(struct journal *journal, enum record_kind kind, const char *name,
                                   int season, int number, int64_t at, int value)
{
    char path[256];
    snprintf(path, sizeof(path), "/tv/%s", name);
    struct recorded recorded = scratch_record(journal, kind, path, at, value);
    assert_false(recorded.spooled);
    scratch_identify(journal, recorded.entry, season, number, at);
    return recorded.entry;
}

int64_t scratch_watch(struct journal *journal, const char *name, int season, int number, int64_t at)
{
    return record_and_identify(journal, RECORD_WATCHED, name, season, number, at, 0);
}

int64_t scratch_rate(struct journal *journal, const char *name, int season, int number, int64_t at,
                     int value)
{
    return record_and_identify(journal, RECORD_RATED, name, season, number, at, value);
}

struct entry *scratch_entry(struct journal *journal, int64_t id)
{
    struct entry *entry = calloc(1, sizeof(*entry));
    bool found;
    assert_true(entries_find(journal, id, entry, &found, NULL));
    assert_true(found);
    return entry;
}

enum entry_state scratch_state(struct journal *journal, int64_t id)
{
    struct entry *entry = scratch_entry(journal, id);
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

int scratch_count(struct journal *journal)
{
    int count = 0;
    struct entries_filter filter = {0};
    struct epi_error err = {0};
    if (!entries_visit(journal, &filter, count_one, &count, &err))
        fail_msg("not listed: %s", err.text);
    return count;
}

char *scratch_due(struct journal *journal, const char *service, int64_t now)
{
    enum { MAX = 64 };
    struct due *rows = calloc(MAX, sizeof(*rows));
    size_t count = 0, size = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);
    assert_true(outbox_list(journal, service, now, rows, MAX, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s%s %dx%02d=%d", i ? "; " : "", outbox_kind_name(rows[i].kind),
                rows[i].subject.season, rows[i].subject.number, rows[i].value);
    }
    fclose(out);
    free(rows);
    return text;
}

void scratch_assert_due(struct journal *journal, const char *service, int64_t now,
                        const char *wanted)
{
    char *due = scratch_due(journal, service, now);
    assert_string_equal(due, wanted);
    free(due);
}

struct due scratch_claim(struct journal *journal, const char *service, int64_t now)
{
    struct due row;
    size_t count;
    bool claimed;
    assert_true(outbox_list(journal, service, now, &row, 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_true(outbox_claim(journal, &row, 1, 300, true, &claimed, NULL));
    assert_true(claimed);
    return row;
}

/* ---- Everything ---- */

static void fill_deliveries(struct journal *journal, int64_t at)
{
    int64_t dropped = scratch_watch(journal, "Given Up S01E04.mkv", 1, 4, at + 40);
    struct dropped what;
    struct due row = scratch_claim(journal, "tvmaze", at + 50);
    assert_true(outbox_complete(journal, &row, at + 51, NULL));
    row = scratch_claim(journal, "trakt", at + 50);
    const struct outbox_failure refused = {.text = "404: \"no such episode\""};
    assert_true(outbox_fail(journal, &row, &refused, NULL));
    row = scratch_claim(journal, "trakt", at + 50);
    const struct outbox_failure later = {.next_at = at + 900, .text = "503"};
    assert_true(outbox_fail(journal, &row, &later, NULL));
    assert_true(drop_entries(journal, &dropped, 1, &what, NULL));
}

static void fill_states(struct journal *journal, int64_t at)
{
    int64_t held = scratch_record(journal, RECORD_WATCHED, "/tv/Unsure S01E01.mkv", at, 0).entry;
    assert_true(entries_hold(journal, held, "unsure", "two series are called this", at, NULL));
    assert_true(entries_keep_candidates(journal, "/tv/Unsure S01E01.mkv", "",
                                        "[{\"title\":\"Unsure\"}]", at, NULL));
    int64_t later = scratch_record(journal, RECORD_WATCHED, "/tv/New S01E01.mkv", at, 0).entry;
    assert_true(entries_postpone(journal, later, at + 3600, "not aired", NULL, at, NULL));
    int64_t never = scratch_record(journal, RECORD_WATCHED, "/tv/No S01E01.mkv", at, 0).entry;
    assert_true(entries_postpone(journal, never, 0, "nowhere", NULL, at, NULL));
    int64_t left = scratch_record(journal, RECORD_MARKED, "/tv/home video.mkv", at, 2).entry;
    assert_true(entries_leave(journal, left, at, NULL));
    scratch_record(journal, RECORD_WATCHED, "/tv/\xff\\ \"odd\"\n\t\xe6\x97\xa5\xe6\x9c\xac.mkv",
                   at, 0);
    scratch_record(journal, RECORD_RATED, "/tv/only rated.mkv", at, 11);
}

void scratch_fill(struct journal *journal)
{
    enum { AT = SCRATCH_NOW };
    const struct series_ids series = {.tvdb = 81189, .tvmaze = 169};
    const struct service_ids_of of = {"trakt", &series, 1, -1};
    const struct sitting sitting = {.path = "/tv/half.mkv", .duration = 1500.125, .key = "half"};
    const struct correction correction = {
        .series = {.tvdb = 73244, .imdb = "tt0386676"}, .title = "The Office", .season_offset = 1};
    scratch_watch(journal, "A S01E01.mkv", 1, 1, AT);
    scratch_rate(journal, "A S01E01.mkv", 1, 1, AT + 1, 8);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/A S01E01.mkv", AT + 2, 7);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/A S01E01.mkv", AT + 3, 9);
    scratch_watch(journal, "A S01E01.mkv", 1, 1, AT + SCRATCH_DAY); /* a rewatch */
    scratch_watch(journal, "A S00E02.mkv", 0, 2, AT + 5);
    scratch_watch(journal, "A S01E03.mkv", 1, 3, AT + 6);
    scratch_rate(journal, "A S01E03.mkv", 1, 3, AT + 7, 3);
    scratch_undo(journal, 0, AT + 8);
    fill_deliveries(journal, AT);
    fill_states(journal, AT + 60);
    scratch_choose(journal, "/tv/Office/x.mkv", "the office", &correction, AT + 70);
    struct record order = {.kind = RECORD_ORDERED,
                           .at = AT + 71,
                           .size = -1,
                           .value = ORDER_DVD,
                           .correction = {.series = series, .title = "Breaking Bad"}};
    add(journal, &order);
    assert_true(service_ids_keep(journal, &of, 10001, NULL));
    assert_true(sittings_save(journal, &sitting, AT + 72, "0-700.5,900-1000", NULL));
    const struct match film = {.series = {.title = "A Film: Caf\xc3\xa9",
                                          .year = 1999,
                                          .ids = {.tmdb = 603, .imdb = "tt0133093"}},
                               .episode = {.season = -1, .number = -1},
                               .source = "tmdb",
                               .confidence = 1,
                               .film = true};
    const struct import_act acts[] = {
        {.at = AT - 9 * SCRATCH_DAY, .film = true, .match = &film, .path = "A Film (1999)"},
        {.rating = true, .value = 9, .film = true, .match = &film, .path = "A Film (1999)"},
    };
    enum import_standing standings[2];
    assert_true(imports_add(journal, acts, 2, AT + 80, standings, NULL));
    scratch_undo(journal, 0, AT + 90);
}
