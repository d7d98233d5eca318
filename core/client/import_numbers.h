/* SPDX-License-Identifier: MIT
 *
 * import_numbers: whether numbers that are TheTVDB's can be taken for those of another catalogue,
 * if nothing else says which episode a row is. Asks nobody. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_IMPORT_NUMBERS_H
#define EPIMARK_CLIENT_IMPORT_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

struct import_series;
struct staged_group;
struct staged_row;

/* Compares all rows of a group with the list of series; before any of them is found. */
void import_numbers_begin(struct import_series *series, const struct staged_group *group);

/* Whether a row has nothing but a number of TheTVDB, and the list is of another catalogue. */
bool import_numbers_borrowed(const struct import_series *series, const struct staged_row *row);

/* Whether something speaks against such a number, and what. */
bool import_numbers_doubt(const struct import_series *series, const struct staged_row *row,
                          char *why, size_t size);

#endif
