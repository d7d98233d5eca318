/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stand_add_bytes(struct text *t, const char *data, size_t length)
{
    if (t->length + length + 1 > t->capacity) {
        t->capacity = (t->length + length + 1) * 2 + 256;
        t->data = realloc(t->data, t->capacity);
        if (!t->data)
            abort();
    }
    if (length)
        memcpy(t->data + t->length, data, length);
    t->length += length;
    t->data[t->length] = '\0';
}

void stand_add(struct text *t, const char *raw)
{
    stand_add_bytes(t, raw, strlen(raw));
}

void stand_printf(struct text *t, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    stand_add_bytes(t, line, n < 0 ? 0 : n < (int)sizeof(line) ? (size_t)n : sizeof(line) - 1);
}

/* Length of the UTF-8 sequence at p, 0 when it is none. */
static size_t sequence(const unsigned char *p)
{
    size_t n = p[0] < 0x80   ? 1
               : p[0] < 0xc2 ? 0
               : p[0] < 0xe0 ? 2
               : p[0] < 0xf0 ? 3
               : p[0] < 0xf5 ? 4
                             : 0;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return n;
}

/* Bytes that are no UTF-8 are written as the character of the same number. */
static void escape(struct text *t, const char *string)
{
    const unsigned char *p = (const unsigned char *)string;
    while (*p) {
        size_t n = sequence(p);
        if (n > 1) {
            stand_add_bytes(t, (const char *)p, n);
            p += n;
            continue;
        }
        if (*p == '"' || *p == '\\')
            stand_printf(t, "\\%c", *p);
        else if (*p == '\n')
            stand_add(t, "\\n");
        else if (*p < 0x20 || n == 0)
            stand_printf(t, "\\u%04x", *p);
        else
            stand_add_bytes(t, (const char *)p, 1);
        p++;
    }
}

static void quote(struct text *t, const char *string)
{
    if (!string) {
        stand_add(t, "null");
        return;
    }
    stand_add(t, "\"");
    escape(t, string);
    stand_add(t, "\"");
}

/* A locale of this process may write 50,5. */
static void add_double(struct text *t, double value)
{
    char digits[40];
    snprintf(digits, sizeof(digits), "%.8g", value);
    char *comma = strchr(digits, ',');
    if (comma)
        *comma = '.';
    stand_add(t, digits);
}

static void fill(struct text *t, char hole, va_list *args)
{
    const char *string;
    int64_t number;
    switch (hole) {
    case 's':
        quote(t, va_arg(*args, const char *));
        return;
    case 'n':
        string = va_arg(*args, const char *);
        quote(t, string && *string ? string : NULL);
        return;
    case 'e':
        string = va_arg(*args, const char *);
        escape(t, string ? string : "");
        return;
    case 'r':
        stand_add(t, va_arg(*args, const char *));
        return;
    case 'i':
        stand_printf(t, "%d", va_arg(*args, int));
        return;
    case 'k':
        number = va_arg(*args, int);
        if (number == -1)
            stand_add(t, "null");
        else
            stand_printf(t, "%lld", (long long)number);
        return;
    case 'l':
        stand_printf(t, "%lld", (long long)va_arg(*args, int64_t));
        return;
    case 'z':
        number = va_arg(*args, int64_t);
        if (number)
            stand_printf(t, "%lld", (long long)number);
        else
            stand_add(t, "null");
        return;
    case 'b':
        stand_add(t, va_arg(*args, int) ? "true" : "false");
        return;
    case 'f':
        add_double(t, va_arg(*args, double));
        return;
    default:
        abort();
    }
}

void stand_json(struct text *t, const char *template, ...)
{
    va_list args;
    va_start(args, template);
    for (const char *p = template; *p; p++) {
        if (*p == '\'')
            stand_add_bytes(t, "\"", 1);
        else if (*p == '%')
            fill(t, *++p, &args);
        else
            stand_add_bytes(t, p, 1);
    }
    va_end(args);
}

void stand_comma(struct text *t)
{
    if (t->length && !strchr("[{,", t->data[t->length - 1]))
        stand_add(t, ",");
}

void stand_text_free(struct text *t)
{
    free(t->data);
    *t = (struct text){0};
}
