/* SPDX-License-Identifier: MIT
 *
 * doctor_network: checks whether the services' addresses answer, and compares the clock.
 */
#ifndef EPIMARK_CLIENT_DOCTOR_NETWORK_H
#define EPIMARK_CLIENT_DOCTOR_NETWORK_H

struct checks;

/* Sends one request without credentials to each address of the services that are used. */
void doctor_network_check(struct checks *checks);

#endif
