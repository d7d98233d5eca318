/* SPDX-License-Identifier: MIT
 *
 * series_list: the list of a series' episodes, as a catalogue has it. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_SERIES_LIST_H
#define EPIMARK_CLIENT_SERIES_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct epi_client;
struct epi_error;
struct episode;

enum { SERIES_LIST_MAX = 16384 };

/* All regular episodes of the series that a user names, in the aired order; as it is kept, unless
 * that is over a week old. episodes: room for SERIES_LIST_MAX. Fails if none is known. */
bool series_list_find(struct epi_client *client, const char *text, struct episode *episodes,
                      size_t *count, struct epi_error *err);

#endif
