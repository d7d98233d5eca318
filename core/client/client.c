/* SPDX-License-Identifier: MIT
 *
 * The journal and the catalogues, for commands. A client is a worker that nobody waits for.
 */
#include "core/client/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/http.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/identify/title_key.h"
#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/journal/stored.h"

int64_t client_clock(void)
{
    return clock_wall_ms(NULL) / 1000;
}

struct epi_client *epi_client_new(const struct epi_config *config, struct epi_error *err)
{
    if (config->unreadable[0]) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s", config->unreadable);
        return NULL;
    }
    struct epi_client *client = calloc(1, sizeof(*client));
    if (!client) {
        error_memory(err);
        return NULL;
    }
    client->config = *config;
    if (!config_data_folder(config, client->folder, sizeof(client->folder), err) ||
        !(client->http = http_new(config->ca_file, config->http_timeout, err))) {
        free(client);
        return NULL;
    }
    struct worker_host host = {.now_ms = clock_wall_ms};
    client->worker = worker_new(&client->config, client->folder, client->http, &host);
    if (!client->worker) {
        error_memory(err);
        epi_client_free(client);
        return NULL;
    }
    return client;
}

void epi_client_free(struct epi_client *client)
{
    if (!client)
        return;
    worker_free(client->worker);
    http_free(client->http);
    free(client->match);
    free(client);
}

const char *epi_client_warning(struct epi_client *client)
{
    return client ? worker_warning(client->worker) : "";
}

void epi_client_cancel(struct epi_client *client)
{
    http_cancel(client->http);
}

bool epi_client_wait(struct epi_client *client, int milliseconds, struct epi_error *err)
{
    return http_wait(client->http, milliseconds, err);
}

/* The journal, to be read. */
static struct journal *readable(struct epi_client *client, struct epi_error *err)
{
    return worker_journal(client->worker, err);
}

/* The journal, to be written: not one that is damaged, newer or read-only. */
static struct journal *writable(struct epi_client *client, struct epi_error *err)
{
    struct journal *journal = readable(client, err);

    return journal && journal_ready(journal, err) ? journal : NULL;
}

/* ---- Matching ---- */

enum { MATCH_ALL = MATCH_EPISODES_MAX + JOURNAL_CANDIDATES_MAX };

/* A match with room for what it points to. */
struct client_match {
    struct resolution resolution;
    struct views_candidate views[MATCH_ALL];
    const struct epi_candidate *list[MATCH_ALL];
    struct epi_match match;
};

static const struct epi_match *show_match(struct client_match *match)
{
    const struct resolution *found = &match->resolution;
    size_t sure = found->outcome == RESOLUTION_SURE ? found->count : 0;

    for (size_t i = 0; i < sure + found->candidate_count; i++) {
        views_candidate(i < sure ? &found->matches[i] : &found->candidates[i - sure],
                        &match->views[i]);
        match->list[i] = &match->views[i].candidate;
    }
    match->match = (struct epi_match){.episodes = match->list,
                                      .count = sure,
                                      .reason = found->reason,
                                      .candidates = match->list + sure,
                                      .candidate_count = found->candidate_count};
    return &match->match;
}

/* Asks the catalogues. NULL on failure. */
static struct client_match *find_match(struct epi_client *client, const char *path, double duration,
                                       struct epi_error *err)
{
    if (!client->match)
        client->match = malloc(sizeof(*client->match));
    if (!client->match) {
        error_memory(err);
        return NULL;
    }
    struct resolution *resolution = &client->match->resolution;
    struct guess guess;
    if (!media_name_guess(path, NULL, &guess)) {
        resolution->outcome = RESOLUTION_NOTHING;
        resolution->count = resolution->candidate_count = 0;
        snprintf(resolution->reason, sizeof(resolution->reason),
                 "this name is not read as an episode");
        return client->match;
    }
    readable(client, NULL); /* without one there are no corrections and no cache, and that is all */
    struct resolve *resolve = worker_resolve(client->worker, err);
    if (!resolve || !resolve_file(resolve, path, &guess, duration, client_clock(), resolution, err))
        return NULL;
    return client->match;
}

const struct epi_match *epi_client_match(struct epi_client *client, const char *path,
                                         double duration, struct epi_error *err)
{
    struct client_match *match = find_match(client, path, duration, err);

    return match ? show_match(match) : NULL;
}

/* ---- The journal ---- */

struct visit {
    epi_client_visit visit;
    void *context;
    struct views_entry view;
};

static bool show_entry(void *context, const struct entry *entry)
{
    struct visit *visit = context;

    views_entry(entry, &visit->view);
    return visit->visit(visit->context, &visit->view.entry);
}

bool epi_client_history(struct epi_client *client, size_t limit, bool waiting_only,
                        epi_client_visit visit, void *context, struct epi_error *err)
{
    struct entries_filter filter = {.waiting = waiting_only, .limit = limit};
    struct journal *journal = readable(client, err);
    CLEANUP(cleanup_free) struct visit *each = calloc(1, sizeof(*each));

    if (!each)
        return error_memory(err);
    each->visit = visit;
    each->context = context;
    return journal && entries_visit(journal, &filter, show_entry, each, err);
}

/* ---- Sending what waits ---- */

/* The first reason why something waits, and how many do. */
struct waiting {
    int count;
    char reason[256];
    int dead;
};

static void wait_for(struct waiting *waiting, const char *reason)
{
    waiting->count++;
    if (!waiting->reason[0])
        snprintf(waiting->reason, sizeof(waiting->reason), "%s", reason);
}

static bool count_waiting(void *context, const struct entry *entry)
{
    struct waiting *waiting = context;

    if (!entry->identified && entry->state != ENTRY_UNDONE && entry->state != ENTRY_DEAD)
        wait_for(waiting, entry->error);
    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        char reason[256];

        if (delivery->state == DELIVERY_DEAD)
            waiting->dead++;
        if (delivery->state != DELIVERY_DUE && delivery->state != DELIVERY_HELD)
            continue;
        if (delivery->error[0]) {
            snprintf(reason, sizeof(reason), "%s: %.220s", delivery->service, delivery->error);
        } else {
            snprintf(reason, sizeof(reason), "%s: not due yet; sent automatically",
                     delivery->service);
        }
        wait_for(waiting, reason);
    }
    return true;
}

const struct epi_sync *epi_client_sync(struct epi_client *client, bool backlog,
                                       struct epi_error *err)
{
    struct entries_filter filter = {.waiting = true};
    struct journal *journal = writable(client, err);
    struct waiting waiting = {0};

    if (!journal)
        return NULL;
    for (size_t i = 0; backlog && services[i]; i++) {
        if (!outbox_release_backlog(journal, services[i]->name, err))
            return NULL;
    }
    int64_t next_at;
    struct worker_round round;
    if (!outbox_retry(journal, false, 0, client_clock(), NULL, err) ||
        !worker_round(client->worker, &round, &next_at, err) ||
        !entries_visit(journal, &filter, count_waiting, &waiting, err))
        return NULL;
    memcpy(client->sync_reason, waiting.reason, sizeof(client->sync_reason));
    client->sync = (struct epi_sync){.identified = round.identified,
                                     .sent = round.delivered.sent,
                                     .waiting = waiting.count,
                                     .dead = waiting.dead,
                                     .reason = client->sync_reason};
    return &client->sync;
}

/* ---- Rate, mark, undo, fix ---- */

/* A target made whole: the entry of a row or of the last one, or a file to record anew. */
struct found {
    struct entry entry; /* id 0: the file is not in the journal */
    char path[JOURNAL_PATH_MAX];
    enum epi_scope scope;
    struct guess guess;
    char label[VIEWS_NAME_MAX];
};

static bool keep_entry(void *context, const struct entry *entry)
{
    struct found *found = context;

    found->entry = *entry;
    return false;
}

/* Members that an older program does not know of are 0. */
static struct epi_target read_target(const struct epi_target *target)
{
    struct epi_target whole = {0};

    memcpy(&whole, target, target->size < sizeof(whole) ? target->size : sizeof(whole));
    return whole;
}

static bool find(struct epi_client *client, const struct epi_target *given, struct found *found,
                 struct epi_error *err)
{
    struct epi_target target = read_target(given);
    struct entries_filter filter = {.id = target.row, .limit = 1};
    struct journal *journal = writable(client, err);

    if (!journal)
        return false;
    found->scope = target.scope;
    if (!target.row && target.path) {
        media_name_absolute(target.path, found->path, sizeof(found->path));
        filter.path = found->path;
    }
    if (!entries_visit(journal, &filter, keep_entry, found, err))
        return false;
    if (found->entry.id) {
        CLEANUP(cleanup_free) char *path = stored_to_path(found->entry.path, err);
        if (!path)
            return false;
        snprintf(found->path, sizeof(found->path), "%s", path);
        media_name_guess(found->path, found->entry.media_title, &found->guess);
        label_entry(&found->entry, target.scope, found->label, sizeof(found->label));
        return true;
    }
    if (target.row) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "there is no row %lld: `epimark history` lists them",
                             (long long)target.row);
    }
    if (!target.path)
        return epi_error_set(err, EPI_ERROR_NEVER, "the journal is empty: name a file");
    if (!media_name_guess(found->path, NULL, &found->guess)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "this name is not read as an episode: `epimark parse --explain` "
                             "shows why");
    }
    label_scope(&found->guess, 0, target.scope, found->label, sizeof(found->label));
    return true;
}

/* What find fills; NULL, with err, if memory is short. Free it. */
static struct found *new_found(struct epi_error *err)
{
    struct found *found = calloc(1, sizeof(*found));

    if (!found)
        error_memory(err);
    return found;
}

/* Records something for every episode of what was found, or once for its season or series. */
static bool record(struct epi_client *client, const struct found *found, enum record_kind kind,
                   int value, struct recorded *recorded, struct epi_error *err)
{
    int episodes = found->entry.id ? found->entry.episodes : media_name_episodes(&found->guess);
    int first = found->entry.id ? found->entry.nth : 1;
    int last = found->entry.id || found->scope != EPI_SCOPE_EPISODE ? first : episodes;

    for (int nth = first; nth <= last; nth++) {
        struct record one = {.kind = kind,
                             .at = client_clock(),
                             .entry = found->entry.id,
                             .path = found->path,
                             .size = found->entry.id ? found->entry.size : -1,
                             .duration = found->entry.duration,
                             .nth = nth,
                             .episodes = episodes,
                             .value = value,
                             .scope = found->scope};
        struct stat info;

        if (!found->entry.id && stat(found->path, &info) == 0)
            one.size = info.st_size;
        if (!journal_add(readable(client, err), &one, recorded, err))
            return false;
    }
    return true;
}

bool epi_client_rate(struct epi_client *client, const struct epi_target *target, int value,
                     char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    struct recorded recorded = {0};

    if (!found || !find(client, target, found, err) ||
        !record(client, found, RECORD_RATED, value, &recorded, err))
        return false;
    if (value) {
        snprintf(done, size, "%s: rated %d of 10; `epimark sync` sends it", found->label, value);
    } else {
        snprintf(done, size, "%s: rating taken back; `epimark sync` sends it", found->label);
    }
    return true;
}

bool epi_client_mark(struct epi_client *client, const struct epi_target *target, const char *as,
                     char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    struct recorded recorded = {0};
    enum mark_type type = MARK_WATCHED;

    if (!values_mark_find(as, &type)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "unknown mark '%.40s'; one of: watched, acquired, skipped", as);
    }
    if (!found || !find(client, target, found, err))
        return false;
    found->scope = EPI_SCOPE_EPISODE;
    if (!record(client, found, RECORD_MARKED, type, &recorded, err))
        return false;
    if (recorded.repeated) {
        snprintf(done, size, "%s: already marked as %s", found->label, as);
    } else {
        snprintf(done, size, "%s: marked as %s; `epimark sync` sends it", found->label, as);
    }
    return true;
}

bool epi_client_retry(struct epi_client *client, int64_t row, char *done, size_t size,
                      struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    struct epi_target target = {.size = sizeof(target), .row = row};
    struct journal *journal = writable(client, err);
    int count = 0;

    if (!found || !journal || (row && !find(client, &target, found, err)) ||
        !outbox_retry(journal, true, row, client_clock(), &count, err))
        return false;
    snprintf(done, size, "%s: %d to be tried again; `epimark sync` does it now",
             row ? found->label : "all rows", count);
    return true;
}

bool epi_client_drop(struct epi_client *client, int64_t row, char *done, size_t size,
                     struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    struct epi_target target = {.size = sizeof(target), .row = row};
    int count = 0;

    if (!found || !find(client, &target, found, err))
        return false;
    if (!found->entry.identified && found->entry.delivery_count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s is not identified, so there is nothing to drop; `epimark undo "
                             "%lld` takes it back",
                             found->label, (long long)row);
    }
    if (!outbox_drop(readable(client, err), row, &count, err))
        return false;
    snprintf(done, size, "%s: %d dropped", found->label, count);
    return true;
}

bool epi_client_undo(struct epi_client *client, const struct epi_target *given, char *done,
                     size_t size, struct epi_error *err)
{
    struct epi_target target = read_target(given);
    struct journal *journal = writable(client, err);
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    struct record undo = {
        .kind = RECORD_UNDO, .at = client_clock(), .entry = target.row, .size = -1};
    struct recorded recorded = {0};
    bool there = false;

    if (!journal || !found)
        return false;
    if (!target.row && target.path) {
        media_name_absolute(target.path, found->path, sizeof(found->path));
        undo.path = found->path;
    }
    if (!journal_add(journal, &undo, &recorded, err))
        return false;
    if (!recorded.entry)
        return epi_error_set(err, EPI_ERROR_NEVER, "nothing to take back");
    snprintf(found->label, sizeof(found->label), "the last act");
    if (entries_find(journal, recorded.entry, &found->entry, &there, NULL) && there)
        label_entry(&found->entry, recorded.undone_scope, found->label, sizeof(found->label));
    snprintf(done, size, "%s: %s taken back%s", found->label,
             recorded.undone == RECORD_RATED ? "rating" : "watched",
             recorded.to_take_back ? "; `epimark sync` takes it back at the services" : "");
    return true;
}

/* The difference between what the user says and what the name says. */
static void make_correction(const struct guess *guess, const struct series_ids *series, int season,
                            int number, struct correction *correction)
{
    int named_season = guess->season < 0 ? 1 : guess->season;
    int named_number = guess->episode_count    ? guess->episodes[0]
                       : guess->absolute_count ? guess->absolute[0]
                                               : 1;

    correction->series = *series;
    correction->season_offset = season < 0 ? 0 : season - named_season;
    correction->number_offset = number < 0 ? 0 : number - named_number;
}

bool epi_client_fix(struct epi_client *client, const struct epi_target *target, const char *series,
                    int season, int episode, char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);
    CLEANUP(cleanup_free) struct series *known = calloc(1, sizeof(*known));
    int released = 0;

    if (!known)
        error_memory(err);
    if (!found || !known || !find(client, target, found, err) ||
        !client_series_of(client, series, known, err))
        return false;
    struct series_ids ids;
    client_read_id(series, &ids);
    struct correction correction;
    make_correction(&found->guess, &ids, season, episode, &correction);
    char title_key[MATCH_TITLE_MAX];
    title_key_of(&found->guess, title_key, sizeof(title_key));
    if (!corrections_add(readable(client, err), found->path, title_key, &correction, client_clock(),
                         &released, err) ||
        (found->entry.id &&
         !entries_clear_match(readable(client, err), found->entry.id, client_clock(), err)))
        return false;
    snprintf(done, size,
             "“%s” in this folder is %s from now on; `epimark sync` sends what waited for it",
             found->guess.title, known->title);
    return true;
}

/* ---- Which series ---- */

bool client_read_id(const char *text, struct series_ids *ids)
{
    const char *colon = strchr(text, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

    memset(ids, 0, sizeof(*ids));
    if (digits == 0 || digits > 18 || colon[1 + digits])
        return false;
    for (int kind = 0; kind < ID_KINDS; kind++) {
        const char *name = values_id_name((enum id_kind)kind);
        size_t len = (size_t)(colon - text);
        if (strlen(name) == len && memcmp(text, name, len) == 0)
            values_set_series_id(ids, (enum id_kind)kind, strtoll(colon + 1, NULL, 10));
    }
    return values_has_id(ids);
}

bool client_series_of(struct epi_client *client, const char *id, struct series *series,
                      struct epi_error *err)
{
    struct series_ids ids;
    bool exists = false;

    if (!client_read_id(id, &ids)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "invalid series \"%.40s\"; expected tvdb:ID or tvmaze:ID", id);
    }
    struct resolve *resolve = worker_resolve(client->worker, err);
    if (!resolve || !resolve_series(resolve, &ids, series, &exists, err))
        return false;
    return exists || epi_error_set(err, EPI_ERROR_NEVER, "no catalogue knows %.40s", id);
}

/* Asks the catalogues which series a file is of. */
static bool match_series(struct epi_client *client, const struct found *found,
                         struct series *series, struct epi_error *err)
{
    const struct client_match *match = find_match(client, found->path, found->entry.duration, err);

    if (!match)
        return false;
    if (match->resolution.outcome != RESOLUTION_SURE || !match->resolution.count) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: %s; name the series as tvdb:ID or tvmaze:ID", found->label,
                             match->resolution.reason);
    }
    *series = match->resolution.matches[0].series;
    return true;
}

bool client_series(struct epi_client *client, const struct epi_target *target,
                   struct series *series, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct found *found = new_found(err);

    if (!found)
        return false;
    if (!find(client, target, found, err)) {
        if (found->path[0] && found->guess.kind != GUESS_EPISODE) {
            epi_error_set(err, EPI_ERROR_NEVER,
                          "this name is not read as an episode: name the series as tvdb:ID or "
                          "tvmaze:ID");
        }
        return false;
    }
    if (!found->entry.identified)
        return match_series(client, found, series, err);
    *series = found->entry.match.series;
    return true;
}
