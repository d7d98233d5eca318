/* SPDX-License-Identifier: MIT */
#include "core/identify/known_series.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/evidence.h"
#include "core/identify/located.h"
#include "core/identify/lookup.h"
#include "core/identify/pool.h"
#include "core/identify/question.h"
#include "core/identify/reason.h"
#include "core/identify/resolution.h"
#include "core/identify/trace.h"
#include "core/services/service.h"
#include "core/services/values.h"

/* Notes a series that is known without a search. */
static void note_known(const struct question *question, const struct series *series,
                       enum clue_kind clue, double confidence, const struct located *located)
{
    const struct catalogue *catalogue = question->catalogue;
    struct score score = {.confidence = confidence};
    match_clue(&score.clues, clue, confidence);
    trace_candidate(catalogue->trace, catalogue->service->name, series, &score, located);
}

/* ---- By ids ---- */

/* Whether the title of the episode is that of another one than the numbers that the user moved. */
static bool is_moved_wrongly(const struct located *located)
{
    return located->mistitled && located->other_count > 0;
}

static bool has_title(const struct series *series, const char *title)
{
    bool has = match_similarity(title, series->title) >= EVIDENCE_TITLE_NEAR;
    for (int i = 0; i < series->alias_count && !has; i++)
        has = match_similarity(title, series->aliases[i]) >= EVIDENCE_TITLE_NEAR;
    return has;
}

/* Whether the name has a title that is not at all that of the series which .epimark names. */
static bool ask_contradicted(const struct question *question, struct series *series,
                             bool *contradicted)
{
    const struct guess *guess = question->guess;
    const struct catalogue *catalogue = question->catalogue;
    *contradicted = false;
    if (!*guess->title || has_title(series, guess->title))
        return true;
    struct answer_cache cache = question_cache(question);
    if (catalogue->service->aliases && !lookup_aliases(catalogue, &cache, series, question->err))
        return false;
    *contradicted = !has_title(series, guess->title) &&
                    !(*guess->alternative_title && has_title(series, guess->alternative_title));
    return true;
}

/* What a correction does not make sure: a number that the season lacks, one of a season of which
 * the user said nothing while he moved those of another, and one that its title contradicts. */
static bool is_number_doubted(const struct corrected_guess *corrected, struct located *located)
{
    if (corrected->moved_season >= 0 && !located->titled) {
        located_add_number(located, CLUE_SEASON_UNMOVED, corrected->moved_season);
        return true;
    }
    return located->unordered || located->beyond || (corrected->moved && is_moved_wrongly(located));
}

/* corrected: the user's correction, NULL if the ids are of something else. */
static bool by_ids(const struct question *question, const struct series_ids *ids,
                   const struct guess *guess, const struct corrected_guess *corrected,
                   enum clue_kind clue)
{
    double confidence = match_clue_value(clue);
    const char *why = match_clue_row(clue)->words;
    struct series *series = &question->pool->series[0];
    struct located *located = &question->pool->located[0];
    const struct catalogue *catalogue = question->catalogue;
    const char *source = catalogue->service->name;
    struct resolution *out = question->out;
    bool found = false;
    struct answer_cache cache = question_cache(question);
    if (!lookup_series(catalogue, &cache, ids, series, &found, question->err))
        return false;
    if (!found)
        return true;
    if (!question_locate(question, series, guess, located))
        return false;
    note_known(question, series, clue, confidence, located);
    bool final = corrected && !is_number_doubted(corrected, located);
    double whole = final ? 1 : located_confidence(located, guess, confidence);
    bool contradicted = false;
    if (clue == CLUE_FOLDER_FILE && !ask_contradicted(question, series, &contradicted))
        return false;
    if (contradicted)
        whole = match_clue_value(CLUE_FOLDER_OTHER);
    if (!located->found && !contradicted) {
        resolution_no_episode(out, source, series, located, confidence, why);
    } else if (whole >= MATCH_SURE) {
        resolution_sure(out, source, series, located, whole, why);
    } else if (resolution_begin(out, RESOLUTION_UNSURE)) {
        char clauses[sizeof(out->reason)];
        reason_add(out->reason, sizeof(out->reason), "%s, but %s", why,
                   contradicted ? "the name has another title" : "not sure which episode it is");
        located_reason(located, clauses, sizeof(clauses));
        reason_add(out->reason, sizeof(out->reason), "%s", clauses);
        resolution_offer(out, source, series, located, whole, why);
        for (size_t i = 0; i < located->other_count; i++) {
            resolution_offer_other(out, source, series, &located->others[i],
                                   confidence * (1 - located->certainty) / (double)(i + 1), why);
        }
    }
    return true;
}

bool known_series_by_ids(const struct question *question, const struct series_ids *ids,
                         const struct guess *guess, enum clue_kind clue)
{
    return by_ids(question, ids, guess, NULL, clue);
}

bool known_series_corrected(const struct question *question,
                            const struct corrected_guess *corrected)
{
    return by_ids(question, &corrected->series, &corrected->guess, corrected, CLUE_CHOSEN);
}

/* ---- By what was found before ---- */

/* Whether the title of the episode or the duration of the file speaks against the series that the
 * title means otherwise: another one may be called the same. */
static bool is_doubted(const struct question *question, const struct series *series,
                       const struct located *located)
{
    double seconds = question->source.duration / (double)located->count;
    return located->mistitled || match_duration(seconds, located_minutes(located, series)) <
                                     match_clue_value(CLUE_DURATION_VETO);
}

/* Looks up a series that was found for another file. fits: nothing that the name says more, and
 * nothing about its episodes, contradicts; whole: how sure it then is. It is the first in the
 * pool. */
static bool find_again(const struct question *question, const struct series_ids *known,
                       enum clue_kind clue, bool *fits, double *whole)
{
    struct series *series = &question->pool->series[0];
    struct located *located = &question->pool->located[0];
    const struct guess *guess = question->guess;
    struct answer_cache cache = question_cache(question);
    struct series_ids ids = question_ids(question, known);
    bool found = false;
    *fits = false;
    if (!lookup_series(question->catalogue, &cache, &ids, series, &found, question->err))
        return false;
    bool other_year = found && guess->year && series->year && guess->year != series->year;
    bool other_country = found && *guess->country && *series->country &&
                         strcmp(guess->country, series->country) != 0;
    if (!found || other_year || other_country || match_network_contradicts(guess, series))
        return true;
    if (!question_locate(question, series, guess, located))
        return false;
    note_known(question, series, clue, match_clue_value(clue), located);
    *whole = located_confidence(located, guess, match_clue_value(clue));
    *fits = located->found == located->count && !located->beyond &&
            !is_doubted(question, series, located);
    return true;
}

bool known_series_by_neighbour(const struct question *question, const struct series_ids *neighbour)
{
    bool fits;
    double whole;
    if (!find_again(question, neighbour, CLUE_NEIGHBOUR, &fits, &whole))
        return false;
    if (fits && whole >= MATCH_SURE) {
        resolution_sure(question->out, question->catalogue->service->name,
                        &question->pool->series[0], &question->pool->located[0], whole,
                        match_clue_row(CLUE_NEIGHBOUR)->words);
    }
    return true;
}

bool known_series_offer_choice(const struct question *question, const struct series_ids *chosen)
{
    struct resolution *out = question->out;
    bool fits;
    double whole;
    if (!find_again(question, chosen, CLUE_CHOSEN_ELSEWHERE, &fits, &whole) ||
        (fits && !question_beside(question, &question->pool->series[0], &fits)))
        return false;
    const struct series *series = &question->pool->series[0];
    if (!fits || resolution_is_of(out, &series->ids))
        return true;
    resolution_offer_first(out, question->catalogue->service->name, series,
                           &question->pool->located[0], whole,
                           match_clue_row(CLUE_CHOSEN_ELSEWHERE)->words);
    return true;
}

bool known_series_by_cache(const struct question *question)
{
    struct series *series = &question->pool->series[0];
    struct located *located = &question->pool->located[0];
    struct answer_cache cache = question_cache(question);
    double confidence;
    if (!answer_cache_find_series(&cache, question->guess, series, &confidence))
        return true;
    if (!question_locate(question, series, question->guess, located))
        return false;
    note_known(question, series, CLUE_KNOWN_TITLE, confidence, located);
    double whole = located_confidence(located, question->guess, confidence);
    if (located->found && whole >= MATCH_SURE && !is_doubted(question, series, located)) {
        resolution_sure(question->out, question->catalogue->service->name, series, located, whole,
                        match_clue_row(CLUE_KNOWN_TITLE)->words);
    }
    return true;
}
