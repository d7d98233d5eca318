/* SPDX-License-Identifier: MIT
 *
 * Trakt's history, ratings and playback read back, trakt-v2 6 of the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "trakt.h"

static bool is_type(const char *type)
{
    return strcmp(type, "movies") == 0 || strcmp(type, "shows") == 0 ||
           strcmp(type, "seasons") == 0 || strcmp(type, "episodes") == 0 ||
           strcmp(type, "all") == 0;
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
    if (strcmp(play->service, rq->prefix) != 0 || play->watched_at_ms < from ||
        play->watched_at_ms > to)
        return false;
    if (type && (strcmp(type, "movies") == 0) != !play->episode)
        return false;
    if (!type || !rq->arg[1])
        return true;
    stand_number(rq->arg[1], &id);
    if (!play->episode || strcmp(type, "shows") == 0)
        return play->show->trakt == id;
    if (strcmp(type, "seasons") == 0)
        return stand_trakt_season_id(play->show, play->episode->season) == id;
    return play->episode->trakt == id;
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
    if (rq->arg[0] && (!is_type(rq->arg[0]) || strcmp(rq->arg[0], "all") == 0)) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    if (!query_time(rq, "start_at", &start) || !query_time(rq, "end_at", &end)) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
        return;
    }
    const struct play **list = calloc(rq->s->play_count + 1, sizeof(void *));
    if (!list)
        abort();
    for (size_t i = 0; i < rq->s->play_count; i++) {
        if (play_wanted(rq, &rq->s->plays[i], start, end))
            list[count++] = &rq->s->plays[i];
    }
    if (count)
        qsort(list, count, sizeof(void *), newest_first);
    stand_trakt_page(rq, count, 10, &from, &to);
    bool full = stand_trakt_extended(rq, "full");
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = from; i < to; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%l,'watched_at':", list[i]->id);
        stand_trakt_time(&rq->out, list[i]->watched_at_ms);
        const struct episode *e = list[i]->episode;
        stand_json(&rq->out, ",'action':%s,'type':%s", list[i]->action, e ? "episode" : "movie");
        if (e) {
            stand_json(&rq->out, ",'episode':");
            stand_trakt_episode(&rq->out, e, full);
        }
        stand_json(&rq->out, ",'%e':", e ? "show" : "movie");
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
    return strcmp(rating->service, rq->prefix) == 0 &&
           (!type || strcmp(type, "all") == 0 || strncmp(type, kind, strlen(kind)) == 0) &&
           (!rq->arg[1] || strcmp(rq->arg[1], rating->value) == 0);
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
        if (rating->season >= 0) {
            stand_json(&rq->out,
                       ",'season':{'number':%i,'ids':{'trakt':%l,'tvdb':null,"
                       "'tmdb':null}}",
                       rating->season, stand_trakt_season_id(rating->show, rating->season));
        }
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
        if (strcmp(play->service, rq->prefix) != 0 || play->show != show ||
            (e && play->episode != e))
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
    bool shows = strcmp(rq->arg[0], "shows") == 0, progress = stand_trakt_extended(rq, "progress");
    size_t total = 0, from, to, at = 0;
    int64_t last;
    if (!shows && strcmp(rq->arg[0], "movies") != 0) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    for (size_t i = 0; shows && i < c->count; i++)
        total += !c->shows[i].film && plays_of(rq, &c->shows[i], NULL, &last) > 0;
    stand_trakt_page(rq, total, 100, &from, &to);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; shows && i < c->count; i++) {
        int plays = c->shows[i].film ? 0 : plays_of(rq, &c->shows[i], NULL, &last);
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
    if (type && strcmp(type, "movies") != 0 && strcmp(type, "episodes") != 0) {
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
        if ((type && film != (strcmp(type, "movies") == 0)) || p->at_ms < start || p->at_ms > end)
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
    watched = s->plays_changed_ms > watched ? s->plays_changed_ms : watched;
    for (size_t i = 0; i < s->rating_count; i++) {
        const struct rating *r = &s->ratings[i];
        int64_t *at = &rated[r->episode ? 0 : r->season >= 0 ? 1 : 2];
        if (strcmp(r->service, rq->prefix) == 0 && r->rated_at > *at)
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
