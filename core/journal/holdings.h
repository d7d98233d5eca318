/* SPDX-License-Identifier: MIT
 *
 * holdings: what accounts hold at their services, as these list it: fetched page by page, so that a
 * process that ends goes on where it was, and asked before something is added that may be there
 * already. Only of the account that is signed in; all of it can be got again. Makes no request.
 */
#ifndef EPIMARK_JOURNAL_HOLDINGS_H
#define EPIMARK_JOURNAL_HOLDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

enum {
    HOLDINGS_ANY = -1,           /* the service does not say how long its list is */
    HOLDINGS_RUN_TIME = 60 * 60, /* seconds, of what is not known how long it is */
};

struct due;
struct epi_error;
struct journal;

/* Which list. part: the series that it is of, by the service's own id; 0: the whole account. */
struct holdings_of {
    const char *service;
    enum held_list list;
    int64_t part;
};

struct holdings_list {
    int64_t id;                         /* 0: it was never begun */
    char version[HOLDINGS_VERSION_MAX]; /* as of which it is whole; "": it never was */
    char pending[HOLDINGS_VERSION_MAX]; /* as of which it will be; "": nothing is being fetched */
    char cursor[HOLDINGS_CURSOR_MAX];   /* of the page that is fetched next; "": the first */
    bool anew;                          /* what is not in the pages that come is not there */
    int round;
    int64_t count;      /* of its items */
    int64_t extra;      /* how many more the service counts than it lists */
    int64_t fetched_at; /* when it became whole */
};

/* How a list stands. */
bool holdings_find(struct journal *journal, const struct holdings_of *of,
                   struct holdings_list *list, struct epi_error *err);

/* Begins to fetch it: the members pending and anew of list are set, the others change. That of
 * another account is dropped first. */
bool holdings_begin(struct journal *journal, const struct holdings_of *of,
                    struct holdings_list *list, struct epi_error *err);

/* Adds a page, all or nothing; cursor is that of the next one. added: how many were not there. */
bool holdings_add(struct journal *journal, const struct holdings_of *of, struct holdings_list *list,
                  const struct holding *items, size_t count, const char *cursor, int *added,
                  struct epi_error *err);

/* The last page was added: the list is whole, as of pending. total: how many the service counts, or
 * HOLDINGS_ANY. */
bool holdings_end(struct journal *journal, struct holdings_list *list, int64_t total, int64_t now,
                  struct epi_error *err);

/* Whether it has as many items as the service counts. */
bool holdings_agree(const struct holdings_list *list, int64_t total);

/* Whether the history has an episode or a film, watched within so many seconds of at. A time that
 * is not known (0) here or there is within any. of names no part: all of them are asked. */
bool holdings_have(struct journal *journal, const struct holdings_of *of,
                   const struct subject *subject, int64_t at, int64_t within, bool *have,
                   struct epi_error *err);

/* Whether the ratings have that value for it, or one that was given at or after at. If a time is
 * not known (0) here or there, theirs may be the newer one. */
bool holdings_have_rating(struct journal *journal, const struct holdings_of *of,
                          const struct subject *subject, int value, int64_t at, bool *have,
                          struct epi_error *err);

/* Lists items, at most max, by their place: after a place, at first HOLDINGS_FIRST. */
struct holdings_at {
    int scope; /* enum epi_scope */
    int64_t item;
};
#define HOLDINGS_FIRST                                                                             \
    (struct holdings_at)                                                                           \
    {                                                                                              \
        .scope = -1                                                                                \
    }
bool holdings_list_items(struct journal *journal, const struct holdings_of *of,
                         const struct holdings_at *after, struct holding *items,
                         struct holdings_at *places, size_t max, size_t *count,
                         struct epi_error *err);

/* The next episode of a list after an item (at first 0) of which the service did not say of which
 * series it is, by its item; 0: there is none. */
bool holdings_next_stray(struct journal *journal, const struct holdings_of *of, int64_t after,
                         int64_t *item, struct epi_error *err);

/* Says of which series episodes are, by their ids at TVmaze, and which number they have in it; the
 * list may have some of them. series: its ids, title and year. It stays so when the list comes
 * again. */
bool holdings_place(struct journal *journal, const struct holdings_of *of, int64_t series_own,
                    const struct subject *series, const struct episode *episodes, size_t count,
                    struct epi_error *err);

/* These items of the history are not there any more. */
bool holdings_remove(struct journal *journal, const char *service, const int64_t *items,
                     size_t count, struct epi_error *err);

/* For how many seconds around its time a play counts as the same: as long as its file runs; 0 if
 * that is not known. */
bool holdings_run_time(struct journal *journal, const struct due *row, int64_t *seconds,
                       struct epi_error *err);

/* A play was sent: it is in the history from now on, though it was not listed yet. */
bool holdings_add_sent(struct journal *journal, const struct due *row, struct epi_error *err);

#endif
