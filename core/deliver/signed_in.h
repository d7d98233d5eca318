/* SPDX-License-Identifier: MIT
 *
 * signed_in: tells the journal which accounts are signed in, so that it knows what is owed to
 * whom. Reads credentials, makes no request. courier uses it, before it identifies anything.
 */
#ifndef EPIMARK_DELIVER_SIGNED_IN_H
#define EPIMARK_DELIVER_SIGNED_IN_H

#include <stdbool.h>

struct deliver;
struct epi_error;

/* Reads the credentials of every service in the plan again: another program may have changed them.
 * A keyring that cannot be read is reported once. Fails with EPI_ERROR_STOPPED or if the journal
 * fails. */
bool signed_in_refresh(const struct deliver *deliver, struct epi_error *err);

#endif
