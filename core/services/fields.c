/* SPDX-License-Identifier: MIT */
#include "core/services/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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
    /* "%d" reads a sign and blanks too, which no date has. */
    if (strspn(text, "0123456789-") != strlen(text) || strlen(text) > 10 ||
        sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || text[end])
        return;
    if (year > 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31)
        snprintf(date, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                 (unsigned)day % 100);
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

void fields_time(int64_t at, char text[32])
{
    time_t seconds = (time_t)at;
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&seconds, &parts))
        strftime(text, 32, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
}

bool fields_unreadable(const struct session *session, struct answer *answer, struct epi_error *err)
{
    int status = answer->status;
    answer_free(answer);
    return error_status(err, EPI_ERROR_LATER, status, 0,
                        "%s answered with something else than it documents",
                        session->service->title);
}

void fields_subject(const struct subject *subject, char *text, size_t size)
{
    const char *title = subject->series_title[0] ? subject->series_title : "this series";
    if (subject->season >= 0 && subject->number >= 0)
        snprintf(text, size, "%s S%02dE%02d", title, subject->season, subject->number);
    else if (subject->airdate[0])
        snprintf(text, size, "%s of %s", title, subject->airdate);
    else if (subject->season >= 0)
        snprintf(text, size, "%s season %d", title, subject->season);
    else
        snprintf(text, size, "%s", title);
}

bool fields_unknown(const struct session *session, const struct subject *subject,
                    struct epi_error *err)
{
    char text[MATCH_TITLE_MAX + 32];
    fields_subject(subject, text, sizeof(text));
    return error_status(err, EPI_ERROR_NEVER, 404, 0, "%s does not know %s",
                        session->service->title, text);
}

bool fields_no_season(const struct session *session, struct epi_error *err)
{
    return error_status(err, EPI_ERROR_SIGN_IN, 403, 0,
                        "%s takes no ratings of seasons: they stay in the journal",
                        session->service->title);
}
