/* SPDX-License-Identifier: MIT
 *
 * The tool's side: one call, one answer, on the caller's own thread. A client is a worker and the
 * commands that a user gives it. Notices are not needed: what happened is in the answer.
 */
#include "core/client/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/http.h"
#include "core/identify/reading.h"
#include "core/identify/resolve.h"
#include "core/journal/journal.h"
#include "core/services/service.h"

enum { LABEL_MAX = 2 * MATCH_TITLE_MAX + 64 };

int64_t client_clock(void)
{
    return clock_wall_ms(NULL) / 1000;
}

struct epi_client *epi_client_new(const struct epi_config *config, struct epi_error *err)
{
    struct worker_host host = {.now_ms = clock_wall_ms};
    struct epi_client *client;

    if (config->unreadable[0]) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s", config->unreadable);
        return NULL;
    }
    client = calloc(1, sizeof(*client));
    if (!client) {
        error_memory(err);
        return NULL;
    }
    client->config = *config;
    if (!epi_config_data_folder(client->folder, sizeof(client->folder), err) ||
        !(client->http = http_new(config->ca_file, config->http_timeout, err))) {
        free(client);
        return NULL;
    }
    client->worker = worker_new(&client->config, client->folder, client->http, &host);
    if (!client->worker) {
        error_memory(err);
        epi_client_free(client);
        return NULL;
    }
    return client;
}

const char *epi_client_warning(struct epi_client *client)
{
    return client ? worker_warning(client->worker) : "";
}

void epi_client_free(struct epi_client *client)
{
    if (!client)
        return;
    worker_free(client->worker);
    http_free(client->http);
    free(client);
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

static void copy_resolution(const struct resolution *resolution, struct epi_client_match *match)
{
    snprintf(match->reason, sizeof(match->reason), "%s", resolution->reason);
    match->count = resolution->outcome == RESOLVE_SURE ? resolution->count : 0;
    memcpy(match->matches, resolution->matches, match->count * sizeof(match->matches[0]));
    match->candidate_count = resolution->candidate_count;
    memcpy(match->candidates, resolution->candidates,
           resolution->candidate_count * sizeof(match->candidates[0]));
}

bool epi_client_match(struct epi_client *client, const char *path, double duration,
                      struct epi_client_match *match, struct epi_error *err)
{
    struct resolution *resolution;
    struct resolve *resolve;
    struct guess guess;
    bool ok;

    match->count = match->candidate_count = 0;
    match->reason[0] = '\0';
    if (!reading_guess(path, NULL, &guess)) {
        snprintf(match->reason, sizeof(match->reason), "this name is not read as an episode");
        return true;
    }
    readable(client, NULL); /* without one there are no corrections and no cache, and that is all */
    resolve = worker_resolve(client->worker, err);
    if (!resolve)
        return false;
    resolution = malloc(sizeof(*resolution));
    if (!resolution)
        return error_memory(err);
    ok = resolve_file(resolve, path, &guess, duration, client_clock(), resolution, err);
    if (ok)
        copy_resolution(resolution, match);
    free(resolution);
    return ok;
}

/* ---- The journal ---- */

bool epi_client_history(struct epi_client *client, size_t limit, bool waiting_only,
                        epi_client_visit visit, void *context, struct epi_error *err)
{
    struct entries_filter filter = {.waiting = waiting_only, .limit = limit};
    struct journal *journal = readable(client, err);

    return journal && entries_each(journal, &filter, visit, context, err);
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
        if (delivery->error[0])
            snprintf(reason, sizeof(reason), "%s: %.220s", delivery->service, delivery->error);
        else
            snprintf(reason, sizeof(reason), "%s: not its time yet; it goes out by itself",
                     delivery->service);
        wait_for(waiting, reason);
    }
    return true;
}

bool epi_client_sync(struct epi_client *client, bool backlog, struct epi_client_sync *sync,
                     struct epi_error *err)
{
    struct entries_filter filter = {.waiting = true};
    struct journal *journal = writable(client, err);
    struct worker_round round;
    struct waiting waiting = {0};
    int64_t next_at;

    memset(sync, 0, sizeof(*sync));
    if (!journal)
        return false;
    for (size_t i = 0; backlog && services[i]; i++) {
        if (!outbox_release_backlog(journal, services[i]->name, err))
            return false;
    }
    if (!outbox_retry(journal, false, client_clock(), err) ||
        !worker_round(client->worker, &round, &next_at, err) ||
        !entries_each(journal, &filter, count_waiting, &waiting, err))
        return false;
    sync->identified = round.identified;
    sync->sent = round.delivered.sent;
    sync->waiting = waiting.count;
    sync->dead = waiting.dead;
    memcpy(sync->reason, waiting.reason, sizeof(sync->reason));
    return true;
}

/* ---- Rate, mark, undo, fix ---- */

/* A target made whole: the entry of a row or of the last one, or a file to record anew. */
struct found {
    struct entry entry; /* id 0: the file is not in the journal */
    char path[JOURNAL_PATH_MAX];
    struct guess guess;
    char label[LABEL_MAX];
};

static bool keep_entry(void *context, const struct entry *entry)
{
    struct found *found = context;

    found->entry = *entry;
    return false;
}

static bool find(struct epi_client *client, const struct epi_client_target *target,
                 struct found *found, struct epi_error *err)
{
    struct entries_filter filter = {.id = target->row, .limit = 1};
    struct journal *journal = writable(client, err);

    memset(found, 0, sizeof(*found));
    if (!journal)
        return false;
    if (!target->row && target->path) {
        reading_absolute(target->path, found->path, sizeof(found->path));
        filter.path = found->path;
    }
    if (!entries_each(journal, &filter, keep_entry, found, err))
        return false;
    if (found->entry.id) {
        stored_path_raw(found->entry.path, found->path);
        reading_guess(found->path, found->entry.media_title, &found->guess);
        reading_entry_label(&found->entry, target->scope, found->label, sizeof(found->label));
        return true;
    }
    if (target->row)
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "there is no row %lld: `epimark history` lists them",
                             (long long)target->row);
    if (!target->path)
        return epi_error_set(err, EPI_ERROR_NEVER, "the journal is empty: name a file");
    if (!reading_guess(found->path, NULL, &found->guess))
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "this name is not read as an episode: `epimark parse --explain` tells why");
    reading_scope_label(&found->guess, 0, target->scope, found->label, sizeof(found->label));
    return true;
}

/* Records something for every episode of what was found, or once for its season or series. */
static bool record(struct epi_client *client, const struct found *found, enum record_kind kind,
                   enum epi_scope scope, int value, struct recorded *recorded,
                   struct epi_error *err)
{
    int episodes = found->entry.id ? found->entry.episodes : reading_parts(&found->guess);
    int first = found->entry.id ? found->entry.nth : 1;
    int last = found->entry.id || scope != EPI_SCOPE_EPISODE ? first : episodes;
    struct stat info;

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
                             .scope = scope};

        if (!found->entry.id && stat(found->path, &info) == 0)
            one.size = info.st_size;
        if (!records_add(readable(client, err), &one, recorded, err))
            return false;
    }
    return true;
}

bool epi_client_rate(struct epi_client *client, const struct epi_client_target *target, int value,
                     char *done, size_t size, struct epi_error *err)
{
    struct found *found = malloc(sizeof(*found));
    struct recorded recorded = {0};
    bool ok = found && find(client, target, found, err) &&
              record(client, found, RECORD_RATED, target->scope, value, &recorded, err);

    if (!found)
        error_memory(err);
    if (ok && value)
        snprintf(done, size, "%s: rated %d of 10; `epimark sync` sends it", found->label, value);
    else if (ok)
        snprintf(done, size, "%s: rating taken back; `epimark sync` sends it", found->label);
    free(found);
    return ok;
}

const char *client_mark_name(enum mark_type type)
{
    static const char *const names[] = {
        [MARK_WATCHED] = "watched", [MARK_ACQUIRED] = "acquired", [MARK_SKIPPED] = "skipped"};

    return names[type];
}

static bool mark_type(const char *as, enum mark_type *type, struct epi_error *err)
{
    for (int i = MARK_WATCHED; i <= MARK_SKIPPED; i++) {
        if (strcmp(client_mark_name((enum mark_type)i), as) == 0) {
            *type = (enum mark_type)i;
            return true;
        }
    }
    return epi_error_set(err, EPI_ERROR_NEVER,
                         "a mark is watched, acquired or skipped, not \"%.40s\"", as);
}

bool epi_client_mark(struct epi_client *client, const struct epi_client_target *target,
                     const char *as, char *done, size_t size, struct epi_error *err)
{
    struct found *found = malloc(sizeof(*found));
    struct recorded recorded = {0};
    enum mark_type type = MARK_WATCHED;
    bool ok = found && mark_type(as, &type, err) && find(client, target, found, err) &&
              record(client, found, RECORD_MARKED, EPI_SCOPE_EPISODE, type, &recorded, err);

    if (!found)
        error_memory(err);
    if (ok && recorded.repeated)
        snprintf(done, size, "%s: is marked as %s already", found->label, as);
    else if (ok)
        snprintf(done, size, "%s: marked as %s; `epimark sync` sends it", found->label, as);
    free(found);
    return ok;
}

bool epi_client_undo(struct epi_client *client, const struct epi_client_target *target, char *done,
                     size_t size, struct epi_error *err)
{
    struct journal *journal = writable(client, err);
    struct record undo = {.kind = RECORD_UNDO, .at = client_clock(), .size = -1};
    char path[JOURNAL_PATH_MAX];
    struct recorded recorded = {0};
    struct entry *entry;
    char label[LABEL_MAX] = "the last thing";
    bool found = false;

    if (!journal)
        return false;
    undo.entry = target->row;
    if (!target->row && target->path) {
        reading_absolute(target->path, path, sizeof(path));
        undo.path = path;
    }
    if (!records_add(journal, &undo, &recorded, err))
        return false;
    if (!recorded.entry)
        return epi_error_set(err, EPI_ERROR_NEVER, "nothing to take back");
    entry = malloc(sizeof(*entry));
    if (entry && entries_get(journal, recorded.entry, entry, &found, NULL) && found)
        reading_entry_label(entry, recorded.undone_scope, label, sizeof(label));
    free(entry);
    snprintf(done, size, "%s: %s taken back%s", label,
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

static bool known_series(struct epi_client *client, const struct series_ids *ids,
                         struct series *series, struct epi_error *err)
{
    struct resolve *resolve = worker_resolve(client->worker, err);
    bool exists = false;

    if (!resolve || !resolve_series(resolve, ids, series, &exists, err))
        return false;
    return exists || epi_error_set(err, EPI_ERROR_NEVER, "no catalogue knows that id");
}

bool epi_client_fix(struct epi_client *client, const struct epi_client_target *target,
                    const struct series_ids *series, int season, int number, char *done,
                    size_t size, struct epi_error *err)
{
    struct found *found = malloc(sizeof(*found));
    struct correction correction;
    struct series known = {0};
    char title_key[MATCH_TITLE_MAX];
    int released = 0;
    bool ok =
        found && find(client, target, found, err) && known_series(client, series, &known, err);

    if (!found)
        error_memory(err);
    if (ok) {
        make_correction(&found->guess, series, season, number, &correction);
        resolve_title_key(&found->guess, title_key, sizeof(title_key));
        ok = corrections_add(readable(client, err), found->path, title_key, &correction,
                             client_clock(), &released, err);
    }
    if (ok && found->entry.id)
        ok = entries_reopen(readable(client, err), found->entry.id, client_clock(), err);
    if (ok)
        snprintf(done, size,
                 "“%s” in this folder is %s from now on; `epimark sync` sends what "
                 "waited for it",
                 found->guess.title, known.title);
    free(found);
    return ok;
}

/* Asks the catalogues which series a file is of. */
static bool match_series(struct epi_client *client, const struct found *found,
                         struct series *series, struct epi_error *err)
{
    struct epi_client_match *match = malloc(sizeof(*match));
    bool ok = match && epi_client_match(client, found->path, found->entry.duration, match, err);

    if (!match)
        error_memory(err);
    if (ok && match->count)
        *series = match->matches[0].series;
    else if (ok)
        ok = epi_error_set(err, EPI_ERROR_NEVER, "%s: %s; name the series as tvdb:ID or tvmaze:ID",
                           found->label, match->reason);
    free(match);
    return ok;
}

bool epi_list_series(struct epi_client *client, const struct epi_client_target *target,
                     const struct series_ids *ids, struct series *series, struct epi_error *err)
{
    struct found *found;
    bool ok;

    if (ids->tvdb || ids->tvmaze || ids->imdb[0])
        return known_series(client, ids, series, err);
    found = malloc(sizeof(*found));
    if (!found)
        return error_memory(err);
    ok = find(client, target, found, err);
    if (!ok && found->path[0] && found->guess.kind != GUESS_EPISODE)
        epi_error_set(err, EPI_ERROR_NEVER,
                      "no file of an episode has this name: name the series as tvdb:ID"
                      " or tvmaze:ID");
    if (ok && found->entry.identified)
        *series = found->entry.match.series;
    else if (ok)
        ok = match_series(client, found, series, err);
    free(found);
    return ok;
}
