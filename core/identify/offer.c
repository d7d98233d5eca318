/* SPDX-License-Identifier: MIT */
#include "core/identify/offer.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/catalogue.h"
#include "core/identify/located.h"
#include "core/identify/pool.h"
#include "core/identify/question.h"
#include "core/identify/resolution.h"
#include "core/identify/shortlist.h"
#include "core/services/service.h"
#include "matching/matching.h"

static void say_unsure(const struct question *question, const struct shortlist *list, size_t k,
                       double whole)
{
    const struct score *score = &question->pool->scores[list->order[k]];
    const struct located *located = &question->pool->located[k];
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

/* ---- The episodes ---- */

/* A series with one of the episodes that the name may mean. */
struct offer {
    size_t series;                 /* its index */
    const struct located *located; /* NULL: its episodes were not asked for */
    const struct episode *other;   /* not the likeliest of them */
    double confidence;
    bool lacks_it; /* the series lacks the episode */
};

enum { OFFERS_MAX = JOURNAL_CANDIDATES_MAX + POOL_CHECKED_MAX * LOCATED_OTHERS_MAX };

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
static void add_offers(const struct pool *pool, const struct shortlist *list, size_t series,
                       struct offer *offers, size_t *count)
{
    struct offer offer = {.series = series, .confidence = pool->scores[series].confidence};
    const struct located *located = offer.located = shortlist_located(pool, list, series);
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

/* Offers those in the pool that are at least as likely, the best first. */
static void offer_from(const struct question *question, const struct shortlist *list, double least)
{
    const struct pool *pool = question->pool;
    const char *source = question->catalogue->service->name;
    size_t order[JOURNAL_CANDIDATES_MAX];
    struct offer offers[OFFERS_MAX];
    size_t offered = 0;
    size_t count = pool_best(pool, least, order, JOURNAL_CANDIDATES_MAX);
    for (size_t n = 0; n < count; n++)
        add_offers(pool, list, order[n], offers, &offered);
    for (size_t n = 0; n < offered; n++) {
        const struct offer *one = &offers[n];
        const struct series *series = &pool->series[one->series];
        char reason[256];
        match_clue_reason(&pool->scores[one->series].clues, reason, sizeof(reason));
        if (one->other) {
            resolution_offer_other(question->out, source, series, one->other, one->confidence,
                                   reason);
        } else {
            resolution_offer(question->out, source, series, one->located, one->confidence, reason);
        }
    }
}

void offer_likely(const struct question *question, const struct shortlist *list, size_t best,
                  double whole)
{
    size_t first;
    if (pool_best(question->pool, POOL_OFFERED, &first, 1) == 0 ||
        !resolution_begin(question->out, RESOLUTION_UNSURE))
        return;
    say_unsure(question, list, best, whole);
    offer_from(question, list, POOL_WEIGHED);
}

void offer_all(const struct question *question, const struct shortlist *list)
{
    if (question->pool->count > 0 && resolution_begin(question->out, RESOLUTION_UNSURE))
        offer_from(question, list, 0);
}
