/* SPDX-License-Identifier: MIT
 *
 * found: what the courier tells the recorder of the file on screen: what it is taken for, or the
 * series that there are to choose from. Knows no thread: player.c hands it over.
 */
#ifndef EPIMARK_PLAYER_FOUND_H
#define EPIMARK_PLAYER_FOUND_H

#include <stdbool.h>
#include <stddef.h>

#include "core/journal/entry.h"
#include "core/services/values.h"
#include <epimark/sentence.h>

enum found_kind {
    FOUND_CURRENT,    /* the series and episode that the file is taken for; none: it is unsure */
    FOUND_CANDIDATES, /* what its name may mean, the best first */
    FOUND_SEARCHED,   /* what the user searched for */
    FOUND_EPISODES,   /* episodes of the series that the file is taken for */
    FOUND_ORDERS,     /* that series, and the orders in which it is numbered */
};

/* One allocation. */
struct found {
    enum found_kind kind;
    char *path;    /* of the file, as the job had it */
    char why[256]; /* CANDIDATES: why nothing could be asked. CURRENT: what it may be if it is
                    * unsure, else why it is not found, or could not be asked. "": neither */
    enum epi_sentence reason; /* the same as a sentence, of which why may be a part */
    bool unsure;              /* CURRENT: the user has to say which one it is */
    bool later;               /* CURRENT: it could not be asked */
    bool ordered; /* CURRENT: .epimark in its folder says which order names follow ... */
    enum episode_order order; /* ... which is this */
    unsigned orders;          /* ORDERS: bit n is enum episode_order n */
    size_t count;
    struct match matches[];
};

/* Copies all; why may be NULL. NULL if memory is short. Free it with found_free. */
struct found *found_new(enum found_kind kind, const char *path, const struct match *matches,
                        size_t count, const char *why);
void found_free(struct found *found);

#endif
