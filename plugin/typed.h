/* SPDX-License-Identifier: MIT
 *
 * typed: a line that the user types. Pure: knows neither mpv nor its keys.
 */
#ifndef EPIMARK_PLUGIN_TYPED_H
#define EPIMARK_PLUGIN_TYPED_H

#include <stdbool.h>

enum { TYPED_MAX = 160, TYPED_LINE_MAX = TYPED_MAX + 2 }; /* bytes, with the terminator */

/* What its keys do, and the keys as lines of input.conf: all others do nothing meanwhile. */
#define TYPED_TYPE  "type"
#define TYPED_ERASE "erase"
#define TYPED_ENTER "enter"
extern const char typed_keys[];

/* Zero is an empty line, for a series. */
struct typed {
    char text[TYPED_MAX];
    bool episode; /* of the series on screen */
};

/* Adds what a key writes, UTF-8; what has no room, or cannot be seen, is left out. */
void typed_add(struct typed *typed, const char *text);

/* Removes the last character. */
void typed_erase(struct typed *typed);

/* The line with a mark at its end. text has TYPED_LINE_MAX. */
void typed_write(const struct typed *typed, char *text);

#endif
