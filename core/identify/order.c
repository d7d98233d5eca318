/* SPDX-License-Identifier: MIT */
#include "core/identify/order.h"

#include <stdio.h>

#include "core/base/config.h"
#include "core/journal/orders.h"
#include "core/journal/record.h"
#include "matching/matching.h"

struct order order_of(const struct epi_config *config, struct journal *journal,
                      const struct series_ids *ids, const enum episode_order *folder)
{
    struct said_order said;
    bool found = false;
    if (journal && orders_find(journal, ids, &said, &found, NULL) && found)
        return (struct order){said.order, true, said.last};
    struct order order = {.order = folder ? *folder : ORDER_AUTO};
    if (!folder)
        values_order_find(config->order, &order.order);
    return order;
}

void order_say(const struct series *series, enum episode_order order, char *title_key,
               struct record *record)
{
    match_fold(series->title, title_key, MATCH_TITLE_MAX);
    record->kind = RECORD_ORDERED;
    record->value = (int)order;
    record->title_key = title_key;
    record->correction.series = series->ids;
    snprintf(record->correction.title, sizeof(record->correction.title), "%s", series->title);
}

enum epi_sentence order_sentence(enum episode_order order)
{
    switch (order) {
    case ORDER_AIRED:
        return EPI_SAY_ORDER_AIRED;
    case ORDER_DVD:
        return EPI_SAY_ORDER_DVD;
    case ORDER_ABSOLUTE:
        return EPI_SAY_ORDER_ABSOLUTE;
    case ORDER_ALTERNATE:
        return EPI_SAY_ORDER_ALTERNATE;
    case ORDER_REGIONAL:
        return EPI_SAY_ORDER_REGIONAL;
    case ORDER_AUTO:
        break;
    }
    return EPI_SAY_ORDER_AUTO;
}

const char *order_word(enum episode_order order)
{
    return order == ORDER_DVD ? "DVD" : values_order_name(order);
}
