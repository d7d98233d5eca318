/* SPDX-License-Identifier: MIT
 *
 * bindings: which keys lead to which actions: those that the user gave them in input.conf, and the
 * default keys that nothing else uses. Reads mpv's input-bindings; binds nothing itself.
 */
#ifndef EPIMARK_PLUGIN_BINDINGS_H
#define EPIMARK_PLUGIN_BINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "plugin/actions.h"
#include "plugin/player_api.h"

struct epi_language;

enum {
    BINDINGS_MAX = 64,
    BINDINGS_SECTION_MAX = 2048,
    BINDINGS_WORDS_MAX = 512,
    BINDINGS_COMMAND_MAX = 256,
};

/* Zero knows none. */
struct bindings {
    struct binding {
        char name[ACTIONS_NAME_MAX]; /* of an action, with its number: "rate-8"; or of none */
        char key[ACTIONS_KEY_MAX];
    } bound[BINDINGS_MAX]; /* the user's own first */
    int count;
    char close_window[BINDINGS_COMMAND_MAX]; /* what the button of the window does; "": quit */
};

/* Learns the keys from input-bindings. section: a line for each default key to be bound, of those
 * that are free, and only with defaults. */
void bindings_learn(struct bindings *bindings, const mpv_node *node, bool defaults,
                    char section[BINDINGS_SECTION_MAX]);

/* The key of the action of that name ("choose", "rate-8"), or of a wrong name that the user gave
 * us; the user's own if there is one; "" if there is none. */
const char *bindings_key(const struct bindings *bindings, const char *name);

/* What the keys do that one needs first: "Ctrl+1 … 0 rate, Ctrl+e wrong series"; "" if they
 * have no keys. */
void bindings_words(const struct bindings *bindings, const struct epi_language *language,
                    char words[BINDINGS_WORDS_MAX]);

/* What the state of a key says: whether it went down ('d', 'p' without a known release, not 'u' or
 * 'r'; a mouse button counts when it comes up), and whether it wrote something, also repeated. */
bool bindings_pressed(const char *state);
bool bindings_wrote(const char *state);

/* A value of a map; NULL if it is not there or of another format. */
const mpv_node *bindings_value(const mpv_node *map, const char *key, mpv_format format);

#endif
