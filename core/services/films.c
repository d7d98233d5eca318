/* SPDX-License-Identifier: MIT */
#include "core/services/films.h"

#include <string.h>

#include "core/services/values.h"

bool films_find_by_ids(struct session *session, films_ask ask, const struct series *wanted,
                       struct series *films, size_t max, size_t *count, struct epi_error *err)
{
    struct series_ids ways[] = {{.tmdb = 0}, {.tmdb = wanted->ids.tmdb}};
    memcpy(ways[0].imdb, wanted->ids.imdb, sizeof(ways[0].imdb));
    *count = 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && !*count; i++) {
        if ((*ways[i].imdb || ways[i].tmdb) && !ask(session, &ways[i], films, max, count, err))
            return false;
    }
    return true;
}
