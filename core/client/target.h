/* SPDX-License-Identifier: MIT
 *
 * target: what a call is about, made whole: the entry of a row, of a file, or the last one; or a
 * file that is not in the journal. Changes nothing. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_TARGET_H
#define EPIMARK_CLIENT_TARGET_H

#include "core/client/views.h"
#include "core/journal/entry.h"
#include "matching/matching.h"
#include <epimark/client.h>

/* A target made whole: the entry of a row or of the last one, or a file to record anew. */
struct client_target {
    struct entry entry; /* id 0: the file is not in the journal */
    char path[JOURNAL_PATH_MAX];
    enum epi_scope scope;
    struct guess guess;
    char label[VIEWS_NAME_MAX];
};

/* What client_target_find fills. NULL if memory is short. Free it. */
struct client_target *client_target_new(struct epi_error *err);

/* Copies a target of any version: members that an older program does not know of are 0. */
struct epi_target client_target_read(const struct epi_target *target);

/* Fails if there is no such row, or a file that is not in the journal names no episode. */
bool client_target_find(struct epi_client *client, const struct epi_target *given,
                        struct client_target *found, struct epi_error *err);

/* The series that a target is of, as the journal or the catalogues tell. */
bool client_series(struct epi_client *client, const struct epi_target *target,
                   struct series *series, struct epi_error *err);

/* The series of "tvdb:81189" or "tvmaze:169", as a catalogue has it. */
bool client_series_of(struct epi_client *client, const char *id, struct series *series,
                      struct epi_error *err);

/* Reads such a text. */
bool client_read_id(const char *text, struct series_ids *ids);

#endif
