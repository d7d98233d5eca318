/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "core/services/tvdb_shared.h"
#include "tests/doubles/between.h"
#include "tests/services.h"

static int start(void **state)
{
    int started = fixture_start(state, &service_tvdb2);
    if (!started) {
        fixture_sign_in(*state, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, "user",
                        STANDIN_TVDB2_USER, "userkey", STANDIN_TVDB2_USER_KEY, NULL);
    }
    return started;
}

static const struct series firefly = {.ids.tvdb = 78874};
static const struct series talk = {.ids.tvdb = 90102};

static size_t search(struct fixture *f, const char *title, struct series *series, size_t max)
{
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb2.search(f->session, title, 0, series, max, &count, &err), err);
    return count;
}

static size_t ask(struct fixture *f, const struct series *series, struct episode_query query,
                  struct episode *episodes, size_t max)
{
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb2.episodes(f->session, series, &query, episodes, max, &count, &err), err);
    return count;
}

static bool one_search(struct fixture *f, struct epi_error *err)
{
    struct series series[4];
    size_t count = 0;
    return service_tvdb2.search(f->session, "firefly", 0, series, 4, &count, err);
}

/* ---- Signing in ---- */

static void a_token_is_got_once_and_kept(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(one_search(f, &err), err);
    session_reset(f->session);
    assert_ok(one_search(f, &err), err);
    assert_int_equal(fixture_count(f, "POST /tvdb2/login"), 1);
    int64_t end = strtoll(fixture_stored(f, &service_tvdb2, "expires_at"), NULL, 10);
    assert_between(end, f->now + 6 * DAY, f->now + 8 * DAY);
}

/* A token that is about to end buys the next one. */
static void a_token_is_refreshed_before_it_ends(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(one_search(f, &err), err);
    char first[CREDENTIALS_VALUE_MAX];
    snprintf(first, sizeof(first), "%s", fixture_stored(f, &service_tvdb2, "token"));
    f->now += 7 * DAY - 60;
    assert_true(standin_control(f->standin, "{\"advance\":604740}"));
    assert_ok(one_search(f, &err), err);
    assert_int_equal(fixture_count(f, "GET /tvdb2/refresh_token"), 1);
    assert_int_equal(fixture_count(f, "POST /tvdb2/login"), 1);
    assert_string_not_equal(first, fixture_stored(f, &service_tvdb2, "token"));
}

/* In its first day the service gives the same token back: then a login is what helps. */
static void the_same_token_again_is_no_new_one(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_true(standin_control(f->standin, "{\"tvdb2_expires_in\":3600}"));
    assert_ok(one_search(f, &err), err);
    f->now += 3500;
    assert_ok(one_search(f, &err), err);
    assert_int_equal(fixture_count(f, "GET /tvdb2/refresh_token"), 1);
    assert_int_equal(fixture_count(f, "POST /tvdb2/login"), 2);
}

static void a_refused_token_is_followed_by_a_login(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(one_search(f, &err), err);
    assert_true(standin_control(f->standin, "{\"expire\":\"tvdb2\"}"));
    assert_ok(one_search(f, &err), err);
    assert_int_equal(fixture_count(f, "POST /tvdb2/login"), 2);
    assert_int_equal(fixture_count(f, "GET /tvdb2/search/series"), 3);
}

static void a_key_that_is_refused_is_for_the_user(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvdb2, "apikey", "wrong-key-value", NULL);
    assert_fails(one_search(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_non_null(strstr(err.text, "epimark login tvdb2"));
    assert_null(strstr(err.text, "wrong-key-value"));
}

static void a_login_that_fails_is_tried_again(void **state)
{
    static const int statuses[] = {400, 404, 405, 420, 422, 423, 426, 429, 502};
    struct fixture *f = *state;
    struct epi_error err = {0};
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        fixture_status(f, "POST /tvdb2/login", statuses[i]);
        assert_fails(one_search(f, &err), err, EPI_ERROR_LATER);
        assert_int_equal(err.status, statuses[i]);
    }
    assert_ok(one_search(f, &err), err);
}

static void who_tells_the_user(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    assert_ok(service_tvdb2.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TVDB2_USER);
    fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
    assert_ok(service_tvdb2.who(f->session, &account, &err), err);
    assert_true(account.name[0]);
    assert_int_equal(fixture_count(f, "GET /tvdb2/user"), 1);
}

/* ---- Series ---- */

static void search_reads_the_rows(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    assert_true(search(f, "firefly", series, 10) >= 1);
    assert_int_equal(series[0].ids.tvdb, 78874);
    assert_string_equal(series[0].title, "Firefly");
    assert_int_equal(series[0].year, 2002);
    assert_string_equal(series[0].network, "FOX");
    assert_string_equal(series[0].aliases[0], "Serenity");
}

static void search_finds_nothing(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    assert_int_equal(search(f, "qqqqzzzzxxxx", series, 4), 0);
}

static void the_language_goes_along(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    snprintf(f->config.language, sizeof(f->config.language), "deu");
    assert_true(search(f, "firefly", series, 4) >= 1);
    assert_string_equal(series[0].title, "Firefly: Der Aufbruch der Serenity");
    struct episode episodes[8];
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, episodes, 8), 1);
    assert_string_equal(episodes[0].title, "Die Siedler");
    /* One without a translation has its English name. */
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 3, "", NULL}, episodes, 8), 1);
    assert_string_equal(episodes[0].title, "Our Mrs. Reynolds");
    /* In a whole list all of them have, by one more list. */
    static struct episode whole[64];
    size_t before = fixture_count(f, NULL);
    size_t count =
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, whole, 64);
    assert_true(count > TVDB_SHARED_NAMED_SINGLY);
    for (size_t i = 0; i < count; i++) {
        assert_true(*whole[i].title);
        const char *const titles[] = {"Schmutziges Geld", "Die Siedler", "Our Mrs. Reynolds"};
        if (whole[i].season == 1 && whole[i].number <= 3)
            assert_string_equal(whole[i].title, titles[whole[i].number - 1]);
    }
    assert_int_equal(fixture_count(f, NULL), before + 2);
}

static char last_remark[256];

static void keep_remark(void *pacer, const struct service *service, const char *text)
{
    (void)pacer;
    assert_ptr_equal(service, &service_tvdb2);
    snprintf(last_remark, sizeof(last_remark), "%s", text);
}

/* What a good answer says of itself in "errors". */
static void what_an_answer_lacks_is_said(void **state)
{
    static const char *const said[][2] = {
        {"\\\"invalidLanguage\\\":\\\"Some translations were not available\\\"",
         "TheTVDB v2 does not have all texts in the language that was asked for"},
        {"\\\"invalidFilters\\\":[\\\"x\\\"]",
         "TheTVDB v2 does not know a filter, and has ignored it"},
        {"\\\"invalidQueryParams\\\":[\\\"lang\\\"]",
         "TheTVDB v2 does not know a parameter, and has ignored it"},
        {"\\\"invalidLanguage\\\":null", ""},
    };
    struct fixture *f = *state;
    f->context.remark = keep_remark;
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
        char members[256];
        struct series series[4];
        last_remark[0] = '\0';
        snprintf(members, sizeof(members),
                 "\"do\":\"body\",\"body\":\"{\\\"data\\\":[],\\\"errors\\\":{%s}}\"", said[i][0]);
        fixture_fault(f, "GET /tvdb2/search/series", members);
        search(f, "firefly", series, 4);
        assert_string_equal(last_remark, said[i][1]);
    }
}

static void odd_rows_are_read(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[64];
    struct series series[4];
    struct epi_error err = {0};
    size_t count = 0;
    assert_true(standin_control(f->standin, "{\"odd\":true}"));
    assert_true(search(f, "firefly", series, 4) >= 1); /* the aliases as one text */
    assert_string_equal(series[0].aliases[0], "Serenity");
    const struct episode_query dvd = {ORDER_DVD, -1, -1, "", NULL}; /* numbers as "2.1" */
    assert_ok(service_tvdb2.order(f->session, &firefly, &dvd, episodes, 64, &count, &err), err);
    assert_true(count > 3);
    for (size_t i = 0; i < count; i++) {
        if (episodes[i].tvdb == 297989)
            assert_int_equal(episodes[i].number, 2);
    }
    assert_true(standin_control(f->standin, "{\"links_next\":\"again\"}"));
    size_t twice = 0;
    assert_ok(service_tvdb2.order(f->session, &firefly, &dvd, episodes, 64, &twice, &err), err);
    assert_int_equal(twice, count);
}

static void lookup_goes_by_either_id(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids[] = {{.tvdb = 78874}, {.imdb = "tt0303461"}};
    for (size_t i = 0; i < 2; i++) {
        struct series series = {0};
        struct epi_error err = {0};
        bool found = false;
        assert_ok(service_tvdb2.lookup(f->session, &ids[i], &series, &found, &err), err);
        assert_true(found);
        assert_int_equal(series.ids.tvdb, 78874);
        assert_string_equal(series.title, "Firefly");
        assert_string_equal(series.ids.imdb, "tt0303461");
        assert_int_equal(series.year, 2002);
    }
}

static void a_series_without_a_name_in_a_language_has_its_english_one(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids = {.tvdb = 90102};
    struct series series = {0};
    struct epi_error err = {0};
    bool found = false;
    snprintf(f->config.language, sizeof(f->config.language), "fr");
    assert_ok(service_tvdb2.lookup(f->session, &ids, &series, &found, &err), err);
    assert_true(found);
    assert_string_equal(series.title, "The Tonight Talk");
}

static void lookup_of_an_unknown_id_finds_nothing(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids[] = {{.tvdb = 99999999}, {.imdb = "tt9999999"}, {.tvmaze = 180}};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct series series = {0};
        struct epi_error err = {0};
        bool found = true;
        assert_ok(service_tvdb2.lookup(f->session, &ids[i], &series, &found, &err), err);
        assert_false(found);
    }
}

static void dates_need_no_zeros(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    fixture_fault(f, "GET /tvdb2/search/series",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"data\":[{\"id\":7,\"seriesName\":"
                  "\"A\",\"firstAired\":\"2001-10-2\",\"aliases\":null,\"network\":null},{\"id\":8,"
                  "\"seriesName\":null,\"aliases\":[\"B\",\"C\"],\"firstAired\":\"1-1-1\"},"
                  "{\"id\":9,\"seriesName\":null,\"aliases\":[]}]}");
    assert_int_equal(search(f, "x", series, 4), 2);
    assert_int_equal(series[0].year, 2001);
    assert_string_equal(series[1].title, "B");
    assert_int_equal(series[1].year, 0);
}

/* ---- Episodes ---- */

static void episodes_by_number(void **state)
{
    struct fixture *f = *state;
    struct episode episode;
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, &episode, 1), 1);
    assert_int_equal(episode.tvdb, 297990);
    assert_int_equal(episode.season, 1);
    assert_int_equal(episode.number, 2);
    assert_int_equal(episode.absolute, 3);
    assert_string_equal(episode.title, "Bushwhacked");
    assert_string_equal(episode.airdate, "2002-09-27");
    assert_int_equal(fixture_count(f, "GET /tvdb2/series/78874/episodes/query"), 1);
}

/* The whole of an order; fails the test if that cannot be asked. */
static size_t order_of(struct fixture *f, const struct series *series, enum episode_order order,
                       struct episode *rows, size_t max)
{
    struct episode_query query = {order, -1, -1, "", NULL};
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb2.order(f->session, series, &query, rows, max, &count, &err), err);
    return count;
}

static void the_dvd_order_is_read_whole(void **state)
{
    struct fixture *f = *state;
    static struct episode rows[64];
    size_t count = order_of(f, &firefly, ORDER_DVD, rows, 64);
    int64_t first = 0;
    for (size_t i = 0; i < count; i++)
        first = rows[i].season == 1 && rows[i].number == 1 ? rows[i].tvdb : first;
    assert_int_equal(first, 297999);
    assert_int_equal(order_of(f, &talk, ORDER_DVD, rows, 64), 0);
    assert_int_equal(order_of(f, &firefly, ORDER_REGIONAL, rows, 64), 0);
}

/* A fraction is a part of one episode of the DVD. */
static void a_dvd_number_may_be_a_fraction(void **state)
{
    struct fixture *f = *state;
    struct episode rows[4];
    fixture_fault(f, "GET /tvdb2/series/78874/episodes",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"links\":{\"next\":null},\"data\":["
                  "{\"id\":1,\"airedSeason\":1,\"airedEpisodeNumber\":1,\"dvdSeason\":1,"
                  "\"dvdEpisodeNumber\":1.1},"
                  "{\"id\":2,\"airedSeason\":1,\"airedEpisodeNumber\":2,\"dvdSeason\":1,"
                  "\"dvdEpisodeNumber\":1.2},"
                  "{\"id\":3,\"airedSeason\":1,\"airedEpisodeNumber\":3,\"dvdSeason\":1,"
                  "\"dvdEpisodeNumber\":2},"
                  "{\"id\":4,\"airedSeason\":1,\"airedEpisodeNumber\":4,\"dvdSeason\":null,"
                  "\"dvdEpisodeNumber\":-1e300}]}");
    assert_int_equal(order_of(f, &firefly, ORDER_DVD, rows, 4), 3);
    assert_int_equal(rows[0].number, 1);
    assert_int_equal(rows[1].number, 1);
    assert_int_equal(rows[1].tvdb, 2);
    assert_int_equal(rows[2].number, 2);
}

static void episodes_by_date(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[4];
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, -1, -1, "2020-01-08", NULL}, episodes, 4),
        1);
    assert_int_equal(episodes[0].number, 3);
}

static void episodes_that_are_not_there(void **state)
{
    struct fixture *f = *state;
    const struct series nobody = {.ids.tvdb = 99999999};
    struct episode episode;
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 99, "", NULL}, &episode, 1), 0);
    assert_int_equal(
        ask(f, &nobody, (struct episode_query){ORDER_AIRED, 1, 1, "", NULL}, &episode, 1), 0);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, 1, "", NULL}, &episode, 1), 0);
}

static void a_filter_that_is_left_out_is_noticed(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[4];
    fixture_fault(f, "GET /tvdb2/series/78874/episodes/query",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"links\":{\"next\":null},\"data\":["
                  "{\"id\":1,\"airedSeason\":1,\"airedEpisodeNumber\":1},"
                  "{\"id\":2,\"airedSeason\":\"1\",\"airedEpisodeNumber\":2.0}]}");
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, episodes, 4), 1);
    assert_int_equal(episodes[0].tvdb, 2);
}

static void a_list_goes_on_to_its_last_page(void **state)
{
    struct fixture *f = *state;
    struct episode *episodes = calloc(1000, sizeof(*episodes));
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, episodes, 1000), 700);
    assert_int_equal(fixture_count(f, "GET /tvdb2/series/90102/episodes"), 7);
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, 1, -1, "", NULL}, episodes, 3), 3);
    assert_int_equal(fixture_count(f, "GET /tvdb2/series/90102/episodes/query"), 1);
    free(episodes);
}

static void an_answer_about_another_is_none(void **state)
{
    struct fixture *f = *state;
    static struct episode episodes[64];
    struct episode_query query = {ORDER_AIRED, -1, -1, "", NULL};
    struct series_ids ids = {.tvdb = 78874};
    struct series series = {.ids = ids};
    struct epi_error err = {0};
    size_t count = 0;
    bool found = false;
    fixture_fault(f, "GET /tvdb2/series/78874/episodes",
                  "\"do\":\"body\",\"body\":{\"data\":[{\"id\":1,\"seriesId\":78875,"
                  "\"airedSeason\":1,\"airedEpisodeNumber\":1}],\"links\":{\"next\":null}}");
    assert_fails(service_tvdb2.episodes(f->session, &series, &query, episodes, 64, &count, &err),
                 err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB v2 sent another series than was asked for");
    query.order = ORDER_DVD;
    fixture_fault(f, "GET /tvdb2/series/78874/episodes",
                  "\"do\":\"body\",\"body\":{\"data\":[{\"id\":1,\"seriesId\":78875,"
                  "\"dvdSeason\":1,\"dvdEpisodeNumber\":1}],\"links\":{\"next\":null}}");
    assert_fails(service_tvdb2.order(f->session, &series, &query, episodes, 64, &count, &err), err,
                 EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB v2 sent another series than was asked for");
    fixture_fault(f, "GET /tvdb2/series/78874",
                  "\"do\":\"body\",\"body\":{\"data\":{\"id\":78875,\"seriesName\":\"Other\"}}");
    assert_fails(service_tvdb2.lookup(f->session, &ids, &series, &found, &err), err,
                 EPI_ERROR_LATER);
}

/* ---- Ratings ---- */

/* The user's rating that the service holds, 0 for none. */
static int64_t rated(struct fixture *f, const char *type, int64_t id)
{
    struct answer answer = {0};
    int64_t value = 0;
    if (!route_get(f->session, api_find("tvdb2", NULL), "ratings", NULL, NULL, &answer, NULL))
        return 0;
    const struct json *rows = json_get(answer.json, "data");
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *row = json_at(rows, i);
        if (strcmp(json_text(json_get(row, "ratingType")), type) == 0 &&
            json_int(json_get(row, "ratingItemId"), 0) == id)
            value = json_int(json_get(row, "rating"), 0);
    }
    answer_free(&answer);
    return value;
}

static void an_episode_is_rated_and_the_rating_taken_back(void **state)
{
    struct fixture *f = *state;
    struct rating rating = {.subject = fixture_firefly(1, 2), .value = 8};
    struct epi_error err = {0}, result = {0};
    rating.subject.tvdb = 297990;
    assert_ok(service_tvdb2.rate(f->session, &rating, 1, &result, &err), err);
    assert_ok(result.kind == EPI_ERROR_NONE, result);
    assert_int_equal(rated(f, "episode", 297990), 8);
    rating.value = 0;
    /* A 404 that is not the service's own says nothing of it. */
    fixture_fault(f, "DELETE /tvdb2/user/ratings/*",
                  "\"do\":\"status\",\"status\":404,\"body\":\"{}\"");
    assert_ok(service_tvdb2.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(rated(f, "episode", 297990), 8);
    for (int twice = 0; twice < 2; twice++) { /* what is not there is as good as taken back */
        assert_ok(service_tvdb2.rate(f->session, &rating, 1, &result, &err), err);
        assert_ok(result.kind == EPI_ERROR_NONE, result);
        assert_int_equal(rated(f, "episode", 297990), 0);
    }
}

static void what_is_rated_is_found_by_its_number(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {{.subject = fixture_firefly(1, 3), .value = 7},
                               {.subject = fixture_firefly(1, 99), .value = 7},
                               {.subject = fixture_firefly(-1, -1), .value = 9},
                               {.subject = fixture_firefly(1, -1), .value = 9}};
    struct epi_error err = {0}, results[4] = {{0}};
    assert_ok(service_tvdb2.rate(f->session, ratings, 4, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(rated(f, "episode", 297991), 7);
    assert_int_equal(results[1].kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(results[1].text, "1x99"));
    assert_int_equal(results[2].kind, EPI_ERROR_NONE);
    assert_int_equal(rated(f, "series", 78874), 9);
    assert_int_equal(results[3].kind, EPI_ERROR_SIGN_IN); /* held, and nothing else with it */
    assert_int_equal(results[3].status, 405);
    ratings[2].subject.series = (struct series_ids){.imdb = "tt0303461"};
    ratings[2].value = 7;
    assert_ok(service_tvdb2.rate(f->session, &ratings[2], 1, results, &err), err);
    assert_int_equal(rated(f, "series", 78874), 7);
    ratings[2].value = 0;
    assert_ok(service_tvdb2.rate(f->session, &ratings[2], 1, results, &err), err);
    assert_int_equal(rated(f, "series", 78874), 0);
    ratings[2].subject.series = (struct series_ids){.tvmaze = 180};
    assert_ok(service_tvdb2.rate(f->session, &ratings[2], 1, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NEVER);
}

static void without_a_user_only_ratings_are_refused(void **state)
{
    struct fixture *f = *state;
    struct rating rating = {.subject = fixture_firefly(1, 2), .value = 8};
    struct epi_error err = {0}, result = {0};
    fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
    rating.subject.tvdb = 297990;
    assert_fails(service_tvdb2.rate(f->session, &rating, 1, &result, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 403); /* the rest of the account is fine */
    assert_int_equal(fixture_count(f, "* /tvdb2/user*"), 0);
    assert_ok(one_search(f, &err), err);
}

/* ---- What goes wrong ---- */

static bool one_lookup(struct fixture *f, struct epi_error *err)
{
    const struct series_ids ids = {.tvdb = 78874};
    struct series series;
    bool found = false;
    return service_tvdb2.lookup(f->session, &ids, &series, &found, err);
}

static bool one_episode(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_AIRED, 1, 1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvdb2.episodes(f->session, &firefly, &query, episodes, 4, &count, err);
}

static bool one_login(struct fixture *f, struct epi_error *err)
{
    fixture_sign_in(f, &service_tvdb2, "apikey", STANDIN_TVDB2_KEY, NULL);
    return one_search(f, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "POST /tvdb2/login", one_login);
    fixture_bad_answers(f, "GET /tvdb2/search/series", one_search);
    fixture_bad_answers(f, "GET /tvdb2/series/78874", one_lookup);
    fixture_bad_answers(f, "GET /tvdb2/series/78874/episodes/query", one_episode);
}

/* By an id that TheTVDB has to be asked for first. */
static bool one_list_by_imdb(struct fixture *f, struct epi_error *err)
{
    const struct series series = {.ids = {.imdb = "tt0303461"}};
    struct episode_query query = {ORDER_AIRED, 1, -1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvdb2.episodes(f->session, &series, &query, episodes, 4, &count, err);
}

static void a_request_that_fails_fails_the_call(void **state)
{
    struct fixture *f = *state;
    fixture_fail_each(f, one_login);
    fixture_fail_each(f, one_lookup);
    fixture_fail_each(f, one_episode);
    fixture_fail_each(f, one_list_by_imdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_token_is_got_once_and_kept),
        TEST(a_token_is_refreshed_before_it_ends),
        TEST(the_same_token_again_is_no_new_one),
        TEST(a_refused_token_is_followed_by_a_login),
        TEST(a_key_that_is_refused_is_for_the_user),
        TEST(a_login_that_fails_is_tried_again),
        TEST(who_tells_the_user),
        TEST(search_reads_the_rows),
        TEST(search_finds_nothing),
        TEST(the_language_goes_along),
        TEST(what_an_answer_lacks_is_said),
        TEST(odd_rows_are_read),
        TEST(lookup_goes_by_either_id),
        TEST(a_series_without_a_name_in_a_language_has_its_english_one),
        TEST(lookup_of_an_unknown_id_finds_nothing),
        TEST(dates_need_no_zeros),
        TEST(episodes_by_number),
        TEST(the_dvd_order_is_read_whole),
        TEST(a_dvd_number_may_be_a_fraction),
        TEST(episodes_by_date),
        TEST(episodes_that_are_not_there),
        TEST(a_filter_that_is_left_out_is_noticed),
        TEST(a_list_goes_on_to_its_last_page),
        TEST(an_answer_about_another_is_none),
        TEST(an_episode_is_rated_and_the_rating_taken_back),
        TEST(what_is_rated_is_found_by_its_number),
        TEST(without_a_user_only_ratings_are_refused),
        TEST(bad_answers_are_tried_again),
        TEST(a_request_that_fails_fails_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
