/* SPDX-License-Identifier: MIT */
#include "core/client/span.h"

#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_MAX = 32767,
};

/* Reads "1x02" and moves text behind it. */
static bool read_episode(const char **text, int *season, int *number)
{
    long numbers[2];

    for (int i = 0; i < 2; i++) {
        size_t digits = strspn(*text, "0123456789");
        if (digits == 0 || digits > 5)
            return false;
        numbers[i] = strtol(*text, NULL, 10);
        *text += digits;
        if (numbers[i] > NUMBER_MAX || (i == 0 && *(*text)++ != 'x'))
            return false;
    }
    *season = (int)numbers[0];
    *number = (int)numbers[1];
    return true;
}

/* Reads the end of a span: "1x05", or "05" of the same season. */
static bool read_last(const char *text, struct span *span)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 5 || text[digits])
        return read_episode(&text, &span->last_season, &span->last) && *text == '\0';
    long number = strtol(text, NULL, 10);
    span->last = number > NUMBER_MAX ? -1 : (int)number;
    return true;
}

bool span_read(const char *text, struct span *span)
{
    if (!read_episode(&text, &span->season, &span->first))
        return false;
    span->last = span->first;
    span->last_season = span->season;
    if (*text == '\0')
        return true;
    if (*text++ != '-' || !read_last(text, span))
        return false;
    if (span->last_season != span->season)
        return span->last_season > span->season && span->season > 0;
    return span->last > span->first && span->last - span->first < SPAN_MAX;
}

bool span_has(const struct span *span, int season, int number)
{
    bool early = season < span->season || (season == span->season && number < span->first);
    bool late = season > span->last_season || (season == span->last_season && number > span->last);

    return number >= 0 && !early && !late;
}
