/* SPDX-License-Identifier: MIT
 *
 * languages: the languages that the plugin knows, a row each. Those whose texts are marked off from
 * titles in letters from right to left are all: the rest of a line keeps its order then.
 */
#include "plugin/words.h"

const struct words_language words_languages[] = {
    {"en", {.templates = words_en, .count = WORDS, .isolates = true}},
    {"de", {.templates = words_de, .count = WORDS, .isolates = true}},
    {.name = NULL},
};
