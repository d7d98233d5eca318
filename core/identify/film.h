/* SPDX-License-Identifier: MIT
 *
 * film: which film a name means. Only what counts as a film (media_name.h) comes here; what the
 * options say of films is for the callers.
 */
#ifndef EPIMARK_IDENTIFY_FILM_H
#define EPIMARK_IDENTIFY_FILM_H

struct guess;
struct resolution;

/* It is what its name says: asks nobody. */
void film_of_name(const struct guess *guess, struct resolution *out);

#endif
