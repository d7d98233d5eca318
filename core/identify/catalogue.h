/* SPDX-License-Identifier: MIT
 *
 * catalogue: one catalogue to ask: a service that can search, look up and list episodes, its
 * session, and the trace in which questions are noted. All are borrowed.
 */
#ifndef EPIMARK_IDENTIFY_CATALOGUE_H
#define EPIMARK_IDENTIFY_CATALOGUE_H

struct service;
struct session;
struct trace;

enum { CATALOGUES_MAX = 4 };

struct catalogue {
    const struct service *service;
    struct session *session;
    struct trace *trace; /* or NULL */
};

#endif
