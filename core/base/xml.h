/* SPDX-License-Identifier: MIT
 *
 * xml: reads XML as a stream, limited in size and depth; nothing of it is kept. Neither
 * entities that it declares nor other files are read. The only file that includes expat.
 */
#ifndef EPIMARK_BASE_XML_H
#define EPIMARK_BASE_XML_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

/* What a file is read to; each function may be NULL. Texts are borrowed for the call. */
struct xml_reader {
    /* attributes: name, value, name, value ..., NULL; see xml_attribute. */
    void (*begin)(void *context, const char *name, const char *const *attributes);
    void (*text)(void *context, const char *text, size_t len); /* a piece of it */
    void (*end)(void *context, const char *name);
    void *context;
};

/* The value of an attribute; "" if there is none. */
const char *xml_attribute(const char *const *attributes, const char *name);

/* Reads a regular file of at most max bytes, in which no tag, comment or piece of text is longer
 * than XML_PIECE_MAX. Fails with one line, "X: line 12: ...", after what could be read was passed
 * on: with EPI_ERROR_NEVER if it is the file's fault, else with EPI_ERROR_LATER. */
enum { XML_PIECE_MAX = 1 << 20 };
bool xml_read(const char *path, int64_t max, const struct xml_reader *reader,
              struct epi_error *err);

/* The same of bytes that come from elsewhere, by a name for errors. read returns how many there
 * are, 0 at the end, -1 with err filled. */
struct xml_source {
    ptrdiff_t (*read)(void *handle, char *buffer, size_t size, struct epi_error *err);
    void *handle;
};
bool xml_read_from(const char *name, const struct xml_source *source, int64_t max,
                   const struct xml_reader *reader, struct epi_error *err);

/* The same of a text in memory that may have several roots, one after the other, as no well-formed
 * document has, and other text around them, which is passed over. Lines count from the root. */
bool xml_read_roots(const char *name, const char *text, size_t len, const struct xml_reader *reader,
                    struct epi_error *err);

#endif
