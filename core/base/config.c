/* SPDX-License-Identifier: MIT */
#include "core/base/config.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/http.h"

/* ---- The table ---- */

enum kind {
    INTEGER, /* within range */
    NUMBERS, /* one of several numbers */
    NAMES,   /* one of several names, stored as its index among them */
    FLAG,
    WORD, /* one of several names, stored as text */
    LANGUAGE,
    SERVICES, /* any of several names, separated by commas */
    KINDS,    /* the same, at least one; "no" only by itself */
    FOLDERS,
    PATH,
    ADDRESS,
    ID, /* letters, digits, '-' and '_' */
};

enum { RANGE_NAME_MAX = 16 }; /* of a name in a range, with its terminator */

struct row {
    struct epi_config_option option;
    enum kind kind;
    size_t offset, size; /* of its field */
};

#define FIELD(name) offsetof(struct epi_config, name), sizeof(((struct epi_config *)NULL)->name)
#define ROW(name, type, kind, value, range, help, purpose, example)                                \
    {{#name, type, value, range, help, purpose, example}, kind, FIELD(name)},

static const struct row table[] = {
#include "core/base/options.def"
};

enum { ROWS = sizeof(table) / sizeof(table[0]) };

_Static_assert((int)ROWS <= (int)CONFIG_OPTIONS_MAX, "source[] has room for every row");
_Static_assert(sizeof(enum config_match) == sizeof(int), "NAMES are written as int");

size_t epi_config_option_count(void)
{
    return ROWS;
}

const struct epi_config_option *epi_config_option(size_t index)
{
    return index < ROWS ? &table[index].option : NULL;
}

/* ---- One value ---- */

static void put_int(struct epi_config *config, const struct row *row, int value)
{
    if (row->kind == FLAG)
        memcpy((char *)config + row->offset, &(bool){value != 0}, sizeof(bool));
    else
        memcpy((char *)config + row->offset, &value, sizeof(value));
}

static int get_int(const struct epi_config *config, const struct row *row)
{
    int value = 0;
    bool flag = false;
    if (row->kind == FLAG)
        memcpy(&flag, (const char *)config + row->offset, sizeof(flag));
    else
        memcpy(&value, (const char *)config + row->offset, sizeof(value));
    return row->kind == FLAG ? flag : value;
}

/* The index of a name among those that '|' separates, or -1. */
static int place_of(const char *names, const char *name, size_t len)
{
    for (int place = 0; *names; place++) {
        size_t end = strcspn(names, "|");
        if (end == len && memcmp(names, name, len) == 0)
            return place;
        names += end + (names[end] == '|');
    }
    return -1;
}

/* Reads digits only; false also if the number does not fit 32 bits. */
static bool read_int(const char *text, int *value)
{
    if (!*text || text[strspn(text, "0123456789")] || strlen(text) > 9)
        return false;
    *value = (int)strtol(text, NULL, 10);
    return true;
}

static bool set_integer(struct epi_config *config, const struct row *row, const char *text)
{
    char *end = NULL;
    long low = strtol(row->option.range, &end, 10);
    long high = strtol(end + 1, NULL, 10);
    int value = 0;
    if (!read_int(text, &value) || value < low || value > high)
        return false;
    put_int(config, row, value);
    return true;
}

static bool set_choice(struct epi_config *config, const struct row *row, const char *text)
{
    int place = place_of(row->option.range, text, strlen(text));
    int value = place;
    if (place < 0 || (row->kind == NUMBERS && !read_int(text, &value)))
        return false;
    put_int(config, row, row->kind == FLAG ? place == 0 : value);
    return true;
}

static bool put_text(struct epi_config *config, const struct row *row, const char *text)
{
    size_t len = strlen(text);
    if (len >= row->size)
        return false;
    memcpy((char *)config + row->offset, text, len + 1);
    return true;
}

/* "tvmaze, trakt": removes blanks and repeated names. False if a name is unknown. */
static bool set_names(struct epi_config *config, const struct row *row, const char *text)
{
    char list[CONFIG_URL_MAX] = "";
    for (size_t len; *text; text += len + (text[len] == ',')) {
        text += strspn(text, " ");
        len = strcspn(text, ",");
        size_t end = len;
        while (end && text[end - 1] == ' ')
            end--;
        char name[RANGE_NAME_MAX] = "";
        if (end >= sizeof(name) || (end && place_of(row->option.range, text, end) < 0))
            return false;
        memcpy(name, text, end);
        if (!end || config_lists(list, name))
            continue;
        size_t at = strlen(list);
        snprintf(list + at, sizeof(list) - at, "%s%s", at ? "," : "", name);
    }
    if (row->kind == KINDS && (!*list || (config_lists(list, "no") && strcmp(list, "no") != 0)))
        return false;
    return put_text(config, row, list);
}

const char *config_home(void)
{
    const char *folder = getenv("HOME");
    return folder && folder[0] == '/' ? folder : NULL;
}

static bool set_path(struct epi_config *config, const struct row *row, const char *text)
{
    char path[CONFIG_LIST_MAX];
    if (strncmp(text, "~/", 2) != 0 || !config_home())
        return put_text(config, row, text);
    int len = snprintf(path, sizeof(path), "%s%s", config_home(), text + 1);
    return len > 0 && (size_t)len < sizeof(path) && put_text(config, row, path);
}

static bool set_address(struct epi_config *config, const struct row *row, const char *text)
{
    char address[CONFIG_URL_MAX];
    size_t len = strlen(text);
    while (len && text[len - 1] == '/')
        len--;
    if (len >= sizeof(address))
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    return http_url_allowed(address) && put_text(config, row, address);
}

static bool set_id(struct epi_config *config, const struct row *row, const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return !text[strspn(text, signs)] && put_text(config, row, text);
}

static bool set_row(struct epi_config *config, const struct row *row, const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
    switch (row->kind) {
    case INTEGER:
        return set_integer(config, row, text);
    case NUMBERS:
    case NAMES:
    case FLAG:
        return set_choice(config, row, text);
    case WORD:
        return place_of(row->option.range, text, strlen(text)) >= 0 && put_text(config, row, text);
    case LANGUAGE:
        return !text[strspn(text, letters)] && put_text(config, row, text);
    case SERVICES:
    case KINDS:
        return set_names(config, row, text);
    case FOLDERS:
        return put_text(config, row, text);
    case PATH:
        return set_path(config, row, text);
    case ADDRESS:
        return set_address(config, row, text);
    case ID:
        return set_id(config, row, text);
    }
    return false;
}

static const char *wanted(const struct row *row)
{
    switch (row->kind) {
    case LANGUAGE:
        return "a language such as de or pt-BR";
    case ADDRESS:
        return "https://HOST/PATH, or http:// on this computer, without a user name, ? or #";
    case ID:
        return "at most 128 letters, digits, - and _";
    default:
        return *row->option.range ? row->option.range : "a shorter value";
    }
}

/* ---- Names ---- */

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* How many letters must be inserted, removed or changed to turn a into b. */
static size_t distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t row[LONGEST + 1];
    size_t a_len = strnlen(a, LONGEST);
    size_t b_len = strnlen(b, LONGEST);
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_len];
}

/* The option that a misspelled name probably means; NULL if none is near: two letters differ, the
 * beginnings are equal, or the name is a part of it. */
static const char *nearest(const char *name)
{
    enum { LETTERS = 2, BEGINNING = 4, PART = 3 };
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < ROWS; i++) {
        const char *other = table[i].option.name;
        size_t len = strlen(name);
        bool part = len >= PART && strstr(other, name); /* "timeout" is http_timeout */
        size_t far = part ? 1 : distance(name, other);
        bool near = (far <= LETTERS && far < len) || strncmp(name, other, BEGINNING) == 0;
        if (near && far < least) {
            least = far;
            best = other;
        }
    }
    return best;
}

/* The name of a range that is nearest to a word, if it is nearer than least letters. */
static void find_nearer(const char *range, const char *word, size_t *least,
                        char nearest[RANGE_NAME_MAX])
{
    for (size_t len; *range; range += len + (range[len] == '|')) {
        char name[RANGE_NAME_MAX];
        len = strcspn(range, "|");
        snprintf(name, sizeof(name), "%.*s", (int)len, range);
        size_t far = distance(word, name);
        if (far < *least && far < strlen(word)) {
            *least = far;
            memcpy(nearest, name, sizeof(name));
        }
    }
}

/* The value that a misspelled word of a row's value probably means: two letters differ. False if
 * there is none. wrong: that word. */
static bool nearest_value(const struct row *row, const char *text, char wrong[RANGE_NAME_MAX],
                          char nearest[RANGE_NAME_MAX])
{
    enum { LETTERS = 2 };
    bool listed = row->kind == SERVICES || row->kind == KINDS;
    size_t least = LETTERS + 1;
    if (!listed && row->kind != NAMES && row->kind != WORD)
        return false;
    for (size_t len; *text; text += len + (text[len] != '\0')) {
        char word[RANGE_NAME_MAX];
        len = strcspn(text, listed ? ", " : "");
        if (len >= sizeof(word) || place_of(row->option.range, text, len) >= 0)
            continue;
        snprintf(word, sizeof(word), "%.*s", (int)len, text);
        size_t before = least;
        find_nearer(row->option.range, word, &least, nearest);
        if (least < before)
            memcpy(wrong, word, sizeof(word));
    }
    return least <= LETTERS;
}

bool epi_config_set(struct epi_config *config, const char *name, const char *value,
                    enum epi_config_source source, struct epi_error *err)
{
    size_t at = 0;
    while (at < ROWS && strcmp(table[at].option.name, name) != 0)
        at++;
    if (at == ROWS) {
        const char *meant = nearest(name);
        return epi_error_set(err, EPI_ERROR_NEVER, "unknown option \"%.64s\"%s%s%s", name,
                             meant ? "; did you mean \"" : "", meant ? meant : "",
                             meant ? "\"?" : "");
    }
    for (const char *c = value; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            return epi_error_set(err, EPI_ERROR_NEVER,
                                 "invalid value for %s: it contains a control character", name);
        }
    }
    if (!set_row(config, &table[at], value)) {
        char wrong[RANGE_NAME_MAX];
        char near[RANGE_NAME_MAX] = "";
        bool is_near = nearest_value(&table[at], value, wrong, near);
        return epi_error_set(err, EPI_ERROR_NEVER, "invalid value \"%.64s\" for %s; %s%s%s",
                             is_near ? wrong : value, name,
                             is_near ? "did you mean \"" : "expected ",
                             is_near ? near : wanted(&table[at]), is_near ? "\"?" : "");
    }
    config->source[at] = source;
    return true;
}

void config_init(struct epi_config *config)
{
    memset(config, 0, sizeof(*config));
    for (size_t i = 0; i < ROWS; i++) {
        bool set = set_row(config, &table[i], table[i].option.default_value);
        assert(set);
        (void)set;
    }
}

struct epi_config *epi_config_new(struct epi_error *err)
{
    struct epi_config *config = malloc(sizeof(*config));
    if (config)
        config_init(config);
    else
        error_memory(err);
    return config;
}

void epi_config_free(struct epi_config *config)
{
    free(config);
}

const char *epi_config_unreadable(const struct epi_config *config)
{
    return config->unreadable;
}

enum epi_config_source epi_config_source_of(const struct epi_config *config, size_t index)
{
    return config->source[index];
}

void epi_config_value(const struct epi_config *config, size_t index, char *value, size_t size)
{
    assert(index < ROWS);
    const struct row *row = &table[index];
    const char *range = row->option.range;
    int number = 0;
    switch (row->kind) {
    case INTEGER:
    case NUMBERS:
        snprintf(value, size, "%d", get_int(config, row));
        return;
    case FLAG:
        snprintf(value, size, "%s", get_int(config, row) ? "yes" : "no");
        return;
    case NAMES:
        for (number = get_int(config, row); number > 0; number--)
            range += strcspn(range, "|") + 1;
        snprintf(value, size, "%.*s", (int)strcspn(range, "|"), range);
        return;
    default:
        snprintf(value, size, "%s", (const char *)config + row->offset);
    }
}

static const struct row *find_row(const char *name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(table[i].option.name, name) == 0)
            return &table[i];
    }
    assert(!"no such option");
    return NULL;
}

bool epi_config_flag(const struct epi_config *config, const char *name)
{
    const struct row *row = find_row(name);
    return row && row->kind == FLAG && get_int(config, row);
}

bool epi_config_lists(const struct epi_config *config, const char *name, const char *value)
{
    const struct row *row = find_row(name);
    return row && (row->kind == SERVICES || row->kind == KINDS) &&
           config_lists((const char *)config + row->offset, value);
}

const char *epi_config_source_name(enum epi_config_source source)
{
    static const char *const names[] = {
        [EPI_SOURCE_DEFAULT] = "default",   [EPI_SOURCE_FILE] = "epimark.conf",
        [EPI_SOURCE_MPV_CONF] = "mpv.conf", [EPI_SOURCE_SCRIPT_OPTS] = "script-opts",
        [EPI_SOURCE_CONFIG] = "--config",   [EPI_SOURCE_COMMAND] = "--set"};
    return names[source];
}

bool config_lists(const char *list, const char *service)
{
    size_t len = strlen(service);
    while (*list) {
        size_t end = strcspn(list, ",");
        if (end == len && memcmp(list, service, len) == 0)
            return true;
        list += end + (list[end] == ',');
    }
    return false;
}

/* ---- Folders ---- */

static bool join(char *path, size_t size, const char *folder, const char *rest)
{
    int len = snprintf(path, size, "%s%s", folder, rest);
    return len > 0 && (size_t)len < size;
}

bool epi_config_mpv_folder(char *path, size_t size)
{
    const char *mpv = getenv("MPV_HOME");
    const char *xdg = getenv("XDG_CONFIG_HOME");
    if (mpv && *mpv)
        return join(path, size, mpv, "");
    if (xdg && *xdg)
        return join(path, size, xdg, "/mpv");
    return config_home() && join(path, size, config_home(), "/.config/mpv");
}

bool epi_config_data_folder(char *path, size_t size, struct epi_error *err)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    bool given = xdg && xdg[0] == '/'; /* the XDG specification says to ignore a relative one */
    if (!given && !config_home()) {
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "cannot locate a data folder: set HOME or XDG_DATA_HOME to an absolute path");
    }
    if (!join(path, size, given ? xdg : config_home(),
              given ? "/epimark" : "/.local/share/epimark")) {
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "the path of the data folder is too long: set XDG_DATA_HOME to a shorter one");
    }
    return true;
}

bool epi_config_set_data_folder(struct epi_config *config, const char *path, struct epi_error *err)
{
    if (path[0] != '/') {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "invalid folder \"%.64s\": expected an absolute path", path);
    }
    if (strlen(path) >= sizeof(config->data_folder))
        return epi_error_set(err, EPI_ERROR_NEVER, "the path of the folder for data is too long");
    snprintf(config->data_folder, sizeof(config->data_folder), "%s", path);
    return true;
}

bool config_data_folder(const struct epi_config *config, char *path, size_t size,
                        struct epi_error *err)
{
    if (!config->data_folder[0])
        return epi_config_data_folder(path, size, err);
    return join(path, size, config->data_folder, "") ||
           epi_error_set(err, EPI_ERROR_NEVER, "the path of the folder for data is too long");
}
