/* SPDX-License-Identifier: MIT
 *
 * fields: the fields that several services share, from JSON to values and back: years, dates,
 * numbers, aliases, times. What is missing or of another type becomes the absent value. Only the
 * files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_FIELDS_H
#define EPIMARK_SERVICES_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct json;
struct series;
struct service;
struct subject;

/* The year a text begins with ("2011-01-09"), or a number is; 0 if there is none. */
int fields_year(const struct json *json);

/* A date as "YYYY-MM-DD", also from "2001-10-2"; "" if there is none. */
void fields_date(const struct json *json, char date[11]);

/* A season's or episode's number, -1 if there is none. */
int fields_number(const struct json *json);

/* Minutes, 0 if unknown. */
int fields_minutes(const struct json *json);

/* Adds another name unless the series has it already or has no room. */
void fields_alias(struct series *series, const char *name);

/* Seconds since 1970 as "2014-09-01T09:10:11.000Z". */
void fields_time(int64_t at, char text[32]);

/* Fills err with EPI_ERROR_NEVER, 404: the service does not know the subject. */
bool fields_unknown(const struct service *service, const struct subject *subject,
                    struct epi_error *err);

/* Fills err with EPI_ERROR_SIGN_IN, 403, which holds only what it is about: the service does not
 * rate seasons. */
bool fields_no_season(const struct service *service, struct epi_error *err);

#endif
