/* SPDX-License-Identifier: MIT
 *
 * label: the short names that a person is shown: "Show 1x02". Everything that a person reads here
 * writes an episode as 1x02. recorder, courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_LABEL_H
#define EPIMARK_IDENTIFY_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include "matching/matching.h"
#include <epimark/match.h>
#include <epimark/sentence.h>

struct entry;
struct guess;
struct match;

enum { LABEL_EPISODE_MAX = 32 };

/* A name as data. Its saying points into it, and may borrow from an entry: it is not to be copied.
 */
struct label {
    struct epi_saying saying;
    struct epi_saying series; /* its parts, if they are sentences */
    struct epi_saying which;
    char title[MATCH_TITLE_MAX];  /* of the series or the film */
    char number[MATCH_TITLE_MAX]; /* "1x02", a date */
    char episode[MATCH_TITLE_MAX];
};

/* "1x02"; label has LABEL_EPISODE_MAX. Returns label. */
const char *label_episode(int season, int number, char *label);

/* What the name says: "Show 1x02", "Show 2024-05-01", "Show 135", "Show (season 2)", "Film (1999)".
 * Of the nth episode in the file, from 1; 0: of all, "Show 1x02-03". */
void label_guess(const struct guess *guess, int nth, char *label, size_t size);

/* The same for what scope means: "Show 1x02", "Show, season 1", "Show, the series". */
void label_scope(const struct guess *guess, int nth, enum epi_scope scope, char *label,
                 size_t size);

/* What the catalogue says: "Show 1x02 Title of the episode". */
void label_match(const struct match *match, char *label, size_t size);

/* A series to choose among others: "Show (2005, US)"; numbered: with its episode, "Show (2005, US)
 * 1x02". */
void label_candidate(const struct match *candidate, bool numbered, char *label, size_t size);

/* Of an entry's match; of its name if it is not identified. */
void label_entry(const struct entry *entry, enum epi_scope scope, char *label, size_t size);

/* The same as data, for notices. */
void label_of_guess(const struct guess *guess, int nth, enum epi_scope scope, struct label *label);
void label_of_match(const struct match *match, struct label *label);
void label_of_candidate(const struct match *candidate, bool numbered, struct label *label);
void label_of_entry(const struct entry *entry, enum epi_scope scope, struct label *label);

#endif
