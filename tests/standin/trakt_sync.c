/* SPDX-License-Identifier: MIT
 *
 * Trakt's history, ratings and what follows from them, trakt-v2 6 of the sections listed in
 * README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "trakt.h"

enum operation { ADD_PLAYS, DROP_PLAYS, RATE, UNRATE };
enum kind { MOVIES, SHOWS, SEASONS, EPISODES, IDS, KINDS };
static const char *const kind_names[] = {"movies", "shows", "seasons", "episodes", "ids"};

struct sync {
    struct request *rq;
    enum operation operation;
    bool dry; /* the first pass only looks whether all is well-formed */
    bool bad;
    int done[KINDS];
    struct text missing[KINDS];
};

/* ---- Leaves ---- */

int64_t stand_trakt_play(struct request *rq, const struct show *show, const struct episode *e,
                         const char *action, int64_t at_ms)
{
    struct play *play = STAND_ADD(rq->s->plays, rq->s->play_count);
    rq->s->plays_changed_ms = stand_now_ms(rq->s);
    *play = (struct play){.id = ++rq->s->last_id,
                          .service = rq->prefix,
                          .action = action,
                          .show = show,
                          .episode = e,
                          .watched_at_ms = at_ms};
    return play->id;
}

/* watched_at of the item, else of what holds it, else now. "unknown" is the epoch's start. */
static bool watched_at(struct sync *sync, const struct episode *e, json_object *item,
                       json_object *holder, int64_t *ms)
{
    const char *text = NULL;
    enum stand_field is = stand_string(item, "watched_at", &text);
    int64_t airs = 0;
    if (is == STAND_ABSENT)
        is = stand_string(holder, "watched_at", &text);
    *ms = stand_now_ms(sync->rq->s);
    if (is == STAND_ABSENT)
        return true;
    if (is == STAND_BAD)
        return false;
    if (strcmp(text, "unknown") == 0)
        *ms = 0;
    else if (strcmp(text, "released") == 0)
        *ms = e && stand_airs(e, &airs) ? airs * 1000 : 0;
    else
        return stand_trakt_read_time(text, ms);
    return true;
}

static void drop_plays(struct sync *sync, const struct show *show, const struct episode *e)
{
    struct standin *s = sync->rq->s;
    for (size_t i = s->play_count; i--;) {
        if (s->plays[i].show != show || s->plays[i].episode != e ||
            strcmp(s->plays[i].service, sync->rq->prefix) != 0)
            continue;
        s->play_count--;
        s->plays_changed_ms = stand_now_ms(s);
        memmove(&s->plays[i], &s->plays[i + 1], (s->play_count - i) * sizeof(*s->plays));
        sync->done[e ? EPISODES : MOVIES]++;
    }
}

/* An episode, or with NULL the film that show is. */
static void history_leaf(struct sync *sync, const struct show *show, const struct episode *e,
                         json_object *item, json_object *holder)
{
    int64_t ms;
    if (!watched_at(sync, e, item, holder, &ms)) {
        sync->bad = true;
    } else if (sync->operation == DROP_PLAYS) {
        if (!sync->dry)
            drop_plays(sync, show, e);
    } else if (!sync->dry) { /* no duplicate check: twice sent is twice played */
        stand_trakt_play(sync->rq, show, e, "watch", ms);
        sync->done[e ? EPISODES : MOVIES]++;
    }
}

/* A show or a film, a season of it, or an episode. */
static void rating_leaf(struct sync *sync, const struct show *show, int season,
                        const struct episode *e, json_object *item)
{
    int64_t value = 0, at_ms = stand_now_ms(sync->rq->s);
    const char *at = NULL;
    enum kind kind = e ? EPISODES : season >= 0 ? SEASONS : show->film ? MOVIES : SHOWS;
    struct rating rating = {.service = sync->rq->prefix,
                            .account = sync->rq->account,
                            .show = show,
                            .episode = e,
                            .season = season};
    if (sync->operation == UNRATE) {
        if (!sync->dry && stand_unrate(sync->rq->s, &rating))
            sync->done[kind]++;
        return;
    }
    enum stand_field timed = stand_string(item, "rated_at", &at);
    if (stand_int(item, "rating", &value) != STAND_GOOD || value < 1 || value > 10 ||
        timed == STAND_BAD || (timed == STAND_GOOD && !stand_trakt_read_time(at, &at_ms))) {
        sync->bad = true;
    } else if (!sync->dry) {
        snprintf(rating.value, sizeof(rating.value), "%d", (int)value);
        rating.rated_at = at_ms;
        stand_rate(sync->rq->s, &rating);
        sync->done[kind]++;
    }
}

static bool is_history(const struct sync *sync)
{
    return sync->operation == ADD_PLAYS || sync->operation == DROP_PLAYS;
}

/* All aired episodes of a season, or with -1 of the whole show without its specials. */
static void whole(struct sync *sync, const struct show *show, int season, json_object *item,
                  json_object *holder)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if ((season < 0 ? e->season > 0 : e->season == season) && stand_aired(sync->rq->s, e))
            history_leaf(sync, e->show, e, item, holder);
    }
}

/* ---- Trees: shows hold seasons hold episodes ---- */

static void echo(struct text *out, json_object *object)
{
    stand_comma(out);
    stand_add(out, json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
}

static json_object *list_of(json_object *object, const char *key)
{
    json_object *list = NULL;
    stand_get(object, key, json_type_array, &list);
    return list;
}

static size_t length(json_object *list)
{
    return list ? json_object_array_length(list) : 0;
}

/* What of a season is unknown is appended to missing. */
static void walk_season(struct sync *sync, const struct show *show, json_object *season,
                        json_object *holder, struct text *missing)
{
    int64_t number = -1;
    json_object *episodes = list_of(season, "episodes"), *rating = NULL;
    struct text lost = {0};
    bool known = false;
    if (stand_int(season, "number", &number) != STAND_GOOD) {
        sync->bad = true;
        return;
    }
    for (size_t i = 0; i < show->episode_count; i++)
        known = known || show->episodes[i].season == number;
    if (!known) {
        echo(missing, season);
        return;
    }
    bool rated = json_object_object_get_ex(season, "rating", &rating);
    if (!is_history(sync) && (!episodes || rated))
        rating_leaf(sync, show, (int)number, NULL, season);
    else if (!episodes)
        whole(sync, show, (int)number, season, holder);
    for (size_t i = 0; i < length(episodes); i++) {
        json_object *item = json_object_array_get_idx(episodes, i);
        int64_t n = -1;
        const struct episode *e = NULL;
        if (stand_int(item, "number", &n) == STAND_GOOD)
            e = catalogue_episode(show, (int)number, (int)n);
        if (!e)
            echo(&lost, item);
        else if (is_history(sync))
            history_leaf(sync, e->show, e, item, holder);
        else
            rating_leaf(sync, show, -1, e, item);
    }
    if (lost.length) {
        stand_comma(missing);
        stand_json(missing, "{'number':%l,'episodes':[%r]}", number, lost.data);
    }
    stand_text_free(&lost);
}

static void walk_show(struct sync *sync, json_object *item)
{
    const struct show *show = stand_trakt_find_show(sync->rq->s, item);
    json_object *seasons = list_of(item, "seasons"), *rating = NULL, *ids = NULL;
    struct text lost = {0};
    if (!show) {
        echo(&sync->missing[SHOWS], item);
        return;
    }
    bool rated = json_object_object_get_ex(item, "rating", &rating);
    if (!is_history(sync) && (!seasons || rated))
        rating_leaf(sync, show, -1, NULL, item);
    else if (!seasons)
        whole(sync, show, -1, item, NULL);
    for (size_t i = 0; i < length(seasons); i++)
        walk_season(sync, show, json_object_array_get_idx(seasons, i), item, &lost);
    if (lost.length) {
        stand_get(item, "ids", json_type_object, &ids);
        stand_comma(&sync->missing[SHOWS]);
        stand_json(&sync->missing[SHOWS], "{'ids':%r,'seasons':[%r]}",
                   ids ? json_object_to_json_string_ext(ids, JSON_C_TO_STRING_PLAIN) : "{}",
                   lost.data);
    }
    stand_text_free(&lost);
}

static void walk_item(struct sync *sync, enum kind kind, json_object *item)
{
    struct standin *s = sync->rq->s;
    int season = -1;
    if (!json_object_is_type(item, json_type_object)) {
        sync->bad = true;
    } else if (kind == SHOWS) {
        walk_show(sync, item);
    } else if (kind == EPISODES) {
        const struct episode *e = stand_trakt_find_episode(s, item);
        if (!e)
            echo(&sync->missing[kind], item);
        else if (is_history(sync))
            history_leaf(sync, e->show, e, item, NULL);
        else
            rating_leaf(sync, e->show, -1, e, item);
    } else if (kind == SEASONS) {
        const struct show *show = stand_trakt_find_season(s, item, &season);
        if (!show)
            echo(&sync->missing[kind], item);
        else if (is_history(sync))
            whole(sync, show, season, item, NULL);
        else
            rating_leaf(sync, show, season, NULL, item);
    } else {
        const struct show *film = stand_trakt_find_film(s, item);
        if (!film)
            echo(&sync->missing[kind], item);
        else if (is_history(sync))
            history_leaf(sync, film, NULL, item, NULL);
        else
            rating_leaf(sync, film, -1, NULL, item);
    }
}

/* History may also be removed by its own ids. */
static void walk_ids(struct sync *sync, json_object *list)
{
    struct standin *s = sync->rq->s;
    for (size_t i = 0; i < length(list); i++) {
        json_object *item = json_object_array_get_idx(list, i);
        bool found = false;
        for (size_t k = s->play_count; k--;) {
            if (s->plays[k].id != json_object_get_int64(item))
                continue;
            found = true;
            if (sync->dry)
                continue;
            sync->done[s->plays[k].episode ? EPISODES : MOVIES]++;
            s->play_count--;
            memmove(&s->plays[k], &s->plays[k + 1], (s->play_count - k) * sizeof(*s->plays));
        }
        if (!found)
            echo(&sync->missing[IDS], item);
    }
}

static void walk(struct sync *sync)
{
    for (enum kind kind = MOVIES; kind <= EPISODES; kind++) {
        json_object *list = NULL;
        if (stand_get(sync->rq->json, kind_names[kind], json_type_array, &list) == STAND_BAD)
            sync->bad = true;
        for (size_t i = 0; i < length(list); i++)
            walk_item(sync, kind, json_object_array_get_idx(list, i));
    }
    if (sync->operation == DROP_PLAYS)
        walk_ids(sync, list_of(sync->rq->json, "ids"));
}

static void free_missing(struct sync *sync)
{
    for (int i = 0; i < KINDS; i++)
        stand_text_free(&sync->missing[i]);
}

static void change(struct request *rq, enum operation operation)
{
    struct sync sync = {.rq = rq, .operation = operation, .dry = true};
    bool adds = operation == ADD_PLAYS || operation == RATE;
    walk(&sync);
    free_missing(&sync);
    if (sync.bad) {
        rq->status = 422;
        stand_json(&rq->out, "{'errors':{'body':['is invalid']}}");
        return;
    }
    sync.dry = false;
    walk(&sync);
    rq->status = adds ? MHD_HTTP_CREATED : MHD_HTTP_OK;
    stand_json(&rq->out, "{'%e':{", adds ? "added" : "deleted");
    for (int i = MOVIES; i <= EPISODES; i++) {
        if (is_history(&sync) && (i == SHOWS || i == SEASONS))
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%e':%i", kind_names[i], sync.done[i]);
    }
    stand_json(&rq->out, "},'not_found':{");
    for (int i = MOVIES; i < (operation == DROP_PLAYS ? KINDS : IDS); i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%e':[%r]", kind_names[i],
                   sync.missing[i].data ? sync.missing[i].data : "");
    }
    stand_add(&rq->out, "}}");
    free_missing(&sync);
}

void stand_sync_add_history(struct request *rq)
{
    change(rq, ADD_PLAYS);
}

void stand_sync_remove_history(struct request *rq)
{
    change(rq, DROP_PLAYS);
}

void stand_sync_add_ratings(struct request *rq)
{
    change(rq, RATE);
}

void stand_sync_remove_ratings(struct request *rq)
{
    change(rq, UNRATE);
}
