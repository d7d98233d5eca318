/* SPDX-License-Identifier: MIT
 *
 * base64: bytes as text and back, as RFC 4648 has it. Pure.
 */
#ifndef EPIMARK_BASE_BASE64_H
#define EPIMARK_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* The room that so many bytes need as text, with the terminator. */
#define BASE64_SIZE(count) (((size_t)(count) + 2) / 3 * 4 + 1)

/* Writes bytes as text, with padding; size: of text, at least BASE64_SIZE(count). Returns its
 * length. */
size_t base64_write(const void *bytes, size_t count, char *text, size_t size);

/* The same in the alphabet that is safe in URLs, without padding. */
size_t base64_write_url(const void *bytes, size_t count, char *text, size_t size);

/* Reads either alphabet, of len bytes or up to the padding. Returns the number of bytes; 0 for a
 * text that is not base64, or too long. */
size_t base64_read(const char *text, size_t len, void *bytes, size_t size);

#endif
