/* SPDX-License-Identifier: MIT
 *
 * values: the nouns that services are handed and give, as plain values to copy, and the words for
 * them. Pure. Any room above may use it without knowing what a service is.
 */
#ifndef EPIMARK_SERVICES_VALUES_H
#define EPIMARK_SERVICES_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"

struct json;

/* ---- Ids ---- */

/* The catalogues whose ids a series and an episode carry. */
enum id_kind { ID_TVDB, ID_TVMAZE, ID_KINDS };

/* "tvdb": the name of a kind in JSON and in "tvdb:81189". Static. */
const char *values_id_name(enum id_kind kind);

/* One id; 0: unknown. */
int64_t values_series_id(const struct series_ids *ids, enum id_kind kind);
int64_t values_episode_id(const struct episode *episode, enum id_kind kind);
void values_set_series_id(struct series_ids *ids, enum id_kind kind, int64_t id);
void values_set_episode_id(struct episode *episode, enum id_kind kind, int64_t id);

/* Whether any id of a series is known, one of IMDb included. */
bool values_has_id(const struct series_ids *ids);

/* All ids as members of a JSON object, "imdb" included, and back. Unknown ids have no member. */
void values_write_series_ids(struct json *object, const struct series_ids *ids);
void values_read_series_ids(const struct json *object, struct series_ids *ids);
void values_write_episode_ids(struct json *object, const struct episode *episode);
void values_read_episode_ids(const struct json *object, struct episode *episode);

/* ---- Episodes ---- */

/* How episodes are numbered. */
enum episode_order { ORDER_AIRED, ORDER_DVD, ORDER_ABSOLUTE };

/* Which episodes of a series are wanted: by number in an order, or by air date; -1 and "" leave it
 * open. With an order only: all of them. */
struct episode_query {
    enum episode_order order;
    int season;
    int number;    /* in ORDER_ABSOLUTE the absolute number */
    char date[11]; /* "YYYY-MM-DD" */
};

/* ---- What is sent ---- */

/* What a mark or a rating is about: an episode, a season or a series. */
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

/* A subject in words: "Firefly 1x02", "Firefly, season 1", "Firefly of 2002-09-27", "Firefly". */
void values_subject_label(const struct subject *subject, char *label, size_t size);

enum mark_type { MARK_WATCHED, MARK_ACQUIRED, MARK_SKIPPED };

/* "watched", "acquired" or "skipped". Static. */
const char *values_mark_name(enum mark_type type);

/* The type of that name. False, with type untouched, if there is none. */
bool values_mark_find(const char *name, enum mark_type *type);

struct mark {
    struct subject subject;
    enum mark_type type;
    int64_t at;    /* seconds since 1970 when it was watched */
    int64_t until; /* played, unplay: if live watching reported the play, the latest time that the
                    * service may have given it; 0: it has exactly the time at */
};

enum { RATING_LOVE = 11, RATING_HATE = 12 }; /* known to Trakt v1 only */

struct rating {
    struct subject subject;
    int value; /* 1..10; 0 takes the rating back */
    int64_t at;
};

/* Live watching: what the player does. A stop at LIVE_PLAYED % or later is a play. */
enum live_action { LIVE_START, LIVE_PAUSE, LIVE_STOP };
enum { LIVE_PLAYED = 80 };

/* ---- What comes back ---- */

/* Who is signed in. */
struct account {
    char name[128];
    char level[32];     /* "premium: gold", "VIP", "" */
    char allowed[96];   /* what it may do at the service: "marks, votes" */
    int64_t expires_at; /* end of the token, seconds since 1970; 0: never or unknown */
};

/* An episode as its user has marked it. season and number are -1 if the service does not say. */
struct marked {
    struct episode episode;
    enum mark_type type;
    int64_t at; /* seconds since 1970; 0: unknown */
};

/* Signing in on a web page: what to show, and what to ask with. */
struct pairing {
    char token[512]; /* what the service knows it by: a secret */
    char code[32];   /* to be typed there; "": the address has it */
    char url[512];   /* to be opened */
    int interval;    /* seconds to wait before each poll; a poll may lengthen it */
    int64_t ends_at; /* seconds since 1970, 0: unknown */
};

#endif
