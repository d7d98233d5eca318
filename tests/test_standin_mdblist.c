/* SPDX-License-Identifier: MIT
 *
 * The stand-in's MDBList, as a client of raw sockets sees it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/standin/ask.h"
#include "tests/standin/standin.h"

#define KEY  "?apikey=" STANDIN_MDBLIST_KEY
#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define APP  "client_id=" STANDIN_MDBLIST_ID

#define GET(path, status, ...)                                                                     \
    assert_true(ask_is(port, "GET /mdblist" path, "", NULL, status, __VA_ARGS__))
#define POST(path, body, status, ...)                                                              \
    assert_true(ask_is(port, "POST /mdblist" path, JSON, body, status, __VA_ARGS__))
#define OAUTH(path, body, status, ...)                                                             \
    assert_true(ask_is(port, "POST /mdblist/oauth" path, FORM, body, status, __VA_ARGS__))

/* Breaking Bad 1x02, and what is to be said of it. */
#define BAD "\"ids\":{\"tvdb\":81189}"
#define ONE(said)                                                                                  \
    "{\"shows\":[{" BAD ",\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":2" said "}]}]}]}"
#define SEEN ",\"watched_at\":\"2026-11-01T20:15:00Z\""

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

static void the_door_is_guarded(void **state)
{
    int port = standin_port(*state);
    GET("/user", 401, "error", "'Invalid API key'", NULL);
    GET("/user?apikey=wrong", 401, NULL);
    assert_true(
        ask_is(port, "GET /mdblist/user", "apikey: " STANDIN_MDBLIST_KEY "\r\n", NULL, 401, NULL));
    GET("/user" KEY, 200, "username", "'viewer'", "api_requests", "1000", "api_requests_count", "1",
        "X-RateLimit-Remaining:", "999", NULL);
    assert_true(ask_is(port, "POST /mdblist/sync/watched" KEY, "", "{}", 400, NULL));
    assert_true(ask_is(port, "POST /mdblist/sync/watched" KEY, FORM, "shows=1", 400, NULL));
    POST("/sync/watched" KEY, "[]", 400, NULL);
    POST("/user" KEY, "{}", 405, NULL);
    GET("/nothing" KEY, 404, NULL);
    assert_true(standin_control(*state, "{\"mdblist_supporters\":true}"));
    GET("/sync/watched" KEY, 403, "error", "'This is for supporters only'", NULL);
    GET("/user" KEY, 200, NULL);
}

static void a_day_has_so_many_requests(void **state)
{
    int port = standin_port(*state);
    assert_true(standin_control(*state, "{\"mdblist_left\":1}"));
    GET("/user" KEY, 200, "X-RateLimit-Remaining:", "0", NULL);
    GET("/user" KEY, 429, "error", "'API limit reached'", "X-RateLimit-Remaining:", "0", NULL);
    assert_true(standin_control(*state, "{\"advance\":86400}"));
    GET("/user" KEY, 200, "X-RateLimit-Remaining:", "999", NULL);
    assert_true(standin_control(*state, "{\"mdblist_left\":0,\"mdblist_no_wait\":true}"));
    GET("/user" KEY, 429, "Retry-After:", "absent", NULL);
}

static void five_minutes_have_so_many_writes(void **state)
{
    int port = standin_port(*state);
    assert_true(standin_control(*state, "{\"limits\":true}"));
    for (int i = 0; i < 300; i++)
        POST("/sync/watched" KEY, "{}", 200, NULL);
    POST("/sync/watched" KEY, "{}", 429, "Retry-After:", "300", NULL);
    GET("/user" KEY, 200, NULL); /* reads have a window of their own */
    assert_true(standin_control(*state, "{\"advance\":301}"));
    POST("/sync/watched" KEY, "{}", 200, NULL);
}

static void oauth_speaks_in_forms(void **state)
{
    int port = standin_port(*state);
    static const char path[] = "POST /mdblist/oauth/device-authorization/";
    assert_true(ask_is(port, path, JSON, "{\"client_id\":\"" STANDIN_MDBLIST_ID "\"}", 400, "error",
                       "'invalid_request'", NULL));
    OAUTH("/device-authorization", APP "&scope=write", 404, NULL); /* it ends in / */
    OAUTH("/device-authorization/", "client_id=x&scope=write", 400, "error", "'invalid_client'",
          NULL);
    OAUTH("/device-authorization/", APP "&scope=read", 400, "error", "'invalid_scope'", NULL);
    OAUTH("/device-authorization/", APP "&scope=read+write", 200, "interval", "5", "expires_in",
          "1800", "verification_uri_complete", "absent", NULL);
    OAUTH("/token/",
          APP "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
              "&device_code=x",
          404, "error", "'device_not_found'", NULL);
    OAUTH("/token/", APP "&grant_type=refresh_token&refresh_token=x", 400, "error",
          "'invalid_grant'", NULL);
    OAUTH("/token/", "client_id=x&grant_type=refresh_token&refresh_token=x", 401, NULL);
    OAUTH("/token/", APP "&grant_type=password", 400, "error", "'unsupported_grant_type'", NULL);
    OAUTH("/revoke_token/", APP "&token=x", 200, NULL);
}

static void a_play_is_kept_folded_and_removed(void **state)
{
    int port = standin_port(*state);
    POST("/sync/watched" KEY "&report_added=true", ONE(SEEN), 200, "updated.episodes", "1",
         "existing.episodes", "0", "plays.0.added", "true", NULL);
    POST("/sync/watched" KEY, ONE(",\"watched_at\":\"2026-11-01T20:16:00\""), 200,
         "updated.episodes", "0", "existing.episodes", "1", NULL);
    GET("/sync/watched" KEY "&plays=all", 200, "episodes.0.watched_at", "'2026-11-01T20:15:00Z'",
        "episodes.0.play_id", "1", "episodes.0.episode.show.ids.tvdb", "81189",
        "pagination.next_cursor", "null", NULL);
    GET("/sync/watched" KEY, 200, "episodes.0.last_watched_at", "'2026-11-01T20:15:00Z'", NULL);
    GET("/sync/watched" KEY "&since=2026-11-02T00:00:00Z", 200, "pagination.total", "0", NULL);
    POST("/sync/watched/plays/remove" KEY, "{\"play_ids\":[1,7]}", 200, "removed.0", "1",
         "not_found.0", "7", NULL);
    POST("/sync/watched" KEY, ONE(SEEN), 200, "updated.episodes", "1", NULL);
    POST("/sync/watched/remove" KEY, ONE(""), 200, "removed.episodes", "1", NULL);
    GET("/sync/watched" KEY, 200, "pagination.total", "0", NULL);
}

/* The trap: a show by itself is all of it, and so is a season. */
static void a_bare_show_is_all_of_its_episodes(void **state)
{
    int port = standin_port(*state);
    POST("/sync/watched" KEY, "{\"shows\":[{" BAD ",\"seasons\":[{\"number\":1}]}]}", 200,
         "updated.episodes", "7", NULL);
    POST("/sync/watched/remove" KEY, "{\"shows\":[{" BAD "}]}", 200, "removed.episodes", "7", NULL);
    POST("/scrobble/stop" KEY, "{\"show\":{" BAD "},\"season\":1,\"episode\":2,\"progress\":95}",
         200, NULL);
    GET("/sync/watched" KEY "&limit=1", 200, "pagination.has_more", "true",
        "pagination.next_cursor", "'c1'", NULL);
}

static void what_is_not_found_comes_in_three_ways(void **state)
{
    int port = standin_port(*state);
    static const char body[] =
        "{\"shows\":[{" BAD ",\"seasons\":[{\"number\":1,\"episodes\":[{\"number\":99}]}]},"
        "{\"ids\":{\"tvdb\":1}}]}";
    POST("/sync/watched" KEY, body, 200, "updated.episodes", "0",
         "not_found.shows.0.seasons.0.episodes.0.number", "99", "not_found.shows.1.ids.tvdb", "1",
         NULL);
    assert_true(standin_control(*state, "{\"mdblist_missing\":\"flat\"}"));
    POST("/sync/watched" KEY, body, 200, "not_found.episodes.0.season", "1",
         "not_found.episodes.0.number", "99", NULL);
    assert_true(standin_control(*state, "{\"mdblist_missing\":\"counts\"}"));
    POST("/sync/watched" KEY, body, 200, "not_found.episodes", "1", "not_found.shows", "1", NULL);
}

static void a_body_is_checked_before_anything_is_done(void **state)
{
    int port = standin_port(*state);
    char *many = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&many, &size);
    fprintf(out, "{\"shows\":[{" BAD "}");
    for (int i = 0; i < 200; i++)
        fprintf(out, ",{\"ids\":{\"tvdb\":%d}}", i + 1);
    fprintf(out, "]}");
    fclose(out);
    POST("/sync/watched" KEY, many, 400, "error", "'Too many shows in one request (max 200)'",
         NULL);
    free(many);
    POST("/sync/watched" KEY, ONE(",\"watched_at\":\"yesterday\""), 400, NULL);
    POST("/sync/watched" KEY, "{\"episodes\":[{\"ids\":{\"tvdb\":349235}}]}", 400, NULL);
    POST("/sync/ratings" KEY, ONE(",\"rating\":8.5"), 400, NULL);
    POST("/sync/ratings" KEY, ONE(",\"rating\":11"), 400, NULL);
    POST("/sync/ratings" KEY, ONE(""), 400, NULL);
    POST("/sync/watched/plays/remove" KEY, "{\"ids\":[1]}", 400, NULL);
    GET("/sync/watched" KEY, 200, "pagination.total", "0", NULL);
    GET("/sync/ratings" KEY, 200, "pagination.total", "0", NULL);
}

static void ratings_are_of_three_kinds(void **state)
{
    int port = standin_port(*state);
    POST("/sync/ratings" KEY, ONE(",\"rating\":10"), 200, "updated.episodes", "1", NULL);
    POST("/sync/ratings" KEY, "{\"shows\":[{" BAD ",\"rating\":9}]}", 200, "updated.shows", "1",
         NULL);
    POST("/sync/ratings" KEY, "{\"shows\":[{" BAD ",\"seasons\":[{\"number\":1,\"rating\":8}]}]}",
         200, "updated.seasons", "1", NULL);
    GET("/sync/ratings" KEY, 200, "episodes.0.rating", "10", "shows.0.rating", "9",
        "seasons.0.rating", "8", NULL);
    POST("/sync/ratings/remove" KEY, "{\"shows\":[{" BAD "}]}", 200, "removed.shows", "1", NULL);
    POST("/sync/ratings/remove" KEY, ONE(""), 200, "removed.episodes", "1", NULL);
    GET("/sync/ratings" KEY, 200, "pagination.total", "1", NULL);
}

static void pages_are_found_by_a_cursor(void **state)
{
    int port = standin_port(*state);
    POST("/sync/watched" KEY, "{\"shows\":[{" BAD ",\"seasons\":[{\"number\":1}]}]}", 200, NULL);
    GET("/sync/watched" KEY "&limit=4", 200, "pagination.next_cursor", "'c4'", NULL);
    GET("/sync/watched" KEY "&limit=4&cursor=c4", 200, "pagination.next_cursor", "null",
        "episodes.2.episode.number", "7", NULL);
    GET("/sync/watched" KEY "&cursor=c4&since=2026-01-01T00:00:00Z", 400, NULL);
    GET("/sync/watched" KEY "&limit=1001", 400, NULL);
    assert_true(standin_control(*state, "{\"mdblist_again\":true}"));
    GET("/sync/watched" KEY "&cursor=c0", 200, "pagination.next_cursor", "'c0'", NULL);
    GET("/sync/journal" KEY, 200, "journal.6.season", "1", "requires_full_sync", "false", NULL);
    GET("/sync/last_activities" KEY, 200, "watched_at", "null", NULL);
}

static void progress_has_two_decimals(void **state)
{
    int port = standin_port(*state);
#define AT(progress)                                                                               \
    "{\"show\":{" BAD                                                                              \
    ",\"season\":{\"number\":1,\"episode\":{\"number\":2}}},\"progress\":" #progress "}"
    POST("/scrobble/start" KEY, AT(12.345), 400, "error.progress.0",
         "'Ensure that there are no more than 5 digits in total.'", NULL);
    POST("/scrobble/start" KEY, AT(12.34), 200, "action", "'start'", NULL);
    POST("/scrobble/pause" KEY, AT(50), 200, NULL);
    GET("/sync/playback" KEY, 200, "0.progress", "50", "0.episode.number", "2", NULL);
    POST("/scrobble/clear" KEY, AT(0), 200, "deleted", "true", NULL);
    POST("/scrobble/clear" KEY, AT(0), 404, NULL);
    POST("/scrobble/stop" KEY, AT(79.99), 200, NULL);
    GET("/sync/watched" KEY, 200, "pagination.total", "0", NULL);
    POST("/scrobble/stop" KEY, AT(80), 200, NULL);
    GET("/sync/watched" KEY, 200, "pagination.total", "1", NULL);
    POST("/checkin" KEY, "{\"show\":{" BAD ",\"season\":1,\"episode\":99}}", 404, NULL);
}

static void things_are_looked_up(void **state)
{
    int port = standin_port(*state);
    GET("/tvdb/show/81189" KEY, 200, "title", "'Breaking Bad'", "ids.tvdb", "81189", NULL);
    GET("/tvdb/movie/81189" KEY, 404, NULL);
    GET("/mdblist/show/a2na" KEY, 404, NULL);
    POST("/tvdb/any/" KEY, "{\"ids\":[81189,1]}", 200, "0.title", "'Breaking Bad'", NULL);
    POST("/tvdb/any/" KEY, "{}", 400, NULL);
    GET("/search/show" KEY "&query=breaking%20bad", 200, "search.0.ids.tvdbid", "81189", NULL);
    GET("/search/show" KEY, 400, NULL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_services, close_services)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_door_is_guarded),
        TEST(a_day_has_so_many_requests),
        TEST(five_minutes_have_so_many_writes),
        TEST(oauth_speaks_in_forms),
        TEST(a_play_is_kept_folded_and_removed),
        TEST(a_bare_show_is_all_of_its_episodes),
        TEST(what_is_not_found_comes_in_three_ways),
        TEST(a_body_is_checked_before_anything_is_done),
        TEST(ratings_are_of_three_kinds),
        TEST(pages_are_found_by_a_cursor),
        TEST(progress_has_two_decimals),
        TEST(things_are_looked_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
