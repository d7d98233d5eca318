/* SPDX-License-Identifier: MIT
 *
 * json_guess: a guess as JSON, without json-c and without an allocation: a library of names is read
 * a hundred thousand at a time.
 */
#ifndef EPIMARK_CLIENT_JSON_GUESS_H
#define EPIMARK_CLIENT_JSON_GUESS_H

#include <stddef.h>

#include "matching/matching.h"

/* What json_guess_write needs beside six bytes for each of input. */
enum { JSON_GUESS_MAX = 8192 };

/* Writes a guess as one object in one line, without a line's end: "input" is echoed byte for byte
 * and what is absent is left out. Allocates nothing. Returns the bytes written, 0 where size is
 * under 6 * len + JSON_GUESS_MAX. */
size_t json_guess_write(const char *input, size_t len, const struct guess *guess, char *buffer,
                        size_t size);

#endif
