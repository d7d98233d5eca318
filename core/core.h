/* SPDX-License-Identifier: MIT
 *
 * core: the service that notices, remembers and delivers. Front ends state facts and are answered
 * with notices; nothing here waits for a network, a keyring or a disk on the thread of a player.
 * The one public door of the library, with config.h, error.h, journal.h and matching.h.
 */
#ifndef EPIMARK_CORE_H
#define EPIMARK_CORE_H

#include "core/config.h"
#include "core/error.h"
#include "core/journal.h"
#include "matching/matching.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- A player's side: facts in, notices out ---- */

enum fact_kind {
    FACT_LOADED,   /* a file begins: path, title, duration, size */
    FACT_POSITION, /* a sample of the position, speed and playing */
    FACT_BREAK,    /* a seek or restart: what lies between two positions was not played */
    FACT_ENDED,    /* the file is gone, for whatever reason */
    FACT_RATE,     /* scope: value 1..10, 0 takes it back; previous: the file before this one */
    FACT_MARK,     /* watched, says the user */
    FACT_UNDO,     /* take back the last thing done */
    FACT_STATUS,   /* asks for one line of how things are */
    FACT_TOGGLE,   /* private mode on or off */
    FACT_CHOOSE,   /* asks for the candidates of the file on screen */
    FACT_ANSWER,   /* value: the number (from 1) of a candidate; 0: none of them */
};

struct fact {
    enum fact_kind kind;
    double clock;      /* seconds of a monotonic clock */
    int64_t at;        /* seconds since 1970 */
    const char *path;  /* FACT_LOADED: as the player names it, from the working folder; copied */
    const char *title; /* FACT_LOADED: media title, NULL or "" where it says no more than path */
    double duration;   /* FACT_LOADED: seconds, 0 unknown */
    int64_t size;      /* FACT_LOADED: bytes, -1 unknown */
    double position;   /* FACT_POSITION: seconds */
    double speed;      /* FACT_POSITION: 1 is normal */
    bool playing;      /* FACT_POSITION: false while paused or buffering */
    bool previous;     /* FACT_RATE */
    enum scope scope;  /* FACT_RATE: the episode, its season or its series */
    int value;         /* FACT_RATE, FACT_ANSWER */
};

enum notice_kind {
    NOTICE_LOG,      /* for the log alone */
    NOTICE_SHOW,     /* one line for the screen and the log */
    NOTICE_QUESTION, /* as NOTICE_SHOW, and candidates wait for an answer: name the key */
    NOTICE_CHOICES,  /* the candidates, value of them, a line each, numbered from 1: answers
                      * FACT_CHOOSE */
    NOTICE_PRIVATE,  /* private mode went on (value 1) or off (0); text says so */
};

enum notice_level { LEVEL_ERROR, LEVEL_WARN, LEVEL_INFO, LEVEL_VERBOSE, LEVEL_DEBUG };

struct notice {
    enum notice_kind kind;
    enum notice_level level; /* as mpv's msg-level has it */
    int value;
    char text[1024]; /* UTF-8 without control characters but '\n' in NOTICE_CHOICES */
};

struct core;

/* Starts keeper and courier; ring is called from either, at any time, when a notice waits, and
 * must only wake the front end. config is copied. Opening the journal happens on the keeper:
 * its failure is a notice. Fails only where threads cannot be started. */
struct core *core_start(const struct config *config, void (*ring)(void *bell), void *bell,
                        struct error *err);

/* States a fact; never waits. */
void core_tell(struct core *core, const struct fact *fact);

/* Takes the next notice. False when there is none. */
bool core_notice(struct core *core, struct notice *notice);

/* Commits what was told, cancels what runs, joins both threads, frees: within 50 ms. */
void core_stop(struct core *core);

/* ---- The tool's side: one call, one answer, on the caller's own thread ---- */

struct desk; /* a journal, the catalogues and the services, for commands */

/* Opens lazily: what a call does not need is not touched. config is copied. */
struct desk *desk_new(const struct config *config, struct error *err);
void desk_free(struct desk *desk);

/* What has to be told of the journal that a call opened ("the journal was damaged ..."), or "".
 * Borrowed from the desk. */
const char *desk_warning(struct desk *desk);

/* From a signal handler's thread or another: what runs ends with ERROR_STOPPED. */
void desk_cancel(struct desk *desk);

/* Waits, or until desk_cancel: then false with ERROR_STOPPED. */
bool desk_wait(struct desk *desk, int milliseconds, struct error *err);

/* Which series and episodes a file is, asked of the catalogues. count is 0 with reason filled
 * where none is sure; candidates then holds what came closest, best first. */
struct desk_match {
    struct match matches[MATCH_EPISODES_MAX];
    size_t count;
    char reason[256];
    struct match candidates[JOURNAL_CANDIDATES_MAX]; /* series and confidence alone */
    size_t candidate_count;
};
bool desk_match(struct desk *desk, const char *path, double duration, struct desk_match *match,
                struct error *err);

/* Calls visit for each entry, newest first, at most limit (0: all). false from visit ends it. */
typedef bool (*desk_visit)(void *context, const struct entry *entry);
bool desk_history(struct desk *desk, size_t limit, bool waiting_only, desk_visit visit,
                  void *context, struct error *err);

/* Identifies and delivers all that is due now. backlog: also what was watched before the first
 * sign-in. waiting tells how many are left, why in reason. */
struct desk_sync {
    int identified;
    int sent;
    int waiting;
    int dead;
    char reason[256];
};
bool desk_sync(struct desk *desk, bool backlog, struct desk_sync *sync, struct error *err);

/* What a rate, mark, undo or fix is about: a row's id, or 0 and a file. Without both: the last. */
struct desk_target {
    int64_t row;
    const char *path;
    enum scope scope; /* of desk_rate: the episode, its season or its series */
};
/* Each says in done what it did, one line for the user. */
bool desk_rate(struct desk *desk, const struct desk_target *target, int value, char *done,
               size_t size, struct error *err);
/* as: "watched", "acquired" (it is at hand) or "skipped" (it will not be watched). */
bool desk_mark(struct desk *desk, const struct desk_target *target, const char *as, char *done,
               size_t size, struct error *err);
bool desk_undo(struct desk *desk, const struct desk_target *target, char *done, size_t size,
               struct error *err);
/* series: tvdb or tvmaze set; season and number -1 to keep what the name says. */
bool desk_fix(struct desk *desk, const struct desk_target *target, const struct series_ids *series,
              int season, int number, char *done, size_t size, struct error *err);

/* ---- What a user keeps at TVmaze: series followed and tagged, episodes marked ---- */

/* Which series a target is of, or, where one of ids is set, which they mean. What the journal does
 * not tell is asked of the catalogues. */
bool desk_series(struct desk *desk, const struct desk_target *target, const struct series_ids *ids,
                 struct series *series, struct error *err);

/* Follows a series, or no more; puts it under a tag (made where there is none of that name), or
 * takes it away. Either is for paying accounts. */
bool desk_follow(struct desk *desk, const struct series *series, bool followed, struct error *err);
bool desk_tag(struct desk *desk, const struct series *series, const char *tag, bool tagged,
              struct error *err);

/* Calls visit for each series that is followed (tag is NULL), then for those under each tag. */
typedef bool (*desk_visit_series)(void *context, const struct series *series, const char *tag);
bool desk_lists(struct desk *desk, desk_visit_series visit, void *context, struct error *err);

/* Calls visit for each episode of a series that is marked, in their order. */
struct desk_marked {
    struct episode episode; /* season and number -1 where TVmaze does not tell */
    const char *as;         /* "watched", "acquired" or "skipped" */
    int64_t at;             /* seconds since 1970; 0: nobody knows when */
};
typedef bool (*desk_visit_marked)(void *context, const struct desk_marked *marked);
bool desk_marked(struct desk *desk, const struct series *series, desk_visit_marked visit,
                 void *context, struct error *err);

/* ---- Accounts ---- */

/* One value that signing in asks for, in order. */
struct desk_field {
    const char *name;
    const char *prompt;
    bool secret;   /* typed without echo */
    bool optional; /* may be empty */
};

/* Services one can sign in to, in the order of their help; NULL past the end. */
const char *desk_service(size_t index);

/* A field of a service; false past the end or for an unknown service. */
bool desk_service_field(const char *service, size_t index, struct desk_field *field);

/* Signs in with ready-made values in the fields' order, once the service knows them. account: who
 * it is; waiting: how many entries from before could be sent now (release them by desk_release). */
bool desk_login(struct desk *desk, const char *service, const char *const *values, size_t count,
                char *account, size_t size, int *waiting, struct error *err);
bool desk_release(struct desk *desk, const char *service, struct error *err);

/* Forgets the credentials, once the service was told to. untold: why it was not, "" where it was or
 * has no way to be told: then the access lasts until it is taken back on its web site. */
bool desk_logout(struct desk *desk, const char *service, char *untold, size_t size,
                 struct error *err);

/* What the terms of the services ask to be said, a sentence each; NULL past the end. */
const char *desk_credit(size_t index);

/* Signing in on a web page instead: a service that can has fields of its own for that; false past
 * the end and for a service that cannot. */
bool desk_pair_field(const char *service, size_t index, struct desk_field *field);

/* What to show while the user confirms, and when to ask. */
struct desk_pairing {
    char code[32];   /* to be typed there; "" where the address says all */
    char url[512];   /* to be opened */
    int interval;    /* seconds to wait before each poll */
    int64_t ends_at; /* seconds since 1970, 0 unknown */
};
bool desk_pair_start(struct desk *desk, const char *service, const char *const *values,
                     size_t count, struct desk_pairing *pairing, struct error *err);

/* Asks once, to be called pairing->interval seconds (which may grow) after the last time.
 * ERROR_LATER: ask again. done: signed in and stored; account and waiting as of desk_login. */
bool desk_pair_poll(struct desk *desk, struct desk_pairing *pairing, bool *done, char *account,
                    size_t size, int *waiting, struct error *err);

/* How an account stands. check asks the service itself, and what was held for an answer that it no
 * longer gives (a sign-in refused, an account that has not paid) is due again. */
struct desk_account {
    char service[16];
    char account[128];
    bool signed_in;
    char level[32];     /* "premium: gold", "VIP", "subscriber", "" */
    char allowed[96];   /* what the service lets it do, "" where it was not asked */
    int64_t expires_at; /* of the token; 0: never or unknown */
    char held[256];     /* what is held and why, "" where nothing */
    char error[256];
    int waiting; /* deliveries that wait for it */
};
bool desk_account(struct desk *desk, const char *service, bool check, struct desk_account *account,
                  struct error *err);

/* ---- The web APIs themselves ---- */

/* The APIs by name ("tvmaze-user"), and one route of one; false past the end. */
const char *desk_api(size_t index);
struct desk_route {
    const char *name;
    const char *method;
    const char *path;
    const char *help;
    char takes[384]; /* "id=INTEGER [page=INTEGER] --data OBJECT", "" where nothing */
};
bool desk_route(const char *api, size_t index, struct desk_route *route, struct error *err);

/* All routes of an API as JSON text: [{"name","method","path","params","auth","help"}]. Free it. */
char *desk_routes_json(const char *api, struct error *err);

struct desk_argument {
    const char *name;
    const char *value;
};

/* Calls a route with the stored credentials. body: JSON text or NULL; all_pages: the whole list.
 * json: what was answered, pretty, also by a service that refuses; NULL where that was nothing.
 * Free it. What the route does not take is ERROR_NEVER with no status, and nothing is sent. */
bool desk_call(struct desk *desk, const char *api, const char *route,
               const struct desk_argument *arguments, size_t count, const char *body,
               bool all_pages, char **json, struct error *err);

/* ---- JSON text, as the tool prints it; free it ---- */

char *core_json_match(const char *input, size_t len, const struct desk_match *match,
                      const struct error *err);
char *core_json_entry(const struct entry *entry);
/* As in an entry, with the id of that entry. */
char *core_json_delivery(const struct delivery *delivery);
char *core_json_listed(const struct series *series, const char *tag);
char *core_json_marked(const struct desk_marked *marked);
char *core_json_sync(const struct desk_sync *sync);
char *core_json_account(const struct desk_account *account);
char *core_json_config(const struct config *config);

/* One parse result as one JSON line into buffer; returns its length, or 0 where it does not fit
 * (input may be 64 KiB: size 400 KiB always fits). input comes back byte for byte. */
size_t core_json_guess(const char *input, size_t len, const struct guess *guess, char *buffer,
                       size_t size);

/* Reads {"input","duration"} of one line of JSON; false with ERROR_NEVER where it is not that. */
bool core_read_request(const char *line, size_t len, char *path, size_t size, double *duration,
                       struct error *err);

#endif
