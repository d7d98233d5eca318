/* SPDX-License-Identifier: MIT */
#include "core/identify/resolve.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/corrected_guess.h"
#include "core/identify/evidence.h"
#include "core/identify/folder_file.h"
#include "core/identify/locate.h"
#include "core/identify/located.h"
#include "core/identify/lookup.h"
#include "core/identify/reason.h"
#include "core/identify/resolution.h"
#include "core/identify/trace.h"
#include "core/journal/neighbours.h"
#include "core/services/service.h"
#include "core/services/values.h"
#include "matching/matching.h"
#include <epimark/error.h>

/* A candidate is offered from this confidence on, and accepted by match=eager from that one on. */
#define OFFERED 0.05
#define EAGER   0.2

enum {
    CHECKED_MAX = 6,       /* candidates whose episodes are asked for */
    SEARCHES_MAX = 4,      /* searches of one catalogue */
    ALIASES_ASKED_MAX = 3, /* candidates whose aliases are asked for */
};

struct resolve {
    const struct epi_config *config;
    struct journal *journal;
    struct catalogue catalogues[CATALOGUES_MAX];
    size_t catalogue_count;
    struct series series[MATCH_CANDIDATES_MAX]; /* of the catalogue that is being asked */
    struct score scores[MATCH_CANDIDATES_MAX];
    struct located located[CHECKED_MAX];
    size_t series_count;
    struct episode rows[LOOKUP_ROWS_MAX];
    const struct folder_file *folder; /* of the file, or NULL */
    bool anew;
};

/* One file asked of one catalogue. */
struct question {
    struct resolve *resolve;
    const struct catalogue *catalogue;
    const struct guess *guess;
    struct locate locate;
    struct resolution *out;
    struct epi_error *err;
};

struct resolve *resolve_new(const struct epi_config *config, struct journal *journal,
                            const struct catalogue *catalogues, size_t count)
{
    assert(count <= CATALOGUES_MAX);
    struct resolve *resolve = calloc(1, sizeof(*resolve));
    if (!resolve)
        return NULL;
    resolve->config = config;
    resolve->journal = journal;
    resolve->catalogue_count = count;
    memcpy(resolve->catalogues, catalogues, count * sizeof(*catalogues));
    return resolve;
}

void resolve_trace(struct resolve *resolve, struct trace *trace)
{
    for (size_t i = 0; i < resolve->catalogue_count; i++)
        resolve->catalogues[i].trace = trace;
}

void resolve_anew(struct resolve *resolve, bool anew)
{
    resolve->anew = anew;
}

void resolve_in_folder(struct resolve *resolve, const struct folder_file *folder)
{
    resolve->folder = folder;
}

const struct catalogue *resolve_catalogues(const struct resolve *resolve, size_t *count)
{
    *count = resolve->catalogue_count;
    return resolve->catalogues;
}

void resolve_free(struct resolve *resolve)
{
    free(resolve);
}

/* How sure the episodes are, given how sure the series is. */
static double whole_confidence(const struct guess *guess, const struct located *located,
                               double series)
{
    double confidence = series < located->certainty ? series : located->certainty;
    double doubt = match_clue_value(located->decided ? CLUE_DOUBT_DECIDED : CLUE_DOUBT);
    if (guess->confidence < MATCH_SURE && !located->titled)
        confidence -= (1 - guess->confidence) * doubt;
    return confidence > 0 ? confidence : 0;
}

/* ---- Without a search ---- */

static bool locate_in(const struct question *question, const struct series *series,
                      const struct guess *guess, struct located *located)
{
    return locate_episodes(&question->locate, series, guess, located, question->err);
}

static struct answer_cache answer_cache_of(const struct question *question)
{
    return (struct answer_cache){question->resolve->journal, question->catalogue->service->name,
                                 question->resolve->config->language, question->locate.now,
                                 question->locate.anew};
}

/* Notes a series that is known without a search. */
static void note_known(const struct question *question, const struct series *series,
                       enum clue_kind clue, double confidence, const struct located *located)
{
    const struct catalogue *catalogue = question->catalogue;
    struct score score = {.confidence = confidence};
    match_clue(&score.clues, clue, confidence);
    trace_candidate(catalogue->trace, catalogue->service->name, series, &score, located);
}

/* Whether the title of the episode is that of another one than the numbers that the user moved. */
static bool is_moved_wrongly(const struct located *located)
{
    return located->mistitled && located->other_count > 0;
}

/* Whether .epimark names the series of this file. */
static bool names_series(const struct resolve *resolve)
{
    return resolve->folder && resolve->folder->found && values_has_id(&resolve->folder->series);
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
    struct answer_cache cache = answer_cache_of(question);
    if (catalogue->service->aliases && !lookup_aliases(catalogue, &cache, series, question->err))
        return false;
    *contradicted = !has_title(series, guess->title) &&
                    !(*guess->alternative_title && has_title(series, guess->alternative_title));
    return true;
}

/* By ids that are facts: the user or the name gives them. moved: the user corrected the numbers for
 * other files of the folder. */
static bool by_ids(const struct question *question, const struct series_ids *ids,
                   const struct guess *guess, bool moved, enum clue_kind clue)
{
    double confidence = match_clue_value(clue);
    const char *why = match_clue_row(clue)->words;
    struct series *series = &question->resolve->series[0];
    struct located *located = &question->resolve->located[0];
    const struct catalogue *catalogue = question->catalogue;
    const char *source = catalogue->service->name;
    struct resolution *out = question->out;
    bool found = false;
    struct answer_cache cache = answer_cache_of(question);
    if (!lookup_series(catalogue, &cache, ids, series, &found, question->err))
        return false;
    if (!found)
        return true;
    if (!locate_in(question, series, guess, located))
        return false;
    note_known(question, series, clue, confidence, located);
    /* A correction is not doubted, but for its number. */
    bool final = confidence >= 1 && !located->unordered && !(moved && is_moved_wrongly(located));
    double whole = final ? 1 : whole_confidence(guess, located, confidence);
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

/* Whether the title of the episode or the duration of the file speaks against the series that the
 * title means otherwise: another one may be called the same. */
static bool is_doubted(const struct question *question, const struct series *series,
                       const struct located *located)
{
    double seconds = question->locate.duration / (double)located->count;
    int minutes = located->episodes[0].runtime ? located->episodes[0].runtime : series->runtime;
    return located->mistitled ||
           match_duration(seconds, minutes) < match_clue_value(CLUE_DURATION_VETO);
}

/* The id by which the catalogue itself knows a series, so that its answer is kept under one key;
 * all ids if it has none. */
static struct series_ids ids_at_catalogue(const struct question *question,
                                          const struct series_ids *ids)
{
    enum id_kind kind = question->catalogue->service->ids;
    struct series_ids own = {0};
    int64_t id = values_series_id(ids, kind);
    values_set_series_id(&own, kind, id);
    return id ? own : *ids;
}

/* The series that another file of this folder with this title was identified as, unless what the
 * name says more contradicts it. */
static bool by_neighbour(const struct question *question, const struct series_ids *neighbour)
{
    struct series *series = &question->resolve->series[0];
    struct located *located = &question->resolve->located[0];
    const struct guess *guess = question->guess;
    struct answer_cache cache = answer_cache_of(question);
    struct series_ids ids = ids_at_catalogue(question, neighbour);
    bool found = false;
    if (!lookup_series(question->catalogue, &cache, &ids, series, &found, question->err))
        return false;
    bool other_year = found && guess->year && series->year && guess->year != series->year;
    bool other_country = found && *guess->country && *series->country &&
                         strcmp(guess->country, series->country) != 0;
    if (!found || other_year || other_country)
        return true;
    if (!locate_in(question, series, guess, located))
        return false;
    enum clue_kind clue = CLUE_NEIGHBOUR;
    note_known(question, series, clue, match_clue_value(clue), located);
    double whole = whole_confidence(guess, located, match_clue_value(clue));
    if (located->found == located->count && whole >= MATCH_SURE && !located->beyond &&
        !is_doubted(question, series, located)) {
        resolution_sure(question->out, question->catalogue->service->name, series, located, whole,
                        match_clue_row(clue)->words);
    }
    return true;
}

/* The series that this title by itself was sure to mean before. */
static bool by_cache(const struct question *question)
{
    struct series *series = &question->resolve->series[0];
    struct located *located = &question->resolve->located[0];
    struct answer_cache cache = answer_cache_of(question);
    double confidence;
    if (!answer_cache_find_series(&cache, question->guess, series, &confidence))
        return true;
    if (!locate_in(question, series, question->guess, located))
        return false;
    note_known(question, series, CLUE_KNOWN_TITLE, confidence, located);
    double whole = whole_confidence(question->guess, located, confidence);
    if (located->found && whole >= MATCH_SURE && !is_doubted(question, series, located)) {
        resolution_sure(question->out, question->catalogue->service->name, series, located, whole,
                        match_clue_row(CLUE_KNOWN_TITLE)->words);
    }
    return true;
}

/* ---- Searching ---- */

static bool same_series(const struct series_ids *a, const struct series_ids *b)
{
    return (a->tvdb && a->tvdb == b->tvdb) || (a->tvmaze && a->tvmaze == b->tvmaze);
}

/* Adds the series that one search finds to those that others found. */
static bool search(const struct question *question, const char *title, int year)
{
    struct resolve *resolve = question->resolve;
    const struct catalogue *catalogue = question->catalogue;
    size_t before = resolve->series_count;
    size_t count = 0;
    if (!*title || before == MATCH_CANDIDATES_MAX)
        return true;
    struct answer_cache cache = answer_cache_of(question);
    if (!lookup_search(catalogue, &cache, title, year, &resolve->series[before],
                       MATCH_CANDIDATES_MAX - before, &count, question->err))
        return false;
    for (size_t i = before; i < before + count; i++) {
        bool known = false;
        for (size_t k = 0; k < resolve->series_count && !known; k++)
            known = same_series(&resolve->series[k].ids, &resolve->series[i].ids);
        if (known)
            continue;
        if (i != resolve->series_count)
            resolve->series[resolve->series_count] = resolve->series[i];
        resolve->series_count++;
    }
    return true;
}

static void rank(const struct question *question)
{
    struct resolve *resolve = question->resolve;
    match_rank(question->guess, question->locate.duration, resolve->series, resolve->series_count,
               resolve->scores);
}

/* Whether a candidate has this title and nothing else speaks against it. */
static bool has_clear(const struct resolve *resolve)
{
    for (size_t i = 0; i < resolve->series_count; i++) {
        if (resolve->scores[i].same_title &&
            resolve->scores[i].weight > match_clue_value(CLUE_RIVAL) / 2)
            return true;
    }
    return false;
}

/* If no candidate has this title, one of the first may have it as an alias. */
static bool ask_aliases(const struct question *question)
{
    const struct catalogue *catalogue = question->catalogue;
    struct resolve *resolve = question->resolve;
    if (!catalogue->service->aliases || has_clear(resolve))
        return true;
    struct answer_cache cache = answer_cache_of(question);
    for (size_t i = 0; i < resolve->series_count && i < ALIASES_ASKED_MAX; i++) {
        if (!lookup_aliases(catalogue, &cache, &resolve->series[i], question->err))
            return false;
    }
    rank(question);
    return true;
}

/* Searches by the title, then by other readings of the name until a series has that title. */
static bool search_all(const struct question *question)
{
    const struct guess *guess = question->guess;
    struct resolve *resolve = question->resolve;
    const char *country = match_country_in_titles(guess->country);
    char with_country[MATCH_TITLE_MAX + 8];
    char with_other[2 * MATCH_TITLE_MAX];
    char before_dash[MATCH_TITLE_MAX];
    const char *dash = strstr(guess->title, " - ");
    snprintf(before_dash, sizeof(before_dash), "%.*s", dash ? (int)(dash - guess->title) : 0,
             guess->title);
    snprintf(with_country, sizeof(with_country), "%s %s", guess->title, country);
    snprintf(with_other, sizeof(with_other), "%s %s", guess->title, guess->alternative_title);
    const struct {
        bool worth;
        const char *title;
        int year;
    } ways[] = {
        {true, guess->title, 0},
        {*guess->alternative_title, guess->alternative_title, 0},
        {*guess->alternative_title, with_other, 0},
        {*guess->country, with_country, 0},
        {dash != NULL, before_dash, 0},
        {guess->year > 0, guess->title, guess->year},
    };
    int asked = 0;
    resolve->series_count = 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && asked < SEARCHES_MAX; i++) {
        if (!ways[i].worth)
            continue;
        if (!search(question, ways[i].title, ways[i].year))
            return false;
        asked++;
        rank(question);
        if (has_clear(resolve))
            break;
    }
    return true;
}

/* ---- Deciding ---- */

/* How many other candidates have the same title, before their episodes are weighed. */
static size_t count_rivals(const struct resolve *resolve, size_t best)
{
    size_t rivals = 0;
    for (size_t i = 0; i < resolve->series_count; i++) {
        rivals +=
            i != best && resolve->scores[i].same_title &&
            resolve->scores[i].weight > resolve->scores[best].weight + match_clue_value(CLUE_RIVAL);
    }
    return rivals;
}

/* Lists up to max candidates, best first. Returns how many. */
static size_t list_best(const struct resolve *resolve, size_t *order, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < resolve->series_count; i++) {
        if (resolve->scores[i].confidence < OFFERED / 2)
            continue;
        size_t place = count;
        while (place > 0 &&
               resolve->scores[order[place - 1]].confidence < resolve->scores[i].confidence)
            place--;
        if (place >= max)
            continue;
        count += count < max;
        for (size_t k = count - 1; k > place; k--)
            order[k] = order[k - 1];
        order[place] = i;
    }
    return count;
}

/* The candidates whose episodes are asked for. */
struct shortlist {
    size_t order[CHECKED_MAX]; /* best by name first */
    bool checked[CHECKED_MAX];
    size_t count;
    double named;  /* confidence of the best by name only */
    size_t rivals; /* of that one */
};

/* Asks for the episodes of the k-th in the list. */
static bool check(const struct question *question, struct shortlist *list, size_t k)
{
    struct resolve *resolve = question->resolve;
    size_t i = list->order[k];
    if (!locate_in(question, &resolve->series[i], question->guess, &resolve->located[k]))
        return false;
    list->checked[k] = true;
    resolve->scores[i].weight += resolve->located[k].weight;
    match_weigh(resolve->scores, resolve->series_count);
    return true;
}

/* A candidate that lacks the episode weighs more if the episode may just not be listed yet. */
static bool check_missing(const struct question *question, const struct shortlist *list)
{
    struct resolve *resolve = question->resolve;
    bool any = false;
    for (size_t k = 0; k < list->count; k++)
        any = any || resolve->located[k].found > 0;
    for (size_t k = 0; any && k < list->count; k++) {
        struct score *score = &resolve->scores[list->order[k]];
        bool may_be = false;
        if (resolve->located[k].found > 0 || !score->same_title)
            continue;
        if (!locate_may_be_new(&question->locate, &resolve->series[list->order[k]], question->guess,
                               &may_be, question->err))
            return false;
        if (!may_be)
            continue;
        double weight = match_clue_value(CLUE_PERHAPS_NEW) - resolve->located[k].weight;
        score->weight += weight;
        match_clue(&score->clues, CLUE_PERHAPS_NEW, weight);
    }
    match_weigh(resolve->scores, resolve->series_count);
    return true;
}

/* Asks for the episodes of the best, and of the others if that does not decide. */
static bool check_list(const struct question *question, struct shortlist *list)
{
    struct resolve *resolve = question->resolve;
    list->count = list_best(resolve, list->order, CHECKED_MAX);
    if (list->count == 0)
        return true;
    list->named = resolve->scores[list->order[0]].confidence;
    list->rivals = count_rivals(resolve, list->order[0]);
    if (!check(question, list, 0))
        return false;
    if (resolve->located[0].found > 0 && list->named >= MATCH_SURE)
        return true;
    for (size_t k = 1; k < list->count; k++) {
        if (!check(question, list, k))
            return false;
    }
    return list->count < 2 || check_missing(question, list);
}

static bool policy_takes(const struct question *question, const struct shortlist *list, size_t k,
                         double confidence)
{
    const struct score *score = &question->resolve->scores[list->order[k]];
    switch (question->resolve->config->match) {
    case MATCH_STRICT:
        return confidence >= MATCH_SURE && score->same_title && k == 0 && list->rivals == 0;
    case MATCH_EAGER:
        return confidence >= EAGER;
    case MATCH_NORMAL:
        break;
    }
    return confidence >= MATCH_SURE;
}

static void say_unsure(const struct question *question, const struct shortlist *list, size_t k,
                       double whole)
{
    const struct score *score = &question->resolve->scores[list->order[k]];
    const struct located *located = &question->resolve->located[k];
    char *reason = question->out->reason;
    size_t size = sizeof(question->out->reason);
    if (whole >= MATCH_SURE && list->rivals == 0) {
        snprintf(reason, size, "match=strict requires the exact title");
    } else if (whole >= MATCH_SURE) {
        snprintf(reason, size, "match=strict: %zu series have this title", list->rivals + 1);
    } else if (score->confidence >= MATCH_SURE && located->certainty < MATCH_SURE) {
        snprintf(reason, size, "not sure which episode it is: ");
        located_reason(located, reason + strlen(reason), size - strlen(reason));
    } else if (score->confidence >= MATCH_SURE) {
        snprintf(reason, size, "the name can be read in more than one way");
    } else if (list->rivals > 0) {
        snprintf(reason, size,
                 "%zu series have this title, and the name does not say which one it is",
                 list->rivals + 1);
    } else {
        snprintf(reason, size, "no series fits well enough");
    }
}

/* The episodes of a candidate, NULL if they were not asked for. */
static const struct located *located_of(const struct resolve *resolve, const struct shortlist *list,
                                        size_t candidate)
{
    for (size_t k = 0; k < list->count; k++) {
        if (list->order[k] == candidate && list->checked[k])
            return &resolve->located[k];
    }
    return NULL;
}

static void note_weighed(const struct question *question, const struct shortlist *list)
{
    const struct resolve *resolve = question->resolve;
    const struct catalogue *catalogue = question->catalogue;
    for (size_t i = 0; catalogue->trace && i < resolve->series_count; i++) {
        trace_candidate(catalogue->trace, catalogue->service->name, &resolve->series[i],
                        &resolve->scores[i], located_of(resolve, list, i));
    }
}

/* A series with one of the episodes that the name may mean. */
struct offer {
    size_t series;                 /* its index */
    const struct located *located; /* NULL: its episodes were not asked for */
    const struct episode *other;   /* not the likeliest of them */
    double confidence;
    bool lacks_it; /* the series lacks the episode */
};

enum { OFFERS_MAX = JOURNAL_CANDIDATES_MAX + CHECKED_MAX * LOCATED_OTHERS_MAX };

/* Inserts it before what is less likely; what has the episode precedes what lacks it. */
static void add_offer(struct offer *offers, size_t *count, const struct offer *offer)
{
    size_t place = *count;
    while (place > 0 && (offers[place - 1].lacks_it == offer->lacks_it
                             ? offers[place - 1].confidence < offer->confidence
                             : offers[place - 1].lacks_it)) {
        offers[place] = offers[place - 1];
        place--;
    }
    offers[place] = *offer;
    ++*count;
}

/* Adds a series with each of the episodes that the name may mean there. */
static void add_offers(const struct resolve *resolve, const struct shortlist *list, size_t series,
                       struct offer *offers, size_t *count)
{
    struct offer offer = {.series = series, .confidence = resolve->scores[series].confidence};
    const struct located *located = offer.located = located_of(resolve, list, series);
    offer.lacks_it = !located || located->found == 0;
    double doubt = located && located->found ? 1 - located->certainty : 0;
    double rest = offer.confidence * doubt;
    if (offer.confidence > 1 - doubt)
        offer.confidence = 1 - doubt;
    add_offer(offers, count, &offer);
    for (size_t i = 0; located && i < located->other_count; i++) {
        offer.other = &located->others[i];
        offer.confidence = rest / (double)(i + 1);
        add_offer(offers, count, &offer);
    }
}

static void offer(const struct question *question, const struct shortlist *list, size_t best,
                  double whole)
{
    const struct resolve *resolve = question->resolve;
    const char *source = question->catalogue->service->name;
    size_t order[JOURNAL_CANDIDATES_MAX];
    struct offer offers[OFFERS_MAX];
    size_t offered = 0;
    size_t count = list_best(resolve, order, JOURNAL_CANDIDATES_MAX);
    if (count == 0 || resolve->scores[order[0]].confidence < OFFERED ||
        !resolution_begin(question->out, RESOLUTION_UNSURE))
        return;
    say_unsure(question, list, best, whole);
    for (size_t n = 0; n < count; n++)
        add_offers(resolve, list, order[n], offers, &offered);
    for (size_t n = 0; n < offered; n++) {
        const struct offer *one = &offers[n];
        const struct series *series = &resolve->series[one->series];
        char reason[256];
        match_clue_reason(&resolve->scores[one->series].clues, reason, sizeof(reason));
        if (one->other) {
            resolution_offer_other(question->out, source, series, one->other, one->confidence,
                                   reason);
        } else {
            resolution_offer(question->out, source, series, one->located, one->confidence, reason);
        }
    }
}

/* Keeps a series for the next file of the folder; for that of this title anywhere, if the name
 * alone made it sure: neither the duration nor the episode did. Ranks anew. */
static void keep_series(const struct question *question, size_t i)
{
    struct resolve *resolve = question->resolve;
    struct answer_cache cache = answer_cache_of(question);
    struct series_ids ids = ids_at_catalogue(question, &resolve->series[i].ids);
    answer_cache_keep_lookup(&cache, &ids, &resolve->series[i]);
    const struct score *score = &resolve->scores[i];
    match_rank(question->guess, 0, resolve->series, resolve->series_count, resolve->scores);
    if (score->confidence >= MATCH_SURE && score->same_title && count_rivals(resolve, i) == 0)
        answer_cache_keep_series(&cache, question->guess, &resolve->series[i], score->confidence);
}

static void decide(const struct question *question, const struct shortlist *list)
{
    struct resolve *resolve = question->resolve;
    const struct guess *guess = question->guess;
    const char *source = question->catalogue->service->name;
    if (list->count == 0)
        return;
    size_t best = 0;
    for (size_t k = 1; k < list->count; k++) {
        if (resolve->scores[list->order[k]].confidence >
            resolve->scores[list->order[best]].confidence)
            best = k;
    }
    const struct series *series = &resolve->series[list->order[best]];
    const struct score *score = &resolve->scores[list->order[best]];
    const struct located *located = &resolve->located[best];
    double whole = located->found ? whole_confidence(guess, located, score->confidence) : 0;
    char reason[256];
    match_clue_reason(&score->clues, reason, sizeof(reason));
    if (located->found > 0 && policy_takes(question, list, best, whole)) {
        resolution_sure(question->out, source, series, located, whole, reason);
        keep_series(question, list->order[best]);
    } else if (located->found == 0 && best == 0 && list->named >= MATCH_SURE && score->same_title) {
        resolution_no_episode(question->out, source, series, located, list->named, reason);
    } else {
        offer(question, list, best, whole);
    }
}

static bool by_search(const struct question *question)
{
    struct shortlist list = {0};
    if (!search_all(question) || !ask_aliases(question) || !check_list(question, &list))
        return false;
    note_weighed(question, &list);
    decide(question, &list);
    return true;
}

/* If no series has this title: "Title 2" as the second season of "Title". */
static bool by_season_search(const struct question *question)
{
    struct guess season;
    struct question again = *question;
    if (question->out->outcome == RESOLUTION_SURE || has_clear(question->resolve) ||
        !match_sequel(question->guess, &season))
        return true;
    again.guess = &season;
    return by_search(&again);
}

/* ---- One file ---- */

static bool has_ids(const struct series_ids *ids)
{
    return ids->tvdb || ids->tvmaze || *ids->imdb;
}

/* What the journal says of the file before any catalogue is asked. */
struct known {
    struct corrected_guess corrected;
    bool has_neighbour; /* another file of its folder with this title is of a known series */
    struct series_ids neighbour;
};

static bool find_known(const struct resolve *resolve, const char *path, const struct guess *guess,
                       double duration, struct known *known, struct epi_error *err)
{
    char title[MATCH_TITLE_MAX];
    struct journal *journal = resolve->journal;
    known->has_neighbour = false;
    if (!corrected_guess_find(journal, path, guess, duration, &known->corrected, err))
        return false;
    match_fold(guess->title, title, sizeof(title));
    bool guesses = resolve->config->match != MATCH_STRICT && !resolve->anew;
    return !journal || !guesses || !*title || known->corrected.found ||
           neighbours_find(journal, path, title, &known->neighbour, &known->has_neighbour, err);
}

/* All that one catalogue can say of the file. */
static bool ask_catalogue(const struct question *question, const struct known *known)
{
    const struct guess *guess = question->guess;
    const struct corrected_guess *corrected = &known->corrected;
    if (corrected->found) {
        return by_ids(question, &corrected->series, &corrected->guess, corrected->moved,
                      CLUE_CHOSEN);
    }
    if (names_series(question->resolve))
        return by_ids(question, &guess->ids, guess, false, CLUE_FOLDER_FILE);
    if (has_ids(&guess->ids)) {
        if (!by_ids(question, &guess->ids, guess, false, CLUE_ID_IN_NAME))
            return false;
        if (question->out->outcome <= RESOLUTION_NO_EPISODE)
            return true;
    }
    if (!*guess->title && !*guess->alternative_title)
        return true;
    if (known->has_neighbour && !by_neighbour(question, &known->neighbour))
        return false;
    if (question->out->outcome != RESOLUTION_SURE && !by_cache(question))
        return false;
    if (question->out->outcome == RESOLUTION_SURE)
        return true;
    return by_search(question) && by_season_search(question);
}

static void begin_with(const struct guess *guess, struct resolution *out)
{
    const char *why = NULL;
    if (guess->kind == GUESS_MOVIE)
        why = "the name is a film's, not an episode's";
    else if (guess->kind == GUESS_NONE)
        why = "the name says nothing that could be looked up";
    else if (guess->season_pack)
        why = "the name means a whole season, not one episode of it";
    else if (locate_wanted(guess) == 0)
        why = "the name does not say which episode it is";
    else if (!*guess->title && !*guess->alternative_title && !has_ids(&guess->ids))
        why = "the name does not say which series it is";
    memset(out, 0, sizeof(*out));
    out->outcome = why ? RESOLUTION_NOTHING : RESOLUTION_NO_SERIES;
    snprintf(out->reason, sizeof(out->reason), "%s", why ? why : "no catalogue knows this series");
}

/* An unsure choice between series is final: another catalogue that knows only one of them would be
 * sure. It may improve others. */
static bool is_final(const struct resolve *resolve, const struct resolution *out)
{
    if (out->outcome != RESOLUTION_UNSURE)
        return out->outcome == RESOLUTION_SURE;
    size_t likely = 0;
    for (size_t i = 0; i < out->candidate_count; i++)
        likely += !out->candidates[i].other && out->candidates[i].confidence >= EAGER;
    return likely > 1 || (resolve->series_count > 0 && has_clear(resolve));
}

bool resolve_file(struct resolve *resolve, const char *path, const struct guess *guess,
                  double duration, int64_t now, struct resolution *resolution,
                  struct epi_error *err)
{
    struct epi_error why = {0};
    struct epi_error first = {0};
    struct known known;
    bool answered = false;
    begin_with(guess, resolution);
    if (resolution->outcome == RESOLUTION_NOTHING)
        return true;
    if (!find_known(resolve, path, guess, duration, &known, err))
        return false;
    struct guess in_folder = *guess;
    if (resolve->folder)
        folder_file_apply(resolve->folder, &in_folder);
    struct question question = {
        .resolve = resolve, .guess = &in_folder, .out = resolution, .err = &why};
    bool ordered = resolve->folder && resolve->folder->ordered;
    for (size_t i = 0; i < resolve->catalogue_count; i++) {
        question.catalogue = &resolve->catalogues[i];
        question.locate = (struct locate){resolve->config,
                                          resolve->journal,
                                          question.catalogue,
                                          duration,
                                          now,
                                          resolve->rows,
                                          resolve->anew,
                                          ordered ? &resolve->folder->order : NULL};
        resolve->series_count = 0;
        bool asked = ask_catalogue(&question, &known);
        if (asked && is_final(resolve, resolution))
            return true;
        answered = answered || asked;
        if (!asked && (first.kind == EPI_ERROR_NONE || first.kind == EPI_ERROR_SIGN_IN ||
                       why.kind == EPI_ERROR_STOPPED))
            first = why;
        if (!asked && why.kind == EPI_ERROR_STOPPED)
            break;
    }
    /* A catalogue that could not be asked might have known better; one that needs a sign-in is
     * not waited for. */
    bool open = first.kind == EPI_ERROR_STOPPED || first.kind == EPI_ERROR_LATER;
    if (!open && (answered || first.kind == EPI_ERROR_NONE))
        return true;
    if (err)
        *err = first;
    return false;
}
