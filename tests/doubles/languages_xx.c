/* SPDX-License-Identifier: MIT
 *
 * languages_xx: the languages of the plugin that tests load: one more, which pseudo.py makes.
 */
#include "plugin/words.h"

extern const char *const words_xx[];

const struct words_language words_languages[] = {
    {"en", {.templates = words_en, .count = WORDS, .isolates = true}},
    {"de", {.templates = words_de, .count = WORDS, .isolates = true}},
    {"xx", {.templates = words_xx, .count = WORDS, .isolates = true, .leftward = true}},
    {.name = NULL},
};
