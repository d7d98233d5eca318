/* SPDX-License-Identifier: MIT
 *
 * What an account holds at a service against the journal: compared, counted and shown.
 */
#include "core/client/reconcile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/error.h"
#include "core/client/client.h"
#include "core/client/import_service.h"
#include "core/services/service.h"

/* ---- What is repaired ---- */

/* On which side the newer one of two is: above 0 here, below 0 there, 0: nobody can tell. Plays are
 * no states: that one is newer says nothing. */
static int newer_side(const struct epi_reconcile *reconcile, const struct difference *one)
{
    const struct difference_side *here = &one->here, *there = &one->there;
    bool state = one->rating || reconcile->plan.marks;
    if (one->kind != DIFFERENCE_OTHER || !state || !here->at || !there->at)
        return 0;
    return values_order(here->at, there->at);
}

bool reconcile_goes_there(const struct epi_reconcile *reconcile, const struct difference *one)
{
    const struct service *service = reconcile->service;
    bool film = reconcile->found.series[one->series].film;
    bool can = one->rating ? service->rate != NULL : service->mark || service->play;
    bool films = reconcile->client->config.films == FILMS_SEND && service->films;
    return can && (!film || films) &&
           (one->kind == DIFFERENCE_MISSING_THERE || newer_side(reconcile, one) > 0);
}

/* A mark that says otherwise than watched is nothing that was watched. */
bool reconcile_comes_here(const struct epi_reconcile *reconcile, const struct difference *one)
{
    bool watched = one->rating || one->there.value == 1 + MARK_WATCHED;
    return watched && one->there.id > 0 &&
           (one->kind == DIFFERENCE_MISSING_HERE || newer_side(reconcile, one) < 0);
}

/* ---- Counting ---- */

static size_t *count_of(struct epi_reconcile_counts *counts, const struct difference *one)
{
    switch (one->kind) {
    case DIFFERENCE_MISSING_THERE:
        return one->rating ? &counts->ratings_missing_there : &counts->missing_there;
    case DIFFERENCE_MISSING_HERE:
        return one->rating ? &counts->ratings_missing_here : &counts->missing_here;
    case DIFFERENCE_TWICE:
        return &counts->twice;
    case DIFFERENCE_OTHER:
    case DIFFERENCE_KINDS:
        break;
    }
    return one->rating ? &counts->ratings_other : &counts->other;
}

static void count_all(struct epi_reconcile *reconcile)
{
    const struct differences *found = &reconcile->found;
    struct epi_reconcile_plan *plan = &reconcile->plan;
    plan->counts.same = found->same;
    plan->counts.same_ratings = found->same_ratings;
    plan->unidentified = found->unidentified;
    for (size_t i = 0; i < found->count; i++) {
        const struct difference *one = &found->rows[i];
        *count_of(&plan->counts, one) += 1;
        plan->series += i == 0 || one->series != one[-1].series;
        plan->to_service += reconcile_goes_there(reconcile, one);
        plan->to_journal += reconcile_comes_here(reconcile, one);
    }
    plan->doubles = plan->counts.twice;
}

/* ---- Views ---- */

static const char *mark_of(const struct difference *one, const struct difference_side *side)
{
    bool mark = !one->rating && side->id != 0;
    return mark ? values_mark_name((enum mark_type)(side->value - 1)) : "";
}

static struct epi_difference view_of(const struct epi_reconcile *reconcile,
                                     const struct difference *one)
{
    static const char *const kinds[DIFFERENCE_KINDS] = {
        [DIFFERENCE_MISSING_THERE] = "missing-there",
        [DIFFERENCE_MISSING_HERE] = "missing-here",
        [DIFFERENCE_TWICE] = "twice",
        [DIFFERENCE_OTHER] = "other",
    };
    int newer = newer_side(reconcile, one);
    return (struct epi_difference){.kind = kinds[one->kind],
                                   .rating = one->rating,
                                   .scope = one->scope,
                                   .season = one->season,
                                   .number = one->number,
                                   .tvdb = one->tvdb,
                                   .tvmaze = one->tvmaze,
                                   .row = one->here.id,
                                   .here_at = one->here.at,
                                   .there_at = one->there.at,
                                   .here_rating = one->rating ? one->here.value : 0,
                                   .there_rating = one->rating ? one->there.value : 0,
                                   .here_as = mark_of(one, &one->here),
                                   .there_as = mark_of(one, &one->there),
                                   .newer = newer > 0   ? "here"
                                            : newer < 0 ? "there"
                                                        : ""};
}

static int64_t time_of(const struct difference *one)
{
    return one->here.id ? one->here.at : one->there.at;
}

/* By the title of the series, then by episode and time. */
static int by_title(const void *a, const void *b, void *context)
{
    const struct difference_series *series = context;
    const struct difference *x = a, *y = b;
    int by = 0;
    if (x->series != y->series)
        by = strcasecmp(series[x->series].title, series[y->series].title);
    by = by ? by : values_order((int64_t)x->series, (int64_t)y->series);
    by = by ? by : values_order(x->season, y->season);
    by = by ? by : values_order(x->number, y->number);
    by = by ? by : values_order(x->rating, y->rating);
    return by ? by : values_order(time_of(x), time_of(y));
}

static bool make_views(struct epi_reconcile *reconcile, struct epi_error *err)
{
    struct differences *found = &reconcile->found;
    if (found->count > 0)
        qsort_r(found->rows, found->count, sizeof(*found->rows), by_title, found->series);
    reconcile->views = calloc(found->count + 1, sizeof(*reconcile->views));
    if (!reconcile->views)
        return error_memory(err);
    for (size_t i = 0; i < found->count; i++)
        reconcile->views[i] = view_of(reconcile, &found->rows[i]);
    return true;
}

void epi_reconcile_each(const struct epi_reconcile *reconcile, epi_reconcile_visit visit,
                        void *context)
{
    const struct differences *found = &reconcile->found;
    bool more = true;
    for (size_t i = 0, end; more && i < found->count; i = end) {
        const struct difference_series *of = &found->series[found->rows[i].series];
        struct epi_series series = {.title = of->title,
                                    .year = of->year,
                                    .country = "",
                                    .tvdb = of->ids.tvdb,
                                    .tvmaze = of->ids.tvmaze,
                                    .imdb = of->ids.imdb,
                                    .network = "",
                                    .tmdb = of->ids.tmdb};
        struct epi_reconcile_group group = {
            .series = &series, .film = of->film, .differences = reconcile->views + i};
        for (end = i; end < found->count && found->rows[end].series == found->rows[i].series; end++)
            *count_of(&group.counts, &found->rows[end]) += 1;
        group.difference_count = end - i;
        more = visit(context, &group);
    }
}

/* ---- The handle ---- */

const char *epi_reconcile_service(size_t index)
{
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->holdings && index-- == 0)
            return services[i]->name;
    }
    return NULL;
}

static bool compare(struct epi_reconcile *reconcile, struct epi_error *err)
{
    const struct service *service = reconcile->service;
    const struct differences_how how = {.service = service->name,
                                        .marks = reconcile->plan.marks,
                                        .films = service->films != NULL,
                                        .seasons = !service->no_seasons,
                                        .series = reconcile->series,
                                        .series_count = reconcile->series_count};
    struct journal *journal = client_readable(reconcile->client, err);
    if (!journal || !differences_find(journal, &how, &reconcile->found, err) ||
        !make_views(reconcile, err))
        return false;
    count_all(reconcile);
    return true;
}

/* What the account may ask for: all, or one series after the other. */
static bool refresh(struct epi_reconcile *reconcile, struct epi_error *err)
{
    struct epi_error why = {0};
    if (import_service_refresh(reconcile->client, reconcile->service, &why))
        return true;
    bool unpaid = why.kind == EPI_ERROR_SIGN_IN && why.status == 403;
    if (!unpaid || !reconcile->service->parts_for_all) {
        *err = why;
        return false;
    }
    reconcile->plan.part = true;
    return import_service_refresh_seen(reconcile->client, reconcile->service, &reconcile->series,
                                       &reconcile->series_count, err);
}

struct epi_reconcile *epi_reconcile_new(struct epi_client *client, const char *service,
                                        struct epi_error *err)
{
    const struct service *of = import_service_find(client, service, err);
    struct epi_reconcile *reconcile = of ? calloc(1, sizeof(*reconcile)) : NULL;
    if (of && !reconcile)
        error_memory(err);
    if (!reconcile)
        return NULL;
    reconcile->client = client;
    reconcile->service = of;
    reconcile->plan.service = of->name;
    reconcile->plan.marks = of->mark != NULL;
    if (refresh(reconcile, err) && compare(reconcile, err))
        return reconcile;
    epi_reconcile_free(reconcile);
    return NULL;
}

void epi_reconcile_free(struct epi_reconcile *reconcile)
{
    if (!reconcile)
        return;
    differences_free(&reconcile->found);
    free(reconcile->views);
    free(reconcile->series);
    free(reconcile);
}

const struct epi_reconcile_plan *epi_reconcile_plan(const struct epi_reconcile *reconcile)
{
    return &reconcile->plan;
}
