/* SPDX-License-Identifier: MIT
 *
 * trakt_films: films at Trakt: finding one, and how it stands in a body and in an answer.
 */
#ifndef EPIMARK_SERVICES_TRAKT_FILMS_H
#define EPIMARK_SERVICES_TRAKT_FILMS_H

#include "core/services/service.h"

struct json;

/* As struct service has it: by the ids of wanted, else by its title and, if known, year. */
bool trakt_films_find(struct session *session, const struct series *wanted, struct series *films,
                      size_t max, size_t *count, struct epi_error *err);

/* The film of a subject as a body names it; free it with what it is put into. */
struct json *trakt_films_json(const struct subject *subject);

/* Whether an object of an answer is the film of a subject: by an id that both have, else by title
 * and year. */
bool trakt_films_is(const struct json *film, const struct subject *subject);

#endif
