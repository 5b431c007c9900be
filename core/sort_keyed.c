#include "core/sort_keyed.h"

#include <stdlib.h>
#include <string.h>

#include "core/sort_items.h"
#include "core/sort_numbers.h"

/* A number is the key of an item and, below it, its place: sorted, they say which item goes where. */
enum { PLACE_BITS = 64 - SORT_KEY_BITS };
#define PLACE_MASK ((UINT64_C(1) << PLACE_BITS) - 1)

static bool is_sorted(const char *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    size_t i = 1;
    while (i < count && compare(items + (i - 1) * size, items + i * size) <= 0)
        i++;
    return i >= count;
}

/* Brings the items to the places that the numbers say, along each circle of them; moved has room for one. */
static void put_in_order(char *items, size_t count, size_t size, uint64_t *numbers, char *moved)
{
    for (size_t first = 0; first < count; first++) {
        size_t from = numbers[first] & PLACE_MASK, to = first;
        if (from == first)
            continue;
        memcpy(moved, items + first * size, size);
        for (; from != first; to = from, from = numbers[to] & PLACE_MASK) {
            memcpy(items + to * size, items + from * size, size);
            numbers[to] = (numbers[to] & ~PLACE_MASK) | to;
        }
        memcpy(items + to * size, moved, size);
        numbers[to] = (numbers[to] & ~PLACE_MASK) | to;
    }
}

static void sort_equal_keys(char *items, size_t count, size_t size, const uint64_t *numbers,
                            int (*compare)(const void *, const void *))
{
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && numbers[next] >> PLACE_BITS == numbers[first] >> PLACE_BITS;)
            next++;
        if (next - first > 1)
            sort_items(items + first * size, next - first, size, compare);
    }
}

bool sort_keyed(void *items, size_t count, size_t size, sort_key *key, int (*compare)(const void *a, const void *b))
{
    char *bytes = items;
    if (is_sorted(bytes, count, size, compare))
        return true;
    uint64_t *numbers = malloc(count * sizeof *numbers);
    char *moved = malloc(size);
    bool good = numbers && moved;
    for (size_t i = 0; good && i < count; i++)
        numbers[i] = (key(bytes + i * size) & ~PLACE_MASK) | i;
    good = good && sort_numbers(numbers, count);
    if (good) {
        put_in_order(bytes, count, size, numbers, moved);
        sort_equal_keys(bytes, count, size, numbers, compare);
    }
    free(moved);
    free(numbers);
    return good;
}
