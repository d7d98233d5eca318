/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v4: series. "tvdb-v4 5" and the like name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "tvdb.h"

/* ---- Series, tvdb-v4 5 ---- */

/* Same-name shows are told apart by their year, not by a suffix (tvdb-v4 4). */
static void plain_name(const struct show *show, char *out, size_t size)
{
    snprintf(out, size, "%s", show->tvdb_name);
    size_t n = strlen(out);
    if (n > 7 && out[n - 1] == ')' && out[n - 6] == '(' && out[n - 7] == ' ' &&
        strspn(out + n - 5, "0123456789") == 4)
        out[n - 7] = '\0';
}

/* The title in the original language; "" is one too (tvdb-v4 4). */
void stand_tvdb_original_name(const struct show *show, char *out, size_t size)
{
    const char *title = catalogue_title(show->titles, show->title_count, show->language);
    if (title)
        snprintf(out, size, "%s", title);
    else
        plain_name(show, out, size);
}

/* The series' or an episode's title in a language, NULL when there is none. */
const char *stand_tvdb_show_title(const struct show *show, const char *language, char *out,
                                  size_t size)
{
    const char *title = catalogue_title(show->titles, show->title_count, language);
    if (title && *title)
        return title;
    if (strcmp(language, "eng") != 0)
        return NULL;
    plain_name(show, out, size);
    return out;
}

void stand_tvdb_languages(struct text *out, const struct title *titles, size_t count, bool english,
                          bool one_string)
{
    /* tvdb-v4 5: the list once came as one string, "eng,fra" */
    const char *between = one_string ? "," : "\",\"";
    size_t written = 0;
    stand_add(out, "[");
    if (english)
        stand_printf(out, "%s%s", written++ ? between : "\"", "eng");
    for (size_t i = 0; i < count; i++)
        stand_printf(out, "%s%s", written++ ? between : "\"", titles[i].language);
    stand_add(out, written ? "\"]" : "]");
}

int64_t stand_tvdb_updated(struct standin *s, const struct show *show)
{
    return (stand_now(s) / 86400 - show->tvdb % 60) * 86400;
}

static void datetime(int64_t seconds, char out[20])
{
    time_t at = (time_t)seconds;
    struct tm tm;
    gmtime_r(&at, &tm);
    strftime(out, 20, "%Y-%m-%d %H:%M:%S", &tm);
}

static void dates_of(struct standin *s, const struct show *show, const char **last,
                     const char **next)
{
    *last = *next = "";
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (!e->season || !*e->date)
            continue;
        if (stand_aired(s, e) && strcmp(e->date, *last) > 0)
            *last = e->date;
        if (!stand_aired(s, e) && (!**next || strcmp(e->date, *next) < 0))
            *next = e->date;
    }
}

/* Without the closing brace; `episodes` follows last. */
void stand_tvdb_series_open(struct request *rq, const struct show *show)
{
    struct text *out = &rq->out;
    char name[256], when[20];
    const char *last, *next;
    stand_tvdb_original_name(show, name, sizeof(name));
    datetime(stand_tvdb_updated(rq->s, show), when);
    dates_of(rq->s, show, &last, &next);
    stand_json(out, "{'id':%l,'name':%s,'slug':%s,'image':null,'nameTranslations':", show->tvdb,
               name, show->slug);
    stand_tvdb_languages(out, show->titles, show->title_count, true, show->tvdb % 5 == 0);
    stand_json(out, ",'overviewTranslations':");
    stand_tvdb_languages(out, NULL, 0, show->overview != NULL, false);
    bool one = rq->s->odd && show->alias_count; /* an object in place of the list */
    stand_json(out, one ? ",'aliases':" : ",'aliases':[");
    for (size_t i = 0; i < (one ? 1 : show->alias_count); i++) {
        if (!one)
            stand_comma(out);
        stand_json(out, "{'language':'eng','name':%s}", show->aliases[i]);
    }
    stand_add(out, one ? "" : "]");
    bool ended = *show->ended;
    const char *country = stand_country(show->country, COUNTRY_3);
    stand_json(out,
               ",'firstAired':%n,'lastAired':%n,'nextAired':%s,'score':%i,'status':{'id':%i,"
               "'name':%s,'recordType':'series','keepUpdated':%b},",
               show->premiered, last, next, (int)(show->tvdb % 10000), ended ? 2 : 1,
               ended ? "Ended" : "Continuing", !ended);
    stand_json(out,
               "'originalCountry':%s,'originalLanguage':%s,'country':%s,"
               "'defaultSeasonType':%i,'isOrderRandomized':false,'lastUpdated':%s,"
               "'averageRuntime':%z,'overview':%s,'year':",
               country, show->language, country, show->dvd_first ? 2 : 1, when,
               (int64_t)show->runtime, show->overview);
    if (show->year)
        stand_json(out, "'%i'", show->year);
    else
        stand_add(out, "null");
    stand_json(out, ",'episodes':");
}

void stand_tvdb_series_object(struct request *rq, const struct show *show)
{
    stand_tvdb_series_open(rq, show);
    stand_add(&rq->out, "null}");
}

const struct show *stand_tvdb_this_show(struct request *rq)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
        return NULL;
    }
    const struct show *show = catalogue_by_tvdb(rq->s->catalogue, id);
    if (!show)
        stand_tvdb_not_found(rq, "series");
    return show;
}

bool stand_tvdb_not_modified(struct request *rq, const struct show *show)
{
    time_t at = (time_t)stand_tvdb_updated(rq->s, show);
    struct tm tm;
    char when[40];
    gmtime_r(&at, &tm);
    strftime(when, sizeof(when), "%a, %d %b %Y %H:%M:%S GMT", &tm);
    stand_set_header(rq, "Last-Modified", "%s", when);
    const char *since = stand_header(rq, "If-Modified-Since");
    if (!since || strcmp(since, when) != 0)
        return false;
    rq->status = MHD_HTTP_NOT_MODIFIED;
    return true;
}

static void one_series(struct request *rq, const struct show *show)
{
    if (!show || stand_tvdb_not_modified(rq, show))
        return;
    stand_tvdb_open_data(rq);
    stand_tvdb_series_object(rq, show);
    stand_tvdb_close_data(rq);
}

static void get_series(struct request *rq)
{
    one_series(rq, stand_tvdb_this_show(rq));
}

static void get_series_by_slug(struct request *rq)
{
    const struct show *show = catalogue_by_slug(rq->s->catalogue, rq->arg[0]);
    if (!show || !show->tvdb)
        stand_tvdb_not_found(rq, "series");
    else
        one_series(rq, show);
}

static void get_all_series(struct request *rq)
{
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->catalogue->count; i++) {
        const struct show *show = &rq->s->catalogue->shows[i];
        if (show->film || !show->tvdb || !stand_tvdb_page_takes(&page))
            continue;
        stand_comma(&rq->out);
        stand_tvdb_series_object(rq, show);
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

void stand_tvdb_remote_ids(struct text *out, const struct show *show)
{
    stand_add(out, "[");
    if (*show->imdb)
        stand_json(out, "{'id':%s,'type':2,'sourceName':'IMDB'}", show->imdb);
    if (show->tmdb) {
        stand_comma(out);
        stand_json(out, "{'id':'%l','type':12,'sourceName':'TheMovieDB.com'}", show->tmdb);
    }
    if (show->tvmaze) {
        stand_comma(out);
        stand_json(out, "{'id':'%l','type':19,'sourceName':'TV Maze'}", show->tvmaze);
    }
    stand_add(out, "]");
}

/* ---- Series in full ---- */

static void get_extended(struct request *rq)
{
    const struct show *show = stand_tvdb_this_show(rq);
    const char *meta = stand_query(rq, "meta"), *brief = stand_query(rq, "short");
    if (!show || stand_tvdb_not_modified(rq, show))
        return;
    bool with_episodes = meta && strcmp(meta, "episodes") == 0;
    bool with_titles = meta && strcmp(meta, "translations") == 0;
    bool is_brief = brief && strcmp(brief, "true") == 0;
    struct text *out = &rq->out;
    stand_tvdb_open_data(rq);
    stand_tvdb_series_open(rq, show);
    if (with_episodes) {
        size_t count;
        struct placed *list =
            stand_tvdb_in_order(show, stand_tvdb_order_of(show, "default"), &count);
        stand_add(out, "[");
        for (size_t i = 0; i < count; i++)
            stand_tvdb_episode_row(rq, &list[i], stand_tvdb_listed_name(list[i].e));
        stand_add(out, "]");
        free(list);
    } else {
        stand_add(out, "null");
    }
    stand_json(out,
               ",'abbreviation':'','airsDays':{'sunday':false,'monday':false,"
               "'tuesday':false,'wednesday':false,'thursday':false,'friday':false,"
               "'saturday':false},'airsTime':%s,'artworks':%r,'characters':%r,'companies':[],"
               "'contentRatings':[],'genres':[],'lists':[],'tags':[],'trailers':[],",
               show->time, is_brief ? "null" : "[]", is_brief ? "null" : "[]");
    stand_json(out, "'originalNetwork':");
    if (show->network) {
        stand_json(out, "{'id':1,'name':%s,'slug':'','country':%s}", show->network,
                   stand_country(show->country, COUNTRY_3));
    } else
        stand_add(out, "null");
    stand_json(out, ",'latestNetwork':null,'remoteIds':");
    if (*show->imdb || show->tmdb || show->tvmaze)
        stand_tvdb_remote_ids(out, show);
    else
        stand_add(out, "null");
    stand_json(out, ",'seasons':");
    stand_tvdb_seasons_list(rq, show);
    stand_json(out, ",'seasonTypes':");
    stand_tvdb_order_types(out, ABSOLUTE);
    if (with_titles) {
        char name[256];
        stand_json(out, ",'translations':{'nameTranslations':[");
        stand_tvdb_translation(rq, stand_tvdb_show_title(show, "eng", name, sizeof(name)), NULL,
                               "eng", strcmp(show->language, "eng") == 0);
        for (size_t i = 0; i < show->title_count; i++) {
            stand_comma(out);
            stand_tvdb_translation(rq, show->titles[i].text, NULL, show->titles[i].language,
                                   strcmp(show->language, show->titles[i].language) == 0);
        }
        stand_json(out, "],'overviewTranslations':[],'alias':[]}");
    }
    stand_add(out, "}");
    stand_tvdb_close_data(rq);
}

static void get_translation(struct request *rq)
{
    const struct show *show = stand_tvdb_this_show(rq);
    char plain[256];
    if (!show)
        return;
    const char *name = stand_tvdb_show_title(show, rq->arg[1], plain, sizeof(plain));
    if (!name) {
        stand_tvdb_not_found(rq, "translation");
        return;
    }
    bool english = strcmp(rq->arg[1], "eng") == 0;
    stand_tvdb_open_data(rq);
    stand_json(&rq->out, "{'name':%s,'overview':%s,'language':%s", name,
               english ? show->overview : NULL, rq->arg[1]);
    if (strcmp(show->language, rq->arg[1]) == 0)
        stand_json(&rq->out, ",'isPrimary':true");
    if (english && show->alias_count) {
        stand_json(&rq->out, ",'aliases':[");
        for (size_t i = 0; i < show->alias_count; i++) {
            stand_comma(&rq->out);
            stand_json(&rq->out, "%s", show->aliases[i]);
        }
        stand_add(&rq->out, "]");
    }
    stand_add(&rq->out, "}");
    stand_tvdb_close_data(rq);
}

static void get_artworks(struct request *rq)
{
    const struct show *show = stand_tvdb_this_show(rq);
    if (!show)
        return;
    stand_tvdb_open_data(rq);
    stand_tvdb_series_open(rq, show);
    stand_json(&rq->out, "null,'artworks':[]}");
    stand_tvdb_close_data(rq);
}

static const struct stand_route routes[] = {
    {"GET", "/series", get_all_series},
    {"GET", "/series/slug/{}", get_series_by_slug},
    {"GET", "/series/{}", get_series},
    {"GET", "/series/{}/extended", get_extended},
    {"GET", "/series/{}/nextAired", get_series},
    {"GET", "/series/{}/artworks", get_artworks},
    {"GET", "/series/{}/translations/{}", get_translation},
};

const struct stand_table stand_tvdb_series = STAND_TABLE(routes);
