/* SPDX-License-Identifier: MIT
 *
 * import_series: which series or film it is that was imported, and which of its episodes each row
 * means: by ids or, without them, as the name of a file would be resolved; with one look-up for a
 * series and one list of its episodes. Writes nothing but what is cached. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_IMPORT_SERIES_H
#define EPIMARK_CLIENT_IMPORT_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/client/import_search.h"

struct epi_client;
struct epi_error;
struct staged;

/* Borrows client and staged. To be ended even if it fails. */
bool import_series_begin(struct import_series *series, struct epi_client *client,
                         struct staged *staged, struct epi_error *err);
void import_series_end(struct import_series *series);

/* Finds a group, and says what becomes of each of its rows that is open. Fails if it is stopped, or
 * memory is short; that a catalogue does not answer is in the rows. */
bool import_series_find(struct import_series *series, size_t group, struct epi_error *err);

#endif
