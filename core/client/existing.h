/* SPDX-License-Identifier: MIT
 *
 * existing: whether what a user names is there: a slip is refused before it is recorded. Records
 * nothing. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_EXISTING_H
#define EPIMARK_CLIENT_EXISTING_H

#include <stdbool.h>

struct epi_client;
struct epi_error;
struct target;

/* Whether a catalogue has an episode that was typed. If none can be asked, it is decided later.
 * sure: it was found; unsure: "", or why it is not sure which series is meant. */
enum { EXISTING_UNSURE_MAX = 256 };
bool existing_episode(struct epi_client *client, const struct target *found, bool *sure,
                      char unsure[EXISTING_UNSURE_MAX], struct epi_error *err);

/* Fails if the user said that a file is no episode: what is kept of it would go nowhere. */
bool existing_not_left(struct epi_client *client, const struct target *found,
                       struct epi_error *err);

#endif
