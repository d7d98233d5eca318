/* SPDX-License-Identifier: MIT
 *
 * release: finds the words that say how a file was made: "x264", "AAC2.0", "10bit", "WEB-DL",
 * "1280x720", "4.8 GB", and checksums. Private to matching.
 */
#ifndef EPIMARK_MATCHING_RELEASE_H
#define EPIMARK_MATCHING_RELEASE_H

struct words;

/* Marks such words as release, or as noise if they are checksums. */
void release_mark(struct words *words);

#endif
