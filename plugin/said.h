/* SPDX-License-Identifier: MIT
 *
 * said: what a notice says in a language, as one line, or of the first start as three, with the
 * keys that belong to it. Pure.
 */
#ifndef EPIMARK_PLUGIN_SAID_H
#define EPIMARK_PLUGIN_SAID_H

#include <stddef.h>

struct bindings;
struct epi_language;
struct epi_notice;

/* Writes it. language NULL: the line of English that the notice has, for the log. */
void said_write(const struct epi_notice *notice, const struct epi_language *language,
                const struct bindings *bindings, char *text, size_t size);

#endif
