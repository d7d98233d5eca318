/* SPDX-License-Identifier: MIT */
#include "core/services/services.h"

#define ENTRY(name) &service_##name,

const struct service *const services[] = {SERVICES(ENTRY) NULL};
