/* SPDX-License-Identifier: MIT */
#include "core/identify/film.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/resolution.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "core/services/session.h"
#include "matching/matching.h"

enum { FILMS_MAX = JOURNAL_CANDIDATES_MAX };

static void fill(struct match *match, const struct series *film, const char *source,
                 double confidence, const char *reason)
{
    memset(match, 0, sizeof(*match));
    match->film = true;
    match->series = *film;
    match->episode.season = match->episode.number = -1;
    match->confidence = confidence;
    snprintf(match->source, sizeof(match->source), "%s", source);
    snprintf(match->reason, sizeof(match->reason), "%s", reason);
}

static void say_sure(struct resolution *out, const struct series *film, const char *source,
                     double confidence, const char *reason)
{
    resolution_clear(out);
    fill(&out->matches[0], film, source, confidence, reason);
    snprintf(out->reason, sizeof(out->reason), "%s", reason);
    out->outcome = RESOLUTION_SURE;
    out->count = 1;
}

/* What the name says of the film. */
static void read_name(const struct guess *guess, struct series *film)
{
    *film = (struct series){.year = guess->year, .ids.tmdb = guess->ids.tmdb};
    snprintf(film->ids.imdb, sizeof(film->ids.imdb), "%s", guess->ids.imdb);
    snprintf(film->title, sizeof(film->title), "%s", guess->title);
}

static void say_name(const struct guess *guess, struct resolution *out)
{
    struct series film;
    read_name(guess, &film);
    say_sure(out, &film, "name", 1, "a film, as its name says");
}

/* Whether the best of the films is surely the one: the title is the same, year and length fit, and
 * nothing is as good. */
static bool is_sure(const struct guess *guess, double duration, bool strict,
                    const struct series *films, const struct score *scores, size_t best)
{
    const struct series *film = &films[best];
    return scores[best].confidence >= MATCH_SURE && scores[best].same_title &&
           (!strict || guess->year == film->year) &&
           !match_duration_contradicts(duration, film->runtime);
}

/* Decides among films that were found by title: the first is sure, or all are offered. */
static void decide(const char *source, const struct film_question *question,
                   const struct series *films, size_t count, struct resolution *out)
{
    const struct guess *guess = question->guess;
    bool strict = question->config->match == MATCH_STRICT;
    double duration = question->duration;
    struct score scores[FILMS_MAX];
    size_t best = 0;
    match_rank(guess, duration, films, count, scores);
    for (size_t i = 1; i < count; i++) {
        if (scores[i].weight > scores[best].weight)
            best = i;
    }
    char reason[sizeof(out->reason)];
    match_clue_reason(&scores[best].clues, reason, sizeof(reason));
    if (is_sure(guess, duration, strict, films, scores, best)) {
        say_sure(out, &films[best], source, scores[best].confidence, reason);
        return;
    }
    out->outcome = RESOLUTION_UNSURE;
    snprintf(out->reason, sizeof(out->reason), "not sure which film it is");
    for (size_t i = 0; i < count; i++) {
        size_t at = i == 0 ? best : i <= best ? i - 1 : i;
        match_clue_reason(&scores[at].clues, reason, sizeof(reason));
        if (*films[at].ids.imdb) { /* by which the answer is kept */
            fill(&out->candidates[out->candidate_count++], &films[at], source,
                 scores[at].confidence, reason);
        }
    }
}

/* Asks the service. */
static bool ask(const struct film_question *question, const struct guess *guess,
                struct resolution *out, struct epi_error *err)
{
    struct session *session = question->session;
    const char *source = session->service->name;
    struct series wanted;
    size_t count = 0;
    CLEANUP(cleanup_free) struct series *films = calloc(FILMS_MAX, sizeof(*films));
    if (!films)
        return error_memory(err);
    read_name(guess, &wanted);
    if (!session->service->films(session, &wanted, films, FILMS_MAX, &count, err))
        return false;
    if (count == 0)
        resolution_say(out, RESOLUTION_NO_SERIES, EPI_SAY_NO_FILM);
    else if (values_same_series(&films[0].ids, &wanted.ids))
        say_sure(out, &films[0], source, 0.99, "by its id");
    else
        decide(source, question, films, count, out);
    return true;
}

/* Whether what the user said decides it; a film that was chosen becomes the id in the name. */
static bool is_settled(const struct corrected_guess *said, struct guess *guess,
                       struct resolution *out)
{
    if (said->found && said->choice == CHOICE_SERIES) {
        guess->ids = said->series;
        return false;
    }
    if (said->found) {
        bool none = said->choice == CHOICE_NONE;
        resolution_say(out, none ? RESOLUTION_UNSURE : RESOLUTION_LEFT,
                       none ? EPI_SAY_NONE_AS_SAID : EPI_SAY_NO_EPISODE_AS_SAID);
    }
    return said->found;
}

bool film_find(const struct film_question *question, struct resolution *out, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct corrected_guess *said = calloc(1, sizeof(*said));
    struct guess guess = *question->guess;
    resolution_clear(out);
    if (!said)
        return error_memory(err);
    if (!corrected_guess_find(question->journal, question->path, question->guess,
                              question->duration, said, err))
        return false;
    if (is_settled(said, &guess, out))
        return true;
    if (!question->session) {
        say_name(&guess, out);
        return true;
    }
    const struct service *service = question->session->service;
    bool signed_in = false;
    if (!session_signed_in(question->session, &signed_in, NULL, 0, err))
        return false;
    if (!signed_in) {
        return epi_error_set(err, EPI_ERROR_SIGN_IN, "not signed in to %s: `epimark login %s`",
                             service->title, service->name);
    }
    return ask(question, &guess, out, err);
}
