/* SPDX-License-Identifier: MIT
 *
 * utf8: the length and the width of a UTF-8 character, and one form for what can be written in two.
 */
#include "core/base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include <epimark/error.h>

size_t epi_utf8_length(const char *text, size_t size)
{
    if (!size)
        return 0;
    unsigned char first = (unsigned char)text[0];
    if (first < 0x80)
        return first ? 1 : 0;
    size_t len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || len > size)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    }
    /* Overlong forms, surrogates and everything above U+10FFFF. */
    unsigned char second = (unsigned char)text[1];
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
        (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
        return 0;
    return len;
}

int epi_utf8_columns(const char *text, size_t size)
{
    utf8proc_int32_t c;
    size_t len = epi_utf8_length(text, size);
    if (!len)
        return 1;
    utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &c);
    /* A mark that stands beside its letter, as in Hindi, has a column of its own. */
    return utf8proc_category(c) == UTF8PROC_CATEGORY_MC ? 1 : utf8proc_charwidth(c);
}

size_t epi_utf8_grapheme(const char *text, size_t size)
{
    utf8proc_int32_t before, next, state = 0;
    size_t len = epi_utf8_length(text, size);
    if (!len)
        return 0;
    utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &before);
    for (size_t step; (step = epi_utf8_length(text + len, size - len)) > 0; len += step) {
        utf8proc_iterate((const utf8proc_uint8_t *)text + len, (utf8proc_ssize_t)step, &next);
        if (utf8proc_grapheme_break_stateful(before, next, &state))
            break;
        before = next;
    }
    return len;
}

bool epi_utf8_is_leftward(const char *text)
{
    for (; *text; text++) { /* Hebrew to Arabic, and their presentation forms */
        unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];
        if ((first >= 0xd6 && first <= 0xdf) ||
            (first == 0xe0 && second >= 0xa0 && second < 0xa4) ||
            (first == 0xef && second >= 0xac && second <= 0xbb))
            return true;
    }
    return false;
}

static bool is_ascii(const char *text, size_t len)
{
    while (len && (unsigned char)*text < 0x80) {
        text++;
        len--;
    }
    return !len;
}

size_t utf8_compose(const char *text, size_t len, char *out)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t count = 0;
    if (!is_ascii(text, len)) {
        count = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &composed,
                             UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    }
    bool use = composed && count > 0 && (size_t)count <= UTF8_COMPOSED * len;
    size_t written = use ? (size_t)count : len;
    memcpy(out, use ? (const char *)composed : text, written);
    out[written] = '\0';
    free(composed);
    return written;
}
