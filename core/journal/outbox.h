/* SPDX-License-Identifier: MIT
 *
 * outbox: what is due at which service, who may send it, and what came of it; and the accounts it
 * waits for. A delivery is claimed with a lease before it is sent, and a dead letter is kept.
 * Sends nothing itself.
 */
#ifndef EPIMARK_JOURNAL_OUTBOX_H
#define EPIMARK_JOURNAL_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/plan.h"
#include "core/services/values.h"
#include <epimark/match.h>

enum {
    OUTBOX_ACCOUNT_MAX = 128,
    OUTBOX_TEXT_MAX = 256,
    OUTBOX_KIND_TEXT_MAX = 16,
};

struct journal;

/* A delivery as the one who sends it needs it. */
struct due {
    int64_t id;
    int64_t entry;
    char service[JOURNAL_SERVICE_MAX];
    enum due_kind kind;
    struct subject subject;
    int value;  /* wanted: rating 1..10, 1 + enum mark_type, 1 for a play; 0 takes it back */
    int64_t at; /* when that was watched or rated */
    int64_t live_until; /* of a play: until then live watching may have sent it; 0: it did not */
    int64_t seq;        /* grows with each value wanted */
    bool imported;      /* it was watched or rated elsewhere */
    bool attempted;     /* it may have arrived without an answer */
    bool elsewhere;     /* then from another copy of the journal, and perhaps something newer too */
    int tries;
    int unknown; /* how often the service did not know it */
};

/* "mark", "rate", "play", "rate-season", "rate-series": also the capability that a hold names. Of a
 * damaged row "unknown". */
const char *outbox_kind_name(enum due_kind kind);

/* The same of a delivery: "unmark" and "unplay" of what takes back. */
void outbox_kind_text(enum due_kind kind, int value, char text[OUTBOX_KIND_TEXT_MAX]);

/* Whether a kind is a rating, and the kind of a rating of that scope. */
bool outbox_is_rating(enum due_kind kind);
enum due_kind outbox_rating_kind(enum epi_scope scope);

/* ---- What is due ---- */

/* The services that have something due, the longest waiting first. */
bool outbox_list_services(struct journal *journal, int64_t now, char (*names)[JOURNAL_SERVICE_MAX],
                          size_t max, size_t *count, struct epi_error *err);

/* What is due at a service and not claimed: the least often tried first, then the oldest. */
bool outbox_list(struct journal *journal, const char *service, int64_t now, struct due *rows,
                 size_t max, size_t *count, struct epi_error *err);

/* The play of a file's newest viewing, if it was not sent yet and live watching may still send
 * it. */
bool outbox_find_live(struct journal *journal, const char *service, const char *path, int nth,
                      int64_t now, struct due *row, bool *found, struct epi_error *err);

/* What a row is about has these ids, which its subject now names. */
bool outbox_set_ids(struct journal *journal, const struct due *row, struct epi_error *err);

/* When something is due next, now or later, or has to be identified; 0 if nothing is. */
bool outbox_next_at(struct journal *journal, int64_t now, int64_t *at, struct epi_error *err);

/* ---- Leases ---- */

/* Claims rows for this connection for so long: claimed[i] says whether it got rows[i], which
 * then holds the newest value. Called again it checks and renews. sending: a request leaves right
 * after it; attempted is as it was before. A lease ends with the process that holds it. */
bool outbox_claim(struct journal *journal, struct due *rows, size_t count, int lease_seconds,
                  bool sending, bool *claimed, struct epi_error *err);

/* Gives a claim back; the row stays as it was. */
bool outbox_release(struct journal *journal, const struct due *row, struct epi_error *err);

/* The service accepted it. If the lease was lost meanwhile, the newest value is sent again. */
bool outbox_complete(struct journal *journal, const struct due *row, int64_t now,
                     struct epi_error *err);

/* The same of those rows for which done[i] is true, all or (on failure) none of them. */
bool outbox_complete_each(struct journal *journal, const struct due *rows, const bool *done,
                          size_t count, int64_t now, struct epi_error *err);

/* The same of what needed no request; text says why. */
bool outbox_complete_as(struct journal *journal, const struct due *row, const char *text,
                        int64_t now, struct epi_error *err);

/* The service did not accept it; again at next_at, or 0: a dead letter. */
struct outbox_failure {
    int64_t next_at;
    bool certain; /* the service surely did not accept it */
    bool unknown; /* the service does not know it: that is counted */
    const char *text;
};
bool outbox_fail(struct journal *journal, const struct due *row,
                 const struct outbox_failure *failure, struct epi_error *err);

/* ---- Waiting ---- */

/* The service asked to be left alone until then (Retry-After); a pause is never shortened. */
bool outbox_pause(struct journal *journal, const char *service, int64_t until,
                  struct epi_error *err);

/* Until when a service is paused; 0 if it never was. */
bool outbox_paused_until(struct journal *journal, const char *service, int64_t *until,
                         struct epi_error *err);

/* Everything due at a service waits until then, since it cannot be reached. */
bool outbox_postpone(struct journal *journal, const char *service, int64_t until, int64_t now,
                     struct epi_error *err);

/* What its service did not know of an entry is due now: it was looked up anew. */
bool outbox_hasten(struct journal *journal, int64_t entry, struct epi_error *err);

/* A person asks: what waits after a failure or a pause is due now. dead: dead letters too, of one
 * entry (then also what was dropped of it) or (0) of all, what an account may not do is asked
 * again, and what was unsure is looked up again: a catalogue may have lacked something for a while.
 * count: how many deliveries and look-ups are due again; may be NULL. */
bool outbox_retry(struct journal *journal, bool dead, int64_t entry, int64_t now, int *count,
                  struct epi_error *err);

/* ---- Accounts ---- */

/* An account is signed in: what is held for its sign-in is due. What was recorded before the first
 * sign-in is the backlog and waits. renewed: the user signed in just now, so holds end. */
bool outbox_sign_in(struct journal *journal, const char *service, const char *account, bool renewed,
                    int64_t now, struct epi_error *err);
bool outbox_sign_out(struct journal *journal, const char *service, struct epi_error *err);

/* How many deliveries the backlog has, and making them due. */
bool outbox_count_backlog(struct journal *journal, const char *service, int *count,
                          struct epi_error *err);
bool outbox_release_backlog(struct journal *journal, const char *service, struct epi_error *err);

/* What the journal knows of a service. */
struct outbox_account {
    char account[OUTBOX_ACCOUNT_MAX]; /* "" if not signed in */
    int64_t since;                    /* of that sign-in */
    bool refused;                     /* the service does not take that sign-in any more */
    char held[OUTBOX_TEXT_MAX];       /* what is held and why, "" if nothing is */
    char error[OUTBOX_TEXT_MAX];      /* the last failure that is retried, "" if none */
    int due;                          /* deliveries that are sent without the user */
    int waiting;                      /* that wait for the user: sign-in, backlog, held */
    int dead;
};
bool outbox_find_account(struct journal *journal, const char *service,
                         struct outbox_account *account, struct epi_error *err);

#endif
