/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v4. "tvdb-v4 6" and the like name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inside.h"

enum { PAGE = 500, MAX_RESULTS = 5000 }; /* tvdb-v4 3, 4 */

/* tvdb-v4 2 */
static void fail(struct request *rq, int status, const char *message)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'status':'failure','message':%s,'data':null}", message);
}

static void not_found(struct request *rq, const char *what)
{
    char message[80];
    snprintf(message, sizeof message, "NotFoundException: error fetching %s", what);
    fail(rq, MHD_HTTP_NOT_FOUND, message);
}

static void open_data(struct request *rq)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'status':'success','data':");
}

static void close_data(struct request *rq)
{
    stand_add(&rq->out, "}");
}

/* --- signing in, tvdb-v4 1 --- */

static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=UTF-8");
    stand_set_header(rq, "Vary", "Origin");
    if (!strcmp(rq->path, "/login"))
        return true;
    const struct token *token = stand_token(rq->s, TOKEN_TVDB, stand_bearer(rq));
    if (!token || token->expires_at <= stand_now(rq->s)) {
        fail(rq, MHD_HTTP_UNAUTHORIZED, "Unauthorized");
        return false;
    }
    return true;
}

static void unknown(struct request *rq, int status)
{
    fail(rq, status, status == MHD_HTTP_NOT_FOUND ? "Resource not found" : "Method not allowed");
}

static void login(struct request *rq)
{
    const char *key = NULL, *pin = NULL;
    if (!stand_is_json(rq) || !stand_body(rq)) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: body must be JSON");
        return;
    }
    enum stand_field named = stand_string(rq->json, "pin", &pin);
    bool licensed =
        stand_string(rq->json, "apikey", &key) == STAND_GOOD && !strcmp(key, STANDIN_TVDB_KEY);
    if (!licensed && (!key || strcmp(key, STANDIN_TVDB_USER_KEY))) {
        fail(rq, MHD_HTTP_UNAUTHORIZED, "InvalidAPIKey: apikey invalid");
    } else if (named == STAND_BAD || (licensed && pin && !*pin) || (!licensed && (!pin || !*pin))) {
        /* an empty PIN is none: with a licensed key the pin is to be left out */
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: pin required");
    } else if (!licensed && strcmp(pin, STANDIN_TVDB_PIN)) {
        fail(rq, MHD_HTTP_UNAUTHORIZED, "InvalidAPIKey: pin invalid");
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
        open_data(rq);
        stand_json(&rq->out, "{'token':%s}", token->access);
        close_data(rq);
    }
}

/* --- paging --- */

struct page {
    int64_t page, total;
    struct text self; /* the URL without its page */
};

/* False after a 400. */
static bool page_open(struct request *rq, struct page *page)
{
    *page = (struct page){0};
    if (!stand_query_number(rq, "page", &page->page)) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: page must be a number");
        return false;
    }
    const char *base = stand_base(rq, ""), *uri = rq->uri;
    stand_add(&page->self, base);
    size_t path = strcspn(uri, "?");
    stand_add_bytes(&page->self, uri, path);
    stand_add(&page->self, "?");
    for (const char *p = uri[path] ? uri + path + 1 : ""; *p;) {
        size_t n = strcspn(p, "&");
        if (n && strncmp(p, "page=", 5)) {
            stand_add_bytes(&page->self, p, n);
            stand_add(&page->self, "&");
        }
        p += n + (p[n] == '&');
    }
    return true;
}

/* Counts a row; true when it is on the page. */
static bool page_takes(struct page *page)
{
    int64_t at = page->total++;
    return at / PAGE == page->page;
}

static void page_link(struct request *rq, const struct page *page, const char *key, int64_t number,
                      bool there)
{
    if (there)
        stand_json(&rq->out, "'%e':'%epage=%l',", key, page->self.data, number);
    else
        stand_json(&rq->out, "'%e':null,", key);
}

static void page_close(struct request *rq, struct page *page)
{
    stand_json(&rq->out, ",'links':{");
    page_link(rq, page, "prev", page->page - 1, page->page > 0);
    page_link(rq, page, "self", page->page, true);
    page_link(rq, page, "next", page->page + 1, (page->page + 1) * PAGE < page->total);
    stand_json(&rq->out, "'total_items':%l,'page_size':%i}}", page->total, PAGE);
    stand_text_free(&page->self);
}

/* --- series, tvdb-v4 5 --- */

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
static void original_name(const struct show *show, char *out, size_t size)
{
    const char *title = catalogue_title(show->titles, show->title_count, show->language);
    if (title)
        snprintf(out, size, "%s", title);
    else
        plain_name(show, out, size);
}

/* The series' or an episode's title in a language, NULL when there is none. */
static const char *show_title(const struct show *show, const char *language, char *out, size_t size)
{
    const char *title = catalogue_title(show->titles, show->title_count, language);
    if (title && *title)
        return title;
    if (strcmp(language, "eng"))
        return NULL;
    plain_name(show, out, size);
    return out;
}

static const char *episode_title(const struct episode *e, const char *language)
{
    return strcmp(language, "eng") ? catalogue_title(e->titles, e->title_count, language) : e->name;
}

static void languages(struct text *out, const struct title *titles, size_t count, bool english,
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

static int64_t updated(struct standin *s, const struct show *show)
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
static void series_open(struct request *rq, const struct show *show)
{
    struct text *out = &rq->out;
    char name[256], when[20];
    const char *last, *next;
    original_name(show, name, sizeof name);
    datetime(updated(rq->s, show), when);
    dates_of(rq->s, show, &last, &next);
    stand_json(out, "{'id':%l,'name':%s,'slug':%s,'image':null,'nameTranslations':", show->tvdb,
               name, show->slug);
    languages(out, show->titles, show->title_count, true, show->tvdb % 5 == 0);
    stand_json(out, ",'overviewTranslations':");
    languages(out, NULL, 0, show->overview != NULL, false);
    stand_json(out, ",'aliases':[");
    for (size_t i = 0; i < show->alias_count; i++) {
        stand_comma(out);
        stand_json(out, "{'language':'eng','name':%s}", show->aliases[i]);
    }
    bool ended = *show->ended;
    const char *country = stand_country(show->country, COUNTRY_3);
    stand_json(out,
               "],'firstAired':%n,'lastAired':%n,'nextAired':%s,'score':%i,'status':{'id':%i,"
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

static void series_object(struct request *rq, const struct show *show)
{
    series_open(rq, show);
    stand_add(&rq->out, "null}");
}

static const struct show *this_show(struct request *rq)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
        return NULL;
    }
    const struct show *show = catalogue_by_tvdb(rq->s->catalogue, id);
    if (!show)
        not_found(rq, "series");
    return show;
}

/* tvdb-v4 2: If-Modified-Since is honoured. */
static bool not_modified(struct request *rq, const struct show *show)
{
    time_t at = (time_t)updated(rq->s, show);
    struct tm tm;
    char when[40];
    gmtime_r(&at, &tm);
    strftime(when, sizeof when, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    stand_set_header(rq, "Last-Modified", "%s", when);
    const char *since = stand_header(rq, "If-Modified-Since");
    if (!since || strcmp(since, when))
        return false;
    rq->status = MHD_HTTP_NOT_MODIFIED;
    return true;
}

static void one_series(struct request *rq, const struct show *show)
{
    if (!show || not_modified(rq, show))
        return;
    open_data(rq);
    series_object(rq, show);
    close_data(rq);
}

static void get_series(struct request *rq)
{
    one_series(rq, this_show(rq));
}

static void get_series_by_slug(struct request *rq)
{
    const struct show *show = catalogue_by_slug(rq->s->catalogue, rq->arg[0]);
    if (!show || !show->tvdb)
        not_found(rq, "series");
    else
        one_series(rq, show);
}

static void get_all_series(struct request *rq)
{
    struct page page;
    if (!page_open(rq, &page))
        return;
    open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->catalogue->count; i++) {
        const struct show *show = &rq->s->catalogue->shows[i];
        if (show->film || !show->tvdb || !page_takes(&page))
            continue;
        stand_comma(&rq->out);
        series_object(rq, show);
    }
    stand_add(&rq->out, "]");
    page_close(rq, &page);
}

static void remote_ids(struct text *out, const struct show *show)
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

/* --- orders, tvdb-v4 6 --- */

enum order { OFFICIAL = 1, DVD, ABSOLUTE, ALTERNATE, REGIONAL, ALTDVD };

static const struct {
    const char *type, *name, *alternate;
} orders[] = {
    [OFFICIAL] = {"official", "Aired Order", NULL},
    [DVD] = {"dvd", "DVD Order", NULL},
    [ABSOLUTE] = {"absolute", "Absolute Order", NULL},
    [ALTERNATE] = {"alternate", "Alternate Order", NULL},
    [REGIONAL] = {"regional", "Regional Order", NULL},
    [ALTDVD] = {"altdvd", "Alternate DVD Order", NULL},
};

/* 0 when there is no such order. */
static int order_of(const struct show *show, const char *type)
{
    if (!strcmp(type, "default"))
        return show->dvd_first ? DVD : OFFICIAL;
    for (int i = OFFICIAL; i <= ALTDVD; i++) {
        if (!strcmp(type, orders[i].type))
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
    *season = order == DVD ? e->dvd_season : 1;
    *number = order == DVD ? e->dvd_number : e->absolute;
    return order <= ABSOLUTE && *season >= 0 && *number >= 0;
}

struct placed {
    const struct episode *e;
    int season, number;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->season != y->season)
        return x->season - y->season;
    return x->number != y->number ? x->number - y->number : (x->e->tvdb > y->e->tvdb) * 2 - 1;
}

/* All episodes of an order, sorted; the caller frees. */
static struct placed *in_order(const struct show *show, int order, size_t *count)
{
    struct placed *list = calloc(show->episode_count + 1, sizeof *list);
    if (!list)
        abort();
    *count = 0;
    for (size_t i = 0; i < show->episode_count; i++) {
        struct placed p = {.e = &show->episodes[i]};
        if (place(p.e, order, &p.season, &p.number))
            list[(*count)++] = p;
    }
    if (*count)
        qsort(list, *count, sizeof *list, by_place);
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
    if (whole)
        stand_json(&rq->out, ",'nameTranslations':[],'overviewTranslations':[],'companies':{"
                             "'studio':null,'network':null,'production':null,'distributor':null,"
                             "'special_effects':null},'image':null,'imageType':null,"
                             "'lastUpdated':'2024-01-01 00:00:00'");
}

/* Every season of every order. */
static void seasons_list(struct request *rq, const struct show *show)
{
    stand_add(&rq->out, "[");
    for (int order = OFFICIAL; order <= ABSOLUTE; order++) {
        size_t count;
        struct placed *list = in_order(show, order, &count);
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

/* --- episodes, tvdb-v4 6 --- */

static void episode_fields(struct request *rq, const struct placed *p, const char *name)
{
    struct text *out = &rq->out;
    const struct episode *e = p->e;
    stand_json(out, "'id':%l,'seriesId':%l,'name':%s,'aired':%n,'runtime':%z,'nameTranslations':",
               e->tvdb, e->show->tvdb, name, e->date, (int64_t)e->runtime);
    languages(out, e->titles, e->title_count, e->name != NULL, false);
    stand_json(out,
               ",'overview':null,'overviewTranslations':[],'image':null,'imageType':null,"
               "'isMovie':%i,'number':%i,'absoluteNumber':%i,'seasonNumber':%i,"
               "'lastUpdated':'2024-01-01 00:00:00','finaleType':null,'year':'%e'",
               e->movie ? 1 : 0, p->number, e->absolute < 0 ? 0 : e->absolute, p->season,
               *e->date ? (char[5]){e->date[0], e->date[1], e->date[2], e->date[3], 0} : "");
}

/* The name as lists carry it: in the original language where that is known. */
static const char *listed_name(const struct episode *e)
{
    const char *original = catalogue_title(e->titles, e->title_count, e->show->language);
    return original ? original : e->name;
}

static void episode_row(struct request *rq, const struct placed *p, const char *name)
{
    stand_comma(&rq->out);
    stand_add(&rq->out, "{");
    episode_fields(rq, p, name);
    stand_json(&rq->out, ",'seasons':null}");
}

static void get_episodes(struct request *rq)
{
    const struct show *show = this_show(rq);
    int64_t season = -1, number = -1;
    const char *date = stand_query(rq, "airDate");
    struct page page;
    if (!show)
        return;
    int order = order_of(show, rq->arg[1]);
    if (!order)
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: unknown season type");
    else if (!stand_query_number(rq, "season", &season) ||
             !stand_query_number(rq, "episodeNumber", &number))
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: season and episodeNumber are numbers");
    else if (number >= 0 && season < 0)
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: episodeNumber requires season");
    else if (date && !stand_is_date(date))
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: airDate must be YYYY-MM-DD");
    else if (page_open(rq, &page)) {
        size_t count;
        struct placed *list = in_order(show, order, &count);
        open_data(rq);
        stand_json(&rq->out, "{'series':");
        series_object(rq, show);
        stand_json(&rq->out, ",'episodes':[");
        for (size_t i = 0; i < count; i++) {
            const struct placed *p = &list[i];
            if ((season >= 0 && p->season != season) || (number >= 0 && p->number != number) ||
                (date && strcmp(p->e->date, date)) || !page_takes(&page))
                continue;
            episode_row(rq, p, listed_name(p->e));
            if (number >= 0 || date)
                stand_found(rq, p->e);
        }
        stand_add(&rq->out, "]}");
        page_close(rq, &page);
        free(list);
    }
}

static bool is_language(const char *text)
{
    return strlen(text) == 3 && strspn(text, "abcdefghijklmnopqrstuvwxyz") == 3;
}

static bool translated(const struct show *show, const char *language)
{
    char name[256];
    bool any = show_title(show, language, name, sizeof name) != NULL;
    for (size_t i = 0; i < show->episode_count && !any; i++)
        any = episode_title(&show->episodes[i], language) != NULL;
    return any;
}

/* tvdb-v4 6: here the episodes lie inside the series; names may be null or "". */
static void get_episodes_translated(struct request *rq)
{
    const struct show *show = this_show(rq);
    struct page page;
    if (!show)
        return;
    int order = order_of(show, rq->arg[1]);
    if (!order || !is_language(rq->arg[2])) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: unknown season type or language");
    } else if (!translated(show, rq->arg[2])) {
        not_found(rq, "translation");
    } else if (page_open(rq, &page)) {
        size_t count;
        struct placed *list = in_order(show, order, &count);
        open_data(rq);
        series_open(rq, show);
        stand_add(&rq->out, "[");
        for (size_t i = 0; i < count; i++) {
            if (!page_takes(&page))
                continue;
            const char *name = episode_title(list[i].e, rq->arg[2]);
            episode_row(rq, &list[i], name ? name : list[i].e->tvdb % 2 ? "" : NULL);
        }
        stand_add(&rq->out, "]}");
        page_close(rq, &page);
        free(list);
    }
}

static const struct episode *this_episode(struct request *rq)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
        return NULL;
    }
    const struct episode *e = catalogue_episode_tvdb(rq->s->catalogue, id);
    if (!e)
        not_found(rq, "episode");
    return e;
}

static void translation(struct request *rq, const char *name, const char *overview,
                        const char *language, bool primary)
{
    stand_json(&rq->out, "{'name':%s,'overview':%s,'language':%s,'isPrimary':%b}", name, overview,
               language, primary);
}

static void episode_object(struct request *rq, const struct episode *e, bool extended)
{
    struct placed p = {.e = e, .season = e->season, .number = e->number};
    bool first = true;
    open_data(rq);
    stand_add(&rq->out, "{");
    episode_fields(rq, &p, listed_name(e));
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
        if (meta && !strcmp(meta, "translations")) {
            stand_json(&rq->out, ",'translations':{'nameTranslations':[");
            if (e->name)
                translation(rq, e->name, NULL, "eng", !strcmp(e->show->language, "eng"));
            for (size_t i = 0; i < e->title_count; i++) {
                stand_comma(&rq->out);
                translation(rq, e->titles[i].text, NULL, e->titles[i].language,
                            !strcmp(e->show->language, e->titles[i].language));
            }
            stand_json(&rq->out, "],'overviewTranslations':[],'alias':null}");
        }
    }
    stand_add(&rq->out, "}");
    close_data(rq);
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
        not_found(rq, "translation");
        return;
    }
    open_data(rq);
    translation(rq, name, NULL, rq->arg[1], !strcmp(e->show->language, rq->arg[1]));
    close_data(rq);
}

/* --- series in full --- */

static void get_extended(struct request *rq)
{
    const struct show *show = this_show(rq);
    const char *meta = stand_query(rq, "meta"), *brief = stand_query(rq, "short");
    if (!show || not_modified(rq, show))
        return;
    bool with_episodes = meta && !strcmp(meta, "episodes");
    bool with_titles = meta && !strcmp(meta, "translations");
    bool is_brief = brief && !strcmp(brief, "true");
    struct text *out = &rq->out;
    open_data(rq);
    series_open(rq, show);
    if (with_episodes) {
        size_t count;
        struct placed *list = in_order(show, order_of(show, "default"), &count);
        stand_add(out, "[");
        for (size_t i = 0; i < count; i++)
            episode_row(rq, &list[i], listed_name(list[i].e));
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
    if (show->network)
        stand_json(out, "{'id':1,'name':%s,'slug':'','country':%s}", show->network,
                   stand_country(show->country, COUNTRY_3));
    else
        stand_add(out, "null");
    stand_json(out, ",'latestNetwork':null,'remoteIds':");
    if (*show->imdb || show->tmdb || show->tvmaze)
        remote_ids(out, show);
    else
        stand_add(out, "null");
    stand_json(out, ",'seasons':");
    seasons_list(rq, show);
    stand_json(out, ",'seasonTypes':[");
    for (int i = OFFICIAL; i <= ABSOLUTE; i++) {
        stand_comma(out);
        stand_json(out, "{'id':%i,'name':%s,'type':%s,'alternateName':%s}", i, orders[i].name,
                   orders[i].type, orders[i].alternate);
    }
    stand_add(out, "]");
    if (with_titles) {
        char name[256];
        stand_json(out, ",'translations':{'nameTranslations':[");
        translation(rq, show_title(show, "eng", name, sizeof name), NULL, "eng",
                    !strcmp(show->language, "eng"));
        for (size_t i = 0; i < show->title_count; i++) {
            stand_comma(out);
            translation(rq, show->titles[i].text, NULL, show->titles[i].language,
                        !strcmp(show->language, show->titles[i].language));
        }
        stand_json(out, "],'overviewTranslations':[],'alias':[]}");
    }
    stand_add(out, "}");
    close_data(rq);
}

static void get_translation(struct request *rq)
{
    const struct show *show = this_show(rq);
    char plain[256];
    if (!show)
        return;
    const char *name = show_title(show, rq->arg[1], plain, sizeof plain);
    if (!name) {
        not_found(rq, "translation");
        return;
    }
    bool english = !strcmp(rq->arg[1], "eng");
    open_data(rq);
    stand_json(&rq->out, "{'name':%s,'overview':%s,'language':%s", name,
               english ? show->overview : NULL, rq->arg[1]);
    if (!strcmp(show->language, rq->arg[1]))
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
    close_data(rq);
}

static void get_artworks(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    open_data(rq);
    series_open(rq, show);
    stand_json(&rq->out, "null,'artworks':[]}");
    close_data(rq);
}

/* --- seasons --- */

static const struct show *this_season(struct request *rq, int *order, int *season)
{
    int64_t id = 0;
    if (!stand_number(rq->arg[0], &id)) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
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
        not_found(rq, "season");
    return any ? show : NULL;
}

static void season_answer(struct request *rq, bool extended)
{
    int order, season;
    const struct show *show = this_season(rq, &order, &season);
    if (!show)
        return;
    open_data(rq);
    season_object(rq, show, order, season, true);
    if (extended) {
        size_t count;
        struct placed *list = in_order(show, order, &count);
        stand_json(&rq->out, ",'artwork':[],'episodes':[");
        for (size_t i = 0; i < count; i++) {
            if (list[i].season == season)
                episode_row(rq, &list[i], listed_name(list[i].e));
        }
        stand_json(&rq->out, "],'trailers':[],'tagOptions':null,'translations':null");
        free(list);
    }
    stand_add(&rq->out, "}");
    close_data(rq);
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
    open_data(rq);
    stand_add(&rq->out, "[");
    for (int i = OFFICIAL; i <= ALTDVD; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%i,'name':%s,'type':%s,'alternateName':%s}", i, orders[i].name,
                   orders[i].type, orders[i].alternate);
    }
    stand_add(&rq->out, "]");
    close_data(rq);
}

/* --- search, tvdb-v4 4 --- */

static void search_names(struct text *out, const struct show *show)
{
    char name[256];
    stand_json(out, ",'translations':{'eng':%s", show_title(show, "eng", name, sizeof name));
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
    original_name(show, name, sizeof name);
    stand_comma(out);
    stand_json(out, "{'objectID':'%e-%l'", type, show->tvdb);
    if (show->alias_count) {
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
               type, show->tvdb, type, name);
    if (*show->premiered && !show->film)
        stand_json(out, ",'first_air_time':%s", show->premiered);
    if (show->overview)
        stand_json(out, ",'overview':%s,'overviews':{'eng':%s}", show->overview, show->overview);
    stand_json(out, ",'primary_language':%s,'primary_type':%s,'status':%s,'type':%s,'tvdb_id':'%l'",
               show->language, type,
               show->film     ? "Released"
               : *show->ended ? "Ended"
                              : "Continuing",
               type, show->tvdb);
    if (show->year)
        stand_json(out, ",'year':'%i'", show->year);
    stand_json(out, ",'slug':%s", show->slug);
    search_names(out, show);
    if (show->network)
        stand_json(out, ",'network':%s", show->network);
    if (*show->imdb) {
        stand_json(out, ",'remote_ids':");
        remote_ids(out, show);
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
    return show->tvdb && (!type || !strcmp(type, show->film ? "movie" : "series")) &&
           (!year || show->year == year) && (!country || (of && !strcmp(of, country))) &&
           (!language || !strcmp(language, show->language)) &&
           (!network || (show->network && !strcasecmp(network, show->network))) &&
           (!remote || (*remote && !strcmp(remote, show->imdb)));
}

static void search_list(struct request *rq, const char *query, int64_t offset, int64_t limit)
{
    const struct catalogue *c = rq->s->catalogue;
    struct hit *hits = calloc(c->count + 1, sizeof *hits);
    size_t count = 0;
    int64_t total = 0;
    if (!hits)
        abort();
    if (query)
        count = search_shows(c, query, 0.35, hits, c->count);
    else
        for (; count < c->count; count++)
            hits[count].show = &c->shows[count];
    open_data(rq);
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
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: query is required");
    else if (!stand_query_number(rq, "year", &year) || !stand_query_number(rq, "offset", &offset) ||
             !stand_query_number(rq, "limit", &limit))
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: year, offset and limit are numbers");
    else if (type && strcmp(type, "series") && strcmp(type, "movie") && strcmp(type, "person") &&
             strcmp(type, "company"))
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: unknown type");
    else if (offset + limit > MAX_RESULTS)
        fail(rq, MHD_HTTP_BAD_REQUEST, "Max results overflow");
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
    open_data(rq);
    stand_add(&rq->out, "[");
    for (int films = 1; films >= 0; films--) {
        for (size_t i = 0; i < c->count; i++) {
            const struct show *show = &c->shows[i];
            if (show->film != films || !show->tvdb ||
                (strcmp(show->imdb, id) && (!number || show->tmdb != number)))
                continue;
            stand_comma(&rq->out);
            stand_json(&rq->out, "{'%e':", films ? "movie" : "series");
            series_object(rq, show);
            stand_add(&rq->out, "}");
        }
    }
    const struct episode *e = catalogue_episode_imdb(c, id);
    if (e && e->tvdb) {
        struct placed p = {.e = e, .season = e->season, .number = e->number};
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'episode':{");
        episode_fields(rq, &p, listed_name(e));
        stand_json(&rq->out, ",'seasons':null}}");
    }
    stand_add(&rq->out, "]");
    close_data(rq);
}

/* --- others, tvdb-v4 7 --- */

static void get_updates(struct request *rq)
{
    const char *type = stand_query(rq, "type"), *action = stand_query(rq, "action");
    int64_t since = -1;
    struct page page;
    if (!stand_query_number(rq, "since", &since) || since < 0) {
        fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: since is required");
        return;
    }
    if (!page_open(rq, &page))
        return;
    open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < rq->s->catalogue->count; i++) {
        const struct show *show = &rq->s->catalogue->shows[i];
        if (show->film || !show->tvdb || updated(rq->s, show) < since ||
            (type && strcmp(type, "series")) || (action && strcmp(action, "update")) ||
            !page_takes(&page))
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out,
                   "{'entityType':'series','recordType':'','recordId':%l,'seriesId':%l,"
                   "'method':'update','methodInt':2,'timeStamp':%l,'userId':1,"
                   "'extraInfo':'','mergeToId':0,'mergeToEntityType':''}",
                   show->tvdb, show->tvdb, updated(rq->s, show));
    }
    stand_add(&rq->out, "]");
    page_close(rq, &page);
}

static void get_languages(struct request *rq)
{
    static const char *const known[] = {"eng", "deu", "fra", "spa", "ita", "jpn",
                                        "kor", "swe", "dan", "zho", "rus"};
    open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%s,'name':%s,'nativeName':%s,'shortCode':%s}", known[i],
                   stand_language_name(known[i]), stand_language_name(known[i]),
                   stand_language_2(known[i]));
    }
    stand_json(&rq->out, ",{'id':'yue','name':'Cantonese','nativeName':'粵語','shortCode':null}]");
    close_data(rq);
}

static void get_statuses(struct request *rq)
{
    open_data(rq);
    stand_json(&rq->out, "[{'id':1,'name':'Continuing','recordType':'series','keepUpdated':true},"
                         "{'id':2,'name':'Ended','recordType':'series','keepUpdated':false},"
                         "{'id':3,'name':'Upcoming','recordType':'series','keepUpdated':true}]");
    close_data(rq);
}

static void get_sources(struct request *rq)
{
    open_data(rq);
    stand_json(&rq->out,
               "[{'id':2,'name':'IMDB','slug':'imdb','prefix':'https://www.imdb.com/title/',"
               "'postfix':'','sort':1},{'id':12,'name':'TheMovieDB.com','slug':'themoviedb',"
               "'prefix':'https://www.themoviedb.org/tv/','postfix':'','sort':2},{'id':19,"
               "'name':'TV Maze','slug':'tv-maze','prefix':'https://www.tvmaze.com/shows/',"
               "'postfix':'','sort':3}]");
    close_data(rq);
}

static void get_user(struct request *rq)
{
    open_data(rq);
    stand_json(&rq->out, "{'id':1,'language':'eng','name':%s,'type':'user'}", STANDIN_TVDB2_USER);
    close_data(rq);
}

static const char *const favourites[][3] = {
    /* what GET answers, what POST takes, our list */
    {"series", "series", "tvdb/series"},      {"movies", "movie", "tvdb/movies"},
    {"episodes", "episode", "tvdb/episodes"}, {"artwork", "artwork", "tvdb/artwork"},
    {"people", "people", "tvdb/people"},      {"lists", "list", "tvdb/lists"},
};
enum { FAVOURITES = sizeof favourites / sizeof *favourites };

static void get_favourites(struct request *rq)
{
    open_data(rq);
    stand_add(&rq->out, "{");
    for (int kind = 0; kind < FAVOURITES; kind++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%e':[", favourites[kind][0]);
        for (size_t i = 0; i < rq->s->listed_count; i++) {
            if (strcmp(rq->s->listed[i].list, favourites[kind][2]))
                continue;
            stand_comma(&rq->out);
            stand_json(&rq->out, "%l", rq->s->listed[i].id);
        }
        stand_add(&rq->out, "]");
    }
    stand_add(&rq->out, "}");
    close_data(rq);
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
        open_data(rq);
        stand_add(&rq->out, "null");
        close_data(rq);
        return;
    }
    fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: one id of a known record is required");
}

static const struct stand_route routes[] = {
    {"POST", "/login", login},
    {"GET", "/search", get_search},
    {"GET", "/search/remoteid/{}", get_remote},
    {"GET", "/series", get_all_series},
    {"GET", "/series/statuses", get_statuses},
    {"GET", "/series/slug/{}", get_series_by_slug},
    {"GET", "/series/{}", get_series},
    {"GET", "/series/{}/extended", get_extended},
    {"GET", "/series/{}/nextAired", get_series},
    {"GET", "/series/{}/artworks", get_artworks},
    {"GET", "/series/{}/translations/{}", get_translation},
    {"GET", "/series/{}/episodes/{}", get_episodes},
    {"GET", "/series/{}/episodes/{}/{}", get_episodes_translated},
    {"GET", "/episodes/{}", get_episode},
    {"GET", "/episodes/{}/extended", get_episode_extended},
    {"GET", "/episodes/{}/translations/{}", get_episode_translation},
    {"GET", "/seasons/types", get_season_types},
    {"GET", "/seasons/{}", get_season},
    {"GET", "/seasons/{}/extended", get_season_extended},
    {"GET", "/sources/types", get_sources},
    {"GET", "/languages", get_languages},
    {"GET", "/updates", get_updates},
    {"GET", "/user", get_user},
    {"GET", "/user/favorites", get_favourites},
    {"POST", "/user/favorites", post_favourite},
};

const struct stand_service stand_tvdb = {
    .prefix = "/tvdb/v4",
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .admit = admit,
    .unknown = unknown,
};
