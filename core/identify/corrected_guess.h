/* SPDX-License-Identifier: MIT
 *
 * corrected_guess: a guess as the user's correction changes it. Of its title in its folder: the
 * series is known, and the numbers may move. Of the file alone: it is the episode that was said.
 * Reads the journal and writes nothing. resolve, known_name, folder_file, keys and client use it.
 */
#ifndef EPIMARK_IDENTIFY_CORRECTED_GUESS_H
#define EPIMARK_IDENTIFY_CORRECTED_GUESS_H

#include <stdbool.h>

#include "core/journal/record.h"
#include "matching/matching.h"

struct epi_error;
struct journal;

struct corrected_guess {
    bool found;         /* false: the user corrected nothing, the rest is not set */
    enum choice choice; /* with another one than a series the rest is not set */
    bool moved;         /* the numbers are not those of the name */
    int moved_season;   /* in the folder those of this season are moved instead; -1: none are */
    struct series_ids series;
    char title[MATCH_TITLE_MAX]; /* of that series */
    struct guess guess;          /* with the numbers that the series has */
};

/* path: of the file; duration: its seconds, 0 unknown. journal may be NULL: nothing is found. Fails
 * if the journal fails. */
bool corrected_guess_find(struct journal *journal, const char *path, const struct guess *guess,
                          double duration, struct corrected_guess *corrected,
                          struct epi_error *err);

/* Whether the user said that the file is no episode. A journal that fails says nothing. */
bool corrected_guess_is_left(struct journal *journal, const char *path, const struct guess *guess,
                             double duration);

/* Makes a correction move the number of the nth episode of a name (from 1) to this one; -1 keeps
 * what the name says. False, and nothing is moved, if the name has no number: then nothing says by
 * how much those of other files would have to move. */
bool corrected_guess_move(const struct guess *guess, int nth, int season, int number,
                          struct correction *correction);

/* The episode that a correction of a file alone means by itself; of a name of several that is the
 * first one, and the others follow. named: what the name says, NULL nothing; guess: another one. */
void corrected_guess_chosen(const struct correction *correction, const struct guess *named,
                            struct guess *guess);

/* Adds offsets to the season and the numbers of a guess. If there are any, a number without a
 * season counts as one of season 1. If that leads to what no season or episode has, the guess says
 * no number any more. */
void corrected_guess_shift(int season_offset, int number_offset, struct guess *guess);

#endif
