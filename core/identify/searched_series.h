/* SPDX-License-Identifier: MIT
 *
 * searched_series: the series and episode that a search of one catalogue finds for a name: decides
 * whether it is sure. Each fails as the catalogue does. Only resolve uses it.
 */
#ifndef EPIMARK_IDENTIFY_SEARCHED_SERIES_H
#define EPIMARK_IDENTIFY_SEARCHED_SERIES_H

#include <stdbool.h>

struct question;

/* By the titles in the name. */
bool searched_series_find(const struct question *question);

/* If no series has this title: "Title 2" as the second season of "Title". */
bool searched_series_find_sequel(const struct question *question);

/* By the titles in the name, but decides nothing: all that is found is offered. */
bool searched_series_offer(const struct question *question);

#endif
