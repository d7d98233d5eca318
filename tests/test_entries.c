/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/sql.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

/* ---- Listing ---- */

struct list {
    char text[512];
    int stop_after;
};

static bool add_to_list(void *context, const struct entry *entry)
{
    struct list *list = context;
    size_t used = strlen(list->text);
    snprintf(list->text + used, sizeof(list->text) - used, "%s%s:%s", used ? " " : "",
             strrchr(entry->path, '/') + 1, entries_state_name(entry->state));
    return --list->stop_after != 0;
}

static void assert_listed(struct journal *journal, const struct entries_filter *filter,
                          int stop_after, const char *wanted)
{
    struct list list = {.stop_after = stop_after};
    assert_true(entries_visit(journal, filter, add_to_list, &list, NULL));
    assert_string_equal(list.text, wanted);
}

static void test_the_newest_comes_first(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t first = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW + 1, 0);
    scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW + 2, 0);
    assert_listed(journal, &(struct entries_filter){0}, 0,
                  "c.mkv:watched b.mkv:watched a.mkv:watched");
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 3, 5); /* the last thing done */
    assert_listed(journal, &(struct entries_filter){0}, 2, "a.mkv:watched c.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.limit = 1}, 0, "a.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.path = "/tv/b.mkv"}, 0, "b.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.path = "/tv/d.mkv"}, 0, "");
    assert_listed(journal, &(struct entries_filter){.name = "b.mkv"}, 0, "b.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.name = ".mkv"}, 0, "");
    assert_listed(journal, &(struct entries_filter){.id = first}, 0, "a.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.id = 99}, 0, "");
    scratch_record(journal, RECORD_RATED, "/tv/b.mkv", NOW - 9, 5); /* the clock was set back */
    assert_listed(journal, &(struct entries_filter){.limit = 1}, 0, "b.mkv:watched");
}

static void test_what_was_recorded_in_a_time_is_found(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW + 10, 0);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 20, 5);
    assert_listed(journal, &(struct entries_filter){.since = NOW + 10}, 0,
                  "a.mkv:watched b.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.since = NOW + 11}, 0, "a.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.until = NOW + 10}, 0, "a.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.since = NOW + 1, .until = NOW + 20}, 0,
                  "b.mkv:watched");
}

static void test_an_episode_is_found_by_its_number(void **state)
{
    struct journal *journal = journal_of(state);
    struct entries_filter filter = {.numbered = true, .season = 1, .number = 3};
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_watch(journal, "b.mkv", 1, 3, NOW + 1);
    scratch_watch(journal, "c.mkv", 2, 3, NOW + 2);
    assert_listed(journal, &filter, 0, "b.mkv:watched");
    scratch_record(journal, RECORD_WATCHED, "/tv/d.mkv", NOW + 3, 0); /* not identified: perhaps */
    assert_listed(journal, &filter, 0, "d.mkv:watched b.mkv:watched");
}

static void test_what_was_watched_and_not_rated(void **state)
{
    struct journal *journal = journal_of(state);
    struct entries_filter filter = {.unrated = true};
    assert_listed(journal, &filter, 0, "");
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 1);
    scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW + 2, 0); /* not identified */
    scratch_rate(journal, "d.mkv", 1, 3, NOW + 3, 8);                 /* rated only */
    assert_listed(journal, &filter, 0, "c.mkv:watched b.mkv:watched a.mkv:watched");
    filter.limit = 1;
    assert_listed(journal, &filter, 0, "c.mkv:watched");
    filter.limit = 0;
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 4, 7);
    assert_listed(journal, &filter, 0, "c.mkv:watched b.mkv:watched");
    /* Another viewing of the same episode: only the newest; what is rated is so for both. */
    scratch_watch(journal, "a again.mkv", 1, 1, NOW + SCRATCH_DAY);
    scratch_watch(journal, "b again.mkv", 1, 2, NOW + SCRATCH_DAY);
    assert_listed(journal, &filter, 0, "b again.mkv:watched c.mkv:watched");
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 5, 0); /* taken back */
    assert_listed(journal, &filter, 0, "b again.mkv:watched a again.mkv:watched c.mkv:watched");
    /* Of a season or a series it is no rating of an episode; one that you have is not watched. */
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/b again.mkv", NOW + SCRATCH_DAY, 9);
    scratch_record(journal, RECORD_MARKED, "/tv/c.mkv", NOW + 6, MARK_ACQUIRED);
    assert_listed(journal, &filter, 0, "b again.mkv:watched a again.mkv:watched");
}

static void test_a_file_is_found_by_raw_and_stored_path(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_record(journal, RECORD_WATCHED, "/tv/caf\xe9.mkv", NOW, 0);
    assert_listed(journal, &(struct entries_filter){.path = "/tv/caf\xe9.mkv"}, 0,
                  "caf\\xE9.mkv:watched");
    assert_listed(journal, &(struct entries_filter){.path = "/tv/caf\\xE9.mkv"}, 0,
                  "caf\\xE9.mkv:watched");
}

static void test_every_state(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t rated = scratch_record(journal, RECORD_RATED, "/tv/rated.mkv", NOW, 5).entry;
    int64_t unrated = scratch_record(journal, RECORD_RATED, "/tv/unrated.mkv", NOW, 0).entry;
    int64_t watched = scratch_watch(journal, "watched.mkv", 1, 1, NOW);
    int64_t held = scratch_record(journal, RECORD_WATCHED, "/tv/held.mkv", NOW, 0).entry;
    int64_t unknown = scratch_record(journal, RECORD_WATCHED, "/tv/unknown.mkv", NOW, 0).entry;
    int64_t undone = scratch_record(journal, RECORD_WATCHED, "/tv/undone.mkv", NOW, 0).entry;
    int64_t left = scratch_record(journal, RECORD_WATCHED, "/tv/left.mkv", NOW, 0).entry;
    assert_true(entries_hold(journal, held, "key", "two shows", NOW, NULL));
    assert_true(entries_postpone(journal, unknown, 0, "nobody knows it", NULL, NOW, NULL));
    assert_true(entries_leave(journal, left, NOW, NULL));
    scratch_record(journal, RECORD_UNDO, "/tv/undone.mkv", NOW + 1, 0);
    assert_int_equal(scratch_state(journal, rated), ENTRY_RATED);
    assert_int_equal(scratch_state(journal, unrated), ENTRY_RATED);
    assert_int_equal(scratch_state(journal, watched), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, held), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, unknown), ENTRY_DEAD);
    assert_int_equal(scratch_state(journal, undone), ENTRY_UNDONE);
    assert_int_equal(scratch_state(journal, left), ENTRY_LEFT);
    struct entry *entry = scratch_entry(journal, unknown);
    assert_string_equal(entry->error, "nobody knows it");
    free(entry);
    assert_listed(journal, &(struct entries_filter){.waiting = true}, 0,
                  "unknown.mkv:dead held.mkv:held watched.mkv:watched unrated.mkv:rated "
                  "rated.mkv:rated");
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.certain = true, .text = "refused"}, NULL));
    assert_int_equal(scratch_state(journal, watched), ENTRY_DEAD);
}

static void test_without_services_an_entry_is_kept(void **state)
{
    struct journal *journal = scratch_replan(*state, "");
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_int_equal(scratch_state(journal, entry), ENTRY_KEPT);
    assert_listed(journal, &(struct entries_filter){.waiting = true}, 0, "");
}

static void test_an_entry_shows_its_deliveries(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t id = scratch_watch(journal, "a.mkv", 2, 3, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.next_at = NOW + 60, .text = "no connection"},
                            NULL));
    struct entry *entry = scratch_entry(journal, id);
    assert_true(entry->identified);
    assert_string_equal(entry->match.series.title, "Breaking Bad");
    assert_int_equal(entry->match.series.year, 2008);
    assert_int_equal(entry->match.series.ids.tvmaze, 169);
    assert_int_equal(entry->match.episode.season, 2);
    assert_int_equal(entry->match.episode.number, 3);
    assert_int_equal(entry->match.episode.tvdb, 349203);
    assert_string_equal(entry->match.source, "tvdb");
    assert_true(entry->match.confidence == 0.99);
    assert_int_equal(entry->identify_at, 0);
    assert_int_equal(entry->delivery_count, 2);
    const struct delivery *mark = &entry->deliveries[0], *play = &entry->deliveries[1];
    assert_int_equal(mark->entry, id);
    assert_string_equal(mark->service, "tvmaze");
    assert_string_equal(mark->kind, "mark");
    assert_int_equal(mark->value, MARK_WATCHED);
    assert_int_equal(mark->state, DELIVERY_DUE);
    assert_int_equal(mark->tries, 1);
    assert_int_equal(mark->next_at, NOW + 60);
    assert_string_equal(mark->error, "no connection");
    assert_string_equal(play->service, "trakt");
    assert_string_equal(play->kind, "play");
    assert_string_equal(play->error, "");
    free(entry);
}

/* ---- Identifying ---- */

static int64_t next_unidentified(struct journal *journal, int64_t now)
{
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    struct epi_error err = {0};
    if (!entries_claim(journal, now, 300, entry, &found, &err))
        fail_msg("%s", err.text);
    int64_t id = found ? entry->id : 0;
    free(entry);
    return id;
}

static void test_only_one_process_claims_an_entry(void **state)
{
    struct scratch *scratch = *state;
    struct plan plan = scratch_plan("");
    struct journal *journal = scratch->journal,
                   *other = journal_open(scratch->folder, &plan, NULL, NULL);
    int64_t first = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    int64_t second = scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).entry;
    assert_int_equal(next_unidentified(journal, NOW), first);
    assert_int_equal(next_unidentified(other, NOW), second);
    struct journal *third = journal_open(scratch->folder, &plan, NULL, NULL);
    assert_int_equal(next_unidentified(third, NOW), 0);
    int64_t at;
    assert_true(outbox_next_at(third, NOW, &at, NULL));
    assert_true(at >= NOW + 290 && at <= NOW + 300);
    assert_int_equal(next_unidentified(third, NOW + SCRATCH_DAY), 0); /* whatever the clock says */
    journal_close(other); /* it died in the midst of it */
    assert_int_equal(next_unidentified(third, NOW), second);
    scratch_later(third);
    assert_int_equal(next_unidentified(third, NOW), first); /* or was too slow */
    journal_close(third);
}

static void test_a_postponed_entry_waits(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t at, entry = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    assert_true(outbox_next_at(journal, NOW, &at, NULL));
    assert_true(at > 0 && at <= NOW);
    assert_int_equal(next_unidentified(journal, NOW), entry);
    assert_true(entries_postpone(journal, entry, NOW + 60, "no connection", NULL, NOW, NULL));
    assert_int_equal(next_unidentified(journal, NOW + 59), 0);
    assert_true(outbox_next_at(journal, NOW, &at, NULL));
    assert_int_equal(at, NOW + 60);
    struct entry *shown = scratch_entry(journal, entry);
    assert_string_equal(shown->error, "no connection");
    assert_int_equal(shown->identify_at, NOW + 60);
    free(shown);
    assert_true(outbox_retry(journal, false, 0, NOW, NULL, NULL)); /* the user asks */
    assert_int_equal(next_unidentified(journal, NOW), entry);
    assert_true(entries_postpone(journal, entry, 0, "nobody knows it", NULL, NOW, NULL));
    assert_true(outbox_retry(journal, false, 0, NOW, NULL, NULL));
    assert_int_equal(next_unidentified(journal, NOW + DAY), 0);
    assert_true(outbox_next_at(journal, NOW, &at, NULL));
    assert_int_equal(at, 0);
    assert_true(outbox_retry(journal, true, 0, NOW, NULL, NULL));
    assert_int_equal(next_unidentified(journal, NOW), entry);
}

/* A catalogue may have lacked something for a while. */
static void test_a_held_entry_is_looked_up_again_for_a_person(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    assert_int_equal(next_unidentified(journal, NOW), entry);
    assert_true(entries_hold(journal, entry, "a", "2 series fit", NOW, NULL));
    assert_true(outbox_retry(journal, false, 0, NOW, NULL, NULL));
    assert_int_equal(next_unidentified(journal, NOW + DAY), 0);
    int count = 0;
    assert_true(outbox_retry(journal, true, entry, NOW, &count, NULL));
    assert_int_equal(count, 1);
    assert_int_equal(next_unidentified(journal, NOW), entry);
}

/* What was found before the user said what it is does not count: it is looked up again. */
static void test_a_choice_ends_a_claim(void **state)
{
    struct scratch *scratch = *state;
    struct correction chosen = {.choice = CHOICE_NONE, .title = "Show"};
    struct journal *journal = scratch->journal;
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    int64_t id = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    for (int way = 0; way < 3; way++) {
        assert_int_equal(next_unidentified(journal, NOW), id);
        chosen.series.tvdb++;
        scratch_choose(journal, "/tv/a.mkv", "show", &chosen, NOW);
        if (way == 0)
            scratch_identify(journal, id, 1, 2, NOW);
        else if (way == 1)
            assert_true(entries_hold(journal, id, "show", "several", NOW, NULL));
        else
            assert_true(entries_postpone(journal, id, NOW + 60, "busy", NULL, NOW, NULL));
        assert_true(entries_find(journal, id, entry, &found, NULL));
        assert_false(entry->identified);
        assert_string_equal(entry->error, "");
        assert_int_equal(entry->identify_at, 0);
    }
    assert_int_equal(next_unidentified(journal, NOW), id);
    assert_true(entries_hold(journal, id, "show", "several", NOW, NULL));
    assert_int_equal(next_unidentified(journal, NOW), 0);
    free(entry);
}

static void test_an_undone_entry_is_not_claimed(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    scratch_record(journal, RECORD_UNDO, NULL, NOW, 0);
    assert_int_equal(next_unidentified(journal, NOW), 0);
}

static void keep(struct journal *journal, const char *path, const char *title, int64_t now,
                 const char *candidates)
{
    assert_true(entries_keep_candidates(journal, path, title, candidates, now, NULL));
}

/* The candidates of a file; NULL: it has none. */
static void assert_candidates(struct journal *journal, const char *path, const char *title,
                              int64_t now, const char *wanted)
{
    char *candidates = NULL;
    assert_true(entries_candidates(journal, path, title, now, &candidates, NULL));
    if (wanted) {
        assert_non_null(candidates);
        assert_string_equal(candidates, wanted);
    } else {
        assert_null(candidates);
    }
    free(candidates);
}

static void test_candidates_stay_with_their_entry(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0).entry;
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW, NULL);
    keep(journal, "/tv/a.mkv", NULL, NOW, "[1]");
    assert_true(entries_hold(journal, entry, "key", "two shows", NOW, NULL));
    assert_int_equal(next_unidentified(journal, NOW), 0);
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + 31 * DAY, "[1]");
    keep(journal, "/tv/a.mkv", NULL, NOW + DAY, "[2]");
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + DAY, "[2]");
    /* Once one is chosen, nothing is held, and another one can still be chosen. */
    struct correction correction = {.series = {.tvdb = 1}};
    struct recorded chosen = scratch_choose(journal, "/tv/a.mkv", "key", &correction, NOW + DAY);
    assert_int_equal(chosen.released, 1);
    assert_int_equal(next_unidentified(journal, NOW + DAY), entry);
    scratch_identify(journal, entry, 1, 1, NOW + DAY);
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + DAY, "[2]");
    assert_int_equal(scratch_count(journal), 1);
}

static void test_candidates_of_what_is_not_recorded_are_not_shown(void **state)
{
    struct journal *journal = journal_of(state);
    keep(journal, "/tv/a.mkv", NULL, NOW, "[1]");
    keep(journal, "/tv/b.mkv", NULL, NOW, "[2]");
    scratch_reopen(*state);
    journal = journal_of(state);
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW, "[1]");
    assert_candidates(journal, "/tv/b.mkv", NULL, NOW, "[2]");
    assert_int_equal(scratch_count(journal), 0);
    struct entry *entry = calloc(1, sizeof(*entry));
    for (int64_t id = 1; id < 4; id++) {
        bool found = true;
        assert_true(entries_find(journal, id, entry, &found, NULL));
        assert_false(found);
        struct record record = {.kind = RECORD_RATED, .at = NOW, .entry = id, .value = 8};
        struct recorded recorded;
        assert_false(journal_add(journal, &record, &recorded, NULL));
    }
    free(entry);
    assert_int_equal(next_unidentified(journal, NOW), 0);
    int64_t at;
    assert_true(outbox_next_at(journal, NOW, &at, NULL));
    assert_int_equal(at, 0);
    assert_int_equal(scratch_record(journal, RECORD_UNDO, "/tv/a.mkv", NOW, 0).entry, 0);
}

static void test_recording_shows_the_entry_with_candidates(void **state)
{
    struct journal *journal = journal_of(state);
    keep(journal, "/tv/a.mkv", NULL, NOW, "[1]");
    keep(journal, "/tv/b.mkv", NULL, NOW, "[2]");
    int64_t id = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 60, 0).entry;
    assert_int_equal(scratch_count(journal), 1);
    struct entry *entry = scratch_entry(journal, id);
    assert_string_equal(entry->path, "/tv/a.mkv");
    assert_int_equal(entry->size, 1000000);
    assert_int_equal(entry->created_at, NOW + 60);
    assert_int_equal(entry->watched_at, NOW + 60);
    free(entry);
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + 31 * DAY, "[1]");
    assert_int_equal(next_unidentified(journal, NOW + 60), id);
    assert_int_equal(scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 90, 8).entry, id);
    /* A rewatch is another entry, whose candidates are newer. */
    scratch_identify(journal, id, 1, 1, NOW + DAY);
    keep(journal, "/tv/a.mkv", NULL, NOW + DAY, "[3]");
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + DAY, "[3]");
    assert_int_equal(scratch_count(journal), 1);
    assert_int_not_equal(scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + DAY, 0).entry,
                         id);
    assert_int_equal(scratch_count(journal), 2);
}

static void test_what_is_never_recorded_goes_after_a_month(void **state)
{
    struct journal *journal = journal_of(state);
    keep(journal, "/tv/a.mkv", NULL, NOW, "[1]");
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + 30 * DAY - 1, "[1]");
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW + 30 * DAY, NULL);
    int64_t held = scratch_record(journal, RECORD_WATCHED, "/tv/held.mkv", NOW, 0).entry;
    keep(journal, "/tv/b.mkv", NULL, NOW + 30 * DAY, "[2]");
    assert_candidates(journal, "/tv/a.mkv", NULL, NOW, NULL); /* it is deleted */
    assert_candidates(journal, "/tv/b.mkv", NULL, NOW + 30 * DAY, "[2]");
    assert_int_equal(next_unidentified(journal, NOW + 30 * DAY), held);
    /* Found again, they are kept for another month. */
    keep(journal, "/tv/b.mkv", NULL, NOW + 40 * DAY, "[3]");
    assert_candidates(journal, "/tv/b.mkv", NULL, NOW + 69 * DAY, "[3]");
}

static void test_candidates_belong_to_a_path_and_its_title(void **state)
{
    struct journal *journal = journal_of(state);
    const char *path = "https://me:pass@a.example/b?token=1";
    keep(journal, path, "Show S01E01", NOW, "[1]");
    keep(journal, path, "Show S01E02", NOW, "[2]");
    keep(journal, path, "b?token=1", NOW, "[3]");
    assert_candidates(journal, "https://a.example/b", "Show S01E01", NOW, "[1]");
    assert_candidates(journal, path, "Show S01E02", NOW, "[2]");
    assert_candidates(journal, "https://a.example/b", NULL, NOW, "[3]");
    assert_candidates(journal, path, "Show S01E03", NOW, NULL);
}

static void assert_due(struct journal *journal, const char *service, const char *wanted)
{
    char *due = scratch_due(journal, service, NOW + DAY);
    assert_string_equal(due, wanted);
    free(due);
}

static void test_a_correction_takes_back_what_was_sent(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    scratch_doubt(journal, "/tv/a.mkv", NOW + 5);
    assert_due(journal, "tvmaze", "mark 1x02=0"); /* was sent: to be taken back */
    assert_due(journal, "trakt", "");             /* was not: dropped */
    assert_int_equal(next_unidentified(journal, NOW + 5), entry);
    scratch_identify(journal, entry, 1, 3, NOW + 6);
    assert_due(journal, "tvmaze", "mark 1x03=1; mark 1x02=0");
    assert_due(journal, "trakt", "play 1x03=1");
    struct entry *shown = scratch_entry(journal, entry);
    assert_int_equal(shown->match.episode.number, 3);
    assert_int_equal(shown->delivery_count, 3);
    free(shown);
    /* Told right away that it is another, without being asked anew. */
    scratch_identify(journal, entry, 1, 4, NOW + 7);
    assert_due(journal, "trakt", "play 1x04=1");
    assert_due(journal, "tvmaze", "mark 1x04=1; mark 1x02=0");
}

static void test_identified_twice_is_identified_once(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    scratch_identify(journal, entry, 1, 2, NOW + 60);
    assert_due(journal, "tvmaze", "");
    assert_due(journal, "trakt", "play 1x02=1");
}

static void test_a_missing_row_is_an_error(void **state)
{
    struct journal *journal = journal_of(state);
    struct epi_error err;
    struct match match = {.source = "tvdb"};
    assert_false(entries_set_match(journal, 5, &match, "", NOW, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_false(entries_hold(journal, 5, "", "", NOW, &err));
    assert_false(entries_postpone(journal, 5, NOW, "", NULL, NOW, &err));
    assert_non_null(strstr(err.text, "no row 5"));
    bool found;
    struct entry *entry = malloc(sizeof(*entry));
    assert_true(entries_find(journal, 5, entry, &found, &err));
    assert_false(found);
    assert_true(entries_find(journal, 0, entry, &found, &err));
    assert_false(found);
    free(entry);
}

/* What a damaged page made of a row is kept and shown, but never sent. */
static void test_a_damaged_row_is_not_sent(void **state)
{
    struct journal *journal = journal_of(state);
    static const char *const damages[] = {"UPDATE deliveries SET kind = -1",
                                          "UPDATE deliveries SET kind = 5",
                                          "UPDATE deliveries SET kind = 9223372036854775807",
                                          "UPDATE deliveries SET kind = 0, value = 4",
                                          "UPDATE deliveries SET kind = 1, value = 13",
                                          "UPDATE deliveries SET value = -1"};
    int64_t at, entry = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x01=1");
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        assert_true(sql_run(journal, NULL, damages[i], ""));
        scratch_assert_due(journal, "tvmaze", NOW, "");
        assert_true(outbox_next_at(journal, NOW, &at, NULL));
        assert_int_equal(at, 0);
        struct entry *row = scratch_entry(journal, entry);
        assert_int_equal(row->deliveries[0].state, DELIVERY_DEAD);
        assert_true(row->deliveries[0].kind[0]);
        free(row);
    }
    assert_true(sql_run(journal, NULL, "UPDATE deliveries SET kind = 0, value = 3", ""));
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x01=3");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_the_newest_comes_first),
        WITH_JOURNAL(test_what_was_recorded_in_a_time_is_found),
        WITH_JOURNAL(test_an_episode_is_found_by_its_number),
        WITH_JOURNAL(test_what_was_watched_and_not_rated),
        WITH_JOURNAL(test_a_file_is_found_by_raw_and_stored_path),
        WITH_JOURNAL(test_every_state),
        WITH_JOURNAL(test_without_services_an_entry_is_kept),
        WITH_JOURNAL(test_an_entry_shows_its_deliveries),
        WITH_JOURNAL(test_only_one_process_claims_an_entry),
        WITH_JOURNAL(test_a_postponed_entry_waits),
        WITH_JOURNAL(test_a_held_entry_is_looked_up_again_for_a_person),
        WITH_JOURNAL(test_a_choice_ends_a_claim),
        WITH_JOURNAL(test_an_undone_entry_is_not_claimed),
        WITH_JOURNAL(test_candidates_stay_with_their_entry),
        WITH_JOURNAL(test_candidates_of_what_is_not_recorded_are_not_shown),
        WITH_JOURNAL(test_recording_shows_the_entry_with_candidates),
        WITH_JOURNAL(test_what_is_never_recorded_goes_after_a_month),
        WITH_JOURNAL(test_candidates_belong_to_a_path_and_its_title),
        WITH_JOURNAL(test_a_correction_takes_back_what_was_sent),
        WITH_JOURNAL(test_identified_twice_is_identified_once),
        WITH_JOURNAL(test_a_missing_row_is_an_error),
        WITH_JOURNAL(test_a_damaged_row_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
