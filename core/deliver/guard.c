/* SPDX-License-Identifier: MIT */
#include "core/deliver/guard.h"

#include <stdio.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/deliver/inventory.h"
#include "core/journal/holdings.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"

enum { RUN_TIME = 60 * 60 }; /* seconds, if it is not known */

static enum held_list list_of(enum due_kind kind)
{
    return outbox_is_rating(kind) ? HELD_RATINGS : HELD_HISTORY;
}

static bool wants(const struct inventory *inventory, const struct due *row)
{
    bool past = row->imported || row->at < inventory->now - CLOCK_DAY;
    bool kind = outbox_is_rating(row->kind) ? row->imported : row->kind == DUE_PLAY && past;
    return kind && row->value != 0 && inventory->service->holdings;
}

bool guard_wants(const struct inventory *inventory, const struct due *rows, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = any || wants(inventory, &rows[i]);
    return any;
}

bool guard_ready(struct guard *guard, const struct inventory *inventory, const struct due *rows,
                 size_t count, struct epi_error *err)
{
    struct epi_error why = {0};
    if (!guard_wants(inventory, rows, count))
        return true;
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
    *there = false;
    if (!guard->ready[of.list] || !wants(inventory, row))
        return true;
    if (of.list == HELD_RATINGS) {
        return holdings_have_rating(inventory->journal, &of, &row->subject,
                                    values_rating_number(row->value), at, there, err);
    }
    return holdings_run_time(inventory->journal, row, &seconds, err) &&
           holdings_have(inventory->journal, &of, &row->subject, at,
                         seconds > 0 ? seconds : RUN_TIME, there, err);
}

void guard_say(const struct inventory *inventory, enum due_kind kind, char text[OUTBOX_TEXT_MAX])
{
    snprintf(text, OUTBOX_TEXT_MAX, "%s has this %s already", inventory->service->title,
             outbox_is_rating(kind) ? "rating" : "play");
}
