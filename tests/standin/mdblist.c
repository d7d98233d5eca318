/* SPDX-License-Identifier: MIT
 *
 * MDBList: access, limits, the account, looking up. "mdblist 2" is a section listed in README.md.
 */
#include "mdblist.h"

#include <string.h>
#include <strings.h>

#include "standin.h"

enum { DAY_REQUESTS = 1000, DAY = 86400, WINDOW = 300 };

void stand_mdb_error(struct request *rq, int status, const char *error)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'error':%s}", error);
}

bool stand_mdb_read_time(const char *text, int64_t *ms)
{
    struct tm tm = {0};
    int end = 0;
    if (strlen(text) < 19 || text[10] != 'T' ||
        sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
               &tm.tm_min, &tm.tm_sec, &end) != 6)
        return false;
    text += end;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (*text && strcmp(text, "Z") != 0)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    *ms = (int64_t)timegm(&tm) * 1000;
    return true;
}

void stand_mdb_time(struct text *out, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    char text[32];
    gmtime_r(&seconds, &tm);
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
    stand_json(out, "%s", text);
}

/* ---- What is meant, mdblist 4 ---- */

const struct show *stand_mdb_show(struct request *rq, json_object *object)
{
    const struct catalogue *c = rq->s->catalogue;
    json_object *ids = NULL;
    const char *imdb = NULL;
    int64_t tvdb = 0, tmdb = 0, trakt = 0;
    if (stand_get(object, "ids", json_type_object, &ids) != STAND_GOOD)
        return NULL;
    stand_string(ids, "imdb", &imdb);
    stand_int(ids, "tvdb", &tvdb);
    stand_int(ids, "tmdb", &tmdb);
    stand_int(ids, "trakt", &trakt);
    const struct show *show = imdb ? catalogue_by_imdb(c, imdb) : NULL;
    for (size_t i = 0; tmdb && !show && i < c->count; i++) {
        if (c->shows[i].tmdb == tmdb && !c->shows[i].film)
            show = &c->shows[i];
    }
    if (!show)
        show = catalogue_by_tvdb(c, tvdb);
    return show ? show : catalogue_by_trakt(c, trakt);
}

const struct episode *stand_mdb_episode(struct request *rq, const struct show *show, int season,
                                        json_object *object)
{
    json_object *ids = NULL;
    int64_t tvdb = 0, number = -1;
    const struct episode *e = NULL;
    if (stand_get(object, "ids", json_type_object, &ids) == STAND_GOOD)
        stand_int(ids, "tvdb", &tvdb);
    if (tvdb)
        e = catalogue_episode_tvdb(rq->s->catalogue, tvdb);
    if (e && e->show == show)
        return e;
    return stand_int(object, "number", &number) == STAND_GOOD
               ? catalogue_episode(show, season, (int)number)
               : NULL;
}

void stand_mdb_show_ids(struct text *out, const struct show *show)
{
    stand_json(out, "{'imdb':%n,'tmdb':%z,'tvdb':%z,'trakt':%z}", show->imdb, show->tmdb,
               show->tvdb, show->trakt);
}

void stand_mdb_episode_object(struct text *out, const struct episode *e)
{
    stand_json(out,
               "{'season':%i,'number':%i,'title':%s,'ids':{'tvdb':%z},'show':{'title':%s,"
               "'year':%i,'ids':",
               e->season, e->number, e->name, e->tvdb, e->show->name, e->show->year);
    stand_mdb_show_ids(out, e->show);
    stand_add(out, "}}");
}

/* ---- Limits, mdblist 3 ---- */

static void say_limits(struct request *rq, int64_t midnight)
{
    stand_set_header(rq, "X-RateLimit-Limit", "%d", DAY_REQUESTS);
    stand_set_header(rq, "X-RateLimit-Remaining", "%d", rq->s->mdblist_left);
    stand_set_header(rq, "X-RateLimit-Reset", "%lld", (long long)midnight);
}

/* The day of UTC and the window of five minutes; both are counted for all of the account. */
static bool within_limits(struct request *rq)
{
    struct standin *s = rq->s;
    int64_t now = stand_now(s), day = now / DAY, midnight = (day + 1) * DAY;
    bool reads = strcmp(rq->method, "GET") == 0 || strcmp(rq->method, "HEAD") == 0;
    if (s->mdblist_day != day) {
        if (s->mdblist_day)
            s->mdblist_left = DAY_REQUESTS;
        s->mdblist_day = day;
    }
    if (s->mdblist_left > 0 && stand_within_rate(s, reads ? 3 : 4, reads ? 1000 : 300, WINDOW)) {
        s->mdblist_left--;
        say_limits(rq, midnight);
        return true;
    }
    say_limits(rq, midnight);
    int64_t wait = s->mdblist_left > 0 ? WINDOW : midnight - now;
    if (!s->mdblist_no_wait)
        stand_set_header(rq, "Retry-After", "%lld", (long long)wait);
    stand_mdb_error(rq, MHD_HTTP_TOO_MANY_REQUESTS, "API limit reached");
    return false;
}

/* ---- Access, mdblist 2 and 10 ---- */

static bool is_signed_in(struct request *rq)
{
    const char *key = stand_query(rq, "apikey");
    if (key)
        return strcmp(key, STANDIN_MDBLIST_KEY) == 0;
    const struct token *token = stand_token(rq->s, TOKEN_MDBLIST, stand_bearer(rq));
    return token && token->state == TOKEN_GOOD && token->expires_at > stand_now(rq->s);
}

static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json");
    if (strncmp(rq->path, "/oauth/", 7) == 0)
        return strcmp(rq->method, "POST") != 0 || stand_mdb_form(rq);
    if (!is_signed_in(rq)) {
        stand_mdb_error(rq, MHD_HTTP_UNAUTHORIZED, "Invalid API key");
        return false;
    }
    rq->account = STANDIN_MDBLIST_USER;
    if (!within_limits(rq))
        return false;
    if (rq->s->mdblist_supporters && strcmp(rq->path, "/user") != 0) {
        stand_mdb_error(rq, MHD_HTTP_FORBIDDEN, "This is for supporters only");
        return false;
    }
    if (strcmp(rq->method, "POST") != 0)
        return true;
    if (stand_is_json(rq) && stand_body(rq) && json_object_is_type(rq->json, json_type_object))
        return true;
    stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "JSON parse error");
    return false;
}

static void unknown(struct request *rq, int status)
{
    stand_mdb_error(rq, status, "Not found.");
}

/* ---- The account, mdblist 3 ---- */

static void get_user(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'user_id':12345,'username':%s,'name':'Viewer','api_requests':%i,"
               "'api_requests_count':%i,'patron_status':'former_patron','patreon_pledge':0}",
               rq->account, DAY_REQUESTS, DAY_REQUESTS - rq->s->mdblist_left);
}

/* ---- Looking up, mdblist 9 ---- */

static void show_object(struct text *out, const struct show *show)
{
    stand_comma(out);
    stand_json(out, "{'title':%s,'year':%i,'runtime':%i,'type':%s,'ids':", show->name, show->year,
               show->runtime, show->film ? "movie" : "show");
    stand_mdb_show_ids(out, show);
    stand_add(out, ",\"ratings\":[]}");
}

static bool is_type(const char *type, const struct show *show)
{
    return strcmp(type, "any") == 0 || strcmp(type, show->film ? "movie" : "show") == 0;
}

/* A show by the id of a provider, NULL if there is none. */
static const struct show *find_by(struct request *rq, const char *id)
{
    const struct catalogue *c = rq->s->catalogue;
    int64_t number = 0;
    bool numeric = stand_number(id, &number) && number > 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        const char *provider = rq->arg[0];
        bool same = strcmp(provider, "imdb") == 0    ? *id && strcmp(show->imdb, id) == 0
                    : strcmp(provider, "tmdb") == 0  ? numeric && show->tmdb == number
                    : strcmp(provider, "tvdb") == 0  ? numeric && show->tvdb == number
                    : strcmp(provider, "trakt") == 0 ? numeric && show->trakt == number
                                                     : false;
        if (same && is_type(rq->arg[1], show))
            return show;
    }
    return NULL;
}

static void look_up(struct request *rq)
{
    const struct show *show = find_by(rq, rq->arg[2]);
    if (!show) {
        stand_mdb_error(rq, MHD_HTTP_NOT_FOUND, "Not found.");
        return;
    }
    rq->status = MHD_HTTP_OK;
    show_object(&rq->out, show);
}

static void look_up_many(struct request *rq)
{
    json_object *ids = NULL;
    if (stand_get(rq->json, "ids", json_type_array, &ids) != STAND_GOOD) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "ids: this field is required");
        return;
    }
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < json_object_array_length(ids); i++) {
        const struct show *show =
            find_by(rq, json_object_get_string(json_object_array_get_idx(ids, i)));
        if (show)
            show_object(&rq->out, show);
    }
    stand_add(&rq->out, "]");
}

static void search(struct request *rq)
{
    const char *query = stand_query(rq, "query");
    int64_t year = 0, limit = 50;
    struct hit hits[50];
    if (!query || !*query || !stand_query_number(rq, "year", &year) ||
        !stand_query_number(rq, "limit", &limit)) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "query: this field is required");
        return;
    }
    size_t count = search_shows(rq->s->catalogue, query, 0.4, hits, 50), total = 0;
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'search':[");
    for (size_t i = 0; i < count && (int64_t)total < limit; i++) {
        const struct show *show = hits[i].show;
        if (!is_type(rq->arg[0], show) || (year && show->year != year))
            continue;
        total++;
        stand_comma(&rq->out);
        stand_json(&rq->out,
                   "{'title':%s,'year':%i,'score':76,'score_average':81,'type':%s,'ids':{"
                   "'imdbid':%n,'tmdbid':%z,'traktid':%z,'malid':null,'tvdbid':%z}}",
                   show->name, show->year, show->film ? "movie" : "show", show->imdb, show->tmdb,
                   show->trakt, show->tvdb);
    }
    stand_json(&rq->out, "],'total':%l}", (int64_t)total);
}

static const struct stand_route routes[] = {
    {"GET", "/user", get_user},
    {"GET", "/search/{}", search},
    {"GET", "/{}/{}/{}", look_up},
    {"POST", "/{}/{}/", look_up_many},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_mdblist = {
    .prefix = "/mdblist",
    .tables = {&stand_mdb_oauth, &stand_mdb_sync, &stand_mdb_lists, &stand_mdb_scrobbles, &table},
    .admit = admit,
    .unknown = unknown,
};
