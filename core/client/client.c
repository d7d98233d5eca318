/* SPDX-License-Identifier: MIT
 *
 * The journal and the catalogues, for commands. A client is a worker that nobody waits for.
 */
#include "core/client/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/http.h"
#include "core/identify/known_name.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"

int64_t client_clock(void)
{
    return clock_wall_ms(NULL) / 1000;
}

void client_say(const struct epi_client *client, size_t done, size_t all, const char *what)
{
    if (client->told)
        client->told(client->told_context, done, all, what);
}

void epi_client_tell(struct epi_client *client, epi_client_told told, void *context)
{
    client->told = told;
    client->told_context = context;
}

void epi_client_watch(struct epi_client *client, epi_client_waits waits, void *context)
{
    http_watch(client->http, waits, context);
}

/* ---- What the worker asks ---- */

static int64_t now_ms(void *context)
{
    struct epi_client *client = context;

    return clock_steady_ms(&client->clock);
}

/* Some deliveries are done, one way or another. */
static void notice(void *context, const struct deliver_notice *notice)
{
    struct epi_client *client = context;

    if (!notice->row || notice->kind == DELIVER_LATER)
        return;
    client->sync_done += notice->kind == DELIVER_SENT ? notice->count : 1;
    client_say(client, client->sync_done, client->sync_all, "deliveries");
}

/* ---- The client ---- */

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
    clock_steady_begin(&client->clock);
    if (!config_data_folder(config, client->folder, sizeof(client->folder), err) ||
        !(client->http = http_new(config->ca_file, config->http_timeout, err))) {
        free(client);
        return NULL;
    }
    struct worker_host host = {.context = client, .notice = notice, .now_ms = now_ms};
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
    forget_free(client->forget);
    why_free(client->why);
    report_free(client->report);
    free(client->match);
    explicit_bzero(&client->pairing, sizeof(client->pairing)); /* it has a token */
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

struct journal *client_readable(struct epi_client *client, struct epi_error *err)
{
    return worker_journal(client->worker, err);
}

struct journal *client_writable(struct epi_client *client, struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);

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

/* Nothing is looked up, for this reason. */
static const struct resolution *look_up_nothing(struct resolution *resolution, const char *why)
{
    resolution->outcome = RESOLUTION_NOTHING;
    resolution->count = resolution->candidate_count = 0;
    snprintf(resolution->reason, sizeof(resolution->reason), "%s", why);
    return resolution;
}

const struct resolution *client_resolve(struct epi_client *client, const struct client_file *file,
                                        struct guess *guess, struct epi_error *err)
{
    if (!client->match)
        client->match = malloc(sizeof(*client->match));
    CLEANUP(cleanup_free) char *here = malloc(JOURNAL_PATH_MAX);
    if (!client->match || !here) {
        error_memory(err);
        return NULL;
    }
    struct resolution *resolution = &client->match->resolution;
    bool is_here = media_name_here(file->path, here, JOURNAL_PATH_MAX);
    const char *path = is_here ? here : file->path;
    /* Without a journal there are no corrections and no cache, and that is all. */
    struct journal *journal = client_readable(client, NULL);
    enum known_name known = known_name_guess(journal, path, file->media_title, file->duration,
                                             client->config.films != FILMS_NO, guess);
    bool allowed;
    if (!worker_allows(client->worker, file->given ? file->given : file->path, &allowed, err))
        return NULL;
    if (!allowed)
        return look_up_nothing(resolution, "ignore= or only= excludes this file");
    if (!known)
        return look_up_nothing(resolution, "this name is not read as an episode");
    return worker_find_episodes(client->worker, path, guess, file->duration, resolution, err)
               ? resolution
               : NULL;
}

const struct epi_match *client_resolved(struct epi_client *client)
{
    return show_match(client->match);
}

const struct epi_match *epi_client_match(struct epi_client *client, const char *path,
                                         double duration, struct epi_error *err)
{
    const struct client_file file = {.path = path, .duration = duration};
    struct guess guess;

    return client_resolve(client, &file, &guess, err) ? client_resolved(client) : NULL;
}

/* ---- Sending what waits ---- */

static bool count_waiting(void *context, const struct entry *entry)
{
    waiting_count(context, entry);
    return true;
}

/* How many deliveries a sync has before it: of what is not identified yet nobody knows. */
struct ahead {
    size_t due;
    bool unknown;
};

static bool count_due(void *context, const struct entry *entry)
{
    struct ahead *ahead = context;

    ahead->unknown =
        ahead->unknown || (waiting_is_to_identify(entry) && entry->state != ENTRY_HELD);
    for (int i = 0; i < entry->delivery_count; i++)
        ahead->due += entry->deliveries[i].state == DELIVERY_DUE;
    return true;
}

/* What was to be sent is sent: renews kept lists while that works. */
static void renew_lists(struct epi_client *client)
{
    bool renewed = true;
    while (renewed && worker_renew(client->worker, &renewed, NULL))
        continue;
}

/* Makes the copy of the journal that is due. What is wrong with it is in the client's warning. */
static void copy_journal(struct epi_client *client)
{
    bool more = true;
    while (more)
        worker_copy(client->worker, &more, NULL);
}

const struct epi_sync *epi_client_sync(struct epi_client *client, bool backlog,
                                       struct epi_error *err)
{
    struct entries_filter filter = {.waiting = true};
    struct journal *journal = client_writable(client, err);
    struct waiting waiting = {.now = client_clock()};

    if (!journal)
        return NULL;
    for (size_t i = 0; backlog && services[i]; i++) {
        if (!outbox_release_backlog(journal, services[i]->name, err))
            return NULL;
    }
    int64_t next_at;
    struct worker_round round;
    struct ahead ahead = {0};
    if (!outbox_retry(journal, false, 0, client_clock(), NULL, err) ||
        (client->told && !entries_visit(journal, &filter, count_due, &ahead, err)))
        return NULL;
    client->sync_done = 0;
    client->sync_all = ahead.unknown ? 0 : ahead.due;
    if (!worker_round(client->worker, &round, &next_at, err) ||
        !entries_visit(journal, &filter, count_waiting, &waiting, err))
        return NULL;
    for (int parked = journal_count_parked(journal); parked > 0; parked--)
        waiting_add(&waiting, "the folder of a video does not answer");
    renew_lists(client);
    copy_journal(client);
    memcpy(client->sync_reason, waiting.reason, sizeof(client->sync_reason));
    client->sync = (struct epi_sync){.identified = round.identified,
                                     .sent = round.delivered.sent,
                                     .waiting = waiting.count,
                                     .dead = waiting.dead,
                                     .reason = client->sync_reason};
    return &client->sync;
}
