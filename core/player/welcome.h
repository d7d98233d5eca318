/* SPDX-License-Identifier: MIT
 *
 * welcome: the words of the one-time notice of what is looked up and sent where, by the options and
 * by who is signed in already, and where the journal is. recorder uses it.
 */
#ifndef EPIMARK_PLAYER_WELCOME_H
#define EPIMARK_PLAYER_WELCOME_H

struct journal;
struct notice;
struct plan;

/* Has a notice say them: a line of what happens, and one of where the journal is, which lies in
 * folder. An account that cannot be read is one that is not signed in. */
void welcome_say(struct journal *journal, const struct plan *plan, const char *folder,
                 struct notice *notice);

#endif
