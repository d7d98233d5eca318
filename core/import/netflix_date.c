/* SPDX-License-Identifier: MIT */
#include "core/import/netflix_date.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"

enum {
    EARLIEST = 13514, /* 2007-01-01: nobody watched there before */
    DIGITS_MAX = 4,
    SLASH = 0,
    DOT,
    DASH,
    OTHER,
};

/* Three numbers in the order in which they are written. */
struct numbers {
    int value[3];
    int digits[3];
    int separator;
};

/* A digit ends what is between two numbers; marks of direction and the like are passed over. */
static const char *between(const char *text)
{
    while (*text && !(*text >= '0' && *text <= '9'))
        text++;
    return text;
}

static int separator_of(const char *text, const char *end)
{
    static const char separators[] = "/.-";
    const char *found = NULL;
    for (const char *c = text; c < end; c++) {
        if (*c == ' ')
            return OTHER; /* "25. 5. 18." */
        if (!found)
            found = strchr(separators, *c);
    }
    return found ? (int)(found - separators) : OTHER;
}

static bool read_numbers(const char *text, struct numbers *numbers)
{
    *numbers = (struct numbers){.separator = OTHER};
    text = between(text);
    for (int i = 0; i < 3; i++) {
        for (; *text >= '0' && *text <= '9'; text++) {
            if (++numbers->digits[i] > DIGITS_MAX)
                return false;
            numbers->value[i] = 10 * numbers->value[i] + (*text - '0');
        }
        const char *next = between(text);
        if (numbers->digits[i] == 0 || (*next != '\0') != (i < 2))
            return false;
        if (i == 0)
            numbers->separator = separator_of(text, next);
        text = next;
    }
    return true;
}

/* Whether a year stands in front for all to see. */
static bool is_fixed(const struct numbers *numbers)
{
    return numbers->digits[0] == DIGITS_MAX;
}

/* Returns the day, 0 if the numbers are none in that order. */
static int64_t day_of(const struct numbers *numbers, enum netflix_order order, int64_t today)
{
    static const int places[NETFLIX_ORDERS][3] = {
        [NETFLIX_DAY_FIRST] = {2, 1, 0},
        [NETFLIX_MONTH_FIRST] = {2, 0, 1},
        [NETFLIX_YEAR_FIRST] = {0, 1, 2},
    };
    const int *place = places[order];
    int year = numbers->value[place[0]], digits = numbers->digits[place[0]];
    char date[CLOCK_DATE_SIZE], back[CLOCK_DATE_SIZE];
    if (digits != 2 && digits != DIGITS_MAX)
        return 0;
    year += digits == 2 ? 2000 : 0;
    if (numbers->digits[place[1]] > 2 || numbers->digits[place[2]] > 2)
        return 0;
    snprintf(date, sizeof(date), "%04d-%02d-%02d", year, numbers->value[place[1]],
             numbers->value[place[2]]);
    int64_t day = clock_days_of(date);
    clock_date_of(day, back);
    if (strcmp(date, back) != 0)
        return 0; /* the 30th of February */
    return day < EARLIEST || (today && day > today + 1) ? 0 : day;
}

/* Whether dates with a separator are ever written in an order: nobody writes 5.18.25. */
static bool is_used(int separator, enum netflix_order order)
{
    switch (separator) {
    case SLASH:
        return order != NETFLIX_YEAR_FIRST;
    case DOT:
        return order == NETFLIX_DAY_FIRST;
    case DASH:
        return true;
    default:
        return order != NETFLIX_MONTH_FIRST;
    }
}

static void follow(struct netflix_reading *reading, int64_t day)
{
    reading->rises += reading->last && day > reading->last;
    reading->falls += reading->last && day < reading->last;
    reading->last = day;
}

void netflix_date_see(struct netflix_dates *dates, const char *text, int64_t today)
{
    struct numbers numbers;
    int64_t days[NETFLIX_ORDERS] = {0}, first = 0;
    if (!read_numbers(text, &numbers))
        return;
    if (is_fixed(&numbers)) {
        int64_t day = day_of(&numbers, NETFLIX_YEAR_FIRST, today);
        for (int i = 0; day && i < NETFLIX_SEPARATORS * NETFLIX_ORDERS; i++)
            follow(&dates->readings[i / NETFLIX_ORDERS][i % NETFLIX_ORDERS], day);
        return;
    }
    int separator = numbers.separator;
    for (int order = NETFLIX_DAY_FIRST; order < NETFLIX_ORDERS; order++) {
        if (is_used(separator, order))
            days[order] = day_of(&numbers, order, today);
        first = first ? first : days[order];
    }
    if (!first)
        return; /* a day in no order: this row is at fault, not the order */
    dates->met[separator] = true;
    for (int order = NETFLIX_DAY_FIRST; order < NETFLIX_ORDERS; order++) {
        struct netflix_reading *reading = &dates->readings[separator][order];
        if (!days[order])
            reading->impossible = true;
        else
            follow(reading, days[order]);
        if (days[order] && days[order] != first)
            dates->differ[separator] = true;
    }
}

/* How often the days of a reading turn: 0 in a list in order, whichever end comes first. */
static int turns(const struct netflix_reading *reading)
{
    return reading->rises < reading->falls ? reading->rises : reading->falls;
}

/* The order in which all dates are days and, if that holds for several, the only one in which they
 * are sorted. */
static enum netflix_order decide(const struct netflix_reading readings[NETFLIX_ORDERS], bool differ)
{
    enum netflix_order best = NETFLIX_UNKNOWN;
    int possible = 0, sorted = 0;
    for (int order = NETFLIX_DAY_FIRST; order < NETFLIX_ORDERS; order++) {
        const struct netflix_reading *reading = &readings[order];
        if (reading->impossible)
            continue;
        bool in_order = turns(reading) == 0;
        if (best == NETFLIX_UNKNOWN || (in_order && sorted == 0))
            best = order;
        possible++;
        sorted += in_order;
    }
    return possible == 1 || sorted == 1 || !differ ? best : NETFLIX_UNKNOWN;
}

bool netflix_date_decide(struct netflix_dates *dates, enum netflix_order given,
                         struct epi_error *err)
{
    for (int i = 0; i < NETFLIX_SEPARATORS; i++) {
        if (!dates->met[i])
            continue;
        enum netflix_order decided = decide(dates->readings[i], dates->differ[i]);
        bool fits = given != NETFLIX_UNKNOWN && is_used(i, given) &&
                    (decided != NETFLIX_YEAR_FIRST || !dates->readings[i][given].impossible);
        dates->order[i] = fits || decided == NETFLIX_UNKNOWN ? given : decided;
        if (dates->order[i] == NETFLIX_UNKNOWN) {
            return epi_error_set(
                err, EPI_ERROR_NEVER,
                "its dates can be day/month or month/day: say --dates day-first, or "
                "month-first");
        }
    }
    return true;
}

bool netflix_date_read(const struct netflix_dates *dates, const char *text, int64_t today,
                       int64_t *day)
{
    struct numbers numbers;
    if (!read_numbers(text, &numbers))
        return false;
    enum netflix_order order =
        is_fixed(&numbers) ? NETFLIX_YEAR_FIRST : dates->order[numbers.separator];
    int64_t found = order == NETFLIX_UNKNOWN ? 0 : day_of(&numbers, order, today);
    if (found)
        *day = found;
    return found != 0;
}
