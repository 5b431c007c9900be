#ifndef RUECKRUF_CORE_SORT_ITEMS_H
#define RUECKRUF_CORE_SORT_ITEMS_H

/* Sorting of items that are mostly few. */

#include <stddef.h>

/* As qsort(), and several times as quick for a few items, of at most SORT_ITEM_BYTES each, which often lie in order. */
enum { SORT_ITEM_BYTES = 64 };
void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *left, const void *right));

#endif
