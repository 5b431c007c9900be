#ifndef RUECKRUF_CORE_SORT_KEYED_H
#define RUECKRUF_CORE_SORT_KEYED_H

/* Sorting of many items that a number nearly tells apart. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A number of an item whose upper SORT_KEY_BITS, all that are looked at, never contradict the comparison: where they
 * are the smaller ones, the item comes first.
 */
typedef uint64_t sort_key(const void *item);
enum { SORT_KEY_BITS = 40, SORT_KEYED_MOST = 1 << (64 - SORT_KEY_BITS) };

/* As qsort(), of at most SORT_KEYED_MOST items. Of equal items any may come first. False: out of memory. */
bool sort_keyed(void *items, size_t count, size_t size, sort_key *key, int (*compare)(const void *a, const void *b));

#endif
