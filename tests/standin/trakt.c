/* SPDX-License-Identifier: MIT
 *
 * Trakt v2: who may come in, objects, lookups. "trakt-v2 7" and the like name the sections
 * listed in README.md.
 */
#include "trakt.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "standin.h"

/* ---- Admission, trakt-v2 1 and 2 ---- */

void stand_trakt_bare(struct request *rq, int status)
{
    rq->status = status;
    rq->out.length = 0;
}

static bool needs_user(const char *path)
{
    static const char *const private[] = {"/sync/", "/scrobble/", "/checkin", "/users/"};
    for (size_t i = 0; i < sizeof(private) / sizeof(*private); i++) {
        if (strncmp(path, private[i], strlen(private[i])) == 0)
            return true;
    }
    return false;
}

/* With a token of the app that asks. */
static bool signed_in(struct request *rq, int app)
{
    const struct token *token = stand_token(rq->s, TOKEN_TRAKT, stand_bearer(rq));
    return token && token->app == app && token->state == TOKEN_GOOD &&
           token->expires_at > stand_now(rq->s);
}

/* trakt-v2 2: one change a second for a user, 1000 readings in five minutes. */
static bool in_rate(struct request *rq, bool user)
{
    bool reads = strcmp(rq->method, "GET") == 0;
    if (reads ? stand_within_rate(rq->s, 1, 1000, 300) : !user || stand_within_rate(rq->s, 2, 1, 1))
        return true;
    stand_set_header(rq, "Retry-After", "%d", reads ? 300 : 1);
    stand_set_header(rq, "X-Ratelimit",
                     "{\"name\":\"%s\",\"period\":%d,\"limit\":%d,\"remaining\":0}",
                     !reads ? "AUTHED_API_POST_LIMIT"
                     : user ? "AUTHED_API_GET_LIMIT"
                            : "UNAUTHED_API_GET_LIMIT",
                     reads ? 300 : 1, reads ? 1000 : 1);
    stand_trakt_bare(rq, MHD_HTTP_TOO_MANY_REQUESTS);
    return false;
}

static bool admit(struct request *rq)
{
    if (strncmp(rq->path, "/activate/", 10) == 0)
        return true;
    if (strncmp(rq->path, "/oauth/", 7) == 0)
        return stand_oauth_admit(rq);
    int app = stand_app(rq->s, stand_header(rq, "trakt-api-key"));
    const char *version = stand_header(rq, "trakt-api-version");
    const char *agent = stand_header(rq, "User-Agent");
    if (agent && *agent && app < 0) {
        stand_set_header(rq, "Content-Type", "text/html"); /* trakt-v2 2 */
        stand_trakt_bare(rq, MHD_HTTP_FORBIDDEN);
        return false;
    }
    if (agent && *agent && (!version || strcmp(version, "2") != 0)) {
        stand_trakt_bare(rq, MHD_HTTP_PRECONDITION_FAILED);
        return false;
    }
    if (!stand_oauth_admit(rq)) /* User-Agent, Content-Type, a body that is JSON */
        return false;
    bool user = needs_user(rq->path);
    if (user && !signed_in(rq, app)) {
        stand_set_header(rq, "WWW-Authenticate",
                         "Bearer realm=\"Trakt\", error=\"invalid_token\", "
                         "error_description=\"The access token is invalid\"");
        stand_trakt_bare(rq, MHD_HTTP_UNAUTHORIZED);
        return false;
    }
    rq->account = STANDIN_TRAKT_USER;
    return in_rate(rq, user) && stand_trakt_described(rq);
}

static void unknown(struct request *rq, int status)
{
    stand_trakt_bare(rq, status);
}

/* ---- Times and paging ---- */

bool stand_trakt_read_time(const char *text, int64_t *ms)
{
    struct tm tm = {0};
    int fraction = 0, end = 0;
    char rest[8] = "";
    int read = sscanf(text, "%4d-%2d-%2d%nT%2d:%2d:%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &end,
                      &tm.tm_hour, &tm.tm_min, &tm.tm_sec);
    if (read != 6 && (read != 3 || text[end]))
        return false;
    if (read == 6) {
        const char *p = text + 19;
        if (strlen(text) < 20)
            return false;
        if (*p == '.') {
            char digits[4] = "000";
            size_t n = strspn(++p, "0123456789");
            memcpy(digits, p, n < 3 ? n : 3);
            fraction = (int)strtol(digits, NULL, 10);
            p += n;
        }
        snprintf(rest, sizeof(rest), "%s", p);
        if (strcmp(rest, "Z") != 0 && strcmp(rest, "+00:00") != 0)
            return false;
    }
    if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_hour > 23 ||
        tm.tm_min > 59 || tm.tm_sec > 60)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon--;
    *ms = (int64_t)timegm(&tm) * 1000 + fraction;
    return true;
}

void stand_trakt_time(struct text *out, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    char date[32];
    gmtime_r(&seconds, &tm);
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    stand_printf(out, "\"%s.%03dZ\"", date, (int)(ms % 1000));
}

/* trakt-v2 2: no page has more than 250 items, with extended=progress 100. */
void stand_trakt_page(struct request *rq, size_t total, int64_t limit, size_t *from, size_t *to)
{
    int64_t page = 1, most = stand_trakt_extended(rq, "progress") ? 100 : 250;
    stand_query_number(rq, "page", &page);
    stand_query_number(rq, "limit", &limit);
    page = page < 1 ? 1 : page;
    limit = limit < 1 ? 10 : limit > most ? most : limit;
    size_t pages = (total + (size_t)limit - 1) / (size_t)limit;
    *from = (size_t)(page - 1) * (size_t)limit;
    *from = *from < total ? *from : total;
    *to = *from + (size_t)limit < total ? *from + (size_t)limit : total;
    stand_set_header(rq, "X-Pagination-Page", "%lld", (long long)page);
    stand_set_header(rq, "X-Pagination-Limit", "%lld", (long long)limit);
    stand_set_header(rq, "X-Pagination-Page-Count", "%zu", pages);
    stand_set_header(rq, "X-Pagination-Item-Count", "%zu", total);
}

bool stand_trakt_extended(struct request *rq, const char *word)
{
    const char *text = stand_query(rq, "extended");
    size_t n = strlen(word);
    for (const char *p = text ? strstr(text, word) : NULL; p; p = strstr(p + 1, word)) {
        if ((p == text || p[-1] == ',') && (!p[n] || p[n] == ','))
            return true;
    }
    return false;
}

/* ---- Objects, trakt-v2 4 ---- */

void stand_trakt_show(struct text *out, const struct show *show, bool full)
{
    stand_json(out,
               "{'title':%s,'year':%z,'ids':{'trakt':%l,'slug':%s,'tvdb':%z,'imdb':%n,"
               "'tmdb':%z}",
               show->name, (int64_t)show->year, show->trakt, show->slug, show->tvdb, show->imdb,
               show->tmdb);
    if (full) {
        stand_json(out,
                   ",'overview':%s,'first_aired':%n,'runtime':%z,'country':%n,'network':%s,"
                   "'status':%s,'rating':0,'votes':0,'language':%s,"
                   "'available_translations':['en'],'genres':[],'aired_episodes':%i,"
                   "'updated_at':'2024-01-01T00:00:00.000Z'",
                   show->overview, show->premiered, (int64_t)show->runtime, show->country,
                   show->network, *show->ended ? "ended" : "returning series",
                   stand_language_2(show->language), (int)show->episode_count);
    }
    stand_add(out, "}");
}

void stand_trakt_episode(struct text *out, const struct episode *e, bool full)
{
    stand_json(out,
               "{'season':%i,'number':%i,'title':%s,'ids':{'trakt':%l,'tvdb':%z,'imdb':%n,"
               "'tmdb':null}",
               e->season, e->number, e->name, e->trakt, e->tvdb, e->imdb);
    if (full) {
        int64_t airs = 0;
        stand_json(out,
                   ",'number_abs':%k,'overview':null,'rating':0,'votes':0,'runtime':%z,"
                   "'available_translations':['en'],'updated_at':'2024-01-01T00:00:00.000Z',"
                   "'first_aired':",
                   e->absolute, (int64_t)e->runtime);
        if (stand_airs(e, &airs))
            stand_trakt_time(out, airs * 1000);
        else
            stand_add(out, "null");
    }
    stand_add(out, "}");
}

/* ---- Resolving, trakt-v2 4 ---- */

static bool id_number(json_object *ids, const char *key, int64_t *id)
{
    return stand_int(ids, key, id) == STAND_GOOD && *id > 0;
}

static const struct show *find_named(struct standin *s, json_object *object, bool film)
{
    const char *title = NULL;
    int64_t year = 0;
    if (stand_string(object, "title", &title) != STAND_GOOD)
        return NULL;
    stand_int(object, "year", &year);
    for (size_t i = 0; i < s->catalogue->count; i++) {
        const struct show *show = &s->catalogue->shows[i];
        if (show->film == film && strcasecmp(show->name, title) == 0 &&
            (!year || show->year == year))
            return show;
    }
    return NULL;
}

/* One of the ids that fits, in the order trakt, imdb, tmdb, tvdb, slug. */
static const struct show *find(struct standin *s, json_object *object, bool film)
{
    json_object *ids = NULL;
    stand_get(object, "ids", json_type_object, &ids);
    for (int by = 0; ids && by < 5; by++) {
        int64_t id = 0;
        const char *text = NULL;
        if (by == 1)
            stand_string(ids, "imdb", &text);
        else if (by == 4)
            stand_string(ids, "slug", &text);
        else
            id_number(ids, by == 0 ? "trakt" : by == 2 ? "tmdb" : "tvdb", &id);
        for (size_t i = 0; (id || (text && *text)) && i < s->catalogue->count; i++) {
            const struct show *show = &s->catalogue->shows[i];
            bool fits = by == 0   ? show->trakt == id
                        : by == 1 ? strcmp(show->imdb, text) == 0
                        : by == 2 ? show->tmdb == id
                        : by == 3 ? show->tvdb == id
                                  : strcmp(show->slug, text) == 0;
            if (show->film == film && fits)
                return show;
        }
    }
    return find_named(s, object, film);
}

const struct show *stand_trakt_find_show(struct standin *s, json_object *object)
{
    return find(s, object, false);
}

const struct show *stand_trakt_find_film(struct standin *s, json_object *object)
{
    return find(s, object, true);
}

const struct episode *stand_trakt_find_episode(struct standin *s, json_object *object)
{
    json_object *ids = NULL;
    const char *imdb = NULL;
    int64_t id = 0;
    const struct episode *e = NULL;
    if (stand_get(object, "ids", json_type_object, &ids) != STAND_GOOD)
        return NULL;
    if (id_number(ids, "trakt", &id))
        e = catalogue_episode_trakt(s->catalogue, id);
    if (!e && stand_string(ids, "imdb", &imdb) == STAND_GOOD)
        e = catalogue_episode_imdb(s->catalogue, imdb);
    if (!e && id_number(ids, "tvdb", &id))
        e = catalogue_episode_tvdb(s->catalogue, id);
    return e;
}

int64_t stand_trakt_season_id(const struct show *show, int season)
{
    return show->trakt * 10000 + season;
}

static bool has_season(const struct show *show, int season)
{
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].season == season)
            return true;
    }
    return false;
}

const struct show *stand_trakt_find_season(struct standin *s, json_object *object, int *season)
{
    json_object *ids = NULL;
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_get(object, "ids", json_type_object, &ids) != STAND_GOOD)
        return NULL;
    if (id_number(ids, "trakt", &id))
        show = catalogue_by_trakt(s->catalogue, id / 10000);
    else if (id_number(ids, "tvdb", &id))
        show = catalogue_by_tvdb(s->catalogue, id / 100000);
    *season = (int)(id % 10000);
    return show && has_season(show, *season) ? show : NULL;
}

/* ---- Lookups, trakt-v2 7 ---- */

static bool type_wanted(const char *types, const char *type)
{
    size_t n = strlen(type);
    for (const char *p = types; p && *p; p += strcspn(p, ","), p += *p == ',') {
        if (strncmp(p, type, n) == 0 && (!p[n] || p[n] == ','))
            return true;
    }
    return !types;
}

static void show_row(struct request *rq, const struct show *show, double score)
{
    const char *type = show->film ? "movie" : "show";
    stand_comma(&rq->out);
    stand_json(&rq->out, "{'type':%s,'score':", type);
    if (score < 0)
        stand_add(&rq->out, "null");
    else
        stand_json(&rq->out, "%f", score);
    stand_json(&rq->out, ",'%e':", type);
    stand_trakt_show(&rq->out, show, stand_trakt_extended(rq, "full"));
    stand_add(&rq->out, "}");
}

/* No hit is 200 with []. Numbers are not unique across types: films come first. */
static void search_id(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *by = rq->arg[0], *text = rq->arg[1], *types = stand_query(rq, "type");
    bool imdb = strcmp(by, "imdb") == 0, tvdb = strcmp(by, "tvdb") == 0,
         tmdb = strcmp(by, "tmdb") == 0;
    int64_t id = 0;
    if (!imdb && !tvdb && !tmdb && strcmp(by, "trakt") != 0) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    stand_number(text, &id);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (int films = 1; films >= 0; films--) {
        for (size_t i = 0; i < c->count; i++) {
            const struct show *show = &c->shows[i];
            int64_t own = tvdb ? show->tvdb : tmdb ? show->tmdb : show->trakt;
            if (show->film == films && type_wanted(types, films ? "movie" : "show") &&
                (imdb ? strcmp(show->imdb, text) == 0 : id && own == id))
                show_row(rq, show, -1);
        }
    }
    const struct episode *e = imdb    ? catalogue_episode_imdb(c, text)
                              : tvdb  ? catalogue_episode_tvdb(c, id)
                              : !tmdb ? catalogue_episode_trakt(c, id)
                                      : NULL;
    if (e && type_wanted(types, "episode")) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'type':'episode','score':null,'episode':");
        stand_trakt_episode(&rq->out, e, stand_trakt_extended(rq, "full"));
        stand_json(&rq->out, ",'show':");
        stand_trakt_show(&rq->out, e->show, false);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

static bool year_wanted(struct request *rq, const struct show *show)
{
    const char *years = stand_query(rq, "years");
    int from = 0, to = 0;
    int read = years ? sscanf(years, "%d-%d", &from, &to) : 0;
    return read < 1 || (show->year >= from && show->year <= (read == 2 ? to : from));
}

/* Special characters come escaped by a backslash. */
static void search_text(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *query = stand_query(rq, "query"), *types = rq->arg[0];
    if (!type_wanted(types, "show") && !type_wanted(types, "movie") &&
        !type_wanted(types, "episode") && !type_wanted(types, "person")) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    if (!query || !*query) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
        return;
    }
    struct hit *hits = calloc(c->count + 1, sizeof(*hits));
    size_t rows = 0, from, to;
    if (!hits)
        abort();
    size_t count = search_shows(c, query, 0.4, hits, c->count);
    for (size_t i = 0; i < count; i++) {
        if (type_wanted(types, hits[i].show->film ? "movie" : "show") &&
            year_wanted(rq, hits[i].show))
            hits[rows++] = hits[i];
    }
    stand_trakt_page(rq, rows, 10, &from, &to);
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = from; i < to; i++)
        show_row(rq, hits[i].show, 1000 * hits[i].score);
    stand_add(&rq->out, "]");
    free(hits);
}

/* trakt-v2 7: a Trakt id, a slug or an IMDb id; never one of TheTVDB. */
static const struct show *this_show(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    const struct show *show = NULL;
    int64_t id = 0;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_trakt(c, id);
    if (!show)
        show = catalogue_by_slug(c, rq->arg[0]);
    if (!show)
        show = catalogue_by_imdb(c, rq->arg[0]);
    if (!show)
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
    return show;
}

static void get_show(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_trakt_show(&rq->out, show, stand_trakt_extended(rq, "full"));
}

static void season_episodes(struct request *rq, const struct show *show, int season)
{
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < show->episode_count; i++) {
        if (show->episodes[i].season != season)
            continue;
        stand_comma(&rq->out);
        stand_trakt_episode(&rq->out, &show->episodes[i], stand_trakt_extended(rq, "full"));
    }
    stand_add(&rq->out, "]");
}

static void get_seasons(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < show->episode_count; i++) {
        int season = show->episodes[i].season;
        if (season < 0 || (i && season == show->episodes[i - 1].season))
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'number':%i,'ids':{'trakt':%l,'tvdb':%z,'tmdb':null}", season,
                   stand_trakt_season_id(show, season),
                   show->tvdb ? (show->tvdb * 10 + 1) * 10000 + season : 0);
        if (stand_trakt_extended(rq, "episodes")) {
            stand_json(&rq->out, ",'episodes':");
            season_episodes(rq, show, season);
        }
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
}

static void get_season(struct request *rq)
{
    const struct show *show = this_show(rq);
    int64_t season = -1;
    if (!show)
        return;
    if (!stand_number(rq->arg[1], &season) || !has_season(show, (int)season)) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    rq->status = MHD_HTTP_OK;
    season_episodes(rq, show, (int)season);
}

static void get_episode(struct request *rq)
{
    const struct show *show = this_show(rq);
    int64_t season = -1, number = -1;
    if (!show)
        return;
    const struct episode *e = NULL;
    if (stand_number(rq->arg[1], &season) && stand_number(rq->arg[2], &number))
        e = catalogue_episode(show, (int)season, (int)number);
    if (!e) {
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
        return;
    }
    rq->status = MHD_HTTP_OK;
    stand_trakt_episode(&rq->out, e, stand_trakt_extended(rq, "full"));
    stand_found(rq, e);
}

static void get_settings(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'user':{'username':%s,'private':false,'deleted':false,'name':%s,'vip':%b,"
               "'vip_ep':false,'ids':{'slug':%s,'uuid':'5ca1ab1e000000000000000000000006'},"
               "'joined_at':'2014-09-01T09:10:11.000Z'},'account':{'timezone':'UTC',"
               "'date_format':'ymd','time_24hr':true,'cover_image':null},'connections':{},"
               "'sharing_text':{},'limits':{'list':{'count':100,'item_count':5000},'watchlist':{"
               "'item_count':5000},'favorites':{'item_count':100}}}",
               STANDIN_TRAKT_USER, STANDIN_TRAKT_USER, !rq->s->free_member, STANDIN_TRAKT_USER);
}

static const struct stand_route routes[] = {
    {"POST", "/oauth/device/code", stand_oauth_device_code},
    {"POST", "/oauth/device/token", stand_oauth_device_token},
    {"POST", "/oauth/token", stand_oauth_token},
    {"POST", "/oauth/revoke", stand_oauth_revoke},
    {"GET", "/activate/{}", stand_oauth_activate},
    {"POST", "/scrobble/start", stand_scrobble_start},
    {"POST", "/scrobble/pause", stand_scrobble_pause},
    {"POST", "/scrobble/stop", stand_scrobble_stop},
    {"POST", "/checkin", stand_checkin},
    {"DELETE", "/checkin", stand_checkout},
    {"POST", "/sync/history", stand_sync_add_history},
    {"POST", "/sync/history/remove", stand_sync_remove_history},
    {"POST", "/sync/ratings", stand_sync_add_ratings},
    {"POST", "/sync/ratings/remove", stand_sync_remove_ratings},
    {"GET", "/sync/history", stand_sync_get_history},
    {"GET", "/sync/history/{}", stand_sync_get_history},
    {"GET", "/sync/history/{}/{}", stand_sync_get_history},
    {"GET", "/users/" STANDIN_TRAKT_USER "/history", stand_sync_get_history},
    {"GET", "/users/me/history", stand_sync_get_history},
    {"GET", "/users/me/history/{}", stand_sync_get_history},
    {"GET", "/users/me/history/{}/{}", stand_sync_get_history},
    {"GET", "/sync/ratings", stand_sync_get_ratings},
    {"GET", "/sync/ratings/{}", stand_sync_get_ratings},
    {"GET", "/sync/ratings/{}/{}", stand_sync_get_ratings},
    {"GET", "/sync/watched/{}", stand_sync_get_watched},
    {"GET", "/sync/playback", stand_sync_get_playback},
    {"GET", "/sync/playback/{}", stand_sync_get_playback},
    {"DELETE", "/sync/playback/{}", stand_sync_delete_playback},
    {"GET", "/sync/last_activities", stand_sync_last_activities},
    {"GET", "/search/{}", search_text},
    {"GET", "/search/{}/{}", search_id},
    {"GET", "/shows/{}", get_show},
    {"GET", "/shows/{}/seasons", get_seasons},
    {"GET", "/shows/{}/seasons/{}", get_season},
    {"GET", "/shows/{}/seasons/{}/episodes/{}", get_episode},
    {"GET", "/users/settings", get_settings},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_trakt = {
    .prefix = "/trakt",
    .tables = {&table},
    .admit = admit,
    .unknown = unknown,
};
