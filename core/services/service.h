/* SPDX-License-Identifier: MIT
 *
 * service: what a web service can do, as one table: its names, its rate limits, its rank among the
 * catalogues, its web APIs and its functions. The file of a service turns values into requests, and
 * answers into values: no policy, no retry, no clock of its own, no database. Used by identify,
 * deliver, client and player.
 */
#ifndef EPIMARK_SERVICES_SERVICE_H
#define EPIMARK_SERVICES_SERVICE_H

#include "core/services/values.h"

struct api;
struct credentials;
struct epi_config;
struct epi_error;
struct session;

/* Called with each item of a list; return false to stop. tag is NULL if the series is one that the
 * user follows. */
typedef bool (*service_visit_marked)(void *context, const struct marked *marked);
typedef bool (*service_visit_followed)(void *context, const struct followed *followed);
typedef bool (*service_visit_holding)(void *context, const struct holding *holding);
typedef bool (*service_visit_series)(void *context, const struct series *series, const char *tag);

/* One value that the user is asked for to sign in. They are asked in the order of the array. */
struct service_field {
    const char *name;   /* as in struct credentials: "key" */
    const char *prompt; /* "API key" */
    bool secret;        /* typed without echo */
    bool optional;      /* may be left empty */
    bool hashed;        /* only its SHA-1 is kept */
};

/* The rate limit of a service. Calls with the same bucket count together. calls is 0 if the service
 * publishes no limit. */
struct service_pace {
    const char *bucket;
    int calls; /* at most, within seconds */
    double seconds;
};

/* What a service can do; a function that it lacks is NULL. Functions with several items return true
 * if each item was answered: results[i].kind is then EPI_ERROR_NONE if the service accepted it. If
 * they return false, err is about all items. */
struct service {
    const char *name;   /* "tvmaze", "tvdb", "tvdb2", "trakt", "trakt1" */
    const char *title;  /* "TVmaze", as shown to the user */
    const char *credit; /* the sentence that its terms require, or NULL */
    const char *hint;   /* where the values for signing in come from, what works without them */
    /* The same in two sentences, with these options; NULL: as hint. */
    const char *(*needs)(const struct epi_config *config);
    /* What its own 403 means, as "does not allow this": NULL: that this account may not do it. */
    const char *forbidden;

    /* Versions of one service have the same family, the name of the first; an option chooses one of
     * them. NULL: there is only one version. */
    const char *family; /* "tvdb" */
    bool (*chosen)(const struct epi_config *config);

    /* Catalogues are asked in the order of their rank, the lowest first; 0: not a catalogue. ids:
     * the kind of ids that its series and episodes have. */
    int rank;
    enum id_kind ids;
    bool whole_lists; /* a series' episodes come in one request, or a few: worth keeping */

    struct service_pace reads; /* GET and HEAD */
    struct service_pace writes;
    /* It also counts the calls of each day in UTC: it may ask for a pause until the next midnight.
     * The documents of the others know of none over an hour (Trakt's longest is 300 s). */
    bool daily_quota;
    bool own_error; /* its errors are {"Error":"..."}; at the others that is a gateway's */
    /* A 403 whose error has this word in it is for accounts that pay; NULL: none says so. */
    const char *unpaid_word;
    bool error_in_success;         /* an "error" in an answer of success is a failure after all */
    const struct api *const *apis; /* its web APIs; ends with NULL */
    const struct service_field *fields; /* asked for to sign in; ends with a NULL name */
    /* A credential of a sign-in on a web page, which is as good as all of fields; NULL: none. */
    const char *instead;
    /* The value of a field that is there without being typed; "": none. NULL: of no field. */
    const char *(*preset)(const struct epi_config *config, const char *field);

    /* Looking up. A service that is no catalogue may have lookup and episodes, to find the ids by
     * which it is sent an episode. Nothing found is *count == 0 or *found == false. */
    bool (*search)(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err);
    bool (*lookup)(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err);
    /* Whether its own list has the language of the options; NULL if it has texts in one only. */
    bool (*has_language)(struct session *session, bool *has, struct epi_error *err);
    /* Fills in the other names of a series; NULL if the search already returns them. */
    bool (*aliases)(struct session *session, struct series *series, struct epi_error *err);
    /* The season and number of each result are those of the aired order. If there is an order
     * function, query->order is always the aired one. */
    bool (*episodes)(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *episodes, size_t max,
                     size_t *count, struct epi_error *err);
    /* The whole of another order, which query->order names: each episode with its id, and the
     * season and number that it has there. Several may be at one number. None if the series has no
     * such order. */
    bool (*order)(struct session *session, const struct series *series,
                  const struct episode_query *query, struct episode *episodes, size_t max,
                  size_t *count, struct epi_error *err);

    /* Sending. Marks and ratings may be sent twice; play adds one more play each time. */
    bool (*mark)(struct session *session, const struct mark *marks, size_t count,
                 struct epi_error *results, struct epi_error *err);
    bool (*unmark)(struct session *session, const struct subject *subjects, size_t count,
                   struct epi_error *results, struct epi_error *err);
    /* The address of the page on which a user takes back by hand what the service takes back for
     * paying accounts only; "": it has none of this subject. NULL: it has none. */
    void (*page)(const struct subject *subject, char *url, size_t size);
    bool (*rate)(struct session *session, const struct rating *ratings, size_t count,
                 struct epi_error *results, struct epi_error *err);
    bool (*play)(struct session *session, const struct mark *plays, size_t count,
                 struct epi_error *results, struct epi_error *err);
    /* Whether the service's history contains this play. */
    bool (*played)(struct session *session, const struct mark *play, bool *found,
                   struct epi_error *err);
    bool (*unplay)(struct session *session, const struct mark *plays, size_t count,
                   struct epi_error *results, struct epi_error *err);
    int marks_max;   /* so many marks go in one request; 0: as many as of anything else */
    int asks_each;   /* at most so many requests for each item, before the one that says it */
    bool no_seasons; /* takes no rating of a season */
    bool loves; /* takes RATING_LOVE and RATING_HATE; the others get the number that it means */
    /* Reports what is being watched now; progress in %. counted: the service counts it as a play.
     * */
    bool (*live)(struct session *session, const struct subject *subject, enum live_action action,
                 double progress, bool *counted, struct epi_error *err);

    /* Films: those that wanted may be, found by its ids or, if it has none or they are not known,
     * by title and year; with their run time. NULL: it has none, and is sent none; else rate, play,
     * played and unplay, if it has them, take films. */
    bool (*films)(struct session *session, const struct series *wanted, struct series *films,
                  size_t max, size_t *count, struct epi_error *err);

    /* The user's lists at the service. Each change may be sent twice; a tag that does not exist is
     * created. lists visits the series that the user follows, then those under each tag. */
    bool (*follow)(struct session *session, const struct series *series, bool followed,
                   struct epi_error *err);
    bool (*tag)(struct session *session, const struct series *series, const char *tag, bool tagged,
                struct epi_error *err);
    /* The same of a person, a network or a web channel. find_followed finds one by its id, which
     * text is, or a person by the name; if text is "", the one that shows the series. Fails with
     * EPI_ERROR_NEVER if there is none or several. */
    bool (*find_followed)(struct session *session, enum follow_kind kind, const char *text,
                          const struct series *series, struct followed *followed,
                          struct epi_error *err);
    bool (*follow_other)(struct session *session, const struct followed *followed, bool follows,
                         struct epi_error *err);
    bool (*follows)(struct session *session, service_visit_followed visit, void *context,
                    struct epi_error *err);
    /* Gives a tag another name, or with NULL removes it, from all series too. */
    bool (*tag_rename)(struct session *session, const char *tag, const char *name,
                       struct epi_error *err);
    bool (*lists)(struct session *session, service_visit_series visit, void *context,
                  struct epi_error *err);
    bool (*marked)(struct session *session, const struct series *series, service_visit_marked visit,
                   void *context, struct epi_error *err);

    /* What the account holds, page by page, the newest first; NULL: it cannot be asked for that.
     * holdings_version: a text that changes if something is added to the list; NULL: it has none.
     */
    bool (*holdings)(struct session *session, struct holdings_page *page,
                     service_visit_holding visit, void *context, struct epi_error *err);
    bool (*holdings_version)(struct session *session, enum held_list list,
                             char version[HOLDINGS_VERSION_MAX], struct epi_error *err);

    bool parts_for_all; /* accounts that may not ask for the history may ask for that of a series */

    /* The series of an episode, by the service's own id of it; NULL: its lists say it. */
    bool (*series_of)(struct session *session, int64_t episode, struct series *series, bool *found,
                      struct epi_error *err);

    /* Removes plays of the history by what the service names them by; what is gone already is no
     * error. NULL: it keeps no plays. */
    bool (*remove_plays)(struct session *session, const int64_t *items, size_t count,
                         struct epi_error *err);

    /* The account: who is signed in (which checks the credentials), and revoking the sign-in. */
    bool (*who)(struct session *session, struct account *account, struct epi_error *err);
    bool (*sign_out)(struct session *session, struct epi_error *err);

    /* Signing in on a web page. given holds the values of pair_fields, which end with a NULL name.
     * pairs_here: without any of them, the page asks nobody, and is for a browser that is signed in
     * at the service; given may then hold "redirect_url", where the page leads to afterwards.
     * pairs_by_preset: it is offered first only if its first value is there without being typed.
     * When done, signed_in holds what must be stored; the service sends it only once. After a
     * failure with EPI_ERROR_LATER, pair_poll may be called again. */
    const struct service_field *pair_fields;
    bool pairs_here;
    bool pairs_by_preset;
    bool (*pair_start)(struct session *session, const struct credentials *given,
                       struct pairing *pairing, struct epi_error *err);
    bool (*pair_poll)(struct session *session, struct pairing *pairing, bool *done,
                      struct credentials *signed_in, struct epi_error *err);
};

/* All services (services.c), in the order in which they are shown; ends with NULL. */
extern const struct service *const services[];

/* Finds a service by name; NULL if there is none. */
const struct service *service_find(const char *name);

/* Finds a service by name; for the name of a family, the version that the options choose. */
const struct service *service_chosen(const struct epi_config *config, const char *name);

/* The catalogues that the options choose, in the order in which they are asked. Returns their
 * number, at most max. */
size_t service_catalogues(const struct epi_config *config, const struct service **catalogues,
                          size_t max);

/* How many seconds of a pause that a service asks for are obeyed: no more than the longest that it
 * documents, so that a wrong header cannot silence it. now: seconds since 1970. */
int service_pause(const struct service *service, int seconds, int64_t now);

/* The service that has user lists; NULL if there is none. */
const struct service *service_with_lists(void);

#endif
