/* SPDX-License-Identifier: MIT
 *
 * films: the order in which a service is asked for a film by its ids. Used by the services' files
 * only.
 */
#ifndef EPIMARK_SERVICES_FILMS_H
#define EPIMARK_SERVICES_FILMS_H

#include <stdbool.h>
#include <stddef.h>

struct epi_error;
struct series;
struct series_ids;
struct session;

/* Asks a service for films with an id: that at IMDb if there is one, else that at TMDB. count is 0
 * before. */
typedef bool (*films_ask)(struct session *session, const struct series_ids *ids,
                          struct series *films, size_t max, size_t *count, struct epi_error *err);

/* Asks by each id of wanted until one is known: that at IMDb first, for a number alone may be
 * another catalogue's. Sets count, also to 0. */
bool films_find_by_ids(struct session *session, films_ask ask, const struct series *wanted,
                       struct series *films, size_t max, size_t *count, struct epi_error *err);

#endif
