/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "core/services/tvdb_shared.h"
#include "tests/doubles/between.h"
#include "tests/services.h"

static int start(void **state)
{
    int started = fixture_start(state, &service_tvdb);
    if (!started)
        fixture_sign_in(*state, &service_tvdb, "apikey", STANDIN_TVDB_KEY, NULL);
    return started;
}

static const struct series firefly = {.ids.tvdb = 78874};
static const struct series talk = {.ids.tvdb = 90102};

static size_t search(struct fixture *f, const char *title, int year, struct series *series,
                     size_t max)
{
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb.search(f->session, title, year, series, max, &count, &err), err);
    return count;
}

static size_t ask(struct fixture *f, const struct series *series, struct episode_query query,
                  struct episode *episodes, size_t max)
{
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb.episodes(f->session, series, &query, episodes, max, &count, &err), err);
    return count;
}

/* ---- Signing in ---- */

static bool one_search(struct fixture *f, struct epi_error *err)
{
    struct series series[4];
    size_t count = 0;
    return service_tvdb.search(f->session, "x", 0, series, 4, &count, err);
}

static void a_token_is_got_once_and_kept(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    search(f, "firefly", 0, series, 4);
    search(f, "firefly", 0, series, 4);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 1);
    /* The next session, as of another process, finds it in the journal. */
    assert_true(*fixture_stored(f, &service_tvdb, "token"));
    int64_t end = strtoll(fixture_stored(f, &service_tvdb, "expires_at"), NULL, 10);
    assert_between(end, f->now + 29 * DAY, f->now + 31 * DAY);
    session_reset(f->session);
    search(f, "firefly", 0, series, 4);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 1);
}

static void a_token_that_ends_is_renewed_before_it_does(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    search(f, "firefly", 0, series, 4);
    f->now += 30 * DAY - 10;
    search(f, "firefly", 0, series, 4);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 2);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 2);
}

static void a_refused_token_is_renewed_and_the_call_repeated(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    search(f, "firefly", 0, series, 4);
    assert_true(standin_control(f->standin, "{\"expire\":\"tvdb\"}"));
    assert_true(search(f, "firefly", 0, series, 4) > 0);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 2);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 3);
}

/* Another process has logged in meanwhile: its token is taken, none is asked for. */
static void a_token_of_another_process_is_used(void **state)
{
    struct fixture *f = *state;
    struct series series[4];
    search(f, "firefly", 0, series, 4);
    char good[CREDENTIALS_VALUE_MAX];
    snprintf(good, sizeof(good), "%s", fixture_stored(f, &service_tvdb, "token"));
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_KEY, "token", "of-old", "expires_at",
                    "99999999999", NULL);
    bool signed_in = false;
    char name[8];
    assert_true(session_signed_in(f->session, &signed_in, name, sizeof(name), NULL));
    struct session *mine = f->session;
    f->session = NULL; /* so that it is not reset: it has read the old token */
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_KEY, "token", good, "expires_at",
                    "99999999999", NULL);
    f->session = mine;
    assert_true(search(f, "firefly", 0, series, 4) > 0);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 1);
}

static void a_key_that_is_refused_is_for_the_user(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvdb, "apikey", "wrong-key-value", NULL);
    assert_fails(one_search(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_non_null(strstr(err.text, "epimark login tvdb"));
    assert_null(strstr(err.text, "wrong-key-value"));
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 0);
}

static void a_pin_goes_with_the_key_that_wants_one(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_USER_KEY, NULL);
    assert_fails(one_search(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "PIN"));
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_USER_KEY, "pin", STANDIN_TVDB_PIN,
                    NULL);
    assert_ok(one_search(f, &err), err);
}

static void a_login_that_fails_is_tried_again(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    static const int statuses[] = {404, 405, 420, 422, 423, 426, 429, 502};
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        fixture_status(f, "POST /tvdb/v4/login", statuses[i]);
        assert_fails(one_search(f, &err), err, EPI_ERROR_LATER);
        assert_int_equal(err.status, statuses[i]);
    }
    assert_ok(one_search(f, &err), err);
}

static void a_store_that_cannot_be_written_does_no_harm(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_disk(true);
    bool first = one_search(f, &err);
    bool second = first && one_search(f, &err);
    fixture_disk(false);
    assert_ok(second, err);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 1);
    assert_string_equal(fixture_stored(f, &service_tvdb, "token"), "");
}

static void who_checks_the_key(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    assert_ok(service_tvdb.who(f->session, &account, &err), err);
    assert_string_equal(account.name, "API key");
    assert_between(account.expires_at, f->now + 29 * DAY, f->now + 31 * DAY);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/user"), 0);
}

static void who_tells_whose_the_pin_is(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_USER_KEY, "pin", STANDIN_TVDB_PIN,
                    NULL);
    assert_ok(service_tvdb.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TVDB2_USER);
    assert_string_equal(account.level, "subscriber");
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/user"), 1);
}

/* ---- Series ---- */

static void search_reads_the_rows(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    assert_true(search(f, "firefly", 0, series, 10) >= 1);
    assert_string_equal(series[0].title, "Firefly");
    assert_int_equal(series[0].ids.tvdb, 78874);
    assert_string_equal(series[0].ids.imdb, "tt0303461");
    assert_int_equal(series[0].year, 2002);
    assert_string_equal(series[0].country, "US");
    assert_string_equal(series[0].language, "eng");
    assert_string_equal(series[0].network, "FOX");
    bool alias = false;
    for (int i = 0; i < series[0].alias_count; i++)
        alias = alias || strcmp(series[0].aliases[i], "Serenity") == 0;
    assert_true(alias);
}

static void search_shows_titles_in_the_language_asked_for(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    snprintf(f->config.language, sizeof(f->config.language), "de");
    assert_true(search(f, "firefly", 0, series, 10) >= 1);
    assert_string_equal(series[0].title, "Firefly: Der Aufbruch der Serenity");
    assert_string_equal(series[0].aliases[0], "Firefly");
}

static void a_wrong_year_is_let_go(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    assert_true(search(f, "firefly", 2002, series, 10) >= 1);
    assert_int_equal(series[0].ids.tvdb, 78874);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 1);
    assert_true(search(f, "firefly", 1991, series, 10) >= 1);
    assert_int_equal(series[0].ids.tvdb, 78874);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 3);
}

static void search_finds_nothing(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    assert_int_equal(search(f, "qqqqzzzzxxxx", 0, series, 10), 0);
}

/* A name may be empty, null or missing, ids may be bare, lists null: the title is what is left. */
static void names_fall_back(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":["
                  "{\"id\":\"series-11\",\"name\":\"\",\"translations\":{\"fra\":\"F\","
                  "\"eng\":\"E\"},\"remote_ids\":null,\"aliases\":null},"
                  "{\"tvdb_id\":\"12\",\"name\":null,\"translations\":{\"zhtw\":\"Z\"}},"
                  "{\"id\":13,\"name\":\"N\",\"year\":2011,\"type\":\"series\"},"
                  "{\"id\":\"movie-14\",\"name\":\"M\",\"type\":\"movie\"},"
                  "{\"id\":\"series-15\"},5,null]}");
    assert_int_equal(search(f, "x", 0, series, 10), 3);
    assert_int_equal(series[0].ids.tvdb, 11);
    assert_string_equal(series[0].title, "E");
    assert_int_equal(series[1].ids.tvdb, 12);
    assert_string_equal(series[1].title, "Z");
    assert_int_equal(series[2].ids.tvdb, 13);
    assert_int_equal(series[2].year, 2011);
}

static void lookup_goes_by_either_id(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids[] = {
        {.tvdb = 78874}, {.imdb = "tt0303461"}, {.tvdb = 99999999, .imdb = "tt0303461"}};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct series series = {0};
        struct epi_error err = {0};
        bool found = false;
        assert_ok(service_tvdb.lookup(f->session, &ids[i], &series, &found, &err), err);
        assert_true(found);
        assert_int_equal(series.ids.tvdb, 78874);
        assert_string_equal(series.title, "Firefly");
        assert_int_equal(series.year, 2002);
        assert_int_equal(series.year_end, 2002); /* of what is in the catalogue */
        assert_string_equal(series.country, "US");
        assert_string_equal(series.ids.imdb, "tt0303461");
    }
}

static void lookup_shows_the_title_in_the_language_asked_for(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids = {.tvdb = 78874};
    struct series series = {0};
    struct epi_error err = {0};
    bool found = false;
    snprintf(f->config.language, sizeof(f->config.language), "de-AT");
    assert_ok(service_tvdb.lookup(f->session, &ids, &series, &found, &err), err);
    assert_string_equal(series.title, "Firefly: Der Aufbruch der Serenity");
}

static void lookup_of_an_unknown_id_finds_nothing(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids[] = {{.tvdb = 99999999}, {.imdb = "tt9999999"}, {.tvmaze = 180}};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct series series = {0};
        struct epi_error err = {0};
        bool found = true;
        assert_ok(service_tvdb.lookup(f->session, &ids[i], &series, &found, &err), err);
        assert_false(found);
    }
}

/* A remote id finds people and films too, and records that are gone. */
static void a_ghost_is_passed_over(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids = {.imdb = "tt0303461"};
    struct series series = {0};
    struct epi_error err = {0};
    bool found = false;
    fixture_fault(f, "GET /tvdb/v4/search/remoteid/*",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"data\":[{\"people\":{\"id\":4}},"
                  "{\"series\":{\"id\":99999999}},{\"series\":{\"id\":78874}}]}");
    assert_ok(service_tvdb.lookup(f->session, &ids, &series, &found, &err), err);
    assert_true(found);
    assert_int_equal(series.ids.tvdb, 78874);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/*"), 2);
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
    assert_false(episode.special);
}

static void episodes_that_are_not_there(void **state)
{
    struct fixture *f = *state;
    struct episode episode;
    const struct series nothing = {.ids.tvdb = 0};
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 99, "", NULL}, &episode, 1), 0);
    assert_int_equal(
        ask(f, &nothing, (struct episode_query){ORDER_AIRED, 1, 1, "", NULL}, &episode, 1), 0);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, 1, "", NULL}, &episode, 1), 0);
}

/* TheTVDB does not find the list of a series that it has, and does later. */
static void a_list_that_is_missing_is_asked_for_again(void **state)
{
    struct fixture *f = *state;
    struct episode_query query = {ORDER_AIRED, 1, 2, "", NULL};
    struct episode episode;
    struct epi_error err = {0};
    size_t count = 0;
    fixture_fault(f, "GET /tvdb/v4/series/78874/episodes/official",
                  "\"do\":\"status\",\"status\":404,\"body\":{\"status\":\"failure\","
                  "\"message\":\"NotFoundException: not found\",\"data\":null}");
    assert_fails(service_tvdb.episodes(f->session, &firefly, &query, &episode, 1, &count, &err),
                 err, EPI_ERROR_LATER);
    assert_int_equal(err.status, 404);
    assert_int_equal(ask(f, &firefly, query, &episode, 1), 1);
    query.order = ORDER_ALTERNATE; /* there is none */
    fixture_status(f, "GET /tvdb/v4/series/78874/episodes/alternate", 404);
    assert_int_equal(ask(f, &firefly, query, &episode, 1), 0);
}

/* The whole list of a series; rows is as long as *count says. */
static void ask_version(struct fixture *f, const struct series *series,
                        struct list_version *version, struct episode *rows, size_t *count)
{
    struct episode_query query = {ORDER_AIRED, -1, -1, "", version};
    struct epi_error err = {0};
    assert_ok(service_tvdb.episodes(f->session, series, &query, rows, *count, count, &err), err);
}

static void a_list_that_has_not_changed_is_not_sent_again(void **state)
{
    static struct episode rows[1000];
    struct fixture *f = *state;
    struct list_version version = {0}, again;
    size_t count = 1000;
    ask_version(f, &firefly, &version, rows, &count);
    assert_true(count > 0 && !version.unchanged && *version.modified);
    assert_string_equal(version.etag, "");
    again = version;
    size_t none = 1000;
    ask_version(f, &firefly, &again, rows, &none);
    assert_true(again.unchanged);
    assert_int_equal(none, 0);
    assert_string_equal(again.modified, version.modified);
    snprintf(again.modified, sizeof(again.modified), "Tue, 01 Jan 1991 00:00:00 GMT");
    size_t anew = 1000;
    ask_version(f, &firefly, &again, rows, &anew);
    assert_false(again.unchanged);
    assert_int_equal(anew, count);
    assert_string_equal(again.modified, version.modified);
}

static void a_page_says_nothing_of_the_next(void **state)
{
    static struct episode rows[1000];
    struct fixture *f = *state;
    struct list_version version = {.modified = "Tue, 01 Jan 1991 00:00:00 GMT"};
    size_t count = 1000;
    ask_version(f, &talk, &version, rows, &count);
    assert_true(count > 500 && !version.unchanged);
    assert_string_equal(version.modified, "");
}

static void specials_are_season_0(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[8];
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 0, -1, "", NULL}, episodes, 8), 2);
    assert_true(episodes[0].special);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 0, 3, "", NULL}, episodes, 8), 1);
    assert_int_equal(episodes[0].tvdb, 967981);
}

static void episodes_by_date(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[4];
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, -1, -1, "2020-01-08", NULL}, episodes, 4),
        1);
    assert_int_equal(episodes[0].number, 3);
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, -1, -1, "1999-01-08", NULL}, episodes, 4),
        0);
}

/* The id of what is at a number of an order, of which the whole is read; 0: none. */
static int64_t placed(struct fixture *f, const struct series *series, enum episode_order order,
                      int season, int number)
{
    static struct episode rows[64];
    struct episode_query query = {order, -1, -1, "", NULL};
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvdb.order(f->session, series, &query, rows, 64, &count, &err), err);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].season == season && rows[i].number == number)
            return rows[i].tvdb;
    }
    return 0;
}

static void other_orders_are_read_whole(void **state)
{
    struct fixture *f = *state;
    const struct series anime = {.ids.tvdb = 90103};
    assert_int_equal(placed(f, &firefly, ORDER_DVD, 1, 1), 297999);
    assert_int_equal(placed(f, &firefly, ORDER_ALTERNATE, 2, 1), 297991);
    assert_int_equal(placed(f, &firefly, ORDER_REGIONAL, 3, 7), 297991);
    assert_int_equal(placed(f, &anime, ORDER_ABSOLUTE, 1, 15), 8200102);
    assert_int_equal(placed(f, &talk, ORDER_DVD, 1, 1), 0);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/78874/episodes/dvd"), 1);
    const struct series nobody = {.ids.tvdb = 99999999};
    assert_int_equal(placed(f, &nobody, ORDER_DVD, 1, 1), 0);
}

static void an_order_that_has_not_changed_is_not_sent_again(void **state)
{
    struct fixture *f = *state;
    static struct episode rows[64];
    struct list_version version = {0};
    struct episode_query query = {ORDER_DVD, -1, -1, "", &version};
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvdb.order(f->session, &firefly, &query, rows, 64, &count, &err), err);
    assert_true(count > 0 && *version.modified);
    assert_ok(service_tvdb.order(f->session, &firefly, &query, rows, 64, &count, &err), err);
    assert_true(count == 0 && version.unchanged);
}

static void a_list_goes_on_to_its_last_page(void **state)
{
    struct fixture *f = *state;
    struct episode *episodes = calloc(1000, sizeof(*episodes));
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, episodes, 1000), 700);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/90102/episodes/official"), 2);
    assert_int_equal(episodes[699].number, 700);
    /* As far as there is room. */
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, 1, -1, "", NULL}, episodes, 3), 3);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/90102/episodes/official"), 3);
    free(episodes);
}

static void names_come_in_the_language_asked_for(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[8];
    snprintf(f->config.language, sizeof(f->config.language), "de");
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, episodes, 1), 1);
    assert_string_equal(episodes[0].title, "Die Siedler");
    /* One that was not translated keeps its name. */
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 3, "", NULL}, episodes, 1), 1);
    assert_string_equal(episodes[0].title, "Our Mrs. Reynolds");
    size_t count =
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, -1, "", NULL}, episodes, 8);
    assert_int_equal(count, 4);
    assert_string_equal(episodes[0].title, "Schmutziges Geld");
    assert_string_equal(episodes[1].title, "Die Siedler");
    assert_string_equal(episodes[2].title, "Our Mrs. Reynolds");
}

/* ---- What goes wrong ---- */

static bool one_lookup(struct fixture *f, struct epi_error *err)
{
    const struct series_ids ids = {.tvdb = 78874};
    struct series series;
    bool found = false;
    return service_tvdb.lookup(f->session, &ids, &series, &found, err);
}

static bool one_remote(struct fixture *f, struct epi_error *err)
{
    const struct series_ids ids = {.imdb = "tt0303461"};
    struct series series;
    bool found = false;
    return service_tvdb.lookup(f->session, &ids, &series, &found, err);
}

static bool one_list(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_AIRED, 1, 1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvdb.episodes(f->session, &firefly, &query, episodes, 4, &count, err);
}

static void an_answer_about_another_is_none(void **state)
{
    struct fixture *f = *state;
    struct series_ids ids = {.tvdb = 78874};
    struct series series;
    struct epi_error err = {0};
    bool found = false;
    fixture_fault(f, "GET /tvdb/v4/series/78874/episodes/official",
                  "\"do\":\"body\",\"body\":{\"data\":{\"episodes\":[{\"id\":1,\"seriesId\":78875,"
                  "\"seasonNumber\":1,\"number\":1}]},\"links\":{\"next\":null}}");
    assert_fails(one_list(f, &err), err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB sent another series than was asked for");
    fixture_fault(f, "GET /tvdb/v4/series/78874/extended",
                  "\"do\":\"body\",\"body\":{\"data\":{\"id\":78875,\"name\":\"Other\"}}");
    assert_fails(service_tvdb.lookup(f->session, &ids, &series, &found, &err), err,
                 EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB sent another series than was asked for");
    /* The same page for ever. */
    fixture_fault(
        f, "GET /tvdb/v4/series/78874/episodes/official",
        "\"nth\":0,\"do\":\"body\",\"body\":{\"data\":{\"episodes\":[{\"id\":1,"
        "\"seriesId\":78874,\"seasonNumber\":1,\"number\":1}]},\"links\":{\"next\":\"x\"}}");
    int before = fixture_count(f, "GET /tvdb/v4/series/78874/episodes/official");
    assert_ok(one_list(f, &err), err);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/78874/episodes/official"), before + 2);
}

#define LIST(of, id)                                                                               \
    "\"data\":{\"series\":{\"id\":" of "},\"episodes\":[{\"id\":" id                               \
    ",\"seasonNumber\":1,\"number\":1}]}"

static bool one_order(struct fixture *f, struct epi_error *err)
{
    static struct episode rows[64];
    const struct episode_query query = {ORDER_DVD, -1, -1, "", NULL};
    size_t count = 0;
    return service_tvdb.order(f->session, &firefly, &query, rows, 64, &count, err);
}

static void an_order_of_another_series_is_none(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_fault(f, "GET /tvdb/v4/series/78874/episodes/dvd",
                  "\"do\":\"body\",\"body\":{" LIST("78875", "1") "}");
    assert_fails(one_order(f, &err), err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB sent another series than was asked for");
    fixture_bad_answers(f, "GET /tvdb/v4/series/78874/episodes/dvd", one_order);
}

/* An id that no number holds is none, and so is an episode without one. */
static void what_has_no_id_is_no_episode(void **state)
{
    struct fixture *f = *state;
    static struct episode rows[64];
    fixture_fault(f, "GET /tvdb/v4/series/78874/episodes/official",
                  "\"do\":\"body\",\"body\":{\"data\":{\"episodes\":["
                  "{\"id\":99999999999999999999,\"seasonNumber\":1,\"number\":1,\"name\":\"A\"},"
                  "{\"id\":-1,\"seasonNumber\":1,\"number\":2,\"name\":\"B\"},"
                  "{\"id\":null,\"seasonNumber\":1,\"number\":3,\"name\":\"C\"},"
                  "{\"id\":7,\"seasonNumber\":1,\"number\":4,\"name\":null},"
                  "{\"id\":8,\"seasonNumber\":1,\"number\":99999999999999999999}]}}");
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, rows, 64), 2);
    assert_int_equal(rows[0].tvdb, 7);
    assert_int_equal(rows[0].number, 4);
    assert_int_equal(rows[1].number, -1);
}

static void pages_that_go_round_in_a_circle_end(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    static const char *const pages[] = {LIST("78874", "1"), LIST("78874", "2"), LIST("78874", "3"),
                                        LIST("78874", "1")};
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        char fault[512];
        snprintf(fault, sizeof(fault),
                 "\"nth\":%zu,\"do\":\"body\",\"body\":{%s,\"links\":{\"next\":\"x\"}}", i + 1,
                 pages[i]);
        fixture_fault(f, "GET /tvdb/v4/series/78874/episodes/official", fault);
    }
    assert_ok(one_list(f, &err), err);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/78874/episodes/official"), 4);
}

static void a_link_to_nowhere_ends_the_list(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_true(standin_control(f->standin, "{\"links_next\":\"empty\"}"));
    assert_ok(one_list(f, &err), err);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/series/78874/episodes/official"), 1);
}

static void odd_names_are_read(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct series series[4];
    size_t count = 0;
    assert_true(standin_control(f->standin, "{\"odd\":true}"));
    /* The names as a list, the aliases as one text, no name of its own. */
    assert_ok(service_tvdb.search(f->session, "Firefly", 0, series, 4, &count, &err), err);
    assert_true(count >= 1);
    assert_string_equal(series[0].title, "Firefly");
    bool serenity = false, german = false;
    for (int i = 0; i < series[0].alias_count; i++) {
        serenity = serenity || strcmp(series[0].aliases[i], "Serenity") == 0;
        german = german || strstr(series[0].aliases[i], "Aufbruch");
    }
    assert_true(serenity && german);
    /* The aliases as one object. */
    const struct series_ids ids = {.tvdb = 78874};
    bool found = false;
    assert_ok(service_tvdb.lookup(f->session, &ids, series, &found, &err), err);
    assert_int_equal(series[0].alias_count, 1);
    assert_string_equal(series[0].aliases[0], "Serenity");
    /* A row without any name is none, and no error. */
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"nth\":0,\"do\":\"body\",\"body\":{\"data\":[{\"tvdb_id\":\"5\","
                  "\"name\":null,\"type\":\"series\"}]}");
    assert_ok(service_tvdb.search(f->session, "Firefly", 0, series, 4, &count, &err), err);
    assert_int_equal(count, 0);
}

/* A gateway's error says nothing of what was asked for, whatever its status. */
static void the_error_of_a_gateway_is_no_answer(void **state)
{
    static const int statuses[] = {200, 400, 403, 404, 502};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        char members[128];
        struct epi_error err = {0};
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":%d,\"body\":{\"Error\":\"Upstream\"}", statuses[i]);
        fixture_fault(f, "GET /tvdb/v4/series/78874/extended", members);
        assert_fails(one_lookup(f, &err), err, EPI_ERROR_LATER);
        assert_null(strstr(err.text, "Upstream"));
    }
}

static void pages_without_an_end_are_no_list(void **state)
{
    struct fixture *f = *state;
    struct tvdb_shared_pages read = {0};
    struct epi_error err = {0};
    bool ok = true;
    int page;
    for (page = 1; ok && page < 1000; page++) {
        char text[64];
        snprintf(text, sizeof(text), "[{\"id\":%d,\"seriesId\":78874}]", page);
        struct json *rows = json_read(text, strlen(text), NULL);
        struct answer answer = {.status = 200};
        bool again = false;
        ok =
            tvdb_shared_check_page(f->session, 78874, rows, &read, &again, &answer, &err) && !again;
        json_free(rows);
    }
    assert_false(ok);
    assert_int_equal(page - 2, TVDB_SHARED_PAGES_MAX);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TheTVDB sent a list without an end");
}

static bool one_login(struct fixture *f, struct epi_error *err)
{
    fixture_sign_in(f, &service_tvdb, "apikey", STANDIN_TVDB_KEY, NULL);
    return one_search(f, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "POST /tvdb/v4/login", one_login);
    fixture_bad_answers(f, "GET /tvdb/v4/search", one_search);
    fixture_bad_answers(f, "GET /tvdb/v4/series/78874/extended", one_lookup);
    fixture_bad_answers(f, "GET /tvdb/v4/search/remoteid/*", one_remote);
    fixture_bad_answers(f, "GET /tvdb/v4/series/78874/episodes/official", one_list);
    snprintf(f->config.language, sizeof(f->config.language), "de");
    fixture_bad_answers(f, "GET /tvdb/v4/episodes/*", one_list);
}

/* By an id that TheTVDB has to be asked for first. */
static bool one_list_by_imdb(struct fixture *f, struct epi_error *err)
{
    const struct series series = {.ids = {.imdb = "tt0303461"}};
    struct episode_query query = {ORDER_AIRED, 1, -1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvdb.episodes(f->session, &series, &query, episodes, 4, &count, err);
}

static void a_request_that_fails_fails_the_call(void **state)
{
    struct fixture *f = *state;
    fixture_fail_each(f, one_login);
    fixture_fail_each(f, one_remote);
    fixture_fail_each(f, one_list_by_imdb);
    snprintf(f->config.language, sizeof(f->config.language), "de");
    fixture_fail_each(f, one_search);
    fixture_fail_each(f, one_remote);
    fixture_fail_each(f, one_list);
    fixture_fail_each(f, one_list_by_imdb);
}

static void an_answer_without_a_token_is_no_sign_in(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_fault(f, "POST /tvdb/v4/login",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{}}");
    assert_fails(one_search(f, &err), err, EPI_ERROR_LATER);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_token_is_got_once_and_kept),
        TEST(a_token_that_ends_is_renewed_before_it_does),
        TEST(a_refused_token_is_renewed_and_the_call_repeated),
        TEST(a_token_of_another_process_is_used),
        TEST(a_key_that_is_refused_is_for_the_user),
        TEST(a_pin_goes_with_the_key_that_wants_one),
        TEST(a_login_that_fails_is_tried_again),
        TEST(a_store_that_cannot_be_written_does_no_harm),
        TEST(who_checks_the_key),
        TEST(who_tells_whose_the_pin_is),
        TEST(search_reads_the_rows),
        TEST(search_shows_titles_in_the_language_asked_for),
        TEST(a_wrong_year_is_let_go),
        TEST(search_finds_nothing),
        TEST(names_fall_back),
        TEST(lookup_goes_by_either_id),
        TEST(lookup_shows_the_title_in_the_language_asked_for),
        TEST(lookup_of_an_unknown_id_finds_nothing),
        TEST(a_ghost_is_passed_over),
        TEST(episodes_by_number),
        TEST(episodes_that_are_not_there),
        TEST(a_list_that_is_missing_is_asked_for_again),
        TEST(a_list_that_has_not_changed_is_not_sent_again),
        TEST(a_page_says_nothing_of_the_next),
        TEST(specials_are_season_0),
        TEST(episodes_by_date),
        TEST(other_orders_are_read_whole),
        TEST(an_order_that_has_not_changed_is_not_sent_again),
        TEST(a_list_goes_on_to_its_last_page),
        TEST(an_answer_about_another_is_none),
        TEST(an_order_of_another_series_is_none),
        TEST(what_has_no_id_is_no_episode),
        TEST(pages_that_go_round_in_a_circle_end),
        TEST(a_link_to_nowhere_ends_the_list),
        TEST(odd_names_are_read),
        TEST(the_error_of_a_gateway_is_no_answer),
        TEST(pages_without_an_end_are_no_list),
        TEST(names_come_in_the_language_asked_for),
        TEST(bad_answers_are_tried_again),
        TEST(a_request_that_fails_fails_the_call),
        TEST(an_answer_without_a_token_is_no_sign_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
