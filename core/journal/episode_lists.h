/* SPDX-License-Identifier: MIT
 *
 * episode_lists: whole lists of a series' episodes, as a catalogue gave them, kept as rows, one for
 * each order. Asks nobody; how old a list may be is for its user to say.
 */
#ifndef EPIMARK_JOURNAL_EPISODE_LISTS_H
#define EPIMARK_JOURNAL_EPISODE_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct epi_error;
struct journal;

/* Which list: an order of one series, in one language. The rows of another order than the aired one
 * have the season and number of that order. */
struct episode_list {
    const char *catalogue; /* the name of its service */
    const char *language;
    int64_t series; /* the catalogue's own id */
    enum episode_order order;
};

/* Replaces a list by what was fetched now, of this version, and drops those that nothing fetched
 * for half a year. */
bool episode_lists_store(struct journal *journal, const struct episode_list *list,
                         const struct episode *episodes, size_t count,
                         const struct list_version *version, int64_t now, struct epi_error *err);

/* The list is as good as fetched now: the catalogue says that nothing has changed. */
bool episode_lists_confirm(struct journal *journal, const struct episode_list *list, int64_t now,
                           struct epi_error *err);

/* Has no list count as fetched later than at that time: what it lacks is then asked for again. */
bool episode_lists_age(struct journal *journal, int64_t fetched_at, struct epi_error *err);

/* Forgets a list that may be wrong. */
bool episode_lists_drop(struct journal *journal, const struct episode_list *list,
                        struct epi_error *err);

/* When a list was fetched, in seconds since 1970; 0: it is not there. */
bool episode_lists_fetched(struct journal *journal, const struct episode_list *list,
                           int64_t *fetched_at, struct epi_error *err);

/* The version of a list; empty if it is not there. */
bool episode_lists_version(struct journal *journal, const struct episode_list *list,
                           struct list_version *version, struct epi_error *err);

/* Of the lists of a catalogue in a language, which were fetched before a time, the oldest one whose
 * series was watched since another time: list->series, with the kind of id that the catalogue has,
 * and list->order. 0: there is none. An order that the series does not have is none. */
struct episode_lists_wanted {
    int64_t watched_since;
    int64_t fetched_before;
};
bool episode_lists_oldest(struct journal *journal, const struct episode_lists_wanted *wanted,
                          enum id_kind ids, struct episode_list *list, struct epi_error *err);

/* The episodes of a list that a query means, in the list's order, at most max. In the aired order
 * specials have season 0, or no number; in the absolute order a query needs no season. */
bool episode_lists_find(struct journal *journal, const struct episode_list *list,
                        const struct episode_query *query, struct episode *episodes, size_t max,
                        size_t *count, struct epi_error *err);

#endif
