/* SPDX-License-Identifier: MIT
 *
 * TVmaze's objects and lists. "tvmaze A4" and the like name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "tvmaze.h"

/* tvmaze A2: every error but those of lookup and singlesearch. */
void stand_maze_error(struct request *rq, int status, const char *name, const char *message)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'name':%s,'message':%s,'code':0,'status':%i}", name, message, status);
}

void stand_maze_not_found(struct request *rq, const char *message)
{
    stand_maze_error(rq, MHD_HTTP_NOT_FOUND, "Not Found", message);
}

void stand_maze_unknown_show(struct request *rq)
{
    if (rq->s->unknown_show == UNKNOWN_OBJECT)
        stand_maze_not_found(rq, "Unknown show");
    else if (rq->s->unknown_show == UNKNOWN_PLAIN)
        rq->status = MHD_HTTP_NOT_FOUND;
    else
        stand_maze_invalid(rq, "Unknown show");
}

void stand_maze_invalid(struct request *rq, const char *message)
{
    stand_maze_error(rq, 422, "Unprocessable entity", message);
}

/* ---- Objects ---- */

void stand_maze_country(struct text *out, const char *code)
{
    const char *name = stand_country(code, COUNTRY_NAME);
    if (!name)
        stand_add(out, "null");
    else {
        stand_json(out, "{'name':%s,'code':%s,'timezone':%s}", name, code,
                   stand_country(code, COUNTRY_ZONE));
    }
}

int64_t stand_maze_channel(const struct show *show)
{
    unsigned id = 0;
    for (const char *p = show->network; p && *p; p++)
        id = id * 31 + (unsigned char)*p;
    return id ? id % 2000 + 1 : 0;
}

static void channel(struct text *out, const struct show *show, bool wanted)
{
    int64_t id = stand_maze_channel(show);
    if (!wanted || !id) {
        stand_add(out, "null");
        return;
    }
    stand_json(out, "{'id':%l,'name':%s,'country':", id, show->network);
    stand_maze_country(out, show->web ? "" : show->country);
    stand_json(out, ",'officialSite':null}");
}

static void channels(struct text *out, const struct show *show)
{
    stand_json(out, "'network':");
    channel(out, show, !show->web);
    stand_json(out, ",'webChannel':");
    channel(out, show, show->web);
}

/* Changes from day to day, so that /updates has something for every span. */
int64_t stand_maze_updated(struct standin *s, const struct show *show)
{
    return (stand_now(s) / 86400 - show->tvmaze % 60) * 86400;
}

/* The last regular episode that has aired, or the first that has not. */
const struct episode *stand_maze_neighbour(struct standin *s, const struct show *show, bool next)
{
    const struct episode *best = NULL;
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (!e->tvmaze || !*e->date || e->maze_number < 0 || stand_aired(s, e) == next)
            continue;
        if (!best || (next ? strcmp(e->date, best->date) < 0 : strcmp(e->date, best->date) >= 0))
            best = e;
    }
    return best;
}

static void neighbour_link(struct request *rq, const struct show *show, bool next)
{
    const struct episode *e = stand_maze_neighbour(rq->s, show, next);
    if (e) {
        stand_json(&rq->out, ",'%e':{'href':'%e/episodes/%l','name':%s}",
                   next ? "nextepisode" : "previousepisode", stand_base(rq, "/tvmaze"), e->tvmaze,
                   e->name ? e->name : "TBA");
    }
}

/* tvmaze A4: every key with its null. `more` is written before the closing brace. */
void stand_maze_show(struct request *rq, const struct show *show, const char *more)
{
    struct text *out = &rq->out;
    const char *base = stand_base(rq, "/tvmaze");
    stand_json(out,
               "{'id':%l,'url':'https://www.tvmaze.com/shows/%l/%e','name':%s,'type':%s,"
               "'language':%s,'genres':[],'status':%s,",
               show->tvmaze, show->tvmaze, show->slug, show->name,
               *show->kind ? show->kind : "Scripted", stand_language_name(show->language),
               *show->ended ? "Ended" : "Running");
    stand_json(out,
               "'runtime':%z,'averageRuntime':%z,'premiered':%n,'ended':%n,"
               "'officialSite':null,'schedule':{'time':%s,'days':[]},"
               "'rating':{'average':null},'weight':%i,",
               (int64_t)show->runtime, (int64_t)show->runtime, show->premiered, show->ended,
               show->time, show->popularity);
    channels(out, show);
    stand_json(out,
               ",'dvdCountry':null,'externals':{'tvrage':%z,'thetvdb':%z,'imdb':%n},"
               "'image':null,'summary':",
               show->tvrage, show->tvdb, show->imdb);
    if (show->overview)
        stand_json(out, "'<p>%e</p>'", show->overview);
    else
        stand_add(out, "null");
    stand_json(out, ",'updated':%l,'_links':{'self':{'href':'%e/shows/%l'}",
               stand_maze_updated(rq->s, show), base, show->tvmaze);
    neighbour_link(rq, show, false);
    neighbour_link(rq, show, true);
    stand_json(out, "}%r}", more);
}

static void airstamp(struct text *out, const struct episode *e)
{
    int64_t airs = 0;
    if (!stand_airs(e, &airs)) {
        stand_add(out, "null");
        return;
    }
    time_t seconds = (time_t)airs;
    struct tm tm;
    char stamp[32];
    gmtime_r(&seconds, &tm);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S+00:00", &tm);
    stand_json(out, "%s", stamp);
}

/* All but what differs between an episode and its row on an alternate list. */
void stand_maze_episode_fields(struct request *rq, const struct episode *e, int64_t id, int season,
                               int number)
{
    const char *type = e->maze_number >= 0 ? "regular"
                       : e->minor          ? "insignificant_special"
                                           : "significant_special";
    const char *name = e->maze_name ? e->maze_name : e->name ? e->name : "TBA";
    stand_json(&rq->out,
               "'id':%l,'url':'https://www.tvmaze.com/episodes/%l/%e-%ix%i','name':%s,"
               "'season':%i,'number':%k,'type':%s,'airdate':%s,'airtime':%s,'airstamp':",
               id, e->tvmaze, e->show->slug, e->maze_season, e->maze_number, name, season, number,
               type, e->maze_name ? e->maze_date : e->date, *e->date ? e->show->time : "");
    airstamp(&rq->out, e);
    stand_json(&rq->out, ",'runtime':%z", (int64_t)e->runtime);
}

void stand_maze_episode_open(struct request *rq, const struct episode *e)
{
    const char *base = stand_base(rq, "/tvmaze");
    stand_add(&rq->out, "{");
    stand_maze_episode_fields(rq, e, e->tvmaze, e->maze_season, e->maze_number);
    stand_json(&rq->out,
               ",'rating':{'average':null},'image':null,'summary':null,'_links':{"
               "'self':{'href':'%e/episodes/%l'},'show':{'href':'%e/shows/%l',"
               "'name':%s}}",
               base, e->tvmaze, base, e->show->tvmaze, e->show->name);
}

/* tvmaze A4; a special's number is null. */
void stand_maze_episode(struct request *rq, const struct episode *e)
{
    stand_maze_episode_open(rq, e);
    stand_add(&rq->out, "}");
}

const char *stand_maze_person(int64_t id)
{
    static const char *const people[] = {"Mike Vogel", "Rachelle Lefevre"};
    return id >= 1 && id <= 2 ? people[id - 1] : NULL;
}

void stand_maze_person_object(struct request *rq, int64_t id)
{
    stand_json(&rq->out,
               "{'id':%l,'url':'https://www.tvmaze.com/people/%l','name':%s,'country':null,"
               "'birthday':null,'deathday':null,'gender':null,'image':null,'updated':1779526576,"
               "'_links':{'self':{'href':'%e/people/%l'}}}",
               id, id, stand_maze_person(id), stand_base(rq, "/tvmaze"), id);
}

/* ---- Lists ---- */

static int by_air(const void *a, const void *b)
{
    const struct episode *x = *(const struct episode *const *)a;
    const struct episode *y = *(const struct episode *const *)b;
    if (x->maze_season != y->maze_season)
        return x->maze_season - y->maze_season;
    bool regular = x->maze_number >= 0 && y->maze_number >= 0;
    int order = regular ? 0 : strcmp(x->date, y->date);
    return order ? order : x->maze_number - y->maze_number;
}

/* A JSON list of the show's episodes, of one season unless it is -1. */
void stand_maze_episode_list(struct request *rq, const struct show *show, enum which which,
                             int season)
{
    const struct episode **list = calloc(show->episode_count + 1, sizeof(void *));
    size_t count = 0;
    for (size_t i = 0; list && i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (e->tvmaze && (which == SPECIALS_TOO || e->maze_number >= 0) &&
            (season < 0 || e->maze_season == season))
            list[count++] = e;
    }
    if (count)
        qsort(list, count, sizeof(void *), by_air);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count; i++) {
        stand_comma(&rq->out);
        stand_maze_episode(rq, list[i]);
    }
    stand_add(&rq->out, "]");
    free(list);
}

void stand_maze_akas(struct request *rq, const struct show *show)
{
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < show->alias_count; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'name':%s,'country':null}", show->aliases[i]);
    }
    for (size_t i = 0; i < show->title_count; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'name':%s,'country':", show->titles[i].text);
        stand_maze_country(&rq->out, stand_language_country(show->titles[i].language));
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

static int last_season(const struct show *show)
{
    int last = 0;
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].tvmaze && show->episodes[i].maze_season > last)
            last = show->episodes[i].maze_season;
    }
    return last;
}

void stand_maze_season_object(struct request *rq, const struct show *show, int season)
{
    const char *first = "", *last = "";
    int regular = 0;
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (!e->tvmaze || e->maze_season != season || e->maze_number < 0)
            continue;
        regular++;
        if (*e->date && (!*first || strcmp(e->date, first) < 0))
            first = e->date;
        if (strcmp(e->date, last) > 0)
            last = e->date;
    }
    int64_t id = show->tvmaze * SEASON_IDS + season;
    stand_json(&rq->out,
               "{'id':%l,'url':'https://www.tvmaze.com/seasons/%l/%e-season-%i',"
               "'number':%i,'name':'','episodeOrder':%z,'premiereDate':%n,'endDate':%n,",
               id, id, show->slug, season, season, (int64_t)regular, first, last);
    channels(&rq->out, show);
    stand_json(&rq->out,
               ",'image':null,'summary':null,'_links':{'self':{'href':"
               "'%e/seasons/%l'}}}",
               stand_base(rq, "/tvmaze"), id);
}

void stand_maze_seasons(struct request *rq, const struct show *show)
{
    int last = last_season(show);
    stand_add(&rq->out, "[");
    for (int season = 1; season <= last; season++) {
        bool any = false;
        for (size_t i = 0; i < show->episode_count && !any; i++)
            any = show->episodes[i].tvmaze && show->episodes[i].maze_season == season;
        if (!any)
            continue;
        stand_comma(&rq->out);
        stand_maze_season_object(rq, show, season);
    }
    stand_add(&rq->out, "]");
}
