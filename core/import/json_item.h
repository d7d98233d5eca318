/* SPDX-License-Identifier: MIT
 *
 * json_item: a series, a film or an episode in JSON, as Trakt and those after it write one: a
 * title, a year, and ids in an object or beside it.
 */
#ifndef EPIMARK_IMPORT_JSON_ITEM_H
#define EPIMARK_IMPORT_JSON_ITEM_H

#include "core/base/json.h"
#include <epimark/import.h>

/* The id of a service ("tvdb"), 0 if there is none; that of IMDb, or "". */
int64_t json_item_id(const struct json *item, const char *service);
const char *json_item_imdb(const struct json *item);

/* Fills in title, year and ids of a series or film. */
void json_item_set(struct epi_imported *imported, const struct json *item);

#endif
