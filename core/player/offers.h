/* SPDX-License-Identifier: MIT
 *
 * offers: what a user who asks is offered to choose from for the file on screen: series that are
 * searched for, the episodes of its series, the orders of that. Uses network and journal, as its
 * worker does. Only the courier calls it.
 */
#ifndef EPIMARK_PLAYER_OFFERS_H
#define EPIMARK_PLAYER_OFFERS_H

struct epi_config;
struct found;
struct job;
struct worker;

/* What answers JOB_SEARCH, JOB_EPISODES or JOB_ORDERS, or why nothing does. NULL if that was
 * cancelled or memory is short. Free it with found_free. */
struct found *offers_find(struct worker *worker, const struct epi_config *config,
                          const struct job *job);

#endif
