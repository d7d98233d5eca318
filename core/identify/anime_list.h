/* SPDX-License-Identifier: MIT
 *
 * anime_list: the list of Anime-Lists, XML that the user points to by anime_list=: where AniDB's
 * numbers of an anime, which count each season under a title of its own, are in the seasons of
 * TheTVDB. Reads that file and nothing else; none is shipped. Only by_number uses it; worker has
 * one.
 */
#ifndef EPIMARK_IDENTIFY_ANIME_LIST_H
#define EPIMARK_IDENTIFY_ANIME_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct apart;
struct epi_error;

/* One number of an anime. */
struct anime_place {
    int number; /* given */
    int season; /* at TheTVDB; -1: it counts over the whole series */
    int place;  /* there; 0: the list has none, or more than one */
};

enum { ANIME_LIST_MAX = 50 << 20 };

/* A list, of which what was read is kept. It takes less memory than the file has bytes. */
struct anime_list;

/* The list at a path, which is "" if there is none; borrows both. It is read when it is first
 * needed, and again when the file has changed, on a thread of apart: the file may be on a file
 * system that never answers. NULL if memory is short. */
struct anime_list *anime_list_new(const char *path, struct apart *apart);
void anime_list_free(struct anime_list *list);

/* Finds the anime of this title that is part of a series at TheTVDB, and fills in the places of its
 * numbers. found: false if the list has none, or several. Fails with EPI_ERROR_LATER, and one
 * line that names the file, if it cannot be read whole, or with EPI_ERROR_STOPPED. */
bool anime_list_find(struct anime_list *list, int64_t tvdb, const char *title,
                     struct anime_place *places, size_t count, bool *found, struct epi_error *err);

#endif
