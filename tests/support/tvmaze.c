/* SPDX-License-Identifier: MIT
 *
 * TVmaze's public API. "tvmaze A2" and the like name the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* tvmaze A2: every error but those of lookup and singlesearch. */
void stand_maze_error(struct request *rq, int status, const char *name, const char *message)
{
    rq->status = status;
    rq->out.length = 0;
    stand_json(&rq->out, "{'name':%s,'message':%s,'code':0,'status':%i}", name, message, status);
}

static void not_found(struct request *rq, const char *message)
{
    stand_maze_error(rq, MHD_HTTP_NOT_FOUND, "Not Found", message);
}

/* tvmaze A2: no hit at lookup and singlesearch is 404 with a body of four bytes. */
static void null_found(struct request *rq)
{
    rq->status = MHD_HTTP_NOT_FOUND;
    stand_add(&rq->out, "null");
}

/* --- objects --- */

static void country(struct text *out, const char *code)
{
    const char *name = stand_country(code, COUNTRY_NAME);
    if (!name)
        stand_add(out, "null");
    else
        stand_json(out, "{'name':%s,'code':%s,'timezone':%s}", name, code,
                   stand_country(code, COUNTRY_ZONE));
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
    country(out, show->web ? "" : show->country);
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
static int64_t updated(struct standin *s, const struct show *show)
{
    return (stand_now(s) / 86400 - show->tvmaze % 60) * 86400;
}

/* The last regular episode that has aired, or the first that has not. */
static const struct episode *neighbour(struct standin *s, const struct show *show, bool next)
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
    const struct episode *e = neighbour(rq->s, show, next);
    if (e)
        stand_json(&rq->out, ",'%e':{'href':'%e/episodes/%l','name':%s}",
                   next ? "nextepisode" : "previousepisode", stand_base(rq, "/tvmaze"), e->tvmaze,
                   e->name ? e->name : "TBA");
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
               show->time, (int)(show->tvmaze % 100));
    channels(out, show);
    stand_json(out,
               ",'dvdCountry':null,'externals':{'tvrage':%z,'thetvdb':%z,'imdb':%n},"
               "'image':null,'summary':",
               show->tvrage, show->tvdb, show->imdb);
    if (show->overview)
        stand_json(out, "'<p>%e</p>'", show->overview);
    else
        stand_add(out, "null");
    stand_json(out, ",'updated':%l,'_links':{'self':{'href':'%e/shows/%l'}", updated(rq->s, show),
               base, show->tvmaze);
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
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S+00:00", &tm);
    stand_json(out, "%s", stamp);
}

/* All but what differs between an episode and its row on an alternate list. */
static void episode_fields(struct request *rq, const struct episode *e, int64_t id, int season,
                           int number)
{
    const char *type = e->maze_number >= 0 ? "regular"
                       : e->minor          ? "insignificant_special"
                                           : "significant_special";
    stand_json(&rq->out,
               "'id':%l,'url':'https://www.tvmaze.com/episodes/%l/%e-%ix%i','name':%s,"
               "'season':%i,'number':%k,'type':%s,'airdate':%s,'airtime':%s,'airstamp':",
               id, e->tvmaze, e->show->slug, e->maze_season, e->maze_number,
               e->name ? e->name : "TBA", season, number, type, e->date,
               *e->date ? e->show->time : "");
    airstamp(&rq->out, e);
    stand_json(&rq->out, ",'runtime':%z", (int64_t)e->runtime);
}

static void episode_open(struct request *rq, const struct episode *e)
{
    const char *base = stand_base(rq, "/tvmaze");
    stand_add(&rq->out, "{");
    episode_fields(rq, e, e->tvmaze, e->maze_season, e->maze_number);
    stand_json(&rq->out,
               ",'rating':{'average':null},'image':null,'summary':null,'_links':{"
               "'self':{'href':'%e/episodes/%l'},'show':{'href':'%e/shows/%l',"
               "'name':%s}}",
               base, e->tvmaze, base, e->show->tvmaze, e->show->name);
}

/* tvmaze A4; a special's number is null. */
void stand_maze_episode(struct request *rq, const struct episode *e)
{
    episode_open(rq, e);
    stand_add(&rq->out, "}");
}

/* --- lists --- */

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

enum which { REGULAR, SPECIALS_TOO };

/* A JSON list of the show's episodes, of one season unless it is -1. */
static void episode_list(struct request *rq, const struct show *show, enum which which, int season)
{
    const struct episode **list = calloc(show->episode_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; list && i < show->episode_count; i++) {
        const struct episode *e = &show->episodes[i];
        if (e->tvmaze && (which == SPECIALS_TOO || e->maze_number >= 0) &&
            (season < 0 || e->maze_season == season))
            list[count++] = e;
    }
    if (count)
        qsort(list, count, sizeof *list, by_air);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count; i++) {
        stand_comma(&rq->out);
        stand_maze_episode(rq, list[i]);
    }
    stand_add(&rq->out, "]");
    free(list);
}

static void akas(struct request *rq, const struct show *show)
{
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < show->alias_count; i++) {
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'name':%s,'country':null}", show->aliases[i]);
    }
    for (size_t i = 0; i < show->title_count; i++) {
        const char *language = stand_language_2(show->titles[i].language);
        char code[3] = {language ? (char)(language[0] - 32) : 0,
                        language ? (char)(language[1] - 32) : 0, 0};
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'name':%s,'country':", show->titles[i].text);
        country(&rq->out, !strcmp(code, "JA") ? "JP" : !strcmp(code, "KO") ? "KR" : code);
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

/* Seasons have ids of their own: here the show's with the season in the last three digits, or
 * four where seasons are years. */
enum { SEASON_IDS = 10000 };

static void season_object(struct request *rq, const struct show *show, int season)
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

static void seasons(struct request *rq, const struct show *show)
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
        season_object(rq, show, season);
    }
    stand_add(&rq->out, "]");
}

/* --- embeds --- */

struct embeds {
    struct request *rq;
    const struct show *show;
    const struct episode *episode;
    struct text out;
    bool bad;
};

/* Writes one embed with rq->out set aside. */
static bool embed_one(struct embeds *e, const char *name)
{
    struct request *rq = e->rq;
    struct text kept = rq->out;
    rq->out = e->out;
    size_t before = rq->out.length;
    stand_comma(&rq->out);
    stand_json(&rq->out, "'%e':", name);
    bool known = true, empty = false;
    bool next = !strcmp(name, "nextepisode");
    if (e->episode) {
        if (!strcmp(name, "show"))
            stand_maze_show(rq, e->episode->show, "");
        else if (!strcmp(name, "guestcast") || !strcmp(name, "guestcrew"))
            stand_add(&rq->out, "[]");
        else
            known = false;
    } else if (!strcmp(name, "episodes")) {
        episode_list(rq, e->show, REGULAR, -1);
    } else if (!strcmp(name, "akas")) {
        akas(rq, e->show);
    } else if (!strcmp(name, "seasons")) {
        seasons(rq, e->show);
    } else if (!strcmp(name, "cast") || !strcmp(name, "crew") || !strcmp(name, "images")) {
        stand_add(&rq->out, "[]");
    } else if (next || !strcmp(name, "previousepisode")) {
        const struct episode *found = neighbour(rq->s, e->show, next);
        if (found)
            stand_maze_episode(rq, found);
        empty = !found;
    } else {
        known = false;
    }
    if (empty || !known) { /* tvmaze A1: without data the key is missing */
        rq->out.length = before;
        if (rq->out.data)
            rq->out.data[before] = '\0';
    }
    e->out = rq->out;
    rq->out = kept;
    return known;
}

static enum MHD_Result embed_each(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    (void)kind;
    struct embeds *e = context;
    if (!strcmp(key, "embed") || !strcmp(key, "embed[]"))
        e->bad = !embed_one(e, value ? value : "") || e->bad;
    return MHD_YES;
}

/* Answers with a show or an episode and what is to be embedded, tvmaze A1. */
static void answer(struct request *rq, const struct show *show, const struct episode *episode)
{
    struct embeds e = {.rq = rq, .show = show, .episode = episode};
    MHD_get_connection_values(rq->connection, MHD_GET_ARGUMENT_KIND, embed_each, &e);
    if (e.bad) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", "Invalid embed type");
    } else {
        struct text more = {0};
        stand_add(&more, "");
        if (e.out.length)
            stand_json(&more, ",'_embedded':{%r}", e.out.data);
        rq->status = MHD_HTTP_OK;
        if (episode) {
            episode_open(rq, episode);
            stand_add(&rq->out, more.data);
            stand_add(&rq->out, "}");
        } else {
            stand_maze_show(rq, show, more.data);
        }
        stand_text_free(&more);
    }
    stand_text_free(&e.out);
}

/* --- routes --- */

static bool admit(struct request *rq)
{
    stand_set_header(rq, "Content-Type", "application/json; charset=UTF-8");
    stand_set_header(rq, "Access-Control-Allow-Origin", "*");
    if (!stand_within_rate(rq->s, 0, 20, 10)) { /* tvmaze A1 */
        rq->status = MHD_HTTP_TOO_MANY_REQUESTS;
        stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
        stand_add(&rq->out, "<html><body><h1>429 Too Many Requests</h1></body></html>");
        return false;
    }
    stand_set_header(rq, "Cache-Control", "public, max-age=3600");
    return true;
}

static void unknown(struct request *rq, int status)
{
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        stand_maze_error(rq, status, "Method Not Allowed", "Method Not Allowed");
    else
        not_found(rq, "Page not found.");
}

/* The show of the first {}, or NULL after a 404. */
static const struct show *this_show(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_tvmaze(rq->s->catalogue, id);
    if (!show)
        not_found(rq, "");
    return show;
}

static const char *required(struct request *rq, const char *name)
{
    const char *value = stand_query(rq, name);
    if (!value) {
        char message[100];
        snprintf(message, sizeof message, "Missing required parameters: %s", name);
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request", message);
    }
    return value;
}

/* tvmaze A3: fuzzy, best first, never more than ten. */
static void search_shows_route(struct request *rq)
{
    const char *query = required(rq, "q");
    if (!query)
        return;
    struct hit hits[64];
    size_t count = search_shows(rq->s->catalogue, query, 0.4, hits, 64), rows = 0;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < count && rows < 10; i++) {
        if (!hits[i].show->tvmaze || hits[i].show->film)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out,
                   "{'score':%f,'show':", 0.9 * hits[i].score + 0.0001 * (10 - (int)rows));
        stand_maze_show(rq, hits[i].show, "");
        stand_add(&rq->out, "}");
        rows++;
    }
    stand_add(&rq->out, "]");
}

static void singlesearch(struct request *rq)
{
    const char *query = required(rq, "q");
    if (!query)
        return;
    struct hit hits[64];
    size_t count = search_shows(rq->s->catalogue, query, 0.7, hits, 64);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].show->tvmaze && !hits[i].show->film) {
            answer(rq, hits[i].show, NULL);
            return;
        }
    }
    null_found(rq);
}

/* tvmaze A3: a hit is a redirect, its body null. */
static void lookup(struct request *rq)
{
    const char *tvdb = stand_query(rq, "thetvdb"), *imdb = stand_query(rq, "imdb");
    const char *rage = stand_query(rq, "tvrage");
    if (!!tvdb + !!imdb + !!rage != 1) {
        stand_maze_error(rq, MHD_HTTP_BAD_REQUEST, "Bad Request",
                         "Exactly one of tvrage, thetvdb, imdb is required");
        return;
    }
    const struct catalogue *c = rq->s->catalogue;
    const struct show *show = NULL;
    int64_t id = 0;
    if (imdb)
        show = catalogue_by_imdb(c, imdb);
    else if (tvdb && stand_number(tvdb, &id))
        show = catalogue_by_tvdb(c, id);
    else if (rage && stand_number(rage, &id) && id)
        for (size_t i = 0; i < c->count; i++)
            show = c->shows[i].tvrage == id ? &c->shows[i] : show;
    if (!show || !show->tvmaze) {
        null_found(rq);
        return;
    }
    rq->status = MHD_HTTP_MOVED_PERMANENTLY;
    stand_set_header(rq, "Location", "%s/shows/%lld", stand_base(rq, "/tvmaze"),
                     (long long)show->tvmaze);
    stand_add(&rq->out, "null");
}

static void get_show(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (show)
        answer(rq, show, NULL);
}

static void get_episodes(struct request *rq)
{
    const struct show *show = this_show(rq);
    const char *specials = stand_query(rq, "specials");
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    episode_list(rq, show, specials && !strcmp(specials, "1") ? SPECIALS_TOO : REGULAR, -1);
}

static void get_by_number(struct request *rq)
{
    const char *season = required(rq, "season"), *number = season ? required(rq, "number") : NULL;
    const struct show *show = season && number ? this_show(rq) : NULL;
    int64_t s = -1, n = -1;
    if (!show)
        return;
    if (stand_number(season, &s) && stand_number(number, &n)) {
        for (size_t i = 0; i < show->episode_count; i++) {
            const struct episode *e = &show->episodes[i];
            if (e->tvmaze && e->maze_season == s && e->maze_number == n) {
                rq->status = MHD_HTTP_OK;
                stand_maze_episode(rq, e);
                stand_found(rq, e);
                return;
            }
        }
    }
    not_found(rq, "Unknown episode");
}

static void get_by_date(struct request *rq)
{
    const char *date = required(rq, "date");
    if (!date)
        return;
    if (!stand_is_date(date)) {
        stand_maze_error(rq, 422, "Unprocessable entity", "Not a valid ISO date");
        return;
    }
    const struct show *show = this_show(rq);
    if (!show)
        return;
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < show->episode_count; i++) {
        if (!show->episodes[i].tvmaze || strcmp(show->episodes[i].date, date))
            continue;
        stand_comma(&rq->out);
        stand_maze_episode(rq, &show->episodes[i]);
        stand_found(rq, &show->episodes[i]);
    }
    stand_add(&rq->out, "]");
    rq->status = MHD_HTTP_OK;
    if (rq->out.length == 2)
        not_found(rq, "");
}

static void get_akas(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    akas(rq, show);
}

static void get_seasons(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    seasons(rq, show);
}

/* Cast, crew and images: the catalogue has none. */
static void get_none(struct request *rq)
{
    if (!this_show(rq))
        return;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[]");
}

static const struct show *season_show(struct request *rq, int *season)
{
    int64_t id = 0;
    if (stand_number(rq->arg[0], &id)) {
        const struct show *show = catalogue_by_tvmaze(rq->s->catalogue, id / SEASON_IDS);
        *season = (int)(id % SEASON_IDS);
        for (size_t i = 0; show && i < show->episode_count; i++) {
            if (show->episodes[i].tvmaze && show->episodes[i].maze_season == *season)
                return show;
        }
    }
    not_found(rq, "");
    return NULL;
}

static void get_season(struct request *rq)
{
    int season = 0;
    const struct show *show = season_show(rq, &season);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    season_object(rq, show, season);
}

/* tvmaze A3: here specials come always. */
static void get_season_episodes(struct request *rq)
{
    int season = 0;
    const struct show *show = season_show(rq, &season);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    episode_list(rq, show, SPECIALS_TOO, season);
}

static const struct episode *this_episode(struct request *rq)
{
    int64_t id = 0;
    const struct episode *e = NULL;
    if (stand_number(rq->arg[0], &id))
        e = catalogue_episode_tvmaze(rq->s->catalogue, id);
    if (!e)
        not_found(rq, "");
    return e;
}

static void get_episode(struct request *rq)
{
    const struct episode *e = this_episode(rq);
    if (e)
        answer(rq, NULL, e);
}

static void get_guests(struct request *rq)
{
    if (!this_episode(rq))
        return;
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "[]");
}

static const struct stand_route routes[] = {
    {"GET", "/search/shows", search_shows_route},
    {"GET", "/search/shows/", search_shows_route}, /* tvmaze A3: a client sends it so */
    {"GET", "/singlesearch/shows", singlesearch},
    {"GET", "/lookup/shows", lookup},
    {"GET", "/shows/{}", get_show},
    {"GET", "/shows/{}/episodes", get_episodes},
    {"GET", "/shows/{}/episodebynumber", get_by_number},
    {"GET", "/shows/{}/episodesbydate", get_by_date},
    {"GET", "/shows/{}/akas", get_akas},
    {"GET", "/shows/{}/seasons", get_seasons},
    {"GET", "/shows/{}/cast", get_none},
    {"GET", "/shows/{}/crew", get_none},
    {"GET", "/shows/{}/images", get_none},
    {"GET", "/seasons/{}", get_season},
    {"GET", "/seasons/{}/episodes", get_season_episodes},
    {"GET", "/episodes/{}", get_episode},
    {"GET", "/episodes/{}/guestcast", get_guests},
    {"GET", "/episodes/{}/guestcrew", get_guests},
};

const struct stand_service stand_tvmaze = {
    .prefix = "/tvmaze",
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .admit = admit,
    .unknown = unknown,
};
