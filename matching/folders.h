/* SPDX-License-Identifier: MIT
 *
 * folders: what the folders above a file say, and what the file's numbers mean there. Private to
 * matching.
 */
#ifndef EPIMARK_MATCHING_FOLDERS_H
#define EPIMARK_MATCHING_FOLDERS_H

#include <stdbool.h>

#include "matching/name_part.h"

struct component;

/* What the folders above a file say. */
struct folders {
    int season;  /* -1: none */
    int title;   /* the component that has the title of the series; 0: none */
    int common;  /* a component with a common name above a season's: "Show"; 0: none */
    int nearest; /* the nearest one that says something; 0: none */
    bool nearest_has_episode;
    bool above_common; /* the title is above a common name: "anna/Videos" */
    bool plain_season; /* the season's folder is called "Season 2" and nothing else */
};

/* Cuts and reads one component. */
void folders_read_one(struct name_part *name, const struct component *component,
                      struct place place);

/* Reads the folders, the nearest first, until one has the title of the series. Afterwards folder is
 * the reading of component *held. */
struct folders folders_read(const struct component *components, int count, struct name_part *folder,
                            int *held);

/* Reads component i into folder unless *held says that this was done. */
void folders_hold(struct name_part *folder, const struct component *components, int i,
                  const struct folders *folders, int *held);

/* Reads a file again if its folders change what its numbers mean. */
void folders_read_file(struct name_part *file, const struct component *components,
                       struct name_part *folder, const struct folders *folders, int *held);

/* Returns the place of folder i. */
struct place folders_place_of(int i, const struct folders *folders);

/* Whether the name of a folder says nothing about what is in it: "tv", "Downloads", "d:". */
bool folders_is_common(const struct name_part *folder);

/* Whether a component has a name of its own: not only a number, not a common word. */
bool folders_has_name(const struct component *component);

#endif
