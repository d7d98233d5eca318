/* SPDX-License-Identifier: MIT */
#include "core/identify/film.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/answer_cache.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/resolution.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "core/services/session.h"
#include "matching/matching.h"

enum {
    FILMS_MAX = JOURNAL_CANDIDATES_MAX,
    POOL_MAX = 2 * FILMS_MAX,
};

/* The films that may be meant: those of the service that films are sent to, then those of a
 * catalogue. */
struct pool {
    struct series films[POOL_MAX];
    struct score scores[POOL_MAX];
    const char *sources[POOL_MAX]; /* who says it */
    size_t count;
};

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

/* Whether a film of the pool is surely the one: the title is the same, year and length fit, and
 * nothing is as good. */
static bool is_sure(const struct film_question *question, const struct pool *pool, size_t best)
{
    const struct series *film = &pool->films[best];
    const struct score *score = &pool->scores[best];
    bool strict = question->config->match == MATCH_STRICT;
    return score->confidence >= MATCH_SURE && score->same_title &&
           (!strict || question->guess->year == film->year) &&
           !match_duration_contradicts(question->duration, film->runtime);
}

/* How well the name fits a film, regardless of others. */
static double fit(const struct film_question *question, const struct series *film)
{
    struct score score;
    match_rank(question->guess, question->duration, film, 1, &score);
    return score.weight;
}

/* Decides among the films of the pool: one is sure, by an id that is wanted or by its title, or all
 * are offered. */
static void decide(const struct film_question *question, const struct series_ids *ids,
                   struct pool *pool, struct resolution *out)
{
    size_t best = 0;
    char reason[sizeof(out->reason)];
    resolution_clear(out);
    if (!pool->count) {
        resolution_say(out, RESOLUTION_NO_SERIES, EPI_SAY_NO_FILM);
        return;
    }
    for (size_t i = 0; i < pool->count; i++) {
        if (values_same_series(&pool->films[i].ids, ids)) {
            say_sure(out, &pool->films[i], pool->sources[i], 0.99, "by its id");
            return;
        }
    }
    match_rank(question->guess, question->duration, pool->films, pool->count, pool->scores);
    for (size_t i = 1; i < pool->count; i++) {
        if (pool->scores[i].weight > pool->scores[best].weight)
            best = i;
    }
    match_clue_reason(&pool->scores[best].clues, reason, sizeof(reason));
    if (is_sure(question, pool, best)) {
        say_sure(out, &pool->films[best], pool->sources[best], pool->scores[best].confidence,
                 reason);
        return;
    }
    out->outcome = RESOLUTION_UNSURE;
    snprintf(out->reason, sizeof(out->reason), "not sure which film it is");
    for (size_t i = 0; i < pool->count && out->candidate_count < FILMS_MAX; i++) {
        size_t at = i == 0 ? best : i <= best ? i - 1 : i;
        match_clue_reason(&pool->scores[at].clues, reason, sizeof(reason));
        if (*pool->films[at].ids.imdb) { /* by which the answer is kept */
            fill(&out->candidates[out->candidate_count++], &pool->films[at], pool->sources[at],
                 pool->scores[at].confidence, reason);
        }
    }
}

/* What a service finds, asked for once a day; the cache keeps only what has an id at IMDb. */
static bool find_films(const struct film_question *question, struct session *session,
                       const struct series *wanted, struct series *films, size_t *count,
                       struct epi_error *err)
{
    char name[32];
    char wish[MATCH_TITLE_MAX + 64];
    int64_t kept_at;
    struct answer_cache cache = {.journal = question->journal,
                                 .catalogue = name,
                                 .language = question->config->language,
                                 .now = question->now};
    snprintf(name, sizeof(name), "%s films", session->service->name);
    snprintf(wish, sizeof(wish), "%s %" PRId64 " %s", wanted->ids.imdb, wanted->ids.tmdb,
             wanted->title);
    if (answer_cache_find_search(&cache, wish, wanted->year, films, FILMS_MAX, count, &kept_at))
        return true;
    if (!session->service->films(session, wanted, films, FILMS_MAX, count, err))
        return false;
    size_t kept = 0;
    while (kept < *count && *films[kept].ids.imdb)
        kept++;
    if (kept == *count)
        answer_cache_keep_search(&cache, wish, wanted->year, films, *count);
    return true;
}

/* Adds what a service finds. */
static bool add_found(const struct film_question *question, struct session *session,
                      const struct series *wanted, struct pool *pool, struct epi_error *err)
{
    size_t count = 0;
    if (!find_films(question, session, wanted, &pool->films[pool->count], &count, err))
        return false;
    for (; count > 0; count--)
        pool->sources[pool->count++] = session->service->name;
    return true;
}

static void drop(struct pool *pool, size_t at)
{
    pool->count--;
    for (size_t i = at; i < pool->count; i++) {
        pool->films[i] = pool->films[i + 1];
        pool->sources[i] = pool->sources[i + 1];
    }
}

/* Keeps of each film that both know what fits the name better: it may have another title, year or
 * length at one of them. own: how many are not the catalogue's. */
static void join_twins(const struct film_question *question, struct pool *pool, size_t own)
{
    for (size_t i = 0; i < own; i++) {
        for (size_t k = own; k < pool->count; k++) {
            struct series *twin = &pool->films[k];
            if (!values_same_series(&pool->films[i].ids, &twin->ids))
                continue;
            /* That one does not know something is no better fit. */
            twin->year = twin->year ? twin->year : pool->films[i].year;
            twin->runtime = twin->runtime ? twin->runtime : pool->films[i].runtime;
            if (fit(question, twin) > fit(question, &pool->films[i])) {
                pool->films[i] = *twin;
                pool->sources[i] = pool->sources[k];
            }
            drop(pool, k--);
        }
    }
}

/* Names what the catalogue is sure of as the service that it is sent to knows it, if it does: by
 * its ids alone. */
static bool name_as_sent(const struct film_question *question, struct pool *pool,
                         struct resolution *out, struct epi_error *err)
{
    struct match *match = &out->matches[0];
    const struct series wanted = {.ids = match->series.ids};
    if (strcmp(match->source, question->catalogue->service->name) != 0)
        return true;
    pool->count = 0;
    if (!add_found(question, question->session, &wanted, pool, err))
        return false;
    if (pool->count)
        match->series = pool->films[0];
    return true;
}

/* Asks the catalogue, too. signed_in: the pool holds what the service says. */
static bool ask_catalogue(const struct film_question *question, const struct series *wanted,
                          bool signed_in, struct pool *pool, struct resolution *out,
                          struct epi_error *err)
{
    struct epi_error why = {0};
    size_t own = pool->count;
    if (!add_found(question, question->catalogue, wanted, pool, &why)) {
        if (why.kind != EPI_ERROR_SIGN_IN) /* without its key it is skipped */
            *err = why;
        return why.kind == EPI_ERROR_SIGN_IN;
    }
    join_twins(question, pool, own);
    decide(question, &wanted->ids, pool, out);
    if (!signed_in || out->outcome != RESOLUTION_SURE)
        return true;
    if (*out->matches[0].series.ids.imdb || out->matches[0].series.ids.tmdb)
        return name_as_sent(question, pool, out, err);
    /* Without an id it says nothing of what is known where it is sent. */
    pool->count = own;
    decide(question, &wanted->ids, pool, out);
    return true;
}

/* Asks those who know. */
static bool ask(const struct film_question *question, const struct guess *guess, bool signed_in,
                struct resolution *out, struct epi_error *err)
{
    struct series wanted;
    CLEANUP(cleanup_free) struct pool *pool = calloc(1, sizeof(*pool));
    if (!pool)
        return error_memory(err);
    read_name(guess, &wanted);
    if (signed_in && !add_found(question, question->session, &wanted, pool, err))
        return false;
    decide(question, &wanted.ids, pool, out);
    return out->outcome == RESOLUTION_SURE || !question->catalogue ||
           ask_catalogue(question, &wanted, signed_in, pool, out, err);
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
    if (!session_signed_in(question->session, &signed_in, NULL, 0, err) ||
        !ask(question, &guess, signed_in, out, err))
        return false;
    if (!signed_in && out->outcome != RESOLUTION_SURE) {
        return epi_error_set(err, EPI_ERROR_SIGN_IN, "not signed in to %s: `epimark login %s`",
                             service->title, service->name);
    }
    return true;
}
