/* SPDX-License-Identifier: MIT
 *
 * store: the journal in its SQLite file, journal.db: what was watched and rated, what it was
 * identified as, what goes to which service, and what was learnt on the way. What was recorded is
 * a committed row or, where the file cannot be written in time, a synced line in journal.spool.
 * Never reads a clock, makes no request, holds no secret. One connection is of one thread; several
 * processes share one journal. core, resolve and deliver use it.
 */
#ifndef EPIMARK_STORE_H
#define EPIMARK_STORE_H

#include "core/error.h"
#include "core/journal.h"
#include "core/services/service.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORE_UID_SIZE = 33, /* 32 hexadecimal digits and a terminator */
    STORE_SERVICE_MAX = 16,
    STORE_ACCOUNT_MAX = 128,
    STORE_TEXT_MAX = 256,
    STORE_TARGETS_MAX = 8,
};

enum due_kind {
    DUE_MARK,        /* a state: watched, acquired, skipped */
    DUE_RATE,        /* a state: a rating or a vote */
    DUE_PLAY,        /* an addition: one more play in a history */
    DUE_RATE_SEASON, /* states: ratings of a whole season, a whole series */
    DUE_RATE_SERIES,
};

/* What goes where (DUE_RATE: ratings of every scope), and from when on the same episode is another
 * viewing; deliver_plan makes it from the options. */
struct plan {
    struct {
        char service[STORE_SERVICE_MAX];
        enum due_kind kind;
    } targets[STORE_TARGETS_MAX];
    int count;
    int rewatch_hours;
};

struct store; /* one connection */

/* Opens the journal in folder (made with mode 0700, its files 0600) and takes in the spool. Where
 * the journal cannot be used (newer, read-only, locked, full) the store still opens and records
 * into the spool: store_ready says why. A damaged file is moved aside and a new one begun. NULL
 * only where the folder cannot be had. While *hurry is true (NULL: never), nobody's lock is waited
 * for and closing leaves out what can wait, for quitting; it outlives the store. */
struct store *store_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                         struct error *err);
void store_close(struct store *store);

/* Another plan from here on, since options were changed. */
void store_set_plan(struct store *store, const struct plan *plan);

/* Whether the journal itself can be written; tries again where that may help. */
bool store_ready(struct store *store, struct error *err);

/* What the user has to be told about the opening ("journal.db was damaged ..."), or "". */
const char *store_warning(const struct store *store);

/* Takes in the spool of this and other processes, each record once. count: how many. */
bool store_take_in(struct store *store, int *count, struct error *err);

/* A path or address as the journal keeps it: an address without user, password, query and
 * fragment; bytes that are not UTF-8 as \xHH and a backslash as \\. What is longer than
 * JOURNAL_PATH_MAX, the size of stored, keeps its end. */
void store_path(const char *path, char *stored);

/* The bytes of a path again; raw has JOURNAL_PATH_MAX. */
void store_path_raw(const char *stored, char *raw);

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
    char uid[STORE_UID_SIZE]; /* the same record twice counts once; "": made here, by chance */
    int64_t at;               /* seconds since 1970 */
    int64_t entry;            /* its entry where that is known, or 0: then the file tells it */
    const char *path;         /* as the player has it; cleaned here */
    int64_t size;             /* bytes, -1 unknown */
    double duration;          /* seconds, 0 unknown */
    int part;                 /* which episode of the file, from 1 */
    int parts;                /* of how many */
    const char *media_title;  /* or NULL */
    int value;
    enum scope scope;   /* of RECORD_RATED: what of it is rated */
    int64_t live_until; /* live watching tells the play by itself until then; 0 does not */
};

/* What became of a record. */
struct recorded {
    bool spooled;  /* kept in the spool, the journal could not be written: no more is known */
    bool repeated; /* known already, or the same viewing: nothing new */
    int64_t entry; /* 0: nothing to undo */
    /* Of RECORD_UNDO: what was taken back, how many deliveries were never sent and are dropped,
     * how many have to be taken back at their services. */
    enum record_kind undone;
    enum scope undone_scope;
    int undone_value;
    int dropped;
    int to_take_back;
};

/* Records, committed and synced on return, in the journal or else in the spool. A file recorded
 * again within rewatch_hours is the same entry. False only where neither could be written: then
 * nothing was kept, record it again. */
bool store_record(struct store *store, const struct record *record, struct recorded *recorded,
                  struct error *err);

/* ---- Sittings ---- */

/* What earlier sittings of a file played (text of watch_write) in the last 30 days, or "". */
bool store_progress(struct store *store, const char *path, int64_t size, double duration,
                    int64_t now, char *text, size_t text_size, struct error *err);

/* Keeps it, or with "" forgets it. */
bool store_keep_progress(struct store *store, const char *path, int64_t size, double duration,
                         int64_t now, const char *text, struct error *err);

/* ---- The journal ---- */

/* "rated", "watched", "held", "sent", "dead", "undone"; "due", "sent", "held", "dead". */
const char *store_entry_state_name(enum entry_state state);
const char *store_delivery_state_name(enum delivery_state state);

/* Which entries; zero means any. */
struct store_filter {
    int64_t id;
    const char *path; /* of a file, as the player has it or as the journal shows it */
    bool waiting;     /* only those with something not identified, held, due or dead */
    size_t limit;     /* the newest so many */
};

/* Calls visit for each entry with its deliveries, newest first; false from visit ends it. visit
 * must not use the store. */
typedef bool (*store_visit)(void *context, const struct entry *entry);
bool store_entries(struct store *store, const struct store_filter *filter, store_visit visit,
                   void *context, struct error *err);

/* One entry by its id. */
bool store_entry(struct store *store, int64_t id, struct entry *entry, bool *found,
                 struct error *err);

/* ---- Identifying ---- */

/* Claims the next entry that needs identifying, for this connection until lease_until. */
bool store_unidentified(struct store *store, int64_t now, int64_t lease_until, struct entry *entry,
                        bool *found, struct error *err);

/* It is this episode: writes its deliveries in the same transaction. title_key is the title as
 * corrections know it. What it was taken for before is taken back. */
bool store_identified(struct store *store, int64_t entry, const struct match *match,
                      const char *title_key, int64_t now, struct error *err);

/* Not sure: kept until somebody answers. candidates is JSON text for whoever asks. */
bool store_held(struct store *store, int64_t entry, const char *title_key, const char *reason,
                const char *candidates, int64_t now, struct error *err);

/* Could not be asked, or nothing fits yet: again at next_at; 0: never (it is dead). series: its
 * series, where that alone is known, or NULL: then a rating of it is owed. */
bool store_identify_later(struct store *store, int64_t entry, int64_t next_at, const char *reason,
                          const struct match *series, int64_t now, struct error *err);

/* The JSON text that store_held kept, or NULL; free it. */
bool store_candidates(struct store *store, int64_t entry, char **candidates, struct error *err);

/* Forgets what an entry was identified as (sent: it is taken back), so that it is asked again. */
bool store_reopen(struct store *store, int64_t entry, int64_t now, struct error *err);

/* What somebody said a name in a folder stands for. */
struct correction {
    struct series_ids series;
    int season_offset; /* added to the season and number of the name */
    int number_offset;
};

/* Remembers it for that title in the folder of path, and lets go everything held for it; where
 * that is a season's folder, and no number moves, also for the series' other seasons beside it.
 * released: how many entries. */
bool store_correct(struct store *store, const char *path, const char *title_key,
                   const struct correction *correction, int64_t now, int *released,
                   struct error *err);
bool store_correction(struct store *store, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct error *err);

/* ---- Accounts ---- */

/* Somebody is signed in: lets go what was held for that. What was recorded before the first
 * sign-in stays apart. renewed: the user signed in just now: holds are worth another try. */
bool store_signed_in(struct store *store, const char *service, const char *account, bool renewed,
                     int64_t now, struct error *err);
bool store_signed_out(struct store *store, const char *service, struct error *err);

/* How many deliveries wait since before the sign-in, and letting them go. */
bool store_backlog(struct store *store, const char *service, int *count, struct error *err);
bool store_release_backlog(struct store *store, const char *service, struct error *err);

/* What the journal knows of a service. */
struct store_account {
    char account[STORE_ACCOUNT_MAX]; /* "" not signed in */
    int64_t since;                   /* of that sign-in */
    char held[STORE_TEXT_MAX];       /* what is held and why, "" where nothing */
    char error[STORE_TEXT_MAX];      /* the last failure that still waits, "" where none */
    int due;                         /* deliveries that go out by themselves */
    int waiting;                     /* that wait for the user: sign-in, backlog, held */
    int dead;
};
bool store_account(struct store *store, const char *service, struct store_account *account,
                   struct error *err);

/* ---- Delivering ---- */

/* One thing to be said to one service, for whoever says it. */
struct due {
    int64_t id;
    int64_t entry;
    char service[STORE_SERVICE_MAX];
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
const char *store_kind_name(enum due_kind kind);

/* Whether it is a rating, and that of a scope. */
bool store_is_rating(enum due_kind kind);
enum due_kind store_rate_kind(enum scope scope);

/* The services that have something due. */
bool store_due_services(struct store *store, int64_t now, char (*names)[STORE_SERVICE_MAX],
                        size_t max, size_t *count, struct error *err);

/* What is due at a service, in the order it was recorded. */
bool store_due(struct store *store, const char *service, int64_t now, struct due *rows, size_t max,
               size_t *count, struct error *err);

/* The play of a file's newest viewing where nobody has told it yet and live watching still may. */
bool store_live(struct store *store, const char *service, const char *path, int part, int64_t now,
                struct due *row, bool *found, struct error *err);

/* Claims rows for this connection until lease_until: claimed[i] tells whether it got rows[i],
 * which then holds the newest value. Called again it checks and renews. sending: a request leaves
 * right after it; attempted is as it was before. The claim of a process that died is free at
 * once. */
bool store_claim(struct store *store, struct due *rows, size_t count, int64_t now,
                 int64_t lease_until, bool sending, bool *claimed, struct error *err);

/* The service took it. Where the claim was lost meanwhile, the newest value is sent again. */
bool store_done(struct store *store, const struct due *row, int64_t now, struct error *err);

/* It did not; again at next_at, or 0: never. certain: the service surely did not take it. */
bool store_failed(struct store *store, const struct due *row, int64_t next_at, bool certain,
                  const char *text, struct error *err);

/* Gives a claim back as it was. */
bool store_unclaim(struct store *store, const struct due *row, struct error *err);

/* The account may not do this: capability is a kind's name, "unmark" (to take a mark back), or "*"
 * for everything. first: nobody said so yet. Held until the user signs in anew or store_unhold. */
bool store_hold(struct store *store, const char *service, const char *capability, const char *text,
                int64_t now, bool *first, struct error *err);
bool store_unhold(struct store *store, const char *service, const char *capability,
                  struct error *err);
bool store_is_held(struct store *store, const char *service, enum due_kind kind, bool *held,
                   struct error *err);

/* The service asked to be left alone until then (Retry-After). */
bool store_pause(struct store *store, const char *service, int64_t until, struct error *err);

/* Until when it asked for that, 0: it did not. */
bool store_paused(struct store *store, const char *service, int64_t *until, struct error *err);

/* All that is due at a service waits until then, since it cannot be reached. */
bool store_postpone(struct store *store, const char *service, int64_t until, int64_t now,
                    struct error *err);

/* What waits out a failure is due now, except where a service asked to wait; dead: dead letters
 * too. For a person who asks. */
bool store_retry(struct store *store, bool dead, int64_t now, struct error *err);

/* When something is due next, now or later; 0 where nothing is by itself. */
bool store_next(struct store *store, int64_t now, int64_t *at, struct error *err);

/* ---- What was learnt ---- */

/* A text kept under a key until it expires; NULL where there is none. Free it. */
bool store_cache(struct store *store, const char *key, int64_t now, char **text, struct error *err);
bool store_keep_cache(struct store *store, const char *key, const char *text, int64_t expires_at,
                      int64_t now, struct error *err);

/* A token bucket shared by all processes: never more than capacity tokens within per_seconds, half
 * of them at once. wait_ms: 0 one was taken, else ask again after so many milliseconds. */
bool store_pace(struct store *store, const char *bucket, int capacity, double per_seconds,
                int64_t now_ms, int *wait_ms, struct error *err);

/* Whether nobody asked for this key before: for what is said once. */
bool store_once(struct store *store, const char *key, int64_t now, bool *first, struct error *err);

#endif
