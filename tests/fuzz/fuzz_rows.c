/* SPDX-License-Identifier: MIT
 *
 * Whatever lies in the rows of a journal: what is read of it and shown is JSON, and commands end
 * with a text. The input is a list of changes, each a byte for the column, a byte for the kind of
 * value, and a text up to a byte 0xff.
 */
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/journal/sittings.h"
#include "core/player/watch.h"
#include "tests/doubles/tempdir.h"
#include "tests/fuzz/fuzz.h"
#include <epimark/client.h>

enum { COLUMNS_MAX = 200, CHANGES_MAX = 12, TEXT_MAX = 4096 };

static struct {
    char *folder;
    struct epi_config config;
    char *whole; /* the bytes of a journal with something in each table */
    size_t len;
    char columns[COLUMNS_MAX][2][40];
    int count;
} place;

static const char content[] =
    "INSERT INTO subjects (id, series_title, series_year, series_tvdb, series_tvmaze, series_imdb,"
    " season, number, absolute, title, airdate, tvdb, tvmaze, tvdb_more) VALUES (1, 'Firefly', "
    "2002,"
    " 78874, 180, 'tt0303461', 1, 2, 3, 'The Train Job', '2002-09-20', 297990, 13086, '5 6');"
    "UPDATE entries SET subject = 1, status = 1, source = 'tvdb', confidence = 0.99, candidates ="
    " '[{\"source\":\"tvdb\",\"series\":{\"title\":\"Firefly\",\"tvdb\":78874},\"confidence\":0.5}]"
    "'"
    " WHERE id = 1;"
    "INSERT INTO deliveries (service, account, kind, subject, entry, value, at) VALUES"
    " ('tvmaze', 'me', 0, 1, 1, 1, 1700000000), ('trakt', 'me', 1, 1, 1, 8, 1700000000);"
    "INSERT INTO accounts VALUES ('tvmaze', 'me', 1, 0);"
    "INSERT INTO holds VALUES ('trakt', '*', 'sign in', 1, 0);"
    "INSERT INTO cache VALUES ('k', '{}', 9999999999);"
    "INSERT INTO episode_lists VALUES (1, 'tvdb', '', 78874, 0, 1700000000, '\"1\"', 'then');"
    "INSERT INTO listed_episodes VALUES (1, 0, 1, 2, 3, 0, 'The Train Job', '2002-09-20', 42, 1, "
    "1);"
    "INSERT INTO sittings (path, duration, key, played, at) VALUES ('/tv/Firefly.S01E02.mkv', 2500,"
    " 'firefly 1x2', '0-100 200-300', 1700000000);"
    "INSERT INTO pace VALUES ('tvdb', 1, 1700000000000);"
    "INSERT INTO pauses VALUES ('tvdb', 1700000000);"
    "INSERT INTO once VALUES ('k', 1700000000);";

static const char listed[] = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name)"
                             " c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1,"
                             " 2";

static void in_folder(const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", place.folder, name);
}

static sqlite3 *open_rows(void)
{
    char path[4200];
    sqlite3 *db;
    in_folder("journal.db", path, sizeof(path));
    HOLDS(sqlite3_open(path, &db) == SQLITE_OK);
    return db;
}

static void record(struct journal *journal, enum record_kind kind, const char *path, int value)
{
    struct epi_error err;
    struct recorded recorded;
    const struct record record = {.kind = kind,
                                  .at = 1700000000,
                                  .path = path,
                                  .size = -1,
                                  .duration = 2500,
                                  .nth = 1,
                                  .episodes = 1,
                                  .value = value,
                                  .title_key = "firefly",
                                  .key = "firefly 1x2",
                                  .correction = {.series.tvdb = 78874, .title = "Firefly"}};
    HOLDS(journal_add(journal, &record, &recorded, &err));
}

static void leave(void)
{
    free(place.whole);
    tempdir_remove(place.folder);
}

static void make_rows(void)
{
    static const struct plan plan = {.rewatch_hours = 6};
    struct epi_error err;
    struct journal *journal = journal_open(place.folder, &plan, NULL, &err);
    HOLDS(journal && journal_ready(journal, &err));
    record(journal, RECORD_WATCHED, "/tv/Firefly.S01E02.mkv", 0);
    record(journal, RECORD_RATED, "/tv/Firefly.S01E02.mkv", 8);
    record(journal, RECORD_CHOSEN, "/tv/Firefly.S01E02.mkv", 0);
    record(journal, RECORD_ORDERED, "", 1);
    record(journal, RECORD_MARKED, "/tv/Unsure.S01E01.mkv", 1);
    journal_close(journal);
    sqlite3 *db = open_rows();
    sqlite3_stmt *rows;
    if (sqlite3_exec(db, content, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        abort();
    }
    HOLDS(sqlite3_prepare_v2(db, listed, -1, &rows, NULL) == SQLITE_OK);
    for (; place.count < COLUMNS_MAX && sqlite3_step(rows) == SQLITE_ROW; place.count++) {
        for (int i = 0; i < 2; i++) {
            snprintf(place.columns[place.count][i], sizeof(place.columns[0][0]), "%s",
                     (const char *)sqlite3_column_text(rows, i));
        }
    }
    sqlite3_finalize(rows);
    HOLDS(sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

static void begin(void)
{
    char path[4200];
    struct stat about;
    struct epi_error err;
    place.folder = tempdir_make();
    HOLDS(atexit(leave) == 0);
    make_rows();
    in_folder("journal.db", path, sizeof(path));
    FILE *file = fopen(path, "rbe");
    HOLDS(file && fstat(fileno(file), &about) == 0);
    place.len = (size_t)about.st_size;
    place.whole = malloc(place.len);
    HOLDS(place.whole && fread(place.whole, 1, place.len, file) == place.len);
    fclose(file);
    config_init(&place.config);
    place.config.credential_store = CREDENTIALS_FILE;
    HOLDS(epi_config_set_data_folder(&place.config, place.folder, &err));
}

/* The journal as it was first. */
static void restore(void)
{
    static const char *const others[] = {"journal.db-wal", "journal.db-shm", "journal.db.copy",
                                         "journal.spool"};
    char path[4200];
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        in_folder(others[i], path, sizeof(path));
        unlink(path);
    }
    in_folder("journal.db", path, sizeof(path));
    FILE *file = fopen(path, "wbe");
    HOLDS(file && fwrite(place.whole, 1, place.len, file) == place.len && fclose(file) == 0);
}

/* ---- Changes ---- */

static void bind(sqlite3_stmt *statement, int kind, const char *text, int len)
{
    char number[40];
    snprintf(number, sizeof(number), "%.*s", len, text);
    switch (kind % 4) {
    case 0:
        sqlite3_bind_int64(statement, 1, strtoll(number, NULL, 10));
        break;
    case 1:
        sqlite3_bind_double(statement, 1, strtod(number, NULL));
        break;
    case 2:
        sqlite3_bind_text(statement, 1, text, len, SQLITE_TRANSIENT);
        break;
    default:
        sqlite3_bind_null(statement, 1);
    }
}

/* What the table refuses stays as it was. */
static void change(const uint8_t *bytes, size_t len)
{
    sqlite3 *db = open_rows();
    sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN", NULL, NULL,
                 NULL);
    for (int i = 0; i < CHANGES_MAX && len > 2; i++) {
        const uint8_t *end = memchr(bytes + 2, 0xff, len - 2);
        size_t text = end ? (size_t)(end - bytes) - 2 : len - 2;
        char sql[200];
        sqlite3_stmt *statement;
        int column = bytes[0] % place.count;
        snprintf(sql, sizeof(sql), "UPDATE OR IGNORE %s SET %s = ?", place.columns[column][0],
                 place.columns[column][1]);
        HOLDS(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
        bind(statement, bytes[1], (const char *)bytes + 2, text > TEXT_MAX ? TEXT_MAX : (int)text);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
        size_t used = 2 + text + (end ? 1 : 0);
        bytes += used;
        len -= used;
    }
    HOLDS(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

/* ---- Readers ---- */

static void check_json(char *text)
{
    struct epi_error err;
    HOLDS(text);
    struct json *json = json_read(text, strlen(text), &err);
    if (!json) {
        fprintf(stderr, "%s: %s\n", err.text, text);
        abort();
    }
    json_free(json);
    free(text);
}

static bool see_entry(void *context, const struct epi_entry *entry)
{
    (void)context;
    HOLDS(entry->path && entry->name && entry->state && entry->error);
    check_json(epi_json_entry(entry));
    for (size_t i = 0; i < entry->delivery_count; i++)
        check_json(epi_json_delivery(entry->deliveries[i]));
    return true;
}

static bool see_question(void *context, const struct epi_question *question)
{
    (void)context;
    check_json(epi_json_question(question));
    return true;
}

static void check_text(bool done, const char *text, const struct epi_error *err)
{
    /* A title is as it stands in the row, with its line breaks. */
    HOLDS(done ? *text != '\0' : *err->text && !strpbrk(err->text, "\r\n"));
}

static void read_sitting(void)
{
    static const struct plan plan = {.rewatch_hours = 6};
    static const struct sitting sitting = {"/tv/Firefly.S01E02.mkv", "firefly 1x2", 2500, 0};
    struct epi_error err;
    char text[WATCH_TEXT_MAX];
    struct watch watch;
    struct journal *journal = journal_open(place.folder, &plan, NULL, &err);
    HOLDS(journal);
    watch_start(&watch, sitting.duration);
    if (sittings_load(journal, &sitting, text, sizeof(text), &err))
        watch_read(&watch, text);
    HOLDS(watch.count >= 0 && watch.count <= WATCH_RANGES_MAX);
    for (int i = 0; i < watch.count; i++) {
        HOLDS(watch.ranges[i].start >= 0 && watch.ranges[i].end <= sitting.duration);
        HOLDS(watch.ranges[i].start < watch.ranges[i].end);
        HOLDS(i == 0 || watch.ranges[i - 1].end < watch.ranges[i].start);
    }
    journal_close(journal);
}

/* erase: what is erased is rewritten whole, which takes long. */
static void read_all(bool erase)
{
    const struct epi_target row = {.size = sizeof(row), .row = 1};
    struct epi_error err = {0};
    char done[512] = "";
    struct epi_client *client = epi_client_new(&place.config, &err);
    HOLDS(client);
    if (!epi_client_history(client, 0, false, see_entry, NULL, &err))
        check_text(false, done, &err);
    epi_client_history(client, 0, true, see_entry, NULL, &err);
    epi_question_each(client, see_question, NULL, &err);
    const struct epi_account *account = epi_account_status(client, "tvmaze", false, &err);
    if (account)
        check_json(epi_json_account(account));
    check_text(epi_client_rate(client, &row, 7, done, sizeof(done), &err), done, &err);
    check_text(epi_client_undo(client, &row, done, sizeof(done), &err), done, &err);
    check_text(epi_client_retry(client, NULL, done, sizeof(done), &err), done, &err);
    const struct epi_forget *found = epi_forget_find(client, &row, 0, &err);
    if (found && erase)
        check_text(epi_forget_erase(client, false, done, sizeof(done), &err), done, &err);
    HOLDS(!strchr(epi_client_warning(client), '\n'));
    epi_client_free(client);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    if (!place.folder)
        begin();
    restore();
    change(bytes, len);
    read_sitting();
    read_all(len % 16 == 0);
    return 0;
}

/* A seed changes some columns, each to one of the values that are odd. */
size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    static const char *const values[] = {
        "0-1",           "09223372036854775807", "0-9223372036854775808", "2",
        "2\xc3(\x1b[0m", "2[{\"source\":3}]",    "2100-0 5-nan -1-9e99",  "0999",
        "11e308",        "2\n\r\t\"\\",          "2/tv/\\xZZ\\x41\\",     "3",
        "210-99999 ~1-2"};
    enum { VALUES = sizeof(values) / sizeof(values[0]), CHANGES = 8 };
    size_t len = 0;
    for (uint64_t i = number * CHANGES; i < (number + 1) * CHANGES; i++) {
        const char *value = values[i % VALUES];
        HOLDS(len + strlen(value) + 2 <= size);
        data[len++] = (uint8_t)(i * 7 % 251);
        len += (size_t)snprintf((char *)data + len, size - len, "%s", value);
        data[len++] = 0xff;
    }
    return len;
}
