/* SPDX-License-Identifier: MIT
 *
 * The JSON of epimark/reconcile.h.
 */
#include <stdlib.h>

#include "core/base/json.h"
#include <epimark/reconcile.h>

static void set_count(struct json *object, const char *key, size_t count)
{
    json_set_int(object, key, (int64_t)count);
}

/* Null where it is 0. */
static void set_known(struct json *object, const char *key, int64_t value)
{
    json_set(object, key, value ? json_new_int(value) : NULL);
}

static void set_counts(struct json *object, const struct epi_reconcile_counts *counts)
{
    set_count(object, "missing_there", counts->missing_there);
    set_count(object, "missing_here", counts->missing_here);
    set_count(object, "twice", counts->twice);
    set_count(object, "other", counts->other);
    set_count(object, "ratings_missing_there", counts->ratings_missing_there);
    set_count(object, "ratings_missing_here", counts->ratings_missing_here);
    set_count(object, "ratings_other", counts->ratings_other);
}

static struct json *difference_json(const struct epi_difference *one)
{
    static const char *const scopes[] = {"episode", "season", "series"};
    struct json *object = json_new_object();
    json_set_text(object, "kind", one->kind);
    json_set_text(object, "what", one->rating ? "rating" : "viewing");
    json_set_text(object, "scope", scopes[one->scope]);
    if (one->season >= 0)
        json_set_int(object, "season", one->season);
    if (one->number >= 0)
        json_set_int(object, "number", one->number);
    set_known(object, "tvdb", one->tvdb);
    set_known(object, "tvmaze", one->tvmaze);
    set_known(object, "row", one->row);
    set_known(object, "here_at", one->here_at);
    set_known(object, "there_at", one->there_at);
    if (one->rating) {
        set_known(object, "here_rating", one->here_rating);
        set_known(object, "there_rating", one->there_rating);
    } else {
        json_set_text(object, "here_as", one->here_as);
        json_set_text(object, "there_as", one->there_as);
    }
    if (*one->newer)
        json_set_text(object, "newer", one->newer);
    return object;
}

static bool write_group(void *context, const struct epi_reconcile_group *group)
{
    struct json *object = json_new_object(), *list = json_new_array();
    json_set_text(object, "title", group->series->title);
    set_known(object, "year", group->series->year);
    json_set(object, "film", json_new_bool(group->film));
    set_known(object, "tvdb", group->series->tvdb);
    set_known(object, "tvmaze", group->series->tvmaze);
    set_known(object, "tmdb", group->series->tmdb);
    if (*group->series->imdb)
        json_set_text(object, "imdb", group->series->imdb);
    set_counts(object, &group->counts);
    for (size_t i = 0; i < group->difference_count; i++)
        json_add(list, difference_json(&group->differences[i]));
    json_set(object, "differences", list);
    json_add(context, object);
    return true;
}

char *epi_json_reconcile(const struct epi_reconcile *reconcile, const struct epi_reconciled *done)
{
    const struct epi_reconcile_plan *plan = epi_reconcile_plan(reconcile);
    struct json *object = json_new_object(), *series = json_new_array();
    json_set_text(object, "service", plan->service);
    json_set_text(object, "keeps", plan->marks ? "marks" : "plays");
    json_set(object, "part", json_new_bool(plan->part));
    json_set(object, "applied", json_new_bool(done != NULL));
    set_count(object, "same", plan->counts.same);
    set_count(object, "same_ratings", plan->counts.same_ratings);
    set_counts(object, &plan->counts);
    set_count(object, "unidentified", plan->unidentified);
    set_count(object, "to_service", plan->to_service);
    set_count(object, "to_journal", plan->to_journal);
    set_count(object, "doubles", plan->doubles);
    if (done) {
        struct json *did = json_new_object();
        set_count(did, "due", done->due);
        set_count(did, "taken_in", done->taken);
        set_count(did, "unsure", done->unsure);
        set_count(did, "removed", done->removed);
        json_set(object, "done", did);
    }
    epi_reconcile_each(reconcile, write_group, series);
    json_set(object, "series", series);
    char *text = json_write(object, false);
    json_free(object);
    return text;
}
