/* SPDX-License-Identifier: MIT
 *
 * resolve: which series and which episodes a file is: a correction of the user, the ids in its
 * name, the answer cache, then the catalogues in order. Never delivers, retries or
 * talks to a user. courier and client use it; one resolve belongs to one thread.
 */
#ifndef EPIMARK_IDENTIFY_RESOLVE_H
#define EPIMARK_IDENTIFY_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct anime_list;
struct catalogue;
struct epi_config;
struct epi_error;
struct folder_file;
struct guess;
struct journal;
struct resolution;
struct resolve;
struct series;
struct series_ids;
struct sibling_names;
struct trace;

/* Up to CATALOGUES_MAX catalogues in the order in which they are asked; one that needs a sign-in
 * it does not have is skipped. Borrows everything, which outlives it; journal may be NULL: no
 * corrections, no cache. NULL if memory runs out. */
struct resolve *resolve_new(const struct epi_config *config, struct journal *journal,
                            const struct catalogue *catalogues, size_t count);
void resolve_free(struct resolve *resolve);

/* What it was made with, in their order; borrowed. */
const struct catalogue *resolve_catalogues(const struct resolve *resolve, size_t *count);

/* From now on what is asked and weighed is noted there; borrowed, NULL: nowhere. */
void resolve_trace(struct resolve *resolve, struct trace *trace);

/* From now on no catalogue's answer from before is used (or, with false, they are again): what they
 * said is doubted. */
void resolve_anew(struct resolve *resolve, bool anew);

/* What .epimark says of the files that come: it beats all but the user's corrections; and the names
 * of the other videos in their folder. Borrowed until the next call; NULL: nothing. */
void resolve_in_folder(struct resolve *resolve, const struct folder_file *folder,
                       const struct sibling_names *names);

/* From now on this list says where the numbers of anime are; borrowed, NULL: none. */
void resolve_anime_list(struct resolve *resolve, struct anime_list *list);

/* Finds the episodes of the file at path that was read as guess. duration: seconds, 0 unknown;
 * now: seconds since 1970. resolution is large: allocate it. Fails with EPI_ERROR_LATER if a
 * catalogue that could not be asked might have known better, or with EPI_ERROR_STOPPED. */
bool resolve_file(struct resolve *resolve, const char *path, const struct guess *guess,
                  double duration, int64_t now, struct resolution *resolution,
                  struct epi_error *err);

/* The same, but decides nothing, whatever the user, the folder or another file says: the candidates
 * are all series that a search for the title finds, as far as there is room, and the resolution is
 * never sure. */
bool resolve_candidates(struct resolve *resolve, const char *path, const struct guess *guess,
                        double duration, int64_t now, struct resolution *resolution,
                        struct epi_error *err);

#endif
