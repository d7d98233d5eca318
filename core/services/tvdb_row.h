/* SPDX-License-Identifier: MIT
 *
 * tvdb_row: what TheTVDB v4 says of a series and of a film in the same way: the rows of a search,
 * ids at other catalogues. Only the files of TheTVDB use it.
 */
#ifndef EPIMARK_SERVICES_TVDB_ROW_H
#define EPIMARK_SERVICES_TVDB_ROW_H

#include <stdbool.h>

struct json;
struct series;
struct series_ids;
struct session;

/* The language that the user wants names in, as TheTVDB writes it, or "". */
const char *tvdb_row_language(const struct session *session);

/* Reads the ids at IMDb and TVmaze. */
void tvdb_row_remote_ids(const struct json *ids, struct series_ids *out);

/* genres as for tvdb_shared_has_genre; country: ISO 3166 alpha-2. */
bool tvdb_row_is_anime(const struct json *genres, const char *country);

/* Reads a row of /search, whose keys differ from those of a record; all of them may be absent.
 * kind: "series" or "movie"; false for a row of another kind, and for one without a name or an id,
 * which becomes ids.tvdb. language: as above; wanted: the title that was searched for. */
bool tvdb_row_read(const struct json *row, const char *kind, const char *language,
                   const char *wanted, struct series *series);

#endif
