/* SPDX-License-Identifier: MIT
 *
 * The doctor's findings with all that helps who is asked for help, as JSON. Every text passes a
 * veil.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/client/client.h"
#include "core/client/veil.h"
#include "core/journal/checkup.h"
#include "core/journal/entries.h"
#include "core/journal/stored.h"

enum { ERRORS_MAX = 50, LANGUAGE_MAX = 10 };

struct bundle {
    struct epi_client *client; /* or NULL */
    struct epi_doctor asked;
    epi_doctor_visit visit;
    void *context;
    struct veil *veil;
    struct json *json;
    struct json *checks; /* json has them at the end */
    struct json *errors;
    size_t error_count;
    bool whole; /* there was memory for all of it */
};

/* ---- What is hidden ---- */

static bool is_secret_field(const struct service *service, const char *name)
{
    for (const struct service_field *field = service->fields; field && field->name; field++) {
        if (strcmp(field->name, name) == 0)
            return field->secret;
    }
    return true; /* what a service has given, tokens above all */
}

/* Hides what is stored for a service; what cannot be read is nowhere to be seen either. */
static bool hide_credentials(struct bundle *bundle, const struct service *service)
{
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(NULL);
    bool found = false;
    if (!credentials)
        return false;
    if (!secret_load(worker_secret(bundle->client->worker), service->name, credentials, &found,
                     NULL) ||
        !found)
        return true;
    bool ok = veil_private(bundle->veil, credentials->account);
    for (int i = 0; ok && i < credentials->count; i++) {
        const char *value = credentials->fields[i].value;
        ok = is_secret_field(service, credentials->fields[i].name)
                 ? veil_secret(bundle->veil, value)
                 : veil_private(bundle->veil, value);
    }
    return ok;
}

/* Hides the folders of this user, and the paths in the options. */
static bool hide_paths(struct bundle *bundle)
{
    static const char *const paths[] = {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "MPV_HOME"};
    char folder[4096];
    bool ok = !epi_config_mpv_folder(folder, sizeof(folder)) || veil_private(bundle->veil, folder);
    for (size_t i = 0; ok && i < sizeof(paths) / sizeof(*paths); i++) {
        const char *path = getenv(paths[i]);
        ok = veil_private(bundle->veil, path ? path : "");
    }
    const struct epi_config *config = bundle->asked.config;
    return ok && veil_private(bundle->veil, config->ca_file) &&
           veil_private(bundle->veil, config->anime_list) &&
           veil_private(bundle->veil, config->data_folder) &&
           (!bundle->client || veil_private(bundle->veil, bundle->client->folder)) &&
           veil_private(bundle->veil, bundle->asked.sandbox ? bundle->asked.sandbox : "");
}

/* The rest of an address after its host: "/v1", or "". */
static const char *path_of(const char *address)
{
    const char *host = strstr(address, "://");
    return host ? host + 3 + strcspn(host + 3, "/") : "";
}

/* The path of an address may hold a key, of a server in between. */
static bool hide_addresses(struct bundle *bundle)
{
    const struct epi_config_option *option;
    bool ok = true;
    for (size_t i = 0; ok && (option = epi_config_option(i)); i++) {
        char value[EPI_CONFIG_VALUE_MAX];
        epi_config_value(bundle->asked.config, i, value, sizeof(value));
        if (strcmp(option->type, "address") == 0 && strcmp(value, option->default_value) != 0)
            ok = veil_secret(bundle->veil, path_of(value));
    }
    return ok;
}

static bool hide(struct bundle *bundle)
{
    bool ok = hide_paths(bundle) && hide_addresses(bundle);
    for (size_t i = 0; ok && bundle->client && services[i]; i++)
        ok = hide_credentials(bundle, services[i]);
    return ok;
}

static void set_text(struct bundle *bundle, struct json *object, const char *key, const char *text)
{
    CLEANUP(cleanup_free) char *shown = veil_text(bundle->veil, text);
    bundle->whole = bundle->whole && shown;
    json_set_text(object, key, shown ? shown : "");
}

/* ---- Its parts ---- */

static void set_typed(struct bundle *bundle, struct json *object, const char *key, const char *text)
{
    CLEANUP(cleanup_free) char *shown = veil_typed(bundle->veil, text);
    bundle->whole = bundle->whole && shown;
    json_set_text(object, key, shown ? shown : "");
}

/* An option's value as far as it may be shown: what is one of a few values or a number is; a text
 * is what somebody typed. */
static void set_value(struct bundle *bundle, struct json *object,
                      const struct epi_config_option *option, const char *value)
{
    bool same = strcmp(value, option->default_value) == 0;
    if (same || option->range[0] || bundle->asked.names || strcmp(option->type, "address") == 0 ||
        (strcmp(option->type, "text") == 0 && strlen(value) <= LANGUAGE_MAX))
        set_text(bundle, object, "value", value);
    else
        json_set(object, "set", json_new_bool(true));
}

static struct json *options_json(struct bundle *bundle)
{
    struct json *options = json_new_object();
    const struct epi_config_option *option;
    for (size_t i = 0; (option = epi_config_option(i)); i++) {
        char value[EPI_CONFIG_VALUE_MAX];
        struct json *object = json_new_object();
        epi_config_value(bundle->asked.config, i, value, sizeof(value));
        set_value(bundle, object, option, value);
        json_set_text(object, "source",
                      epi_config_source_name(epi_config_source_of(bundle->asked.config, i)));
        json_set(options, option->name, object);
    }
    return options;
}

/* Of a line "PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"". */
static void read_system(char *name, size_t size)
{
    char line[256];
    FILE *file = fopen("/etc/os-release", "re");
    snprintf(name, size, "unknown");
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "PRETTY_NAME=", 12) != 0)
            continue;
        const char *value = line + 12 + (line[12] == '"');
        snprintf(name, size, "%.*s", (int)strcspn(value, "\"\n"), value);
    }
    if (file)
        fclose(file);
}

static struct json *versions_json(void)
{
    struct json *versions = json_new_object();
    struct utsname kernel;
    char system[256], text[sizeof(kernel.release) + sizeof(kernel.machine) + 16];
    read_system(system, sizeof(system));
    json_set_text(versions, "epimark", epi_version());
    json_set_text(versions, "system", system);
    if (uname(&kernel) == 0) {
        snprintf(text, sizeof(text), "%s %s", kernel.release, kernel.machine);
        json_set_text(versions, "kernel", text);
    }
    json_set_text(versions, "http", http_library());
    json_set_text(versions, "sqlite", checkup_library());
    return versions;
}

static struct json *counts_json(const struct checkup *checkup)
{
    const struct {
        const char *name;
        int64_t count;
    } counts[] = {
        {"version", checkup->version},   {"bytes", checkup->bytes},
        {"entries", checkup->entries},   {"records", checkup->records},
        {"unlooked", checkup->unlooked}, {"unsure", checkup->unsure},
        {"unknown", checkup->unknown},   {"due", checkup->due},
        {"held", checkup->held},         {"dead", checkup->dead},
        {"sent", checkup->sent},         {"parked", checkup->parked},
        {"damaged", checkup->damaged},   {"copied_at", checkup->copied_at},
    };
    struct json *object = json_new_object();
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
        json_set_int(object, counts[i].name, counts[i].count);
    return object;
}

/* ---- The last errors ---- */

/* An error of an entry may name what it is about: none of these words is shown. */
static char *error_text(const struct bundle *bundle, const struct entry *entry, const char *text)
{
    const char *slash = strrchr(entry->path, '/');
    const char *words[] = {entry->path, slash ? slash + 1 : "", entry->media_title,
                           entry->match.series.title, entry->match.episode.title};
    struct veil *own = veil_new(bundle->asked.names);
    bool ok = own != NULL;
    for (size_t i = 0; ok && i < sizeof(words) / sizeof(*words); i++)
        ok = veil_private(own, words[i]);
    CLEANUP(cleanup_free) char *without = ok ? veil_text(own, text) : NULL;
    veil_free(own);
    return without ? veil_text(bundle->veil, without) : NULL;
}

static struct json *error_json(struct bundle *bundle, const struct entry *entry, const char *text)
{
    struct json *object = json_new_object();
    CLEANUP(cleanup_free) char *shown = error_text(bundle, entry, text);
    bundle->whole = bundle->whole && shown;
    json_set_int(object, "row", entry->id);
    json_set_text(object, "error", shown ? shown : "");
    if (bundle->asked.names)
        set_text(bundle, object, "path", entry->path);
    json_add(bundle->errors, object);
    bundle->error_count++;
    return object;
}

static bool add_errors(void *context, const struct entry *entry)
{
    struct bundle *bundle = context;
    if (!entry->identified && entry->error[0])
        json_set_text(error_json(bundle, entry, entry->error), "kind", "identify");
    for (int i = 0; i < entry->delivery_count; i++) {
        const struct delivery *delivery = &entry->deliveries[i];
        if (!delivery->error[0] || delivery->state == DELIVERY_SENT)
            continue;
        struct json *object = error_json(bundle, entry, delivery->error);
        json_set_text(object, "kind", delivery->kind);
        json_set_text(object, "service", delivery->service);
        json_set_text(object, "state", entries_delivery_state_name(delivery->state));
        json_set_int(object, "tries", delivery->tries);
        json_set_int(object, "next_at", delivery->next_at);
    }
    return bundle->error_count < ERRORS_MAX;
}

/* ---- All of it ---- */

static bool take(void *context, const struct epi_check *check)
{
    struct bundle *bundle = context;
    struct json *object = json_new_object();
    json_set_text(object, "check", check->name);
    json_set_text(object, "state", check->state);
    set_text(bundle, object, "about", check->about);
    set_typed(bundle, object, "text", check->text);
    json_set_text(object, "advice", check->advice);
    json_add(bundle->checks, object);
    return bundle->visit(bundle->context, check);
}

static void add_journal(struct bundle *bundle)
{
    const struct entries_filter filter = {.waiting = true};
    struct journal *journal = bundle->client ? client_readable(bundle->client, NULL) : NULL;
    struct checkup checkup;
    if (!journal || !checkup_find(journal, &checkup, NULL))
        return;
    json_set(bundle->json, "counts", counts_json(&checkup));
    bundle->errors = json_new_array();
    entries_visit(journal, &filter, add_errors, bundle, NULL);
    json_set(bundle->json, "errors", bundle->errors);
}

/* What can be said before anything is checked. */
static bool begin(struct bundle *bundle)
{
    char date[CLOCK_DATE_SIZE];
    bundle->veil = veil_new(bundle->asked.names);
    bundle->json = json_new_object();
    bundle->checks = json_new_array();
    clock_date_of(client_clock() / CLOCK_DAY, date);
    json_set_text(bundle->json, "made", date);
    json_set(bundle->json, "versions", versions_json());
    json_set(bundle->json, "checks", bundle->checks);
    return bundle->veil && bundle->json && bundle->checks && hide(bundle);
}

static char *end(struct bundle *bundle, struct epi_error *err)
{
    json_set(bundle->json, "options", options_json(bundle));
    add_journal(bundle);
    char *text = bundle->whole ? json_write(bundle->json, true) : NULL;
    if (!text)
        error_memory(err);
    return text;
}

char *epi_doctor_bundle(struct epi_client *client, const struct epi_doctor *doctor,
                        epi_doctor_visit visit, void *context, struct epi_error *err)
{
    struct bundle bundle = {.client = client, .visit = visit, .context = context, .whole = true};
    size_t size = doctor->size < sizeof(bundle.asked) ? doctor->size : sizeof(bundle.asked);
    memcpy(&bundle.asked, doctor, size);
    char *text = NULL;
    if (!begin(&bundle))
        error_memory(err);
    else if (epi_doctor_run(client, doctor, take, &bundle, err))
        text = end(&bundle, err);
    veil_free(bundle.veil);
    json_free(bundle.json);
    return text;
}
