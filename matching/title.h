/* SPDX-License-Identifier: MIT
 *
 * title: takes off a title what belongs to other fields, and writes it as a person would. Private
 * to matching.
 */
#ifndef EPIMARK_MATCHING_TITLE_H
#define EPIMARK_MATCHING_TITLE_H

#include "matching/naming.h"

/* Takes years, countries, other titles and other scripts off the part's title. */
void title_trim(struct naming *naming);

/* Takes words of the release off the end of first .. end-1, which ends before sure ones: at least
 * as sure as least (TAG_WEAK, TAG_MIDDLE). Returns the new end, behind first. */
int title_trim_release(const struct words *words, int first, int end, int least);

/* Whether all words of a pair of brackets are of the release. */
bool title_group_is_release(const struct words *words, const struct group *group);

/* Written in capitals, as the scene does: "LiMiTED". */
bool title_is_upper(const struct words *words, int i);

/* Writes a stretch into size bytes: no dots and lines for spaces. */
void title_write(char *out, size_t size, const struct words *words, struct stretch stretch);

#endif
