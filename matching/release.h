/* SPDX-License-Identifier: MIT
 *
 * release: finds the words that say how a file was made: "x264", "AAC2.0", "10bit", "WEB-DL",
 * "1280x720", "4.8 GB", and the checksums. Private to matching.
 */
#ifndef EPIMARK_MATCHING_RELEASE_H
#define EPIMARK_MATCHING_RELEASE_H

#include "matching/words.h"

/* Marks the words that were cut: release, noise, and what all of them may be. */
void release_mark(struct words *words);

#endif
