/* SPDX-License-Identifier: MIT
 *
 * inside: what the files of the stand-in share. Nobody else includes it.
 *
 * One request is served at a time, under the lock of its standin; only the sending of answers
 * and the waiting of faults happen outside it. External names start with stand_.
 */
#ifndef EPIMARK_TESTS_STANDIN_INSIDE_H
#define EPIMARK_TESTS_STANDIN_INSIDE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <json-c/json.h>
#include <microhttpd.h>

#include "catalogue.h"
#include "text.h"

enum { STAND_ARGS = 4, STAND_HEADERS = 12, STAND_BODY_MAX = 1 << 20, STAND_TABLES = 5 };

/* ---- One request and its answer ---- */

struct request {
    struct standin *s;
    struct MHD_Connection *connection;
    char *uri;          /* as it came, with its query */
    const char *method; /* HEAD is served as GET */
    const char *prefix; /* of the service, as "/tvdb/v4" */
    char *path;         /* decoded, behind the prefix; the {} of a route are cut out of it */
    const char *arg[STAND_ARGS];
    struct text in;
    json_object *json; /* the body, once stand_body has read it */
    char base[300];
    const char *account; /* who is signed in, as the service names accounts */

    int status;
    struct text out;
    struct text rest; /* of the body, behind the end that was announced */
    char *header[STAND_HEADERS][2];
    const char *fault; /* what was done to it, for the log */
    bool received;     /* the first call of the handler is behind us */
    bool kept;         /* its connection carried another request before */
};

/* What MHD keeps for us with a connection. */
struct connection {
    int64_t number; /* from 1 */
    int requests;
    bool unheard; /* nothing that it brought was served yet */
};

/* A query's or a header's value, decoded; NULL when it is not there. */
const char *stand_query(struct request *rq, const char *name);
const char *stand_header(struct request *rq, const char *name);
/* True for digits alone, at most 15. */
bool stand_number(const char *digits, int64_t *number);

/* A query's number: absent leaves *number alone; false when it is there and none. */
bool stand_query_number(struct request *rq, const char *name, int64_t *number);

/* Adds a header to the answer, or replaces it. */
void stand_set_header(struct request *rq, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "http://127.0.0.1:PORT/prefix" as the client sees it, for absolute links; until the next call. */
const char *stand_base(struct request *rq, const char *prefix);

/* True when the body is declared as application/json. */
bool stand_is_json(struct request *rq);

/* Parses the body into rq->json; false when it is no JSON text. */
bool stand_body(struct request *rq);

/* A key of an object: absent (also null), of the wanted type, or of another. */
enum stand_field { STAND_ABSENT, STAND_GOOD, STAND_BAD };
enum stand_field stand_int(json_object *object, const char *key, int64_t *number);
enum stand_field stand_real(json_object *object, const char *key, double *number);
enum stand_field stand_string(json_object *object, const char *key, const char **string);
enum stand_field stand_get(json_object *object, const char *key, json_type type,
                           json_object **value);

/* ---- Routes ---- */

struct stand_route {
    const char *method, *path; /* "/shows/{}/episodes": a {} takes one segment into rq->arg */
    void (*serve)(struct request *rq);
};

struct stand_table {
    const struct stand_route *routes;
    size_t count;
};

#define STAND_TABLE(routes)                                                                        \
    {                                                                                              \
        (routes), sizeof(routes) / sizeof((routes)[0])                                             \
    }

struct stand_service {
    const char *prefix;
    const struct stand_table *tables[STAND_TABLES]; /* the first route that fits serves */
    bool (*admit)(struct request *rq); /* before any route; false when it has answered */
    void (*unknown)(struct request *rq, int status); /* 404, or 405 when only the method is wrong */
    void (*finish)(struct request *rq);              /* after any answer; may be NULL */
};

extern const struct stand_service stand_tvmaze, stand_tvmaze_user, stand_tvdb, stand_tvdb2,
    stand_trakt, stand_trakt_auth, stand_trakt1, stand_mdblist, stand_own;

/* ---- What is held ---- */

struct mark {
    const struct episode *episode;
    const char *account;
    int type; /* 0 watched, 1 acquired, 2 skipped */
    int64_t marked_at;
    int times; /* how often it arrived */
};

/* A rating, a vote: of a show, a season (season set) or an episode. */
struct rating {
    const char *service; /* the prefix it came to */
    const struct show *show;
    const struct episode *episode;
    int season; /* -1 unless a season is meant */
    const char *account;
    char value[8]; /* "8"; Trakt v1 also "love" and "hate" */
    int64_t rated_at;
    int times;
};

struct play {
    int64_t id;
    const char *service, *action;
    const struct show *show;
    const struct episode *episode;
    int64_t watched_at_ms; /* -1: unknown */
};

struct pausing {
    int64_t id;
    const struct show *show;
    const struct episode *episode;
    double progress;
    int64_t at_ms;
};

/* A follow, a favourite, a tagged show: ids on a named list. */
struct listed {
    const char *list;
    int64_t id, tag;
};

struct tag {
    int64_t id;
    char *name;
};

/* A token of any service, a device code or a pairing. */
enum token_kind {
    TOKEN_TVDB,
    TOKEN_TVDB2,
    TOKEN_TRAKT,
    TOKEN_DEVICE,
    TOKEN_PAIRING,
    TOKEN_MDBLIST,
    TOKEN_KINDS
};
enum token_state { TOKEN_PENDING, TOKEN_GOOD, TOKEN_USED, TOKEN_DENIED, TOKEN_REVOKED };
struct token {
    enum token_kind kind;
    enum token_state state;
    char *access, *refresh; /* the device's: device_code and user_code */
    int64_t created_at, expires_at, polled_at;
    bool user; /* TheTVDB v2: signed in with user name and key */
    /* Trakt: */
    int app;            /* its index among the apps */
    char challenge[44]; /* of a device code: "": none, so that the secret is wanted */
    bool without;       /* got without a secret, and renewed so */
};

/* What a client found out: an episode that a service answered alone or in a query for it. */
struct finding {
    const char *service;
    const struct episode *episode;
    int times;
};

struct fault {
    char *match, *body;
    const char *what; /* one of the deeds of fault.c */
    json_object *headers;
    int nth, times, seen, status, delay_ms;
    size_t size;
    bool processed; /* the request takes effect although its answer is spoilt */
    bool kept;      /* strikes on a connection alone that carried a request before */
};

/* An id of the catalogue that a knob changed. */
struct set_id {
    int64_t *id;
    int64_t was;
};

/* How TheTVDB ends a list of pages: with null; with ""; never, since the first page comes again. */
enum links_next { NEXT_NULL, NEXT_EMPTY, NEXT_AGAIN };

/* How TVmaze says that it has no show of an id: an error object with 404; a 404 without a body; in
 * a 422, an error object; in a 422, code 404 for each item. */
enum unknown_show { UNKNOWN_OBJECT, UNKNOWN_PLAIN, UNKNOWN_ERROR, UNKNOWN_ITEMS };

/* How MDBList says what it did not find: in its show; episodes in a list of their own, with numbers
 * only; or how many. */
enum mdblist_missing { MDBLIST_NESTED, MDBLIST_FLAT, MDBLIST_COUNTS };

struct standin {
    struct MHD_Daemon *daemon;
    char url[64];
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a request was logged, a connection heard, or stopping was set */
    bool stopping;
    FILE *log_file;
    int64_t connections; /* ever opened */
    int unheard;         /* of these, see there */

    struct catalogue *catalogue;
    int64_t clock_offset;
    int64_t date; /* of each answer, seconds since 1970; 0: none is given */
    uint64_t chance;

    char **log;      /* one JSON object each */
    char **log_keys; /* "METHOD /path" of each */
    size_t log_count, log_key_count;
    struct fault *faults;
    size_t fault_count;
    struct set_id *set_ids;
    size_t set_id_count;

    struct mark *marks;
    struct rating *ratings;
    struct play *plays;
    struct pausing *pausings;
    struct listed *listed;
    struct tag *tags;
    struct token *tokens;
    struct finding *findings;
    size_t mark_count, rating_count, play_count, pausing_count, listed_count, tag_count,
        token_count, finding_count;
    int64_t last_id;
    int64_t plays_changed_ms; /* when the history of Trakt last changed; 0: never */
    struct pausing watching;  /* Trakt: what is on now; show NULL when nothing */

    /* Knobs of POST /__control. */
    int premium;
    int device_interval, pairing_interval;
    int64_t trakt_expires_in, tvdb_expires_in, tvdb2_expires_in;
    int refresh_error;   /* 400 or 401 */
    int premium_refusal; /* 401, 403 or 404 */
    enum unknown_show unknown_show;
    enum links_next links_next;
    bool odd;           /* TheTVDB: aliases, names and numbers as they come now and then */
    int verifier_error; /* the same: for a code_verifier that is wrong or missing */
    bool contract;      /* Trakt refuses what its contract of 2026 does not describe */
    bool free_member;   /* who signs in at Trakt is no VIP member */
    int refused_apps;   /* at Trakt: a bit each, by index */
    bool limits, pair_at_once;
    bool pairing_email; /* TVmaze wants an address also if it does not write to it */
    int64_t mdblist_expires_in;
    enum mdblist_missing mdblist_missing;
    int mdblist_left;             /* requests of today */
    int64_t mdblist_day;          /* which day that is of; 0: none yet */
    bool mdblist_no_wait;         /* its 429 has no Retry-After */
    bool mdblist_supporters;      /* all but the account is for supporters */
    bool mdblist_again;           /* its pages come again */
    int64_t limit_times[5][1000]; /* ms of the last calls; see limits in the services' files */
    int limit_next[5];
    int issued[TOKEN_KINDS], logins[TOKEN_KINDS];
};

/* Appends one zeroed element to an array and returns it. */
#define STAND_ADD(array, count)                                                                    \
    ((array) = stand_grow((array), (count), sizeof(*(array))), &(array)[(count)++])
void *stand_grow(void *array, size_t count, size_t size);

int64_t stand_now(const struct standin *s);               /* seconds */
int64_t stand_now_ms(const struct standin *s);            /* the same clock, in milliseconds */
void stand_hex(struct standin *s, char *out, int digits); /* random; out[digits] becomes 0 */

/* True when a rate of `calls` in `seconds` is kept; counts this call. */
bool stand_within_rate(struct standin *s, int which, int calls, int seconds);

struct token *stand_token(struct standin *s, enum token_kind kind, const char *access);
struct token *stand_issue(struct standin *s, enum token_kind kind, char *access, char *refresh,
                          int64_t life);
char *stand_jwt(struct standin *s, const char *claims); /* signed by nobody */
const char *stand_bearer(struct request *rq);           /* NULL without one */
void stand_base64url(struct text *out, const char *data, size_t length);

/* Ratings are one for each service, account and thing rated: setting one replaces it. */
struct rating *stand_rate(struct standin *s, const struct rating *rating);
bool stand_unrate(struct standin *s, const struct rating *like);
const struct rating *stand_rated(struct standin *s, const struct rating *like);
/* What is being watched ends by itself after the runtime that remains (trakt-v2 5). */
void stand_lapse(struct standin *s);

/* Notes that a service named this episode to the client. */
void stand_found(struct request *rq, const struct episode *episode);
/* Named lists of ids; adding what is there and dropping what is not are false. */
bool stand_list_has(struct standin *s, const char *list, int64_t tag, int64_t id);
bool stand_list_add(struct standin *s, const char *list, int64_t tag, int64_t id);
bool stand_list_drop(struct standin *s, const char *list, int64_t tag, int64_t id);

/* Names of codes: "United States", "America/New_York", "English", "usa", "en"; NULL unknown. */
enum stand_code { COUNTRY_NAME, COUNTRY_ZONE, COUNTRY_3 };
const char *stand_country(const char *alpha2, enum stand_code what);
const char *stand_language_name(const char *alpha3);
const char *stand_language_2(const char *alpha3);
const char *stand_language_3(const char *alpha2);
const char *stand_language_country(const char *alpha3); /* "DE"; "" unknown */

/* An episode's air time as UTC seconds; false when its date is unknown. */
bool stand_airs(const struct episode *episode, int64_t *seconds);
bool stand_aired(struct standin *s, const struct episode *episode);
bool stand_is_date(const char *text);

/* ---- Faults, state ---- */

bool stand_match(const char *pattern, const char *text); /* '*' alone is special */
bool stand_fault_read(struct standin *s, const char *json, char *error, size_t size);
void stand_fault_forget(struct standin *s); /* all of them */
struct fault *stand_fault_for(struct standin *s, const char *key, bool kept);

/* What is kept with a connection; NULL if there was no memory. */
struct connection *stand_connection_of(struct MHD_Connection *connection);
void stand_connection_changes(void *context, struct MHD_Connection *connection, void **holder,
                              enum MHD_ConnectionNotificationCode code);

/* It is decided what becomes of a request of it; NULL is fine. Under the lock. */
void stand_connection_heard(struct standin *s, struct connection *carrier);

/* Resets a connection, as a machine does that knows it no more. */
void stand_break_off(struct MHD_Connection *connection);

/* Sends bytes that belong to no answer. */
void stand_send(struct MHD_Connection *connection, const char *bytes, size_t len);
bool stand_control(struct standin *s, json_object *knobs);
void stand_state(struct standin *s, struct text *out);
void stand_reset(struct standin *s);  /* knobs and credentials as at the start */
void stand_forget(struct standin *s); /* all that it was told */

#endif
