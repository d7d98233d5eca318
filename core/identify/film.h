/* SPDX-License-Identifier: MIT
 *
 * film: which film a name means: what it says itself or, if films are sent, what the service says
 * that they are sent to. Only what counts as a film (media_name.h) comes here. The worker uses it.
 */
#ifndef EPIMARK_IDENTIFY_FILM_H
#define EPIMARK_IDENTIFY_FILM_H

#include <stdbool.h>

struct epi_config;
struct epi_error;
struct guess;
struct journal;
struct resolution;
struct session;

struct film_question {
    const struct epi_config *config;
    struct journal *journal; /* of corrections; may be NULL */
    struct session *session; /* of the service that has films; NULL: nobody is asked */
    const char *path;
    const struct guess *guess;
    double duration; /* of the file in seconds, 0 unknown */
};

/* Sure as its name says, if nobody is asked; else by the user's correction, by an id in the name,
 * or by title, year and run time, and what is unsure is offered. Fails if nobody is signed in. */
bool film_find(const struct film_question *question, struct resolution *out, struct epi_error *err);

#endif
