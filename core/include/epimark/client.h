/* SPDX-License-Identifier: MIT
 *
 * client: one call, one answer, on the caller's own thread: the journal, the catalogues, the
 * accounts and the services, for commands.
 */
#ifndef EPIMARK_CLIENT_H
#define EPIMARK_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/config.h>
#include <epimark/error.h>
#include <epimark/match.h>

/* ---- The tool's side: one call, one answer, on the caller's own thread ---- */

struct epi_client; /* a journal, the catalogues and the services, for commands */

/* Opens lazily: what a call does not need is not touched. config is copied. Fails with
 * config->unreadable if that is set. */
struct epi_client *epi_client_new(const struct epi_config *config, struct epi_error *err);
void epi_client_free(struct epi_client *client);

/* What has to be told of the journal that a call opened ("the journal was damaged ..."), or "".
 * Borrowed from the client. */
const char *epi_client_warning(struct epi_client *client);

/* From a signal handler's thread or another: what runs ends with EPI_ERROR_STOPPED. */
void epi_client_cancel(struct epi_client *client);

/* Waits, or until epi_client_cancel: then false with EPI_ERROR_STOPPED. */
bool epi_client_wait(struct epi_client *client, int milliseconds, struct epi_error *err);

/* Which series and episodes a file is, asked of the catalogues. count is 0 with reason filled
 * where none is sure; candidates then holds what came closest, best first. */
struct epi_client_match {
    struct match matches[MATCH_EPISODES_MAX];
    size_t count;
    char reason[256];
    struct match candidates[JOURNAL_CANDIDATES_MAX]; /* series and confidence alone */
    size_t candidate_count;
};
bool epi_client_match(struct epi_client *client, const char *path, double duration,
                      struct epi_client_match *match, struct epi_error *err);

/* Calls visit for each entry, newest first, at most limit (0: all). false from visit ends it. */
typedef bool (*epi_client_visit)(void *context, const struct entry *entry);
bool epi_client_history(struct epi_client *client, size_t limit, bool waiting_only,
                        epi_client_visit visit, void *context, struct epi_error *err);

/* Identifies and delivers all that is due now. backlog: also what was watched before the first
 * sign-in. waiting tells how many are left, why in reason. */
struct epi_client_sync {
    int identified;
    int sent;
    int waiting;
    int dead;
    char reason[256];
};
bool epi_client_sync(struct epi_client *client, bool backlog, struct epi_client_sync *sync,
                     struct epi_error *err);

/* What a rate, mark, undo or fix is about: a row's id, or 0 and a file. Without both: the last. */
struct epi_client_target {
    int64_t row;
    const char *path;
    enum epi_scope scope; /* of epi_client_rate: the episode, its season or its series */
};
/* Each says in done what it did, one line for the user. */
bool epi_client_rate(struct epi_client *client, const struct epi_client_target *target, int value,
                     char *done, size_t size, struct epi_error *err);
/* as: "watched", "acquired" (it is at hand) or "skipped" (it will not be watched). */
bool epi_client_mark(struct epi_client *client, const struct epi_client_target *target,
                     const char *as, char *done, size_t size, struct epi_error *err);
bool epi_client_undo(struct epi_client *client, const struct epi_client_target *target, char *done,
                     size_t size, struct epi_error *err);
/* series: tvdb or tvmaze set; season and number -1 to keep what the name says. */
bool epi_client_fix(struct epi_client *client, const struct epi_client_target *target,
                    const struct series_ids *series, int season, int number, char *done,
                    size_t size, struct epi_error *err);

/* ---- What a user keeps at TVmaze: series followed and tagged, episodes marked ---- */

/* Which series a target is of, or, where one of ids is set, which they mean. What the journal does
 * not tell is asked of the catalogues. */
bool epi_list_series(struct epi_client *client, const struct epi_client_target *target,
                     const struct series_ids *ids, struct series *series, struct epi_error *err);

/* Follows a series, or no more; puts it under a tag (made where there is none of that name), or
 * takes it away. Either is for paying accounts. */
bool epi_list_follow(struct epi_client *client, const struct series *series, bool followed,
                     struct epi_error *err);
bool epi_list_tag(struct epi_client *client, const struct series *series, const char *tag,
                  bool tagged, struct epi_error *err);

/* Calls visit for each series that is followed (tag is NULL), then for those under each tag. */
typedef bool (*epi_list_visit)(void *context, const struct series *series, const char *tag);
bool epi_list_each(struct epi_client *client, epi_list_visit visit, void *context,
                   struct epi_error *err);

/* Calls visit for each episode of a series that is marked, in their order. */
struct epi_list_marked {
    struct episode episode; /* season and number -1 where TVmaze does not tell */
    const char *as;         /* "watched", "acquired" or "skipped" */
    int64_t at;             /* seconds since 1970; 0: nobody knows when */
};
typedef bool (*epi_list_visit_marked)(void *context, const struct epi_list_marked *marked);
bool epi_list_marked(struct epi_client *client, const struct series *series,
                     epi_list_visit_marked visit, void *context, struct epi_error *err);

/* ---- Accounts ---- */

/* One value that signing in asks for, in order. */
struct epi_account_field {
    const char *name;
    const char *prompt;
    bool secret;   /* typed without echo */
    bool optional; /* may be empty */
};

/* Services one can sign in to, in the order of their help; NULL past the end. */
const char *epi_account_service(size_t index);

/* A field of a service; false past the end or for an unknown service. */
bool epi_account_field(const char *service, size_t index, struct epi_account_field *field);

/* Signs in with ready-made values in the fields' order, once the service knows them. account: who
 * it is; waiting: how many entries from before could be sent now (release them by
 * epi_account_release). */
bool epi_account_login(struct epi_client *client, const char *service, const char *const *values,
                       size_t count, char *account, size_t size, int *waiting,
                       struct epi_error *err);
bool epi_account_release(struct epi_client *client, const char *service, struct epi_error *err);

/* Forgets the credentials, once the service was told to. untold: why it was not, "" where it was or
 * has no way to be told: then the access lasts until it is taken back on its web site. */
bool epi_account_logout(struct epi_client *client, const char *service, char *untold, size_t size,
                        struct epi_error *err);

/* What the terms of the services ask to be said, a sentence each; NULL past the end. */
const char *epi_account_credit(size_t index);

/* Signing in on a web page instead: a service that can has fields of its own for that; false past
 * the end and for a service that cannot. */
bool epi_account_pair_field(const char *service, size_t index, struct epi_account_field *field);

/* What to show while the user confirms, and when to ask. */
struct epi_account_pairing {
    char code[32];   /* to be typed there; "" where the address says all */
    char url[512];   /* to be opened */
    int interval;    /* seconds to wait before each poll */
    int64_t ends_at; /* seconds since 1970, 0 unknown */
};
bool epi_account_pair_start(struct epi_client *client, const char *service,
                            const char *const *values, size_t count,
                            struct epi_account_pairing *pairing, struct epi_error *err);

/* Asks once, to be called pairing->interval seconds (which may grow) after the last time.
 * EPI_ERROR_LATER: ask again. done: signed in and stored; account and waiting as of
 * epi_account_login. */
bool epi_account_pair_poll(struct epi_client *client, struct epi_account_pairing *pairing,
                           bool *done, char *account, size_t size, int *waiting,
                           struct epi_error *err);

/* How an account stands. check asks the service itself, and what was held for an answer that it no
 * longer gives (a sign-in refused, an account that has not paid) is due again. */
struct epi_account {
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
bool epi_account_status(struct epi_client *client, const char *service, bool check,
                        struct epi_account *account, struct epi_error *err);

/* ---- The web APIs themselves ---- */

/* The APIs by name ("tvmaze-user"), and one route of one; false past the end. */
const char *epi_api_name(size_t index);
struct epi_api_route {
    const char *name;
    const char *method;
    const char *path;
    const char *help;
    char takes[384]; /* "id=INTEGER [page=INTEGER] --data OBJECT", "" where nothing */
};
bool epi_api_route(const char *api, size_t index, struct epi_api_route *route,
                   struct epi_error *err);

/* All routes of an API as JSON text: [{"name","method","path","params","auth","help"}]. Free it. */
char *epi_api_routes_json(const char *api, struct epi_error *err);

struct epi_api_argument {
    const char *name;
    const char *value;
};

/* Calls a route with the stored credentials. body: JSON text or NULL; all_pages: the whole list.
 * json: what was answered, pretty, also by a service that refuses; NULL where that was nothing.
 * Free it. What the route does not take is EPI_ERROR_NEVER with no status, and nothing is sent. */
bool epi_api_call(struct epi_client *client, const char *api, const char *route,
                  const struct epi_api_argument *arguments, size_t count, const char *body,
                  bool all_pages, char **json, struct epi_error *err);

/* ---- JSON text, as the tool prints it; free it ---- */

char *epi_json_match(const char *input, size_t len, const struct epi_client_match *match,
                     const struct epi_error *err);
char *epi_json_entry(const struct entry *entry);
/* As in an entry, with the id of that entry. */
char *epi_json_delivery(const struct delivery *delivery);
char *epi_json_listed(const struct series *series, const char *tag);
char *epi_json_marked(const struct epi_list_marked *marked);
char *epi_json_sync(const struct epi_client_sync *sync);
char *epi_json_account(const struct epi_account *account);
char *epi_json_config(const struct epi_config *config);

/* One parse result as one JSON line into buffer; returns its length, or 0 where it does not fit
 * (input may be 64 KiB: size 400 KiB always fits). input comes back byte for byte. */
size_t epi_json_guess(const char *input, size_t len, const struct guess *guess, char *buffer,
                      size_t size);

/* Reads {"input","duration"} of one line of JSON; false with EPI_ERROR_NEVER where it is not
 * that. */
bool epi_json_read_request(const char *line, size_t len, char *path, size_t size, double *duration,
                           struct epi_error *err);

#endif
