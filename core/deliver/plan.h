/* SPDX-License-Identifier: MIT
 *
 * plan: what the options send to which service. Pure. recorder, courier and signed_in use it; the
 * journal is given the plan when it is opened.
 */
#ifndef EPIMARK_DELIVER_PLAN_H
#define EPIMARK_DELIVER_PLAN_H

struct epi_config;
struct plan;

/* From scrobble_on, rate_on and rewatch_hours; a service that cannot do it is left out. */
void plan_make(const struct epi_config *config, struct plan *plan);

#endif
