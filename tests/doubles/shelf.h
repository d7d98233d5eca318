/* SPDX-License-Identifier: MIT
 *
 * shelf: a catalogue in memory, played through the table of functions of core/services/service.h:
 * search gives look-alikes in any order, look-ups and episodes answer with what the shelf holds.
 * For tests of what asks catalogues; no network.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SHELF_H
#define EPIMARK_TESTS_DOUBLES_SHELF_H

#include "core/base/json.h"
#include "core/services/service.h"

enum { SHELF_BITS = 32 };

/* A name of a show as the set of its groups of three letters, hashed. */
struct shelf_name {
    size_t show; /* whose */
    uint64_t bits[SHELF_BITS];
    int count;                 /* of bits */
    uint8_t where[SHELF_BITS]; /* the words that have some */
    int used;
};

struct show {
    struct series tvdb; /* as TheTVDB's search offers it; ids.tvdb 0: TheTVDB does not have it */
    struct series tvmaze;
    char plain[MATCH_TITLE_MAX]; /* what it is called */
    bool full;                   /* its episodes are known; else it has any that is asked for */
    int seasons;                 /* how many it then has; 0: as many as one asks for */
    bool asked;                  /* its name is its own */
    struct episode *episodes;
    size_t episode_count;
};

struct shelf {
    struct show *shows;
    int64_t (*ids)[2]; /* of each: TheTVDB's, TVmaze's */
    size_t count;
    struct shelf_name *names;
    size_t name_count;
};

enum { SHELF_PLACED_MAX = 8 };

/* The catalogue of one shelf, to be a session of shelf_tvdb or shelf_tvmaze. */
struct session {
    const struct shelf *shelf;
    bool tvmaze;           /* knows what TVmaze knows, 10 rows at most; else TheTVDB, 50 */
    size_t requests;       /* so far */
    struct epi_error fail; /* kind set: what every request fails with */
    size_t fails_at;       /* the only request that fails with it, from 1; 0: all of them */
    struct episode placed[SHELF_PLACED_MAX]; /* what is in another order, with its numbers there */
    size_t placed_count;
    enum episode_order placed_in;
    const char *version; /* of all lists, as an ETag; NULL: they have none */
    struct shelf_hit *hits;
};

struct shelf_hit {
    const struct show *show;
    double score;
};

/* In an order, of which all numbers are given one by one, an episode is here. */
void session_place(struct session *session, enum episode_order order, int season, int number,
                   const struct episode *episode);

extern const struct service shelf_tvdb;
extern const struct service shelf_tvmaze;

/* Empty; shelf_close frees all. */
void shelf_open(struct shelf *shelf);
void shelf_close(struct shelf *shelf);

/* Puts in shows.jsonl, episodes.jsonl and anime.jsonl of a folder. */
void shelf_load(struct shelf *shelf, const char *folder);

/* Calls visit for each line of a file of JSON Lines. Fails the test if there is no such file. */
typedef void (*shelf_visit)(void *context, const struct json *row);
void shelf_each_line(const char *folder, const char *file, shelf_visit visit, void *context);

/* A new show of that title, known to both catalogues if both ids are set. */
struct show *shelf_add(struct shelf *shelf, const char *title, int year, int64_t tvdb,
                       int64_t tvmaze);

/* Gives it that id at TVmaze. */
void shelf_set_tvmaze(struct shelf *shelf, struct show *show, int64_t id);

/* Adds an alias, or an episode: from then on the show has only the episodes that were added. */
void shelf_add_alias(struct shelf *shelf, struct show *show, const char *alias);
void shelf_add_episode(struct show *show, const struct episode *episode);

/* By either id; NULL if there is none. */
struct show *shelf_find(const struct shelf *shelf, int64_t tvdb, int64_t tvmaze);

/* Answers as one catalogue; failures and the DVD order are off. */
void session_open(struct session *session, const struct shelf *shelf, bool tvmaze);
void session_close(struct session *session);

#endif
