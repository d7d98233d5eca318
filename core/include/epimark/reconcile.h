/* SPDX-License-Identifier: MIT
 *
 * reconcile: what an account holds at a service against the journal: what is missing on either
 * side, what is there twice, and what differs; and repairing it, each side only as asked.
 */
#ifndef EPIMARK_RECONCILE_H
#define EPIMARK_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/client.h>

#ifdef __cplusplus
extern "C" {
#endif

struct epi_reconcile;

/* How many things are of which kind; each is a viewing (at a service that keeps marks, the mark of
 * an episode) or a rating. */
struct epi_reconcile_counts {
    size_t same;          /* on both sides */
    size_t missing_there; /* viewings */
    size_t missing_here;
    size_t twice; /* plays that the service has again within the run time */
    size_t other; /* on both sides, at another time or marked as something else */
    size_t same_ratings;
    size_t ratings_missing_there;
    size_t ratings_missing_here;
    size_t ratings_other; /* on both sides, with other values */
};

/* What can be repaired: flags. */
enum {
    EPI_RECONCILE_TO_SERVICE = 1 << 0, /* what is missing there or newer here is sent */
    EPI_RECONCILE_TO_JOURNAL = 1 << 1, /* what is missing here or newer there is taken in */
    EPI_RECONCILE_DOUBLES = 1 << 2,    /* the later one of two plays is removed there */
};

/* What a comparison came to. The library makes it, as the structs of match.h. */
struct epi_reconcile_plan {
    const char *service; /* "trakt" */
    bool marks;          /* it keeps one mark of an episode, and no play of each viewing */
    bool part;           /* the account may not ask for all: only series that were watched here are
                          * compared, and no ratings */
    struct epi_reconcile_counts counts;
    size_t series;       /* and films of which anything differs */
    size_t unidentified; /* viewings here of which it is not known yet what they are: they may be
                          * among what seems to be missing here */
    size_t to_service;   /* how many things EPI_RECONCILE_TO_SERVICE would send, */
    size_t to_journal;   /* how many EPI_RECONCILE_TO_JOURNAL would take in, */
    size_t doubles;      /* and how many plays EPI_RECONCILE_DOUBLES would remove */
};

/* One difference. Times are seconds since 1970; 0: unknown, or it is not on that side. */
struct epi_difference {
    const char *kind;     /* "missing-there", "missing-here", "twice" or "other" */
    bool rating;          /* else a viewing or a mark */
    enum epi_scope scope; /* of what */
    int season;           /* -1: the series or film */
    int number;           /* -1: the season */
    int64_t tvdb;         /* of the episode; 0: unknown */
    int64_t tvmaze;
    int64_t row; /* of the journal; 0: none */
    int64_t here_at;
    int64_t there_at;
    int here_rating; /* 1..10; EPI_RATING_*; 0: none */
    int there_rating;
    const char *here_as; /* "watched", "acquired", "skipped" or, of a rating and if missing, "" */
    const char *there_as;
    const char *newer; /* of "other": "here", "there" or "", if nobody can tell */
};

/* All that differs of one series or film. */
struct epi_reconcile_group {
    const struct epi_series *series; /* or film */
    bool film;
    struct epi_reconcile_counts counts; /* without what is the same */
    const struct epi_difference *differences;
    size_t difference_count;
};

/* The services that can be asked for what an account holds, from 0 on; NULL after the last. */
const char *epi_reconcile_service(size_t index);

/* Asks a service for what an account holds there, as far as it is not known yet, and compares it
 * with the journal; changes neither. After an interruption the next call goes on. NULL on failure:
 * EPI_ERROR_NEVER if the service cannot be asked for that. Freed before the client. */
struct epi_reconcile *epi_reconcile_new(struct epi_client *client, const char *service,
                                        struct epi_error *err);
void epi_reconcile_free(struct epi_reconcile *reconcile);

/* What it came to; valid as long as reconcile. */
const struct epi_reconcile_plan *epi_reconcile_plan(const struct epi_reconcile *reconcile);

/* Calls visit for each series or film of which anything differs, by title; false from visit ends
 * it. */
typedef bool (*epi_reconcile_visit)(void *context, const struct epi_reconcile_group *group);
void epi_reconcile_each(const struct epi_reconcile *reconcile, epi_reconcile_visit visit,
                        void *context);

/* What a repair did. */
struct epi_reconciled {
    size_t due;     /* deliveries that epi_client_sync sends */
    size_t taken;   /* viewings and ratings taken in */
    size_t unsure;  /* those that are not surely known: they are held, and `epimark pending` asks */
    size_t removed; /* plays */
};

/* Repairs what flags name. Nothing is sent yet to add to what the service holds: epi_client_sync
 * does, what was interrupted is then due still. done holds also on failure. */
bool epi_reconcile_apply(struct epi_reconcile *reconcile, unsigned flags,
                         struct epi_reconciled *done, struct epi_error *err);

/* All of it as JSON text; done: what was repaired, or NULL. NULL if memory is short. Free it. */
char *epi_json_reconcile(const struct epi_reconcile *reconcile, const struct epi_reconciled *done);

#ifdef __cplusplus
}
#endif

#endif
