/* SPDX-License-Identifier: MIT
 *
 * netflix_title: parts a title of a list of viewings: "Series: Season 7: Episode". Titles hold
 * colons too, and the words in the middle differ by series and language: what is not sure stays
 * whole. Pure.
 */
#ifndef EPIMARK_IMPORT_NETFLIX_TITLE_H
#define EPIMARK_IMPORT_NETFLIX_TITLE_H

#include <stdbool.h>
#include <stddef.h>

enum netflix_kind {
    NETFLIX_NOTHING, /* without a series, or without an episode */
    NETFLIX_FILM,    /* one part: series is its title */
    NETFLIX_EPISODE,
    NETFLIX_WHOLE, /* a film, or a series and an episode: series is all of it */
};

/* A piece of the text that was parted. */
struct netflix_piece {
    const char *text;
    size_t len;
};

struct netflix_title {
    enum netflix_kind kind;
    struct netflix_piece series;
    struct netflix_piece episode; /* its title; may be empty if number is known */
    int season;                   /* -1: not known */
    int number;                   /* -1: not known */
};

/* Whether a title is that of a series, as the rest of the list shows. */
typedef bool (*netflix_is_series)(const void *context, const char *title, size_t len);

/* Parts a text of UTF-8, which must outlive the result. is_series may be NULL. */
struct netflix_title netflix_title_part(const char *text, netflix_is_series is_series,
                                        const void *context);

#endif
