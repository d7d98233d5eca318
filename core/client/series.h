/* SPDX-License-Identifier: MIT
 *
 * series: the series that a user names: by an id, by a title, or as that of a row or file. Of
 * core/client alone.
 */
#ifndef EPIMARK_CLIENT_SERIES_H
#define EPIMARK_CLIENT_SERIES_H

#include <stdbool.h>

struct epi_client;
struct epi_error;
struct epi_target;
struct series;

/* The series that a target is of, as the journal or the catalogues tell. */
bool series_of_target(struct epi_client *client, const struct epi_target *target,
                      struct series *series, struct epi_error *err);

/* The series of an id, or of a title that only one series has (see series_name.h), as a catalogue
 * has it. */
bool series_of_text(struct epi_client *client, const char *text, struct series *series,
                    struct epi_error *err);

#endif
