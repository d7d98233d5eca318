/* SPDX-License-Identifier: MIT
 *
 * matching: what a file name says, and which show answers it.
 *
 * Pure functions over plain values: no I/O, no clock, no locale, no allocation, no state. Any
 * thread may call anything here. Every string is UTF-8 and always terminated; what does not fit
 * is cut at a character's border.
 */
#ifndef EPIMARK_MATCHING_MATCHING_H
#define EPIMARK_MATCHING_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MATCH_INPUT_MAX = 65536, /* bytes of a path that are read; the rest is ignored */
    MATCH_TITLE_MAX = 256,   /* bytes of a title with its terminator */
    MATCH_EPISODES_MAX = 128 /* episodes one file may name; a longer range is a season pack */
};

/* A match at or above this confidence is sure: it is sent without asking. */
#define MATCH_SURE 0.9

/* The ids of a series, as services write them. 0 and "" mean unknown. */
struct series_ids {
    int64_t tvdb;
    int64_t tvmaze;
    char imdb[16]; /* "tt0903747" */
};

enum guess_kind {
    GUESS_NONE,    /* the name says nothing that could be looked up */
    GUESS_EPISODE, /* one or more episodes, or a season pack, of a series */
    GUESS_MOVIE,   /* a title without an episode's number */
};

/* What a name says. Absent: -1 for season, part and version; 0 for year; "" for text. */
struct guess {
    enum guess_kind kind;
    char title[MATCH_TITLE_MAX];
    char alternative_title[MATCH_TITLE_MAX];
    char episode_title[MATCH_TITLE_MAX];
    char group[64];                       /* who released the file */
    char country[3];                      /* ISO 3166 alpha-2, upper case: "US" */
    char date[11];                        /* air date, "YYYY-MM-DD" */
    int year;                             /* of the series, as named */
    int season;                           /* 0 are the specials */
    int part;                             /* of a mini-series or a story told in parts */
    int version;                          /* of the release: 2 for "v2" */
    int16_t episodes[MATCH_EPISODES_MAX]; /* within the season, ascending */
    int16_t absolute[MATCH_EPISODES_MAX]; /* counted over the whole series, ascending */
    int episode_count;
    int absolute_count;
    bool special;          /* called a special, OVA or the like in words */
    bool season_pack;      /* a whole season, no single episode */
    struct series_ids ids; /* written in the name or a folder's name: facts, not guesses */
    double confidence;     /* 0..1: how sure this reading is */
};

/* Reads the name of a file: a path, a bare name, a URL's decoded path or a media title of len
 * bytes, in any encoding. Never fails: what says nothing is GUESS_NONE. Linear in len. Of a text
 * in out nothing is written behind its end. */
void match_parse(const char *name, size_t len, struct guess *out);

/* One word of a name and what it was taken for, in the order of the name. role ("title",
 * "season", "source" ...) and rule (the rule's name in its table) are static strings. */
struct match_word {
    size_t offset; /* bytes from the start of the name */
    size_t len;
    const char *role;
    const char *rule;
};

/* As match_parse, and tells up to max words in words. Returns how many there are. */
size_t match_explain(const char *name, size_t len, struct guess *out, struct match_word *words,
                     size_t max);

enum {
    MATCH_ALIASES_MAX = 16,   /* other names of one series that are kept */
    MATCH_CANDIDATES_MAX = 50 /* series that one search may offer */
};

/* A series as a catalogue offers it. Absent: 0, "". */
struct series {
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
    char aliases[MATCH_ALIASES_MAX][MATCH_TITLE_MAX / 2]; /* and translations */
    int alias_count;
    int year;         /* of the first episode */
    int year_end;     /* of the last; 0 while it runs or unknown */
    char country[3];  /* ISO 3166 alpha-2, upper case */
    char language[4]; /* ISO 639-3, lower case: "eng" */
    char network[64];
    bool anime;  /* an animation made in Japan */
    int runtime; /* minutes of a usual episode */
    int weight;  /* the catalogue's own popularity, 0..100 */
};

/* An episode as a catalogue tells it. Absent: 0, ""; season and number -1. */
struct episode {
    int64_t tvdb;
    int64_t tvmaze;
    int season;
    int number;
    int absolute;
    char title[MATCH_TITLE_MAX];
    char airdate[11]; /* "YYYY-MM-DD" */
    int runtime;      /* minutes */
    bool special;
};

/* How well a candidate fits, and why, to be shown: "title is the same; year 2005 fits". */
struct score {
    double weight;     /* by itself: a natural logarithm, 0 is a perfect fit */
    double confidence; /* 0..1 that this series is the one meant, given all candidates */
    bool same_title;   /* its title or an alias is, folded, what the name says */
    char reason[256];
};

/* Scores count candidates, in the catalogue's own order (best first), against a guess.
 * duration: seconds of the file, 0 where unknown. scores has room for count. */
void match_rank(const struct guess *guess, double duration, const struct series *candidates,
                size_t count, struct score *scores);

/* Fills confidence from the weights, for who added to them what else is known. */
void match_weigh(struct score *scores, size_t count);

/* The index of the best score, or -1 where there is none. */
int match_best(const struct score *scores, size_t count);

/* How well a file of duration seconds may be minutes of running time: 0 is well, below that a
 * natural logarithm; 0 where either is 0. */
double match_duration(double duration, int minutes);

/* Compares two titles folded (case, marks, punctuation, articles): 1 is the same, 0 nothing in
 * common. */
double match_similarity(const char *a, const char *b);

/* What the title in a name says of the season it stands for: catalogues keep the titles of later
 * seasons as aliases of the series. */
enum match_part {
    PART_NONE,     /* it is the series' own */
    PART_SUBTITLE, /* it goes on from the series' title: all of it, or a later season */
    PART_NUMBERED, /* it has a number that is not a season's for sure */
    PART_SEASON,   /* from here on: PART_SEASON + n is season n */
};
int match_part(const struct guess *guess, const struct series *series);

/* Reads "Title 2" or "Title II" as the second season of "Title"; false where it is not so. */
bool match_sequel(const struct guess *guess, struct guess *season);

/* Whether a series is told, or may be taken, to be anime: then numbers count over the series. */
bool match_anime(const struct series *series);

/* Folds a title, to be a key: case, marks and punctuation are gone. */
void match_fold(const char *title, char *folded, size_t size);

#endif
