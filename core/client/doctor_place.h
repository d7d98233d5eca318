/* SPDX-License-Identifier: MIT
 *
 * doctor_place: checks the journal, and the disk that it lies on.
 */
#ifndef EPIMARK_CLIENT_DOCTOR_PLACE_H
#define EPIMARK_CLIENT_DOCTOR_PLACE_H

struct checks;

/* Opens the journal, as every command does. */
void doctor_place_check(struct checks *checks);

#endif
