/* SPDX-License-Identifier: MIT */
#include "core/base/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <expat.h>

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

#if XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION < 9
#define XML_GetCurrentLineNumber64 XML_GetCurrentLineNumber
#define XML_GetCurrentByteIndex64  XML_GetCurrentByteIndex
#endif

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
static bool read_all(int fd, const char *path, int64_t max, struct stream *stream,
                     struct epi_error *err)
{
    int64_t total = 0;
    ssize_t len = 1;
    while (len > 0) {
        void *piece = XML_GetBuffer(stream->parser, PIECE);
        if (!piece)
            return error_memory(err);
        len = read(fd, piece, PIECE);
        if (len < 0)
            return unread(err, path);
        total += len;
        if (total > max)
            return wrong(err, path, "is too large");
        if (XML_ParseBuffer(stream->parser, (int)len, len == 0) != XML_STATUS_OK)
            return stop(stream, path, err);
        /* What is not ended is kept, and older versions of expat read it again with each piece. */
        if (total - (int64_t)XML_GetCurrentByteIndex64(stream->parser) > XML_PIECE_MAX + PIECE) {
            stream->refused = "a piece is too long";
            return stop(stream, path, err);
        }
    }
    return true;
}

bool xml_read(const char *path, int64_t max, const struct xml_reader *reader, struct epi_error *err)
{
    struct stream stream = {.reader = reader};
    int fd;
    if (!open_file(path, max, &fd, err))
        return false;
    stream.parser = XML_ParserCreate(NULL);
    bool ok = stream.parser != NULL;
    if (ok) {
        XML_SetUserData(stream.parser, &stream);
        XML_SetElementHandler(stream.parser, begin, end);
        XML_SetCharacterDataHandler(stream.parser, text);
        XML_SetEntityDeclHandler(stream.parser, declare);
        ok = read_all(fd, path, max, &stream, err);
        XML_ParserFree(stream.parser);
    } else {
        error_memory(err);
    }
    close(fd);
    return ok;
}
