/* SPDX-License-Identifier: MIT
 *
 * series_name: what a user types for a series: an id as values_parse_id reads it, or a title, with
 * its year if several have it, "Title (2005)". Asks nothing. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_SERIES_NAME_H
#define EPIMARK_CLIENT_SERIES_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct series;

/* Whether a text means this series, whose year may be 0 if it is only read from a name. */
bool series_name_means(const char *text, const struct series *series);

/* What a file of one episode of it would be called: by this name the journal knows an episode that
 * has no file. */
void series_name_episode(const char *text, int season, int number, char *name, size_t size);

#endif
