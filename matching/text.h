/* SPDX-License-Identifier: MIT
 *
 * text: UTF-8 as the matching needs it. Private to matching. Never allocates, knows no locale;
 * what is not UTF-8 is read as U+FFFD and never copied.
 */
#ifndef EPIMARK_MATCHING_TEXT_H
#define EPIMARK_MATCHING_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* ---- eight bytes at once ---- */

#define TEXT_EACH(byte) (0x0101010101010101u * (byte))

/* Eight bytes, the first one lowest. */
static inline uint64_t text_load(const char *s)
{
    const uint8_t *b = (const uint8_t *)s;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* The high bit of each byte that is from first to last, both ASCII. */
static inline uint64_t text_within(uint64_t bytes, uint8_t first, uint8_t last)
{
    uint64_t low = bytes & TEXT_EACH(0x7Fu);
    return (low + TEXT_EACH(0x80u - first)) & ~(low + TEXT_EACH(0x7Fu - last)) & ~bytes &
           TEXT_EACH(0x80u);
}

/* ---- characters ---- */

/* Reads the character at s (len > 0): its number in *c, U+FFFD where it is none. Returns its
 * bytes, 1 to 4. */
size_t text_decode(const char *s, size_t len, uint32_t *c);

/* Copies what fits into size bytes (terminator included) as valid UTF-8, without control
 * characters. Returns the bytes written, without the terminator. */
size_t text_copy(char *out, size_t size, const char *s, size_t len);

/* Folds for comparing: small letters, no marks, "&" is "and", apostrophes are nothing, anything
 * else that is no letter or digit is one space between words. Returns the bytes written. */
size_t text_fold(char *out, size_t size, const char *s, size_t len);

/* How many characters must be put in, taken out or replaced to make b of a. The first 256
 * characters count. */
size_t text_distance(const char *a, const char *b);

/* The length of the first word of a folded text, 0 at its end; *rest is where the next begins. */
size_t text_word(const char *folded, const char **rest);

#endif
