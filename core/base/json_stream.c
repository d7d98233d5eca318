/* SPDX-License-Identifier: MIT */
#include "core/base/json_stream.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 64, NONE = -2 };

enum place { BEFORE, IN_OBJECT, IN_ARRAY, BEHIND };

struct json_stream {
    FILE *file;
    enum place place;
    int back; /* a byte that was read too far, or NONE */
    int64_t line;
    char key[KEY_MAX];
    char *bytes; /* of the value that is read */
    size_t len;
    size_t size;
};

struct json_stream *json_stream_new(FILE *file)
{
    struct json_stream *stream = calloc(1, sizeof(*stream));
    if (stream) {
        stream->file = file;
        stream->back = NONE;
        stream->line = 1;
    }
    return stream;
}

void json_stream_free(struct json_stream *stream)
{
    if (stream)
        free(stream->bytes);
    free(stream);
}

int64_t json_stream_line(const struct json_stream *stream)
{
    return stream->line;
}

static bool fail(const struct json_stream *stream, const char *what, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_NEVER, "line %lld: %s", (long long)stream->line, what);
}

/* ---- Bytes ---- */

static int next_byte(struct json_stream *stream)
{
    int c = stream->back;
    stream->back = NONE;
    if (c != NONE)
        return c;
    c = getc(stream->file);
    stream->line += c == '\n';
    return c;
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next byte that is no blank and no comma. */
static int next_mark(struct json_stream *stream)
{
    int c;
    do
        c = next_byte(stream);
    while (is_blank(c) || c == ',');
    return c;
}

static bool append(struct json_stream *stream, int c, struct epi_error *err)
{
    if (stream->len == stream->size) {
        if (stream->size >= JSON_STREAM_VALUE_MAX)
            return fail(stream, "a value is too long", err);
        size_t size = stream->size ? 2 * stream->size : 4096;
        char *bytes = realloc(stream->bytes, size);
        if (!bytes)
            return error_memory(err);
        stream->bytes = bytes;
        stream->size = size;
    }
    stream->bytes[stream->len++] = (char)c;
    return true;
}

/* ---- Values ---- */

/* How far into a value the bytes are. */
struct depth {
    int levels;
    bool in_text;
    bool escaped;
};

/* Takes a byte. Returns whether the value ends with it. */
static bool step(struct depth *depth, int c)
{
    if (depth->in_text) {
        bool ends = c == '"' && !depth->escaped;
        depth->escaped = c == '\\' && !depth->escaped;
        depth->in_text = !ends;
        return ends && depth->levels == 0;
    }
    depth->in_text = c == '"';
    depth->levels += c == '{' || c == '[';
    depth->levels -= c == '}' || c == ']';
    return depth->levels == 0 && (c == '}' || c == ']');
}

/* Reads a value that begins with this byte. */
static bool read_value(struct json_stream *stream, int c, struct json **value,
                       struct epi_error *err)
{
    struct depth depth = {0};
    bool ended = false;
    for (stream->len = 0; !ended; c = ended ? c : next_byte(stream)) {
        bool inside = depth.levels > 0 || depth.in_text;
        if (c == EOF)
            return fail(stream, "the file ends in the middle", err);
        if (!inside && stream->len > 0 && (is_blank(c) || c == ',' || c == '}' || c == ']')) {
            stream->back = c;
            break;
        }
        if (!append(stream, c, err))
            return false;
        ended = step(&depth, c);
    }
    struct epi_error why = {0};
    *value = json_read(stream->bytes, stream->len, &why);
    return *value || fail(stream, why.text, err);
}

/* Reads the key that begins with this byte, and what follows up to its value. */
static bool read_key(struct json_stream *stream, int c, int *first, struct epi_error *err)
{
    struct json *key = NULL;
    if (c != '"')
        return fail(stream, c == EOF ? "the file ends in the middle" : "no JSON", err);
    if (!read_value(stream, c, &key, err))
        return false;
    json_copy(key, stream->key, sizeof(stream->key));
    json_free(key);
    if (next_mark(stream) != ':')
        return fail(stream, "no JSON", err);
    *first = next_mark(stream);
    return true;
}

bool json_stream_next(struct json_stream *stream, const char **key, struct json **value,
                      struct epi_error *err)
{
    *value = NULL;
    *key = stream->key;
    while (stream->place != BEHIND) {
        int c = next_mark(stream);
        if (stream->place == BEFORE) {
            if (c != '{')
                return fail(stream, "no JSON object", err);
            stream->place = IN_OBJECT;
        } else if (stream->place == IN_ARRAY) {
            if (c != ']')
                return read_value(stream, c, value, err);
            stream->place = IN_OBJECT;
        } else if (c == '}') {
            stream->place = BEHIND;
        } else {
            if (!read_key(stream, c, &c, err))
                return false;
            if (c != '[')
                return read_value(stream, c, value, err);
            stream->place = IN_ARRAY;
        }
    }
    return true;
}
