/* SPDX-License-Identifier: MIT */
#include "core/import/stream.h"

#include <errno.h>
#include <unistd.h>

struct stream {
    struct stream_source source;
    int64_t max;   /* what may still come; -1: without limit */
    int64_t *left; /* the same of all streams of one file */
    int fd;        /* of a file, else -1 */
    const char *text;
    size_t len;
};

static ptrdiff_t read_file(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    const struct stream *stream = handle;
    ssize_t got;
    do {
        got = read(stream->fd, buffer, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        epi_error_set(err, EPI_ERROR_LATER, "cannot be read: %s", error_reason(errno));
    return got;
}

static void close_file(void *handle)
{
    const struct stream *stream = handle;
    close(stream->fd);
}

static ptrdiff_t read_text(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    (void)err;
    struct stream *stream = handle;
    size_t part = size < stream->len ? size : stream->len;
    if (part)
        memcpy(buffer, stream->text, part);
    stream->text += part;
    stream->len -= part;
    return (ptrdiff_t)part;
}

struct stream *stream_new(struct stream_source source, struct epi_error *err)
{
    struct stream *stream = calloc(1, sizeof(*stream));
    if (!stream) {
        if (source.close)
            source.close(source.handle);
        error_memory(err);
        return NULL;
    }
    *stream = (struct stream){.source = source, .max = -1, .fd = -1};
    return stream;
}

struct stream *stream_new_file(int fd, struct epi_error *err)
{
    struct stream *stream = stream_new((struct stream_source){.read = read_file}, err);
    if (!stream) {
        close(fd);
        return NULL;
    }
    stream->fd = fd;
    stream->source.close = close_file;
    stream->source.handle = stream;
    return stream;
}

struct stream *stream_new_text(const char *text, size_t len, struct epi_error *err)
{
    struct stream *stream = stream_new((struct stream_source){.read = read_text}, err);
    if (stream) {
        stream->text = text;
        stream->len = len;
        stream->source.handle = stream;
    }
    return stream;
}

void stream_free(struct stream *stream)
{
    if (stream && stream->source.close)
        stream->source.close(stream->source.handle);
    free(stream);
}

void stream_cleanup(struct stream **stream)
{
    stream_free(*stream);
}

void stream_limit(struct stream *stream, int64_t max, int64_t *left)
{
    stream->max = max;
    stream->left = left;
}

ptrdiff_t stream_read(struct stream *stream, char *buffer, size_t size, struct epi_error *err)
{
    ptrdiff_t got = stream->source.read(stream->source.handle, buffer, size, err);
    if (got <= 0 || stream->max < 0)
        return got;
    stream->max -= got;
    *stream->left -= got;
    if (stream->max < 0 || *stream->left < 0) {
        stream->max = 0;
        epi_error_set(err, EPI_ERROR_NEVER,
                      "is far larger unpacked than any export; the rest of it is left out");
        return -1;
    }
    return got;
}

char *stream_text(struct stream *stream, size_t max, size_t *len, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *text = NULL;
    size_t used = 0, room = 0;
    for (;;) {
        if (used + 1 >= room) {
            room = room ? room * 2 : 65536;
            char *more = realloc(text, room);
            if (!more) {
                error_memory(err);
                return NULL;
            }
            text = more;
        }
        ptrdiff_t got = stream_read(stream, text + used, room - used - 1, err);
        if (got < 0)
            return NULL;
        if (!got)
            break;
        used += (size_t)got;
        if (used > max) {
            epi_error_set(err, EPI_ERROR_NEVER, "is larger than %zu MiB", max >> 20);
            return NULL;
        }
    }
    text[used] = '\0';
    *len = used;
    char *whole = text;
    text = NULL;
    return whole;
}
