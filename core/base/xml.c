/* SPDX-License-Identifier: MIT */
#include "core/base/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <expat.h>

#if XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION < 9
#define XML_GetCurrentLineNumber64 XML_GetCurrentLineNumber
#define XML_GetCurrentByteIndex64  XML_GetCurrentByteIndex
#define XML_GetCurrentByteCount64  XML_GetCurrentByteCount
#endif

enum {
    PIECE = 64 << 10,
    DEPTH_MAX = 32,
    PATH_SHOWN = 120,
};

/* A file that is being read. */
struct stream {
    XML_Parser parser;
    const struct xml_reader *reader;
    int depth;
    const char *refused; /* why we do not read on, or NULL */
    bool one_root;       /* the parser ends with the root */
    size_t root_end;     /* then the bytes up to there; 0: it has not ended */
    char encoding[32];   /* as the text declares it, or "" */
};

const char *xml_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0]; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    }
    return "";
}

static void refuse(struct stream *stream, const char *why)
{
    stream->refused = why;
    XML_StopParser(stream->parser, XML_FALSE);
}

static void XMLCALL begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct stream *stream = context;
    if (++stream->depth > DEPTH_MAX)
        refuse(stream, "nested too deeply");
    else if (stream->reader->begin)
        stream->reader->begin(stream->reader->context, name, (const char *const *)attributes);
}

static void XMLCALL text(void *context, const XML_Char *piece, int len)
{
    const struct stream *stream = context;
    if (stream->reader->text)
        stream->reader->text(stream->reader->context, piece, (size_t)len);
}

static void XMLCALL end(void *context, const XML_Char *name)
{
    struct stream *stream = context;
    stream->depth--;
    if (stream->reader->end)
        stream->reader->end(stream->reader->context, name);
    if (stream->depth == 0 && stream->one_root) {
        stream->root_end = (size_t)XML_GetCurrentByteIndex64(stream->parser) +
                           (size_t)XML_GetCurrentByteCount64(stream->parser);
        XML_StopParser(stream->parser, XML_FALSE);
    }
}

/* A few entities can stand for gigabytes. */
static void XMLCALL declare(void *context, const XML_Char *name, int is_parameter,
                            const XML_Char *value, int len, const XML_Char *base,
                            const XML_Char *system, const XML_Char *public,
                            const XML_Char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)len, (void)base, (void)system, (void)public;
    (void)notation;
    refuse(context, "declares entities, which are not read");
}

static void XMLCALL declare_encoding(void *context, const XML_Char *version,
                                     const XML_Char *encoding, int standalone)
{
    (void)version, (void)standalone;
    struct stream *stream = context;
    snprintf(stream->encoding, sizeof(stream->encoding), "%s", encoding ? encoding : "");
}

/* Says what is wrong with a file. */
static bool wrong(struct epi_error *err, const char *path, const char *what)
{
    return epi_error_set(err, EPI_ERROR_NEVER, "%.*s %s", PATH_SHOWN, path, what);
}

/* Says why a file cannot be read now. */
static bool unread(struct epi_error *err, const char *path)
{
    return epi_error_set(err, EPI_ERROR_LATER, "%.*s cannot be read: %s", PATH_SHOWN, path,
                         error_reason(errno));
}

/* Opens without waiting for a writer of a pipe. */
static bool open_file(const char *path, int64_t max, int *fd, struct epi_error *err)
{
    struct stat about;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return unread(err, path);
    const char *what = fstat(*fd, &about) != 0        ? "cannot be read"
                       : S_ISDIR(about.st_mode)       ? "is a folder, not a file"
                       : !S_ISREG(about.st_mode)      ? "is not a regular file"
                       : (int64_t)about.st_size > max ? "is too large"
                                                      : NULL;
    if (!what)
        return true;
    close(*fd);
    return wrong(err, path, what);
}

/* The line at which the parser stands. */
static unsigned long line_of(const struct stream *stream)
{
    return (unsigned long)XML_GetCurrentLineNumber64(stream->parser);
}

static bool stop(const struct stream *stream, const char *path, struct epi_error *err)
{
    const char *what =
        stream->refused ? stream->refused : XML_ErrorString(XML_GetErrorCode(stream->parser));
    return epi_error_set(err, EPI_ERROR_NEVER, "%.*s: line %lu: %s", PATH_SHOWN, path,
                         line_of(stream), what);
}

/* The file may grow while it is read: what is over max is not. */
static bool read_all(const struct xml_source *source, const char *name, int64_t max,
                     struct stream *stream, struct epi_error *err)
{
    int64_t total = 0;
    ptrdiff_t len = 1;
    while (len > 0) {
        void *piece = XML_GetBuffer(stream->parser, PIECE);
        if (!piece)
            return error_memory(err);
        len = source->read(source->handle, piece, PIECE, err);
        if (len < 0)
            return false;
        total += len;
        if (total > max)
            return wrong(err, name, "is too large");
        if (XML_ParseBuffer(stream->parser, (int)len, len == 0) != XML_STATUS_OK)
            return stop(stream, name, err);
        /* What is not ended is kept, and older versions of expat read it again with each piece. */
        if (total - (int64_t)XML_GetCurrentByteIndex64(stream->parser) > XML_PIECE_MAX + PIECE) {
            stream->refused = "a piece is too long";
            return stop(stream, name, err);
        }
    }
    return true;
}

/* A parser in an encoding, or in that which the text declares. */
static bool begin_parser(struct stream *stream, const char *encoding, struct epi_error *err)
{
    stream->parser = XML_ParserCreate(encoding);
    if (!stream->parser)
        return error_memory(err);
    XML_SetUserData(stream->parser, stream);
    XML_SetElementHandler(stream->parser, begin, end);
    XML_SetCharacterDataHandler(stream->parser, text);
    XML_SetEntityDeclHandler(stream->parser, declare);
    XML_SetXmlDeclHandler(stream->parser, declare_encoding);
    return true;
}

bool xml_read_from(const char *name, const struct xml_source *source, int64_t max,
                   const struct xml_reader *reader, struct epi_error *err)
{
    struct stream stream = {.reader = reader};
    if (!begin_parser(&stream, NULL, err))
        return false;
    bool ok = read_all(source, name, max, &stream, err);
    XML_ParserFree(stream.parser);
    return ok;
}

/* A file that is open. */
struct file {
    const char *path;
    int fd;
};

static ptrdiff_t read_file(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    const struct file *file = handle;
    ssize_t len = read(file->fd, buffer, size);
    if (len < 0)
        unread(err, file->path);
    return len;
}

bool xml_read(const char *path, int64_t max, const struct xml_reader *reader, struct epi_error *err)
{
    struct file file = {.path = path};
    if (!open_file(path, max, &file.fd, err))
        return false;
    bool ok = xml_read_from(path, &(struct xml_source){read_file, &file}, max, reader, err);
    close(file.fd);
    return ok;
}

/* Reads up to the end of a root; *used becomes the bytes up to there, or len if there is none. */
static bool read_root(const char *name, const char *text, size_t len, struct stream *stream,
                      size_t *used, struct epi_error *err)
{
    char encoding[sizeof(stream->encoding)];
    memcpy(encoding, stream->encoding, sizeof(encoding)); /* of the root before */
    stream->depth = 0;
    stream->root_end = 0;
    if (!begin_parser(stream, *encoding ? encoding : NULL, err))
        return false;
    bool ok = XML_Parse(stream->parser, text, (int)len, true) == XML_STATUS_OK || stream->root_end;
    *used = stream->root_end ? stream->root_end : len;
    if (!ok && !stream->refused && stream->depth == 0 &&
        XML_GetErrorCode(stream->parser) == XML_ERROR_NO_ELEMENTS)
        ok = true; /* a comment is all that is left */
    if (!ok)
        stop(stream, name, err);
    XML_ParserFree(stream->parser);
    return ok;
}

/* Where the next root may begin: at a tag. NULL: nowhere. */
static const char *next_root(const char *text, const char *end)
{
    return text < end ? memchr(text, '<', (size_t)(end - text)) : NULL;
}

bool xml_read_roots(const char *name, const char *text, size_t len, const struct xml_reader *reader,
                    struct epi_error *err)
{
    struct stream stream = {.reader = reader, .one_root = true};
    if (len > XML_PIECE_MAX)
        return wrong(err, name, "is too large");
    const char *text_end = text + len;
    const char *next = next_root(text, text_end);
    while (next) {
        size_t used;
        if (!read_root(name, next, (size_t)(text_end - next), &stream, &used, err))
            return false;
        next += used;
        next = next_root(next, text_end);
    }
    return true;
}
