/* SPDX-License-Identifier: MIT */
#include "core/base/address.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.";

static const char magnet[] = "magnet:";

/* What follows the scheme and its colon, slashes included; NULL if text is not an address. */
static const char *skip_scheme(const char *text)
{
    if (strncasecmp(text, magnet, sizeof(magnet) - 1) == 0)
        return text + sizeof(magnet) - 1;
    size_t len = strspn(text, letters) > 0 ? strspn(text, others) : 0;
    return len > 0 && strncmp(text + len, "://", 3) == 0 ? text + len + 1 : NULL;
}

bool address_is(const char *text)
{
    return skip_scheme(text) != NULL;
}

bool address_is_file(const char *text)
{
    return strncasecmp(text, "file://", 7) == 0;
}

/* ---- Of this machine ---- */

/* The schemes of addresses that a player makes of files, beside "file". */
enum local { LOCAL_ARCHIVE, LOCAL_EDL, LOCAL_DISC };

static const struct {
    const char *scheme;
    enum local kind;
} locals[] = {
    {"archive", LOCAL_ARCHIVE}, {"rar", LOCAL_ARCHIVE}, {"edl", LOCAL_EDL},
    {"dvd", LOCAL_DISC},        {"dvdnav", LOCAL_DISC}, {"dvdread", LOCAL_DISC},
    {"bd", LOCAL_DISC},         {"bluray", LOCAL_DISC}, {"br", LOCAL_DISC},
};

/* What follows the scheme of such an address, and its kind; NULL if text is none. */
static const char *find_local(const char *text, enum local *kind)
{
    size_t len = strcspn(text, ":");
    for (size_t i = 0; i < sizeof(locals) / sizeof(*locals); i++) {
        if (strlen(locals[i].scheme) != len || strncasecmp(text, locals[i].scheme, len) != 0 ||
            strncmp(text + len, "://", 3) != 0 || strstr(text + len + 3, "://"))
            continue;
        *kind = locals[i].kind;
        return text + len + 3;
    }
    return NULL;
}

bool address_is_local(const char *text)
{
    enum local kind;
    return address_is_file(text) || find_local(text, &kind);
}

/* The first file of an edl, which has its length before it, "%7%/a.mkv", or ends at a sign. */
static const char *first_file(const char *edl, size_t *len)
{
    size_t digits = *edl == '%' ? strspn(edl + 1, "0123456789") : 0;
    *len = strcspn(edl, ",;\n");
    if (digits == 0 || edl[1 + digits] != '%')
        return edl;
    long said = strtol(edl + 1, NULL, 10);
    edl += digits + 2;
    size_t left = strlen(edl);
    *len = said >= 0 && (size_t)said < left ? (size_t)said : left;
    return edl;
}

static size_t copy(char *path, size_t size, const char *from, size_t len)
{
    if (len >= size)
        len = size - 1;
    memcpy(path, from, len);
    path[len] = '\0';
    return len;
}

size_t address_local_path(const char *text, char *path, size_t size)
{
    enum local kind = LOCAL_ARCHIVE;
    const char *at = find_local(text, &kind);
    path[0] = '\0';
    if (address_is_file(text))
        return address_decode(text, path, size);
    if (!at)
        return 0;
    size_t len = strlen(at);
    if (kind == LOCAL_EDL) {
        at = first_file(at, &len);
    } else if (kind == LOCAL_DISC) {
        const char *device =
            strstr(at, "//"); /* "dvd://3//media/disc", "bd://mpls/8//media/disc" */
        if (!device)
            device = strchr(at, '/');
        if (!device)
            return 0;
        at = device + 1;
        len = strlen(at);
    }
    len = copy(path, size, at, len);
    for (char *bar = path; kind == LOCAL_ARCHIVE && (bar = strchr(bar, '|')); bar++)
        *bar = '/'; /* "/tv/a.zip|/b.mkv" */
    return len;
}

/* ---- Parts ---- */

static const char *path_of(const char *text)
{
    const char *rest = skip_scheme(text);
    if (rest && strncmp(rest, "//", 2) == 0)
        rest += 2 + strcspn(rest + 2, "/?#");
    return rest;
}

const char *address_query(const char *text)
{
    const char *path = path_of(text);
    return path && !address_is_local(text) ? strpbrk(path, "?#") : NULL;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) % 16 : -1;
}

/* Decodes %XX from at to end, cut to fit size. */
static size_t decode(const char *at, const char *end, char *path, size_t size)
{
    size_t len = 0;
    while (at < end && len + 1 < size) {
        bool escaped = *at == '%' && end - at > 2 && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0;
        path[len++] = escaped ? (char)(hex_digit(at[1]) * 16 + hex_digit(at[2])) : *at;
        at += escaped ? 3 : 1;
    }
    path[len] = '\0';
    return len;
}

size_t address_plain(const char *text, char *plain, size_t size)
{
    return decode(text, text + strlen(text), plain, size);
}

size_t address_decode(const char *text, char *path, size_t size)
{
    const char *at = path_of(text);
    const char *end = address_query(text);
    return decode(at, at && !end ? at + strlen(at) : end, path, size);
}

/* Whether a title holds the text from at to end, which is too long to be there by chance. */
static bool holds(const char *title, const char *at, const char *end)
{
    enum { CHANCE = 3, VALUE_MAX = 1024 };
    char raw[VALUE_MAX], decoded[VALUE_MAX];
    size_t len = (size_t)(end - at) < VALUE_MAX ? (size_t)(end - at) : VALUE_MAX - 1;
    if (len <= CHANCE)
        return false;
    memcpy(raw, at, len);
    raw[len] = '\0';
    bool plain = strspn(raw, "0123456789") == len && len < 6; /* a year, a size */
    return !plain && (strstr(title, raw) ||
                      (decode(at, end, decoded, VALUE_MAX) > CHANCE && strstr(title, decoded)));
}

bool address_leaks(const char *address, const char *title)
{
    static const char between[] = "?#&;";
    const char *path = path_of(address);
    const char *query = address_query(address);
    if (!path || address_is_local(address))
        return false;
    if (query && query[1] && strstr(title, query + 1))
        return true;
    const char *host = skip_scheme(address) + 2;
    const char *at = strncmp(host - 2, "//", 2) == 0 ? memrchr(host, '@', path - host) : NULL;
    const char *colon = at ? memchr(host, ':', at - host) : NULL;
    if (at && (holds(title, host, at) || (colon && holds(title, colon + 1, at))))
        return true;
    while (query && *query) {
        const char *part = query + 1;
        query = part + strcspn(part, between);
        const char *equals = memchr(part, '=', query - part);
        if (holds(title, equals ? equals + 1 : part, query))
            return true;
    }
    return false;
}
