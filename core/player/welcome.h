/* SPDX-License-Identifier: MIT
 *
 * welcome: the words of the one-time notice of what is looked up and sent where, by the options and
 * by who is signed in already. recorder uses it.
 */
#ifndef EPIMARK_PLAYER_WELCOME_H
#define EPIMARK_PLAYER_WELCOME_H

#include <stddef.h>

struct journal;
struct plan;

enum { WELCOME_MAX = 512 };

/* Writes them. Of an account that cannot be read, they say how to sign in. */
void welcome_text(struct journal *journal, const struct plan *plan, char text[WELCOME_MAX]);

#endif
