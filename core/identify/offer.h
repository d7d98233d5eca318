/* SPDX-License-Identifier: MIT
 *
 * offer: the episodes to choose from if a search makes none sure, and the reason why it does not;
 * or those that a user may choose from in any case.
 * Only searched_series uses it.
 */
#ifndef EPIMARK_IDENTIFY_OFFER_H
#define EPIMARK_IDENTIFY_OFFER_H

#include <stddef.h>

struct question;
struct shortlist;

/* What is likely enough. best: the place of the likeliest in the list; whole: how sure it is. */
void offer_likely(const struct question *question, const struct shortlist *list, size_t best,
                  double whole);

/* All that was found, as far as there is room. */
void offer_all(const struct question *question, const struct shortlist *list);

#endif
