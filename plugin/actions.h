/* SPDX-License-Identifier: MIT
 *
 * actions: all that the user can ask epimark for, by a key or by a script message: NAME, NAME-N or
 * NAME N. One table; README, man page and tests are held to it.
 */
#ifndef EPIMARK_PLUGIN_ACTIONS_H
#define EPIMARK_PLUGIN_ACTIONS_H

#include <epimark/player.h>

struct action {
    const char *name;
    enum epi_fact_kind kind; /* the fact that it becomes */
    enum epi_scope scope;
    bool previous; /* the file before the one on screen is meant */
    int low, high; /* the number that it takes; both 0: none */
    /* Default keys, each followed by a blank but the last: of an action with a number one for each
     * number from low on, otherwise one. "": none. */
    const char *keys;
    const char *help; /* what it does, for README and man page */
};

enum { ACTIONS_KEY_MAX = 64, ACTIONS_NAME_MAX = 64 };

/* All of them, ends with a NULL name. */
extern const struct action actions[];

/* The action that name means, NULL if there is none. If name ends in a number ("rate-8"), number
 * is set to it; otherwise it is left as it is. */
const struct action *actions_find(const char *name, const char **number);

/* The first word of a message, of which the first is its name, that is more than it takes: a
 * number, or any words to search for. NULL: there is none, or it is no message of ours. */
const char *actions_over(const char **words, int count);

/* All words but the first, with blanks between them; what has no room is left out. */
void actions_rest(const char **words, int count, char *text, size_t size);

/* Reads the number that an action takes, from low to high; text may be NULL. False if it is no such
 * number. */
bool actions_number(const struct action *action, const char *text, int *value);

/* The name that a misspelled one probably means, with its number: "rate-8" for "rat-8". False if
 * none is like it. */
bool actions_near(const char *name, char near[ACTIONS_NAME_MAX]);

/* The default key of that index (from 0) and the name that it is bound to ("rate-1"); false past
 * the last. */
bool actions_key(const struct action *action, int index, char key[ACTIONS_KEY_MAX],
                 char name[ACTIONS_NAME_MAX]);

#endif
