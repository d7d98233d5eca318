/* SPDX-License-Identifier: MIT
 *
 * match: what a file name says, and which series and episodes a file is, as plain values. The
 * library makes and owns every struct here and may add members at its end in a later version:
 * read them through the pointers that you are given, and neither copy nor declare one.
 */
#ifndef EPIMARK_MATCH_H
#define EPIMARK_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A match from this confidence on is sure: it is acted upon without asking. */
#define EPI_MATCH_SURE 0.9

/* What of a series is meant. */
enum epi_scope { EPI_SCOPE_EPISODE, EPI_SCOPE_SEASON, EPI_SCOPE_SERIES };

/* ---- What a catalogue knows ---- */

/* A series, or a film. Unknown: 0 and "". */
struct epi_series {
    const char *title;
    int year;            /* of its first episode */
    const char *country; /* ISO 3166 alpha-2, upper case: "US" */
    int64_t tvdb;        /* its id at TheTVDB */
    int64_t tvmaze;      /* and at TVmaze */
    const char *imdb;    /* and at IMDb: "tt0903747" */
    const char *network; /* who broadcasts it */
    int64_t tmdb;        /* of a film, at TMDB */
};

/* An episode. Unknown: 0 and ""; -1 for season and number. */
struct epi_episode {
    int season; /* 0 are the specials */
    int number;
    int absolute; /* counted over the whole series */
    const char *title;
    const char *airdate; /* "YYYY-MM-DD" */
    int64_t tvdb;
    int64_t tvmaze;
};

/* One answer to the question which episode a file is. */
struct epi_candidate {
    const struct epi_series *series;
    const struct epi_episode *episode; /* NULL: none was found */
    const char *source;                /* which catalogue offers it, "user" for a correction */
    double confidence;                 /* 0..1 */
    const char *reason;                /* why, in words */
    /* Another episode of a series that is among the candidates before: the name means it if it is
     * read in another way. Its season and number are then part of the answer. */
    bool other;
    bool current; /* of a list to choose from: what the file is taken for now */
    bool film;    /* it is the film that series names; there is no episode */
};

/* All that was found for one file. */
struct epi_match {
    /* If it is sure: one for each episode that the name means, in the name's order. One that no
     * catalogue has is without an episode. */
    const struct epi_candidate *const *episodes;
    size_t count;
    const char *reason; /* why it is sure, or what is missing */
    /* What came closest, the best first. */
    const struct epi_candidate *const *candidates;
    size_t candidate_count;
};

/* ---- What a name says ---- */

enum epi_guess_kind {
    EPI_GUESS_NONE,    /* nothing that could be looked up */
    EPI_GUESS_EPISODE, /* one or more episodes, or a season pack, of a series */
    EPI_GUESS_MOVIE,   /* a title without an episode's number */
};

/* Another reading of an ambiguous number. */
struct epi_alternative {
    int16_t season;  /* -1: none, the number counts over the whole series */
    int16_t episode; /* within the season, or absolute */
};

/* Absent: -1 for season, part and version; 0 for year and ids; "" for text. */
struct epi_guess {
    enum epi_guess_kind kind;
    const char *title;
    const char *alternative_title;
    const char *episode_title;
    const char *group;   /* who released the file */
    const char *country; /* ISO 3166 alpha-2, upper case */
    const char *network; /* who broadcasts it */
    const char *date;    /* air date, "YYYY-MM-DD" */
    int year;            /* of the series, as named */
    int season;
    int part;                /* of a mini-series or a story told in parts */
    int version;             /* of the release: 2 for "v2" */
    const int16_t *episodes; /* within the season, ascending */
    size_t episode_count;
    const int16_t *absolute; /* counted over the whole series, ascending */
    size_t absolute_count;
    bool special;     /* called a special, OVA or the like in words */
    bool season_pack; /* a whole season, no single episode */
    int64_t tvdb;     /* ids that are written in the name or a folder's name */
    int64_t tvmaze;
    const char *imdb;
    double confidence;                      /* 0..1: how sure this reading is */
    struct epi_alternative alternatives[2]; /* other readings; one that has any is not sure */
    size_t alternative_count;
    bool film;    /* the name is a film's: EPI_GUESS_MOVIE, with a title and a year, or an id */
    int64_t tmdb; /* of a film, at TMDB; written in the name or a folder's name */
};

/* One word of a name, what it was taken for, and the rule that said so. */
struct epi_word {
    const char *text; /* its len bytes, not terminated */
    size_t offset;    /* bytes from the start of the name, or of the path of an address */
    size_t len;
    const char *role; /* "title", "season", "source" ... */
    const char *rule;
};

struct epi_parser; /* reads names, one after the other; of one thread */

/* NULL, with err, if memory is short. */
struct epi_parser *epi_parser_new(struct epi_error *err);
void epi_parser_free(struct epi_parser *parser);

/* Reads a path, an address, a bare name or a media title of len bytes, in any encoding; never
 * fails. Of an address the path is read, with %XX decoded. The guess is valid until the parser
 * reads again. */
const struct epi_guess *epi_parser_read(struct epi_parser *parser, const char *name, size_t len);

/* The absolute path of a file that is named from the working folder, as a player would name it: the
 * folders in it say more. False if a name of len bytes is no such file. */
bool epi_parser_path(const char *name, size_t len, char *path, size_t size);

/* The same as epi_parser_read, and calls visit for each word of the name, in their order; false
 * from visit ends it. NULL, with err, if memory is short. */
typedef bool (*epi_parser_visit)(void *context, const struct epi_word *word);
const struct epi_guess *epi_parser_explain(struct epi_parser *parser, const char *name, size_t len,
                                           epi_parser_visit visit, void *context,
                                           struct epi_error *err);

/* Changes the guess of the last name as .epimark in the folder of a file says, if it has one: the
 * ids of its series, and the numbers. path is absolute. Reads the disk. False, with the guess
 * unchanged and the reason in err, if that file cannot be used. */
bool epi_parser_in_folder(struct epi_parser *parser, const char *path, struct epi_error *err);

/* How alike two titles are once case, accents, punctuation and articles are set aside: 1 is the
 * same, 0 nothing in common. */
double epi_parser_similarity(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
