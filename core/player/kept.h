/* SPDX-License-Identifier: MIT
 *
 * kept: what the user is told of an episode that was watched and is not sent at once. What a
 * service accepted or refused, it says itself. recorder and courier use it.
 */
#ifndef EPIMARK_PLAYER_KEPT_H
#define EPIMARK_PLAYER_KEPT_H

#include <stdbool.h>
#include <stdint.h>

struct entry;
struct guess;
struct notice;
struct outlook;

/* Of the nth episode (from 1) that a name means, which nothing sends by itself. how: whether to say
 * what to do about it, too. NULL if it is sent, or memory is short. */
struct notice *kept_unsent(const struct guess *guess, int nth, const struct outlook *outlook,
                           bool how);

/* The same while the folder of its file does not answer. */
struct notice *kept_parked(const struct guess *guess, int nth);

/* What was said of the entry that was asked about last; zero: nothing. */
struct kept_said {
    int64_t entry;
    bool whole;        /* of all that is to be sent of it */
    char services[64]; /* or of these: ",tvmaze,trakt," */
};

/* Of an entry, after it was tried to send it; each service once. goes_on: its play is left to live
 * watching, which is not over. NULL if there is nothing to say, or memory is short. */
struct notice *kept_entry(const struct entry *entry, bool goes_on, struct kept_said *said);

#endif
