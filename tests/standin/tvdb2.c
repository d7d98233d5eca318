/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v2 (and v3, which is the same). "tvdb-v2 3" and the like name the sections listed in
 * README.md.
 */
#include "tvdb2.h"

#include <stdlib.h>
#include <string.h>

#include "standin.h"

enum { PAGE = 100, MAX_ROWS = 100 }; /* tvdb-v2 1, 3 */

void stand_tvdb2_fail(struct request *rq, int status, const char *message)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'Error':%s}", message);
}

void stand_tvdb2_not_found(struct request *rq)
{
    stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, "Resource not found");
}

void stand_tvdb2_open_data(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'data':");
}

void stand_tvdb2_close_data(struct request *rq)
{
    stand_add(&rq->out, "}");
}

/* tvdb-v2 1: &, < and > are escaped inside strings; elsewhere in JSON they cannot be. */
static void finish(struct request *rq)
{
    struct text escaped = {0};
    stand_add(&escaped, "");
    for (size_t i = 0; i < rq->out.length; i++) {
        char c = rq->out.data[i];
        if (c == '&' || c == '<' || c == '>')
            stand_printf(&escaped, "\\u%04x", c);
        else
            stand_add_bytes(&escaped, &c, 1);
    }
    stand_text_free(&rq->out);
    rq->out = escaped;
}

/* ---- Signing in, tvdb-v2 2 ---- */

static struct token *this_token(struct request *rq)
{
    struct token *token = stand_token(rq->s, TOKEN_TVDB2, stand_bearer(rq));
    return token && token->expires_at > stand_now(rq->s) ? token : NULL;
}

static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=utf-8");
    stand_set_header(rq, "Cache-Control", "private, max-age=86400");
    stand_set_header(rq, "X-Powered-By", "Thundar!");
    stand_set_header(rq, "X-Thetvdb-Api-Version", "3.0.0");
    stand_set_header(rq, "Vary", "Accept-Language");
    if (strcmp(rq->path, "/login") == 0)
        return true;
    const struct token *token = this_token(rq);
    bool user = strcmp(rq->path, "/user") == 0 || strncmp(rq->path, "/user/", 6) == 0;
    if (!token || (user && !token->user)) {
        stand_tvdb2_fail(rq, MHD_HTTP_UNAUTHORIZED, "Not Authorized");
        return false;
    }
    rq->account = STANDIN_TVDB2_USER;
    return true;
}

static void unknown(struct request *rq, int status)
{
    stand_tvdb2_fail(rq, status,
                     status == MHD_HTTP_NOT_FOUND ? "Resource not found" : "Method not allowed");
}

static struct token *issue(struct request *rq, bool user)
{
    struct text claims = {0};
    int64_t now = stand_now(rq->s), life = rq->s->tvdb2_expires_in;
    stand_json(&claims, "{'exp':%l,'id':'epimark','orig_iat':%l}", now + life, now);
    struct token *token =
        stand_issue(rq->s, TOKEN_TVDB2, stand_jwt(rq->s, claims.data), NULL, life);
    token->user = user;
    stand_text_free(&claims);
    return token;
}

static void answer_token(struct request *rq, const struct token *token)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'token':%s}", token->access);
}

static void login(struct request *rq)
{
    const char *key = NULL, *user = "", *user_key = "";
    if (!stand_is_json(rq) || !stand_body(rq) ||
        stand_string(rq->json, "apikey", &key) != STAND_GOOD || !*key) {
        stand_tvdb2_fail(rq, MHD_HTTP_UNAUTHORIZED, "API Key Required");
        return;
    }
    bool typed = stand_string(rq->json, "username", &user) != STAND_BAD &&
                 stand_string(rq->json, "userkey", &user_key) != STAND_BAD;
    bool none = !*user && !*user_key; /* empty strings were accepted */
    bool right =
        strcmp(user, STANDIN_TVDB2_USER) == 0 && strcmp(user_key, STANDIN_TVDB2_USER_KEY) == 0;
    if (!typed || strcmp(key, STANDIN_TVDB2_KEY) != 0 || (!none && !right))
        stand_tvdb2_fail(rq, MHD_HTTP_UNAUTHORIZED, "Not Authorized");
    else
        answer_token(rq, issue(rq, right));
}

/* The same token comes back during its first 24 hours. */
static void refresh_token(struct request *rq)
{
    struct token *token = this_token(rq);
    bool young = stand_now(rq->s) - token->created_at < 86400;
    answer_token(rq, young ? token : issue(rq, token->user));
}

/* ---- Language ---- */

/* tvdb-v2 1: one code of two letters; none or a bad one gives English. */
static const char *asked_language(struct request *rq, const char **two)
{
    const char *header = stand_header(rq, "Accept-Language");
    char code[3] = {0};
    if (header && strlen(header) == 2)
        memcpy(code, header, 2);
    const char *three = stand_language_3(code);
    *two = three ? stand_language_2(three) : "en";
    return three ? three : "eng";
}

static const char *series_name(const struct show *show, const char *language)
{
    return strcmp(language, "eng") != 0 ? catalogue_title(show->titles, show->title_count, language)
                                        : show->tvdb_name;
}

static const char *episode_name(const struct episode *e, const char *language)
{
    return strcmp(language, "eng") != 0 ? catalogue_title(e->titles, e->title_count, language)
                                        : e->name;
}

/* ---- Objects, tvdb-v2 4 ---- */

int64_t stand_tvdb2_updated(struct standin *s, const struct show *show)
{
    return (stand_now(s) / 86400 - show->tvdb % 60) * 86400;
}

static int season_count(const struct show *show)
{
    int last = 0;
    for (size_t i = 0; i < show->episode_count; i++)
        last = show->episodes[i].season > last ? show->episodes[i].season : last;
    return last;
}

static void series_object(struct request *rq, const struct show *show)
{
    struct text *out = &rq->out;
    const char *two, *three = asked_language(rq, &two);
    stand_json(out, "{'id':%l,'seriesId':'','seriesName':%s,'aliases':[", show->tvdb,
               series_name(show, three));
    for (size_t i = 0; i < show->alias_count; i++) {
        stand_comma(out);
        stand_json(out, "%s", show->aliases[i]);
    }
    stand_json(out,
               "],'season':'%i','poster':'','banner':'','fanart':'','status':%s,"
               "'firstAired':%s,'network':'%e','networkId':'','runtime':'%i','language':%s,",
               season_count(show), *show->ended ? "Ended" : "Continuing", show->premiered,
               show->network, show->runtime, two);
    stand_json(out,
               "'genre':[],'overview':%s,'lastUpdated':%l,'airsDayOfWeek':'','airsTime':'',"
               "'rating':null,'imdbId':%s,'zap2itId':'','added':'2008-02-04 00:00:00',"
               "'addedBy':1,'siteRating':%f,'siteRatingCount':0,'slug':%s}",
               strcmp(three, "eng") != 0 ? NULL : show->overview, stand_tvdb2_updated(rq->s, show),
               show->imdb, 0.0, show->slug);
}

static void episode_object(struct request *rq, const struct episode *e)
{
    struct text *out = &rq->out;
    const char *two, *three = asked_language(rq, &two);
    stand_json(out,
               "{'id':%l,'airedSeason':%i,'airedSeasonID':%l,'airedEpisodeNumber':%i,"
               "'episodeName':%s,'firstAired':%s,'guestStars':[],'directors':[],'writers':[],"
               "'overview':null,'language':{'episodeName':%s,'overview':%s},",
               e->tvdb, e->season, e->show->tvdb * 10000 + e->season, e->number,
               episode_name(e, three), e->date, two, two);
    /* a number of the DVD may be written as a fraction */
    bool odd = rq->s->odd && e->dvd_number >= 0;
    const char *fraction = e->dvd_number >= 0 && e->tvdb % 2 ? ".0" : "";
    stand_json(out,
               "'productionCode':'','showUrl':'','lastUpdated':%l,'dvdDiscid':'',"
               "'dvdSeason':%k,'dvdEpisodeNumber':%r%k%r,'dvdChapter':null,'absoluteNumber':%k,"
               "'filename':'','seriesId':%l,'lastUpdatedBy':1,",
               stand_tvdb2_updated(rq->s, e->show), e->dvd_season, odd ? "\"" : "", e->dvd_number,
               odd ? ".1\"" : fraction, e->absolute, e->show->tvdb);
    stand_json(out,
               "'airsAfterSeason':%k,'airsBeforeSeason':null,'airsBeforeEpisode':null,"
               "'imdbId':%s,'contentRating':null,'thumbAuthor':null,'thumbAdded':'',"
               "'thumbWidth':null,'thumbHeight':null,'siteRating':0,'siteRatingCount':0,"
               "'isMovie':%i}",
               e->season ? -1 : e->maze_season, e->imdb, e->movie ? 1 : 0);
}

/* tvdb-v2 1: said now and then, not whenever a translation is missing. */
static void language_errors(struct request *rq, const struct show *show)
{
    const char *two, *three = asked_language(rq, &two);
    if (strcmp(three, "eng") != 0 && !series_name(show, three) && show->tvdb % 2) {
        stand_json(&rq->out, ",'errors':{'invalidLanguage':'Some translations were not available "
                             "in the specified language'}");
    }
}

const struct show *stand_tvdb2_this_show(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_tvdb(rq->s->catalogue, id);
    if (!show) {
        char message[80];
        snprintf(message, sizeof(message), "ID: %s not found", rq->arg[0]);
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, message);
    }
    return show;
}

void stand_tvdb2_strings(struct request *rq, const char *const *list)
{
    stand_add(&rq->out, "[");
    for (; *list; list++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "%s", *list);
    }
    stand_add(&rq->out, "]");
}

/* ---- Search, tvdb-v2 3 and 4 ---- */

static const char *const search_params[] = {"name", "imdbId", "zap2itId", "slug", NULL};

static void search_row(struct request *rq, const struct show *show)
{
    struct text *out = &rq->out;
    const char *two, *three = asked_language(rq, &two);
    const char *name = series_name(show, three);
    int year, month, day;
    stand_comma(out);
    bool one = rq->s->odd && show->alias_count; /* a text in place of the list */
    stand_json(out, one ? "{'aliases':" : "{'aliases':[");
    for (size_t i = 0; i < (one ? 1 : show->alias_count); i++) {
        if (!one)
            stand_comma(out);
        stand_json(out, "%s", show->aliases[i]);
    }
    stand_add(out, one ? "" : "]");
    stand_json(out, ",'banner':null,'firstAired':");
    if (sscanf(show->premiered, "%d-%d-%d", &year, &month, &day) == 3)
        stand_json(out, "'%i-%i-%i'", year, month, day); /* without zero padding */
    else
        stand_add(out, "null");
    stand_json(out, ",'id':%l,'image':'/banners/images/missing/series.jpg','network':%s,",
               show->tvdb, show->network);
    if (show->overview && strcmp(three, "eng") == 0) /* else the key is missing */
        stand_json(out, "'overview':%s,", show->overview);
    stand_json(out, "'poster':null,'seriesName':%s,'slug':%s,'status':%s}",
               name ? name : show->tvdb_name, show->slug, *show->ended ? "Ended" : "Continuing");
}

static void get_search(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *by = NULL, *value = NULL;
    int given = 0;
    for (size_t i = 0; search_params[i]; i++) {
        if (stand_query(rq, search_params[i])) {
            by = search_params[i];
            value = stand_query(rq, by);
            given++;
        }
    }
    if (given != 1 || !*value) {
        stand_tvdb2_fail(rq, MHD_HTTP_BAD_REQUEST,
                         "Exactly one of name, imdbId, zap2itId, slug is required");
        return;
    }
    struct hit *hits = calloc(c->count + 1, sizeof(*hits));
    size_t count = 0, rows = 0;
    if (!hits)
        abort();
    if (strcmp(by, "name") == 0)
        count = search_shows(c, value, 0.35, hits, c->count);
    else if (strcmp(by, "imdbId") == 0)
        hits[count++].show = catalogue_by_imdb(c, value);
    else if (strcmp(by, "slug") == 0)
        hits[count++].show = catalogue_by_slug(c, value);
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count && rows < MAX_ROWS; i++) {
        if (!hits[i].show || !hits[i].show->tvdb || hits[i].show->film)
            continue;
        search_row(rq, hits[i].show);
        rows++;
    }
    stand_add(&rq->out, "]");
    stand_tvdb2_close_data(rq);
    free(hits);
    if (!rows)
        stand_tvdb2_not_found(rq);
}

static void get_search_params(struct request *rq)
{
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "{'params':");
    stand_tvdb2_strings(rq, search_params);
    stand_add(&rq->out, "}");
    stand_tvdb2_close_data(rq);
}

/* ---- Series ---- */

static void get_series(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    if (!show)
        return;
    stand_tvdb2_open_data(rq);
    series_object(rq, show);
    language_errors(rq, show);
    stand_tvdb2_close_data(rq);
}

static void get_actors(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    if (!show)
        return;
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out,
               "[{'id':%l,'seriesId':%l,'name':'','role':'','sortOrder':0,'image':'',"
               "'imageAuthor':1,'imageAdded':'','lastUpdated':'2019-11-13 13:04:07'}]",
               show->tvdb * 10, show->tvdb);
    stand_tvdb2_close_data(rq);
}

static const char *const series_keys[] = {
    "added",       "addedBy",    "airsDayOfWeek", "airsTime",   "aliases",    "banner",
    "fanart",      "firstAired", "genre",         "id",         "imdbId",     "language",
    "lastUpdated", "network",    "networkId",     "overview",   "poster",     "rating",
    "runtime",     "season",     "seriesId",      "seriesName", "siteRating", "siteRatingCount",
    "slug",        "status",     "zap2itId",      NULL};

static void get_filter_params(struct request *rq)
{
    if (!stand_tvdb2_this_show(rq))
        return;
    stand_tvdb2_open_data(rq);
    stand_tvdb2_strings(rq, series_keys);
    stand_tvdb2_close_data(rq);
}

static void get_filter(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    const char *keys = stand_query(rq, "keys");
    if (!show)
        return;
    if (!keys || !*keys) {
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, "keys are required");
        return;
    }
    series_object(rq, show);
    json_object *series = json_tokener_parse(rq->out.data);
    rq->out.length = 0;
    struct text bad = {0};
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "{");
    for (const char *p = keys; *p;) {
        size_t n = strcspn(p, ",");
        char key[40];
        snprintf(key, sizeof(key), "%.*s", (int)n, p);
        json_object *value = NULL;
        if (json_object_object_get_ex(series, key, &value)) {
            stand_comma(&rq->out);
            stand_json(&rq->out, "%s:%r", key,
                       json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
        } else {
            stand_comma(&bad);
            stand_json(&bad, "%s", key);
        }
        p += n + (p[n] == ',');
    }
    stand_add(&rq->out, "}");
    if (bad.length)
        stand_json(&rq->out, ",'errors':{'invalidFilters':[%r]}", bad.data);
    stand_tvdb2_close_data(rq);
    stand_text_free(&bad);
    json_object_put(series);
}

/* ---- Episodes ---- */

static int by_id(const void *a, const void *b)
{
    const struct episode *x = *(const struct episode *const *)a;
    const struct episode *y = *(const struct episode *const *)b;
    return x->tvdb < y->tvdb ? -1 : x->tvdb > y->tvdb;
}

static bool number_fits(struct request *rq, const char *name, int64_t value)
{
    const char *asked = stand_query(rq, name);
    int64_t number = -1;
    return !asked || (stand_number(asked, &number) && number == value);
}

static bool query_fits(struct request *rq, const struct episode *e)
{
    const char *imdb = stand_query(rq, "imdbId"), *date = stand_query(rq, "firstAired");
    return number_fits(rq, "absoluteNumber", e->absolute) &&
           number_fits(rq, "airedSeason", e->season) &&
           number_fits(rq, "airedEpisode", e->number) &&
           number_fits(rq, "dvdSeason", e->dvd_season) &&
           number_fits(rq, "dvdEpisode", e->dvd_number) && (!imdb || strcmp(imdb, e->imdb) == 0) &&
           (!date || strcmp(date, e->date) == 0);
}

static void link_to(struct request *rq, const char *key, int64_t page, bool there)
{
    if (there)
        stand_json(&rq->out, "'%e':%l", key, page);
    else
        stand_json(&rq->out, "'%e':null", key);
}

/* tvdb-v2 1: the real key is prev; pages count from 1, and 0 is 1. */
void stand_tvdb2_links(struct request *rq, int64_t page, int64_t last)
{
    stand_json(&rq->out, "{'links':{'first':1,'last':%l,", last);
    bool again = rq->s->links_next == NEXT_AGAIN;
    int64_t asked = page;
    stand_query_number(rq, "page", &asked);
    if (page >= last && rq->s->links_next == NEXT_EMPTY)
        stand_json(&rq->out, "'next':''");
    else
        link_to(rq, "next", (again ? asked : page) + 1, page < last || again);
    stand_add(&rq->out, ",");
    link_to(rq, "prev", page - 1, page > 1);
    stand_json(&rq->out, "},'data':[");
}

/* One page of the episodes, by id (tvdb-v2 4), or of those that the query fits. */
static void episode_pages(struct request *rq, bool query)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    int64_t page = 1;
    if (!show)
        return;
    const struct episode **list = calloc(show->episode_count + 1, sizeof(void *));
    size_t count = 0;
    if (!list)
        abort();
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (e->tvdb && (!query || query_fits(rq, e)))
            list[count++] = e;
    }
    if (count)
        qsort(list, count, sizeof(void *), by_id);
    bool good = stand_query_number(rq, "page", &page);
    page = page && rq->s->links_next != NEXT_AGAIN ? page : 1;
    int64_t last = ((int64_t)count + PAGE - 1) / PAGE;
    if (!good || page > last) { /* no match, no episodes, no such page */
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND,
                         query ? "No results for your query" : "Resource not found");
    } else {
        rq->status = MHD_HTTP_OK;
        stand_tvdb2_links(rq, page, last);
        for (size_t i = (size_t)(page - 1) * PAGE; i < count && i < (size_t)page * PAGE; i++) {
            stand_comma(&rq->out);
            episode_object(rq, list[i]);
            if (query)
                stand_found(rq, list[i]);
        }
        stand_add(&rq->out, "]");
        language_errors(rq, show);
        stand_add(&rq->out, "}");
    }
    free(list);
}

static void get_episodes(struct request *rq)
{
    episode_pages(rq, false);
}

static void get_episodes_query(struct request *rq)
{
    episode_pages(rq, true);
}

static void get_query_params(struct request *rq)
{
    static const char *const params[] = {"absoluteNumber", "airedSeason", "airedEpisode",
                                         "dvdSeason",      "dvdEpisode",  "imdbId",
                                         "page",           NULL};
    if (!stand_tvdb2_this_show(rq))
        return;
    stand_tvdb2_open_data(rq);
    stand_tvdb2_strings(rq, params);
    stand_tvdb2_close_data(rq);
}

/* tvdb-v2 3: the numbers are strings. */
static void get_summary(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    if (!show)
        return;
    int aired = 0, dvd = 0;
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "{'airedSeasons':[");
    for (size_t i = 0; i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (e->season < 0)
            continue;
        aired++;
        dvd += e->dvd_season >= 0;
        if (!i || e->season != show->episodes[i - 1].season) {
            stand_comma(&rq->out);
            stand_json(&rq->out, "'%i'", e->season);
        }
    }
    stand_json(&rq->out, "],'airedEpisodes':'%i','dvdSeasons':[", aired);
    for (int season = 1; season <= season_count(show); season++) {
        bool any = false;
        for (size_t i = 0; i < show->episode_count && !any; i++)
            any = show->episodes[i].dvd_season == season;
        if (any) {
            stand_comma(&rq->out);
            stand_json(&rq->out, "'%i'", season);
        }
    }
    stand_json(&rq->out, "],'dvdEpisodes':'%i'}", dvd);
    stand_tvdb2_close_data(rq);
}

static void get_episode(struct request *rq)
{
    int64_t id = 0;
    const struct episode *e = NULL;
    if (stand_number(rq->arg[0], &id))
        e = catalogue_episode_tvdb(rq->s->catalogue, id);
    if (!e) {
        char message[80];
        snprintf(message, sizeof(message), "ID: %s not found", rq->arg[0]);
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, message);
        return;
    }
    stand_tvdb2_open_data(rq);
    episode_object(rq, e);
    stand_tvdb2_close_data(rq);
}

static const struct stand_route routes[] = {
    {"POST", "/login", login},
    {"GET", "/refresh_token", refresh_token},
    {"GET", "/search/series", get_search},
    {"GET", "/search/series/params", get_search_params},
    {"GET", "/series/{}", get_series},
    {"GET", "/series/{}/actors", get_actors},
    {"GET", "/series/{}/episodes", get_episodes},
    {"GET", "/series/{}/episodes/query", get_episodes_query},
    {"GET", "/series/{}/episodes/query/params", get_query_params},
    {"GET", "/series/{}/episodes/summary", get_summary},
    {"GET", "/series/{}/filter", get_filter},
    {"GET", "/series/{}/filter/params", get_filter_params},
    {"GET", "/episodes/{}", get_episode},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_tvdb2 = {
    .prefix = "/tvdb2",
    .tables = {&table, &stand_tvdb2_more},
    .admit = admit,
    .unknown = unknown,
    .finish = finish,
};
