/* SPDX-License-Identifier: MIT */
#include "core/base/secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* As built for players in a sandbox: no keyring can be reached from there, so that credentials are
 * kept in the file whatever was chosen. */
#ifdef EPIMARK_NO_KEYRING
#include <glib.h>
#else
#include <libsecret/secret.h>
#endif

#include "core/base/json.h"
#include "core/base/private_file.h"
#include "core/base/secret_file.h"

enum { LOCK_MS = 5000, LOCK_STEP_MS = 20 };

struct secret {
    enum config_credentials store;
#ifndef EPIMARK_NO_KEYRING
    GCancellable *cancel; /* of all that loads; what was renewed is saved even then */
#endif
    char folder[];
};

void secret_sha1(const char *text, char hash[SECRET_SHA1_SIZE])
{
    char *hex = g_compute_checksum_for_string(G_CHECKSUM_SHA1, text, -1);
    memcpy(hash, hex, SECRET_SHA1_SIZE);
    g_free(hex);
}

void secret_sha256(const char *text, unsigned char hash[SECRET_SHA256_BYTES])
{
    gsize size = SECRET_SHA256_BYTES;
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)text, -1);
    g_checksum_get_digest(sum, hash, &size);
    g_checksum_free(sum);
}

bool secret_random(void *bytes, size_t count, struct epi_error *err)
{
    return getentropy(bytes, count) == 0 ||
           epi_error_set(err, EPI_ERROR_LATER, "this system has no random numbers: %s",
                         strerrordesc_np(errno));
}

static const char *account_of(const struct credentials *credentials)
{
    return *credentials->account ? credentials->account : "default";
}

/* ---- Their JSON ---- */

static void cleanup_json(struct json **json)
{
    json_wipe(*json);
}

static struct json *fields_to_json(const struct credentials *credentials)
{
    struct json *fields = json_new_object();
    for (int i = 0; fields && i < credentials->count; i++)
        json_set_text(fields, credentials->fields[i].name, credentials->fields[i].value);
    return fields;
}

struct field_reader {
    struct credentials *credentials;
    bool fits;
};

static void read_field(void *context, const char *name, struct json *value)
{
    struct field_reader *reader = context;
    reader->fits &=
        json_is_text(value) && credentials_set(reader->credentials, name, json_text(value));
}

/* Leaves credentials unchanged if fields is not what fields_to_json writes. */
static bool fields_from_json(const struct json *fields, const char *account, const char *service,
                             struct credentials *credentials, struct epi_error *err)
{
    CLEANUP(credentials_cleanup) struct credentials *read = credentials_new(err);
    if (!read)
        return false;
    struct field_reader reader = {read, json_is_object(fields) &&
                                            strlen(account) < sizeof(read->account)};
    if (reader.fits) {
        json_each(fields, read_field, &reader);
        memcpy(read->account, account, strlen(account) + 1);
    }
    if (reader.fits)
        *credentials = *read;
    return reader.fits ||
           epi_error_set(err, EPI_ERROR_SIGN_IN,
                         "cannot read the credentials stored for %s; run `epimark login %s`",
                         service, service);
}

/* ---- The keyring ---- */

#ifndef EPIMARK_NO_KEYRING

/* Items are found only by their attributes, so that items stored by other programs are found too,
 * and so that a locked keyring can report that it holds some. */
static const SecretSchema schema = {
    .name = "io.github.epimark.Credentials",
    .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
    .attributes = {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"service", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"account", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

static void cleanup_gerror(GError **error)
{
    g_clear_error(error);
}

static void cleanup_service(SecretService **service)
{
    g_clear_object(service);
}

static void cleanup_items(GList **items)
{
    g_list_free_full(*items, g_object_unref);
}

static void cleanup_attributes(GHashTable **attributes)
{
    g_clear_pointer(attributes, g_hash_table_unref);
}

static bool locked(const char *service, struct epi_error *err)
{
    return epi_error_set(
        err, EPI_ERROR_SIGN_IN,
        "the keyring is locked: unlock it, or run `epimark login %s` in a terminal of the desktop",
        service);
}

static bool no_keyring(struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_SIGN_IN,
                         "no keyring is available: start one (gnome-keyring, KWallet), or set "
                         "credential_store=file");
}

/* Explains an error of the keyring; NULL: the user dismissed the prompt. */
static bool keyring_failed(const GError *error, const char *service, struct epi_error *err)
{
    static const int absent[] = {
        G_DBUS_ERROR_SERVICE_UNKNOWN,   G_DBUS_ERROR_NAME_HAS_NO_OWNER,
        G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED,
        G_DBUS_ERROR_SPAWN_FAILED,      G_DBUS_ERROR_UNKNOWN_OBJECT,
        G_DBUS_ERROR_UNKNOWN_METHOD, /* gnome-keyring, if it could not create a keyring */
    };
    if (!error || g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        return locked(service, err);
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
    for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
        if (g_error_matches(error, G_DBUS_ERROR, absent[i]))
            return no_keyring(err);
    }
    return epi_error_set(err, EPI_ERROR_LATER, "keyring error: %s", error->message);
}

/* Opens a connection for one call: one that libsecret kept would become stale when the keyring
 * restarts, since no main loop runs here. */
static SecretService *open_keyring(const char *service, GCancellable *cancel, struct epi_error *err)
{
    CLEANUP(cleanup_gerror) GError *error = NULL;
    SecretService *keyring =
        secret_service_open_sync(SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_NONE, cancel, &error);
    if (keyring) { /* otherwise the end of the session bus would end this process */
        GDBusConnection *bus = g_dbus_proxy_get_connection(G_DBUS_PROXY(keyring));
        g_dbus_connection_set_exit_on_close(bus, FALSE);
        return keyring;
    }
    bool no_bus = (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_TIMED_OUT &&
                   error->code != G_IO_ERROR_CANCELLED) ||
                  error->domain == G_FILE_ERROR || error->domain == G_SPAWN_ERROR;
    if (no_bus) /* one that cannot be started, say without a machine-id, is none */
        no_keyring(err);
    else
        keyring_failed(error, service, err);
    return NULL;
}

/* All items of a service, locked or not, without prompting. */
static bool search(SecretService *keyring, const char *service, GCancellable *cancel, GList **items,
                   struct epi_error *err)
{
    CLEANUP(cleanup_gerror) GError *error = NULL;
    CLEANUP(cleanup_attributes)
    GHashTable *attributes =
        secret_attributes_build(&schema, "application", "epimark", "service", service, NULL);
    *items =
        secret_service_search_sync(keyring, &schema, attributes, SECRET_SEARCH_ALL, cancel, &error);
    return !error || keyring_failed(error, service, err);
}

static bool read_item(SecretItem *item, const char *service, GCancellable *cancel,
                      struct credentials *credentials, struct epi_error *err)
{
    CLEANUP(cleanup_gerror) GError *error = NULL;
    if (!secret_item_load_secret_sync(item, cancel, &error))
        return keyring_failed(error, service, err);
    CLEANUP(cleanup_attributes) GHashTable *attributes = secret_item_get_attributes(item);
    const char *account = g_hash_table_lookup(attributes, "account");
    SecretValue *value = secret_item_get_secret(item);
    gsize len = 0;
    const char *text = value ? secret_value_get(value, &len) : "";
    CLEANUP(cleanup_json) struct json *fields = json_read(text, len, NULL);
    bool read = fields_from_json(fields, account ? account : "default", service, credentials, err);
    if (value)
        secret_value_unref(value);
    return read;
}

static bool keyring_load(const char *service, GCancellable *cancel, struct credentials *credentials,
                         bool *found, struct epi_error *err)
{
    CLEANUP(cleanup_service) SecretService *keyring = open_keyring(service, cancel, err);
    CLEANUP(cleanup_items) GList *items = NULL;
    if (!keyring || !search(keyring, service, cancel, &items, err))
        return false;
    SecretItem *newest = NULL;
    for (GList *at = items; at; at = at->next) {
        SecretItem *item = at->data;
        if (!secret_item_get_locked(item) &&
            (!newest || secret_item_get_modified(item) > secret_item_get_modified(newest)))
            newest = item;
    }
    if (items && !newest)
        return locked(service, err);
    if (newest && !read_item(newest, service, cancel, credentials, err))
        return false;
    *found = newest != NULL;
    return true;
}

/* Whether this item was written by keyring_save for an account. */
static bool is_ours(SecretItem *item, const char *account)
{
    CLEANUP(cleanup_attributes) GHashTable *attributes = secret_item_get_attributes(item);
    const char *name = g_hash_table_lookup(attributes, "xdg:schema");
    const char *stored = g_hash_table_lookup(attributes, "account");
    return name && stored && strcmp(name, schema.name) == 0 && strcmp(stored, account) == 0;
}

/* Removes all items of a service without prompting. keep: the account whose own item stays; NULL:
 * none. */
static bool keyring_remove(SecretService *keyring, const char *service, const char *keep,
                           struct epi_error *err)
{
    CLEANUP(cleanup_items) GList *items = NULL;
    if (!search(keyring, service, NULL, &items, err))
        return false;
    bool all = true;
    for (GList *at = items; at; at = at->next) {
        CLEANUP(cleanup_gerror) GError *error = NULL;
        if (keep && is_ours(at->data, keep))
            continue;
        if (secret_item_get_locked(at->data))
            all = locked(service, err);
        else if (!secret_item_delete_sync(at->data, NULL, &error))
            all = keyring_failed(error, service, err);
    }
    return all;
}

static bool keyring_clear(const char *service, struct epi_error *err)
{
    CLEANUP(cleanup_service) SecretService *keyring = open_keyring(service, NULL, err);
    return keyring && keyring_remove(keyring, service, NULL, err);
}

/* Whether storing needs no prompt. */
static bool is_open(SecretService *keyring, const char *service, struct epi_error *err)
{
    SecretCollection *collection = secret_collection_for_alias_sync(
        keyring, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
    if (!collection)
        return no_keyring(err);
    bool open = !secret_collection_get_locked(collection);
    g_object_unref(collection);
    return open || locked(service, err);
}

static bool keyring_save(const char *service, const struct credentials *credentials,
                         bool interactive, struct epi_error *err)
{
    CLEANUP(cleanup_service) SecretService *keyring = open_keyring(service, NULL, err);
    if (!keyring || (!interactive && !is_open(keyring, service, err)))
        return false;
    CLEANUP(cleanup_gerror) GError *error = NULL;
    CLEANUP(cleanup_json) struct json *fields = fields_to_json(credentials);
    CLEANUP(cleanup_wipe) char *text = json_write(fields, false);
    if (!fields || !text)
        return error_memory(err);
    char label[64];
    snprintf(label, sizeof(label), "epimark: %s", service);
    CLEANUP(cleanup_attributes)
    GHashTable *attributes =
        secret_attributes_build(&schema, "application", "epimark", "service", service, "account",
                                account_of(credentials), NULL);
    SecretValue *value = secret_value_new(text, -1, "text/plain");
    bool stored = secret_service_store_sync(keyring, &schema, attributes, SECRET_COLLECTION_DEFAULT,
                                            label, value, NULL, &error);
    secret_value_unref(value);
    if (stored) {
        keyring_remove(keyring, service, account_of(credentials), NULL);
        return true;
    }
    return keyring_failed(error, service, err);
}

#endif

/* ---- The file ---- */

static void cleanup_lock(int *lock)
{
    secret_unlock(*lock);
}

static bool file_load(const struct secret *secret, const char *service,
                      struct credentials *credentials, bool *found, struct epi_error *err)
{
    CLEANUP(cleanup_json) struct json *root = secret_file_read(secret->folder, err);
    if (!root)
        return false;
    struct json *entry = json_get(root, service);
    if (entry && !fields_from_json(json_get(entry, "fields"), json_text(json_get(entry, "account")),
                                   service, credentials, err))
        return false;
    *found = entry != NULL;
    return true;
}

/* Sets the entry of a service, or removes it if credentials is NULL. */
static bool file_change(struct secret *secret, const char *service,
                        const struct credentials *credentials, struct epi_error *err)
{
    CLEANUP(cleanup_lock) int lock = secret_lock(secret, "credentials", LOCK_MS, err);
    CLEANUP(cleanup_json)
    struct json *root = lock >= 0 ? secret_file_read(secret->folder, err) : NULL;
    if (!root)
        return false;
    secret_file_sweep(secret->folder);
    if (!credentials) {
        if (!json_get(root, service))
            return true;
        json_remove(root, service);
        return secret_file_write(secret->folder, root, err);
    }
    struct json *entry = json_new_object();
    if (!entry)
        return error_memory(err);
    json_set_text(entry, "account", account_of(credentials));
    json_set(entry, "fields", fields_to_json(credentials));
    json_set(root, service, entry);
    return secret_file_write(secret->folder, root, err);
}

/* ---- Either ---- */

struct secret *secret_new(enum config_credentials store, const char *folder)
{
    struct secret *secret = calloc(1, sizeof(*secret) + strlen(folder) + 1);
    if (secret) {
        secret->store = store;
#ifndef EPIMARK_NO_KEYRING
        secret->cancel = g_cancellable_new();
#endif
        memcpy(secret->folder, folder, strlen(folder) + 1);
    }
    return secret;
}

void secret_free(struct secret *secret)
{
#ifndef EPIMARK_NO_KEYRING
    if (secret)
        g_object_unref(secret->cancel);
#endif
    free(secret);
}

void secret_cancel(struct secret *secret)
{
#ifndef EPIMARK_NO_KEYRING
    g_cancellable_cancel(secret->cancel);
#else
    (void)secret; /* nothing waits */
#endif
}

bool secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                 bool *found, struct epi_error *err)
{
#ifndef EPIMARK_NO_KEYRING
    if (secret->store == CREDENTIALS_KEYRING)
        return keyring_load(service, secret->cancel, credentials, found, err);
#endif
    return file_load(secret, service, credentials, found, err);
}

bool secret_save(struct secret *secret, const char *service, const struct credentials *credentials,
                 bool interactive, struct epi_error *err)
{
#ifndef EPIMARK_NO_KEYRING
    if (secret->store == CREDENTIALS_KEYRING)
        return keyring_save(service, credentials, interactive, err);
#else
    (void)interactive;
#endif
    return file_change(secret, service, credentials, err);
}

bool secret_clear(struct secret *secret, const char *service, struct epi_error *err)
{
#ifndef EPIMARK_NO_KEYRING
    if (secret->store == CREDENTIALS_KEYRING)
        return keyring_clear(service, err);
#endif
    return file_change(secret, service, NULL, err);
}

/* ---- Locks ---- */

int secret_lock(struct secret *secret, const char *service, int milliseconds, struct epi_error *err)
{
    assert(!strchr(service, '/'));
    CLEANUP(cleanup_free) char *path = secret_file_path(secret->folder, service, ".lock", err);
    if (!path)
        return -1;
    int lock;
    const char *name = path + strlen(secret->folder) + 1;
    if (!private_file_make_folder(secret->folder, err) ||
        !private_file_open(secret->folder, name, O_RDWR | O_CREAT, &lock, err)) {
        if (err)
            err->kind = EPI_ERROR_LATER; /* deliveries that need the lock wait */
        return -1;
    }
    for (int waited = 0; flock(lock, LOCK_EX | LOCK_NB); waited += LOCK_STEP_MS) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK || waited >= milliseconds) {
            epi_error_set(err, EPI_ERROR_LATER, "another epimark process is using %s (%s)", service,
                          path);
            close(lock);
            return -1;
        }
        int left = milliseconds - waited;
        poll(NULL, 0, left < LOCK_STEP_MS ? left : LOCK_STEP_MS);
    }
    return lock;
}

void secret_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}
