/* SPDX-License-Identifier: MIT
 *
 * What a user says of an episode: rate, mark, unmark, undo.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/client/client.h"
#include "core/client/episodes.h"
#include "core/client/existing.h"
#include "core/client/file.h"
#include "core/client/next_step.h"
#include "core/client/target.h"
#include "core/deliver/plan.h"
#include "core/identify/act.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"

/* One act on each episode of a target. */
struct acts {
    struct epi_client *client;
    enum record_kind kind;
    int value;
    int count;
    int repeated;
    bool film; /* it is one */
    bool must_be_known;
    bool looked_up;                   /* a catalogue has every episode that was typed */
    char unsure[EXISTING_UNSURE_MAX]; /* "", or why it is not sure which series is meant */
    char label[VIEWS_NAME_MAX];
};

/* Records something for every episode of what was found, or once for its season or series. */
static bool record(void *context, struct target *found, struct epi_error *err)
{
    struct acts *acts = context;

    if (acts->kind == RECORD_MARKED)
        found->scope = EPI_SCOPE_EPISODE;
    int episodes = found->entry.id ? found->entry.episodes : media_name_episodes(&found->guess);
    int first = found->entry.id ? found->entry.nth : 1;
    int last = found->entry.id || found->scope != EPI_SCOPE_EPISODE ? first : episodes;
    char title_key[MATCH_TITLE_MAX];
    known_name_title_key(found->known, &found->guess, title_key, sizeof(title_key));
    char key[SITTING_KEY_MAX];
    known_name_sitting_key(found->known, &found->guess, key, sizeof(key));
    struct recorded recorded = {0};
    for (int nth = first; nth <= last; nth++) {
        struct record one = {.kind = acts->kind,
                             .at = client_clock(),
                             .entry = found->entry.id,
                             .path = found->path,
                             .size = found->entry.id ? found->entry.size : -1,
                             .duration = found->entry.duration,
                             .nth = nth,
                             .episodes = episodes,
                             .value = acts->value,
                             .scope = found->scope,
                             .film = found->film,
                             .title_key = title_key,
                             .key = key};
        struct stat info;

        if (!found->entry.id && found->path[0] == '/' && stat(found->path, &info) == 0)
            one.size = info.st_size;
        if (!journal_add(client_readable(acts->client, err), &one, &recorded, err))
            return false;
    }
    /* What was just looked up is known: if it cannot be filed now, a sync does it. */
    struct epi_error later;
    if (acts->looked_up && !found->given && !found->entry.id && recorded.entry)
        worker_identify_entry(acts->client->worker, recorded.entry, &later);
    acts->count++;
    acts->repeated += recorded.repeated;
    acts->film = found->film;
    snprintf(acts->label, sizeof(acts->label), "%s", found->label);
    return true;
}

/* Checks what is to be recorded anew, as the target asks. */
static bool check(void *context, struct target *found, struct epi_error *err)
{
    struct acts *acts = context;

    if (!existing_not_left(acts->client, found, err) ||
        (!found->entry.id &&
         !worker_may_record(acts->client->worker, found->path, found->given, err)))
        return false;
    if (found->entry.id || found->given || !acts->must_be_known)
        return true;
    bool sure;
    bool there = existing_episode(acts->client, found, &sure, acts->unsure, err);
    acts->looked_up = acts->looked_up && sure;
    return there;
}

/* Does it for each episode, and names them. */
static bool act(struct acts *acts, const struct epi_target *given, struct epi_error *err)
{
    struct epi_target target = target_read(given);

    acts->must_be_known = target.must_be_known;
    acts->looked_up = target.must_be_known;
    if (!episodes_each(acts->client, given, check, acts, err) ||
        !episodes_each(acts->client, given, record, acts, err))
        return false;
    if (acts->count > 1)
        target_label(&target, acts->label, sizeof(acts->label));
    return true;
}

enum { FOLLOWS_MAX = NEXT_STEP_MAX + EXISTING_UNSURE_MAX };

/* What follows from what was recorded. */
static void write_next(const struct acts *acts, enum due_kind kind, char text[FOLLOWS_MAX])
{
    if (!acts->unsure[0]) {
        next_step_send(acts->client, kind, acts->film, text);
        return;
    }
    snprintf(text, FOLLOWS_MAX, "; %s: `epimark sync`, then `epimark pending` asks", acts->unsure);
}

/* Whether a service that takes love and hate is sent ratings. */
static bool loves_are_sent(const struct epi_client *client)
{
    struct plan plan;
    bool loves = false;

    plan_make(&client->config, &plan);
    for (int i = 0; i < plan.count; i++) {
        const struct service *service = service_find(plan.targets[i].service);

        loves = loves || (plan.targets[i].kind == DUE_RATE && service && service->loves);
    }
    return loves;
}

bool epi_client_rate(struct epi_client *client, const struct epi_target *target, int value,
                     char *done, size_t size, struct epi_error *err)
{
    struct acts acts = {.client = client, .kind = RECORD_RATED, .value = value};

    if (value > 10 && target_read(target).scope == EPI_SCOPE_SEASON) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "no service takes love and hate for a season: rate it from 1 to 10");
    }
    if (value > 10 && !loves_are_sent(client)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "only Trakt v1 takes love and hate (options trakt_api and rate_on): "
                             "rate from 1 to 10");
    }
    if (!act(&acts, target, err))
        return false;
    enum due_kind kind = outbox_rating_kind(target_read(target).scope);
    char next[FOLLOWS_MAX];
    if (value) {
        char words[RATING_WORDS_MAX];
        write_next(&acts, kind, next);
        snprintf(done, size, "%s: rated %s%s", acts.label, values_rating_words(value, words), next);
    } else {
        next_step_unrate(client, kind, acts.film, next);
        snprintf(done, size, "%s: rating taken back%s", acts.label, next);
    }
    return true;
}

bool epi_client_mark(struct epi_client *client, const struct epi_target *target, const char *as,
                     char *done, size_t size, struct epi_error *err)
{
    struct acts acts = {.client = client, .kind = RECORD_MARKED};
    enum mark_type type = MARK_WATCHED;

    if (!values_mark_find(as, &type)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "unknown mark '%.40s'; one of: watched, acquired, skipped", as);
    }
    acts.value = (int)type;
    if (!act(&acts, target, err))
        return false;
    char already[48] = "";
    if (acts.repeated)
        snprintf(already, sizeof(already), " (%d of them before)", acts.repeated);
    char next[FOLLOWS_MAX];
    write_next(&acts, DUE_MARK, next);
    if (acts.repeated == acts.count)
        snprintf(done, size, "%s: already marked as %s", acts.label, as);
    else
        snprintf(done, size, "%s: marked as %s%s%s", acts.label, as, already, next);
    return true;
}

/* ---- Taking back ---- */

static void say_undone(struct epi_client *client, const struct recorded *recorded, char *done,
                       size_t size)
{
    CLEANUP(cleanup_free) struct entry *entry = calloc(1, sizeof(*entry));
    bool there = false;

    if (recorded->spooled) {
        snprintf(done, size, "the last action is taken back once the journal can be written");
        return;
    }
    if (entry && recorded->entry &&
        !entries_find(client_readable(client, NULL), recorded->entry, entry, &there, NULL))
        there = false;
    char undone[VIEWS_NAME_MAX];
    act_undone(recorded, there ? entry : NULL, undone, sizeof(undone));
    char next[NEXT_STEP_MAX];
    next_step_take_back(client, recorded->to_take_back, next);
    snprintf(done, size, "%s%s", undone,
             recorded->released ? "; `epimark sync` identifies anew what it was for" : next);
}

/* For a first look at all episodes of a range: what names none of them changes nothing. */
static bool is_found(void *context, struct target *found, struct epi_error *err)
{
    (void)context;
    (void)found;
    (void)err;
    return true;
}

/* The last act on each episode of a series. */
struct undoing {
    struct epi_client *client;
    struct recorded last;
    int count;
    int to_take_back;
};

static bool undo_episode(void *context, struct target *found, struct epi_error *err)
{
    struct undoing *undoing = context;
    struct record undo = {
        .kind = RECORD_UNDO, .at = client_clock(), .entry = found->entry.id, .size = -1};
    struct recorded recorded = {0};

    if (!found->entry.id)
        return true;
    if (!journal_add(client_writable(undoing->client, err), &undo, &recorded, err))
        return false;
    if (recorded.undid || recorded.spooled) {
        undoing->last = recorded;
        undoing->count++;
        undoing->to_take_back += recorded.to_take_back;
    }
    return true;
}

static bool undo_series(struct epi_client *client, const struct epi_target *target, char *done,
                        size_t size, struct epi_error *err)
{
    struct undoing undoing = {.client = client};

    if (!episodes_each(client, target, is_found, NULL, err) ||
        !episodes_each(client, target, undo_episode, &undoing, err))
        return false;
    char label[VIEWS_NAME_MAX];
    target_label(target, label, sizeof(label));
    if (undoing.count == 0)
        return epi_error_set(err, EPI_ERROR_NEVER, "%.200s: nothing to take back", label);
    if (undoing.count == 1) {
        say_undone(client, &undoing.last, done, size);
    } else {
        char next[NEXT_STEP_MAX];
        next_step_take_back(client, undoing.to_take_back, next);
        snprintf(done, size, "%s: %d acts taken back%s", label, undoing.count, next);
    }
    return true;
}

/* Why nothing was taken back: there is no such row, or nothing was done to it. */
static bool say_nothing_undone(struct epi_client *client, const struct epi_target *target,
                               struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!found || (target->row && !target_look(client, target, found, err)) ||
        !target_is_there(target, err))
        return false;
    return epi_error_set(err, EPI_ERROR_NEVER, "nothing to take back");
}

bool epi_client_undo(struct epi_client *client, const struct epi_target *given, char *done,
                     size_t size, struct epi_error *err)
{
    struct epi_target target = target_read(given);
    struct journal *journal = client_writable(client, err);
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);
    struct record undo = {
        .kind = RECORD_UNDO, .at = client_clock(), .entry = target.row, .size = -1};
    struct recorded recorded = {0};

    if (!path)
        return error_memory(err);
    if (!journal)
        return false;
    if (target_is_series(&target))
        return undo_series(client, &target, done, size, err);
    if (!target.row && target.path) {
        media_name_absolute(target.path, path, JOURNAL_PATH_MAX);
        bool moved;
        if (!file_find(journal, path, &moved, err))
            return false;
        undo.path = path;
    }
    if (!journal_add(journal, &undo, &recorded, err))
        return false;
    if (!recorded.undid && !recorded.spooled)
        return say_nothing_undone(client, &target, err);
    say_undone(client, &recorded, done, size);
    return true;
}

/* Undoes each record of a row that says it is watched. */
static bool unmark_row(struct epi_client *client, int64_t row, int *count, int *there,
                       struct epi_error *err)
{
    struct recorded recorded = {.undid = true};

    for (bool any = false; recorded.undid; any = true) {
        struct record undo = {.kind = RECORD_UNDO,
                              .at = client_clock(),
                              .entry = row,
                              .size = -1,
                              .value = UNDO_MARK};
        recorded = (struct recorded){0};
        if (!journal_add(client_writable(client, err), &undo, &recorded, err))
            return false;
        *count += (recorded.undid || recorded.spooled) && !any;
        *there += recorded.to_take_back;
    }
    return true;
}

bool epi_client_unmark(struct epi_client *client, const struct epi_target *target, char *done,
                       size_t size, struct epi_error *err)
{
    CLEANUP(target_rows_free) struct target_rows rows = {0};
    int there = 0;
    int count = 0;

    if (!target_rows(client, target, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        if (!unmark_row(client, rows.ids[i], &count, &there, err))
            return false;
    }
    if (rows.count == 0 && !target_is_there(target, err))
        return false;
    if (count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%.200s is not marked here: nothing to take back", rows.label);
    }
    char marks[32] = "watched";
    if (count > 1)
        snprintf(marks, sizeof(marks), "%d marks", count);
    char next[NEXT_STEP_MAX];
    next_step_take_back(client, there, next);
    snprintf(done, size, "%s: %s taken back%s", rows.label, marks, next);
    return true;
}
