/* SPDX-License-Identifier: MIT */
#include "core/deliver/guard.h"

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/deliver/inventory.h"
#include "core/journal/holdings.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"

enum { RUN_TIME = 60 * 60 }; /* seconds, if it is not known */

bool guard_wants(const struct inventory *inventory, const struct due *row)
{
    return row->kind == DUE_PLAY && row->value != 0 && inventory->service->holdings &&
           (row->imported || row->at < inventory->now - CLOCK_DAY);
}

bool guard_ready(struct guard *guard, const struct inventory *inventory, struct epi_error *err)
{
    struct epi_error why = {0};
    if (guard->asked)
        return true;
    guard->ready = inventory_refresh(inventory, HELD_HISTORY, 0, false, &why);
    guard->asked = guard->ready || why.kind == EPI_ERROR_NEVER;
    if (!guard->asked && err)
        *err = why;
    return guard->asked;
}

bool guard_finds(const struct guard *guard, const struct inventory *inventory,
                 const struct due *row, bool *there, struct epi_error *err)
{
    const struct holdings_of of = {inventory->service->name, HELD_HISTORY, 0};
    int64_t seconds;
    *there = false;
    if (!guard->ready || !guard_wants(inventory, row))
        return true;
    return holdings_run_time(inventory->journal, row, &seconds, err) &&
           holdings_have(inventory->journal, &of, &row->subject, values_known_time(row->at),
                         seconds > 0 ? seconds : RUN_TIME, there, err);
}
