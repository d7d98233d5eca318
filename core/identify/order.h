/* SPDX-License-Identifier: MIT
 *
 * order: the numbering that names of a series follow: as the user said of it (`epimark order`),
 * else as the option order= says. Reads the journal and writes nothing. locate, its helpers and
 * client use it.
 */
#ifndef EPIMARK_IDENTIFY_ORDER_H
#define EPIMARK_IDENTIFY_ORDER_H

#include <stdbool.h>

#include "core/services/values.h"

struct epi_config;
struct journal;

struct order {
    enum episode_order order;
    bool said; /* the user said it of this series */
    bool last; /* and chose this series for no folder after that */
};

/* journal may be NULL; one that fails says nothing. */
struct order order_of(const struct epi_config *config, struct journal *journal,
                      const struct series_ids *ids);

/* "DVD", else as values_order_name: what stands before "order" in a sentence. */
const char *order_word(enum episode_order order);

#endif
