#include "core/store_write_orders.h"

#include <stddef.h>

#include "core/store_internal.h"

static const struct {
    const char *suffix;
    const char *(*name)(const struct recall *recall); /* NULL: it has none */
} kinds[INDEX_ORDER_COUNT] = {
    [INDEX_BY_MAKE] = {".makes", store_list_make},
    [INDEX_BY_HEADLINE] = {".headlines", store_list_headline},
};

bool store_orders_open(struct store_orders *orders, const char *path, struct error *error)
{
    for (size_t i = 0; i < INDEX_ORDER_COUNT; i++)
        if (!string_sorter_new(path, kinds[i].suffix, &orders->sorters[i], error))
            return false;
    return true;
}

void store_orders_close(struct store_orders *orders)
{
    for (size_t i = 0; i < INDEX_ORDER_COUNT; i++)
        string_sorter_free(orders->sorters[i]);
    folded_free(&orders->folded);
    *orders = (struct store_orders){0};
}

/* By DIN 5007-1 an umlaut is sorted as its base letter; what has no name comes last. */
static bool put(struct store_orders *orders, struct string_sorter *sorter, const char *name, struct error *error)
{
    if (!name)
        return string_sorter_put(sorter, TEXT_VIEW("\x7f"), error);
    if (!text_fold(text_view_of(name), FOLD_BASE, &orders->folded))
        return error_set_memory(error, "import");
    return string_sorter_put(sorter, buffer_view(&orders->folded.text), error);
}

bool store_orders_put(struct store_orders *orders, const struct recall *recall, struct error *error)
{
    for (size_t i = 0; i < INDEX_ORDER_COUNT; i++)
        if (!put(orders, orders->sorters[i], kinds[i].name(recall), error))
            return false;
    return true;
}
