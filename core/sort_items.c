#include "core/sort_items.h"

#include <stdlib.h>
#include <string.h>

/* By insertion. */
static void sort_few(char *items, size_t count, size_t size, int (*compare)(const void *left, const void *right))
{
    char moved[SORT_ITEM_BYTES];
    for (size_t i = 1; i < count; i++) {
        size_t place = i;
        while (place > 0 && compare(items + (place - 1) * size, items + i * size) > 0)
            place--;
        if (place == i)
            continue;
        memcpy(moved, items + i * size, size);
        memmove(items + (place + 1) * size, items + place * size, (i - place) * size);
        memcpy(items + place * size, moved, size);
    }
}

void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *left, const void *right))
{
    enum { FEW = 24 };
    if (count > FEW || size > SORT_ITEM_BYTES)
        qsort(items, count, size, compare);
    else
        sort_few(items, count, size, compare);
}
