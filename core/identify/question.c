/* SPDX-License-Identifier: MIT */
#include "core/identify/question.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/identify/catalogue.h"
#include "core/identify/locate.h"
#include "core/identify/located.h"
#include "core/identify/pool.h"
#include "core/identify/siblings.h"
#include "core/services/service.h"
#include "matching/matching.h"

struct answer_cache question_cache(const struct question *question)
{
    return (struct answer_cache){question->source.journal, question->catalogue->service->name,
                                 question->source.config->language, question->source.now,
                                 question->source.anew};
}

struct series_ids question_ids(const struct question *question, const struct series_ids *ids)
{
    enum id_kind kind = question->catalogue->service->ids;
    struct series_ids own = {0};
    int64_t id = values_series_id(ids, kind);
    values_set_series_id(&own, kind, id);
    return id ? own : *ids;
}

const struct siblings *question_siblings(const struct question *question)
{
    struct siblings *siblings = question->siblings;
    if (!siblings->read) {
        siblings_read(question->source.config, question->path, question->guess, question->names,
                      siblings);
    }
    return siblings;
}

/* A title that only the other files of the folder have. */
static void doubt_title(const struct question *question, struct located *located)
{
    double certainty = match_clue_value(CLUE_SIBLING_TITLE);
    certainty = located->certainty < certainty ? located->certainty : certainty;
    if (*question->siblings->title && located->found > 0 && !located->titled)
        located_weigh(located, CLUE_SIBLING_TITLE, certainty, "%s", "");
}

/* Whether the other files of the folder count over the whole series, as a number past its season
 * does: the one before or after it is there, and none that only its season could count. */
static bool counts_on(const struct siblings *siblings, const struct guess *guess,
                      const struct located *located)
{
    int before = guess->episodes[0] - located->episodes[0].number; /* in earlier seasons */
    bool beside = false;
    for (size_t i = 0; i < siblings->number_count; i++) {
        const struct sibling_number *other = &siblings->numbers[i];
        if (guess->season == 1 ? other->season != 1
                               : other->season == guess->season && other->number <= before)
            return false;
        int apart = other->number - guess->episodes[0];
        beside = beside || (other->season == guess->season && (apart == 1 || apart == -1));
    }
    return beside;
}

/* If no season can have grown, such files confirm a number past its season. */
static bool weigh_count(const struct question *question, const struct series *series,
                        const struct guess *guess, struct located *located)
{
    bool may_be_new = false;
    if (!located->beyond || located->mistitled || located->found != located->count ||
        located->certainty >= match_clue_value(CLUE_SIBLINGS_COUNT) ||
        !counts_on(question_siblings(question), guess, located))
        return true;
    if (!locate_may_be_new(&question->source, series, guess, &may_be_new, question->err))
        return false;
    if (!may_be_new)
        located_add(located, CLUE_SIBLINGS_COUNT);
    return true;
}

bool question_locate(const struct question *question, const struct series *series,
                     const struct guess *guess, struct located *located)
{
    if (!locate_episodes(&question->source, series, guess, located, question->err))
        return false;
    doubt_title(question, located);
    return weigh_count(question, series, guess, located);
}

/* Whether another file of the folder says something of a series that its own name does not say. */
enum said { SAID_NOTHING, SAID_FITS, SAID_OTHER };

static enum said year_of_siblings(const struct question *question, const struct series *series)
{
    int year = question_siblings(question)->year;
    if (!year || question->guess->year || !series->year)
        return SAID_NOTHING;
    return series->year == year ? SAID_FITS : SAID_OTHER;
}

static enum said country_of_siblings(const struct question *question, const struct series *series)
{
    const char *country = question_siblings(question)->country;
    if (!*country || *question->guess->country || !*series->country)
        return SAID_NOTHING;
    return strcmp(series->country, country) == 0 ? SAID_FITS : SAID_OTHER;
}

bool question_beside(const struct question *question, const struct series *series, bool *fits)
{
    const struct siblings *siblings = question_siblings(question);
    size_t missing = 0;
    *fits = year_of_siblings(question, series) != SAID_OTHER &&
            country_of_siblings(question, series) != SAID_OTHER;
    if (*fits && siblings->number_count > 0 &&
        !locate_missing(&question->source, series, siblings->numbers, siblings->number_count,
                        &missing, question->err))
        return false;
    *fits = *fits && missing == 0;
    return true;
}

/* If it fits one of those with the title, it counts against the others. */
static void weigh_siblings(struct pool *pool, const enum said *said, const char *word)
{
    bool any = false;
    for (size_t i = 0; i < pool->count; i++)
        any = any || (pool->scores[i].same_title && said[i] == SAID_FITS);
    for (size_t i = 0; any && i < pool->count; i++) {
        struct score *score = &pool->scores[i];
        if (!score->same_title)
            continue;
        enum clue_kind clue = said[i] == SAID_FITS ? CLUE_SIBLING_FITS : CLUE_SIBLING_OTHER;
        match_clue_of(&score->clues, clue, match_clue_value(clue), "%s", word);
        score->weight += match_clue_value(clue);
    }
}

void question_rank(const struct question *question)
{
    struct pool *pool = question->pool;
    enum said years[MATCH_CANDIDATES_MAX] = {SAID_NOTHING};
    enum said countries[MATCH_CANDIDATES_MAX] = {SAID_NOTHING};
    char year[16];
    match_rank(question->guess, question->source.duration, pool->series, pool->count, pool->scores);
    for (size_t i = 0; i < pool->count; i++) {
        years[i] = year_of_siblings(question, &pool->series[i]);
        countries[i] = country_of_siblings(question, &pool->series[i]);
    }
    snprintf(year, sizeof(year), "%d", question_siblings(question)->year);
    weigh_siblings(pool, years, year);
    weigh_siblings(pool, countries, question_siblings(question)->country);
    match_weigh(pool->scores, pool->count);
}
