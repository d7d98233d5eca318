/* SPDX-License-Identifier: MIT */
#include "core/import/window.h"

void window_free(struct window *window)
{
    free(window->text);
    *window = (struct window){0};
}

bool window_more(struct window *window, bool *failed, struct epi_error *err)
{
    if (window->at_end)
        return false;
    if (window->start) {
        memmove(window->text, window->text + window->start, window->end - window->start);
        window->end -= window->start;
        window->start = 0;
    }
    if (window->room < window->end + WINDOW_PIECE + 1) {
        size_t room = window->end + 2 * WINDOW_PIECE + 1;
        char *more = realloc(window->text, room);
        if (!more) {
            *failed = true;
            return error_memory(err);
        }
        window->text = more;
        window->room = room;
    }
    ptrdiff_t got = stream_read(window->stream, window->text + window->end, WINDOW_PIECE, err);
    *failed = got < 0;
    window->at_end = got <= 0;
    if (got > 0)
        window->end += (size_t)got;
    window->text[window->end] = '\0';
    return got > 0;
}
