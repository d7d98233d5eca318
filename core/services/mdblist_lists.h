/* SPDX-License-Identifier: MIT
 *
 * mdblist_lists: what MDBList has: where an object of an answer belongs, and its lists, page by
 * page.
 */
#ifndef EPIMARK_SERVICES_MDBLIST_LISTS_H
#define EPIMARK_SERVICES_MDBLIST_LISTS_H

#include "core/services/values.h"

struct epi_error;
struct json;
struct route_args;
struct session;

/* An episode, a season or a series of an answer. */
enum { MDBLIST_ALL = -1, MDBLIST_UNKNOWN = -2 };
struct mdblist_place {
    struct series_ids series;
    int64_t tvdb; /* the episode's id; 0: unknown */
    int season, number;
};

/* What its lists are of, and their names. */
enum mdblist_level { MDBLIST_EPISODE, MDBLIST_SEASON, MDBLIST_SHOW, MDBLIST_LEVELS };
extern const char *const mdblist_lists_names[MDBLIST_LEVELS];

/* On which a subject is. */
enum mdblist_level mdblist_lists_level(const struct subject *subject);

/* The id at TheTVDB, by either name that it has; 0: unknown. */
int64_t mdblist_lists_tvdb(const struct json *ids);

/* The number of a season or an episode, or MDBLIST_UNKNOWN. */
int mdblist_lists_number(const struct json *json);

/* The ids of a series. */
struct series_ids mdblist_lists_series(const struct json *show);

/* What an object of a list is about; its series is in it, or beside it in row, if that is not
 * NULL. */
struct mdblist_place mdblist_lists_place(enum mdblist_level level, const struct json *object,
                                         const struct json *row);

/* Whether a subject is at a place, or in it. */
bool mdblist_lists_covers(const struct mdblist_place *place, const struct subject *subject);

/* Called with each row of a list, and what it is about. */
typedef void (*mdblist_lists_visit)(void *context, enum mdblist_level level,
                                    const struct mdblist_place *place, const struct json *row);

/* Visits all pages of a route: "watched", "ratings". */
bool mdblist_lists_walk(struct session *session, const char *route, struct route_args *args,
                        mdblist_lists_visit visit, void *context, struct epi_error *err);

#endif
