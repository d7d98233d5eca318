/* SPDX-License-Identifier: MIT */
#include "core/import/decoded.h"

#include <errno.h>

#include <iconv.h>

enum {
    HEAD = 4, /* bytes that are looked at */
    PIECE = 4096,
    UNIT = 2, /* bytes of the mark, and of the shortest character */
};

static const char replacement[] = "\xef\xbf\xbd";

struct decoded {
    struct stream *stream;
    bool begun; /* the first bytes were looked at */
    bool wide;
    iconv_t converter; /* if it is wide */
    bool ended;        /* the stream is */
    char in[PIECE];
    size_t in_len;
    char out[2 * PIECE]; /* two bytes become three at most: there is room for all of in */
    size_t out_at, out_len;
};

/* Reads until there are so many bytes, or no more. */
static bool fill(struct decoded *decoded, size_t least, struct epi_error *err)
{
    while (!decoded->ended && decoded->in_len < least) {
        ptrdiff_t got = stream_read(decoded->stream, decoded->in + decoded->in_len,
                                    PIECE - decoded->in_len, err);
        if (got < 0)
            return false;
        decoded->in_len += (size_t)got;
        decoded->ended = got == 0;
    }
    return true;
}

static void drop(struct decoded *decoded, size_t len)
{
    decoded->in_len -= len;
    memmove(decoded->in, decoded->in + len, decoded->in_len);
}

/* Converts what there is; what is cut off in the middle stays, unless nothing follows. */
static void convert(struct decoded *decoded)
{
    char *in = decoded->in, *out = decoded->out;
    size_t in_left = decoded->in_len, out_left = sizeof(decoded->out);
    while (in_left > 0 && iconv(decoded->converter, &in, &in_left, &out, &out_left) == (size_t)-1) {
        if (errno == EINVAL && !decoded->ended)
            break;
        size_t bad = in_left < UNIT ? in_left : UNIT;
        memcpy(out, replacement, sizeof(replacement) - 1);
        out += sizeof(replacement) - 1;
        out_left -= sizeof(replacement) - 1;
        in += bad;
        in_left -= bad;
    }
    drop(decoded, decoded->in_len - in_left);
    decoded->out_at = 0;
    decoded->out_len = (size_t)(out - decoded->out);
}

static ptrdiff_t take(char *buffer, size_t size, const char *from, size_t len)
{
    size_t part = size < len ? size : len;
    memcpy(buffer, from, part);
    return (ptrdiff_t)part;
}

/* The encoding of the text, by its mark; NULL if it is to be left as it is. */
static const char *encoding_of(const char *text, size_t len)
{
    static const struct {
        const char *mark, *encoding;
        size_t tag; /* where the "<" of XML would be */
    } marks[] = {{"\xff\xfe", "UTF-16LE", 2}, {"\xfe\xff", "UTF-16BE", 3}};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (len >= 2 && memcmp(text, marks[i].mark, 2) == 0)
            return len > marks[i].tag && text[marks[i].tag] == '<' ? NULL : marks[i].encoding;
    }
    return NULL;
}

/* Looks at the first bytes. */
static bool begin(struct decoded *decoded, struct epi_error *err)
{
    if (!fill(decoded, HEAD, err))
        return false;
    decoded->begun = true;
    const char *encoding = encoding_of(decoded->in, decoded->in_len);
    if (!encoding)
        return true;
    decoded->converter = iconv_open("UTF-8", encoding);
    decoded->wide = (intptr_t)decoded->converter != -1;
    drop(decoded, UNIT);
    return decoded->wide ||
           epi_error_set(err, EPI_ERROR_NEVER, "is UTF-16; save the file as UTF-8");
}

static ptrdiff_t read_decoded(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    struct decoded *decoded = handle;
    if (!decoded->begun && !begin(decoded, err))
        return -1;
    if (!decoded->wide && decoded->in_len == 0)
        return decoded->ended ? 0 : stream_read(decoded->stream, buffer, size, err);
    if (!decoded->wide) {
        ptrdiff_t got = take(buffer, size, decoded->in, decoded->in_len);
        drop(decoded, (size_t)got);
        return got;
    }
    while (decoded->out_at == decoded->out_len) {
        if (!fill(decoded, 2 * UNIT, err))
            return -1;
        if (decoded->in_len == 0)
            return 0;
        convert(decoded);
    }
    ptrdiff_t got =
        take(buffer, size, decoded->out + decoded->out_at, decoded->out_len - decoded->out_at);
    decoded->out_at += (size_t)got;
    return got;
}

static void close_decoded(void *handle)
{
    struct decoded *decoded = handle;
    stream_free(decoded->stream);
    if (decoded->wide)
        iconv_close(decoded->converter);
    free(decoded);
}

struct stream *decoded_new(struct stream *stream, struct epi_error *err)
{
    struct decoded *decoded = calloc(1, sizeof(*decoded));
    if (!decoded) {
        stream_free(stream);
        error_memory(err);
        return NULL;
    }
    decoded->stream = stream;
    struct stream_source source = {.read = read_decoded, .close = close_decoded, .handle = decoded};
    return stream_new(source, err);
}
