/* SPDX-License-Identifier: MIT
 *
 * TheTVDB v4: what lies beside series: films, companies, lists of kinds, and records of which the
 * catalogue has none. The shapes are those of the Swagger document listed in README.md.
 */
#include <string.h>

#include "standin.h"
#include "tvdb.h"

/* ---- Lists of kinds, a few rows of each ---- */

static const struct {
    const char *path, *data;
} constants[] = {
    {"/artwork/statuses", "[{'id':1,'name':'Low Quality'},{'id':4,'name':'Approved'}]"},
    {"/artwork/types",
     "[{'id':2,'name':'Poster','recordType':'series','slug':'posters','imageFormat':'JPG',"
     "'width':680,'height':1000,'thumbWidth':340,'thumbHeight':500}]"},
    {"/companies/types", "[{'companyTypeId':1,'companyTypeName':'Network'}]"},
    {"/content/ratings",
     "[{'id':245,'name':'TV-14','description':'','country':'usa','contentType':'episode','order':5,"
     "'fullName':null}]"},
    {"/countries", "[{'id':'usa','name':'United States of America','shortCode':'us'},{'id':'gbr',"
                   "'name':'Great Britain','shortCode':'gb'}]"},
    {"/entities", "[{'id':1,'name':'series','hasSpecials':true}]"},
    {"/genders", "[{'id':1,'name':'Male'},{'id':2,'name':'Female'},{'id':3,'name':'Other'}]"},
    {"/genres",
     "[{'id':3,'name':'Horror','slug':'horror'},{'id':12,'name':'Drama','slug':'drama'}]"},
    {"/genres/12", "{'id':12,'name':'Drama','slug':'drama'}"},
    {"/inspiration/types",
     "[{'id':1,'name':'Book','description':'','reference_name':'Title','url':''}]"},
    {"/movies/statuses", "[{'id':5,'name':'Released','recordType':'movie','keepUpdated':false}]"},
    {"/people/types", "[{'id':3,'name':'Actor'},{'id':1,'name':'Director'}]"},
    {"/awards", "[]"},
};

static void get_constant(struct request *rq)
{
    for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++) {
        if (strcmp(rq->path, constants[i].path) != 0)
            continue;
        stand_tvdb_open_data(rq);
        stand_json(&rq->out, constants[i].data);
        stand_tvdb_close_data(rq);
    }
}

/* ---- What the catalogue has none of ---- */

static void get_no_page(struct request *rq)
{
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[]");
    stand_tvdb_page_close(rq, &page);
}

static void get_no_record(struct request *rq)
{
    int64_t id = 0;
    if (stand_number(rq->arg[0], &id))
        stand_tvdb_not_found(rq, "record");
    else
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST, "InvalidValueType: id must be a number");
}

static void get_no_slug(struct request *rq)
{
    stand_tvdb_not_found(rq, "list");
}

/* ---- Companies: the networks of the catalogue ---- */

static int64_t company_id(const struct show *show)
{
    uint32_t id = 0;
    for (const char *p = show->network; p && *p; p++)
        id = id * 31 + (unsigned char)*p;
    return id ? id % 100000 + 1 : 0;
}

static void company_object(struct request *rq, const struct show *show)
{
    stand_json(&rq->out,
               "{'id':%l,'name':%s,'slug':'','nameTranslations':['eng'],'overviewTranslations':[],"
               "'aliases':[],'country':%s,'primaryCompanyType':1,'activeDate':null,"
               "'inactiveDate':null,'parentCompany':{'id':null,'name':null,'relation':{'id':null,"
               "'typeName':null}},'tagOptions':null}",
               company_id(show), show->network, stand_country(show->country, COUNTRY_3));
}

/* The first show of a network stands for it. */
static bool is_first(const struct catalogue *c, size_t index)
{
    int64_t id = company_id(&c->shows[index]);
    for (size_t i = 0; i < index; i++) {
        if (company_id(&c->shows[i]) == id)
            return false;
    }
    return id != 0;
}

static void get_companies(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count; i++) {
        if (!is_first(c, i) || !stand_tvdb_page_takes(&page))
            continue;
        stand_comma(&rq->out);
        company_object(rq, &c->shows[i]);
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

static void get_company(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    int64_t id = 0;
    for (size_t i = 0; stand_number(rq->arg[0], &id) && id && i < c->count; i++) {
        if (company_id(&c->shows[i]) != id)
            continue;
        stand_tvdb_open_data(rq);
        company_object(rq, &c->shows[i]);
        stand_tvdb_close_data(rq);
        return;
    }
    get_no_record(rq);
}

/* ---- Films ---- */

static void film_open(struct request *rq, const struct show *film)
{
    stand_json(&rq->out,
               "{'id':%l,'name':%s,'slug':%s,'image':null,'nameTranslations':['eng'],"
               "'overviewTranslations':[],'aliases':[],'score':0,'runtime':%z,'status':{'id':5,"
               "'name':'Released','recordType':'movie','keepUpdated':false},"
               "'lastUpdated':'2024-01-01 00:00:00','year':'%i'",
               film->tvdb, film->name, film->slug, (int64_t)film->runtime, film->year);
}

/* The film of the first {}, by its id or its slug; NULL after an answer. */
static const struct show *this_film(struct request *rq, bool slug)
{
    const struct catalogue *c = rq->s->catalogue;
    int64_t id = 0;
    if (!slug && !stand_number(rq->arg[0], &id)) {
        get_no_record(rq);
        return NULL;
    }
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        if (show->film && (slug ? strcmp(show->slug, rq->arg[0]) == 0 : show->tvdb == id))
            return show;
    }
    stand_tvdb_not_found(rq, "movie");
    return NULL;
}

static void film_answer(struct request *rq, const struct show *film, bool extended)
{
    if (!film)
        return;
    stand_tvdb_open_data(rq);
    film_open(rq, film);
    if (extended) {
        stand_json(&rq->out, ",'originalCountry':%s,'originalLanguage':%s,'remoteIds':",
                   stand_country(film->country, COUNTRY_3), film->language);
        if (*film->imdb || film->tmdb)
            stand_tvdb_remote_ids(&rq->out, film);
        else
            stand_add(&rq->out, "null"); /* films 2 */
        stand_json(&rq->out,
                   ",'first_release':{'country':'global','date':%s,'detail':null},'artworks':[],"
                   "'characters':[],'genres':[],'releases':[],'trailers':[]",
                   film->premiered);
    }
    stand_add(&rq->out, "}");
    stand_tvdb_close_data(rq);
}

static void get_film(struct request *rq)
{
    film_answer(rq, this_film(rq, false), false);
}

static void get_film_extended(struct request *rq)
{
    film_answer(rq, this_film(rq, false), true);
}

static void get_film_by_slug(struct request *rq)
{
    film_answer(rq, this_film(rq, true), false);
}

static void get_film_translation(struct request *rq)
{
    const struct show *film = this_film(rq, false);
    if (film && strcmp(rq->arg[1], "eng") != 0) {
        stand_tvdb_not_found(rq, "translation");
    } else if (film) {
        stand_tvdb_open_data(rq);
        stand_tvdb_translation(rq, film->name, NULL, "eng", true);
        stand_tvdb_close_data(rq);
    }
}

static void get_films(struct request *rq)
{
    const struct catalogue *c = rq->s->catalogue;
    struct page page;
    if (!stand_tvdb_page_open(rq, &page))
        return;
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count; i++) {
        if (!c->shows[i].film || !stand_tvdb_page_takes(&page))
            continue;
        stand_comma(&rq->out);
        film_open(rq, &c->shows[i]);
        stand_add(&rq->out, "}");
    }
    stand_add(&rq->out, "]");
    stand_tvdb_page_close(rq, &page);
}

/* ---- Filters: country and lang are required ---- */

static void filter(struct request *rq, bool films)
{
    const struct catalogue *c = rq->s->catalogue;
    const char *country = stand_query(rq, "country"), *language = stand_query(rq, "lang");
    int64_t year = 0, status = 0;
    if (!country || !language || !stand_query_number(rq, "year", &year) ||
        !stand_query_number(rq, "status", &status)) {
        stand_tvdb_fail(rq, MHD_HTTP_BAD_REQUEST,
                        "InvalidValueType: country and lang are required");
        return;
    }
    stand_tvdb_open_data(rq);
    stand_add(&rq->out, "[");
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        const char *of = stand_country(show->country, COUNTRY_3);
        if (show->film != films || !show->tvdb || !of || strcmp(of, country) != 0 ||
            strcmp(show->language, language) != 0 || (year && show->year != year) ||
            (status && !films && status != (*show->ended ? 2 : 1)))
            continue;
        stand_comma(&rq->out);
        if (films) {
            film_open(rq, show);
            stand_add(&rq->out, "}");
        } else {
            stand_tvdb_series_object(rq, show);
        }
    }
    stand_add(&rq->out, "]");
    stand_tvdb_close_data(rq);
}

static void filter_series(struct request *rq)
{
    filter(rq, false);
}

static void filter_films(struct request *rq)
{
    filter(rq, true);
}

static void get_user(struct request *rq)
{
    if (strcmp(rq->arg[0], "1") != 0) {
        get_no_record(rq);
        return;
    }
    stand_tvdb_open_data(rq);
    stand_json(&rq->out, "{'id':1,'language':'eng','name':%s,'type':'user'}", STANDIN_TVDB2_USER);
    stand_tvdb_close_data(rq);
}

static const struct stand_route routes[] = {
    {"GET", "/artwork/statuses", get_constant},
    {"GET", "/artwork/types", get_constant},
    {"GET", "/artwork/{}", get_no_record},
    {"GET", "/artwork/{}/extended", get_no_record},
    {"GET", "/awards", get_constant},
    {"GET", "/awards/{}", get_no_record},
    {"GET", "/awards/{}/extended", get_no_record},
    {"GET", "/awards/categories/{}", get_no_record},
    {"GET", "/awards/categories/{}/extended", get_no_record},
    {"GET", "/characters/{}", get_no_record},
    {"GET", "/companies", get_companies},
    {"GET", "/companies/types", get_constant},
    {"GET", "/companies/{}", get_company},
    {"GET", "/content/ratings", get_constant},
    {"GET", "/countries", get_constant},
    {"GET", "/entities", get_constant},
    {"GET", "/genders", get_constant},
    {"GET", "/genres", get_constant},
    {"GET", "/genres/12", get_constant},
    {"GET", "/genres/{}", get_no_record},
    {"GET", "/inspiration/types", get_constant},
    {"GET", "/lists", get_no_page},
    {"GET", "/lists/slug/{}", get_no_slug},
    {"GET", "/lists/{}", get_no_record},
    {"GET", "/lists/{}/extended", get_no_record},
    {"GET", "/lists/{}/translations/{}", get_no_record},
    {"GET", "/movies", get_films},
    {"GET", "/movies/filter", filter_films},
    {"GET", "/movies/statuses", get_constant},
    {"GET", "/movies/slug/{}", get_film_by_slug},
    {"GET", "/movies/{}", get_film},
    {"GET", "/movies/{}/extended", get_film_extended},
    {"GET", "/movies/{}/translations/{}", get_film_translation},
    {"GET", "/people", get_no_page},
    {"GET", "/people/types", get_constant},
    {"GET", "/people/{}", get_no_record},
    {"GET", "/people/{}/extended", get_no_record},
    {"GET", "/people/{}/translations/{}", get_no_record},
    {"GET", "/series/filter", filter_series},
    {"GET", "/user/{}", get_user},
};

const struct stand_table stand_tvdb_more = STAND_TABLE(routes);
