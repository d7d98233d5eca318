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

/* --- leaves --- */

int64_t stand_trakt_play(struct request *rq, const struct episode *e, const char *action,
                         int64_t at_ms)
{
    struct play *play = STAND_ADD(rq->s->plays, rq->s->play_count);
    *play = (struct play){.id = ++rq->s->last_id,
                          .service = rq->prefix,
                          .action = action,
                          .show = e->show,
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
    if (!strcmp(text, "unknown"))
        *ms = 0;
    else if (!strcmp(text, "released"))
        *ms = e && stand_airs(e, &airs) ? airs * 1000 : 0;
    else
        return stand_trakt_read_time(text, ms);
    return true;
}

static void drop_plays(struct sync *sync, const struct episode *e)
{
    struct standin *s = sync->rq->s;
    for (size_t i = s->play_count; i--;) {
        if (s->plays[i].episode != e || strcmp(s->plays[i].service, sync->rq->prefix))
            continue;
        s->play_count--;
        memmove(&s->plays[i], &s->plays[i + 1], (s->play_count - i) * sizeof *s->plays);
        sync->done[EPISODES]++;
    }
}

static void history_leaf(struct sync *sync, const struct episode *e, json_object *item,
                         json_object *holder)
{
    int64_t ms;
    if (!watched_at(sync, e, item, holder, &ms)) {
        sync->bad = true;
    } else if (sync->operation == DROP_PLAYS) {
        if (!sync->dry)
            drop_plays(sync, e);
    } else if (!sync->dry) { /* no duplicate check: twice sent is twice played */
        stand_trakt_play(sync->rq, e, "watch", ms);
        sync->done[EPISODES]++;
    }
}

/* A show, a season of it, or an episode; film ratings are counted and not kept. */
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
        snprintf(rating.value, sizeof rating.value, "%d", (int)value);
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
            history_leaf(sync, e, item, holder);
    }
}

/* --- trees: shows hold seasons hold episodes --- */

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
            history_leaf(sync, e, item, holder);
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
            history_leaf(sync, e, item, NULL);
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
        else if (!is_history(sync))
            rating_leaf(sync, film, -1, NULL, item);
        else if (!sync->dry && sync->operation == ADD_PLAYS)
            sync->done[kind]++;
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
            s->play_count--;
            memmove(&s->plays[k], &s->plays[k + 1], (s->play_count - k) * sizeof *s->plays);
            sync->done[EPISODES]++;
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

/* --- reading back --- */

static bool is_type(const char *type)
{
    for (int i = MOVIES; i <= EPISODES; i++) {
        if (!strcmp(type, kind_names[i]))
            return true;
    }
    return !strcmp(type, "all");
}

static int newest_first(const void *a, const void *b)
{
    const struct play *x = *(const struct play *const *)a, *y = *(const struct play *const *)b;
    if (x->watched_at_ms != y->watched_at_ms)
        return x->watched_at_ms < y->watched_at_ms ? 1 : -1;
    return x->id < y->id ? 1 : -1;
}

/* Without a type all; the id is Trakt's. */
static bool play_wanted(struct request *rq, const struct play *play, int64_t from, int64_t to)
{
    const char *type = rq->arg[0];
    int64_t id = 0;
    if (strcmp(play->service, rq->prefix) || play->watched_at_ms < from || play->watched_at_ms > to)
        return false;
    if (type && !strcmp(type, "movies"))
        return false;
    if (!type || !rq->arg[1])
        return true;
    stand_number(rq->arg[1], &id);
    return !strcmp(type, "shows") ? play->show->trakt == id
           : !strcmp(type, "seasons")
               ? stand_trakt_season_id(play->show, play->episode->season) == id
               : play->episode->trakt == id;
}

static bool query_time(struct request *rq, const char *name, int64_t *ms)
{
    const char *text = stand_query(rq, name);
    return !text || stand_trakt_read_time(text, ms);
}

void stand_sync_get_history(struct request *rq)
{
    int64_t start = INT64_MIN, end = INT64_MAX;
    size_t count = 0, from, to;
    if (rq->arg[0] && (!is_type(rq->arg[0]) || !strcmp(rq->arg[0], "all"))) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    if (!query_time(rq, "start_at", &start) || !query_time(rq, "end_at", &end)) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
        return;
    }
    const struct play **list = calloc(rq->s->play_count + 1, sizeof *list);
    if (!list)
        abort();
    for (size_t i = 0; i < rq->s->play_count; i++) {
        if (play_wanted(rq, &rq->s->plays[i], start, end))
            list[count++] = &rq->s->plays[i];
    }
    if (count)
        qsort(list, count, sizeof *list, newest_first);
    stand_trakt_page(rq, count, 10, &from, &to);
    bool full = stand_trakt_extended(rq, "full");
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = from; i < to; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%l,'watched_at':", list[i]->id);
        stand_trakt_time(&rq->out, list[i]->watched_at_ms);
        stand_json(&rq->out, ",'action':%s,'type':'episode','episode':", list[i]->action);
        stand_trakt_episode(&rq->out, list[i]->episode, full);
        stand_json(&rq->out, ",'show':");
        stand_trakt_show(&rq->out, list[i]->show, full);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
    free(list);
}

static const char *rating_kind(const struct rating *rating)
{
    return rating->episode       ? "episode"
           : rating->season >= 0 ? "season"
           : rating->show->film  ? "movie"
                                 : "show";
}

static bool rating_wanted(struct request *rq, const struct rating *rating)
{
    const char *type = rq->arg[0], *kind = rating_kind(rating);
    return !strcmp(rating->service, rq->prefix) &&
           (!type || !strcmp(type, "all") || !strncmp(type, kind, strlen(kind))) &&
           (!rq->arg[1] || !strcmp(rq->arg[1], rating->value));
}

void stand_sync_get_ratings(struct request *rq)
{
    int64_t wanted = 1;
    if ((rq->arg[0] && !is_type(rq->arg[0])) ||
        (rq->arg[1] && (!stand_number(rq->arg[1], &wanted) || wanted < 1 || wanted > 10))) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    size_t total = 0, from, to, at = 0;
    for (size_t i = 0; i < rq->s->rating_count; i++)
        total += rating_wanted(rq, &rq->s->ratings[i]);
    stand_trakt_page(rq, total, 100, &from, &to);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->rating_count; i++) {
        const struct rating *rating = &rq->s->ratings[i];
        if (!rating_wanted(rq, rating) || at++ < from || at > to)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'rated_at':");
        stand_trakt_time(&rq->out, rating->rated_at);
        stand_json(&rq->out, ",'rating':%r,'type':%s", rating->value, rating_kind(rating));
        if (rating->season >= 0)
            stand_json(&rq->out,
                       ",'season':{'number':%i,'ids':{'trakt':%l,'tvdb':null,"
                       "'tmdb':null}}",
                       rating->season, stand_trakt_season_id(rating->show, rating->season));
        if (rating->episode) {
            stand_json(&rq->out, ",'episode':");
            stand_trakt_episode(&rq->out, rating->episode, false);
        }
        stand_json(&rq->out, ",'%e':", rating->show->film ? "movie" : "show");
        stand_trakt_show(&rq->out, rating->show, false);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

/* Plays of an episode and the time of the last, of any episode where e is NULL. */
static int plays_of(struct request *rq, const struct show *show, const struct episode *e,
                    int64_t *last)
{
    int plays = 0;
    *last = 0;
    for (size_t i = 0; i < rq->s->play_count; i++) {
        const struct play *play = &rq->s->plays[i];
        if (strcmp(play->service, rq->prefix) || play->show != show || (e && play->episode != e))
            continue;
        plays++;
        *last = play->watched_at_ms > *last ? play->watched_at_ms : *last;
    }
    return plays;
}

static void watched_seasons(struct request *rq, const struct show *show)
{
    int season = -1;
    stand_json(&rq->out, ",'seasons':[");
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        int64_t last;
        int plays = plays_of(rq, show, e, &last);
        if (!plays)
            continue;
        if (e->season != season) {
            if (season >= 0)
                stand_add(&rq->out, "]},");
            stand_json(&rq->out, "{'number':%i,'episodes':[", e->season);
            season = e->season;
        }
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'number':%i,'plays':%i,'last_watched_at':", e->number, plays);
        stand_trakt_time(&rq->out, last);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, season >= 0 ? "]}]" : "]");
}

/* trakt-v2 2: seasons only with extended=progress; 100 to a page. */
void stand_sync_get_watched(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    bool shows = !strcmp(rq->arg[0], "shows"), progress = stand_trakt_extended(rq, "progress");
    size_t total = 0, from, to, at = 0;
    int64_t last;
    if (!shows && strcmp(rq->arg[0], "movies")) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    for (size_t i = 0; shows && i < c->count; i++)
        total += plays_of(rq, &c->shows[i], NULL, &last) > 0;
    stand_trakt_page(rq, total, 100, &from, &to);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; shows && i < c->count; i++) {
        int plays = plays_of(rq, &c->shows[i], NULL, &last);
        if (!plays || at++ < from || at > to)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'plays':%i,'last_watched_at':", plays);
        stand_trakt_time(&rq->out, last);
        stand_json(&rq->out, ",'last_updated_at':");
        stand_trakt_time(&rq->out, last);
        stand_json(&rq->out, ",'reset_at':null,'show':");
        stand_trakt_show(&rq->out, &c->shows[i], false);
        if (progress)
            watched_seasons(rq, &c->shows[i]);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

void stand_sync_get_playback(struct request *rq)
{
    const char *type = rq->arg[0];
    int64_t start = INT64_MIN, end = INT64_MAX;
    if (type && strcmp(type, "movies") && strcmp(type, "episodes")) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    if (!query_time(rq, "start_at", &start) || !query_time(rq, "end_at", &end)) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
        return;
    }
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = rq->s->pausing_count; i--;) {
        const struct pausing *p = &rq->s->pausings[i];
        bool film = !p->episode;
        if ((type && film != !strcmp(type, "movies")) || p->at_ms < start || p->at_ms > end)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'progress':%f,'paused_at':", p->progress);
        stand_trakt_time(&rq->out, p->at_ms);
        stand_json(&rq->out, ",'id':%l,'type':%s,", p->id, film ? "movie" : "episode");
        if (p->episode) {
            stand_json(&rq->out, "'episode':");
            stand_trakt_episode(&rq->out, p->episode, false);
            stand_add(&rq->out, ",");
        }
        stand_json(&rq->out, "'%e':", film ? "movie" : "show");
        stand_trakt_show(&rq->out, p->show, false);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

void stand_sync_delete_playback(struct request *rq)
{
    struct standin *s = rq->s;
    int64_t id = 0;
    stand_number(rq->arg[0], &id);
    stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
    for (size_t i = 0; i < s->pausing_count; i++) {
        if (s->pausings[i].id != id)
            continue;
        s->pausings[i] = s->pausings[--s->pausing_count];
        stand_trakt_bare(rq, MHD_HTTP_NO_CONTENT);
        return;
    }
}

void stand_sync_last_activities(struct request *rq)
{
    const int64_t never = INT64_C(1409562611000); /* when the account was made */
    int64_t watched = never, rated[3] = {never, never, never}, paused = never;
    const struct standin *s = rq->s;
    for (size_t i = 0; i < s->play_count; i++)
        watched = s->plays[i].watched_at_ms > watched ? s->plays[i].watched_at_ms : watched;
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct rating *r = &s->ratings[i];
        int64_t *at = &rated[r->episode ? 0 : r->season >= 0 ? 1 : 2];
        if (!strcmp(r->service, rq->prefix) && r->rated_at > *at)
            *at = r->rated_at;
    }
    for (size_t i = 0; i < s->pausing_count; i++)
        paused = s->pausings[i].at_ms > paused ? s->pausings[i].at_ms : paused;
    int64_t all = watched > paused ? watched : paused;
    for (int i = 0; i < 3; i++)
        all = rated[i] > all ? rated[i] : all;
    struct text *out = &rq->out;
    rq->status = MHD_HTTP_OK;
    stand_json(out, "{'all':");
    stand_trakt_time(out, all);
    stand_json(out, ",'episodes':{'watched_at':");
    stand_trakt_time(out, watched);
    stand_json(out, ",'rated_at':");
    stand_trakt_time(out, rated[0]);
    stand_json(out, ",'paused_at':");
    stand_trakt_time(out, paused);
    stand_json(out, "},'seasons':{'rated_at':");
    stand_trakt_time(out, rated[1]);
    stand_json(out, "},'shows':{'rated_at':");
    stand_trakt_time(out, rated[2]);
    stand_json(out, "}}");
}
