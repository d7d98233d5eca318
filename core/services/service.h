/* SPDX-License-Identifier: MIT
 *
 * service: what a web service can do, as one small table of functions. A service file turns values
 * into requests and answers into values: no policy, no retry, no clock of its own, no database.
 * resolve, deliver, core and the tool's commands (through core) use it; one session is of one
 * thread.
 */
#ifndef EPIMARK_SERVICES_SERVICE_H
#define EPIMARK_SERVICES_SERVICE_H

#include <stdint.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/secret.h"
#include "matching/matching.h"

struct service;

/* What every session of one thread shares. */
struct service_context {
    const struct epi_config *config;
    struct http *http;
    struct secret *secret;
    int64_t (*now)(void *clock); /* seconds since 1970 */
    void *clock;
    /* Asked before each request; waits for the service's pace and may refuse (EPI_ERROR_LATER,
     * EPI_ERROR_STOPPED). NULL: no pace. */
    bool (*pace)(void *pacer, const char *service, const char *method, struct epi_error *err);
    /* Told where a service asked to be left alone for so long. NULL: nobody wants to know. */
    void (*rest)(void *pacer, const char *service, int seconds);
    void *pacer;
};

struct session; /* one service as one user */

/* How episodes are numbered. */
enum service_order { ORDER_AIRED, ORDER_DVD, ORDER_ABSOLUTE };

/* Which episodes of a series are wanted: by number in an order, or by air date; -1 and "" are
 * open. Only order: all of them. */
struct episode_query {
    enum service_order order;
    int season;
    int number;    /* in ORDER_ABSOLUTE the absolute number */
    char date[11]; /* "YYYY-MM-DD" */
};

enum mark_type { MARK_WATCHED, MARK_ACQUIRED, MARK_SKIPPED };

/* One thing to be said of an episode, a season or a series. */
struct subject {
    struct series_ids series;
    char series_title[MATCH_TITLE_MAX];
    int series_year;
    int season;     /* -1: the whole series is meant */
    int number;     /* -1: the whole season is meant */
    int64_t tvdb;   /* the episode's id at TheTVDB, 0 unknown */
    int64_t tvmaze; /* and at TVmaze */
    char airdate[11];
};

struct mark {
    struct subject subject;
    enum mark_type type;
    int64_t at;    /* seconds since 1970 when it was watched */
    int64_t until; /* played, unplay: where live watching told it, the latest that it can have been;
                    * 0: it was told as of exactly at */
};

enum { RATING_LOVE = 11, RATING_HATE = 12 }; /* Trakt v1 alone has these */

struct rating {
    struct subject subject;
    int value; /* 1..10; 0 takes the rating back */
    int64_t at;
};

/* A stop from LIVE_PLAYED % on is a play. */
enum live_action { LIVE_START, LIVE_PAUSE, LIVE_STOP };
enum { LIVE_PLAYED = 80 };

/* Who is signed in. */
struct account {
    char name[128];
    char level[32];     /* "premium: gold", "VIP", "" */
    char allowed[96];   /* what it may do here: "marks, votes" */
    int64_t expires_at; /* of the token, seconds since 1970; 0 never or unknown */
};

/* An episode as its user has marked it: season and number -1 where the service does not tell. */
struct marked {
    struct episode episode;
    enum mark_type type;
    int64_t at; /* seconds since 1970; 0: nobody knows when */
};

/* One item of a list; false from it ends the list. tag is NULL where the series is followed. */
typedef bool (*service_visit_marked)(void *context, const struct marked *marked);
typedef bool (*service_visit_series)(void *context, const struct series *series, const char *tag);

/* One value that signing in with ready-made credentials asks for, in this order. */
struct service_field {
    const char *name;   /* as in struct credentials: "key" */
    const char *prompt; /* "API key" */
    bool secret;        /* typed without echo */
    bool optional;      /* an empty line is fine */
    bool hashed;        /* only its SHA-1 is kept */
};

/* Signing in on a web page: what to show, and what to ask with. */
struct pairing {
    char token[512]; /* what the service knows it by: a secret */
    char code[32];   /* to be typed there; "" where the address says all */
    char url[512];   /* to be opened */
    int interval;    /* seconds to wait before each poll; a poll may lengthen it */
    int64_t ends_at; /* seconds since 1970, 0 unknown */
};

/* What a service can do; NULL where it cannot. Calls that take several items return true when an
 * answer for each came: then results[i].kind is EPI_ERROR_NONE for what the service took. A false
 * return with err concerns all of them. */
struct service {
    const char *name;                   /* "tvmaze", "tvdb", "tvdb2", "trakt", "trakt1" */
    const char *title;                  /* "TVmaze", for people */
    const char *credit;                 /* the sentence its terms ask for, or NULL */
    const struct service_field *fields; /* ends with a NULL name */

    /* Looking up. Nothing found is *count == 0 or *found == false. */
    bool (*search)(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err);
    bool (*lookup)(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err);
    /* Fills in the other names of a series; NULL where the search tells them already. */
    bool (*aliases)(struct session *session, struct series *series, struct epi_error *err);
    /* season and number of what is found are the aired ones, whatever order was asked for. */
    bool (*episodes)(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *episodes, size_t max,
                     size_t *count, struct epi_error *err);

    /* Saying. A state may be said twice; play adds one more each time. */
    bool (*mark)(struct session *session, const struct mark *marks, size_t count,
                 struct epi_error *results, struct epi_error *err);
    bool (*unmark)(struct session *session, const struct subject *subjects, size_t count,
                   struct epi_error *results, struct epi_error *err);
    bool (*rate)(struct session *session, const struct rating *ratings, size_t count,
                 struct epi_error *results, struct epi_error *err);
    bool (*play)(struct session *session, const struct mark *plays, size_t count,
                 struct epi_error *results, struct epi_error *err);
    /* Whether the service's history holds this play. */
    bool (*played)(struct session *session, const struct mark *play, bool *found,
                   struct epi_error *err);
    bool (*unplay)(struct session *session, const struct mark *plays, size_t count,
                   struct epi_error *results, struct epi_error *err);
    /* What is on screen now; progress in %. counted tells that the service took it as a play. */
    bool (*live)(struct session *session, const struct subject *subject, enum live_action action,
                 double progress, bool *counted, struct epi_error *err);

    /* Lists that the user keeps there. Each state may be said twice; a tag is made where there is
     * none of that name. lists tells the series followed, then those under each tag. */
    bool (*follow)(struct session *session, const struct series *series, bool followed,
                   struct epi_error *err);
    bool (*tag)(struct session *session, const struct series *series, const char *tag, bool tagged,
                struct epi_error *err);
    bool (*lists)(struct session *session, service_visit_series visit, void *context,
                  struct epi_error *err);
    bool (*marked)(struct session *session, const struct series *series, service_visit_marked visit,
                   void *context, struct epi_error *err);

    /* The account: who it is (checks the credentials with the service), and taking them back. */
    bool (*who)(struct session *session, struct account *account, struct epi_error *err);
    bool (*sign_out)(struct session *session, struct epi_error *err);

    /* Signing in on a web page. given holds the values of pair_fields, which end with a NULL name.
     * Once done, signed_in has all that is to be stored: the service tells it once. A failure of
     * pair_poll with EPI_ERROR_LATER may be polled again. */
    const struct service_field *pair_fields;
    bool (*pair_start)(struct session *session, const struct credentials *given,
                       struct pairing *pairing, struct epi_error *err);
    bool (*pair_poll)(struct session *session, struct pairing *pairing, bool *done,
                      struct credentials *signed_in, struct epi_error *err);
};

extern const struct service service_tvmaze;
extern const struct service service_tvdb;
extern const struct service service_tvdb2;
extern const struct service service_trakt;
extern const struct service service_trakt1;

/* All of them, ends with NULL. */
extern const struct service *const services[];

/* By name; NULL where there is none. */
const struct service *service_find(const char *name);

/* The catalogue and services these options choose: "tvdb" is service_tvdb or service_tvdb2 by
 * tvdb_api=, "trakt" is service_trakt or service_trakt1 by trakt_api=. */
const struct service *service_chosen(const struct epi_config *config, const char *name);

/* Borrows context, which outlives it. Reads credentials when first needed. */
struct session *session_new(const struct service *service, const struct service_context *context);
void session_free(struct session *session);

/* Whether credentials are there (no request is made); account is filled where they are. */
bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err);

/* Forgets what was read, so that the next call reads the credentials again. */
void session_reset(struct session *session);

#endif
