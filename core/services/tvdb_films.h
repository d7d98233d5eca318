/* SPDX-License-Identifier: MIT
 *
 * tvdb_films: films at TheTVDB v4. It has no history: what it knows of a film, in any language,
 * leads to the ids by which another service knows it. Only tvdb.c uses it.
 */
#ifndef EPIMARK_SERVICES_TVDB_FILMS_H
#define EPIMARK_SERVICES_TVDB_FILMS_H

#include "core/services/service.h"

/* As struct service has it. Its own id of a film is in none of them, since nothing takes it; a film
 * may have no ids at all. */
bool tvdb_films_find(struct session *session, const struct series *wanted, struct series *films,
                     size_t max, size_t *count, struct epi_error *err);

#endif
