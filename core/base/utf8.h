/* SPDX-License-Identifier: MIT
 *
 * utf8: what is needed of Unicode for names of files. The rest of it is in epimark/error.h.
 */
#ifndef EPIMARK_BASE_UTF8_H
#define EPIMARK_BASE_UTF8_H

#include <stddef.h>

enum { UTF8_COMPOSED = 3 }; /* by how much a text can grow when it is composed */

/* Writes text, len bytes, in the composed form (NFC): an accent and its letter are one character.
 * out has room for UTF8_COMPOSED times len bytes and one more, for the terminator. What is not
 * UTF-8 stays as it is. Returns the length. */
size_t utf8_compose(const char *text, size_t len, char *out);

#endif
