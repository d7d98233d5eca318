/* SPDX-License-Identifier: MIT
 *
 * Forgetting: what would be erased and what services still have of it, then erasing it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/file.h"
#include "core/client/series_name.h"
#include "core/client/target.h"
#include "core/identify/media_name.h"
#include "core/identify/series_search.h"
#include "core/journal/entries.h"
#include "core/journal/erase.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/stored.h"
#include "core/services/service.h"

enum { HELD_MAX = 32 };

/* How much of one kind a service has. */
struct held {
    char service[16];
    char kind[16];
    int count;
};

struct client_forget {
    struct epi_forget view;
    struct epi_target target; /* of a series: its texts are the two below */
    char *series;
    char *episodes;
    char *path; /* of a file, as it is stored; or NULL */
    int64_t before;
    bool whole; /* everything from before then */
    int64_t *entries;
    size_t count;
    struct held held[HELD_MAX];
    size_t held_count;
    char there[512];
    bool failed;     /* memory was short */
    char waits[256]; /* why something is not taken back yet */
    bool caused;     /* that is more than "not due yet" */
};

void forget_free(struct client_forget *forget)
{
    if (forget) {
        free(forget->series);
        free(forget->episodes);
        free(forget->path);
        free(forget->entries);
    }
    free(forget);
}

/* ---- Finding ---- */

static bool is_meant(const struct client_forget *forget, const struct entry *entry)
{
    int64_t at = entry->watched_at > entry->created_at ? entry->watched_at : entry->created_at;

    if (forget->before && at >= forget->before)
        return false;
    return !target_is_series(&forget->target) || target_names(&forget->target, entry);
}

static void count_held(struct client_forget *forget, const struct delivery *delivery)
{
    bool back = strncmp(delivery->kind, "un", 2) == 0 ||
                (strncmp(delivery->kind, "rate", 4) == 0 && delivery->value == 0);

    if (delivery->state != DELIVERY_SENT || back)
        return;
    for (size_t i = 0; i < forget->held_count; i++) {
        struct held *held = &forget->held[i];
        if (strcmp(held->service, delivery->service) == 0 &&
            strcmp(held->kind, delivery->kind) == 0) {
            held->count++;
            return;
        }
    }
    if (forget->held_count < HELD_MAX) {
        struct held *held = &forget->held[forget->held_count++];
        snprintf(held->service, sizeof(held->service), "%s", delivery->service);
        snprintf(held->kind, sizeof(held->kind), "%s", delivery->kind);
        held->count = 1;
    }
}

static bool collect(void *context, const struct entry *entry)
{
    struct client_forget *forget = context;

    if (!is_meant(forget, entry))
        return true;
    int64_t *entries = realloc(forget->entries, (forget->count + 1) * sizeof(*entries));
    forget->failed = !entries;
    if (!entries)
        return false;
    forget->entries = entries;
    entries[forget->count++] = entry->id;
    for (int i = 0; i < entry->delivery_count; i++)
        count_held(forget, &entry->deliveries[i]);
    return true;
}

/* "tvmaze: 2 mark; trakt: 1 play, 1 rate" in words. */
static void say_held(struct client_forget *forget)
{
    static const struct {
        const char *kind;
        const char *word;
    } words[] = {
        {"mark", "mark"},
        {"play", "play"},
        {"rate", "rating"},
        {"rate-season", "season rating"},
        {"rate-series", "series rating"},
    };
    size_t len = 0;

    for (size_t i = 0; i < forget->held_count && len < sizeof(forget->there); i++) {
        const struct held *held = &forget->held[i];
        const struct service *service = service_find(held->service);
        const char *word = held->kind;
        for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
            word = strcmp(words[k].kind, held->kind) == 0 ? words[k].word : word;
        len += (size_t)snprintf(forget->there + len, sizeof(forget->there) - len, "%s%s: %d %s%s",
                                i ? ", " : "", service ? service->title : held->service,
                                held->count, word, held->count == 1 ? "" : "s");
    }
}

/* Whether the user said something of a file of which nothing else is recorded. */
static bool is_said(struct journal *journal, const struct client_forget *forget)
{
    bool said = false;

    return forget->path && forget->count == 0 &&
           erase_has_said(journal, forget->path, &said, NULL) && said;
}

/* Keeps the series and episodes of a target beyond the call. */
static bool keep_target(struct client_forget *forget, const struct epi_target *target)
{
    if (!target->series || !target_is_series(target))
        return true;
    forget->series = strdup(target->series);
    forget->episodes = target->episodes ? strdup(target->episodes) : NULL;
    forget->target = *target;
    forget->target.series = forget->series;
    forget->target.episodes = forget->episodes;
    return forget->series && (!target->episodes || forget->episodes);
}

const struct epi_forget *epi_forget_find(struct epi_client *client, const struct epi_target *target,
                                         int64_t before, struct epi_error *err)
{
    struct epi_target one = target ? target_read(target) : (struct epi_target){0};
    struct entries_filter filter = {.id = one.row};
    struct journal *journal = client_writable(client, err);
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);
    struct client_forget *forget = calloc(1, sizeof(*forget));

    forget_free(client->forget);
    client->forget = forget;
    if (!path || !forget || !keep_target(forget, &one)) {
        error_memory(err);
        return NULL;
    }
    forget->before = before;
    forget->whole = !target;
    if (one.path && !one.row) {
        media_name_absolute(one.path, path, JOURNAL_PATH_MAX);
        bool moved;
        if (!journal || !file_find(journal, path, &moved, err))
            return NULL;
        filter.path = path;
        forget->path = stored_from_path(path, err);
        if (!forget->path)
            return NULL;
    }
    if (target && !one.row && !one.path && !one.series)
        filter.limit = 1; /* what was watched or rated last */
    if (!journal || !entries_visit(journal, &filter, collect, forget, err))
        return NULL;
    if (forget->failed) {
        error_memory(err);
        return NULL;
    }
    say_held(forget);
    forget->view = (struct epi_forget){
        .entries = forget->count, .there = forget->there, .said = is_said(journal, forget)};
    return &forget->view;
}

/* ---- Erasing ---- */

/* Undoes all that holds of an entry. */
static bool undo_all(struct journal *journal, int64_t entry, struct epi_error *err)
{
    struct recorded recorded = {.undid = true};

    while (recorded.undid) {
        struct record undo = {
            .kind = RECORD_UNDO, .at = client_clock(), .entry = entry, .size = -1};
        if (!journal_add(journal, &undo, &recorded, err))
            return false;
    }
    return true;
}

static bool find_waiting(void *context, const struct entry *entry)
{
    struct client_forget *forget = context;
    bool mine = false;

    for (size_t i = 0; i < forget->count; i++)
        mine = mine || forget->entries[i] == entry->id;
    for (int i = 0; mine && i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (delivery->state != DELIVERY_SENT && delivery->state != DELIVERY_DROPPED &&
            (!forget->waits[0] || (!forget->caused && *delivery->error))) {
            forget->caused = *delivery->error;
            snprintf(forget->waits, sizeof(forget->waits), "%s: %.200s", delivery->service,
                     *delivery->error ? delivery->error : "not due yet");
        }
    }
    return true;
}

/* Takes all of it back at the services. False if something could not be. */
static bool take_back(struct epi_client *client, struct journal *journal, struct epi_error *err)
{
    struct client_forget *forget = client->forget;
    struct entries_filter filter = {.waiting = true};

    for (size_t i = 0; i < forget->count; i++) {
        if (!undo_all(journal, forget->entries[i], err))
            return false;
    }
    forget->waits[0] = '\0';
    forget->caused = false;
    struct worker_round round;
    int64_t next_at;
    if (!worker_round(client->worker, &round, &next_at, err) ||
        !entries_visit(journal, &filter, find_waiting, forget, err))
        return false;
    return !forget->waits[0] ||
           epi_error_set(err, EPI_ERROR_LATER,
                         "nothing is erased yet, not all could be taken back: %s; try it again "
                         "later, or without --there",
                         forget->waits);
}

bool epi_forget_erase(struct epi_client *client, bool there, char *done, size_t size,
                      struct epi_error *err)
{
    const struct client_forget *forget = client->forget;
    struct journal *journal = client_writable(client, err);

    if (!journal || (there && !take_back(client, journal, err)))
        return false;
    struct erase what = {.entries = forget->entries,
                         .count = forget->count,
                         .path = forget->path,
                         .before = forget->whole ? forget->before : 0};
    char title[MATCH_TITLE_MAX];
    int year;
    bool whole_series = forget->series && !forget->episodes && !forget->before;
    if (whole_series && !values_parse_id(forget->series, &what.series)) {
        series_search_read_title(forget->series, title, sizeof(title), &year);
        what.title = title;
    }
    if (!erase_entries(journal, &what, err))
        return false;
    if (forget->view.said) {
        snprintf(done, size, "what you said of this file is erased");
        return true;
    }
    snprintf(done, size, "%zu %s erased%s%s", forget->count,
             forget->count == 1 ? "entry" : "entries",
             !there && *forget->there ? "; still there: " : "", there ? "" : forget->there);
    return true;
}
