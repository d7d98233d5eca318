/* SPDX-License-Identifier: MIT */
#include "core/identify/order.h"

#include "core/base/config.h"
#include "core/journal/orders.h"

enum episode_order order_of(const struct epi_config *config, struct journal *journal,
                            const struct series_ids *ids, bool *said)
{
    enum episode_order order = ORDER_AUTO;
    bool found = false;
    if (journal && !orders_find(journal, ids, &order, &found, NULL))
        found = false;
    if (!found)
        values_order_find(config->order, &order);
    if (said)
        *said = found;
    return order;
}

const char *order_word(enum episode_order order)
{
    return order == ORDER_DVD ? "DVD" : values_order_name(order);
}
