/* SPDX-License-Identifier: MIT
 *
 * episode_parts: an episode that another catalogue splits into several, or joins with others, told
 * by titles and dates. Pure. Only carry uses it.
 */
#ifndef EPIMARK_IDENTIFY_EPISODE_PARTS_H
#define EPIMARK_IDENTIFY_EPISODE_PARTS_H

#include <stddef.h>

#include "matching/matching.h"

struct subject;

enum { EPISODE_PARTS_MAX = 4 };

/* The episodes of one catalogue. */
struct episode_rows {
    const struct episode *rows;
    size_t count;
};

/* The rows that together are the subject, in their order: "Pilot (1)" and "Pilot (2)" for "Pilot",
 * "Embers" and "Afterglow" for "Embers / Afterglow". own: what is known of the subject's own
 * catalogue, which may have the other rows as episodes of their own; none if nothing is. Returns
 * how many, at least 2; 0 if it is not split. */
size_t episode_parts(const struct subject *subject, const struct episode_rows *rows,
                     const struct episode_rows *own,
                     const struct episode *parts[EPISODE_PARTS_MAX]);

/* The only row of its day that joins the subject with others; NULL if there is none. */
const struct episode *episode_parts_whole(const struct subject *subject,
                                          const struct episode_rows *rows);

#endif
