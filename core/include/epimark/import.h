/* SPDX-License-Identifier: MIT
 *
 * import: what was watched or rated elsewhere, one thing at a time, as another program's export or
 * a service's history says it. A front end reads the export; the client compares it with the
 * journal and takes it in.
 */
#ifndef EPIMARK_IMPORT_H
#define EPIMARK_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/match.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One viewing, or one rating, or both, of an episode, season, series or film. Set size to
 * sizeof(struct epi_imported): members may be added. Unknown: 0, NULL or "", and -1 for season and
 * number. Texts are borrowed, in UTF-8. */
struct epi_imported {
    size_t size;
    const char *source; /* the form that it was read from: "tvtime", "trakt", "netflix" ... */
    const char *place;  /* for people: "tracking-prod-records-v2.csv, line 12" */

    bool film;
    enum epi_scope scope; /* what of the series is rated; what is watched is an episode or a film */
    bool watched;
    bool opened;        /* all that is known is that it was opened: whether it was watched, the user
                         * has to say */
    int64_t watched_at; /* seconds since 1970; 0: it is not known when */
    bool day;           /* of watched_at only the day is known: it is 12:00 UTC of that day */
    int again;          /* further viewings of which nothing more is known */
    int rating;         /* 1..10; 0: none */
    int64_t rated_at;

    const char *series; /* its title, or that of the film */
    bool whole;         /* series is all that the source says in one: "Spider-Man: Far from Home" is
                         * a film, or a series and an episode, parted at one of its colons */
    int year;
    int64_t tvdb; /* ids of the series or film */
    int64_t tvmaze;
    int64_t tmdb;
    int64_t trakt;
    const char *imdb;

    const char *numbering; /* whose season and number these are: "tvdb", "tvmaze", "trakt"; "" */
    int season;            /* 0 are the specials */
    int number;
    int absolute;        /* counted over the whole series */
    const char *title;   /* of the episode */
    const char *airdate; /* "YYYY-MM-DD" */
    int64_t episode_tvdb;
    int64_t episode_tvmaze;
    int64_t episode_trakt;
    const char *episode_imdb;

    const char *path; /* of the file, if it is one: its name is read; in any encoding */
};

#ifdef __cplusplus
}
#endif

#endif
