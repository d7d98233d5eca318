/* SPDX-License-Identifier: MIT */
#include "core/import/lines.h"

enum { PIECE = 64 << 10 };

struct lines {
    struct stream *stream;
    size_t number;
    size_t at, there; /* of piece: what is used, and read */
    char piece[PIECE];
    char line[LINES_MAX + 1];
};

struct lines *lines_new(struct stream *stream, struct epi_error *err)
{
    struct lines *lines = malloc(sizeof(*lines));
    if (!lines) {
        error_memory(err);
        return NULL;
    }
    lines->stream = stream;
    lines->number = lines->at = lines->there = 0;
    return lines;
}

void lines_free(struct lines *lines)
{
    free(lines);
}

void lines_cleanup(struct lines **lines)
{
    lines_free(*lines);
}

enum lines_result lines_next(struct lines *lines, const char **text, size_t *len,
                             struct epi_error *err)
{
    size_t used = 0;
    bool any = false, ended = false, cut = false;
    while (!ended) {
        if (lines->at == lines->there) {
            ptrdiff_t got = stream_read(lines->stream, lines->piece, PIECE, err);
            if (got < 0)
                return LINES_FAILED;
            if (got == 0)
                break;
            lines->at = 0;
            lines->there = (size_t)got;
        }
        const char *begin = lines->piece + lines->at;
        const char *end = memchr(begin, '\n', lines->there - lines->at);
        size_t count = end ? (size_t)(end - begin) : lines->there - lines->at;
        size_t room = LINES_MAX - used;
        memcpy(lines->line + used, begin, count < room ? count : room);
        cut = cut || count > room;
        used += count < room ? count : room;
        lines->at += count + (end ? 1 : 0);
        any = true;
        ended = end != NULL;
    }
    if (!any)
        return LINES_END;
    used -= used > 0 && lines->line[used - 1] == '\r';
    lines->line[used] = '\0';
    lines->number++;
    *text = lines->line;
    *len = used;
    return cut ? LINES_LONG : LINES_LINE;
}

size_t lines_number(const struct lines *lines)
{
    return lines->number;
}
