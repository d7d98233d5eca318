/* SPDX-License-Identifier: MIT
 *
 * target: what a call is about, made whole: the entry of a row, of a file, or the last one; or a
 * file that is not in the journal. Changes nothing. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_TARGET_H
#define EPIMARK_CLIENT_TARGET_H

#include "core/client/views.h"
#include "core/identify/known_name.h"
#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/client.h>

/* A target made whole: the entry of a row or of the last one, or a file to record anew. */
struct target {
    struct entry entry; /* id 0: the file is not in the journal */
    char path[JOURNAL_PATH_MAX];
    enum epi_scope scope;
    enum known_name known; /* whether guess says which episode it is */
    struct guess guess;
    char label[VIEWS_NAME_MAX];
};

/* What target_find fills. NULL if memory is short. Free it. */
struct target *target_new(struct epi_error *err);

/* Copies a target of any version: members that an older program does not know of are 0. */
struct epi_target target_read(const struct epi_target *target);

/* Fails if there is no such row. */
bool target_look(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err);

/* Fails also if a file that is not in the journal is not known as an episode. */
bool target_find(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err);

#endif
