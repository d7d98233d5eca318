/* SPDX-License-Identifier: MIT
 *
 * own_ids: gives a delivery the ids that its service has for an episode which was found elsewhere,
 * and keeps them in the journal, and those that only this service has. Only worker uses it.
 */
#ifndef EPIMARK_DELIVER_OWN_IDS_H
#define EPIMARK_DELIVER_OWN_IDS_H

#include <stdbool.h>
#include <stdint.h>

struct due;
struct epi_error;
struct journal;
struct series_ids;
struct service;
struct session;
struct subject;

/* Whom to ask; borrows everything. The service has lookup and episodes. */
struct own_ids {
    const struct service *service;
    struct session *session;
    struct journal *journal;
    const char *language; /* of the titles in the journal */
    int64_t now;          /* seconds since 1970 */
};

/* Gives a subject, of which nothing is recorded yet, the ids that the service has for it. A service
 * that is no catalogue can be sent a title and a number as well: if it does not have the episode,
 * nothing is found. Fails as deliver_carry. */
bool own_ids_find(const struct own_ids *own, struct subject *subject, bool *found,
                  struct epi_error *err);

/* The same for a row, as deliver_carry. */
bool own_ids_give(const struct own_ids *own, struct due *row, struct epi_error *err);

/* Asks again, without what is kept. renewed: the service has another id by now. Fails only if the
 * journal does, or with EPI_ERROR_STOPPED. */
bool own_ids_renew(const struct own_ids *own, struct due *row, bool *renewed,
                   struct epi_error *err);

/* What a service itself calls a series, a season or an episode, as the journal keeps it: see own_id
 * and keep_own_id of session_context. If the journal fails, none is kept. */
int64_t own_ids_recall(struct journal *journal, const struct service *service,
                       const struct series_ids *series, int season, int number);
void own_ids_keep(struct journal *journal, const struct service *service,
                  const struct series_ids *series, int season, int number, int64_t id);

#endif
