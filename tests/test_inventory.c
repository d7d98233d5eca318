/* SPDX-License-Identifier: MIT
 *
 * A service that holds what a test wants, page by page, newest first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/deliver/inventory.h"
#include "core/journal/holdings.h"
#include "core/services/service.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, PAGE = 200, MOST = 2000 };

struct session {
    struct holding items[MOST]; /* the newest first */
    int count;
    int version;
    int pages;   /* how many were asked for */
    int asked;   /* how often the version was */
    int fails;   /* the page that fails; 0: none */
    bool silent; /* it does not say how many items there are */
    int hidden;  /* items that it counts and does not list */
};

static struct session service_session;

static bool fake_version(struct session *session, enum held_list list,
                         char version[HOLDINGS_VERSION_MAX], struct epi_error *err)
{
    (void)list;
    (void)err;
    session->asked++;
    snprintf(version, HOLDINGS_VERSION_MAX, "%d", session->version);
    return true;
}

static bool fake_page(struct session *session, struct holdings_page *page,
                      service_visit_holding visit, void *context, struct epi_error *err)
{
    int number = *page->cursor ? (int)strtol(page->cursor, NULL, 10) : 0;
    session->pages++;
    if (session->fails && number + 1 == session->fails)
        return epi_error_set(err, EPI_ERROR_LATER, "busy");
    int end = (number + 1) * PAGE < session->count ? (number + 1) * PAGE : session->count;
    for (int i = number * PAGE; i < end; i++) {
        if (!visit(context, &session->items[i]))
            break;
    }
    page->total = session->silent ? -1 : session->count + session->hidden;
    snprintf(page->cursor, sizeof(page->cursor), "%d", number + 1);
    if (end == session->count)
        page->cursor[0] = '\0';
    return true;
}

static const struct service fake = {
    .name = "trakt", .title = "Trakt", .holdings = fake_page, .holdings_version = fake_version};
static const struct service mute = {.name = "tvmaze", .title = "TVmaze"};

static struct holding play_of(int64_t item)
{
    return (struct holding){.subject = {.series = {.tvdb = 78874},
                                        .series_title = "Firefly",
                                        .season = 1,
                                        .number = (int)item,
                                        .tvdb = 1000 + item},
                            .series_own = 1437,
                            .item = item,
                            .value = 1,
                            .at = NOW + item};
}

/* Each part has one item, by its own number; no service knows 404, and 503 is busy. */
static bool fake_part(struct session *session, struct holdings_page *page,
                      service_visit_holding visit, void *context, struct epi_error *err)
{
    const struct holding one = play_of(page->part);
    session->pages++;
    if (page->part == 404)
        return epi_error_set(err, EPI_ERROR_NEVER, "unknown");
    if (page->part == 503)
        return epi_error_set(err, EPI_ERROR_LATER, "busy");
    visit(context, &one);
    page->total = -1;
    page->cursor[0] = '\0';
    return true;
}

static const struct service parted = {.name = "trakt", .title = "Trakt", .holdings = fake_part};

static int begin(void **state)
{
    memset(&service_session, 0, sizeof(service_session));
    service_session.version = 1;
    service_session.count = 5 * PAGE - 10;
    for (int i = 0; i < service_session.count; i++)
        service_session.items[i] = play_of(service_session.count - i);
    return scratch_begin(state);
}

/* Puts a play into the list. */
static void insert(int at, int64_t item)
{
    struct session *session = &service_session;
    memmove(&session->items[at + 1], &session->items[at],
            (size_t)(session->count - at) * sizeof(session->items[0]));
    session->items[at] = play_of(item);
    session->count++;
    session->version++;
}

static void take_out(int at)
{
    struct session *session = &service_session;
    session->count--;
    memmove(&session->items[at], &session->items[at + 1],
            (size_t)(session->count - at) * sizeof(session->items[0]));
}

static bool refresh(void **state, enum held_list list, bool look, struct epi_error *err)
{
    struct scratch *scratch = *state;
    const struct inventory inventory = {
        .journal = scratch->journal, .service = &fake, .session = &service_session, .now = NOW};
    service_session.pages = service_session.asked = 0;
    return inventory_refresh(&inventory, list, 0, look, err);
}

/* Refreshes the history in so many requests for pages; then all of it is there. */
static void assert_refreshes(void **state, bool look, int pages)
{
    struct scratch *scratch = *state;
    const struct holdings_of of = {"trakt", HELD_HISTORY, 0};
    struct holdings_list list;
    assert_true(refresh(state, HELD_HISTORY, look, NULL));
    assert_int_equal(service_session.pages, pages);
    assert_int_equal(service_session.asked, 1);
    assert_true(holdings_find(scratch->journal, &of, &list, NULL));
    assert_int_equal(list.count, service_session.count);
    assert_string_equal(list.pending, "");
}

static bool has(void **state, int64_t item)
{
    struct scratch *scratch = *state;
    const struct holdings_of of = {"trakt", HELD_HISTORY, 0};
    const struct holding wanted = play_of(item);
    bool have = false;
    assert_true(holdings_have(scratch->journal, &of, &wanted.subject, wanted.at, 1, &have, NULL));
    return have;
}

static void a_list_is_fetched_once(void **state)
{
    assert_refreshes(state, false, 5);
    assert_true(has(state, 1));
    assert_true(has(state, 5 * PAGE - 10));
    assert_refreshes(state, false, 0);
    assert_refreshes(state, true, 1); /* something may have been removed */
}

static void what_was_added_is_fetched_alone(void **state)
{
    assert_refreshes(state, false, 5);
    insert(0, 5000);
    assert_refreshes(state, false, 2); /* a page with the new one, a page with none */
    assert_true(has(state, 5000));
    for (int i = 0; i < PAGE + 1; i++)
        insert(0, 6000 + i);
    assert_refreshes(state, false, 3);
    assert_true(has(state, 6000));
}

static void what_was_added_further_back_is_found(void **state)
{
    assert_refreshes(state, false, 5);
    insert(3 * PAGE, 5000);
    assert_refreshes(state, false, 6);
    assert_true(has(state, 5000));
    assert_refreshes(state, false, 0);
}

static void what_was_removed_is_missed_when_looked_for(void **state)
{
    assert_refreshes(state, false, 5);
    take_out(3 * PAGE);
    assert_true(has(state, service_session.count + 1 - 3 * PAGE));
    assert_refreshes(state, true, 6);
    assert_false(has(state, service_session.count + 1 - 3 * PAGE));
}

static void what_is_counted_and_not_listed_is_no_change(void **state)
{
    service_session.hidden = 7;
    assert_refreshes(state, false, 5);
    insert(0, 5000);
    assert_refreshes(state, false, 2);
    service_session.silent = true;
    insert(0, 5001);
    assert_refreshes(state, false, 2);
}

static void a_round_goes_on_after_a_failure(void **state)
{
    struct epi_error err = {0};
    service_session.fails = 4;
    assert_false(refresh(state, HELD_HISTORY, false, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    service_session.fails = 0;
    scratch_reopen(*state);
    assert_refreshes(state, true, 2);
    assert_true(has(state, 1));
    service_session.fails = 3; /* the list changes while it is fetched */
    service_session.version++;
    take_out(3 * PAGE);
    assert_false(refresh(state, HELD_HISTORY, false, &err));
    service_session.fails = 0;
    insert(0, 5000);
    assert_refreshes(state, false, 5);
    assert_true(has(state, 5000));
}

static void ratings_are_fetched_anew(void **state)
{
    struct scratch *scratch = *state;
    const struct holdings_of of = {"trakt", HELD_RATINGS, 0};
    struct holdings_list list;
    assert_true(refresh(state, HELD_RATINGS, false, NULL));
    take_out(0);
    service_session.version++;
    assert_true(refresh(state, HELD_RATINGS, false, NULL));
    assert_int_equal(service_session.pages, 5);
    assert_true(holdings_find(scratch->journal, &of, &list, NULL));
    assert_int_equal(list.count, service_session.count);
}

static void one_that_cannot_be_asked_is_refused(void **state)
{
    struct scratch *scratch = *state;
    struct epi_error err = {0};
    const struct inventory inventory = {.journal = scratch->journal, .service = &mute, .now = NOW};
    assert_false(inventory_refresh(&inventory, HELD_HISTORY, 0, false, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "TVmaze cannot be asked"));
}

static int64_t count_parts(struct journal *journal, const int64_t *parts, size_t count, bool ends)
{
    const struct inventory inventory = {
        .journal = journal, .service = &parted, .session = &service_session, .now = NOW};
    const struct holdings_of of = {"trakt", HELD_HISTORY, 0};
    struct holdings_list list;
    struct epi_error err = {0};
    assert_int_equal(inventory_refresh_parts(&inventory, HELD_HISTORY, parts, count, &err), ends);
    assert_int_equal(err.kind, ends ? EPI_ERROR_NONE : EPI_ERROR_LATER);
    assert_true(holdings_find(journal, &of, &list, NULL));
    assert_int_equal(*list.pending != '\0', !ends);
    return list.count;
}

/* An account that may not ask for all is asked for what the journal wants to know. */
static void parts_make_one_list(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    const int64_t parts[] = {3, 404, 5, 503, 7};
    assert_int_equal(count_parts(journal, parts, 3, true), 2);
    assert_int_equal(count_parts(journal, parts + 2, 1, true), 1); /* what is not there now goes */
    assert_int_equal(count_parts(journal, parts, 5, false), 2);
    assert_int_equal(count_parts(journal, parts + 4, 1, true), 1);
    assert_int_equal(count_parts(journal, NULL, 0, true), 0);
    assert_int_equal(service_session.pages, 3 + 1 + 4 + 1);
}

int main(void)
{
#define WITH_SERVICE(test) cmocka_unit_test_setup_teardown(test, begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_SERVICE(a_list_is_fetched_once),
        WITH_SERVICE(what_was_added_is_fetched_alone),
        WITH_SERVICE(what_was_added_further_back_is_found),
        WITH_SERVICE(what_was_removed_is_missed_when_looked_for),
        WITH_SERVICE(what_is_counted_and_not_listed_is_no_change),
        WITH_SERVICE(a_round_goes_on_after_a_failure),
        WITH_SERVICE(ratings_are_fetched_anew),
        WITH_SERVICE(one_that_cannot_be_asked_is_refused),
        WITH_SERVICE(parts_make_one_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
