/* SPDX-License-Identifier: MIT
 *
 * The stand-in's TheTVDB, v4 and v2, as a client of raw sockets sees it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/standin/ask.h"
#include "tests/standin/standin.h"

#define JSON "Content-Type: application/json\r\n"

struct fixture {
    struct standin *standin;
    int port;
    char v4[1200], v2[1200]; /* header lines of who is signed in */
};

/* Signs in and puts the token into a header line. */
static void sign_in(int port, const char *what, const char *body, const char *at, char *line,
                    size_t size)
{
    struct reply *reply = ask(port, what, JSON, body);
    const char *token = ask_at(reply, at);
    snprintf(line, size, "Authorization: Bearer %.*s\r\n", (int)strlen(token) - 2, token + 1);
    ask_free(reply);
}

static int open_services(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    if (!fixture)
        return 1;
    fixture->standin = standin_start(NULL);
    fixture->port = standin_port(fixture->standin);
    sign_in(fixture->port, "POST /tvdb/v4/login", "{\"apikey\":\"" STANDIN_TVDB_KEY "\"}",
            "data.token", fixture->v4, sizeof(fixture->v4));
    sign_in(fixture->port, "POST /tvdb2/login",
            "{\"apikey\":\"" STANDIN_TVDB2_KEY "\",\"username\":\"" STANDIN_TVDB2_USER
            "\",\"userkey\":\"" STANDIN_TVDB2_USER_KEY "\"}",
            "token", fixture->v2, sizeof(fixture->v2));
    *state = fixture;
    return 0;
}

static int close_services(void **state)
{
    struct fixture *fixture = *state;
    standin_stop(fixture->standin);
    free(fixture);
    return 0;
}

#define V4(path, status, ...)                                                                      \
    assert_true(ask_is(f->port, "GET /tvdb/v4" path, f->v4, NULL, status, __VA_ARGS__))
#define V2(what, status, ...) assert_true(ask_is(f->port, what, f->v2, NULL, status, __VA_ARGS__))

/* ---- V4 ---- */

static void v4_login(int port, const char *body, int status, const char *message)
{
    assert_true(ask_is(port, "POST /tvdb/v4/login", JSON, body, status, "message", message, NULL));
}

static void v4_tells_its_two_kinds_of_key_apart(void **state)
{
    struct fixture *f = *state;
    v4_login(f->port, "{\"apikey\":\"nope\"}", 401, "'InvalidAPIKey: apikey invalid'");
    v4_login(f->port, "{}", 401, "'InvalidAPIKey: apikey invalid'");
    v4_login(f->port, "{\"apikey\":\"" STANDIN_TVDB_USER_KEY "\"}", 400,
             "'InvalidValueType: pin required'");
    v4_login(f->port, "{\"apikey\":\"" STANDIN_TVDB_USER_KEY "\",\"pin\":\"WRONG\"}", 401,
             "'InvalidAPIKey: pin invalid'");
    v4_login(f->port, "{\"apikey\":\"" STANDIN_TVDB_USER_KEY "\",\"pin\":\"STANDPIN\"}", 200,
             "absent");
    v4_login(f->port, "{\"apikey\":\"" STANDIN_TVDB_KEY "\",\"pin\":\"\"}", 400,
             "'InvalidValueType: pin required'");
    assert_true(ask_is(f->port, "GET /tvdb/v4/series/78874", "", NULL, 401, "body",
                       "{'status':'failure','message':'Unauthorized','data':null}", NULL));
    V4("/series/78874", 200, "data.name", "'Firefly'", NULL);
    assert_true(standin_control(f->standin, "{\"expire\":\"tvdb\"}"));
    V4("/series/78874", 401, "status", "'failure'", NULL);
}

static void v4_search_has_its_own_spelling(void **state)
{
    struct fixture *f = *state;
    V4("/search?query=FIREFLY&type=series", 200, "data.0.tvdb_id", "'78874'", "data.0.objectID",
       "'series-78874'", "data.0.id", "'series-78874'", "data.0.year", "'2002'",
       "data.0.first_air_time", "'2002-09-20'", "data.0.remote_ids.0.id", "'tt0303461'",
       "data.0.translations.eng", "'Firefly'", "data.1.tvdb_id", "'333690'", "data.1.remote_ids",
       "absent", "links.prev", "null", NULL);
    V4("/search?query=fireflys&limit=1&offset=1", 200, "data.1", "absent", NULL);
    /* without a type films come too; an alias counts as a name */
    V4("/search?query=serenity", 200, "data.0.type", "'movie'", "data.1.id", "'series-78874'",
       NULL);
    V4("/search?query=the+office&type=series&country=gbr", 200, "data.0.tvdb_id", "'78107'",
       "data.1.country", "absent", NULL);
    V4("/search?query=grave+of+the+fireflies", 200, "data.0.name", "''", "data.0.translations.eng",
       "'Grave of the fireflies'", NULL);
    V4("/search?q=shingeki+no+kyojin", 200, "data.0.name", "'進撃の巨人'", NULL);
    V4("/search?query=zzqxj", 200, "data", "[]", "links.total_items", "0", NULL);
    V4("/search", 400, "message", "'InvalidValueType: query is required'", NULL);
    V4("/search?query=a&limit=50&offset=5000", 400, "message", "'Max results overflow'", NULL);
    V4("/search/remoteid/tt0303461", 200, "data.0.series.id", "78874", "data.1", "absent", NULL);
    V4("/search/remoteid/tt0579539", 200, "data.0.episode.id", "297989", NULL);
    V4("/search/remoteid/nothing", 200, "data", "[]", NULL);
}

static void v4_series_carry_every_key(void **state)
{
    struct fixture *f = *state;
    static const char *const keys[] = {"id",
                                       "name",
                                       "slug",
                                       "image",
                                       "nameTranslations",
                                       "aliases.0.language",
                                       "firstAired",
                                       "lastAired",
                                       "score",
                                       "status.recordType",
                                       "country",
                                       "originalCountry",
                                       "originalLanguage",
                                       "isOrderRandomized",
                                       "lastUpdated",
                                       "averageRuntime",
                                       "overview",
                                       "overviewTranslations",
                                       "defaultSeasonType"};
    struct reply *reply = ask(f->port, "GET /tvdb/v4/series/78874", f->v4, NULL);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        char path[64];
        snprintf(path, sizeof(path), "data.%s", keys[i]);
        assert_string_not_equal(ask_at(reply, path), "absent");
    }
    assert_string_equal(ask_at(reply, "data.year"), "\"2002\"");
    assert_string_equal(ask_at(reply, "data.nextAired"), "\"\"");
    assert_string_equal(ask_at(reply, "data.episodes"), "null");
    ask_free(reply);
    V4("/series/1", 404, "status", "'failure'", "data", "null", NULL);
    V4("/series/x", 400, "data", "null", NULL);
    V4("/series/slug/firefly", 200, "data.id", "78874", NULL);
    V4("/series/78874/extended?short=true", 200, "data.characters", "null",
       "data.remoteIds.0.sourceName", "'IMDB'", "data.seasons.0.type.type", "'official'", NULL);
    V4("/series/78874/translations/deu", 200, "data.name", "'Firefly – Der Aufbruch der Serenity'",
       NULL);
    V4("/series/78874/translations/fra", 404, "data", "null", NULL);
    V4("/nothing", 404, "status", "'failure'", NULL);
}

static void v4_numbers_by_order(void **state)
{
    struct fixture *f = *state;
    V4("/series/78874/episodes/official?page=0&season=1&episodeNumber=1", 200, "data.series.id",
       "78874", "data.episodes.0.id", "297989", "data.episodes.0.absoluteNumber", "2",
       "data.episodes.0.seasons", "null", "data.episodes.0.airsAfterSeason", "absent",
       "data.episodes.1", "absent", "links.total_items", "1", NULL);
    V4("/series/78874/episodes/dvd?season=1&episodeNumber=1", 200, "data.episodes.0.id", "297999",
       "data.episodes.0.number", "1", NULL);
    V4("/series/76168/episodes/default?season=1&episodeNumber=1", 200, "data.episodes.0.name",
       "'On Leather Wings'", NULL);
    V4("/series/75397/episodes/dvd?season=3&episodeNumber=1", 200, "data.episodes.0.id", "336629",
       "data.episodes.1.id", "336630", NULL);
    V4("/series/81797/episodes/absolute?season=1&episodeNumber=164", 200, "data.episodes.0.id",
       "362082", "data.episodes.0.seasonNumber", "1", NULL);
    V4("/series/78874/episodes/official?airDate=2002-12-20", 200, "data.episodes.0.id", "297999",
       NULL);
    V4("/series/78874/episodes/official?season=0", 200, "data.episodes.0.isMovie", "1",
       "data.episodes.3", "absent", NULL);
    V4("/series/78874/episodes/alternate", 200, "data.episodes", "[]", NULL);
    V4("/series/78874/episodes/alttwo", 200, "data.episodes", "[]", NULL);
    V4("/series/368583/episodes/official", 200, "data.episodes", "null", NULL);
    V4("/series/78874/episodes/sideways", 400, "data", "null", NULL);
    V4("/series/78874/episodes/official?episodeNumber=1", 400, "data", "null", NULL);
    V4("/series/78874/episodes/official?season=one", 400, "data", "null", NULL);
    V4("/series/78874/episodes/official/deu", 200, "data.episodes.3.name", "'Schmutzige Geschäfte'",
       "data.id", "78874", NULL);
    V4("/series/78874/episodes/official/fra", 404, "data", "null", NULL);
    V4("/episodes/297989", 200, "data.seasons.0.type.type", "'official'",
       "data.seasons.1.type.type", "'dvd'", NULL);
    V4("/episodes/297989/translations/deu", 200, "data.name", "'Schmutzige Geschäfte'", NULL);
    V4("/episodes/5", 404, "data", "null", NULL);
}

static void v4_dvd_seasons_are_their_own(void **state)
{
    (void)state;
    char path[] = "/tmp/standin-XXXXXX", headers[1200];
    int file = mkstemp(path);
    static const char text[] = "A Show\n  ids tvdb 1\n  1x05..07 2001-02-05+7 | dvd 2x01\n";
    assert_int_equal(write(file, text, sizeof(text) - 1), sizeof(text) - 1);
    assert_int_equal(close(file), 0);
    struct standin *s = standin_start(&(struct standin_options){.catalogue = path});
    assert_non_null(s);
    unlink(path);
    sign_in(standin_port(s), "POST /tvdb/v4/login", "{\"apikey\":\"" STANDIN_TVDB_KEY "\"}",
            "data.token", headers, sizeof(headers));
    assert_true(ask_is(standin_port(s),
                       "GET /tvdb/v4/series/1/episodes/dvd?season=2&episodeNumber=3", headers, NULL,
                       200, "data.episodes.0.aired", "'2001-02-19'", "data.episodes.0.seasonNumber",
                       "2", NULL));
    standin_stop(s);
}

static void v4_pages_hold_500(void **state)
{
    struct fixture *f = *state;
    char next[200];
    snprintf(next, sizeof(next), "'%s/tvdb/v4/series/81797/episodes/official?page=1'",
             standin_url(f->standin));
    V4("/series/81797/episodes/official?page=0", 200, "data.episodes.499.seriesId", "81797",
       "data.episodes.500", "absent", "links.next", next, "links.prev", "null", "links.page_size",
       "500", NULL);
    V4("/series/81797/episodes/official?page=1", 200, "links.next", "null",
       "data.episodes.0.seriesId", "81797", NULL);
    V4("/series/81797/episodes/official?page=2", 200, "data.episodes", "[]", NULL);
    V4("/series/81797/episodes/official?page=x", 400, "data", "null", NULL);
}

static void v4_has_the_rest_too(void **state)
{
    struct fixture *f = *state;
    V4("/movies", 200, "data.0.name", "'Serenity'", "data.0.status.recordType", "'movie'", NULL);
    V4("/movies/slug/serenity/x", 404, NULL);
    V4("/movies/slug/serenity", 200, "data.year", "'2005'", NULL);
    V4("/movies/1", 404, "data", "null", NULL);
    V4("/series/filter?country=gbr&lang=eng&year=2013", 200, "data.0.name", "'Utopia'", "data.1",
       "absent", NULL);
    V4("/series/filter?country=gbr", 400, "data", "null", NULL);
    V4("/genres/12", 200, "data.slug", "'drama'", NULL);
    V4("/genres/13", 404, "data", "null", NULL);
    V4("/companies?page=0", 200, "data.0.name", "'BBC Two'", "links.page_size", "500", NULL);
    V4("/people?page=0", 200, "data", "[]", "links.total_items", "0", NULL);
    V4("/user/2", 404, "data", "null", NULL);
    V4("/seasons?page=0", 200, "data.0.type.type", "'official'", NULL);
    V4("/updates?since=0&page=0", 200, "data.0.entityType", "'series'", NULL);
    V4("/updates", 400, "data", "null", NULL);
}

static void v4_keeps_favourites(void **state)
{
    struct fixture *f = *state;
    char headers[1300];
    snprintf(headers, sizeof(headers), "%s" JSON, f->v4);
    assert_true(
        ask_is(f->port, "POST /tvdb/v4/user/favorites", headers, "{\"series\":78874}", 200, NULL));
    assert_true(
        ask_is(f->port, "POST /tvdb/v4/user/favorites", headers, "{\"series\":\"x\"}", 400, NULL));
    V4("/user/favorites", 200, "data.series", "[78874]", "data.movies", "[]", NULL);
}

/* ---- V2 ---- */

static void v2_login(int port, const char *body, int status, const char *error)
{
    assert_true(ask_is(port, "POST /tvdb2/login", JSON, body, status, "Error", error, NULL));
}

static void v2_signs_in(void **state)
{
    struct fixture *f = *state;
    v2_login(f->port, "{}", 401, "'API Key Required'");
    v2_login(f->port, "{\"apikey\":\"x\"}", 401, "'Not Authorized'");
    v2_login(f->port, "{\"apikey\":\"" STANDIN_TVDB2_KEY "\",\"username\":\"x\"}", 401,
             "'Not Authorized'");
    v2_login(f->port,
             "{\"apikey\":\"" STANDIN_TVDB2_KEY "\",\"username\":\"\",\"userkey\":\"\",\"id\":1}",
             200, "absent");
    char alone[1200];
    sign_in(f->port, "POST /tvdb2/login", "{\"apikey\":\"" STANDIN_TVDB2_KEY "\"}", "token", alone,
            sizeof(alone));
    assert_true(ask_is(f->port, "GET /tvdb2/user", alone, NULL, 401, "body",
                       "{'Error':'Not Authorized'}", NULL));
    V2("GET /tvdb2/user", 200, "data.userName", "'viewer'", NULL);
    /* The same token for a day, then another; an expired one is not refreshed. */
    size_t n = strlen(f->v2) - strlen("Authorization: Bearer \r\n");
    char token[1100];
    snprintf(token, sizeof(token), "'%.*s'", (int)n, f->v2 + strlen("Authorization: Bearer "));
    V2("GET /tvdb2/refresh_token", 200, "token", token, NULL);
    assert_true(standin_control(f->standin, "{\"advance\":90000}"));
    struct reply *reply = ask(f->port, "GET /tvdb2/refresh_token", f->v2, NULL);
    assert_int_equal(reply->status, 200);
    assert_string_not_equal(ask_at(reply, "token") + 1, token + 1);
    ask_free(reply);
    assert_true(standin_control(f->standin, "{\"advance\":604800}"));
    V2("GET /tvdb2/refresh_token", 401, "Error", "'Not Authorized'", NULL);
}

static void v2_searches(void **state)
{
    struct fixture *f = *state;
    V2("GET /tvdb2/search/series?name=firefly", 200, "data.0.id", "78874", "data.0.firstAired",
       "'2002-9-20'", "data.0.image", "'/banners/images/missing/series.jpg'", "data.1.seriesName",
       "'Firefly (2017)'", "data.1.overview", "absent", NULL);
    V2("GET /tvdb2/search/series?imdbId=tt0303461", 200, "data.0.slug", "'firefly'", NULL);
    V2("GET /tvdb2/search/series?name=zzqxj", 404, "body", "{'Error':'Resource not found'}", NULL);
    V2("GET /tvdb2/search/series?name=a&slug=b", 400, "data", "absent", NULL);
    V2("GET /tvdb2/search/series/params", 200, "data.params.0", "'name'", NULL);
    struct reply *reply = ask(f->port, "GET /tvdb2/search/series?name=law+%26+order", f->v2, NULL);
    assert_non_null(strstr(reply->body, "\"Law \\u0026 Order\"")); /* as a Go encoder writes it */
    ask_free(reply);
}

static void v2_series_and_episodes(void **state)
{
    struct fixture *f = *state;
    V2("GET /tvdb2/series/78874", 200, "data.seriesName", "'Firefly'", "data.season", "'1'",
       "data.runtime", "'60'", "data.networkId", "''", "errors", "absent", NULL);
    V2("GET /tvdb2/series/999", 404, "body", "{'Error':'ID: 999 not found'}", NULL);
    V2("HEAD /tvdb2/series/78874", 200, "body", "", NULL);
    char german[1300];
    snprintf(german, sizeof(german), "%sAccept-Language: de\r\n", f->v2);
    assert_true(ask_is(f->port, "GET /tvdb2/episodes/297989", german, NULL, 200, "data.episodeName",
                       "'Schmutzige Geschäfte'", "data.language",
                       "{'episodeName':'de','overview':'de'}", NULL));
    assert_true(ask_is(f->port, "GET /tvdb2/episodes/297990", german, NULL, 200, "data.episodeName",
                       "null", NULL));
    assert_true(ask_is(f->port, "GET /tvdb2/series/73739", german, NULL, 200, "data.seriesName",
                       "null", "errors.invalidLanguage",
                       "'Some translations were not available in the specified language'", NULL));
    /* by id, specials anywhere */
    V2("GET /tvdb2/series/78874/episodes", 200, "data.0.id", "297989", "data.0.dvdEpisodeNumber",
       "2.0", "data.1.dvdEpisodeNumber", "3", "data.14.airedSeason", "0", "data.14.dvdSeason",
       "null", "data.16.id", "4360465", "links", "{'first':1,'last':1,'next':null,'prev':null}",
       NULL);
    V2("GET /tvdb2/series/368583/episodes", 404, "Error", "'Resource not found'", NULL);
    V2("GET /tvdb2/series/78874/episodes/query?dvdSeason=1&dvdEpisode=1", 200, "data.0.id",
       "297999", "data.1", "absent", NULL);
    V2("GET /tvdb2/series/78874/episodes/query?airedSeason=9&airedEpisode=1", 404, "data", "absent",
       NULL);
    V2("GET /tvdb2/series/78874/episodes/query?firstAired=2002-09-20", 200,
       "data.0.airedEpisodeNumber", "1", NULL);
    V2("GET /tvdb2/series/78874/episodes/summary", 200, "data.airedSeasons", "['0','1']",
       "data.airedEpisodes", "'17'", NULL);
    V2("GET /tvdb2/series/78874/filter?keys=slug,nope", 200, "body",
       "{'data':{'slug':'firefly'},'errors':{'invalidFilters':['nope']}}", NULL);
}

static void v2_pages_hold_100_from_one(void **state)
{
    struct fixture *f = *state;
    V2("GET /tvdb2/series/81797/episodes?page=2", 200, "links",
       "{'first':1,'last':6,'next':3,'prev':1}", "data.99.seriesId", "81797", "data.100", "absent",
       NULL);
    V2("GET /tvdb2/series/81797/episodes?page=0", 200, "links.prev", "null", "links.next", "2",
       NULL);
    V2("GET /tvdb2/series/81797/episodes?page=6", 200, "links.next", "null", NULL);
    V2("GET /tvdb2/series/81797/episodes?page=7", 404, "data", "absent", NULL);
}

static void v2_keeps_ratings_and_favourites(void **state)
{
    struct fixture *f = *state;
    V2("PUT /tvdb2/user/ratings/episode/297989/8", 200, "data.0",
       "{'ratingType':'episode','ratingItemId':297989,'rating':8}", NULL);
    V2("PUT /tvdb2/user/ratings/series/78874/9", 200, NULL);
    V2("PUT /tvdb2/user/ratings/episode/297989/11", 409, "Error", "'Conflict'", NULL);
    V2("PUT /tvdb2/user/ratings/episode/5/8", 404, NULL);
    V2("GET /tvdb2/user/ratings/query?itemType=series", 200, "data.0.rating", "9", "data.1",
       "absent", NULL);
    V2("DELETE /tvdb2/user/ratings/episode/297989", 200, "data", "[]", NULL);
    V2("DELETE /tvdb2/user/ratings/episode/297989", 409, NULL);
    V2("PUT /tvdb2/user/favorites/78874", 200, "data.favorites", "['78874']", NULL);
    V2("PUT /tvdb2/user/favorites/78874", 409, "Error", "'Conflict'", NULL);
    V2("DELETE /tvdb2/user/favorites/78874", 200, "data.favorites", "[]", NULL);
    V2("DELETE /tvdb2/user/favorites/78874", 409, NULL);
}

static void v2_tells_what_was_updated_in_a_week(void **state)
{
    struct fixture *f = *state;
    V2("GET /tvdb2/updated/query", 400, NULL);
    V2("GET /tvdb2/updated/query?fromTime=1", 404, NULL); /* cut to the week of 1970 */
    V2("GET /tvdb2/updated/query/params", 200, "data.0", "'fromTime'", NULL);
    V2("GET /tvdb2/languages/14", 200, "data.abbreviation", "'de'", NULL);
    V2("GET /tvdb2/languages/1", 404, NULL);
    V2("GET /tvdb2/series/78874/images/query?keyType=poster", 200, "data.0.keyType", "'poster'",
       NULL);
    V2("GET /tvdb2/series/78874/images/query?keyType=season", 404, NULL);
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, open_services, close_services)

/* What was seen of the service, and is in no document. */
static void comes_as_it_was_seen(void **state)
{
    struct fixture *f = *state;
    static const char list[] = "GET /tvdb/v4/series/78874/episodes/official?page=0";
    static const char next[] = "GET /tvdb/v4/series/78874/episodes/official?page=1";
    assert_true(ask_is(f->port, list, f->v4, NULL, 200, "links.next", "null", NULL));
    assert_true(standin_control(f->standin, "{\"links_next\":\"empty\"}"));
    assert_true(ask_is(f->port, list, f->v4, NULL, 200, "links.next", "''", NULL));
    assert_true(standin_control(f->standin, "{\"links_next\":\"again\",\"odd\":true}"));
    struct reply *first = ask(f->port, list, f->v4, NULL);
    struct reply *again = ask(f->port, next, f->v4, NULL);
    assert_string_not_equal(ask_at(again, "data.episodes.0.id"), "absent");
    assert_int_equal(again->length, first->length);
    ask_free(first);
    ask_free(again);
    assert_true(ask_is(f->port, "GET /tvdb/v4/search?query=Firefly&type=series", f->v4, NULL, 200,
                       "data.0.aliases", "'Serenity'", "data.0.name", "''",
                       "data.0.translations.0.language", "'eng'", NULL));
    assert_true(ask_is(f->port, "GET /tvdb/v4/series/78874", f->v4, NULL, 200, "data.aliases.name",
                       "'Serenity'", NULL));
    assert_true(ask_is(f->port, "GET /tvdb2/episodes/297989", f->v2, NULL, 200,
                       "data.dvdEpisodeNumber", "'2.1'", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVED(v4_tells_its_two_kinds_of_key_apart),
        SERVED(v4_search_has_its_own_spelling),
        SERVED(v4_series_carry_every_key),
        SERVED(v4_numbers_by_order),
        cmocka_unit_test(v4_dvd_seasons_are_their_own),
        SERVED(v4_pages_hold_500),
        SERVED(v4_has_the_rest_too),
        SERVED(v4_keeps_favourites),
        SERVED(v2_signs_in),
        SERVED(v2_searches),
        SERVED(v2_series_and_episodes),
        SERVED(v2_pages_hold_100_from_one),
        SERVED(v2_keeps_ratings_and_favourites),
        SERVED(v2_tells_what_was_updated_in_a_week),
        SERVED(comes_as_it_was_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
