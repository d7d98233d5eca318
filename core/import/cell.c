/* SPDX-License-Identifier: MIT */
#include "core/import/cell.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/base/clock.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- Numbers and words ---- */

/* The whole part of digits, a fraction and a power of ten, up to 2^53; -1 if it is none. *end is
 * behind it. */
static int64_t number(const char *text, const char **end)
{
    static const double most = 9007199254740992.0;
    double value = 0, unit = 1;
    const char *at = text;
    for (; is_digit(*at); at++)
        value = value * 10 + (*at - '0');
    if (at == text)
        return -1;
    if (*at == '.') {
        for (at++; is_digit(*at); at++) {
            unit /= 10;
            value += (*at - '0') * unit;
        }
    }
    if ((*at == 'e' || *at == 'E') && (is_digit(at[1]) || (at[1] == '+' && is_digit(at[2])))) {
        int power = 0;
        for (at += at[1] == '+' ? 2 : 1; is_digit(*at); at++)
            power = power < 100 ? power * 10 + (*at - '0') : power;
        for (; power > 0 && value < most; power--)
            value *= 10;
    }
    *end = at;
    return value < most ? (int64_t)(value + 0.001) : -1;
}

int64_t cell_int(const char *text, int64_t fallback)
{
    const char *end = text;
    bool negative = *text == '-';
    int64_t value = number(text + negative, &end);
    if (value < 0 || *end)
        return fallback;
    return negative ? -value : value;
}

bool cell_is(const char *text, const char *other)
{
    static const char gap[] = " _-";
    for (;;) {
        text += strspn(text, gap);
        other += strspn(other, gap);
        if (!*text || !*other)
            return !*text && !*other;
        if (strncasecmp(text, other, 1) != 0)
            return false;
        text++;
        other++;
    }
}

bool cell_is_true(const char *text)
{
    return strcmp(text, "1") == 0 || cell_is(text, "true") || cell_is(text, "yes");
}

/* ---- Times ---- */

enum { HOUR = 3600 };

struct parts {
    int year, month, day;
    int hour, minute, second;
    bool timed; /* it has a time of day */
    bool zoned; /* and says in which zone */
    int ahead;  /* seconds of that zone before UTC */
    enum cell_order order;
};

/* A number of at most most digits, moved behind; -1. */
static int digits(const char **text, int most)
{
    int value = -1;
    for (int i = 0; i < most && is_digit(**text); i++, (*text)++)
        value = (value < 0 ? 0 : value * 10) + (**text - '0');
    return value;
}

static bool is_date(const struct parts *parts)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = parts->year % 4 == 0 && (parts->year % 100 != 0 || parts->year % 400 == 0);
    return parts->month >= 1 && parts->month <= 12 && parts->day >= 1 &&
           parts->day <= days[parts->month - 1] - (parts->month == 2 && !leap);
}

/* Of two numbers with a slash or a dash between them. */
static enum cell_order order_of(int first, int second)
{
    if (first == second)
        return CELL_ORDER_NONE;
    return second > 12 ? CELL_MONTH_FIRST : first > 12 ? CELL_DAY_FIRST : CELL_EITHER;
}

/* A date at text, moved behind it; one that can be read both ways has the day first unless
 * month_first. */
static bool read_date(const char **text, bool month_first, struct parts *parts)
{
    const char *begin = *text;
    int first = digits(text, 4);
    bool year_first = *text - begin == 4;
    char gap = **text;
    if (first < 0 || !gap || !strchr("-./", gap))
        return false;
    (*text)++;
    int second = digits(text, 2);
    if (second < 0 || **text != gap)
        return false;
    (*text)++;
    begin = *text;
    int third = digits(text, year_first ? 2 : 4);
    if (third < 0 || (!year_first && *text - begin == 3))
        return false;
    *parts = (struct parts){
        .year = year_first ? first : third, .month = second, .day = year_first ? third : first};
    parts->order = year_first || gap == '.' ? CELL_ORDER_NONE : order_of(first, second);
    if (parts->order == CELL_MONTH_FIRST || (parts->order == CELL_EITHER && month_first)) {
        parts->month = first;
        parts->day = second;
    }
    if (!year_first && *text - begin <= 2)
        parts->year += parts->year < 70 ? 2000 : 1900;
    return is_date(parts);
}

/* A zone, or nothing, up to the end of the text. */
static bool read_zone(const char *text, struct parts *parts)
{
    text += strspn(text, " ");
    parts->zoned = *text;
    if (!*text || strcasecmp(text, "Z") == 0 || strcasecmp(text, "UTC") == 0 ||
        strcasecmp(text, "GMT") == 0)
        return true;
    int sign = *text == '+' ? 1 : *text == '-' ? -1 : 0;
    text++;
    int hours = sign ? digits(&text, 2) : -1;
    text += *text == ':';
    int minutes = *text ? digits(&text, 2) : 0;
    parts->ahead = sign * (hours * HOUR + minutes * 60);
    return hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60 && !*text;
}

/* A time of day and a zone, or nothing, up to the end of the text. */
static bool read_time(const char *text, struct parts *parts)
{
    bool announced = *text == 'T' || *text == 't';
    text += announced ? 1 : strspn(text, ", ");
    parts->hour = 12;
    if (!*text && !announced)
        return true;
    parts->timed = true;
    parts->hour = digits(&text, 2);
    if (parts->hour < 0 || *text++ != ':')
        return false;
    parts->minute = digits(&text, 2);
    if (*text == ':') {
        text++;
        parts->second = digits(&text, 2);
    }
    if (*text == '.' || *text == ',') {
        text++;
        while (is_digit(*text))
            text++;
    }
    return parts->hour < 24 && parts->minute >= 0 && parts->minute < 60 && parts->second >= 0 &&
           parts->second <= 60 && read_zone(text, parts);
}

/* Of an hour that there is twice, what mktime takes depends on what it was asked before. */
static int64_t local_seconds(const struct parts *parts)
{
    struct tm tm = {.tm_year = parts->year - 1900,
                    .tm_mon = parts->month - 1,
                    .tm_mday = parts->day,
                    .tm_hour = parts->hour,
                    .tm_min = parts->minute,
                    .tm_sec = parts->second,
                    .tm_isdst = -1};
    struct tm before;
    time_t at = mktime(&tm), earlier = at - HOUR;
    bool twice = localtime_r(&earlier, &before) && before.tm_hour == tm.tm_hour;
    return twice ? earlier : at;
}

static int64_t seconds_of(const struct parts *parts, const struct cell_clock *clock)
{
    char date[32];
    if (clock->local && parts->timed && !parts->zoned)
        return local_seconds(parts);
    snprintf(date, sizeof(date), "%04d-%02d-%02d", parts->year, parts->month, parts->day);
    return clock_days_of(date) * CLOCK_DAY + parts->hour * HOUR + parts->minute * 60 +
           parts->second - parts->ahead;
}

static enum cell_time bad(const char **why, const char *text)
{
    *why = text;
    return CELL_TIME_BAD;
}

/* Seconds since 1970, in whatever unit. */
static bool read_epoch(const char *text, int64_t *at)
{
    const char *end = text;
    int64_t value = number(text, &end);
    if (value < 0 || *end || value < 100000000)
        return false;
    while (value > 99999999999)
        value /= 1000;
    *at = value;
    return true;
}

enum cell_time cell_time(const char *text, const struct cell_clock *clock, int64_t *at,
                         const char **why)
{
    struct parts parts = {0};
    int64_t seconds;
    text += strspn(text, " ");
    if (!*text || cell_is(text, "unknown") || cell_is(text, "null"))
        return CELL_TIME_NONE;
    if (!read_epoch(text, &seconds)) {
        if (!read_date(&text, clock->order == CELL_MONTH_FIRST, &parts) || !read_time(text, &parts))
            return bad(why, "is no date");
        if (parts.order == CELL_EITHER && clock->order == CELL_ORDER_NONE)
            return bad(why, "can be two dates: say --dates day-first, or month-first");
        if (parts.order == CELL_MONTH_FIRST && clock->order == CELL_DAY_FIRST)
            return bad(why, "has the month first, not the day");
        if (parts.order == CELL_DAY_FIRST && clock->order == CELL_MONTH_FIRST)
            return bad(why, "has the day first, not the month");
        seconds = seconds_of(&parts, clock);
        if (parts.year <= 1900)
            return CELL_TIME_NONE;
    }
    if (seconds < 2 * CLOCK_DAY && seconds > -2 * CLOCK_DAY)
        return CELL_TIME_NONE;
    if (seconds < 0)
        return bad(why, "is too long ago");
    if (clock->now && seconds > clock->now + CLOCK_DAY)
        return bad(why, "is in the future");
    *at = seconds;
    return parts.year && !parts.timed ? CELL_TIME_DAY : CELL_TIME_KNOWN;
}

enum cell_order cell_order(const char *text)
{
    struct parts parts = {0};
    text += strspn(text, " ");
    return read_date(&text, false, &parts) && read_time(text, &parts) ? parts.order
                                                                      : CELL_ORDER_NONE;
}

void cell_day(const char *text, const struct cell_clock *clock, char day[CELL_DAY_SIZE])
{
    struct parts parts = {0};
    day[0] = '\0';
    if (!read_date(&text, clock->order == CELL_MONTH_FIRST, &parts) || parts.year <= 1 ||
        parts.year > 9999 || (parts.order == CELL_EITHER && clock->order == CELL_ORDER_NONE))
        return;
    char date[32];
    snprintf(date, sizeof(date), "%04d-%02d-%02d", parts.year, parts.month, parts.day);
    memcpy(day, date, CELL_DAY_SIZE);
}
