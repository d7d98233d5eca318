/* SPDX-License-Identifier: MIT
 *
 * staged: what is to be imported, kept small: each viewing and each rating is a row of its own,
 * grouped by series or film, with what was found of it. Asks nobody. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_STAGED_H
#define EPIMARK_CLIENT_STAGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/entry.h"
#include "core/journal/imports.h"
#include "matching/matching.h"
#include <epimark/import.h>

struct epi_error;

/* What becomes of a row. */
enum staged_fate {
    STAGED_OPEN, /* it was not looked at yet */
    STAGED_SURE, /* it is known what it is; then one of the next three */
    STAGED_NEW,
    STAGED_KNOWN,
    STAGED_OLDER,
    STAGED_UNSURE,
    STAGED_UNREAD,
    STAGED_OPENED,
    STAGED_FILM,
    STAGED_LATER,
    STAGED_POSTPONED, /* the same, but it is not taken in: no name would say which episode it is */
    STAGED_LEFT,      /* the user wants only another series */
};

/* Whose season and number a row has. */
enum staged_numbering { STAGED_BY_ANY, STAGED_BY_TVDB, STAGED_BY_TVMAZE, STAGED_BY_OTHER };

/* A viewing or a rating. Texts are places in staged.texts, 0 is "". */
struct staged_row {
    int64_t at;   /* 0: unknown */
    int64_t tvdb; /* of the episode */
    int64_t tvmaze;
    uint32_t group;
    uint32_t title;
    uint32_t airdate;
    uint32_t place;
    uint32_t path;   /* of its file */
    uint32_t reason; /* why it is held: its name would be looked up again by a number that is in
                      * doubt; 0: it is not */
    uint32_t name;   /* what a file of it would be called, by what the export says */
    int season;
    int number;
    int absolute;
    int nth;               /* which viewing of the episode it is, from 1 */
    unsigned char rating;  /* 0: it is a viewing */
    unsigned char scope;   /* enum epi_scope */
    unsigned char fate;    /* enum staged_fate */
    unsigned char was;     /* an enum staged_fate that the user may change: STAGED_OPENED, or 0 */
    unsigned char numbers; /* enum staged_numbering */
    bool day;
    bool borrowed; /* it was found by its number alone, which is another catalogue's */
};

/* All rows of a series or film. */
struct staged_group {
    uint32_t key;
    uint32_t title;
    int year;
    bool film;
    bool sure; /* ids, title and year are those of the series that it is */
    bool left; /* all its rows are STAGED_LEFT */
    struct series_ids ids;
    char source[16];
    double confidence;
    uint32_t reason;    /* why it, or a row of it, is not sure */
    uint32_t title_key; /* as of struct record */
    size_t first;       /* of its rows, once they are sorted */
    size_t count;
    size_t doubted; /* its first row that is unsure, from 1; 0: none */
    struct epi_import_counts counts;
};

struct staged {
    char *texts;
    size_t text_size;
    size_t text_room;
    struct staged_row *rows;
    size_t count;
    size_t room;
    struct staged_group *groups;
    size_t group_count;
    size_t group_room;
    uint32_t *buckets; /* group + 1 by its key; as many as are a power of two */
    size_t bucket_count;
};

void staged_free(struct staged *staged);

/* Adds the rows of one thing, of this size, to the group that its ids or its title name. */
bool staged_add(struct staged *staged, const struct epi_imported *imported, struct epi_error *err);

/* Adds a copy of a row to the end, with other values; the rows have to be sorted again. */
bool staged_copy_row(struct staged *staged, const struct staged_row *row, struct epi_error *err);

/* Keeps a text. */
bool staged_keep(struct staged *staged, const char *text, uint32_t *at, struct epi_error *err);
const char *staged_text(const struct staged *staged, uint32_t at);

/* Names all rows, as long as nothing but what the export says is known of them. Once. */
bool staged_name(struct staged *staged, struct epi_error *err);

/* Puts the rows of each group together. */
void staged_sort_groups(struct staged *staged);

/* Puts the rows of one episode together, of a group: those that are sure first, with the viewings
 * at known times before the others; numbers the viewings, and finds what is there twice within
 * window seconds: that is known. */
void staged_sort_episodes(struct staged *staged, struct staged_group *group, int64_t window);

/* Puts the viewings before the ratings, and each the newest first, unknown times last. */
void staged_sort_times(struct staged *staged);

/* Whether a row, once it is in the journal, still says which episode it is: by its file, or by a
 * name that is made up of its number. What only a title, a day or an id tells has to be found
 * first. */
bool staged_is_numbered(const struct staged *staged, const struct staged_row *row);

/* Fills in what a row is for the journal. match: room for what it is; name: room for what a file of
 * it would be called, if it has none. */
enum { STAGED_NAME_MAX = 2 * MATCH_TITLE_MAX + 64 };
void staged_act(const struct staged *staged, const struct staged_row *row, struct match *match,
                char name[STAGED_NAME_MAX], struct import_act *act);

#endif
