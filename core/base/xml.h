/* SPDX-License-Identifier: MIT
 *
 * xml: reads a file of XML as a stream, limited in size and depth; nothing of it is kept. Neither
 * entities that it declares nor other files are read. The only file that includes expat.
 */
#ifndef EPIMARK_BASE_XML_H
#define EPIMARK_BASE_XML_H

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

#endif
