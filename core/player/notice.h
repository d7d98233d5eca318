/* SPDX-License-Identifier: MIT
 *
 * notice: builds notices for the front end, and queues them. A notice owns all its texts; each text
 * that is put in loses its control characters and invalid UTF-8. Functions accept a NULL notice,
 * which is what notice_new returns if memory is short, and then do nothing. Knows no thread:
 * player.c guards the queue.
 */
#ifndef EPIMARK_PLAYER_NOTICE_H
#define EPIMARK_PLAYER_NOTICE_H

#include "matching/matching.h"
#include <epimark/player.h>

struct match;
struct subject;

enum { NOTICES_MAX = 64, NOTICE_CANDIDATES_MAX = MATCH_CANDIDATES_MAX, NOTICE_ORDERS_MAX = 8 };

struct notice;

/* on_screen: for the screen and the log, otherwise only for the log. Free it. */
struct notice *notice_new(enum epi_notice_kind kind, enum epi_notice_level level, bool on_screen);
void notice_free(struct notice *notice);

/* What the front end sees. Borrowed. To set plain numbers, use notice_edit. */
const struct epi_notice *notice_view(const struct notice *notice);
struct epi_notice *notice_edit(struct notice *notice);

/* The text, from a printf format. Only those of lists and of EPI_NOTICE_WELCOME keep line ends. */
void notice_text(struct notice *notice, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The text, from a sentence, whose parts are copied. */
void notice_say(struct notice *notice, const struct epi_saying *saying);

/* What it is about: the nth episode (from 1; 0: all of them) as a name has it, a match, or what
 * was sent to a service. */
void notice_guess(struct notice *notice, const struct guess *guess, int nth);
void notice_match(struct notice *notice, const struct match *match);
void notice_subject(struct notice *notice, const struct subject *subject);

/* name and title are borrowed for good: those of a service. */
void notice_service(struct notice *notice, const char *name, const char *title);

/* How things stand at one more service; name and title are borrowed for good, the texts of state
 * are copied. Without memory there are none. */
void notice_add_service(struct notice *notice, const char *name, const char *title,
                        const struct epi_service_state *state);

/* Up to NOTICE_CANDIDATES_MAX of them, best first; once. Without memory there are none. current:
 * the place of the one that the file is taken for, count or more if it is none of them. */
void notice_candidates(struct notice *notice, const struct match *candidates, size_t count,
                       size_t current);

/* One more of the orders, by its name (values_order_name); current: it holds now. */
void notice_order(struct notice *notice, const char *name, bool current);

/* ---- The queue ---- */

struct notice_queue {
    struct notice *notices[NOTICES_MAX];
    size_t first;
    size_t count;
};

/* Adds a notice and owns it. A full queue drops the oldest that is only for the log, or else the
 * oldest. */
void notice_queue_add(struct notice_queue *queue, struct notice *notice);

/* The oldest, which is the caller's from now on; NULL if there is none. */
struct notice *notice_queue_take(struct notice_queue *queue);

/* Frees all that is in it. */
void notice_queue_clear(struct notice_queue *queue);

#endif
