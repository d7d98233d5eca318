/* SPDX-License-Identifier: MIT
 *
 * renewal: renews kept lists of episodes before they are too old to be used, so that the next
 * episode of a series that is being watched needs no request, and is found without a network.
 * Decides nothing about names. The worker uses it.
 */
#ifndef EPIMARK_IDENTIFY_RENEWAL_H
#define EPIMARK_IDENTIFY_RENEWAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;
struct epi_config;
struct epi_error;
struct journal;

enum {
    RENEWAL_WATCHED_DAYS = 60, /* only lists of series that were watched within these days */
    RENEWAL_A_DAY = 20,        /* at most, by all processes together */
};

/* Renews the oldest list that needs it; renewed: one was, and there may be another. now_ms:
 * milliseconds since 1970. A catalogue that needs a sign-in is passed over. Fails with
 * EPI_ERROR_LATER if one cannot be asked, or with EPI_ERROR_STOPPED; the list then stays. */
bool renewal_step(struct journal *journal, const struct epi_config *config,
                  const struct catalogue *catalogues, size_t count, int64_t now_ms, bool *renewed,
                  struct epi_error *err);

#endif
