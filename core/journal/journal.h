/* SPDX-License-Identifier: MIT
 *
 * journal: the journal in its SQLite file, journal.db: what was watched and rated, what it was
 * identified as, what goes to which service, and what was learnt on the way. What was recorded is
 * a committed row or, where the file cannot be written in time, a synced line in journal.spool.
 * Never reads a clock, makes no request, holds no secret. One connection is of one thread; several
 * processes share one journal. core, resolve and deliver use it.
 */
#ifndef EPIMARK_JOURNAL_JOURNAL_H
#define EPIMARK_JOURNAL_JOURNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/journal/entry.h"
#include "core/services/service.h"

enum {
    JOURNAL_UID_SIZE = 33, /* 32 hexadecimal digits and a terminator */
    JOURNAL_SERVICE_MAX = 16,
    JOURNAL_ACCOUNT_MAX = 128,
    JOURNAL_TEXT_MAX = 256,
    JOURNAL_TARGETS_MAX = 8,
};

enum due_kind {
    DUE_MARK,        /* a state: watched, acquired, skipped */
    DUE_RATE,        /* a state: a rating or a vote */
    DUE_PLAY,        /* an addition: one more play in a history */
    DUE_RATE_SEASON, /* states: ratings of a whole season, a whole series */
    DUE_RATE_SERIES,
};

/* What goes where (DUE_RATE: ratings of every scope), and from when on the same episode is another
 * viewing; plan_make makes it from the options. */
struct plan {
    struct {
        char service[JOURNAL_SERVICE_MAX];
        enum due_kind kind;
    } targets[JOURNAL_TARGETS_MAX];
    int count;
    int rewatch_hours;
};

struct journal; /* one connection */

/* Opens the journal in folder (made with mode 0700, its files 0600) and takes in the spool. Where
 * the journal cannot be used (newer, read-only, locked, full) the journal still opens and records
 * into the spool: journal_ready says why. A damaged file is moved aside and a new one begun. NULL
 * only where the folder cannot be had. While *hurry is true (NULL: never), nobody's lock is waited
 * for and closing leaves out what can wait, for quitting; it outlives the journal. */
struct journal *journal_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                             struct epi_error *err);
void journal_close(struct journal *journal);

/* Another plan from here on, since options were changed. */
void journal_set_plan(struct journal *journal, const struct plan *plan);

/* Whether the journal itself can be written; tries again where that may help. */
bool journal_ready(struct journal *journal, struct epi_error *err);

/* What the user has to be told about the opening ("journal.db was damaged ..."), or "". */
const char *journal_warning(const struct journal *journal);

/* Takes in the spool of this and other processes, each record once. count: how many. */
bool spool_take_in(struct journal *journal, int *count, struct epi_error *err);

/* A path or address as the journal keeps it: an address without user, password, query and
 * fragment; bytes that are not UTF-8 as \xHH and a backslash as \\. What is longer than
 * JOURNAL_PATH_MAX, the size of stored, keeps its end. */
void stored_path(const char *path, char *stored);

/* The bytes of a path again; raw has JOURNAL_PATH_MAX. */
void stored_path_raw(const char *stored, char *raw);

/* ---- Recording ---- */

enum record_kind {
    RECORD_WATCHED, /* the watch rule was met */
    RECORD_MARKED,  /* called watched by hand; value: enum mark_type */
    RECORD_RATED,   /* value: 1..10, or 0 takes it back */
    RECORD_UNDO,    /* takes back the last record that still holds; of entry or path alone where
                     * one is given */
};

/* What happened to a file; pointers are borrowed. */
struct record {
    enum record_kind kind;
    char uid[JOURNAL_UID_SIZE]; /* the same record twice counts once; "": made here, by chance */
    int64_t at;                 /* seconds since 1970 */
    int64_t entry;              /* its entry where that is known, or 0: then the file tells it */
    const char *path;           /* as the player has it; cleaned here */
    int64_t size;               /* bytes, -1 unknown */
    double duration;            /* seconds, 0 unknown */
    int nth;                    /* which episode of the file, from 1 */
    int episodes;               /* of how many */
    const char *media_title;    /* or NULL */
    int value;
    enum epi_scope scope; /* of RECORD_RATED: what of it is rated */
    int64_t live_until;   /* live watching tells the play by itself until then; 0 does not */
};

/* What became of a record. */
struct recorded {
    bool spooled;  /* kept in the spool, the journal could not be written: no more is known */
    bool repeated; /* known already, or the same viewing: nothing new */
    int64_t entry; /* 0: nothing to undo */
    /* Of RECORD_UNDO: what was taken back, how many deliveries were never sent and are dropped,
     * how many have to be taken back at their services. */
    enum record_kind undone;
    enum epi_scope undone_scope;
    int undone_value;
    int dropped;
    int to_take_back;
};

/* Records, committed and synced on return, in the journal or else in the spool. A file recorded
 * again within rewatch_hours is the same entry. False only where neither could be written: then
 * nothing was kept, record it again. */
bool records_add(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err);

/* ---- Sittings ---- */

/* What earlier sittings of a file played (text of watch_write) in the last 30 days, or "". */
bool sittings_read(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, char *text, size_t text_size, struct epi_error *err);

/* Keeps it, or with "" forgets it. */
bool sittings_keep(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, const char *text, struct epi_error *err);

/* ---- The journal ---- */

/* "rated", "watched", "held", "sent", "dead", "undone"; "due", "sent", "held", "dead". */
const char *entries_state_name(enum entry_state state);
const char *entries_delivery_state_name(enum delivery_state state);

/* Which entries; zero means any. */
struct entries_filter {
    int64_t id;
    const char *path; /* of a file, as the player has it or as the journal shows it */
    bool waiting;     /* only those with something not identified, held, due or dead */
    size_t limit;     /* the newest so many */
};

/* Calls visit for each entry with its deliveries, newest first; false from visit ends it. visit
 * must not use the journal. */
typedef bool (*entries_visit)(void *context, const struct entry *entry);
bool entries_each(struct journal *journal, const struct entries_filter *filter, entries_visit visit,
                  void *context, struct epi_error *err);

/* One entry by its id. */
bool entries_get(struct journal *journal, int64_t id, struct entry *entry, bool *found,
                 struct epi_error *err);

/* ---- Identifying ---- */

/* Claims the next entry that needs identifying, for this connection until lease_until. */
bool entries_claim(struct journal *journal, int64_t now, int64_t lease_until, struct entry *entry,
                   bool *found, struct epi_error *err);

/* It is this episode: writes its deliveries in the same transaction. title_key is the title as
 * corrections know it. What it was taken for before is taken back. */
bool entries_identified(struct journal *journal, int64_t entry, const struct match *match,
                        const char *title_key, int64_t now, struct epi_error *err);

/* Not sure: kept until somebody answers. candidates is JSON text for whoever asks. */
bool entries_hold(struct journal *journal, int64_t entry, const char *title_key, const char *reason,
                  const char *candidates, int64_t now, struct epi_error *err);

/* Could not be asked, or nothing fits yet: again at next_at; 0: never (it is dead). series: its
 * series, where that alone is known, or NULL: then a rating of it is owed. */
bool entries_postpone(struct journal *journal, int64_t entry, int64_t next_at, const char *reason,
                      const struct match *series, int64_t now, struct epi_error *err);

/* The JSON text that entries_hold kept, or NULL; free it. */
bool entries_candidates(struct journal *journal, int64_t entry, char **candidates,
                        struct epi_error *err);

/* Forgets what an entry was identified as (sent: it is taken back), so that it is asked again. */
bool entries_reopen(struct journal *journal, int64_t entry, int64_t now, struct epi_error *err);

/* What somebody said a name in a folder stands for. */
struct correction {
    struct series_ids series;
    int season_offset; /* added to the season and number of the name */
    int number_offset;
};

/* Remembers it for that title in the folder of path, and lets go everything held for it; where
 * that is a season's folder, and no number moves, also for the series' other seasons beside it.
 * released: how many entries. */
bool corrections_add(struct journal *journal, const char *path, const char *title_key,
                     const struct correction *correction, int64_t now, int *released,
                     struct epi_error *err);
bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct epi_error *err);

/* ---- Accounts ---- */

/* Somebody is signed in: lets go what was held for that. What was recorded before the first
 * sign-in stays apart. renewed: the user signed in just now: holds are worth another try. */
bool outbox_signed_in(struct journal *journal, const char *service, const char *account,
                      bool renewed, int64_t now, struct epi_error *err);
bool outbox_signed_out(struct journal *journal, const char *service, struct epi_error *err);

/* How many deliveries wait since before the sign-in, and letting them go. */
bool outbox_backlog(struct journal *journal, const char *service, int *count,
                    struct epi_error *err);
bool outbox_release_backlog(struct journal *journal, const char *service, struct epi_error *err);

/* What the journal knows of a service. */
struct outbox_account {
    char account[JOURNAL_ACCOUNT_MAX]; /* "" not signed in */
    int64_t since;                     /* of that sign-in */
    char held[JOURNAL_TEXT_MAX];       /* what is held and why, "" where nothing */
    char error[JOURNAL_TEXT_MAX];      /* the last failure that still waits, "" where none */
    int due;                           /* deliveries that go out by themselves */
    int waiting;                       /* that wait for the user: sign-in, backlog, held */
    int dead;
};
bool outbox_account(struct journal *journal, const char *service, struct outbox_account *account,
                    struct epi_error *err);

/* ---- Delivering ---- */

/* One thing to be said to one service, for whoever says it. */
struct due {
    int64_t id;
    int64_t entry;
    char service[JOURNAL_SERVICE_MAX];
    enum due_kind kind;
    struct subject subject;
    int value;  /* wanted: rating 1..10, 1 + enum mark_type, 1 for a play; 0 takes it back */
    int64_t at; /* when that was watched or rated */
    int64_t live_until; /* of a play: live watching may have told it until then; 0: it did not */
    int64_t seq;        /* grows with each value wanted */
    bool attempted;     /* it may have arrived without an answer */
    int tries;
};

/* "mark", "rate", "play", "rate-season", "rate-series": also the capability that a hold names. */
const char *outbox_kind_name(enum due_kind kind);

/* Whether it is a rating, and that of a scope. */
bool outbox_is_rating(enum due_kind kind);
enum due_kind outbox_rate_kind(enum epi_scope scope);

/* The services that have something due. */
bool outbox_services(struct journal *journal, int64_t now, char (*names)[JOURNAL_SERVICE_MAX],
                     size_t max, size_t *count, struct epi_error *err);

/* What is due at a service, in the order it was recorded. */
bool outbox_due(struct journal *journal, const char *service, int64_t now, struct due *rows,
                size_t max, size_t *count, struct epi_error *err);

/* The play of a file's newest viewing where nobody has told it yet and live watching still may. */
bool outbox_live(struct journal *journal, const char *service, const char *path, int nth,
                 int64_t now, struct due *row, bool *found, struct epi_error *err);

/* Claims rows for this connection until lease_until: claimed[i] tells whether it got rows[i],
 * which then holds the newest value. Called again it checks and renews. sending: a request leaves
 * right after it; attempted is as it was before. The claim of a process that died is free at
 * once. */
bool outbox_claim(struct journal *journal, struct due *rows, size_t count, int64_t now,
                  int64_t lease_until, bool sending, bool *claimed, struct epi_error *err);

/* The service took it. Where the claim was lost meanwhile, the newest value is sent again. */
bool outbox_done(struct journal *journal, const struct due *row, int64_t now,
                 struct epi_error *err);

/* It did not; again at next_at, or 0: never. certain: the service surely did not take it. */
bool outbox_failed(struct journal *journal, const struct due *row, int64_t next_at, bool certain,
                   const char *text, struct epi_error *err);

/* Gives a claim back as it was. */
bool outbox_unclaim(struct journal *journal, const struct due *row, struct epi_error *err);

/* The account may not do this: capability is a kind's name, "unmark" (to take a mark back), or "*"
 * for everything. first: nobody said so yet. Held until the user signs in anew or outbox_unhold. */
bool outbox_hold(struct journal *journal, const char *service, const char *capability,
                 const char *text, int64_t now, bool *first, struct epi_error *err);
bool outbox_unhold(struct journal *journal, const char *service, const char *capability,
                   struct epi_error *err);
bool outbox_is_held(struct journal *journal, const char *service, enum due_kind kind, bool *held,
                    struct epi_error *err);

/* The service asked to be left alone until then (Retry-After). */
bool outbox_pause(struct journal *journal, const char *service, int64_t until,
                  struct epi_error *err);

/* Until when it asked for that, 0: it did not. */
bool outbox_paused(struct journal *journal, const char *service, int64_t *until,
                   struct epi_error *err);

/* All that is due at a service waits until then, since it cannot be reached. */
bool outbox_postpone(struct journal *journal, const char *service, int64_t until, int64_t now,
                     struct epi_error *err);

/* What waits out a failure is due now, except where a service asked to wait; dead: dead letters
 * too. For a person who asks. */
bool outbox_retry(struct journal *journal, bool dead, int64_t now, struct epi_error *err);

/* When something is due next, now or later; 0 where nothing is by itself. */
bool outbox_next(struct journal *journal, int64_t now, int64_t *at, struct epi_error *err);

/* ---- What was learnt ---- */

/* A text kept under a key until it expires; NULL where there is none. Free it. */
bool cache_read(struct journal *journal, const char *key, int64_t now, char **text,
                struct epi_error *err);
bool cache_keep(struct journal *journal, const char *key, const char *text, int64_t expires_at,
                int64_t now, struct epi_error *err);

/* A token bucket shared by all processes: never more than capacity tokens within per_seconds, half
 * of them at once. wait_ms: 0 one was taken, else ask again after so many milliseconds. */
bool pace_take(struct journal *journal, const char *bucket, int capacity, double per_seconds,
               int64_t now_ms, int *wait_ms, struct epi_error *err);

/* Whether nobody asked for this key before: for what is said once. */
bool once_first(struct journal *journal, const char *key, int64_t now, bool *first,
                struct epi_error *err);

#endif
