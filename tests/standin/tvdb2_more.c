/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v2: images, languages, updates, the user. "tvdb-v2 3" and the like name the sections
 * listed in README.md.
 */
#include <string.h>

#include "tvdb2.h"

#define WEEK INT64_C(604800)

/* ---- Images: every series has one poster ---- */

static void get_images(struct request *rq)
{
    if (!stand_tvdb2_this_show(rq))
        return;
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "{'fanart':0,'poster':1,'season':0,'seasonwide':0,'series':0}");
    stand_tvdb2_close_data(rq);
}

static void get_images_query(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    const char *kind = stand_query(rq, "keyType"), *size = stand_query(rq, "resolution");
    const char *key = stand_query(rq, "subKey");
    if (!show)
        return;
    if ((kind && strcmp(kind, "poster") != 0) || (size && strcmp(size, "680x1000") != 0) ||
        (key && *key)) {
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, "No results for your query");
        return;
    }
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out,
               "[{'id':%l,'keyType':'poster','subKey':'','fileName':'posters/%l-1.jpg',"
               "'languageId':0,'language':'en','resolution':'680x1000','ratingsInfo':{"
               "'average':0,'count':0},'thumbnail':'posters/%l-1_t.jpg'}]",
               show->tvdb, show->tvdb, show->tvdb);
    stand_tvdb2_close_data(rq);
}

static void get_images_params(struct request *rq)
{
    if (!stand_tvdb2_this_show(rq))
        return;
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "[{'keyType':'poster','languageId':7,'resolution':['680x1000'],"
                         "'subKey':['']}]");
    stand_tvdb2_close_data(rq);
}

/* ---- Languages and updates ---- */

static const struct {
    int id;
    const char *code;
} known_languages[] = {{7, "en"},  {8, "sv"},  {9, "no"},  {10, "da"}, {11, "fi"}, {13, "nl"},
                       {14, "de"}, {15, "it"}, {16, "es"}, {17, "fr"}, {18, "pl"}, {19, "hu"},
                       {20, "el"}, {21, "tr"}, {22, "ru"}, {24, "he"}, {25, "ja"}, {26, "pt"},
                       {27, "zh"}, {28, "cs"}, {31, "hr"}, {32, "ko"}};
enum { LANGUAGES = sizeof(known_languages) / sizeof(*known_languages) };

static void language_object(struct request *rq, int i)
{
    const char *name = stand_language_name(stand_language_3(known_languages[i].code));
    stand_json(&rq->out, "{'id':%i,'abbreviation':%s,'name':%s,'englishName':%s}",
               known_languages[i].id, known_languages[i].code, name, name);
}

static void get_languages(struct request *rq)
{
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "[");
    for (int i = 0; i < LANGUAGES; i++) {
        stand_comma(&rq->out);
        language_object(rq, i);
    }
    stand_json(&rq->out, ",{'id':null,'abbreviation':'yue','name':'粵語','englishName':"
                         "'Cantonese'}]");
    stand_tvdb2_close_data(rq);
}

static void get_language(struct request *rq)
{
    int64_t id = 0;
    for (int i = 0; stand_number(rq->arg[0], &id) && i < LANGUAGES; i++) {
        if (known_languages[i].id == id) {
            stand_tvdb2_open_data(rq);
            language_object(rq, i);
            stand_tvdb2_close_data(rq);
            return;
        }
    }
    stand_tvdb2_not_found(rq);
}

static void get_updated(struct request *rq)
{
    int64_t from = -1, to = -1;
    if (!stand_query_number(rq, "fromTime", &from) || from < 0 ||
        !stand_query_number(rq, "toTime", &to)) {
        stand_tvdb2_fail(rq, MHD_HTTP_BAD_REQUEST, "fromTime is required");
        return;
    }
    if (to < 0 || to > from + WEEK) /* the window is cut to seven days */
        to = from + WEEK;
    const struct catalogue *c = rq->s->catalogue;
    size_t rows = 0;
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count && rows < 1000; i++) {
        int64_t at = stand_tvdb2_updated(rq->s, &c->shows[i]);
        if (c->shows[i].film || !c->shows[i].tvdb || at < from || at > to)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "{'id':%l,'lastUpdated':%l}", c->shows[i].tvdb, at);
        rows++;
    }
    stand_add(&rq->out, "]");
    stand_tvdb2_close_data(rq);
    if (!rows)
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, "No results for your query");
}

static void get_updated_params(struct request *rq)
{
    static const char *const params[] = {"fromTime", "toTime", NULL};
    stand_tvdb2_open_data(rq);
    stand_tvdb2_strings(rq, params);
    stand_tvdb2_close_data(rq);
}

/* ---- The user, tvdb-v2 3 ---- */

static void get_user(struct request *rq)
{
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "{'userName':%s,'language':'en','favoritesDisplaymode':''}", rq->account);
    stand_tvdb2_close_data(rq);
}

static void get_favourites(struct request *rq)
{
    stand_tvdb2_open_data(rq);
    stand_json(&rq->out, "{'favorites':[");
    for (size_t i = 0; i < rq->s->listed_count; i++) {
        if (strcmp(rq->s->listed[i].list, "tvdb2/favorites") != 0)
            continue;
        stand_comma(&rq->out);
        stand_json(&rq->out, "'%l'", rq->s->listed[i].id); /* ids are strings */
    }
    stand_add(&rq->out, "]}");
    stand_tvdb2_close_data(rq);
}

static void change_favourites(struct request *rq)
{
    const struct show *show = stand_tvdb2_this_show(rq);
    if (!show)
        return;
    bool changed = strcmp(rq->method, "PUT") == 0
                       ? stand_list_add(rq->s, "tvdb2/favorites", 0, show->tvdb)
                       : stand_list_drop(rq->s, "tvdb2/favorites", 0, show->tvdb);
    if (changed)
        get_favourites(rq);
    else
        stand_tvdb2_fail(rq, MHD_HTTP_CONFLICT, "Conflict");
}

static void rating_object(struct request *rq, const struct rating *rating)
{
    stand_comma(&rq->out);
    stand_json(&rq->out, "{'ratingType':%s,'ratingItemId':%l,'rating':%r}",
               rating->episode ? "episode" : "series",
               rating->episode ? rating->episode->tvdb : rating->show->tvdb, rating->value);
}

/* All ratings, or those of one type; false when there are none. */
static bool ratings(struct request *rq, const char *type)
{
    bool any = false;
    rq->status = MHD_HTTP_OK;
    stand_tvdb2_links(rq, 1, 1);
    for (size_t i = 0; i < rq->s->rating_count; i++) {
        const struct rating *rating = &rq->s->ratings[i];
        if (strcmp(rating->service, rq->prefix) != 0 ||
            (type && strcmp(type, rating->episode ? "episode" : "series") != 0))
            continue;
        rating_object(rq, rating);
        any = true;
    }
    stand_add(&rq->out, "]}");
    return any;
}

static void get_ratings(struct request *rq)
{
    ratings(rq, NULL);
}

static void get_ratings_query(struct request *rq)
{
    const char *type = stand_query(rq, "itemType");
    if (!ratings(rq, type ? type : ""))
        stand_tvdb2_fail(rq, MHD_HTTP_NOT_FOUND, "No results for your query");
}

static void get_ratings_params(struct request *rq)
{
    static const char *const params[] = {"itemType", NULL};
    stand_tvdb2_open_data(rq);
    stand_tvdb2_strings(rq, params);
    stand_tvdb2_close_data(rq);
}

/* The item of /user/ratings/{itemType}/{itemId}; false after a 404. */
static bool rated_item(struct request *rq, struct rating *like)
{
    int64_t id = 0;
    *like = (struct rating){.service = rq->prefix, .account = rq->account, .season = -1};
    if (stand_number(rq->arg[1], &id)) {
        if (strcmp(rq->arg[0], "series") == 0)
            like->show = catalogue_by_tvdb(rq->s->catalogue, id);
        else if (strcmp(rq->arg[0], "episode") == 0)
            like->episode = catalogue_episode_tvdb(rq->s->catalogue, id);
        if (like->episode)
            like->show = like->episode->show;
    }
    if (!like->show)
        stand_tvdb2_not_found(rq);
    return like->show != NULL;
}

static void put_rating(struct request *rq)
{
    struct rating rating;
    int64_t value = 0;
    if (!rated_item(rq, &rating))
        return;
    if (!stand_number(rq->arg[2], &value) || value < 1 || value > 10) {
        stand_tvdb2_fail(rq, MHD_HTTP_CONFLICT, "Conflict");
        return;
    }
    snprintf(rating.value, sizeof(rating.value), "%d", (int)value);
    rating.rated_at = stand_now(rq->s);
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "[");
    rating_object(rq, stand_rate(rq->s, &rating));
    stand_add(&rq->out, "]");
    stand_tvdb2_close_data(rq);
}

static void delete_rating(struct request *rq)
{
    struct rating like;
    if (!rated_item(rq, &like))
        return;
    if (!stand_unrate(rq->s, &like)) {
        stand_tvdb2_fail(rq, MHD_HTTP_CONFLICT, "Conflict");
        return;
    }
    stand_tvdb2_open_data(rq);
    stand_add(&rq->out, "[]");
    stand_tvdb2_close_data(rq);
}

/* ---- Films, version 3 ---- */

static void get_film(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    int64_t id = 0;
    bool number = stand_number(rq->arg[0], &id);
    for (size_t i = 0; number && i < c->count; i++) {
        if (!c->shows[i].film || c->shows[i].tvdb != id)
            continue;
        stand_tvdb2_open_data(rq);
        stand_json(&rq->out,
                   "{'id':%l,'translations':[{'language_code':'eng','name':%s,"
                   "'is_original':true}],'remoteids':[]}",
                   id, c->shows[i].name);
        stand_tvdb2_close_data(rq);
        return;
    }
    stand_tvdb2_not_found(rq);
}

static void get_film_updates(struct request *rq)
{
    int64_t since = -1;
    if (!stand_query_number(rq, "since", &since) || since < 0) {
        stand_tvdb2_fail(rq, 422, "since is required");
        return;
    }
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out, "{'movies':[]}");
}

static const struct stand_route routes[] = {
    {"GET", "/languages", get_languages},
    {"GET", "/languages/{}", get_language},
    {"GET", "/series/{}/images", get_images},
    {"GET", "/series/{}/images/query", get_images_query},
    {"GET", "/series/{}/images/query/params", get_images_params},
    {"GET", "/updated/query", get_updated},
    {"GET", "/updated/query/params", get_updated_params},
    {"GET", "/user", get_user},
    {"GET", "/user/favorites", get_favourites},
    {"PUT", "/user/favorites/{}", change_favourites},
    {"DELETE", "/user/favorites/{}", change_favourites},
    {"GET", "/user/ratings", get_ratings},
    {"GET", "/user/ratings/query", get_ratings_query},
    {"GET", "/user/ratings/query/params", get_ratings_params},
    {"PUT", "/user/ratings/{}/{}/{}", put_rating},
    {"DELETE", "/user/ratings/{}/{}", delete_rating},
    {"GET", "/movies/{}", get_film},
    {"GET", "/movieupdates", get_film_updates},
};

const struct stand_table stand_tvdb2_more = STAND_TABLE(routes);
