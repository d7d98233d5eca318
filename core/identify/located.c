/* SPDX-License-Identifier: MIT */
#include "core/identify/located.h"

#include <stdarg.h>
#include <stdio.h>

void located_weigh(struct located *located, enum clue_kind kind, double value, const char *details,
                   ...)
{
    char text[sizeof(((struct clue *)0)->details)];
    va_list arguments;
    va_start(arguments, details);
    vsnprintf(text, sizeof(text), details, arguments);
    va_end(arguments);
    if (match_clue_row(kind)->is == CLUE_IS_CERTAINTY)
        located->certainty = value;
    else
        located->weight += value;
    match_clue_of(&located->clues, kind, value, "%s", text);
}

void located_add(struct located *located, enum clue_kind kind)
{
    located_weigh(located, kind, match_clue_value(kind), "%s", "");
}

void located_add_number(struct located *located, enum clue_kind kind, long number)
{
    located_weigh(located, kind, match_clue_value(kind), "%ld", number);
}

void located_add_text(struct located *located, enum clue_kind kind, const char *text)
{
    located_weigh(located, kind, match_clue_value(kind), "%s", text);
}

void located_reason(const struct located *located, char *reason, size_t size)
{
    match_clue_reason(&located->clues, reason, size);
}
