/* SPDX-License-Identifier: MIT
 *
 * candidate_search: fills the pool with the series that a catalogue finds for the titles in a name.
 * Only searched_series uses it.
 */
#ifndef EPIMARK_IDENTIFY_CANDIDATE_SEARCH_H
#define EPIMARK_IDENTIFY_CANDIDATE_SEARCH_H

#include <stdbool.h>

struct question;

/* Searches by the title, then by other readings of the name until a series has that title, and asks
 * for aliases if none has. Fails as the catalogue does. */
bool candidate_search_run(const struct question *question);

#endif
