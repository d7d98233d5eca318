/* SPDX-License-Identifier: MIT */
#include "core/base/json.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <json-c/json_object_iterator.h>

/* Arrays and objects in one text: json-c uses about 800 bytes for an empty one. */
enum { CONTAINERS_MAX = 1 << 19 };

/* struct json is json-c's object under another name; json-c's functions want it without const. */
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

/* What RFC 8259 allows next. */
enum next { NEXT_VALUE, NEXT_VALUE_OR_END, NEXT_KEY, NEXT_KEY_OR_END, NEXT_COLON, NEXT_COMMA };

/* json-c accepts text that RFC 8259 forbids ([1,], 'a', True, NaN, 5., -01, comments, control
 * characters in strings, a NUL that ends the text, overlong UTF-8) and clamps integers beyond 64
 * bits. Its strict mode does not help: in 0.18 it rejects every letter beyond ASCII. Therefore the
 * grammar is checked here before json-c gets the text, and an integer that does not fit 64 bits is
 * passed on as a double. */
struct reader {
    const char *at;  /* the current token */
    const char *fed; /* json-c has everything before this */
    const char *end;
    enum next next;
    char open[JSON_DEPTH_MAX]; /* the brackets that are open */
    size_t depth;
    bool too_deep;
    size_t containers;
    struct json_tokener *tokener;
    struct json_object *value;
    bool done; /* json-c has read a whole value */
};

static void cleanup_tokener(struct json_tokener **tokener)
{
    if (!*tokener)
        return;
    if ((*tokener)->pb) /* the last text that was read may be a secret */
        explicit_bzero((*tokener)->pb->buf, (size_t)(*tokener)->pb->size);
    json_tokener_free(*tokener);
}

/* Passes text on to json-c. False if json-c rejects it. */
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

/* What follows a backslash. */
static bool read_escape(struct reader *reader)
{
    if (!skip(reader, "u"))
        return skip(reader, "\"\\/bfnrt");
    for (int i = 0; i < 4; i++) {
        if (!skip(reader, "0123456789abcdefABCDEF"))
            return false;
    }
    return true;
}

static bool read_string(struct reader *reader)
{
    reader->at++;
    while (reader->at < reader->end && *reader->at != '"') {
        if (skip(reader, "\\")) {
            if (!read_escape(reader))
                return false;
            continue;
        }
        size_t len = epi_utf8_length(reader->at, (size_t)(reader->end - reader->at));
        if (!len || (unsigned char)*reader->at < 0x20)
            return false;
        reader->at += len;
    }
    return skip(reader, "\"");
}

static bool read_word(struct reader *reader)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(reader->end - reader->at) >= len && memcmp(reader->at, words[i], len) == 0) {
            reader->at += len;
            return true;
        }
    }
    return false;
}

static bool read_open(struct reader *reader)
{
    reader->too_deep = reader->depth == JSON_DEPTH_MAX;
    if (reader->too_deep || ++reader->containers > CONTAINERS_MAX)
        return false;
    reader->next = *reader->at == '{' ? NEXT_KEY_OR_END : NEXT_VALUE_OR_END;
    reader->open[reader->depth++] = *reader->at++;
    return true;
}

static bool read_close(struct reader *reader, bool in_object)
{
    enum next empty = in_object ? NEXT_KEY_OR_END : NEXT_VALUE_OR_END;
    if (!reader->depth || (reader->next != NEXT_COMMA && reader->next != empty) ||
        !skip(reader, in_object ? "}" : "]"))
        return false;
    reader->next = NEXT_COMMA;
    reader->depth--;
    return true;
}

static bool read_value(struct reader *reader)
{
    char c = *reader->at;
    if (c == '{' || c == '[')
        return read_open(reader);
    reader->next = NEXT_COMMA;
    if (c == '"')
        return read_string(reader);
    return c == '-' || (c >= '0' && c <= '9') ? read_number(reader) : read_word(reader);
}

static bool read_token(struct reader *reader)
{
    bool in_object = reader->depth && reader->open[reader->depth - 1] == '{';
    if (skip(reader, " \t\r\n"))
        return true;
    if (*reader->at == '}' || *reader->at == ']')
        return read_close(reader, in_object);
    switch (reader->next) {
    case NEXT_VALUE:
    case NEXT_VALUE_OR_END:
        return read_value(reader);
    case NEXT_KEY:
    case NEXT_KEY_OR_END:
        reader->next = NEXT_COLON;
        return *reader->at == '"' && read_string(reader);
    case NEXT_COLON:
        reader->next = NEXT_VALUE;
        return skip(reader, ":");
    case NEXT_COMMA:
        reader->next = in_object ? NEXT_KEY : NEXT_VALUE;
        return reader->depth && skip(reader, ",");
    }
    return false;
}

/* json-c has no object for null. A text that is only "null" becomes an object that json_is_null
 * recognizes: one that is its own userdata. */
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
    if (reader->depth || reader->next != NEXT_COMMA) /* the text ends too early */
        return false;
    size_t left = (size_t)(reader->end - reader->fed);
    if (!feed(reader, reader->fed, left))
        return false;
    if (!reader->done && !feed(reader, "", 1)) /* a NUL ends a number */
        return false;
    if (!reader->value)
        reader->value = new_null();
    return reader->done && reader->value;
}

struct json *json_read(const char *text, size_t len, struct epi_error *err)
{
    assert(text);
    static const char bom[] = "\xef\xbb\xbf";
    if (len >= 3 && memcmp(text, bom, 3) == 0) {
        text += 3;
        len -= 3;
    }
    CLEANUP(cleanup_tokener) struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX + 1);
    if (!tokener || len > INT_MAX) {
        error_memory(err);
        return NULL;
    }
    struct reader reader = {.at = text, .fed = text, .end = text + len, .tokener = tokener};
    if (read_all(&reader))
        return json_of(reader.value);
    json_object_put(reader.value);
    if (!len)
        epi_error_set(err, EPI_ERROR_LATER, "empty, not JSON");
    else if (text[0] == '<')
        epi_error_set(err, EPI_ERROR_LATER, "a web page (HTML), not JSON");
    else if (reader.too_deep)
        epi_error_set(err, EPI_ERROR_LATER, "JSON nested more than %d deep", JSON_DEPTH_MAX);
    else {
        epi_error_set(err, EPI_ERROR_LATER, "invalid JSON at byte %zu",
                      (size_t)(reader.at - text) + 1);
    }
    return NULL;
}

void json_free(struct json *json)
{
    json_object_put(object_of(json));
}

/* json-c hands its own text out as const, but never reads it again before it is freed. */
static void wipe_text(const char *text, size_t len)
{
    char *bytes;
    memcpy(&bytes, &text, sizeof(bytes));
    explicit_bzero(bytes, len);
}

static void wipe_member(void *context, const char *name, struct json *value);

static void wipe(struct json *json)
{
    struct json_object *object = object_of(json);
    if (json_object_is_type(object, json_type_string)) {
        wipe_text(json_object_get_string(object), (size_t)json_object_get_string_len(object));
    }
    for (size_t i = 0; json_is_array(json) && i < json_count(json); i++)
        wipe(json_at(json, i));
    if (json_is_object(json))
        json_each(json, wipe_member, NULL);
}

static void wipe_member(void *context, const char *name, struct json *value)
{
    (void)context;
    (void)name;
    wipe(value);
}

void json_wipe(struct json *json)
{
    if (json)
        wipe(json);
    json_free(json);
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
    /* 2^63 does not fit, and -2^63 may be an integer below it that was rounded. */
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

/* Replaces each byte that is not UTF-8 by "?". */
static void make_valid(char *text)
{
    for (size_t left = strlen(text); left > 0;) {
        size_t len = epi_utf8_length(text, left);
        if (!len)
            *text = '?';
        text += len ? len : 1;
        left -= len ? len : 1;
    }
}

static bool is_valid(const char *text)
{
    size_t left = strlen(text);
    for (size_t len; (len = epi_utf8_length(text, left)) > 0; text += len)
        left -= len;
    return left == 0;
}

struct json *json_new_text(const char *text)
{
    if (!text || is_valid(text))
        return text ? json_of(json_object_new_string(text)) : NULL;
    CLEANUP(cleanup_free) char *copy = strdup(text);
    if (!copy)
        return NULL;
    make_valid(copy);
    struct json *made = json_of(json_object_new_string(copy));
    wipe_text(copy, strlen(copy));
    return made;
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
        snprintf(digits, sizeof(digits), "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    /* A host may have set a locale whose decimal sign is not a point; it may have several bytes. */
    size_t sign = strspn(digits, "0123456789+-e");
    size_t after = sign + strcspn(digits + sign, "0123456789");
    if (after > sign) {
        digits[sign] = '.';
        memmove(digits + sign + 1, digits + after, strlen(digits + after) + 1);
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
    wipe(json_get(object, key));
    if (json_object_object_add(object_of(object), key, object_of(value)))
        json_free(value);
}

void json_remove(struct json *object, const char *key)
{
    assert(json_is_object(object));
    wipe(json_get(object, key));
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
    char *copy = text ? strdup(text) : NULL;
    if (json && text) /* json-c keeps its own, which may hold secrets */
        wipe_text(text, strlen(text));
    return copy;
}
