/* SPDX-License-Identifier: MIT
 *
 * Why a file is taken for an episode: what its name says, what was asked, how each candidate was
 * weighed, what the user said, and what is decided.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/target.h"
#include "core/identify/candidates.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/identify/trace.h"
#include "core/journal/corrections.h"
#include "core/journal/record.h"

enum { EVIDENCE_MAX = 2 * MATCH_CLUES_MAX };

/* A candidate with room for what it points to. */
struct weighed {
    struct epi_weighed weighed;
    struct views_candidate candidate;
    struct epi_evidence evidence[EVIDENCE_MAX];
    const struct epi_evidence *list[EVIDENCE_MAX];
    char names[EVIDENCE_MAX][MATCH_CLUE_NAME_MAX];
    char texts[EVIDENCE_MAX][MATCH_CLUE_WORDS_MAX];
};

struct client_why {
    struct trace trace;
    struct guess guess;
    struct epi_guess guess_view;
    char *path;
    char *given; /* the file as it was named; NULL: it was named otherwise */
    struct entry entry;
    struct views_entry entry_view;
    struct match before[JOURNAL_CANDIDATES_MAX];
    struct views_candidate before_views[JOURNAL_CANDIDATES_MAX];
    const struct epi_candidate *before_list[JOURNAL_CANDIDATES_MAX];
    char chosen[VIEWS_NAME_MAX];
    struct epi_asked asked[TRACE_QUESTIONS_MAX];
    const struct epi_asked *asked_list[TRACE_QUESTIONS_MAX];
    struct weighed weighed[TRACE_CANDIDATES_MAX];
    const struct epi_weighed *weighed_list[TRACE_CANDIDATES_MAX];
    struct epi_error error;
    struct epi_why why;
};

void why_free(struct client_why *why)
{
    if (why) {
        free(why->path);
        free(why->given);
    }
    free(why);
}

/* ---- The journal ---- */

static void show_entry(struct epi_client *client, struct client_why *why)
{
    size_t count = candidates_load(client_readable(client, NULL), why->path, why->entry.media_title,
                                   client_clock(), why->before, JOURNAL_CANDIDATES_MAX);

    views_entry(&why->entry, client_clock(), &why->entry_view);
    for (size_t i = 0; i < count; i++) {
        views_candidate(&why->before[i], &why->before_views[i]);
        why->before_list[i] = &why->before_views[i].candidate;
    }
    why->why.entry = &why->entry_view.entry;
    why->why.before = why->before_list;
    why->why.before_count = count;
}

/* "Show (tvdb:100)", "Show (tvdb:100), season +1", "Show 2x03 (tvdb:100)". */
static void write_chosen(const struct correction *correction, bool of_file, char *text, size_t size)
{
    const struct series_ids *ids = &correction->series;
    char number[LABEL_EPISODE_MAX + 1] = "";
    char id[32] = "";

    if (correction->choice != CHOICE_SERIES) {
        snprintf(text, size, "%s: %s", correction->title,
                 correction->choice == CHOICE_NONE ? "none of the series that come close"
                                                   : "no episode");
        return;
    }
    if (of_file) {
        number[0] = ' ';
        label_episode(correction->season_offset, correction->number_offset, number + 1);
    }
    if (ids->tvdb || ids->tvmaze) {
        snprintf(id, sizeof(id), " (%s:%lld)", ids->tvdb ? "tvdb" : "tvmaze",
                 (long long)(ids->tvdb ? ids->tvdb : ids->tvmaze));
    }
    int len = snprintf(text, size, "%s%s%s", correction->title, number, id);
    if (of_file || len < 0 || (size_t)len >= size)
        return;
    if (correction->season_offset) {
        len += snprintf(text + len, size - (size_t)len, ", season %+d", correction->season_offset);
        len = (size_t)len < size ? len : (int)size - 1;
    }
    if (correction->number_offset)
        snprintf(text + len, size - (size_t)len, ", number %+d", correction->number_offset);
}

/* What the user said of the title in this folder, or of this file. */
static void show_chosen(struct epi_client *client, struct client_why *why)
{
    struct journal *journal = client_readable(client, NULL);
    const char *media_title = why->entry.id ? why->entry.media_title : NULL;
    double duration = why->entry.duration;

    if (!journal)
        return;
    struct guess guess;
    enum known_name known = known_name_guess(journal, why->path, media_title, duration,
                                             client->config.films != FILMS_NO, &guess);
    char key[MATCH_TITLE_MAX];
    known_name_title_key(known, &guess, key, sizeof(key));
    struct correction correction;
    bool of_title = false, of_file = false;
    corrections_find(journal, why->path, "", duration, &correction, &of_file, NULL);
    if (*key && !of_file)
        corrections_find(journal, why->path, key, duration, &correction, &of_title, NULL);
    if (of_title || of_file)
        write_chosen(&correction, of_file, why->chosen, sizeof(why->chosen));
}

/* ---- The trace ---- */

static void show_asked(struct client_why *why)
{
    for (size_t i = 0; i < why->trace.question_count; i++) {
        const struct trace_question *question = &why->trace.questions[i];
        why->asked[i] = (struct epi_asked){.service = question->service,
                                           .question = question->words,
                                           .rows = question->rows,
                                           .kept_at = question->kept_at,
                                           .unchanged = question->unchanged,
                                           .error = question->error.text};
        why->asked_list[i] = &why->asked[i];
    }
    why->why.asked = why->asked_list;
    why->why.asked_count = why->trace.question_count;
}

static void show_clues(const struct clues *clues, struct weighed *weighed)
{
    for (int i = 0; i < clues->count; i++) {
        const struct clue *clue = &clues->list[i];
        bool certainty = match_clue_row(clue->kind)->is == CLUE_IS_CERTAINTY;
        size_t n = weighed->weighed.evidence_count++;
        match_clue_name(clue->kind, weighed->names[n], MATCH_CLUE_NAME_MAX);
        match_clue_words(clue, weighed->texts[n], MATCH_CLUE_WORDS_MAX);
        weighed->evidence[n] = (struct epi_evidence){.name = weighed->names[n],
                                                     .text = weighed->texts[n],
                                                     .certainty = certainty,
                                                     .value = clue->value};
        weighed->list[n] = &weighed->evidence[n];
    }
}

static int likelier_first(const void *a, const void *b)
{
    const struct trace_candidate *x = a;
    const struct trace_candidate *y = b;

    return (x->match.confidence < y->match.confidence) -
           (x->match.confidence > y->match.confidence);
}

static void show_weighed(struct client_why *why)
{
    struct trace *trace = &why->trace;

    qsort(trace->candidates, trace->candidate_count, sizeof(*trace->candidates), likelier_first);
    for (size_t i = 0; i < trace->candidate_count; i++) {
        const struct trace_candidate *candidate = &trace->candidates[i];
        struct weighed *weighed = &why->weighed[i];
        views_candidate(&candidate->match, &weighed->candidate);
        weighed->weighed = (struct epi_weighed){.candidate = &weighed->candidate.candidate,
                                                .weight = candidate->weight,
                                                .certainty = candidate->certainty,
                                                .evidence = weighed->list};
        show_clues(&candidate->clues, weighed);
        show_clues(&candidate->episode_clues, weighed);
        why->weighed_list[i] = &weighed->weighed;
    }
    why->why.weighed = why->weighed_list;
    why->why.weighed_count = trace->candidate_count;
}

/* ---- All of it ---- */

/* Finds the target. A file needs no journal: what cannot be read there is not said. */
static bool look(struct epi_client *client, const struct epi_target *given, struct client_why *why,
                 struct epi_error *err)
{
    struct epi_target target = target_read(given);
    bool is_file = !target.row && target.path;
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!found || (!target_look(client, given, found, is_file ? NULL : err) && !is_file))
        return false;
    why->entry = found->entry;
    const char *path = found->path;
    if (is_file && !found->entry.id && !media_name_here(target.path, found->path, JOURNAL_PATH_MAX))
        path = target.path;
    why->path = strdup(path);
    why->given = is_file ? strdup(target.path) : NULL;
    return (why->path && (why->given || !is_file)) || error_memory(err);
}

/* Resolves it anew, and notes how. */
static bool decide(struct epi_client *client, struct client_why *why, struct epi_error *err)
{
    const struct entry *entry = &why->entry;
    const struct client_file file = {.path = why->path,
                                     .given = why->given,
                                     .media_title = entry->id ? entry->media_title : NULL,
                                     .duration = entry->duration};
    struct resolve *resolve = worker_resolve(client->worker, err);

    if (!resolve)
        return false;
    resolve_trace(resolve, &why->trace);
    bool decided = client_resolve(client, &file, &why->guess, &why->error);
    resolve_trace(resolve, NULL);
    why->why.match = decided ? client_resolved(client) : NULL;
    why->why.error = decided ? NULL : &why->error;
    if (decided || why->error.kind != EPI_ERROR_STOPPED)
        return true;
    *err = why->error;
    return false;
}

const struct epi_why *epi_why_find(struct epi_client *client, const struct epi_target *target,
                                   struct epi_error *err)
{
    why_free(client->why);
    struct client_why *why = client->why = calloc(1, sizeof(*why));

    if (!why) {
        error_memory(err);
        return NULL;
    }
    if (!look(client, target, why, err) || !decide(client, why, err))
        return NULL;
    views_guess(&why->guess, &why->guess_view);
    if (why->entry.id)
        show_entry(client, why);
    show_chosen(client, why);
    show_asked(why);
    show_weighed(why);
    why->why.path = why->path;
    why->why.guess = &why->guess_view;
    why->why.chosen = why->chosen;
    return &why->why;
}
