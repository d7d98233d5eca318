/* SPDX-License-Identifier: MIT
 *
 * known_name: what a player calls a file -> a guess, also if the name says nothing but the user
 * said what it is. Reads the journal and writes nothing. recorder, worker, courier and client use
 * it.
 */
#ifndef EPIMARK_IDENTIFY_KNOWN_NAME_H
#define EPIMARK_IDENTIFY_KNOWN_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct guess;
struct journal;

enum known_name {
    KNOWN_NAME_NOT,    /* it is not known as an episode or a film */
    KNOWN_NAME_READ,   /* its name is read as one (see media_name.h) */
    KNOWN_NAME_CHOSEN, /* the user said which one this file is */
};

/* path, media_title, films and guess as for media_name_guess; duration: seconds, 0 unknown. journal
 * may be NULL. A journal that fails knows nothing. */
enum known_name known_name_guess(struct journal *journal, const char *path, const char *media_title,
                                 double duration, bool films, struct guess *guess);

/* The title of a guess as corrections know it, "" if the name says nothing; MATCH_TITLE_MAX. And
 * the key by which its sittings are joined; SITTING_KEY_MAX. */
void known_name_title_key(enum known_name known, const struct guess *guess, char *key, size_t size);
void known_name_sitting_key(enum known_name known, const struct guess *guess, char *key,
                            size_t size);

#endif
