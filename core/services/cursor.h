/* SPDX-License-Identifier: MIT
 *
 * cursor: pages of which each says where the next one is, in pagination.next_cursor. Pure. Only the
 * files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_CURSOR_H
#define EPIMARK_SERVICES_CURSOR_H

#include <stdbool.h>

struct json;
struct route_args;

/* Where the page after this one is; NULL after the last, and if that page has come before. seen is
 * an array, empty at first, and owns the text that is returned. */
const char *cursor_next(struct json *seen, const struct json *page);

/* Makes arguments that ask for the page at next, which is borrowed: the cursor has in it since when
 * the rows are wanted. */
void cursor_turn(struct route_args *args, const char *next);

/* Frees seen, at the end of its scope. */
void cursor_end(struct json **seen);

#endif
