/* SPDX-License-Identifier: MIT
 *
 * What a user says of an episode: rate, mark, undo, fix; and of what is to be sent: retry, drop.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/client/client.h"
#include "core/client/series.h"
#include "core/client/target.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/sitting_key.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"

/* Records something for every episode of what was found, or once for its season or series. */
static bool record(struct epi_client *client, const struct target *found, enum record_kind kind,
                   int value, struct recorded *recorded, struct epi_error *err)
{
    int episodes = found->entry.id ? found->entry.episodes : media_name_episodes(&found->guess);
    int first = found->entry.id ? found->entry.nth : 1;
    int last = found->entry.id || found->scope != EPI_SCOPE_EPISODE ? first : episodes;
    char title_key[MATCH_TITLE_MAX];
    known_name_title_key(found->known, &found->guess, title_key, sizeof(title_key));
    char key[SITTING_KEY_MAX];
    known_name_sitting_key(found->known, &found->guess, key, sizeof(key));
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
                             .scope = found->scope,
                             .title_key = title_key,
                             .key = key};
        struct stat info;

        if (!found->entry.id && stat(found->path, &info) == 0)
            one.size = info.st_size;
        if (!journal_add(client_readable(client, err), &one, recorded, err))
            return false;
    }
    return true;
}

bool epi_client_rate(struct epi_client *client, const struct epi_target *target, int value,
                     char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct recorded recorded = {0};

    if (!found || !target_find(client, target, found, err) ||
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
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct recorded recorded = {0};
    enum mark_type type = MARK_WATCHED;

    if (!values_mark_find(as, &type)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "unknown mark '%.40s'; one of: watched, acquired, skipped", as);
    }
    if (!found || !target_find(client, target, found, err))
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
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct epi_target target = {.size = sizeof(target), .row = row};
    struct journal *journal = client_writable(client, err);
    int count = 0;

    if (!found || !journal || (row && !target_find(client, &target, found, err)) ||
        !outbox_retry(journal, true, row, client_clock(), &count, err))
        return false;
    snprintf(done, size, "%s: %d to be tried again; `epimark sync` does it now",
             row ? found->label : "all rows", count);
    return true;
}

bool epi_client_drop(struct epi_client *client, int64_t row, char *done, size_t size,
                     struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct epi_target target = {.size = sizeof(target), .row = row};
    int count = 0;

    if (!found || !target_find(client, &target, found, err))
        return false;
    if (!found->entry.identified && found->entry.delivery_count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s is not identified, so there is nothing to drop; `epimark undo "
                             "%lld` takes it back",
                             found->label, (long long)row);
    }
    if (!outbox_drop(client_readable(client, err), row, &count, err))
        return false;
    snprintf(done, size, "%s: %d dropped", found->label, count);
    return true;
}

bool epi_client_undo(struct epi_client *client, const struct epi_target *given, char *done,
                     size_t size, struct epi_error *err)
{
    struct epi_target target = target_read(given);
    struct journal *journal = client_writable(client, err);
    CLEANUP(cleanup_free) struct target *found = target_new(err);
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
    if (!recorded.undid)
        return epi_error_set(err, EPI_ERROR_NEVER, "nothing to take back");
    if (recorded.undone == RECORD_CHOSEN) {
        snprintf(done, size, "%s: choice taken back%s",
                 *recorded.undone_title ? recorded.undone_title : "series",
                 recorded.released ? "; `epimark sync` identifies anew what it was for" : "");
        return true;
    }
    snprintf(found->label, sizeof(found->label), "the last act");
    if (entries_find(journal, recorded.entry, &found->entry, &there, NULL) && there)
        label_entry(&found->entry, recorded.undone_scope, found->label, sizeof(found->label));
    snprintf(done, size, "%s: %s taken back%s", found->label,
             recorded.undone == RECORD_RATED ? "rating" : "watched",
             recorded.to_take_back ? "; `epimark sync` takes it back at the services" : "");
    return true;
}

/* ---- Fix ---- */

/* What the user says, as the difference from what the name says. */
static void move_from_name(const struct target *found, int season, int number,
                           struct correction *correction)
{
    const struct guess *guess = &found->guess;
    const int16_t *numbers = guess->episode_count ? guess->episodes : guess->absolute;
    int count = guess->episode_count ? guess->episode_count : guess->absolute_count;
    int index = found->entry.nth > 0 && found->entry.nth <= count ? found->entry.nth - 1 : 0;

    correction->season_offset = season < 0 ? 0 : season - (guess->season < 0 ? 1 : guess->season);
    correction->number_offset = number < 0 ? 0 : number - (count > 0 ? numbers[index] : 1);
}

/* Of a name that says nothing the user has to say all. */
static bool make_correction(const struct target *found, const char *title_key,
                            const struct series *series, int season, int number,
                            struct correction *correction, struct epi_error *err)
{
    correction->series = series->ids;
    snprintf(correction->title, sizeof(correction->title), "%s", series->title);
    if (*title_key) {
        move_from_name(found, season, number, correction);
        return true;
    }
    if (number < 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "this name does not say which episode it is: add --episode N, and "
                             "--season N unless it is the first");
    }
    correction->season_offset = season < 0 ? 1 : season;
    correction->number_offset = number;
    return true;
}

static void say_fixed(const struct target *found, const struct record *record,
                      const struct recorded *recorded, char *done, size_t size)
{
    const struct correction *correction = &record->correction;
    const char *next = recorded->to_take_back
                           ? "; `epimark sync` takes back what was sent wrongly, and sends it anew"
                           : "; `epimark sync` sends what waited for it";

    if (*record->title_key) {
        snprintf(done, size, "“%s” in this folder is %s from now on%s", found->guess.title,
                 correction->title, next);
    } else {
        snprintf(done, size, "this file is %s %dx%02d from now on%s", correction->title,
                 correction->season_offset, correction->number_offset, next);
    }
}

bool epi_client_fix(struct epi_client *client, const struct epi_target *target, const char *series,
                    int season, int episode, char *done, size_t size, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    CLEANUP(cleanup_free) struct series *known = calloc(1, sizeof(*known));

    if (!known)
        error_memory(err);
    if (!found || !known || !target_look(client, target, found, err) ||
        !series_of_text(client, series, known, err))
        return false;
    char title_key[MATCH_TITLE_MAX];
    known_name_title_key(found->known, &found->guess, title_key, sizeof(title_key));
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = client_clock(),
                            .path = found->path,
                            .size = -1,
                            .duration = found->entry.duration,
                            .title_key = title_key};
    struct recorded recorded;
    if (!make_correction(found, title_key, known, season, episode, &record.correction, err) ||
        !journal_add(client_readable(client, err), &record, &recorded, err))
        return false;
    say_fixed(found, &record, &recorded, done, size);
    return true;
}
