/* SPDX-License-Identifier: MIT
 *
 * The stand-in's TVmaze, public and user API, as a client of raw sockets sees it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/standin/ask.h"
#include "tests/standin/standin.h"

/* "viewer" and "viewer-free" with their keys */
#define VIEWER "Authorization: Basic dmlld2VyOnN0YW5kaW4tdHZtYXplLWtleQ==\r\n"
#define FREE   "Authorization: Basic dmlld2VyLWZyZWU6c3RhbmRpbi10dm1hemUtZnJlZS1rZXk=\r\n"
#define JSON   "Content-Type: application/json\r\n"

static int open_services(void **state)
{
    *state = standin_start(NULL);
    return *state ? 0 : 1;
}

static int close_services(void **state)
{
    standin_stop(*state);
    return 0;
}

/* ---- Public ---- */

static void search_is_fuzzy_and_short(void **state)
{
    int port = standin_port(*state);
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=girls", "", NULL, 200, "0.show.id", "139",
                       "0.show.name", "'Girls'", "1.show.id", "41734", "1.show.externals",
                       "{'tvrage':null,'thetvdb':null,'imdb':'tt8709752'}", NULL));
    assert_true(ask_is(port, "GET /tvmaze/search/shows/?q=BREAKNG+bad", "", NULL, 200, "0.show.id",
                       "169", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/search/shows?q=the", "", NULL, 200, "10", "absent", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/search/shows?q=zzqxj", "", NULL, 200, "body", "[]", NULL));
    assert_true(ask_is(port, "GET /tvmaze/search/shows", "", NULL, 400, "status", "400", NULL));
    /* word by word: in any order, with a word that it does not have, with two letters swapped */
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=bad+breaking", "", NULL, 200, "0.show.id",
                       "169", NULL));
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=breaking+bad+again", "", NULL, 200,
                       "0.show.id", "169", NULL));
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=braeking+bad", "", NULL, 200, "0.show.id",
                       "169", NULL));
    /* the wanted one does not come first */
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=doctor%20who", "", NULL, 200,
                       "0.show.premiered", "'1963-11-23'", "1.show.premiered", "'2005-03-26'",
                       NULL));
}

static void looks_up_by_redirect(void **state)
{
    int port = standin_port(*state);
    char location[100];
    snprintf(location, sizeof(location), "%s/tvmaze/shows/169", standin_url(*state));
    assert_true(ask_is(port, "GET /tvmaze/lookup/shows?thetvdb=81189", "", NULL, 301,
                       "Location:", location, "body", "null", NULL));
    assert_true(ask_is(port, "GET /tvmaze/lookup/shows?imdb=tt0903747", "", NULL, 301,
                       "Location:", location, NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/lookup/shows?thetvdb=1", "", NULL, 404, "body", "null", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/lookup/shows?thetvdb=81189&imdb=tt0903747", "", NULL, 400, NULL));
    assert_true(ask_is(port, "GET /tvmaze/singlesearch/shows?q=zzqxj", "", NULL, 404, "body",
                       "null", NULL));
}

static void shows_carry_every_key(void **state)
{
    int port = standin_port(*state);
    static const char *const keys[] = {"id",
                                       "url",
                                       "name",
                                       "type",
                                       "language",
                                       "genres",
                                       "status",
                                       "runtime",
                                       "averageRuntime",
                                       "premiered",
                                       "ended",
                                       "officialSite",
                                       "schedule.time",
                                       "schedule.days",
                                       "rating.average",
                                       "weight",
                                       "network",
                                       "webChannel",
                                       "dvdCountry",
                                       "externals.tvrage",
                                       "image",
                                       "summary",
                                       "updated",
                                       "_links.self.href"};
    struct reply *reply = ask(port, "GET /tvmaze/shows/175", "", NULL);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        assert_string_not_equal(ask_at(reply, keys[i]), "absent");
    assert_string_equal(ask_at(reply, "network"), "null");
    assert_string_equal(ask_at(reply, "webChannel.name"), "\"Netflix\"");
    ask_free(reply);
    assert_true(ask_is(port, "GET /tvmaze/shows/999999", "", NULL, 404, "body",
                       "{'name':'Not Found','message':'','code':0,'status':404}", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/180?embed=nonsense", "", NULL, 400, "message",
                       "'Invalid embed type'", NULL));
    /* an ended show has no next episode: the key is missing, and with it _embedded */
    assert_true(ask_is(port, "GET /tvmaze/shows/180?embed=nextepisode", "", NULL, 200, "_embedded",
                       "absent", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/180?embed%5B%5D=episodes&embed[]=akas", "", NULL,
                       200, "_embedded.episodes.0.name", "'The Train Job'", "_embedded.akas.0",
                       "{'name':'Serenity','country':null}", NULL));
}

static void episodes_leave_specials_out(void **state)
{
    int port = standin_port(*state);
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodes", "", NULL, 200, "0.id", "1", "12.name",
                       "'Episode 13'", "13", "absent", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodes?specials=1", "", NULL, 200, "13.number",
                       "null", "13.season", "2", "13.type", "'insignificant_special'", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodebynumber?season=1&number=2", "", NULL, 200,
                       "id", "2", "name", "'The Fire'", "airstamp", "'2013-07-02T02:00:00+00:00'",
                       NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodebynumber?season=0&number=1", "", NULL, 404,
                       "message", "'Unknown episode'", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodesbydate?date=2013-06-24", "", NULL, 200,
                       "0.name", "'Pilot'", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodesbydate?date=2013-06-25", "", NULL, 404,
                       "message", "''", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/episodesbydate?date=bad", "", NULL, 422,
                       "message", "'Not a valid ISO date'", NULL));
    assert_true(ask_is(port, "GET /tvmaze/alternatelists/1801/alternateepisodes?embed=episodes", "",
                       NULL, 200, "0.season", "1", "0.number", "1", "0._embedded.episodes.0.number",
                       "11", NULL));
    assert_true(ask_is(port, "POST /tvmaze/shows/1", JSON, "{}", 405, NULL));
}

/* ---- User ---- */

static void user_is_strict_at_the_door(void **state)
{
    int port = standin_port(*state);
    static const char put[] = "PUT /tvmaze/v1/scrobble/episodes/1";
    assert_true(ask_is(port, put, JSON, "{}", 401, "name", "'Unauthorized'", NULL));
    assert_true(ask_is(port, put, JSON "Authorization: Basic eDp5\r\n", "{}", 401, NULL));
    assert_true(ask_is(port, put, VIEWER "Content-Type: text/plain\r\n", "{}", 415, NULL));
    assert_true(ask_is(port, put, VIEWER JSON, "{", 400, NULL));
    assert_true(ask_is(port, put, VIEWER JSON, "{\"type\":3}", 422, NULL));
    assert_true(ask_is(port, put, VIEWER JSON, "{\"type\":\"0\"}", 422, NULL));
    assert_true(ask_is(port, put, VIEWER JSON, "{\"marked_at\":\"now\"}", 422, NULL));
    assert_true(ask_is(port, "PUT /tvmaze/v1/scrobble/episodes/77", VIEWER JSON, "{}", 404, NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/v1/auth/validate", VIEWER, NULL, 200, "premium", "1", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/v1/auth/validate", FREE, NULL, 200, "premium", "0", NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/episodes", FREE, NULL, 403, NULL));
    assert_true(ask_is(port, put, FREE JSON, "{\"marked_at\":5,\"type\":0}", 200, "body",
                       "{'episode_id':1,'marked_at':5,'type':0}", NULL));
}

static void keeps_marks(void **state)
{
    int port = standin_port(*state);
    assert_true(
        ask_is(port, "POST /tvmaze/v1/scrobble/shows?thetvdb_id=264492", VIEWER JSON,
               "[{\"season\":1,\"episode\":1,\"marked_at\":7},{\"season\":1,\"episode\":99},"
               "{\"airdate\":\"2013-07-01\",\"type\":2},{\"episode\":1}]",
               207, "0", "{'code':200,'result':{'episode_id':1,'marked_at':7,'type':0}}", "1.code",
               "404", "1.input", "{'season':1,'episode':99}", "2.result.type", "2", "3.code", "422",
               "3.errors.season.0", "'Invalid season'", NULL));
    assert_true(ask_is(port, "POST /tvmaze/v1/scrobble/shows?tvmaze_id=1", VIEWER JSON,
                       "[{\"season\":9,\"episode\":9}]", 422, "0.code", "404", NULL));
    assert_true(ask_is(port, "POST /tvmaze/v1/scrobble/shows?imdb_id=tt1553656", VIEWER JSON,
                       "[{\"season\":1,\"episode\":1}]", 200, NULL));
    assert_true(
        ask_is(port, "POST /tvmaze/v1/scrobble/shows?thetvdb_id=3", VIEWER JSON, "[]", 404, NULL));
    assert_true(ask_is(port, "POST /tvmaze/v1/scrobble/episodes", VIEWER JSON,
                       "[{\"episode_id\":3},{\"episode_id\":\"3\"}]", 207, "0.code", "200",
                       "1.code", "422", NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/scrobble/shows/1?embed=episode", VIEWER, NULL, 200,
                       "0.episode_id", "1", "0._embedded.episode.name", "'Pilot'", "2.episode_id",
                       "3", "3", "absent", NULL));
    assert_true(ask_is(port, "DELETE /tvmaze/v1/user/episodes/1", VIEWER, NULL, 200, NULL));
    assert_true(ask_is(port, "DELETE /tvmaze/v1/user/episodes/1", VIEWER, NULL, 404, NULL));
    assert_true(ask_is(port, "GET /__state", "", NULL, 200, "marks.0.episode", "absent",
                       "marks.1.ids.tvmaze", "2", "marks.1.times", "1", NULL));
}

/* tvmaze B2 leaves open how an unknown show is said, B3 how a free account is refused. */
static void says_what_is_left_open_in_each_way(void **state)
{
    int port = standin_port(*state);
    static const char marks[] = "POST /tvmaze/v1/scrobble/shows?thetvdb_id=3";
    static const char item[] = "[{\"season\":1,\"episode\":1}]";
    static const char lookup[] = "GET /tvmaze/lookup/shows?thetvdb=3";
    assert_true(ask_is(port, marks, VIEWER JSON, item, 404, "status", "404", NULL));
    assert_true(ask_is(port, lookup, "", NULL, 404, "body", "null", NULL));
    assert_true(standin_control(*state, "{\"unknown_show\":\"plain\"}"));
    assert_true(ask_is(port, marks, VIEWER JSON, item, 404, NULL));
    assert_true(standin_control(*state, "{\"unknown_show\":\"error\"}"));
    assert_true(ask_is(port, marks, VIEWER JSON, item, 422, "status", "422", NULL));
    assert_true(ask_is(port, lookup, "", NULL, 422, "status", "422", NULL));
    assert_true(standin_control(*state, "{\"unknown_show\":\"items\"}"));
    assert_true(ask_is(port, marks, VIEWER JSON, item, 422, "0.code", "404", "1", "absent", NULL));
    assert_false(standin_control(*state, "{\"unknown_show\":\"nothing\"}"));
    assert_true(standin_control(*state, "{\"premium_refusal\":404}"));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/tags", FREE, NULL, 404, "status", "404", NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/tags", VIEWER, NULL, 200, NULL));
}

static void keeps_votes_follows_and_tags(void **state)
{
    int port = standin_port(*state);
    static const char vote[] = "PUT /tvmaze/v1/user/votes/episodes/1";
    assert_true(ask_is(port, vote, VIEWER JSON, "{\"vote\":11}", 422, NULL));
    assert_true(ask_is(port, vote, VIEWER JSON, "{\"vote\":8}", 200, "vote", "8", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/v1/user/votes/episodes", VIEWER, NULL, 200, "0.vote", "8", NULL));
    assert_true(ask_is(port, "DELETE /tvmaze/v1/user/votes/episodes/1", VIEWER, NULL, 200, NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/votes/episodes/1", VIEWER, NULL, 404, NULL));
    assert_true(ask_is(port, "PUT /tvmaze/v1/user/follows/shows/180", VIEWER, NULL, 200, "body",
                       "{'show_id':180}", NULL));
    assert_true(ask_is(port, "PUT /tvmaze/v1/user/follows/networks/1", VIEWER, NULL, 404, NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/follows/shows?embed=show", VIEWER, NULL, 200,
                       "0._embedded.show.name", "'Firefly'", NULL));
    assert_true(
        ask_is(port, "POST /tvmaze/v1/user/tags", VIEWER JSON, "{\"name\":\"\"}", 422, NULL));
    assert_true(
        ask_is(port, "POST /tvmaze/v1/user/tags", VIEWER JSON, "{\"name\":\"a\",}", 400, NULL));
    assert_true(ask_is(port, "POST /tvmaze/v1/user/tags", VIEWER JSON, "{\"name\":\"a\"}", 200,
                       "id", "1", NULL));
    assert_true(ask_is(port, "PATCH /tvmaze/v1/user/tags/1", VIEWER JSON, "{\"name\":\"b\"}", 200,
                       "name", "'b'", NULL));
    assert_true(ask_is(port, "PUT /tvmaze/v1/user/tags/1/shows/180", VIEWER, NULL, 200, NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/tags/1/shows", VIEWER, NULL, 200, "body",
                       "[{'show_id':180}]", NULL));
    assert_true(ask_is(port, "PATCH /tvmaze/v1/user/tags/1", VIEWER JSON,
                       "{\"name\":\"\xc3\xa9\xe6\x97\xa5\"}", 200, "name", "'\xc3\xa9\xe6\x97\xa5'",
                       NULL));
    assert_true(ask_is(port, "PATCH /tvmaze/v1/user/tags/1", VIEWER JSON, "{\"name\":\"\xff\"}",
                       400, NULL));
    assert_true(ask_is(port, "DELETE /tvmaze/v1/user/tags/1", VIEWER, NULL, 200, NULL));
    assert_true(ask_is(port, "GET /tvmaze/v1/user/tags/1/shows", VIEWER, NULL, 404, NULL));
}

static void pairs_by_mail(void **state)
{
    int port = standin_port(*state);
    static const char begin[] = "POST /tvmaze/v1/auth/start", poll[] = "POST /tvmaze/v1/auth/poll";
    char body[100];
    assert_true(ask_is(port, begin, JSON, "{\"email\":\"who@example.org\"}", 404, NULL));
    assert_true(ask_is(port, begin, JSON, "{\"email\":\"unconfirmed@example.org\"}", 401, NULL));
    struct reply *reply = ask(port, begin, JSON, "{\"email\":\"viewer@example.org\"}");
    snprintf(body, sizeof(body), "{\"token\":%s}", ask_at(reply, "token"));
    ask_free(reply);
    assert_true(ask_is(port, poll, JSON, "{\"token\":\"x\"}", 404, NULL));
    assert_true(ask_is(port, poll, JSON, body, 403, NULL));
    assert_true(ask_is(port, poll, JSON, body, 429, NULL)); /* ten seconds have not passed */
    assert_true(standin_control(*state, "{\"advance\":10,\"pairing\":\"approve\"}"));
    assert_true(ask_is(port, poll, JSON, body, 200, "body",
                       "{'username':'viewer','apikey':'standin-tvmaze-key'}", NULL));
    assert_true(ask_is(port, poll, JSON, body, 404, NULL)); /* once only */
}

/* Without a mail, the link is for whoever is signed in there. */
static void pairs_without_a_mail(void **state)
{
    int port = standin_port(*state);
    static const char begin[] = "POST /tvmaze/v1/auth/start";
    static const char here[] = "{\"email_confirmation\":false}";
    assert_true(ask_is(port, begin, JSON, "{}", 422, NULL));
    assert_true(ask_is(port, begin, JSON, "{\"email_confirmation\":true}", 422, NULL));
    assert_true(
        ask_is(port, begin, JSON, "{\"email_confirmation\":false,\"redirect_url\":1}", 422, NULL));
    assert_true(ask_is(port, begin, JSON, here, 200, NULL));
    struct reply *reply = ask(port, begin, JSON,
                              "{\"email_confirmation\":false,"
                              "\"redirect_url\":\"http://localhost/done\"}");
    char path[200];
    const char *url = strstr(ask_at(reply, "confirm_url"), "/tvmaze/v1/auth/confirm/");
    snprintf(path, sizeof(path), "GET %.*s", (int)strcspn(url, "'\""), url);
    ask_free(reply);
    reply = ask(port, path, "", NULL);
    assert_int_equal(reply->status, 302);
    assert_non_null(strstr(reply->head, "Location: http://localhost/done"));
    ask_free(reply);
    assert_true(standin_control(*state, "{\"pairing_email\":true}"));
    assert_true(ask_is(port, begin, JSON, here, 422, NULL));
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, open_services, close_services)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVED(search_is_fuzzy_and_short),    SERVED(looks_up_by_redirect),
        SERVED(shows_carry_every_key),        SERVED(episodes_leave_specials_out),
        SERVED(user_is_strict_at_the_door),   SERVED(keeps_marks),
        SERVED(keeps_votes_follows_and_tags), SERVED(pairs_by_mail),
        SERVED(pairs_without_a_mail),         SERVED(says_what_is_left_open_in_each_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
