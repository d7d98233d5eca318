/* SPDX-License-Identifier: MIT
 *
 * What is unsure, as questions for the user: each is about all that an answer would release.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/series_name.h"
#include "core/client/target.h"
#include "core/identify/candidates.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/episode_title.h"
#include "core/identify/series_search.h"
#include "core/journal/entries.h"
#include "core/journal/stored.h"

/* ---- Collecting ---- */

/* The entries that one answer releases, if it says the series. */
struct group {
    int64_t *rows; /* newest first */
    char *key;     /* of folder and title */
    size_t waiting;
};

struct groups {
    struct group *list; /* newest first */
    size_t count;
    bool failed; /* memory was short */
};

static void groups_free(struct groups *groups)
{
    for (size_t i = 0; i < groups->count; i++) {
        free(groups->list[i].rows);
        free(groups->list[i].key);
    }
    free(groups->list);
}

/* What is known of the file of an entry: its path is as the journal has it. */
static enum known_name read_entry(const struct entry *entry, struct guess *guess)
{
    CLEANUP(cleanup_free) char *path = stored_to_path(entry->path, NULL);

    return path ? known_name_guess(NULL, path, entry->media_title, entry->duration, entry->film,
                                   guess)
                : KNOWN_NAME_NOT;
}

/* How long the folder of a path is, with its last slash. */
static int folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (int)(slash + 1 - path) : 0;
}

static char *key_of(const struct entry *entry)
{
    struct guess guess;
    char title_key[MATCH_TITLE_MAX];
    char *key = NULL;

    known_name_title_key(read_entry(entry, &guess), &guess, title_key, sizeof(title_key));
    if (asprintf(&key, "%.*s\n%s", folder_length(entry->path), entry->path, title_key) < 0)
        return NULL;
    return key;
}

/* Takes the key over. */
static bool add_group(struct groups *groups, char *key)
{
    struct group *list = realloc(groups->list, (groups->count + 1) * sizeof(*list));

    if (!list) {
        free(key);
        return false;
    }
    groups->list = list;
    list[groups->count++] = (struct group){.key = key};
    return true;
}

static bool add_row(struct group *group, int64_t row)
{
    int64_t *rows = realloc(group->rows, (group->waiting + 1) * sizeof(*rows));

    if (!rows)
        return false;
    group->rows = rows;
    rows[group->waiting++] = row;
    return true;
}

/* Whether an entry waits for an answer. */
static bool is_asked(const struct entry *entry)
{
    return !entry->identified && (entry->state == ENTRY_HELD || entry->state == ENTRY_DEAD);
}

static bool collect(void *context, const struct entry *entry)
{
    struct groups *groups = context;
    size_t i = 0;

    if (!is_asked(entry))
        return true;
    char *key = key_of(entry);
    while (key && i < groups->count && strcmp(groups->list[i].key, key) != 0)
        i++;
    if (key && i < groups->count)
        free(key);
    else if (key && !add_group(groups, key))
        key = NULL;
    groups->failed = !key || !add_row(&groups->list[i], entry->id);
    return !groups->failed;
}

/* ---- Asking ---- */

/* A question with room for what it points to. */
struct asked {
    struct entry entry;
    struct guess guess;
    char folder[JOURNAL_PATH_MAX];
    char name[VIEWS_NAME_MAX];
    struct match matches[JOURNAL_CANDIDATES_MAX];
    struct views_candidate views[JOURNAL_CANDIDATES_MAX];
    const struct epi_candidate *list[JOURNAL_CANDIDATES_MAX];
    struct epi_question question;
};

/* Whether all candidates are of one series. */
static bool is_one_series(const struct match *matches, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (!values_same_series(&matches[0].series.ids, &matches[i].series.ids))
            return false;
    }
    return count > 0 && !matches[0].film;
}

/* Whether only the episode is to be said: the series is sure but lacks it, has several that may be
 * meant, or one of that title elsewhere. */
static bool is_which(const struct asked *asked, size_t count)
{
    const struct match *first = &asked->matches[0];
    const struct guess *guess = &asked->guess;
    bool number = guess->episode_count > 0 && guess->episodes[0] > 0;

    if (asked->entry.state == ENTRY_DEAD)
        return first->episode.season < 0 && first->confidence >= MATCH_SURE;
    return candidates_are_episodes(asked->matches, count) ||
           (first->episode.season >= 0 && !episode_title_is_plain(guess->episode_title) && !number);
}

static void show_question(size_t waiting, size_t candidates, struct asked *asked)
{
    const struct entry *entry = &asked->entry;
    const char *file = entry->path + folder_length(entry->path);
    bool one = is_one_series(asked->matches, candidates);
    bool which = one && is_which(asked, candidates);

    for (size_t i = 0; i < candidates; i++) {
        views_candidate(&asked->matches[i], &asked->views[i]);
        asked->list[i] = &asked->views[i].candidate;
    }
    snprintf(asked->folder, sizeof(asked->folder), "%.*s", folder_length(entry->path), entry->path);
    snprintf(asked->name, sizeof(asked->name), "%.500s", file);
    asked->question = (struct epi_question){.row = entry->id,
                                            .title = asked->guess.title,
                                            .name = asked->name,
                                            .folder = asked->folder,
                                            .reason = entry->error,
                                            .waiting = which ? 1 : waiting,
                                            .candidates = asked->list,
                                            .candidate_count = candidates,
                                            .series = one ? asked->list[0]->series : NULL,
                                            .which = which};
}

/* Asks about one entry, of those of a group of which so many wait. more: whether to go on. */
static bool ask(struct epi_client *client, int64_t row, size_t waiting, struct asked *asked,
                epi_question_visit visit, void *context, bool *more, struct epi_error *err)
{
    struct journal *journal = client_readable(client, err);
    bool found = false;

    asked->question = (struct epi_question){.which = true};
    if (!journal || !entries_find(journal, row, &asked->entry, &found, err))
        return false;
    if (!found || !is_asked(&asked->entry))
        return true; /* an answer before this one released it */
    read_entry(&asked->entry, &asked->guess);
    CLEANUP(cleanup_free) char *path = stored_to_path(asked->entry.path, err);
    if (!path)
        return false;
    if (corrected_guess_is_left(journal, path, &asked->guess, asked->entry.duration))
        return true;
    size_t candidates = candidates_load(journal, path, asked->entry.media_title, client_clock(),
                                        asked->matches, JOURNAL_CANDIDATES_MAX);
    show_question(waiting, candidates, asked);
    *more = visit(context, &asked->question);
    return true;
}

/* Asks about one group: of which series it is once, of which episode each. */
static bool ask_group(struct epi_client *client, const struct group *group,
                      epi_question_visit visit, void *context, bool *more, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct asked *asked = calloc(1, sizeof(*asked));
    bool ok = true, series = false;

    if (!asked)
        return error_memory(err);
    for (size_t i = 0; ok && *more && !series && i < group->waiting; i++) {
        ok = ask(client, group->rows[i], group->waiting - i, asked, visit, context, more, err);
        series = !asked->question.which;
    }
    return ok;
}

bool epi_question_each(struct epi_client *client, epi_question_visit visit, void *context,
                       struct epi_error *err)
{
    struct entries_filter filter = {.waiting = true};
    struct journal *journal = client_readable(client, err);
    struct groups groups = {0};
    bool more = true;
    bool ok = journal && entries_visit(journal, &filter, collect, &groups, err) &&
              (!groups.failed || error_memory(err));

    for (size_t i = 0; ok && more && i < groups.count; i++)
        ok = ask_group(client, &groups.list[i], visit, context, &more, err);
    groups_free(&groups);
    return ok;
}

bool epi_question_search(struct epi_client *client, const char *text,
                         epi_question_visit_found visit, void *context, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct match *found = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*found));
    CLEANUP(cleanup_free) struct series *series = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*series));
    size_t count = 0;

    if (!found || !series)
        return error_memory(err);
    struct resolve *resolve = worker_resolve(client->worker, err);
    if (!resolve || !series_search_text(resolve, text, series, JOURNAL_CANDIDATES_MAX, &count, err))
        return false;
    struct series_ids ids;
    bool named = values_parse_id(text, &ids);
    char title[MATCH_TITLE_MAX];
    int year;
    series_search_read_title(text, title, sizeof(title), &year);
    for (size_t i = 0; i < count; i++) {
        struct views_candidate view;
        found[i].series = series[i];
        found[i].episode.season = -1;
        found[i].confidence = named ? 1 : match_similarity(title, series[i].title);
        views_candidate(&found[i], &view);
        if (!visit(context, &view.candidate))
            break;
    }
    return true;
}
