/* SPDX-License-Identifier: MIT
 *
 * catalogue: one catalogue to ask: a service that can search, look up and list episodes, and its
 * session. Both are borrowed.
 */
#ifndef EPIMARK_IDENTIFY_CATALOGUE_H
#define EPIMARK_IDENTIFY_CATALOGUE_H

struct service;
struct session;

enum { CATALOGUES_MAX = 4 };

struct catalogue {
    const struct service *service;
    struct session *session;
};

#endif
