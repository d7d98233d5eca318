/* SPDX-License-Identifier: MIT
 *
 * Reading a request and writing its answer's head.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "inside.h"

const char *stand_query(struct request *rq, const char *name)
{
    const char *value = NULL;
    size_t length = 0;
    if (MHD_lookup_connection_value_n(rq->connection, MHD_GET_ARGUMENT_KIND, name, strlen(name),
                                      &value, &length) == MHD_NO)
        return NULL;
    return value ? value : "";
}

const char *stand_header(struct request *rq, const char *name)
{
    return MHD_lookup_connection_value(rq->connection, MHD_HEADER_KIND, name);
}

bool stand_number(const char *digits, int64_t *number)
{
    size_t n = strspn(digits, "0123456789");
    if (!n || digits[n] || n > 15)
        return false;
    *number = strtoll(digits, NULL, 10);
    return true;
}

bool stand_query_number(struct request *rq, const char *name, int64_t *number)
{
    const char *text = stand_query(rq, name);
    return !text || stand_number(text, number);
}

void stand_set_header(struct request *rq, const char *name, const char *format, ...)
{
    char value[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof(value), format, args);
    va_end(args);
    for (int i = 0; i < STAND_HEADERS; i++) {
        if (rq->header[i][0] && strcasecmp(rq->header[i][0], name) != 0)
            continue;
        free(rq->header[i][0]);
        free(rq->header[i][1]);
        rq->header[i][0] = strdup(name);
        rq->header[i][1] = strdup(value);
        return;
    }
    abort();
}

const char *stand_base(struct request *rq, const char *prefix)
{
    const char *host = stand_header(rq, "Host"), *scheme = stand_header(rq, "X-Forwarded-Proto");
    snprintf(rq->base, sizeof(rq->base), "%s://%s%s", scheme ? scheme : "http",
             host ? host : rq->s->url + strlen("http://"), prefix);
    return rq->base;
}

bool stand_is_json(struct request *rq)
{
    static const char wanted[] = "application/json";
    const char *type = stand_header(rq, "Content-Type");
    size_t n = sizeof(wanted) - 1;
    return type && strncasecmp(type, wanted, n) == 0 &&
           (!type[n] || type[n] == ';' || type[n] == ' ');
}

/* Parses len bytes and the NUL behind them; false if they are not exactly one JSON text. */
static bool parse(const char *text, size_t len, int flags, json_object **json)
{
    struct json_tokener *tokener = json_tokener_new();
    if (!tokener)
        return false;
    json_tokener_set_flags(tokener, flags);
    *json = json_tokener_parse_ex(tokener, text, (int)len + 1);
    bool good = json_tokener_get_error(tokener) == json_tokener_success &&
                json_tokener_get_parse_end(tokener) >= len;
    json_tokener_free(tokener);
    return good;
}

bool stand_body(struct request *rq)
{
    /* In json-c 0.18 the strict mode refuses every letter beyond ASCII, so it checks a copy that
     * has others in their place. */
    size_t len = rq->in.length;
    json_object *checked = NULL;
    char *ascii = malloc(len + 1);
    for (size_t i = 0; ascii && i <= len; i++) {
        ascii[i] = (char)(i == len                               ? 0
                          : (unsigned char)rq->in.data[i] < 0x80 ? rq->in.data[i]
                                                                 : 'x');
    }
    bool good = ascii && len && parse(ascii, len, JSON_TOKENER_STRICT, &checked) &&
                parse(rq->in.data, len, JSON_TOKENER_VALIDATE_UTF8, &rq->json);
    json_object_put(checked);
    free(ascii);
    return good;
}

enum stand_field stand_get(json_object *object, const char *key, json_type type,
                           json_object **value)
{
    json_object *found = NULL;
    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, key, &found) || !found)
        return STAND_ABSENT;
    if (!json_object_is_type(found, type))
        return STAND_BAD;
    *value = found;
    return STAND_GOOD;
}

enum stand_field stand_int(json_object *object, const char *key, int64_t *number)
{
    json_object *value = NULL;
    enum stand_field is = stand_get(object, key, json_type_int, &value);
    if (is == STAND_GOOD)
        *number = json_object_get_int64(value);
    return is;
}

enum stand_field stand_real(json_object *object, const char *key, double *number)
{
    json_object *value = NULL;
    enum stand_field is = stand_get(object, key, json_type_double, &value);
    if (is == STAND_BAD)
        is = stand_get(object, key, json_type_int, &value);
    if (is == STAND_GOOD)
        *number = json_object_get_double(value);
    return is;
}

enum stand_field stand_string(json_object *object, const char *key, const char **string)
{
    json_object *value = NULL;
    enum stand_field is = stand_get(object, key, json_type_string, &value);
    if (is == STAND_GOOD)
        *string = json_object_get_string(value);
    return is;
}

/* ---- Tokens ---- */

void *stand_grow(void *array, size_t count, size_t size)
{
    if (!(count & (count - 1))) { /* room is made at powers of two */
        array = realloc(array, (count ? count * 2 : 1) * size);
        if (!array)
            abort();
    }
    memset((char *)array + count * size, 0, size);
    return array;
}

int64_t stand_now_ms(const struct standin *s)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return ((int64_t)now.tv_sec + s->clock_offset) * 1000 + now.tv_nsec / 1000000;
}

int64_t stand_now(const struct standin *s)
{
    return stand_now_ms(s) / 1000;
}

void stand_hex(struct standin *s, char *out, int digits)
{
    uint64_t x = 0;
    for (int i = 0; i < digits; i++) {
        if (i % 16 == 0) { /* splitmix64 */
            x = s->chance += UINT64_C(0x9e3779b97f4a7c15);
            x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
            x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
            x ^= x >> 31;
        }
        out[i] = "0123456789abcdef"[x & 15];
        x >>= 4;
    }
    out[digits] = '\0';
}

bool stand_within_rate(struct standin *s, int which, int calls, int seconds)
{
    if (!s->limits)
        return true;
    int64_t now = stand_now_ms(s);
    int64_t *oldest = &s->limit_times[which][s->limit_next[which] % calls];
    if (*oldest && now - *oldest < (int64_t)seconds * 1000)
        return false;
    *oldest = now;
    s->limit_next[which]++;
    return true;
}

struct token *stand_token(struct standin *s, enum token_kind kind, const char *access)
{
    for (size_t i = 0; access && i < s->token_count; i++) {
        if (s->tokens[i].kind == kind && strcmp(s->tokens[i].access, access) == 0)
            return &s->tokens[i];
    }
    return NULL;
}

struct token *stand_issue(struct standin *s, enum token_kind kind, char *access, char *refresh,
                          int64_t life)
{
    struct token *token = STAND_ADD(s->tokens, s->token_count);
    int64_t now = stand_now(s);
    *token = (struct token){.kind = kind,
                            .state = TOKEN_GOOD,
                            .access = access,
                            .refresh = refresh,
                            .created_at = now,
                            .expires_at = now + life};
    s->issued[kind]++;
    return token;
}

void stand_base64url(struct text *out, const char *data, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < length; i += 3) {
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (i + k < length ? (unsigned char)data[i + k] : 0);
        for (size_t k = 0; k < 4 && i + k <= length; k++)
            stand_add_bytes(out, &digits[bits >> (18 - 6 * k) & 63], 1);
    }
}

char *stand_jwt(struct standin *s, const char *claims)
{
    static const char head[] = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    struct text out = {0};
    char signature[257];
    stand_hex(s, signature, 256);
    stand_base64url(&out, head, sizeof(head) - 1);
    stand_add(&out, ".");
    stand_base64url(&out, claims, strlen(claims));
    stand_add(&out, ".");
    stand_base64url(&out, signature, 256);
    return out.data;
}

const char *stand_bearer(struct request *rq)
{
    const char *value = stand_header(rq, "Authorization");
    return value && strncasecmp(value, "Bearer ", 7) == 0 ? value + 7 : NULL;
}
