/* SPDX-License-Identifier: MIT
 *
 * trakt_lists: what the user's history and ratings at Trakt have already. Changes nothing. Only the
 * files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_TRAKT_LISTS_H
#define EPIMARK_SERVICES_TRAKT_LISTS_H

#include <stdbool.h>

struct epi_error;
struct json;
struct mark;
struct session;
struct subject;

/* Adds the ids of this play in the history to a list: several if it was added twice. */
bool trakt_lists_plays(struct session *session, const struct mark *play, struct json *ids,
                       struct epi_error *err);

/* Whether an episode, a season or a series has this rating. */
bool trakt_lists_rated(struct session *session, const struct subject *subject, int value,
                       bool *found, struct epi_error *err);

#endif
