/* SPDX-License-Identifier: MIT
 *
 * holds: what an account may not do at a service, so that deliveries wait for it; when it is asked
 * again, and when the user is reminded. Sends nothing itself.
 */
#ifndef EPIMARK_JOURNAL_HOLDS_H
#define EPIMARK_JOURNAL_HOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/plan.h"

enum { HOLDS_CAPABILITY_MAX = 32 };

struct epi_error;
struct journal;

/* The name of a hold that stops only one delivery; capability has HOLDS_CAPABILITY_MAX. Returns
 * it. */
const char *holds_row(int64_t delivery, char *capability);

/* The account may not do this: capability is a kind's name, "unmark" (to take a mark back), "*" for
 * everything, or what holds_row names. first: it was not held before. Held until a new sign-in or
 * holds_end; if asks, it is also asked again: hourly for a day, then daily. */
bool holds_add(struct journal *journal, const char *service, const char *capability,
               const char *text, bool asks, int64_t now, bool *first, struct epi_error *err);
bool holds_end(struct journal *journal, const char *service, const char *capability,
               struct epi_error *err);

/* What is to be asked again by now stops nothing until holds_add holds it again. What held a
 * delivery that is not open any more is forgotten. */
bool holds_ask(struct journal *journal, int64_t now, struct epi_error *err);

/* The service accepted this: what was asked again about it is held no more. */
bool holds_allow(struct journal *journal, const char *service, const char *capability,
                 struct epi_error *err);

/* Why a service holds something, of several reasons the first, for the user to be told once a day;
 * "" if it holds nothing or the user was told within a day. */
bool holds_remind(struct journal *journal, const char *service, int64_t now, char *text,
                  size_t size, struct epi_error *err);
bool holds_has(struct journal *journal, const char *service, enum due_kind kind, bool *held,
               struct epi_error *err);

/* The service at which what the newest record changed waits for the user: for a sign-in, or because
 * it is held. "" if it waits for nobody. service has JOURNAL_SERVICE_MAX. */
bool holds_find_waiting(struct journal *journal, char *service, struct epi_error *err);

#endif
