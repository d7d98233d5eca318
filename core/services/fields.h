/* SPDX-License-Identifier: MIT
 *
 * fields: the fields that several services share, from JSON to values and back: years, dates,
 * numbers, aliases, times. What is missing or of another type becomes the absent value. Only the
 * files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_FIELDS_H
#define EPIMARK_SERVICES_FIELDS_H

#include "core/services/session.h"

/* The year a text begins with ("2011-01-09"), or a number is; 0 where there is none. */
int fields_year(const struct json *json);

/* A date as "YYYY-MM-DD", also from "2001-10-2"; "" where there is none. */
void fields_date(const struct json *json, char date[11]);

/* A season's or episode's number, -1 where there is none. */
int fields_number(const struct json *json);

/* Minutes, 0 where unknown. */
int fields_minutes(const struct json *json);

/* Adds another name unless the series has it already or has no room. */
void fields_alias(struct series *series, const char *name);

/* Seconds since 1970 as "2014-09-01T09:10:11.000Z". */
void fields_time(int64_t at, char text[32]);

/* Frees an answer that is not what the service documents. Returns false, with EPI_ERROR_LATER. */
bool fields_unreadable(const struct session *session, struct answer *answer, struct epi_error *err);

/* What a subject is, for people: "Firefly S01E02". */
void fields_subject(const struct subject *subject, char *text, size_t size);

/* Fills err with EPI_ERROR_NEVER, 404: the service does not know the subject. */
bool fields_unknown(const struct session *session, const struct subject *subject,
                    struct epi_error *err);

/* Fills err with EPI_ERROR_SIGN_IN, 403, which holds that alone: the service rates no seasons. */
bool fields_no_season(const struct session *session, struct epi_error *err);

#endif
