/* SPDX-License-Identifier: MIT */
#include "plugin/typed.h"

#include <stdio.h>
#include <string.h>

#include <epimark/error.h>

#define KEY(key, action) key " script-binding epimark/" action "\n"

const char typed_keys[] =
    "CLOSE_WIN quit\nUNMAPPED ignore\n" KEY("ANY_UNICODE", TYPED_TYPE) KEY("BS", TYPED_ERASE)
        KEY("ENTER", TYPED_ENTER) KEY("KP_ENTER", TYPED_ENTER) KEY("ESC", "close");

void typed_add(struct typed *typed, const char *text)
{
    size_t len = strlen(typed->text), step;
    for (; *text; text += step) {
        step = epi_utf8_length(text, strlen(text));
        bool seen = step > 0 && (unsigned char)*text >= ' ' && *text != 0x7f;
        if (!seen || len + step >= sizeof(typed->text))
            return;
        memcpy(typed->text + len, text, step);
        len += step;
        typed->text[len] = '\0';
    }
}

void typed_erase(struct typed *typed)
{
    size_t last = 0, step;
    for (size_t at = 0;
         (step = epi_utf8_grapheme(typed->text + at, strlen(typed->text + at))) > 0;) {
        last = at;
        at += step;
    }
    typed->text[last] = '\0';
}

void typed_write(const struct typed *typed, char *text)
{
    snprintf(text, TYPED_LINE_MAX, "%s_", typed->text);
}
