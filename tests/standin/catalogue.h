/* SPDX-License-Identifier: MIT
 *
 * catalogue: the series and episodes that the stand-in's services know, each with the names,
 * ids and numbers under which every service knows it. Read once, then constant.
 */
#ifndef EPIMARK_TESTS_STANDIN_CATALOGUE_H
#define EPIMARK_TESTS_STANDIN_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name in a language (ISO 639-3). */
struct title {
    char language[4];
    char *text;
};

/* Ids that nobody wrote down are made from these numbers on, for series and for episodes. */
enum { STAND_MADE_TVMAZE = 100000000, STAND_MADE_TVDB = 200000000, STAND_MADE_TRAKT = 300000000 };

struct episode {
    const struct show *show;
    int64_t tvmaze, tvdb, trakt; /* 0: that service does not know it */
    char imdb[16];
    char *name; /* English; NULL: none yet */
    struct title *titles;
    size_t title_count;
    char date[11]; /* "" unknown */
    int runtime;
    int season, number;           /* TheTVDB's aired order; season 0: specials, -1: unknown there */
    int maze_season, maze_number; /* TVmaze's; a special has the number -1 */
    char *maze_name;              /* TVmaze's, where it is another; NULL: the same */
    char maze_date[11];
    int dvd_season, dvd_number; /* -1: not in that order */
    int alt_season, alt_number; /* TheTVDB's alternate and regional orders, as dvd */
    int reg_season, reg_number;
    int absolute; /* -1: not counted */
    bool minor;   /* an insignificant special */
    bool movie;   /* a film among the specials */
};

/* How a name is looked for: folded, and cut into words. */
enum { KEY_WORDS_MAX = 24 };
struct word {
    uint32_t letters; /* the set of its bytes, modulo 32 */
    uint16_t at, length;
    bool small; /* says little: "the" */
};
struct key {
    char *text;
    struct word words[KEY_WORDS_MAX];
    size_t word_count;
    uint32_t letters; /* of all words */
};

struct show {
    bool film; /* no series at all: a decoy in searches */
    int64_t tvmaze, tvdb, trakt, tmdb, tvrage;
    char imdb[16];
    char *name;      /* as TVmaze has it */
    char *tvdb_name; /* as TheTVDB v2 has it: with " (2005)" where names are equal */
    char *slug, *network, *overview;
    char kind[24]; /* "Scripted" */
    char premiered[11], ended[11], time[6];
    char country[3], language[4]; /* ISO 3166 alpha-2, ISO 639-3 */
    int year, runtime;
    int popularity; /* 0..100, as in TVmaze's weight */
    bool web, dvd_first;
    struct title *titles;
    size_t title_count;
    char **aliases;
    size_t alias_count;
    struct key *keys;
    size_t key_count;
    struct episode *episodes; /* by TheTVDB's season and number */
    size_t episode_count;
};

struct catalogue {
    struct show *shows;
    size_t count;
};

/* Reads the stand-in's own file; NULL after a line on stderr. */
struct catalogue *catalogue_read(const char *path);

/* Reads shows.jsonl, episodes.jsonl and, if it is there, anime.jsonl of a folder; NULL after a line
 * on stderr. */
struct catalogue *catalogue_read_dir(const char *dir);

void catalogue_free(struct catalogue *catalogue);

/* For the readers: an empty show or episode added, and what is derived once all is read. */
struct show *catalogue_add_show(struct catalogue *catalogue, const char *name);
struct episode *catalogue_add_episode(struct show *show, int season, int number);
void catalogue_add_title(struct title **titles, size_t *count, const char *language,
                         const char *text);
void catalogue_add_alias(struct show *show, const char *alias);
void catalogue_finish(struct catalogue *catalogue);

/* Each gives NULL when nothing has the id; 0 and "" are the id of nothing. Films are not found. */
const struct show *catalogue_by_tvmaze(const struct catalogue *c, int64_t id);
const struct show *catalogue_by_tvdb(const struct catalogue *c, int64_t id);
const struct show *catalogue_by_trakt(const struct catalogue *c, int64_t id);
const struct show *catalogue_by_imdb(const struct catalogue *c, const char *id);
const struct show *catalogue_by_slug(const struct catalogue *c, const char *slug);
const struct episode *catalogue_episode_tvmaze(const struct catalogue *c, int64_t id);
const struct episode *catalogue_episode_tvdb(const struct catalogue *c, int64_t id);
const struct episode *catalogue_episode_trakt(const struct catalogue *c, int64_t id);
const struct episode *catalogue_episode_imdb(const struct catalogue *c, const char *id);
const struct episode *catalogue_episode(const struct show *show, int season, int number);

/* A title in a language, NULL when there is none. */
const char *catalogue_title(const struct title *titles, size_t count, const char *language);

/* ---- In search.c ---- */

struct hit {
    const struct show *show;
    double score; /* 0..1 */
};

/* Folds a name: case, accents and punctuation gone. The caller frees. */
char *search_fold(const char *name);
void search_key(struct show *show, const char *name);

/* Fills up to max hits, best first; equal ones by age of their id. least: the share of the query,
 * 0..1, that a name must answer at least. */
size_t search_shows(const struct catalogue *c, const char *query, double least, struct hit *hits,
                    size_t max);

#endif
