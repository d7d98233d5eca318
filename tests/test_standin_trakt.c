/* SPDX-License-Identifier: MIT
 *
 * The stand-in's Trakt, v2 and v1, as a client of raw sockets sees it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/standin/ask.h"
#include "tests/standin/standin.h"

#define AGENT   "User-Agent: test/1\r\n"
#define JSON    "Content-Type: application/json\r\n"
#define KEY     "trakt-api-key: " STANDIN_TRAKT_ID "\r\n"
#define VERSION "trakt-api-version: 2\r\n"
#define BEARER  "Authorization: Bearer " STANDIN_TRAKT_ACCESS "\r\n"
#define ALL     AGENT JSON KEY VERSION BEARER

#define CLIENT                                                                                     \
    "\"client_id\":\"" STANDIN_TRAKT_ID "\",\"client_secret\":\"" STANDIN_TRAKT_SECRET "\""
#define LOGIN1 "\"username\":\"" STANDIN_TRAKT1_USER "\",\"password\":\"" STANDIN_TRAKT1_SHA1 "\""

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

#define GET(path, status, ...)                                                                     \
    assert_true(ask_is(port, "GET /trakt" path, ALL, NULL, status, __VA_ARGS__))
#define POST(path, body, status, ...)                                                              \
    assert_true(ask_is(port, "POST /trakt" path, ALL, body, status, __VA_ARGS__))

static void the_door_is_guarded(void **state)
{
    int port = standin_port(*state);
    static const char get[] = "GET /trakt/shows/breaking-bad", add[] = "POST /trakt/sync/history";
    assert_true(ask_is(port, get, JSON KEY VERSION, NULL, 403,
                       "Content-Type:", "text/html; charset=UTF-8", NULL)); /* no User-Agent */
    assert_true(ask_is(port, get, AGENT JSON VERSION, NULL, 403, "body", "", NULL));
    assert_true(ask_is(port, get, AGENT JSON KEY, NULL, 412, NULL));
    assert_true(ask_is(port, get, AGENT JSON KEY "trakt-api-version: 1\r\n", NULL, 412, NULL));
    assert_true(ask_is(port, get, AGENT JSON KEY VERSION, NULL, 200, "ids.trakt", "1", NULL));
    assert_true(ask_is(port, add, AGENT KEY VERSION BEARER, "{}", 412, NULL));
    assert_true(ask_is(port, add, AGENT JSON KEY VERSION, "{}", 401, "body", "", NULL));
    assert_true(ask_is(port, add, ALL, "{", 400, NULL));
    assert_true(ask_is(port, add, ALL, "[]", 400, NULL));
    POST("/shows/breaking-bad", "{}", 405, NULL);
    GET("/nothing/here", 404, "body", "", NULL);
    GET("/users/settings", 200, "user.username", "'viewer'", NULL);
    assert_true(standin_control(*state, "{\"expire\":\"trakt\"}"));
    GET("/users/settings", 401, NULL);
}

static void refresh_tokens_work_once(void **state)
{
    int port = standin_port(*state);
    static const char token[] = "POST /trakt-auth/oauth/token";
    static const char body[] = "{\"refresh_token\":\"" STANDIN_TRAKT_REFRESH "\"," CLIENT
                               ",\"redirect_uri\":\"urn:ietf:wg:oauth:2.0:oob\","
                               "\"grant_type\":\"refresh_token\"}";
    assert_true(ask_is(port, token, AGENT, body, 412, NULL));
    assert_true(ask_is(port, token, AGENT JSON,
                       "{\"grant_type\":\"refresh_token\",\"client_id\":\"x\"}", 401, "error",
                       "'invalid_client'", NULL));
    assert_true(ask_is(port, token, AGENT JSON, body, 200, "token_type", "'bearer'", "expires_in",
                       "604800", "scope", "'public'", NULL));
    assert_true(ask_is(port, token, AGENT JSON, body, 400, "error", "'invalid_grant'", NULL));
    assert_true(standin_control(*state, "{\"refresh_error\":401}"));
    assert_true(ask_is(port, "POST /trakt/oauth/token", AGENT JSON, body, 401, "error",
                       "'invalid_grant'", NULL));
    assert_true(ask_is(port, "POST /trakt/oauth/revoke", AGENT JSON,
                       "{\"token\":\"" STANDIN_TRAKT_ACCESS "\"," CLIENT "}", 200, "body", "{}",
                       NULL));
    GET("/users/settings", 401, NULL);
}

static void poll_device(int port, const char *code, int status)
{
    char body[400];
    snprintf(body, sizeof(body), "{\"code\":%s," CLIENT "}", code);
    assert_true(
        ask_is(port, "POST /trakt-auth/oauth/device/token", AGENT JSON, body, status, NULL));
}

static void new_device(int port, char *code, size_t size)
{
    struct reply *reply = ask(port, "POST /trakt-auth/oauth/device/code", AGENT JSON,
                              "{\"client_id\":\"" STANDIN_TRAKT_ID "\"}");
    assert_int_equal(reply->status, 200);
    assert_string_equal(ask_at(reply, "expires_in"), "600");
    snprintf(code, size, "%s", ask_at(reply, "device_code"));
    assert_int_equal(strlen(code), 64 + 2);
    ask_free(reply);
}

static void devices_answer_with_their_six_statuses(void **state)
{
    int port = standin_port(*state);
    char code[80];
    poll_device(port, "\"x\"", 404);
    new_device(port, code, sizeof(code));
    poll_device(port, code, 400);
    poll_device(port, code, 429); /* five seconds have not passed */
    assert_true(standin_control(*state, "{\"advance\":5,\"device\":\"approve\"}"));
    poll_device(port, code, 200);
    poll_device(port, code, 409);
    new_device(port, code, sizeof(code));
    assert_true(standin_control(*state, "{\"device\":\"deny\"}"));
    poll_device(port, code, 418);
    new_device(port, code, sizeof(code));
    assert_true(standin_control(*state, "{\"advance\":600}"));
    poll_device(port, code, 410);
}

/* ---- Apps ---- */

#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" /* RFC 7636, appendix B */
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define S256      ",\"code_challenge\":\"" CHALLENGE "\",\"code_challenge_method\":\"S256\""
#define APP(id)   "\"client_id\":\"" id "\""

/* A device code of an app; more: what else is in the body. */
static void public_device(int port, const char *id, const char *more, char *code, size_t size)
{
    char body[300];
    snprintf(body, sizeof(body), "{\"client_id\":\"%s\"%s}", id, more);
    struct reply *reply = ask(port, "POST /trakt-auth/oauth/device/code", AGENT JSON, body);
    assert_int_equal(reply->status, 200);
    snprintf(code, size, "%s", ask_at(reply, "device_code"));
    ask_free(reply);
}

/* Asks for the token: the answer. */
static struct reply *public_token(int port, const char *id, const char *code, const char *more)
{
    char body[400];
    snprintf(body, sizeof(body), "{\"code\":%s,\"client_id\":\"%s\"%s}", code, id, more);
    return ask(port, "POST /trakt-auth/oauth/device/token", AGENT JSON, body);
}

static void public_token_is(int port, const char *id, const char *code, const char *more,
                            int status)
{
    struct reply *reply = public_token(port, id, code, more);
    assert_int_equal(reply->status, status);
    ask_free(reply);
}

/* A text of an answer, without its quotes. */
static void copy_text(struct reply *reply, const char *path, char *text, size_t size)
{
    const char *quoted = ask_at(reply, path);
    snprintf(text, size, "%.*s", (int)strlen(quoted) - 2, quoted + 1);
}

static void a_verifier_stands_for_the_secret(void **state)
{
    static const char *const ids[] = {STANDIN_TRAKT_PUBLIC_ID, STANDIN_TRAKT_ID};
    static const char right[] = ",\"code_verifier\":\"" VERIFIER "\"";
    int port = standin_port(*state);
    char code[80];
    assert_true(standin_control(*state, "{\"device_interval\":0}"));
    for (size_t i = 0; i < 2; i++) {
        public_device(port, ids[i], S256, code, sizeof(code));
        public_token_is(port, ids[i], code, right, 400); /* it is waited for the user */
        assert_true(standin_control(*state, "{\"device\":\"approve\"}"));
        public_token_is(port, ids[i], code, "", 400);
        public_token_is(port, ids[i], code, ",\"code_verifier\":\"" CHALLENGE "\"", 400);
        assert_true(standin_control(*state, "{\"verifier_error\":401}"));
        public_token_is(port, ids[i], code, "", 401);
        assert_true(standin_control(*state, "{\"verifier_error\":400}"));
        public_token_is(port, ids[1 - i], code, right, 404); /* the code of another app */
        public_token_is(port, ids[i], code,
                        ",\"client_secret\":\"x\",\"code_verifier\":\"" VERIFIER "\"", 403);
        public_token_is(port, ids[i], code, right, 200);
        public_token_is(port, ids[i], code, right, 409);
    }
    /* Without a challenge the secret is wanted, and no verifier. */
    public_device(port, STANDIN_TRAKT_ID, "", code, sizeof(code));
    assert_true(standin_control(*state, "{\"device\":\"approve\"}"));
    public_token_is(port, STANDIN_TRAKT_ID, code, "", 403);
    public_token_is(port, STANDIN_TRAKT_ID, code, right, 403);
    struct reply *reply = public_token(port, STANDIN_TRAKT_ID, code,
                                       ",\"client_secret\":\"" STANDIN_TRAKT_SECRET "\"");
    char refresh[80], body[400];
    assert_int_equal(reply->status, 200);
    copy_text(reply, "refresh_token", refresh, sizeof(refresh));
    ask_free(reply);
    snprintf(
        body, sizeof(body),
        "{\"refresh_token\":\"%s\",\"redirect_uri\":\"x\",\"grant_type\":\"refresh_token\"," APP(
            STANDIN_TRAKT_ID) "}",
        refresh);
    assert_true(ask_is(port, "POST /trakt-auth/oauth/token", AGENT JSON, body, 401, "error",
                       "'invalid_client'", NULL));
}

static void a_challenge_is_of_s256(void **state)
{
    static const char *const bad[] = {
        ",\"code_challenge\":\"" CHALLENGE "\"",
        ",\"code_challenge_method\":\"S256\"",
        ",\"code_challenge\":\"" CHALLENGE "\",\"code_challenge_method\":\"plain\"",
        ",\"code_challenge\":\"" CHALLENGE "=\",\"code_challenge_method\":\"S256\"",
        (",\"code_challenge\":\"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM\","
         "\"code_challenge_method\":\"S256\""),
        ",\"code_challenge\":1,\"code_challenge_method\":\"S256\"",
    };
    int port = standin_port(*state);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        char body[300];
        snprintf(body, sizeof(body), "{" APP(STANDIN_TRAKT_PUBLIC_ID) "%s}", bad[i]);
        assert_true(ask_is(port, "POST /trakt-auth/oauth/device/code", AGENT JSON, body, 400,
                           "error", "'invalid_request'", NULL));
    }
}

static void what_was_got_without_a_secret_is_renewed_without(void **state)
{
    int port = standin_port(*state);
    char code[80], access[80], refresh[80], more[200];
    assert_true(standin_control(*state, "{\"device_interval\":0}"));
    public_device(port, STANDIN_TRAKT_PUBLIC_ID, S256, code, sizeof(code));
    assert_true(standin_control(*state, "{\"device\":\"approve\"}"));
    struct reply *reply =
        public_token(port, STANDIN_TRAKT_PUBLIC_ID, code, ",\"code_verifier\":\"" VERIFIER "\"");
    copy_text(reply, "access_token", access, sizeof(access));
    copy_text(reply, "refresh_token", refresh, sizeof(refresh));
    ask_free(reply);
    /* Its token is for that app alone. */
    snprintf(more, sizeof(more), "Authorization: Bearer %s\r\n" AGENT VERSION, access);
    char body[500];
    snprintf(body, sizeof(body), "%s" KEY, more);
    assert_true(ask_is(port, "GET /trakt/users/settings", body, NULL, 401, NULL));
    snprintf(body, sizeof(body), "%strakt-api-key: " STANDIN_TRAKT_PUBLIC_ID "\r\n", more);
    assert_true(ask_is(port, "GET /trakt/users/settings", body, NULL, 200, NULL));
#define RENEWS(app, more)                                                                          \
    "{\"refresh_token\":\"%s\",\"redirect_uri\":\"urn:ietf:wg:oauth:2.0:oob\","                    \
    "\"grant_type\":\"refresh_token\"," APP(app) more "}"
    static const char token[] = "POST /trakt-auth/oauth/token";
    snprintf(body, sizeof(body), RENEWS(STANDIN_TRAKT_ID, ""), refresh);
    assert_true(ask_is(port, token, AGENT JSON, body, 400, "error", "'invalid_grant'", NULL));
    snprintf(body, sizeof(body), RENEWS(STANDIN_TRAKT_PUBLIC_ID, ",\"client_secret\":\"x\""),
             refresh);
    assert_true(ask_is(port, token, AGENT JSON, body, 401, "error", "'invalid_client'", NULL));
    /* What was got with a secret is not. */
    snprintf(body, sizeof(body), RENEWS(STANDIN_TRAKT_ID, ""), STANDIN_TRAKT_REFRESH);
    assert_true(ask_is(port, token, AGENT JSON, body, 401, "error", "'invalid_client'", NULL));
    snprintf(body, sizeof(body), RENEWS(STANDIN_TRAKT_PUBLIC_ID, ""), refresh);
    assert_true(ask_is(port, token, AGENT JSON, body, 200, NULL));
    assert_true(ask_is(port, token, AGENT JSON, body, 400, "error", "'invalid_grant'", NULL));
#undef RENEWS
    snprintf(body, sizeof(body), "{\"token\":\"%s\"," APP(STANDIN_TRAKT_PUBLIC_ID) "}", access);
    assert_true(ask_is(port, "POST /trakt-auth/oauth/revoke", AGENT JSON, body, 200, NULL));
    snprintf(body, sizeof(body), "%strakt-api-key: " STANDIN_TRAKT_PUBLIC_ID "\r\n", more);
    assert_true(ask_is(port, "GET /trakt/users/settings", body, NULL, 401, NULL));
}

/* Trakt's own 403: declared as HTML, and empty. */
static void refused_is(int port, const char *request, const char *headers, const char *body)
{
    assert_true(
        ask_is(port, request, headers, body, 403, "body", "", "Content-Type:", "text/html", NULL));
}

static void an_app_is_refused(void **state)
{
    static const char refresh[] = "{\"refresh_token\":\"" STANDIN_TRAKT_REFRESH "\"," CLIENT
                                  ",\"redirect_uri\":\"urn:ietf:wg:oauth:2.0:oob\","
                                  "\"grant_type\":\"refresh_token\"}";
    static const char code[] = "POST /trakt-auth/oauth/device/code";
    int port = standin_port(*state);
    refused_is(port, code, AGENT JSON, "{" APP(STANDIN_TRAKT_FREE_ID) "}");
    refused_is(port, code, AGENT JSON, "{" APP("nobody") "}");
    assert_false(standin_control(*state, "{\"app\":{\"id\":\"nobody\",\"refused\":true}}"));
    assert_true(
        standin_control(*state, "{\"app\":{\"id\":\"" STANDIN_TRAKT_ID "\",\"refused\":true}}"));
    refused_is(port, code, AGENT JSON, "{" CLIENT "}");
    refused_is(port, "POST /trakt-auth/oauth/device/token", AGENT JSON,
               "{\"code\":\"x\"," CLIENT "}");
    refused_is(port, "POST /trakt-auth/oauth/token", AGENT JSON, refresh);
    refused_is(port, "GET /trakt/users/settings", ALL, NULL);
    assert_true(
        standin_control(*state, "{\"app\":{\"id\":\"" STANDIN_TRAKT_ID "\",\"refused\":false}}"));
    GET("/users/settings", 200, "user.vip", "true", NULL);
}

static void a_free_member_connects_one_app(void **state)
{
    static const char secret[] = ",\"client_secret\":\"" STANDIN_TRAKT_SECRET "\"";
    static const char verifier[] = ",\"code_verifier\":\"" VERIFIER "\"";
    int port = standin_port(*state);
    char code[80];
    assert_true(standin_control(*state, "{\"device_interval\":0,\"free_member\":true}"));
    GET("/users/settings", 200, "user.vip", "false", NULL);
    public_device(port, STANDIN_TRAKT_PUBLIC_ID, S256, code, sizeof(code));
    assert_true(standin_control(*state, "{\"device\":\"approve\"}"));
    public_token_is(port, STANDIN_TRAKT_PUBLIC_ID, code, verifier, 400); /* it has that of KEY */
    char same[80];
    public_device(port, STANDIN_TRAKT_ID, "", same, sizeof(same));
    assert_true(standin_control(*state, "{\"device\":\"approve\"}"));
    public_token_is(port, STANDIN_TRAKT_ID, same, secret, 200);
    assert_true(standin_control(*state, "{\"free_member\":false,\"device\":\"approve\"}"));
    public_token_is(port, STANDIN_TRAKT_PUBLIC_ID, code, verifier, 200);
}

static void ratings_are_kept_and_replaced(void **state)
{
    int port = standin_port(*state);
    POST("/sync/ratings",
         "{\"episodes\":[{\"ids\":{\"tvdb\":349232},\"rating\":8},{\"ids\":{\"tvdb\":1},\"rating\":"
         "2}],"
         "\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"episodes\":["
         "{\"number\":1,\"rating\":7},{\"number\":99,\"rating\":7}]}]}]}",
         201, "added", "{'movies':0,'shows':0,'seasons':0,'episodes':2}", "not_found.episodes",
         "[{'ids':{'tvdb':1},'rating':2}]", "not_found.shows",
         "[{'ids':{'tvdb':78874},'seasons':[{'number':1,'episodes':[{'number':99,'rating':7}]}]}]",
         NULL);
    POST("/sync/ratings", "{\"episodes\":[{\"ids\":{\"trakt\":16},\"rating\":9}]}", 201, NULL);
    GET("/sync/ratings/episodes", 200, "0.rating", "7", "1.rating", "9", "1.episode.ids.tvdb",
        "349232", "1.show.ids.slug", "'breaking-bad'", "2", "absent",
        "X-Pagination-Item-Count:", "2", NULL);
    assert_true(ask_is(port, "GET /__state", "", NULL, 200, "ratings.1.series", "'Breaking Bad'",
                       "ratings.1.rating", "'9'", "ratings.1.times", "2", NULL));
    GET("/sync/ratings/episodes/7", 200, "0.episode.title", "'The Train Job'", "1", "absent", NULL);
    POST("/sync/ratings", "{\"shows\":[{\"ids\":{\"slug\":\"firefly\"},\"rating\":10}]}", 201,
         "added.shows", "1", NULL);
    static const char *const bad[] = {
        "{\"episodes\":[{\"ids\":{\"tvdb\":349232},\"rating\":11}]}",
        "{\"episodes\":[{\"ids\":{\"tvdb\":349232},\"rating\":\"8\"}]}",
        "{\"episodes\":[{\"ids\":{\"tvdb\":349232}}]}", "{\"episodes\":[1]}", "{\"episodes\":{}}"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        POST("/sync/ratings", bad[i], 422, NULL);
    /* an id of another type is no id */
    POST("/sync/ratings", "{\"episodes\":[{\"ids\":{\"tvdb\":\"349232\"},\"rating\":1}]}", 201,
         "added.episodes", "0", NULL);
    POST("/sync/ratings/remove", "{\"episodes\":[{\"ids\":{\"tvdb\":349232}}]}", 200,
         "deleted.episodes", "1", NULL);
    GET("/sync/ratings/episodes", 200, "1", "absent", NULL);
    assert_true(ask_is(port, "GET /__state", "", NULL, 200, "ratings.0.service", "'trakt'",
                       "ratings.0.times", "1", NULL));
}

static void history_adds_what_it_is_told(void **state)
{
    int port = standin_port(*state);
    static const char add[] = "{\"episodes\":[{\"ids\":{\"tvdb\":349232},"
                              "\"watched_at\":\"2014-09-01T09:10:11.000Z\"}]}";
    POST("/sync/history", add, 201, "added", "{'movies':0,'episodes':1}", NULL);
    POST("/sync/history", add, 201, NULL); /* twice sent is twice played */
    GET("/sync/history/episodes/16?start_at=2014-09-01T09:10:11.000Z&end_at=2014-09-02", 200,
        "0.watched_at", "'2014-09-01T09:10:11.000Z'", "0.action", "'watch'", "0.episode.ids.trakt",
        "16", "1.id", "1", "2", "absent", NULL);
    GET("/sync/history?start_at=2014-09-02", 200, "body", "[]", NULL);
    POST("/sync/history",
         "{\"episodes\":[{\"ids\":{\"trakt\":16},\"watched_at\":\"2013-01-01T00:00:00Z\"}]}", 201,
         NULL);
    GET("/sync/history", 200, "0.id", "2", "2.watched_at", "'2013-01-01T00:00:00.000Z'", NULL);
    POST("/sync/history/remove", "{\"ids\":[3]}", 200, "deleted.episodes", "1", NULL);
    GET("/users/me/history/shows/1?limit=1", 200, "1", "absent", "X-Pagination-Page-Count:", "2",
        NULL);
    POST("/sync/history", "{\"shows\":[{\"ids\":{\"tvdb\":78874}}]}", 201, "added.episodes", "14",
         NULL);
    POST("/sync/history",
         "{\"shows\":[{\"ids\":{\"tvdb\":80337},\"seasons\":[{\"number\":1}]},"
         "{\"ids\":{\"tvdb\":5}}]}",
         201, "added.episodes", "13", "not_found.shows", "[{'ids':{'tvdb':5}}]", NULL);
    POST("/sync/history", "{\"episodes\":[{\"ids\":{\"trakt\":16},\"watched_at\":\"later\"}]}", 422,
         NULL);
    GET("/sync/watched/shows", 200, "0.plays", "14", "1.seasons", "absent", NULL);
    GET("/sync/watched/shows?extended=progress", 200, "1.seasons.0.episodes.0.plays", "2", NULL);
    POST("/sync/history/remove", "{\"episodes\":[{\"ids\":{\"trakt\":16}}],\"ids\":[4,99]}", 200,
         "deleted.episodes", "3", "not_found.ids", "[99]", NULL);
}

static void scrobbles_follow_the_progress(void **state)
{
    int port = standin_port(*state);
#define TRAIN_JOB "{\"episode\":{\"ids\":{\"tvdb\":297989}},\"progress\":"
    POST("/scrobble/start", TRAIN_JOB "10}", 201, "id", "0", "action", "'start'", "show.ids.slug",
         "'firefly'", NULL);
    POST("/scrobble/pause", TRAIN_JOB "0.5}", 422, NULL);
    POST("/scrobble/pause", TRAIN_JOB "85.9}", 422, "message",
         "'Progress is 85.9%. Use stop to scrobble.'", NULL);
    POST("/scrobble/pause", TRAIN_JOB "80}", 422, NULL);
    POST("/scrobble/pause", TRAIN_JOB "40}", 201, "action", "'pause'", NULL);
    GET("/sync/playback/episodes", 200, "0.progress", "40", "0.episode.ids.tvdb", "297989", NULL);
    POST("/scrobble/stop", TRAIN_JOB "79}", 201, "action", "'pause'", "id", "0", NULL);
    POST("/scrobble/stop", TRAIN_JOB "80}", 201, "action", "'scrobble'", NULL);
    GET("/sync/playback", 200, "body", "[]", NULL);
    struct reply *reply = ask(port, "POST /trakt/scrobble/stop", ALL, TRAIN_JOB "99}");
    assert_int_equal(reply->status, 409);
    assert_string_not_equal(ask_at(reply, "expires_at"), "absent");
    ask_free(reply);
    GET("/sync/history", 200, "0.action", "'scrobble'", "1", "absent", NULL);
    assert_true(standin_control(*state, "{\"advance\":3600}"));
    POST("/scrobble/stop", TRAIN_JOB "80}", 201, NULL);
    POST("/scrobble/stop", "{\"episode\":{\"ids\":{\"tvdb\":297989}}}", 422, NULL);
    POST("/scrobble/stop", "{\"progress\":90}", 422, NULL);
    POST("/scrobble/stop", "{\"episode\":{\"ids\":{\"tvdb\":1}},\"progress\":90}", 404, NULL);
    POST("/scrobble/start", "{\"app_version\":null,\"progress\":1}", 400, NULL);
    POST("/scrobble/start",
         "{\"show\":{\"title\":\"One Piece\",\"year\":1999},\"episode\":{\"number_abs\":164},"
         "\"progress\":1}",
         201, "episode.ids.trakt", "856373", NULL);
    POST("/checkin", TRAIN_JOB "0}", 409, NULL);
    assert_true(standin_control(*state, "{\"advance\":1600}")); /* it has lapsed */
    POST("/checkin", TRAIN_JOB "0}", 201, NULL);
    assert_true(ask_is(port, "DELETE /trakt/checkin", ALL, NULL, 204, NULL));
    POST("/checkin", TRAIN_JOB "0}", 201, NULL);
}

static void lookups_find_and_fail(void **state)
{
    int port = standin_port(*state);
    GET("/search/tvdb/81189?type=show", 200, "0.show.ids.trakt", "1", "0.score", "null", "1",
        "absent", NULL);
    GET("/search/imdb/tt0959621", 200, "0.type", "'episode'", "0.episode.ids.trakt", "16",
        "0.show.title", "'Breaking Bad'", NULL);
    GET("/search/tvdb/5", 200, "body", "[]", NULL);
    GET("/search/show,movie?query=serenity", 200, "0.type", "'movie'", "1.show.title", "'Firefly'",
        NULL);
    GET("/search/show?query=the%20flash&years=2014", 200, "0.show.ids.tvdb", "279121",
        "X-Pagination-Page:", "1", NULL);
    GET("/search/show", 400, NULL);
    GET("/shows/81189", 404, NULL); /* no id of TheTVDB's */
    GET("/shows/tt0903747?extended=full", 200, "status", "'ended'", NULL);
    GET("/shows/1/seasons/1/episodes/1", 200, "ids",
        "{'trakt':16,'tvdb':349232,"
        "'imdb':'tt0959621','tmdb':null}",
        NULL);
    GET("/shows/1/seasons/1/episodes/99", 404, NULL);
    GET("/shows/firefly/seasons?extended=episodes", 200, "0.number", "0", "1.episodes.13.number",
        "14", NULL);
    GET("/sync/last_activities", 200, "episodes.rated_at", "'2014-09-01T09:10:11.000Z'", NULL);
}

static void what_the_contract_does_not_describe_is_refused(void **state)
{
    int port = standin_port(*state);
    static const struct {
        const char *path, *body;
        int status;
    } refused[] = {
        {"/sync/ratings", "{\"shows\":[{\"title\":\"Firefly\",\"rating\":8}]}", 201},
        {"/sync/ratings", "{\"shows\":[{\"ids\":{},\"title\":\"Firefly\",\"rating\":8}]}", 201},
        {"/sync/ratings",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"rating\":8}]}]}", 201},
        {"/sync/ratings/remove",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1}]}]}", 200},
        {"/scrobble/start",
         "{\"show\":{\"ids\":{\"tvdb\":78874}},\"episode\":{\"season\":1,\"number\":1},"
         "\"progress\":1}",
         201},
    };
    static const struct {
        const char *path, *body;
        int status;
    } taken[] = {
        {"/sync/ratings", "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"rating\":8}]}", 201},
        {"/sync/ratings", "{\"seasons\":[{\"ids\":{\"trakt\":1},\"rating\":8}]}", 201},
        {"/sync/history",
         "{\"shows\":[{\"ids\":{\"tvdb\":78874},\"seasons\":[{\"number\":1,\"episodes\":["
         "{\"number\":1}]}]}]}",
         201},
        {"/scrobble/start", "{\"episode\":{\"ids\":{\"tvdb\":349232}},\"progress\":1}", 201},
    };
    for (int strict = 0; strict < 2; strict++) {
        char path[80];
        assert_true(
            standin_control(*state, strict ? "{\"contract\":true}" : "{\"contract\":false}"));
        for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
            snprintf(path, sizeof(path), "POST /trakt%s", refused[i].path);
            assert_true(
                ask_is(port, path, ALL, refused[i].body, strict ? 422 : refused[i].status, NULL));
        }
        for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++) {
            snprintf(path, sizeof(path), "POST /trakt%s", taken[i].path);
            assert_true(ask_is(port, path, ALL, taken[i].body, taken[i].status, NULL));
        }
        GET("/sync/history", strict ? 404 : 200, NULL);
        GET("/sync/history/episodes", strict ? 404 : 200, NULL);
        GET("/sync/history/episodes/16", 200, NULL);
        GET("/users/me/history/episodes", 200, NULL);
    }
}

static void version_one_rates(void **state)
{
    int port = standin_port(*state);
    static const char rate[] = "POST /trakt1/rate/episodes/" STANDIN_TRAKT1_KEY;
    assert_true(ask_is(port, "POST /trakt1/account/test/" STANDIN_TRAKT1_KEY, "", "{" LOGIN1 "}",
                       200, "status", "'success'", NULL));
    assert_true(ask_is(port, "POST /trakt1/account/test/x", "", "{" LOGIN1 "}", 401, "error",
                       "'invalid API key'", NULL));
    assert_true(ask_is(port, rate, "",
                       "{\"username\":\"viewer\",\"password\":\"standin-password\"}", 401, "body",
                       "{'status':'failure','error':'failed authentication'}", NULL));
    assert_true(ask_is(port, rate, "Content-Type: application/x-www-form-urlencoded\r\n",
                       "{" LOGIN1 ",\"episodes\":[{\"tvdb_id\":78874,\"season\":1,\"episode\":1,"
                       "\"rating\":\"love\"},{\"title\":\"Firefly\",\"year\":2002,\"season\":1,"
                       "\"episode\":2,\"rating\":9},{\"tvdb_id\":5,\"season\":1,\"episode\":1,"
                       "\"rating\":1}]}",
                       200, "rated", "2", "unrated", "0", "skipped", "1",
                       "skipped_episodes.0.tvdb_id", "5", "message", "'rated 2 episodes'", NULL));
    assert_true(ask_is(port, "POST /trakt1/rate/episode.json/" STANDIN_TRAKT1_KEY, "",
                       "{" LOGIN1 ",\"tvdb_id\":78874,\"season\":1,\"episode\":1,"
                       "\"rating\":\"unrate\"}",
                       200, "message", "'rated Firefly 1x01'", NULL));
    assert_true(ask_is(port, "GET /__state", "", NULL, 200, "ratings.0.rating", "'9'", "ratings.1",
                       "absent", NULL));
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, open_services, close_services)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVED(the_door_is_guarded),
        SERVED(refresh_tokens_work_once),
        SERVED(devices_answer_with_their_six_statuses),
        SERVED(a_verifier_stands_for_the_secret),
        SERVED(a_challenge_is_of_s256),
        SERVED(what_was_got_without_a_secret_is_renewed_without),
        SERVED(an_app_is_refused),
        SERVED(a_free_member_connects_one_app),
        SERVED(ratings_are_kept_and_replaced),
        SERVED(history_adds_what_it_is_told),
        SERVED(scrobbles_follow_the_progress),
        SERVED(lookups_find_and_fail),
        SERVED(what_the_contract_does_not_describe_is_refused),
        SERVED(version_one_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
