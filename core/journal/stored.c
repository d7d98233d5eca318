/* SPDX-License-Identifier: MIT */
#include "core/journal/stored.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/address.h"
#include "core/base/error.h"
#include "core/journal/entry.h"

/* The length of the next piece of path that is kept, 0 at the end. Skips what is left out: the
 * query, the fragment, and users with their passwords (an address may hold another). */
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
    size_t len = epi_utf8_length(*path, strnlen(*path, 4));
    return len ? len : 1;
}

/* Writes one piece to out, which has room for 4 bytes and a terminator. Returns its length. */
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

char *stored_from_path(const char *path, struct epi_error *err)
{
    bool address = address_is(path) && !address_is_local(path);
    const char *c = path;
    char piece[5];
    size_t total = 0;
    for (size_t len; (len = next_kept(&c, path, address)) > 0; c += len)
        total += escape(c, len, piece);
    char *stored = malloc(total < JOURNAL_PATH_MAX ? total + 1 : JOURNAL_PATH_MAX);
    if (!stored) {
        error_memory(err);
        return NULL;
    }
    size_t used = 0;
    c = path;
    for (size_t len; (len = next_kept(&c, path, address)) > 0; c += len) {
        size_t escaped = escape(c, len, piece);
        if (total < JOURNAL_PATH_MAX) { /* the rest fits */
            memcpy(stored + used, piece, escaped);
            used += escaped;
        } else {
            total -= escaped;
        }
    }
    stored[used] = '\0';
    return stored;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *stored_to_path(const char *stored, struct epi_error *err)
{
    char *path = malloc(strlen(stored) + 1);
    if (!path) {
        error_memory(err);
        return NULL;
    }
    size_t used = 0;
    for (const char *c = stored; *c; c++) {
        path[used++] = *c;
        if (c[0] != '\\' || !c[1])
            continue;
        if (c[1] == '\\') {
            c++;
        } else if (c[1] == 'x' && hex_digit(c[2]) >= 0 && hex_digit(c[3]) >= 0) {
            path[used - 1] = (char)(hex_digit(c[2]) << 4 | hex_digit(c[3]));
            c += 3;
        }
    }
    path[used] = '\0';
    return path;
}

/* Copies text with "?" for each byte that is not UTF-8; cut between characters if too long. */
static void copy_valid(const char *text, char *stored, size_t size)
{
    assert(size > 0);
    size_t used = 0;
    while (*text) {
        size_t valid = epi_utf8_length(text, strnlen(text, 4));
        size_t len = valid ? valid : 1;
        if (used + len >= size)
            break;
        memcpy(stored + used, valid ? text : "?", len);
        used += len;
        text += len;
    }
    stored[used] = '\0';
}

void stored_from_title(const char *path, const char *title, char *stored, size_t size)
{
    copy_valid(title && !address_leaks(path, title) ? title : "", stored, size);
}
