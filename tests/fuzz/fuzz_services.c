/* SPDX-License-Identifier: MIT
 *
 * Every reader of core/services, given any bytes for an answer: it has to end in a result that
 * holds, or in one error with a kind and a text. The first byte chooses the reader; then come the
 * answers, each a byte for the status and the body up to a byte 0xff.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/services/request.h"
#include "core/services/route_call.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "tests/fuzz/fuzz.h"

/* ---- In place of the network and the journal ---- */

struct answers {
    struct http *http; /* never looked into: it carries this */
    const uint8_t *at;
    size_t left;
};

bool __wrap_http_send(struct http *http, const struct http_request *request,
                      struct http_response *response, struct epi_error *err);
bool __wrap_secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                        bool *found, struct epi_error *err);
bool __wrap_secret_save(struct secret *secret, const char *service,
                        const struct credentials *credentials, bool interactive,
                        struct epi_error *err);
int __wrap_secret_lock(struct secret *secret, const char *service, int milliseconds,
                       struct epi_error *err);
void __wrap_secret_unlock(int lock);

bool __wrap_http_send(struct http *http, const struct http_request *request,
                      struct http_response *response, struct epi_error *err)
{
    static const int statuses[] = {200, 200, 200, 201, 207, 302, 400, 401,
                                   403, 404, 409, 418, 422, 426, 429, 503};
    struct answers *answers = (struct answers *)http;
    (void)request;
    if (!answers->left)
        return epi_error_set(err, EPI_ERROR_LATER, "no answer came");
    const uint8_t *end = memchr(answers->at, 0xff, answers->left);
    size_t len = end ? (size_t)(end - answers->at) : answers->left;
    *response = (struct http_response){.status = statuses[len ? answers->at[0] % 16 : 0]};
    response->body_len = len ? len - 1 : 0;
    response->body = calloc(1, response->body_len + 1);
    if (!response->body)
        abort();
    if (len)
        memcpy(response->body, answers->at + 1, response->body_len);
    response->pages = (int)(answers->left % 5);
    answers->at += len + (end ? 1 : 0);
    answers->left -= len + (end ? 1 : 0);
    return true;
}

static bool fill(struct credentials *credentials)
{
    static const char *const names[] = {"user",  "key",       "apikey",       "userkey",
                                        "token", "client_id", "access_token", "refresh_token"};
    credentials_wipe(credentials);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!credentials_set(credentials, names[i], "x"))
            return false;
    }
    return true;
}

bool __wrap_secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                        bool *found, struct epi_error *err)
{
    (void)secret;
    (void)err;
    *found = fill(credentials);
    if (strcmp(service, "trakt") == 0) {
        credentials_set(credentials, "userkey", "");
        return credentials_set(credentials, "client_secret", "x");
    }
    if (strcmp(service, "mdblist") == 0) /* by a token, which can be renewed */
        return credentials_set(credentials, "apikey", "");
    if (strcmp(service, "trakt1") == 0) {
        credentials_set(credentials, "userkey", "");
        return credentials_set(credentials, "password", "x");
    }
    return credentials_set(credentials, "refresh_token", "");
}

bool __wrap_secret_save(struct secret *secret, const char *service,
                        const struct credentials *credentials, bool interactive,
                        struct epi_error *err)
{
    (void)secret;
    (void)service;
    (void)credentials;
    (void)interactive;
    (void)err;
    return true;
}

int __wrap_secret_lock(struct secret *secret, const char *service, int milliseconds,
                       struct epi_error *err)
{
    (void)secret;
    (void)service;
    (void)milliseconds;
    (void)err;
    return 0;
}

void __wrap_secret_unlock(int lock)
{
    (void)lock;
}

static int64_t now(void *clock)
{
    (void)clock;
    return 1700000000;
}

/* ---- The readers ---- */

enum { ITEMS = 4 };

struct run {
    struct session *session;
    const struct service *service;
    struct subject subjects[ITEMS];
    struct series series[ITEMS];
    struct episode episodes[ITEMS];
    struct epi_error results[ITEMS];
    size_t count;
    struct epi_error err;
    struct credentials given, signed_in;
};

#define ENDED(text) (memchr((text), 0, sizeof(text)))

static void check_series(const struct series *series)
{
    HOLDS(ENDED(series->title) && ENDED(series->network) && ENDED(series->ids.imdb));
    HOLDS(series->alias_count >= 0 && series->alias_count <= MATCH_ALIASES_MAX);
    for (int i = 0; i < series->alias_count; i++)
        HOLDS(ENDED(series->aliases[i]));
    HOLDS(series->popularity >= 0 && series->popularity <= 100 && series->runtime >= 0);
}

static void check_episodes(const struct run *run)
{
    HOLDS(run->count <= ITEMS);
    for (size_t i = 0; i < run->count; i++) {
        const struct episode *episode = &run->episodes[i];
        HOLDS(ENDED(episode->title) && ENDED(episode->airdate));
        HOLDS(episode->season >= -1 && episode->number >= -1);
        HOLDS(episode->tvdb > 0 || episode->tvmaze > 0);
    }
}

static bool find_series(struct run *run)
{
    if (!run->service->search(run->session, "x", 2002, run->series, ITEMS, &run->count, &run->err))
        return false;
    HOLDS(run->count <= ITEMS);
    for (size_t i = 0; i < run->count; i++)
        check_series(&run->series[i]);
    return true;
}

static bool look_up(struct run *run, const struct series_ids *ids)
{
    bool found = false;
    if (!run->service->lookup(run->session, ids, &run->series[0], &found, &run->err))
        return false;
    if (found)
        check_series(&run->series[0]);
    return true;
}

static bool by_id(struct run *run)
{
    return look_up(run, &(struct series_ids){.tvdb = 1, .tvmaze = 1});
}

static bool by_imdb(struct run *run)
{
    return look_up(run, &(struct series_ids){.imdb = "tt1"});
}

static bool find_aliases(struct run *run)
{
    run->series[0] = (struct series){.ids.tvmaze = 1};
    if (!run->service->aliases(run->session, &run->series[0], &run->err))
        return false;
    check_series(&run->series[0]);
    return true;
}

static bool list(struct run *run, struct episode_query query)
{
    run->series[0] = (struct series){.ids = {.tvdb = 1, .tvmaze = 1}};
    if (!run->service->episodes(run->session, &run->series[0], &query, run->episodes, ITEMS,
                                &run->count, &run->err))
        return false;
    check_episodes(run);
    return true;
}

static bool by_number(struct run *run)
{
    return list(run, (struct episode_query){ORDER_AIRED, 1, 1, "", NULL});
}

static bool by_date(struct run *run)
{
    return list(run, (struct episode_query){ORDER_AIRED, -1, -1, "2002-09-20", NULL});
}

static bool order(struct run *run, enum episode_order which)
{
    const struct episode_query query = {which, -1, -1, "", NULL};
    run->series[0] = (struct series){.ids = {.tvdb = 1, .tvmaze = 1}};
    if (!run->service->order(run->session, &run->series[0], &query, run->episodes, ITEMS,
                             &run->count, &run->err))
        return false;
    check_episodes(run);
    return true;
}

static bool dvd_order(struct run *run)
{
    return order(run, ORDER_DVD);
}

static bool absolute_order(struct run *run)
{
    return order(run, ORDER_ABSOLUTE);
}

static bool all_episodes(struct run *run)
{
    return list(run, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL});
}

/* Each result is an error with a text, or none. */
static bool judged(struct run *run, bool done)
{
    for (size_t i = 0; done && i < ITEMS; i++)
        HOLDS(!run->results[i].kind == !run->results[i].text[0]);
    return done;
}

static bool marks(struct run *run)
{
    struct mark list[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        list[i] = (struct mark){.subject = run->subjects[i], .at = 1};
    return judged(run, run->service->mark(run->session, list, ITEMS, run->results, &run->err));
}

static bool unmarks(struct run *run)
{
    return judged(
        run, run->service->unmark(run->session, run->subjects, ITEMS, run->results, &run->err));
}

static bool rates(struct run *run)
{
    struct rating list[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        list[i] = (struct rating){run->subjects[i], i == 3 ? 0 : 8, 1};
    return judged(run, run->service->rate(run->session, list, ITEMS, run->results, &run->err));
}

static bool plays(struct run *run)
{
    struct mark list[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        list[i] = (struct mark){.subject = run->subjects[i], .at = 1};
    return judged(run, run->service->play(run->session, list, ITEMS, run->results, &run->err));
}

static bool is_played(struct run *run)
{
    struct mark play = {.subject = run->subjects[0], .at = 1718000000};
    bool found = false;
    return run->service->played(run->session, &play, &found, &run->err);
}

static bool unplays(struct run *run)
{
    struct mark play = {.subject = run->subjects[0], .at = 1718000000};
    return run->service->unplay(run->session, &play, 1, run->results, &run->err);
}

static bool stops(struct run *run)
{
    bool counted = false;
    return run->service->live(run->session, &run->subjects[1], LIVE_STOP, 90, &counted, &run->err);
}

static bool see_series(void *context, const struct series *series, const char *tag)
{
    (void)context;
    check_series(series);
    HOLDS(series->ids.tvmaze > 0 && (!tag || strlen(tag) < HTTP_BODY_MAX));
    return true;
}

static bool lists(struct run *run)
{
    return run->service->lists(run->session, see_series, NULL, &run->err);
}

static bool see_marked(void *context, const struct marked *marked)
{
    struct run *run = context;
    run->episodes[0] = marked->episode;
    run->count = 1;
    check_episodes(run);
    HOLDS(marked->at >= 0 && marked->type <= MARK_SKIPPED);
    return true;
}

static bool is_marked(struct run *run)
{
    run->series[0] = (struct series){.ids.tvmaze = 1};
    return run->service->marked(run->session, &run->series[0], see_marked, run, &run->err);
}

static bool follows(struct run *run)
{
    run->series[0] = (struct series){.ids.tvdb = 1};
    return run->service->follow(run->session, &run->series[0], true, &run->err);
}

static bool tags(struct run *run)
{
    run->series[0] = (struct series){.ids.tvmaze = 1};
    return run->service->tag(run->session, &run->series[0], "x", true, &run->err);
}

static bool who(struct run *run)
{
    struct account account;
    if (!run->service->who(run->session, &account, &run->err))
        return false;
    HOLDS(ENDED(account.name) && ENDED(account.level) && ENDED(account.allowed));
    return true;
}

static bool signs_out(struct run *run)
{
    return run->service->sign_out(run->session, &run->err);
}

static bool pairs(struct run *run)
{
    struct pairing pairing;
    bool done = false;
    fill(&run->given);
    if (!run->service->pair_start(run->session, &run->given, &pairing, &run->err))
        return false;
    HOLDS(ENDED(pairing.token) && ENDED(pairing.code) && ENDED(pairing.url));
    HOLDS(pairing.interval > 0);
    return run->service->pair_poll(run->session, &pairing, &done, &run->signed_in, &run->err);
}

/* A token first: whatever it is, the next call uses it. */
static bool logs_in(struct run *run)
{
    fill(&run->given);
    credentials_set(&run->given, "token", "");
    session_use(run->session, &run->given);
    return who(run);
}

static bool pages(struct run *run)
{
    struct route_args args = {0};
    struct answer answer = {0};
    const struct api *api =
        run->service == &service_tvdb2 ? api_find("tvdb2", NULL) : api_find("tvdb", NULL);
    route_int(&args, "id", 1);
    if (api == api_find("tvdb", NULL))
        route_text(&args, "season-type", "official");
    bool done =
        route_call(run->session, api, "series-episodes", &args, NULL, true, &answer, &run->err);
    answer_free(&answer);
    return done;
}

static const struct {
    const struct service *service;
    bool (*call)(struct run *run);
} readers[] = {
    {&service_tvmaze, find_series},
    {&service_tvmaze, by_id},
    {&service_tvmaze, by_imdb},
    {&service_tvmaze, find_aliases},
    {&service_tvmaze, by_number},
    {&service_tvmaze, by_date},
    {&service_tvmaze, dvd_order},
    {&service_tvmaze, absolute_order},
    {&service_tvmaze, all_episodes},
    {&service_tvmaze, marks},
    {&service_tvmaze, unmarks},
    {&service_tvmaze, rates},
    {&service_tvmaze, who},
    {&service_tvmaze, pairs},
    {&service_tvdb, find_series},
    {&service_tvdb, by_id},
    {&service_tvdb, by_imdb},
    {&service_tvdb, by_number},
    {&service_tvdb, by_date},
    {&service_tvdb, dvd_order},
    {&service_tvdb, absolute_order},
    {&service_tvdb, all_episodes},
    {&service_tvdb, who},
    {&service_tvdb, logs_in},
    {&service_tvdb, pages},
    {&service_tvdb2, find_series},
    {&service_tvdb2, by_id},
    {&service_tvdb2, by_imdb},
    {&service_tvdb2, by_number},
    {&service_tvdb2, by_date},
    {&service_tvdb2, dvd_order},
    {&service_tvdb2, absolute_order},
    {&service_tvdb2, all_episodes},
    {&service_tvdb2, rates},
    {&service_tvdb2, who},
    {&service_tvdb2, logs_in},
    {&service_tvdb2, pages},
    {&service_trakt, rates},
    {&service_trakt, plays},
    {&service_trakt, is_played},
    {&service_trakt, unplays},
    {&service_trakt, stops},
    {&service_trakt, who},
    {&service_trakt, signs_out},
    {&service_trakt, pairs},
    {&service_mdblist, rates},
    {&service_mdblist, plays},
    {&service_mdblist, is_played},
    {&service_mdblist, unplays},
    {&service_mdblist, who},
    {&service_mdblist, signs_out},
    {&service_mdblist, pairs},
    {&service_trakt1, rates},
    {&service_trakt1, who},
    {&service_tvmaze, lists},
    {&service_tvmaze, is_marked},
    {&service_tvmaze, follows},
    {&service_tvmaze, tags},
};

static void name_subjects(struct run *run)
{
    for (size_t i = 0; i < ITEMS; i++) {
        run->subjects[i] = (struct subject){.series = {.tvdb = 1, .tvmaze = 1, .imdb = "tt1"},
                                            .series_title = "x",
                                            .season = 1,
                                            .number = (int)i};
    }
    run->subjects[1].tvdb = 2;
    run->subjects[1].tvmaze = 2;
    run->subjects[2].season = run->subjects[2].number = -1;
    memcpy(run->subjects[2].airdate, "2002-09-20", 11);
}

/* The same bytes each time, so that a run can be repeated. */
static bool chance(void *bytes, size_t count, struct epi_error *err)
{
    (void)err;
    memset(bytes, 7, count);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct epi_config config = {.language = "de"};
    static struct run run;
    if (!size)
        return 0;
    size_t reader = data[0] % (sizeof(readers) / sizeof(readers[0]));
    struct answers answers = {NULL, data + 1, size - 1};
    struct session_context context = {
        .config = &config, .now = now, .http = (struct http *)&answers, .chance = chance};
    memset(&run, 0, sizeof(run));
    run.service = readers[reader].service;
    run.session = session_new(run.service, &context);
    name_subjects(&run);
    if (!readers[reader].call(&run))
        HOLDS(run.err.kind != EPI_ERROR_NONE && run.err.text[0]);
    session_free(run.session);
    return 0;
}

/* ---- Where there is no libFuzzer ---- */

/* Good answers, as the services document them, for mutations to begin with. */
static const char *const seeds[] = {
    "[{\"score\":1,\"show\":{\"id\":1,\"name\":\"A\",\"externals\":{\"thetvdb\":1,\"imdb\":\"tt1\"}"
    ","
    "\"network\":{\"name\":\"N\",\"country\":{\"code\":\"US\"}},\"premiered\":\"2002-01-01\"}}]",
    "{\"id\":1,\"name\":\"A\",\"season\":1,\"number\":1,\"type\":\"regular\",\"airdate\":"
    "\"2002-09-20\",\"runtime\":60,\"premium\":3,\"episode_id\":2,\"webChannel\":null}",
    "[{\"id\":5,\"dvd_release\":true,\"season\":1,\"number\":1,\"airdate\":\"2002-09-20\",\"name\":"
    "\"x\",\"_embedded\":{\"episodes\":[{\"id\":3,\"season\":1,\"number\":2}]}}]",
    "[{\"code\":200,\"result\":{}},{\"code\":404},{\"code\":422,\"errors\":{}},{\"code\":503}]",
    "{\"status\":\"success\",\"data\":[{\"tvdb_id\":\"1\",\"id\":\"series-1\",\"name\":\"A\","
    "\"translations\":{\"eng\":\"A\",\"deu\":\"B\"},\"aliases\":[\"C\"],\"year\":\"2002\","
    "\"remote_ids\":[{\"id\":\"tt1\",\"type\":2,\"sourceName\":\"IMDB\"}],\"genres\":[\"Anime\"]}]"
    "}",
    "{\"data\":{\"id\":1,\"name\":\"A\",\"nameTranslations\":[\"eng,deu\"],\"year\":\"2002\","
    "\"aliases\":[{\"language\":\"eng\",\"name\":\"B\"}],\"status\":{\"name\":\"Ended\"},"
    "\"token\":\"a.eyJleHAiOjE5MDAwMDAwMDB9.c\",\"userName\":\"u\",\"seriesName\":\"A\"}}",
    "{\"data\":{\"episodes\":[{\"id\":1,\"seasonNumber\":1,\"number\":1,\"aired\":\"2002-09-20\","
    "\"absoluteNumber\":1,\"name\":\"E\"}]},\"links\":{\"next\":\"u?page=1\"}}",
    "{\"links\":{\"next\":2},\"data\":[{\"id\":1,\"airedSeason\":1,\"airedEpisodeNumber\":1,"
    "\"dvdSeason\":1,\"dvdEpisodeNumber\":1,\"absoluteNumber\":1,\"firstAired\":\"2002-09-20\","
    "\"episodeName\":null,\"seriesName\":\"A\",\"aliases\":[]}]}",
    "{\"data\":[{\"people\":{\"id\":2}},{\"series\":{\"id\":1}}],\"token\":"
    "\"a.eyJleHAiOjE5MDAwMDAwMDB9.c\"}",
    "{\"added\":{\"episodes\":2},\"deleted\":{\"episodes\":1},\"not_found\":{\"episodes\":[{"
    "\"ids\":"
    "{\"tvdb\":2}}],\"shows\":[{\"ids\":{\"tvdb\":1},\"seasons\":[{\"number\":1,\"episodes\":"
    "[{\"number\":3}]}]}]}}",
    "[{\"id\":7,\"watched_at\":\"2024-06-10T06:13:20.000Z\",\"episode\":{\"season\":1,\"number\":0,"
    "\"ids\":{\"tvdb\":2}},\"show\":{\"title\":\"x\",\"ids\":{\"tvdb\":1,\"imdb\":\"tt1\"}}}]",
    "{\"action\":\"scrobble\",\"user\":{\"username\":\"u\",\"vip\":true},\"access_token\":\"a\","
    "\"refresh_token\":\"r\",\"expires_in\":604800,\"created_at\":1700000000}",
    "{\"device_code\":\"d\",\"user_code\":\"C\",\"verification_url\":\"https://a/"
    "b\",\"interval\":5,"
    "\"expires_in\":600,\"token\":\"t\",\"confirm_url\":\"https://a/c\"}",
    "{\"username\":\"u\",\"apikey\":\"k\",\"status\":\"success\",\"skipped\":\"1\","
    "\"skipped_episodes\":[{\"tvdb_id\":\"1\",\"season\":\"1\",\"episode\":\"1\"}]}",
    "{\"status\":\"failure\",\"error\":\"invalid API key\"}",
    "null",
    "<html></html>",
};

static uint64_t stir(uint64_t number)
{
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
    number = (number ^ number >> 27) * 0x94d049bb133111ebu;
    return number ^ number >> 31;
}

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    size_t len = 0;
    uint64_t chance = stir(number);
    data[len++] = (uint8_t)(number % (sizeof(readers) / sizeof(readers[0])));
    for (int answers = 0; answers < 4; answers++) {
        const char *seed = seeds[chance % (sizeof(seeds) / sizeof(seeds[0]))];
        if (len + strlen(seed) + 2 > size)
            break;
        data[len++] = chance >> 40 & 3 ? 0 : (uint8_t)(chance >> 48 & 15);
        memcpy(data + len, seed, strlen(seed));
        len += strlen(seed);
        data[len++] = 0xff;
        if (chance >> 32 & 1) /* else the same answer again, as a list's pages are alike */
            chance = stir(chance);
    }
    return len;
}
