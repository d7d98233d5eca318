/* SPDX-License-Identifier: MIT */
#include "core/deliver/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/allowed.h"
#include "core/base/apart.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/scratch.h"
#include "core/base/secret.h"
#include "core/deliver/outcome.h"
#include "core/deliver/own_ids.h"
#include "core/deliver/pacing.h"
#include "core/deliver/parked.h"
#include "core/deliver/plan.h"
#include "core/deliver/signed_in.h"
#include "core/identify/anime_list.h"
#include "core/identify/candidates.h"
#include "core/identify/catalogue.h"
#include "core/identify/film.h"
#include "core/identify/folder_file.h"
#include "core/identify/known_name.h"
#include "core/identify/language_check.h"
#include "core/identify/renewal.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/identify/siblings.h"
#include "core/journal/copy.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/set_clock.h"
#include "core/journal/stored.h"
#include "core/services/service.h"
#include "core/services/session.h"

enum {
    SERVICES_MAX = 8,
    REMARKS_MAX = 4,
    ANEW_MAX = 8,           /* entries that are looked up anew in one round */
    ASK_AGAIN_SECONDS = 60, /* after a failure that may pass, doubling up to an hour */
    ASK_AGAIN_MAX = 3600,
    PARKED_SECONDS = 60,     /* until a folder that did not answer is asked again */
    CLOCK_OFF_SECONDS = 600, /* a smaller error of this computer's clock does no harm */
};

struct worker {
    const struct epi_config *config;
    const char *folder;
    struct http *http;
    struct worker_host host;
    struct plan plan;
    struct journal *journal;
    struct secret *secret;
    struct apart *apart; /* reads the folders of videos, and the list of anime */
    struct anime_list *anime_list;
    struct folder_file folder_file;
    struct sibling_names names; /* of the other videos in that folder */
    struct session_context context;
    struct session *sessions[SERVICES_MAX];
    struct resolve *resolve;
    struct resolution *resolution;
    int failures;              /* to identify, one after another */
    int64_t behind;            /* by how many seconds the clock is, as the services say */
    struct due anew[ANEW_MAX]; /* what a service did not know in this round, one for each entry */
    int anew_count;
    struct copy *copy;              /* of the journal, while it is made */
    bool copies_not;                /* it could not be made: this process tries it no more */
    char remarks[REMARKS_MAX][256]; /* what services said beside their answers, each once */
};

int64_t worker_now(const struct worker *worker)
{
    return worker->host.now_ms(worker->host.context) / 1000 + worker->behind;
}

/* A service says what time it is: what waits must not depend on a clock that is wrong. What was put
 * off by that clock moves before anything is put off by this one. */
static void compare_clock(void *context, int64_t date)
{
    struct worker *worker = context;
    int64_t behind = date - worker->host.now_ms(worker->host.context) / 1000;
    int64_t change = behind - worker->behind;

    if (change > -CLOCK_OFF_SECONDS && change < CLOCK_OFF_SECONDS)
        return;
    worker->behind = behind > -CLOCK_OFF_SECONDS && behind < CLOCK_OFF_SECONDS ? 0 : behind;
    if (worker_journal(worker, NULL))
        set_clock_follow(worker->journal, worker_now(worker), NULL);
}

static int64_t clock_seconds(void *worker)
{
    return worker_now(worker);
}

/* ---- Pace ---- */

static bool pace(void *context, const struct service *service, bool reads, struct epi_error *err)
{
    struct worker *worker = context;
    struct journal *journal = worker_journal(worker, NULL);
    struct pacing pacing = {journal, worker->http, worker_now(worker), worker->host.now_ms,
                            worker->host.context};

    return !journal || pacing_wait(&pacing, service, reads, err);
}

static void rest(void *context, const struct service *service, int seconds)
{
    struct worker *worker = context;

    if (worker_journal(worker, NULL))
        outbox_pause(worker->journal, service->name, worker_now(worker) + seconds, NULL);
}

static int64_t own_id(void *context, const struct service *service, const struct series_ids *series,
                      int season, int number)
{
    struct journal *journal = worker_journal(context, NULL);

    return journal ? own_ids_recall(journal, service, series, season, number) : 0;
}

static void keep_own_id(void *context, const struct service *service,
                        const struct series_ids *series, int season, int number, int64_t id)
{
    struct journal *journal = worker_journal(context, NULL);

    if (journal)
        own_ids_keep(journal, service, series, season, number, id);
}

/* Of what a service says again with each answer, the first time is enough. */
static void remark(void *context, const struct service *service, const char *text)
{
    struct worker *worker = context;
    size_t count = 0;

    while (count < REMARKS_MAX && worker->remarks[count][0]) {
        if (strcmp(worker->remarks[count++], text) == 0)
            return;
    }
    if (count == REMARKS_MAX)
        return;
    snprintf(worker->remarks[count], sizeof(worker->remarks[count]), "%s", text);
    if (worker->host.notice) {
        struct epi_saying saying = {EPI_SAY_TEXT, {{.text = worker->remarks[count]}}};
        const struct deliver_notice notice = {
            .kind = DELIVER_REMARK, .service = service, .saying = &saying};

        worker->host.notice(worker->host.context, &notice);
    }
}

/* ---- Its parts ---- */

struct journal *worker_journal(struct worker *worker, struct epi_error *err)
{
    if (!worker->journal)
        worker->journal = journal_open(worker->folder, &worker->plan, worker->host.hurry, err);
    return worker->journal;
}

const char *worker_warning(struct worker *worker)
{
    const char *warning = worker->journal && journal_readable(worker->journal, NULL)
                              ? journal_warning(worker->journal)
                              : "";

    return warning[0] ? warning : worker->remarks[0];
}

struct secret *worker_secret(struct worker *worker)
{
    return worker->secret;
}

struct session *worker_session(struct worker *worker, const struct service *service,
                               struct epi_error *err)
{
    for (size_t i = 0; services[i] && i < SERVICES_MAX; i++) {
        if (services[i] != service)
            continue;
        if (!worker->sessions[i])
            worker->sessions[i] = session_new(service, &worker->context);
        if (worker->sessions[i])
            return worker->sessions[i];
    }
    error_memory(err);
    return NULL;
}

struct resolve *worker_resolve(struct worker *worker, struct epi_error *err)
{
    if (worker->resolve)
        return worker->resolve;
    const struct service *chosen[CATALOGUES_MAX];
    size_t count = service_catalogues(worker->config, chosen, CATALOGUES_MAX);
    struct catalogue catalogues[CATALOGUES_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        catalogues[i].service = chosen[i];
        catalogues[i].session = worker_session(worker, chosen[i], err);
        if (!catalogues[i].session)
            return NULL;
    }
    worker->resolve = resolve_new(worker->config, worker->journal, catalogues, count);
    if (worker->resolve)
        resolve_anime_list(worker->resolve, worker->anime_list);
    else
        error_memory(err);
    return worker->resolve;
}

struct worker *worker_new(const struct epi_config *config, const char *folder, struct http *http,
                          const struct worker_host *host)
{
    struct worker *worker = calloc(1, sizeof(*worker));

    if (!worker)
        return NULL;
    worker->resolution = scratch_new(sizeof(*worker->resolution));
    worker->secret = secret_new(config->credential_store, folder);
    worker->apart = apart_new();
    worker->anime_list = anime_list_new(config->anime_list, worker->apart);
    if (!worker->resolution || !worker->secret || !worker->apart || !worker->anime_list) {
        worker_free(worker);
        return NULL;
    }
    worker->config = config;
    worker->folder = folder;
    worker->http = http;
    worker->host = *host;
    plan_make(config, &worker->plan);
    worker->context = (struct session_context){.config = config,
                                               .http = http,
                                               .secret = worker->secret,
                                               .now = clock_seconds,
                                               .clock = worker,
                                               .date = compare_clock,
                                               .pace = pace,
                                               .remark = remark,
                                               .rest = rest,
                                               .pacer = worker,
                                               .own_id = own_id,
                                               .keep_own_id = keep_own_id,
                                               .keeper = worker,
                                               .chance = secret_random};
    return worker;
}

void worker_cancel(struct worker *worker)
{
    http_cancel(worker->http);
    secret_cancel(worker->secret);
    apart_cancel(worker->apart);
}

void worker_free(struct worker *worker)
{
    if (!worker)
        return;
    resolve_free(worker->resolve);
    for (size_t i = 0; i < SERVICES_MAX; i++)
        session_free(worker->sessions[i]);
    secret_free(worker->secret);
    anime_list_free(worker->anime_list);
    apart_free(worker->apart);
    copy_free(worker->copy);
    journal_close(worker->journal);
    scratch_free(worker->resolution);
    free(worker);
}

/* ---- The folder of a file ---- */

bool worker_may_record(struct worker *worker, const char *path, const char *given,
                       struct epi_error *err)
{
    const struct parked_file file = {path, given};

    return parked_may_record(worker->config, worker->apart, &file, err);
}

bool worker_allows(struct worker *worker, const char *given, bool *allowed, struct epi_error *err)
{
    return allowed_file(worker->config, worker->apart, given, allowed, err);
}

const struct folder_file *worker_folder_file(const struct worker *worker)
{
    return &worker->folder_file;
}

static bool is_ignored(const struct worker *worker)
{
    return worker->folder_file.found && worker->folder_file.ignore;
}

/* The session of a service if it has films; NULL without an error if it has none. */
static bool film_session(struct worker *worker, const char *name, struct session **session,
                         struct epi_error *err)
{
    const struct service *service = service_chosen(worker->config, name);

    *session = service && service->films ? worker_session(worker, service, err) : NULL;
    return *session || !service || !service->films;
}

/* Which film it is: nobody is asked unless films are sent. */
static bool find_film(struct worker *worker, const char *path, const struct guess *guess,
                      double duration, struct resolution *resolution, struct epi_error *err)
{
    struct film_question question = {
        .config = worker->config,
        .journal = worker->journal,
        .path = path,
        .guess = guess,
        .duration = duration,
        .now = worker_now(worker),
    };

    if (worker->config->films == FILMS_SEND &&
        (!film_session(worker, "trakt", &question.session, err) ||
         !film_session(worker, "tvdb", &question.catalogue, err)))
        return false;
    return film_find(&question, resolution, err);
}

/* Asks for the episodes or, with all, for whatever there is to choose from. */
static bool find(struct worker *worker, bool all, const char *path, const struct guess *guess,
                 double duration, struct resolution *resolution, struct epi_error *err)
{
    struct resolve *resolve = worker_resolve(worker, err);

    if (!resolve ||
        !folder_file_find(worker->apart, path, &worker->folder_file, &worker->names, err))
        return false;
    if (is_ignored(worker)) {
        resolution_ignored(resolution);
        return true;
    }
    if (guess->film)
        return find_film(worker, path, guess, duration, resolution, err);
    resolve_in_folder(resolve, &worker->folder_file, &worker->names);
    if (!(all ? resolve_candidates : resolve_file)(resolve, path, guess, duration,
                                                   worker_now(worker), resolution, err))
        return false;
    if (resolution->outcome >= RESOLUTION_NOTHING) /* nothing was asked */
        return true;
    size_t count;
    const struct catalogue *catalogues = resolve_catalogues(resolve, &count);
    language_check(worker->journal, worker->config, catalogues, count, worker_now(worker), remark,
                   worker);
    return true;
}

bool worker_find_episodes(struct worker *worker, const char *path, const struct guess *guess,
                          double duration, struct resolution *resolution, struct epi_error *err)
{
    return find(worker, false, path, guess, duration, resolution, err);
}

bool worker_find_candidates(struct worker *worker, const char *path, const struct guess *guess,
                            double duration, struct resolution *resolution, struct epi_error *err)
{
    return find(worker, true, path, guess, duration, resolution, err);
}

/* ---- Identifying ---- */

/* When to identify an entry again after a failure; one more failure in a row. */
static int64_t ask_again(struct worker *worker, const struct epi_error *err)
{
    int64_t seconds = ASK_AGAIN_SECONDS;

    for (int i = 0; i < worker->failures && seconds < ASK_AGAIN_MAX; i++)
        seconds *= 2;
    if (seconds > ASK_AGAIN_MAX)
        seconds = ASK_AGAIN_MAX;
    worker->failures++;
    return worker_now(worker) + (err->retry_after > seconds ? err->retry_after : seconds);
}

/* Files what an entry was identified as, with the series to choose from. */
static bool file_resolution(struct worker *worker, const struct entry *entry, const char *path,
                            const char *title_key, struct worker_round *round,
                            struct epi_error *err)
{
    const struct resolution *resolution = worker->resolution;
    enum outcome outcome;

    if (!candidates_keep(worker->journal, path, entry->media_title, resolution->candidates,
                         resolution->candidate_count, worker_now(worker), err) ||
        !outcome_file(worker->journal, entry, resolution, title_key, worker_now(worker), &outcome,
                      err))
        return false;
    round->identified += outcome == OUTCOME_IDENTIFIED;
    round->held += outcome == OUTCOME_HELD;
    return true;
}

/* Identifies one entry that the journal handed out. False ends the round. */
static bool identify(struct worker *worker, const struct entry *entry, struct worker_round *round,
                     struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = stored_to_path(entry->path, err);
    if (!path || !worker_resolve(worker, err))
        return false;
    struct guess guess;
    enum known_name known = known_name_guess(worker->journal, path, entry->media_title,
                                             entry->duration, entry->film, &guess);
    if (known == KNOWN_NAME_NOT) {
        /* It was written by another version, whose reader accepts other names. */
        return entries_postpone(worker->journal, entry->id, 0,
                                "this name is not read as an episode", NULL, worker_now(worker),
                                err);
    }
    char title_key[MATCH_TITLE_MAX];
    known_name_title_key(known, &guess, title_key, sizeof(title_key));
    struct epi_error failed;
    if (worker_find_episodes(worker, path, &guess, entry->duration, worker->resolution, &failed)) {
        worker->failures = 0;
        if (is_ignored(worker))
            return outcome_undo(worker->journal, entry, worker_now(worker), err);
        return file_resolution(worker, entry, path, title_key, round, err);
    }
    if (failed.kind == EPI_ERROR_STOPPED) {
        *err = failed;
        return false;
    }
    int64_t again = ask_again(worker, &failed);
    if (entry->state == ENTRY_HELD)
        return entries_ask_again(worker->journal, entry->id, again, err);
    return entries_postpone(worker->journal, entry->id, again, failed.text, NULL,
                            worker_now(worker), err);
}

bool worker_identify(struct worker *worker, struct worker_round *round, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));

    if (!entry)
        return error_memory(err);
    for (;;) {
        int64_t now = worker_now(worker);
        bool found = false;

        if (!entries_claim(worker->journal, now, WORKER_LEASE_SECONDS, entry, &found, err))
            return false;
        if (!found)
            return true;
        if (!identify(worker, entry, round, err))
            return false;
    }
}

bool worker_identify_entry(struct worker *worker, int64_t id, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));
    struct worker_round ignored = {0};
    bool found = false;

    if (!entry)
        return error_memory(err);
    if (!worker_resolve(worker, err) || !entries_find(worker->journal, id, entry, &found, err))
        return false;
    bool is_new = found && !entry->identified &&
                  (entry->state == ENTRY_WATCHED || entry->state == ENTRY_RATED);
    return !is_new || identify(worker, entry, &ignored, err);
}

/* ---- Ids of a service ---- */

/* What it takes to find the ids that a service has. False if there is no session. */
static bool begin_own_ids(struct worker *worker, const struct service *service, struct own_ids *own,
                          struct epi_error *err)
{
    *own = (struct own_ids){service, worker_session(worker, service, err), worker->journal,
                            worker->config->language, worker_now(worker)};
    return own->session != NULL;
}

static bool give_own_ids(void *context, const struct service *service, struct due *row,
                         struct epi_error *err)
{
    struct own_ids own;

    return begin_own_ids(context, service, &own, err) && own_ids_give(&own, row, err);
}

bool worker_find_ids(struct worker *worker, const struct service *service, struct subject *subject,
                     bool *found, struct epi_error *err)
{
    *found = false;
    struct own_ids own;
    return worker_journal(worker, err) && begin_own_ids(worker, service, &own, err) &&
           own_ids_find(&own, subject, found, err);
}

/* ---- Looking up anew ---- */

static void doubt(void *context, const struct due *row)
{
    struct worker *worker = context;

    for (int i = 0; i < worker->anew_count; i++) {
        if (worker->anew[i].entry == row->entry)
            return;
    }
    if (worker->anew_count < ANEW_MAX)
        worker->anew[worker->anew_count++] = *row;
}

/* What a file is, as the catalogues say now. found: they are sure. title_key has MATCH_TITLE_MAX.
 * False if http was cancelled. */
static bool resolve_entry_anew(struct worker *worker, const struct entry *entry, char *title_key,
                               bool *found, struct epi_error *err)
{
    struct resolve *resolve = worker_resolve(worker, err);
    CLEANUP(cleanup_free) char *path = stored_to_path(entry->path, err);
    struct epi_error failed = {0};

    *found = false;
    if (!resolve || !path)
        return false;
    struct guess guess;
    enum known_name known = known_name_guess(worker->journal, path, entry->media_title,
                                             entry->duration, entry->film, &guess);
    if (known == KNOWN_NAME_NOT)
        return true;
    known_name_title_key(known, &guess, title_key, MATCH_TITLE_MAX);
    resolve_anew(resolve, true);
    bool answered =
        worker_find_episodes(worker, path, &guess, entry->duration, worker->resolution, &failed);
    resolve_anew(resolve, false);
    *found = answered && worker->resolution->outcome == RESOLUTION_SURE;
    if (failed.kind == EPI_ERROR_STOPPED && err)
        *err = failed;
    return answered || failed.kind != EPI_ERROR_STOPPED;
}

static bool same_id(int64_t a, int64_t b)
{
    return a == b || a == 0;
}

/* Whether an entry is what the catalogue says now. It may know more ids than the catalogue. */
static bool is_same(const struct match *now, const struct match *entry)
{
    if (now->film)
        return values_same_series(&now->series.ids, &entry->series.ids);
    return same_id(now->episode.tvdb, entry->episode.tvdb) &&
           same_id(now->episode.tvmaze, entry->episode.tvmaze) &&
           now->episode.season == entry->episode.season &&
           now->episode.number == entry->episode.number &&
           same_id(now->series.ids.tvdb, entry->series.ids.tvdb) &&
           same_id(now->series.ids.tvmaze, entry->series.ids.tvmaze);
}

/* Asks the service anew for its own ids of the episode. */
static bool renew_own_ids(struct worker *worker, struct due *row, bool *changed,
                          struct epi_error *err)
{
    const struct service *service = service_find(row->service);
    struct own_ids own;
    bool renewed = false;

    if (!service || !service->episodes || !begin_own_ids(worker, service, &own, err))
        return true;
    if (!own_ids_renew(&own, row, &renewed, err))
        return false;
    *changed = *changed || renewed;
    return !renewed || outbox_hasten(worker->journal, row->entry, err);
}

/* If it is another episode than was thought, or has other ids, it is that now and is sent. */
static bool look_up_anew(struct worker *worker, struct due *row, bool *changed,
                         struct epi_error *err)
{
    CLEANUP(cleanup_free) struct entry *entry = malloc(sizeof(*entry));

    if (!entry)
        return error_memory(err);
    bool found;
    if (!entries_find(worker->journal, row->entry, entry, &found, err))
        return false;
    if (!found || !entry->identified)
        return true;
    char title_key[MATCH_TITLE_MAX];
    if (!resolve_entry_anew(worker, entry, title_key, &found, err))
        return false;
    size_t index = entry->nth > 0 ? (size_t)entry->nth - 1 : 0;
    if (!found || index >= worker->resolution->count)
        return true;
    const struct match *match = &worker->resolution->matches[index];
    if (match->confidence <= 0)
        return true;
    if (is_same(match, &entry->match)) {
        bool own = strcmp(match->source, row->service) == 0;
        return own || renew_own_ids(worker, row, changed, err);
    }
    *changed = true;
    return entries_set_match(worker->journal, row->entry, match, title_key, worker_now(worker),
                             err) &&
           outbox_hasten(worker->journal, row->entry, err);
}

/* Looks up anew what a service did not know, and sends what has changed. */
static bool heal(struct worker *worker, const struct deliver *deliver, struct delivered *delivered,
                 struct epi_error *err)
{
    bool changed = false;

    for (int i = 0; i < worker->anew_count; i++) {
        if (!look_up_anew(worker, &worker->anew[i], &changed, err))
            return false;
    }
    if (!changed)
        return true;
    struct delivered more;
    bool ok = deliver_due(deliver, &more, err);
    delivered->sent += more.sent;
    delivered->later += more.later;
    delivered->dead += more.dead;
    delivered->held += more.held;
    delivered->there += more.there;
    return ok;
}

/* ---- Renewing ---- */

bool worker_renew(struct worker *worker, bool *renewed, struct epi_error *err)
{
    struct journal *journal = worker_journal(worker, err);
    struct resolve *resolve = journal ? worker_resolve(worker, err) : NULL;
    if (!resolve)
        return false;
    size_t count;
    const struct catalogue *catalogues = resolve_catalogues(resolve, &count);
    return renewal_step(journal, worker->config, catalogues, count,
                        worker->host.now_ms(worker->host.context), renewed, err);
}

bool worker_copy(struct worker *worker, bool *more, struct epi_error *err)
{
    struct journal *journal = worker->copies_not ? NULL : worker_journal(worker, NULL);
    *more = false;
    if (!journal || !http_wait(worker->http, 0, NULL))
        return true; /* a copy that was begun goes with the worker */
    worker->copies_not = !copy_step(journal, &worker->copy, worker_now(worker), more, err);
    return !worker->copies_not;
}

/* ---- Rounds ---- */

static struct session *give_session(void *context, const struct service *service,
                                    struct epi_error *err)
{
    return worker_session(context, service, err);
}

static void pass_notice(void *context, const struct deliver_notice *notice)
{
    const struct worker *worker = context;

    if (worker->host.notice)
        worker->host.notice(worker->host.context, notice);
}

/* Its journal is NULL if it cannot be opened. */
static struct deliver begin_round(struct worker *worker, struct epi_error *err)
{
    return (struct deliver){.journal = worker_journal(worker, err),
                            .config = worker->config,
                            .session = give_session,
                            .notice = pass_notice,
                            .unknown = doubt,
                            .carry = give_own_ids,
                            .context = worker,
                            .now = clock_seconds,
                            .clock = worker};
}

bool worker_see_accounts(struct worker *worker, struct epi_error *err)
{
    struct deliver deliver = begin_round(worker, err);
    return deliver.journal && journal_ready(deliver.journal, err) &&
           signed_in_refresh(&deliver, err);
}

bool worker_round(struct worker *worker, struct worker_round *round, int64_t *next_at,
                  struct epi_error *err)
{
    struct deliver deliver = begin_round(worker, err);
    int parked = 0;

    memset(round, 0, sizeof(*round));
    worker->anew_count = 0;
    *next_at = 0;
    bool ok = deliver.journal && journal_ready(deliver.journal, err) &&
              set_clock_follow(deliver.journal, worker_now(worker), err) &&
              parked_settle(deliver.journal, worker->config, worker->apart, &parked, err) &&
              signed_in_refresh(&deliver, err) && worker_identify(worker, round, err) &&
              deliver_due(&deliver, &round->delivered, err) &&
              heal(worker, &deliver, &round->delivered, err) &&
              outbox_next_at(deliver.journal, worker_now(worker), next_at, err);
    int64_t again = worker_now(worker) + PARKED_SECONDS;
    if (ok && parked > 0 && (*next_at == 0 || *next_at > again))
        *next_at = again;
    return ok;
}
