/* SPDX-License-Identifier: MIT
 *
 * parked: records that a player could only park, since the folder of their file did not answer. If
 * it does by now, they are added to the journal or, if .epimark ignores the file, or ignore= or
 * only= exclude the place that it really is at, forgotten. Only worker uses it.
 */
#ifndef EPIMARK_DELIVER_PARKED_H
#define EPIMARK_DELIVER_PARKED_H

#include <stdbool.h>

struct apart;
struct epi_config;
struct epi_error;
struct journal;

/* Asks the folders of what is parked, for each of which it waits some seconds. waiting: how many
 * records still are. Fails if the journal does, or with EPI_ERROR_STOPPED. */
bool parked_settle(struct journal *journal, const struct epi_config *config, struct apart *apart,
                   int *waiting, struct epi_error *err);

/* A file, and the name that it was given by; NULL: it is the name of an episode without a file. */
struct parked_file {
    const char *path;
    const char *given;
};

/* Whether something may be recorded of a file. Waits as long for its folder. Fails with
 * EPI_ERROR_NEVER if .epimark says that the file is ignored, or if ignore= or only= exclude it, and
 * with EPI_ERROR_LATER if the folder does not answer; a .epimark that cannot be used forbids
 * nothing. */
bool parked_may_record(const struct epi_config *config, struct apart *apart,
                       const struct parked_file *file, struct epi_error *err);

#endif
