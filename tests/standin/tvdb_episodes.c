/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v4: episodes, their orders and seasons. "tvdb-v4 6" and the like name the sections
 * listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "tvdb.h"

/* ---- Orders, tvdb-v4 6 ---- */

static const struct {
    const char *type, *name, *alternate;
} orders[] = {
    [OFFICIAL] = {"official", "Aired Order", NULL},
    [DVD] = {"dvd", "DVD Order", NULL},
    [ABSOLUTE] = {"absolute", "Absolute Order", NULL},
    [ALTERNATE] = {"alternate", "Alternate Order", NULL},
    [REGIONAL] = {"regional", "Regional Order", NULL},
    [ALTDVD] = {"altdvd", "Alternate DVD Order", NULL},
    [ALTTWO] = {"alttwo", "Alternate Order 2", NULL},
};

void stand_tvdb_order_types(struct text *out, int last)
{
    stand_add(out, "[");
    for (int i = OFFICIAL; i <= last; i++) {
        stand_comma(out);
        stand_json(out, "{'id':%i,'name':%s,'type':%s,'alternateName':%s}", i, orders[i].name,
                   orders[i].type, orders[i].alternate);
    }
    stand_add(out, "]");
}

/* 0 when there is no such order. */
int stand_tvdb_order_of(const struct show *show, const char *type)
{
    if (strcmp(type, "default") == 0)
        return show->dvd_first ? DVD : OFFICIAL;
    for (int i = OFFICIAL; i <= ALTTWO; i++) {
        if (strcmp(type, orders[i].type) == 0)
            return i;
    }
    return 0;
}

/* Where an episode stands in an order; false when it is left out of it. */
static bool place(const struct episode *e, int order, int *season, int *number)
{
    if (!e->tvdb)
        return false;
    if (order == OFFICIAL || (order == ABSOLUTE && !e->season)) {
        *season = e->season;
        *number = e->number;
        return true;
    }
    const struct {
        int season, number;
    } places[] = {
        [DVD] = {e->dvd_season, e->dvd_number},
        [ABSOLUTE] = {1, e->absolute},
        [ALTERNATE] = {e->alt_season, e->alt_number},
        [REGIONAL] = {e->reg_season, e->reg_number},
        [ALTDVD] = {-1, -1},
        [ALTTWO] = {-1, -1},
    };
    *season = places[order].season;
    *number = places[order].number;
    return *season >= 0 && *number >= 0;
}

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->season != y->season)
        return x->season - y->season;
    return x->number != y->number ? x->number - y->number : (x->e->tvdb > y->e->tvdb) * 2 - 1;
}

/* All episodes of an order, sorted; the caller frees. */
struct placed *stand_tvdb_in_order(const struct show *show, int order, size_t *count)
{
    struct placed *list = calloc(show->episode_count + 1, sizeof(*list));
    if (!list)
        abort();
    *count = 0;
    for (size_t i = 0; i < show->episode_count; i++) {
        struct placed p = {.e = &show->episodes[i]};
        if (place(p.e, order, &p.season, &p.number))
            list[(*count)++] = p;
    }
    if (*count)
        qsort(list, *count, sizeof(*list), by_place);
    return list;
}

static int64_t season_id(const struct show *show, int order, int season)
{
    return (show->tvdb * 10 + order) * 10000 + season;
}

static void season_object(struct request *rq, const struct show *show, int order, int season,
                          bool whole)
{
    stand_json(&rq->out,
               "{'id':%l,'seriesId':%l,'type':{'id':%i,'name':%s,'type':%s,"
               "'alternateName':%s},'number':%i",
               season_id(show, order, season), show->tvdb, order, orders[order].name,
               orders[order].type, orders[order].alternate, season);
    if (whole) {
        stand_json(&rq->out, ",'nameTranslations':[],'overviewTranslations':[],'companies':{"
                             "'studio':null,'network':null,'production':null,'distributor':null,"
                             "'special_effects':null},'image':null,'imageType':null,"
                             "'lastUpdated':'2024-01-01 00:00:00'");
    }
}

/* Every season of every order. */
void stand_tvdb_seasons_list(struct request *rq, const struct show *show)
{
    stand_add(&rq->out, "[");
    for (int order = OFFICIAL; order <= ABSOLUTE; order++) {
        size_t count;
        struct placed *list = stand_tvdb_in_order(show, order, &count);
        for (size_t i = 0; i < count; i++) {
            if (i && list[i].season == list[i - 1].season)
                continue;
            stand_comma(&rq->out);
            season_object(rq, show, order, list[i].season, true);
            stand_add(&rq->out, "}");
        }
        free(list);
    }
    stand_add(&rq->out, "]");
}

/* ---- Episodes, tvdb-v4 6 ---- */

void stand_tvdb_episode_fields(struct request *rq, const struct placed *p, const char *name)
{
    struct text *out = &rq->out;
    const struct episode *e = p->e;
    stand_json(out, "'id':%l,'seriesId':%l,'name':%s,'aired':%n,'runtime':%z,'nameTranslations':",
               e->tvdb, e->show->tvdb, name, e->date, (int64_t)e->runtime);
    stand_tvdb_languages(out, e->titles, e->title_count, e->name != NULL, false);
    stand_json(out,
               ",'overview':null,'overviewTranslations':[],'image':null,'imageType':null,"
               "'isMovie':%i,'number':%i,'seasonNumber':%i,"
               "'lastUpdated':'2024-01-01 00:00:00','finaleType':null,'year':'%e'",
               e->movie ? 1 : 0, p->number, p->season,
               *e->date ? (char[5]){e->date[0], e->date[1], e->date[2], e->date[3], 0} : "");
    if (e->absolute >= 0 || e->tvdb % 2) /* 0 or missing where there is none */
        stand_json(out, ",'absoluteNumber':%i", e->absolute < 0 ? 0 : e->absolute);
}

/* The name as lists carry it: in the original language where that is known. */
const char *stand_tvdb_listed_name(const struct episode *e)
{
    const char *original = catalogue_title(e->titles, e->title_count, e->show->language);
    return original ? original : e->name;
}

void stand_tvdb_episode_row(struct request *rq, const struct placed *p, const char *name)
{
    stand_comma(&rq->out);
    stand_add(&rq->out, "{");
    stand_tvdb_episode_fields(rq, p, name);
    stand_json(&rq->out, ",'seasons':null}");
}

static void get_episodes(struct request *rq)
{
    const struct show *show = stand_tvdb_this_show(rq);
    int64_t season = -1, number = -1;
    const char *date = stand_query(rq, "airDate");
    struct page page;
    if (!show || stand_tvdb_not_modified(rq, show))
        return;
    int order = stand_tvdb_order_of(show, rq->arg[1]);
    if (!order)
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: unknown season type");
    else if (!stand_query_number(rq, "season", &season) ||
             !stand_query_number(rq, "episodeNumber", &number)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                        "InvalidValueType: season and episodeNumber are numbers");
    } else if (number >= 0 && season < 0) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                        "InvalidValueType: episodeNumber requires season");
    } else if (date && !stand_is_date(date))
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: airDate must be YYYY-MM-DD");
    else if (stand_tvdb_page_open(rq, &page)) {
        size_t count;
        struct placed *list = stand_tvdb_in_order(show, order, &count);
        stand_tvdb_open_data(rq);
        stand_json(&rq->out, "{'series':");
        stand_tvdb_series_object(rq, show);
        bool null = !count && show->tvdb % 2; /* a show without episodes: a list or null */
        stand_json(&rq->out, null ? ",'episodes':null" : ",'episodes':[");
        for (size_t i = 0; i < count; i++) {
            const struct placed *p = &list[i];
            if ((season >= 0 && p->season != season) || (number >= 0 && p->number != number) ||
                (date && strcmp(p->e->date, date) != 0) || !stand_tvdb_page_takes(&page))
                continue;
            stand_tvdb_episode_row(rq, p, stand_tvdb_listed_name(p->e));
            if (number >= 0 || date)
                stand_found(rq, p->e);
        }
        stand_add(&rq->out, null ? "}" : "]}");
        stand_tvdb_page_close(rq, &page);
        free(list);
    }
}

static const char *episode_title(const struct episode *e, const char *language)
{
    return strcmp(language, "eng") != 0 ? catalogue_title(e->titles, e->title_count, language)
                                        : e->name;
}

static bool is_language(const char *text)
{
    return strlen(text) == 3 && strspn(text, "abcdefghijklmnopqrstuvwxyz") == 3;
}

static bool translated(const struct show *show, const char *language)
{
    char name[256];
    bool any = stand_tvdb_show_title(show, language, name, sizeof(name)) != NULL;
    for (size_t i = 0; i < show->episode_count && !any; i++)
        any = episode_title(&show->episodes[i], language) != NULL;
    return any;
}

/* tvdb-v4 6: here the episodes lie inside the series; names may be null or "". */
static void get_episodes_translated(struct request *rq)
{
    const struct show *show = stand_tvdb_this_show(rq);
    struct page page;
    if (!show)
        return;
    int order = stand_tvdb_order_of(show, rq->arg[1]);
    if (!order || !is_language(rq->arg[2])) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                        "InvalidValueType: unknown season type or language");
    } else if (!translated(show, rq->arg[2])) {
        stand_tvdb_not_found(rq, "translation");
    } else if (stand_tvdb_page_open(rq, &page)) {
        size_t count;
        struct placed *list = stand_tvdb_in_order(show, order, &count);
        stand_tvdb_open_data(rq);
        stand_tvdb_series_open(rq, show);
        stand_add(&rq->out, "[");
        for (size_t i = 0; i < count; i++) {
            if (!stand_tvdb_page_takes(&page))
                continue;
            const char *name = episode_title(list[i].e, rq->arg[2]);
            stand_tvdb_episode_row(rq, &list[i], name ? name : list[i].e->tvdb % 2 ? "" : NULL);
        }
        stand_add(&rq->out, "]}");
        stand_tvdb_page_close(rq, &page);
        free(list);
    }
}

static const struct episode *this_episode(struct request *rq)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
        return NULL;
    }
    const struct episode *e = catalogue_episode_tvdb(rq->s->catalogue, id);
    if (!e)
        stand_tvdb_not_found(rq, "episode");
    return e;
}

void stand_tvdb_translation(struct request *rq, const char *name, const char *overview,
                            const char *language, bool primary)
{
    stand_json(&rq->out, "{'name':%s,'overview':%s,'language':%s,'isPrimary':%b}", name, overview,
               language, primary);
}

static void episode_object(struct request *rq, const struct episode *e, bool extended)
{
    struct placed p = {.e = e, .season = e->season, .number = e->number};
    bool first = true;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "{");
    stand_tvdb_episode_fields(rq, &p, stand_tvdb_listed_name(e));
    stand_json(&rq->out, ",'seasons':[");
    for (int order = OFFICIAL; order <= ABSOLUTE; order++) {
        int season, number;
        if (!place(e, order, &season, &number))
            continue;
        stand_add(&rq->out, first ? "" : ",");
        season_object(rq, e->show, order, season, false);
        stand_add(&rq->out, "}");
        first = false;
    }
    stand_add(&rq->out, "]");
    if (extended) {
        const char *meta = stand_query(rq, "meta");
        stand_json(&rq->out, ",'awards':[],'characters':[],'companies':[],'contentRatings':[],"
                             "'networks':[],'nominations':[],'productionCode':'','remoteIds':");
        if (*e->imdb)
            stand_json(&rq->out, "[{'id':%s,'type':2,'sourceName':'IMDB'}]", e->imdb);
        else
            stand_add(&rq->out, "null");
        stand_json(&rq->out, ",'studios':[],'tagOptions':[],'trailers':[]");
        if (meta && strcmp(meta, "translations") == 0) {
            stand_json(&rq->out, ",'translations':{'nameTranslations':[");
            if (e->name) {
                stand_tvdb_translation(rq, e->name, NULL, "eng",
                                       strcmp(e->show->language, "eng") == 0);
            }
            for (size_t i = 0; i < e->title_count; i++) {
                stand_comma(&rq->out);
                stand_tvdb_translation(rq, e->titles[i].text, NULL, e->titles[i].language,
                                       strcmp(e->show->language, e->titles[i].language) == 0);
            }
            stand_json(&rq->out, "],'overviewTranslations':[],'alias':null}");
        }
    }
    stand_add(&rq->out, "}");
    stand_tvdb_close_data(rq);
}

static void get_episode(struct request *rq)
{
    const struct episode *e = this_episode(rq);
    if (e)
        episode_object(rq, e, false);
}

static void get_episode_extended(struct request *rq)
{
    const struct episode *e = this_episode(rq);
    if (e)
        episode_object(rq, e, true);
}

static void get_episode_translation(struct request *rq)
{
    const struct episode *e = this_episode(rq);
    const char *name = e ? episode_title(e, rq->arg[1]) : NULL;
    if (!e)
        return;
    if (!name) {
        stand_tvdb_not_found(rq, "translation");
        return;
    }
    stand_tvdb_open_data(rq);
    stand_tvdb_translation(rq, name, NULL, rq->arg[1], strcmp(e->show->language, rq->arg[1]) == 0);
    stand_tvdb_close_data(rq);
}

/* ---- Seasons ---- */

static const struct show *this_season(struct request *rq, int *order, int *season)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
        return NULL;
    }
    *season = (int)(id % 10000);
    *order = (int)(id / 10000 % 10);
    const struct show *show = catalogue_by_tvdb(rq->s->catalogue, id / 100000);
    bool any = false;
    for (size_t i = 0; show && i < show->episode_count && !any; i++) {
        int s, n;
        any = *order >= OFFICIAL && place(&show->episodes[i], *order, &s, &n) && s == *season;
    }
    if (!any)
        stand_tvdb_not_found(rq, "season");
    return any ? show : NULL;
}

static void season_answer(struct request *rq, bool extended)
{
    int order, season;
    const struct show *show = this_season(rq, &order, &season);
    if (!show)
        return;
    stand_tvdb_open_data(rq);
    season_object(rq, show, order, season, true);
    if (extended) {
        size_t count;
        struct placed *list = stand_tvdb_in_order(show, order, &count);
        stand_json(&rq->out, ",'artwork':[],'episodes':[");
        for (size_t i = 0; i < count; i++) {
            if (list[i].season == season)
                stand_tvdb_episode_row(rq, &list[i], stand_tvdb_listed_name(list[i].e));
        }
        stand_json(&rq->out, "],'trailers':[],'tagOptions':null,'translations':null");
        free(list);
    }
    stand_add(&rq->out, "}");
    stand_tvdb_close_data(rq);
}

static void get_season(struct request *rq)
{
    season_answer(rq, false);
}

static void get_season_extended(struct request *rq)
{
    season_answer(rq, true);
}

static void get_season_types(struct request *rq)
{
    stand_tvdb_open_data(rq);
    stand_tvdb_order_types(&rq->out, ALTDVD);
    stand_tvdb_close_data(rq);
}

/* Every episode, and every season, of all series. */
static void get_all_episodes(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count; i++) {
        for (size_t k = 0; k < c->shows[i].episode_count; k++) {
            struct placed p = {.e = &c->shows[i].episodes[k]};
            if (!place(p.e, OFFICIAL, &p.season, &p.number) || !stand_tvdb_page_takes(&page))
                continue;
            stand_tvdb_episode_row(rq, &p, stand_tvdb_listed_name(p.e));
        }
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

static void get_all_seasons(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        for (size_t k = 0; show->tvdb && k < show->episode_count; k++) {
            int season = show->episodes[k].season;
            if (season < 0 || (k && season == show->episodes[k - 1].season) ||
                !stand_tvdb_page_takes(&page))
                continue;
            stand_comma(&rq->out);
            season_object(rq, show, OFFICIAL, season, true);
            stand_add(&rq->out, "}");
        }
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

/* Seasons have no names here, and so no translations. */
static void get_season_translation(struct request *rq)
{
    int order, season;
    if (this_season(rq, &order, &season))
        stand_tvdb_not_found(rq, "translation");
}

static const struct stand_route routes[] = {
    {"GET", "/series/{}/episodes/{}", get_episodes},
    {"GET", "/series/{}/episodes/{}/{}", get_episodes_translated},
    {"GET", "/episodes/{}", get_episode},
    {"GET", "/episodes/{}/extended", get_episode_extended},
    {"GET", "/episodes/{}/translations/{}", get_episode_translation},
    {"GET", "/episodes", get_all_episodes},
    {"GET", "/seasons", get_all_seasons},
    {"GET", "/seasons/types", get_season_types},
    {"GET", "/seasons/{}/translations/{}", get_season_translation},
    {"GET", "/seasons/{}", get_season},
    {"GET", "/seasons/{}/extended", get_season_extended},
};

const struct stand_table stand_tvdb_episodes = STAND_TABLE(routes);
