/* SPDX-License-Identifier: MIT
 *
 * window: the part of a stream that is looked at: from what is not used yet to what was read last.
 */
#ifndef EPIMARK_IMPORT_WINDOW_H
#define EPIMARK_IMPORT_WINDOW_H

#include "core/import/stream.h"

enum { WINDOW_PIECE = 65536 }; /* what is read at once */

/* Begin with the stream, which is borrowed, and zeros. */
struct window {
    struct stream *stream;
    char *text;        /* from start to end, and a NUL behind it */
    size_t start, end; /* move start on behind what is used */
    size_t room;
    bool at_end; /* the stream is */
};

void window_free(struct window *window); /* its memory, not the struct */

/* Reads more, and moves what is in it to the front. False at the end of the stream, or with *failed
 * set and err filled. */
bool window_more(struct window *window, bool *failed, struct epi_error *err);

#endif
