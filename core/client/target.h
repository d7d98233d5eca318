/* SPDX-License-Identifier: MIT
 *
 * target: what a call is about, made whole: the entry of a row, of a file, of a series' episode, or
 * the last one; or a file or an episode that is not in the journal. Changes nothing. Of core/client
 * alone.
 */
#ifndef EPIMARK_CLIENT_TARGET_H
#define EPIMARK_CLIENT_TARGET_H

#include "core/client/views.h"
#include "core/identify/known_name.h"
#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/client.h>

/* A target made whole: an entry, or what to record anew. */
struct target {
    struct entry entry;          /* id 0: it is not in the journal */
    char path[JOURNAL_PATH_MAX]; /* of an episode without a file, the name of one */
    const char *given;           /* the file as the target names it; NULL: it names none */
    bool moved;                  /* the entry is of another path than this: see file.h */
    bool film; /* it is a film: it has neither season nor series, whatever was asked for */
    enum epi_scope scope;
    enum known_name known; /* whether guess says which episode it is */
    struct guess guess;
    char label[VIEWS_NAME_MAX];
};

/* What target_find fills. NULL if memory is short. Free it. */
struct target *target_new(struct epi_error *err);

/* Copies a target of any version: members that an older program does not know of are 0. */
struct epi_target target_read(const struct epi_target *target);

/* Whether a whole target is a series, or episodes of one. */
bool target_is_series(const struct epi_target *target);

/* What the name of an entry says: the series as far as it is read, and the number. False if it is
 * not read as an episode. */
bool target_read_name(const struct entry *entry, struct series *series, int *season, int *number);

/* Whether an entry is of the series of a target, and of its episodes if it has any. */
bool target_names(const struct epi_target *target, const struct entry *entry);

/* Whether an entry is of the series with that id, or with that in its title. */
bool target_mentions(const char *text, const struct entry *entry);

/* Fails if there is no such row, or if episodes are several. */
bool target_look(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err);

/* Fails also if a file that is not in the journal is not known as an episode, or must exist and
 * does not. */
bool target_find(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err);

/* The series and episodes of a target, as they were typed. */
void target_label(const struct epi_target *target, char *label, size_t size);

/* The rows of the journal that a target means, newest first: of a series every one, else only the
 * last; none if it is not in the journal. Free them. */
struct target_rows {
    int64_t *ids;
    size_t count;
    char label[VIEWS_NAME_MAX];
};
bool target_rows(struct epi_client *client, const struct epi_target *given,
                 struct target_rows *rows, struct epi_error *err);

/* Of a target that has no rows: fails if it is a file that does not exist. */
bool target_is_there(const struct epi_target *given, struct epi_error *err);
void target_rows_free(struct target_rows *rows);

#endif
