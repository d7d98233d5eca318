/* SPDX-License-Identifier: MIT */
#include "core/deliver/retry.h"

#include "core/base/clock.h"
#include "core/journal/outbox.h"
#include <epimark/error.h>

enum {
    BACK_OFF_MIN = 60,        /* seconds, doubling with each failure ... */
    BACK_OFF_MAX = 3600,      /* ... up to this */
    DAY = 86400,              /* seconds */
    YOUNG_SECONDS = 14 * DAY, /* since it was aired: a service may not know an episode yet */
    KEYRING_SECONDS = 300,    /* until a keyring that could not be read is tried again */
};

/* Until what a service does not know is sent again: it may know it by then, or another episode may
 * have been chosen. After the last it is a dead letter, or what was to be taken back is gone. */
static const int64_t unknown_waits[] = {3600, DAY, 7 * DAY};

static int64_t back_off(int tries)
{
    int64_t seconds = BACK_OFF_MIN;
    for (; tries > 0 && seconds < BACK_OFF_MAX; tries--)
        seconds *= 2;
    return seconds < BACK_OFF_MAX ? seconds : BACK_OFF_MAX;
}

/* Whether the episode is so new that a service may add it in the next days. */
static bool is_young(const struct subject *subject, int64_t now)
{
    int64_t day = clock_days_of(subject->airdate);
    return day && now - day * DAY < YOUNG_SECONDS;
}

bool retry_is_refusal(const struct epi_error *answer)
{
    return answer->kind == EPI_ERROR_NEVER || answer->kind == EPI_ERROR_SIGN_IN ||
           (answer->status >= 400 && answer->status < 500);
}

static struct retry later(const struct due *row, const struct epi_error *answer, int64_t now)
{
    int64_t seconds = back_off(row->tries);
    bool server_error = answer->status >= 500 && answer->status != 503;
    if (answer->retry_after > seconds)
        seconds = answer->retry_after;
    struct retry retry = {.kind = RETRY_AT,
                          .at = now + seconds,
                          .reach = server_error ? RETRY_SUSPECT : RETRY_SERVICE};
    if (answer->retry_after > 0 && !server_error)
        retry.pause_until = now + answer->retry_after;
    return retry;
}

/* An account may mark but not take marks back: one does not hold up the other. */
const char *retry_capability(const struct due *row)
{
    bool unmark = row->kind == DUE_MARK && row->value == 0;
    return unmark ? "unmark" : outbox_kind_name(row->kind);
}

static struct retry held(const struct due *row, const struct epi_error *answer, int64_t now)
{
    if (answer->status == 401)
        return (struct retry){.kind = RETRY_HELD, .capability = "*", .sign_in = true};
    if (answer->status == 409) /* the catalogues disagree about this one */
        return (struct retry){.kind = RETRY_HELD, .asks = true};
    if (answer->status == 0) {
        return (struct retry){.kind = RETRY_HELD,
                              .capability = RETRY_KEYRING,
                              .sign_in = true,
                              .at = now + KEYRING_SECONDS};
    }
    /* What a service lacks for everybody is not worth asking for again. */
    return (struct retry){
        .kind = RETRY_HELD, .capability = retry_capability(row), .asks = answer->status != 405};
}

static struct retry never(const struct due *row, const struct epi_error *answer, int64_t now)
{
    bool unknown = answer->status == 404 || answer->status == 422;
    bool back = row->value == 0;
    if (unknown && !back && is_young(&row->subject, now))
        return (struct retry){.kind = RETRY_AT, .at = now + DAY, .reach = RETRY_ROW};
    if (!unknown || row->unknown >= (int)(sizeof(unknown_waits) / sizeof(unknown_waits[0]))) {
        /* Services say in their own words that something is gone. This 404 may come from a machine
         * in between, but not for more than a week. */
        return (struct retry){.kind = back && answer->status == 404 ? RETRY_DONE : RETRY_NEVER};
    }
    return (struct retry){.kind = RETRY_AT,
                          .at = now + unknown_waits[row->unknown],
                          .reach = RETRY_ROW,
                          .unknown = true};
}

struct retry retry_for(const struct due *row, const struct epi_error *answer, int64_t now)
{
    switch (answer->kind) {
    case EPI_ERROR_NONE:
        return (struct retry){.kind = RETRY_DONE};
    case EPI_ERROR_LATER:
        return later(row, answer, now);
    case EPI_ERROR_SIGN_IN:
        return held(row, answer, now);
    case EPI_ERROR_NEVER:
        return never(row, answer, now);
    case EPI_ERROR_STOPPED:
        break;
    }
    return (struct retry){.kind = RETRY_STOPPED};
}
