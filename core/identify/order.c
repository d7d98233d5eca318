/* SPDX-License-Identifier: MIT */
#include "core/identify/order.h"

#include "core/base/config.h"
#include "core/journal/orders.h"

struct order order_of(const struct epi_config *config, struct journal *journal,
                      const struct series_ids *ids)
{
    struct said_order said;
    bool found = false;
    if (journal && orders_find(journal, ids, &said, &found, NULL) && found)
        return (struct order){said.order, true, said.last};
    struct order order = {.order = ORDER_AUTO};
    values_order_find(config->order, &order.order);
    return order;
}

const char *order_word(enum episode_order order)
{
    return order == ORDER_DVD ? "DVD" : values_order_name(order);
}
