#ifndef RUECKRUF_CORE_INDEX_ORDERS_H
#define RUECKRUF_CORE_INDEX_ORDERS_H

/* The orders of the list, sorted by a thread of their own (core/worker.h) while the index is made of the words. */

#include <stdbool.h>

#include "core/error.h"
#include "core/index.h"
#include "core/index_lexicon.h"
#include "core/string_sorter.h"
#include "core/worker.h"

struct index_orders {
    const char *what;                     /* for errors */
    struct string_sorter *const *sorters; /* borrowed: what the list is ordered by, of each recall */
    struct index_numbers ranks[INDEX_ORDER_COUNT];
    bool is_good; /* after it came back; else error tells */
    struct error error;
    struct worker *worker; /* it is the only slot */
};

/* Begins to sort. Also after a failure the orders are to be freed. They are not moved until then. */
bool index_orders_begin(struct index_orders *orders, struct string_sorter *const sorters[INDEX_ORDER_COUNT],
                        const char *what, struct error *error);
/* Waits: then the ranks of each order are there. */
bool index_orders_end(struct index_orders *orders, struct error *error);
void index_orders_free(struct index_orders *orders); /* also before they are there; zero-initialised is fine */

#endif
