/* SPDX-License-Identifier: MIT
 *
 * title: removes from a title what belongs to other fields, and spells it as a person would.
 * Private to matching.
 */
#ifndef EPIMARK_MATCHING_TITLE_H
#define EPIMARK_MATCHING_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "matching/words.h"

struct finding;

/* A title and what stands beside it. */
struct title {
    struct stretch main;
    struct stretch alternative;
    int country; /* its word; -1: none */
    int network; /* the same for a broadcaster */
    int year;    /* 0: none */
};

/* What the whole name says that matters to its title. */
struct title_hints {
    const struct finding *findings;
    int finding_count;
    bool bracketed;    /* every word is in brackets */
    bool numbered;     /* one of the findings is the episode's */
    bool special;      /* a word calls it a special */
    bool pack;         /* a word calls it a whole season */
    bool above_season; /* it is a folder with a season's folder below it */
};

/* Removes years, countries, other titles and other scripts from title->main. */
void title_trim(struct title *title, const struct words *words, const struct title_hints *hints);

/* Returns the end of a title first .. end-1 without the words of the release at its end. Such words
 * must end a title at least as surely as least: TAG_WEAK or TAG_MIDDLE. One word always remains. */
int title_trim_release(const struct words *words, int first, int end, int least);

/* Whether all words in a pair of brackets are of the release. */
bool title_brackets_are_release(const struct words *words, const struct brackets *brackets);

/* Reads word i as a country of ISO 3166 into its two letters: "SE", "UK" as GB. Returns false if it
 * is none, or not in capitals. */
bool title_country(const struct words *words, int i, char letters[2]);

/* Whether a pair of brackets has a country and nothing else, and stands where a country is meant:
 * after the title of a series, before its number. */
bool title_brackets_are_country(const struct words *words, const struct brackets *brackets);

/* The same for a broadcaster: "(BBC)". */
bool title_brackets_are_network(const struct words *words, const struct brackets *brackets);

/* Whether word i is in capitals as scene releases write them: "FRENCH", "LiMiTED". */
bool title_is_upper(const struct words *words, int i);

/* Writes a stretch of words into out, at most size bytes with the terminator. Dots and underscores
 * become spaces unless they belong to the title: "S.A.L.T.", "24.7". */
void title_write(char *out, size_t size, const struct words *words, struct stretch stretch);

#endif
