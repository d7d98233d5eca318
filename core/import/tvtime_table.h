/* SPDX-License-Identifier: MIT
 *
 * tvtime_table: the tables of TV Time's exports, which are told by their headings, and one row of
 * them as a viewing or a rating.
 */
#ifndef EPIMARK_IMPORT_TVTIME_TABLE_H
#define EPIMARK_IMPORT_TVTIME_TABLE_H

#include "core/import/reading.h"
#include "core/import/tally.h"

/* In the order in which they are read: the later only add what the earlier lack. */
enum tvtime_table {
    TVTIME_TABLE_RECORDS_2, /* tracking-prod-records-v2: the log of episodes */
    TVTIME_TABLE_RECORDS_1, /* tracking-prod-records: films, and older episodes */
    TVTIME_TABLE_SEEN,      /* seen_episode*, watched_on_episode: episodes */
    TVTIME_TABLE_EPISODES,  /* tvtime-series-episodes */
    TVTIME_TABLE_FILMS,     /* tvtime-movies */
    TVTIME_TABLE_ACTIVITY,  /* activity_history */
    TVTIME_TABLE_RATED,     /* tv_show_rate */
    TVTIME_TABLE_VOTES,     /* ratings-*-votes */
    TVTIME_TABLE_REWATCHED, /* rewatched_episode: how often one was seen again */
    TVTIME_TABLE_COUNT,
    TVTIME_TABLE_NONE = TVTIME_TABLE_COUNT,
};

/* Which one has these headings; NONE also for a table of TV Time that has no history. */
enum tvtime_table tvtime_table_of(const struct csv_rows *rows);

/* What is known from one table to the next. */
struct tvtime_table_log {
    enum tvtime_table table; /* the one that is read */
    struct tally again;      /* how often an episode or film was seen again, as a counter says */
    struct tally rewatched;  /* how often it has a row of its own for that */
    struct tally given;      /* viewings, and the episodes and films that have one */
    struct tally series;     /* of the log of episodes */
    struct tally years;      /* of films */
    bool has_log;            /* the log of episodes has one */
};
void tvtime_table_free(struct tvtime_table_log *log);

/* The columns of all tables, for reading_csv, whose context is the log. */
extern const struct reading_table tvtime_table_columns;

/* Hands over a viewing that was read in another way, unless a table had it. */
void tvtime_table_add(struct reading *reading, struct tvtime_table_log *log,
                      struct epi_imported *imported);

/* Reads a row twice: first counts what the rows of others depend on, then hands over. */
void tvtime_table_count(const struct reading_row *row);
void tvtime_table_give(const struct reading_row *row);

#endif
