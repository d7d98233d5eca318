/* SPDX-License-Identifier: MIT
 *
 * by_hand: what a user can do if a service takes something back for paying accounts only.
 */
#ifndef EPIMARK_SERVICES_BY_HAND_H
#define EPIMARK_SERVICES_BY_HAND_H

#include <stddef.h>

struct service;
struct subject;

/* Adds to a refusal of a service (may be NULL) the page on which its user can do it. */
void by_hand_add(const struct service *service, const struct subject *subject, char *text,
                 size_t size);

#endif
