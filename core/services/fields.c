/* SPDX-License-Identifier: MIT */
#include "core/services/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/service.h"

bool fields_last_page(const struct json *json)
{
    const struct json *next = json_get(json_get(json, "links"), "next");
    return json_is_null(next) || (json_is_text(next) && !*json_text(next));
}

int fields_year(const struct json *json)
{
    int64_t year = json_is_number(json) ? json_int(json, 0) : strtol(json_text(json), NULL, 10);
    return year > 1000 && year < 10000 ? (int)year : 0;
}

void fields_date(const struct json *json, char date[11])
{
    int year = 0, month = 0, day = 0, end = 0;
    const char *text = json_text(json);
    date[0] = '\0';
    /* "%d" also accepts a sign and blanks, which a date never has. */
    if (strspn(text, "0123456789-") != strlen(text) || strlen(text) > 10 ||
        sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || text[end])
        return;
    if (year > 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
        snprintf(date, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                 (unsigned)day % 100);
    }
}

int fields_number(const struct json *json)
{
    int64_t number = json_int(json, -1);
    return number >= 0 && number <= INT16_MAX ? (int)number : -1;
}

int fields_minutes(const struct json *json)
{
    int64_t minutes = json_int(json, 0);
    return minutes > 0 && minutes <= INT16_MAX ? (int)minutes : 0;
}

void fields_alias(struct series *series, const char *name)
{
    if (!*name || strcmp(name, series->title) == 0 || series->alias_count == MATCH_ALIASES_MAX)
        return;
    size_t size = sizeof(series->aliases[0]), len = strlen(name);
    if (len >= size) {
        len = size - 1;
        while (len && ((unsigned char)name[len] & 0xc0) == 0x80)
            len--;
    }
    char *alias = series->aliases[series->alias_count];
    memcpy(alias, name, len);
    alias[len] = '\0';
    for (int i = 0; i < series->alias_count; i++) {
        if (strcmp(series->aliases[i], alias) == 0)
            return;
    }
    series->alias_count++;
}

void fields_alias_like(struct series *series, const char *name, const char *wanted)
{
    const char *last = series->aliases[MATCH_ALIASES_MAX - 1];
    if (series->alias_count == MATCH_ALIASES_MAX &&
        match_similarity(name, wanted) > match_similarity(last, wanted))
        series->alias_count--;
    fields_alias(series, name);
}

void fields_time(int64_t at, char text[32])
{
    time_t seconds = (time_t)at;
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&seconds, &parts))
        strftime(text, 32, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
}

int64_t fields_read_time(const struct json *json)
{
    const char *text = json_text(json);
    char date[CLOCK_DATE_SIZE], same[CLOCK_DATE_SIZE];
    int hour = 0, minute = 0, second = 0, end = 0;
    snprintf(date, sizeof(date), "%.10s", text);
    int64_t days = clock_days_of(date);
    clock_date_of(days, same);
    if (strlen(text) < 19 || strcmp(date, same) != 0 || text[10] != 'T' ||
        strspn(text + 11, "0123456789:") != 8 ||
        sscanf(text + 11, "%2d:%2d:%2d%n", &hour, &minute, &second, &end) != 3 || end != 8)
        return 0;
    const char *zone = text + 19;
    if (*zone == '.')
        zone += 1 + strspn(zone + 1, "0123456789");
    if ((*zone && strcmp(zone, "Z") != 0 && strcmp(zone, "+00:00") != 0) || hour > 23 ||
        minute > 59 || second > 60)
        return 0;
    return days * CLOCK_DAY + hour * 3600 + minute * 60 + second;
}

bool fields_unknown(const struct service *service, const struct subject *subject,
                    struct epi_error *err)
{
    char label[MATCH_TITLE_MAX + 32];
    values_subject_label(subject, label, sizeof(label));
    return error_status(err, EPI_ERROR_NEVER, 404, 0, "%s does not know %s", service->title, label);
}

void fields_no_season(const struct service *service, const struct rating *rating,
                      struct epi_error *result)
{
    *result = (struct epi_error){0};
    if (rating->value) {
        error_status(result, EPI_ERROR_SIGN_IN, 405, 0,
                     "%s does not rate seasons; the rating stays in the journal", service->title);
    }
}
