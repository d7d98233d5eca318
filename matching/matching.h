/* SPDX-License-Identifier: MIT
 *
 * matching: what a file name says, and which series it belongs to. The only header of this folder
 * that others include.
 *
 * Pure functions over plain values: no I/O, no clock, no locale, no allocation, no state. Any
 * thread may call them. Every string is UTF-8 and terminated; one that does not fit is cut between
 * characters.
 */
#ifndef EPIMARK_MATCHING_MATCHING_H
#define EPIMARK_MATCHING_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MATCH_INPUT_MAX = 65536,  /* bytes of a path; the rest is ignored */
    MATCH_TITLE_MAX = 256,    /* bytes of a title, with its terminator */
    MATCH_EPISODES_MAX = 128, /* episodes that one file may name; a longer range is a season pack */
    MATCH_ALTERNATIVES_MAX = 2 /* other readings of one number */
};

/* From this confidence on a match is sure, and is sent without asking the user. */
#define MATCH_SURE 0.9

/* ---- Reading a name (name.c) ---- */

/* The ids of a series, or of a film, at the services. Unknown: 0, "". */
struct series_ids {
    int64_t tvdb;
    int64_t tvmaze;
    char imdb[16]; /* "tt0903747" */
    int64_t tmdb;  /* of films: nothing that looks up series knows it */
};

enum guess_kind {
    GUESS_NONE,    /* nothing in the name can be looked up */
    GUESS_EPISODE, /* one or more episodes, or a season pack, of a series */
    GUESS_MOVIE,   /* a title without an episode number */
};

/* What an ambiguous number may mean as well: "Show - 108" is episode 108 or 1x08. */
struct alternative {
    int16_t season;  /* -1: none, the number counts over the whole series */
    int16_t episode; /* within the season, or absolute */
};

/* What a name says. Absent: -1 for season, part and version; 0 for year; "" for text. */
struct guess {
    enum guess_kind kind;
    char title[MATCH_TITLE_MAX];
    char alternative_title[MATCH_TITLE_MAX];
    char episode_title[MATCH_TITLE_MAX];
    char group[64];                       /* who released the file */
    char network[16];                     /* who broadcasts the series: "BBC" */
    char country[3];                      /* ISO 3166 alpha-2, upper case: "US" */
    char date[11];                        /* air date, "YYYY-MM-DD" */
    int year;                             /* of the series, as named */
    int season;                           /* 0: specials */
    int part;                             /* "Part 2", of a miniseries or a story in parts */
    int version;                          /* of the release: 2 for "v2" */
    int16_t episodes[MATCH_EPISODES_MAX]; /* within the season, ascending */
    int16_t absolute[MATCH_EPISODES_MAX]; /* counted over the whole series, ascending */
    int episode_count;
    int absolute_count;
    /* Other readings of an ambiguous number, the likelier first. A guess that has any is not sure:
     * a catalogue decides. */
    struct alternative alternatives[MATCH_ALTERNATIVES_MAX];
    int alternative_count;
    bool special;          /* the name says "special", "OVA" or the like */
    bool season_pack;      /* a whole season, not single episodes */
    bool film;             /* a film's name: GUESS_MOVIE, and more than any title (film.h) */
    struct series_ids ids; /* written in the path: certain, not guessed */
    double confidence;     /* 0..1 that the name is read correctly */
};

/* Reads a name of len bytes, in any encoding: a path, the name of a file, the decoded path of a URL
 * or a media title. Never fails: a name that says nothing is GUESS_NONE. Takes time linear in len.
 * The bytes after the terminator of a text in out are not written. */
void match_parse(const char *name, size_t len, struct guess *out);

/* Whether the name of a file ends as that of a video does: ".mkv". */
bool match_is_video(const char *name, size_t len);

/* One word of a name and what it was read as. role ("title", "season" ...) and rule (the name of
 * the rule that said so, or "") are static strings. */
struct match_word {
    size_t offset; /* bytes from the start of the name */
    size_t len;
    const char *role;
    const char *rule;
};

/* As match_parse; also stores up to max words, in the order of the name. Returns how many words
 * there are, which may be more than max. */
size_t match_explain(const char *name, size_t len, struct guess *out, struct match_word *words,
                     size_t max);

/* ---- Evidence (clue.c, clue.def) ---- */

enum {
    MATCH_CLUES_MAX = 16,      /* of one series, or of its episodes */
    MATCH_CLUE_NAME_MAX = 32,  /* bytes of the name of one, with the terminator */
    MATCH_CLUE_WORDS_MAX = 128 /* and of its words */
};

/* A clue is a piece of evidence for or against a series or an episode. Each kind is a row of
 * clue.def. */
enum clue_kind {
#define CLUE(name, value, is, use, words) CLUE_##name,
#include "matching/clue.def"
#undef CLUE
    CLUE_KINDS
};

enum clue_value { CLUE_IS_WEIGHT, CLUE_IS_CERTAINTY };

/* SAID: it stands in the reason of a match; SHOWN: only in the list of all evidence; LIMIT: it is
 * no evidence, but scales or bounds some. */
enum clue_use { CLUE_SAID, CLUE_SHOWN, CLUE_LIMIT };

struct clue_row {
    const char *name; /* "YEAR_NEAR" */
    double value;
    enum clue_value is;
    enum clue_use use;
    const char *words;
};

struct clue {
    enum clue_kind kind;
    double value;     /* the weight or the certainty in this case */
    char details[28]; /* what the words need, separated by blanks: "2004 2005" */
};

struct clues {
    struct clue list[MATCH_CLUES_MAX];
    int count;
};

/* The row of a kind; static. */
const struct clue_row *match_clue_row(enum clue_kind kind);

/* The value in its row. */
double match_clue_value(enum clue_kind kind);

/* The name of its row: "year-near". */
void match_clue_name(enum clue_kind kind, char *name, size_t size);

/* Adds a clue, if there is room, with its value in this case. */
void match_clue(struct clues *clues, enum clue_kind kind, double value);
void match_clue_of(struct clues *clues, enum clue_kind kind, double value, const char *details, ...)
    __attribute__((format(printf, 4, 5)));

/* "year 2004 is near 2005". */
void match_clue_words(const struct clue *clue, char *words, size_t size);

/* The words of all that are said: "title is the same; year 2005 fits". */
void match_clue_reason(const struct clues *clues, char *reason, size_t size);

/* ---- Ranking series (rank.c) ---- */

enum {
    MATCH_ALIASES_MAX = 16,   /* other names of one series */
    MATCH_CANDIDATES_MAX = 50 /* series that one search may offer */
};

/* A series as a catalogue describes it. Unknown: 0, "". */
struct series {
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
    char aliases[MATCH_ALIASES_MAX][MATCH_TITLE_MAX / 2]; /* including translations */
    int alias_count;
    int year;         /* of the first episode */
    int year_end;     /* of the last one; 0: still running, or unknown */
    char country[3];  /* ISO 3166 alpha-2, upper case */
    char language[4]; /* ISO 639-3, lower case: "eng" */
    char network[64];
    bool anime;     /* animation made in Japan */
    int runtime;    /* minutes of a usual episode */
    int popularity; /* by the catalogue, 0..100 */
};

/* An episode as a catalogue describes it. Unknown: 0, ""; for season and number -1. */
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

/* How well a candidate fits, and why. */
struct score {
    double weight;     /* natural logarithm, regardless of other candidates; 0 fits perfectly: the
                        * sum of the clues */
    double confidence; /* 0..1 that this series is meant, given all candidates */
    bool same_title;   /* the title in the name is its title or an alias, folded */
    struct clues clues;
};

/* Scores candidates against a guess. They are in the order of the catalogue, best first; count is
 * at most MATCH_CANDIDATES_MAX. duration: of the file in seconds, 0 if unknown. */
void match_rank(const struct guess *guess, double duration, const struct series *candidates,
                size_t count, struct score *scores);

/* Computes the confidences again after a caller has changed weights. */
void match_weigh(struct score *scores, size_t count);

/* Returns how well a file of duration seconds fits an episode of that many minutes: a natural
 * logarithm, 0 if it fits or if either is unknown (0), else negative. */
double match_duration(double duration, int minutes);

/* Whether a file of duration seconds is shorter than half an episode of that many minutes, or
 * longer than two; false if either is unknown (0). */
bool match_duration_contradicts(double duration, int minutes);

/* Whether the network in a name is certainly not that of a series. */
bool match_network_contradicts(const struct guess *guess, const struct series *series);

/* Returns what titles call a country, given its ISO 3166 code: "UK" for "GB", else the code
 * itself. */
const char *match_country_in_titles(const char *country);

/* ---- Titles (alike.c, season_title.c) ---- */

/* Compares two titles, ignoring case, accents, punctuation and articles. Returns 1 if they are the
 * same, 0 if they have nothing in common. */
double match_similarity(const char *a, const char *b);

/* Folds a title into a key of at most size bytes: case, accents and punctuation are gone. */
void match_fold(const char *title, char *folded, size_t size);

/* Whether the title in a name is that of a later season. Catalogues list such titles as aliases of
 * the series. */
enum season_title {
    SEASON_TITLE_NONE, /* it is the title of the series */
    /* It continues the title of the series, or is an alias of an anime that no other continues:
     * it means the series or a later season. */
    SEASON_TITLE_SUBTITLE,
    SEASON_TITLE_NUMBERED, /* it has a number that may not be a season's */
    SEASON_TITLE_OF,       /* SEASON_TITLE_OF + n is the title of season n */
};
int match_season_title(const struct guess *guess, const struct series *series);

/* Whether the title in a name is another name of the series and more words after it, but not the
 * name of the series itself: "Title - Arc of the Moon", seldom its first season. */
bool match_season_continues(const struct guess *guess, const struct series *series);

/* Which season a word of the title may mean, by any number after the first word: "Title III",
 * "Title - San no Maki"; 0 if none does, SEASON_LAST if it says that it is the last. A hint: it
 * decides nothing. */
enum { SEASON_LAST = -1 };
int match_season_hint(const struct guess *guess);

/* Reads "Title 2" or "Title II" as season 2 of "Title" into season. Returns false, with season
 * unchanged, if the title does not end so. */
bool match_sequel(const struct guess *guess, struct guess *season);

/* Whether a series is anime or may be, so that numbers may count over the whole series. */
bool match_anime(const struct series *series);

#endif
