/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/base/config.h"
#include "core/base/secret.h"
#include "core/client/client.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "tests/doubles/dead_mount.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"
#include <epimark/client.h>
#include <epimark/player.h>

enum { PATIENCE_MS = 20000, LENGTH = 3000 };

static const char path[] = "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E02.720p.mkv";

/* The services, a home of its own, and a player over real sockets, disk and threads. */
struct bench {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    struct epi_player *player;
    sem_t bell;
    char said[16384];
    char data[16384]; /* the same as numbers */
    int64_t rated;    /* the entry that was rated last ... */
    int64_t sent;     /* ... and the one whose rating was sent */
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct standin_options options = {0};

    bench->folder = tempdir_make();
    setenv("XDG_DATA_HOME", bench->folder, 1);
    bench->standin = standin_start(&options);
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    places_set(&bench->config, bench->standin);
    sem_init(&bench->bell, 0, 0);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    epi_player_stop(bench->player);
    standin_stop(bench->standin);
    tempdir_remove(bench->folder);
    sem_destroy(&bench->bell);
    free(bench);
    return 0;
}

static void ring(void *bell)
{
    sem_post(bell);
}

static void start_player(struct bench *bench)
{
    struct epi_error err = {0};

    bench->player = epi_player_start(&bench->config, ring, &bench->bell, &err);
    if (!bench->player)
        fail_msg("%s", err.text);
}

static void stop_player(struct bench *bench)
{
    epi_player_stop(bench->player);
    bench->player = NULL;
}

/* Keeps the numbers of a notice that a test asks for; its texts last no longer than the next. */
static void keep_data(struct bench *bench, const struct epi_notice *notice)
{
    size_t len = strlen(bench->data);

    if (notice->kind == EPI_NOTICE_RATED)
        bench->rated = notice->entry;
    if (notice->kind == EPI_NOTICE_SENT && notice->rating > 0)
        bench->sent = notice->entry;
    snprintf(bench->data + len, sizeof(bench->data) - len, "%d %s %s %dx%d %d %s\n",
             (int)notice->kind, notice->series->title, notice->series->imdb,
             notice->episode->season, notice->episode->number, notice->rating, notice->service);
}

/* Waits until some notice, in whatever order they come, has said text. */
static void wait_for(struct bench *bench, const char *text)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_MS / 1000;
    const struct epi_notice *notice;
    for (;;) {
        while ((notice = epi_player_notice(bench->player))) {
            size_t len = strlen(bench->said);

            snprintf(bench->said + len, sizeof(bench->said) - len, "%s\n", notice->text);
            keep_data(bench, notice);
        }
        if (strstr(bench->said, text))
            return;
        if (sem_timedwait(&bench->bell, &until) != 0)
            fail_msg("no notice said \"%s\"", text);
    }
}

static void assert_data(struct bench *bench, enum epi_notice_kind kind, const char *data)
{
    char line[256];

    snprintf(line, sizeof(line), "%d %s\n", (int)kind, data);
    if (!strstr(bench->data, line))
        fail_msg("no notice with %s in\n%s", line, bench->data);
}

static void tell(struct bench *bench, struct epi_fact fact, double clock)
{
    fact.size = sizeof(fact);
    fact.clock = clock;
    fact.at = time(NULL);
    epi_player_tell(bench->player, &fact);
}

/* Plays a file from its start for so many seconds, as fast as facts can be told. */
static void play(struct bench *bench, const char *file, int seconds)
{
    tell(bench,
         (struct epi_fact){
             .kind = EPI_FACT_LOADED, .path = file, .duration = LENGTH, .file_size = 4711},
         0);
    for (int at = 0; at <= seconds; at += 10) {
        tell(bench,
             (struct epi_fact){
                 .kind = EPI_FACT_POSITION, .position = at, .speed = 1, .playing = true},
             at);
    }
}

static void login(struct bench *bench, const char *service, const char *const *values, size_t count)
{
    struct epi_error err = {0};
    struct epi_client *client = epi_client_new(&bench->config, &err);
    int waiting = 0;

    assert_non_null(client);
    char account[128];
    if (!epi_account_login(client, service, values, count, account, sizeof(account), &waiting,
                           &err))
        fail_msg("%s: %s", service, err.text);
    epi_client_free(client);
}

static void login_all(struct bench *bench)
{
    login(bench, "tvmaze", (const char *[]){STANDIN_TVMAZE_USER, STANDIN_TVMAZE_KEY}, 2);
    login(bench, "tvdb", (const char *[]){STANDIN_TVDB_KEY, ""}, 2);
    login(bench, "trakt",
          (const char *[]){STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, STANDIN_TRAKT_ACCESS,
                           STANDIN_TRAKT_REFRESH, "4102444800"},
          5);
}

static int marks(struct bench *bench)
{
    return standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/*") +
           standin_count(bench->standin, "POST /tvmaze/v1/scrobble/*");
}

static bool keep_entry(void *context, const struct entry *entry)
{
    *(struct entry *)context = *entry;
    return false;
}

/* The newest entry, as the tool sees it. */
static struct entry *newest(struct bench *bench)
{
    static struct entry entry;
    struct epi_error err = {0};
    struct epi_client *client = epi_client_new(&bench->config, &err);

    memset(&entry, 0, sizeof(entry));
    assert_non_null(client);
    struct entries_filter filter = {.limit = 1};
    struct journal *journal = worker_journal(client->worker, &err);
    assert_true(journal && entries_visit(journal, &filter, keep_entry, &entry, &err));
    epi_client_free(client);
    return &entry;
}

static struct epi_sync sync_now(struct bench *bench)
{
    struct epi_error err = {0};
    struct epi_sync sync = {0};
    struct epi_client *client = epi_client_new(&bench->config, &err);

    assert_non_null(client);
    const struct epi_sync *done = epi_client_sync(client, false, &err);
    if (!done)
        fail_msg("%s", err.text);
    else
        sync = *done;
    assert_true(sync.waiting == 0 || sync.reason[0]);
    sync.reason = NULL; /* it was the client's */
    epi_client_free(client);
    return sync;
}

static void watched_and_rated_arrive_once(void **state)
{
    struct bench *bench = *state;

    login_all(bench);
    start_player(bench);
    play(bench, path, 2500);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2500);
    wait_for(bench, "Breaking Bad 1x02 Cat's in the Bag");
    assert_true(standin_wait(bench->standin, "POST /trakt/sync/ratings", 1, PATIENCE_MS));
    wait_for(bench, "Trakt: Breaking Bad 1x02 rated 8");
    wait_for(bench, "TVmaze: Breaking Bad 1x02 marked");
    assert_data(bench, EPI_NOTICE_RATED, "Breaking Bad  1x2 8 ");
    assert_data(bench, EPI_NOTICE_IDENTIFIED, "Breaking Bad tt0903747 1x2 -1 ");
    assert_data(bench, EPI_NOTICE_SENT, "Breaking Bad tt0903747 1x2 8 trakt");
    assert_data(bench, EPI_NOTICE_SENT, "Breaking Bad tt0903747 1x2 -1 tvmaze");
    assert_true(bench->rated > 0);
    assert_int_equal(bench->sent, bench->rated);
    stop_player(bench);
    assert_int_equal(sync_now(bench).waiting, 0);
    assert_int_equal(marks(bench), 1);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings"), 1);
    assert_int_equal(newest(bench)->state, ENTRY_SENT);
    assert_int_equal(newest(bench)->match.episode.number, 2);
    assert_string_equal(newest(bench)->match.source, "tvdb");
}

static void without_an_account_the_journal_knows_what_was_watched(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    play(bench, path, 2500);
    wait_for(bench, "watched");
    stop_player(bench);
    sync_now(bench);
    assert_string_equal(newest(bench)->match.series.title, "Breaking Bad");
    assert_string_equal(newest(bench)->match.source, "tvmaze");
    assert_int_equal(newest(bench)->match.episode.season, 1);
    assert_int_equal(newest(bench)->match.episode.number, 2);
    assert_int_equal(marks(bench), 0);
    assert_int_equal(standin_count(bench->standin, "* /trakt*"), 0);
}

static void name_that_says_nothing_causes_no_request(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    play(bench, "/films/our holidays.mkv", 2900);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2900);
    wait_for(bench, "not read as an episode");
    stop_player(bench);
    assert_int_equal(standin_count(bench->standin, NULL), 0);
}

/* More facts at once than any queue holds whole: the same counts as with pauses between them. */
static void burst_of_facts_loses_neither_playing_nor_keys(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    tell(bench,
         (struct epi_fact){
             .kind = EPI_FACT_LOADED, .path = path, .duration = LENGTH, .file_size = 4711},
         0);
    for (int at = 0; at <= 2700; at++) {
        tell(bench,
             (struct epi_fact){
                 .kind = EPI_FACT_POSITION, .position = at, .speed = 1, .playing = true},
             at);
        if (at == 1000)
            tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 7}, at);
    }
    stop_player(bench);
    assert_int_equal(newest(bench)->rating, 7);
    assert_true(newest(bench)->watched_at > 0);
}

static void notice_lasts_until_the_next(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    assert_null(epi_player_notice(bench->player));
    tell(bench, (struct epi_fact){.kind = EPI_FACT_TOGGLE}, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 7}, 0);
    const struct epi_notice *notice;
    while (!(notice = epi_player_notice(bench->player)))
        sem_wait(&bench->bell);
    assert_int_equal(notice->kind, EPI_NOTICE_PRIVATE_ON);
    while (!(notice = epi_player_notice(bench->player)))
        sem_wait(&bench->bell);
    assert_int_equal(notice->kind, EPI_NOTICE_REFUSED);
    assert_string_equal(notice->text, "not rated: private mode is on");
    assert_null(epi_player_notice(bench->player));
    tell(bench, (struct epi_fact){.kind = EPI_FACT_TOGGLE}, 0);
    while (!epi_player_notice(bench->player)) /* stop frees what was taken last */
        sem_wait(&bench->bell);
    stop_player(bench);
}

static void sample_is_due_each_second_or_hundredth_of_the_file(void **state)
{
    (void)state;
    assert_float_equal(epi_player_interval(3600, 1), 1, 1e-9);
    assert_float_equal(epi_player_interval(50, 1), 0.5, 1e-9);
    assert_float_equal(epi_player_interval(1500, 20), 0.75, 1e-9);
    assert_float_equal(epi_player_interval(0, 20), 1, 1e-9);
    assert_float_equal(epi_player_interval(50, 0), 0.5, 1e-9);
    assert_float_equal(epi_player_interval(1, 100), 0.02, 1e-9);
    assert_true(epi_player_interval(NAN, NAN) > 0);
    assert_true(epi_player_interval(INFINITY, INFINITY) > 0);
}

static void stop_waits_for_no_server(void **state)
{
    struct bench *bench = *state;

    login_all(bench);
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"GET /tvdb/v4/search*\",\"nth\":0,\"do\":\"stall\"}"));
    start_player(bench);
    play(bench, path, 2500);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2500);
    assert_true(standin_wait(bench->standin, "GET /tvdb/v4/search*", 1, PATIENCE_MS));
    wait_for(bench, "rated 8"); /* on disk, though the courier hangs */
    stop_player(bench);
    assert_int_equal(newest(bench)->rating, 8);
    assert_true(newest(bench)->watched_at > 0);
    assert_int_equal(marks(bench), 0);
}

static void stop_waits_for_no_lock_on_the_journal(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    play(bench, path, 100);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 1}, 101);
    wait_for(bench, "rated 1");
    sqlite3 *db;
    char file[4200];
    snprintf(file, sizeof(file), "%s/epimark/journal.db", bench->folder);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, PATIENCE_MS);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    for (int value = 2; value <= 9; value++) /* each could wait two seconds for the lock */
        tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = value}, 100 + value);
    struct timespec before;
    clock_gettime(CLOCK_MONOTONIC, &before);
    stop_player(bench);
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(after.tv_sec - before.tv_sec <= 6);
    sqlite3_close(db);
    assert_int_equal(newest(bench)->rating, 9); /* it was in the spool */
}

static void stop_at_once(struct bench *bench)
{
    struct timespec before;
    clock_gettime(CLOCK_MONOTONIC, &before);
    stop_player(bench);
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(after.tv_sec - before.tv_sec <= 2);
}

/* The folder of the video is on a server that is gone: it is not looked up, nothing is written to
 * the journal, and nothing is lost. Other files are, keys are answered, and the player stops at
 * once. */
static void nothing_waits_for_a_dead_mount(void **state)
{
    struct bench *bench = *state;

    dead_mount_begin();
    start_player(bench);
    play(bench, "/dead mount/Breaking.Bad.S01E03.mkv", 2500);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2500);
    dead_mount_wait(1);
    wait_for(bench, "1x03: watched");
    wait_for(bench, "1x03: rated 8 of 10 (kept until its folder answers)");
    assert_int_equal(standin_count(bench->standin, NULL), 0);
    play(bench, path, 100);
    wait_for(bench, "Breaking Bad 1x02 Cat's in the Bag");
    play(bench, "/dead mount/Season 1/Breaking.Bad.S01E04.mkv", 2500);
    dead_mount_wait(2);
    wait_for(bench, "1x04: watched");
    stop_at_once(bench);
    assert_int_equal(newest(bench)->id, 0);
    dead_mount_end();
    assert_int_equal(sync_now(bench).identified, 2);
    assert_int_equal(newest(bench)->match.episode.number, 4);
}

/* While nothing is told. */
static void private_mode_ends_by_itself(void **state)
{
    struct bench *bench = *state;

    start_player(bench);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_TOGGLE, .value = 1}, 0);
    wait_for(bench, "private mode on for 1 min");
    wait_for(bench, "private mode off");
}

/* The same for the place that a file really is at, if an option asks for it. */
static void nothing_waits_for_a_place_that_hangs(void **state)
{
    struct bench *bench = *state;

    dead_mount_begin();
    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "/dead mount/private|/nowhere");
    start_player(bench);
    play(bench, "/dead mount/Breaking.Bad.S01E03.mkv", 2500);
    dead_mount_wait(1);
    wait_for(bench, "1x03: watched");
    assert_int_equal(standin_count(bench->standin, NULL), 0);
    play(bench, path, 100); /* the folder of the option hangs, and this file is not in it */
    wait_for(bench, "Breaking Bad 1x02 Cat's in the Bag");
    stop_at_once(bench);
    assert_int_equal(newest(bench)->id, 0);
    dead_mount_end();
    assert_int_equal(sync_now(bench).identified, 1);
    assert_int_equal(newest(bench)->match.episode.number, 3);
}

/* A link leads around no option: from the network nobody learns of it. */
static void nothing_of_a_private_file_is_written(void **state)
{
    struct bench *bench = *state;

    login_all(bench);
    int asked = standin_count(bench->standin, NULL);
    char file[4200], link[4200];
    tempdir_write(bench->folder, "secret.mkv", "x", 1);
    snprintf(file, sizeof(file), "%s/secret.mkv", bench->folder);
    snprintf(link, sizeof(link), "%s/Breaking.Bad.S01E03.mkv", bench->folder);
    assert_int_equal(symlink(file, link), 0);
    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "secret.mkv");
    start_player(bench);
    play(bench, link, 2500);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2500);
    wait_for(bench, "not rated: ignore= or only= excludes this file");
    stop_player(bench);
    assert_int_equal(sync_now(bench).identified, 0);
    assert_int_equal(newest(bench)->id, 0);
    assert_int_equal(standin_count(bench->standin, NULL), asked);
}

static void nothing_of_an_ignored_folder_is_written(void **state)
{
    struct bench *bench = *state;

    login_all(bench);
    int asked = standin_count(bench->standin, NULL);
    tempdir_write(bench->folder, ".epimark", "ignore=yes\n", (size_t)-1);
    char file[4200];
    snprintf(file, sizeof(file), "%s/Breaking.Bad.S01E03.mkv", bench->folder);
    start_player(bench);
    play(bench, file, 2500);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2500);
    wait_for(bench, "not rated: .epimark in its folder says ignore=yes");
    assert_null(strstr(bench->said, "rated 8"));
    stop_player(bench);
    assert_int_equal(sync_now(bench).identified, 0);
    assert_int_equal(newest(bench)->id, 0);
    assert_int_equal(standin_count(bench->standin, NULL), asked);
}

/* So may the list of anime be: what was watched is kept meanwhile, and the player stops at once. */
static void nothing_waits_for_the_anime_list(void **state)
{
    struct bench *bench = *state;

    dead_mount_begin();
    snprintf(bench->config.anime_list, sizeof(bench->config.anime_list), "/dead mount/list.xml");
    start_player(bench);
    play(bench, path, 2500);
    dead_mount_wait(1);
    wait_for(bench, "1x02: watched");
    stop_at_once(bench);
    assert_false(newest(bench)->identified);
    dead_mount_end();
    bench->config.anime_list[0] = '\0';
    assert_int_equal(sync_now(bench).identified, 1);
}

static void what_no_network_took_goes_out_later(void **state)
{
    struct bench *bench = *state;
    struct standin_options options = {0};

    login_all(bench);
    standin_stop(bench->standin);
    bench->standin = NULL;
    start_player(bench);
    play(bench, path, 2500);
    wait_for(bench, "not identified yet");
    stop_player(bench); /* what was told is kept all the same */
    struct epi_sync sync = sync_now(bench);
    assert_int_equal(sync.waiting, 1);

    bench->standin = standin_start(&options);
    places_set(&bench->config, bench->standin);
    sync = sync_now(bench);
    assert_int_equal(sync.waiting, 0);
    assert_int_equal(sync.identified, 1);
    assert_int_equal(marks(bench), 1);
}

/* A report that waits is dropped when a newer one makes it untrue. */
static void live_watching_keeps_up(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    snprintf(bench->config.scrobble_on, sizeof(bench->config.scrobble_on), "trakt");
    assert_true(standin_control(bench->standin, "{\"trakt_expires_in\":60}"));
    login(bench, "trakt",
          (const char *[]){STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, STANDIN_TRAKT_ACCESS,
                           STANDIN_TRAKT_REFRESH, "1"},
          5);
    struct secret *secret;
    {
        char folder[4200];

        snprintf(folder, sizeof(folder), "%s/epimark", bench->folder);
        secret = secret_new(CREDENTIALS_FILE, folder);
    }
    int lock = secret_lock(secret, "trakt", 0, NULL); /* who needs a new token waits from here on */
    assert_true(lock >= 0);
    start_player(bench);
    play(bench, path, 500);
    wait_for(bench, "Breaking Bad 1x02 Cat's in the Bag");
    for (int i = 0; i < 10; i++) {
        tell(bench,
             (struct epi_fact){
                 .kind = EPI_FACT_POSITION, .position = 501 + i, .speed = 1, .playing = i % 2},
             501 + i);
    }
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED}, 520);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_STATUS}, 520);
    wait_for(bench, "no episode on screen"); /* the courier has all of that now */
    secret_unlock(lock);
    secret_free(secret);
    assert_true(standin_wait(bench->standin, "POST /trakt/scrobble/stop", 1, PATIENCE_MS));
    assert_true(standin_count(bench->standin, "POST /trakt/scrobble/start") <= 2);
    assert_true(standin_count(bench->standin, "POST /trakt/scrobble/pause") <= 1);
}

static void private_mode_is_silent(void **state)
{
    struct bench *bench = *state;

    login_all(bench);
    {
        int before = standin_count(bench->standin, NULL);

        start_player(bench);
        tell(bench, (struct epi_fact){.kind = EPI_FACT_TOGGLE}, 0);
        play(bench, path, 2900);
        tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 8}, 2900);
        wait_for(bench, "private mode is on");
        stop_player(bench);
        assert_int_equal(standin_count(bench->standin, NULL), before);
    }
    assert_int_equal(newest(bench)->id, 0);
}

/* Options that cannot be read may say ignore=: nothing is looked up, written or sent, not even what
 * waits from earlier. */
static void without_its_options_it_does_nothing(void **state)
{
    struct bench *bench = *state;
    struct epi_error err = {0};

    login_all(bench);
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"GET /tvdb/v4/search*\",\"nth\":0,\"do\":\"stall\"}"));
    start_player(bench);
    play(bench, path, 2500);
    assert_true(standin_wait(bench->standin, "GET /tvdb/v4/search*", 1, PATIENCE_MS));
    wait_for(bench, "watched");
    stop_player(bench);
    assert_true(standin_control(bench->standin, "{\"faults\":null}"));
    int before = standin_count(bench->standin, NULL);
    snprintf(bench->config.unreadable, sizeof(bench->config.unreadable), "cannot read conf: why");
    bench->said[0] = '\0';
    start_player(bench);
    play(bench, "/tv/Firefly.S01E02.mkv", 2900);
    wait_for(bench, "cannot read conf: why");
    for (int kind = EPI_FACT_RATE; kind <= EPI_FACT_SEARCH; kind++) {
        bench->said[0] = '\0';
        tell(bench, (struct epi_fact){.kind = (enum epi_fact_kind)kind, .value = 1}, 2900);
        wait_for(bench, "cannot read conf: why\n");
    }
    /* Longer than the courier leaves a player to its start. */
    assert_false(standin_wait(bench->standin, NULL, before + 1, 1000));
    stop_player(bench);
    assert_null(epi_client_new(&bench->config, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_string_equal(err.text, "cannot read conf: why");
    bench->config.unreadable[0] = '\0';
    assert_int_equal(newest(bench)->rating, -1);
    assert_int_equal(marks(bench), 0);
    assert_int_equal(sync_now(bench).waiting, 0);
    assert_int_equal(marks(bench), 1); /* nothing was lost */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(watched_and_rated_arrive_once),
        TEST(without_an_account_the_journal_knows_what_was_watched),
        TEST(name_that_says_nothing_causes_no_request),
        TEST(burst_of_facts_loses_neither_playing_nor_keys),
        TEST(notice_lasts_until_the_next),
        cmocka_unit_test(sample_is_due_each_second_or_hundredth_of_the_file),
        TEST(stop_waits_for_no_server),
        TEST(stop_waits_for_no_lock_on_the_journal),
        TEST(nothing_waits_for_a_dead_mount),
        TEST(nothing_waits_for_the_anime_list),
        TEST(nothing_waits_for_a_place_that_hangs),
        TEST(nothing_of_a_private_file_is_written),
        TEST(nothing_of_an_ignored_folder_is_written),
        TEST(what_no_network_took_goes_out_later),
        TEST(live_watching_keeps_up),
        TEST(private_mode_is_silent),
        TEST(private_mode_ends_by_itself),
        TEST(without_its_options_it_does_nothing),
    };

    return cmocka_run_group_tests_name("player", tests, NULL, NULL);
}
