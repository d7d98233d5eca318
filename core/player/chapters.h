/* SPDX-License-Identifier: MIT
 *
 * chapters: what the chapters of a file say of where its episodes end, and what of them is opening
 * or ending. Pure: no I/O, no clock, no allocation; a plain value. watch.c uses it.
 */
#ifndef EPIMARK_PLAYER_CHAPTERS_H
#define EPIMARK_PLAYER_CHAPTERS_H

#include <stdbool.h>
#include <stddef.h>

#include <epimark/player.h>

enum { CHAPTERS_MAX = EPI_CHAPTERS_MAX };

enum chapter_kind {
    CHAPTER_STORY,
    CHAPTER_UNNAMED, /* without a title, or with a number alone: "Chapter 5", "00:21:30.000" */
    CHAPTER_OPENING, /* with what was before: "Opening", "Recap" */
    CHAPTER_ENDING,  /* with what comes next: "Credits", "Preview" */
};

struct chapter {
    double start; /* seconds from the start of the file */
    double end;
    enum chapter_kind kind;
};

struct chapters {
    struct chapter chapters[CHAPTERS_MAX]; /* ascending, one begins where the one before ends */
    int count;
};

/* What a chapter of this title is; NULL is no title. */
enum chapter_kind chapters_kind(const char *title);

/* Reads the chapters of a file of duration seconds. There are none if there are more than
 * CHAPTERS_MAX, they are not in order, or the duration is not known (0). */
void chapters_read(struct chapters *chapters, const struct epi_chapter *told, size_t count,
                   double duration);

/* Where the ending of the episode begins that lies between start and end (seconds): end if the
 * chapters do not say. What is in the first half of an episode is no ending of it. */
double chapters_ending(const struct chapters *chapters, double start, double end);

/* How much of what lies between from and to is story, in seconds: neither an opening nor an ending
 * of the episode between start and end. */
double chapters_story(const struct chapters *chapters, double start, double end, double from,
                      double to);

#endif
