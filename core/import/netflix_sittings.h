/* SPDX-License-Identifier: MIT
 *
 * netflix_sittings: joins the sittings of one title to viewings. Who goes on where the sitting
 * before ended is still watching the same; who begins again is not.
 */
#ifndef EPIMARK_IMPORT_NETFLIX_SITTINGS_H
#define EPIMARK_IMPORT_NETFLIX_SITTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/import/tally.h"

enum { NETFLIX_SITTINGS_DAYS = 30 }; /* later it is not the same viewing, wherever it goes on */

/* One sitting, or several that were joined. */
struct netflix_sitting {
    char *title;              /* owned */
    int64_t begin, end;       /* seconds since 1970: of the first, and of the last */
    int64_t seconds;          /* of all together */
    int64_t first_mark, mark; /* up to where the first and the last came; -1: not known */
    size_t line;
};

struct netflix_sittings {
    struct netflix_sitting *list; /* in the order in which each viewing came first */
    size_t count, room;
    struct tally places; /* by title: where in the list the last one of it is, plus 1 */
};

/* Zero it to begin with. Adds one sitting of a title, which it copies; they come in order, the
 * first or the last one first. Fails if memory is short. */
bool netflix_sittings_add(struct netflix_sittings *sittings, const char *title,
                          const struct netflix_sitting *sitting, struct epi_error *err);
void netflix_sittings_clear(struct netflix_sittings *sittings);

#endif
