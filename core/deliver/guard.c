/* SPDX-License-Identifier: MIT */
#include "core/deliver/guard.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/error.h"
#include "core/deliver/inventory.h"
#include "core/journal/holdings.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"

enum {
    OF_THE_PAST = 60 * 60, /* seconds: until then no other journal has likely sent it */
    MARKS_AT_FIRST = 64,
};

static enum held_list list_of(enum due_kind kind)
{
    return outbox_is_rating(kind) ? HELD_RATINGS : HELD_HISTORY;
}

static bool wants(const struct inventory *inventory, const struct due *row)
{
    bool other = row->imported || row->elsewhere;
    bool past = other || row->at < inventory->now - OF_THE_PAST;
    bool kind = outbox_is_rating(row->kind) ? other : row->kind == DUE_PLAY && past;
    if (row->kind == DUE_MARK)
        return other && row->value != 0 && inventory->service->marked;
    return kind && row->value != 0 && inventory->service->holdings;
}

bool guard_wants(const struct inventory *inventory, const struct due *rows, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = any || wants(inventory, &rows[i]);
    return any;
}

/* ---- Marks ---- */

void guard_free(struct guard *guard)
{
    free(guard->series);
    free(guard->marks);
    *guard = (struct guard){0};
}

struct taking {
    struct guard *guard;
    const struct service *service;
    bool failed; /* no memory */
};

static bool take_mark(void *context, const struct marked *marked)
{
    struct taking *taking = context;
    struct guard *guard = taking->guard;
    if (guard->mark_count == guard->mark_room) {
        size_t room = guard->mark_room ? 2 * guard->mark_room : MARKS_AT_FIRST;
        struct guard_mark *marks = reallocarray(guard->marks, room, sizeof(*marks));
        taking->failed = !marks;
        if (!marks)
            return false;
        guard->marks = marks;
        guard->mark_room = room;
    }
    guard->marks[guard->mark_count++] =
        (struct guard_mark){values_episode_id(&marked->episode, taking->service->ids), marked->at};
    return true;
}

/* Asks for what is marked of a series, unless that was done. One that the service does not know has
 * no marks: it says so again when it is sent one. */
static bool ask_series(struct guard *guard, const struct inventory *inventory,
                       const struct subject *subject, struct epi_error *err)
{
    struct taking taking = {.guard = guard, .service = inventory->service};
    struct series series = {.ids = subject->series};
    struct epi_error why = {0};
    for (size_t i = 0; i < guard->series_count; i++) {
        if (values_same_series(&guard->series[i], &subject->series))
            return true;
    }
    struct series_ids *asked =
        reallocarray(guard->series, guard->series_count + 1, sizeof(*guard->series));
    if (!asked)
        return error_memory(err);
    guard->series = asked;
    snprintf(series.title, sizeof(series.title), "%s", subject->series_title);
    bool seen = inventory->service->marked(inventory->session, &series, take_mark, &taking, &why);
    if (taking.failed)
        return error_memory(err);
    if (!seen && why.kind != EPI_ERROR_NEVER) {
        if (err)
            *err = why;
        return false;
    }
    guard->series[guard->series_count++] = subject->series;
    return true;
}

static bool ask_marks(struct guard *guard, const struct inventory *inventory,
                      const struct due *rows, size_t count, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (wants(inventory, &rows[i]) && !ask_series(guard, inventory, &rows[i].subject, err))
            return false;
    }
    return true;
}

/* Whether an episode is marked there, at that time or later; 0: at any. */
static bool is_marked(const struct guard *guard, int64_t episode, int64_t at)
{
    bool marked = false;
    for (size_t i = 0; i < guard->mark_count && !marked; i++) {
        const struct guard_mark *mark = &guard->marks[i];
        marked = mark->episode == episode && (at == 0 || mark->at >= at);
    }
    return marked;
}

/* Of an episode that the service splits, all are to be marked. */
static bool finds_marks(const struct guard *guard, const struct inventory *inventory,
                        const struct due *row)
{
    int64_t ids[1 + SUBJECT_MORE_MAX];
    size_t count = values_subject_ids(&row->subject, inventory->service->ids, ids);
    size_t marked = 0;
    for (size_t i = 0; i < count; i++)
        marked += is_marked(guard, ids[i], values_known_time(row->at));
    return count > 0 && marked == count;
}

/* ---- All ---- */

bool guard_ready(struct guard *guard, const struct inventory *inventory, const struct due *rows,
                 size_t count, struct epi_error *err)
{
    struct epi_error why = {0};
    if (!guard_wants(inventory, rows, count))
        return true;
    if (rows[0].kind == DUE_MARK)
        return ask_marks(guard, inventory, rows, count, err);
    enum held_list list = list_of(rows[0].kind);
    if (guard->asked[list])
        return true;
    guard->ready[list] = inventory_refresh(inventory, list, 0, false, &why);
    guard->asked[list] = guard->ready[list] || why.kind == EPI_ERROR_NEVER;
    if (!guard->asked[list] && err)
        *err = why;
    return guard->asked[list];
}

bool guard_finds(const struct guard *guard, const struct inventory *inventory,
                 const struct due *row, bool *there, struct epi_error *err)
{
    const struct holdings_of of = {inventory->service->name, list_of(row->kind), 0};
    int64_t at = values_known_time(row->at);
    int64_t seconds;
    *there = row->kind == DUE_MARK && wants(inventory, row) && finds_marks(guard, inventory, row);
    if (row->kind == DUE_MARK || !guard->ready[of.list] || !wants(inventory, row))
        return true;
    if (of.list == HELD_RATINGS) {
        return holdings_have_rating(inventory->journal, &of, &row->subject,
                                    values_rating_number(row->value), at, there, err);
    }
    return holdings_run_time(inventory->journal, row, &seconds, err) &&
           holdings_have(inventory->journal, &of, &row->subject, at,
                         seconds > 0 ? seconds : HOLDINGS_RUN_TIME, there, err);
}

void guard_say(const struct inventory *inventory, enum due_kind kind, char text[OUTBOX_TEXT_MAX])
{
    snprintf(text, OUTBOX_TEXT_MAX, "%s has this %s already", inventory->service->title,
             outbox_is_rating(kind) ? "rating"
             : kind == DUE_MARK     ? "mark"
                                    : "play");
}
