/* SPDX-License-Identifier: MIT
 *
 * siblings: what the names of the other videos in a file's folder say: the title, year and country
 * that its own name lacks, and which episodes its series must have. Sends none of the names.
 * folder_file lists them; resolve and its helpers read them.
 */
#ifndef EPIMARK_IDENTIFY_SIBLINGS_H
#define EPIMARK_IDENTIFY_SIBLINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"

struct epi_config;

enum {
    SIBLINGS_MAX = 200,       /* names that are read of one folder */
    SIBLINGS_NAME_MAX = 256,  /* bytes of one, with the terminator */
    SIBLINGS_NUMBERS_MAX = 64 /* episodes that are kept */
};

/* Large: allocate it. */
struct sibling_names {
    size_t count;
    char list[SIBLINGS_MAX][SIBLINGS_NAME_MAX];
};

struct sibling_number {
    int16_t season;
    int16_t number;
};

/* What the names with the title of the file say; of a file without a title: with the one title that
 * all of them have. */
struct siblings {
    bool read;                   /* the names were read */
    char title[MATCH_TITLE_MAX]; /* that one; "" if the file has a title, or they differ */
    int year;                    /* that all have which have any; 0: none, or they differ */
    char country[3];             /* likewise; "" */
    struct sibling_number numbers[SIBLINGS_NUMBERS_MAX]; /* with a season, each once */
    size_t number_count;
};

/* Lists the videos in the folder of an absolute path, without that file. May hang: run it apart.
 * What cannot be read has none. */
void siblings_list(const char *path, struct sibling_names *names);

/* Reads the names beside the file at path, which was read as guess, but for those that config
 * excludes. names may be NULL: there are none. */
void siblings_read(const struct epi_config *config, const char *path, const struct guess *guess,
                   const struct sibling_names *names, struct siblings *siblings);

#endif
