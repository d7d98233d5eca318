/* SPDX-License-Identifier: MIT */
#include "core/client/veil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/error.h"
#include <epimark/config.h>

enum { SECRET_MIN = 4 };

static const char ellipsis[] = "\xe2\x80\xa6";

struct hidden {
    char *text;
    bool secret;
};

struct veil {
    bool open;
    struct hidden *hidden;
    size_t count;
};

struct veil *veil_new(bool open)
{
    struct veil *veil = calloc(1, sizeof(*veil));
    if (veil)
        veil->open = open;
    return veil;
}

void veil_free(struct veil *veil)
{
    if (!veil)
        return;
    for (size_t i = 0; i < veil->count; i++)
        cleanup_wipe(&veil->hidden[i].text);
    free(veil->hidden);
    free(veil);
}

static bool hide(struct veil *veil, const char *text, bool secret)
{
    struct hidden *more = realloc(veil->hidden, (veil->count + 1) * sizeof(*more));
    if (!more)
        return false;
    veil->hidden = more;
    more[veil->count] = (struct hidden){strdup(text), secret};
    return more[veil->count].text && ++veil->count;
}

bool veil_secret(struct veil *veil, const char *text)
{
    return strlen(text) < SECRET_MIN || hide(veil, text, true);
}

bool veil_private(struct veil *veil, const char *text)
{
    return !*text || veil->open || hide(veil, text, false);
}

/* ---- What is hidden at one place ---- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* How far a path goes on that is written at at; a colon or a full stop at its end is not of it. */
static size_t rest_of_path(const char *at)
{
    size_t len = strcspn(at, " \"',;)");
    while (len > 0 && strchr(":.", at[len - 1]))
        len--;
    return len;
}

/* The bytes from at on that are a text which is hidden, the longest; 0: none. */
static size_t known_length(const struct veil *veil, const char *text, const char *at)
{
    size_t longest = 0;
    for (size_t i = 0; i < veil->count; i++) {
        const struct hidden *hidden = &veil->hidden[i];
        size_t len = strlen(hidden->text);
        bool there = len > longest && strncasecmp(at, hidden->text, len) == 0;
        bool within = (at > text && is_word(at[-1]) && is_word(at[0])) ||
                      (there && is_word(at[len]) && is_word(at[len - 1]));
        if (there && (hidden->secret || !within))
            longest = len;
    }
    bool folder = longest > 0 && *at == '/' && at[longest] == '/';
    return folder ? longest + rest_of_path(at + longest) : longest;
}

static bool is_option(const char *text, size_t len)
{
    const struct epi_config_option *option;
    for (size_t i = 0; (option = epi_config_option(i)); i++) {
        if (strlen(option->name) == len && memcmp(option->name, text, len) == 0)
            return true;
    }
    return false;
}

/* Where a quotation that begins at at ends, past its mark; NULL: none begins there. inside: what is
 * quoted, len bytes of it. */
static const char *quotation_end(const char *at, const char **inside, size_t *len)
{
    static const char *const marks[][2] = {{"\"", "\""}, {"\xe2\x80\x9c", "\xe2\x80\x9d"}};
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t mark = strlen(marks[i][0]);
        if (strncmp(at, marks[i][0], mark) != 0)
            continue;
        const char *end = strstr(at + mark, marks[i][1]);
        *inside = at + mark;
        *len = end ? (size_t)(end - *inside) : strlen(*inside);
        return *inside + *len + (end ? mark : 0);
    }
    return NULL;
}

/* The bytes of a path that begins at at: "/home/...", "~/...". */
static size_t path_length(const char *text, const char *at)
{
    size_t tilde = *at == '~';
    bool begins = at == text || strchr(" (\"'=:", at[-1]);
    if (!begins || at[tilde] != '/' || !at[tilde + 1] || strchr(" /", at[tilde + 1]))
        return 0;
    return rest_of_path(at);
}

/* What is written so far. */
struct writer {
    char *text;
    size_t len;
};

static void put(struct writer *writer, const char *text, size_t len)
{
    memcpy(writer->text + writer->len, text, len);
    writer->len += len;
}

static char *veiled(const struct veil *veil, const char *text, bool quotations)
{
    struct writer writer = {.text = malloc(strlen(text) * (sizeof(ellipsis) - 1) + 1)};
    for (const char *at = text; writer.text && *at;) {
        const char *inside;
        size_t quoted;
        const char *end = quotations ? quotation_end(at, &inside, &quoted) : NULL;
        if (end) {
            bool shown = quoted == 0 || is_option(inside, quoted);
            put(&writer, at, (size_t)(inside - at));
            put(&writer, shown ? inside : ellipsis, shown ? quoted : sizeof(ellipsis) - 1);
            put(&writer, inside + quoted, (size_t)(end - inside) - quoted);
            at = end;
            continue;
        }
        size_t known = known_length(veil, text, at);
        size_t path = veil->open ? 0 : path_length(text, at);
        if (known > 0 || path > 0)
            put(&writer, ellipsis, sizeof(ellipsis) - 1);
        else
            put(&writer, at, 1);
        at += known > path ? known : path > 0 ? path : 1;
    }
    if (writer.text)
        writer.text[writer.len] = '\0';
    return writer.text;
}

char *veil_text(const struct veil *veil, const char *text)
{
    return veiled(veil, text, !veil->open);
}

char *veil_typed(const struct veil *veil, const char *text)
{
    return veiled(veil, text, true);
}
