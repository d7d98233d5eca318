/* SPDX-License-Identifier: MIT */
#include "core/journal/set_clock.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

enum {
    CLOCK_SECONDS = 60,       /* a smaller step of the clock delays nothing for long */
    LIVE_SECONDS = 12 * 3600, /* live watching is given no more time than this */
    PAUSE_MAX = 25 * 3600, /* no pause, hold or look-up waits longer: a day and the error of it */
    WAIT_MAX = 8 * 86400,  /* no delivery waits longer: see retry.c */
};

/* Moves what waits for a time back by as much as the clock was set back from then to now. What has
 * not failed waits for live watching alone: that is moved only if it cannot be meant. */
static bool set_back(struct journal *journal, int64_t then, int64_t now, struct epi_error *err)
{
    int64_t by = then - now;
    return sql_run(journal, err, "UPDATE pauses SET until = max(?1, until - ?2) WHERE until > ?1",
                   "ll", now, by) &&
           sql_run(journal, err, "UPDATE holds SET ask_at = max(?1, ask_at - ?2) WHERE ask_at > ?1",
                   "ll", now, by) &&
           sql_run(journal, err,
                   "UPDATE entries SET identify_at = max(?1, identify_at - ?2)"
                   " WHERE " VIEW_ENTRY_ASKED " AND identify_at > ?1",
                   "ll", now, by) &&
           sql_run(journal, err,
                   "UPDATE deliveries SET next_at = max(?1, next_at - ?2) WHERE acked <> seq"
                   " AND next_at > ?1 AND (tries > 0 OR next_at > ?3 OR next_at > ?1 + ?4)",
                   "llll", now, by, then, (int64_t)LIVE_SECONDS);
}

/* What waits for longer than anything is made to wait was put off while the clock was ahead. */
static bool has_too_late(struct journal *journal, int64_t now, bool *has, struct epi_error *err)
{
    int64_t any;
    if (!sql_value(journal, err, &any, 0,
                   "SELECT EXISTS (SELECT 1 FROM pauses WHERE until > ?1)"
                   " OR EXISTS (SELECT 1 FROM holds WHERE ask_at > ?1)"
                   " OR EXISTS (SELECT 1 FROM entries WHERE " VIEW_ENTRY_ASKED
                   " AND identify_at > ?1)"
                   " OR EXISTS (SELECT 1 FROM deliveries WHERE acked <> seq AND next_at > ?2)",
                   "ll", now + PAUSE_MAX, now + WAIT_MAX))
        return false;
    *has = any != 0;
    return true;
}

static bool end_too_late(struct journal *journal, int64_t now, struct epi_error *err)
{
    return sql_run(journal, err, "DELETE FROM pauses WHERE until > ?", "l", now + PAUSE_MAX) &&
           sql_run(journal, err, "UPDATE holds SET ask_at = ?1 WHERE ask_at > ?2", "ll", now,
                   now + PAUSE_MAX) &&
           sql_run(journal, err,
                   "UPDATE entries SET identify_at = ?1 WHERE " VIEW_ENTRY_ASKED
                   " AND identify_at > ?2",
                   "ll", now, now + PAUSE_MAX) &&
           sql_run(journal, err,
                   "UPDATE deliveries SET next_at = ?1 WHERE acked <> seq AND next_at > ?2", "ll",
                   now, now + WAIT_MAX);
}

bool set_clock_follow(struct journal *journal, int64_t now, struct epi_error *err)
{
    int64_t then;
    bool late;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &then, 0, "SELECT at FROM once WHERE key = 'clock'", "") ||
        !has_too_late(journal, now, &late, err))
        return false;
    if (then - now < CLOCK_SECONDS && now - then < CLOCK_SECONDS && !late)
        return true; /* other processes read it a little earlier or later */
    bool ok = transaction_begin_unsynced(journal, err) &&
              (then < now || set_back(journal, then, now, err)) &&
              end_too_late(journal, now, err) &&
              sql_run(journal, err, "INSERT OR REPLACE INTO once (key, at) VALUES ('clock', ?)",
                      "l", now);
    return transaction_end(journal, ok, err);
}
