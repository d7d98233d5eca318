/* SPDX-License-Identifier: MIT */
#include "matching/text.h"

#include <stdbool.h>
#include <string.h>

#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD, DISTANCE_MAX = 256 };

/* Whether a byte is one of a character that began before it. */
static bool continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t text_decode(const char *s, size_t len, uint32_t *c)
{
    const uint8_t *b = (const uint8_t *)s;
    if (b[0] < 0x80) {
        *c = b[0];
        return 1;
    }
    size_t need = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    *c = REPLACEMENT;
    if (b[0] < 0xC2 || b[0] > 0xF4 || need > len || !continues(b[1]))
        return 1;
    uint32_t v = (b[0] & (0x7Fu >> need)) << 6 | (b[1] & 0x3F);
    if (need > 2) {
        if (!continues(b[2]))
            return 1;
        v = v << 6 | (b[2] & 0x3F);
        if (need == 3 ? v < 0x800 || (v >= 0xD800 && v <= 0xDFFF) : !continues(b[3]))
            return 1;
    }
    if (need == 4) {
        v = v << 6 | (b[3] & 0x3F);
        if (v < 0x10000 || v > 0x10FFFF)
            return 1;
    }
    *c = v;
    return need;
}

/* Whether a text is all ASCII, without control characters. */
static bool is_plain(const char *s, size_t len)
{
    uint64_t plain = TEXT_EACH(0x80u);
    size_t i = 0;
    for (; i + 8 <= len; i += 8)
        plain &= text_within(text_load(s + i), ' ', '~');
    if (len >= 8)
        return (plain & text_within(text_load(s + len - 8), ' ', '~')) == TEXT_EACH(0x80u);
    for (; i < len; i++)
        plain &= s[i] >= ' ' && s[i] <= '~' ? plain : 0;
    return plain != 0;
}

size_t text_copy(char *out, size_t size, const char *s, size_t len)
{
    size_t n = 0;
    if (len < size && is_plain(s, len)) {
        memcpy(out, s, len);
        out[len] = '\0';
        return len;
    }
    for (size_t i = 0; i < len;) {
        uint32_t c = (uint8_t)s[i];
        size_t step = c < 0x80 ? 1 : text_decode(s + i, len - i, &c);
        bool keep = c >= 0x20 && c != 0x7F && (step > 1 || c < 0x80);
        if (keep && n + step >= size)
            break;
        for (size_t k = 0; keep && k < step; k++)
            out[n++] = s[i + k];
        i += step;
    }
    out[n] = '\0';
    return n;
}

/* Writes a folded character into buf, which has room for 64 bytes: letters and digits, blanks or
 * nothing. Returns its bytes. */
static size_t fold_character(uint32_t c, char *buf)
{
    if (c == '&') {
        memcpy(buf, " and ", 5);
        return 5;
    }
    if (c == '\'' || c == 0x2019 || c == 0x2018 || c == '`' || c == 0xB4)
        return 0;
    if (c < 0x80) {
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        buf[0] = letter ? (char)(c | 0x20) : c >= '0' && c <= '9' ? (char)c : ' ';
        return 1;
    }
    if (c == 0xD7) { /* the multiplication sign of Hunter x Hunter */
        buf[0] = 'x';
        return 1;
    }
    /* Kana and Hangul are not decomposed: what would be removed is not an accent. */
    if ((c >= 0x3040 && c < 0x3100) || (c >= 0xAC00 && c < 0xD7B0))
        return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)buf);
    utf8proc_int32_t parts[18];
    int last = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 18,
        (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                            UTF8PROC_STRIPMARK | UTF8PROC_IGNORE),
        &last);
    size_t n = 0;
    for (utf8proc_ssize_t i = 0; i < count && i < 14; i++) {
        utf8proc_category_t kind = utf8proc_category(parts[i]);
        if (kind <= UTF8PROC_CATEGORY_NO && kind >= UTF8PROC_CATEGORY_LU)
            n += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)buf + n);
        else
            buf[n++] = ' ';
    }
    return n;
}

size_t text_fold(char *out, size_t size, const char *s, size_t len)
{
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        char buf[64];
        i += text_decode(s + i, len - i, &c);
        size_t step = fold_character(c, buf);
        for (size_t k = 0; k < step;) {
            if (buf[k] == ' ') {
                gap = true;
                k++;
                continue;
            }
            uint32_t letter;
            size_t bytes = text_decode(buf + k, step - k, &letter);
            if (n + bytes + (gap && n > 0) >= size) {
                out[n] = '\0';
                return n;
            }
            if (gap && n > 0)
                out[n++] = ' ';
            gap = false;
            memcpy(out + n, buf + k, bytes);
            n += bytes;
            k += bytes;
        }
    }
    out[n] = '\0';
    return n;
}

static size_t characters(const char *s, uint32_t *out)
{
    size_t len = strlen(s);
    size_t n = 0;
    for (size_t i = 0; i < len && n < DISTANCE_MAX;)
        i += text_decode(s + i, len - i, &out[n++]);
    return n;
}

size_t text_distance(const char *a, const char *b)
{
    uint32_t from[DISTANCE_MAX];
    uint32_t to[DISTANCE_MAX];
    uint16_t row[DISTANCE_MAX + 1];
    size_t rows = characters(a, from);
    size_t columns = characters(b, to);
    for (size_t j = 0; j <= columns; j++)
        row[j] = (uint16_t)j;
    for (size_t i = 1; i <= rows; i++) {
        uint16_t diagonal = row[0];
        row[0] = (uint16_t)i;
        for (size_t j = 1; j <= columns; j++) {
            uint16_t replaced = (uint16_t)(diagonal + (from[i - 1] != to[j - 1]));
            uint16_t changed = (uint16_t)((row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1);
            diagonal = row[j];
            row[j] = replaced < changed ? replaced : changed;
        }
    }
    return row[columns];
}

size_t text_word(const char *folded, const char **rest)
{
    size_t n = strcspn(folded, " ");
    *rest = folded + n + (folded[n] == ' ');
    return n;
}
