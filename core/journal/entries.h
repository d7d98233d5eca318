/* SPDX-License-Identifier: MIT
 *
 * entries: the entries of the journal, read with their deliveries, and on their way to being
 * identified. Identifies nothing itself.
 */
#ifndef EPIMARK_JOURNAL_ENTRIES_H
#define EPIMARK_JOURNAL_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/entry.h"

struct epi_error;
struct journal;

/* "rated", "watched", "held", "sent", "dead", "undone", "left", "kept", "dropped"; "due", "sent",
 * "held", "dead", "dropped". */
const char *entries_state_name(enum entry_state state);
const char *entries_delivery_state_name(enum delivery_state state);

/* Whether nothing of an entry in that state is still to be done. */
bool entries_is_over(enum entry_state state);

/* ---- Reading ---- */

/* Is handed an entry; must not use the journal. */
typedef bool (*entries_visitor)(void *context, const struct entry *entry);

/* Which entries; zero means any. */
struct entries_filter {
    int64_t id;
    const char *path; /* of a file, as the player has it or as the journal shows it */
    const char *name; /* of a file: the last part of its path, as the journal shows it */
    bool waiting;     /* only those with something not identified, held, due or dead */
    bool unrated;     /* only the newest viewing of each episode that was watched and not rated */
    bool numbered;    /* of those that are identified only this episode of any series */
    int season;
    int number;
    int64_t since; /* only those of which something was recorded at this time or later, */
    int64_t until; /* and before this one */
    size_t limit;  /* only this many, the newest */
    /* Only those of which this is true, asked before state and deliveries are read; or NULL. */
    entries_visitor wanted;
    void *context;
};

/* Calls visitor for each entry with its deliveries, newest first, until it returns false. */
bool entries_visit(struct journal *journal, const struct entries_filter *filter,
                   entries_visitor visitor, void *context, struct epi_error *err);

/* One entry by its id. */
bool entries_find(struct journal *journal, int64_t id, struct entry *entry, bool *found,
                  struct epi_error *err);

/* ---- Identifying ---- */

/* Claims the next entry that has to be identified, for this connection for so long. */
bool entries_claim(struct journal *journal, int64_t now, int lease_seconds, struct entry *entry,
                   bool *found, struct epi_error *err);

/* What is found for a claimed entry is filed by the five below. It does not count if the user has
 * said meanwhile what the file is: then nothing changes, and the entry can be claimed again. */

/* An entry is this episode: its deliveries follow in the same transaction, and what was sent for
 * another episode is taken back. title_key is the title as corrections know it. */
bool entries_set_match(struct journal *journal, int64_t entry, const struct match *match,
                       const char *title_key, int64_t now, struct epi_error *err);

/* Not sure: held until the user chooses. */
bool entries_hold(struct journal *journal, int64_t entry, const char *title_key, const char *reason,
                  int64_t now, struct epi_error *err);

/* It is held, but time may tell: at that time it is looked up again. */
bool entries_ask_again(struct journal *journal, int64_t entry, int64_t at, struct epi_error *err);

/* Could not be looked up, or nothing fits yet: again at next_at; 0: never (it is dead). series: its
 * series if only that is known, else NULL; a rating of the series is then sent. */
bool entries_postpone(struct journal *journal, int64_t entry, int64_t next_at, const char *reason,
                      const struct match *series, int64_t now, struct epi_error *err);

/* The user says that it is no episode: it is left alone. */
bool entries_leave(struct journal *journal, int64_t entry, int64_t now, struct epi_error *err);

/* ---- Candidates ---- */

/* Keeps the series to choose from for a file, as JSON text, until other ones are found: on its
 * entries that are not identified. If there is none, on a new one, which nothing shows until
 * something of the file is recorded, and which is deleted after 30 days without that. */
bool entries_keep_candidates(struct journal *journal, const char *path, const char *media_title,
                             const char *candidates, int64_t now, struct epi_error *err);

/* The text kept last for a file, also once one of them was chosen; NULL if there is none. Free
 * it. */
bool entries_candidates(struct journal *journal, const char *path, const char *media_title,
                        int64_t now, char **candidates, struct epi_error *err);

#endif
