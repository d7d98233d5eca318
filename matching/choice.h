/* SPDX-License-Identifier: MIT
 *
 * choice: which of the findings in a name numbers the episode, and which belong to a title. Private
 * to matching; only name_part uses it.
 */
#ifndef EPIMARK_MATCHING_CHOICE_H
#define EPIMARK_MATCHING_CHOICE_H

struct name_part;

/* Decides about the findings of a name whose place and year are known: sets id, season, date,
 * absolute, part and strength. Findings that belong to a title are removed. */
void choice_make(struct name_part *name);

#endif
