/* SPDX-License-Identifier: MIT
 *
 * parked: records that a player could only park, since the folder of their file did not answer. If
 * it does by now, they are added to the journal or, if .epimark ignores the file, forgotten. Only
 * worker uses it.
 */
#ifndef EPIMARK_DELIVER_PARKED_H
#define EPIMARK_DELIVER_PARKED_H

#include <stdbool.h>

struct apart;
struct epi_error;
struct journal;

/* Asks the folders of what is parked, for each of which it waits some seconds. waiting: how many
 * records still are. Fails if the journal does, or with EPI_ERROR_STOPPED. */
bool parked_settle(struct journal *journal, struct apart *apart, int *waiting,
                   struct epi_error *err);

/* Whether something may be recorded of the file at a path. Waits as long for its folder. Fails with
 * EPI_ERROR_NEVER if .epimark says that the file is ignored, and with EPI_ERROR_LATER if the folder
 * does not answer; a file that cannot be used forbids nothing. */
bool parked_may_record(struct apart *apart, const char *path, struct epi_error *err);

#endif
