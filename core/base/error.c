/* SPDX-License-Identifier: MIT */
#include "core/base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

bool error_memory(struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_LATER, "out of memory");
}

const char *error_reason(int number)
{
    if (number == ENOSPC)
        return "disk full";
    return number == EDQUOT ? "disk full (your quota of it)" : strerror(number);
}

/* C0, DEL and C1. */
static bool is_control(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    return first < 0x20 || first == 0x7f || (first == 0xc2 && (unsigned char)text[1] < 0xa0);
}

/* Copies raw as one line of valid UTF-8. Text that does not fit is cut between two characters and
 * ends in an ellipsis. */
static void clean(const char *raw, char *line, size_t size)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    size_t left = strlen(raw);
    size_t out = 0;
    size_t cut = 0; /* the last place where an ellipsis still fits */
    while (left) {
        size_t len = epi_utf8_length(raw, left);
        const char *piece = !len ? "?" : is_control(raw) ? " " : raw;
        size_t piece_len = piece == raw ? len : 1;
        if (out + sizeof(ellipsis) <= size)
            cut = out;
        if (out + piece_len >= size) {
            memcpy(line + cut, ellipsis, sizeof(ellipsis));
            return;
        }
        memcpy(line + out, piece, piece_len);
        out += piece_len;
        raw += len ? len : 1;
        left -= len ? len : 1;
    }
    line[out] = '\0';
}

static bool fill(struct epi_error *err, enum epi_error_kind kind, int status, int retry_after,
                 const char *format, va_list arguments) __attribute__((format(printf, 5, 0)));

static bool fill(struct epi_error *err, enum epi_error_kind kind, int status, int retry_after,
                 const char *format, va_list arguments)
{
    if (!err)
        return false;
    char raw[4 * sizeof(err->text)]; /* separate, since an argument may be err->text itself */
    if (vsnprintf(raw, sizeof(raw), format, arguments) < 0)
        raw[0] = '\0';
    err->kind = kind;
    err->status = status;
    err->retry_after = retry_after;
    clean(raw, err->text, sizeof(err->text));
    return false;
}

bool epi_error_set(struct epi_error *err, enum epi_error_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, kind, 0, 0, format, arguments);
    va_end(arguments);
    return false;
}

bool error_status(struct epi_error *err, enum epi_error_kind kind, int status, int retry_after,
                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, kind, status, retry_after, format, arguments);
    va_end(arguments);
    return false;
}

const char *epi_error_advice(const struct epi_error *err)
{
    /* What to check, or to do, first. */
    static const char *const endings[] = {"?", "move it away"};
    size_t len = strlen(err->text);
    bool says = err->kind != EPI_ERROR_LATER;
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t ending = strlen(endings[i]);
        says = says || (len >= ending && strcmp(err->text + len - ending, endings[i]) == 0);
    }
    return says ? "" : "; try again later";
}
