/* SPDX-License-Identifier: MIT
 *
 * order: the numbering that names of a series follow: as the user said of it (`epimark order`),
 * else as .epimark in the file's folder says, else as the option order= says. Reads the journal and
 * writes nothing. locate, its helpers, series_lists, client and player use it.
 */
#ifndef EPIMARK_IDENTIFY_ORDER_H
#define EPIMARK_IDENTIFY_ORDER_H

#include <stdbool.h>

#include "core/services/values.h"
#include <epimark/sentence.h>

struct epi_config;
struct journal;
struct record;

struct order {
    enum episode_order order;
    bool said; /* the user said it of this series */
    bool last; /* and chose this series for no folder after that */
};

/* journal may be NULL; one that fails says nothing. folder: what .epimark says; NULL: nothing. */
struct order order_of(const struct epi_config *config, struct journal *journal,
                      const struct series_ids *ids, const enum episode_order *folder);

/* Fills in a record that says which order the names of a series follow. title_key has
 * MATCH_TITLE_MAX and is to last as long as the record. */
void order_say(const struct series *series, enum episode_order order, char *title_key,
               struct record *record);

/* That this order, of a series, holds from now on. */
enum epi_sentence order_sentence(enum episode_order order);

/* "DVD", else as values_order_name: what stands before "order" in a sentence. */
const char *order_word(enum episode_order order);

#endif
