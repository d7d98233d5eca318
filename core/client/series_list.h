/* SPDX-License-Identifier: MIT
 *
 * series_list: the list of a series' episodes, as a catalogue has it. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_SERIES_LIST_H
#define EPIMARK_CLIENT_SERIES_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct catalogue;
struct epi_client;
struct epi_error;
struct episode;
struct series;

enum { SERIES_LIST_MAX = 16384 };

/* All episodes of a series at one catalogue; ask: also if that has to be asked. episodes as below.
 * False if it did not answer; something may be kept all the same. */
bool series_list_of(struct epi_client *client, const struct catalogue *catalogue,
                    const struct series *series, bool ask, struct episode *episodes, size_t *count,
                    struct epi_error *err);

/* All regular episodes of the series that a user names, in the aired order; as it is kept, unless
 * that is over a week old. episodes: room for SERIES_LIST_MAX. Fails if none is known. */
bool series_list_find(struct epi_client *client, const char *text, struct episode *episodes,
                      size_t *count, struct epi_error *err);

#endif
