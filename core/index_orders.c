#include "core/index_orders.h"

#include <stdlib.h>

#include "core/thread.h"

static bool sort_order(const char *what, struct string_sorter *sorter, struct index_numbers *ranks, struct error *error)
{
    uint32_t rank;
    bool any = true, good = string_sorter_sort(sorter, error);
    while (good && (good = string_sorter_next(sorter, &rank, &any, error)) && any)
        good = index_numbers_add_one(ranks, rank) || error_set_memory(error, what);
    return good;
}

static void work(void *context, void *slot)
{
    struct index_orders *orders = slot;
    (void)context;
    thread_step_back();
    orders->is_good = true;
    for (size_t i = 0; orders->is_good && i < INDEX_ORDER_COUNT; i++)
        orders->is_good = sort_order(orders->what, orders->sorters[i], &orders->ranks[i], &orders->error);
}

bool index_orders_begin(struct index_orders *orders, struct string_sorter *const sorters[INDEX_ORDER_COUNT],
                        const char *what, struct error *error)
{
    *orders = (struct index_orders){.what = what, .sorters = sorters};
    orders->worker = worker_new(orders, 1, sizeof *orders, WORKER_IN_ORDER, work, NULL);
    if (!orders->worker)
        return error_set_memory(error, what);
    worker_put(orders->worker);
    return true;
}

bool index_orders_end(struct index_orders *orders, struct error *error)
{
    worker_take(orders->worker);
    if (!orders->is_good)
        *error = orders->error;
    return orders->is_good;
}

void index_orders_free(struct index_orders *orders)
{
    worker_free(orders->worker);
    for (size_t i = 0; i < INDEX_ORDER_COUNT; i++)
        free(orders->ranks[i].items);
}
