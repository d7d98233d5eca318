/* SPDX-License-Identifier: MIT
 *
 * services: the list of all services, in the order in which they are shown. To add a service, add a
 * line here. Only the files of services and tests use this header; others use services[] in
 * service.h.
 */
#ifndef EPIMARK_SERVICES_SERVICES_H
#define EPIMARK_SERVICES_SERVICES_H

#include "core/services/service.h"

/* Calls LINE with the name of each service: NAME for the table service_NAME in NAME.c. */
#define SERVICES(LINE)                                                                             \
    LINE(tvmaze)                                                                                   \
    LINE(tvdb)                                                                                     \
    LINE(tvdb2)                                                                                    \
    LINE(trakt)                                                                                    \
    LINE(mdblist)                                                                                  \
    LINE(trakt1)

#define SERVICES_DECLARE(name) extern const struct service service_##name;
SERVICES(SERVICES_DECLARE)

#endif
