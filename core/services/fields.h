/* SPDX-License-Identifier: MIT
 *
 * fields: fields that several services have in common, from JSON to values and back: years, dates,
 * numbers, aliases, times. A field that is missing or of another type becomes 0, -1 or "". Only the
 * files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_FIELDS_H
#define EPIMARK_SERVICES_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct json;
struct rating;
struct series;
struct service;
struct subject;

/* The year at the start of a text ("2011-01-09"), or a number; 0 if there is none. */
int fields_year(const struct json *json);

/* Whether links.next of an answer says that no page follows. */
bool fields_last_page(const struct json *json);

/* A date as "YYYY-MM-DD", also from "2001-10-2"; "" if there is none. */
void fields_date(const struct json *json, char date[11]);

/* The number of a season or an episode, -1 if there is none. */
int fields_number(const struct json *json);

/* Minutes, 0 if unknown. */
int fields_minutes(const struct json *json);

/* Adds another name to a series, unless it is there already or there is no room. */
void fields_alias(struct series *series, const char *name);

/* The same; if there is no room, it replaces the last one if it is more like what is wanted. */
void fields_alias_like(struct series *series, const char *name, const char *wanted);

/* Seconds since 1970 as "2014-09-01T09:10:11.000Z". */
void fields_time(int64_t at, char text[32]);

/* The reverse, of a text in UTC with or without a fraction; 0 if it is anything else. */
int64_t fields_read_time(const struct json *json);

/* Fills err with EPI_ERROR_NEVER, 404: the service does not know the subject. */
bool fields_unknown(const struct service *service, const struct subject *subject,
                    struct epi_error *err);

/* The result of a season's rating at a service that does not rate seasons: EPI_ERROR_SIGN_IN, 405,
 * which holds back only this rating. There is none to be taken back. */
void fields_no_season(const struct service *service, const struct rating *rating,
                      struct epi_error *result);

#endif
