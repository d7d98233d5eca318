/* SPDX-License-Identifier: MIT
 *
 * lines: a stream as lines, one by one, in little memory.
 */
#ifndef EPIMARK_IMPORT_LINES_H
#define EPIMARK_IMPORT_LINES_H

#include "core/import/stream.h"

enum { LINES_MAX = 64 << 10 }; /* bytes of a line */

struct lines;

enum lines_result {
    LINES_LINE,
    LINES_LONG, /* this line is longer than LINES_MAX: its beginning is there; go on */
    LINES_END,
    LINES_FAILED, /* nothing more can be read: err says why */
};

/* The stream is borrowed and has to outlive it. NULL if memory is short. */
struct lines *lines_new(struct stream *stream, struct epi_error *err);
void lines_free(struct lines *lines);
void lines_cleanup(struct lines **lines); /* for CLEANUP */

/* The next line, without what ends it; text is valid until the next call, and ends in a NUL which
 * len does not count. */
enum lines_result lines_next(struct lines *lines, const char **text, size_t *len,
                             struct epi_error *err);
size_t lines_number(const struct lines *lines); /* of that line, from 1 */

#endif
