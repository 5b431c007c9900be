#ifndef RUECKRUF_CORE_STORE_WRITE_ORDERS_H
#define RUECKRUF_CORE_STORE_WRITE_ORDERS_H

/* What the list of recalls can be ordered by besides their rank, gathered while the recalls of a new database go by. */

#include <stdbool.h>

#include "core/error.h"
#include "core/index.h"
#include "core/recall.h"
#include "core/string_sorter.h"
#include "core/text.h"

/* Zero-initialise. */
struct store_orders {
    struct string_sorter *sorters[INDEX_ORDER_COUNT];
    struct folded folded;
};

/* Temporary files are path with something behind it. Also after a failure the orders are to be closed. */
bool store_orders_open(struct store_orders *orders, const char *path, struct error *error);
void store_orders_close(struct store_orders *orders);

/* The recall of the next rank. */
bool store_orders_put(struct store_orders *orders, const struct recall *recall, struct error *error);

#endif
