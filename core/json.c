/* SPDX-License-Identifier: MIT */
#include "core/json.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <json-c/json_object_iterator.h>

/* Arrays and objects in one text: json-c spends some 800 bytes on an empty one. */
enum { CONTAINERS_MAX = 1 << 19 };

/* struct json is json-c's own object under our name, whose readers want it without const. */
static struct json_object *object_of(const struct json *json)
{
    union {
        const struct json *json;
        struct json_object *object;
    } same = {.json = json};
    return same.object;
}

static struct json *json_of(struct json_object *object)
{
    return (struct json *)object;
}

static bool is_type(const struct json *json, enum json_type type)
{
    return json_object_is_type(object_of(json), type) && !json_is_null(json);
}

/* ---- Reading ---- */

/* json-c is lenient where RFC 8259 is not (NaN, 5., -01, controls in strings, a NUL that ends the
 * text, overlong UTF-8) and clamps integers beyond 64 bits. So each token is looked at before
 * json-c gets it, and an integer that is too long is handed over as the double it is. */
struct reader {
    const char *at;  /* the token looked at */
    const char *fed; /* json-c has all before it */
    const char *end;
    size_t containers;
    struct json_tokener *tokener;
    struct json_object *value;
    bool done; /* json-c has seen a whole value */
};

static void cleanup_tokener(struct json_tokener **tokener)
{
    if (*tokener)
        json_tokener_free(*tokener);
}

/* Hands text on to json-c. False where it is not as json-c wants it. */
static bool feed(struct reader *reader, const char *text, size_t len)
{
    if (!len)
        return true;
    if (reader->done)
        return false;
    reader->value = json_tokener_parse_ex(reader->tokener, text, (int)len);
    enum json_tokener_error said = json_tokener_get_error(reader->tokener);
    reader->done = said == json_tokener_success;
    return said == json_tokener_continue ||
           (reader->done && (json_tokener_get_parse_end(reader->tokener) == len || !*text));
}

static bool skip(struct reader *reader, const char *any)
{
    if (reader->at == reader->end || !*reader->at || !strchr(any, *reader->at))
        return false;
    reader->at++;
    return true;
}

static size_t skip_digits(struct reader *reader)
{
    const char *start = reader->at;
    while (skip(reader, "0123456789"))
        ;
    return (size_t)(reader->at - start);
}

static bool read_number(struct reader *reader)
{
    bool negative = skip(reader, "-");
    const char *integer = reader->at;
    size_t len = skip_digits(reader);
    if (!len || (len > 1 && *integer == '0'))
        return false;
    bool whole = true;
    if (skip(reader, ".")) {
        whole = false;
        if (!skip_digits(reader))
            return false;
    }
    if (skip(reader, "eE")) {
        whole = false;
        skip(reader, "+-");
        if (!skip_digits(reader))
            return false;
    }
    const char *limit = negative ? "9223372036854775808" : "9223372036854775807";
    if (!whole || len < 19 || (len == 19 && memcmp(integer, limit, len) <= 0))
        return true;
    size_t wait = (size_t)(reader->at - reader->fed);
    if (!feed(reader, reader->fed, wait) || !feed(reader, ".0", 2))
        return false;
    reader->fed = reader->at;
    return true;
}

static bool read_string(struct reader *reader)
{
    reader->at++;
    while (reader->at < reader->end && *reader->at != '"') {
        if (*reader->at == '\\' && ++reader->at == reader->end)
            return false;
        size_t len = error_utf8(reader->at, (size_t)(reader->end - reader->at));
        if (!len || (unsigned char)*reader->at < 0x20)
            return false;
        reader->at += len;
    }
    return skip(reader, "\"");
}

static bool read_word(struct reader *reader)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(reader->end - reader->at) >= len && !memcmp(reader->at, words[i], len)) {
            reader->at += len;
            return true;
        }
    }
    return false;
}

static bool read_token(struct reader *reader)
{
    char c = *reader->at;
    if (c == '"')
        return read_string(reader);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(reader);
    if (c == '{' || c == '[')
        return ++reader->containers <= CONTAINERS_MAX && skip(reader, "{[");
    return skip(reader, " \t\r\n]},:") || read_word(reader);
}

/* The null that is a whole text needs an object that json_is_null knows: one that is its own
 * userdata. */
static int write_null(struct json_object *object, struct printbuf *out, int level, int flags)
{
    (void)object;
    (void)level;
    (void)flags;
    return printbuf_memappend(out, "null", 4);
}

static struct json_object *new_null(void)
{
    struct json_object *null = json_object_new_boolean(0);
    if (null)
        json_object_set_serializer(null, write_null, null, NULL);
    return null;
}

static bool read_all(struct reader *reader)
{
    while (reader->at < reader->end) {
        if (!read_token(reader))
            return false;
    }
    size_t left = (size_t)(reader->end - reader->fed);
    if (!feed(reader, reader->fed, left))
        return false;
    if (!reader->done && !feed(reader, "", 1)) /* a NUL ends a number */
        return false;
    if (!reader->value)
        reader->value = new_null();
    return reader->done && reader->value;
}

struct json *json_read(const char *text, size_t len, struct error *err)
{
    assert(text);
    static const char bom[] = "\xef\xbb\xbf";
    if (len >= 3 && !memcmp(text, bom, 3)) {
        text += 3;
        len -= 3;
    }
    CLEANUP(cleanup_tokener) struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX);
    if (!tokener || len > INT_MAX) {
        error_set(err, ERROR_LATER, "not enough memory to read a JSON text of %zu bytes", len);
        return NULL;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct reader reader = {.at = text, .fed = text, .end = text + len, .tokener = tokener};
    if (read_all(&reader))
        return json_of(reader.value);
    json_object_put(reader.value);
    if (!len)
        error_set(err, ERROR_LATER, "empty where JSON was expected");
    else if (text[0] == '<')
        error_set(err, ERROR_LATER, "a web page (HTML) where JSON was expected");
    else if (json_tokener_get_error(tokener) == json_tokener_error_depth)
        error_set(err, ERROR_LATER, "JSON nested more than %d deep", JSON_DEPTH_MAX);
    else
        error_set(err, ERROR_LATER, "not the JSON that was expected (wrong before byte %zu)",
                  (size_t)(reader.at - text) + 1);
    return NULL;
}

void json_free(struct json *json)
{
    json_object_put(object_of(json));
}

struct json *json_get(const struct json *object, const char *key)
{
    struct json_object *value = NULL;
    if (is_type(object, json_type_object))
        json_object_object_get_ex(object_of(object), key, &value);
    return json_of(value);
}

struct json *json_at(const struct json *array, size_t index)
{
    if (!is_type(array, json_type_array))
        return NULL;
    return json_of(json_object_array_get_idx(object_of(array), index));
}

size_t json_count(const struct json *array_or_object)
{
    if (is_type(array_or_object, json_type_array))
        return json_object_array_length(object_of(array_or_object));
    if (is_type(array_or_object, json_type_object))
        return (size_t)json_object_object_length(object_of(array_or_object));
    return 0;
}

void json_each(const struct json *object, json_visit visit, void *context)
{
    if (!is_type(object, json_type_object))
        return;
    struct json_object_iterator at = json_object_iter_begin(object_of(object));
    struct json_object_iterator end = json_object_iter_end(object_of(object));
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
        visit(context, json_object_iter_peek_name(&at), json_of(json_object_iter_peek_value(&at)));
}

bool json_is_object(const struct json *json)
{
    return is_type(json, json_type_object);
}

bool json_is_array(const struct json *json)
{
    return is_type(json, json_type_array);
}

bool json_is_text(const struct json *json)
{
    return is_type(json, json_type_string);
}

bool json_is_number(const struct json *json)
{
    return is_type(json, json_type_int) || is_type(json, json_type_double);
}

bool json_is_true(const struct json *json)
{
    return is_type(json, json_type_boolean) && json_object_get_boolean(object_of(json));
}

bool json_is_null(const struct json *json)
{
    struct json_object *object = object_of(json);
    return !object || json_object_get_userdata(object) == (void *)object;
}

static int64_t int_of_text(const char *text, int64_t fallback)
{
    const char *first = text[0] == '-' ? text + 1 : text;
    if (first[0] < '0' || first[0] > '9')
        return fallback;
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    return *end || errno ? fallback : value;
}

int64_t json_int(const struct json *json, int64_t fallback)
{
    if (is_type(json, json_type_int))
        return json_object_get_int64(object_of(json));
    if (is_type(json, json_type_string))
        return int_of_text(json_text(json), fallback);
    if (!is_type(json, json_type_double))
        return fallback;
    double value = json_object_get_double(object_of(json));
    /* 2^63 is beyond, and -2^63 may be what is left of an integer beyond. */
    if (!(value > -9223372036854775808.0 && value < 9223372036854775808.0) ||
        value != (double)(int64_t)value)
        return fallback;
    return (int64_t)value;
}

double json_double(const struct json *json, double fallback)
{
    if (!json_is_number(json))
        return fallback;
    double value = json_object_get_double(object_of(json));
    return isfinite(value) ? value : fallback;
}

const char *json_text(const struct json *json)
{
    return is_type(json, json_type_string) ? json_object_get_string(object_of(json)) : "";
}

bool json_copy(const struct json *json, char *buffer, size_t size)
{
    assert(size);
    const char *text = json_text(json);
    size_t len = strlen(text);
    if (len >= size) {
        len = size - 1;
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(buffer, text, len);
    buffer[len] = '\0';
    return json_is_text(json);
}

/* ---- Building and writing ---- */

struct json *json_new_object(void)
{
    return json_of(json_object_new_object());
}

struct json *json_new_array(void)
{
    return json_of(json_object_new_array());
}

struct json *json_new_text(const char *text)
{
    return text ? json_of(json_object_new_string(text)) : NULL;
}

struct json *json_new_bytes(const char *bytes, size_t len)
{
    return len <= INT_MAX ? json_of(json_object_new_string_len(bytes, (int)len)) : NULL;
}

struct json *json_new_int(int64_t value)
{
    return json_of(json_object_new_int64(value));
}

struct json *json_new_double(double value)
{
    if (!isfinite(value))
        return NULL;
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    return json_of(json_object_new_double_s(value, digits));
}

struct json *json_new_bool(bool value)
{
    return json_of(json_object_new_boolean(value));
}

struct json *json_share(const struct json *json)
{
    return json_of(json_object_get(object_of(json)));
}

void json_set(struct json *object, const char *key, struct json *value)
{
    assert(json_is_object(object));
    if (json_object_object_add(object_of(object), key, object_of(value)))
        json_free(value);
}

void json_remove(struct json *object, const char *key)
{
    assert(json_is_object(object));
    json_object_object_del(object_of(object), key);
}

void json_add(struct json *array, struct json *value)
{
    assert(json_is_array(array));
    if (json_object_array_add(object_of(array), object_of(value)))
        json_free(value);
}

void json_set_text(struct json *object, const char *key, const char *text)
{
    json_set(object, key, json_new_text(text));
}

void json_set_int(struct json *object, const char *key, int64_t value)
{
    json_set(object, key, json_new_int(value));
}

char *json_write(const struct json *json, bool pretty)
{
    int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
    flags |= pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN;
    const char *text = json ? json_object_to_json_string_ext(object_of(json), flags) : "null";
    return text ? strdup(text) : NULL;
}

/* ---- A guess, written fast ---- */

static char *put(char *out, const char *text)
{
    while (*text)
        *out++ = *text++;
    return out;
}

/* At most six bytes for one. */
static char *put_string(char *out, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    *out++ = '"';
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20) {
            static const char short_form[0x20] = {
                ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
            *out++ = '\\';
            if (short_form[c]) {
                *out++ = short_form[c];
                continue;
            }
            out = put(out, "u00");
            *out++ = hex[c >> 4];
            *out++ = hex[c & 15];
            continue;
        }
        if (c == '"' || c == '\\')
            *out++ = '\\';
        *out++ = (char)c;
    }
    *out++ = '"';
    return out;
}

static char *put_int(char *out, int64_t value)
{
    char digits[20];
    size_t count = 0;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0)
        *out++ = '-';
    while (count)
        *out++ = digits[--count];
    return out;
}

static char *put_text_member(char *out, const char *key, const char *text)
{
    return *text ? put_string(put(out, key), text, strlen(text)) : out;
}

static char *put_int_member(char *out, const char *key, int64_t value, int64_t absent)
{
    return value != absent ? put_int(put(out, key), value) : out;
}

static char *put_numbers_member(char *out, const char *key, const int16_t *numbers, int count)
{
    if (count <= 0)
        return out;
    out = put(out, key);
    for (int i = 0; i < count && i < MATCH_EPISODES_MAX; i++) {
        *out++ = i ? ',' : '[';
        out = put_int(out, numbers[i]);
    }
    *out++ = ']';
    return out;
}

static char *put_ids_member(char *out, const struct series_ids *ids)
{
    if (!ids->tvdb && !ids->tvmaze && !*ids->imdb)
        return out;
    char *start = put(out, ",\"ids\":") + 1; /* the brace takes the first member's comma */
    out = put_int_member(start - 1, ",\"tvdb\":", ids->tvdb, 0);
    out = put_text_member(out, ",\"imdb\":", ids->imdb);
    out = put_int_member(out, ",\"tvmaze\":", ids->tvmaze, 0);
    start[-1] = '{';
    *out++ = '}';
    return out;
}

/* At most four decimals, never rounded up: what is not sure must not read as sure. */
static char *put_confidence(char *out, double confidence)
{
    out = put(out, ",\"confidence\":");
    if (!(confidence > 0))
        return put(out, "0");
    if (confidence >= 1)
        return put(out, "1");
    int part = (int)(confidence * 10000 + 1e-6);
    if (!part)
        return put(out, "0");
    out = put(out, "0.");
    for (int unit = 1000; part; unit /= 10) {
        *out++ = (char)('0' + part / unit);
        part %= unit;
    }
    return out;
}

size_t json_write_guess(const char *input, size_t len, const struct guess *guess, char *buffer,
                        size_t size)
{
    static const char *const kinds[] = {
        [GUESS_NONE] = "none", [GUESS_EPISODE] = "episode", [GUESS_MOVIE] = "movie"};
    if (size < JSON_GUESS_MAX || (size - JSON_GUESS_MAX) / 6 < len)
        return 0;
    char *out = put_string(put(buffer, "{\"input\":"), input, len);
    out = put_text_member(out, ",\"kind\":", kinds[guess->kind]);
    out = put_text_member(out, ",\"title\":", guess->title);
    out = put_int_member(out, ",\"year\":", guess->year, 0);
    out = put_int_member(out, ",\"season\":", guess->season, -1);
    out = put_numbers_member(out, ",\"episodes\":", guess->episodes, guess->episode_count);
    out = put_numbers_member(out, ",\"absolute\":", guess->absolute, guess->absolute_count);
    out = put_text_member(out, ",\"date\":", guess->date);
    out = put_text_member(out, ",\"episode_title\":", guess->episode_title);
    out = put_int_member(out, ",\"part\":", guess->part, -1);
    out = guess->special ? put(out, ",\"special\":true") : out;
    out = guess->season_pack ? put(out, ",\"season_pack\":true") : out;
    out = put_int_member(out, ",\"version\":", guess->version, -1);
    out = put_text_member(out, ",\"group\":", guess->group);
    out = put_text_member(out, ",\"country\":", guess->country);
    out = put_text_member(out, ",\"alternative_title\":", guess->alternative_title);
    out = put_ids_member(out, &guess->ids);
    out = put_confidence(out, guess->confidence);
    *out++ = '}';
    return (size_t)(out - buffer);
}
