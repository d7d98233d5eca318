/* SPDX-License-Identifier: MIT
 *
 * language_check: whether a catalogue has the language of the options, by its own list, which is
 * asked for once a month. The worker uses it.
 */
#ifndef EPIMARK_IDENTIFY_LANGUAGE_CHECK_H
#define EPIMARK_IDENTIFY_LANGUAGE_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct catalogue;
struct epi_config;
struct journal;
struct service;

/* Calls say with one line for each catalogue that says now that it does not have the language. One
 * that has one language only, needs a sign-in, or was asked in this month is not asked; after a
 * failure it is asked again the next day. journal: where that is kept; NULL: nowhere, and nobody is
 * asked. now: seconds since 1970. */
typedef void (*language_say)(void *context, const struct service *service, const char *text);
void language_check(struct journal *journal, const struct epi_config *config,
                    const struct catalogue *catalogues, size_t count, int64_t now, language_say say,
                    void *context);

#endif
