/* SPDX-License-Identifier: MIT
 *
 * resolving: what the tests of resolve and its helpers share: two catalogues over one shelf, a
 * journal, and short ways to ask. Each asserts what its comment says.
 */
#ifndef EPIMARK_TESTS_DOUBLES_RESOLVING_H
#define EPIMARK_TESTS_DOUBLES_RESOLVING_H

#include "core/base/config.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "tests/doubles/shelf.h"

enum { RESOLVING_NOW = 1700000000 /* 2023-11-14 */ };

struct resolving {
    struct shelf shelf;
    struct session tvdb; /* asked first */
    struct session tvmaze;
    struct epi_config config;
    char *folder;
    struct journal *journal;
    struct apart *apart;
    struct anime_list *anime_list; /* by config.anime_list */
    struct resolve *resolve;
    struct resolution *got; /* of the last question */
    struct sibling_names *names;
    double duration; /* of the files, 0 unknown */
};

/* The setup and teardown of a test. */
int resolving_begin(void **state);
int resolving_end(void **state);

/* A show that both catalogues know: id is the one at TheTVDB, at TVmaze it is 50000 more. It has
 * that many seasons of that many numbers, weekly from the start of the year, with absolute numbers
 * over the whole series. */
struct show *resolving_show(struct resolving *f, const char *title, int year, int64_t id,
                            int seasons, int numbers);
void resolving_seasons(struct show *show, int year, int seasons, int numbers);
struct episode *resolving_listed(struct show *show, int season, int number);
void resolving_title(struct show *show, int season, int number, const char *title);

/* The user says which order the names of a series follow. */
void resolving_order(struct resolving *f, const struct series_ids *ids, enum episode_order order);

/* Resolves a guess; the result is in f->got. */
bool resolving_guess(struct resolving *f, const char *path, const struct guess *guess,
                     struct epi_error *err);

/* Reads and resolves a name. The second asserts the outcome, the third a sure match with that
 * episode of the show with that id at TheTVDB. */
void resolving_ask(struct resolving *f, const char *path);
void resolving_to(struct resolving *f, const char *path, enum resolution_outcome outcome);
void resolving_episode(struct resolving *f, const char *path, int64_t tvdb, int season, int number);

/* The names of the other videos in the folder of all files from now on, up to a NULL. */
void resolving_beside(struct resolving *f, ...) __attribute__((sentinel));

/* Asserts that the n-th candidate is that episode, of a series that was offered before (other) or
 * not. */
void resolving_offers(const struct resolving *f, size_t n, bool other, int season, int number);

/* Asserts that text contains words. */
void resolving_contains(const char *text, const char *words);

#endif
