/* SPDX-License-Identifier: MIT */
#include "core/base/base64.h"

#include <assert.h>
#include <string.h>

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char in_urls[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Without padding; three bytes are four digits. */
static size_t write_digits(const char *digits, const void *bytes, size_t count, char *text,
                           size_t size)
{
    const unsigned char *in = bytes;
    size_t len = 0;
    assert(size >= BASE64_SIZE(count));
    (void)size;
    for (size_t at = 0; at < count; at += 3) {
        unsigned bits = 0;
        for (size_t i = 0; i < 3; i++)
            bits = bits << 8 | (at + i < count ? in[at + i] : 0u);
        for (size_t i = 0; i < 4 && at + i <= count; i++)
            text[len++] = digits[bits >> (18 - 6 * i) & 63];
    }
    text[len] = '\0';
    return len;
}

size_t base64_write(const void *bytes, size_t count, char *text, size_t size)
{
    size_t len = write_digits(plain, bytes, count, text, size);
    while (len % 4 > 0)
        text[len++] = '=';
    text[len] = '\0';
    return len;
}

size_t base64_write_url(const void *bytes, size_t count, char *text, size_t size)
{
    return write_digits(in_urls, bytes, count, text, size);
}

size_t base64_read(const char *text, size_t len, void *bytes, size_t size)
{
    unsigned char *out = bytes;
    unsigned bits = 0, held = 0;
    size_t count = 0;
    for (size_t i = 0; i < len && text[i] != '='; i++) {
        char digit = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
        const char *at = digit ? strchr(plain, digit) : NULL;
        if (!at || count == size)
            return 0;
        bits = (bits << 6 | (unsigned)(at - plain)) & 0xffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[count++] = (unsigned char)(bits >> held & 0xff);
        }
    }
    return count;
}
