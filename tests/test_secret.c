/* SPDX-License-Identifier: MIT
 *
 * Run as it is, this tests all that needs no keyring, without a bus. Run by keyring-session, it
 * tests a real keyring on a bus of its own: the session says which.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libsecret/secret.h>

#include "core/base/secret.h"
#include "tests/doubles/scarce.h"
#include "tests/doubles/tempdir.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

#include "tests/doubles/kind.h"

/* One service's credentials as a test wants them. */
static void fill(struct credentials *credentials, const char *account, const char *token)
{
    memset(credentials, 0, sizeof(*credentials));
    snprintf(credentials->account, sizeof(credentials->account), "%s", account);
    assert_true(credentials_set(credentials, "token", token));
    assert_true(credentials_set(credentials, "key", "k\"\\\n\xc3\xa9"));
}

static void assert_holds(struct secret *secret, const char *service, const char *account,
                         const char *token)
{
    struct credentials credentials;
    struct epi_error err = {0};
    bool found = false;
    if (!secret_load(secret, service, &credentials, &found, &err))
        fail_msg("%s: %s", service, err.text);
    assert_true(found);
    assert_string_equal(credentials.account, account);
    assert_string_equal(credentials_get(&credentials, "token"), token);
    assert_string_equal(credentials_get(&credentials, "key"), "k\"\\\n\xc3\xa9");
    assert_int_equal(credentials.count, 2);
}

static void assert_absent(struct secret *secret, const char *service)
{
    struct credentials credentials;
    struct credentials before;
    struct epi_error err = {0};
    bool found = true;
    memset(&before, 0x5a, sizeof(before));
    credentials = before;
    if (!secret_load(secret, service, &credentials, &found, &err))
        fail_msg("%s: %s", service, err.text);
    assert_false(found);
    assert_memory_equal(&credentials, &before, sizeof(before));
}

static void save(struct secret *secret, const char *service, const char *account, const char *token)
{
    struct credentials credentials;
    struct epi_error err = {0};
    fill(&credentials, account, token);
    if (!secret_save(secret, service, &credentials, false, &err))
        fail_msg("%s: %s", service, err.text);
}

/* Neither loads, nor saves without asking, nor clears; why is said each time and leaks nothing. */
static void assert_shut(struct secret *secret, const char *service, enum epi_error_kind kind,
                        const char *why)
{
    struct credentials credentials;
    struct epi_error err[3] = {0};
    bool found = true;
    fill(&credentials, "bob", "geheim");
    struct credentials before = credentials;
    assert_false(secret_load(secret, service, &credentials, &found, &err[0]));
    assert_true(found);
    assert_memory_equal(&credentials, &before, sizeof(before));
    assert_false(secret_save(secret, service, &credentials, false, &err[1]));
    assert_false(secret_clear(secret, service, &err[2]));
    for (int i = 0; i < 3; i++) {
        if (err[i].kind != kind || !strstr(err[i].text, why))
            fail_msg("%d: %s: %s", i, kind_text(err[i].kind), err[i].text);
        assert_null(strstr(err[i].text, "geheim"));
    }
}

static void hashes_a_password(void **state)
{
    (void)state;
    char hash[SECRET_SHA1_SIZE];
    secret_sha1("abc", hash);
    assert_string_equal(hash, "a9993e364706816aba3e25717850c26c9cd0d89d");
    secret_sha1("", hash);
    assert_string_equal(hash, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    secret_sha1("\xc3\xa9", hash);
    assert_string_equal(hash, "bf15be717ac1b080b4f1c456692825891ff5073d");
}

/* ---- The file ---- */

struct fixture {
    char *folder;
    char path[4096]; /* of the file */
    struct secret *secret;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    char folder[2048];
    fixture->folder = tempdir_make();
    snprintf(folder, sizeof(folder), "%s/epimark", fixture->folder);
    snprintf(fixture->path, sizeof(fixture->path), "%s/credentials.json", folder);
    fixture->secret = secret_new(CREDENTIALS_FILE, folder);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    secret_free(fixture->secret);
    tempdir_remove(fixture->folder);
    free(fixture);
    return 0;
}

static void the_file_keeps_accounts(void **state)
{
    struct fixture *fixture = *state;
    struct secret *secret = fixture->secret;
    struct epi_error err = {0};
    struct stat about;
    assert_absent(secret, "tvmaze");
    assert_true(secret_clear(secret, "tvmaze", &err));
    assert_int_equal(access(fixture->path, F_OK), -1);
    umask(0);
    save(secret, "tvmaze", "bob", "1");
    save(secret, "trakt", "", "2");
    assert_holds(secret, "tvmaze", "bob", "1");
    assert_holds(secret, "trakt", "default", "2");
    assert_absent(secret, "tvdb");
    assert_int_equal(stat(fixture->path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    save(secret, "tvmaze", "amy", "3");
    assert_holds(secret, "tvmaze", "amy", "3");
    assert_true(secret_clear(secret, "tvmaze", &err));
    assert_absent(secret, "tvmaze");
    assert_holds(secret, "trakt", "default", "2");
    umask(022);
}

static void the_file_keeps_the_largest(void **state)
{
    struct fixture *fixture = *state;
    struct credentials credentials = {0};
    struct credentials back;
    struct epi_error err = {0};
    bool found = false;
    char value[CREDENTIALS_VALUE_MAX];
    memset(value, '\x01', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    memset(credentials.account, 'a', sizeof(credentials.account) - 1);
    for (int i = 0; i < CREDENTIALS_FIELDS_MAX; i++) {
        char name[24];
        snprintf(name, sizeof(name), "%d-a-name-of-23-letters-", i);
        assert_true(credentials_set(&credentials, name, value));
    }
    assert_true(secret_save(fixture->secret, "tvmaze", &credentials, false, &err));
    assert_true(secret_load(fixture->secret, "tvmaze", &back, &found, &err));
    assert_true(found);
    assert_memory_equal(&back, &credentials, sizeof(back));
}

static void write_file(struct fixture *fixture, const char *text, size_t len)
{
    char folder[4096];
    snprintf(folder, sizeof(folder), "%s/epimark", fixture->folder);
    mkdir(folder, 0700);
    tempdir_write(folder, "credentials.json", text, len);
    assert_int_equal(chmod(fixture->path, 0600), 0);
}

static const char stored[] = "{\"tvmaze\":{\"account\":\"bob\",\"fields\":{\"token\":\"geheim\"}}}";

static void a_file_for_others_is_not_read(void **state)
{
    struct fixture *fixture = *state;
    static const mode_t modes[] = {0644, 0640, 0604, 0620, 0602, 0610, 0601, 0777};
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        write_file(fixture, stored, sizeof(stored) - 1);
        assert_int_equal(chmod(fixture->path, modes[i]), 0);
        assert_shut(fixture->secret, "tvmaze", EPI_ERROR_SIGN_IN, "chmod 600 ");
    }
    assert_int_equal(chmod(fixture->path, 0400), 0);
    struct credentials credentials;
    struct epi_error err = {0};
    bool found = false;
    assert_true(secret_load(fixture->secret, "tvmaze", &credentials, &found, &err));
    assert_true(found);
    if (!geteuid()) { /* nobody else can give a file away */
        assert_int_equal(chown(fixture->path, 65534, 65534), 0);
        assert_shut(fixture->secret, "tvmaze", EPI_ERROR_SIGN_IN,
                    "credentials.json belongs to another user");
    }
}

static void assert_not_locked(struct fixture *fixture, const char *why)
{
    struct epi_error err = {0};
    assert_int_equal(secret_lock(fixture->secret, "trakt", 0, &err), -1);
    if (err.kind != EPI_ERROR_LATER || !strstr(err.text, why))
        fail_msg("%s: %s", kind_text(err.kind), err.text);
}

static void what_is_no_file_of_ours_is_not_used(void **state)
{
    struct fixture *fixture = *state;
    char folder[4096], said[64];
    snprintf(folder, sizeof(folder), "%s/epimark", fixture->folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        bool link = strcmp(*oddity, "link") == 0 || strcmp(*oddity, "dangling") == 0;
        const char *is = link ? "is a symbolic link" : "is not a regular file: move it away";
        snprintf(said, sizeof(said), "credentials.json %s", is);
        tempdir_plant(folder, "credentials.json", *oddity);
        assert_shut(fixture->secret, "tvmaze", EPI_ERROR_SIGN_IN, said);
        tempdir_clear(folder, "credentials.json");
        snprintf(said, sizeof(said), "trakt.lock %s", is);
        tempdir_plant(folder, "trakt.lock", *oddity);
        assert_not_locked(fixture, said);
        tempdir_clear(folder, "trakt.lock");
    }
}

/* Whether a file is in the folder of the credentials. */
static bool is_left(const struct fixture *fixture, const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/epimark/%s", fixture->folder, name);
    return access(path, F_OK) == 0;
}

/* A process was killed before it renamed what it had written. */
static void plant_leftovers(struct fixture *fixture)
{
    char folder[4096];
    snprintf(folder, sizeof(folder), "%s/epimark", fixture->folder);
    tempdir_write(folder, "credentials.json.aB3dEf", stored, -1);
    tempdir_write(folder, "credentials.json.new", stored, -1);
    tempdir_write(folder, "credentials.json.backup", "the user's own", -1);
}

static void assert_swept(struct fixture *fixture)
{
    assert_false(is_left(fixture, "credentials.json.aB3dEf"));
    assert_false(is_left(fixture, "credentials.json.new"));
    assert_true(is_left(fixture, "credentials.json.backup"));
}

static void a_kill_leaves_no_secret_behind(void **state)
{
    struct fixture *fixture = *state;
    struct credentials credentials = {.account = "bob"};
    struct epi_error err;
    assert_true(credentials_set(&credentials, "token", "geheim"));
    write_file(fixture, stored, sizeof(stored) - 1);
    plant_leftovers(fixture);
    assert_true(secret_save(fixture->secret, "trakt", &credentials, false, &err));
    assert_swept(fixture);
    plant_leftovers(fixture);
    assert_true(secret_clear(fixture->secret, "trakt", &err));
    assert_swept(fixture);
    plant_leftovers(fixture);
    assert_true(secret_clear(fixture->secret, "trakt", &err)); /* already signed out */
    assert_swept(fixture);
}

static void a_damaged_file_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {"",    "{", "[]", "null", "\"x\"", "{\"tvmaze\":{}} x",
                                        "\xff"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        write_file(fixture, texts[i], strlen(texts[i]));
        assert_shut(fixture->secret, "tvmaze", EPI_ERROR_SIGN_IN, "is damaged: remove it");
    }
    size_t len = (1 << 20) + 1;
    char *much = malloc(len);
    assert_non_null(much);
    memset(much, ' ', len);
    write_file(fixture, much, len);
    assert_shut(fixture->secret, "tvmaze", EPI_ERROR_SIGN_IN, "larger than 1 MiB");
    free(much);
}

/* One more than there may be. */
static const char nine_fields[] =
    "{\"tvmaze\":{\"account\":\"bob\",\"fields\":{\"1\":\"1\",\"2\":\"1\",\"3\":\"1\","
    "\"4\":\"1\",\"5\":\"1\",\"6\":\"1\",\"7\":\"1\",\"8\":\"1\",\"9\":\"1\"}}}";

static void a_damaged_account_says_sign_in(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {
        "{\"tvmaze\":1,\"trakt\":{\"account\":\"a\",\"fields\":{\"token\":\"t\"}}}",
        "{\"tvmaze\":{}}",
        "{\"tvmaze\":{\"account\":\"bob\"}}",
        "{\"tvmaze\":{\"account\":\"bob\",\"fields\":[]}}",
        "{\"tvmaze\":{\"account\":\"bob\",\"fields\":{\"token\":7}}}",
        "{\"tvmaze\":{\"account\":\"bob\",\"fields\":{\"a-name-of-24-characters-\":\"7\"}}}",
        nine_fields};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct credentials credentials;
        struct epi_error err = {0};
        bool found = false;
        write_file(fixture, texts[i], strlen(texts[i]));
        assert_false(secret_load(fixture->secret, "tvmaze", &credentials, &found, &err));
        assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
        assert_non_null(strstr(err.text, "run `epimark login tvmaze`"));
        save(fixture->secret, "tvmaze", "bob", "1");
        assert_holds(fixture->secret, "tvmaze", "bob", "1");
    }
}

static void a_folder_that_cannot_be_is_for_later(void **state)
{
    struct fixture *fixture = *state;
    char folder[8192];
    struct credentials credentials;
    struct epi_error err = {0};
    tempdir_write(fixture->folder, "file", "", 0);
    snprintf(folder, sizeof(folder), "%s/file/epimark", fixture->folder);
    struct secret *secret = secret_new(CREDENTIALS_FILE, folder);
    fill(&credentials, "bob", "1");
    assert_false(secret_save(secret, "tvmaze", &credentials, false, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_int_equal(secret_lock(secret, "trakt", 0, &err), -1);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    secret_free(secret);
}

enum operation { LOAD, SAVE, CLEAR, LOCK, OPERATIONS };

static bool operate(struct secret *secret, enum operation operation, struct epi_error *err)
{
    struct credentials credentials;
    bool found = false;
    int lock = -1;
    fill(&credentials, "bob", "1");
    switch (operation) {
    case LOAD:
        return secret_load(secret, "tvmaze", &credentials, &found, err) && found;
    case SAVE:
        return secret_save(secret, "tvmaze", &credentials, false, err);
    case CLEAR:
        return secret_clear(secret, "trakt", err);
    default:
        lock = secret_lock(secret, "trakt", 0, err);
        secret_unlock(lock);
        return lock >= 0;
    }
}

static void short_of_memory_loses_nothing(void **state)
{
    struct fixture *fixture = *state;
    for (int operation = LOAD; operation < OPERATIONS; operation++) {
        for (int calls = 0;; calls++) {
            struct epi_error err = {0};
            save(fixture->secret, "tvmaze", "bob", "1");
            save(fixture->secret, "trakt", "bob", "2");
            scarce_after(calls);
            bool done = operate(fixture->secret, operation, &err);
            bool failed = scarce_failed();
            scarce_after(-1);
            assert_int_equal(done, !failed);
            assert_holds(fixture->secret, "tvmaze", "bob", "1");
            if (!failed)
                break;
            assert_int_equal(err.kind, EPI_ERROR_LATER);
            assert_holds(fixture->secret, "trakt", "bob", "2");
            assert_true(calls < 100);
        }
    }
    scarce_after(0);
    assert_null(secret_new(CREDENTIALS_FILE, "/nowhere"));
    scarce_after(-1);
}

struct writer {
    struct fixture *fixture;
    char service[8];
    bool saved;
};

static void *save_often(void *context)
{
    struct writer *writer = context;
    struct credentials credentials = {.account = "bob"};
    writer->saved = credentials_set(&credentials, "token", writer->service);
    for (int i = 0; i < 10; i++) {
        writer->saved &=
            secret_save(writer->fixture->secret, writer->service, &credentials, false, NULL);
    }
    return NULL;
}

static void writers_do_not_lose_each_others(void **state)
{
    enum { WRITERS = 6 };
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.fixture = *state};
        snprintf(writers[i].service, sizeof(writers[i].service), "s%d", i);
        assert_int_equal(pthread_create(&threads[i], NULL, save_often, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < WRITERS; i++) {
        struct credentials credentials;
        bool found = false;
        assert_true(writers[i].saved);
        assert_true(secret_load(writers[i].fixture->secret, writers[i].service, &credentials,
                                &found, NULL));
        assert_true(found);
        assert_string_equal(credentials_get(&credentials, "token"), writers[i].service);
    }
}

/* ---- Locks ---- */

static void one_owner_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err = {0};
    int first = secret_lock(fixture->secret, "trakt", 0, &err);
    assert_true(first >= 0);
    int other = secret_lock(fixture->secret, "tvmaze", 0, &err);
    assert_true(other >= 0);
    assert_int_equal(secret_lock(fixture->secret, "trakt", 0, &err), -1);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_non_null(strstr(err.text, "another epimark process is using trakt"));
    assert_int_equal(secret_lock(fixture->secret, "trakt", 30, NULL), -1);
    secret_unlock(first);
    int second = secret_lock(fixture->secret, "trakt", 0, &err);
    assert_true(second >= 0);
    secret_unlock(second);
    secret_unlock(other);
    secret_unlock(-1);
}

static void *unlock(void *lock)
{
    secret_unlock(*(int *)lock);
    return NULL;
}

static void waits_for_the_owner(void **state)
{
    struct fixture *fixture = *state;
    pthread_t thread;
    int first = secret_lock(fixture->secret, "trakt", 0, NULL);
    assert_int_equal(pthread_create(&thread, NULL, unlock, &first), 0);
    int second = secret_lock(fixture->secret, "trakt", 60000, NULL);
    assert_true(second >= 0);
    pthread_join(thread, NULL);
    secret_unlock(second);
}

/* ---- No keyring ---- */

static void without_a_keyring_says_what_to_do(void **state)
{
    (void)state;
    struct secret *secret = secret_new(CREDENTIALS_KEYRING, "/nowhere");
    assert_shut(secret, "tvmaze", EPI_ERROR_SIGN_IN, "or set credential_store=file");
    struct credentials credentials;
    struct epi_error err = {0};
    fill(&credentials, "bob", "geheim");
    assert_false(secret_save(secret, "tvmaze", &credentials, true, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    secret_free(secret);
}

/* ---- A keyring ---- */

/* Starts the keyring as the desktop does at log-in, with a password on its standard input. */
static void unlock_keyring(void)
{
    int pipes[2];
    pid_t child = 0;
    int status = -1;
    char name[] = "gnome-keyring-daemon";
    char how[] = "--unlock";
    char what[] = "--components=secrets";
    char *const command[] = {name, how, what, NULL};
    posix_spawn_file_actions_t actions;
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes[0], 0);
    posix_spawn_file_actions_adddup2(&actions, 2, 1);
    assert_int_equal(posix_spawnp(&child, command[0], &actions, NULL, command, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(pipes[0]);
    assert_int_equal(write(pipes[1], "pw", 2), 2);
    close(pipes[1]);
    assert_int_equal(waitpid(child, &status, 0), child); /* the daemon itself goes on */
    assert_int_equal(status, 0);
}

static SecretService *open_keyring(void)
{
    SecretService *keyring =
        secret_service_open_sync(SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_NONE, NULL, NULL);
    assert_non_null(keyring);
    return keyring;
}

static void lock_keyring(void)
{
    GList *locked = NULL;
    SecretService *service = open_keyring();
    SecretCollection *collection = secret_collection_for_alias_sync(
        service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
    GList *all = g_list_append(NULL, collection);
    assert_int_equal(secret_service_lock_sync(service, all, NULL, &locked, NULL), 1);
    g_list_free_full(locked, g_object_unref);
    g_list_free_full(all, g_object_unref);
    g_object_unref(service);
}

static GVariant *ask_bus(GDBusConnection *bus, const char *method)
{
    return g_dbus_connection_call_sync(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", method,
                                       g_variant_new("(s)", "org.freedesktop.secrets"), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
}

/* The keyring's process. */
static pid_t find_keyring(GDBusConnection *bus)
{
    guint32 pid = 0;
    GVariant *answer = ask_bus(bus, "GetConnectionUnixProcessID");
    g_variant_get(answer, "(u)", &pid);
    g_variant_unref(answer);
    return (pid_t)pid;
}

/* Ends the keyring; the next call starts it again, locked. */
static void stop_keyring(void)
{
    GDBusConnection *bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    gboolean owned = TRUE;
    assert_int_equal(kill(find_keyring(bus), SIGTERM), 0);
    while (owned) {
        GVariant *answer = ask_bus(bus, "NameHasOwner");
        g_variant_get(answer, "(b)", &owned);
        g_variant_unref(answer);
    }
    g_object_unref(bus);
}

/* Not ours: any other tool's, with the same attributes. */
static const SecretSchema other_schema = {
    .name = "org.example.Other",
    .attributes = {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"service", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"account", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

static void store_item(const char *service, const char *account, const char *text)
{
    SecretService *keyring = open_keyring();
    SecretValue *value = secret_value_new(text, -1, "text/plain");
    GHashTable *attributes = secret_attributes_build(&other_schema, "application", "epimark",
                                                     "service", service, "account", account, NULL);
    assert_true(secret_service_store_sync(keyring, &other_schema, attributes,
                                          SECRET_COLLECTION_DEFAULT, "other", value, NULL, NULL));
    g_hash_table_unref(attributes);
    secret_value_unref(value);
    g_object_unref(keyring);
}

/* How many items a service has, whoever stored them. */
static unsigned count_items(const char *service)
{
    GHashTable *attributes =
        secret_attributes_build(&other_schema, "application", "epimark", "service", service, NULL);
    SecretService *keyring = open_keyring();
    GList *items =
        secret_service_search_sync(keyring, NULL, attributes, SECRET_SEARCH_ALL, NULL, NULL);
    unsigned count = g_list_length(items);
    g_list_free_full(items, g_object_unref);
    g_hash_table_unref(attributes);
    g_object_unref(keyring);
    return count;
}

/* A keyring that nobody ever made is empty: loading says so, storing what helps. */
static void no_keyring_was_made_yet(void **state)
{
    struct secret *secret = *state;
    struct credentials credentials;
    struct epi_error err = {0};
    assert_absent(secret, "tvmaze");
    assert_true(secret_clear(secret, "tvmaze", &err));
    fill(&credentials, "bob", "geheim");
    for (int interactive = 0; interactive < 2; interactive++) {
        assert_false(secret_save(secret, "tvmaze", &credentials, interactive, &err));
        assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
        assert_non_null(strstr(err.text, "set credential_store=file"));
    }
    stop_keyring();
}

static void the_keyring_keeps_accounts(void **state)
{
    struct secret *secret = *state;
    struct epi_error err = {0};
    unlock_keyring();
    assert_absent(secret, "tvmaze");
    assert_true(secret_clear(secret, "tvmaze", &err));
    save(secret, "tvmaze", "bob", "1");
    save(secret, "trakt", "", "2");
    assert_holds(secret, "tvmaze", "bob", "1");
    assert_holds(secret, "trakt", "default", "2");
    assert_absent(secret, "tvdb");
    save(secret, "tvmaze", "bob", "3");
    assert_holds(secret, "tvmaze", "bob", "3");
    assert_int_equal(count_items("tvmaze"), 1);
    save(secret, "tvmaze", "amy", "4");
    assert_holds(secret, "tvmaze", "amy", "4");
    assert_int_equal(count_items("tvmaze"), 1);
    assert_true(secret_clear(secret, "tvmaze", &err));
    assert_absent(secret, "tvmaze");
    assert_int_equal(count_items("tvmaze"), 0);
    assert_holds(secret, "trakt", "default", "2");
}

static void what_others_stored_counts(void **state)
{
    struct secret *secret = *state;
    store_item("tvdb", "sue", "{\"token\":\"5\",\"key\":\"k\\\"\\\\\\n\\u00e9\"}");
    assert_holds(secret, "tvdb", "sue", "5");
    save(secret, "tvdb", "sue", "6");
    assert_holds(secret, "tvdb", "sue", "6");
    assert_int_equal(count_items("tvdb"), 1);
    store_item("tvdb", "eve", "x");
    store_item("tvdb", "", "y");
    assert_int_equal(count_items("tvdb"), 3);
    assert_true(secret_clear(secret, "tvdb", NULL));
    assert_int_equal(count_items("tvdb"), 0);
}

static void a_damaged_item_says_sign_in(void **state)
{
    struct secret *secret = *state;
    static const char *const texts[] = {"geheim", "", "[]", "{\"token\":1}", "{\"token\":\"\\u00"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct credentials credentials;
        struct epi_error err = {0};
        bool found = false;
        store_item("tvdb2", "bob", texts[i]);
        assert_false(secret_load(secret, "tvdb2", &credentials, &found, &err));
        assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
        assert_non_null(strstr(err.text, "run `epimark login tvdb2`"));
        assert_null(strstr(err.text, "geheim"));
    }
    save(secret, "tvdb2", "bob", "1");
    assert_holds(secret, "tvdb2", "bob", "1");
}

static void *load_in_a_thread(void *secret)
{
    assert_holds(secret, "trakt", "default", "2");
    return NULL;
}

static void any_thread_may_load(void **state)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, load_in_a_thread, *state), 0);
    pthread_join(thread, NULL);
}

static void *load_until_stopped(void *secret)
{
    struct credentials credentials;
    struct epi_error err = {0};
    bool found = false;
    while (err.kind != EPI_ERROR_STOPPED)
        secret_load(secret, "trakt", &credentials, &found, &err);
    return NULL;
}

static void a_hanging_keyring_can_be_cancelled(void **state)
{
    GDBusConnection *bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    struct secret *secret = secret_new(CREDENTIALS_KEYRING, "/nowhere");
    pid_t keyring = find_keyring(bus);
    pthread_t thread;
    assert_int_equal(kill(keyring, SIGSTOP), 0);
    assert_int_equal(pthread_create(&thread, NULL, load_until_stopped, secret), 0);
    secret_cancel(secret);
    pthread_join(thread, NULL);

    struct credentials credentials = {.account = "bob"};
    struct epi_error err = {0};
    bool found = false;
    assert_false(secret_load(secret, "trakt", &credentials, &found, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    assert_int_equal(kill(keyring, SIGCONT), 0);
    save(secret, "tvdb", "bob", "1"); /* all the same */
    secret_free(secret);
    assert_holds(*state, "tvdb", "bob", "1");
    g_object_unref(bus);
}

/* Stands in for the window that asks for the keyring's password, and counts who calls it. */
struct prompter {
    GDBusConnection *bus;
    guint filter;
    gint calls;
};

static GDBusMessage *count_call(GDBusConnection *bus, GDBusMessage *message, gboolean incoming,
                                gpointer context)
{
    (void)bus;
    struct prompter *prompter = context;
    if (incoming && g_dbus_message_get_message_type(message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL)
        g_atomic_int_inc(&prompter->calls);
    return message;
}

static void prompter_start(struct prompter *prompter)
{
    char *address = g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    prompter->bus =
        g_dbus_connection_new_for_address_sync(address,
                                               G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                   G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                               NULL, NULL, NULL);
    g_free(address);
    prompter->calls = 0;
    prompter->filter = g_dbus_connection_add_filter(prompter->bus, count_call, prompter, NULL);
    GVariant *answer = g_dbus_connection_call_sync(
        prompter->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "RequestName", g_variant_new("(su)", "org.gnome.keyring.SystemPrompter", 0U), NULL,
        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
    assert_non_null(answer);
    g_variant_unref(answer);
}

static void prompter_stop(struct prompter *prompter)
{
    g_dbus_connection_remove_filter(prompter->bus, prompter->filter);
    g_dbus_connection_close_sync(prompter->bus, NULL, NULL);
    g_object_unref(prompter->bus);
}

static void never_prompts_unless_told_to(struct secret *secret)
{
    struct prompter prompter;
    struct credentials credentials;
    struct epi_error err = {0};
    prompter_start(&prompter);
    assert_shut(secret, "trakt", EPI_ERROR_SIGN_IN, "the keyring is locked: unlock it, or run");
    assert_absent(secret, "tvmaze");
    assert_int_equal(g_atomic_int_get(&prompter.calls), 0);
    fill(&credentials, "bob", "geheim");
    assert_false(secret_save(secret, "trakt", &credentials, true, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_true(g_atomic_int_get(&prompter.calls) > 0);
    prompter_stop(&prompter);
}

static void a_locked_keyring_says_so(void **state)
{
    lock_keyring();
    never_prompts_unless_told_to(*state);
}

/* A keyring that was never open since it started knows its items only by what they hash to. */
static void a_keyring_never_unlocked_says_so(void **state)
{
    stop_keyring();
    never_prompts_unless_told_to(*state);
}

static int keyring_setup(void **state)
{
    *state = secret_new(CREDENTIALS_KEYRING, "/nowhere");
    return 0;
}

static int keyring_teardown(void **state)
{
    secret_free(*state);
    return 0;
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest plain[] = {
        cmocka_unit_test(hashes_a_password),
        WITH_FOLDER(the_file_keeps_accounts),
        WITH_FOLDER(the_file_keeps_the_largest),
        WITH_FOLDER(a_file_for_others_is_not_read),
        WITH_FOLDER(what_is_no_file_of_ours_is_not_used),
        WITH_FOLDER(a_kill_leaves_no_secret_behind),
        WITH_FOLDER(a_damaged_file_is_left_alone),
        WITH_FOLDER(a_damaged_account_says_sign_in),
        WITH_FOLDER(a_folder_that_cannot_be_is_for_later),
        WITH_FOLDER(short_of_memory_loses_nothing),
        WITH_FOLDER(writers_do_not_lose_each_others),
        WITH_FOLDER(one_owner_at_a_time),
        WITH_FOLDER(waits_for_the_owner),
        cmocka_unit_test(without_a_keyring_says_what_to_do),
    };
    const struct CMUnitTest no_service[] = {
        cmocka_unit_test(without_a_keyring_says_what_to_do),
    };
    /* In this order: each leaves the keyring as the next one finds it. */
    const struct CMUnitTest keyring[] = {
        cmocka_unit_test(no_keyring_was_made_yet),
        cmocka_unit_test(the_keyring_keeps_accounts),
        cmocka_unit_test(what_others_stored_counts),
        cmocka_unit_test(a_damaged_item_says_sign_in),
        cmocka_unit_test(any_thread_may_load),
        cmocka_unit_test(a_hanging_keyring_can_be_cancelled),
        cmocka_unit_test(a_locked_keyring_says_so),
        cmocka_unit_test(a_keyring_never_unlocked_says_so),
    };
    const char *session = getenv("EPIMARK_KEYRING_SESSION");
    if (session && strcmp(session, "yes") == 0)
        return cmocka_run_group_tests(keyring, keyring_setup, keyring_teardown);
    if (session)
        return cmocka_run_group_tests(no_service, NULL, NULL);
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", 1); /* not the user's own keyring */
    return cmocka_run_group_tests(plain, NULL, NULL);
}
