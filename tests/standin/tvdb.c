/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v4. "tvdb-v4 6" and the like name the sections listed in README.md.
 */
#include "tvdb.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "standin.h"

enum { PAGE_ROWS = 500, MAX_RESULTS = 5000 }; /* tvdb-v4 3, 4 */

/* tvdb-v4 2 */
void stand_tvdb_fail(struct request *rq, int status, const char *message)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'status':'failure','message':%s,'data':null}", message);
}

void stand_tvdb_not_found(struct request *rq, const char *what)
{
    char message[80];
    snprintf(message, sizeof(message), "NotFoundException: error fetching %s", what);
    stand_tvdb_fail(rq, MHD_HTTP_NOT_FOUND, message);
}

void stand_tvdb_open_data(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'status':'success','data':");
}

void stand_tvdb_close_data(struct request *rq)
{
    stand_add(&rq->out, "}");
}

/* ---- Signing in, tvdb-v4 1 ---- */

static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=UTF-8");
    stand_set_header(rq, "Vary", "Origin");
    if (strcmp(rq->path, "/login") == 0)
        return true;
    const struct token *token = stand_token(rq->s, TOKEN_TVDB, stand_bearer(rq));
    if (!token || token->expires_at <= stand_now(rq->s)) {
        stand_tvdb_fail(rq, MHD_HTTP_UNAUTHORIZED, "Unauthorized");
        return false;
    }
    return true;
}

static void unknown(struct request *rq, int status)
{
    stand_tvdb_fail(rq, status,
                    status == MHD_HTTP_NOT_FOUND ? "Resource not found" : "Method not allowed");
}

static void login(struct request *rq)
{
    const char *key = NULL, *pin = NULL;
    if (!stand_is_json(rq) || !stand_body(rq)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: body must be JSON");
        return;
    }
    enum stand_field named = stand_string(rq->json, "pin", &pin);
    bool licensed =
        stand_string(rq->json, "apikey", &key) == STAND_GOOD && strcmp(key, STANDIN_TVDB_KEY) == 0;
    if (!licensed && (!key || strcmp(key, STANDIN_TVDB_USER_KEY) != 0)) {
        stand_tvdb_fail(rq, MHD_HTTP_UNAUTHORIZED, "InvalidAPIKey: apikey invalid");
    } else if (named == STAND_BAD || (licensed && pin && !*pin) || (!licensed && (!pin || !*pin))) {
        /* an empty PIN is none: with a licensed key the pin is to be left out */
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: pin required");
    } else if (!licensed && strcmp(pin, STANDIN_TVDB_PIN) != 0) {
        stand_tvdb_fail(rq, MHD_HTTP_UNAUTHORIZED, "InvalidAPIKey: pin invalid");
    } else {
        struct text claims = {0};
        stand_json(&claims,
                   "{'age':'','apikey':%s,'community_supported':%b,'exp':%l,'gender':'',"
                   "'hits_per_day':100000000,'hits_per_month':1000000000,'id':'1','is_mod':false,"
                   "'is_system_key':false,'is_trusted':false,'pin':%s,'tenant':'tvdb','uuid':''}",
                   key, !licensed, stand_now(rq->s) + rq->s->tvdb_expires_in, pin);
        struct token *token = stand_issue(rq->s, TOKEN_TVDB, stand_jwt(rq->s, claims.data), NULL,
                                          rq->s->tvdb_expires_in);
        stand_text_free(&claims);
        token->user = !licensed;
        stand_tvdb_open_data(rq);
        stand_json(&rq->out, "{'token':%s}", token->access);
        stand_tvdb_close_data(rq);
    }
}

/* ---- Paging ---- */

/* False after a 400. */
bool stand_tvdb_page_open(struct request *rq, struct page *page)
{
    *page = (struct page){0};
    if (!stand_query_number(rq, "page", &page->page)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: page must be a number");
        return false;
    }
    if (rq->s->links_next == NEXT_AGAIN)
        page->page = 0;
    const char *base = stand_base(rq, ""), *uri = rq->uri;
    stand_add(&page->self, base);
    size_t path = strcspn(uri, "?");
    stand_add_bytes(&page->self, uri, path);
    stand_add(&page->self, "?");
    for (const char *p = uri[path] ? uri + path + 1 : ""; *p;) {
        size_t n = strcspn(p, "&");
        if (n && strncmp(p, "page=", 5) != 0) {
            stand_add_bytes(&page->self, p, n);
            stand_add(&page->self, "&");
        }
        p += n + (p[n] == '&');
    }
    return true;
}

/* Counts a row; true when it is on the page. */
bool stand_tvdb_page_takes(struct page *page)
{
    int64_t at = page->total++;
    return at / PAGE_ROWS == page->page;
}

static void page_link(struct request *rq, const struct page *page, const char *key, int64_t number,
                      bool there)
{
    if (there)
        stand_json(&rq->out, "'%e':'%epage=%l',", key, page->self.data, number);
    else if (rq->s->links_next == NEXT_EMPTY)
        stand_json(&rq->out, "'%e':'',", key);
    else
        stand_json(&rq->out, "'%e':null,", key);
}

void stand_tvdb_page_close(struct request *rq, struct page *page)
{
    stand_json(&rq->out, ",'links':{");
    page_link(rq, page, "prev", page->page - 1, page->page > 0);
    page_link(rq, page, "self", page->page, true);
    page_link(rq, page, "next", page->page + 1,
              (page->page + 1) * PAGE_ROWS < page->total || rq->s->links_next == NEXT_AGAIN);
    stand_json(&rq->out, "'total_items':%l,'page_size':%i}}", page->total, PAGE_ROWS);
    stand_text_free(&page->self);
}

/* ---- Search, tvdb-v4 4 ---- */

/* odd: as a list, as in a series' record, instead of an object. */
static void search_names(struct text *out, const struct show *show, bool odd)
{
    char name[256];
    if (odd) {
        stand_json(out, ",'translations':[{'language':'eng','name':%s}",
                   stand_tvdb_show_title(show, "eng", name, sizeof(name)));
        for (size_t i = 0; i < show->title_count; i++) {
            stand_json(out, ",{'language':%s,'name':%s}", show->titles[i].language,
                       show->titles[i].text);
        }
        stand_add(out, "]");
        return;
    }
    stand_json(out, ",'translations':{'eng':%s",
               stand_tvdb_show_title(show, "eng", name, sizeof(name)));
    for (size_t i = 0; i < show->title_count; i++) {
        if (*show->titles[i].text)
            stand_json(out, ",'%e':%s", show->titles[i].language, show->titles[i].text);
    }
    stand_add(out, "}");
}

/* Snake case, everything a string, unknown keys missing. */
static void search_row(struct request *rq, const struct show *show)
{
    struct text *out = &rq->out;
    const char *type = show->film ? "movie" : "series";
    const char *country = stand_country(show->country, COUNTRY_3);
    char name[256];
    stand_tvdb_original_name(show, name, sizeof(name));
    stand_comma(out);
    stand_json(out, "{'objectID':'%e-%l'", type, show->tvdb);
    if (show->alias_count && rq->s->odd) {
        stand_json(out, ",'aliases':%s", show->aliases[0]);
    } else if (show->alias_count) {
        stand_json(out, ",'aliases':[");
        for (size_t i = 0; i < show->alias_count; i++) {
            stand_comma(out);
            stand_json(out, "%s", show->aliases[i]);
        }
        stand_add(out, "]");
    }
    if (country)
        stand_json(out, ",'country':%s", country);
    stand_json(out,
               ",'id':'%e-%l','image_url':"
               "'https://artworks.thetvdb.com/banners/images/missing/%e.jpg','name':%s",
               type, show->tvdb, type, rq->s->odd ? "" : name);
    if (*show->premiered && !show->film)
        stand_json(out, ",'first_air_time':%s", show->premiered);
    if (show->overview)
        stand_json(out, ",'overview':%s,'overviews':{'eng':%s}", show->overview, show->overview);
    stand_json(out, ",'primary_language':%s,'primary_type':%s,'status':%s,'type':%s,'tvdb_id':'%l'",
               show->language, type,
               show->film     ? "Announced" /* films 2: it lags */
               : *show->ended ? "Ended"
                              : "Continuing",
               type, show->tvdb);
    if (show->year)
        stand_json(out, ",'year':'%i'", show->year);
    stand_json(out, ",'slug':%s", show->slug);
    search_names(out, show, rq->s->odd);
    if (show->network)
        stand_json(out, ",'network':%s", show->network);
    if (*show->imdb) {
        stand_json(out, ",'remote_ids':");
        stand_tvdb_remote_ids(out, show);
    } else if (show->tvdb % 2) { /* tvdb-v4 4: null or missing */
        stand_json(out, ",'remote_ids':null");
    }
    stand_json(out, ",'name_translated':null}");
}

static bool wanted(struct request *rq, const struct show *show)
{
    const char *type = stand_query(rq, "type"), *country = stand_query(rq, "country");
    const char *language = stand_query(rq, "language"), *network = stand_query(rq, "network");
    const char *remote = stand_query(rq, "remote_id"),
               *of = stand_country(show->country, COUNTRY_3);
    int64_t year = 0;
    stand_query_number(rq, "year", &year);
    bool stray = rq->s->odd && type && strcmp(type, "movie") == 0; /* a series between the films */
    return show->tvdb && (!type || stray || strcmp(type, show->film ? "movie" : "series") == 0) &&
           (!year || show->year == year) && (!country || (of && strcmp(of, country) == 0)) &&
           (!language || strcmp(language, show->language) == 0) &&
           (!network || (show->network && strcasecmp(network, show->network) == 0)) &&
           (!remote || (*remote && strcmp(remote, show->imdb) == 0));
}

static void search_list(struct request *rq, const char *query, int64_t offset, int64_t limit)
{
    const struct catalogue *c = rq->s->catalogue;
    struct hit *hits = calloc(c->count + 1, sizeof(*hits));
    size_t count = 0;
    int64_t total = 0;
    if (!hits)
        abort();
    if (query)
        count = search_shows(c, query, 0.35, hits, c->count);
    else {
        for (; count < c->count; count++)
            hits[count].show = &c->shows[count];
    }
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count; i++) {
        if (!wanted(rq, hits[i].show))
            continue;
        if (total >= offset && total < offset + limit)
            search_row(rq, hits[i].show);
        total++;
    }
    free(hits);
    total = total < MAX_RESULTS ? total : MAX_RESULTS;
    const char *uri = strchr(rq->uri, '?');
    stand_json(&rq->out,
               "],'links':{'prev':null,'self':'%e/search%e&page=0','next':null,"
               "'total_items':%l,'page_size':%l}}",
               stand_base(rq, rq->prefix), uri ? uri : "?", total, limit);
}

static void get_search(struct request *rq)
{
    const char *query = stand_query(rq, "query"), *type = stand_query(rq, "type");
    int64_t year = 0, offset = 0, limit = 50;
    if (!query)
        query = stand_query(rq, "q");
    if ((!query || !*query) && !stand_query(rq, "remote_id"))
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: query is required");
    else if (!stand_query_number(rq, "year", &year) || !stand_query_number(rq, "offset", &offset) ||
             !stand_query_number(rq, "limit", &limit)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                        "InvalidValueType: year, offset and limit are numbers");
    } else if (type && strcmp(type, "series") != 0 && strcmp(type, "movie") != 0 &&
               strcmp(type, "person") != 0 && strcmp(type, "company") != 0)
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: unknown type");
    else if (offset + limit > MAX_RESULTS)
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "Max results overflow");
    else
        search_list(rq, query && *query ? query : NULL, offset, limit);
}

/* tvdb-v4 4: objects of one key; a number is not namespaced, so strangers come first. */
static void get_remote(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *id = rq->arg[0];
    int64_t number = 0;
    stand_number(id, &number);
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (int films = 1; films >= 0; films--) {
        for (size_t i = 0; i < c->count; i++) {
            const struct show *show = &c->shows[i];
            if (show->film != films || !show->tvdb ||
                (strcmp(show->imdb, id) != 0 && (!number || show->tmdb != number)))
                continue;
            stand_comma(&rq->out);
            stand_json(&rq->out, "{'%e':", films ? "movie" : "series");
            stand_tvdb_series_object(rq, show);
            stand_add(&rq->out, "}");
        }
    }
    const struct episode *e = catalogue_episode_imdb(c, id);
    if (e && e->tvdb) {
        struct placed p = {.e = e, .season = e->season, .number = e->number};
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'episode':{");
        stand_tvdb_episode_fields(rq, &p, stand_tvdb_listed_name(e));
        stand_json(&rq->out, ",'seasons':null}}");
    }
    stand_add(&rq->out, "]");
    stand_tvdb_close_data(rq);
}

/* ---- Others, tvdb-v4 7 ---- */

static void get_updates(struct request *rq)
{
    const char *type = stand_query(rq, "type"), *action = stand_query(rq, "action");
    int64_t since = -1;
    struct page page;
    if (!stand_query_number(rq, "since", &since) || since < 0) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: since is required");
        return;
    }
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->catalogue->count; i++) {
        const struct show *show = &rq->s->catalogue->shows[i];
        if (show->film || !show->tvdb || stand_tvdb_updated(rq->s, show) < since ||
            (type && strcmp(type, "series") != 0) || (action && strcmp(action, "update") != 0) ||
            !stand_tvdb_page_takes(&page))
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out,
                   "{'entityType':'series','recordType':'','recordId':%l,'seriesId':%l,"
                   "'method':'update','methodInt':2,'timeStamp':%l,'userId':1,"
                   "'extraInfo':'','mergeToId':0,'mergeToEntityType':''}",
                   show->tvdb, show->tvdb, stand_tvdb_updated(rq->s, show));
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

static void get_languages(struct request *rq)
{
    static const char *const known[] = {"eng", "deu", "fra", "spa", "ita", "jpn",
                                        "kor", "swe", "dan", "zho", "rus"};
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%s,'name':%s,'nativeName':%s,'shortCode':%s}", known[i],
                   stand_language_name(known[i]), stand_language_name(known[i]),
                   stand_language_2(known[i]));
    }
    stand_json(&rq->out, ",{'id':'yue','name':'Cantonese','nativeName':'粵語','shortCode':null}]");
    stand_tvdb_close_data(rq);
}

static void get_statuses(struct request *rq)
{
    stand_tvdb_open_data(rq);
    stand_json(&rq->out, "[{'id':1,'name':'Continuing','recordType':'series','keepUpdated':true},"
                         "{'id':2,'name':'Ended','recordType':'series','keepUpdated':false},"
                         "{'id':3,'name':'Upcoming','recordType':'series','keepUpdated':true}]");
    stand_tvdb_close_data(rq);
}

static void get_sources(struct request *rq)
{
    stand_tvdb_open_data(rq);
    stand_json(&rq->out,
               "[{'id':2,'name':'IMDB','slug':'imdb','prefix':'https://www.imdb.com/title/',"
               "'postfix':'','sort':1},{'id':12,'name':'TheMovieDB.com','slug':'themoviedb',"
               "'prefix':'https://www.themoviedb.org/tv/','postfix':'','sort':2},{'id':19,"
               "'name':'TV Maze','slug':'tv-maze','prefix':'https://www.tvmaze.com/shows/',"
               "'postfix':'','sort':3}]");
    stand_tvdb_close_data(rq);
}

static void get_user(struct request *rq)
{
    stand_tvdb_open_data(rq);
    stand_json(&rq->out, "{'id':1,'language':'eng','name':%s,'type':'user'}", STANDIN_TVDB2_USER);
    stand_tvdb_close_data(rq);
}

static const char *const favourites[][3] = {
    /* what GET answers, what POST takes, our list */
    {"series", "series", "tvdb/series"},      {"movies", "movie", "tvdb/movies"},
    {"episodes", "episode", "tvdb/episodes"}, {"artwork", "artwork", "tvdb/artwork"},
    {"people", "people", "tvdb/people"},      {"lists", "list", "tvdb/lists"},
};
enum { FAVOURITES = sizeof(favourites) / sizeof(*favourites) };

static void get_favourites(struct request *rq)
{
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "{");
    for (int kind = 0; kind < FAVOURITES; kind++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%e':[", favourites[kind][0]);
        for (size_t i = 0; i < rq->s->listed_count; i++) {
            if (strcmp(rq->s->listed[i].list, favourites[kind][2]) != 0)
                continue;
            stand_comma(&rq->out);
            stand_json(&rq->out, "%l", rq->s->listed[i].id);
        }
        stand_add(&rq->out, "]");
    }
    stand_add(&rq->out, "}");
    stand_tvdb_close_data(rq);
}

static void post_favourite(struct request *rq)
{
    bool json = stand_is_json(rq) && stand_body(rq);
    for (int kind = 0; json && kind < FAVOURITES; kind++) {
        int64_t id = 0;
        if (stand_int(rq->json, favourites[kind][1], &id) != STAND_GOOD)
            continue;
        if (kind == 0 && !catalogue_by_tvdb(rq->s->catalogue, id))
            break;
        stand_list_add(rq->s, favourites[kind][2], 0, id);
        stand_tvdb_open_data(rq);
        stand_add(&rq->out, "null");
        stand_tvdb_close_data(rq);
        return;
    }
    stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                    "InvalidValueType: one id of a known record is required");
}

static const struct stand_route routes[] = {
    {"POST", "/login", login},
    {"GET", "/search", get_search},
    {"GET", "/search/remoteid/{}", get_remote},
    {"GET", "/series/statuses", get_statuses},
    {"GET", "/sources/types", get_sources},
    {"GET", "/languages", get_languages},
    {"GET", "/updates", get_updates},
    {"GET", "/user", get_user},
    {"GET", "/user/favorites", get_favourites},
    {"POST", "/user/favorites", post_favourite},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_tvdb = {
    .prefix = "/tvdb/v4",
    .tables = {&table, &stand_tvdb_more, &stand_tvdb_series, &stand_tvdb_episodes},
    .admit = admit,
    .unknown = unknown,
};
