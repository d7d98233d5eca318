/* SPDX-License-Identifier: MIT
 *
 * text: UTF-8 as matching needs it. Private to matching. Never allocates and has no locale. A byte
 * that is not UTF-8 is read as U+FFFD and never copied.
 */
#ifndef EPIMARK_MATCHING_TEXT_H
#define EPIMARK_MATCHING_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* ---- Eight bytes at once ---- */

/* Eight bytes of the same value. */
#define TEXT_EACH(byte) (0x0101010101010101u * (byte))

/* Returns the eight bytes at s, the first one lowest. */
static inline uint64_t text_load(const char *s)
{
    const uint8_t *b = (const uint8_t *)s;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* Returns the high bit of each byte that is from first to last, both ASCII. */
static inline uint64_t text_within(uint64_t bytes, uint8_t first, uint8_t last)
{
    uint64_t low = bytes & TEXT_EACH(0x7Fu);
    return (low + TEXT_EACH(0x80u - first)) & ~(low + TEXT_EACH(0x7Fu - last)) & ~bytes &
           TEXT_EACH(0x80u);
}

/* ---- Characters ---- */

/* Reads the character at s into *c: its code point, U+FFFD if it is not UTF-8. len must be greater
 * than 0. Returns its bytes, 1 to 4. */
size_t text_decode(const char *s, size_t len, uint32_t *c);

/* Copies as much as fits into size bytes with the terminator, as valid UTF-8 without control
 * characters. Returns the bytes written, without the terminator. */
size_t text_copy(char *out, size_t size, const char *s, size_t len);

/* Folds a text for comparing: small letters without accents; "&" becomes "and", apostrophes
 * vanish, anything else but letters and digits becomes one space between words. Returns the
 * bytes written. */
size_t text_fold(char *out, size_t size, const char *s, size_t len);

/* Returns how many characters must be inserted, deleted or replaced to turn a into b. Only the
 * first 256 characters of each count. */
size_t text_distance(const char *a, const char *b);

/* Returns the length of the first word of a folded text, 0 at its end. *rest is the next word. */
size_t text_word(const char *folded, const char **rest);

#endif
