/* SPDX-License-Identifier: MIT
 *
 * usual_length: whether a short file is as long as the episodes of its series are, by what is kept
 * of them: the journal's entries and the catalogues' answers. Asks nobody, so that no clip causes a
 * request. recorder uses it.
 */
#ifndef EPIMARK_IDENTIFY_USUAL_LENGTH_H
#define EPIMARK_IDENTIFY_USUAL_LENGTH_H

#include <stdint.h>

struct epi_config;
struct guess;
struct journal;

enum usual_length {
    USUAL_LENGTH_OTHER,   /* the series is not known, or its episodes have another length */
    USUAL_LENGTH_UNKNOWN, /* the series is known, and a catalogue may be asked for its length */
    USUAL_LENGTH_SAME,
};

/* duration: of the file, in seconds. What cannot be read is not known. journal may be NULL. */
enum usual_length usual_length(struct journal *journal, const struct epi_config *config,
                               const char *path, const struct guess *guess, double duration,
                               int64_t now);

#endif
