/* SPDX-License-Identifier: MIT
 *
 * film: which film a name means: what it says itself or, if films are sent, what the service says
 * that they are sent to, and a catalogue of films. Only what counts as a film (media_name.h) comes
 * here. The worker uses it.
 */
#ifndef EPIMARK_IDENTIFY_FILM_H
#define EPIMARK_IDENTIFY_FILM_H

#include <stdbool.h>
#include <stdint.h>

struct epi_config;
struct epi_error;
struct guess;
struct journal;
struct resolution;
struct session;

struct film_question {
    const struct epi_config *config;
    struct journal *journal;   /* of corrections and answers; may be NULL */
    struct session *session;   /* of the service that films are sent to; NULL: nobody is asked */
    struct session *catalogue; /* of one that knows films, asked if that is not sure; may be NULL */
    const char *path;
    const struct guess *guess;
    double duration; /* of the file in seconds, 0 unknown */
    int64_t now;     /* seconds since 1970 */
};

/* Sure as its name says, if nobody is asked; else by the user's correction, by an id in the name,
 * or by title, year and run time, and what is unsure is offered. What only the catalogue is sure of
 * is named as the service that films are sent to knows it. If nobody is signed in there, it fails
 * unless the catalogue is sure. */
bool film_find(const struct film_question *question, struct resolution *out, struct epi_error *err);

#endif
