/* SPDX-License-Identifier: MIT */
#include "core/base/address.h"

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
    return path && !address_is_file(text) ? strpbrk(path, "?#") : NULL;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) % 16 : -1;
}

size_t address_decode(const char *text, char *path, size_t size)
{
    const char *at = path_of(text);
    const char *end = address_query(text);
    size_t len = 0;
    if (at && !end)
        end = at + strlen(at);
    while (at < end && len + 1 < size) {
        bool escaped = *at == '%' && end - at > 2 && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0;
        path[len++] = escaped ? (char)(hex_digit(at[1]) * 16 + hex_digit(at[2])) : *at;
        at += escaped ? 3 : 1;
    }
    path[len] = '\0';
    return len;
}
