/* SPDX-License-Identifier: MIT
 *
 * span: episodes that follow each other, as a user types them: "1x02", "1x02-1x05", "1x02-05",
 * "1x08-2x03". Pure. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_SPAN_H
#define EPIMARK_CLIENT_SPAN_H

#include <stdbool.h>

enum { SPAN_MAX = 500 }; /* more episodes than that at once are a slip of the pen */

struct span {
    int season;
    int first;
    int last_season; /* not less than season */
    int last;
};

/* False if the text is none, goes backward or, within one season, has more than SPAN_MAX. */
bool span_read(const char *text, struct span *span);

/* Whether an episode is one of them. */
bool span_has(const struct span *span, int season, int number);

#endif
