/* SPDX-License-Identifier: MIT
 *
 * outcome: files in the journal what an entry was identified as. Asks nobody. Only worker uses it.
 */
#ifndef EPIMARK_DELIVER_OUTCOME_H
#define EPIMARK_DELIVER_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

struct entry;
struct epi_error;
struct journal;
struct resolution;

/* Where the entry is filed. */
enum outcome {
    OUTCOME_IDENTIFIED,
    OUTCOME_HELD,  /* until the user chooses */
    OUTCOME_OTHER, /* it may be looked up again later, or was taken back */
};

/* Files a resolution for an entry that was claimed. A number of an order may be several episodes:
 * each is an entry of its own, which is then to be identified. */
bool outcome_file(struct journal *journal, const struct entry *entry,
                  const struct resolution *resolution, const char *title_key, int64_t now,
                  enum outcome *outcome, struct epi_error *err);

/* Takes back all that was recorded of an entry, so that nothing of it is sent. */
bool outcome_undo(struct journal *journal, const struct entry *entry, int64_t now,
                  struct epi_error *err);

#endif
