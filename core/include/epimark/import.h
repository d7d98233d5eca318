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

struct epi_client;
struct epi_import;

/* Collects what is to be imported, by a client that outlives it. NULL on failure. */
struct epi_import *epi_import_new(struct epi_client *client, struct epi_error *err);
void epi_import_free(struct epi_import *import);

/* Adds one thing, which is copied. Before epi_import_find. */
bool epi_import_add(struct epi_import *import, const struct epi_imported *imported,
                    struct epi_error *err);

/* Keeps that a part of the export cannot be read: where, and why. Of very many only the number. */
bool epi_import_add_unreadable(struct epi_import *import, const char *place, const char *why,
                               struct epi_error *err);

/* Whether a name is that of a service; not each can be asked for what an account holds there. */
bool epi_import_service_is(const char *name);

/* Adds all that an account holds at a service ("trakt"), which is asked for what is not known of it
 * yet; after an interruption the next call goes on. Before epi_import_find. */
bool epi_import_service_add(struct epi_client *client, const char *service,
                            struct epi_import *import, struct epi_error *err);

/* Leaves out all but what is of one title, as the export or a catalogue has it, with the year
 * behind it ("House of Cards (1990)") or without. Before epi_import_find, which fails if there is
 * none. */
bool epi_import_only(struct epi_import *import, const char *title, struct epi_error *err);

/* How many things, each a viewing or a rating, are of which kind. */
struct epi_import_counts {
    size_t viewings;  /* new, and surely known what they are */
    size_t ratings;   /* the same */
    size_t known;     /* the journal has them, or they are twice in the export */
    size_t older;     /* ratings that the journal has a newer one of */
    size_t unsure;    /* it is not sure what they are: they are held, and `epimark pending` asks */
    size_t unread;    /* they do not say which episode, or of which series: they are left out */
    size_t opened;    /* only opened: they are left out unless they are taken for watched */
    size_t films;     /* films, which the options leave out */
    size_t later;     /* a catalogue could not be asked: they are looked up with the next sync */
    size_t postponed; /* nor here, and no number says which episode: they are left out; the same
                       * import takes them in once a catalogue answers */
};

/* What would be sent to one service. */
struct epi_import_target {
    const char *service; /* "tvmaze" */
    const char *kind;    /* "mark", "play", "rate" */
    size_t count;
    bool signed_in;
    bool at_most; /* what the service has is not known yet: that is left out when it is sent */
};

/* What an import comes to. The library makes it, as the structs of match.h. */
struct epi_import_plan {
    struct epi_import_counts counts;
    size_t series; /* of which there is anything */
    size_t films;
    const struct epi_import_target *targets;
    size_t target_count;
    size_t unreadable; /* parts of the export */
    size_t files;      /* whose names say neither a series nor a film */
    size_t borrowed;   /* of the new ones: found at TVmaze by numbers that are TheTVDB's */
};

/* All there is of one series, or of one film. */
struct epi_import_group {
    const char
        *title; /* as it is known, or as the export has it; of a file without one, its name */
    int year;
    bool film;
    const struct epi_series *series; /* NULL: it is not sure which one it is */
    struct epi_import_counts counts;
    const char *reason; /* why something is unsure, or "" */
    const char *place;  /* of the first that is, or of the first of all */
};

/* Looks up what it all is and compares it with the journal; writes nothing but what is cached.
 * opened: what was only opened is taken for watched. Can be called again. NULL on failure; that a
 * catalogue cannot be asked is none. What is returned is the import's, until its next call. */
const struct epi_import_plan *epi_import_find(struct epi_import *import, bool opened,
                                              struct epi_error *err);

/* Calls visit for each series or film of what was found, by title; false from visit ends it. */
typedef bool (*epi_import_visit)(void *context, const struct epi_import_group *group);
void epi_import_each(const struct epi_import *import, epi_import_visit visit, void *context);

/* The same for what cannot be read; of very many, the first. */
typedef bool (*epi_import_visit_unreadable)(void *context, const char *place, const char *why);
void epi_import_each_unreadable(const struct epi_import *import, epi_import_visit_unreadable visit,
                                void *context);

/* Takes in what was found, in several steps: after one that fails, the next import goes on. NULL on
 * failure. Nothing is sent yet: epi_client_sync does. */
const struct epi_import_plan *epi_import_apply(struct epi_import *import, struct epi_error *err);

/* What was found, as JSON text; NULL if memory is short. Free it. applied: it was taken in. */
char *epi_json_import(const struct epi_import *import, const struct epi_import_plan *plan,
                      bool applied);

#ifdef __cplusplus
}
#endif

#endif
