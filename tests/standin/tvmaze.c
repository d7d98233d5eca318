/* SPDX-License-Identifier: MIT
 *
 * TVmaze's public API: who may come in, embeds, shows and searches. "tvmaze A2" and the like name
 * the sections listed in README.md.
 */
#include "tvmaze.h"

#include <stdlib.h>
#include <string.h>

/* tvmaze A2: no hit at lookup and singlesearch is 404 with a body of four bytes. */
static void null_found(struct request *rq)
{
    rq->status = MHD_HTTP_NOT_FOUND;
    stand_add(&rq->out, "null");
}

/* ---- Embeds ---- */

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
    bool next = strcmp(name, "nextepisode") == 0;
    if (e->episode) {
        if (strcmp(name, "show") == 0)
            stand_maze_show(rq, e->episode->show, "");
        else if (strcmp(name, "guestcast") == 0 || strcmp(name, "guestcrew") == 0)
            stand_add(&rq->out, "[]");
        else
            known = false;
    } else if (strcmp(name, "episodes") == 0) {
        stand_maze_episode_list(rq, e->show, REGULAR, -1);
    } else if (strcmp(name, "akas") == 0) {
        stand_maze_akas(rq, e->show);
    } else if (strcmp(name, "seasons") == 0) {
        stand_maze_seasons(rq, e->show);
    } else if (strcmp(name, "cast") == 0 || strcmp(name, "crew") == 0 ||
               strcmp(name, "images") == 0) {
        stand_add(&rq->out, "[]");
    } else if (next || strcmp(name, "previousepisode") == 0) {
        const struct episode *found = stand_maze_neighbour(rq->s, e->show, next);
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
    if (strcmp(key, "embed") == 0 || strcmp(key, "embed[]") == 0)
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
            stand_maze_episode_open(rq, episode);
            stand_add(&rq->out, more.data);
            stand_add(&rq->out, "}");
        } else {
            stand_maze_show(rq, show, more.data);
        }
        stand_text_free(&more);
    }
    stand_text_free(&e.out);
}

/* ---- Routes ---- */

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
        stand_maze_not_found(rq, "Page not found.");
}

/* The show of the first {}, or NULL after a 404. */
static const struct show *this_show(struct request *rq)
{
    int64_t id = 0;
    const struct show *show = NULL;
    if (stand_number(rq->arg[0], &id))
        show = catalogue_by_tvmaze(rq->s->catalogue, id);
    if (!show)
        stand_maze_not_found(rq, "");
    return show;
}

static const char *required(struct request *rq, const char *name)
{
    const char *value = stand_query(rq, name);
    if (!value) {
        char message[100];
        snprintf(message, sizeof(message), "Missing required parameters: %s", name);
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
    else if (rage && stand_number(rage, &id) && id) {
        for (size_t i = 0; i < c->count; i++)
            show = c->shows[i].tvrage == id ? &c->shows[i] : show;
    }
    if (!show || !show->tvmaze) {
        if (rq->s->unknown_show == UNKNOWN_OBJECT)
            null_found(rq);
        else
            stand_maze_unknown_show(rq);
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
    stand_maze_episode_list(rq, show,
                            specials && strcmp(specials, "1") == 0 ? SPECIALS_TOO : REGULAR, -1);
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
    stand_maze_not_found(rq, "Unknown episode");
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
        if (!show->episodes[i].tvmaze || strcmp(show->episodes[i].date, date) != 0)
            continue;
        stand_comma(&rq->out);
        stand_maze_episode(rq, &show->episodes[i]);
        stand_found(rq, &show->episodes[i]);
    }
    stand_add(&rq->out, "]");
    rq->status = MHD_HTTP_OK;
    if (rq->out.length == 2)
        stand_maze_not_found(rq, "");
}

static void get_akas(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_maze_akas(rq, show);
}

static void get_seasons(struct request *rq)
{
    const struct show *show = this_show(rq);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_maze_seasons(rq, show);
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
    stand_maze_not_found(rq, "");
    return NULL;
}

static void get_season(struct request *rq)
{
    int season = 0;
    const struct show *show = season_show(rq, &season);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_maze_season_object(rq, show, season);
}

/* tvmaze A3: here specials come always. */
static void get_season_episodes(struct request *rq)
{
    int season = 0;
    const struct show *show = season_show(rq, &season);
    if (!show)
        return;
    rq->status = MHD_HTTP_OK;
    stand_maze_episode_list(rq, show, SPECIALS_TOO, season);
}

static const struct episode *this_episode(struct request *rq)
{
    int64_t id = 0;
    const struct episode *e = NULL;
    if (stand_number(rq->arg[0], &id))
        e = catalogue_episode_tvmaze(rq->s->catalogue, id);
    if (!e)
        stand_maze_not_found(rq, "");
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

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_tvmaze = {
    .prefix = "/tvmaze",
    .tables = {&table, &stand_tvmaze_more},
    .admit = admit,
    .unknown = unknown,
};
