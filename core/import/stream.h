/* SPDX-License-Identifier: MIT
 *
 * stream: bytes that are read once, from the front: of a file, of a member of a zip, of memory.
 * What is read through it never has to fit the memory.
 */
#ifndef EPIMARK_IMPORT_STREAM_H
#define EPIMARK_IMPORT_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct stream;

/* What a stream is made of. read returns the number of bytes, 0 at the end, -1 with err filled.
 * close may be NULL. */
struct stream_source {
    ptrdiff_t (*read)(void *handle, char *buffer, size_t size, struct epi_error *err);
    void (*close)(void *handle);
    void *handle;
};

/* A stream of a source, which it closes; of a file descriptor, which it closes; of borrowed
 * memory. NULL, with the source closed, if memory is short. */
struct stream *stream_new(struct stream_source source, struct epi_error *err);
struct stream *stream_new_file(int fd, struct epi_error *err);
struct stream *stream_new_text(const char *text, size_t len, struct epi_error *err);
void stream_free(struct stream *stream);
void stream_cleanup(struct stream **stream); /* for CLEANUP */

/* Fails once more than max bytes come, and takes what comes from *left, which is shared with other
 * streams and outlives this one. */
void stream_limit(struct stream *stream, int64_t max, int64_t *left);

/* The next bytes: their number, 0 at the end, -1 with err filled. */
ptrdiff_t stream_read(struct stream *stream, char *buffer, size_t size, struct epi_error *err);

/* Everything that is left, as one text with a NUL behind it, and its length: at most max bytes.
 * Free it. */
char *stream_text(struct stream *stream, size_t max, size_t *len, struct epi_error *err);

#endif
