/* SPDX-License-Identifier: MIT
 *
 * worker: what it takes to identify entries and deliver them, in one place: the journal, the
 * keyring and a session with each service, each opened when it is first needed, and the pace at
 * which services may be called. Uses network, keyring and disk. It belongs to one thread: the
 * courier has one beside a player, and each client has one.
 */
#ifndef EPIMARK_DELIVER_WORKER_H
#define EPIMARK_DELIVER_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/deliver/deliver.h"

struct folder_file;
struct guess;
struct http;
struct resolution;
struct resolve;
struct secret;
struct subject;

enum { WORKER_LEASE_SECONDS = 300 }; /* how long this process may hold a row that it claimed */

/* What a worker asks of its owner; called on the worker's thread. */
struct worker_host {
    void *context;
    const atomic_bool *hurry;         /* true while the process is about to end; NULL: never */
    deliver_notify notice;            /* may be NULL */
    int64_t (*now_ms)(void *context); /* milliseconds since 1970 */
};

struct worker;

/* config, folder and http are borrowed. Opens nothing. NULL if memory is short. */
struct worker *worker_new(const struct epi_config *config, const char *folder, struct http *http,
                          const struct worker_host *host);
void worker_free(struct worker *worker);

/* From any thread: ends requests, and waiting for the keyring; all later ones fail at once. */
void worker_cancel(struct worker *worker);

/* What one round did. */
struct worker_round {
    int identified;
    int held;
    struct delivered delivered;
};

/* Identifies and delivers all that is due. next_at is the time (seconds since 1970) at which
 * something is due again, 0 if nothing is. False if the journal fails or http was cancelled. */
bool worker_round(struct worker *worker, struct worker_round *round, int64_t *next_at,
                  struct epi_error *err);

/* The beginning of a round: the journal knows which accounts are signed in. */
bool worker_see_accounts(struct worker *worker, struct epi_error *err);

/* The first half of a round. Adds to round. */
bool worker_identify(struct worker *worker, struct worker_round *round, struct epi_error *err);

/* Identifies one entry that is not yet identified, now. Of one that is, nothing is done. */
bool worker_identify_entry(struct worker *worker, int64_t id, struct epi_error *err);

/* Renews one kept list of episodes, if that is wanted and may be asked for now: see renewal.h. */
bool worker_renew(struct worker *worker, bool *renewed, struct epi_error *err);

/* Does one short step towards a weekly copy of the journal, if one is due: see copy.h. more: there
 * is another. What fails fails once; nothing is begun after worker_cancel. */
bool worker_copy(struct worker *worker, bool *more, struct epi_error *err);

/* Its parts, opened with the first call. Borrowed; NULL with err set if one cannot be opened. */
struct journal *worker_journal(struct worker *worker, struct epi_error *err);
struct session *worker_session(struct worker *worker, const struct service *service,
                               struct epi_error *err);
struct resolve *worker_resolve(struct worker *worker, struct epi_error *err);

/* Finds the episodes of a file as resolve_file does, with what .epimark in its folder says. Waits
 * some seconds for a folder that does not answer, and then fails with EPI_ERROR_LATER, as if that
 * file cannot be used: nothing is looked up. If it says so, the file is ignored: nothing is looked
 * up, and nothing is found. */
bool worker_find_episodes(struct worker *worker, const char *path, const struct guess *guess,
                          double duration, struct resolution *resolution, struct epi_error *err);

/* All series that a file may be of, as resolve_candidates finds them. */
bool worker_find_candidates(struct worker *worker, const char *path, const struct guess *guess,
                            double duration, struct resolution *resolution, struct epi_error *err);

/* Whether something may be recorded of a file: see parked.h. */
bool worker_may_record(struct worker *worker, const char *path, const char *given,
                       struct epi_error *err);

/* Whether ignore= and only= allow a file, by the name that it was given by: see allowed_file. */
bool worker_allows(struct worker *worker, const char *given, bool *allowed, struct epi_error *err);

/* Gives a subject of no row the ids that a service has for it: see own_ids_find. */
bool worker_find_ids(struct worker *worker, const struct service *service, struct subject *subject,
                     bool *found, struct epi_error *err);

/* What .epimark said of the file that was asked for last. */
const struct folder_file *worker_folder_file(const struct worker *worker);

/* The keyring. */
struct secret *worker_secret(struct worker *worker);

/* Seconds since 1970; if a service said that the host's clock is wrong, as that service says. */
int64_t worker_now(const struct worker *worker);

/* What the user should know of the journal's state, else of what a service said beside its answer;
 * "" if there is nothing. */
const char *worker_warning(struct worker *worker);

#endif
