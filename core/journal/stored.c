/* SPDX-License-Identifier: MIT
 *
 * How the journal writes paths and texts that come from outside.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/journal/sql.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether an address begins at path: a scheme and "://". A file's own has no query to cut. */
static bool is_address(const char *path)
{
    size_t len = 0;
    if (!is_letter(path[0]) || strncmp(path, "file://", 7) == 0)
        return false;
    while (is_letter(path[len]) || (path[len] >= '0' && path[len] <= '9') ||
           (path[len] && strchr("+-.", path[len])))
        len++;
    return strncmp(path + len, "://", 3) == 0 || strncmp(path, "magnet:", 7) == 0;
}

/* The next piece of path that is kept: its length, 0 at the end. Advances path over what is left
 * out: the query, the fragment, and users with their passwords (an address may hold another). */
static size_t next_kept(const char **path, const char *start, bool address)
{
    if (address && *path > start + 2 && strncmp(*path - 3, "://", 3) == 0) {
        const char *at = NULL;
        for (const char *c = *path; *c && !strchr("/?#", *c); c++)
            at = *c == '@' ? c : at;
        if (at)
            *path = at + 1;
    }
    if (!**path || (address && strchr("?#", **path)))
        return 0;
    size_t len = epi_utf8(*path, strnlen(*path, 4));
    return len ? len : 1;
}

/* How one piece is written; out has room for 4 bytes and a terminator. */
static size_t escape(const char *piece, size_t len, char *out)
{
    if (*piece == '\\')
        return (size_t)snprintf(out, 5, "\\\\");
    if (len == 1 && (unsigned char)*piece >= 0x80)
        return (size_t)snprintf(out, 5, "\\x%02X", (unsigned char)*piece);
    memcpy(out, piece, len);
    out[len] = '\0';
    return len;
}

void stored_path(const char *path, char *stored)
{
    char piece[5];
    size_t total = 0, used = 0, len;
    bool address = is_address(path);
    const char *c = path;
    for (; (len = next_kept(&c, path, address)) > 0; c += len)
        total += escape(c, len, piece);
    for (c = path; (len = next_kept(&c, path, address)) > 0; c += len) {
        size_t escaped = escape(c, len, piece);
        if (total < JOURNAL_PATH_MAX) { /* what is left fits */
            memcpy(stored + used, piece, escaped);
            used += escaped;
        } else {
            total -= escaped;
        }
    }
    stored[used] = '\0';
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void stored_path_raw(const char *stored, char *raw)
{
    size_t used = 0;
    for (const char *c = stored; *c && used < JOURNAL_PATH_MAX - 1; c++) {
        raw[used++] = *c;
        if (c[0] != '\\' || !c[1])
            continue;
        if (c[1] == '\\') {
            c++;
        } else if (c[1] == 'x' && hex_digit(c[2]) >= 0 && hex_digit(c[3]) >= 0) {
            raw[used - 1] = (char)(hex_digit(c[2]) << 4 | hex_digit(c[3]));
            c += 3;
        }
    }
    raw[used] = '\0';
}

void stored_text(char *out, size_t size, const char *text)
{
    size_t used = 0;
    assert(size > 0);
    while (*text) {
        size_t valid = epi_utf8(text, strnlen(text, 4));
        size_t len = valid ? valid : 1;
        if (used + len >= size)
            break;
        memcpy(out + used, valid ? text : "?", len);
        used += len;
        text += len;
    }
    out[used] = '\0';
}
