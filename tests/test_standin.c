/* SPDX-License-Identifier: MIT
 *
 * The stand-in itself: its catalogue, log, faults, knobs and program. The services are in
 * test_standin_tvmaze.c, test_standin_tvdb.c and test_standin_trakt.c.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/standin/ask.h"
#include "tests/standin/catalogue.h"
#include "tests/standin/standin.h"

/* "viewer" with its key */
#define VIEWER "Authorization: Basic dmlld2VyOnN0YW5kaW4tdHZtYXplLWtleQ==\r\n"
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

/* ---- The catalogue ---- */

static void catalogue_is_as_rich_as_promised(void **state)
{
    (void)state;
    struct catalogue *c = catalogue_read(EPIMARK_TEST_DATA "/catalogue.txt");
    assert_non_null(c);
    int series = 0, equal = 0, absolute = 0, daily = 0, specials = 0, dvd = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct show *show = &c->shows[i];
        int counted = 0, weekdays = 0, other = 0;
        series += !show->film;
        for (size_t k = 0; k < i; k++) {
            equal += !show->film && !c->shows[k].film &&
                     strcmp(c->shows[k].keys[0].text, show->keys[0].text) == 0;
        }
        for (size_t k = 0; k < show->episode_count; k++) {
            const struct episode *e = &show->episodes[k];
            counted += e->absolute > 0 && e->season > 1;
            specials += e->season == 0 && e->maze_number < 0 && e->tvmaze;
            other += e->dvd_number > 0 && e->dvd_number != e->number;
            weekdays += k && e->season == show->episodes[k - 1].season &&
                        strcmp(e->date, show->episodes[k - 1].date) > 0;
        }
        absolute += counted > 0;
        dvd += other > 0;
        daily += weekdays > 100 && (strstr(show->kind, "Show") != NULL);
    }
    assert_true(series >= 60);
    assert_true(equal >= 10);
    assert_true(absolute >= 3);
    assert_true(daily >= 2);
    assert_true(dvd >= 2);
    assert_true(specials >= 5);
    const struct episode *e = catalogue_episode_tvdb(c, 297999);
    assert_non_null(e);
    assert_string_equal(e->name, "Serenity");
    assert_int_equal(e->number, 11);
    assert_int_equal(e->dvd_number, 1);
    e = catalogue_episode_tvdb(c, 362082);
    assert_int_equal(e->absolute, 164);
    catalogue_free(c);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    (void)about, (void)type, (void)at;
    return remove(path);
}

static void remove_folder(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void a_bad_catalogue_line_is_named(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    write_file(folder, "bad.txt", "A Show\n  ids tvdb 1\n  colour red\n");
    snprintf(path, sizeof(path), "%s/bad.txt", folder);
    assert_null(catalogue_read(path));
    assert_null(catalogue_read("/nowhere/at/all"));
    assert_null(catalogue_read_dir(folder));
    remove_folder(folder);
}

static void a_folder_needs_no_anime(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_file(folder, "shows.jsonl", "{\"name\": \"A Show\", \"tvdb\": 1}\n");
    assert_null(catalogue_read_dir(folder));
    write_file(folder, "episodes.jsonl",
               "{\"tvdb_show\": 1, \"season\": 1, \"number\": 2, \"tvdb_id\": 7}\n");
    struct catalogue *c = catalogue_read_dir(folder);
    assert_non_null(c);
    assert_non_null(catalogue_episode_tvdb(c, 7));
    catalogue_free(c);
    write_file(folder, "anime.jsonl", "{\"name\": \"B Show\", \"tvdb\": 2}\n");
    c = catalogue_read_dir(folder);
    assert_non_null(c);
    assert_int_equal(c->count, 2);
    catalogue_free(c);
    write_file(folder, "anime.jsonl", "no line of JSON\n");
    assert_null(catalogue_read_dir(folder));
    remove_folder(folder);
}

static void a_catalogue_line_says_all_of_its_episodes(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    write_file(folder, "own.txt",
               "A Show\n  ids tvdb 1 tvmaze ?\n  aired 2001-02-05 - 21:00\n"
               "  from GB eng Scripted 30 BBC One\n"
               "  1x05..07 2001-02-05+w Five; Six | dvd 2x01 abs 15 tvdb 40 | deu Folge\n"
               "  0x01 - Extra | maze 3 is minor\n");
    snprintf(path, sizeof(path), "%s/own.txt", folder);
    struct catalogue *c = catalogue_read(path);
    assert_non_null(c);
    assert_int_equal(c->count, 1);
    assert_int_equal(c->shows[0].episode_count, 4);
    assert_int_equal(c->shows[0].tvmaze, STAND_MADE_TVMAZE);
    const struct episode *e = catalogue_episode(&c->shows[0], 1, 7);
    assert_string_equal(e->name, "Episode 7");
    assert_string_equal(e->date, "2001-02-07");
    assert_int_equal(e->dvd_season, 2);
    assert_int_equal(e->dvd_number, 3);
    assert_int_equal(e->absolute, 17);
    assert_int_equal(e->tvdb, 42);
    assert_string_equal(catalogue_title(e->titles, e->title_count, "deu"), "Folge");
    e = catalogue_episode(&c->shows[0], 0, 1);
    assert_int_equal(e->maze_season, 3);
    assert_int_equal(e->maze_number, -1);
    assert_string_equal(e->date, "");
    catalogue_free(c);
    remove_folder(folder);
}

static void a_folder_of_json_lines_replaces_it(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_file(folder, "shows.jsonl",
               "{\"name\":\"Twins\",\"year\":2001,\"country\":\"US\",\"tvdb\":11,\"tvmaze\":12,"
               "\"weight\":70,\"imdb\":\"tt0000011\",\"aliases\":[\"Gemini\"],\"names_by_service\":"
               "{\"tvmaze\":"
               "\"Twins\",\"tvdb\":\"Twins (2001)\"},\"name_is_alias\":false}\n"
               "{\"name\":\"Alias\",\"tvdb\":13,\"tvmaze\":null,\"name_is_alias\":true}\n");
    write_file(
        folder, "episodes.jsonl",
        "{\"tvmaze_show\":12,\"tvdb_show\":11,\"tvmaze_id\":100,\"tvdb_id\":null,\"season\":1,"
        "\"number\":2,\"absolute\":null,\"name\":\"Two\",\"airdate\":\"2001-02-03\","
        "\"special\":false}\n"
        "{\"tvmaze_show\":null,\"tvdb_show\":11,\"tvmaze_id\":null,\"tvdb_id\":200,"
        "\"season\":1,\"number\":2,\"absolute\":2,\"name\":null,\"special\":false}\n"
        "{\"tvdb_show\":11,\"tvmaze_show\":12,\"tvmaze_id\":101,\"season\":1,\"number\":3,"
        "\"tvmaze_season\":2,\"tvmaze_number\":1,\"dvd_season\":1,\"dvd_number\":1}\n");
    write_file(folder, "anime.jsonl",
               "{\"anidb\":1,\"tvdb\":14,\"name\":\"Futago\",\"name_en\":null,\"names\":"
               "[\"Futago\",\"The Pair\"]}\n");
    struct standin *s = standin_start(&(struct standin_options){.catalogue_dir = folder});
    assert_non_null(s);
    int port = standin_port(s);
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=gemini", "", NULL, 200, "0.show.id", "12",
                       "0.show.externals.thetvdb", "11", "0.show.weight", "70", "1", "absent",
                       NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/12/episodebynumber?season=1&number=2", "", NULL,
                       200, "id", "100", "name", "'Two'", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/12/episodebynumber?season=2&number=1", "", NULL,
                       200, "id", "101", NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/12/alternatelists", "", NULL, 200, "0.dvd_release",
                       "true", NULL));
    assert_true(
        ask_is(port, "GET /tvmaze/search/shows?q=alias", "", NULL, 200, "0", "absent", NULL));
    char *state_text = standin_state(s); /* both rows were one episode */
    assert_non_null(strstr(state_text, "\"tvmaze\":100,\"tvdb_series\":11,\"tvdb\":200,"));
    free(state_text);
    standin_stop(s);
    remove_folder(folder);
}

/* ---- Log, limits, faults ---- */

static void the_log_holds_what_came(void **state)
{
    int port = standin_port(*state);
    assert_true(ask_is(port, "PUT /tvmaze/v1/scrobble/episodes/1?x=%20y",
                       VIEWER JSON "X-Odd: a\"b\r\n", "{\"type\":0}", 200, NULL));
    assert_int_equal(standin_count(*state, NULL), 1);
    assert_int_equal(standin_count(*state, "PUT /tvmaze/v1/scrobble/*"), 1);
    assert_int_equal(standin_count(*state, "GET *"), 0);
    assert_true(standin_wait(*state, "PUT *", 1, 0));
    assert_false(standin_wait(*state, "PUT *", 2, 0));
    char *log = standin_log(*state);
    assert_non_null(
        strstr(log, "\"path\":\"/tvmaze/v1/scrobble/episodes/1\",\"query\":\"x=%20y\""));
    assert_non_null(strstr(log, "\"X-Odd\":\"a\\\"b\""));
    assert_non_null(strstr(log, "\"body\":\"{\\\"type\\\":0}\",\"status\":200,\"fault\":null"));
    free(log);
    assert_true(ask_is(port, "POST /tvmaze/v1/auth/start", JSON, "\x01\xff\n", 400, NULL));
    log = standin_log(*state);
    assert_non_null(strstr(log, "\"body\":\"\\u0001\\u00ff\\n\""));
    json_object *parsed = json_tokener_parse(log);
    assert_true(json_object_is_type(parsed, json_type_array));
    json_object_put(parsed);
    free(log);
}

static void answers_are_packed_on_request(void **state)
{
    struct reply *reply = ask(standin_port(*state), "GET /tvmaze/shows/1",
                              "Accept-Encoding: deflate, gzip\r\n", NULL);
    assert_string_equal(ask_header(reply, "Content-Encoding"), "gzip");
    assert_true(reply->whole);
    assert_memory_equal(reply->body, "\x1f\x8b", 2);
    ask_free(reply);
}

static void rates_are_kept_on_request(void **state)
{
    int port = standin_port(*state);
    assert_true(standin_control(*state, "{\"limits\":true}"));
    for (int i = 0; i < 20; i++)
        assert_true(ask_is(port, "GET /tvmaze/shows/1/akas", "", NULL, 200, NULL));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/akas", "", NULL, 429, NULL));
    assert_true(standin_control(*state, "{\"advance\":10}"));
    assert_true(ask_is(port, "GET /tvmaze/shows/1/akas", "", NULL, 200, NULL));
}

static void faults_come_when_they_should(void **state)
{
    int port = standin_port(*state);
    assert_true(standin_fault(*state, "{\"match\":\"GET /tvmaze/shows/*\",\"nth\":2,\"times\":2,"
                                      "\"do\":\"status\",\"status\":429,\"headers\":{"
                                      "\"Retry-After\":\"3\"},\"body\":\"<p>slow</p>\"}"));
    assert_true(ask_is(port, "GET /tvmaze/shows/1", "", NULL, 200, "id", "1", NULL));
    assert_true(ask_is(port, "GET /tvmaze/search/shows?q=a", "", NULL, 200, NULL));
    for (int i = 0; i < 2; i++) {
        assert_true(ask_is(port, "GET /tvmaze/shows/1", "", NULL, 429, "Retry-After:", "3", "body",
                           "<p>slow</p>", NULL));
    }
    assert_true(ask_is(port, "GET /tvmaze/shows/1", "", NULL, 200, NULL));
    /* a status takes no effect, a spoilt body does */
    assert_true(standin_fault(*state, "{\"match\":\"PUT */1\",\"nth\":0,\"do\":\"status\","
                                      "\"status\":503}"));
    assert_true(standin_fault(*state, "{\"match\":\"PUT */2\",\"do\":\"body\",\"body\":[1]}"));
    assert_true(ask_is(port, "PUT /tvmaze/v1/scrobble/episodes/1", VIEWER JSON, "{}", 503, NULL));
    assert_true(ask_is(port, "PUT /tvmaze/v1/scrobble/episodes/2", VIEWER JSON, "{}", 200, "body",
                       "[1]", NULL));
    assert_true(ask_is(port, "GET /__state", "", NULL, 200, "marks.0.ids.tvmaze", "2", "marks.1",
                       "absent", NULL));
    /* any size */
    assert_true(standin_fault(*state, "{\"match\":\"GET /tvmaze/episodes/*\",\"do\":\"body\","
                                      "\"body\":\"[]\",\"size\":4194305}"));
    struct reply *reply = ask(port, "GET /tvmaze/episodes/1", "", NULL);
    assert_int_equal(reply->length, 4194305);
    assert_true(reply->whole);
    ask_free(reply);
}

static void faults_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "{}",
                                      "{\"match\":\"*\"}",
                                      "{\"match\":\"*\",\"do\":\"explode\"}",
                                      "{\"match\":\"*\",\"do\":\"status\"}",
                                      "{\"match\":\"*\",\"do\":\"cut\",\"nht\":1}",
                                      "{\"match\":\"*\",\"do\":\"cut\",\"nth\":\"1\"}",
                                      "{\"match\":\"*\",\"do\":\"cut\",\"kept\":1}"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(standin_fault(*state, bad[i]));
    assert_false(standin_control(*state, "{\"no such knob\":1}"));
    assert_false(standin_control(*state, "{\"expire\":\"milk\"}"));
}

static void answers_are_cut_and_dripped(void **state)
{
    int port = standin_port(*state);
    assert_true(standin_fault(*state, "{\"match\":\"* /tvmaze/shows/1\",\"do\":\"cut\"}"));
    struct reply *reply = ask(port, "GET /tvmaze/shows/1", "", NULL);
    assert_int_equal(reply->status, 200);
    assert_true(reply->length > 0);
    assert_false(reply->whole);
    ask_free(reply);
    assert_true(standin_fault(*state, "{\"match\":\"* /tvmaze/shows/2*\",\"do\":\"drip\","
                                      "\"delay_ms\":1}"));
    reply = ask(port, "GET /tvmaze/shows/2", "", NULL);
    assert_int_equal(reply->status, 404);
    assert_true(reply->whole);
    ask_free(reply);
    char *log = standin_log(*state);
    assert_non_null(strstr(log, "\"fault\":\"drip\""));
    free(log);
}

/* Sends the same again over one connection until it ends; returns how many answers came. */
static int ask_on_one_connection(int port, int times, int *why)
{
    static const char request[] = "GET /tvmaze/shows/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int to = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), answers = 0;
    char answer[65536];
    assert_int_equal(connect(to, (struct sockaddr *)&address, sizeof(address)), 0);
    *why = 0;
    for (; answers < times; answers++) {
        size_t len = 0;
        assert_int_equal(send(to, request, sizeof(request) - 1, MSG_NOSIGNAL), sizeof(request) - 1);
        for (const char *head = NULL; !head || answer[len - 1] != '}';) {
            ssize_t got = recv(to, answer + len, sizeof(answer) - 1 - len, 0);
            if (got <= 0) {
                *why = got < 0 ? errno : 0;
                close(to);
                return len ? -1 : answers;
            }
            len += (size_t)got;
            answer[len] = '\0';
            head = strstr(answer, "\r\n\r\n");
        }
    }
    close(to);
    return answers;
}

static void connections_end_without_a_byte(void **state)
{
    int port = standin_port(*state), why;
    assert_true(standin_fault(*state, "{\"match\":\"GET *\",\"do\":\"close\"}"));
    assert_int_equal(ask_on_one_connection(port, 3, &why), 0);
    assert_int_equal(why, 0);
    assert_true(standin_fault(*state, "{\"match\":\"GET *\",\"do\":\"reset\"}"));
    assert_int_equal(ask_on_one_connection(port, 3, &why), 0);
    assert_int_equal(why, ECONNRESET);
    assert_true(standin_control(*state, "{\"faults\":null}"));
    /* Of a kept connection the second request is the first that counts. */
    assert_true(standin_fault(*state, "{\"match\":\"GET *\",\"do\":\"close\",\"kept\":true}"));
    assert_int_equal(ask_on_one_connection(port, 1, &why), 1);
    assert_int_equal(ask_on_one_connection(port, 3, &why), 1);
    assert_int_equal(why, 0);
    assert_int_equal(ask_on_one_connection(port, 3, &why), 3);
    assert_int_equal(standin_count(*state, "GET *"), 8);
}

/* Asks once, and compares the length that is announced with the bytes that come. */
static void ask_of_length(int port, size_t *announced, size_t *sent)
{
    static const char request[] = "GET /tvmaze/shows/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int to = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char answer[65536] = "";
    size_t len = 0;
    assert_int_equal(connect(to, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(send(to, request, sizeof(request) - 1, MSG_NOSIGNAL), sizeof(request) - 1);
    const char *head = NULL;
    while (!head || answer[len - 1] != '}') {
        ssize_t got = recv(to, answer + len, sizeof(answer) - 1 - len, 0);
        assert_true(got > 0);
        len += (size_t)got;
        answer[len] = '\0';
        head = strstr(answer, "\r\n\r\n");
    }
    close(to);
    const char *length = strstr(answer, "Content-Length: ");
    assert_non_null(length);
    *announced = strtoul(length + strlen("Content-Length: "), NULL, 10);
    *sent = len - (size_t)(head + 4 - answer);
}

static void lengths_are_false(void **state)
{
    size_t announced, sent, whole;
    ask_of_length(standin_port(*state), &announced, &whole);
    assert_int_equal(announced, whole);
    assert_true(standin_fault(*state, "{\"match\":\"GET *\",\"do\":\"short\"}"));
    ask_of_length(standin_port(*state), &announced, &sent);
    assert_int_equal(announced, whole / 2);
    assert_int_equal(sent, whole);
    assert_true(standin_fault(*state, "{\"match\":\"GET *\",\"do\":\"long\"}"));
    ask_of_length(standin_port(*state), &announced, &sent);
    assert_int_equal(announced, whole + 1);
    assert_int_equal(sent, whole);
}

struct asking {
    pthread_t thread;
    int port;
    int status;
};

static void *ask_in_thread(void *context)
{
    struct asking *asking = context;
    struct reply *reply = ask(asking->port, "GET /tvmaze/shows/1", "", NULL);
    asking->status = reply->status;
    ask_free(reply);
    return NULL;
}

static void a_stalled_request_is_never_answered(void **state)
{
    (void)state;
    struct standin *s = standin_start(NULL);
    struct asking asking = {.port = standin_port(s), .status = -1};
    assert_true(standin_fault(s, "{\"match\":\"GET *\",\"do\":\"stall\"}"));
    assert_int_equal(pthread_create(&asking.thread, NULL, ask_in_thread, &asking), 0);
    assert_true(standin_wait(s, "GET /tvmaze/shows/1", 1, 10000));
    assert_true(ask_is(standin_port(s), "GET /tvmaze/shows/1", "", NULL, 200, NULL));
    standin_stop(s); /* ends it */
    assert_int_equal(pthread_join(asking.thread, NULL), 0);
    assert_int_equal(asking.status, 0);
}

/* ---- The program ---- */

/* Arguments are parted by spaces. */
static pid_t run_program(const char *line, const char *output)
{
    char path[4096], words[512], *arguments[8] = {0}, *rest = NULL;
    snprintf(words, sizeof(words), "%s", line);
    for (int i = 0; i < 7 && (arguments[i] = strtok_r(i ? NULL : words, " ", &rest)); i++)
        continue;
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
    assert_true(n > 0);
    path[n] = '\0';
    for (int i = 0; i < 2; i++)
        *strrchr(path, '/') = '\0';
    strncat(path, "/epimark-standin", sizeof(path) - strlen(path) - 1);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t pid = 0;
    assert_int_equal(posix_spawn(&pid, path, &actions, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static int exit_of(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void read_file(const char *folder, const char *name, char *out, size_t size)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    out[fread(out, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void the_program_reports_what_came(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX", line[256], output[64], text[8192] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(output, sizeof(output), "%s/output", folder);
    int watch = inotify_init1(IN_CLOEXEC);
    assert_true(inotify_add_watch(watch, folder, IN_MOVED_TO) >= 0);
    snprintf(line, sizeof(line), "epimark-standin --port-file %s/port --log %s/log.jsonl", folder,
             folder);
    pid_t pid = run_program(line, output);
    assert_true(read(watch, text, sizeof(text)) > 0); /* the port's file came into being */
    close(watch);
    read_file(folder, "port", text, sizeof(text));
    int port = (int)strtol(text, NULL, 10);
    assert_true(ask_is(port, "PUT /tvmaze/v1/scrobble/episodes/1", VIEWER JSON, "{}", 200, NULL));
    assert_int_equal(kill(pid, SIGTERM), 0);
    assert_int_equal(exit_of(pid), 0);
    read_file(folder, "output", text, sizeof(text));
    assert_non_null(strstr(text, "received 1 request"));
    assert_non_null(strstr(text, "Under the Dome 1x01 \"Pilot\" (episode 1) watched, once\n"));
    read_file(folder, "log.jsonl", text, sizeof(text));
    assert_non_null(strstr(text, "\"method\":\"PUT\""));
    remove_folder(folder);
}

static void the_program_explains_itself(void **state)
{
    (void)state;
    char folder[] = "/tmp/standin-XXXXXX", output[64], text[8192];
    assert_non_null(mkdtemp(folder));
    snprintf(output, sizeof(output), "%s/output", folder);
    assert_int_equal(exit_of(run_program("epimark-standin --help", output)), 0);
    read_file(folder, "output", text, sizeof(text));
    assert_non_null(strstr(text, STANDIN_TVMAZE_KEY));
    assert_non_null(strstr(text, STANDIN_TRAKT_REFRESH));
    assert_int_equal(exit_of(run_program("epimark-standin --port 99999", output)), 2);
    assert_int_equal(exit_of(run_program("epimark-standin --catalogue /nowhere/at/all", output)),
                     1);
    read_file(folder, "output", text, sizeof(text));
    assert_string_equal(text, "standin: cannot read the catalogue /nowhere/at/all/shows.jsonl\n");
    remove_folder(folder);
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, open_services, close_services)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_is_as_rich_as_promised),
        cmocka_unit_test(a_bad_catalogue_line_is_named),
        cmocka_unit_test(a_folder_needs_no_anime),
        cmocka_unit_test(a_catalogue_line_says_all_of_its_episodes),
        cmocka_unit_test(a_folder_of_json_lines_replaces_it),
        SERVED(the_log_holds_what_came),
        SERVED(answers_are_packed_on_request),
        SERVED(rates_are_kept_on_request),
        SERVED(faults_come_when_they_should),
        SERVED(faults_that_are_none_are_refused),
        SERVED(connections_end_without_a_byte),
        SERVED(answers_are_cut_and_dripped),
        SERVED(lengths_are_false),
        cmocka_unit_test(a_stalled_request_is_never_answered),
        cmocka_unit_test(the_program_reports_what_came),
        cmocka_unit_test(the_program_explains_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
