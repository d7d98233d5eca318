/* SPDX-License-Identifier: MIT
 *
 * values: what services are given and return, as plain values to copy, and the words for them.
 * Pure. Any room above may use it without service.h.
 */
#ifndef EPIMARK_SERVICES_VALUES_H
#define EPIMARK_SERVICES_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"
#include <epimark/sentence.h>

struct json;

/* ---- Ids ---- */

/* The catalogues whose ids series and episodes can have. */
enum id_kind { ID_TVDB, ID_TVMAZE, ID_KINDS };

/* "tvdb": the name of a kind in JSON and in "tvdb:81189". Static. */
const char *values_id_name(enum id_kind kind);

/* One id; 0: unknown. */
int64_t values_series_id(const struct series_ids *ids, enum id_kind kind);
int64_t values_episode_id(const struct episode *episode, enum id_kind kind);
void values_set_series_id(struct series_ids *ids, enum id_kind kind, int64_t id);

/* Whether any id of a series is known, including its id at IMDb. */
bool values_has_id(const struct series_ids *ids);

/* Whether both have one id, perhaps of several, that is the same. */
bool values_same_series(const struct series_ids *a, const struct series_ids *b);

/* Reads "tvdb:81189", "tvmaze:169" or "imdb:tt0903747". False, with all ids unknown, for any other
 * text. */
bool values_parse_id(const char *text, struct series_ids *ids);

/* Whether a text begins as such an id does. */
bool values_begins_as_id(const char *text);

/* Writes all ids, including "imdb", as members of a JSON object, and reads them back. An unknown id
 * has no member. */
void values_write_series_ids(struct json *object, const struct series_ids *ids);
void values_read_series_ids(const struct json *object, struct series_ids *ids);
void values_write_episode_ids(struct json *object, const struct episode *episode);
void values_read_episode_ids(const struct json *object, struct episode *episode);

/* ---- Episodes ---- */

/* How episodes are numbered. The numbers lie on disk: a new order has to come last. */
enum episode_order {
    ORDER_AIRED,
    ORDER_DVD,
    ORDER_ABSOLUTE,
    ORDER_ALTERNATE,
    ORDER_REGIONAL,
    ORDER_AUTO, /* what the name says: never asked of a service */
};

/* "aired", "dvd", "absolute", "alternate", "regional", "auto"; of a damaged row "unknown".
 * Static. */
const char *values_order_name(enum episode_order order);

/* Finds an order by its name. False, with order unchanged, if there is none. */
bool values_order_find(const char *name, enum episode_order *order);

/* How a server names the version of an answer; "" if it does not. If that is sent back, it may
 * answer that nothing has changed since (RFC 9110, 13.1). */
struct list_version {
    char etag[128];
    char modified[40]; /* an HTTP date */
    bool unchanged;    /* only in an answer: the list that is kept is still the right one */
};

/* Which episodes of a series are wanted: by numbers in an order, or by air date; -1 and "" match
 * any. With only an order: all of them. */
struct episode_query {
    enum episode_order order;
    int season;
    int number;    /* with ORDER_ABSOLUTE, the absolute number */
    char date[11]; /* "YYYY-MM-DD" */
    /* If all are wanted: the version that is kept; becomes that of the answer, which has no
     * episodes if nothing has changed. NULL: answer in any case. */
    struct list_version *version;
};

/* ---- What is sent ---- */

enum { SUBJECT_MORE_MAX = 3, SUBJECT_MORE_TEXT_MAX = 24 * SUBJECT_MORE_MAX };

/* The subject of a mark or a rating: an episode, a season, a series or a film. */
struct subject {
    bool film; /* it is the film that series names, and nothing else is known */
    struct series_ids series;
    char series_title[MATCH_TITLE_MAX];
    int series_year;
    int season;     /* -1: the whole series */
    int number;     /* -1: the whole season */
    int64_t tvdb;   /* the episode's id at TheTVDB; 0: unknown */
    int64_t tvmaze; /* the same at TVmaze */
    /* By its enum id_kind: if a catalogue splits it into several episodes, their ids but for the
     * first, which is above; 0 ends them. */
    int64_t more[ID_KINDS][SUBJECT_MORE_MAX];
    char title[MATCH_TITLE_MAX]; /* of the episode */
    char airdate[11];
};

/* The ids of all that it is at a catalogue: one, or of one that is split several. Returns how many;
 * 0 if none is known. */
size_t values_subject_ids(const struct subject *subject, enum id_kind kind,
                          int64_t ids[1 + SUBJECT_MORE_MAX]);

/* Sets these ids, at most as many as it has room for. */
void values_set_subject_ids(struct subject *subject, enum id_kind kind, const int64_t *ids,
                            size_t count);

/* The ids after the first as a text, with spaces between them, which is returned; and back. */
const char *values_write_more(const struct subject *subject, enum id_kind kind,
                              char text[SUBJECT_MORE_TEXT_MAX]);
void values_read_more(const char *text, struct subject *subject, enum id_kind kind);

/* A subject in words: "Firefly 1x02", "Firefly, season 1", "Firefly of 2002-09-27", "Firefly"; a
 * film: "Serenity (2005)". */
void values_subject_label(const struct subject *subject, char *label, size_t size);

/* The same as data. Its saying points into it and borrows from subject: it is not to be copied. */
struct subject_label {
    struct epi_saying saying;
    struct epi_saying series;
    char number[32];
};
void values_subject_say(const struct subject *subject, struct subject_label *label);

enum mark_type { MARK_WATCHED, MARK_ACQUIRED, MARK_SKIPPED };

/* "watched", "acquired" or "skipped"; of a damaged row "unknown". Static. */
const char *values_mark_name(enum mark_type type);

/* Finds a type by its name. False, with type unchanged, if there is none. */
bool values_mark_find(const char *name, enum mark_type *type);

struct mark {
    struct subject subject;
    enum mark_type type;
    int64_t at; /* when it was watched, seconds since 1970; 0: unknown */
    int64_t
        until; /* for played and unplay: if live watching reported the play, the latest time that
                    * the service may have given it; 0: its time is exactly at */
};

enum { RATING_LOVE = 11, RATING_HATE = 12 }; /* known to Trakt v1 only */

/* A rating as a number: love is the highest, hate the lowest. */
int values_rating_number(int value);

/* In words: "7 of 10", "love". */
enum { RATING_WORDS_MAX = 16 };
const char *values_rating_words(int value, char words[RATING_WORDS_MAX]);

/* The same as data, for notices. */
struct epi_saying values_rating_saying(int value);

struct rating {
    struct subject subject;
    int value;  /* 1..10, or of a service that takes them RATING_LOVE and _HATE; 0 removes it */
    int64_t at; /* 0: unknown */
};

enum { VALUES_YEAR_2000 = 946684800 }; /* before that no clock was set yet */

/* When something was done, by the clock at that time; 0 if it was not set yet. */
int64_t values_known_time(int64_t at);

/* Below 0 if a comes before b, above 0 if after it: for sorting ids, times and enumerators. */
int values_order(int64_t a, int64_t b);

/* Live watching: what the player does. A stop at LIVE_PLAYED % or later counts as a play. */
enum live_action { LIVE_START, LIVE_PAUSE, LIVE_STOP };
enum { LIVE_PLAYED = 80 };

/* ---- What is returned ---- */

/* Who is signed in. */
struct account {
    char name[128];
    char level[32];     /* "premium: gold", "VIP", "" */
    char allowed[96];   /* what the account may do at the service: "marks, votes" */
    int64_t expires_at; /* when the token expires, seconds since 1970; 0: never or unknown */
    int requests_a_day; /* that the account may make; 0: unknown */
    int requests_left;  /* of these, today */
};

/* What can be followed beside a series, and one of it. */
enum follow_kind { FOLLOW_PERSON, FOLLOW_NETWORK, FOLLOW_WEBCHANNEL, FOLLOW_KINDS };

struct followed {
    enum follow_kind kind;
    int64_t id;
    char name[128]; /* "": unknown */
};

/* "person", "network" or "web channel". Static. */
const char *values_follow_name(enum follow_kind kind);

/* An episode that the user has marked. Its season and number are -1 if the service omits them. */
struct marked {
    struct episode episode;
    enum mark_type type;
    int64_t at; /* seconds since 1970; 0: unknown */
};

/* What an account holds at its service: its plays or marks, and its ratings or votes. The numbers
 * lie on disk. */
enum held_list { HELD_HISTORY, HELD_RATINGS, HELD_LISTS };

/* One of them. A service may know more than one play of an episode. */
struct holding {
    struct subject subject; /* season and number as the service counts; its texts may be empty */
    int64_t series_own;     /* the service's own id of the series or film; 0: unknown */
    int64_t own;            /* the same of the season or episode */
    int64_t item;           /* by what the service names it: the id of a play, else as own */
    int value;              /* of the history 1 + enum mark_type, of the ratings 1..10 */
    int64_t at;             /* seconds since 1970; 0: unknown */
};

/* A page of a list of holdings. */
enum { HOLDINGS_CURSOR_MAX = 512, HOLDINGS_VERSION_MAX = 160 };
struct holdings_page {
    enum held_list list;
    int64_t part;                     /* of a series only, by the service's own id; 0: all */
    char cursor[HOLDINGS_CURSOR_MAX]; /* "": the first page; becomes that of the next, "" if none */
    int64_t total;                    /* of the answer: how many items the list has; -1: unknown */
};

/* Signing in on a web page: what to show, and what to poll with. */
struct pairing {
    char token[512];   /* identifies the sign-in to the service: a secret */
    char code[32];     /* to be typed there; "": the address contains it */
    char url[512];     /* to be opened */
    char link[512];    /* the same with the code in it; "": there is none */
    int interval;      /* seconds to wait before each poll; a poll may lengthen it */
    int lasts;         /* seconds from its beginning to its end; 0: unknown */
    char verifier[64]; /* proves to the service that it asked for the code: a secret; "": none */
};

#endif
