/* SPDX-License-Identifier: MIT
 *
 * import_search: what import_series and its helpers work with, while they find out what was
 * imported. Values only, no functions. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_IMPORT_SEARCH_H
#define EPIMARK_CLIENT_IMPORT_SEARCH_H

#include <stddef.h>

#include "core/identify/catalogue.h"
#include "matching/matching.h"
#include <epimark/error.h>

struct epi_client;
struct staged;

enum { IMPORT_ODD_MAX = 64 };

/* What speaks against the numbers of one series. */
struct import_numbers {
    struct {
        int season;
        int number; /* of that season, which the list lacks */
    } odd[IMPORT_ODD_MAX];
    size_t odd_count;
    int lacking; /* a season that the list lacks as a whole; 0: none */
};

/* What one search for all groups works with. */
struct import_series {
    struct epi_client *client;
    struct staged *staged;
    struct epi_error away[CATALOGUES_MAX]; /* why a catalogue did not answer: it is asked no more */
    struct episode *rows;                  /* the list of the series; room for SERIES_LIST_MAX */
    size_t row_count;
    struct import_numbers numbers; /* of the group */
};

#endif
